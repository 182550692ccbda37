// smithy.protocols#rpcv2Cbor: POST /service/<Service>/operation/<Operation> with CBOR
// bodies and the header "smithy-protocol: rpc-v2-cbor" both ways.
#pragma once

#include "wire/protocol.h"

namespace hallmark::wire {

[[nodiscard]] const Protocol& rpcv2_cbor();

}  // namespace hallmark::wire
