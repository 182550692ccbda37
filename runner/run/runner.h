// The loop: plan -> exchange -> verdict -> event. One path for every report, for live runs
// and for recordings.
//
// Order of calls: load the plans, make an exchange::Executor for the target, call run() with
// the listeners. run() returns when every case has an outcome, also after an interruption:
// then what was created is still removed and run_finished is still told.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "exchange/executor.h"
#include "exchange/recording.h"
#include "plan/cases/case.h"
#include "plan/cases/known.h"
#include "run/events.h"
#include "verdict/verdict.h"

namespace hallmark::run {

inline constexpr int most_jobs = 256;

// What becomes of the baseline that a run is held to. What is being written down does not fail the run.
enum class BaselineUse {
  held,     // nothing
  updated,  // what no longer deviates is taken out
  written   // and what deviates is put in
};

struct RunOptions {
  int jobs = 0;  // cases at the same time; 0: as many as help (run/width.h), at most `most_jobs`
  // Of the whole run, cleaning up included, for which its last tenth (ten seconds at most) is kept. Cases not
  // begun by then are errors.
  std::optional<std::chrono::milliseconds> deadline;
  const std::atomic<bool>* interrupted = nullptr;  // set by a signal handler
  const std::atomic<bool>* abandoned = nullptr;    // set by the second signal: nothing is cleaned up either
  const std::atomic<int>* signal = nullptr;        // which the first was, for the exit code; null: SIGINT
  bool strict = false;                             // drift fails
  wire::BodyLimits body_limits{};                  // of the bodies that are judged
  // Not of a shard: globs of "service.Operation" that must be exercised, percent of the promises that must be
  // tested.
  std::vector<std::string> require;
  double min_tested = 0;
  std::vector<plan::KnownDeviation> known;
  std::vector<std::string>
      exercised;  // "service.Operation", of runs before: what is not reached any more fails
  BaselineUse baseline = BaselineUse::held;
  // Whether the run need not know the case of this id or glob, which none of its cases fits: it does not go
  // so deep, or was not asked for it. Null: none in a whole plan, else all.
  std::function<bool(const std::string& case_glob)> planned_elsewhere;
  // Cases not begun by then, or once so many fail (0: any number), are skipped.
  std::optional<std::chrono::milliseconds> budget;
  std::size_t fail_fast = 0;
  // Lower ranks run before higher ones, whatever the phases; null: all are alike. Not for streamed cases.
  std::function<int(const plan::Case&)> rank;
  // Nothing was deselected.
  bool whole_plan = false;
  bool write_promises = false;     // coverage names each promise
  unsigned shard = 1, shards = 1;  // which part of the cases was planned
  bool part = false;               // RunSummary::part: the shards together have cases
  Asked asked;
  std::string name;  // of the target in reports; empty: its profile's
  std::string hallmark_version;
  const core::Clock* clock = nullptr;  // null: system_clock()
};

// Runs every case of `services` (which must have been added to `executor`).
[[nodiscard]] RunSummary run(const std::vector<plan::ServicePlan>& services, exchange::Executor& executor,
                             const std::vector<Listener*>& listeners, const RunOptions& options);

// Gives `each` the cases of services[service], one at a time, in the order of plan_service().
using CaseSource = std::function<void(std::size_t service, const std::function<void(plan::Case)>& each)>;

// The same for contracts of any size: `services` hold no cases, they come from `source` while the run goes
// on, service by service, and are gone once they are judged. How many there are is not known before.
[[nodiscard]] RunSummary run(const std::vector<plan::ServicePlan>& services, const CaseSource& source,
                             exchange::Executor& executor, const std::vector<Listener*>& listeners,
                             const RunOptions& options);

// Writes every case's exchanges to a recording as they come; give it to run() as a listener.
class RecordingListener : public Listener {
 public:
  explicit RecordingListener(exchange::RecordingWriter& writer) : writer_(writer) {}
  void run_started(const RunInfo& info) override;
  void case_finished(const CaseResult& result) override;
  void run_finished(const RunInfo& info, const RunSummary& summary) override;  // closes the file

 private:
  exchange::RecordingWriter& writer_;
};

// 0 conforms, 1 deviations, 4 errors, 5 nothing ran or all skipped (not of a shard), 130 interrupted;
// precedence 130, (2, 3: never from here,) 5, 1, 4.
[[nodiscard]] int exit_code(const RunSummary& summary, BaselineUse baseline = BaselineUse::held);

}  // namespace hallmark::run

// Example:
//
//   const auto judged = [](const plan::ServicePlan& service, exchange::Executor& executor,
//                          Listener& report) {
//     executor.add(service);
//     const RunSummary summary = run({service}, executor, {&report}, {.jobs = 4, .strict = true});
//     return exit_code(summary);
//   };
