// What can be done to one site: values just inside and just outside of each of its constraints.
// Internal to plan/; see generate.h.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "plan/cases/case.h"
#include "plan/values/sites.h"
#include "plan/values/values.h"

namespace hallmark::plan {

// One case to be: `make` is called only when the case is wanted.
struct InputVariation {
  std::string clause, op;  // "length.max" + "above"
  std::string constraint;  // "length.above"; empty for those just inside
  std::string trait;       // whose dispute makes the case informative; "": the member's
  std::string what;        // "one character more than 256"
  Depth depth = Depth::normal;
  bool valid = false;
  // The document that is sent and the patch from it to the carrier's; or a problem.
  struct Sent {
    std::optional<Json> document;
    std::vector<PatchOperation> back;
    std::string pointer;
    std::string problem;
    bool needless = false;  // not a case: it would repeat the base request, or lose what the suite fixes
  };
  std::function<Sent(const std::string& seed)> make;
};

// In a fixed order. A variation lives as long as the call of `each`.
void for_variations(const contract::Model& model, const Values& values, const std::string& protocol,
                    const Site& site, const std::function<void(const InputVariation&)>& each);

}  // namespace hallmark::plan
