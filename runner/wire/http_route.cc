#include <string>
#include <vector>

#include "wire/http_bindings.h"
#include "wire/uri_template.h"

namespace hallmark::wire {
namespace {

// Greater is more specific: segment by segment, then by the number of constant parameters.
std::string rank_of(const UriTemplate& uri) {
  std::string rank;
  for (const UriSegment& segment : uri.segments) {
    rank += segment.label.empty()                       ? '3'
            : segment.greedy                            ? '0'
            : (segment.prefix + segment.suffix).empty() ? '1'
                                                        : '2';
  }
  rank += '/';
  return rank + static_cast<char>(' ' + std::min<std::size_t>(uri.literals.size(), 90));
}

}  // namespace

Routed route_http(const contract::Model& model, const Request& request) {
  Routed routed;
  std::string best;
  std::string other_methods;
  const std::vector<QueryParameter> query = parse_query(request.query());
  for (const contract::Operation* operation : model.all_operations()) {
    const auto http = contract::http_binding(*operation);
    if (!http) continue;
    const UriTemplate uri = parse_uri_template(http->uri);
    if (!match_path(uri, request.path()) || !has_literals(uri, query)) continue;
    if (http->method != request.method) {
      if (other_methods.find(http->method) == std::string::npos) {
        other_methods += (other_methods.empty() ? "" : ", ") + http->method;
      }
      continue;
    }
    const std::string rank = rank_of(uri);
    if (!routed.operation || rank > best) {
      routed.operation = operation;
      best = rank;
    }
  }
  if (routed.operation) return routed;
  routed.problem = other_methods.empty() ? "no operation has this method and path"
                                         : "this path takes " + other_methods + ", not " + request.method;
  return routed;
}

}  // namespace hallmark::wire
