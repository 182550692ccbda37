// Generated cases about an operation as a whole: its successes, its protocol, its signature, its
// exceptions by fault. Internal to plan/; see generate.h.
#pragma once

#include <optional>
#include <vector>

#include "contract/model.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// In order: minimal, full, exceptions by fault, protocol, signature.
[[nodiscard]] std::vector<Wanted> operation_cases(Context& context);
// success/with-<Member>: the base and one optional top-level member.
[[nodiscard]] std::optional<Wanted> with_member(Context& context, const contract::Member& member);

}  // namespace hallmark::plan
