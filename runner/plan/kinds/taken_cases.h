// Generated cases of names that are taken: an operation that makes a thing under a name that
// the caller gives, of another thing's kind ("RestoreDBInstanceFromDBSnapshot"), is given the name of one
// that is there. Evidence: a listed exception that says that such a thing exists. What contradicts is drift.
// Internal to plan/; see behaviour.h.
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> taken_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
