#include "plan/kinds/part_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

// Tables that are made from a TableInput, and read as what `shown` says.
contract::Model tables(const std::string& shown) {
  return library({"CreateTable", "GetTable", "DeleteTable"}, R"json(
    "l#CreateTable": {"type": "operation", "input": {"target": "l#CreateIn"}},
    "l#GetTable": {"type": "operation", "input": {"target": "l#TableIn"}, "output": {"target": "l#GetOut"}},
    "l#DeleteTable": {"type": "operation", "input": {"target": "l#TableIn"}},
    "l#CreateIn": {"type": "structure", "members": {"TableInput": {"target": "l#TableInput", "traits": {"smithy.api#required": {}}}}},
    "l#TableInput": {"type": "structure", "members": {
      "Name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "Description": {"target": "smithy.api#String"}, "Comment": {"target": "smithy.api#String"},
      "Retention": {"target": "smithy.api#Integer"}, "Location": {"target": "smithy.api#String"}}},
    "l#TableIn": {"type": "structure", "members": {"Name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#GetOut": {"type": "structure", "members": {")json" + shown +
                                                                 R"json(": {"target": "l#Table"}}},
    "l#Table": {"type": "structure", "members": {
      "Name": {"target": "smithy.api#String"}, "Description": {"target": "smithy.api#String"},
      "Retention": {"target": "smithy.api#Integer"}, "Location": {"target": "smithy.api#String"}}})json");
}

TEST(PartCases, ReadBackWhatAStructureOfTheRequestSaysOfTheThing) {
  const auto cases = cases_of(tables("Table"), "CreateTable", Depth::normal);
  ASSERT_THAT(names_in(cases), Contains("behaviour/read-back-parts"));
  const Case& all = cases.at("behaviour/read-back-parts");
  EXPECT_TRUE(all.send["TableInput"].contains("Description"));
  EXPECT_FALSE(all.send["TableInput"].contains("Comment")) << "no answer shows it";
  EXPECT_FALSE(all.send["TableInput"].contains("Retention")) << "it is not sure that it is accepted";
  ASSERT_EQ(all.claims.size(), 1U);
  EXPECT_EQ(all.claims[0].at, std::vector<std::string>{"/Table/Description"});
  EXPECT_EQ(all.claims[0].sent, "/TableInput/Description");
  EXPECT_EQ(all.claims[0].promise, "library.CreateTable behaviour.read-back TableInput.Description");
  EXPECT_TRUE(all.claims[0].awaited);
  EXPECT_FALSE(all.behaviour.stated);
  ASSERT_THAT(names_in(cases), Contains("behaviour/read-back-TableInput.Retention"));
  const Case& one = cases.at("behaviour/read-back-TableInput.Retention");
  ASSERT_EQ(one.claims.size(), 1U);
  EXPECT_TRUE(one.claims[0].weak);
  EXPECT_THAT(names_in(cases), Not(Contains("behaviour/read-back-TableInput.Location"))) << "an open value";
}

TEST(PartCases, LeaveAStructureThatIsShownAsSuchToThoseOfMembers) {
  EXPECT_THAT(names_in(cases_of(tables("TableInput"), "CreateTable", Depth::normal)),
              Not(Contains(HasSubstr("read-back-parts"))));
}

}  // namespace
}  // namespace hallmark::plan
