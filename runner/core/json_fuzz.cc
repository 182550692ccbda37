// Any bytes are read or refused, and what was read can be written and read again.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hallmark;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = core::parse_json(text);
  for (const auto& key : parsed.duplicates) static_cast<void>(core::locate(text, key.pointer));
  if (!parsed.value) return 0;
  const auto again = core::parse_json(core::dump(*parsed.value));
  if (!again.value || again.fault) __builtin_trap();
  return 0;
}
