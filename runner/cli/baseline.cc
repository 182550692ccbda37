#include "cli/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <ostream>
#include <set>

#include "contract/fingerprint.h"
#include "core/clock.h"
#include "core/sink.h"
#include "core/text.h"
#include "plan/cases/known.h"
#include "plan/cases/select.h"
#include "reports/text.h"
#include "results/saved.h"
#include "run/asides.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;

bool is_everything(std::string_view glob) {
  return !glob.empty() && std::all_of(glob.begin(), glob.end(), [](char c) { return c == '*'; });
}

results::BaselineOptions baseline_options(const RunCommand& command) {
  results::BaselineOptions options;
  options.add = !command.write_known.empty();
  options.today = std::chrono::floor<std::chrono::days>(core::system_clock().now());
  options.reason = command.reason;
  if (!command.expires.empty()) {
    options.expires = plan::parse_day(command.expires);
    if (!options.expires)
      throw UsageError{
          .message = fmt::format("--expires is no day: \"{}\"", core::printable(command.expires)),
          .advice = "Write it as 2026-12-31."};
    if (*options.expires < options.today)
      throw UsageError{.message = fmt::format("--expires is over: {}", plan::day_text(*options.expires)),
                       .advice = "Name the last day on which the entries count."};
  }
  return options;
}

}  // namespace

RunBaseline::RunBaseline(const RunCommand& command, const plan::Target& target, run::RunOptions& options,
                         CommandContext& context) {
  if (command.write_known.empty() && (!command.reason.empty() || !command.expires.empty()))
    throw UsageError{.message = "--reason and --expires are for entries that --write-known adds",
                     .advice = "Give --write-known FILE with them."};
  if (!command.write_known.empty() && command.update_known)
    throw UsageError{
        .message = "--write-known and --update-known exclude each other",
        .advice = "--write-known adds what deviates; --update-known only drops what no longer does."};
  fs::path known = command.known;
  if (known.empty() && !target.known_deviations.empty())
    known = fs::path(target.file).parent_path() / target.known_deviations;
  plan::Baseline baseline;
  if (!known.empty()) baseline = plan::load_baseline(known);
  for (const plan::KnownDeviation& entry : baseline.deviations) {
    if (is_everything(entry.case_glob) && is_everything(entry.rule) && !entry.expires)
      complaints(context)(fmt::format("{}:{}: this entry excuses every case, and does not expire",
                                      core::printable(entry.file), entry.line));
  }
  options.known = baseline.deviations;
  options.exercised = baseline.exercised;
  if (command.update_known && known.empty())
    throw UsageError{.message = "--update-known: there is no file of known deviations",
                     .advice = "Name it with --known FILE; --write-known FILE makes one."};
  if (command.write_known.empty() && !command.update_known) return;
  options.baseline = command.update_known ? run::BaselineUse::updated : run::BaselineUse::written;
  into_ = command.update_known ? known : fs::path(command.write_known);
  std::error_code ignored;
  plan::Baseline before = baseline;
  if (!command.write_known.empty() && into_ != known)
    before = fs::exists(into_, ignored) ? plan::load_baseline(into_) : plan::Baseline{};
  writer_ = std::make_unique<results::BaselineWriter>(std::move(before), baseline_options(command));
}

void RunBaseline::write(const run::RunSummary& summary, CommandContext& context) const {
  if (!writer_) return;
  const auto say = complaints(context);
  if (summary.interrupted) {
    say(core::printable(into_.string()) + " is not written: the run was interrupted");
    return;
  }
  const auto sink = core::file_sink(into_, context.secrets);
  sink->write(plan::baseline_text(writer_->baseline()));
  sink->close();
  for (const std::string& each : writer_->said())
    say(core::printable(into_.string()) + ": " + core::printable(each));
}

std::vector<std::string> with_files(const std::vector<std::string>& words) {
  std::vector<std::string> all;
  for (const std::string& word : words) {
    if (!word.starts_with("@")) {
      all.push_back(word);
      continue;
    }
    const auto fail = [&](const std::string& message) {
      throw UsageError{.message = core::printable(word) + message,
                       .advice = "@FILE stands for the ids in it, one a line."};
    };
    std::ifstream file(word.substr(1));
    if (!file) fail(": the file cannot be read");
    const std::size_t before = all.size();
    std::size_t at = 0;
    for (std::string line; std::getline(file, line);) {
      ++at;
      const std::string_view id = core::trim(line);
      if (id.empty() || id.starts_with("#")) continue;
      if (id.find_first_of(" \t\"") != std::string_view::npos)
        fail(fmt::format(":{}: this is no id: {}", at, core::printable(core::shorten(id, 60))));
      all.emplace_back(id);
    }
    if (all.size() == before) fail(": there is no id in it");
  }
  return all;
}

std::vector<std::string> failed_of(const std::string& report) {
  const auto run = results::read_report(report);
  std::set<std::string> ids, covered, answered;
  for (const run::CaseResult& each : run->cases) {
    if (!results::fails(each)) continue;
    const std::string operation = each.test->service + "." + each.test->operation;
    const bool answer = each.test->group.kind == plan::Group::Kind::answers;
    (answer ? answered : covered).insert(operation);
    if (!answer) ids.insert(each.test->id);
  }
  // Of an answer in passing nobody knows which case it was: the cases that failed come by it, else all may.
  for (const std::string& operation : answered)
    if (!covered.contains(operation)) ids.insert(operation);
  return {ids.begin(), ids.end()};
}

