// Generated cases of members that override a setting of the thing that the operation is about:
// the thing is made with one value, the request gives another, 0 and empty included, and a third operation
// shows which of the two holds. Evidence: rows of suites/knowledge/overrides.json. What contradicts is drift.
// Internal to plan/; see behaviour.h.
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> override_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
