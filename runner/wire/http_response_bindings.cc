// Responses: status, headers and payload, written and read.
#include <string>

#include "core/text.h"
#include "wire/body_bindings.h"
#include "wire/http_bindings.h"

namespace hallmark::wire {
namespace {

Bindings output_bindings(const contract::Model& model, const contract::Shape* structure) {
  return structure ? split(model, *structure, MessageKind::response) : Bindings{};
}

bool has_no_body(int status) { return status == 204 || status == 304 || (status >= 100 && status < 200); }

}  // namespace

Response encode_output(const contract::Model& model, const contract::Shape* structure, int status,
                       const Json& members, const BodyCodec& codec) {
  Response response;
  response.status = status;
  const Bindings bindings = output_bindings(model, structure);
  for (const BoundMember& bound : bindings.bound) {
    if (bound.place != BindingPlace::status_code || !members.is_object()) continue;
    const auto value = members.find(bound.member->name);
    if (value == members.end() || !value->is_number_integer()) continue;
    const auto stated = value->get<std::int64_t>();
    if (stated >= 100 && stated <= 999) response.status = static_cast<int>(stated);
  }
  const BodyContext context{
      .model = model, .structure = structure, .direction = MessageKind::response, .bindings = &bindings};
  std::vector<std::string> inexpressible;
  write_headers(context, members, response.headers, inexpressible);
  if (!has_no_body(response.status)) {
    write_body(context, members, codec, response.headers, response.body, inexpressible);
  }
  return response;
}

void decode_output_headers(const contract::Model& model, const contract::Shape& structure,
                           const Response& response, Decoded& into) {
  const Bindings bindings = split(model, structure, MessageKind::response);
  for (const BoundMember& bound : bindings.bound) {
    if (bound.place == BindingPlace::status_code) into.members[bound.member->name] = response.status;
  }
  const BodyContext context{
      .model = model, .structure = &structure, .direction = MessageKind::response, .bindings = &bindings};
  read_headers(context, response.headers, into);
}

void decode_output_body(const contract::Model& model, const contract::Shape* structure,
                        const Response& response, const BodyLimits& limits, const BodyCodec& codec,
                        Decoded& into) {
  const Bindings bindings = output_bindings(model, structure);
  const BodyContext context{.model = model,
                            .structure = structure,
                            .direction = MessageKind::response,
                            .bindings = &bindings,
                            .limits = limits};
  read_body(context, response.headers, response.body, codec, into);
}

Response encode_http_response(const contract::Model& model, const contract::Operation& operation,
                              const Json& output, const BodyCodec& codec) {
  const auto http = contract::http_binding(operation);
  return encode_output(model, model.shape(operation.output), http ? http->code : 200, output, codec);
}

Decoded decode_http_response(const contract::Model& model, const contract::Operation& operation,
                             const Response& response, const BodyLimits& limits, const BodyCodec& codec) {
  Decoded into;
  const contract::Shape* structure = model.shape(operation.output);
  if (structure) decode_output_headers(model, *structure, response, into);
  decode_output_body(model, structure, response, limits, codec, into);
  return into;
}

}  // namespace hallmark::wire
