// What diff() found, as text for people and as JSON for scripts. See importers.h for diff() itself.
#pragma once

#include <string>
#include <vector>

#include "importers/importers.h"

namespace hallmark::importers {

// One line for each difference and a last line with their number:
//   "changed  UpdateDomain input.Name length.max: 256 -> 128"
[[nodiscard]] std::string render_text(const std::vector<Difference>& differences);
// An array of {"where", "kind", "before", "after"}, pretty, with a final newline.
[[nodiscard]] std::string render_json(const std::vector<Difference>& differences);

}  // namespace hallmark::importers
