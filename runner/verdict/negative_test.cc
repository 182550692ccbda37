// What an exception's name says of the member that was broken, and what nobody promises to refuse.
#include "verdict/negative.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

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

// An identifier that no order can have names no order.
TEST(Negative, WhatBreaksAnIdentifierMayNameNothing) {
  const Shop shop;
  const auto judged = [&](const char* constraint, const Reply& reply) {
    plan::Case test = negative_case();
    test.operation = "GetOrder";
    test.promises = {"shop.GetOrder input.OrderId pattern"};
    test.constraint = constraint;
    test.constraint_pointer = "/OrderId";
    exchange::CaseRun run;
    run.exchanges.push_back(exchange_of(exchange::Role::send, "GetOrder", reply, {{"OrderId", "o 7"}}));
    return shop.judge(test, run);
  };
  const auto tests_the_constraint = [](const Verdict& verdict) {
    return std::any_of(verdict.evaluated.begin(), verdict.evaluated.end(), [](const Evaluated& each) {
      return each.promise == "shop.GetOrder input.OrderId pattern";
    });
  };
  const Verdict missed = judged("pattern.mismatch", refused(404, "NotFoundException"));
  EXPECT_EQ(missed.status, Status::conforms);
  EXPECT_EQ(missed.provoked, "NotFoundException");
  EXPECT_FALSE(tests_the_constraint(missed));
  const Verdict refusal = judged("pattern.mismatch", refused(400, "BadRequestException"));
  EXPECT_EQ(refusal.provoked, "BadRequestException");
  EXPECT_TRUE(tests_the_constraint(refusal));
  EXPECT_EQ(judged("length.above", refused(404, "NotFoundException")).status, Status::conforms);
  // What was left out named nothing that could be looked for.
  EXPECT_EQ(judged("required.omitted", refused(404, "NotFoundException")).status, Status::inconclusive);
  EXPECT_THAT(found(judged("pattern.mismatch", refused(409, "NotFoundException"))),
              ElementsAre("contract.status@ deviation"));
  EXPECT_EQ(judged("pattern.mismatch", {.body = good_order()}).status, Status::deviates);
}

TEST(Negative, ThatSomethingElseIsNotThereSettlesNothing) {
  const auto rename = [](const char* exception) {
    const Shop shop({}, {}, testing::shop("restJson1", [&](std::string& text) {
                      text = core::replace_all(std::move(text), "NotFoundException", exception);
                    }));
    plan::Case test = negative_case();
    test.operation = "RenameOrder";
    test.promises = {"shop.RenameOrder input.Name pattern"};
    test.constraint = "pattern.mismatch";
    test.constraint_pointer = "/Name";
    exchange::CaseRun run;
    run.exchanges.push_back(exchange_of(exchange::Role::send, "RenameOrder", refused(404, exception),
                                        {{"OrderId", "o-7"}, {"Name", "T T"}}));
    return shop.judge(test, run).status;
  };
  EXPECT_EQ(rename("OrderNotFoundException"), Status::inconclusive);
  EXPECT_EQ(rename("NameNotFoundException"), Status::conforms);
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
