#include "wire/rpcv2_cbor.h"

#include <fmt/format.h>

#include "core/json.h"
#include "core/text.h"
#include "wire/cbor_body.h"
#include "wire/form_protocol.h"
#include "wire/http_bindings.h"

namespace hallmark::wire {
namespace {

using contract::Model;
using contract::Operation;
using contract::Shape;

constexpr std::string_view cbor_type = "application/cbor";
constexpr std::string_view protocol_header = "smithy-protocol";
constexpr std::string_view protocol_value = "rpc-v2-cbor";
constexpr std::string_view query_error_header = "x-amzn-query-error";

bool query_compatible(const Model& model) {
  return model.service.traits.has(contract::trait::aws_query_compatible);
}

std::string service_name(const Model& model) {
  const Json* prefix = model.service.traits.find(contract::trait::target_prefix);
  if (prefix && prefix->is_string()) return prefix->get<std::string>();
  return std::string(contract::name_of(model.service.id));
}

// Null when the operation has no structure on this side.
const Shape* structure_of(const Model& model, const std::string& id) {
  return id == "smithy.api#Unit" ? nullptr : model.shape(id);
}

void check_header(const Headers& headers, std::string_view name, std::string_view expected,
                  std::vector<Diagnostic>& diagnostics) {
  const auto* stated = headers.find(name);
  const bool is_type = name == "Content-Type";
  if (stated && (is_type ? media_type_of(*stated) : *stated) == expected) return;
  add_diagnostic(diagnostics,
                 {.kind = stated ? DiagnosticKind::wrong_content_type : DiagnosticKind::missing_content_type,
                  .pointer = "",
                  .location = fmt::format("header {}", name),
                  .expected = std::string(expected),
                  .actual = stated ? *stated : ""});
}

// "Name" of "name.space#Name:http://…".
std::string sanitised(std::string_view code) {
  code = code.substr(0, code.find(':'));
  if (const auto hash = code.rfind('#'); hash != std::string_view::npos) code.remove_prefix(hash + 1);
  return std::string(core::trim(code));
}

const contract::Member* message_member(const Shape& shape) {
  for (const auto& member : shape.members) {
    if (core::equal_ignoring_case(member.name, "message")) return &member;
  }
  return nullptr;
}

std::string query_code(const Model& model, const Shape& shape) {
  return contract::error_info(model, shape, contract::protocol::rpcv2_cbor).code;
}

const Shape* find_error(const Model& model, const Operation& operation, const DecodedError& decoded) {
  const auto matches = [&](const Shape& shape) {
    for (const auto& [location, code] : decoded.all_codes) {
      if (code == shape.name()) return true;
      if (location.starts_with("header") && code == query_code(model, shape)) return true;
    }
    return false;
  };
  for (const auto* shape : contract::listed_errors(model, operation)) {
    if (matches(*shape)) return shape;
  }
  for (const auto& [id, shape] : model.shapes) {
    if (shape.traits.has(contract::trait::error) && matches(shape)) return &shape;
  }
  return nullptr;
}

void read_codes(const Headers& headers, const std::string& type, DecodedError& decoded) {
  if (const auto* header = headers.find(query_error_header)) {
    const std::string code(core::trim(std::string_view(*header).substr(0, header->find(';'))));
    decoded.all_codes.emplace_back(fmt::format("header {}", query_error_header), code);
    decoded.raw_code = *header;
  }
  if (!type.empty()) {
    decoded.all_codes.emplace_back("body /__type", sanitised(type));
    if (decoded.all_codes.size() == 1) decoded.raw_code = type;
  }
  if (decoded.all_codes.empty()) return;
  decoded.code_location = decoded.all_codes.front().first;
  decoded.code = decoded.all_codes.front().second;
}

// The body of a request or of a success, of which `structure` says the members; null: it has none.
void read_members(const Model& model, const Shape* structure, const Headers& headers, const std::string& body,
                  const BodyLimits& limits, Decoded& decoded) {
  if (body.empty()) {
    if (structure) {
      add_diagnostic(decoded.diagnostics, {.kind = DiagnosticKind::empty_body,
                                           .pointer = "",
                                           .location = "body",
                                           .expected = "a map",
                                           .actual = "nothing"});
    }
    return;
  }
  check_header(headers, "Content-Type", cbor_type, decoded.diagnostics);
  static const Shape nothing;
  const auto item = read_cbor_body(body, limits, decoded.diagnostics);
  if (item)
    read_cbor_members(model, structure ? *structure : nothing, *item, decoded.members, decoded.diagnostics);
}

class Rpcv2Cbor final : public Protocol {
 public:
  std::string_view id() const override { return contract::protocol::rpcv2_cbor; }

