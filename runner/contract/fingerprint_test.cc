#include "contract/fingerprint.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "contract/smithy.h"
#include "core/json.h"

namespace hallmark::contract {
namespace {

const char* const document = R"({"smithy": "2.0", "shapes": {
  "x#S": {"type": "service", "version": "1", "operations": [{"target": "x#A"}, {"target": "x#B"}]},
  "x#A": {"type": "operation", "input": {"target": "x#In"}, "output": {"target": "smithy.api#Unit"},
          "errors": [{"target": "x#Gone"}]},
  "x#B": {"type": "operation", "input": {"target": "smithy.api#Unit"}, "output": {"target": "smithy.api#Unit"}},
  "x#In": {"type": "structure", "members": {"Names": {"target": "x#Names"}, "Self": {"target": "x#In"}}},
  "x#Names": {"type": "list", "member": {"target": "x#Name"}},
  "x#Name": {"type": "string", "traits": {"smithy.api#length": {"min": 1, "max": 8}}},
  "x#Gone": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}}}})";

std::string print_of(const char* operation, const std::function<void(Model&)>& change) {
  Model model = read_smithy(core::load_json_text(document, "model.json"));
  change(model);
  return Fingerprints(model).of(*model.operation(operation));
}

TEST(Fingerprints, ChangeWithWhatTheContractSaysOfTheOperation) {
  const auto shape = [](Model& model, const char* id) -> Shape& { return model.shapes.at(id); };
  const std::string a = print_of("A", [](Model&) {}), b = print_of("B", [](Model&) {});
  EXPECT_EQ(a.size(), 16u);
  EXPECT_NE(a, b);
  const std::function<void(Model&)> changes[] = {
      [&](Model& model) {
        shape(model, "x#Name").traits.set(trait::length, {{"min", 1}, {"max", 9}});
      },
      [&](Model& model) { shape(model, "x#Names").members[0].target = "x#In"; },
      [&](Model& model) { shape(model, "x#In").members[0].traits.set(trait::required); },
      [&](Model& model) { shape(model, "x#In").members[0].name = "Other"; },
      [&](Model& model) { shape(model, "x#Gone").traits.set(trait::http_error, 404); }};
  for (const auto& change : changes) {
    EXPECT_NE(print_of("A", change), a);
    EXPECT_EQ(print_of("B", change), b) << "it does not reach what was changed";
  }
  EXPECT_EQ(print_of("A",
                     [&](Model& model) {
                       shape(model, "x#Name").traits.set(trait::source, {{"*", "page"}});
                     }),
            a);
}

}  // namespace
}  // namespace hallmark::contract
