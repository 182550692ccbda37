// aws.protocols#restXml: HTTP bindings with XML bodies. Errors stand in
// <ErrorResponse><Error>, or bare in <Error> where the service says noErrorWrapping (S3).
#pragma once

#include "wire/protocol.h"

namespace hallmark::wire {

[[nodiscard]] const Protocol& rest_xml();

}  // namespace hallmark::wire
