// "f", "s" or "t", a line break, and a fixture, suite or target: read or refused with a DocumentError.
#include <cstddef>
#include <cstdint>

#include "core/error.h"
#include "core/testing_fuzz.h"
#include "plan/cases/known.h"
#include "plan/cases/load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hallmark;
  const auto [choice, text] = core::fuzz_input(data, size);
  const core::MemoryFile file(text);
  static const plan::Suite suite = plan::load_suite(HALLMARK_SOURCE_DIR "/suites/voice-id.suite.json");
  try {
    if (choice.starts_with("f")) static_cast<void>(plan::load_fixture(file.path(), suite, false));
    if (choice.starts_with("s")) static_cast<void>(plan::load_suite(file.path()));
    if (choice.starts_with("t")) static_cast<void>(plan::load_target(file.path()));
    if (choice.starts_with("k")) static_cast<void>(plan::load_baseline(file.path()));
  } catch (const core::DocumentError&) {
  }
  return 0;
}
