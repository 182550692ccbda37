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

// What takes away names what was put: the operation is sent what `call`, one of the steps, is sent in
// required members of the same name and shape, where it has no value yet.
void send_the_same(const contract::Model& model, const contract::Operation& operation,
                   const contract::Operation& call, Inferred& inferred);

// What was made under a qualifier by `make` is asked for under it.
void take_over(const contract::Model& model, const contract::Operation& operation,
               const contract::Operation& make, Inferred& inferred);

// A member of `inferred` already says which of those that `create` makes is meant.
[[nodiscard]] bool identified(const Inferred& inferred, const contract::Operation& create);

// It makes a job that is read and that nothing stops.
[[nodiscard]] bool ends_by_itself(const names::Names& names, const contract::Operation& create);

}  // namespace hallmark::plan
