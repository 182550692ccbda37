// Two runs, case by case and by cause: what the second says that the first did not. Versions of an endpoint,
// endpoints, or versions of Hallmark.
//
// Order of calls: compare(), then one of the texts.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "core/json.h"
#include "results/saved.h"

namespace hallmark::results {

enum class Change {
  fails,        // it did not fail and does
  changed,      // it failed and fails in another way
  lost,         // it was judged and is no longer: skipped, inconclusive, not offered, gone
  mended,       // it failed and conforms
  reached,      // it was not judged and conforms
  known,        // it failed, and fails as a known deviation or the other way round
  only_before,  // a case that the second run does not have: it was not asked for, or said nothing bad
  only_after,   // a case that is new and says nothing bad
};
[[nodiscard]] std::string_view to_string(Change change);

struct CaseChange {
  Change change = Change::fails;
  std::string id, title;
  std::string before, after;  // "conforms", "deviates: contract.status: expected 400, got 200 OK"; "" absent
};

// Cases by what one fix would end.
struct CauseChange {
  std::string rule, promise, actual;
  std::size_t before = 0, after = 0;  // cases
};

struct OperationChange {
  std::string operation;      // "sqs.CreateQueue"
  std::string before, after;  // how far the runs came: "exercised"
};

struct Comparison {
  std::string before, after;          // what the runs are called
  std::vector<std::string> versions;  // sentences: what they were judged by, where that differs
  std::vector<CaseChange> cases;      // by change, then by id
  std::vector<CauseChange> causes;    // whose number of cases differs, the most grown first
  std::vector<OperationChange> lost;  // operations that were exercised and are not
  std::size_t same = 0;               // cases that say the same in both
  [[nodiscard]] std::size_t count(Change change) const;
  // Something fails, fails otherwise, or is not reached any more.
  [[nodiscard]] bool worse() const;
};

[[nodiscard]] Comparison compare(const SavedRun& before, const SavedRun& after);

[[nodiscard]] std::string text_of(const Comparison& comparison, bool verbose = false);
[[nodiscard]] std::string markdown_of(const Comparison& comparison);
[[nodiscard]] OrderedJson json_of(const Comparison& comparison);

}  // namespace hallmark::results

// Example:
//
//   #include "results/saved.h"
//   const Comparison comparison = compare(*read_report("before.json"), *read_report("after.json"));
//   if (comparison.worse()) std::string said = text_of(comparison);
