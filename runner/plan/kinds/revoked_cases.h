// Generated cases of tokens: one that was revoked is worth nothing, and one that no answer gave is refused by
// the exception that is listed for it. Internal to plan/; see behaviour.h. Ids:
//   <Exception>/gone-after-<Operation>   what an answer gave, sent after the operation that revokes it
//   <Exception>/invented-<Member>        the place in a list that nobody gave out
// Promises: "<service>.<Operation> behaviour.gone", "… behaviour.input <Member>". Names alone show which
// operation revokes what: what contradicts is drift.
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> revoked_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
