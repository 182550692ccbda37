#include "cli/workspace.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/documents.h"
#include "contract/foreign_protocols.h"
#include "contract/protocols.h"
#include "contract/smithy.h"
#include "core/error.h"
#include "core/text.h"
#include "plan/cases/load.h"
#include "plan/cases/select.h"
#include "plan/fixtures.h"
#include "plan/plan.h"
#include "wire/protocol.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;

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
    : options_(std::move(options)), data_(find_data(options_.data, options_.own)) {
  // A name that nobody knows stays as it is, for whoever says which there are.
  if (std::string id = plan::protocol_id(options_.protocol); !id.empty()) options_.protocol = std::move(id);
  if (!options_.protocol.empty() && wire::find_protocol(options_.protocol) == nullptr) {
    throw UsageError{.message = fmt::format("--protocol {}: Hallmark speaks no such protocol",
                                            core::printable(options_.protocol)),
                     .advice = "It speaks " + contract::protocol_names() + "."};
  }
  if (data_.empty() && options_.models.empty()) {
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
  if (!options_.fixtures || judged.suite.file.empty()) return judged;
  std::vector<fs::path> files = data_.files(fs::path("fixtures") / judged.suite.service);
  std::erase_if(files, [](const fs::path& file) { return file.extension() != ".json"; });
  try {
    judged.fixtures = plan::load_fixtures(files, judged.suite, *judged.model);
  } catch (const core::DocumentError& error) {
    // They are written for Hallmark's own contract; another model of the service may say less.
    const core::DocumentProblem& problem = error.problem();
    const bool for_another =
        !options_.models.empty() || (data_.added(contract_file(judged.suite)) && !data_.added(problem.file));
    if (!for_another || !problem.rule.starts_with("fixture.unknown")) throw;
    remark(fmt::format("the fixtures of {} are left out: they do not fit {} ({}: {})", judged.model->slug,
                       options_.models.empty() ? "the contract of --data" : "--model",
                       data_.place_of(problem.file).generic_string(), problem.message));
  }
  return judged;
}

bool Workspace::fits(const plan::Suite& suite, const contract::Model& model, const char* whose) const {
  const bool all = std::all_of(suite.operations.begin(), suite.operations.end(),
                               [&](const auto& name) { return model.operation(name) != nullptr; });
  if (!all) {
    remark(fmt::format("the suite {} and its fixtures are left out: {} lacks operations that it names",
                       fs::path(suite.file).filename().string(), whose));
  }
  return all;
}

std::vector<Workspace::SharedModel> Workspace::documents(const std::vector<std::string>& selectors) const {
  std::vector<SharedModel> wanted;
  const auto held = [&] {
    wanted.clear();
    for (const auto& [slug, model] : read_->documents) {
      if (touched(selectors, slug)) wanted.push_back(model.lock());
    }
    return std::find(wanted.begin(), wanted.end(), nullptr) == wanted.end();
  };
  if (!read_->documents.empty() && held()) return wanted;
  read_->documents.clear();
  wanted.clear();
  for (contract::Model& model :
       load_documents(options_.models, {.supporting = {}, .service = options_.service})) {
    SharedModel shared = std::make_shared<const contract::Model>(std::move(model));
    if (!options_.protocol.empty()) shared = speaking_only(std::move(shared), options_.protocol);
    read_->documents.emplace_back(shared->slug, shared);
    if (touched(selectors, shared->slug)) wanted.push_back(std::move(shared));
  }
  return wanted;
}

Workspace::SharedModel Workspace::contract(const fs::path& file) const {
  std::weak_ptr<const contract::Model>& known = read_->contracts[file];
  SharedModel model = known.lock();
  if (!model) known = model = load_contract(file);
  return model;
}

std::vector<Judged> Workspace::services(const std::vector<std::string>& selectors) const {
  std::vector<Judged> services;
  if (!options_.models.empty()) {
    for (SharedModel& shared : documents(selectors)) {
      plan::Suite suite = plan::suite_without_file(*shared);
      if (const fs::path file = suite_file(shared->slug); !file.empty()) {
        // The suite adds what a model cannot know; the model decides which operations there are.
        plan::Suite known = plan::load_suite(file);
        if (fits(known, *shared, "--model")) {
          known.operations = suite.operations;
          suite = std::move(known);
        }
      }
      services.push_back(judged(std::move(suite), std::move(shared)));
    }
    return services;
  }
  std::vector<std::string> by_default, unnamed, without_suite;
  for (const std::string& name : service_names()) {
    const Mention mention = mention_of(selectors, name);
    if (mention == Mention::none) continue;
    const fs::path file = suite_file(name);
    bool has_suite = !file.empty();
    plan::Suite suite = has_suite ? plan::load_suite(file) : plan::Suite{};
    if (mention != Mention::named) (suite.by_default.empty() ? unnamed : by_default).push_back(name);
    if (mention != Mention::named || (options_.by_default && !suite.by_default.empty())) {
      if (suite.by_default.empty()) continue;
      suite.operations = suite.by_default;
    }
    suite.service = name;
    const fs::path contract = contract_file(suite);
    SharedModel model = this->contract(contract);
    if (has_suite && data_.added(contract) && !data_.added(file)) {
      has_suite = fits(suite, *model, "the contract of --data");
    }
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
  return data_.find(fs::path("suites") / (service + ".suite.json"));
}

fs::path Workspace::contract_file(const plan::Suite& suite) const {
  const fs::path place = suite.model.empty() ? fs::path("schemas") / suite.service / "model.json"
                                             : (fs::path("suites") / suite.model).lexically_normal();
  const fs::path file = data_.find(place);
  return file.empty() ? data_.asked() / place : file;
}

std::vector<std::string> Workspace::service_names() const {
  std::set<std::string> names;
  for (const fs::path& file : data_.files("suites")) {
    const std::string name = file.filename().string();
    constexpr std::string_view ending = ".suite.json";
    if (name.size() > ending.size() && name.ends_with(ending))
      names.insert(name.substr(0, name.size() - ending.size()));
  }
  for (const fs::path& file : data_.files("schemas")) {
    if (file.filename() == "model.json") names.insert(file.parent_path().filename().string());
  }
  return {names.begin(), names.end()};
}

std::vector<std::string> Workspace::selectable() const {
  if (!has_models()) return service_names();
  if (read_->documents.empty()) static_cast<void>(documents({}));
  std::vector<std::string> names;
  for (const auto& [slug, model] : read_->documents) names.push_back(slug);
  return names;
}

std::vector<std::string> Workspace::target_names() const {
  std::set<std::string> names;
  for (const fs::path& file : data_.files("targets")) {
    const fs::path folder = data_.place_of(file).parent_path();
    if (file.extension() == ".json" && (folder == "targets" || folder == "targets/examples"))
      names.insert(file.stem().string());
  }
  return {names.begin(), names.end()};
}

plan::Target Workspace::target(const std::string& name) const {
  const bool is_path = name.find('/') != std::string::npos || name.ends_with(".json");
  if (is_path) return plan::load_target(name);
  for (const char* folder : {"targets", "targets/examples"}) {
    const fs::path file = data_.find(fs::path(folder) / (name + ".json"));
    if (!file.empty()) return plan::load_target(file);
  }
  const std::vector<std::string> names = target_names();
  const auto meant = core::nearest(name, names);
  throw core::DocumentError(
      {.file = {},
       .line = 0,
       .pointer = {},
       .rule = "target.unknown",
       .message = fmt::format("there is no target \"{}\"{}", core::printable(name),
                              meant ? fmt::format("; did you mean \"{}\"?", *meant) : ""),
       .advice = fmt::format("Targets here: {}. Or name a profile's file, or use --endpoint URL.",
                             core::join(names, ", "))});
}

}  // namespace hallmark::cli
