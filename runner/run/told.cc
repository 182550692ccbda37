#include "run/told.h"

namespace hallmark::run {

std::span<const NumberRow<Counts>> count_rows() {
  using enum Telling;
  static constexpr NumberRow<Counts> rows[] = {
      {"total", &Counts::total, total, "case", "cases"},
      {"conforms", &Counts::conforms, always, "conform", {}},
      {"deviates", &Counts::deviates, always, "deviate", {}},
      {"known", &Counts::known, always, "known", {}},
      {"inconclusive", &Counts::inconclusive, always, "inconclusive", {}},
      {"skipped", &Counts::skipped, always, "skipped", {}},
      {"not_offered", &Counts::not_offered, always, "not offered", {}},
      {"errors", &Counts::errors, always, "in error", {}},
      {"drift", &Counts::drift, of_these, "with drift", {}},
      {"informative", &Counts::informative, of_these, "informative", {}},
      {"not_brought_about", &Counts::not_brought_about, of_these, "not brought about", {}},
      {"unexpected_passes", &Counts::unexpected_passes, of_these, "unexpected to pass", {}},
  };
  return rows;
}

std::span<const NumberRow<Headline>> headline_rows() {
  using enum Telling;
  static constexpr NumberRow<Headline> rows[] = {
      {"operations", &Headline::operations, total, "operation", "operations"},
      {"exercised", &Headline::exercised, always, "exercised", {}},
      {"not_offered", &Headline::not_offered, always, "not offered", {}},
      {"refused", &Headline::refused, always, "refused", {}},
      {"waiting", &Headline::waiting, unless_zero, "waiting for others", {}},
      {"untried", &Headline::untried, unless_zero, "not tried", {}},
      {"exceptions", &Headline::exceptions, total, "listed exception", "listed exceptions"},
      {"put_to_test", &Headline::put_to_test, always, "put to the test", {}},
      {"brought_about", &Headline::brought_about, always, "brought about", {}},
      {"by_fault", &Headline::by_fault, unless_zero, "(and {} by the fault switch)", {}},
      {"attempted", &Headline::attempted, unless_zero, "attempted in vain", {}},
      {"promises", &Headline::promises, total, "promise", "promises"},
      {"promises_tested", &Headline::promises_tested, share, "tested", {}},
  };
  return rows;
}

std::span<const SentencesRow> sentences_rows() {
  using enum SentencesRow::Kind;
  static constexpr SentencesRow rows[] = {
      {"next", &RunSummary::next, step, "Next", {}},
      {"broken_since", &RunSummary::broken_since, remark, "The endpoint broke", {}},
      {"left_behind", &RunSummary::left_behind, remark, "Left behind, could not be removed", {}},
      {"gate_problems", &RunSummary::gate_problems, failure, "Required and not reached", "run.required"},
      {"known_problems", &RunSummary::known_problems, failure, "Known deviations that do not hold",
       "run.known-deviation"},
  };
  return rows;
}

std::span<const TallyRow> tally_rows() {
  static constexpr TallyRow rows[] = {
      {"inconclusive_reasons", &RunSummary::inconclusive_reasons,
       "Inconclusive: answered, but settling nothing", true},
      {"skip_reasons", &RunSummary::skip_reasons, "Skipped", true},
      {"sent_again", &RunSummary::sent_again, "Sent again: throttled, or broken off before an answer", false},
  };
  return rows;
}

std::span<const MembersRow> members_rows() {
  using enum MembersRow::Joined;
  static constexpr MembersRow rows[] = {
      {"members_undocumented", &OperationCoverage::undocumented, by_any, false, "answered member",
       "answered members", "in no document"},
      {"members_unseen", &OperationCoverage::unseen, by_all, true, "documented member", "documented members",
       "in no answer"},
  };
  return rows;
}

std::vector<std::string> members_of(const MembersRow& row, const OperationCoverage& coverage) {
  if (row.of_exercised && coverage.reached != Reached::exercised) return {};
  const std::set<std::string>& all = coverage.*row.members;
  return {all.begin(), all.end()};
}

std::span<const TextRow<verdict::Verdict>> verdict_rows() {
  using verdict::Verdict;
  static constexpr TextRow<Verdict> rows[] = {
      {"reason", &Verdict::reason, {}},
      {"provoked", &Verdict::provoked, {}},
      {"waits_for", &Verdict::waits_for, {}},
      {"refusal", &Verdict::refusal, {}},
      {"validation_tier", &Verdict::validation_tier, {}},
      {"known_reason", &Verdict::known_reason, "known"},
  };
  return rows;
}

std::span<const TextRow<verdict::Finding>> finding_rows() {
  using verdict::Finding;
  static constexpr TextRow<Finding> rows[] = {
      {"rule", &Finding::rule, {}},           {"promise", &Finding::promise, "promise"},
      {"source", &Finding::source, {}},       {"expected", &Finding::expected, "expected"},
      {"actual", &Finding::actual, "actual"}, {"pointer", &Finding::pointer, "at"},
      {"location", &Finding::location, "on"},
  };
  return rows;
}

std::span<const FlagRow> flag_rows() {
  using verdict::Verdict;
  static constexpr FlagRow rows[] = {
      {"not_brought_about", &Verdict::not_brought_about},
      {"known", &Verdict::known},
      {"unexpected_pass", &Verdict::unexpected_pass},
  };
  return rows;
}

}  // namespace hallmark::run
