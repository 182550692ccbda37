// Findings in calls that only served a case (arrangements, base requests, controls, read-backs, removals),
// told as cases of their own operation. One thread at a time.
//
// Order of calls: add() each result as it comes, take() once at the end.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "run/events.h"

namespace hallmark::run {

class AsideCount {
 public:
  void add(const CaseResult& result);

  // One case for each (operation, rule, place, answer) that no case of the operation tells itself, named
  // "service.Operation/answers/rule+place", in the order of these names whatever the order of the run. The
  // cases are put into `cases`, which must outlive the results.
  [[nodiscard]] std::vector<CaseResult> take(std::deque<plan::Case>& cases, bool strict);

 private:
  struct Entry {
    std::string service, operation, place, answered, example;
    verdict::Finding finding;
    exchange::Exchange exchange;
    const contract::Model* model = nullptr;
  };
  std::map<std::string, Entry> entries_;
  std::set<std::string> told_;    // by cases of the operations themselves
  std::set<std::string> absent_;  // operations that are not offered: what answers in their place says nothing
};

}  // namespace hallmark::run

// Example:
//
//   AsideCount asides;
//   const auto each = [&](const CaseResult& result) { asides.add(result); };
//   std::deque<plan::Case> cases;
//   for (const CaseResult& result : asides.take(cases, false)) std::string id = result.test->id;
