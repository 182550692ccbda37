// What members say of each other and of the thing, which constraints of one member cannot say: rows `stale`
// and `refused_orders` of suites/knowledge/habits.json.
#pragma once

#include <string>
#include <string_view>

namespace hallmark::names {

// The exception says that the member's value is not the thing's version any more: "PreconditionFailed" of
// "IfMatch". Members whatever the case of their first letter.
[[nodiscard]] bool says_stale(std::string_view exception, std::string_view member);

// The member that must not be below `least`, where a request is refused in which it is: "MaxSize" of
// "MinSize"; "" where no row says so.
[[nodiscard]] std::string refused_below(std::string_view least);

}  // namespace hallmark::names
