#include "plan/kinds/state_cases.h"

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

// Keys to sign with, and to read with where nothing is said.
TEST(StateCases, UseAThingThatWasMadeForAnotherPurpose) {
  const auto model = library({"CreateKey", "DeleteKey", "Sign", "Read"}, R"json(
    "l#CreateKey": {"type": "operation", "input": {"target": "l#CreateIn"}, "output": {"target": "l#KeyOut"}},
    "l#DeleteKey": {"type": "operation", "input": {"target": "l#KeyIn"}},
    "l#Sign": {"type": "operation", "input": {"target": "l#KeyIn"},
      "errors": [{"target": "l#InvalidKeyUsageException"}, {"target": "l#UnsupportedOperationException"}]},
    "l#Read": {"type": "operation", "input": {"target": "l#KeyIn"}, "errors": [{"target": "l#InvalidKeyUsageException"}]},
    "l#CreateIn": {"type": "structure", "members": {"KeyUsage": {"target": "l#Usage"}}},
    "l#Usage": {"type": "enum", "members": {"SIGN": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "SIGN"}}}},
    "l#KeyIn": {"type": "structure", "members": {"KeyId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#KeyOut": {"type": "structure", "members": {"KeyId": {"target": "smithy.api#String"}}},
    "l#InvalidKeyUsageException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#UnsupportedOperationException": {"type": "structure", "traits": {"smithy.api#error": "client"}})json");
  Suite suite = with_inferred(model, suite_without_file(model));
  suite.arrange["Sign"].front().with = {{"KeyUsage", "SIGN"}};
  const auto made = [&](const char* operation) {
    std::map<std::string, Case> found;
    (void)generate(model, *model.operation(operation), suite, {.depth = Depth::quick},
                   [&](Case test) { found.emplace(test.id.substr(test.id.find('/') + 1), std::move(test)); });
    return found;
  };
  const auto sign = made("Sign"), read = made("Read");
  ASSERT_THAT(names_in(sign), Contains("InvalidKeyUsageException/made-with-other-KeyUsage"));
  const Case& test = sign.at("InvalidKeyUsageException/made-with-other-KeyUsage");
  ASSERT_EQ(test.arrange.size(), 2U);
  EXPECT_EQ(test.arrange[0].with, Json({{"KeyUsage", "SIGN"}}));
  EXPECT_EQ(test.arrange[1].with, Json::object());
  EXPECT_EQ(test.send["KeyId"], "${keyId.2}");
  EXPECT_THAT(outcomes_in(test),
              testing::ElementsAre("InvalidKeyUsageException", "UnsupportedOperationException"));
  ASSERT_TRUE(test.control);
  ASSERT_THAT(names_in(read), Contains("InvalidKeyUsageException/made-with-other-KeyUsage"));
  EXPECT_EQ(read.at("InvalidKeyUsageException/made-with-other-KeyUsage").arrange[1].with,
            Json({{"KeyUsage", "SIGN"}}));
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
