// Generated cases of parts of a structure that says what a thing is to be ("TableInput"), and that no answer
// has as such: its parts stand in the thing itself. Made with them, then read. What is read otherwise is
// drift. Internal to plan/; see value_cases.h. Ids:
//   behaviour/read-back-parts                  all parts that are known to be accepted
//   behaviour/read-back-<Member>.<Part>        one of them, or of those that are plausible
// Promise: "<service>.<Operation> behaviour.read-back <Member>.<Part>".
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> part_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
