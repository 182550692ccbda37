// Generated cases about listed exceptions that speak of one member of the input:
// "InvalidVPCId", "MalformedPolicyDocument". The member is given a text that is none of its kind. Constraints
// that a trait or a text states have cases of their own (variations.h). Internal to plan/; see generate.h.
// Ids:
//   <Exception>/malformed-<Member>
// Promise: "<service>.<Operation> behaviour.input <Exception>". What is taken all the same drifts: an
// exception's name alone does not say what is malformed.
// Where an operation lists errors of the input and no trait states a constraint that could be broken, the
// identifier of what it is about is malformed; that there is no such thing is an outcome then, too.
#pragma once

#include <string>
#include <vector>

#include "names/names.h"
#include "plan/context/context.h"

namespace hallmark::plan {

// `names`: of the context's model. Both must outlive the cases' making.
[[nodiscard]] std::vector<Wanted> input_cases(Context& context, const names::Names& names);

// Listed exceptions that speak of this member by name or text: of what is wrong with it, one of them may come
// as well as a general one. `path`: "Filters[].Key".
[[nodiscard]] std::vector<std::string> exceptions_about(const Context& context, const std::string& path);

}  // namespace hallmark::plan
