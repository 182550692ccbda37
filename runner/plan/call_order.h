// The order of an arrangement's calls where rows of knowledge put one into it whose request needs what a
// later one makes.
#pragma once

#include <vector>

#include "plan/cases/case.h"

namespace hallmark::plan {

// Each call behind those that keep the variables that it sends; the others stay where they are. What nothing
// keeps, or what two calls want of each other, moves nothing.
[[nodiscard]] std::vector<Step> in_order(std::vector<Step> steps);

}  // namespace hallmark::plan