  EncodedRequest encode_request(const Model& model, const Operation& operation, const Json& input,
                                const EncodeOptions& options) const override {
    EncodedRequest encoded;
    encoded.impossible = impossible_reason(model, operation);
    const Json members = with_tokens(model, operation, input, options);
    auto& request = encoded.request;
    request.method = "POST";
    request.target =
        fmt::format("/service/{}/operation/{}", service_name(model), wire_operation_name(operation));
    request.headers.set(std::string(protocol_header), std::string(protocol_value));
    request.headers.set("Accept", std::string(cbor_type));
    if (query_compatible(model)) request.headers.set("x-amzn-query-mode", "true");
    static const Shape nothing;
    const Shape* structure = structure_of(model, operation.input);
    if (structure || (members.is_object() && !members.empty())) {
      CborWriter writer;
      write_cbor_members(model, structure ? *structure : nothing, members, writer);
      request.headers.set("Content-Type", std::string(cbor_type));
      request.body = writer.take();
    }
    request.host_prefix = host_prefix_of(operation, members, encoded.inexpressible);
    finish_request(model, operation, members, request);
    return encoded;
  }

  Decoded decode_response(const Model& model, const Operation& operation, const Response& response,
                          const BodyLimits& limits) const override {
    Decoded decoded;
    check_header(response.headers, protocol_header, protocol_value, decoded.diagnostics);
    const Shape* output = structure_of(model, operation.output);
    if (output && event_stream_of(model, operation.output)) {
      add_diagnostic(decoded.diagnostics, {.kind = DiagnosticKind::unsupported,
                                           .pointer = "",
                                           .location = "body",
                                           .expected = "",
                                           .actual = "an event stream"});
      return decoded;
    }
    read_members(model, output, response.headers, response.body, limits, decoded);
    return decoded;
  }

