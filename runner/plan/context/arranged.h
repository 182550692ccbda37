// A thing that another operation of the service makes, for a request that names it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

struct Arranged {
  std::vector<Step> steps;  // whatever the making needs, then the making itself, which is journalled
  std::string variable;     // that a step keeps: what a member of this name takes
};

// What makes something that `member` ("DBParameterGroupName", "TargetGroupArns") names, where an operation
// makes such things and they can be removed. Nullopt where nothing does, or where its answer does not show
// it.
[[nodiscard]] std::optional<Arranged> arranged_for(const Context& context, const names::Names& names,
                                                   const std::string& member);
// The steps of a making: what it needs, then itself with everything kept that the recipe keeps.
[[nodiscard]] std::vector<Step> making_of(const Context& context, const contract::Operation& maker,
                                          const ResourceRecipe& recipe);

}  // namespace hallmark::plan

// In use:
//
//   if (const auto group = arranged_for(context, names, "DBParameterGroupName")) {
//     join_steps(test.arrange, group->steps);
//     test.send["DBParameterGroupName"] = "${" + group->variable + "}";
//   }
