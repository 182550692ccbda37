// Generated cases of members that ask for more in the answer: "IncludeGraph", "ReturnConsumedCapacity". With
// the switch on the answer has what it names: "Graph", "ConsumedCapacity". Evidence: the names (the tables
// `switches` and `unheard` of suites/knowledge/sequences.json). What contradicts is drift. Ids:
//   behaviour/returned-<Member>
// Promises: "<service>.<Operation> behaviour.returned <Member>". Internal to plan/; see behaviour.h.
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> returned_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
