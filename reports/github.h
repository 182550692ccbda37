// Annotations of GitHub Actions: workflow commands
// (https://docs.github.com/actions/reference/workflow-commands) that the runner reads out of a step's log.
// One for each cause, since GitHub shows ten errors and ten warnings of a step and drops the rest; the other
// reports have every case. Stands beside the console on standard output.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/sink.h"
#include "run/events.h"

namespace hallmark::reports {

[[nodiscard]] std::unique_ptr<run::Listener> make_github(std::unique_ptr<core::Sink> sink);

// A command's text, and a property's value, escaped as the runner reads them.
[[nodiscard]] std::string command_data(std::string_view text);
[[nodiscard]] std::string command_property(std::string_view text);

}  // namespace hallmark::reports
