// Known deviations applied to verdicts (DESIGN decision 13).
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "plan/known.h"
#include "run/events.h"

namespace hallmark::run {

class KnownDeviations {
 public:
  // `today` decides which have expired: those cover nothing and are problems.
  KnownDeviations(const std::vector<plan::KnownDeviation>& entries, std::chrono::sys_days today, bool strict);

  // Sets `known` when every finding that fails the case is covered, `unexpected_pass` when an entry
  // names this very case and covers nothing in it. Errors and skipped cases are left as they are.
  void apply(const plan::Case& test, verdict::Verdict& verdict);

  // Entries that have expired or cover nothing any more. `whole_plan`: also those that fit no case at all.
  [[nodiscard]] std::vector<std::string> problems(bool whole_plan) const;

 private:
  struct Entry {
    const plan::KnownDeviation* known;
    bool expired = false, seen = false, used = false, told = false;
  };
  std::vector<Entry> entries_;
  bool strict_;
};

}  // namespace hallmark::run