  DecodedError decode_error(const Model& model, const Operation& operation, const Response& response,
                            const BodyLimits& limits) const override {
    DecodedError decoded;
    auto& diagnostics = decoded.decoded.diagnostics;
    check_header(response.headers, protocol_header, protocol_value, diagnostics);
    if (const auto* request_id = response.headers.find("x-amzn-RequestId")) decoded.request_id = *request_id;
    std::optional<CborItem> item;
    if (response.body.empty()) {
      add_diagnostic(diagnostics, {.kind = DiagnosticKind::empty_body,
                                   .pointer = "",
                                   .location = "body",
                                   .expected = "a map",
                                   .actual = "nothing"});
    } else {
      check_header(response.headers, "Content-Type", cbor_type, diagnostics);
      item = read_cbor_body(response.body, limits, diagnostics);
    }
    Json envelope = item && item->kind == CborItem::Kind::map ? cbor_untyped(*item) : Json::object();
    const auto text_of = [&](const char* name) {
      const auto found = envelope.find(name);
      return found != envelope.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    read_codes(response.headers, text_of("__type"), decoded);
    decoded.message = text_of("message").empty() ? text_of("Message") : text_of("message");
    decoded.well_formed = item && item->kind == CborItem::Kind::map && !text_of("__type").empty();
    decoded.shape = find_error(model, operation, decoded);
    if (!decoded.shape || !item) return decoded;
    auto& members = decoded.decoded.members;
    read_cbor_members(model, *decoded.shape, *item, members, diagnostics, {"__type", "message", "Message"});
    const auto* message = message_member(*decoded.shape);
    const bool sent = envelope.contains("message") || envelope.contains("Message");
    if (message && sent && !members.contains(message->name)) members[message->name] = decoded.message;
    return decoded;
  }

  Routed route(const Model& model, const Request& request) const override {
    if (request.method != "POST") return {.operation = nullptr, .problem = "the method is not POST"};
    const auto* header = request.headers.find(protocol_header);
    if (!header || *header != protocol_value) {
      return {.operation = nullptr, .problem = "the header smithy-protocol is not rpc-v2-cbor"};
    }
    const auto segments = core::split(request.path(), '/');
    const auto count = segments.size();
    if (count < 5 || segments[count - 4] != "service" || segments[count - 2] != "operation") {
      return {.operation = nullptr, .problem = "the path is not /service/<Service>/operation/<Operation>"};
    }
    // Services are told apart by their last name: "com.example.Weather" is "Weather" as well.
    const auto& service = segments[count - 3];
    if (service.substr(service.rfind('.') + 1) != service_name(model)) {
      return {.operation = nullptr,
              .problem = fmt::format("unknown service {}", core::printable(core::shorten(service, 100)))};
    }
    if (const auto* operation = operation_on_wire(model, segments[count - 1]))
      return {.operation = operation, .problem = {}};
    return {.operation = nullptr,
            .problem = fmt::format("unknown operation {}",
                                   core::printable(core::shorten(segments[count - 1], 100)))};
  }

  Decoded decode_request(const Model& model, const Operation& operation,
                         const Request& request) const override {
    Decoded decoded;
    const auto plain = plain_request(operation, request, decoded.diagnostics);
    read_members(model, structure_of(model, operation.input), request.headers,
                 plain ? plain->body : request.body, {}, decoded);
    return decoded;
  }

  Response encode_response(const Model& model, const Operation& operation,
                           const Json& output) const override {
    Response response;
    response.status = 200;
    response.headers.set(std::string(protocol_header), std::string(protocol_value));
    if (const Shape* structure = structure_of(model, operation.output)) {
      CborWriter writer;
      write_cbor_members(model, *structure, output.is_null() ? Json::object() : output, writer);
      response.headers.set("Content-Type", std::string(cbor_type));
      response.body = writer.take();
    }
    return response;
  }

  Response encode_error(const Model& model, const Operation&, const ErrorAnswer& error) const override {
    Response response;
    response.status = error.status;
    response.headers.set("Content-Type", std::string(cbor_type));
    response.headers.set(std::string(protocol_header), std::string(protocol_value));
    if (!error.request_id.empty()) response.headers.set("x-amzn-RequestId", error.request_id);
    Json members = error.members.is_object() ? error.members : Json::object();
    const bool by_query_code =
        query_compatible(model) && error.shape && query_code(model, *error.shape) == error.code;
    const bool named = error.shape && (error.shape->name() == error.code || by_query_code);
    members["__type"] = named ? error.shape->id : error.code;
    const auto* message = error.shape ? message_member(*error.shape) : nullptr;
    members[message ? message->name : "message"] = error.message;
    if (query_compatible(model)) {
      response.headers.set(std::string(query_error_header),
                           fmt::format("{};{}", error.code, error.client_fault ? "Sender" : "Receiver"));
    }
    CborWriter writer;
    static const Shape nothing;
    write_cbor_members(model, error.shape ? *error.shape : nothing, members, writer);
    response.body = writer.take();
    return response;
  }
};

}  // namespace

const Protocol& rpcv2_cbor() {
  static const Rpcv2Cbor protocol;
  return protocol;
}

}  // namespace hallmark::wire
