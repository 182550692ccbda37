// The parts that suites and fixtures share: steps, outcomes, matchers, patches. Internal to plan/.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plan/cases/case.h"
#include "plan/cases/reader.h"

namespace hallmark::plan {

using Recipes = std::map<std::string, ResourceRecipe>;

// A list of steps; {"make": …} is replaced by the recipe's steps. Steps that call a recipe's
// creating operation say so in `creates`.
[[nodiscard]] std::vector<Step> read_steps(const Reader& list, const Recipes& recipes);
[[nodiscard]] std::vector<Outcome> read_outcomes(const Reader& list);
[[nodiscard]] std::vector<PatchOperation> read_patch(const Reader& list);
[[nodiscard]] std::map<std::string, std::string> read_keep(const Reader& object);

// The rules of names that end up in ids: lower-case words with hyphens.
[[nodiscard]] bool is_case_name(std::string_view name);
[[nodiscard]] bool is_variable_name(std::string_view name);

}  // namespace hallmark::plan
