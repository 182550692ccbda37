// aws.protocols#ec2Query: like awsQuery, but every list is flattened, names are
// capitalised, responses have no result wrapper and errors stand in <Response><Errors><Error>.
#pragma once

#include "wire/protocol.h"

namespace hallmark::wire {

[[nodiscard]] const Protocol& ec2_query();

}  // namespace hallmark::wire
