// Any bytes as a Smithy JSON AST.
#include "importers/testing_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hallmark::importers;
  return testing::fuzz_importer(data, size,
                                [](const std::string& text) { return read_smithy_ast(text, "fuzz"); });
}
