// Groups the findings of a run by what one fix in the endpoint would end (the causes), and refused base
// requests by the operation that refused them. One thread at a time.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "run/events.h"

namespace hallmark::run {

// What is left of a text when values that differ from case to case are taken out: quoted text, numbers,
// identifiers. "404 NoSuchKey: no key a-1" and "404 NoSuchKey: no key b-2" come out alike.
[[nodiscard]] std::string generalised(std::string_view text);

class CauseCount {
 public:
  // Findings that are recorded only (Severity::none) have no cause. What an input case breaks is told by its
  // constraint, whichever member and operation it is; what an answer breaks by the member's name; what a
  // server error breaks by the answer alone.
  void add(const CaseResult& result);
  // New before known, deviations before drift, then by cases. Once, at the end.
  [[nodiscard]] std::vector<Cause> take();

 private:
  struct Entry {
    Cause cause;
    bool same_promise = true;
    std::string general;  // what the promises share
  };
  std::map<std::string, Entry> entries_;
};

class RefusalCount {
 public:
  void add(const CaseResult& result);
  [[nodiscard]] std::vector<RefusedRequest> take();

 private:
  struct Entry {
    RefusedRequest refusal;
    std::string example;  // the case whose exchange is shown: the first by id
  };
  std::map<std::string, Entry> entries_;
};

// A sentence for each of the refusals that most cases wait for.
[[nodiscard]] std::vector<std::string> next_steps(const std::vector<RefusedRequest>& refusals);

}  // namespace hallmark::run
