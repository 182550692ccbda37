// Generated negatives (an input just beyond a constraint) and errors that no case asked for: what
// an error answer is worth when no single exception is expected. Private to verdict/.
#pragma once

#include <string>

#include "plan/cases/case.h"
#include "verdict/checks.h"

namespace hallmark::verdict {

// A generated case that breaks a constraint: judged by what its operation lists, not by one exact outcome.
[[nodiscard]] bool is_negative(const plan::Case& test);

struct NegativeJudgement {
  Ledger ledger;
  bool inconclusive = false;  // a well-formed 4xx that settles nothing; `reason` says which
  std::string reason;
  std::string tier;      // "declared" or "common"
  std::string provoked;  // the declared exception that came, when its contract held
  // It conforms, and of the constraint itself nothing is known: the exceptions of the case were put to the
  // test, its promises were not. `reason` says why.
  bool untested = false;
};

// Success deviates; a declared or common validation error conforms, and so does, of an identifier that breaks
// a constraint, the listed exception that says that there is no such thing; another well-formed 4xx is
// inconclusive; 5xx, or no code, deviates. Of a path that no REST operation has only a success deviates.
[[nodiscard]] NegativeJudgement judge_negative(const Compiled& compiled, const plan::Suite& suite,
                                               const plan::Case& test, const Answer& answer,
                                               const std::string& promise);

// A generated request that the contract calls valid was answered with an error. 5xx, an error
// without a code, one that says that there is no such operation, and one that is not what the contract says
// of it deviate; a failure of the server's that the operation lists settles nothing when it came `again`,
// with the status that is stated. Any other 4xx deviates where all that was sent is known to be accepted, is
// drift where something of it is only plausible, and settles nothing where something is open. Where nobody
// wrote the operation's arrangement it settles nothing either, unless something is
// made, read or listed and the input is blamed: what must be there first is a guess.
struct RefusalJudgement {
  Ledger ledger;
  std::string inconclusive;  // why it settles nothing; empty: it deviates
};
[[nodiscard]] RefusalJudgement judge_refusal(const Compiled& compiled, const plan::Suite& suite,
                                             const plan::Case& test, const Answer& answer, bool again,
                                             const std::string& promise);

// An error answer that nobody expected or refused: recorded exchanges. Envelope, status and shape of
// the exception it names; an unlisted one is drift.
void check_any_error(const Compiled& compiled, const Answer& answer, Ledger& ledger);

}  // namespace hallmark::verdict
