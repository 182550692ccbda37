#include "wire/json_body.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "wire/json_reader.h"
#include "wire/limits.h"
#include "wire/text_values.h"

namespace hallmark::wire {
namespace {

using contract::ShapeType;
using core::TimestampFormat;

class Writer {
 public:
  Writer(const contract::Model& model, bool json_names) : model_(model), json_names_(json_names) {}

  [[nodiscard]] Json value(const contract::Member& member, const Json& from) const {
    const contract::Shape& target = contract::target_of(model_, member);
    switch (target.type) {
      case ShapeType::timestamp:
        return timestamp_value(from, format_of(model_, member, TimestampFormat::epoch_seconds));
      case ShapeType::list:
        return list(target, from);
      case ShapeType::map:
        return map(target, from);
      case ShapeType::structure:
      case ShapeType::union_shape:
        return from.is_object() ? structure(target, from) : from;
      default:
        return from;
    }
  }

  [[nodiscard]] Json structure(const contract::Shape& shape, const Json& from) const {
    Json object = Json::object();
    for (const auto& [name, entry] : from.items()) {
      const contract::Member* member = shape.member(name);
      if (member) {
        object[json_name(*member, json_names_)] = value(*member, entry);
      } else {
        object[name] = entry;
      }
    }
    return object;
  }

 private:
  [[nodiscard]] Json list(const contract::Shape& shape, const Json& from) const {
    const contract::Member* element = shape.member("member");
    if (!from.is_array() || !element) return from;
    Json array = Json::array();
    for (const Json& entry : from) array.push_back(value(*element, entry));
    return array;
  }

  [[nodiscard]] Json map(const contract::Shape& shape, const Json& from) const {
    const contract::Member* entry = shape.member("value");
    if (!from.is_object() || !entry) return from;
    Json object = Json::object();
    for (const auto& [name, one] : from.items()) object[name] = value(*entry, one);
    return object;
  }

  const contract::Model& model_;
  bool json_names_;
};

void diagnose_fault(const core::JsonFault& fault, const std::string& pointer,
                    std::vector<Diagnostic>& diagnostics) {
  DiagnosticKind kind = DiagnosticKind::malformed_body;
  if (fault.kind == "utf8") kind = DiagnosticKind::invalid_utf8;
  if (fault.kind == "trailing") kind = DiagnosticKind::trailing_data;
  if (fault.kind == "empty") kind = DiagnosticKind::empty_body;
  add_diagnostic(diagnostics, {.kind = kind,
                               .pointer = pointer,
                               .location = "body line " + std::to_string(fault.position.line) + " column " +
                                           std::to_string(fault.position.column),
                               .expected = "JSON",
                               .actual = fault.message});
}

// Counted before anything is built: small values take many times their text's room.
bool holds_more_values_than(std::string_view body, std::size_t limit) {
  if (body.size() / 2 <= limit) return false;
  std::size_t count = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
      continue;
    }
    if (c == '"') in_string = true;
    if (c == ',' || c == '{' || c == '[') ++count;
  }
  return count > limit;
}

}  // namespace

