// Generated cases of what a request refers to: the groups, roles, subnets that it names stand in what is read
// back, be it as a text or as a structure of their own ("VpcSecurityGroupIds" comes back as
// VpcSecurityGroups[].VpcSecurityGroupId). They are made before, by the service itself or by another one.
// Internal to plan/; see behaviour.h. Ids:
//   behaviour/read-back-<Member>, behaviour/update-<Member>   of members that value_cases.h says nothing of
//   behaviour/part-<Member>[-<Part>]   what is added to a thing ("AuthorizeSecurityGroupIngress") is part of
//   it
// Promises: "<service>.<Operation> behaviour.read-back <Member>", … "behaviour.update <Member>". Names alone
// show it: what contradicts is drift.
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> reference_cases(Context& context, const names::Names& names);
[[nodiscard]] std::vector<Wanted> added_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
