// Whether a file of known deviations names what there is. Lenient about what a run did not reach: services
// without a contract here, cases that another depth makes, findings outside cases. Strict about names that
// nothing has: rules, operations, cases, patterns that fit none.
#pragma once

#include <filesystem>
#include <vector>

#include "cli/workspace.h"
#include "core/error.h"

namespace hallmark::cli {

// Rules "known.unknown-rule", "known.unknown-case", "known.unknown-operation". Throws DocumentError for a
// file that cannot be read as one.
[[nodiscard]] std::vector<core::DocumentProblem> problems_of_baseline(const Workspace& workspace,
                                                                      const std::filesystem::path& file);

}  // namespace hallmark::cli