std::optional<Json> parse_json_body(std::string_view body, const std::string& pointer_prefix,
                                    const BodyLimits& bounds, std::vector<Diagnostic>& diagnostics) {
  if (holds_more_values_than(body, bounds.max_values)) {
    add_diagnostic(diagnostics,
                   {.kind = DiagnosticKind::malformed_body,
                    .pointer = pointer_prefix,
                    .location = "body",
                    .expected = "JSON",
                    .actual = "more than " + std::to_string(bounds.max_values) + " values: not read"});
    return std::nullopt;
  }
  if (constexpr std::string_view mark = "\xEF\xBB\xBF"; body.starts_with(mark)) {
    // RFC 8259, 8.1: no mark is added, and few parsers read past one.
    add_diagnostic(diagnostics, {.kind = DiagnosticKind::malformed_body,
                                 .pointer = pointer_prefix,
                                 .location = "body",
                                 .expected = "JSON",
                                 .actual = "a byte order mark in front of it"});
    body.remove_prefix(mark.size());
  }
  const core::JsonLimits limits{.max_depth = bounds.depth()};
  auto parsed = core::parse_json(body, limits);
  if (parsed.fault) diagnose_fault(*parsed.fault, pointer_prefix, diagnostics);
  if (parsed.fault && parsed.fault->kind == "utf8" && !core::valid_utf8(body)) {
    // What else the body says is still worth reading.
    parsed = core::parse_json(core::to_utf8(core::to_utf32(body)), limits);
    if (parsed.fault) diagnose_fault(*parsed.fault, pointer_prefix, diagnostics);
  }
  for (const core::DuplicateKey& key : parsed.duplicates) {
    add_diagnostic(diagnostics, {.kind = DiagnosticKind::duplicate_key,
                                 .pointer = pointer_prefix + key.pointer,
                                 .location = "body line " + std::to_string(key.position.line) + " column " +
                                             std::to_string(key.position.column),
                                 .expected = "each name once",
                                 .actual = "the name again; the last value counts"});
  }
  return std::move(parsed.value);
}

bool JsonCodec::accepts(std::string_view media_type) const {
  if (media_type == type_) return true;
  return media_type.starts_with("application/") && media_type.ends_with("+json");
}

Json JsonCodec::members_object(const BodyContext& context, const Json& members) const {
  if (!members.is_object()) return members;
  const Writer writer(context.model, json_names_);
  if (!context.structure) return members;
  Json body = members;
  // What stands elsewhere is not repeated here.
  for (const BoundMember& bound : context.bindings->bound) body.erase(bound.member->name);
  return writer.structure(*context.structure, body);
}

std::string JsonCodec::encode_members(const BodyContext& context, const Json& members,
                                      std::vector<std::string>&) const {
  return core::dump(members_object(context, members));
}

std::optional<std::string> JsonCodec::encode_payload(const BodyContext& context,
                                                     const contract::Member& payload, const Json* value,
                                                     std::vector<std::string>&) const {
  if (!value) {
    // SDKs send an empty object for a structure that is not there, and nothing for a union.
    const bool structure = contract::target_of(context.model, payload).type == ShapeType::structure;
    return structure && context.direction == MessageKind::request ? std::optional<std::string>("{}")
                                                                  : std::nullopt;
  }
  return core::dump(Writer(context.model, json_names_).value(payload, *value));
}

void JsonCodec::read_members(const BodyContext& context, Json body, bool envelope, Decoded& into) const {
  if (!body.is_object()) {
    add_diagnostic(into.diagnostics, {.kind = DiagnosticKind::wrong_root,
                                      .pointer = "",
                                      .location = "body",
                                      .expected = "a JSON object",
                                      .actual = brief(body)});
    return;
  }
  JsonReader(context.model, json_names_, into.diagnostics).root(context, body, envelope, into.members);
}

void JsonCodec::decode_members(const BodyContext& context, std::string_view body, Decoded& into) const {
  if (auto value = parse_json_body(body, "", context.limits, into.diagnostics))
    read_members(context, *std::move(value), false, into);
}

void JsonCodec::decode_payload(const BodyContext& context, const contract::Member& payload,
                               std::string_view body, Decoded& into) const {
  auto value = parse_json_body(body, core::pointer_join("", payload.name), context.limits, into.diagnostics);
  if (!value) return;
  JsonReader reader(context.model, json_names_, into.diagnostics);
  if (reader.is_wrapped_payload(payload, *value)) return;
  if (auto read = reader.payload(payload, *value)) into.members[payload.name] = std::move(*read);
}

void JsonCodec::decode_unexpected(const BodyContext& context, std::string_view body, Decoded& into) const {
  std::vector<Diagnostic> unread;
  auto value = parse_json_body(body, "", context.limits, unread);
  if (!value || !value->is_object()) {
    BodyCodec::decode_unexpected(context, body, into);
    return;
  }
  into.diagnostics.insert(into.diagnostics.end(), unread.begin(), unread.end());
  read_members(context, *std::move(value), false, into);
}

}  // namespace hallmark::wire
