// The states that an answer may show: values of enumerations in it, however deep.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"

namespace hallmark::plan {

// Those values that are wanted, each once, in the order of the contract; in items of lists, too, or not.
[[nodiscard]] std::vector<std::string> states_in(const contract::Model& model, const contract::Shape& output,
                                                 const std::function<bool(std::string_view)>& wanted,
                                                 bool in_lists);

}  // namespace hallmark::plan

// Example:
//
//   const auto passing = [](const contract::Model& model, const contract::Shape& output) {
//     return states_in(model, output, names::is_making_state, false);
//   };
