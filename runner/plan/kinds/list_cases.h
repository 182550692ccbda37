// Generated cases about lists: what was made stands in the list once, over as many pages as it
// takes, and what was removed does not. Internal to plan/; see generate.h. Ids:
//   behaviour/pages                  more things than fit on one page of the size that is asked for
//   behaviour/listed                 two things, where the list has no page size
//   behaviour/not-listed-when-gone   one thing, made and removed
//   behaviour/pages-end              whatever is there, where nothing is made that the operation lists
// Promises: "<service>.<Operation> behaviour.pages", "… behaviour.listed", "… behaviour.unlisted".
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// `names`: of the context's model. Both must outlive the cases' making. Empty for operations that neither
// list what another one makes and a third removes nor have a paginator.
[[nodiscard]] std::vector<Wanted> list_cases(Context& context, const names::Names& names);

// An operation makes what this one lists, items show it, and it can be removed.
[[nodiscard]] bool lists_what_is_made(Context& context, const names::Names& names);

}  // namespace hallmark::plan
