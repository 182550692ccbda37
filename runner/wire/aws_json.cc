#include "wire/aws_json.h"

#include <string>
#include <utility>

#include "core/text.h"
#include "wire/json_error.h"
#include "wire/operation_name.h"

namespace hallmark::wire {
namespace {

namespace trait = contract::trait;

std::string text_trait(const contract::Traits& traits, std::string_view id, std::string_view otherwise) {
  const Json* value = traits.find(id);
  return value && value->is_string() ? value->get<std::string>() : std::string(otherwise);
}

std::string target_prefix_of(const contract::Model& model) {
  return text_trait(model.service.traits, trait::target_prefix, contract::name_of(model.service.id));
}

class AwsJson : public Protocol {
 public:
  explicit AwsJson(std::string_view id)
      : id_(id), content_type_(contract::protocol_facts(id).request_type), codec_(content_type_, false) {}

  [[nodiscard]] std::string_view id() const override { return id_; }

  [[nodiscard]] EncodedRequest encode_request(const contract::Model& model,
                                              const contract::Operation& operation, const Json& input,
                                              const EncodeOptions& options) const override {
    EncodedRequest out;
    out.impossible = impossible_reason(model, operation);
    if (!out.impossible.empty()) return out;
    const Json document = with_tokens(model, operation, input, options);
    Request& request = out.request;
    request.host_prefix = host_prefix_of(operation, document, out.inexpressible);
    request.headers.add("Content-Type", content_type_);
    request.headers.add("X-Amz-Target", target_prefix_of(model) + "." + wire_operation_name(operation));
    if (model.service.traits.has(trait::aws_query_compatible))
      request.headers.add("x-amzn-query-mode", "true");
    request.body = write(model, operation.input, document, MessageKind::request);
    finish_request(model, operation, document, request);
    return out;
  }

  [[nodiscard]] Decoded decode_response(const contract::Model& model, const contract::Operation& operation,
                                        const Response& response, const BodyLimits& limits) const override {
    return read(model, operation.output, response.headers, response.body, limits, MessageKind::response);
  }

  [[nodiscard]] DecodedError decode_error(const contract::Model& model, const contract::Operation& operation,
                                          const Response& response, const BodyLimits& limits) const override {
    return decode_json_error(model, operation, response, limits, codec_, JsonErrorStyle::rpc);
  }

  [[nodiscard]] Routed route(const contract::Model& model, const Request& request) const override {
    const auto none = [](std::string problem) {
      return Routed{.operation = nullptr, .problem = std::move(problem)};
    };
    if (request.method != "POST") return none("every operation is a POST, not " + request.method);
    const std::string* target = request.headers.find("X-Amz-Target");
    if (!target) return none("there is no X-Amz-Target header");
    const std::string prefix = target_prefix_of(model);
    const std::size_t dot = target->rfind('.');
    if (dot == std::string::npos || target->substr(0, dot) != prefix) {
      return none("X-Amz-Target does not begin with " + prefix + ".");
    }
    const std::string name = target->substr(dot + 1);
    if (const auto* operation = operation_on_wire(model, name))
      return Routed{.operation = operation, .problem = {}};
    return none("unknown operation " + core::printable(core::shorten(name, 200)));
  }

  [[nodiscard]] Decoded decode_request(const contract::Model& model, const contract::Operation& operation,
                                       const Request& request) const override {
    std::vector<Diagnostic> diagnostics;
    const auto plain = plain_request(operation, request, diagnostics);
    Decoded into = read(model, operation.input, request.headers, plain ? plain->body : request.body,
                        BodyLimits{}, MessageKind::request);
    into.diagnostics.insert(into.diagnostics.begin(), diagnostics.begin(), diagnostics.end());
    return into;
  }

  [[nodiscard]] Response encode_response(const contract::Model& model, const contract::Operation& operation,
                                         const Json& output) const override {
    Response response;
    response.status = 200;
    response.headers.add("Content-Type", content_type_);
    response.body = write(model, operation.output, output, MessageKind::response);
    return response;
  }

  [[nodiscard]] Response encode_error(const contract::Model& model, const contract::Operation&,
                                      const ErrorAnswer& error) const override {
    JsonErrorParts parts = encode_json_error(model, error, codec_, JsonErrorStyle::rpc);
    std::string type = error.code;
    if (error.shape && model.service.traits.has(trait::aws_query_compatible)) {
      type = std::string(error.shape->name());
      parts.response.headers.set("x-amzn-query-error",
                                 error.code + (error.client_fault ? ";Sender" : ";Receiver"));
    }
    parts.body["__type"] = type;
    parts.response.body = core::dump(parts.body);
    return parts.response;
  }

 private:
  [[nodiscard]] std::string write(const contract::Model& model, const std::string& structure_id,
                                  const Json& members, MessageKind direction) const {
    const contract::Shape* structure = model.shape(structure_id);
    const Bindings bindings = all_in_body(structure);
    const BodyContext context{
        .model = model, .structure = structure, .direction = direction, .bindings = &bindings};
    return core::dump(codec_.members_object(context, members));
  }

  [[nodiscard]] Decoded read(const contract::Model& model, const std::string& structure_id,
                             const Headers& headers, const std::string& body, const BodyLimits& limits,
                             MessageKind direction) const {
    Decoded into;
    if (const contract::Member* stream = event_stream_of(model, structure_id)) {
      add_diagnostic(into.diagnostics, {.kind = DiagnosticKind::unsupported,
                                        .pointer = core::pointer_join("", stream->name),
                                        .location = "body",
                                        .expected = "",
                                        .actual = "an event stream, which is not decoded"});
      return into;
    }
    const contract::Shape* structure = model.shape(structure_id);
    const Bindings bindings = all_in_body(structure);
    const BodyContext context{.model = model,
                              .structure = structure,
                              .direction = direction,
                              .bindings = &bindings,
                              .limits = limits};
    if (!body.empty()) {
      check_content_type(headers, codec_, into.diagnostics);
      codec_.decode_members(context, body, into);
    } else if (structure) {
      add_diagnostic(into.diagnostics, {.kind = DiagnosticKind::empty_body,
                                        .pointer = "",
                                        .location = "body",
                                        .expected = "a JSON object",
                                        .actual = "no body"});
    }
    return into;
  }

  std::string_view id_;
  std::string content_type_;
  JsonCodec codec_;
};

}  // namespace

const Protocol& aws_json_1_0() {
  static const AwsJson protocol(contract::protocol::aws_json_1_0);
  return protocol;
}

const Protocol& aws_json_1_1() {
  static const AwsJson protocol(contract::protocol::aws_json_1_1);
  return protocol;
}

}  // namespace hallmark::wire
