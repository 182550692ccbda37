#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "verdict/testing.h"

namespace hallmark::verdict {
namespace {

using namespace testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(SuccessCheck, PromisesOnlyWhatWasSentAndIsNoSecret) {
  std::string body = good_order();
  body.erase(body.find(R"("Amount":2,)"), 11);
  EXPECT_THAT(found(Shop().judge(success_case(), sent(created(body), {{"Name", "tea"}, {"Pin", "1234"}}))),
              IsEmpty());
  EXPECT_THAT(found(Shop().judge(success_case(), sent(created(body)))),
              ElementsAre("schema.required@/Order/Amount deviation"));
}

TEST(SuccessCheck, TakesNoPageTokenForAnEcho) {
  for (const char* name : {"position", "Position", "NextToken"}) {
    const std::string member = std::string("\"") + name + R"(": {"target": "smithy.api#String"}, )";
    const auto model = shop("restJson1", [&](std::string& text) {
      for (const std::string shape : {"RenameOrderRequest", "RenameOrderResponse"}) {
        const std::string line = "\"shop#" + shape + R"(": {"type": "structure", "members": {)";
        text.insert(text.find(line) + line.size(), member);
      }
    });
    plan::Case test = success_case();
    test.operation = "RenameOrder";
    test.id = "shop.RenameOrder/success/minimal";
    const exchange::CaseRun run = run_of({exchange_of(exchange::Role::send, "RenameOrder", {.body = "{}"},
                                                      {{"OrderId", "o-1"}, {name, "after tea"}})});
    const bool echo = std::string(name) == "Position";
    EXPECT_EQ(found(Shop({}, {}, model).judge(test, run)).size(), echo ? 1u : 0u) << name;
  }
}

TEST(SuccessCheck, HoldsWhatTheSuitePromises) {
  plan::Suite suite;
  suite.promised["CreateOrder"]["/ETag"] = "the page: a version to send back";
  Reply reply = created();
  reply.headers.remove("ETag");
  const Verdict verdict = Shop({}, suite).judge(success_case(), sent(reply));
  ASSERT_THAT(found(verdict), ElementsAre("schema.required@/ETag deviation"));
  EXPECT_EQ(verdict.findings[0].source, "model (the page: a version to send back)");
  EXPECT_EQ(verdict.findings[0].location, "header ETag");
  EXPECT_THAT(found(Shop().judge(success_case(), sent(reply))), IsEmpty());
}

TEST(SuccessCheck, PromisesIdentifiersOfListedItemsWhereThePageShowsThemButNoList) {
  for (const bool page : {true, false}) {
    const auto model = shop("restJson1", [&](std::string& text) {
      const std::string from = R"("members": {"Order": {"target": "shop#Order"}}},)";
      text.replace(text.find(from), from.size(), R"("members": {"Orders": {"target": "shop#Orders"}}},)");
      text.replace(text.find(R"("shop#Name": {"type")"), 0,
                   R"("shop#Orders": {"type": "list", "member": {"target": "shop#Order"}}, )");
      const std::string id = R"("OrderId": {"target": "smithy.api#String"})";
      if (page) {
        text.replace(
            text.find(id), id.size(),
            R"("OrderId": {"target": "smithy.api#String", "traits": {"hallmark.api#source": {"*": "page"}}})");
      }
    });
    plan::Case test = success_case();
    test.operation = "GetOrder";
    const auto judged = [&](std::string body) {
      return found(Shop({}, {}, model)
                       .judge(test, run_of({exchange_of(exchange::Role::send, "GetOrder",
                                                        {.body = std::move(body)})})));
    };
    EXPECT_THAT(judged(R"({})"), IsEmpty());
    EXPECT_THAT(judged(R"({"Orders":[]})"), IsEmpty());
    const auto missing = judged(R"({"Orders":[{"OrderId":"o","Owner":"me"},{"Owner":"me"}]})");
    // What a model merely lists is no promise: real services answer without it.
    if (page) {
      EXPECT_THAT(missing, ElementsAre("schema.required@/Orders/1/OrderId deviation"));
    } else {
      EXPECT_THAT(missing, IsEmpty());
    }
  }
}

TEST(SuccessCheck, PromisesAnArnWhereThePageShowsIt) {
  for (const bool page : {true, false}) {
    const auto model = shop("restJson1", [&](std::string& text) {
      const std::string traits = page ? R"(, "traits": {"hallmark.api#source": {"*": "page"}})" : "";
      text.replace(text.find(R"("OrderId": {"target": "smithy.api#String"},)"), 0,
                   R"("OrderArn": {"target": "smithy.api#String")" + traits + "}, ");
    });
    EXPECT_EQ(found(Shop({}, {}, model).judge(success_case(), sent(created()))).size(), page ? 1u : 0u);
  }
}

// An example of the documentation answers without what it sends.
TEST(SuccessCheck, OwesNoEchoThatTheDocumentsOwnExampleGoesWithout) {
  for (const bool shown : {true, false}) {
    const auto model = shop("restJson1", [&](std::string& text) {
      if (shown) return;
      const std::string after = R"("output": {"target": "shop#RenameOrderResponse"}, )";
      ASSERT_NE(text.find(after), std::string::npos);
      const std::string traits = R"("traits": {)";
      text.insert(text.find(traits, text.find(after)) + traits.size(),
                  R"("smithy.api#examples": [{"title": "a", "input": {"Name": "tea"}, "output": {}}], )");
    });
    plan::Case test = success_case();
    test.operation = "RenameOrder";
    test.id = "shop.RenameOrder/success/minimal";
    const exchange::CaseRun run = run_of({exchange_of(exchange::Role::send, "RenameOrder", {.body = "{}"},
                                                      {{"OrderId", "o-1"}, {"Name", "tea"}})});
    EXPECT_EQ(found(Shop({}, {}, model).judge(test, run)).size(), shown ? 1U : 0U) << shown;
  }
}

// Where the output is the echo, a member of it by the same name is another thing.
TEST(SuccessCheck, PromisesNoEchoOfAMemberNamedAsItsParent) {
  const auto model = shop("restJson1", [](std::string& text) {
    const auto add = [&](std::string_view after, const char* more) {
      const std::size_t found_at = text.find(after);
      ASSERT_NE(found_at, std::string::npos) << after;
      text.insert(found_at + after.size(), more);
    };
    add(R"("shop#CreateOrderRequest": {"type": "structure", "members": {)",
        R"("Order": {"target": "shop#Order"}, )");
    add(R"("shop#Order": {"type": "structure", "members": {)", R"("Order": {"target": "shop#Order"}, )");
  });
  Json input = order_input();
  input["Order"] = {{"OrderId", "o"}};
  EXPECT_THAT(found(Shop({}, {}, model).judge(success_case(), sent(created(), input))), IsEmpty());
}

// What was never set is shown as a structure with nothing in it.
TEST(SuccessCheck, OwesNoEchoInAnEmptyStructureThatIsRead) {
  plan::Case test = success_case();
  test.operation = "GetOrder";
  test.expect = {plan::Outcome{}};
  test.send = {{"OrderId", "o-7"}};
  const auto judged = [&](const char* body) {
    exchange::CaseRun run;
    run.exchanges.push_back(exchange_of(exchange::Role::send, "GetOrder", {.body = body}, test.send));
    return found(Shop().judge(test, run));
  };
  EXPECT_THAT(judged(R"({"Order":{"Name":"tea"}})"), Contains(HasSubstr("/Order/OrderId")));
  EXPECT_THAT(judged(R"({"Order":{}})"), Not(Contains(HasSubstr("/Order/OrderId"))));
}

// "Applies only to …" is a text fact of the member that is sent; changes that are made later stand elsewhere.
TEST(SuccessCheck, OwesNoEchoOfWhatOnlySomeThingsHaveNorOfWhatIsPending) {
  const auto lacks_amount = [](const std::function<void(std::string&)>& change) {
    std::string body = good_order();
    body.replace(body.find(R"("Amount":2,)"), 11, "");
    return found(Shop({}, {}, shop("restJson1", change)).judge(success_case(), sent(created(body))));
  };
  EXPECT_THAT(lacks_amount({}), ElementsAre("schema.required@/Order/Amount deviation"));
  EXPECT_THAT(lacks_amount([](std::string& text) {
                text = core::replace_all(
                    std::move(text), R"("Amount": {"target": "smithy.api#Integer"},
      "Due": {"target": "smithy.api#Timestamp"},)",
                    R"("Amount": {"target": "smithy.api#Integer", "traits": {"hallmark.api#text": [
                        {"trait": "hallmark.api#conditional", "value": {}, "rule": "conditional"}]}},
      "Due": {"target": "smithy.api#Timestamp"},)");
              }),
              ::testing::IsEmpty());
}

// Where nothing is an answer, too, what is not there has no identifier.
TEST(SuccessCheck, AsksForNoIdentifierOfNothing) {
  plan::Suite suite;
  suite.promised["CreateOrder"]["/Order/OrderId"] = "identifier";
  plan::Case test = success_case();
  test.generated = true;
  test.send = Json::object();
  test.behaviour = {.kind = "unknown", .evidence = "e", .stated = true};
  test.promises = {"shop.CreateOrder behaviour.unknown Name"};
  test.expect = {{.nothing = plan::Nothing{}}};
  EXPECT_THAT(
      found(Shop({}, suite).judge(test, sent({.status = 201, .body = R"({"Order":null})"}, Json::object()))),
      ::testing::IsEmpty());
}

// What an answer tells of a change is the change's.
TEST(SuccessCheck, TakesNoIdentifierOfAChangeForThatOfTheThing) {
  const auto model = shop("restJson1", [](std::string& text) {
    text = core::replace_all(
        std::move(text), R"("Amount": {"target": "smithy.api#Integer"},
      "Due")",
        R"("Id": {"target": "smithy.api#String"}, "Amount": {"target": "smithy.api#Integer"},
      "Due")");
    text = core::replace_all(std::move(text), R"("Order": {"target": "shop#Order"},
      "ETag")",
                             R"("ChangeInfo": {"target": "shop#Change"},
      "ETag")");
    text = core::replace_all(
        std::move(text), R"("shop#Name": {"type": "string")",
        R"("shop#Change": {"type": "structure", "members": {"Id": {"target": "smithy.api#String"}}},
    "shop#Name": {"type": "string")");
  });
  plan::Case test = success_case();
  test.generated = true;
  const Json input = {{"Id", "z-1"}};
  test.send = input;
  EXPECT_THAT(
      found(Shop({}, {}, model).judge(test, sent(created(R"({"ChangeInfo":{"Id":"/change/c-1"}})"), input))),
      ::testing::IsEmpty());
}

}  // namespace
}  // namespace hallmark::verdict
