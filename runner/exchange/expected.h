// What a case expects, as far as it matters for what is sent next. What an answer holds, the verdict tells.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "exchange/caller.h"
#include "plan/cases/case.h"

namespace hallmark::exchange {

// None of its outcomes is a success.
[[nodiscard]] bool expects_error(const plan::Case& test);
// One of its outcomes says so, and none is assumed.
[[nodiscard]] bool may_succeed(const plan::Case& test);
// Whether its base request (Executor::run_base) is of use only once the case's own was refused: what expects
// a success. Others ask for it first.
[[nodiscard]] bool asks_base_when_refused(const plan::Case& test);
// The exceptions that outcomes name.
[[nodiscard]] std::set<std::string> exceptions_of(const std::vector<plan::Outcome>& outcomes);
// Those that a case waits for: the one that it is filed under when its outcomes name none.
[[nodiscard]] std::set<std::string> awaited_by(const plan::Case& test);
// Whether an answer is of a kind that outcomes allow. No outcomes: a success.
[[nodiscard]] bool is_allowed(const std::vector<plan::Outcome>& outcomes, const Called& called);

// What the case's own request got. Later requests depend on it.
struct Said {
  bool answered = false, succeeded = false;
  std::string answer;     // Called::answer(); empty for repeated requests
  bool deviates = false;  // an answer was of a kind that the case does not allow
};

}  // namespace hallmark::exchange
