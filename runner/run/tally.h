// Counts a run while its cases finish: what every run does with one, and count() what those share that put
// finished runs together. One thread at a time.
#pragma once

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "run/asides.h"
#include "run/causes.h"
#include "run/coverage.h"
#include "run/outage.h"
#include "run/runner.h"
#include "verdict/known.h"

namespace hallmark::run {

// Counts one case, whose verdict is complete, in summary.counts and in the tallies of told.h.
void count(RunSummary& summary, const CaseResult& result);

class Tally {
 public:
  Tally(const std::vector<plan::ServicePlan>& services, const RunOptions& options, RunInfo info,
        const std::vector<Listener*>& listeners);

  void start();  // tells run_started
  // Judges nothing: applies known deviations, adds the command that reproduces, counts, tells the listeners.
  void finish_case(CaseResult result);
  [[nodiscard]] std::size_t failures() const {
    return summary_.counts.deviates + summary_.counts.errors + summary_.counts.unexpected_passes;
  }
  void touched(std::vector<TouchedService> services) { summary_.touched = std::move(services); }
  // Completes the summary and tells run_finished.
  [[nodiscard]] RunSummary finish(std::vector<std::string> left_behind, std::size_t requests,
                                  bool interrupted, std::chrono::microseconds duration);

 private:
  void count(CaseResult result, bool aside);
  // ": sqs has no operation CreateQueu" of an id or glob; empty where there is nothing to tell.
  [[nodiscard]] std::string without_operation(std::string_view glob) const;

  const RunOptions& options_;
  RunInfo info_;
  const std::vector<Listener*>& listeners_;
  RunSummary summary_;
  CoverageCount coverage_;
  AsideCount asides_;
  std::deque<plan::Case> aside_cases_;
  CauseCount causes_;
  RefusalCount refusals_;
  Outage outage_;
  verdict::KnownDeviations known_;
  std::set<std::string> judged_;  // operations that had a case: "service.Operation"
  std::vector<bool> unfitted_;    // known deviations that no case had so far
};

// Judges for every service that has a protocol.
class Judges {
 public:
  Judges(const std::vector<plan::ServicePlan>& services, const verdict::JudgeOptions& options);
  [[nodiscard]] verdict::Verdict judge(std::size_t service, const plan::Case& test,
                                       const exchange::CaseRun& run) const;

 private:
  std::vector<std::unique_ptr<verdict::Judge>> judges_;
  std::vector<std::string> why_none_;  // of each service without a judge
};

}  // namespace hallmark::run
