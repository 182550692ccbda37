// One recorded exchange out of its JSON: a HAR's entry, or an exchange line. Private to run/.
#pragma once

#include "core/json.h"
#include "run/recorded_read.h"

namespace hallmark::run {

// Neither throws: what does not fit sets `problem`, what cannot be judged `skipped`. `line` is the caller's.
[[nodiscard]] RecordedItem item_of_har(const Json& entry);
[[nodiscard]] RecordedItem item_of_line(const Json& line);
// A line that is an exchange without "raw" around it: a request with a whole URL (a stub has a path), and a
// response.
[[nodiscard]] bool is_exchange(const Json& line);

}  // namespace hallmark::run
