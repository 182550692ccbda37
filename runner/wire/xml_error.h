// Errors of the XML protocols: the same three facts (code, message, request id) in three envelopes.
#pragma once

#include <string>

#include "wire/protocol.h"
#include "wire/xml_body.h"

namespace hallmark::wire {

enum class XmlErrorStyle {
  wrapped,  // <ErrorResponse><Error><Type/><Code/><Message/>…</Error><RequestId/></ErrorResponse>
  bare,     // <Error><Code/><Message/>…<RequestId/></Error> (S3)
  ec2       // <Response><Errors><Error><Code/><Message/>…</Error></Errors><RequestID/></Response>
};

// Reads whichever of the three stands in the body; `well_formed` only when it is `style`.
// `wanted` chooses the error shape's members that stand in the body (null: all).
[[nodiscard]] DecodedError read_xml_error(
    const contract::Model& model, const contract::Operation& operation, std::string_view protocol_id,
    const Response& response, const BodyLimits& limits, XmlErrorStyle style,
    const std::function<MemberFilter(const contract::Shape&)>& wanted = nullptr);

// The body of an error answer.
[[nodiscard]] std::string write_xml_error(const contract::Model& model, const ErrorAnswer& error,
                                          XmlErrorStyle style, const MemberFilter& wanted = nullptr);

}  // namespace hallmark::wire
