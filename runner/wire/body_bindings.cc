#include "wire/body_bindings.h"

#include <algorithm>
#include <utility>

#include "contract/view.h"
#include "core/text.h"
#include "wire/header_values.h"
#include "wire/text_values.h"

namespace hallmark::wire {
namespace {

// Where a member is the media type, any is right.
bool says_its_type(const BodyContext& context) {
  return std::any_of(context.bindings->bound.begin(), context.bindings->bound.end(),
                     [](const BoundMember& bound) {
                       return bound.place == BindingPlace::header &&
                              core::equal_ignoring_case(bound.wire_name, "Content-Type");
                     });
}

using contract::ShapeType;

const Json* value_of(const Json& members, const std::string& name) {
  if (!members.is_object()) return nullptr;
  const auto found = members.find(name);
  return found == members.end() ? nullptr : &*found;
}

std::string pointer_of(const contract::Member& member) { return core::pointer_join("", member.name); }

void write_prefixed(const BodyContext& context, const BoundMember& bound, const Json& value, Headers& headers,
                    std::vector<std::string>& inexpressible) {
  const std::string pointer = pointer_of(*bound.member);
  const contract::Member* entry = contract::target_of(context.model, *bound.member).member("value");
  if (!value.is_object() || !entry) {
    inexpressible.push_back(pointer);
    return;
  }
  for (const auto& [key, text] : value.items()) {
    const std::string at = core::pointer_join(pointer, key);
    const std::string name = bound.wire_name + key;
    const bool token = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
      return c > ' ' && c < 0x7f && std::string_view("()<>@,;:\\\"/[]?={}").find(c) == std::string_view::npos;
    });
    if (!token) {
      inexpressible.push_back(at);
      continue;
    }
    // A member that stands in this very header wins.
    if (headers.has(name)) continue;
    if (auto line = header_from_value(context.model, *entry, text, at, inexpressible))
      headers.add(name, *line);
  }
}

std::string payload_type(const BodyContext& context, const contract::Member& payload, std::string otherwise) {
  const Json* stated = contract::effective(context.model, payload, contract::trait::media_type);
  return stated && stated->is_string() ? stated->get<std::string>() : otherwise;
}

std::string text_payload(const Json& value) {
  return value.is_string() ? value.get<std::string>() : core::dump(value);
}

// Sets `type` and gives the body, when there is one.
std::optional<std::string> write_payload(const BodyContext& context, const contract::Member& payload,
                                         const Json* value, const BodyCodec& codec, std::string& type,
                                         std::vector<std::string>& inexpressible) {
  const ShapeType kind = contract::target_of(context.model, payload).type;
  if (kind != ShapeType::blob && !contract::is_text(kind)) {
    type = codec.content_type();
    return codec.encode_payload(context, payload, value, inexpressible);
  }
  if (!value) return std::nullopt;
  if (value->is_null()) {
    inexpressible.push_back(pointer_of(payload));
    return std::nullopt;
  }
  type = payload_type(context, payload, kind == ShapeType::blob ? "application/octet-stream" : "text/plain");
  std::string text = text_payload(*value);
  if (kind == ShapeType::blob && value->is_string()) {
    if (auto bytes = core::base64_decode(text)) return bytes;
  }
  return text;
}

bool is_required_payload(const BodyContext& context) {
  return contract::is_required(*context.bindings->payload);
}

void read_payload(const BodyContext& context, const Headers& headers, const std::string& body,
                  const BodyCodec& codec, Decoded& into) {
  const contract::Member& payload = *context.bindings->payload;
  const ShapeType kind = contract::target_of(context.model, payload).type;
  const bool streaming = contract::is_streaming(context.model, payload);
  if (streaming && kind == ShapeType::union_shape) {
    add_diagnostic(into.diagnostics, {.kind = DiagnosticKind::unsupported,
                                      .pointer = pointer_of(payload),
                                      .location = "body",
                                      .expected = "",
                                      .actual = "an event stream, which is not decoded"});
    return;
  }
  if (body.empty() && !(streaming && kind == ShapeType::blob)) {
    if (is_required_payload(context)) {
      add_diagnostic(into.diagnostics, {.kind = DiagnosticKind::empty_body,
                                        .pointer = pointer_of(payload),
                                        .location = "body",
                                        .expected = "the payload " + payload.name,
                                        .actual = "no body"});
    }
    return;
  }
  if (kind == ShapeType::blob) {
    into.members[payload.name] = core::base64_encode(body);
  } else if (contract::is_text(kind)) {
    into.members[payload.name] = clean_text(
        body, {.pointer = pointer_of(payload), .location = "body", .diagnostics = into.diagnostics});
  } else {
    if (!says_its_type(context)) check_content_type(headers, codec, into.diagnostics);
    codec.decode_payload(context, payload, body, into);
  }
}

}  // namespace

