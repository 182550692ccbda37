// Which protocol, a line break, a request: every decoder of the endpoint's side reads or notes, whatever
// came.
#include <cstddef>
#include <cstdint>

#include "core/testing_fuzz.h"
#include "wire/sigv4.h"
#include "wire/testing_fuzz_model.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hallmark;
  const auto [choice, text] = core::fuzz_input(data, size);
  const contract::Model& model = wire::testing::fuzz_model();
  const auto protocols = wire::all_protocols();
  const auto operations = model.all_operations();
  const wire::Protocol& protocol = *protocols[core::chosen(choice, 0, protocols.size())];
  const wire::testing::Message message = wire::testing::message_of(text);
  wire::Request request;
  request.method = message.first;
  request.target = message.second;
  request.headers = message.headers;
  request.body = message.body;
  const wire::Routed routed = protocol.route(model, request);
  const contract::Operation& operation = routed.operation != nullptr
                                             ? *routed.operation
                                             : *operations[core::chosen(choice, 1, operations.size())];
  const wire::Decoded decoded = protocol.decode_request(model, operation, request);
  static_cast<void>(protocol.encode_request(model, operation, decoded.members));
  return 0;
}
