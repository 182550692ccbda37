// Arrangements that the model itself shows, for operations whose suite says nothing: what must exist
// before this operation can succeed, which operation makes it, and which removes it. Evidence, strongest
// first: Smithy resources (identifiers, create and delete); then names: Update/Get/Delete/Describe/…<Noun>
// with a required member that Create<Noun> (or Register, Put, Start, …) answers under the same name or the
// same shape, or is itself given ("Bucket" of CreateBucket).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "contract/model.h"
#include "plan/cases/case.h"

namespace hallmark::plan {

// What one operation needs.
struct Inferred {
  std::vector<Step> arrange;          // makes what the operation needs; keeps its identifiers
  Json base = Json::object();         // input members -> "${variable}"
  std::vector<std::string> unfilled;  // required identifier-like members for which nothing makes a value
};

// The recipe of a resource by its creating operation: how to keep its identifiers and to remove it.
// Nullopt when the model shows no delete.
[[nodiscard]] std::optional<ResourceRecipe> infer_recipe(const contract::Model& model,
                                                         const contract::Operation& create,
                                                         const Suite& suite);
// What a run has learned of how things can be made.
struct Ways {
  std::set<std::string> avoided;                        // calls that are not made
  std::map<std::string, std::set<std::string>> wanted;  // operation -> input members that must name something
  bool operator<(const Ways& other) const {
    return std::tie(avoided, wanted) < std::tie(other.avoided, other.wanted);
  }
  [[nodiscard]] bool empty() const { return avoided.empty() && wanted.empty(); }
};
// What `operation` of a completed suite needs, by these ways. Nullopt where the suite's arrangement is
// somebody's word, or nothing would be arranged.
[[nodiscard]] std::optional<Inferred> inferred_by(const contract::Model& model, const Suite& suite,
                                                  const contract::Operation& operation, const Ways& ways);
// The suite with recipes, arrangements and bases added for operations that have none; `inferred` names these,
// whether something was found or not.
[[nodiscard]] Suite with_inferred(const contract::Model& model, Suite suite);

}  // namespace hallmark::plan

// Example:
//
//   const auto arranged = [](const contract::Model& model, const Suite& suite) {
//     const Suite filled = with_inferred(model, suite);
//     const auto steps = filled.arrange.find("UpdateRoom");
//     return steps == filled.arrange.end() ? std::string() : steps->second.front().call;
//   };
