#include "plan/call_order.h"

#include <algorithm>
#include <string>

#include "plan/cases/variables.h"

namespace hallmark::plan {
namespace {

// The last of the steps from `from` that alone keeps a variable which this one sends; `from` where there is
// none.
std::size_t keeper_of(const Step& step, const std::vector<Step>& steps, std::size_t from) {
  std::size_t last = from;
  for (const auto& variable : variables_in(step.with)) {
    const std::string name(kept_name(variable));
    const auto keeps = [&](const Step& each) { return each.keep.contains(name); };
    if (std::any_of(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(from), keeps)) continue;
    for (std::size_t i = from + 1; i < steps.size(); ++i) {
      if (keeps(steps[i])) {
        last = std::max(last, i);
        break;
      }
    }
  }
  return last;
}

}  // namespace

std::vector<Step> in_order(std::vector<Step> steps) {
  // Each move brings a step behind another; two that want each other would go round for ever.
  std::size_t moves = steps.size() * steps.size();
  for (std::size_t i = 0; i < steps.size() && moves > 0;) {
    const std::size_t keeper = keeper_of(steps[i], steps, i);
    if (keeper == i) {
      ++i;
      continue;
    }
    const auto at = [&](std::size_t place) { return steps.begin() + static_cast<std::ptrdiff_t>(place); };
    std::rotate(at(i), at(i + 1), at(keeper + 1));
    --moves;
  }
  return steps;
}

}  // namespace hallmark::plan
