// Cuts what is judged into shards of like cost. Shards that are whole operations make each operation's
// things, base request and plan once among them, so that together they take hardly more than the whole.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plan/cases/case.h"
#include "plan/cases/select.h"

namespace hallmark::plan {

// The line of Selection: the selected operations of these services one after the other, each as long as its
// cases are expected to be many. Follows from contracts, fixtures and the selection alone: what every shard
// of a run works out is the same. `fixtures` are those of each service.
[[nodiscard]] std::map<std::string, Piece, std::less<>> share_out(
    const Selection& selection, const std::vector<ServicePlan>& services,
    const std::vector<std::vector<Case>>& fixtures);

}  // namespace hallmark::plan
