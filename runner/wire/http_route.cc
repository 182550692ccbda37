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

// The next segment of a path, which is taken off it.
std::string_view next_segment(std::string_view& path) {
  const std::size_t slash = path.find('/');
  const std::string_view segment = path.substr(0, slash);
  path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  return segment;
}

std::string_view without_outer_slashes(std::string_view path) {
  while (!path.empty() && path.back() == '/') path.remove_suffix(1);
  while (!path.empty() && path.front() == '/') path.remove_prefix(1);
  return path;
}

// False when the pattern's literal segments are not the path's: most patterns need not be read.
bool may_match(std::string_view pattern, std::string_view path) {
  if (path.find('%') != std::string_view::npos) return true;
  pattern = without_outer_slashes(pattern.substr(0, pattern.find('?')));
  path = without_outer_slashes(path);
  if (path.find("//") != std::string_view::npos) return true;
  while (!pattern.empty()) {
    const std::string_view wanted = next_segment(pattern);
    const bool label = wanted.find('{') != std::string_view::npos;
    if (label && wanted.find("+}") != std::string_view::npos) return true;
    if (label && path.empty()) return true;  // an empty label
    const std::string_view there = next_segment(path);
    if (!label && there != wanted) return false;
  }
  return path.empty();
}

// Pattern of an operation's HTTP binding, as it stands in the model; null when it has none.
const std::string* pattern_of(const contract::Operation& operation) {
  const Json* http = operation.traits.find(contract::trait::http);
  if (http == nullptr || !http->is_object()) return nullptr;
  const auto uri = http->find("uri");
  return uri == http->end() ? nullptr : uri->get_ptr<const std::string*>();
}

// The service's operations whose pattern may be the path's, by name.
std::vector<const contract::Operation*> candidates(const contract::Model& model, std::string_view path) {
  std::vector<const contract::Operation*> found;
  for (const auto& [id, operation] : model.operations) {
    const std::string* pattern = pattern_of(operation);
    if (pattern != nullptr && may_match(*pattern, path)) found.push_back(&operation);
  }
  const std::vector<std::string>& own = model.service.operations;
  const bool bound = std::all_of(found.begin(), found.end(), [&](const contract::Operation* each) {
    return std::find(own.begin(), own.end(), each->id) != own.end();
  });
  const auto by_name = [](const contract::Operation* a, const contract::Operation* b) {
    return a->name() < b->name();
  };
  if (bound && std::is_sorted(found.begin(), found.end(), by_name)) return found;
  // Some are a resource's, or nobody's.
  std::vector<const contract::Operation*> all = model.all_operations();
  std::erase_if(all, [&](const contract::Operation* each) {
    return std::find(found.begin(), found.end(), each) == found.end();
  });
  return all;
}

}  // namespace

Routed route_http(const contract::Model& model, const Request& request) {
  Routed routed;
  Fit best;
  std::string other_methods;
  const std::vector<QueryParameter> query = parse_query(request.query());
  for (const contract::Operation* operation : candidates(model, request.path())) {
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
