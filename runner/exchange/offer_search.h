// Finds out whether an operation that was just asked is there at all, and whether it is one's own: offer.h
// tells answers apart, this asks for those to compare with.
#pragma once

#include "exchange/caller.h"

namespace hallmark::exchange {

class Conversation;

// After the answer to a valid request. What says that the endpoint does not have the operation goes into the
// run's `not_offered` and the run's Offers: none of its cases is sent any more. `made`: the case made what
// the call is about. `least`: of all requests of the operation it asks for the least. Requests that ask are
// not recorded.
void look_for(Conversation& talk, const OutgoingCall& call, const Called& called, bool made, bool least);

}  // namespace hallmark::exchange
