// Of which member an exception speaks whose name does not say it, which words behind a member's noun say
// nothing of it, and which members say what a thing is made for: "speaks_of", "contents" and "purposes" of
// suites/knowledge/habits.json.
#pragma once

#include <string>
#include <string_view>

namespace hallmark::names {

// What the member is called: "DashboardBody" of "DashboardInvalidInputError"; "*": the identifier of what the
// request is about; "" where no row says it.
[[nodiscard]] std::string spoken_of(std::string_view exception);

// "PublicKey" of "PublicKeyBody"; the name itself where nothing of the kind stands behind it.
[[nodiscard]] std::string without_content(std::string_view name);

// "KeyUsage": what the thing is for is settled when it is made, and it is refused for anything else.
[[nodiscard]] bool says_purpose(std::string_view member);

}  // namespace hallmark::names
