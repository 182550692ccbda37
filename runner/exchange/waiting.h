// Waiting for a state: a call is made again until it answers what a step waits for.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "exchange/caller.h"
#include "plan/cases/case.h"

namespace hallmark::exchange {

class Makings;

// `called` is the answer to `call`, which was recorded; while it does not show the state, the call is made
// again, and only the last answer is kept. Answers "", or why it was given up: the patience is over, the
// state can no longer come, or the run is ending. A wait is told of in the run's `waits`.
std::string wait_until(Makings& makings, const plan::Until& until, const OutgoingCall& call, Called& called,
                       std::chrono::milliseconds patience);

// Whether the step is left out: it waits only where a kept value says that there is something to wait for.
[[nodiscard]] bool waits_for_nothing(const plan::Step& step, const std::map<std::string, Json>& kept);

}  // namespace hallmark::exchange
