#include "plan/kinds/under_way_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::ElementsAre;

std::map<std::string, Case> houses(const std::string& unready, const std::string& states) {
  return cases_of(library({"CreateHouse", "RequestHouse", "GetHouse", "DeleteHouse", "PaintHouse"},
                          R"json(
    "l#CreateHouse": {"type": "operation", "output": {"target": "l#HouseId"}},
    "l#RequestHouse": {"type": "operation", "output": {"target": "l#HouseId"}},
    "l#GetHouse": {"type": "operation", "input": {"target": "l#HouseId"}, "output": {"target": "l#House"}},
    "l#DeleteHouse": {"type": "operation", "input": {"target": "l#HouseId"}},
    "l#PaintHouse": {"type": "operation", "input": {"target": "l#HouseId"}, "errors": [{"target": "l#HouseInUseException"}]},
    "l#HouseId": {"type": "structure", "members": {"HouseId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#House": {"type": "structure", "members": {
      "HouseId": {"target": "smithy.api#String"}, "Status": {"target": "l#Status"}}},
    "l#Status": {"type": "enum", "members": {)json" +
                              states + R"json(}},
    "l#HouseInUseException": {"type": "structure", "traits": {"smithy.api#error": "client")json" +
                              unready + "}}"),
                  "PaintHouse");
}

const std::string unready =
    R"(, "hallmark.api#text": [{"trait": "hallmark.api#unready", "value": {}, "rule": "r", "drift": true}])";
const std::string being_made =
    R"("CREATING": {"target": "smithy.api#Unit"}, "ACTIVE": {"target": "smithy.api#Unit"})";

TEST(UnderWayCases, CallAtOnceAndLookAfterwards) {
  const auto cases = houses(unready, being_made);
  ASSERT_THAT(names_in(cases), Contains("HouseInUseException/state-while-being-made"));
  const Case& test = cases.at("HouseInUseException/state-while-being-made");
  EXPECT_THAT(outcomes_in(test), ElementsAre("HouseInUseException", "success"));
  ASSERT_EQ(test.then.size(), 1U);
  EXPECT_EQ(test.then[0].call, "GetHouse");
  ASSERT_EQ(test.claims.size(), 1U);
  EXPECT_EQ(test.claims[0].kind, Claim::Kind::nowhere);
  EXPECT_EQ(test.claims[0].value, "CREATING");
  EXPECT_TRUE(test.claims[0].weak);
  EXPECT_FALSE(test.behaviour.stated);
}

TEST(UnderWayCases, NeedATextAndAState) {
  EXPECT_THAT(names_in(houses("", being_made)),
              testing::Not(Contains("HouseInUseException/state-while-being-made")));
  EXPECT_THAT(names_in(houses(unready, R"("ACTIVE": {"target": "smithy.api#Unit"})")),
              testing::Not(Contains("HouseInUseException/state-while-being-made")));
}

}  // namespace
}  // namespace hallmark::plan
