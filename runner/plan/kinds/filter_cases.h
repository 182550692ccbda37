// Generated cases about filters: of two things that were just made a list shows the one that
// fits and not the other. Internal to plan/; see generate.h. Ids:
//   behaviour/filter-<Member>   by the beginning of a name, by a name, or by names
// Promises: "<service>.<Operation> behaviour.filters <Member>".
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// `names`: of the context's model. Both must outlive the cases' making. Empty for operations that do not list
// what another one makes under a name.
[[nodiscard]] std::vector<Wanted> filter_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
