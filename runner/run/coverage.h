// Coverage of a run: which listed exceptions were provoked and how, which promises were tested.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "names/names.h"
#include "run/events.h"

namespace hallmark::run {

// Why an exception did not come of which no case was selected.
inline constexpr std::string_view no_case = "no case provokes it";

// Whether a path of members lies inside what stands at the other: "A.B[].C" below "A.B".
[[nodiscard]] bool is_below(std::string_view path, std::string_view ancestor);

// The one of the two that says more.
[[nodiscard]] Reached further(Reached one, Reached other);

class CoverageCount {
 public:
  // Every operation that the suites judge, with the promises that the contract makes about it.
  explicit CoverageCount(const std::vector<const plan::ServicePlan*>& services);

  // An exception counts as provoked by the way of the case that brought it, and as put to the test when a
  // case that demands it was judged. A promise counts as tested when a check bound to it was evaluated in a
  // case that was judged; informative cases test nothing.
  // Exceptions that came unasked, in any call, were brought about by a request. `asked`: the case was
  // selected.
  void add(const CaseResult& result, bool asked = true);

  // Of operations that had a case, or with `all` of every one, in the suites' order. `why_not` of exceptions
  // that did not come: the best reason that a case gave (it deviates, it could not be judged, it was
  // skipped), why the plan made none, or that no case provokes it. Once, at the end, when the services are
  // planned: what was counted is given away, because of large services it is much, and only now is asked what
  // these operations promise. `written`: with the ids of their promises.
  [[nodiscard]] std::vector<OperationCoverage> take(bool all, bool written = false);

 private:
  void add_aside(const std::string& service, const verdict::Verdict& verdict);
  struct Reason {
    int rank = 0;  // higher says more
    std::string text;
  };
  struct Entry {
    OperationCoverage coverage;
    std::map<std::string, Reason> reasons;        // by exception
    bool met = false;                             // it had a case
    std::vector<std::string> invalid_input;       // listed exceptions that generated negatives wait for
    std::unordered_set<std::uint64_t> evaluated;  // keys of promises that a check was bound to
    const plan::ServicePlan* service = nullptr;
    const contract::Operation* operation = nullptr;
  };
  static void count_promises(Entry& entry, const names::Names& names, bool written);
  std::vector<const plan::ServicePlan*> services_;
  std::vector<Entry> entries_;
  std::map<std::string, std::size_t> index_;  // "service.Operation"
};

// What a run had to reach and did not: required operations (globs of "service.Operation" or of the operation
// alone) that were not exercised, and too small a share of promises tested.
[[nodiscard]] std::vector<std::string> gate_problems(const std::vector<OperationCoverage>& coverage,
                                                     const std::vector<std::string>& required,
                                                     double min_tested);
// Operations of `exercised` ("service.Operation", of runs before) that this one did not exercise, each in a
// sentence. Those of which it had no case say nothing; nor do, but in a `whole` plan, those of which it had
// no case that could succeed.
[[nodiscard]] std::vector<std::string> lost_reach(const std::vector<std::string>& exercised,
                                                  const std::vector<OperationCoverage>& coverage, bool whole);
[[nodiscard]] Headline headline_of(const std::vector<OperationCoverage>& coverage);

}  // namespace hallmark::run

// Example:
//
//   const auto untried = [](const std::vector<OperationCoverage>& coverage) {
//     const Headline line = headline_of(coverage);
//     return gate_problems(coverage, {"shop.*"}, 50).empty() && line.exercised == line.operations;
//   };
