// The console: the headline, the causes with an example each, every case that fails by name, then
// reasons, coverage and the conclusion. Endpoint-controlled text never moves the cursor, colours
// anything or speaks to a CI system (see safe()).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "core/sink.h"
#include "run/events.h"

namespace hallmark::reports {

struct ConsoleOptions {
  bool colour = false;
  // While the run goes on: a line that is rewritten (terminals only), or a new line every half minute.
  bool progress = false, lines = false;
  bool verbose = false;  // conforming and skipped cases as well
  bool quiet = false;    // the conclusion and the counts only
  // Where in the line of all cases those of an operation ("sqs.CreateQueue") begin, 0 to 1: how far a run is
  // of which nobody knows how many cases it has. Null: that is not told.
  std::function<double(const std::string& operation)> begins_at = nullptr;
  // What time it is, for progress; null: the steady clock.
  std::function<std::chrono::steady_clock::time_point()> now = nullptr;
};

// What the environment says: colour on a terminal, but not where NO_COLOR is set to anything or CLICOLOR is 0
// or TERM is dumb; CLICOLOR_FORCE (not 0) forces it. Progress on a terminal, but not in CI: there in lines.
// `get` answers null for what is not set.
[[nodiscard]] ConsoleOptions console_options(bool terminal,
                                             const std::function<const char*(const char*)>& get = nullptr);

[[nodiscard]] std::unique_ptr<run::Listener> make_console(std::unique_ptr<core::Sink> sink,
                                                          ConsoleOptions options);

}  // namespace hallmark::reports
