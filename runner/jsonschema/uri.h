// URI references (RFC 3986): resolving one against another, and the parts that JSON Schema needs.
#pragma once

#include <string>
#include <string_view>

namespace hallmark::jsonschema {

struct UriParts {
  std::string document;  // without fragment
  std::string fragment;  // percent-decoded, without '#'
};

// `reference` against `base` (section 5.2), both with or without a scheme. A base without a scheme
// is taken as a relative path.
[[nodiscard]] std::string resolve_uri(std::string_view base, std::string_view reference);
[[nodiscard]] UriParts split_fragment(std::string_view uri);

}  // namespace hallmark::jsonschema
