// The syntax blocks of an API Reference page: the HTTP frame of a request or a response, and its
// body as JSON or XML with placeholders for values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hallmark::importers::api_reference {

struct NamedNode;
struct BodyNode {
  enum class Kind { text, number, boolean, blob, timestamp, list, object, map, element, recursive, anything };
  Kind kind = Kind::anything;
  std::vector<NamedNode> members;  // object; of `element` (XML) its children
  std::vector<BodyNode> element;   // list and map: the element or value
  bool flattened = false;          // a list of XML without an element around its items
  [[nodiscard]] const BodyNode* member(std::string_view name) const;
};
struct NamedNode {
  std::string name;
  BodyNode node;
};

struct Block {
  std::string method, uri;                                   // of requests with a request line
  int status = 0;                                            // of responses with a status line
  std::string status_member;                                 // where it names a member instead
  std::vector<std::pair<std::string, std::string>> headers;  // name, placeholder
  std::optional<BodyNode> body;
  std::string payload;  // a body that is one placeholder: its name
  std::string root;     // of XML: the root element
};

// Never throws: what cannot be read is left out (a page's prose still says the top level).
[[nodiscard]] Block read_block(std::string_view text);

}  // namespace hallmark::importers::api_reference
