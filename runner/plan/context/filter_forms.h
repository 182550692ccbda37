// Pairs by which a list lets items through, [{"Name": "vpc-id", "Values": […]}]: which of an item's members
// has the name and which the values. Internal to plan/.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "contract/model.h"
#include "core/json.h"

namespace hallmark::plan {

struct FilterPairs {
  std::string key, values;  // members of an item
  bool several = false;     // it takes several values
  std::vector<Json> names;  // what the key may be, of what is asked for
  [[nodiscard]] Json one(const Json& name, const Json& value) const;
};

// With the names that the documentation lists; nullopt where it lists none.
[[nodiscard]] std::optional<FilterPairs> documented_pairs(const contract::Model& model,
                                                          const contract::Member& member);
// With the last of an enum's names that is meant; nullopt where there is none. `meant`: of a name in the
// spelling of members ("ENDPOINT_NAME" -> "EndpointName").
[[nodiscard]] std::optional<FilterPairs> enumerated_pairs(
    const contract::Model& model, const contract::Member& member,
    const std::function<bool(const std::string&)>& meant);

}  // namespace hallmark::plan
