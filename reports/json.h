// The machine-readable report: one JSON document (schemas/formats/report.schema.json), written while
// the run goes on. Cases come in completion order, the summary last. Texts stand as they came (bytes
// that are not UTF-8 become U+FFFD or base64); whoever shows them has to make them harmless.
#pragma once

#include <memory>

#include "core/json.h"
#include "core/sink.h"
#include "run/events.h"

namespace hallmark::reports {

// Raised by one whenever a reader of the former version would be misled; added members do not raise it.
inline constexpr int json_report_version = 1;

[[nodiscard]] std::unique_ptr<run::Listener> make_json(std::unique_ptr<core::Sink> sink);

// The pieces, for tests and other formats.
[[nodiscard]] OrderedJson head_json(const run::RunInfo& info);
[[nodiscard]] OrderedJson case_json(const run::CaseResult& result);
[[nodiscard]] OrderedJson summary_json(const run::RunSummary& summary, bool with_coverage = true);

}  // namespace hallmark::reports
