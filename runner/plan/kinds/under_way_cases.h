// Generated cases of what is called while the thing is still being made: the making is not waited for, and
// where a reading shows afterwards that it still is, a listed exception that speaks of this
// (contract::text::unready) must have come. A thing that is there at once says nothing. Drift. Internal to
// plan/; see behaviour.h. Ids:
//   <Exception>/state-while-being-made
// Promises: "<service>.<Operation> behaviour.state <Exception>".
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> under_way_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
