// Generated negatives (an input just beyond a constraint) and errors that no case asked for: what
// an error answer is worth when no single exception is expected. Private to verdict/.
#pragma once

#include <string>

#include "plan/case.h"
#include "verdict/checks.h"

namespace hallmark::verdict {

// A generated case that breaks a constraint: judged by decision 5 and not by one exact outcome.
[[nodiscard]] bool is_negative(const plan::Case& test);

struct NegativeJudgement {
  Ledger ledger;
  bool inconclusive = false;  // a well-formed 4xx that settles nothing; `reason` says which
  std::string reason;
  std::string tier;      // "declared" or "common"
  std::string provoked;  // the declared exception that came, when its contract held
};

// Success deviates; a declared or common validation error conforms; another well-formed 4xx is
// inconclusive; 5xx, or no code, deviates. Of a path that no REST operation has only a success deviates.
[[nodiscard]] NegativeJudgement judge_negative(const Compiled& compiled, const plan::Suite& suite,
                                               const plan::Case& test, const Answer& answer,
                                               const std::string& promise);

// A generated request that the contract calls valid, of an operation whose arrangement nobody wrote, was
// answered with an error. What the contract does not state may refuse it: a well-formed 4xx settles nothing
// (`skipped` says what came), unless it says that there is no such operation. That, 5xx and an error
// without a code deviate, and so does an error that is not what the contract says of it.
struct RefusalJudgement {
  Ledger ledger;
  std::string skipped;  // empty: it deviates
};
[[nodiscard]] RefusalJudgement judge_refusal(const Compiled& compiled, const plan::Case& test,
                                             const Answer& answer, const std::string& promise);

// An error answer that nobody expected or refused: recorded exchanges. Envelope, status and shape of
// the exception it names; an unlisted one is drift.
void check_any_error(const Compiled& compiled, const Answer& answer, Ledger& ledger);

}  // namespace hallmark::verdict
