#include "plan/kinds/selected_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

// Parts of what nothing makes, asked for by what they are called; books in a shelf, grouped by their names.
contract::Model parts() {
  return library({"DescribeParts", "DescribePart", "PutBook", "DeleteBook", "ListBooks"}, R"json(
    "l#DescribeParts": {"type": "operation", "input": {"target": "l#PartsIn"}, "output": {"target": "l#PartsOut"}},
    "l#DescribePart": {"type": "operation", "input": {"target": "l#PartsIn"}, "output": {"target": "l#PartOut"}},
    "l#PutBook": {"type": "operation", "input": {"target": "l#BookIn"}},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#BookIn"}},
    "l#ListBooks": {"type": "operation", "input": {"target": "l#ListBooksIn"}, "output": {"target": "l#ListBooksOut"},
      "traits": {"smithy.api#paginated": {"inputToken": "Marker", "outputToken": "NextMarker", "pageSize": "MaxKeys", "items": "Books"}}},
    "l#PartsIn": {"type": "structure", "members": {
      "PartId": {"target": "smithy.api#String"}, "OwnerIds": {"target": "l#Texts"}, "StartPartId": {"target": "smithy.api#String"}}},
    "l#PartsOut": {"type": "structure", "members": {"Parts": {"target": "l#Parts"}, "NextToken": {"target": "smithy.api#String"}}},
    "l#PartOut": {"type": "structure", "members": {"Name": {"target": "smithy.api#String"}, "Needed": {"target": "l#Parts"}}},
    "l#Parts": {"type": "list", "member": {"target": "l#Part"}},
    "l#Part": {"type": "structure", "members": {
      "PartId": {"target": "smithy.api#String"}, "OwnerId": {"target": "smithy.api#String"}}},
    "l#Texts": {"type": "list", "member": {"target": "smithy.api#String"}},
    "l#BookIn": {"type": "structure", "members": {"BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#ListBooksIn": {"type": "structure", "members": {
      "Delimiter": {"target": "smithy.api#String"}, "MaxKeys": {"target": "smithy.api#Integer"}, "Marker": {"target": "smithy.api#String"}}},
    "l#ListBooksOut": {"type": "structure", "members": {
      "Books": {"target": "l#Books"}, "CommonPrefixes": {"target": "l#Groups"}, "NextMarker": {"target": "smithy.api#String"}}},
    "l#Books": {"type": "list", "member": {"target": "l#Book"}},
    "l#Book": {"type": "structure", "members": {"BookName": {"target": "smithy.api#String"}}},
    "l#Groups": {"type": "list", "member": {"target": "l#Group"}},
    "l#Group": {"type": "structure", "members": {"Prefix": {"target": "smithy.api#String"}}})json");
}

TEST(SelectedCases, WhatAnItemShowsIsAskedForAndNothingElseComes) {
  const auto cases = cases_of(parts(), "DescribeParts", Depth::normal);
  ASSERT_THAT(names_in(cases), Contains("behaviour/selected-PartId"));
  const Case& test = cases.at("behaviour/selected-PartId");
  EXPECT_EQ(test.arrange.back().call, "DescribeParts");
  EXPECT_EQ(test.arrange.back().keep.at("askedFor"), "/Parts/0/PartId");
  EXPECT_EQ(test.claims.front().kind, Claim::Kind::everywhere);
  EXPECT_THAT(test.claims.front().at, ElementsAre("/Parts/*/PartId"));
  ASSERT_THAT(names_in(cases), Contains("behaviour/selected-OwnerIds"));
  EXPECT_EQ(cases.at("behaviour/selected-OwnerIds").send.at("OwnerIds"), Json::parse(R"(["${askedFor}"])"));
  EXPECT_THAT(names_in(cases), Not(Contains("behaviour/selected-StartPartId")));
}

TEST(SelectedCases, AnAnswerAboutOneThingIsNoList) {
  EXPECT_THAT(names_in(cases_of(parts(), "DescribePart", Depth::normal)),
              Not(Contains("behaviour/selected-PartId")));
}

TEST(SelectedCases, GroupsOfNamesComeOnePageAfterTheOther) {
  const auto cases = cases_of(parts(), "ListBooks");
  ASSERT_THAT(names_in(cases), Contains("behaviour/grouped"));
  const Case& test = cases.at("behaviour/grouped");
  EXPECT_EQ(test.walk->items, "/CommonPrefixes");
  EXPECT_EQ(test.walk->page_size, 1U);
  EXPECT_EQ(test.walk->once.size(), 3U);
  EXPECT_EQ(test.arrange.front().with.at("BookName"), "${unique.group1}/");
  EXPECT_EQ(test.arrange.at(1).with.at("BookName"), "${unique.group1}/more");
}

}  // namespace
}  // namespace hallmark::plan
