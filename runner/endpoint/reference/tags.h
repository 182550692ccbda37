// Tags: kept as one object, key -> value, whatever shape an operation writes them in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "contract/model.h"
#include "core/json.h"

namespace hallmark::endpoint {

// Of a map, or of a list of structures with a key and a value; nothing when the value is neither.
[[nodiscard]] std::optional<Json> tags_of(const Json& value);
// The keys that a request to take tags away names: a list of texts, or of structures with a key.
[[nodiscard]] std::vector<std::string> tag_keys_of(const Json& value);
// As the shape writes them; nothing when it is none of these.
[[nodiscard]] std::optional<Json> tags_as(const contract::Model& model, const contract::Shape& shape,
                                          const Json& tags);

}  // namespace hallmark::endpoint
