// Generated cases of lists of whatever there is, where a paginator states a size of pages: asked for all at
// once, then page by page of the smallest size, then at once again. Where both wholes tell the same, the
// pages tell it, too, and nothing twice. Things that the endpoint has by itself (regions, versions of
// engines, policies) need no making. Names alone show what is the same: what contradicts is drift. Internal
// to plan/; see behaviour.h. Ids:
//   behaviour/pages-of-all
//   behaviour/pages-of-added   what another operation adds, where none is known to make what is listed
// Promise: "<service>.<Operation> behaviour.pages".
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> paged_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
