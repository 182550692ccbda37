#include "wire/json_error.h"

#include <array>
#include <optional>
#include <utility>

#include "core/text.h"
#include "wire/body_bindings.h"

namespace hallmark::wire {
namespace {

namespace trait = contract::trait;

bool has_code(const contract::Shape& shape, std::string_view code, bool query_codes) {
  if (shape.name() == code) return true;
  const Json* query = query_codes ? shape.traits.find(trait::aws_query_error) : nullptr;
  if (!query || !query->is_object()) return false;
  const auto stated = query->find("code");
  return stated != query->end() && stated->is_string() && stated->get_ref<const std::string&>() == code;
}

// The value under `name`, exactly or else in another case; null when it is no string.
const std::string* text_of(const Json& body, std::string_view name) {
  const Json* found = nullptr;
  if (const auto exact = body.find(std::string(name)); exact != body.end()) {
    found = &*exact;
  } else {
    for (const auto& item : body.items()) {
      if (core::equal_ignoring_case(item.key(), name)) found = &item.value();
    }
  }
  return found && found->is_string() ? found->get_ptr<const std::string*>() : nullptr;
}

struct Identity {
  DecodedError& error;

  void offer(std::string location, std::string raw) const {
    std::string code = sanitised_code(raw);
    if (code.empty()) return;
    if (error.code.empty()) {
      error.code = code;
      error.raw_code = std::move(raw);
      error.code_location = location;
    }
    error.all_codes.emplace_back(std::move(location), std::move(code));
  }
};

std::string clean(std::string_view text) { return core::to_utf8(core::to_utf32(text)); }

const contract::Member* message_member(const contract::Shape& shape) {
  for (const contract::Member& member : shape.members) {
    if (core::equal_ignoring_case(member.name, "message")) return &member;
  }
  return nullptr;
}

Bindings error_bindings(const contract::Model& model, const contract::Shape* shape, JsonErrorStyle style) {
  if (style == JsonErrorStyle::rpc || !shape) return all_in_body(shape);
  return split(model, *shape, MessageKind::response);
}

void read_identity(const Response& response, const Json* body, bool query_errors, DecodedError& into) {
  const Identity identity{into};
  if (const std::string* header = query_errors ? response.headers.find("x-amzn-query-error") : nullptr) {
    // "Code;Sender": the code may hold dots and colons, so only the fault is cut.
    const std::string code = clean(core::trim(std::string_view(*header).substr(0, header->find(';'))));
    if (!code.empty()) {
      into.code = code;
      into.raw_code = clean(*header);
      into.code_location = "header x-amzn-query-error";
      into.all_codes.emplace_back(into.code_location, code);
    }
  }
  if (const std::string* header = response.headers.find("x-amzn-errortype")) {
    identity.offer("header x-amzn-errortype", clean(*header));
  }
  if (!body || !body->is_object()) return;
  for (const char* name : {"__type", "code"}) {
    const auto found = body->find(name);
    if (found != body->end() && found->is_string()) {
      identity.offer(std::string("body /") + name, found->get<std::string>());
    }
  }
}

}  // namespace

Bindings all_in_body(const contract::Shape* structure) {
  Bindings bindings;
  if (structure) {
    for (const contract::Member& member : structure->members) bindings.body.push_back(&member);
  }
  return bindings;
}

std::string sanitised_code(std::string_view raw) {
  raw = raw.substr(0, raw.find(':'));
  if (const std::size_t hash = raw.rfind('#'); hash != std::string_view::npos) raw.remove_prefix(hash + 1);
  return std::string(core::trim(raw));
}

const contract::Shape* error_shape(const contract::Model& model, const contract::Operation& operation,
                                   std::string_view code, bool query_codes) {
  if (code.empty()) return nullptr;
  for (const contract::Shape* shape : contract::listed_errors(model, operation)) {
    if (has_code(*shape, code, query_codes)) return shape;
  }
  for (const auto& [id, shape] : model.shapes) {
    if (shape.traits.has(trait::error) && has_code(shape, code, query_codes)) return &shape;
  }
  return nullptr;
}

std::string request_id_of(const Headers& headers) {
  for (const std::string_view name :
       {"x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id", "x-amz-requestid"}) {
    if (const std::string* value = headers.find(name)) return clean(core::trim(*value));
  }
  return {};
}

DecodedError decode_json_error(const contract::Model& model, const contract::Operation& operation,
                               const Response& response, const BodyLimits& limits, const JsonCodec& codec,
                               JsonErrorStyle style) {
  DecodedError error;
  const bool query_errors =
      style == JsonErrorStyle::rpc && model.service.traits.has(trait::aws_query_compatible);
  std::optional<Json> body;
  if (!response.body.empty()) {
    check_content_type(response.headers, codec, error.decoded.diagnostics);
    body = parse_json_body(response.body, "", limits, error.decoded.diagnostics);
    error.well_formed = body && body->is_object();
  }
  read_identity(response, body ? &*body : nullptr, query_errors, error);
  if (error.code.empty()) error.well_formed = false;
  error.request_id = request_id_of(response.headers);
  if (body && body->is_object()) {
    if (const std::string* message = text_of(*body, "message")) error.message = *message;
    const std::string* id = text_of(*body, "requestId");
    if (error.request_id.empty() && id) error.request_id = *id;
  }
  for (const auto& [location, code] : error.all_codes) {
    if (!error.shape) error.shape = error_shape(model, operation, code, query_errors);
  }
  if (error.shape && style == JsonErrorStyle::rest) {
    decode_output_headers(model, *error.shape, response, error.decoded);
  }
  if (!body) return error;
  const Bindings bindings = error_bindings(model, error.shape, style);
  const BodyContext context{
      .model = model, .structure = error.shape, .direction = MessageKind::response, .bindings = &bindings};
  // Members of an error that nobody knows are nothing to find fault with.
  if (error.shape || !body->is_object()) codec.read_members(context, *std::move(body), true, error.decoded);
  return error;
}

JsonErrorParts encode_json_error(const contract::Model& model, const ErrorAnswer& error,
                                 const JsonCodec& codec, JsonErrorStyle style) {
  JsonErrorParts parts;
  parts.response.status = error.status;
  Json members = error.members.is_object() ? error.members : Json::object();
  const contract::Member* message = error.shape ? message_member(*error.shape) : nullptr;
  const std::string name = message ? message->name : "message";
  if (!error.message.empty() && !members.contains(name)) members[name] = error.message;
  const Bindings bindings = error_bindings(model, error.shape, style);
  const BodyContext context{
      .model = model, .structure = error.shape, .direction = MessageKind::response, .bindings = &bindings};
  std::vector<std::string> inexpressible;
  write_headers(context, members, parts.response.headers, inexpressible);
  parts.body = codec.members_object(context, members);
  parts.response.headers.set("Content-Type", codec.content_type());
  if (!error.request_id.empty()) parts.response.headers.set("x-amzn-RequestId", error.request_id);
  return parts;
}

}  // namespace hallmark::wire
