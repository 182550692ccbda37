#include "wire/form_protocol.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/json.h"
#include "core/text.h"
#include "wire/diagnostics.h"
#include "wire/http_bindings.h"
#include "wire/xml_body.h"

namespace hallmark::wire {
namespace {

constexpr std::string_view form_type = "application/x-www-form-urlencoded";

std::vector<QueryParameter> parameters_of(const contract::Operation* operation, const Request& request,
                                          std::vector<Diagnostic>& diagnostics) {
  const auto plain = operation ? plain_request(*operation, request, diagnostics) : std::nullopt;
  auto parameters = parse_query(plain ? plain->body : request.body);
  for (auto& parameter : parse_query(request.query())) parameters.push_back(std::move(parameter));
  return parameters;
}

const std::string* value_of(const std::vector<QueryParameter>& parameters, std::string_view name) {
  for (const auto& parameter : parameters) {
    if (parameter.name == name && parameter.value) return &*parameter.value;
  }
  return nullptr;
}

// Names that belong to the protocol or to signing, not to the operation.
bool is_protocol_parameter(std::string_view name) {
  static constexpr std::array<std::string_view, 8> names = {
      "Action",           "Version",         "AWSAccessKeyId", "Signature",
      "SignatureVersion", "SignatureMethod", "SecurityToken",  "Timestamp"};
  return std::find(names.begin(), names.end(), name) != names.end() ||
         core::starts_with_ignoring_case(name, "X-Amz-");
}

void check_xml_content_type(const Headers& headers, std::vector<Diagnostic>& diagnostics) {
  const auto* stated = headers.find("Content-Type");
  const auto type = stated ? media_type_of(*stated) : "";
  if (type == "text/xml" || type == "application/xml") return;
  add_diagnostic(diagnostics,
                 {.kind = stated ? DiagnosticKind::wrong_content_type : DiagnosticKind::missing_content_type,
                  .pointer = "",
                  .location = "header Content-Type",
                  .expected = "text/xml",
                  .actual = stated ? *stated : ""});
}

Response xml_response(int status, std::string_view type, std::string body) {
  Response response;
  response.status = status;
  response.headers.set("Content-Type", std::string(type));
  response.body = std::move(body);
  return response;
}

}  // namespace

EncodedRequest FormProtocol::encode_request(const contract::Model& model,
                                            const contract::Operation& operation, const Json& input,
                                            const EncodeOptions& options) const {
  EncodedRequest encoded;
  encoded.impossible = impossible_reason(model, operation);
  const Json members = with_tokens(model, operation, input, options);
  FormParameters parameters = {{"Action", wire_operation_name(operation)},
                               {"Version", model.service.version}};
  static const contract::Shape nothing;
  const auto* structure = model.shape(operation.input);
  write_form(model, structure ? *structure : nothing, members, dialect_.form, parameters,
             encoded.inexpressible);
  auto& request = encoded.request;
  request.method = "POST";
  request.target = "/";
  request.headers.set("Content-Type", std::string(form_type));
  request.body = form_text(parameters);
  request.host_prefix = host_prefix_of(operation, members, encoded.inexpressible);
  finish_request(model, operation, members, request);
  return encoded;
}

Decoded FormProtocol::decode_response(const contract::Model& model, const contract::Operation& operation,
                                      const Response& response, const BodyLimits& limits) const {
  Decoded decoded;
  if (response.body.empty()) {
    add_diagnostic(decoded.diagnostics, {.kind = DiagnosticKind::empty_body,
                                         .pointer = "",
                                         .location = "body",
                                         .expected = "XML",
                                         .actual = "nothing"});
    return decoded;
  }
  check_xml_content_type(response.headers, decoded.diagnostics);
  const auto root = read_xml_body(response.body, limits, decoded.diagnostics);
  if (!root) return decoded;
  const auto root_name = wire_operation_name(operation) + "Response";
  if (root->name != root_name) {
    add_diagnostic(decoded.diagnostics, {.kind = DiagnosticKind::wrong_root,
                                         .pointer = "",
                                         .location = "body",
                                         .expected = root_name,
                                         .actual = root->name});
  }
  check_xml_namespace(*root, xml_namespace_of(model.service.traits),
                      {.pointer = "", .location = "body /" + root->name, .diagnostics = decoded.diagnostics});
  if (const auto* output = model.shape(operation.output))
    read_output(model, operation, *output, *root, decoded);
  return decoded;
}

DecodedError FormProtocol::decode_error(const contract::Model& model, const contract::Operation& operation,
                                        const Response& response, const BodyLimits& limits) const {
  return read_xml_error(model, operation, id(), response, limits, dialect_.error);
}

Routed FormProtocol::route(const contract::Model& model, const Request& request) const {
  std::vector<Diagnostic> diagnostics;
  // Which operation it is stands inside the body, so any that may be compressed undoes the compression.
  const contract::Operation* compressed = nullptr;
  if (request.headers.has("Content-Encoding")) {
    for (const auto* operation : model.all_operations()) {
      if (operation->traits.has(contract::trait::request_compression)) compressed = operation;
    }
  }
  const auto parameters = parameters_of(compressed, request, diagnostics);
  const std::string* action = value_of(parameters, "Action");
  if (!action || action->empty()) return {.operation = nullptr, .problem = "no Action is given"};
  const std::string* version = value_of(parameters, "Version");
  if (version && *version != model.service.version) {
    return {.operation = nullptr,
            .problem = fmt::format("version {} is not {}", core::printable(core::shorten(*version, 100)),
                                   model.service.version)};
  }
  if (const auto* operation = operation_on_wire(model, *action))
    return {.operation = operation, .problem = {}};
  return {.operation = nullptr,
          .problem = fmt::format("unknown operation {}", core::printable(core::shorten(*action, 100)))};
}

Decoded FormProtocol::decode_request(const contract::Model& model, const contract::Operation& operation,
                                     const Request& request) const {
  Decoded decoded;
  const auto* content_type = request.headers.find("Content-Type");
  if (!request.body.empty() && (!content_type || media_type_of(*content_type) != form_type)) {
    add_diagnostic(decoded.diagnostics, {.kind = content_type ? DiagnosticKind::wrong_content_type
                                                              : DiagnosticKind::missing_content_type,
                                         .pointer = "",
                                         .location = "header Content-Type",
                                         .expected = std::string(form_type),
                                         .actual = content_type ? *content_type : ""});
  }
  static const contract::Shape nothing;
  const auto* input = model.shape(operation.input);
  const auto& structure = input ? *input : nothing;
  auto parameters = parameters_of(&operation, request, decoded.diagnostics);
  std::erase_if(parameters, [&](const QueryParameter& parameter) {
    if (!is_protocol_parameter(parameter.name)) return false;
    return std::none_of(structure.members.begin(), structure.members.end(),
                        [&](const contract::Member& member) {
                          return parameter.name != "Action" && parameter.name != "Version" &&
                                 form_name_of(member, dialect_.form) == parameter.name;
                        });
  });
  decoded.members = read_form(model, structure, parameters, dialect_.form, decoded.diagnostics);
  return decoded;
}

Response FormProtocol::encode_response(const contract::Model& model, const contract::Operation& operation,
                                       const Json& output) const {
  XmlWriter writer;
  writer.start(wire_operation_name(operation) + "Response");
  const auto space = xml_namespace_of(model.service.traits);
  if (space.stated()) writer.declare_namespace(space.prefix, space.uri);
  write_output(model, operation, model.shape(operation.output), output, writer);
  writer.end();
  return xml_response(200, dialect_.xml_type, writer.take());
}

Response FormProtocol::encode_error(const contract::Model& model, const contract::Operation&,
                                    const ErrorAnswer& error) const {
  auto response =
      xml_response(error.status, dialect_.xml_type, write_xml_error(model, error, dialect_.error));
  if (!error.request_id.empty()) response.headers.set("x-amzn-RequestId", error.request_id);
  return response;
}

}  // namespace hallmark::wire
