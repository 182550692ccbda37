#include "plan/generate/state_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;

// Shelves that may be disabled, and an exception that says so.
contract::Model shelves(const std::string& exception, const std::string& disable = "DisableShelf") {
  return library({"CreateShelf", "DeleteShelf", disable, "FillShelf"}, R"json(
    "l#CreateShelf": {"type": "operation", "input": {"target": "l#None"}, "output": {"target": "l#ShelfOut"}},
    "l#DeleteShelf": {"type": "operation", "input": {"target": "l#ShelfIn"}},
    "l#)json" + disable + R"json(": {"type": "operation", "input": {"target": "l#ShelfIn"}},
    "l#FillShelf": {"type": "operation", "input": {"target": "l#ShelfIn"}, "errors": [{"target": "l#)json" +
                                                                           exception + R"json("}]},
    "l#None": {"type": "structure", "members": {}},
    "l#ShelfIn": {"type": "structure", "members": {"ShelfId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#ShelfOut": {"type": "structure", "members": {"ShelfId": {"target": "smithy.api#String"}}},
    "l#)json" + exception + R"json(": {"type": "structure", "traits": {"smithy.api#error": "client"}})json");
}

TEST(StateCases, BringAThingIntoTheStateThatAnExceptionNames) {
  const auto cases = cases_of(shelves("ShelfNotEnabledException"), "FillShelf");
  ASSERT_THAT(names_in(cases), Contains("ShelfNotEnabledException/state-after-DisableShelf"));
  const Case& test = cases.at("ShelfNotEnabledException/state-after-DisableShelf");
  EXPECT_EQ(test.promises,
            std::vector<std::string>{"library.FillShelf behaviour.state ShelfNotEnabledException"});
  ASSERT_EQ(test.arrange.size(), 2U);
  EXPECT_EQ(test.arrange[1].call, "DisableShelf");
  EXPECT_EQ(test.arrange[1].with, test.send);
  EXPECT_FALSE(test.behaviour.stated);
}

TEST(StateCases, TakeTheStateAloneForTheThings) {
  EXPECT_THAT(names_in(cases_of(shelves("DisabledException"), "FillShelf")),
              Contains("DisabledException/state-after-DisableShelf"));
}

struct Row {
  const char* exception;
  const char* disable;
};
class OtherStates : public ::testing::TestWithParam<Row> {};
TEST_P(OtherStates, HaveNoCase) {
  EXPECT_THAT(names_in(cases_of(shelves(GetParam().exception, GetParam().disable), "FillShelf")),
              Not(Contains(testing::HasSubstr("state-after"))));
}
INSTANTIATE_TEST_SUITE_P(Exceptions, OtherStates,
                         ::testing::Values(Row{"KeyDisabledException", "DisableShelf"},
                                           Row{"ShelfNotDisabledException", "DisableShelf"},
                                           Row{"ShelfDisabledException", "ArchiveShelf"},
                                           Row{"ShelfDisabledException", "DisableShelves"}));

}  // namespace
}  // namespace hallmark::plan
