// A kind of text fact (text_facts.h) of members of outputs: which answers have the member.
#pragma once

#include <string_view>

namespace hallmark::contract::text {
// {}: every answer has it. {"operation": "CreateVpnConnection"}: that one's. {"verb": "describing", "of":
// "listener certificates"}: that of the operation that these words name.
inline constexpr std::string_view shown = "hallmark.api#shown";
}  // namespace hallmark::contract::text
