// The values of "format" that Hallmark checks when formats are asserted. A name that is not
// known, and every format whose rules are a library of their own (IRIs, internationalised host
// names and addresses, URI templates), is an annotation only.
#pragma once

#include <string_view>

namespace hallmark::jsonschema {

using FormatCheck = bool (*)(std::string_view text);
// Null for names that are not checked. "http-date" is Hallmark's own: IMF-fixdate of RFC 9110.
[[nodiscard]] FormatCheck find_format(std::string_view name);

}  // namespace hallmark::jsonschema
