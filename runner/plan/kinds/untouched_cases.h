// Generated cases about what must not change. Internal to plan/; see generate.h. Ids:
//   behaviour/update-neighbour   another one of its kind stays as it was
//   behaviour/refused            a refused making or change has made or changed nothing
// Promises: "<service>.<Operation> behaviour.update neighbour", "… behaviour.refused".
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// `names`: of the context's model. Both must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> untouched_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
