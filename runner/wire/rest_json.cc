#include "wire/rest_json.h"

#include "wire/http_bindings.h"
#include "wire/json_error.h"

namespace hallmark::wire {
namespace {

class RestJson : public Protocol {
 public:
  [[nodiscard]] std::string_view id() const override { return contract::protocol::rest_json; }

  [[nodiscard]] EncodedRequest encode_request(const contract::Model& model,
                                              const contract::Operation& operation, const Json& input,
                                              const EncodeOptions& options) const override {
    return encode_http_request(model, operation, input, options, codec_);
  }

  [[nodiscard]] Decoded decode_response(const contract::Model& model, const contract::Operation& operation,
                                        const Response& response, const BodyLimits& limits) const override {
    return decode_http_response(model, operation, response, limits, codec_);
  }

  [[nodiscard]] DecodedError decode_error(const contract::Model& model, const contract::Operation& operation,
                                          const Response& response, const BodyLimits& limits) const override {
    return decode_json_error(model, operation, response, limits, codec_, JsonErrorStyle::rest);
  }

  [[nodiscard]] Routed route(const contract::Model& model, const Request& request) const override {
    return route_http(model, request);
  }

  [[nodiscard]] Decoded decode_request(const contract::Model& model, const contract::Operation& operation,
                                       const Request& request) const override {
    return decode_http_request(model, operation, request, codec_);
  }

  [[nodiscard]] Response encode_response(const contract::Model& model, const contract::Operation& operation,
                                         const Json& output) const override {
    return encode_http_response(model, operation, output, codec_);
  }

  [[nodiscard]] Response encode_error(const contract::Model& model, const contract::Operation&,
                                      const ErrorAnswer& error) const override {
    JsonErrorParts parts = encode_json_error(model, error, codec_, JsonErrorStyle::rest);
    parts.response.headers.set("x-amzn-ErrorType", error.code);
    parts.response.body = core::dump(parts.body);
    return parts.response;
  }

 private:
  JsonCodec codec_{"application/json", true};
};

}  // namespace

const Protocol& rest_json() {
  static const RestJson protocol;
  return protocol;
}

}  // namespace hallmark::wire
