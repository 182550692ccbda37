// What a documentation says of single operations in words that no rule reads
// (suites/knowledge/scenarios.json): the file as it stands. Its steps are read where steps are known, in
// plan/.
#pragma once

#include "core/json.h"

namespace hallmark::names {

// The file of this build, checked against its schema when it was written.
[[nodiscard]] const core::JsonFile& scenarios();

}  // namespace hallmark::names
