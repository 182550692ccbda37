// The URI pattern of @http: "/domains/{id}/files/{path+}?list-type=2". Parsed, matched
// against a request's path, and filled in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wire/http.h"

namespace hallmark::wire {

struct UriSegment {
  std::string prefix;  // literal text; all of the segment when there is no label
  std::string label;   // empty: a literal
  std::string suffix;  // literal text behind the label
  bool greedy = false;
};

struct UriTemplate {
  std::vector<UriSegment> segments;      // "/" has one, empty
  std::vector<QueryParameter> literals;  // the query's constant parameters
  std::string literal_query;             // as it stands in the pattern
};
[[nodiscard]] UriTemplate parse_uri_template(std::string_view uri);

// The labels' values, percent-decoded, in the order of the pattern; nullopt when the path does not fit.
using Labels = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] std::optional<Labels> match_path(const UriTemplate& uri, std::string_view path);

// Does a request's query carry every constant parameter? "x-id" (S3's hint to itself) may be left out.
[[nodiscard]] bool has_literals(const UriTemplate& uri, const std::vector<QueryParameter>& query);

}  // namespace hallmark::wire
