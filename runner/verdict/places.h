// From a JSON Pointer of a members document to the contract element that stands there.
// Private to verdict/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "core/json.h"

namespace hallmark::verdict {

struct ContractPlace {
  const contract::Shape* shape = nullptr;    // what stands at the pointer
  const contract::Member* member = nullptr;  // the member that leads there; null at the root
  const contract::Shape* owner = nullptr;    // the shape that has `member`; null at the root
};

// Null when the contract has nothing there.
[[nodiscard]] std::optional<ContractPlace> place_of(const contract::Model& model, const contract::Shape& root,
                                                    std::string_view pointer);

// The weakest source on the way from the root to the pointer: a member that only a newer model has makes
// everything beneath it newer. `trait_id` is asked of the last element.
[[nodiscard]] contract::Source strength_of(const contract::Model& model, const contract::Shape& root,
                                           std::string_view pointer, std::string_view trait_id = {});

// Values that a pattern pointer reaches: '*' stands for every list item or map value. Each answer is
// {pointer, value}; where the last token (or one before it) is missing in an object that is there, value is
// null and the pointer names the first missing one; an absent list or map misses nothing.
struct ReachedValue {
  std::string pointer;
  const Json* value = nullptr;
};
[[nodiscard]] std::vector<ReachedValue> reach(const Json& document, std::string_view pattern);

// A time in a format that another document states for this place than the one chosen.
[[nodiscard]] bool has_alternative_formats(const ContractPlace& place);
[[nodiscard]] bool fits_alternative_format(const ContractPlace& place, const Json& value);

}  // namespace hallmark::verdict
