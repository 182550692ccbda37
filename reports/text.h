// What every report says in the same words: one mark per case, headlines, findings as labelled
// lines. Everything that comes from an endpoint passes safe() before a person or a CI log sees it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "run/events.h"
#include "run/told.h"

namespace hallmark::reports {

// No case fills a report: what is longer is cut, and how much was cut is said.
inline constexpr std::size_t max_case_text = std::size_t{64} << 10;

// How a case is shown. Exactly one applies to each result.
enum class Mark {
  passed,
  drifted,
  informative,
  inconclusive,
  not_brought_about,  // an attempt
  failed,
  unexpected_pass,
  known,
  skipped,
  not_offered,
  error
};
[[nodiscard]] Mark mark_of(const run::CaseResult& result);
// "conforms", "drift", "informative", "inconclusive", "not brought about", "deviates", "unexpected pass",
// "known", "skipped", "not offered", "error".
[[nodiscard]] std::string_view to_string(Mark mark);
// A case that makes the run fail: failed, unexpected pass, error.
[[nodiscard]] bool fails(Mark mark);

// Printable on one line, with the commands that CI systems read out of logs made harmless.
[[nodiscard]] std::string safe(std::string_view text);

// The same for a script of several lines, each further one behind `indent` blanks.
[[nodiscard]] std::string safe_lines(std::string_view text, std::size_t indent = 0);

// At most `max` bytes, cut behind a whole line where possible, with a last line that says how much is gone.
[[nodiscard]] std::string capped(std::string text, std::size_t max = max_case_text);

// One line that says why: of the first failing finding, of the reason, or of the known entry.
[[nodiscard]] std::string headline(const run::CaseResult& result);

// "control POST /groups -> 400", with the transport's own words when it failed.
[[nodiscard]] std::string exchange_line(const exchange::Exchange& exchange);

// A finding as label and text, in the order in which it reads: finding, promise, expected, actual, at, on,
// in. Empty ones are left out; texts are safe().
using FactLines = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] FactLines facts_of(const run::CaseResult& result, const verdict::Finding& finding);

// What else the judge says of the case, likewise: "known".
[[nodiscard]] FactLines remarks_of(const run::CaseResult& result);

// The whole of a case as plain text, capped: title, reason (unless a headline() stands above it), findings,
// curl command.
[[nodiscard]] std::string plain_text(const run::CaseResult& result, bool with_reason = true);
// "3 conform", "1 deviates".
[[nodiscard]] std::string counted(std::size_t count, Mark mark);

// ---- sums ----

// "contract.status: no server error"; where the promise says the rule itself, the promise alone.
[[nodiscard]] std::string rule_and_promise(const std::string& rule, const std::string& promise);

// What every report begins with, in sentences: operations exercised, not offered, refused; exceptions put to
// the test and brought about; promises tested. Empty when nothing was planned.
[[nodiscard]] std::vector<std::string> headline_lines(const run::RunSummary& summary);
// "348 cases: 336 conform, …", and "of these 9 informative" where there is something to add.
[[nodiscard]] std::vector<std::string> counts_lines(const run::RunSummary& summary);
// The most frequent first. Texts as they are.
[[nodiscard]] std::vector<std::pair<std::size_t, std::string>> by_count(
    const std::map<std::string, std::size_t>& tally);
// "3 documented members in no answer: Name, Tags[].Key"; empty where there are none.
[[nodiscard]] std::string members_line(const run::MembersRow& row, const run::OperationCoverage& coverage);
// "24 cases in 9 operations: input … enum: got 200 OK (success)". Texts are safe().
[[nodiscard]] std::string title_of(const run::Cause& cause);
// "deviates", "drift", "known": how its cases are marked.
[[nodiscard]] Mark mark_of(const run::Cause& cause);
// "sqs.CreateQueue 3, sqs.ListQueues 1 and 4 more"
[[nodiscard]] std::string places_of(const run::Cause& cause, std::size_t most = 6);
// The example, as the facts of a finding.
[[nodiscard]] FactLines facts_of(const run::Cause& cause);
// "sqs.AddPermission: 400 InvalidParameterValue: …; 6 cases of 1 operation wait for it".
[[nodiscard]] std::string title_of(const run::RefusedRequest& refusal);
// What was sent and what came: start lines, headers that say how to read the bodies, bodies; lines of safe()
// text.
[[nodiscard]] std::vector<std::string> dialogue(const exchange::Exchange& exchange);

struct ExceptionSplit {
  std::size_t listed = 0, provoked = 0, by_fault_only = 0, not_provoked = 0;
};
[[nodiscard]] ExceptionSplit split_of(const run::OperationCoverage& coverage);
// "by request, state"
[[nodiscard]] std::string provocations(const std::set<plan::Provocation>& by);
// "12.3 s", "4 min 3 s".
[[nodiscard]] std::string duration_text(std::chrono::microseconds duration);
// Three decimals, never negative, never an exponent.
[[nodiscard]] std::string seconds_text(std::chrono::microseconds duration);
// "1 case", "2 cases".
[[nodiscard]] std::string counted(std::size_t count, std::string_view one, std::string_view many);
// " (shard 2/3)"; empty of a run that is no shard.
[[nodiscard]] std::string part_text(const run::RunInfo& info);
// One sentence: what the run says. Never green when nothing was judged.
[[nodiscard]] std::string conclusion(const run::RunSummary& summary);
// Nothing was judged: no case at all, or every one skipped, not offered or inconclusive.
[[nodiscard]] bool is_empty(const run::RunSummary& summary);
// What fails a run beside its cases, each a sentence: nothing ran, interrupted, known deviations that are
// unused or expired.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> run_problems(const run::RunSummary& summary);

}  // namespace hallmark::reports

// Example:
//
//   const auto says = [](const run::CaseResult& result) {
//     std::string text = std::string(to_string(mark_of(result))) + ": " + headline(result) + "\n";
//     for (const verdict::Finding& finding : result.verdict.findings)
//       for (const auto& [label, fact] : facts_of(result, finding)) text += label + " " + fact + "\n";
//     return capped(text);
//   };
