// The metaschemas of JSON Schema 2020-12, as Hallmark writes them: what the specification demands
// of each keyword's value, under the official URIs. Known without any file or network.
#pragma once

#include <string_view>

#include "core/json.h"

namespace hallmark::jsonschema {

// For "https://json-schema.org/draft/2020-12/schema" and ".../meta/<vocabulary>"; null for any other URI.
[[nodiscard]] const OrderedJson* metaschema(std::string_view uri);

}  // namespace hallmark::jsonschema
