#include "plan/kinds/conflict_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

// What one operation more takes and lists.
contract::Model books(const std::string& create_more, const std::string& create_errors,
                      const std::string& traits = "") {
  return library(
      {"CreateBook", "GetBook", "DeleteBook", "AddBookOwner", "ExecuteQuery", "PurgeBook"}, R"json(
    "l#PurgeBook": {"type": "operation", "input": {"target": "l#BookIn"}, "errors": [{"target": "l#PurgeBookInProgress"}]},
    "l#PurgeBookInProgress": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#ExecuteQuery": {"type": "operation", "input": {"target": "l#OwnerIn"}, "errors": [{"target": "l#OwnerAlreadyExistsException"}]},
    "l#CreateBook": {"type": "operation", "input": {"target": "l#CreateBookIn"}, "output": {"target": "l#BookOut"},
      "traits": {)json" + traits + R"json(}, "errors": [)json" + create_errors +
                                                                                                R"json(]},
    "l#GetBook": {"type": "operation", "input": {"target": "l#GetBookIn"}, "output": {"target": "l#BookOut"}},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#BookIn"}},
    "l#AddBookOwner": {"type": "operation", "input": {"target": "l#OwnerIn"}, "errors": [{"target": "l#OwnerAlreadyExistsException"}]},
    "l#CreateBookIn": {"type": "structure", "members": {
      "BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "Description": {"target": "smithy.api#String"})json" + create_more + R"json(}},
    "l#OwnerIn": {"type": "structure", "members": {
      "BookId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "Owner": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#BookIn": {"type": "structure", "members": {"BookId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#GetBookIn": {"type": "structure", "members": {"BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#BookOut": {"type": "structure", "members": {"BookId": {"target": "smithy.api#String"}}},
    "l#BookExistsException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#BookAlreadyExistsException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#OwnerAlreadyExistsException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#ResourceInUseException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#IdempotentParameterMismatchException": {"type": "structure", "traits": {"smithy.api#error": "client",
      "hallmark.api#text": [{"trait": "hallmark.api#raised", "value": {"class": "exists"}, "rule": "raised-exists"}]}})json");
}

const std::string token =
    R"(, "ClientToken": {"target": "smithy.api#String", "traits": {"smithy.api#idempotencyToken": {}}})";

TEST(ConflictCases, MakeTheSameTwice) {
  const auto cases = cases_of(books("", R"({"target": "l#BookAlreadyExistsException"})"), "CreateBook");
  EXPECT_THAT(names_in(cases), ElementsAre("BookAlreadyExistsException/made-twice",
                                           "BookAlreadyExistsException/made-twice-with-Description"));
  EXPECT_TRUE(cases.at("BookAlreadyExistsException/made-twice").behaviour.stated);
}

TEST(ConflictCases, LookForTheSecondOneInTheList) {
  const auto cases = cases_of(library({"CreateBook", "DeleteBook", "ListBooks"}, R"json(
    "l#CreateBook": {"type": "operation", "input": {"target": "l#BookIn"}, "errors": [{"target": "l#BookAlreadyExistsException"}]},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#BookIn"}},
    "l#ListBooks": {"type": "operation", "output": {"target": "l#ListOut"}},
    "l#BookIn": {"type": "structure", "members": {"BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#Book": {"type": "structure", "members": {"BookName": {"target": "smithy.api#String"}}},
    "l#ListOut": {"type": "structure", "members": {"Books": {"target": "l#BookList"}}},
    "l#BookList": {"type": "list", "member": {"target": "l#Book"}},
    "l#BookAlreadyExistsException": {"type": "structure", "traits": {"smithy.api#error": "client"}})json"),
                              "CreateBook");
  ASSERT_THAT(names_in(cases), Contains("BookAlreadyExistsException/made-twice"));
  const Case& test = cases.at("BookAlreadyExistsException/made-twice");
  ASSERT_EQ(test.claims.size(), 1U);
  EXPECT_EQ(test.claims[0].kind, Claim::Kind::once);
  EXPECT_EQ(test.claims[0].at, std::vector<std::string>{"/Books"});
  EXPECT_EQ(test.claims[0].value, Json::array({"${bookName}"}));
  EXPECT_TRUE(test.claims[0].weak);
  ASSERT_EQ(test.then.size(), 1U);
  EXPECT_EQ(test.then[0].call, "ListBooks");
}

TEST(ConflictCases, TakeAnExceptionOfUseForOneOfExistenceWhereItIsReadByItsName) {
  const auto cases = cases_of(books("", R"({"target": "l#ResourceInUseException"})"), "CreateBook");
  ASSERT_THAT(names_in(cases), Contains("ResourceInUseException/made-twice"));
  const Case& test = cases.at("ResourceInUseException/made-twice");
  EXPECT_THAT(outcomes_in(test), ElementsAre("ResourceInUseException", "success"));
  EXPECT_FALSE(test.behaviour.stated);
}

TEST(ConflictCases, DoTwiceWhatListsThatItIsThereAlready) {
  const auto cases = cases_of(books("", ""), "AddBookOwner");
  ASSERT_THAT(names_in(cases), Contains("OwnerAlreadyExistsException/done-twice"));
  const Case& test = cases.at("OwnerAlreadyExistsException/done-twice");
  EXPECT_EQ(test.promises, std::vector<std::string>{"library.AddBookOwner behaviour.duplicate"});
  ASSERT_EQ(test.arrange.size(), 2U);
  EXPECT_EQ(test.arrange.back().call, "AddBookOwner");
  EXPECT_EQ(test.arrange.back().with, test.send);
  EXPECT_THAT(outcomes_in(test), ElementsAre("OwnerAlreadyExistsException"));
  EXPECT_FALSE(test.behaviour.stated);
}

TEST(ConflictCases, DoAgainWhatGoesOn) {
  const auto cases = cases_of(books("", ""), "PurgeBook");
  ASSERT_THAT(names_in(cases), Contains("PurgeBookInProgress/done-while-in-progress"));
  const Case& test = cases.at("PurgeBookInProgress/done-while-in-progress");
  EXPECT_EQ(test.arrange.back().with, test.send);
  EXPECT_FALSE(test.behaviour.stated);
}

TEST(ConflictCases, DoNotTwiceWhatDoesNotStand) {
  EXPECT_THAT(names_in(cases_of(books("", ""), "ExecuteQuery")),
              testing::Not(Contains("OwnerAlreadyExistsException/done-twice")));
}

// A token that came before says nothing of two things of one name, whatever its text sounds like.
TEST(ConflictCases, SendOneTokenTwice) {
  const auto cases =
      cases_of(books(token, R"({"target": "l#IdempotentParameterMismatchException"})"), "CreateBook");
  ASSERT_THAT(names_in(cases),
              ElementsAre("IdempotentParameterMismatchException/same-token-other-Description",
                          "behaviour/same-token"));
  const Case& same = cases.at("behaviour/same-token");
  EXPECT_EQ(same.promises, std::vector<std::string>{"library.CreateBook behaviour.same-again"});
  ASSERT_EQ(same.arrange.size(), 1U);
  EXPECT_EQ(same.arrange[0].with, same.send);
  EXPECT_TRUE(same.send.contains("ClientToken"));
  EXPECT_EQ(same.send.dump().find("${uuid}"), std::string::npos) << "the token must be the same again";
  EXPECT_EQ(same.expect.front().success.at("/BookId").kind, Matcher::Kind::same_as);
  const Case& other = cases.at("IdempotentParameterMismatchException/same-token-other-Description");
  EXPECT_EQ(other.arrange[0].with["ClientToken"], other.send["ClientToken"]);
  EXPECT_NE(other.arrange[0].with, other.send);
  EXPECT_THAT(outcomes_in(other), ElementsAre("IdempotentParameterMismatchException"));
}

TEST(ConflictCases, SendAnIdempotentRequestTwiceUnderOneName) {
  const auto cases = cases_of(books("", "", R"("smithy.api#idempotent": {})"), "CreateBook");
  ASSERT_THAT(names_in(cases), ElementsAre("behaviour/same-again"));
  const Case& test = cases.at("behaviour/same-again");
  EXPECT_EQ(test.arrange[0].with["BookName"], test.send["BookName"]);
  EXPECT_THAT(outcomes_in(test), ElementsAre("success"));
}

// What is started under a name that need not be given, and ends by itself.
contract::Model trips() {
  return library({"StartTrip", "DescribeTrip", "StopTrip"}, R"json(
    "l#StartTrip": {"type": "operation", "input": {"target": "l#StartTripIn"}, "output": {"target": "l#TripOut"},
      "traits": {"smithy.api#idempotent": {}}, "errors": [{"target": "l#TripAlreadyExistsException"}]},
    "l#DescribeTrip": {"type": "operation", "input": {"target": "l#TripIn"}, "output": {"target": "l#TripOut"}},
    "l#StopTrip": {"type": "operation", "input": {"target": "l#TripIn"}},
    "l#StartTripIn": {"type": "structure", "members": {
      "Route": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "TripName": {"target": "smithy.api#String"}}},
    "l#TripIn": {"type": "structure", "members": {"TripId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#TripOut": {"type": "structure", "members": {"TripId": {"target": "smithy.api#String"}}},
    "l#TripAlreadyExistsException": {"type": "structure", "traits": {"smithy.api#error": "client"}})json");
}

TEST(ConflictCases, GiveANameThatNeedNotBeGiven) {
  const auto cases = cases_of(trips(), "StartTrip");
  ASSERT_THAT(names_in(cases), Contains("TripAlreadyExistsException/made-twice"));
  const Case& test = cases.at("TripAlreadyExistsException/made-twice");
  ASSERT_TRUE(test.send.contains("TripName")) << "without one the second is another";
  EXPECT_EQ(test.arrange.back().with["TripName"], test.send["TripName"]);
}

TEST(ConflictCases, KnowThatWhatWasStartedMayBeOver) {
  const auto cases = cases_of(trips(), "StartTrip");
  ASSERT_THAT(names_in(cases), Contains("behaviour/same-again"));
  EXPECT_THAT(outcomes_in(cases.at("behaviour/same-again")),
              ElementsAre("success", "TripAlreadyExistsException"));
}

TEST(ConflictCases, AreNoneWhereNothingIsListedAndNothingIsSaid) {
  EXPECT_THAT(names_in(cases_of(books("", ""), "CreateBook")), IsEmpty());
}

}  // namespace
}  // namespace hallmark::plan
