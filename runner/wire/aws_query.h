// aws.protocols#awsQuery: form bodies with Action and Version in, XML documents
// <OpResponse><OpResult> out.
#pragma once

#include "wire/protocol.h"

namespace hallmark::wire {

[[nodiscard]] const Protocol& aws_query();

}  // namespace hallmark::wire
