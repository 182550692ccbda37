// What a list may be fed by, where no operation is known to make and remove just what it lists: by its name
// another one adds to it ("PutDashboard" to "DashboardEntries", "AttachRolePolicy" to "AttachedPolicies",
// "TagRole" to "Tags"). Whether it does is seen by asking. Internal to plan/; see paged_cases.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Whether an item of this list is a thing called so: "Grant" of "Grants", "Policy" of "AttachedPolicies".
[[nodiscard]] bool lists_things_called(const Context& context, const names::Names& names,
                                       const std::string& items, const std::string& noun);

// The steps that add `count` items to the list at `items` as `whole` asks for it; nullopt where no operation
// is called so, it is dangerous, or it adds to another list than the one that is asked for.
[[nodiscard]] std::optional<std::vector<Step>> feeding(const Context& context, const names::Names& names,
                                                       const std::string& items, const Json& whole,
                                                       std::size_t count);

}  // namespace hallmark::plan
