// The fixtures of a service, read and held against its contract: what plan_service() takes. What a file
// looks like is said in plan/cases/load.h, what is held against the contract in plan/lint.h.
#pragma once

#include <filesystem>
#include <vector>

#include "contract/model.h"
#include "plan/cases/case.h"

namespace hallmark::plan {

// The cases of these files of one service, in this order, linted against the contract: throws for the first
// problem.
[[nodiscard]] std::vector<Case> load_fixtures(const std::vector<std::filesystem::path>& files,
                                              const Suite& suite, const contract::Model& model);
// Those of every file below <folder>/<service>/, sorted by path. An absent folder is an empty answer.
[[nodiscard]] std::vector<Case> load_fixtures(const std::filesystem::path& folder, const Suite& suite,
                                              const contract::Model& model);

}  // namespace hallmark::plan
