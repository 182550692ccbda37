// How the console looks: colours, and lines that keep to a width.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "reports/text.h"

namespace hallmark::reports {

enum class Colour { none, bold, dim, red, green, yellow, cyan, magenta };
[[nodiscard]] Colour colour_of(Mark mark);

struct ConsoleStyle {
  bool colour = false;
  bool verbose = false;  // nothing is left out
  [[nodiscard]] std::string paint(std::string_view text, Colour colour) const;
  [[nodiscard]] std::string counts_text(const std::map<Mark, std::size_t>& counts) const;
};

inline constexpr std::size_t console_width = 118;

// `text` in lines of at most console_width columns, the further ones `indent` columns in; broken at blanks,
// and in words that are longer than a line. No line ends the last one.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t column, std::size_t indent);

// At most so many characters, with "…" in place of what is cut.
[[nodiscard]] std::string first_characters(std::string_view text, std::size_t most);

// A shell command on several lines, broken in front of its options; empty when one line would still be longer
// than a screen has room for.
[[nodiscard]] std::string shell_lines(const std::string& command, std::size_t indent);

}  // namespace hallmark::reports
