// The items of a list as a walk over its pages counts them, and an answer that has them all at once. See
// Walk.
//
// A case that asks for all at once keeps that whole answer under `at_once`, and under `at_once_again` what is
// answered after the walk: where both tell the same, the pages do.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "contract/model.h"
#include "plan/cases/case.h"

namespace hallmark::plan {

inline constexpr const char* at_once = "atOnce";
inline constexpr const char* at_once_again = "atOnceAgain";

// The members that tell one item from the next: its identifiers; none: all of it does.
[[nodiscard]] std::vector<std::string> identity_of_items(const contract::Model& model,
                                                         const contract::Operation& operation,
                                                         const Walk& walk);

// How often each item is there, by what tells it from the next.
using ItemCounts = std::map<std::string, std::size_t>;

// Adds the items of one answer (a members document), however many pages there are.
void count_items(const Walk& walk, const std::vector<std::string>& identity, const Json& answer,
                 ItemCounts& counts);
// The answer gives a place where there are more items.
[[nodiscard]] bool tells_of_more(const Walk& walk, const Json& answer);

}  // namespace hallmark::plan

// Example:
//
//   ItemCounts counts;
//   count_items(Walk{.items = "/Books"}, {"Id"}, Json{{"Books", {{{"Id", "a"}}}}}, counts);
//   const std::size_t times = counts["[\"a\"]"];  // 1
