// The HTML report: one file that needs nothing else, readable in light and dark and on paper. Filters
// are checkboxes and CSS, details unfold natively; one script of our own searches the cases and unfolds
// what a link goes to. A content security policy lets nothing be loaded and nothing else run, whatever an
// endpoint answered.
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
