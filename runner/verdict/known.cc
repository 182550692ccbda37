#include "verdict/known.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace hallmark::verdict {
namespace {

bool names_case(const plan::KnownDeviation& entry, const std::string& id) {
  return entry.case_glob == id || core::glob_match(entry.case_glob, id);
}

bool names_several(const plan::KnownDeviation& entry) {
  return entry.case_glob.find_first_of("*?[") != std::string::npos;
}

std::string place_of(const plan::KnownDeviation& entry) {
  const std::string what = fmt::format("{} {} {}", entry.case_glob, entry.rule, entry.pointer);
  return entry.file.empty() ? what : fmt::format("{}:{}: {}", entry.file, entry.line, what);
}

}  // namespace

KnownDeviations::KnownDeviations(std::vector<plan::KnownDeviation> entries, std::chrono::sys_days today,
                                 JudgeOptions options)
    : entries_(std::move(entries)), uses_(entries_.size()), today_(today), options_(options) {}

void KnownDeviations::apply(const plan::Case& test, Verdict& verdict) {
  if (verdict.status != Status::conforms && verdict.status != Status::deviates) return;
  const std::lock_guard lock(mutex_);
  std::vector<std::size_t> candidates;
  for (std::size_t at = 0; at < entries_.size(); ++at) {
    if (!names_case(entries_[at], test.id)) continue;
    uses_[at].judged = true;
    if (!entries_[at].expired(today_)) candidates.push_back(at);
  }
  if (verdict.status == Status::conforms) {
    for (const std::size_t at : candidates) {
      if (entries_[at].case_glob != test.id) continue;
      verdict.unexpected_pass = true;
      verdict.known_reason = entries_[at].reason;
      uses_[at].passed = true;
    }
    return;
  }
  bool all = true;
  std::vector<std::string> reasons;
  for (const Finding& finding : verdict.findings) {
    const bool fails =
        finding.severity == Severity::deviation || (options_.strict && finding.severity == Severity::drift);
    if (!fails) continue;
    bool covered = false;
    for (const std::size_t at : candidates) {
      if (!entries_[at].covers(test.id, finding.rule, finding.pointer)) continue;
      covered = true;
      uses_[at].covered = true;
      if (std::find(reasons.begin(), reasons.end(), entries_[at].reason) == reasons.end()) {
        reasons.push_back(entries_[at].reason);
      }
    }
    all = all && covered;
  }
  if (all && !reasons.empty()) {
    verdict.known = true;
    verdict.known_reason = core::join(reasons, "; ");
  }
}

std::vector<std::string> KnownDeviations::problems(bool part) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> problems;
  for (std::size_t at = 0; at < entries_.size(); ++at) {
    const plan::KnownDeviation& entry = entries_[at];
    if (entry.expired(today_)) {
      problems.push_back(fmt::format("{}: expired on {}", place_of(entry), plan::day_text(*entry.expires)));
    } else if (part && names_several(entry)) {
      continue;
    } else if (uses_[at].judged && !uses_[at].covered && !uses_[at].passed) {
      problems.push_back(fmt::format("{}: names no finding of the cases that were judged", place_of(entry)));
    }
  }
  return problems;
}

}  // namespace hallmark::verdict
