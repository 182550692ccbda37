// Generated cases about existence (decision 20): what is asked for and was never there, what was removed,
// what is made twice, what is removed while something hangs on it. Internal to plan/; see generate.h. Ids:
//   <group>/unknown-<Member>            an identifier of the right form that names nothing
//   <group>/gone                        made, removed, then asked for
//   <group>/made-twice                  the same request a second time
//   <group>/made-twice-with-<Member>    the same name, another setting
//   <group>/in-use-by-<Child>           removed while a child is there
// <group>: the listed exception that is expected first; "behaviour" where the operation lists none.
// Promises: "<service>.<Operation> behaviour.unknown <Member>", "… behaviour.gone", "… behaviour.duplicate",
// "… behaviour.in-use <Child>".
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/operation_cases.h"

namespace hallmark::plan {

// `names`: of the context's model. Both must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> existence_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
