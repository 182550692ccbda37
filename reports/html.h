// The HTML report: one file that needs nothing else, no scripts, readable in light and dark and on
// paper. Filters are checkboxes and CSS, details unfold natively. A content security policy lets nothing be
// loaded or run, whatever an endpoint answered.
#pragma once

#include <filesystem>
#include <memory>

#include "core/sink.h"
#include "run/events.h"

namespace hallmark::reports {

// Cases are kept beside `path` until the run is finished (see spool.h).
[[nodiscard]] std::unique_ptr<run::Listener> make_html(std::unique_ptr<core::Sink> sink,
                                                       const std::filesystem::path& path,
                                                       std::shared_ptr<const core::Secrets> secrets);

}  // namespace hallmark::reports
