// What rows of suites/knowledge/values.json say of a member of an operation's request, and of what a call
// makes, for whoever infers arrangements.
#pragma once

#include <optional>

#include "contract/model.h"
#include "plan/cases/case.h"
#include "plan/values/values.h"

namespace hallmark::plan {

// A row of an operation gives a text that is known to be accepted, or that another service makes: nothing
// need be made for it.
[[nodiscard]] bool is_told(const Values& values, const contract::Member& member);
// A row of an operation has a text, however sure.
[[nodiscard]] bool has_row(const Values& values, const contract::Member& member);
// A row has a list that is known to be accepted.
[[nodiscard]] bool knows_list(const Values& values, const contract::Member& member);

// A call of it that sends and keeps nothing yet.
[[nodiscard]] Step step_of(const contract::Operation& operation);

// The operation that takes away what `create` puts there, where rows say so: "DisableHub" of "EnableHub";
// null where none does.
[[nodiscard]] const contract::Operation* undoing(const contract::Model& model,
                                                 const contract::Operation& create);

// How it is waited for what `create` makes, where rows say that it is not there at once; what that needs is
// kept by `made`, which calls it.
[[nodiscard]] std::optional<Step> wait_for(const contract::Model& model, const contract::Operation& create,
                                           Step& made);

}  // namespace hallmark::plan
