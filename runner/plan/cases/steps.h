// The parts that suites and fixtures share: steps, outcomes, matchers, patches. Internal to plan/.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/file_cursor.h"
#include "plan/cases/case.h"

namespace hallmark::plan {

using Recipes = std::map<std::string, ResourceRecipe>;

// A list of steps; {"make": …} is replaced by the recipe's steps. Steps that call a recipe's
// creating operation say so in `creates`.
[[nodiscard]] std::vector<Step> read_steps(const core::FileCursor& list, const Recipes& recipes);
[[nodiscard]] std::vector<Outcome> read_outcomes(const core::FileCursor& list);
[[nodiscard]] std::vector<PatchOperation> read_patch(const core::FileCursor& list);
[[nodiscard]] std::map<std::string, std::string> read_keep(const core::FileCursor& object);

// The rules of names that end up in ids: lower-case words with hyphens.
[[nodiscard]] bool is_case_name(std::string_view name);
[[nodiscard]] bool is_variable_name(std::string_view name);

}  // namespace hallmark::plan
