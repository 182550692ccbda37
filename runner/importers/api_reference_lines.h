// The lines of an API Reference page with what their layout says of them. Markdown, in which such pages
// are stored most often, is undone here: front matter, anchors, escapes, links, emphasis, tables.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::importers::api_reference {

struct Line {
  std::string text;
  std::size_t number = 0;
  bool item = false;  // starts an item; `text` is its name
  bool heading = false;
};

// The headings of the sections that a page of an operation has; longer ones before their own endings.
[[nodiscard]] const std::vector<std::string_view>& section_headings();
[[nodiscard]] bool is_section_heading(std::string_view text);
// Whether such a section lists things by name: parameters, elements, headers, errors.
[[nodiscard]] bool lists_items(std::string_view heading);
// The name of a member, a header, an exception.
[[nodiscard]] bool is_name(std::string_view text);
// "Note", "Important", …: what stands alone on a line and names nothing.
[[nodiscard]] bool is_admonition(std::string_view text);

// Whether the text is Markdown: a section's heading, or an anchor of the generator, is marked as such.
[[nodiscard]] bool is_markdown(std::string_view text);
// Lines without markup. A name in bold that has a line to itself, a heading below those of the sections, and
// the first cell of a table's row start items.
[[nodiscard]] std::vector<Line> markdown_lines(const std::string& text);
// One line of prose without anchors, links, emphasis and escapes; code is left as it is.
[[nodiscard]] std::string without_markup(std::string_view line);

}  // namespace hallmark::importers::api_reference
