// Known deviations applied to verdicts: what a target is known to get wrong does not fail a
// run, and nothing else is excused with it.
//
// Order of calls: apply() to each verdict right after it was judged (any thread), problems()
// when all are in. A case whose every failing finding is named by an entry becomes `known`; one
// finding that no entry names, and the case deviates as before. An entry that names a case by its
// id while that case conforms makes an unexpected pass. Errors are never covered.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include "plan/cases/known.h"
#include "verdict/verdict.h"

namespace hallmark::verdict {

class KnownDeviations {
 public:
  // `today`: entries whose `expires` lies before it cover nothing any more. `options.strict`: drift has to
  // be named as well.
  KnownDeviations(std::vector<plan::KnownDeviation> entries, std::chrono::sys_days today,
                  JudgeOptions options = {});

  // Sets known, known_reason and unexpected_pass.
  void apply(const plan::Case& test, Verdict& verdict);

  // What is wrong with the entries themselves, each a sentence with the entry's place: expired, or
  // unused although a case that it names was judged. Every one of these fails a run. Of a part of a run's
  // cases
  // (`part`) nobody knows whether a glob is used elsewhere.
  [[nodiscard]] std::vector<std::string> problems(bool part = false) const;

 private:
  struct Use {
    bool judged = false;   // a case that it names conformed or deviated
    bool covered = false;  // and it named a finding of one
    bool passed = false;   // reported as an unexpected pass
  };
  std::vector<plan::KnownDeviation> entries_;
  std::vector<Use> uses_;
  std::chrono::sys_days today_;
  JudgeOptions options_;
  mutable std::mutex mutex_;
};

}  // namespace hallmark::verdict

// Example:
//
//   KnownDeviations known(plan::load_baseline("known.json").deviations, std::chrono::sys_days{});
//   const auto apply = [&](const plan::Case& test, Verdict verdict) {
//     known.apply(test, verdict);
//     return verdict.known ? verdict.known_reason : std::string();
//   };
//   for (const std::string& problem : known.problems()) std::string said = problem;
