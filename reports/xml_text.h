// Text as XML 1.0 may hold it. What cannot stand in it even as a reference (U+0000-08, 0B, 0C, 0E-1F,
// FFFE, FFFF, lone surrogates, bytes that are not UTF-8) is shown: \x1b.
#pragma once

#include <string>
#include <string_view>

namespace hallmark::reports {

[[nodiscard]] std::string xml_text(std::string_view text);       // between tags; no CDATA anywhere
[[nodiscard]] std::string xml_attribute(std::string_view text);  // between double quotes; newlines as &#10;

}  // namespace hallmark::reports
