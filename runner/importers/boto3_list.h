// The parameter and structure lists of a boto3 reference page: one item for each member, nested
// by indentation.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::importers::boto3 {

struct ListItem {
  std::string name;  // empty: a list's element, a map's key or value, the root of a response
  std::string type;  // as on the page: "dict", "string", … ; "document", "json", "streaming", "event-stream"
  bool required = false;
  bool tagged_union = false;
  bool autopopulated = false;  // an idempotency token
  std::vector<ListItem> children;
};

// `lines` are those of one section. Top-level parameters come as `:type X:` and `:param X:` pairs.
[[nodiscard]] std::vector<ListItem> parse_parameters(const std::vector<std::string_view>& lines);
// The members below the response's root item.
[[nodiscard]] std::vector<ListItem> parse_structure(const std::vector<std::string_view>& lines);

}  // namespace hallmark::importers::boto3
