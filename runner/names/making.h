// States of things that are not there yet: "making_states" of suites/knowledge/habits.json.
#pragma once

#include <string_view>

namespace hallmark::names {

// "CREATING", "Pending": the thing is still being made. Any case, with or without what stands between words.
[[nodiscard]] bool is_making_state(std::string_view state);

}  // namespace hallmark::names
