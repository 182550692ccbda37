// Generated cases about batches: of two items one is bad; the answer's failure list has an
// entry for that one, and none for the other. Internal to plan/; see generate.h. Ids:
//   <group>/batch-unknown-<Member>   two identifiers, the second of nothing
//   <group>/batch-bad-<Member>       two entries, the second of which breaks what is documented of an entry
// <group>: "behaviour". Promise: "<service>.<Operation> behaviour.batch <Member>". Evidence: the answer has a
// list of failures (suites/knowledge/habits.json); by names alone, so that what contradicts it drifts.
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// `names`: of the context's model. Both must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> batch_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
