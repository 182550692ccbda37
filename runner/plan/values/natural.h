// Texts that look like what a member asks for, by its name: addresses, ARNs, regions, names. Nearest
// first; the caller takes the first that keeps the constraints. Internal to plan/.
#pragma once

#include <string>
#include <vector>

#include "core/text.h"

namespace hallmark::plan {

struct StringHint;

[[nodiscard]] std::vector<std::string> natural_texts(const StringHint& hint, core::Random& random,
                                                     bool unique);
// A name that must not be there yet when something is created.
[[nodiscard]] bool is_naming(const StringHint& hint);

}  // namespace hallmark::plan
