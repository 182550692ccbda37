// What every service may answer to a caller that it does not take, to a burst, and to a body that it cannot
// read, whatever its operations list: a case that is about one of these allows them all.
#pragma once

#include <string_view>

#include "contract/model.h"
#include "plan/cases/case.h"

namespace hallmark::plan {

// Adds to the outcomes of a fixture's case, behind its own:
//   a signature that is missing or does not hold   the listed exceptions that refuse callers, and the
//                                                  protocol's common ones, unauthenticated and denied
//   another identity                               those that deny
//   a burst                                        those that throttle
//   a body, or a value, of the wrong form          the protocol's refusals of what cannot be read
// Generated cases have theirs by kind; a success has none.
void add_common_outcomes(Case& test, const contract::Model& model, const contract::Operation& operation,
                         std::string_view protocol);

// Whether an exception is of the kind that such a case is about, by its name: an `expect` of nothing else
// would leave out what AWS itself answers. False for cases that are about none.
[[nodiscard]] bool is_of_the_cases_kind(const Case& test, std::string_view exception);

}  // namespace hallmark::plan
