// The claims of a case (plan::Claim) against the answers to its calls: what was written is what is read. A
// call that was refused, or whose answer has no such place, says nothing. Private to verdict/.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "plan/cases/case.h"
#include "verdict/checks.h"

namespace hallmark::verdict {

struct ClaimsJudgement {
  Ledger ledger;
  std::size_t decided = 0;  // claims of which something was seen
  std::string silence;      // why the others were not: the first reason
};

// `compiled_of`: an operation's compiled form by name; null where the contract has none.
[[nodiscard]] ClaimsJudgement check_claims(
    const plan::Case& test, const exchange::CaseRun& run,
    const std::function<std::shared_ptr<const Compiled>(const std::string&)>& compiled_of);

}  // namespace hallmark::verdict
