// Generated cases about values between calls: what was written is what is read. Internal to
// plan/; see generate.h. Ids:
//   behaviour/read-back, …/read-back-<Member>   made with all known members, or with one, then read
//   behaviour/update, …/update-<Member>         changed likewise, then read; identity and times of creation
//   stay behaviour/update-neighbour                  another one of its kind stays as it was
//   behaviour/refused                           a refused making or change has made or changed nothing
//   behaviour/defaults, …/zero-<Member>         what is left out is as documented; 0 and false are values
//   behaviour/payload-<Member>-<how>            bytes: each value, none, one, more than five million
// Promises: "<service>.<Operation> behaviour.<kind>[ <Member>]", kinds read-back, update (also "identity",
// "others", "neighbour", "version" in the member's place), refused, defaults, payload, order.
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// `names`: of the context's model. Both must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> value_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
