#include "verdict/value_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "verdict/testing.h"

namespace hallmark::verdict {
namespace {

using namespace testing;
using exchange::Role;
using plan::Claim;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// An order is made, then read.
plan::Case written(Claim claim) {
  plan::Case test = success_case();
  test.id = "shop.CreateOrder/behaviour/read-back";
  test.group = plan::group_of("behaviour");
  test.generated = true;
  test.promises = {"shop.CreateOrder behaviour.read-back"};
  test.behaviour = {.kind = "read-back", .evidence = "names: GetOrder shows what it was sent"};
  test.then = {{.call = "GetOrder", .with = {{"OrderId", "${orderId}"}}}};
  claim.promise = "shop.CreateOrder behaviour.read-back Name";
  if (!claim.step && claim.at.empty()) claim.at = {"/Order/Name"};
  test.claims = {std::move(claim)};
  return test;
}

Claim name_comes_back() { return {.step = 0, .at = {"/Order/Name"}, .sent = "/Name", .awaited = true}; }

exchange::CaseRun read(const Reply& reply, const Reply& made = created()) {
  exchange::CaseRun run = sent(made);
  run.exchanges.push_back(exchange_of(Role::then, "GetOrder", reply, {{"OrderId", "o-1"}}));
  return run;
}

Reply order(const Json& members) {
  Json whole = Json::parse(good_order());
  if (members.is_object()) whole["Order"].update(members);
  for (const auto& [name, value] : members.items()) {
    if (value.is_null()) whole["Order"].erase(name);
  }
  return {.body = whole.dump()};
}

struct Row {
  const char* name;
  Reply reply;
  Status status;
  std::vector<std::string> findings;
  bool tested;
};
class WhatWasSent : public ::testing::TestWithParam<Row> {};
TEST_P(WhatWasSent, ComesBack) {
  const Row& row = GetParam();
  const Verdict verdict = Shop().judge(written(name_comes_back()), read(row.reply));
  EXPECT_EQ(verdict.status, row.status);
  EXPECT_EQ(found(verdict), row.findings);
  EXPECT_EQ(tested(verdict).contains("shop.CreateOrder behaviour.read-back Name"), row.tested);
}
INSTANTIATE_TEST_SUITE_P(
    Rows, WhatWasSent,
    ::testing::Values(Row{"same", order({}), Status::conforms, {}, true},
                      Row{"other",
                          order({{"Name", "milk"}}),
                          Status::conforms,
                          {"behaviour.read-back@/Order/Name drift"},
                          true},
                      Row{"absent",
                          order({{"Name", nullptr}}),
                          Status::conforms,
                          {"behaviour.read-back@/Order/Name drift"},
                          true},
                      Row{"refused", refused(404, "NotFoundException"), Status::inconclusive, {}, false}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Claims, DeviateOnlyWhereTheBehaviourIsStatedAndTheValueKnown) {
  for (const bool stated : {false, true}) {
    for (const bool weak : {false, true}) {
      Claim claim = name_comes_back();
      claim.weak = weak;
      plan::Case test = written(claim);
      test.behaviour.stated = stated;
      const Verdict verdict = Shop().judge(test, read(order({{"Name", "milk"}})));
      EXPECT_EQ(verdict.status, stated && !weak ? Status::deviates : Status::conforms);
      // That a member is absent accuses nobody.
      EXPECT_EQ(Shop().judge(test, read(order({{"Name", nullptr}}))).status, Status::conforms);
    }
  }
}

// Another value, or none, is another one; as it was made it may be again.
TEST(Claims, MayBeThatAValueIsAnother) {
  plan::Case test = written({.kind = Claim::Kind::differs,
                             .step = 0,
                             .at = {"/Order/Name"},
                             .value = "${before.made}",
                             .before = "before"});
  const auto after = [&](const Json& name, const Json& made) {
    exchange::CaseRun run = read(order({{"Name", name}}));
    run.kept["before"] = Json::parse(good_order());
    run.kept["before"]["Order"]["Name"] = "milk";
    run.kept["before.made"] = Json::parse(good_order());
    run.kept["before.made"]["Order"]["Name"] = made;
    return found(Shop().judge(test, run));
  };
  EXPECT_THAT(after("milk", "bread"), ElementsAre("behaviour.read-back@/Order/Name drift"));
  EXPECT_THAT(after("milk", nullptr), ElementsAre("behaviour.read-back@/Order/Name drift"));
  EXPECT_THAT(after("milk", "milk"), IsEmpty());
  EXPECT_THAT(after("bread", "bread"), IsEmpty());
  EXPECT_THAT(after(nullptr, nullptr), IsEmpty());
}

// Something is there, or nothing is; what cannot be read at all is nothing.
TEST(Claims, MayBeThatSomethingIsThereOrNot) {
  const auto after = [&](Claim::Kind kind, const Reply& reply) {
    return found(Shop().judge(written({.kind = kind, .step = 0, .at = {"/Order/Name"}}), read(reply)));
  };
  EXPECT_THAT(after(Claim::Kind::shown, order({})), IsEmpty());
  EXPECT_THAT(after(Claim::Kind::shown, order({{"Name", nullptr}})),
              ElementsAre("behaviour.read-back@/Order/Name drift"));
  EXPECT_THAT(after(Claim::Kind::hidden, order({})), ElementsAre("behaviour.read-back@/Order/Name drift"));
  EXPECT_THAT(after(Claim::Kind::hidden, order({{"Name", nullptr}})), IsEmpty());
  EXPECT_THAT(after(Claim::Kind::hidden, refused(404, "NotFoundException")), IsEmpty());
}

// A number is greater; a time later, or the same where both are told by the second.
TEST(Claims, MayBeThatSomethingGrows) {
  const auto after = [&](const char* member, const Json& before, const Json& now) {
    exchange::CaseRun run = read(order({{member, now}}));
    run.kept["before"] = Json::parse(good_order());
    run.kept["before"]["Order"][member] = before;
    return found(Shop().judge(written({.kind = Claim::Kind::grows,
                                       .step = 0,
                                       .at = {std::string("/Order/") + member},
                                       .before = "before"}),
                              run));
  };
  EXPECT_THAT(after("Amount", 1, 2), IsEmpty());
  EXPECT_THAT(after("Amount", 2, 2), ElementsAre("behaviour.read-back@/Order/Amount drift"));
  EXPECT_THAT(after("Created", 1700000000.25, 1700000000.5), IsEmpty());
  EXPECT_THAT(after("Created", 1700000000.25, 1700000000.25),
              ElementsAre("behaviour.read-back@/Order/Created drift"));
  EXPECT_THAT(after("Created", 1700000000, 1700000000), IsEmpty());
  EXPECT_THAT(after("Created", 1700000001, 1700000000),
              ElementsAre("behaviour.read-back@/Order/Created drift"));
}

TEST(Claims, SayNothingOfWhatWasNotDone) {
  const plan::Case test = written(name_comes_back());
  const Verdict verdict =
      Shop().judge(test, read(order({{"Name", "milk"}}), refused(400, "BadRequestException")));
  EXPECT_EQ(verdict.status, Status::inconclusive);
  EXPECT_THAT(found(verdict), IsEmpty());
}

TEST(Claims, SayNothingOfWhatACallBeforeTheReadingDidNotDo) {
  plan::Case test = written(name_comes_back());
  test.then.insert(test.then.begin(), {.call = "RenameOrder", .with = {{"OrderId", "${orderId}"}}});
  test.claims.front().step = 1;
  const auto verdict_where = [&](const Reply& renamed) {
    exchange::CaseRun run = sent(created());
    run.exchanges.push_back(exchange_of(Role::then, "RenameOrder", renamed, {{"OrderId", "o-1"}}));
    run.exchanges.push_back(
        exchange_of(Role::then, "GetOrder", order({{"Name", "milk"}}), {{"OrderId", "o-1"}}));
    run.exchanges.back().index = 1;
    return Shop().judge(test, run);
  };
  const Verdict refusing = verdict_where(refused(404, "NotFoundException"));
  EXPECT_THAT(found(refusing), IsEmpty());
  EXPECT_EQ(refusing.status, Status::inconclusive);
  EXPECT_THAT(found(verdict_where(order({}))), ElementsAre("behaviour.read-back@/Order/Name drift"));
}

TEST(Claims, TellAServerErrorOfTheRequest) {
  const Verdict verdict =
      Shop().judge(written(name_comes_back()), read(order({}), {.status = 500, .body = "{}"}));
  EXPECT_EQ(verdict.status, Status::deviates);
}

TEST(Claims, MayBeAboutTheAnswerToTheRequestItself) {
  Claim claim{.sent = "/Name"};
  EXPECT_THAT(found(Shop().judge(written(claim), read(order({}), created(order({{"Name", "milk"}}).body)))),
              ElementsAre("behaviour.read-back@/Order/Name drift"));
}

TEST(Claims, OfARefusalWantItRefused) {
  Claim claim{.kind = Claim::Kind::stays, .step = 0, .at = {"/Order/Name"}, .before = "before"};
  plan::Case test = written(claim);
  test.behaviour.kind = "refused";
  test.provoke = plan::Provocation::request;
  test.expect = {{.exception = "BadRequestException"}};
  exchange::CaseRun run = read(order({{"Name", "milk"}}), refused(400, "BadRequestException"));
  run.kept["before"] = Json::parse(good_order());
  EXPECT_THAT(found(Shop().judge(test, run)), ElementsAre("behaviour.read-back@/Order/Name drift"));
  run.exchanges.front() = exchange_of(Role::send, "CreateOrder", created(), order_input());
  const Verdict accepted = Shop().judge(test, run);
  EXPECT_EQ(accepted.status, Status::inconclusive);
  EXPECT_EQ(accepted.reason, "it was accepted");
}

TEST(Claims, OfTagsAreReadInAnyForm) {
  struct {
    Claim::Kind kind;
    Json value;
    Json tags;
    bool told;
  } const rows[] = {
      {Claim::Kind::has_tags, {{"a", "1"}}, Json::array({{{"Key", "a"}, {"Value", "1"}}}), false},
      {Claim::Kind::has_tags, {{"a", "1"}}, Json::array({{{"TagKey", "a"}, {"TagValue", "2"}}}), true},
      {Claim::Kind::has_tags, {{"a", "1"}}, Json::array(), true},
      {Claim::Kind::has_tags, {{"a", "1"}}, {{"a", "1"}, {"aws:made", "x"}}, false},
      {Claim::Kind::lacks_tags, Json::array({"a"}), {{"a", "1"}}, true},
      {Claim::Kind::lacks_tags, Json::array({"a"}), {{"b", "1"}}, false},
  };
  for (const auto& row : rows) {
    Claim claim{.kind = row.kind, .step = 0, .at = {"/Order/Labels"}, .value = row.value};
    const std::string body = Json{{"Order", {{"Owner", "me"}, {"Labels", row.tags}}}}.dump();
    const auto model = shop("restJson1", [&](std::string& text) {
      text = core::replace_all(text, R"("Status": {"target": "shop#Status"})",
                               row.tags.is_object() ? R"("Labels": {"target": "shop#Map"})"
                                                    : R"("Labels": {"target": "shop#Labels"})");
      text = core::replace_all(text, R"("shop#Score": {)",
                               R"("shop#Map": {"type": "map", "key": {"target": "smithy.api#String"},
                                    "value": {"target": "smithy.api#String"}},
                                  "shop#Labels": {"type": "list", "member": {"target": "shop#Label"}},
                                  "shop#Label": {"type": "structure", "members": {
                                    "Key": {"target": "smithy.api#String"}, "Value": {"target": "smithy.api#String"},
                                    "TagKey": {"target": "smithy.api#String"},
                                    "TagValue": {"target": "smithy.api#String"}}},
                                  "shop#Score": {)");
    });
    const Verdict verdict = Shop({}, {}, model).judge(written(claim), read({.body = body}));
    EXPECT_EQ(!verdict.findings.empty(), row.told) << row.value << row.tags;
  }
}

TEST(Claims, HoldTimesAgainstTheAnswersOwnDate) {
  Claim claim{.kind = Claim::Kind::dated, .step = 0, .at = {"/Order/Created"}};
  for (const auto& [created_at, told] :
       std::map<double, bool>{{784111777, false}, {784111777.0 - 3600, true}}) {
    Reply reply = order({{"Created", created_at}});
    reply.headers.add("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(!found(Shop().judge(written(claim), read(reply))).empty(), told) << created_at;
  }
  // Where what reads the thing should show when it was made, nothing is not enough.
  const Reply without = order({{"Created", nullptr}});
  EXPECT_TRUE(found(Shop().judge(written(claim), read(without))).empty());
  claim.awaited = true;
  EXPECT_FALSE(found(Shop().judge(written(claim), read(without))).empty());
}

}  // namespace
}  // namespace hallmark::verdict
