// For tests: judges recorded case runs instead of sending. Cases that the recording does not hold are skipped
// with that reason. Known deviations and counts work as in a live run.
#pragma once

#include <chrono>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "exchange/recording.h"
#include "run/runner.h"
#include "run/tally.h"

namespace hallmark::run {

inline RunSummary replay(const std::vector<plan::ServicePlan>& services, const exchange::Recording& recording,
                         const std::vector<Listener*>& listeners, const RunOptions& options) {
  const core::Clock& clock = options.clock ? *options.clock : core::system_clock();
  const std::chrono::microseconds begun = clock.monotonic();
  RunInfo info;
  info.target = recording.target;
  info.region = recording.region;
  info.started = recording.started;
  Tally tally(services, options, std::move(info), listeners);
  const Judges judges(services, {.strict = options.strict, .limits = options.body_limits});
  tally.start();
  for (std::size_t i = 0; i < services.size(); ++i) {
    for (const plan::Case& test : services[i].cases) {
      CaseResult result;
      result.test = &test;
      result.model = services[i].model.get();
      if (const exchange::CaseRun* run = recording.find(test.id)) {
        result.run = *run;
      } else {
        result.run.skipped = {exchange::Reason::Kind::recording, "the recording does not hold it"};
      }
      result.verdict = judges.judge(i, test, result.run);
      tally.finish_case(std::move(result));
    }
  }
  return tally.finish({}, 0, false, clock.monotonic() - begun);
}

}  // namespace hallmark::run
