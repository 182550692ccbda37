#include "plan/kinds/batch_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

contract::Model books(const std::string& batch) {
  return library({"CreateBook", "DeleteBook", "SendBooks"}, R"json(
    "l#CreateBook": {"type": "operation", "input": {"target": "l#CreateBookIn"}, "output": {"target": "l#BookOut"}},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#BookIn"}},
    "l#CreateBookIn": {"type": "structure", "members": {}},
    "l#BookIn": {"type": "structure", "members": {"BookId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#BookOut": {"type": "structure", "members": {"BookId": {"target": "smithy.api#String"}}},
    "l#Ids": {"type": "list", "member": {"target": "smithy.api#String"}},
    "l#SendBooks": {"type": "operation", "input": {"target": "l#SendIn"}, "output": {"target": "l#SendOut"}},
)json" + batch);
}

TEST(BatchCases, NameOneThatIsThereAndOneThatIsNot) {
  const auto cases = cases_of(books(R"json(
    "l#SendIn": {"type": "structure", "members": {"BookIds": {"target": "l#Ids"}}},
    "l#SendOut": {"type": "structure", "members": {"Failures": {"target": "l#Ids"}}})json"),
                              "SendBooks");
  ASSERT_THAT(names_in(cases), Contains("behaviour/batch-unknown-BookIds"));
  const Case& test = cases.at("behaviour/batch-unknown-BookIds");
  EXPECT_EQ(test.promises, std::vector<std::string>{"library.SendBooks behaviour.batch BookIds"});
  EXPECT_EQ(test.send["BookIds"], Json::array({"${bookId}", "${unlike.bookId}"}));
  ASSERT_EQ(test.arrange.size(), 1U);
  EXPECT_EQ(test.arrange[0].call, "CreateBook");
  const auto& told = test.expect.front().success;
  EXPECT_EQ(told.at("/Failures/0").kind, Matcher::Kind::present);
  EXPECT_EQ(told.at("/Failures/1").kind, Matcher::Kind::absent);
  EXPECT_FALSE(test.behaviour.stated);
}

TEST(BatchCases, BreakOneOfTwoEntries) {
  const auto cases = cases_of(books(R"json(
    "l#SendIn": {"type": "structure", "members": {"Entries": {"target": "l#Entries", "traits": {"smithy.api#required": {}}}}},
    "l#Entries": {"type": "list", "member": {"target": "l#Entry"}, "traits": {"smithy.api#length": {"min": 1, "max": 10}}},
    "l#Entry": {"type": "structure", "members": {
      "Id": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "Delay": {"target": "l#Delay"},
      "Title": {"target": "l#Title", "traits": {"smithy.api#required": {}}}}},
    "l#Title": {"type": "string", "traits": {"smithy.api#length": {"min": 1, "max": 10}}},
    "l#Delay": {"type": "integer", "traits": {"smithy.api#range": {"min": 0, "max": 900}}},
    "l#SendOut": {"type": "structure", "members": {"Failed": {"target": "l#FailedEntries"}}},
    "l#FailedEntries": {"type": "list", "member": {"target": "l#FailedEntry"}},
    "l#FailedEntry": {"type": "structure", "members": {"Id": {"target": "smithy.api#String"}}})json"),
                              "SendBooks");
  ASSERT_THAT(names_in(cases), ElementsAre("behaviour/batch-bad-Title", "behaviour/batch-same-Id"));
  const Case& test = cases.at("behaviour/batch-bad-Title");
  ASSERT_EQ(test.send["Entries"].size(), 2U);
  EXPECT_NE(test.send["Entries"][0]["Title"], "");
  EXPECT_EQ(test.send["Entries"][1]["Title"], "");
  EXPECT_NE(test.send["Entries"][0]["Id"], test.send["Entries"][1]["Id"]);
  EXPECT_EQ(test.expect.front().success.at("/Failed/0/Id").value, test.send["Entries"][1]["Id"]);
  EXPECT_THAT(outcomes_in(test), Contains("ValidationException")) << "all or nothing is right, too";
}

TEST(BatchCases, TellTheGoodOneFromTheBadOne) {
  const auto cases = cases_of(books(R"json(
    "l#SendIn": {"type": "structure", "members": {"BookIdList": {"target": "l#Ids"}}},
    "l#SendOut": {"type": "structure", "members": {"Errors": {"target": "l#Ids"}, "Books": {"target": "l#Books"}}},
    "l#Books": {"type": "list", "member": {"target": "l#BookOut"}})json"),
                              "SendBooks");
  ASSERT_THAT(names_in(cases), Contains("behaviour/batch-unknown-BookIdList"));
  const auto& told = cases.at("behaviour/batch-unknown-BookIdList").expect.front().success;
  EXPECT_EQ(told.at("/Books/0").kind, Matcher::Kind::present);
  EXPECT_EQ(told.at("/Books/1").kind, Matcher::Kind::absent);
}

TEST(BatchCases, LookForTheBadOneInItsPlace) {
  const auto cases = cases_of(books(R"json(
    "l#SendIn": {"type": "structure", "members": {"Entries": {"target": "l#Entries", "traits": {"smithy.api#required": {}}}}},
    "l#Entries": {"type": "list", "member": {"target": "l#Entry"}},
    "l#Entry": {"type": "structure", "members": {
      "Title": {"target": "l#Title", "traits": {"smithy.api#required": {}}}}},
    "l#Title": {"type": "string", "traits": {"smithy.api#length": {"min": 1, "max": 10}}},
    "l#SendOut": {"type": "structure", "members": {
      "FailedEntryCount": {"target": "smithy.api#Integer"}, "Entries": {"target": "l#Results"}}},
    "l#Results": {"type": "list", "member": {"target": "l#Result"}},
    "l#Result": {"type": "structure", "members": {"ErrorCode": {"target": "smithy.api#String"}}})json"),
                              "SendBooks");
  ASSERT_THAT(names_in(cases), Contains("behaviour/batch-bad-entry"));
  const Case& test = cases.at("behaviour/batch-bad-entry");
  EXPECT_EQ(test.send["Entries"][1]["Title"], "");
  const auto& told = test.expect.front().success;
  EXPECT_EQ(told.at("/Entries/1/ErrorCode").kind, Matcher::Kind::present);
  EXPECT_EQ(told.at("/Entries/0/ErrorCode").kind, Matcher::Kind::absent);
  EXPECT_EQ(told.at("/FailedEntryCount").value, 1);
}

TEST(BatchCases, BreakTextsOfEntriesAndSendTheSameOneTwice) {
  const auto cases = cases_of(books(R"json(
    "l#SendIn": {"type": "structure", "members": {"Entries": {"target": "l#Entries", "traits": {"smithy.api#required": {}}}}},
    "l#Entries": {"type": "list", "member": {"target": "l#Entry"}},
    "l#Entry": {"type": "structure", "members": {
      "Id": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "Title": {"target": "l#Title", "traits": {"smithy.api#required": {}}}}},
    "l#Title": {"type": "string", "traits": {"smithy.api#length": {"min": 1, "max": 10}}},
    "l#SendOut": {"type": "structure", "members": {"Failed": {"target": "l#Failures"}}},
    "l#Failures": {"type": "list", "member": {"target": "l#Failure"}},
    "l#Failure": {"type": "structure", "members": {"Id": {"target": "smithy.api#String"}}})json"),
                              "SendBooks", Depth::normal);
  ASSERT_THAT(names_in(cases), Contains("behaviour/batch-bad-Title"));
  EXPECT_THAT(names_in(cases), Not(Contains("behaviour/batch-empty-Title"))) << "batch-bad-Title is it";
  ASSERT_THAT(names_in(cases), Contains("behaviour/batch-long-Title"));
  EXPECT_EQ(cases.at("behaviour/batch-long-Title").send["Entries"][1]["Title"], "xxxxxxxxxxx");
  ASSERT_THAT(names_in(cases), Contains("behaviour/batch-same-Id"));
  const Case& same = cases.at("behaviour/batch-same-Id");
  EXPECT_EQ(same.send["Entries"][0], same.send["Entries"][1]);
  EXPECT_THAT(outcomes_in(same), Not(Contains("success")));
}

TEST(BatchCases, AreNoneWithoutAListOfFailures) {
  EXPECT_THAT(names_in(cases_of(books(R"json(
    "l#SendIn": {"type": "structure", "members": {"BookIds": {"target": "l#Ids"}}},
    "l#SendOut": {"type": "structure", "members": {"Books": {"target": "l#Ids"}}})json"),
                                "SendBooks")),
              IsEmpty());
}

}  // namespace
}  // namespace hallmark::plan
