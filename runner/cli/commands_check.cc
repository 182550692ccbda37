// check: the files that people write, and the committed contracts and schemas.
#include <fmt/format.h>

#include <ostream>
#include <set>

#include "cli/commands.h"
#include "cli/known_check.h"
#include "cli/marks.h"
#include "core/error.h"
#include "core/text.h"
#include "jsonschema/schema.h"
#include "plan/cases/known.h"
#include "plan/cases/load.h"
#include "plan/lint.h"
#include "schema/formats.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;

// Collects problems instead of stopping at the first.
class Checker {
 public:
  explicit Checker(CommandContext& context) : context_(context) {}

  template <typename Function>
  void check(const fs::path& file, Function&& function) {
    ++files_;
    try {
      function(file);
      for (const OpenMark& mark : marks_in(file)) marks_.push_back(mark);
    } catch (const core::DocumentError& error) {
      report(error.problem());
    }
  }
  void report(const core::DocumentProblem& problem) {
    ++problems_;
    context_.err << core::printable(core::to_string(problem), true) << "\n";
  }
  [[nodiscard]] int finish() const {
    for (const OpenMark& mark : marks_)
      context_.out << fmt::format("{}:{}: {}\n", core::printable(mark.file), mark.line,
                                  core::printable(mark.text));
    if (!marks_.empty()) {
      context_.out << fmt::format(
          "{} to be filled in; nothing of it is sent\n",
          marks_.size() == 1 ? "1 place is" : fmt::format("{} places are", marks_.size()));
    }
    context_.out << fmt::format("{} file{} checked, {} problem{}\n", files_, files_ == 1 ? "" : "s",
                                problems_, problems_ == 1 ? "" : "s");
    if (problems_ > 0) return exit_document;
    return files_ == 0 ? exit_nothing_ran : exit_conforms;
  }

 private:
  CommandContext& context_;
  std::size_t files_ = 0, problems_ = 0;
  std::vector<OpenMark> marks_;
};

// Files below a place of the folder that is asked for: the user's own, where --data names them.
std::vector<fs::path> in_asked(const Workspace& workspace, const fs::path& place) {
  return DataFolders(workspace.data().asked(), {}).files(place);
}

void check_schema(const fs::path& file) {
  static_cast<void>(jsonschema::Schema::compile(core::load_json(file)));
}

void check_contract(const fs::path& file) { static_cast<void>(load_contract(file)); }

// A suite and those of its service's fixtures that lie in the folder that is asked for.
void check_service(const Workspace& workspace, const fs::path& file, Checker& checker) {
  plan::Suite suite = plan::load_suite(file);
  const auto model = load_contract(workspace.contract_file(suite));
  suite = plan::completed(std::move(suite), *model);
  // A recipe's mistake is in every fixture that uses it: it is told once, where it stands.
  const auto what = [](const core::DocumentProblem& problem) {
    return problem.rule.substr(problem.rule.find('.') + 1) +
           problem.message.substr(problem.message.find(": ") + 1);
  };
  std::set<std::string> told;
  for (const auto& problem : plan::lint_suite(suite, *model)) {
    told.insert(what(problem));
    checker.report(problem);
  }
  std::vector<plan::Case> cases;
  for (const fs::path& fixture : in_asked(workspace, fs::path("fixtures") / suite.service)) {
    if (fixture.extension() != ".json") continue;
    checker.check(fixture, [&](const fs::path& each) {
      for (plan::Case& test : plan::load_fixture(each, suite)) cases.push_back(std::move(test));
    });
  }
  for (const auto& problem : plan::lint_cases(cases, suite, *model)) {
    if (!told.contains(what(problem))) checker.report(problem);
  }
}

std::string kind_of(const fs::path& file) {
  const std::string name = file.filename().string();
  if (name.ends_with(".suite.json")) return "suite";
  if (name.ends_with(".schema.json")) return "schema";
  if (name == "model.json") return "contract";
  if (file.parent_path().filename() == "knowledge") return "knowledge";
  const core::JsonFile json = core::load_json(file);
  const auto has = [&](const char* key) { return json.value.is_object() && json.value.contains(key); };
  if (has("cases")) return "fixture";
  if (has("endpoints")) return "target";
  if (has("known_deviations")) return "known deviations";
  if (has("$schema") && (has("$defs") || has("properties") || has("type"))) return "schema";
  if (has("smithy") && has("shapes")) return "contract";
  core::fail_at(
      json, "", "check.unknown-kind", "this is no file of Hallmark's",
      "Fixtures have cases, suites are named *.suite.json, targets have endpoints, contracts have shapes.");
}

