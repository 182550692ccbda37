#include "cli/workspace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "cli/documents.h"
#include "contract/foreign_protocols.h"
#include "contract/protocols.h"
#include "contract/smithy.h"
#include "core/error.h"
#include "core/text.h"
#include "plan/load.h"
#include "plan/plan.h"
#include "plan/select.h"
#include "wire/protocol.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;

bool is_data(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path / "suites", ignored) && fs::is_directory(path / "schemas", ignored);
}

fs::path find_data(const fs::path& asked, const char* by = "--data") {
  if (!asked.empty()) {
    if (is_data(asked)) return asked;
    throw UsageError{
        .message = fmt::format("{} {}: this is no data folder of Hallmark: it has no suites/ and schemas/",
                               by, core::printable(asked.string())),
        .advice = "Name the folder that holds suites/, schemas/, fixtures/ and targets/."};
  }
  if (const char* environment = std::getenv("HALLMARK_DATA");
      environment != nullptr && *environment != '\0') {
    return find_data(fs::path(environment), "$HALLMARK_DATA");
  }
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  for (const fs::path& candidate :
       {program.parent_path() / ".." / "share" / "hallmark", fs::path(HALLMARK_DATA_SOURCE)}) {
    if (is_data(candidate)) return fs::weakly_canonical(candidate, ignored);
  }
  return {};
}

// Whether a selector can match an id of this service: compares up to where the selector has a wildcard.
bool may_touch(const std::string& selector, const std::string& slug) {
  const std::string head = selector.substr(0, selector.find_first_of("*?[./"));
  const bool open = head.size() < selector.size() && selector.find_first_of("*?[") == head.size();
  return open ? slug.compare(0, head.size(), head) == 0 : head == slug;
}

bool touched(const std::vector<std::string>& selectors, const std::string& slug) {
  return selectors.empty() ||
         std::any_of(selectors.begin(), selectors.end(), [&](const auto& s) { return may_touch(s, slug); });
}

std::string join_names(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return core::join(names, ", ");
}

// The contract with this protocol alone, whatever it states, so that whoever serves it or derives schemas
// from it takes that one, too.
std::shared_ptr<const contract::Model> speaking_only(std::shared_ptr<const contract::Model> model,
                                                     const std::string& protocol) {
  const wire::Protocol* wanted = wire::find_protocol(protocol);
  const std::vector<std::string> stated = model->protocols();
  if (wanted == nullptr || stated == std::vector{std::string(wanted->id())}) return model;
  auto narrowed = std::make_shared<contract::Model>(*model);
  for (const std::string& other : stated) {
    if (other != wanted->id()) narrowed->service.traits.erase(other);
  }
  if (!narrowed->service.traits.has(wanted->id())) narrowed->service.traits.set(wanted->id());
  return narrowed;
}

}  // namespace

std::shared_ptr<const contract::Model> load_contract(const fs::path& file) {
  return std::make_shared<const contract::Model>(contract::read_smithy(core::load_json(file)));
}

Workspace::Workspace(WorkspaceOptions options)
    : options_(std::move(options)), root_(find_data(options_.data)) {
  // A name that nobody knows stays as it is, for whoever says which there are.
  if (std::string id = plan::protocol_id(options_.protocol); !id.empty()) options_.protocol = std::move(id);
  if (!options_.protocol.empty() && wire::find_protocol(options_.protocol) == nullptr) {
    throw UsageError{.message = fmt::format("--protocol {}: Hallmark speaks no such protocol",
                                            core::printable(options_.protocol)),
                     .advice = "It speaks " + contract::protocol_names() + "."};
  }
  if (root_.empty() && options_.models.empty()) {
    throw core::DocumentError(
        {.file = {},
         .line = 0,
         .pointer = {},
         .rule = "data.missing",
         .message = "Hallmark's data (suites/, schemas/, fixtures/, targets/) is not found",
         .advice = "Name its folder with --data or HALLMARK_DATA, or give a contract with --model."});
  }
}

void Workspace::remark(const std::string& text) const {
  if (options_.remark) options_.remark(text);
}

