// Kinds of text facts (text_facts.h) beside those of single inputs: of members of outputs, which answers have
// the member; of operations, of lists of filters, and what exceptions say of things in the making.
#pragma once

#include <string_view>

namespace hallmark::contract::text {
// {}: every answer has it. {"operation": "CreateVpnConnection"}: that one's. {"verb": "describing", "of":
// "listener certificates"}: that of the operation that these words name.
inline constexpr std::string_view shown = "hallmark.api#shown";
// On an operation that changes a thing: what becomes of the members that a request leaves out: "kept" or
// "reset".
inline constexpr std::string_view omitted = "hallmark.api#omitted";
// On a member, a list of pairs of a name and values: the names that it may have: ["vpc-id", "tag-key", …].
inline constexpr std::string_view filters = "hallmark.api#filters";
// On an operation that removes a thing: what must be gone, or let go of it, before: ["stack instances", …],
// in lower case.
inline constexpr std::string_view blocked_by = "hallmark.api#blockedBy";
// On an exception: {}: it comes while a thing is being made.
inline constexpr std::string_view unready = "hallmark.api#unready";
}  // namespace hallmark::contract::text

// Example:
//
//   const Traits traits;
//   const std::optional<TextFact> fact = text_fact(traits, text::omitted);
//   bool resets = fact && fact->value == "reset";
