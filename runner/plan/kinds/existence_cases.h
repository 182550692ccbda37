// Generated cases about existence: what is asked for and was never there, what was removed.
// Internal to plan/; see generate.h. Ids:
//   <group>/unknown-<Member>            an identifier of the right form that names nothing
//   <group>/gone                        made, removed, then asked for
//   <group>/state-marked-for-removal    made, its removal scheduled, then used
// <group>: the listed exception that is expected first; "behaviour" where the operation lists none.
// Promises: "<service>.<Operation> behaviour.unknown <Member>", "… behaviour.gone", "… behaviour.state
// <Exception>".
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// `names`: of the context's model. Both must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> existence_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
