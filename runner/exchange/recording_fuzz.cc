// A file that claims to be a recording or a journal is read or refused with a DocumentError.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/error.h"
#include "core/testing_fuzz.h"
#include "exchange/journal.h"
#include "exchange/recording.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hallmark;
  const core::MemoryFile file({reinterpret_cast<const char*>(data), size});
  try {
    const exchange::Recording recording = exchange::read_recording(file.path());
    for (const auto& [id, run] : recording.runs) {
      if (!exchange::case_run_from_json(exchange::to_json(run))) __builtin_trap();
    }
  } catch (const core::DocumentError&) {
  }
  try {
    static_cast<void>(exchange::read_journal(file.path()));
  } catch (const core::DocumentError&) {
  }
  return 0;
}
