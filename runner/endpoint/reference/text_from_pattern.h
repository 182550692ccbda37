// A text that a pattern accepts, for answers that no request gave a value to.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hallmark::endpoint {

// Between `min` and `max` code points; the same for the same seed. Null when none was found: the
// dialect is ECMA-262 without look-around and back references, and every candidate is checked with
// the pattern itself before it is returned.
[[nodiscard]] std::optional<std::string> text_from_pattern(std::string_view pattern, std::size_t min,
                                                           std::size_t max, std::string_view seed);

}  // namespace hallmark::endpoint
