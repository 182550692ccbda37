// What an exception's name says of the member that was broken, and what nobody promises to refuse.
#include "verdict/negative.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "verdict/testing.h"

namespace hallmark::verdict {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// CreateOrder takes a Policy and refuses it by name.
std::shared_ptr<const contract::Model> with_policy() {
  return shop("restJson1", [](std::string& text) {
    text = core::replace_all(std::move(text), "\"Pin\": {\"target\": \"shop#Secret\"}",
                             "\"Policy\": {\"target\": \"shop#Secret\"}");
    text = core::replace_all(std::move(text), "BadRequestException", "MalformedPolicyDocumentException");
  });
}

TEST(Negative, AnExceptionAboutAnotherMemberSettlesNothing) {
  const Shop shop({}, {}, with_policy());
  plan::Case test = negative_case();
  const auto refusal = sent(refused(400, "MalformedPolicyDocumentException"));
  test.constraint_pointer = "/Policy";
  EXPECT_EQ(shop.judge(test, refusal).validation_tier, "declared");
  test.constraint_pointer = "/Name";
  const Verdict verdict = shop.judge(test, refusal);
  EXPECT_EQ(verdict.validation_tier, "");
  EXPECT_THAT(verdict.reason, HasSubstr("is about another member"));
  EXPECT_TRUE(verdict.evaluated.empty());
}

TEST(Negative, AnUnknownWordInAHeaderThatNoExceptionSpeaksOfIsDrift) {
  const auto in_header = [](bool speaks) {
    return shop("restJson1", [&](std::string& text) {
      text = core::replace_all(std::move(text), "\"Pin\": {\"target\": \"shop#Secret\"}",
                               "\"Payer\": {\"target\": \"shop#Status\", \"traits\": "
                               "{\"smithy.api#httpHeader\": \"x-payer\"}}");
      if (!speaks) text = core::replace_all(std::move(text), "BadRequestException", "TeaIsOutException");
    });
  };
  plan::Case test = negative_case();
  test.constraint = "enum.unknown";
  test.constraint_pointer = "/Payer";
  EXPECT_THAT(found(Shop({}, {}, in_header(false)).judge(test, sent(created()))),
              ElementsAre("contract.unexpected-success@/Payer drift"));
  EXPECT_THAT(found(Shop({}, {}, in_header(true)).judge(test, sent(created()))),
              ElementsAre("contract.unexpected-success@/Payer deviation"));
  // Who pays, and how to answer: nobody looks at the word.
  plan::Suite suite;
  suite.values =
      names::ValueRules::read(Json::parse(R"({"settings": [{"members": ["Payer"], "source": "test"}]})"));
  EXPECT_EQ(Shop({}, suite, in_header(true)).judge(test, sent(created())).status, Status::inconclusive);
  test.constraint = "length.above";
  EXPECT_THAT(found(Shop({}, {}, in_header(false)).judge(test, sent(created()))),
              ElementsAre("contract.unexpected-success@/Payer deviation"));
}

// "ConsumedCapacity" of an operation about orders is no order: its members echo nothing.
TEST(Echo, IsPromisedOfWhatTheOperationIsAbout) {
  const auto metered = shop("restJson1", [](std::string& text) {
    text = core::replace_all(std::move(text), "\"Order\": {\"target\": \"shop#Order\"},\n",
                             "\"Capacity\": {\"target\": \"shop#Capacity\"},\n");
    text = core::replace_all(std::move(text), "\"shop#Order\": {",
                             "\"shop#Capacity\": {\"type\": \"structure\", \"members\": {\"Name\": "
                             "{\"target\": \"shop#Name\"}}}, \"shop#Order\": {");
  });
  EXPECT_THAT(found(Shop({}, {}, metered).judge(success_case(), sent(created("{}")))), ElementsAre());
  EXPECT_THAT(found(Shop().judge(success_case(), sent(created("{}")))),
              ElementsAre("schema.required@/Order deviation"))
      << "what holds the promised members is what is absent";
  const std::string nameless = core::replace_all(good_order(), R"("Name":"tea",)", "");
  EXPECT_THAT(found(Shop().judge(success_case(), sent(created(nameless)))),
              ElementsAre("schema.required@/Order/Name deviation"));
}

TEST(Echo, IsNeverPromisedOfASetting) {
  plan::Suite suite;
  suite.values =
      names::ValueRules::read(Json::parse(R"({"settings": [{"members": ["Name"], "source": "test"}]})"));
  EXPECT_THAT(found(Shop({}, suite).judge(success_case(), sent(created("{}")))),
              ::testing::Not(::testing::Contains(HasSubstr("/Order/Name"))));
}

}  // namespace
}  // namespace hallmark::verdict