// suites/knowledge/<name>.json, of the format knowledge-<name>.
void check_knowledge(const fs::path& file) {
  const core::JsonFile json = core::load_json(file);
  const std::string format = "knowledge-" + file.stem().string();
  if (schema::format_schema(format).empty()) {
    core::fail_at(json, "", "knowledge.unknown", "there is no knowledge of this name",
                  "Its format would be schemas/formats/" + format + ".schema.json.");
  }
  schema::check_format(json, format);
}

void check_target_or_known(const Workspace& workspace, const fs::path& file, Checker& checker) {
  if (kind_of(file) == "known deviations") {
    for (const auto& problem : problems_of_baseline(workspace, file)) checker.report(problem);
  } else {
    static_cast<void>(plan::load_target(file));
  }
}

void check_folder(const Workspace& workspace, Checker& checker) {
  std::set<std::string> services;  // whose suite or fixtures are in the folder
  for (const fs::path& file : in_asked(workspace, "suites")) {
    const std::string name = file.filename().string();
    if (const auto end = name.find(".suite.json"); end != std::string::npos)
      services.insert(name.substr(0, end));
  }
  for (const fs::path& file : in_asked(workspace, "fixtures")) {
    services.insert(std::next(workspace.data().place_of(file).begin())->string());
  }
  std::vector<plan::Suite> suites;
  for (const std::string& service : services) {
    const fs::path file = workspace.suite_file(service);
    if (file.empty()) continue;  // lint_folder says so of its fixtures
    checker.check(file, [&](const fs::path& suite) {
      check_service(workspace, suite, checker);
      suites.push_back(plan::load_suite(suite));
    });
  }
  for (const fs::path& file : in_asked(workspace, "suites/knowledge")) {
    if (file.extension() == ".json") checker.check(file, check_knowledge);
  }
  for (const auto& problem : plan::lint_folder(workspace.data().asked() / "fixtures", suites)) {
    checker.report(problem);
  }
  for (const fs::path& file : in_asked(workspace, "targets")) {
    if (file.extension() != ".json") continue;
    checker.check(file, [&](const fs::path& each) { check_target_or_known(workspace, each, checker); });
  }
  for (const fs::path& file : in_asked(workspace, "schemas")) {
    const std::string name = file.filename().string();
    if (name.ends_with(".schema.json")) checker.check(file, check_schema);
    if (name == "model.json") checker.check(file, check_contract);
  }
}

}  // namespace

int check_command(const CheckCommand& options, CommandContext& context) {
  const Workspace workspace(options.workspace);
  Checker checker(context);
  if (options.files.empty()) {
    check_folder(workspace, checker);
    return checker.finish();
  }
  for (const fs::path& path : options.files) {
    checker.check(path, [&](const fs::path& file) {
      const std::string kind = kind_of(file);
      if (kind == "suite") return check_service(workspace, file, checker);
      if (kind == "schema") return check_schema(file);
      if (kind == "contract") return check_contract(file);
      if (kind == "knowledge") return check_knowledge(file);
      if (kind == "target" || kind == "known deviations")
        return check_target_or_known(workspace, file, checker);
      // A fixture: its folder names the service whose suite gives the recipes.
      const std::string service = fs::absolute(file).parent_path().parent_path().filename().string();
      const fs::path suite_file = workspace.suite_file(service);
      plan::Suite suite = plan::load_suite(
          suite_file.empty() ? workspace.data().asked() / "suites" / (service + ".suite.json") : suite_file);
      const auto model = load_contract(workspace.contract_file(suite));
      suite = plan::completed(std::move(suite), *model);
      for (const auto& problem : plan::lint_cases(plan::load_fixture(file, suite), suite, *model))
        checker.report(problem);
    });
  }
  return checker.finish();
}

}  // namespace hallmark::cli
