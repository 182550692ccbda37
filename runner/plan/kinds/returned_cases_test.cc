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

contract::Model racks() {
  return library({"CreateRack", "DeleteRack", "GetRack", "ListRacks"}, R"json(
    "l#CreateRack": {"type": "operation", "input": {"target": "l#RackIn"}, "output": {"target": "l#RackOut"}},
    "l#DeleteRack": {"type": "operation", "input": {"target": "l#RackIn"}},
    "l#GetRack": {"type": "operation", "input": {"target": "l#GetIn"}, "output": {"target": "l#RackOut"}},
    "l#ListRacks": {"type": "operation", "input": {"target": "l#ListIn"}, "output": {"target": "l#ListOut"}},
    "l#RackIn": {"type": "structure", "members": {"RackName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#GetIn": {"type": "structure", "members": {"RackName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "IncludePlan": {"target": "smithy.api#Boolean"}, "IncludeCeiling": {"target": "smithy.api#Boolean"},
      "ReturnPlan": {"target": "l#How"}}},
    "l#How": {"type": "enum", "members": {
      "FULL": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "FULL"}},
      "NONE": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "NONE"}}}},
    "l#ListIn": {"type": "structure", "members": {"IncludePlans": {"target": "smithy.api#Boolean"}}},
    "l#RackOut": {"type": "structure", "members": {"Rack": {"target": "l#Rack"}}},
    "l#ListOut": {"type": "structure", "members": {"Racks": {"target": "l#Racks"}}},
    "l#Racks": {"type": "list", "member": {"target": "l#Rack"}},
    "l#Rack": {"type": "structure", "members": {"RackName": {"target": "smithy.api#String"}, "Plan": {"target": "smithy.api#String"}}})json");
}

TEST(ReturnedCases, WhatIsAskedForIsThere) {
  const auto cases = cases_of(racks(), "GetRack");
  ASSERT_THAT(names_in(cases), Contains("behaviour/returned-IncludePlan"));
  const Case& test = cases.at("behaviour/returned-IncludePlan");
  EXPECT_EQ(test.send.at("IncludePlan"), true);
  ASSERT_EQ(test.claims.size(), 1U);
  EXPECT_EQ(test.claims.front().kind, Claim::Kind::shown);
  EXPECT_THAT(test.claims.front().at, ElementsAre("/Rack/Plan"));
  ASSERT_THAT(names_in(cases), Contains("behaviour/returned-ReturnPlan"));
  EXPECT_EQ(cases.at("behaviour/returned-ReturnPlan").send.at("ReturnPlan"), "FULL");
  EXPECT_THAT(names_in(cases), Not(Contains("behaviour/returned-IncludeCeiling")));
}

TEST(ReturnedCases, AListHasSomethingToShow) {
  const auto cases = cases_of(racks(), "ListRacks");
  ASSERT_THAT(names_in(cases), Contains("behaviour/returned-IncludePlans"));
  const Case& test = cases.at("behaviour/returned-IncludePlans");
  EXPECT_EQ(test.arrange.back().call, "CreateRack");
  EXPECT_THAT(test.claims.front().at, ElementsAre("/Racks/*/Plan"));
}

}  // namespace
}  // namespace hallmark::plan
