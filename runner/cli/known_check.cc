#include "cli/known_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/advice.h"
#include "cli/commands.h"
#include "core/json.h"
#include "core/text.h"
#include "plan/cases/known.h"
#include "verdict/rules.h"

namespace hallmark::cli {
namespace {

bool is_pattern(std::string_view text) { return text.find_first_of("*?[") != std::string_view::npos; }

// Findings in the calls around a case are cases of their own, which exist once they are found.
bool is_of_an_answer(std::string_view id) { return id.find("/answers/") != std::string_view::npos; }

class BaselineCheck {
 public:
  BaselineCheck(const Workspace& workspace, core::JsonFile file)
      : workspace_(workspace), file_(std::move(file)), services_(workspace.service_names()) {}

  void deviation(const plan::KnownDeviation& entry, std::size_t index) {
    const std::string at = core::pointer_join(core::pointer_of({"known_deviations"}), index);
    if (!verdict::is_rule_or_glob(entry.rule)) {
      std::vector<std::string> ids;
      for (const verdict::Rule& rule : verdict::rules()) ids.push_back(rule.id);
      const std::string meant = meant_by(entry.rule, ids);
      report(
          core::pointer_join(at, "rule"), "unknown-rule",
          fmt::format("no finding has the rule \"{}\"", entry.rule),
          meant.empty() ? "`hallmark list rules` names them." : fmt::format("Did you mean \"{}\"?", meant));
    }
    if (is_of_an_answer(entry.case_glob)) return;
    named(core::pointer_join(at, "case"), "unknown-case", entry.case_glob);
  }
  void exercised(const std::string& operation, std::size_t index) {
    named(core::pointer_join(core::pointer_of({"exercised"}), index), "unknown-operation", operation);
  }
  [[nodiscard]] std::vector<core::DocumentProblem> problems() && { return std::move(problems_); }

 private:
  void report(const std::string& pointer, std::string_view rule, std::string message, std::string advice) {
    problems_.push_back({.file = file_.path,
                         .line = core::locate(file_.text, pointer).line,
                         .pointer = pointer,
                         .rule = "known." + std::string(rule),
                         .message = std::move(message),
                         .advice = std::move(advice)});
  }

  void named(const std::string& at, std::string_view rule, const std::string& id) {
    const std::string service = id.substr(0, id.find_first_of("./"));
    if (is_pattern(service)) return;
    const bool here = std::find(services_.begin(), services_.end(), service) != services_.end();
    if (!here && meant_by(service, services_).empty()) return;  // of a model that --model names
    const std::string operation = id.substr(0, id.find('/'));
    if (here && is_pattern(id) && operation.size() < id.size() && !is_pattern(operation)) {
      fits_a_case(at, rule, operation, id);
      return;
    }
    for (const std::string& line : unknown_in(workspace_, {id}, true))
      report(at, rule, line, "Name what there is, or take the entry out.");
  }

  void fits_a_case(const std::string& at, std::string_view rule, const std::string& operation,
                   const std::string& pattern) {
    const std::vector<std::string> unknown = unknown_in(workspace_, {operation}, false);
    if (!unknown.empty())
      return report(at, rule, unknown.front(), "Name what there is, or take the entry out.");
    const std::vector<std::string>& ids = cases_of(operation);
    const bool fits = std::any_of(ids.begin(), ids.end(),
                                  [&](const auto& each) { return core::glob_match(pattern, each); });
    if (!fits) {
      report(at, rule, fmt::format("no case fits the pattern \"{}\"", pattern),
             fmt::format("`hallmark list {} --depth thorough` names them.", operation));
    }
  }

  const std::vector<std::string>& cases_of(const std::string& operation) {
    const auto [found, is_new] = cases_.try_emplace(operation);
    if (is_new) found->second = all_cases_of(workspace_, operation);
    return found->second;
  }

  const Workspace& workspace_;
  const core::JsonFile file_;
  const std::vector<std::string> services_;
  std::map<std::string, std::vector<std::string>> cases_;
  std::vector<core::DocumentProblem> problems_;
};

}  // namespace

std::vector<core::DocumentProblem> problems_of_baseline(const Workspace& workspace,
                                                        const std::filesystem::path& file) {
  const plan::Baseline baseline = plan::load_baseline(file);
  BaselineCheck check(workspace, core::load_json(file));
  for (std::size_t i = 0; i < baseline.deviations.size(); ++i) check.deviation(baseline.deviations[i], i);
  for (std::size_t i = 0; i < baseline.exercised.size(); ++i) check.exercised(baseline.exercised[i], i);
  return std::move(check).problems();
}

}  // namespace hallmark::cli
