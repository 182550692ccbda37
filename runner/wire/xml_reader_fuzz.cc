// Any bytes are read or refused.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "wire/xml_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parsed = hallmark::wire::parse_xml({reinterpret_cast<const char*>(data), size});
  if (!parsed.root && !parsed.fault) __builtin_trap();
  return 0;
}
