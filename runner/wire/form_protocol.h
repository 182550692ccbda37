// What aws-query and ec2-query have in common: requests. Their responses differ and stand in
// aws_query.cc and ec2_query.cc.
#pragma once

#include "wire/form_body.h"
#include "wire/protocol.h"

namespace hallmark::wire {

// The operation's name on the wire, which is not always its shape's.
[[nodiscard]] std::string wire_operation_name(const contract::Operation& operation);

[[nodiscard]] EncodedRequest encode_form_request(const contract::Model& model,
                                                 const contract::Operation& operation, const Json& input,
                                                 const EncodeOptions& options, FormStyle style);
// By Action and Version, in the body or in the query.
[[nodiscard]] Routed route_form(const contract::Model& model, const Request& request);
[[nodiscard]] Decoded decode_form_request(const contract::Model& model, const contract::Operation& operation,
                                          const Request& request, FormStyle style);

// Notes a response whose Content-Type is no XML.
void check_xml_content_type(const Headers& headers, std::vector<Note>& notes);
// Text of the RequestId that endpoints write when nobody gave one.
inline constexpr std::string_view placeholder_request_id = "00000000-0000-4000-8000-000000000000";

}  // namespace hallmark::wire
