// Generated cases of requests whose body may be compressed (trait smithy.api#requestCompression): one that is
// long enough to be, as clients then send it by themselves. Internal to plan/; see behaviour.h. Ids:
//   behaviour/compressed    a valid request of more than ten KiB, with Content-Encoding: gzip
// Promise: "<service>.<Operation> behaviour.compressed". The trait states it.
#pragma once

#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// Context and names must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> compressed_cases(Context& context, const names::Names& names);

}  // namespace hallmark::plan
