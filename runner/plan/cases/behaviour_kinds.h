// Kinds of behaviour that more than the cases of that kind know of. Internal to plan/.
#pragma once

namespace hallmark::plan {

// What a documentation says of an operation in words that no rule reads (kinds/scenario_cases.h).
inline constexpr const char* documented = "documented";

}  // namespace hallmark::plan

// Example:
//
//   const char* kind = documented;
