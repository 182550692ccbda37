// What requests and responses share: headers, prefix headers, payloads and body members.
// Internal to the HTTP bindings.
#pragma once

#include <string>
#include <vector>

#include "wire/http_bindings.h"

namespace hallmark::wire {

void write_headers(const BodyContext& context, const Json& members, Headers& headers,
                   std::vector<std::string>& inexpressible);
// Sets Content-Type, unless a member stands in that header.
void write_body(const BodyContext& context, const Json& members, const BodyCodec& codec, Headers& headers,
                std::string& body, std::vector<std::string>& inexpressible);

void read_headers(const BodyContext& context, const Headers& headers, Decoded& into);
void read_body(const BodyContext& context, const Headers& headers, const std::string& body,
               const BodyCodec& codec, Decoded& into);

}  // namespace hallmark::wire
