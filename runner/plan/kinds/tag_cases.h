// Generated cases about tags: the list of them agrees with what was done, at making, by the
// calls that tag and that take tags away. Internal to plan/; see generate.h. Ids:
//   behaviour/tagged, …/tagged-again     two tags; another value for one that is there
//   behaviour/untagged, …/untagged-none  one of three is taken away; one that is not there
//   behaviour/made-tagged                made with two tags
//   behaviour/tagged-empty, …/made-tagged-empty   one of two tags has an empty value
// Promises: "<service>.<Operation> behaviour.tags".
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// `names`: of the context's model. Both must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> tag_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
