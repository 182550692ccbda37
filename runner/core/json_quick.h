// JSON that is as it should be, read in one pass: nearly all that is read. Of anything else it says nothing,
// and whoever asks reads it with a parser that says what is wrong (core/json.h). Private to core/.
#pragma once

#include <optional>
#include <string_view>

#include "core/json.h"

namespace hallmark::core {

// The value of a text that is JSON (RFC 8259) without a name that stands twice in one object, nested no
// deeper than `max_depth`, its numbers within 64 bits or a double's range. Else nullopt, also where it only
// might be another (a byte order mark, a number of very many digits). Never throws, never recurses. J: Json
// or OrderedJson.
template <typename J>
[[nodiscard]] std::optional<J> read_quickly(std::string_view text, std::size_t max_depth);
extern template std::optional<Json> read_quickly<Json>(std::string_view, std::size_t);
extern template std::optional<OrderedJson> read_quickly<OrderedJson>(std::string_view, std::size_t);

}  // namespace hallmark::core
