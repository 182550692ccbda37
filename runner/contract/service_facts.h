// How single services depart from their protocol where no trait of their model says so: rows of
// suites/knowledge/services.json, for wire/, which knows no names.
#pragma once

#include <string_view>

#include "contract/model.h"

namespace hallmark::contract {

// restXml: errors have no <ErrorResponse> around them. The protocol's trait says so (noErrorWrapping); models
// without it are looked up in "bare_errors".
[[nodiscard]] bool has_bare_errors(const Model& model);
// "prefixed_ids": the service answers ids of this shape as "/hostedzone/Z1" and takes them as "Z1".
[[nodiscard]] bool answers_with_prefix(const Model& model, std::string_view shape);

}  // namespace hallmark::contract
