// For the tests of cases of behaviour: a model from text, and the cases that are generated from it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "contract/smithy.h"
#include "core/json.h"
#include "plan/generate/generate.h"
#include "plan/inference.h"
#include "plan/plan.h"

namespace hallmark::plan::testing_behaviour {

// Shelves hold books. Shapes of operations are `<Operation>In` and `<Operation>Out`; `shapes`: those, errors
// and whatever else, as members of the JSON object.
[[nodiscard]] inline contract::Model library(const std::vector<std::string>& operations,
                                             std::string_view shapes) {
  std::string text = R"({"smithy": "2.0", "shapes": {"l#Library": {"type": "service", "version": "1",
    "traits": {"aws.api#service": {"sdkId": "Library"}, "aws.protocols#awsJson1_1": {}}, "operations": [)";
  for (const std::string& operation : operations)
    text += (text.back() == '[' ? "" : ",") + std::string(R"({"target": "l#)") + operation + R"("})";
  text += "]}, " + std::string(shapes) + "}}";
  return contract::read_smithy(core::load_json_text(std::move(text), "library.json"));
}

// The cases of behaviour of one operation, by group and name.
[[nodiscard]] inline std::map<std::string, Case> all_cases_of(const contract::Model& model,
                                                              const std::string& operation,
                                                              Depth depth = Depth::quick) {
  const Suite suite = with_inferred(model, suite_without_file(model));
  std::map<std::string, Case> found;
  (void)generate(model, *model.operation(operation), suite, {.depth = depth}, [&](Case test) {
    if (!test.behaviour.kind.empty()) found.emplace(test.id.substr(test.id.find('/') + 1), std::move(test));
  });
  return found;
}

// Likewise, but for what nearly every reading has: that it agrees with others and with itself.
[[nodiscard]] inline std::map<std::string, Case> cases_of(const contract::Model& model,
                                                          const std::string& operation,
                                                          Depth depth = Depth::quick) {
  auto found = all_cases_of(model, operation, depth);
  std::erase_if(found, [](const auto& each) {
    return each.second.behaviour.kind == "agrees" || each.second.behaviour.kind == "steady";
  });
  return found;
}

[[nodiscard]] inline std::vector<std::string> names_in(const std::map<std::string, Case>& cases) {
  std::vector<std::string> found;
  for (const auto& [name, test] : cases) found.push_back(name);
  return found;
}

// The exceptions that a case allows; "nothing" and "success" for what else.
[[nodiscard]] inline std::vector<std::string> outcomes_in(const Case& test) {
  std::vector<std::string> found;
  for (const Outcome& outcome : test.expect) {
    found.push_back(outcome.nothing ? "nothing" : outcome.exception.empty() ? "success" : outcome.exception);
  }
  return found;
}

}  // namespace hallmark::plan::testing_behaviour
