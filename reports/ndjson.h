// One JSON object a line, as things happen: {"event": "run", …}, {"event": "case", …} for each case that
// ends,
// {"event": "summary", …}. The members are those of the JSON report (schemas/formats/report.schema.json).
#pragma once

#include <memory>

#include "core/sink.h"
#include "run/events.h"

namespace hallmark::reports {

[[nodiscard]] std::unique_ptr<run::Listener> make_ndjson(std::unique_ptr<core::Sink> sink);

}  // namespace hallmark::reports
