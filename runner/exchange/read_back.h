// What is read after the request of a case, to see what it did.
#pragma once

#include "exchange/expected.h"

namespace hallmark::exchange {

class Makings;

// Makes the calls of `then`, and records them. Steps that the case claims something of are asked again for a
// moment while the answer does not show it. Ends early where a call cannot be made.
void read_back(Makings& makings, const plan::Case& test, const Said& said);

}  // namespace hallmark::exchange
