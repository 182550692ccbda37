// Every promise that the contract makes about one operation, with its id (plan/cases/promise_ids.h), its
// source, and whether a request can put it to the test. A recursive shape is followed once around.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "contract/model.h"
#include "names/names.h"
#include "plan/cases/case.h"
#include "plan/cases/promise_ids.h"

namespace hallmark::plan {

struct Promise {
  std::string id;
  std::string source;  // "page", "model", "newer-model", "overlay", or the suite's own sentence
  bool observable = true;
  std::string why_not;  // when not: "uniqueness of items is not visible in a response", …
};

// `names`: of the model, where many operations are asked about; made anew when null. Of generated behaviour
// only what the suite, with what was inferred, can put to the test is a promise.
[[nodiscard]] std::vector<Promise> promises_of(const contract::Model& model,
                                               const contract::Operation& operation, const Suite& suite,
                                               const names::Names* names = nullptr);
// The same, one at a time: a value comes before what it holds.
void for_promises(const contract::Model& model, const contract::Operation& operation, const Suite& suite,
                  const names::Names* names, const std::function<void(Promise)>& each);

}  // namespace hallmark::plan

// Example:
//
//   const auto observable = [](const contract::Model& model, const contract::Operation& operation,
//                              const Suite& suite) {
//     const std::vector<Promise> all = promises_of(model, operation, suite);
//     return std::count_if(all.begin(), all.end(),
//                          [](const Promise& promise) { return promise.observable; });
//   };
