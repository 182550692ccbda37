// Which protocol, a line break, a request: every decoder of the endpoint's side reads or diagnostics,
// whatever came.
#include "wire/testing_fuzz_model.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hallmark;
  const auto chosen = wire::testing::chosen_message(data, size);
  wire::Request request;
  request.method = chosen.message.first;
  request.target = chosen.message.second;
  request.headers = chosen.message.headers;
  request.body = chosen.message.body;
  const wire::Routed routed = chosen.protocol.route(chosen.model, request);
  const contract::Operation& operation = routed.operation != nullptr ? *routed.operation : chosen.operation;
  const wire::Decoded decoded = chosen.protocol.decode_request(chosen.model, operation, request);
  static_cast<void>(chosen.protocol.encode_request(chosen.model, operation, decoded.members));
  return 0;
}
