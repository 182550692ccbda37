// Generated cases of things that a request names further inside: in a structure, an entry of a list or a key
// of a map stands what the arrangement has made, and then what is unlike it and names nothing. Evidence: an
// exception of the operation that misses such a thing; its taking is drift. Internal to plan/; see
// generate.h. Ids:
//   <Exception>/unknown-<path>    "unknown-DefaultActions.TargetGroupArn", "unknown-RequestItems{key}"
// Promise: "<service>.<Operation> behaviour.unknown <path>".
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> inner_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
