#include "verdict/behaviour_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "verdict/testing.h"

namespace hallmark::verdict {
namespace {

using namespace testing;

plan::Case unknown_order(bool stated = true) {
  plan::Case test = success_case();
  test.operation = "GetOrder";
  test.id = "shop.GetOrder/NotFoundException/unknown-OrderId";
  test.group = plan::group_of("NotFoundException");
  test.generated = true;
  test.provoke = plan::Provocation::state;
  test.promises = {"shop.GetOrder behaviour.unknown OrderId"};
  test.behaviour = {.kind = "unknown", .evidence = "the operation lists NotFoundException", .stated = stated};
  test.send = {{"OrderId", "o-7"}};
  test.expect = {{.exception = "NotFoundException"}, {.nothing = plan::Nothing{}, .reason = "nothing in it"}};
  return test;
}

exchange::CaseRun answered(const Reply& reply) {
  exchange::CaseRun run;
  run.exchanges.push_back(exchange_of(exchange::Role::send, "GetOrder", reply, {{"OrderId", "o-7"}}));
  return run;
}

struct Row {
  const char* name;
  Reply reply;
  Status status;
  const char* provoked;
  std::vector<std::string> findings;
};
class Unknown : public ::testing::TestWithParam<Row> {};
TEST_P(Unknown, IsRefusedByWhatIsListedOrAnsweredWithNothing) {
  const Row& row = GetParam();
  const Verdict verdict = Shop().judge(unknown_order(), answered(row.reply));
  EXPECT_EQ(verdict.status, row.status);
  EXPECT_EQ(verdict.provoked, row.provoked);
  EXPECT_EQ(found(verdict), row.findings);
}
INSTANTIATE_TEST_SUITE_P(
    Rows, Unknown,
    ::testing::Values(
        Row{"listed", refused(404, "NotFoundException"), Status::conforms, "NotFoundException", {}},
        Row{"with_another_status",
            refused(400, "NotFoundException"),
            Status::deviates,
            "",
            {"contract.status@ deviation"}},
        Row{"nothing", Reply{.body = "{}"}, Status::conforms, "", {}},
        Row{"empty_text", Reply{.body = R"({"Order":{"Owner":"{}"}})"}, Status::conforms, "", {}},
        Row{"empty_parts",
            Reply{.body = R"({"Order":{"Diagnostics":[]}})"},
            Status::conforms,
            "",
            {"schema.required@/Order/Owner drift"}},
        Row{"invented", Reply{.body = good_order()}, Status::deviates, "", {"behaviour.unknown@ deviation"}},
        Row{"another_refusal", refused(400, "BadRequestException"), Status::inconclusive, "", {}},
        Row{"another_listed_one", refused(400, "ConflictException"), Status::inconclusive, "", {}},
        Row{"server_error",
            Reply{.status = 500, .body = "{}"},
            Status::deviates,
            "",
            {"contract.unexpected-error@ deviation"}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Behaviour, IsDriftWhereNamesAloneShowIt) {
  const Verdict verdict = Shop().judge(unknown_order(false), answered({.body = good_order()}));
  EXPECT_EQ(verdict.status, Status::conforms);
  EXPECT_EQ(found(verdict), std::vector<std::string>{"behaviour.unknown@ drift"});
}

// S3 lists hardly any exception, and says NoSuchBucket.
TEST(Behaviour, HoldsWhereNothingIsListedAndTheCodeSaysIt) {
  plan::Case test = unknown_order(false);
  test.expect = {{.nothing = plan::Nothing{}, .reason = "nothing in it"}};
  const auto judged = [&](const char* code, const char* base = "") {
    exchange::CaseRun run = answered(refused(404, code));
    run.base_answer = base;
    return Shop().judge(test, run);
  };
  const Verdict held = judged("NoSuchShelf");
  EXPECT_EQ(held.status, Status::conforms);
  ASSERT_FALSE(held.evaluated.empty());
  EXPECT_EQ(held.evaluated.front().promise, "shop.GetOrder behaviour.unknown OrderId");
  EXPECT_EQ(judged("AccessDenied").status, Status::inconclusive);
  EXPECT_EQ(judged("NoSuchShelf", "NoSuchShelf").status, Status::inconclusive) << "what is there is, too";
}

TEST(Behaviour, SettlesNothingWhenWhatIsThereIsRefusedAlike) {
  exchange::CaseRun run = answered(refused(404, "NotFoundException"));
  run.base_answer = "NotFoundException";
  const Verdict verdict = Shop().judge(unknown_order(), run);
  EXPECT_EQ(verdict.status, Status::inconclusive);
  EXPECT_EQ(verdict.provoked, "");
}

// That there is no such order is said by a code that the operation does not list.
TEST(Behaviour, TellsAnotherCodeForWhatIsListed) {
  const auto judged = [](const char* code, bool stated, const char* base = "") {
    exchange::CaseRun run = answered(refused(404, code));
    run.base_answer = base;
    return Shop().judge(unknown_order(stated), run);
  };
  EXPECT_EQ(found(judged("ResourceNotFound", true)), std::vector<std::string>{"contract.error-code@ drift"});
  EXPECT_EQ(judged("ResourceNotFound", true).status, Status::conforms);
  EXPECT_EQ(judged("ResourceNotFound", true).findings.front().promise,
            "shop.GetOrder error.NotFoundException");
  EXPECT_EQ(found(judged("ResourceNotFound", false)), std::vector<std::string>{"contract.error-code@ drift"})
      << "nothing else is listed for what is not there";
  EXPECT_EQ(judged("ResourceNotFound", true, "ResourceNotFound").status, Status::inconclusive);
  EXPECT_EQ(judged("TeaIsOut", true).status, Status::inconclusive);
  plan::Case nothing_listed = unknown_order(false);
  nothing_listed.expect.clear();
  EXPECT_TRUE(found(Shop().judge(nothing_listed, answered(refused(404, "ResourceNotFound")))).empty());
}

// A part that is there cannot be beyond the last byte.
TEST(Behaviour, TellsThatAPartIsRefusedThatIsThere) {
  plan::Case test = unknown_order(false);
  test.promises = {"shop.GetOrder behaviour.payload Range"};
  test.behaviour.kind = "payload";
  test.expect = {{.status = 206}};
  EXPECT_EQ(found(Shop().judge(test, answered(refused(416, "InvalidRange")))),
            std::vector<std::string>{"behaviour.payload@ drift"});
  EXPECT_EQ(Shop().judge(test, answered(refused(400, "TeaIsOut"))).status, Status::inconclusive);
  test.expect = {{.status = 416}};
  EXPECT_EQ(found(Shop().judge(test, answered(refused(416, "InvalidRange")))), std::vector<std::string>{});
}

// A malformed text may be refused by an error of the protocol's that the operation does not list.
TEST(Behaviour, HoldsWhereACommonErrorThatIsAnOutcomeComes) {
  plan::Case test = unknown_order(false);
  test.promises = {"shop.GetOrder behaviour.input NotFoundException"};
  test.behaviour.kind = "input";
  test.expect = {{.exception = "NotFoundException"}, {.exception = "ValidationException"}};
  EXPECT_EQ(Shop().judge(test, answered(refused(400, "ValidationException"))).status, Status::conforms);
  EXPECT_EQ(Shop().judge(test, answered(refused(400, "MissingParameter"))).status, Status::inconclusive);
  EXPECT_EQ(Shop().judge(test, answered(refused(500, "ValidationException"))).status, Status::deviates);
  exchange::CaseRun alike = answered(refused(400, "ValidationException"));
  alike.base_answer = "ValidationException";
  EXPECT_EQ(Shop().judge(test, alike).status, Status::inconclusive);
}

// Of two orders that are asked for by their diagnostics, the second is bad.
Verdict batch_judged(const std::string& body) {
  plan::Case test = unknown_order(false);
  test.promises = {"shop.GetOrder behaviour.batch OrderId"};
  test.behaviour.kind = "batch";
  test.send = {{"OrderId", "o-7"}, {"Two", {"good", "bad"}}};
  test.expect = {{.success = {{"/Order/Diagnostics/0", {.kind = plan::Matcher::Kind::equals, .value = "bad"}},
                              {"/Order/Diagnostics/1", {.kind = plan::Matcher::Kind::absent}}}},
                 {.exception = "NotFoundException"}};
  exchange::CaseRun run;
  run.exchanges.push_back(exchange_of(exchange::Role::send, "GetOrder", {.body = body}, test.send));
  return Shop().judge(test, run);
}

TEST(Batch, HasAnEntryForTheBadOneAlone) {
  const auto with = [](const std::string& entries) {
    return R"({"Order":{"Owner":"me","Diagnostics":[)" + entries + "]}}";
  };
  EXPECT_EQ(found(batch_judged(with(R"("bad")"))), std::vector<std::string>{});
  const std::vector<std::string> told{"behaviour.batch@ drift"};
  EXPECT_EQ(found(batch_judged(with(""))), told) << "the bad one was taken";
  EXPECT_EQ(found(batch_judged(with(R"("good","bad")"))), told) << "the good one was refused with it";
  EXPECT_EQ(found(batch_judged(with(R"("good")"))), told);
}

TEST(SameAgain, IsNotRefusedBecauseItIsThere) {
  plan::Case test = success_case();
  test.generated = true;
  test.provoke = plan::Provocation::state;
  test.group = plan::group_of("behaviour");
  test.promises = {"shop.CreateOrder behaviour.same-again"};
  test.behaviour = {.kind = "same-again", .evidence = "the operation is idempotent"};
  test.expect = {plan::Outcome{}};
  EXPECT_EQ(found(Shop().judge(test, sent(created()))), std::vector<std::string>{});
  EXPECT_EQ(found(Shop().judge(test, sent(refused(409, "OrderAlreadyExistsException")))),
            std::vector<std::string>{"behaviour.same-again@ drift"});
  EXPECT_EQ(Shop().judge(test, sent(refused(400, "BadRequestException"))).status, Status::inconclusive);
}

// Truth values say nothing of a thing by themselves; one that was turned on, and is on, does.
TEST(Gone, SeesASwitchThatIsStillOn) {
  const Json made = {{"Bucket", "b"}, {"Settings", {{"Block", true}, {"Ignore", false}}}};
  EXPECT_TRUE(is_still_on(made, {{"Settings", {{"Block", true}}}}));
  EXPECT_TRUE(is_still_on(made, {{"Of", Json::array({{{"Block", "true"}}})}})) << "in XML without a type";
  EXPECT_FALSE(is_still_on(made, {{"Settings", {{"Block", false}, {"Ignore", true}}}}));
  EXPECT_FALSE(is_still_on(made, {{"Settings", {{"Other", true}}}})) << "nobody turned it on";
  EXPECT_FALSE(is_still_on(Json::array(), true));
}

// The table is still being deleted when others are asked about it.
TEST(Gone, SettlesNothingWhileTheRemovalIsUnderWay) {
  plan::Case test = unknown_order(false);
  test.promises = {"shop.GetOrder behaviour.gone"};
  test.behaviour.kind = "gone";
  test.expect[1].nothing->final_states = {"deleting"};
  const auto judged = [&](const char* removal) {
    exchange::CaseRun run = answered({.body = good_order()});
    run.exchanges.insert(run.exchanges.begin(), exchange_of(exchange::Role::arrange, "RenameOrder",
                                                            {.body = removal}, {{"OrderId", "o-7"}}));
    run.exchanges.back().index = 0;
    return Shop().judge(test, run);
  };
  EXPECT_EQ(judged(R"({"Name":"DELETING"})").status, Status::inconclusive);
  EXPECT_EQ(found(judged(R"({"Name":"tea"})")), std::vector<std::string>{"behaviour.gone@ drift"});
  test.behaviour.stated = true;  // its own reading would show the state
  EXPECT_EQ(judged(R"({"Name":"DELETING"})").status, Status::deviates);
}

TEST(Nothing, IsAlsoAnEntryAmongTheFailuresOrALastState) {
  const plan::Nothing batch{.failures = {"/Failures"}};
  const plan::Nothing gone{.final_states = {"pendingdeletion"}, .final_members = {"DeletedDate"}};
  const Json sent = {{"Id", "a"}};
  struct {
    const plan::Nothing& nothing;
    Json members;
    bool expected;
  } const rows[] = {
      {batch, {{"Failures", {{{"Id", "a"}}}}}, true},
      {batch, {{"Failures", Json::array()}}, false},  // says nothing of what it could not find
      {batch, Json::object(), false},
      {gone, {{"Thing", {{"State", "PENDING_DELETION"}}}}, true},
      {gone, {{"Thing", {{"DeletedDate", 1}}}}, true},
      {gone, {{"Thing", {{"State", "ACTIVE"}}}}, false},
      {gone, {{"Id", "a"}, {"Things", Json::array()}, {"Count", 0}}, true},  // what was sent is no news
      {gone, {{"Id", "b"}}, false},
      // XML has texts only, and a size of pages is no thing.
      {gone, {{"Things", Json::array()}, {"MaxItems", "100"}, {"IsTruncated", "false"}}, true},
  };
  for (const auto& row : rows)
    EXPECT_EQ(hands_out_nothing(row.nothing, row.members, sent), row.expected) << row.members;
}

// "Success, and success came" says nothing.
TEST(Behaviour, TellsWhatTheSuccessShouldHaveHad) {
  const Verdict verdict = batch_judged(R"({"Order":{"Owner":"me","Diagnostics":["good"]}})");
  ASSERT_EQ(verdict.findings.size(), 1U);
  EXPECT_NE(verdict.findings[0].expected.find(", with /Order/Diagnostics/0 \"bad\""), std::string::npos)
      << verdict.findings[0].expected;
  EXPECT_NE(verdict.findings[0].actual.find("/Order/Diagnostics/0 \"good\""), std::string::npos)
      << verdict.findings[0].actual;
}

// What a place in the documentation says to be taken is not refused, and what is refused by a listed
// exception not by another; of what the operation does not list nothing is told, nor of what the base is
// refused by.
TEST(Documented, ContradictsOnlyWhatIsSure) {
  plan::Case test = unknown_order(false);
  test.id = "shop.GetOrder/behaviour/documented-late";
  test.group = plan::group_of("behaviour");
  test.promises = {"shop.GetOrder behaviour.documented late"};
  test.behaviour = {.kind = "documented", .evidence = "a page", .stated = false};
  test.expect = {plan::Outcome{}};
  const Shop shop;
  const std::vector<std::string> told{"behaviour.documented@ drift"};
  EXPECT_EQ(found(shop.judge(test, answered(refused(404, "NotFoundException")))), told);
  EXPECT_EQ(found(shop.judge(test, answered({.body = good_order()}))), std::vector<std::string>{});
  test.expect = {{.exception = "NotFoundException"}};
  EXPECT_EQ(found(shop.judge(test, answered({.body = good_order()}))), told);
  EXPECT_EQ(found(shop.judge(test, answered(refused(404, "NotFoundException")))), std::vector<std::string>{});
  test.expect = {{.exception = "UnlistedException"}};
  EXPECT_EQ(shop.judge(test, answered(refused(404, "NotFoundException"))).status, Status::inconclusive);
}

}  // namespace
}  // namespace hallmark::verdict
