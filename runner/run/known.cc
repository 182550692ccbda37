#include "run/known.h"

#include <fmt/format.h>

#include "core/text.h"

namespace hallmark::run {

KnownDeviations::KnownDeviations(const std::vector<plan::KnownDeviation>& entries, std::chrono::sys_days today,
                                 bool strict)
    : strict_(strict) {
  for (const plan::KnownDeviation& known : entries) {
    entries_.push_back({.known = &known, .expired = known.expired(today)});
  }
}

void KnownDeviations::apply(const plan::Case& test, verdict::Verdict& verdict) {
  if (verdict.status != verdict::Status::conforms && verdict.status != verdict::Status::deviates) return;
  std::vector<Entry*> here;
  for (Entry& entry : entries_) {
    if (entry.known->case_glob == test.id || core::glob_match(entry.known->case_glob, test.id)) here.push_back(&entry);
  }
  std::vector<bool> covering(here.size(), false);
  bool all = true, any = false;
  std::string reason;
  for (const verdict::Finding& finding : verdict.findings) {
    const bool drift = finding.severity == verdict::Severity::drift;
    if (finding.severity != verdict::Severity::deviation && !drift) continue;
    bool covered = false;
    for (std::size_t i = 0; i < here.size(); ++i) {
      if (here[i]->expired || !here[i]->known->covers(test.id, finding.rule, finding.pointer)) continue;
      covered = covering[i] = true;
      if (reason.empty()) reason = here[i]->known->reason;
    }
    const bool fails = !drift || strict_;
    any = any || fails;
    if (fails && !covered) all = false;
  }
  if (verdict.status == verdict::Status::deviates && any && all) {
    verdict.known = true;
    verdict.known_reason = reason;
  }
  for (std::size_t i = 0; i < here.size(); ++i) {
    here[i]->seen = true;
    here[i]->used = here[i]->used || covering[i];
    if (!covering[i] && !here[i]->expired && here[i]->known->case_glob == test.id) {
      here[i]->told = true;
      verdict.unexpected_pass = true;
      verdict.known_reason = here[i]->known->reason;
    }
  }
}

std::vector<std::string> KnownDeviations::problems(bool whole_plan) const {
  std::vector<std::string> problems;
  for (const Entry& entry : entries_) {
    const std::string place = fmt::format("{}:{}: {} {}", entry.known->file, entry.known->line, entry.known->case_glob,
                                          entry.known->rule);
    if (entry.expired) {
      problems.push_back(place + ": has expired");
    } else if (entry.seen && !entry.used && !entry.told) {
      problems.push_back(place + ": covers nothing any more");
    } else if (!entry.seen && whole_plan) {
      problems.push_back(place + ": fits no case that was judged");
    }
  }
  return problems;
}

}  // namespace hallmark::run
