// Arrangements that the model itself shows, for operations whose suite says nothing: what must exist
// before this operation can succeed, which operation makes it, and which removes it. Evidence, strongest
// first: Smithy resources (identifiers, create and delete); then names: Update/Get/Delete/Describe/…<Noun>
// with a required member that Create<Noun> (or Register, Put, Start, …) answers under the same name or the
// same shape, or is itself given ("Bucket" of CreateBucket).
#pragma once

#include <optional>
#include <string>
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
