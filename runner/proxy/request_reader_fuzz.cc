// What a client sent: any bytes, cut anywhere, give a request, its end at the same place, or a problem.
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/testing_fuzz.h"
#include "proxy/request_reader.h"

namespace {

// As much as the reader takes, `step` bytes at most at a time.
std::size_t fed(hallmark::proxy::RequestReader& reader, std::string_view bytes, std::size_t step) {
  std::size_t at = 0;
  while (at < bytes.size() && !reader.done() && reader.problem().empty()) {
    const std::size_t taken = reader.feed(bytes.substr(at, step));
    if (taken == 0 && reader.problem().empty()) __builtin_trap();
    at += taken;
  }
  return at;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hallmark;
  const auto [choice, bytes] = core::fuzz_input(data, size);
  const proxy::RequestLimits limits{.head = 4096, .body = 65536};
  proxy::RequestReader whole(limits), pieces(limits);
  const std::size_t first = fed(whole, bytes, bytes.size() + 1);
  const std::size_t second = fed(pieces, bytes, 1 + core::chosen(choice, 1, 64));
  if (whole.done() != pieces.done() || whole.problem().empty() != pieces.problem().empty()) __builtin_trap();
  if (whole.done() && (first != second || whole.request().body != pieces.request().body)) __builtin_trap();
  return 0;
}
