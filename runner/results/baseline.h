// Makes the baseline of a target out of a run: an entry for each finding that fails it, and the operations
// that it exercised.
//
// Order of calls: give a BaselineWriter to the run as a listener; when the run is finished, baseline() is
// what is to be written, and said() what a person should know of it.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plan/cases/known.h"
#include "run/events.h"

namespace hallmark::results {

struct BaselineOptions {
  bool add = true;                               // findings that no entry names; else they are only counted
  std::string reason;                            // of entries that are added; empty: one that says so
  std::optional<std::chrono::sys_days> expires;  // of these
  std::chrono::sys_days today{};  // where `add`: entries over by then that still hold are renewed
};

class BaselineWriter : public run::Listener {
 public:
  // `before`: what was known. Its entries stay with their reasons, but for those of cases that ran and do not
  // deviate in that way any more.
  BaselineWriter(plan::Baseline before, BaselineOptions options);

  void case_finished(const run::CaseResult& result) override;
  void run_finished(const run::RunInfo& info, const run::RunSummary& summary) override;

  [[nodiscard]] const plan::Baseline& baseline() const { return baseline_; }
  // "12 entries added, 3 dropped, 40 kept; 2 operations more are exercised".
  [[nodiscard]] const std::vector<std::string>& said() const { return said_; }

 private:
  plan::Baseline before_, baseline_;
  BaselineOptions options_;
  std::vector<bool> ran_, holds_;  // of each entry: a case of it was judged; and a finding of one is its
  std::map<std::string, plan::KnownDeviation> added_;
  std::set<std::string> errors_;
  std::vector<std::string> said_;
};

}  // namespace hallmark::results
