// Exchanges of `hallmark proxy`: in memory, and as a line of its recording. Both judge alike, for the line
// holds what the verdict needs and the exchange in memory is what the line says.
#pragma once

#include <string>

#include "core/json.h"
#include "core/sink.h"
#include "exchange/exchange.h"
#include "run/recorded_read.h"

namespace hallmark::run {

// An exchange as it is judged and recorded. `not_judged`: why nothing can be said about it; empty: it can be.
// Signatures, session tokens and other credentials in headers and query are taken out, of a signature all but
// its scope, which says whose exchange it is; and what `secrets` finds in bodies. The rest of bodies stays.
[[nodiscard]] RecordedItem proxied_item(exchange::HttpExchange http, std::string not_judged,
                                        const core::Secrets& secrets);

// {"exchange": …, "not_judged"?: …}, a line behind {"hallmark_recording": 1, …}.
[[nodiscard]] Json line_of_proxied(const RecordedItem& item);
// Sets `problem` when the line does not fit. `line` is the caller's.
[[nodiscard]] RecordedItem item_of_proxied(const Json& line);

}  // namespace hallmark::run