namespace {

// Knows the cases that a run does not have because it does not go so deep or leaves them out.
class Elsewhere {
 public:
  Elsewhere(const Workspace& workspace, const SelectionOptions& selection, const plan::Target& target)
      : workspace_(workspace), target_(target), asked_(selection.include), deeper_(selection) {
    deeper_.exclude.clear();
    deeper_.shard.clear();
    deeper_.depth = "thorough";
  }

  // Whether there is a case that fits, or the run was not asked for all that may.
  bool has(const std::string& glob) {
    if (glob.find("/answers/") != std::string::npos) return true;  // exists once it is found
    const bool everything = asked_.empty();
    const std::string service = glob.substr(0, glob.find_first_of("./"));
    if (service.find_first_of("*?[") != std::string::npos) return !everything;
    const std::string operation = glob.substr(0, glob.find('/'));
    const bool one = operation.find_first_of("*?[") == std::string::npos;
    const std::string& whole = one ? operation : service;
    const bool all = std::any_of(asked_.begin(), asked_.end(),
                                 [&](const std::string& id) { return plan::matches_id(id, whole); });
    if (!everything && !all) return true;
    const std::vector<std::string>& ids = cases_of(whole);
    // A service that the run does not have may have any.
    return ids.empty() || std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
             return id == glob || core::glob_match(glob, id);
           });
  }

 private:
  const std::vector<std::string>& cases_of(const std::string& whole) {
    const auto [found, is_new] = cases_.try_emplace(whole);
    std::vector<std::string>& ids = found->second;
    if (!is_new) return ids;
    deeper_.include = {whole};
    CaseStream stream = stream_services(workspace_, deeper_, target_);
    for (std::size_t i = 0; i < stream.services.size(); ++i)
      stream.each(i, [&](const plan::Case& test) { ids.push_back(test.id); });
    return ids;
  }

  const Workspace& workspace_;
  const plan::Target& target_;
  const std::vector<std::string> asked_;
  SelectionOptions deeper_;
  std::map<std::string, std::vector<std::string>> cases_;  // by what is asked for
};

}  // namespace

std::function<bool(const std::string&)> planned_elsewhere(const Workspace& workspace,
                                                          const SelectionOptions& selection,
                                                          const plan::Target& target) {
  auto cases = std::make_shared<Elsewhere>(workspace, selection, target);
  return [cases](const std::string& glob) { return cases->has(glob); };
}

namespace {

// Operations of which the contract says something else than in the run before.
std::set<std::string> changed_since(const std::vector<run::OperationCoverage>& before,
                                    const std::vector<plan::ServicePlan>& services) {
  std::set<std::string> changed;
  for (const plan::ServicePlan& service : services) {
    contract::Fingerprints now(*service.model);
    for (const run::OperationCoverage& each : before) {
      if (each.service != service.model->slug || each.contract.empty()) continue;
      const contract::Operation* operation = service.model->operation(each.operation);
      if (operation && now.of(*operation) != each.contract)
        changed.insert(each.service + "." + each.operation);
    }
  }
  return changed;
}

}  // namespace

std::function<int(const plan::Case&)> by_risk(const std::string& report_before,
                                              const std::vector<plan::ServicePlan>& services) {
  auto before = std::make_shared<std::map<std::string, bool>>();  // id -> it failed
  auto changed = std::make_shared<std::set<std::string>>();       // operations
  if (!report_before.empty()) {
    const auto run = results::read_report(report_before);
    for (const run::CaseResult& each : run->cases) (*before)[each.test->id] = results::fails(each);
    *changed = changed_since(run->summary.coverage, services);
  }
  auto kinds = std::make_shared<std::set<std::string>>();
  return [before, changed, kinds](const plan::Case& test) -> int {
    enum { failed, is_new, of_changed, first_of_its_kind, other };
    const auto found = before->find(test.id);
    if (found != before->end() && found->second) return failed;
    if (!before->empty() && found == before->end()) return is_new;
    if (changed->contains(test.service + "." + test.operation)) return of_changed;
    const std::string kind = fmt::format("{}.{}/{}/{}", test.service, test.operation, to_string(test.group),
                                         test.behaviour.kind.empty() ? test.constraint : test.behaviour.kind);
    return kinds->insert(kind).second ? first_of_its_kind : other;
  };
}

std::string shard_of(const std::string& asked, const std::function<const char*(const char*)>& environment) {
  if (asked != "auto" && !asked.starts_with("auto/")) return asked;
  const auto get = [&](const char* name) -> std::string {
    const char* value = environment(name);
    return value ? value : "";
  };
  const std::string given = asked.size() > 5 ? asked.substr(5) : "";
  std::string text;
  if (!get("CI_NODE_TOTAL").empty() && given.empty()) {
    text = get("CI_NODE_INDEX") + "/" + get("CI_NODE_TOTAL");
  } else if (!get("JOB_COMPLETION_INDEX").empty()) {
    const std::string index = get("JOB_COMPLETION_INDEX");
    const bool digits = index.size() < 9 &&
                        std::all_of(index.begin(), index.end(), [](char c) { return c >= '0' && c <= '9'; });
    const std::string count = given.empty() ? get("JOB_COMPLETIONS") : given;
    text = (digits ? std::to_string(std::stoul(index) + 1) : index) + "/" + count;
  }
  if (plan::parse_shard(text)) return text;
  throw UsageError{
      .message = fmt::format("--shard {}: the environment names no shard{}", core::printable(asked),
                             text.empty() ? "" : ": \"" + core::printable(text) + "\""),
      .advice =
          "It is read from CI_NODE_INDEX and CI_NODE_TOTAL, or from JOB_COMPLETION_INDEX and JOB_COMPLETIONS "
          "(or auto/N); else write i/n."};
}

}  // namespace hallmark::cli
