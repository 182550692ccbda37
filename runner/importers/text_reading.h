// Reads the documentation's sentences into a model: what rules find of members of inputs and of exceptions
// goes into hallmark.api#text (contract/text_facts.h); where a trait says otherwise, an alternative and a
// contradiction are told, as with pages. The prose itself stays out of the model.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "contract/model.h"

namespace hallmark::importers {

// The documentation of a shape (`member` empty) or of one of its members; "" when it has none.
using DocumentationOf = std::function<std::string_view(const std::string& shape_id, std::string_view member)>;

void read_text_facts(contract::Model& model, const DocumentationOf& documentation_of);

}  // namespace hallmark::importers
