// Which protocol and operation, a line break, a response: every decoder reads or notes, whatever came.
#include <cstddef>
#include <cstdint>

#include "core/testing_fuzz.h"
#include "wire/testing_fuzz_model.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hallmark;
  const auto [choice, text] = core::fuzz_input(data, size);
  const contract::Model& model = wire::testing::fuzz_model();
  const auto protocols = wire::all_protocols();
  const auto operations = model.all_operations();
  const wire::Protocol& protocol = *protocols[core::chosen(choice, 0, protocols.size())];
  const contract::Operation& operation = *operations[core::chosen(choice, 1, operations.size())];
  const wire::testing::Message message = wire::testing::message_of(text);
  wire::Response response;
  response.status = 200 + static_cast<int>(core::chosen(message.first, 0, 400));
  response.headers = message.headers;
  response.body = message.body;
  const wire::Decoded decoded = protocol.decode_response(model, operation, response);
  static_cast<void>(protocol.decode_error(model, operation, response));
  // Decoded members can be encoded, and what is encoded is decoded without a fault.
  static_cast<void>(protocol.encode_request(model, operation, decoded.members));
  const wire::Response again = protocol.encode_response(model, operation, decoded.members);
  static_cast<void>(protocol.decode_response(model, operation, again));
  return 0;
}