void write_headers(const BodyContext& context, const Json& members, Headers& headers,
                   std::vector<std::string>& inexpressible) {
  for (const BoundMember& bound : context.bindings->bound) {
    const Json* value = value_of(members, bound.member->name);
    if (bound.place != BindingPlace::header || !value) continue;
    if (auto line = header_from_value(context.model, *bound.member, *value, pointer_of(*bound.member),
                                      inexpressible)) {
      headers.add(bound.wire_name, *line);
    }
  }
  for (const BoundMember& bound : context.bindings->bound) {
    const Json* value = value_of(members, bound.member->name);
    if (bound.place == BindingPlace::prefix_headers && value) {
      write_prefixed(context, bound, *value, headers, inexpressible);
    }
  }
}

void write_body(const BodyContext& context, const Json& members, const BodyCodec& codec, Headers& headers,
                std::string& body, std::vector<std::string>& inexpressible) {
  std::string type;
  if (const contract::Member* payload = context.bindings->payload) {
    auto written =
        write_payload(context, *payload, value_of(members, payload->name), codec, type, inexpressible);
    if (!written) return;
    body = std::move(*written);
  } else if (!context.bindings->body.empty()) {
    body = codec.encode_members(context, members, inexpressible);
    type = codec.content_type();
  } else {
    // A name that the model does not have has nowhere to go.
    if (!members.is_object()) return;
    for (const auto& item : members.items()) {
      if (!context.structure || !context.structure->member(item.key())) {
        inexpressible.push_back(core::pointer_join("", item.key()));
      }
    }
    return;
  }
  if (!headers.has("Content-Type")) headers.add("Content-Type", type);
}

void read_headers(const BodyContext& context, const Headers& headers, Decoded& into) {
  for (const BoundMember& bound : context.bindings->bound) {
    const Cursor at{.pointer = pointer_of(*bound.member),
                    .location = "header " + bound.wire_name,
                    .diagnostics = into.diagnostics};
    if (bound.place == BindingPlace::header) {
      const std::vector<std::string> lines = headers.find_all(bound.wire_name);
      if (lines.empty()) continue;
      into.members[bound.member->name] = value_from_headers(context.model, *bound.member, lines, at);
    } else if (bound.place == BindingPlace::prefix_headers) {
      const contract::Member* entry = contract::target_of(context.model, *bound.member).member("value");
      if (!entry) continue;
      Json map = Json::object();
      for (const Header& header : headers) {
        if (!core::starts_with_ignoring_case(header.name, bound.wire_name)) continue;
        const std::string key = clean_text(header.name.substr(bound.wire_name.size()), at.on("header names"));
        if (key.empty() || map.contains(key)) continue;
        map[key] =
            value_from_headers(context.model, *entry, {header.value}, at.part(key, "header " + header.name));
      }
      // No such header is an empty map: the wire cannot tell it from an absent one.
      into.members[bound.member->name] = std::move(map);
    }
  }
}

void read_body(const BodyContext& context, const Headers& headers, const std::string& body,
               const BodyCodec& codec, Decoded& into) {
  if (context.bindings->payload) {
    read_payload(context, headers, body, codec, into);
  } else if (context.bindings->body.empty()) {
    if (!body.empty()) codec.decode_unexpected(context, body, into);
  } else if (body.empty()) {
    add_diagnostic(into.diagnostics, {.kind = DiagnosticKind::empty_body,
                                      .pointer = "",
                                      .location = "body",
                                      .expected = codec.content_type(),
                                      .actual = "no body"});
  } else {
    if (!says_its_type(context)) check_content_type(headers, codec, into.diagnostics);
    codec.decode_members(context, body, into);
  }
}

}  // namespace hallmark::wire
