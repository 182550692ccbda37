// Generated cases about what is there already: what is made twice, what is sent twice under one
// token. Internal to plan/; see generate.h. Ids:
//   <group>/made-twice                  the same request a second time
//   <group>/made-twice-with-<Member>    the same name, another setting
//   <group>/done-twice                  the same association or addition a second time
//   behaviour/same-token                the same request with the same token
//   behaviour/same-again                the same request of an idempotent operation, under the same name
//   <group>/same-token-other-<Member>   the same token with another setting
// <group>: the listed exception that is expected first. Promises: "<service>.<Operation> behaviour.duplicate[
// <Member>]", "… behaviour.same-again[ <Member>]".
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// `names`: of the context's model. Both must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> conflict_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
