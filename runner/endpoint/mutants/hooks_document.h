// Mutants of what stands around an answer's members: the media type's version, the first bytes, names and
// namespaces of XML, and the parts of an error's envelope. Called by hooks_answer.cc and by the list of
// mutants, nothing else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "endpoint/mutants/hooks.h"

namespace hallmark::endpoint {

// The document of a success: "body:bom", "body:br", "xml-document:…", "content-type:other-version".
void spoil_document(const ServedExchange& exchange, wire::Response& response);

// "error-code:X@disagree": the code in the body is another than the one in the header. JSON alone has two
// places.
void disagree(const wire::Protocol& protocol, const std::string& code, const std::string& other,
              wire::Response& response);

// One part of an XML error's envelope, missing or wrong: "type-missing", "type-wrong", "id-missing",
// "id-wrong".
void spoil_envelope_part(std::string_view how, std::string& body);
// Which of these the protocol's envelope has room for.
[[nodiscard]] std::vector<std::string_view> envelope_parts(const contract::Model& model,
                                                           const contract::Operation& operation,
                                                           const wire::Protocol& protocol);

// The media type of the protocol's other version; "" where it has none.
[[nodiscard]] std::string other_version(std::string_view media_type);

}  // namespace hallmark::endpoint
