// Requests: labels, query, headers and payload, written and read.
#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "contract/service_facts.h"
#include "core/text.h"
#include "wire/body_bindings.h"
#include "wire/header_values.h"
#include "wire/http_bindings.h"
#include "wire/text_values.h"
#include "wire/uri_template.h"

namespace hallmark::wire {
namespace {

using contract::ShapeType;
using core::TimestampFormat;

const Json* value_of(const Json& members, const std::string& name) {
  if (!members.is_object()) return nullptr;
  const auto found = members.find(name);
  return found == members.end() ? nullptr : &*found;
}

std::string pointer_of(const contract::Member& member) { return core::pointer_join("", member.name); }

const contract::Member* element_of(const contract::Model& model, const contract::Member& member) {
  const contract::Shape& target = contract::target_of(model, member);
  return target.type == ShapeType::list && !target.members.empty() ? &target.members.front() : nullptr;
}

// ---- writing ----

struct Writing {
  const contract::Model& model;
  const Json& input;
  std::vector<std::string>& inexpressible;

  std::string label(const contract::Member* member, const std::string& name, bool greedy) const {
    const Json* value = value_of(input, name);
    if (!member || !value || value->is_null()) {
      inexpressible.push_back(core::pointer_join("", name));
      return {};
    }
    std::string text = to_text(model, *member, *value, TimestampFormat::date_time);
    if (is_prefixed_id(*member)) text = text.substr(text.rfind('/') + 1);
    if (text.empty()) inexpressible.push_back(core::pointer_join("", name));
    return core::percent_encode(text, greedy);
  }

  [[nodiscard]] bool is_prefixed_id(const contract::Member& member) const {
    return contract::answers_with_prefix(model, contract::target_of(model, member).name());
  }

  std::string path(const UriTemplate& uri, const Bindings& bindings) const {
    std::string out;
    for (const UriSegment& segment : uri.segments) {
      out += '/' + segment.prefix;
      if (segment.label.empty()) continue;
      const auto at =
          std::find_if(bindings.bound.begin(), bindings.bound.end(), [&](const BoundMember& bound) {
            return bound.place == BindingPlace::label && bound.member->name == segment.label;
          });
      out += label(at == bindings.bound.end() ? nullptr : at->member, segment.label, segment.greedy) +
             segment.suffix;
    }
    return out;
  }

  static void add(std::string& query, std::string_view name, std::string_view value) {
    if (!query.empty()) query += '&';
    query += core::percent_encode(name);
    query += '=';
    query += core::percent_encode(value);
  }

  void named(std::string& query, const BoundMember& bound, const Json& value) const {
    const contract::Member* element = element_of(model, *bound.member);
    if (!element || !value.is_array()) {
      if (value.is_null()) {
        inexpressible.push_back(pointer_of(*bound.member));
      } else {
        add(query, bound.wire_name, to_text(model, *bound.member, value, TimestampFormat::date_time));
      }
      return;
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (value[i].is_null()) {
        inexpressible.push_back(core::pointer_join(pointer_of(*bound.member), i));
      } else {
        add(query, bound.wire_name, to_text(model, *element, value[i], TimestampFormat::date_time));
      }
    }
  }

  void map(std::string& query, const BoundMember& bound, const Json& value,
           const std::set<std::string>& taken) const {
    const std::string pointer = pointer_of(*bound.member);
    if (!value.is_object()) {
      inexpressible.push_back(pointer);
      return;
    }
    for (const auto& [name, entry] : value.items()) {
      if (taken.contains(name)) continue;
      const Json entries = entry.is_array() ? entry : Json::array({entry});
      for (const Json& one : entries) {
        if (one.is_null()) {
          inexpressible.push_back(core::pointer_join(pointer, name));
        } else {
          add(query, name, one.is_string() ? one.get<std::string>() : core::dump(one));
        }
      }
    }
  }

