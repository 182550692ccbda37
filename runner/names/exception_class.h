// What an exception says, by everything that is known of it: its name, its own documentation, and what a
// sentence rule read in that (contract/text_facts.h).
#pragma once

#include <optional>

#include "contract/model.h"
#include "names/knowledge.h"

namespace hallmark::names {

// nullopt where nothing says it. A fact that a rule of less precision read does not count.
[[nodiscard]] std::optional<ErrorClass> class_of(const Knowledge& words, const contract::Shape& exception);
// Its text says that no request brings it about any more: nothing is claimed of it.
[[nodiscard]] bool never_comes(const contract::Shape& exception);

}  // namespace hallmark::names
