#include "plan/kinds/relation_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::Not;

// Shelves that are changed by their version, and hold from so many books to so many.
contract::Model shelves(const std::string& exception, const std::string& least = "MinBooks") {
  return library({"CreateShelf", "DeleteShelf", "UpdateShelf", "ListShelves"},
                 R"json(
    "l#CreateShelf": {"type": "operation", "input": {"target": "l#CreateIn"}, "output": {"target": "l#ShelfOut"}},
    "l#DeleteShelf": {"type": "operation", "input": {"target": "l#ShelfIn"}},
    "l#ListShelves": {"type": "operation", "input": {"target": "l#CreateIn"}},
    "l#UpdateShelf": {"type": "operation", "input": {"target": "l#UpdateIn"}, "errors": [{"target": "l#)json" +
                     exception + R"json("}]},
    "l#CreateIn": {"type": "structure", "members": {"Size": {"target": "l#Size"}}},
    "l#Size": {"type": "structure", "members": {")json" +
                     least + R"json(": {"target": "l#Count"}, "MaxBooks": {"target": "l#Count"}}},
    "l#Count": {"type": "integer", "traits": {"smithy.api#range": {"min": 1, "max": 9}}},
    "l#ShelfIn": {"type": "structure", "members": {"ShelfId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#UpdateIn": {"type": "structure", "members": {
      "ShelfId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "expectedVersion": {"target": "smithy.api#Long"}}},
    "l#ShelfOut": {"type": "structure", "members": {"ShelfId": {"target": "smithy.api#String"}}},
    "l#)json" + exception +
                     R"json(": {"type": "structure", "traits": {"smithy.api#error": "client"}})json");
}

TEST(RelationCases, GiveAVersionThatTheThingHasNotWhereAnExceptionSaysSo) {
  const auto cases = cases_of(shelves("VersionConflictException"), "UpdateShelf");
  ASSERT_THAT(names_in(cases), Contains("VersionConflictException/stale-expectedVersion"));
  const Case& test = cases.at("VersionConflictException/stale-expectedVersion");
  EXPECT_EQ(test.promises, std::vector<std::string>{"library.UpdateShelf behaviour.stale expectedVersion"});
  EXPECT_EQ(test.send["expectedVersion"], 987654);
  EXPECT_EQ(outcomes_in(test).front(), "VersionConflictException");
  EXPECT_THAT(outcomes_in(test), Not(Contains("success")));
  EXPECT_FALSE(test.behaviour.stated);
  EXPECT_THAT(names_in(cases_of(shelves("ConflictException"), "UpdateShelf")),
              Not(Contains(testing::HasSubstr("stale"))));
}

TEST(RelationCases, PutTheLeastAboveTheMost) {
  const auto cases = cases_of(shelves("VersionConflictException"), "CreateShelf");
  ASSERT_THAT(names_in(cases), Contains("behaviour/order-Size.MinBooks"));
  const Case& test = cases.at("behaviour/order-Size.MinBooks");
  EXPECT_EQ(test.promises, std::vector<std::string>{"library.CreateShelf behaviour.input Size.MinBooks"});
  EXPECT_GT(test.send["Size"]["MinBooks"].get<int>(), test.send["Size"]["MaxBooks"].get<int>());
  for (const char* member : {"MinBooks", "MaxBooks"}) {
    EXPECT_GE(test.send["Size"][member].get<int>(), 1) << "each by itself is allowed";
    EXPECT_LE(test.send["Size"][member].get<int>(), 9);
  }
  ASSERT_TRUE(test.control);
  const Json& right = test.control->front().value;
  EXPECT_LE(right["Size"]["MinBooks"].get<int>(), right["Size"]["MaxBooks"].get<int>());
  EXPECT_THAT(outcomes_in(test), Not(Contains("success")));
  EXPECT_FALSE(test.behaviour.stated);
}

TEST(RelationCases, LeaveAloneWhatIsOnlyLookedForAndWhatHasNoOther) {
  EXPECT_THAT(names_in(cases_of(shelves("VersionConflictException"), "ListShelves")),
              Not(Contains(testing::HasSubstr("order"))));
  EXPECT_THAT(names_in(cases_of(shelves("VersionConflictException", "MinPages"), "CreateShelf")),
              Not(Contains(testing::HasSubstr("order"))));
}

}  // namespace
}  // namespace hallmark::plan