Judged Workspace::judged(plan::Suite suite, std::shared_ptr<const contract::Model> model) const {
  if (!options_.protocol.empty()) {
    suite.protocol = options_.protocol;
    model = speaking_only(std::move(model), options_.protocol);
  }
  Judged judged{.model = std::move(model), .suite = std::move(suite), .fixtures = {}};
  if (!options_.fixtures || root_.empty() || judged.suite.file.empty()) return judged;
  try {
    judged.fixtures = plan::load_fixtures(root_ / "fixtures", judged.suite, *judged.model);
  } catch (const core::DocumentError& error) {
    // They are written for the committed contract; another model of the service may say less.
    const core::DocumentProblem& problem = error.problem();
    if (options_.models.empty() || !problem.rule.starts_with("fixture.unknown")) throw;
    remark(fmt::format("the fixtures of {} are left out: they do not fit --model ({}: {})",
                       judged.model->slug, fs::path(problem.file).lexically_relative(root_).generic_string(),
                       problem.message));
  }
  return judged;
}

std::vector<Judged> Workspace::services(const std::vector<std::string>& selectors) const {
  std::vector<Judged> services;
  if (!options_.models.empty()) {
    for (contract::Model& model :
         load_documents(options_.models, {.supporting = {}, .service = options_.service})) {
      auto shared = std::make_shared<const contract::Model>(std::move(model));
      if (!touched(selectors, shared->slug)) continue;
      plan::Suite suite = plan::suite_without_file(*shared);
      const fs::path file = root_ / "suites" / (shared->slug + ".suite.json");
      std::error_code ignored;
      if (!root_.empty() && fs::exists(file, ignored)) {
        // The suite adds what a model cannot know; the model decides which operations there are.
        plan::Suite known = plan::load_suite(file);
        const bool fits = std::all_of(known.operations.begin(), known.operations.end(),
                                      [&](const auto& name) { return shared->operation(name) != nullptr; });
        if (fits) {
          known.operations = suite.operations;
          suite = std::move(known);
        } else {
          remark(fmt::format(
              "the suite {} and its fixtures are left out: --model lacks operations that it names",
              file.filename().string()));
        }
      }
      services.push_back(judged(std::move(suite), std::move(shared)));
    }
    return services;
  }
  for (plan::Suite& suite : plan::load_suites(root_ / "suites")) {
    if (!touched(selectors, suite.service)) continue;
    const fs::path file = suite.model.empty() ? root_ / "schemas" / suite.service / "model.json"
                                              : root_ / "suites" / suite.model;
    auto model = load_contract(file);
    services.push_back(judged(std::move(suite), std::move(model)));
  }
  return services;
}

std::vector<std::string> Workspace::suite_names() const {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(root_ / "suites", ignored)) {
    const std::string name = entry.path().filename().string();
    constexpr std::string_view ending = ".suite.json";
    if (name.size() > ending.size() && name.ends_with(ending))
      names.push_back(name.substr(0, name.size() - ending.size()));
  }
  std::sort(names.begin(), names.end());
  return names;
}

plan::Target Workspace::target(const std::string& name) const {
  std::error_code ignored;
  const bool is_path = name.find('/') != std::string::npos || name.ends_with(".json");
  if (is_path) return plan::load_target(name);
  std::vector<std::string> names;
  for (const fs::path& folder : {root_ / "targets", root_ / "targets" / "examples"}) {
    if (fs::exists(folder / (name + ".json"), ignored)) return plan::load_target(folder / (name + ".json"));
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
      if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
    }
  }
  const auto meant = core::nearest(name, names);
  throw core::DocumentError(
      {.file = {},
       .line = 0,
       .pointer = {},
       .rule = "target.unknown",
       .message = fmt::format("there is no target \"{}\"{}", core::printable(name),
                              meant ? fmt::format("; did you mean \"{}\"?", *meant) : ""),
       .advice = fmt::format("Targets here: {}. Or name a profile's file, or use --endpoint URL.",
                             join_names(names))});
}

}  // namespace hallmark::cli
