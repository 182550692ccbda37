// JUnit XML: one testsuite that carries the target's name, one testcase per case, classname
// `<service>.<Operation>`, name `<Exception>/<case>`. Valid under Jenkins' junit-10.xsd in its strict
// flavour.
//
// conforms            testcase; drift and inconclusive answers stand in its system-out
// deviates            failure, typed by the first rule ("contract.status")
// known deviation     skipped, with the reason
// unexpected pass     failure "known.unexpected-pass"
// skipped             skipped
// could not be judged error "run.blocked", "run.throttled", "run.transport", or "recording.unreadable" where
// a
//                     place of a recording cannot be read
// What fails a run beside its cases is a testcase of class "hallmark": a run in which nothing was judged has
// an error and is never green.
#pragma once

#include <filesystem>
#include <memory>

#include "core/sink.h"
#include "run/events.h"

namespace hallmark::reports {

// Cases are kept in a file beside `path` (see spool.h) and written to `sink`, sorted, when the run
// is finished, also after an interruption.
[[nodiscard]] std::unique_ptr<run::Listener> make_junit(std::unique_ptr<core::Sink> sink,
                                                        const std::filesystem::path& path,
                                                        std::shared_ptr<const core::Secrets> secrets);

}  // namespace hallmark::reports
