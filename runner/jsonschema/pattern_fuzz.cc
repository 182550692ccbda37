// A pattern, a line break, and text to search.
#include <cstddef>
#include <cstdint>

#include "core/testing_fuzz.h"
#include "jsonschema/pattern.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hallmark;
  const auto [pattern, text] = core::fuzz_input(data, size);
  const auto compiled = jsonschema::Pattern::compile(pattern);
  if (!compiled) return 0;
  const auto found = compiled->search(text, 10'000);
  const auto full = compiled->full_match(text, 10'000);
  // Whatever matches as a whole is found.
  if (full == jsonschema::Pattern::Answer::yes && found == jsonschema::Pattern::Answer::no) __builtin_trap();
  return 0;
}
