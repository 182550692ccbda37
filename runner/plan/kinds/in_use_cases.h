// Generated cases of removals while something is in the way: a child is there, another thing is attached, or
// another thing refers to what is removed. Internal to plan/; see behaviour.h. Where the removal's
// documentation says what must be gone before (contract::text::blocked_by), a success contradicts it; where
// names alone show a child, it may go with its parent. Ids:
//   <Exception>/in-use-by-<Child>
// Promises: "<service>.<Operation> behaviour.in-use <Child>".
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> in_use_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
