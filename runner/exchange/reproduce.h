// A shell command that sends a recorded request again with curl.
#pragma once

#include <string>

#include "exchange/exchange.h"

namespace hallmark::exchange {

// Secrets never stand in it: it signs with curl's own --aws-sigv4 and "$AWS_ACCESS_KEY_ID",
// "$AWS_SECRET_ACCESS_KEY" and "$AWS_SESSION_TOKEN" of whoever runs it, or not at all when the request
// was not signed. A wrong signature on purpose becomes a wrong secret. Bodies that are not plain text go
// through `base64 -d`. One line; works in sh. Of bodies over 64 KiB the gzip form is printed; what is long
// even then is left out with a remark.
[[nodiscard]] std::string reproduce(const HttpExchange& http, plan::SignMode sign = plan::SignMode::normal,
                                    const std::string& identity = "default");
// 'text' with its own quotes made safe for sh.
[[nodiscard]] std::string shell_quote(std::string_view text);

// Shell commands for the exchange at `at` of a case: those before it in the case, too, with identifiers read
// out of the answers instead of those of the run, which are gone, and new names for those that were made
// unique to the run. One line where nothing stands before it.
[[nodiscard]] std::string reproduce_case(const plan::Case& test, const CaseRun& run, std::size_t at);

}  // namespace hallmark::exchange
