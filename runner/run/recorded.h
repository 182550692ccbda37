// Judges recorded exchanges without a network: the loop file -> exchange -> verdict -> event, with the
// events, counts and exit codes of a run. Cases of our own recordings are judged by their plan, exactly as
// they were live; everything else by its contract alone. Memory does not grow with the files.
//
// Events: run_started, case_finished for each exchange in the files' order, run_finished. An exchange that is
// no case of ours comes as a case "<service>.<Operation>/recorded/<file>:<line>" with one exchange; what
// is not recognised as a skipped case of the service "unrecognised"; what cannot be read as one in error
// of the service "unreadable", and in the list of problems.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/error.h"
#include "run/events.h"
#include "run/recorded_contracts.h"
#include "run/recorded_read.h"
#include "run/runner.h"

namespace hallmark::run {

// Plans the cases that recordings hold: their ids, and the name of the target that they were sent to. A case
// that is not planned any more is skipped.
using PlanRecorded = std::function<std::vector<plan::ServicePlan>(const std::set<std::string>& case_ids,
                                                                  const std::string& target)>;

struct RecordedInput {
  std::vector<std::filesystem::path> files;
  Contracts* contracts = nullptr;
  std::string service;  // slug: whose an exchange is that does not say it; empty: nobody says it
  PlanRecorded plan;    // asked only when a file is a recording of our own
  // Called for each place that cannot be read, when it is met.
  std::function<void(const core::DocumentProblem&)> on_problem;
};

struct RecordedSummary {
  RunSummary run;
  std::map<RecordedKind, std::size_t> judged;  // conforming and deviating ones by kind
  std::size_t without_headers = 0;             // of the HTTP exchanges
  std::map<std::string, std::size_t> recognised_by;
  std::size_t problems = 0;  // places that could not be read
};

// Throws core::DocumentError for a file that is no recording at all, before anything is judged.
[[nodiscard]] RecordedSummary judge_recorded(const RecordedInput& input,
                                             const std::vector<Listener*>& listeners,
                                             const RunOptions& options);

// Where an exchange stands. One that stands in no file is called "exchange:<line>".
struct RecordedPlace {
  std::string file;
  std::size_t line = 0;
};

// The loop's inside, for who has the exchanges from elsewhere than from files: the same verdicts, events and
// counts. Everything that is given must live as long. One thread at a time.
class RecordedJudge {
 public:
  // `services`: plans for cases of our own; may be empty. Tells run_started.
  RecordedJudge(const RecordedInput& input, std::vector<plan::ServicePlan> services, RunInfo info,
                const std::vector<Listener*>& listeners, const RunOptions& options);
  ~RecordedJudge();
  RecordedJudge(const RecordedJudge&) = delete;
  RecordedJudge& operator=(const RecordedJudge&) = delete;

  void judge(const RecordedPlace& place, RecordedItem item);
  // Once, at the end. Tells run_finished.
  [[nodiscard]] RecordedSummary finish(bool interrupted, std::chrono::microseconds duration);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The checks that an input of this kind does not allow, each a few words.
[[nodiscard]] const std::vector<std::string>& checks_not_made(RecordedKind kind);
[[nodiscard]] const std::vector<std::string>& checks_not_made_without_headers();

}  // namespace hallmark::run
