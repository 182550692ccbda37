// XML as a tree that can be changed and written again, for mutants and variations of answers. It reads
// what Hallmark's own encoders write (no DTD, no processing instructions but the declaration), and
// keeps text and attributes as they stand, escapes and all.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hallmark::endpoint {

struct XmlNode {
  std::string name;  // as written; empty: text
  std::string text;  // of a text node, escaped; a comment or CDATA section with its marks
  std::vector<std::pair<std::string, std::string>> attributes;  // value escaped, without quotes
  std::vector<XmlNode> children;
  bool self_closed = false;
  [[nodiscard]] bool is_text() const { return name.empty(); }
  [[nodiscard]] bool has_elements() const;
};

struct XmlDocument {
  std::string declaration;  // "<?xml …?>" or empty
  XmlNode root;
};

// Null when it is not such a document.
[[nodiscard]] std::optional<XmlDocument> read_xml(std::string_view text);
[[nodiscard]] std::string write_xml(const XmlDocument& document);

}  // namespace hallmark::endpoint
