// Private to the contract's readers: which traits are read at all, and whether a known
// trait's value has the form that Smithy gives it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/json.h"

namespace hallmark::contract {

// Documentation prose, and endpoint rule sets (a target says where it is by itself).
[[nodiscard]] bool is_dropped_trait(std::string_view id);
// The value as it is kept: without the prose that some traits carry inside.
[[nodiscard]] Json kept_trait_value(std::string_view id, Json value);
// What is wrong with the value of a trait that the code reads; nullopt when nothing is.
[[nodiscard]] std::optional<std::string> trait_fault(std::string_view id, const Json& value);

}  // namespace hallmark::contract
