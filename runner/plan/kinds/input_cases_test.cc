#include "plan/kinds/input_cases.h"

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
      "ServerCertificateName": {"target": "smithy.api#String"}, "ShelfInputName": {"target": "smithy.api#String"},
      "TopicArn": {"target": "smithy.api#String"}, "CertificateBody": {"target": "smithy.api#String"},
      "SubnetIds": {"target": "l#Texts"}, "DashboardBody": {"target": "smithy.api#String"},
      "GrantTokens": {"target": "l#Texts"}, "Filters": {"target": "l#Filters"}, "Vpc": {"target": "l#Vpc"}}},
    "l#Texts": {"type": "list", "member": {"target": "smithy.api#String"}},
    "l#Filters": {"type": "list", "member": {"target": "l#Filter"}},
    "l#Filter": {"type": "structure", "members": {"Key": {"target": "smithy.api#String"}}},
    "l#Vpc": {"type": "structure", "members": {"VpcId": {"target": "smithy.api#String"}}},
    "l#InvalidFilterKey": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#InvalidGrantTokenException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#InvalidInputException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#SNSInvalidTopicFault": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#MalformedPolicyDocumentException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#InvalidCertificateException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#InvalidSubnet": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#DashboardInvalidInputError": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#InvalidVPCId": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#ValidationException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#UnsupportedNextTokenTypeException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
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
                      Row{"SNSInvalidTopicFault", "malformed-TopicArn", "/TopicArn"},
                      Row{"MalformedPolicyDocumentException", "malformed-ShelfPolicy", "/ShelfPolicy"},
                      Row{"InvalidCertificateException", "malformed-CertificateBody", "/CertificateBody"},
                      Row{"InvalidSubnet", "malformed-SubnetIds", "/SubnetIds/0"},
                      Row{"DashboardInvalidInputError", "malformed-DashboardBody", "/DashboardBody"},
                      Row{"InvalidInputException", "", ""}, Row{"InvalidOutputFolder", "", ""},
                      Row{"ValidationException", "", ""}, Row{"UnsupportedNextTokenTypeException", "", ""}),
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

// Books under shelves, whose only rule is that there is one.
std::map<std::string, Case> book(const std::string& operation, const std::string& traits,
                                 const std::string& errors) {
  return cases_of(library({"CreateBook", "GetBook", "DeleteBook"}, R"json(
    "l#CreateBook": {"type": "operation", "output": {"target": "l#Book"}},
    "l#GetBook": {"type": "operation", "input": {"target": "l#Asked"}, "output": {"target": "l#Book"}, "errors": [)json" +
                                                                       errors + R"json(]},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#Asked"}, "errors": [)json" +
                                                                       errors + R"json(]},
    "l#Asked": {"type": "structure", "members": {"bookId": {"target": "smithy.api#String", "traits": {)json" +
                                                                       traits + R"json(}}}},
    "l#Book": {"type": "structure", "members": {"bookId": {"target": "smithy.api#String"}}},
    "l#InvalidAddress": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#BadRequestException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#NotFoundException": {"type": "structure", "traits": {"smithy.api#error": "client"}})json"),
                  operation);
}
constexpr const char* bad_or_missing =
    R"({"target": "l#BadRequestException"}, {"target": "l#NotFoundException"})";

TEST(InputCases, AMalformedIdentifierIsAllThatCanBeWrongWhereNothingIsStated) {
  const std::string label = R"("smithy.api#required": {}, "smithy.api#httpLabel": {})";
  const auto cases = book("GetBook", label, bad_or_missing);
  ASSERT_THAT(names_in(cases), Contains("BadRequestException/malformed-bookId"));
  const Case& test = cases.at("BadRequestException/malformed-bookId");
  EXPECT_THAT(outcomes_in(test),
              testing::IsSupersetOf({"BadRequestException", "NotFoundException", "nothing"}));
  EXPECT_THAT(outcomes_in(test), testing::Not(Contains("success")));
  EXPECT_FALSE(test.behaviour.stated);
  EXPECT_TRUE(test.control);
  EXPECT_THAT(
      outcomes_in(book("DeleteBook", label, bad_or_missing).at("BadRequestException/malformed-bookId")),
      Contains("success"));
  EXPECT_THAT(names_in(book("GetBook", label + R"(, "smithy.api#pattern": "^[a-z]+$")", bad_or_missing)),
              testing::Not(Contains("BadRequestException/malformed-bookId")))
      << "what breaks the pattern is asked for";
  EXPECT_THAT(names_in(book("GetBook", R"("smithy.api#required": {})", bad_or_missing)),
              testing::Not(Contains("BadRequestException/malformed-bookId")))
      << "it can be left out";
}

TEST(InputCases, ARowSaysThatAnExceptionIsAboutTheIdentifier) {
  const auto cases = book("GetBook", R"("smithy.api#required": {})",
                          R"({"target": "l#InvalidAddress"}, {"target": "l#NotFoundException"})");
  ASSERT_THAT(names_in(cases), Contains("InvalidAddress/malformed-bookId"));
  EXPECT_THAT(outcomes_in(cases.at("InvalidAddress/malformed-bookId")),
              testing::IsSupersetOf({"InvalidAddress", "NotFoundException"}));
}

TEST(InputCases, WhatSaysElsewhereThatThereIsNoneWillDoForAMalformedIdentifier) {
  const auto cases = cases_of(library({"CreateBook", "GetBook", "DeleteBook", "ReadBook"}, R"json(
    "l#CreateBook": {"type": "operation", "output": {"target": "l#Book"}},
    "l#GetBook": {"type": "operation", "input": {"target": "l#Book"}, "errors": [{"target": "l#InvalidAddress"}]},
    "l#ReadBook": {"type": "operation", "input": {"target": "l#Book"}, "errors": [{"target": "l#BookDoesNotExist"}, {"target": "l#PageDoesNotExist"}]},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#Book"}},
    "l#Book": {"type": "structure", "members": {"bookId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#InvalidAddress": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#BookDoesNotExist": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#PageDoesNotExist": {"type": "structure", "traits": {"smithy.api#error": "client"}})json"),
                              "GetBook");
  ASSERT_THAT(names_in(cases), Contains("InvalidAddress/malformed-bookId"));
  const auto outcomes = outcomes_in(cases.at("InvalidAddress/malformed-bookId"));
  EXPECT_THAT(outcomes, Contains("BookDoesNotExist"));
  EXPECT_THAT(outcomes, testing::Not(Contains("PageDoesNotExist")));
}

TEST(InputCases, UndoingWhatIsMalformedMaySucceed) {
  const auto model = library({"DetachShelf"}, R"json(
    "l#DetachShelf": {"type": "operation", "input": {"target": "l#In"}, "errors": [{"target": "l#InvalidShelfCodeException"}]},
    "l#In": {"type": "structure", "members": {"ShelfCode": {"target": "smithy.api#String"}}},
    "l#InvalidShelfCodeException": {"type": "structure", "traits": {"smithy.api#error": "client"}})json");
  EXPECT_THAT(outcomes_in(cases_of(model, "DetachShelf").at("InvalidShelfCodeException/malformed-ShelfCode")),
              Contains("success"));
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
