// judge: recorded exchanges, without a network.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/commands.h"
#include "cli/judging.h"
#include "core/error.h"
#include "plan/cases/load.h"
#include "run/recorded.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;

// Where the profile of a recording's target is not known: what could not be sent stands in the recording.
plan::Target target_of_recording(const Workspace& workspace, const std::string& asked,
                                 const std::string& recorded) {
  if (!asked.empty()) return workspace.target(asked);
  try {
    if (!recorded.empty() && recorded.find('/') == std::string::npos) return workspace.target(recorded);
  } catch (const core::DocumentError&) {
    // The profile was a file of its own, or --endpoint was used.
  }
  return plan::target_for_url("http://127.0.0.1:1");
}

// Where only what a suite has by default was recorded, only that was planned: what a service is asked for
// once goes with one of its operations.
void as_recorded(plan::Suite& suite, const std::set<std::string>& case_ids) {
  const std::string start = suite.service + ".";
  for (auto id = case_ids.lower_bound(start); id != case_ids.end() && id->starts_with(start); ++id) {
    const std::string operation = id->substr(start.size(), id->find('/') - start.size());
    const auto& known = suite.by_default;
    if (std::find(known.begin(), known.end(), operation) == known.end()) return;
  }
  if (!suite.by_default.empty()) suite.operations = suite.by_default;
}

std::vector<plan::ServicePlan> plan_recorded(const Workspace& workspace, const JudgeCommand& options,
                                             ContractLibrary& library, const std::set<std::string>& case_ids,
                                             const std::string& recorded_target) {
  const plan::Target target = target_of_recording(workspace, options.target, recorded_target);
  std::set<std::string> slugs;
  for (const std::string& id : case_ids) slugs.insert(id.substr(0, id.find('.')));
  std::vector<Judged> services = workspace.services({slugs.begin(), slugs.end()});
  for (Judged& each : services) as_recorded(each.suite, case_ids);
  for (const std::string& slug : slugs) {
    const bool there = std::any_of(services.begin(), services.end(),
                                   [&](const Judged& each) { return each.model->slug == slug; });
    if (there) continue;
    const auto& entries = library.entries();
    std::optional<std::size_t> newest;
    for (std::size_t at = 0; at < entries.size(); ++at) {
      if (entries[at].slug == slug && (!newest || entries[at].api_version > entries[*newest].api_version))
        newest = at;
    }
    if (!newest) continue;
    auto model = library.load(*newest);
    plan::Suite suite = library.suite_of(*model);
    services.push_back({.model = std::move(model), .suite = std::move(suite), .fixtures = {}});
  }
  plan::PlanOptions plan_options;
  plan_options.selection.depth = plan::Depth::thorough;
  plan_options.max_generated_per_operation = std::size_t{1} << 30;
  std::vector<plan::ServicePlan> plans;
  for (Judged& service : services) {
    std::vector<plan::Case> kept;
    plan::ServicePlan made =
        plan::plan_stream(std::move(service.model), std::move(service.suite), std::move(service.fixtures),
                          target, plan_options, [&](plan::Case test) {
                            if (!case_ids.contains(test.id)) return;
                            test.skip.clear();  // the recording says what was not sent, and why
                            kept.push_back(std::move(test));
                          });
    made.cases = std::move(kept);
    plans.push_back(std::move(made));
  }
  return plans;
}

}  // namespace

int judge_command(const JudgeCommand& options, CommandContext& context) {
  Judging judging(
      options.judging, options.known,
      {.quiet = options.judging.quiet, .verbose = options.judging.verbose, .strict = options.judging.strict},
      context);
  judging.run_options().interrupted = context.interrupted;
  judging.run_options().signal = context.signal;
  run::RecordedInput input = judging.input();
  input.files = options.files;
  input.plan = [&](const std::set<std::string>& ids, const std::string& target) {
    return plan_recorded(judging.workspace(), options, judging.library(), ids, target);
  };
  return judging.finish(run::judge_recorded(input, judging.listeners(), judging.run_options()));
}

}  // namespace hallmark::cli
