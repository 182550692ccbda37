// For fuzzers only: what every importer is held to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "contract/smithy.h"
#include "core/error.h"
#include "importers/importers.h"

namespace hallmark::importers::testing {

// Any bytes give a contract or a DocumentError, and what was read can be written, read again, merged and
// compared with itself. Returns what a fuzzer's entry returns.
template <typename Read>
int fuzz_importer(const std::uint8_t* data, std::size_t size, const Read& read) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const Importer& importer : importers()) static_cast<void>(importer.recognises(text));
  try {
    const contract::Model model = read(text);
    static_cast<void>(contract::write_smithy(model));
    static_cast<void>(merge({model, model}));
    static_cast<void>(diff(model, model));
  } catch (const core::DocumentError&) {
  }
  return 0;
}

}  // namespace hallmark::importers::testing
