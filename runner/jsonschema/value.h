// JSON values compared as JSON Schema compares them: 1 and 1.0 are equal, integers of 64 bits
// and doubles are compared exactly, divisibility is decided on the decimal text of a number.
// Nothing here recurses: safe on values of any depth.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "core/json.h"

namespace hallmark::jsonschema {

// Work that may still be done; functions count down and answer false or 0 when it is used up.
struct Budget {
  std::uint64_t left = 0;
  bool spent = false;
  // False when there is not enough left.
  bool take(std::uint64_t steps) {
    if (steps > left) {
      left = 0;
      spent = true;
      return false;
    }
    left -= steps;
    return true;
  }
};

// Both must be numbers.
[[nodiscard]] std::partial_ordering compare_numbers(const Json& a, const Json& b);
[[nodiscard]] bool is_integer(const Json& value);  // a number without fraction
// Whether `value` is an integer times `divisor` (> 0), exactly, on the shortest decimal text.
[[nodiscard]] bool is_multiple(const Json& value, const Json& divisor);

[[nodiscard]] bool equal(const Json& a, const Json& b, Budget& budget);
[[nodiscard]] std::uint64_t hash(const Json& value, Budget& budget);  // equal values hash alike

// "\"abc…\"", "12", "an array of 3 items", "an object of 2 members", "null".
[[nodiscard]] std::string describe(const Json& value, std::size_t max = 120);
// "string", "integer", …
[[nodiscard]] std::string_view type_name(const Json& value);

}  // namespace hallmark::jsonschema
