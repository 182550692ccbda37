// Generated cases of what members say of each other: a least that is above the most, where the rows `ordered`
// of suites/knowledge/values.json say that this is refused; a version tag that is not the thing's, where the
// operation lists an exception that says so (rows `stale` of suites/knowledge/habits.json). What is taken
// drifts. Internal to plan/; see generate.h. Ids:
//   <Exception>/order-<path of the least>   "order-MinCount"
//   <Exception>/stale-<Member>              "stale-LockToken"
// <Exception>: "behaviour" where the operation lists no error of the input. Promises: "<service>.<Operation>
// behaviour.input <path>", "… behaviour.stale <Member>".
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> relation_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
