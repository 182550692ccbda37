#include "wire/http_bindings.h"

#include <algorithm>
#include <utility>

#include "core/text.h"

namespace hallmark::wire {
namespace {

namespace trait = contract::trait;

std::string text_of(const Json* value) {
  return value && value->is_string() ? value->get<std::string>() : std::string();
}

std::optional<BoundMember> bound(const contract::Model& model, const contract::Member& member,
                                 MessageKind direction) {
  const auto at = [&](BindingPlace place, std::string_view name = {}) {
    return BoundMember{.member = &member, .place = place, .wire_name = std::string(name)};
  };
  const contract::Traits& traits = member.traits;
  if (const Json* name = traits.find(trait::http_header)) return at(BindingPlace::header, text_of(name));
  if (const Json* prefix = traits.find(trait::http_prefix_headers))
    return at(BindingPlace::prefix_headers, text_of(prefix));
  const contract::Shape& target = contract::target_of(model, member);
  const bool event_stream =
      target.type == contract::ShapeType::union_shape && contract::is_streaming(model, member);
  if (traits.has(trait::http_payload) || event_stream) return at(BindingPlace::payload);
  if (direction == MessageKind::response) {
    if (traits.has(trait::http_response_code)) return at(BindingPlace::status_code);
    return std::nullopt;
  }
  if (traits.has(trait::http_label)) return at(BindingPlace::label);
  if (const Json* name = traits.find(trait::http_query)) return at(BindingPlace::query, text_of(name));
  if (traits.has(trait::http_query_params)) return at(BindingPlace::query_params);
  return std::nullopt;
}

}  // namespace

Bindings split(const contract::Model& model, const contract::Shape& structure, MessageKind direction) {
  Bindings bindings;
  for (const contract::Member& member : structure.members) {
    if (auto place = bound(model, member, direction)) {
      if (place->place == BindingPlace::payload) bindings.payload = &member;
      bindings.bound.push_back(std::move(*place));
    } else {
      bindings.body.push_back(&member);
    }
  }
  if (bindings.payload) bindings.body.clear();
  return bindings;
}

void BodyCodec::decode_unexpected(const BodyContext& context, std::string_view body, Decoded& into) const {
  add_diagnostic(into.diagnostics,
                 {.kind = DiagnosticKind::unexpected_body,
                  .pointer = "",
                  .location = "body",
                  .expected = context.structure ? "no body: every member stands elsewhere" : "no body",
                  .actual = core::shorten(body, 200)});
}

void check_content_type(const Headers& headers, const BodyCodec& codec,
                        std::vector<Diagnostic>& diagnostics) {
  const std::string* stated = headers.find("Content-Type");
  if (!stated || core::trim(*stated).empty()) {
    add_diagnostic(diagnostics, {.kind = DiagnosticKind::missing_content_type,
                                 .pointer = "",
                                 .location = "header Content-Type",
                                 .expected = codec.content_type(),
                                 .actual = ""});
  } else if (!codec.accepts(media_type_of(*stated))) {
    add_diagnostic(diagnostics, {.kind = DiagnosticKind::wrong_content_type,
                                 .pointer = "",
                                 .location = "header Content-Type",
                                 .expected = codec.content_type(),
                                 .actual = *stated});
  }
}

Json with_tokens(const contract::Model& model, const contract::Operation& operation, Json input,
                 const EncodeOptions& options) {
  const contract::Shape* structure = model.shape(operation.input);
  if (!structure || options.idempotency_token.empty() || !input.is_object()) return input;
  for (const contract::Member& member : structure->members) {
    if (member.traits.has(trait::idempotency_token) && !input.contains(member.name)) {
      input[member.name] = options.idempotency_token;
    }
  }
  return input;
}

std::string host_prefix_of(const contract::Operation& operation, const Json& input,
                           std::vector<std::string>& inexpressible) {
  const Json* endpoint = operation.traits.find(trait::endpoint);
  if (!endpoint || !endpoint->is_object()) return {};
  const auto stated = endpoint->find("hostPrefix");
  if (stated == endpoint->end() || !stated->is_string()) return {};
  const std::string pattern = stated->get<std::string>();
  std::string prefix;
  std::size_t at = 0;
  while (at < pattern.size()) {
    const std::size_t open = pattern.find('{', at);
    const std::size_t close = open == std::string::npos ? open : pattern.find('}', open);
    if (close == std::string::npos) return prefix + pattern.substr(at);
    prefix += pattern.substr(at, open - at);
    const std::string name = pattern.substr(open + 1, close - open - 1);
    const bool found = input.is_object() && input.contains(name) && input[name].is_string();
    const std::string value = found ? input[name].get<std::string>() : std::string();
    const auto in_host = [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
             c == '.';
    };
    if (value.empty() || value.size() > 63 || !std::all_of(value.begin(), value.end(), in_host)) {
      inexpressible.push_back(core::pointer_join("", name));
    } else {
      prefix += value;
    }
    at = close + 1;
  }
  return prefix;
}

const contract::Member* event_stream_of(const contract::Model& model, std::string_view structure_id) {
  const contract::Shape* structure = structure_id.empty() ? nullptr : model.shape(structure_id);
  if (!structure) return nullptr;
  for (const contract::Member& member : structure->members) {
    if (contract::target_of(model, member).type == contract::ShapeType::union_shape &&
        contract::is_streaming(model, member)) {
      return &member;
    }
  }
  return nullptr;
}

std::string impossible_reason(const contract::Model& model, const contract::Operation& operation) {
  const contract::Member* stream = event_stream_of(model, operation.input);
  return stream ? "the input member " + stream->name + " is an event stream" : std::string();
}

}  // namespace hallmark::wire
