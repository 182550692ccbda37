// The syntax blocks of a boto3 reference page: Python literals that show the nesting, the
// enums and the types of a request or a response.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hallmark::importers::boto3 {

struct NamedSyntax;
struct SyntaxNode {
  enum class Kind {
    text,
    integer,
    real_double,
    real_float,
    boolean,
    timestamp,
    blob,
    streaming_blob,
    list,
    object,
    recursive,
    document,
    event_stream
  };
  Kind kind = Kind::object;
  std::vector<std::string> enum_values;  // of text
  std::vector<NamedSyntax> members;      // of an object and an event stream
  std::vector<SyntaxNode> element;       // of a list: one
  // {'string': value} alone: a map, or a structure whose one member has that name.
  [[nodiscard]] bool looks_like_map() const;
};
struct NamedSyntax {
  std::string name;
  SyntaxNode node;
};

// `text` is the whole page. Reads `response = client.method(…)` at or behind `from`; the members
// are the keyword arguments. Throws DocumentError ("page.syntax") naming `file` and the line.
[[nodiscard]] SyntaxNode parse_request_syntax(std::string_view text, std::size_t from,
                                              const std::string& file);
// Reads the `{…}` at or behind `from`.
[[nodiscard]] SyntaxNode parse_response_syntax(std::string_view text, std::size_t from,
                                               const std::string& file);

}  // namespace hallmark::importers::boto3
