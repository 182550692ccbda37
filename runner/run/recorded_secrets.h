// What a recording must not give away: whoever publishes a report of one has not looked through its
// headers. Private to run/.
#pragma once

#include "contract/model.h"
#include "core/sink.h"
#include "exchange/exchange.h"
#include "verdict/verdict.h"

namespace hallmark::run {

// Replaces, in the exchange and in the findings about it: credentials of headers and query (Authorization,
// tokens, cookies, API keys, signatures), and the values of members that the contract marks as sensitive, by
// value wherever they stand. `members`: of the answer, as far as they could be decoded; may be null.
void redact_recorded(const contract::Model& model, const contract::Shape* shape, const Json* members,
                     exchange::HttpExchange& http, verdict::Verdict& verdict);

// Takes credentials out of an exchange before it is recorded and judged: whole header values and query
// parameters, of a signature all but its scope, and whatever `secrets` finds elsewhere.
void redact_credentials(exchange::HttpExchange& http, const core::Secrets& secrets);

}  // namespace hallmark::run
