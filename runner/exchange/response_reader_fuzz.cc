// A method, a line break, and what came back: any bytes, cut anywhere, give a response or a fault.
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/testing_fuzz.h"
#include "exchange/response_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hallmark;
  const auto [choice, bytes] = core::fuzz_input(data, size);
  const exchange::ResponseLimits limits{.head = 4096, .body = 65536, .decoded = 262144, .informational = 4};
  const std::string method = core::chosen(choice, 0, 8) == 0 ? "HEAD" : "POST";
  exchange::ResponseReader whole(method, limits), pieces(method, limits);
  whole.feed(bytes);
  const std::size_t step = 1 + core::chosen(choice, 1, 64);
  for (std::size_t at = 0; at < bytes.size() && !pieces.done(); at += step)
    pieces.feed(bytes.substr(at, step));
  for (auto* reader : {&whole, &pieces}) {
    if (!reader->done()) reader->end_of_stream(exchange::ResponseReader::End::closed);
    reader->decode_content();
  }
  const auto first = whole.take_response(), second = pieces.take_response();
  if (first.has_value() != second.has_value()) __builtin_trap();
  if (first && first->status != second->status) __builtin_trap();
  return 0;
}
