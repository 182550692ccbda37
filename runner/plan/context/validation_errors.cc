#include "plan/context/validation_errors.h"

#include <algorithm>

#include "plan/values/shapes.h"

namespace hallmark::plan {
namespace {

using Names = std::vector<std::string>;

bool among(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

ValidationErrors validation_errors(const contract::Model& model, const contract::Operation& operation,
                                   const Suite& suite, std::string_view id) {
  ValidationErrors result;
  const bool overridden = !suite.validation_errors.empty();
  for (const auto* error : contract::listed_errors(model, operation)) {
    const auto name = std::string(error->name());
    if (overridden ? among(suite.validation_errors, name)
                   : suite.words().is(names::ErrorClass::invalid_input, name))
      result.declared.push_back(name);
  }
  const auto& common =
      overridden ? suite.validation_errors : suite.words().common(names::Common::invalid_input, id);
  for (const auto& name : common) {
    if (!among(result.declared, name)) result.common.push_back(name);
  }
  return result;
}

}  // namespace hallmark::plan
