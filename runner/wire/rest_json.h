// aws.protocols#restJson1: HTTP bindings with JSON bodies. Errors are named by the header
// x-amzn-errortype, or by `__type` or `code` in the body.
#pragma once

#include "wire/protocol.h"

namespace hallmark::wire {

[[nodiscard]] const Protocol& rest_json();

}  // namespace hallmark::wire