  // Constant parameters first, then the named ones, then the map without names that are taken.
  std::string query(const UriTemplate& uri, const Bindings& bindings) const {
    std::string out = uri.literal_query;
    std::set<std::string> taken;
    for (const QueryParameter& literal : uri.literals) taken.insert(literal.name);
    for (const BoundMember& bound : bindings.bound) {
      const Json* value = value_of(input, bound.member->name);
      if (bound.place != BindingPlace::query || !value) continue;
      named(out, bound, *value);
      if (!value->is_null()) taken.insert(bound.wire_name);
    }
    for (const BoundMember& bound : bindings.bound) {
      const Json* value = value_of(input, bound.member->name);
      if (bound.place == BindingPlace::query_params && value) map(out, bound, *value, taken);
    }
    return out;
  }
};

// ---- reading ----

void read_labels(const contract::Model& model, const Bindings& bindings, const Labels& labels,
                 Decoded& into) {
  for (const auto& [name, text] : labels) {
    for (const BoundMember& bound : bindings.bound) {
      if (bound.place != BindingPlace::label || bound.member->name != name) continue;
      into.members[name] = from_text(model, *bound.member, text, TimestampFormat::date_time,
                                     {.pointer = pointer_of(*bound.member),
                                      .location = "path label " + name,
                                      .diagnostics = into.diagnostics});
    }
  }
}

void read_named(const contract::Model& model, const BoundMember& bound,
                const std::vector<QueryParameter>& query, Decoded& into) {
  const Cursor at{.pointer = pointer_of(*bound.member),
                  .location = "query " + bound.wire_name,
                  .diagnostics = into.diagnostics};
  const contract::Member* element = element_of(model, *bound.member);
  Json list = Json::array();
  std::size_t count = 0;
  for (const QueryParameter& parameter : query) {
    if (parameter.name != bound.wire_name) continue;
    ++count;
    const std::string text = parameter.value.value_or("");
    if (element) {
      list.push_back(
          from_text(model, *element, text, TimestampFormat::date_time, at.part(list.size(), at.location)));
    } else if (count == 1) {
      into.members[bound.member->name] =
          from_text(model, *bound.member, text, TimestampFormat::date_time, at);
    }
  }
  if (element && count > 0) into.members[bound.member->name] = std::move(list);
  if (!element && count > 1) {
    at.diagnose(DiagnosticKind::duplicate_key, "one value", std::to_string(count) + " values");
  }
}

// A server puts every parameter into the map, the named ones as well.
void read_map(const contract::Model& model, const BoundMember& bound,
              const std::vector<QueryParameter>& query, Decoded& into) {
  const contract::Shape& target = contract::target_of(model, *bound.member);
  const contract::Member* value = target.member("value");
  const bool lists = value && contract::target_of(model, *value).type == ShapeType::list;
  Json map = Json::object();
  const Cursor at{.pointer = pointer_of(*bound.member), .location = "query", .diagnostics = into.diagnostics};
  for (const QueryParameter& parameter : query) {
    const std::string name = clean_text(parameter.name, at);
    std::string text = clean_text(parameter.value.value_or(""), at.part(name, "query " + parameter.name));
    if (lists) {
      map[name].push_back(std::move(text));
    } else if (!map.contains(name)) {
      map[name] = std::move(text);
    }
  }
  if (!map.empty()) into.members[bound.member->name] = std::move(map);
}

// A parameter that neither a member nor the pattern knows.
void diagnose_unknown_parameters(const Bindings& bindings, const UriTemplate& uri,
                                 const std::vector<QueryParameter>& query,
                                 std::vector<Diagnostic>& diagnostics) {
  for (const QueryParameter& parameter : query) {
    const bool literal = std::any_of(uri.literals.begin(), uri.literals.end(),
                                     [&](const QueryParameter& one) { return one.name == parameter.name; });
    const bool member =
        std::any_of(bindings.bound.begin(), bindings.bound.end(), [&](const BoundMember& bound) {
          return bound.place == BindingPlace::query_params ||
                 (bound.place == BindingPlace::query && bound.wire_name == parameter.name);
        });
    if (literal || member || core::starts_with_ignoring_case(parameter.name, "X-Amz-")) continue;
    add_diagnostic(diagnostics, {.kind = DiagnosticKind::unknown_member,
                                 .pointer = core::pointer_join("", parameter.name),
                                 .location = "query " + parameter.name,
                                 .expected = "",
                                 .actual = parameter.value.value_or("")});
  }
}

}  // namespace

EncodedRequest encode_http_request(const contract::Model& model, const contract::Operation& operation,
                                   const Json& input, const EncodeOptions& options, const BodyCodec& codec) {
  EncodedRequest out;
  const auto http = contract::http_binding(operation);
  out.impossible =
      http ? impossible_reason(model, operation) : "the contract states no method and path for it";
  if (!out.impossible.empty()) return out;
  const contract::Shape* structure = model.shape(operation.input);
  const Json document = with_tokens(model, operation, input, options);
  const Bindings bindings = structure ? split(model, *structure, MessageKind::request) : Bindings{};
  const UriTemplate uri = parse_uri_template(http->uri);
  const Writing writing{.model = model, .input = document, .inexpressible = out.inexpressible};
  out.request.method = http->method;
  out.request.target = writing.path(uri, bindings);
  if (const std::string query = writing.query(uri, bindings); !query.empty())
    out.request.target += '?' + query;
  out.request.host_prefix = host_prefix_of(operation, document, out.inexpressible);
  const BodyContext context{
      .model = model, .structure = structure, .direction = MessageKind::request, .bindings = &bindings};
  write_headers(context, document, out.request.headers, out.inexpressible);
  write_body(context, document, codec, out.request.headers, out.request.body, out.inexpressible);
  finish_request(model, operation, document, out.request);
  return out;
}

Decoded decode_http_request(const contract::Model& model, const contract::Operation& operation,
                            const Request& request, const BodyCodec& codec) {
  Decoded into;
  const std::optional<Request> plain = plain_request(operation, request, into.diagnostics);
  const Request& read = plain ? *plain : request;
  const contract::Shape* structure = model.shape(operation.input);
  const Bindings bindings = structure ? split(model, *structure, MessageKind::request) : Bindings{};
  if (const auto http = contract::http_binding(operation)) {
    const UriTemplate uri = parse_uri_template(http->uri);
    if (const auto labels = match_path(uri, read.path())) read_labels(model, bindings, *labels, into);
    const std::vector<QueryParameter> query = parse_query(read.query());
    for (const BoundMember& bound : bindings.bound) {
      if (bound.place == BindingPlace::query) read_named(model, bound, query, into);
      if (bound.place == BindingPlace::query_params) read_map(model, bound, query, into);
    }
    diagnose_unknown_parameters(bindings, uri, query, into.diagnostics);
  }
  const BodyContext context{
      .model = model, .structure = structure, .direction = MessageKind::request, .bindings = &bindings};
  read_headers(context, read.headers, into);
  read_body(context, read.headers, read.body, codec, into);
  return into;
}

}  // namespace hallmark::wire
