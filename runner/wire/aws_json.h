// aws.protocols#awsJson1_0 and awsJson1_1: POST / with the operation in X-Amz-Target and one
// JSON object either way. Errors are named by `__type` (or `code`, or x-amzn-errortype); where the
// service stands in for an awsQuery one, x-amzn-query-error carries the code that counts.
#pragma once

#include "wire/protocol.h"

namespace hallmark::wire {

[[nodiscard]] const Protocol& aws_json_1_0();
[[nodiscard]] const Protocol& aws_json_1_1();

}  // namespace hallmark::wire
