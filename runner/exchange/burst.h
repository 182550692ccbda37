// The same request many times: until a rate is exceeded, or a limit is reached.
#pragma once

#include "exchange/expected.h"

namespace hallmark::exchange {

class Makings;

// The same request again and again, fresh names each time, until the exception comes: at most `most` times.
// The first success and the answer that ended it are recorded whole; what lies between is the same and would
// only fill the report.
Said repeat_until_full(Makings& makings, const plan::Case& test, int most);

// `call`, which waits for the case's exceptions, at once over several connections, and what comes of it as
// above. Where nothing was refused and the requests went out more slowly than the target's rate, the case is
// skipped.
Said burst(Makings& makings, const plan::Case& test, const OutgoingCall& call, int most);

}  // namespace hallmark::exchange
