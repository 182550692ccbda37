// Private to diff: what a contract promises about one element, as a list of named values in which
// only what matters on the wire is left. Two documents that say the same in other words have equal
// facts.
#pragma once

#include <map>
#include <string>

#include "contract/model.h"

namespace hallmark::importers {

using DiffFacts = std::map<std::string, std::string>;  // "length.max" -> "9"; absent: not promised

[[nodiscard]] DiffFacts facts_of_service(const contract::Model& model);
[[nodiscard]] DiffFacts facts_of_operation(const contract::Model& model,
                                           const contract::Operation& operation);
[[nodiscard]] DiffFacts facts_of_resource(const contract::Model& model,
                                          const contract::ResourceShape& resource);
[[nodiscard]] DiffFacts facts_of_error(const contract::Model& model, const contract::Shape& error);
// A member of `container`. What the protocols of the service do not use is left out.
[[nodiscard]] DiffFacts facts_of_member(const contract::Model& model, const contract::Shape& container,
                                        const contract::Member& member);
// Of an input or output as a whole: the root of its XML body.
[[nodiscard]] DiffFacts facts_of_root(const contract::Model& model, const contract::Shape& shape, bool input);

}  // namespace hallmark::importers
