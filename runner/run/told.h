// What a run has to tell, a row each: its key in files, its words, and where it is held. JSON and NDJSON, the
// reader of saved reports, what joins shards and every report that people read go over these rows. Whoever
// tells one thing more adds a member (events.h, verdict/verdict.h), counts it, adds its row here and its key
// to schemas/formats/report.schema.json; no report is touched.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "run/events.h"

namespace hallmark::run {

// ---- of the run ----

// When a number is told, and how.
enum class Telling {
  total,        // begins a line: "348 cases: "; the rows up to the next total are parts of it
  always,       // "336 conform"
  share,        // likewise, with its share of the total: "281 tested (74.1 %)"
  unless_zero,  // left out where it is 0
  of_these      // likewise, and behind the others: cases that another row counts, too
};
template <typename Owner>
struct NumberRow {
  std::string_view key;
  std::size_t Owner::*number;
  Telling telling;
  std::string_view words;    // "conform"; with "{}" in them a remark on the number before: "(and {} by …)"
  std::string_view several;  // of a total: "case", "cases"
};
[[nodiscard]] std::span<const NumberRow<Counts>> count_rows();
[[nodiscard]] std::span<const NumberRow<Headline>> headline_rows();

// Sentences about the run as a whole.
struct SentencesRow {
  enum class Kind {
    step,    // what to do next, told with the headline; made anew where runs are joined
    remark,  // of the joined runs: each once
    failure  // likewise, and fails the run: told by short reports as well
  };
  std::string_view key;
  std::vector<std::string> RunSummary::*sentences;
  Kind kind;
  std::string_view title;  // "Left behind, could not be removed"
  std::string_view rule;   // of a failure: "run.required"
};
[[nodiscard]] std::span<const SentencesRow> sentences_rows();

// Numbers by a text, counted case by case (count() in tally.h): reason -> cases.
struct TallyRow {
  std::string_view key;
  std::map<std::string, std::size_t> RunSummary::*tally;
  std::string_view title;
  bool told_by_cases;  // each case says its own text
};
[[nodiscard]] std::span<const TallyRow> tally_rows();

// ---- of an operation ----

// Members of its answers.
struct MembersRow {
  enum class Joined {
    by_any,  // of joined runs: what one of them has
    by_all   // what none of them has met; nothing below it is named
  };
  std::string_view key;
  std::set<std::string> OperationCoverage::*members;
  Joined joined;
  bool of_exercised;                     // told only of an operation that was exercised
  std::string_view one, several, words;  // "documented member", "documented members", "in no answer"
};
[[nodiscard]] std::span<const MembersRow> members_rows();
// Those that are told.
[[nodiscard]] std::vector<std::string> members_of(const MembersRow& row, const OperationCoverage& coverage);

// ---- of a case, and of what was found ----

// A text; empty: there is none, and nothing is told.
template <typename Owner>
struct TextRow {
  std::string_view key;
  std::string Owner::*text;
  std::string_view label;  // before it in reports that people read; empty: only files have it by itself
};
[[nodiscard]] std::span<const TextRow<verdict::Verdict>> verdict_rows();
[[nodiscard]] std::span<const TextRow<verdict::Finding>> finding_rows();

// In files where it holds.
struct FlagRow {
  std::string_view key;
  bool verdict::Verdict::*flag;
};
[[nodiscard]] std::span<const FlagRow> flag_rows();

}  // namespace hallmark::run

// Example:
//
//   const auto failures = [](const RunSummary& summary) {
//     std::vector<std::string> all;
//     for (const SentencesRow& row : sentences_rows())
//       if (row.kind == SentencesRow::Kind::failure)
//         for (const std::string& sentence : summary.*row.sentences)
//           all.push_back(std::string(row.title) + ": " + sentence);
//     return all;
//   };
