// All kinds of generated behaviour of one operation. Internal to plan/; see generate.h.
#pragma once

#include <string>
#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// `names`: of the context's model. Both must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> behaviour_cases(Context& context, const names::Names& names);

// The promises that these cases put to the test, each once.
[[nodiscard]] std::vector<std::string> behaviour_promises(const contract::Model& model,
                                                          const contract::Operation& operation,
                                                          const Suite& suite, const names::Names& names);

}  // namespace hallmark::plan
