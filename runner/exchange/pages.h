// The pages of a list.
#pragma once

#include "exchange/caller.h"
#include "plan/cases/case.h"

namespace hallmark::exchange {

class Makings;

// Asks for the pages behind the first answer, and again from the start while something is missing from a list
// that may be late. All is recorded.
void walk_pages(Makings& makings, const plan::Walk& walk, const OutgoingCall& first_call,
                const Called& first);

}  // namespace hallmark::exchange
