#include "plan/kinds/precondition_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

contract::Model pages() {
  static constexpr std::string_view text = R"json({"smithy": "2.0", "shapes": {
    "p#Pages": {"type": "service", "version": "1", "operations": [{"target": "p#PutPage"}, {"target": "p#GetPage"}, {"target": "p#DeletePage"}],
      "traits": {"aws.api#service": {"sdkId": "Pages"}, "aws.protocols#restJson1": {}}},
    "p#PutPage": {"type": "operation", "input": {"target": "p#PutIn"}, "traits": {"smithy.api#http": {"method": "PUT", "uri": "/{Name}", "code": 200}}},
    "p#DeletePage": {"type": "operation", "input": {"target": "p#NameIn"}, "traits": {"smithy.api#http": {"method": "DELETE", "uri": "/{Name}", "code": 204}}},
    "p#GetPage": {"type": "operation", "input": {"target": "p#GetIn"}, "output": {"target": "p#GetOut"},
      "traits": {"smithy.api#http": {"method": "GET", "uri": "/{Name}", "code": 200}}},
    "p#NameIn": {"type": "structure", "members": {"Name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}}}},
    "p#PutIn": {"type": "structure", "members": {"Name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}},
      "IfMatch": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "If-Match"}}}},
    "p#GetIn": {"type": "structure", "members": {"Name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}},
      "IfMatch": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "If-Match"}},
      "IfNoneMatch": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "If-None-Match"}},
      "Since": {"target": "smithy.api#Timestamp", "traits": {"smithy.api#httpHeader": "If-Modified-Since"}}}},
    "p#GetOut": {"type": "structure", "members": {"Tag": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "ETag"}}}}
  }})json";
  return contract::read_smithy(core::load_json_text(std::string(text), "pages.json"));
}

TEST(PreconditionCases, HoldWhatWasReadAgainstItself) {
  const auto cases = cases_of(pages(), "GetPage");
  ASSERT_THAT(names_in(cases), Contains("behaviour/condition-IfNoneMatch"));
  const Case& same = cases.at("behaviour/condition-IfNoneMatch");
  EXPECT_EQ(same.expect.front().status, 304);
  EXPECT_EQ(same.arrange.back().keep.at("shownBefore"), "/Tag");
  EXPECT_EQ(same.send.at("IfNoneMatch"), "${shownBefore}");
  const Case& other = cases.at("behaviour/condition-IfNoneMatch-holds");
  EXPECT_FALSE(is_refusal(other.expect.front()));
  EXPECT_NE(other.send.at("IfNoneMatch"), "${shownBefore}");
  EXPECT_EQ(cases.at("behaviour/condition-IfMatch").expect.front().status, 412);
  EXPECT_EQ(cases.at("behaviour/condition-IfMatch-holds").send.at("IfMatch"), "${shownBefore}");
}

TEST(PreconditionCases, NeedWhatTheyAreHeldAgainstAndAreOfReading) {
  EXPECT_THAT(names_in(cases_of(pages(), "GetPage")), Not(Contains(HasSubstr("Since"))));
  EXPECT_THAT(names_in(cases_of(pages(), "PutPage")), Not(Contains(HasSubstr("condition-"))));
}

}  // namespace
}  // namespace hallmark::plan
