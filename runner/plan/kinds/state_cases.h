// Generated cases of states between calls: a thing is brought into a state by an operation that
// does just that ("DisableKey"), then an operation is called on it that lists an exception whose name says
// that state ("DisabledException"); or a thing is made for another purpose than the operation's
// ("InvalidKeyUsageException"). Evidence: rows `state_makers` and `purposes` of suites/knowledge/habits.json.
// What contradicts is drift. Internal to plan/; see behaviour.h. Ids:
//   <Exception>/state-after-<Operation>
//   <Exception>/made-with-other-<Member>
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> state_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
