// Generated cases of what a documentation says of an operation in words that no rule reads: which of two
// items a condition leaves, what an expression yields, what a request must not name twice. Evidence: rows of
// suites/knowledge/scenarios.json, each with its place in the documentation. What contradicts is drift.
// The embedded endpoint works out no expressions: there they are skipped. Internal to plan/; see behaviour.h.
// Ids:
//   behaviour/documented-<name>, <Exception>/documented-<name> where the operation lists it
// Promise: "<service>.<Operation> behaviour.documented <name>".
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> scenario_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
