// The pages of a list (plan::Walk) against what the case has made: each thing once, none that was removed, no
// page larger than asked for, tokens that are taken and come to an end. Private to verdict/.
#pragma once

#include <vector>

#include "plan/cases/case.h"
#include "verdict/checks.h"

namespace hallmark::verdict {

struct WalkedPage {
  const exchange::Exchange* exchange = nullptr;
  std::size_t at = 0;  // index into CaseRun::exchanges
};

// `pages`: every sending of the case, in order; of several walks the last counts. Findings carry the
// index of their exchange. `unfinished`: set where the walk was cut short, so that what is missing is not
// told.
void check_walk(const Compiled& compiled, const plan::Case& test, const std::vector<WalkedPage>& pages,
                const std::map<std::string, Json>& kept, Ledger& ledger, bool& unfinished);

}  // namespace hallmark::verdict
