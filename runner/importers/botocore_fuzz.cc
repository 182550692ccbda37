// Any bytes give a contract or a DocumentError.
#include <cstddef>
#include <cstdint>
#include <string>

#include "contract/smithy.h"
#include "core/error.h"
#include "importers/importers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hallmark;
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const importers::Importer& importer : importers::importers())
    static_cast<void>(importer.recognises(text));
  try {
    const contract::Model model = importers::read_botocore(text, "fuzz");
    // What was read can be written, read again and merged with itself.
    const auto written = contract::write_smithy(model);
    static_cast<void>(importers::merge({model, model}));
    static_cast<void>(importers::diff(model, model));
  } catch (const core::DocumentError&) {
  }
  return 0;
}
