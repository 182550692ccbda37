// Markdown for CI summaries (GitHub's step summary and comments): the conclusion, counts, coverage, and what
// deviates, folded. Bounded, because a summary over 1 MiB is dropped whole. Text from an endpoint stands in
// code, where nobody can be mentioned and nothing is linked.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/sink.h"
#include "run/events.h"

namespace hallmark::reports {

inline constexpr std::size_t max_markdown = std::size_t{900} << 10;

[[nodiscard]] std::unique_ptr<run::Listener> make_markdown(std::unique_ptr<core::Sink> sink);

// `text` as inline code: a run of backticks longer than any inside; '|' escaped for tables.
[[nodiscard]] std::string code_span(std::string_view text, bool in_table = false);
// `text` as a fenced block, the fence longer than any inside.
[[nodiscard]] std::string code_block(std::string_view text);

}  // namespace hallmark::reports
