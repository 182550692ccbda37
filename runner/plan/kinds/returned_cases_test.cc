#include "plan/kinds/returned_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

contract::Model shelves() {
  return library({"CreateShelf", "DeleteShelf", "GetShelf", "ListShelves"}, R"json(
    "l#CreateShelf": {"type": "operation", "input": {"target": "l#ShelfIn"}, "output": {"target": "l#ShelfOut"}},
    "l#DeleteShelf": {"type": "operation", "input": {"target": "l#ShelfIn"}},
    "l#GetShelf": {"type": "operation", "input": {"target": "l#GetIn"}, "output": {"target": "l#ShelfOut"}},
    "l#ListShelves": {"type": "operation", "input": {"target": "l#ListIn"}, "output": {"target": "l#ListOut"}},
    "l#ShelfIn": {"type": "structure", "members": {"ShelfName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#GetIn": {"type": "structure", "members": {"ShelfName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "IncludePlan": {"target": "smithy.api#Boolean"}, "IncludeCeiling": {"target": "smithy.api#Boolean"},
      "ReturnPlan": {"target": "l#How"}}},
    "l#How": {"type": "enum", "members": {
      "FULL": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "FULL"}},
      "NONE": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "NONE"}}}},
    "l#ListIn": {"type": "structure", "members": {"IncludePlans": {"target": "smithy.api#Boolean"}}},
    "l#ShelfOut": {"type": "structure", "members": {"Shelf": {"target": "l#Shelf"}}},
    "l#ListOut": {"type": "structure", "members": {"Shelves": {"target": "l#Shelves"}}},
    "l#Shelves": {"type": "list", "member": {"target": "l#Shelf"}},
    "l#Shelf": {"type": "structure", "members": {"ShelfName": {"target": "smithy.api#String"}, "Plan": {"target": "smithy.api#String"}}})json");
}

TEST(ReturnedCases, WhatIsAskedForIsThere) {
  const auto cases = cases_of(shelves(), "GetShelf");
  ASSERT_THAT(names_in(cases), Contains("behaviour/returned-IncludePlan"));
  const Case& test = cases.at("behaviour/returned-IncludePlan");
  EXPECT_EQ(test.send.at("IncludePlan"), true);
  ASSERT_EQ(test.claims.size(), 1U);
  EXPECT_EQ(test.claims.front().kind, Claim::Kind::shown);
  EXPECT_THAT(test.claims.front().at, ElementsAre("/Shelf/Plan"));
  ASSERT_THAT(names_in(cases), Contains("behaviour/returned-ReturnPlan"));
  EXPECT_EQ(cases.at("behaviour/returned-ReturnPlan").send.at("ReturnPlan"), "FULL");
  EXPECT_THAT(names_in(cases), Not(Contains("behaviour/returned-IncludeCeiling")));
}

TEST(ReturnedCases, AListHasSomethingToShow) {
  const auto cases = cases_of(shelves(), "ListShelves");
  ASSERT_THAT(names_in(cases), Contains("behaviour/returned-IncludePlans"));
  const Case& test = cases.at("behaviour/returned-IncludePlans");
  EXPECT_EQ(test.arrange.back().call, "CreateShelf");
  EXPECT_THAT(test.claims.front().at, ElementsAre("/Shelves/*/Plan"));
}

}  // namespace
}  // namespace hallmark::plan
