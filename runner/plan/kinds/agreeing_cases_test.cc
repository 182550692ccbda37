#include "plan/kinds/agreeing_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::ElementsAre;
using testing::IsSupersetOf;
using testing::Not;

// Books, of which the making, the reading and the list tell in one structure, and the index in another one.
contract::Model books() {
  return library({"CreateBook", "GetBook", "ListBooks", "DescribeBooks", "DeleteBook"}, R"json(
    "l#CreateBook": {"type": "operation", "input": {"target": "l#CreateBookIn"}, "output": {"target": "l#BookOut"}},
    "l#GetBook": {"type": "operation", "input": {"target": "l#BookIn"}, "output": {"target": "l#BookOut"}},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#BookIn"}},
    "l#ListBooks": {"type": "operation", "output": {"target": "l#BooksOut"}},
    "l#DescribeBooks": {"type": "operation", "output": {"target": "l#EntriesOut"}},
    "l#CreateBookIn": {"type": "structure", "members": {"Title": {"target": "smithy.api#String"}}},
    "l#BookIn": {"type": "structure", "members": {"BookId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#BookOut": {"type": "structure", "members": {"Book": {"target": "l#Book"}}},
    "l#BooksOut": {"type": "structure", "members": {"Books": {"target": "l#Books"}}},
    "l#Books": {"type": "list", "member": {"target": "l#Book"}},
    "l#EntriesOut": {"type": "structure", "members": {"BookEntries": {"target": "l#BookEntries"}}},
    "l#BookEntries": {"type": "list", "member": {"target": "l#BookEntry"}},
    "l#Book": {"type": "structure", "members": {
      "BookId": {"target": "smithy.api#String"}, "Title": {"target": "smithy.api#String"}, "Pages": {"target": "smithy.api#Integer"},
      "CreatedAt": {"target": "smithy.api#Timestamp"}, "ReadAt": {"target": "smithy.api#Timestamp"},
      "DownloadUrl": {"target": "smithy.api#String"}}},
    "l#BookEntry": {"type": "structure", "members": {
      "BookId": {"target": "smithy.api#String"}, "Title": {"target": "smithy.api#String"}, "Shelf": {"target": "smithy.api#String"}}})json");
}

TEST(AgreeingCases, AListIsHeldAgainstTheMakingAndTheReading) {
  const auto cases = all_cases_of(books(), "ListBooks");
  ASSERT_THAT(names_in(cases), IsSupersetOf({"behaviour/agrees-CreateBook", "behaviour/agrees-GetBook"}));
  const Case& made = cases.at("behaviour/agrees-CreateBook");
  EXPECT_THAT(made.promises, ElementsAre("library.ListBooks behaviour.agrees CreateBook"));
  EXPECT_EQ(made.arrange.back().call, "CreateBook");
  EXPECT_EQ(made.arrange.back().keep.at("before"), "");
  ASSERT_EQ(made.claims.size(), 1U);
  EXPECT_EQ(made.claims[0].kind, Claim::Kind::stays);
  EXPECT_FALSE(made.claims[0].step);
  EXPECT_THAT(made.claims[0].at, ElementsAre("/Books/*", "/Book"));
  EXPECT_THAT(made.claims[0].but, IsSupersetOf({"ReadAt", "DownloadUrl"}));
  EXPECT_THAT(made.claims[0].but, Not(Contains("Title")));
  const Case& read = cases.at("behaviour/agrees-GetBook");
  EXPECT_EQ(read.arrange.back().call, "GetBook");
  EXPECT_EQ(read.arrange.at(read.arrange.size() - 2).call, "CreateBook");
}

TEST(AgreeingCases, OfTwoStructuresMembersOfOneNameAreComparedByThemselves) {
  const auto cases = all_cases_of(books(), "DescribeBooks");
  ASSERT_THAT(names_in(cases), Contains("behaviour/agrees-GetBook"));
  EXPECT_THAT(names_in(cases), Not(Contains("behaviour/agrees-CreateBook")));
  std::vector<std::string> places;
  for (const Claim& claim : cases.at("behaviour/agrees-GetBook").claims) places.push_back(claim.at.front());
  EXPECT_THAT(places, ElementsAre("/BookEntries/*/BookId", "/BookEntries/*/Title"));
}

TEST(AgreeingCases, AReadingIsTheSameTwiceAndAListNeedNotBe) {
  const auto cases = all_cases_of(books(), "GetBook");
  ASSERT_THAT(names_in(cases), Contains("behaviour/steady"));
  const Case& test = cases.at("behaviour/steady");
  EXPECT_EQ(test.arrange.back().call, "GetBook");
  EXPECT_EQ(test.arrange.back().with, test.send);
  EXPECT_THAT(test.claims.at(0).at, ElementsAre(""));
  EXPECT_THAT(names_in(all_cases_of(books(), "ListBooks")), Not(Contains("behaviour/steady")));
}

}  // namespace
}  // namespace hallmark::plan
