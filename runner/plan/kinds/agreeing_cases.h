// Generated cases of readings that agree: one thing is made, and told of by two answers; what both have a
// place for is the same in both, and not left out of one. Internal to plan/; see behaviour.h. Ids:
//   behaviour/agrees-<Operation>   with the answer to the making, or to another reading of the thing
//   behaviour/steady               read twice, with nothing done between
// Promises: "<service>.<Operation> behaviour.agrees <Operation>", "… behaviour.steady". Names alone show
// that the two are about one thing: what contradicts is drift. States, times, counts and versions may move
// (names::Habits); what AWS leaves out of an answer says a row `answered_too` of habits.json.
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> agreeing_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
