// Generated cases of what a list is asked for besides pages. Internal to plan/; see behaviour.h. Ids:
//   behaviour/selected-<Member>   an optional identifier as an item of the whole list shows it: each item of
//                                 the answer has it
//   behaviour/grouped             names with a delimiter at the end come as groups, each once, page by page
// Promises: "<service>.<Operation> behaviour.filters <Member>". Names alone show it: what contradicts is
// drift.
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> selected_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
