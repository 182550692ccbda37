// A long answer that no case is about is not kept: what stands in its place, so that nobody takes it for what
// the endpoint said.
#pragma once

#include <string>

#include "wire/http.h"

namespace hallmark::exchange {

// "(4460828 bytes, which no case is about: not kept)"
[[nodiscard]] std::string in_place_of(std::size_t bytes);
// False for an answer whose body is in_place_of() another.
[[nodiscard]] bool is_kept(const wire::Response& response);

}  // namespace hallmark::exchange
