// Requests that say more than one that was refused: what a service asks for stands not always in its model.
// Asked for while a run goes on, when a refusal has come; nothing of it is planned.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "plan/cases/case.h"

namespace hallmark::plan {

// What to send in place of `sent`, the likeliest first: with the members that the refusal's text names, with
// what an example of the documents shows, with every member of which a value is known, with every member.
// Each has all that `sent` has, as `sent` has it, and is none of the others. Variables are not replaced.
[[nodiscard]] std::vector<Json> fuller_requests(const contract::Model& model, const Suite& suite,
                                                const contract::Operation& operation, const Json& sent,
                                                std::string_view refusal);

// The same with nothing but what the text names: what a second refusal asks for beside the first.
[[nodiscard]] std::vector<Json> asked_for(const contract::Model& model, const Suite& suite,
                                          const contract::Operation& operation, const Json& sent,
                                          std::string_view refusal);

// The optional members of the input that the text names and that may name something: to be sought first.
[[nodiscard]] std::vector<std::string> things_named(const contract::Model& model, const Suite& suite,
                                                    const contract::Operation& operation, const Json& sent,
                                                    std::string_view refusal);

}  // namespace hallmark::plan

// Example:
//
//   const auto first_to_try = [](const contract::Model& model, const Suite& suite,
//                                const contract::Operation& operation) {
//     const auto fuller = fuller_requests(model, suite, operation, Json::object(), "Colour must be given");
//     return fuller.empty() ? Json::object() : fuller.front();  // {"Colour": …}
//   };
