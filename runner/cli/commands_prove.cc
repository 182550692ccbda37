#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "cli/advice.h"
#include "cli/commands.h"
#include "cli/prove.h"
#include "contract/promise_id.h"
#include "core/text.h"
#include "endpoint/mutants/mutants.h"
#include "endpoint/mutants/variations.h"

namespace hallmark::cli {
namespace {

// A selector of case ids as well as a service's name may stand where services are named.
std::vector<std::string> selectors_of(const std::vector<std::string>& services,
                                      const std::string& operation) {
  if (operation.empty()) return services;
  std::vector<std::string> selectors;
  for (const std::string& service : services.empty() ? std::vector<std::string>{"*"} : services) {
    selectors.push_back(fmt::format("{}.{}/*", service, operation));
  }
  return selectors;
}

void write_kinds(core::Sink& sink, bool json) {
  Json all = Json::array();
  for (const endpoint::MutantKind& kind : endpoint::mutant_kinds()) {
    all.push_back({{"name", kind.name},
                   {"stage", to_string(kind.stage)},
                   {"argument", kind.argument},
                   {"text", kind.text}});
    if (json) continue;
    const std::string name =
        kind.argument.empty() ? std::string(kind.name) : fmt::format("{}:{}", kind.name, kind.argument);
    sink.write(fmt::format("{:<11} {:<46} {}\n", to_string(kind.stage), name, kind.text));
  }
  if (json) {
    sink.write(all.dump(2) + "\n");
  } else {
    sink.write(
        "\nrarely: in front of any of them makes it show in one request of ten; ,Operation behind it in one "
        "operation only.\n");
  }
}

int write_variations(core::Sink& sink, bool json) {
  Json all = Json::array();
  for (const endpoint::Variation& variation : endpoint::variations()) {
    all.push_back({{"name", variation.name},
                   {"text", variation.text},
                   {"freedom", variation.freedom},
                   {"by_contract", variation.by_contract}});
    if (!json)
      sink.write(fmt::format("{:<20} {}\n{:20} freedom: {}{}\n", variation.name, variation.text, "",
                             variation.freedom,
                             variation.by_contract ? " (where a contract is all that is known)" : ""));
  }
  if (json) sink.write(all.dump(2) + "\n");
  return exit_conforms;
}

}  // namespace

int mutants_command(const MutantsCommand& options, CommandContext& context) {
  const auto sink = core::stream_sink(context.out, context.secrets);
  if (options.variations) return write_variations(*sink, options.json);
  if (options.kinds) {
    write_kinds(*sink, options.json);
    return exit_conforms;
  }
  WorkspaceOptions workspace_options = options.workspace;
  workspace_options.fixtures = false;
  workspace_options.by_default = true;
  const Workspace workspace(workspace_options);
  Json all = Json::array();
  std::size_t count = 0;
  for (const std::string& line : unknown_in(workspace, options.services, false)) complaints(context)(line);
  for (const Judged& judged : workspace.services(options.services)) {
    const endpoint::EndpointPlan plan = endpoint::plan_service(*judged.model);
    for (const std::string& name : judged.suite.operations) {
      const contract::Operation* operation = judged.model->operation(name);
      if (operation == nullptr) continue;
      const std::string id = fmt::format("{}.{}", judged.model->slug, name);
      if (!options.json) sink->write(id + "\n");
      const auto word = word_of(judged.suite, name);
      for (const endpoint::Mutant& mutant :
           endpoint::mutants_for(*judged.model, *operation, word ? &*word : nullptr, &plan)) {
        ++count;
        if (options.json) {
          Json row = {{"service", judged.model->slug}, {"operation", mutant.operation},
                      {"mutant", mutant.name},         {"promise", mutant.promise},
                      {"text", mutant.text},           {"stage", to_string(mutant.stage)}};
          if (!mutant.equivalent.empty()) row["equivalent"] = mutant.equivalent;
          all.push_back(std::move(row));
          continue;
        }
        sink->write(fmt::format(
            "  {}\n      breaks {}: {}{}\n", mutant.name,
            contract::operation_of_promise(mutant.promise) == id ? contract::clause_of_promise(mutant.promise)
                                                                 : std::string_view(mutant.promise),
            mutant.text, mutant.equivalent.empty() ? "" : "\n      equivalent: " + mutant.equivalent));
      }
    }
  }
  if (options.json) {
    sink->write(all.dump(2) + "\n");
  } else {
    sink->write(fmt::format("{} mutants\n", count));
  }
  return count == 0 ? exit_nothing_ran : exit_conforms;
}

int prove_command(const ProveCommand& options, CommandContext& context) {
  SelectionOptions selection = options.selection;
  selection.include = selectors_of(options.selection.include, options.operation);
  selection.workspace.by_default = true;
  const Workspace workspace(selection.workspace);
  for (const std::string& line : unknown_in(workspace, options.selection.include, false))
    complaints(context)(line);
  const plan::Target target = workspace.target("embedded");
  ProveOptions settings{.mutants = options.mutants,
                        .jobs = options.jobs,
                        .first_only = options.first,
                        .every = options.every,
                        .interrupted = context.interrupted,
                        .progress = {}};
  // A path that cannot be written is told before anything is tried.
  const auto file =
      options.json.empty() || options.json == "-" ? nullptr : core::file_sink(options.json, context.secrets);
  const Matrix matrix = prove(plan_services(workspace, selection, target), target, settings);
  const auto sink = core::stream_sink(context.out, context.secrets);
  // What an endpoint said may be no UTF-8.
  const std::string json =
      options.json.empty() ? "" : to_json(matrix).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  if (file != nullptr) {
    file->write(json);
    file->close();
  }
  if (options.json == "-") {
    sink->write(json);
  } else {
    write_text(matrix, *sink, options.verbose);
  }
  if (matrix.counts().mutants == 0)
    context.err << "hallmark: no mutant is selected; `hallmark mutants` lists them\n";
  return matrix.exit_code();
}

}  // namespace hallmark::cli
