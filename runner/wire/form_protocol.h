// What aws-query and ec2-query have in common: everything but what stands between the root of a response and
// its members.
#pragma once

#include <string>
#include <string_view>

#include "wire/form_body.h"
#include "wire/operation_name.h"
#include "wire/protocol.h"
#include "wire/xml_error.h"
#include "wire/xml_reader.h"
#include "wire/xml_writer.h"

namespace hallmark::wire {

// Text of the RequestId that endpoints write when nobody gave one.
inline constexpr std::string_view placeholder_request_id = "00000000-0000-4000-8000-000000000000";

class FormProtocol : public Protocol {
 public:
  EncodedRequest encode_request(const contract::Model& model, const contract::Operation& operation,
                                const Json& input, const EncodeOptions& options) const final;
  Decoded decode_response(const contract::Model& model, const contract::Operation& operation,
                          const Response& response, const BodyLimits& limits) const final;
  DecodedError decode_error(const contract::Model& model, const contract::Operation& operation,
                            const Response& response, const BodyLimits& limits) const final;
  // By Action and Version, in the body or in the query.
  Routed route(const contract::Model& model, const Request& request) const final;
  Decoded decode_request(const contract::Model& model, const contract::Operation& operation,
                         const Request& request) const final;
  Response encode_response(const contract::Model& model, const contract::Operation& operation,
                           const Json& output) const final;
  Response encode_error(const contract::Model& model, const contract::Operation& operation,
                        const ErrorAnswer& error) const final;

 protected:
  struct Dialect {
    FormStyle form;
    XmlErrorStyle error;
    std::string_view xml_type;  // Content-Type of its responses
  };
  explicit FormProtocol(Dialect dialect) : dialect_(dialect) {}

  // The root element, whose name and namespace have been checked, into decoded.members.
  virtual void read_output(const contract::Model& model, const contract::Operation& operation,
                           const contract::Shape& output, const XmlElement& root, Decoded& decoded) const = 0;
  // What stands inside the root; `structure` is null for an operation without output.
  virtual void write_output(const contract::Model& model, const contract::Operation& operation,
                            const contract::Shape* structure, const Json& output,
                            XmlWriter& writer) const = 0;

 private:
  Dialect dialect_;
};

}  // namespace hallmark::wire
