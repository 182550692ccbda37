// A schema and an instance, divided by a line "----": any bytes give an answer or a DocumentError.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/error.h"
#include "core/json.h"
#include "jsonschema/schema.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hallmark;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  constexpr std::string_view divider = "\n----\n";
  const std::size_t at = text.find(divider);
  if (at == std::string_view::npos) return 0;
  const auto schema = core::parse_ordered_json(text.substr(0, at));
  const auto instance = core::parse_json(text.substr(at + divider.size()));
  if (!schema.value || !instance.value) return 0;
  try {
    const auto compiled = jsonschema::Schema::compile(*schema.value);
    static_cast<void>(compiled.validate(*instance.value));
  } catch (const core::DocumentError&) {
  }
  return 0;
}
