// A secret, a line break, and text around it: what is left never holds the secret, and redacting again
// changes nothing.
#include <cstddef>
#include <cstdint>

#include "core/sink.h"
#include "core/testing_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hallmark;
  const auto [secret, text] = core::fuzz_input(data, size);
  core::Secrets secrets;
  secrets.add(secret);
  const std::string out = secrets.redact(text);
  if (secret.size() >= 16 && out.find(secret) != std::string::npos &&
      secret.find('[') == std::string_view::npos) {
    __builtin_trap();
  }
  return 0;
}
