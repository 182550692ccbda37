// Private to merge: marks of where facts come from, alternatives, contradictions, and the
// comparison of two values of a trait.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"

namespace hallmark::importers {

// The element itself comes from `source`; traits that it has already keep where they came from.
void mark_element(contract::Traits& traits, contract::Source source);
void mark_trait(contract::Traits& traits, std::string_view trait_id, contract::Source source);

// `value` null: the other document does not have the trait. Each alternative stands once.
void add_alternative(contract::Traits& traits, std::string_view trait_id, Json value,
                     std::string_view source);

void add_contradiction(contract::Model& model, contract::Contradiction contradiction);

// Tells what two models contradict each other about at a shape under every operation that reaches it.
void spread_contradictions(contract::Model& model);

// Whether two values of a trait promise the same; null pointers are "not there". A length from 0
// promises nothing, neither does the deprecation's date.
[[nodiscard]] bool same_promise(std::string_view trait_id, const Json* a, const Json* b);

// A pattern without its anchors, and without the .* that stands for their absence where every
// pattern is taken as anchored: Smithy's "\S" and "^a$" are botocore's ".*\S.*" and "a".
[[nodiscard]] std::string bare_pattern(const Json& pattern);

// "Name", "Items[].Name", "Tags{}": the path of a member below `path`.
[[nodiscard]] std::string path_below(const std::string& path, const contract::Shape& shape,
                                     const contract::Member& member);

// A value as it is shown in a contradiction: "absent", "length 1 to 9", "409".
[[nodiscard]] std::string shown(const Json* value);

// The timestamp format that a member has on the wire, stated or by the rule of protocol and place.
[[nodiscard]] std::string timestamp_format_of(const contract::Model& model, const contract::Member& member);

}  // namespace hallmark::importers
