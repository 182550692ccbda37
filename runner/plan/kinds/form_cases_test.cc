#include "plan/kinds/form_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::Not;

// Keys, under the name of a service that rows of knowledge are about.
contract::Model keys(const std::string& service) {
  contract::Model model = library({"CreateKey", "DescribeKey", "DeleteKey"}, R"json(
    "l#CreateKey": {"type": "operation", "output": {"target": "l#KeyOut"}},
    "l#DescribeKey": {"type": "operation", "input": {"target": "l#KeyIn"}, "output": {"target": "l#KeyOut"}},
    "l#DeleteKey": {"type": "operation", "input": {"target": "l#KeyIn"}},
    "l#KeyIn": {"type": "structure", "members": {"KeyId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#KeyOut": {"type": "structure", "members": {"KeyMetadata": {"target": "l#KeyMetadata"}}},
    "l#KeyMetadata": {"type": "structure", "members": {
      "KeyId": {"target": "smithy.api#String"}, "Arn": {"target": "smithy.api#String"}}})json");
  model.slug = service;
  return model;
}

TEST(FormCases, TheArnOfWhatWasMadeIsTakenForItsIdentifier) {
  const auto cases = cases_of(keys("kms"), "DescribeKey");
  ASSERT_THAT(names_in(cases), Contains("behaviour/by-arn-KeyId"));
  const Case& test = cases.at("behaviour/by-arn-KeyId");
  EXPECT_EQ(test.send.at("KeyId"), "${form.keyArn}");
  EXPECT_EQ(test.arrange.back().call, "CreateKey");
  EXPECT_EQ(test.arrange.back().keep.at("form.keyArn"), "/KeyMetadata/Arn");
  EXPECT_NE(test.control->front().value.at("KeyId"), test.send.at("KeyId"));
  EXPECT_THAT(names_in(cases_of(keys("library"), "DescribeKey")), Not(Contains("behaviour/by-arn-KeyId")));
}

}  // namespace
}  // namespace hallmark::plan
