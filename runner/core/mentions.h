// Looking for a value anywhere in another.
//
//   mentions({{"Queues", {{{"Name", "jobs"}}}}}, "jobs")   true
#pragma once

#include <algorithm>

#include "core/json.h"

namespace hallmark::core {

// Whether `value` is `wanted`, or holds it at most sixteen levels down. Names of members do not count.
[[nodiscard]] inline bool mentions(const Json& value, const Json& wanted, int depth = 0) {
  constexpr int deepest = 16;
  if (value == wanted) return true;
  return depth < deepest && value.is_structured() &&
         std::any_of(value.begin(), value.end(),
                     [&](const Json& part) { return mentions(part, wanted, depth + 1); });
}

}  // namespace hallmark::core

// Example:
//
//   const bool there = mentions(Json{{"Tables", {"books", "shelves"}}}, Json("books"));  // true
