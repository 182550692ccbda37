// Generated cases of what an operation says after other calls: conditions that do not hold, earlier versions,
// other keys, what a switch asks for. Evidence: rows of suites/knowledge/sequences.json, each with the place
// in a document that says it. What contradicts is drift. Ids:
//   behaviour/<row's name>, <Exception>/<row's name>   what the operation itself answers
//   behaviour/<row's name>-unchanged                   a row that refuses: what the reading calls show
//   afterwards
// Promises: "<service>.<Operation> behaviour.<row's kind>[ <row's subject>]". Internal to plan/; see
// behaviour.h.
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> sequence_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
