#include "results/baseline.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "reports/text.h"
#include "run/coverage.h"

namespace hallmark::results {

using run::CaseResult;
using verdict::Status;

BaselineWriter::BaselineWriter(plan::Baseline before, BaselineOptions options)
    : before_(std::move(before)),
      options_(std::move(options)),
      ran_(before_.deviations.size(), false),
      holds_(before_.deviations.size(), false) {}

void BaselineWriter::case_finished(const CaseResult& result) {
  const std::string& id = result.test->id;
  const verdict::Verdict& verdict = result.verdict;
  if (verdict.status == Status::error) errors_.insert(id);
  if (verdict.status != Status::conforms && verdict.status != Status::deviates) return;
  for (std::size_t i = 0; i < before_.deviations.size(); ++i) {
    const std::string& glob = before_.deviations[i].case_glob;
    if (glob == id || core::glob_match(glob, id)) ran_[i] = true;
  }
  if (verdict.status != Status::deviates) return;
  for (const verdict::Finding& finding : verdict.findings) {
    if (finding.severity != verdict::Severity::deviation) continue;
    bool covered = false;
    for (std::size_t i = 0; i < before_.deviations.size(); ++i) {
      if (!before_.deviations[i].covers(id, finding.rule, finding.pointer)) continue;
      covered = holds_[i] = true;
    }
    if (covered) continue;
    plan::KnownDeviation entry{.case_glob = id,
                               .rule = finding.rule,
                               .reason = options_.reason.empty()
                                             ? "known since it was written down; nobody has looked at it yet"
                                             : options_.reason,
                               .expires = options_.expires};
    if (!finding.pointer.empty() && finding.pointer.front() == '/') entry.pointer = finding.pointer;
    added_.emplace(fmt::format("{}\n{}\n{}", entry.case_glob, entry.rule, entry.pointer), std::move(entry));
  }
}

void BaselineWriter::run_finished(const run::RunInfo&, const run::RunSummary& summary) {
  std::size_t dropped = 0, renewed = 0;
  for (std::size_t i = 0; i < before_.deviations.size(); ++i) {
    if (ran_[i] && !holds_[i]) {
      ++dropped;
      continue;
    }
    plan::KnownDeviation& entry = baseline_.deviations.emplace_back(before_.deviations[i]);
    if (!options_.add || !holds_[i] || !entry.expired(options_.today)) continue;
    entry.expires = options_.expires;
    if (!options_.reason.empty()) entry.reason = options_.reason;
    ++renewed;
  }
  const std::size_t kept = baseline_.deviations.size();
  if (options_.add)
    for (auto& [key, entry] : added_) baseline_.deviations.push_back(std::move(entry));
  std::set<std::string> exercised(before_.exercised.begin(), before_.exercised.end());
  const std::size_t reached_before = exercised.size();
  for (const run::OperationCoverage& each : summary.coverage)
    if (each.reached == run::Reached::exercised) exercised.insert(each.service + "." + each.operation);
  baseline_.exercised.assign(exercised.begin(), exercised.end());
  using reports::counted;
  said_.push_back(fmt::format("{}, {} dropped, {} kept; {} exercised, {} of them new",
                              counted(options_.add ? added_.size() : 0, "entry added", "entries added"),
                              dropped, kept, counted(exercised.size(), "operation", "operations"),
                              exercised.size() - reached_before));
  if (renewed > 0)
    said_.push_back(fmt::format(
        "{} renewed{}", counted(renewed, "entry that had expired is", "entries that had expired are"),
        options_.expires ? " until " + plan::day_text(*options_.expires) : ", without an end"));
  if (!options_.add && !added_.empty())
    said_.push_back(fmt::format("{} not named by it and not added; --write-known adds them",
                                counted(added_.size(), "deviation is", "deviations are")));
  for (const std::string& each : run::lost_reach(before_.exercised, summary.coverage, false))
    said_.push_back(each + "; it stays in the file: take it out by hand if that is meant");
  if (!errors_.empty())
    said_.push_back(fmt::format("{} in error: nothing is known of these",
                                counted(errors_.size(), "case ended", "cases ended")));
}

}  // namespace hallmark::results
