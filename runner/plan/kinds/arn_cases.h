// Generated cases about existence where one member takes ARNs of things of several kinds, each
// of which a listed exception is about ("DBClusterNotFoundFault" beside "DBInstanceNotFoundFault"): an ARN of
// that kind that names nothing. Evidence: rows `resource_arns` of suites/knowledge/services.json. What
// contradicts is drift. Internal to plan/; see behaviour.h. Ids:
//   <Exception>/unknown-<Member>.<Noun>
// Promise: "<service>.<Operation> behaviour.unknown <Member>.<Noun>".
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> arn_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
