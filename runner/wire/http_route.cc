#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "wire/http_bindings.h"
#include "wire/uri_template.h"

namespace hallmark::wire {
namespace {

using contract::Member;

// How well an operation fits a request; the greater one wins. The path decides first. Where models
// give several operations the same method and pattern (S3), what else the request carries decides.
struct Fit {
  std::string path;             // per segment: literal, label with text around it, label, greedy label
  std::ptrdiff_t literals = 0;  // constant parameters that were sent
  bool complete = true;         // every required query and header member is there
  int required = 0;             // how many of them
  int known = 0;                // parameters that are members
  bool current = true;          // not deprecated

  [[nodiscard]] auto key() const { return std::tie(path, literals, complete, required, known, current); }
};

char rank_of(const UriSegment& segment) {
  if (segment.label.empty()) return '3';
  if (segment.greedy) return '0';
  return segment.prefix.empty() && segment.suffix.empty() ? '1' : '2';
}

std::string text_of(const Member& member, std::string_view trait) {
  const Json* name = member.traits.find(trait);
  return name && name->is_string() ? name->get<std::string>() : std::string();
}

Fit fit_of(const contract::Model& model, const contract::Operation& operation, const UriTemplate& uri,
           const Request& request, const std::vector<QueryParameter>& query) {
  const auto sent = [&](const std::string& name) {
    return std::any_of(query.begin(), query.end(),
                       [&](const auto& parameter) { return parameter.name == name; });
  };
  Fit fit;
  for (const UriSegment& segment : uri.segments) fit.path += rank_of(segment);
  fit.literals = std::count_if(uri.literals.begin(), uri.literals.end(),
                               [&](const QueryParameter& literal) { return sent(literal.name); });
  fit.current = !operation.traits.has(contract::trait::deprecated);
  const contract::Shape* input = model.shape(operation.input);
  if (!input) return fit;
  for (const Member& member : input->members) {
    const std::string parameter = text_of(member, contract::trait::http_query);
    const std::string header = text_of(member, contract::trait::http_header);
    if (parameter.empty() && header.empty()) continue;
    const bool there = parameter.empty() ? request.headers.has(header) : sent(parameter);
    if (there && !parameter.empty()) ++fit.known;
    if (!contract::is_required(member)) continue;
    if (there) ++fit.required;
    fit.complete = fit.complete && there;
  }
  return fit;
}

// False when what the pattern begins with is not what the path does: most patterns need not be read.
bool may_match(std::string_view pattern, std::string_view path) {
  if (path.find('%') != std::string_view::npos) return true;
  std::string_view head = pattern.substr(0, pattern.find_first_of("{?"));
  while (!head.empty() && head.back() == '/') head.remove_suffix(1);
  while (!head.empty() && head.front() == '/') head.remove_prefix(1);
  while (!path.empty() && path.front() == '/') path.remove_prefix(1);
  return path.starts_with(head);
}

}  // namespace

Routed route_http(const contract::Model& model, const Request& request) {
  Routed routed;
  Fit best;
  std::string other_methods;
  const std::vector<QueryParameter> query = parse_query(request.query());
  for (const contract::Operation* operation : model.all_operations()) {
    const auto http = contract::http_binding(*operation);
    if (!http) continue;
    if (!may_match(http->uri, request.path())) continue;
    const UriTemplate uri = parse_uri_template(http->uri);
    if (!match_path(uri, request.path()) || !has_literals(uri, query)) continue;
    if (http->method != request.method) {
      if (other_methods.find(http->method) == std::string::npos) {
        other_methods += (other_methods.empty() ? "" : ", ") + http->method;
      }
      continue;
    }
    Fit fit = fit_of(model, *operation, uri, request, query);
    if (!routed.operation || fit.key() > best.key()) {
      routed.operation = operation;
      best = std::move(fit);
    }
  }
  if (routed.operation) return routed;
  routed.problem = other_methods.empty() ? "no operation has this method and path"
                                         : "this path takes " + other_methods + ", not " + request.method;
  return routed;
}

}  // namespace hallmark::wire
