// An identifier that nothing of the service makes (the identity store, the directory of an account) is the
// same in all requests of one case: what a group is made in is what it is read from.
#pragma once

#include "plan/creators.h"
#include "plan/inference.h"

namespace hallmark::plan {

// Of required members of the same name and shape which name a thing that no operation makes, the first step's
// value is kept and sent by the steps behind it and, where `inferred` has no value yet, by the operation. The
// steps are in order.
void share_identifiers(const names::Names& names, const Creators& creators,
                       const contract::Operation& operation, Inferred& inferred);

// What takes away names what was put: the operation is sent what `call`, one of the steps, is sent in required
// members of the same name and shape, where it has no value yet.
void send_the_same(const contract::Model& model, const contract::Operation& operation,
                   const contract::Operation& call, Inferred& inferred);

}  // namespace hallmark::plan
