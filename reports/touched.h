// What recorded traffic touched, as each format shows it: operations, exceptions that came and did not,
// members that no request had. Nothing where there is nothing to show.
#pragma once

#include <string>

#include "core/json.h"
#include "reports/console_style.h"
#include "run/events.h"

namespace hallmark::reports {

// Appends, with a blank line in front. Names are left out of long lists, but not with style.verbose.
void write_touched(const run::RunSummary& summary, const ConsoleStyle& style, std::string& out);
[[nodiscard]] OrderedJson touched_json(const run::RunSummary& summary);
void write_touched_html(const run::RunSummary& summary, std::string& out);
void write_touched_markdown(const run::RunSummary& summary, std::string& out);

}  // namespace hallmark::reports
