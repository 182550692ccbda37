// Mutants of what a reading tells: it is another thing's, or another one each time. Called by hooks_state.cc,
// nothing else.
#pragma once

#include "endpoint/reference/behaviour.h"

namespace hallmark::endpoint {

// "told-otherwise": a text of each item of a list is not the thing's; "unsteady": a text is another one at
// each reading. In place; nothing where the answer has no such text.
void tell_otherwise(const Call& call, Result& result);

}  // namespace hallmark::endpoint
