// Generated cases of behaviour: what must hold between calls, held against the answer to the
// last of them. The case's outcomes say what AWS may answer; another well-formed 4xx settles nothing; what
// contradicts all of them deviates where the contract states the behaviour, and is drift where names alone
// show it. Private to verdict/.
#pragma once

#include <string>

#include "plan/cases/case.h"
#include "verdict/checks.h"

namespace hallmark::verdict {

struct BehaviourJudgement {
  Ledger ledger;
  bool inconclusive = false;  // `reason` says why
  std::string reason;
  std::string provoked;  // the listed exception that came, when its contract held
};

// `refused`: how the same request about something that is there was refused ("NotFound", "status 500"); empty
// when it was not. `going`: the removal's own answer said that the thing is on its way out. `context`: of the
// matchers of a success.
[[nodiscard]] BehaviourJudgement judge_behaviour(const Compiled& compiled, const plan::Case& test,
                                                 const Answer& answer, const std::string& refused, bool going,
                                                 const MatchContext& context);

// The members say that a thing is in its last state, or on the way to it (plan::Nothing).
[[nodiscard]] bool shows_last_state(const plan::Nothing& nothing, const Json& members);
// A truth value that was turned on in `made` ("BlockPublicAcls": true) is on in `members`, wherever it
// stands: settings of truth values alone show nothing else.
[[nodiscard]] bool is_still_on(const Json& made, const Json& members);
// The answer's members hand out nothing (plan::Nothing). `sent`: texts in it are no news.
[[nodiscard]] bool hands_out_nothing(const plan::Nothing& nothing, const Json& members, const Json& sent);

}  // namespace hallmark::verdict
