// Generated cases of conditional reading (RFC 9110, 13): of what has just been read, by its entity tag and by
// the time of its last change. Evidence: the request has the header, and the answer the entity tag or the
// time that it is held against. What contradicts is drift. Ids:
//   behaviour/condition-<Member>         the condition does not hold: 304 or 412
//   behaviour/condition-<Member>-holds   it does, and the thing is answered
// Promises: "<service>.<Operation> behaviour.conditions <Member>". Internal to plan/; see behaviour.h.
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> precondition_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
