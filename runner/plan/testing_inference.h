// For tests: what with_inferred() adds for one operation.
#pragma once

#include <string>
#include <utility>

#include "plan/inference.h"

namespace hallmark::plan {

inline Inferred inferred_for(const contract::Model& model, const std::string& operation, Suite suite) {
  suite.operations = {operation};
  const Suite result = with_inferred(model, std::move(suite));
  Inferred made;
  if (const auto found = result.arrange.find(operation); found != result.arrange.end())
    made.arrange = found->second;
  if (const auto found = result.base.find(operation); found != result.base.end()) made.base = found->second;
  return made;
}

}  // namespace hallmark::plan
