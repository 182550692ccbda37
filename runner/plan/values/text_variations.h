// Texts just inside and just outside of what a member allows, of which the usual ones say nothing: characters
// that take several bytes, and a fault in the first character alone. Internal to plan/.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "plan/values/values.h"

namespace hallmark::plan {

// `length` characters of two bytes each; null where a pattern does not allow them.
[[nodiscard]] std::optional<std::string> wide_text(const Constraints& constraints, std::size_t length);

// `good`, a valid text (variables in it stand for letters and digits), with another first character that the
// patterns do not allow there: the rest of it fits as before. Null where there is no such character.
[[nodiscard]] std::optional<std::string> wrong_at_start(const Constraints& constraints,
                                                        const std::string& good);

}  // namespace hallmark::plan
