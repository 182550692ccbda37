// An API Reference page as extracted text, brought into one form: sections, items, facts. The
// copies in circulation differ in layout (bullets or paragraphs, one line or many, Markdown);
// nothing behind this file knows that.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::importers::api_reference {

// One described thing: a parameter, a response element, an error.
struct Item {
  std::string name;
  std::string text;  // prose and facts, on one line
  std::size_t line = 0;
};

struct Section {
  std::string name;  // "Request Syntax", "URI Request Parameters", "Request Parameters", "Request Body", …
  std::string text;  // of syntax sections: the block as it stands, placeholders joined
  std::vector<Item> items;
  std::size_t line = 0;
};

struct PageText {
  std::string operation;  // the title
  std::vector<Section> sections;
  [[nodiscard]] const Section* section(std::string_view name) const;
};

// Throws DocumentError ("page.frame", "page.no-operation", "page.utf8").
[[nodiscard]] PageText read_page_text(const std::string& text, const std::string& file);

// Facts of an item. Absent facts are empty.
struct Facts {
  std::string type;  // "String", "Array of X objects", …
  std::string length, key_length, value_length, range, array_members, map_entries, pattern, valid_values,
      required, status;
};
[[nodiscard]] Facts facts_of(std::string_view text);

// "Minimum length of 1. Maximum length of 256." / "Fixed length of 22." -> {"min": 1, "max": 256} as text;
// empty where it does not say.
struct StatedLimits {
  std::string min, max;
};
[[nodiscard]] StatedLimits limits_of(std::string_view fact);

}  // namespace hallmark::importers::api_reference
