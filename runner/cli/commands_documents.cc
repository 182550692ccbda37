// import and diff: documents and contracts, no endpoint.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <ostream>
#include <sstream>

#include "cli/commands.h"
#include "cli/documents.h"
#include "contract/smithy.h"
#include "core/error.h"
#include "core/text.h"
#include "importers/diff.h"
#include "importers/importers.h"
#include "schema/derive.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

// Writes a file, or with --check says when it would change.
struct Out {
  const ImportCommand& options;
  CommandContext& context;
  std::size_t written = 0, stale = 0;

  void file(const fs::path& path, const std::string& text) {
    if (options.check) {
      std::error_code ignored;
      if (!fs::exists(path, ignored) || text_of(path) != text) {
        ++stale;
        context.err << "stale: " << path.string() << "\n";
      }
      return;
    }
    const auto sink = core::file_sink(path, nullptr);
    sink->write(text);
    sink->close();
    ++written;
  }
};

std::vector<const contract::Operation*> chosen(const contract::Model& model,
                                               const std::vector<std::string>& names) {
  if (names.empty()) return model.all_operations();
  std::vector<const contract::Operation*> operations;
  for (const std::string& name : names) {
    const contract::Operation* operation = model.operation(name);
    if (operation == nullptr) {
      std::vector<std::string> known;
      for (const contract::Operation* candidate : model.all_operations())
        known.emplace_back(candidate->name());
      const auto meant = core::nearest(name, known);
      throw UsageError{.message = fmt::format("{} has no operation {}", model.slug, core::printable(name)),
                       .advice = meant ? fmt::format("Did you mean {}?", *meant) : ""};
    }
    operations.push_back(operation);
  }
  return operations;
}

}  // namespace

int import_command(const ImportCommand& options, CommandContext& context) {
  std::vector<contract::Model> models =
      load_documents(options.documents, {.supporting = options.supporting, .service = options.service});
  for (const fs::path& overlay : options.overlays) {
    const core::JsonFile file = core::load_json(overlay);
    if (models.size() != 1) {
      throw UsageError{.message = "--overlay needs documents of one service",
                       .advice = "Import the services one by one."};
    }
    contract::apply_overlay(models.front(), file);
  }
  Out out{.options = options, .context = context};
  for (const contract::Model& model : models) {
    const bool nested = options.by_service || models.size() > 1;
    const fs::path folder = nested ? options.out / model.slug : options.out;
    if (!options.schemas_only) out.file(folder / "model.json", contract::write_smithy(model));
    std::vector<schema::SchemaFile> derived;
    if (!options.no_schemas) derived = schema::schema_files(model, chosen(model, options.operations));
    for (const schema::SchemaFile& file : derived) out.file(folder / file.name, file.text);
    std::size_t exceptions = 0;
    const auto operations = model.all_operations();
    for (const contract::Operation* operation : operations) exceptions += operation->errors.size();
    context.out << fmt::format("{}: {} operation{}, {} listed exceptions, {} contradiction{}\n", model.slug,
                               operations.size(), operations.size() == 1 ? "" : "s", exceptions,
                               model.contradictions.size(), model.contradictions.size() == 1 ? "" : "s");
    for (const contract::Contradiction& contradiction : model.contradictions) {
      context.out << fmt::format("  {}: {}\n", contradiction.promise, core::printable(contradiction.what));
    }
  }
  if (options.check) return out.stale == 0 ? exit_conforms : exit_deviations;
  context.out << fmt::format("{} files written below {}\n", out.written, options.out.string());
  return exit_conforms;
}

int diff_command(const DiffCommand& options, CommandContext& context) {
  const contract::Model before = importers::read_document(options.before, options.service);
  const contract::Model after = importers::read_document(options.after, options.service);
  const std::vector<importers::Difference> differences = importers::diff(before, after);
  context.out << (options.json ? importers::render_json(differences) : importers::render_text(differences));
  return differences.empty() ? exit_conforms : exit_deviations;
}

}  // namespace hallmark::cli
