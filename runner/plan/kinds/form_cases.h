// Generated cases of members that call a thing by one of several forms, its name or its ARN: the form that
// other requests do not use is taken, too, and a reading tells the same. Evidence: rows of
// suites/knowledge/forms.json. What contradicts is drift. Internal to plan/; see behaviour.h. Ids:
//   behaviour/by-<form>-<Member>    "by-arn-KeyId"
// Promise: "<service>.<Operation> behaviour.forms <Member>".
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> form_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
