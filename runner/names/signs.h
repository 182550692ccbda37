// Small signs in names and answers, from suites/knowledge/habits.json: of limits that pass by themselves, of
// lists that go on, of things that end by themselves and of things on their way out.
#pragma once

#include <string_view>

namespace hallmark::names {

// A listed limit of what goes on at one time, which is over soon: "Limit for streams being created
// concurrently exceeded". `code` is the exception's, `text` what it says.
[[nodiscard]] bool is_momentary_limit(std::string_view code, std::string_view text);

// A truth value that says that a list goes on: "HasMoreStreams", "IsTruncated".
[[nodiscard]] bool says_that_more_follows(std::string_view member);

// What the operation makes ends by itself: "StartExecution", "RunTask".
[[nodiscard]] bool makes_what_ends(std::string_view operation);

// "DELETING", "Deleted": the thing was removed, or is being removed. Any case, with or without what stands
// between words.
[[nodiscard]] bool is_last_state(std::string_view state);

}  // namespace hallmark::names

// Example:
//
//   bool again = is_momentary_limit("LimitExceededException", "too many tables created simultaneously");
