#include "plan/generate/taken_cases.h"

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

}  // namespace
}  // namespace hallmark::plan
