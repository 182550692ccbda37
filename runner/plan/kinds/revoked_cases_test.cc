#include "plan/kinds/revoked_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::Not;

// Cards that readers are let in with, and lists with places.
contract::Model cards() {
  return library({"CreateCard", "DeleteCard", "GetReader", "RevokeCard", "ListShelves", "ListRooms"}, R"json(
    "l#CreateCard": {"type": "operation", "input": {"target": "l#CreateCardIn"}, "output": {"target": "l#CardOut"}},
    "l#DeleteCard": {"type": "operation", "input": {"target": "l#CardIn"}},
    "l#GetReader": {"type": "operation", "input": {"target": "l#CardIn"}, "output": {"target": "l#ReaderOut"},
      "errors": [{"target": "l#NotAuthorizedException"}]},
    "l#RevokeCard": {"type": "operation", "input": {"target": "l#CardIn"}},
    "l#ListShelves": {"type": "operation", "input": {"target": "l#ListIn"}, "output": {"target": "l#ListOut"},
      "errors": [{"target": "l#ExpiredNextTokenException"}]},
    "l#ListRooms": {"type": "operation", "input": {"target": "l#ListIn"}, "output": {"target": "l#ListOut"}},
    "l#CreateCardIn": {"type": "structure", "members": {}},
    "l#CardOut": {"type": "structure", "members": {"CardToken": {"target": "smithy.api#String"}}},
    "l#CardIn": {"type": "structure", "members": {
      "CardToken": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#ReaderOut": {"type": "structure", "members": {"Name": {"target": "smithy.api#String"}}},
    "l#ListIn": {"type": "structure", "members": {"NextToken": {"target": "smithy.api#String"}}},
    "l#ListOut": {"type": "structure", "members": {"Names": {"target": "l#Texts"}, "NextToken": {"target": "smithy.api#String"}}},
    "l#Texts": {"type": "list", "member": {"target": "smithy.api#String"}},
    "l#NotAuthorizedException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#ExpiredNextTokenException": {"type": "structure", "traits": {"smithy.api#error": "client"}})json");
}

TEST(RevokedCases, APlaceThatNobodyGaveOutIsRefusedWhereAnExceptionIsListedForIt) {
  const auto cases = cases_of(cards(), "ListShelves");
  ASSERT_THAT(names_in(cases), Contains("ExpiredNextTokenException/invented-NextToken"));
  const Case& test = cases.at("ExpiredNextTokenException/invented-NextToken");
  EXPECT_FALSE(test.behaviour.stated);
  EXPECT_THAT(outcomes_in(test), Not(Contains("success")));
  EXPECT_TRUE(names_in(cases_of(cards(), "ListRooms")).empty());
}

TEST(RevokedCases, ATokenThatWasRevokedLetsNobodyIn) {
  const contract::Model model = cards();
  Suite suite = with_inferred(model, suite_without_file(model));
  for (const char* operation : {"GetReader", "RevokeCard"}) {
    suite.arrange[operation] = {{.call = "CreateCard", .keep = {{"cardToken", "/CardToken"}}}};
    suite.base[operation] = {{"CardToken", "${cardToken}"}};
  }
  std::optional<Case> found;
  (void)generate(model, *model.operation("GetReader"), suite, {.depth = Depth::quick}, [&](Case test) {
    if (test.id.ends_with("/NotAuthorizedException/gone-after-RevokeCard")) found = std::move(test);
  });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->arrange.size(), 2U);
  EXPECT_EQ(found->arrange.back().call, "RevokeCard");
  EXPECT_EQ(found->arrange.back().with, found->send);
}

}  // namespace
}  // namespace hallmark::plan
