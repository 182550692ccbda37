// What a report may never hold, whatever an endpoint says. Each function answers what is wrong, one
// sentence each; empty when all is well.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hallmark::misbehaving {

using Problems = std::vector<std::string>;

// UTF-8 without characters that a terminal obeys or that cannot be seen (line breaks and tabs excepted).
[[nodiscard]] Problems text_problems(std::string_view text);
// The same, and no line that a CI system takes for a command.
[[nodiscard]] Problems log_problems(std::string_view text);
// Well-formed for libxml2 without network, entities or document type.
[[nodiscard]] Problems xml_problems(std::string_view text);
// No element or attribute that runs or loads anything.
[[nodiscard]] Problems html_problems(std::string_view text);
// JSON (RFC 8259) without duplicate names.
[[nodiscard]] Problems json_problems(std::string_view text);

// Any text with everything but printable ASCII replaced by '?'.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace hallmark::misbehaving
