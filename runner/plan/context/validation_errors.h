// Which exceptions say "your input is wrong" (names/knowledge.h). A generated negative conforms when
// it is answered by one that its operation declares, or by one of its protocol's common ones.
// A suite's `validation_errors` replaces both lists. Never by substring.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "plan/cases/case.h"

namespace hallmark::plan {

struct ValidationErrors {
  std::vector<std::string> declared;  // listed on the operation, contract order
  std::vector<std::string> common;    // not listed, but the protocol's
};
[[nodiscard]] ValidationErrors validation_errors(const contract::Model& model,
                                                 const contract::Operation& operation, const Suite& suite,
                                                 std::string_view protocol);

}  // namespace hallmark::plan

// Example:
//
//   const auto is_declared = [](const contract::Model& model, const contract::Operation& operation,
//                               const Suite& suite, std::string_view protocol) {
//     return !validation_errors(model, operation, suite, protocol).declared.empty();
//   };
