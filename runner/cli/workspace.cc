#include "cli/workspace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

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

// How selectors speak of a service: not at all, by patterns that say nothing of services ("*/name-*") or by
// being none, or by its name, up to where a selector has a wildcard.
enum class Mention { none, any, named };

Mention mention_by(const std::string& selector, const std::string& slug) {
  const std::string head = selector.substr(0, selector.find_first_of("*?[./"));
  const bool open = head.size() < selector.size() && selector.find_first_of("*?[") == head.size();
  if (open && head.empty()) return Mention::any;
  return (open ? slug.starts_with(head) : head == slug) ? Mention::named : Mention::none;
}

Mention mention_of(const std::vector<std::string>& selectors, const std::string& slug) {
  Mention most = selectors.empty() ? Mention::any : Mention::none;
  for (const std::string& selector : selectors) most = std::max(most, mention_by(selector, slug));
  return most;
}

bool touched(const std::vector<std::string>& selectors, const std::string& slug) {
  return mention_of(selectors, slug) != Mention::none;
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
      const fs::path file = suite_file(shared->slug);
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
  std::vector<std::string> by_default, unnamed, without_suite;
  std::error_code ignored;
  for (const std::string& name : service_names()) {
    const Mention mention = mention_of(selectors, name);
    if (mention == Mention::none) continue;
    const fs::path file = suite_file(name);
    const bool has_suite = fs::exists(file, ignored);
    plan::Suite suite = has_suite ? plan::load_suite(file) : plan::Suite{};
    if (mention != Mention::named) (suite.by_default.empty() ? unnamed : by_default).push_back(name);
    if (mention != Mention::named || (options_.by_default && !suite.by_default.empty())) {
      if (suite.by_default.empty()) continue;
      suite.operations = suite.by_default;
    }
    auto model = load_contract(suite.model.empty() ? contract_file(name) : root_ / "suites" / suite.model);
    if (!has_suite) without_suite.push_back(name);
    suite = has_suite ? plan::completed(std::move(suite), *model) : plan::suite_without_file(*model);
    services.push_back(judged(std::move(suite), std::move(model)));
  }
  if (!without_suite.empty()) {
    remark(fmt::format("{} {} a contract and no suite: what is sent is generated from the contract alone",
                       core::join(without_suite, ", "), without_suite.size() == 1 ? "has" : "have"));
  }
  if (!by_default.empty() && !unnamed.empty()) {
    remark(fmt::format(
        "no service is named: {} are judged; {} more have contracts and are judged when they are named "
        "(`hallmark list services`)",
        core::join(by_default, ", "), unnamed.size()));
  }
  return services;
}

fs::path Workspace::suite_file(const std::string& service) const {
  return root_ / "suites" / (service + ".suite.json");
}

fs::path Workspace::contract_file(const std::string& service) const {
  return root_ / "schemas" / service / "model.json";
}

std::vector<std::string> Workspace::service_names() const {
  std::set<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(root_ / "suites", ignored)) {
    const std::string name = entry.path().filename().string();
    constexpr std::string_view ending = ".suite.json";
    if (name.size() > ending.size() && name.ends_with(ending))
      names.insert(name.substr(0, name.size() - ending.size()));
  }
  for (const auto& entry : fs::directory_iterator(root_ / "schemas", ignored)) {
    if (fs::exists(entry.path() / "model.json", ignored)) names.insert(entry.path().filename().string());
  }
  return {names.begin(), names.end()};
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
