// The calls that a case needs before its own: steps that keep values of their answers.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "exchange/exchange.h"
#include "plan/cases/case.h"

namespace hallmark::exchange {

class Makings;

// Arrangements that have failed, by how they begin: the next case that begins alike need not try.
// Thread-safe.
class FailedArrangements {
 public:
  struct Failure {
    bool answered = false;  // the endpoint refused it: not the way there
    std::string what, blocked_by, refused_by;
    std::string not_offered;  // what says that the endpoint does not have the operation that refused
  };
  // When it was seen as often as it takes to believe it.
  [[nodiscard]] std::optional<Failure> known(const std::string& beginning) const;
  // `times`: how often one like this must be seen before it is believed.
  void add(const std::string& beginning, const Failure& failure, int times);

 private:
  struct Seen {
    Failure failure;
    int left;  // times that it must be seen still
  };
  mutable std::mutex mutex_;
  std::map<std::string, Seen> failures_;
};

// Makes the steps' calls, and records them. False when the case cannot go on: `blocked` or `skipped` of its
// run then says why.
// `shared`: other cases begin with the same steps, in the same account, and fail as they do.
// `inferred`: nobody vouches for the steps, so that what refuses them is a reason to skip.
bool arrange(Makings& makings, const std::vector<plan::Step>& steps, bool shared, bool inferred);

}  // namespace hallmark::exchange
