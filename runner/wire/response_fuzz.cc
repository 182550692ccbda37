// Which protocol and operation, a line break, a response: every decoder reads or diagnostics, whatever came.
#include "wire/testing_fuzz_model.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hallmark;
  const auto chosen = wire::testing::chosen_message(data, size);
  const auto& [model, protocol, operation, choice, message] = chosen;
  const wire::Response response = chosen.response();
  const wire::Decoded decoded = protocol.decode_response(model, operation, response);
  static_cast<void>(protocol.decode_error(model, operation, response));
  // Decoded members can be encoded, and what is encoded is decoded.
  static_cast<void>(protocol.encode_request(model, operation, decoded.members));
  const wire::Response again = protocol.encode_response(model, operation, decoded.members);
  static_cast<void>(protocol.decode_response(model, operation, again));
  return 0;
}
