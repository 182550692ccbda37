// Error identity and envelopes of the JSON protocols.
#pragma once

#include <string>
#include <string_view>

#include "wire/json_body.h"

namespace hallmark::wire {

// "com.amazonaws.x#FooError:http://…" -> "FooError".
[[nodiscard]] std::string sanitised_code(std::string_view raw);

// The error's shape: listed on the operation or the service, or else any error of the model. By
// name, or by the code of @awsQueryError where `query_codes`.
[[nodiscard]] const contract::Shape* error_shape(const contract::Model& model,
                                                 const contract::Operation& operation, std::string_view code,
                                                 bool query_codes);

// The request id, from the headers that AWS services use; empty when there is none.
[[nodiscard]] std::string request_id_of(const Headers& headers);

// rest: members may stand in headers. rpc: all in the body; a service that is compatible to awsQuery names
// its errors by their query codes.
enum class JsonErrorStyle { rest, rpc };

// Every member in the body, whatever HTTP traits it has; null has none.
[[nodiscard]] Bindings all_in_body(const contract::Shape* structure);

// Identity, in order: x-amzn-query-error (rpc, where the service is compatible to awsQuery),
// x-amzn-errortype,
// `__type`, `code`. Then message, request id and the shape's members.
[[nodiscard]] DecodedError decode_json_error(const contract::Model& model,
                                             const contract::Operation& operation, const Response& response,
                                             const BodyLimits& limits, const JsonCodec& codec,
                                             JsonErrorStyle style);

// The shape's own members in headers and body, and the message under its modelled name. The caller adds
// what names the error.
struct JsonErrorParts {
  Response response;  // status and headers; no body yet
  Json body = Json::object();
};
[[nodiscard]] JsonErrorParts encode_json_error(const contract::Model& model, const ErrorAnswer& error,
                                               const JsonCodec& codec, JsonErrorStyle style);

}  // namespace hallmark::wire
