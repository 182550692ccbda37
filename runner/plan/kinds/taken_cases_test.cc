#include "plan/kinds/taken_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

// Books, copies of them, and what makes a book of a copy.
contract::Model books(const std::string& exception) {
  return library({"CreateBook", "DeleteBook", "CreateCopy", "DeleteCopy", "RestoreBookFromCopy"},
                 R"json(
    "l#CreateBook": {"type": "operation", "input": {"target": "l#BookIn"}, "output": {"target": "l#BookOut"}},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#BookIn"}},
    "l#CreateCopy": {"type": "operation", "input": {"target": "l#CreateCopyIn"}, "output": {"target": "l#CopyOut"}},
    "l#DeleteCopy": {"type": "operation", "input": {"target": "l#CopyIn"}},
    "l#RestoreBookFromCopy": {"type": "operation", "input": {"target": "l#RestoreIn"}, "errors": [{"target": "l#)json" +
                     exception + R"json("}]},
    "l#BookIn": {"type": "structure", "members": {"BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#BookOut": {"type": "structure", "members": {"BookName": {"target": "smithy.api#String"}}},
    "l#CreateCopyIn": {"type": "structure", "members": {
      "BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "CopyName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#CopyIn": {"type": "structure", "members": {"CopyName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#CopyOut": {"type": "structure", "members": {"CopyName": {"target": "smithy.api#String"}}},
    "l#RestoreIn": {"type": "structure", "members": {
      "TargetBookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "CopyName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#)json" + exception +
                     R"json(": {"type": "structure", "traits": {"smithy.api#error": "client"}})json");
}

TEST(TakenCases, GiveTheNameOfOneThatIsThere) {
  const auto cases = cases_of(books("BookAlreadyExistsFault"), "RestoreBookFromCopy");
  ASSERT_THAT(names_in(cases), Contains("BookAlreadyExistsFault/taken-TargetBookName"));
  const Case& test = cases.at("BookAlreadyExistsFault/taken-TargetBookName");
  EXPECT_EQ(test.promises,
            std::vector<std::string>{"library.RestoreBookFromCopy behaviour.duplicate TargetBookName"});
  EXPECT_EQ(test.send["TargetBookName"], "${bookName}");
  EXPECT_THAT(outcomes_in(test), testing::ElementsAre("BookAlreadyExistsFault"));
  ASSERT_TRUE(test.control) << "a name of its own must do";
  EXPECT_FALSE(test.behaviour.stated);
}

TEST(TakenCases, AskForNothingThatNoExceptionIsAbout) {
  EXPECT_THAT(names_in(cases_of(books("CopyAlreadyExistsFault"), "RestoreBookFromCopy")),
              Not(Contains(HasSubstr("taken"))));
}

contract::Model groups() {
  return library({"CreateGroup", "UpdateGroup", "DeleteGroup"}, R"json(
    "l#CreateGroup": {"type": "operation", "input": {"target": "l#Named"}, "output": {"target": "l#Named"},
      "errors": [{"target": "l#DuplicateTagKeysException"}]},
    "l#UpdateGroup": {"type": "operation", "input": {"target": "l#UpdateIn"}, "errors": [{"target": "l#EntityAlreadyExistsException"}]},
    "l#DeleteGroup": {"type": "operation", "input": {"target": "l#Named"}},
    "l#UpdateIn": {"type": "structure", "members": {
      "GroupName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "NewGroupName": {"target": "smithy.api#String"}}},
    "l#Named": {"type": "structure", "members": {
      "GroupName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "Tags": {"target": "l#Tags"}, "Owners": {"target": "l#Tags"}}},
    "l#Tags": {"type": "list", "member": {"target": "l#Tag"}},
    "l#Tag": {"type": "structure", "members": {"Key": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#DuplicateTagKeysException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#EntityAlreadyExistsException": {"type": "structure", "traits": {"smithy.api#error": "client"}})json");
}

TEST(TakenCases, GiveANewNameThatAnotherHas) {
  const auto cases = cases_of(groups(), "UpdateGroup");
  ASSERT_THAT(names_in(cases), Contains("EntityAlreadyExistsException/taken-NewGroupName"));
  const Case& test = cases.at("EntityAlreadyExistsException/taken-NewGroupName");
  ASSERT_EQ(test.arrange.size(), 2u);
  EXPECT_EQ(test.arrange[0].call, "CreateGroup");
  EXPECT_EQ(test.arrange[1].call, "CreateGroup");
  EXPECT_EQ(test.arrange[1].creates, test.arrange[0].creates) << "removed like the first";
  EXPECT_EQ(test.send["NewGroupName"], "${groupName.2}");
  EXPECT_EQ(test.send["GroupName"], "${groupName}");
  EXPECT_FALSE(test.behaviour.stated);
}

TEST(TakenCases, PutAnItemIntoAListTwice) {
  const auto cases = cases_of(groups(), "CreateGroup");
  ASSERT_THAT(names_in(cases), Contains("DuplicateTagKeysException/twice-Tags"));
  EXPECT_THAT(names_in(cases), Not(Contains("DuplicateTagKeysException/twice-Owners")));
  const Case& test = cases.at("DuplicateTagKeysException/twice-Tags");
  ASSERT_EQ(test.send["Tags"].size(), 2u);
  EXPECT_EQ(test.send["Tags"][0], test.send["Tags"][1]);
  EXPECT_EQ(test.expect.front().exception, "DuplicateTagKeysException");
}

}  // namespace
}  // namespace hallmark::plan
