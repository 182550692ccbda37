// Members in header fields: scalars, lists (with quoting), media types and JSON values
// (base64). Used by the HTTP bindings only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "contract/model.h"
#include "wire/cursor.h"
#include "wire/protocol.h"

namespace hallmark::wire {

// The field's value; nullopt (and `pointer` in `inexpressible`) for null and for text that no
// header can carry. Text that survives only trimmed is written and listed.
[[nodiscard]] std::optional<std::string> header_from_value(const contract::Model& model,
                                                           const contract::Member& member, const Json& value,
                                                           const std::string& pointer,
                                                           std::vector<std::string>& inexpressible);

// The reverse, from every field line of that name (at least one).
[[nodiscard]] Json value_from_headers(const contract::Model& model, const contract::Member& member,
                                      const std::vector<std::string>& lines, const Cursor& at);

}  // namespace hallmark::wire
