#include "plan/generate/input_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

contract::Model shelves(const std::string& errors) {
  return library({"OpenShelf"}, R"json(
    "l#OpenShelf": {"type": "operation", "input": {"target": "l#In"}, "errors": [)json" +
                                    errors +
                                    R"json(]},
    "l#In": {"type": "structure", "members": {
      "ShelfPolicy": {"target": "smithy.api#String"}, "NextToken": {"target": "smithy.api#String"},
      "GrantTokens": {"target": "l#Texts"}, "Filters": {"target": "l#Filters"}, "Vpc": {"target": "l#Vpc"}}},
    "l#Texts": {"type": "list", "member": {"target": "smithy.api#String"}},
    "l#Filters": {"type": "list", "member": {"target": "l#Filter"}},
    "l#Filter": {"type": "structure", "members": {"Key": {"target": "smithy.api#String"}}},
    "l#Vpc": {"type": "structure", "members": {"VpcId": {"target": "smithy.api#String"}}},
    "l#InvalidFilterKey": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#InvalidGrantTokenException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#InvalidVPCId": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#ValidationException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#InvalidOutputFolder": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#InvalidGlueException": {"type": "structure", "traits": {"smithy.api#error": "client",
      "hallmark.api#text": [{"trait": "hallmark.api#raised", "value": {"class": "invalid_input", "member": "ShelfPolicy"}, "rule": "r"}]}})json");
}

struct Row {
  const char* exception;
  const char* name;  // of the case; empty: there is none
  const char* pointer;
};
class About : public ::testing::TestWithParam<Row> {};
TEST_P(About, GivesTheMemberThatTheExceptionSpeaksOfAMalformedText) {
  const Row& row = GetParam();
  const auto cases = cases_of(shelves(R"({"target": "l#)" + std::string(row.exception) + "\"}"), "OpenShelf");
  if (std::string(row.name).empty()) {
    EXPECT_THAT(names_in(cases), IsEmpty());
    return;
  }
  const std::string id = std::string(row.exception) + "/" + row.name;
  ASSERT_THAT(names_in(cases), Contains(id));
  const Case& test = cases.at(id);
  EXPECT_EQ(test.promises.front(), "library.OpenShelf behaviour.input " + std::string(row.exception));
  EXPECT_TRUE(test.send[Json::json_pointer(row.pointer)].is_string()) << test.send;
  EXPECT_EQ(test.expect.front().exception, row.exception);
  EXPECT_FALSE(test.behaviour.stated) << "a name does not say what is malformed";
  EXPECT_EQ(test.provoke, Provocation::request);
}
INSTANTIATE_TEST_SUITE_P(
    Rows, About,
    ::testing::Values(Row{"InvalidGrantTokenException", "malformed-GrantTokens", "/GrantTokens/0"},
                      Row{"InvalidFilterKey", "malformed-Filters.Key", "/Filters/0/Key"},
                      Row{"InvalidVPCId", "malformed-Vpc.VpcId", "/Vpc/VpcId"},
                      Row{"InvalidGlueException", "malformed-ShelfPolicy", "/ShelfPolicy"},
                      Row{"InvalidOutputFolder", "", ""}, Row{"ValidationException", "", ""}),
    [](const auto& row) { return std::string(row.param.exception); });

TEST(InputCases, AnExceptionThatSpeaksOfAMemberIsAnOutcomeOfItsBrokenConstraints) {
  const auto model = library({"OpenShelf"}, R"json(
    "l#OpenShelf": {"type": "operation", "input": {"target": "l#In"}, "errors": [{"target": "l#InvalidShelfCodeException"}]},
    "l#In": {"type": "structure", "members": {"ShelfCode": {"target": "l#Code"}, "Other": {"target": "l#Code"}}},
    "l#Code": {"type": "string", "traits": {"smithy.api#length": {"min": 2, "max": 4}}},
    "l#InvalidShelfCodeException": {"type": "structure", "traits": {"smithy.api#error": "client"}})json");
  const Suite suite = with_inferred(model, suite_without_file(model));
  std::map<std::string, std::vector<std::string>> expected;
  (void)generate(model, *model.operation("OpenShelf"), suite, {.depth = Depth::normal},
                 [&](const Case& test) {
                   if (test.constraint == "length.above")
                     expected[test.constraint_pointer] = outcomes_in(test);
                 });
  EXPECT_THAT(expected["/ShelfCode"], Contains("InvalidShelfCodeException"));
  EXPECT_THAT(expected["/Other"], testing::Not(Contains("InvalidShelfCodeException")));
}

TEST(InputCases, AreNoneForWhatMayBeAnyText) {
  const auto model = library({"OpenShelf"}, R"json(
    "l#OpenShelf": {"type": "operation", "input": {"target": "l#In"},
      "errors": [{"target": "l#InvalidShelfDescriptionException"}, {"target": "l#InvalidClientTokenException"}]},
    "l#In": {"type": "structure", "members": {
      "ShelfDescription": {"target": "smithy.api#String"}, "ClientToken": {"target": "smithy.api#String"}}},
    "l#InvalidShelfDescriptionException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#InvalidClientTokenException": {"type": "structure", "traits": {"smithy.api#error": "client"}})json");
  EXPECT_THAT(names_in(cases_of(model, "OpenShelf")), IsEmpty());
}

}  // namespace
}  // namespace hallmark::plan
