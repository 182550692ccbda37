#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "verdict/testing.h"

namespace hallmark::verdict {
namespace {

using namespace testing;
using exchange::Role;
using exchange::TransportFault;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

exchange::CaseRun broken(TransportFault fault, Reply reply = created()) {
  exchange::CaseRun run = sent(reply);
  run.exchanges[0].http.fault = fault;
  run.exchanges[0].http.detail = "as curl says";
  if (!exchange::had_status(fault)) run.exchanges[0].http.response.reset();
  return run;
}

// ---- what was never sent, or never answered ----

TEST(Judge, TellsSkippedAndBlockedFromJudged) {
  exchange::CaseRun run;
  run.skipped = {exchange::Reason::Kind::planned, "the target verifies no signatures"};
  EXPECT_EQ(Shop().judge(error_case(), run).status, Status::skipped);
  EXPECT_EQ(Shop().judge(error_case(), run).reason, "the target verifies no signatures");

  run = {};
  run.blocked = {exchange::Reason::Kind::arrangement, "CreateOrder answered AccessDeniedException"};
  const Verdict blocked = Shop().judge(error_case(), run);
  EXPECT_EQ(blocked.status, Status::error);
  EXPECT_EQ(blocked.reason, "blocked by CreateOrder answered AccessDeniedException");

  plan::Case unsendable = error_case();
  unsendable.skip = "no wire binding";
  EXPECT_EQ(Shop().judge(unsendable, {}).status, Status::skipped);

  run = sent(refused(400, "BadRequestException"));
  run.throttled = true;
  EXPECT_EQ(Shop().judge(error_case(), run).reason, "throttled");
  EXPECT_EQ(Shop().judge(error_case(), run).status, Status::error);

  EXPECT_EQ(Shop().judge(error_case(), {}).status, Status::error);  // nothing was sent
}

TEST(Judge, CallsTransportFaultsBeforeAStatusLineErrors) {
  for (const TransportFault fault :
       {TransportFault::cannot_resolve, TransportFault::cannot_connect, TransportFault::tls,
        TransportFault::timeout_before_status, TransportFault::closed_before_status,
        TransportFault::reset_before_status, TransportFault::cancelled}) {
    const Verdict verdict = Shop().judge(success_case(), broken(fault));
    EXPECT_EQ(verdict.status, Status::error) << exchange::to_string(fault);
    EXPECT_THAT(verdict.reason, HasSubstr("as curl says"));
    EXPECT_THAT(verdict.findings, IsEmpty());
    EXPECT_THAT(verdict.evaluated, IsEmpty());
  }
}

struct HttpRow {
  TransportFault fault;
  const char* rule;
};
class BrokenHttp : public ::testing::TestWithParam<HttpRow> {};
TEST_P(BrokenHttp, Deviates) {
  const Verdict verdict = Shop().judge(success_case(), broken(GetParam().fault));
  EXPECT_EQ(verdict.status, Status::deviates);
  EXPECT_THAT(found(verdict), ElementsAre(std::string(GetParam().rule) + "@ deviation"));
}
INSTANTIATE_TEST_SUITE_P(Rows, BrokenHttp,
                         ::testing::Values(HttpRow{TransportFault::malformed_head, "http.malformed-head"},
                                           HttpRow{TransportFault::truncated_body, "http.truncated"},
                                           HttpRow{TransportFault::reset_in_body, "http.reset"},
                                           HttpRow{TransportFault::undecodable_body, "http.undecodable"},
                                           HttpRow{TransportFault::limit_exceeded, "http.limit"},
                                           HttpRow{TransportFault::conflicting_length,
                                                   "http.conflicting-length"},
                                           HttpRow{TransportFault::extra_data, "http.extra-data"}));

TEST(Judge, ForgivesADeadlineInMidBodyUnlessTheLengthWasWrong) {
  EXPECT_EQ(Shop().judge(success_case(), broken(TransportFault::timeout_in_body)).status, Status::error);
  Reply two_lengths = created();
  two_lengths.headers.add("Content-Length", "10");
  two_lengths.headers.add("Content-Length", "20");
  EXPECT_THAT(found(Shop().judge(success_case(), broken(TransportFault::timeout_in_body, two_lengths))),
              ElementsAre("http.timeout@ deviation"));
}

// ---- success and error ----

TEST(Judge, CallsAnErrorWhereSuccessWasPromisedADeviation) {
  const Verdict verdict = Shop().judge(success_case(), sent(refused(400, "BadRequestException")));
  EXPECT_THAT(found(verdict), ElementsAre("contract.unexpected-error@ deviation"));
  EXPECT_EQ(verdict.findings[0].expected, "success (201)");
  EXPECT_EQ(verdict.findings[0].actual, "400 BadRequestException: no");
}

// A generated success that is refused: what that is worth depends on how sure it is that what was sent is
// accepted, and on whether somebody wrote the operation's arrangement.
struct RefusalRow {
  const char* what;
  Reply reply;
  plan::Certainty certainty;
  bool vouched;
  Status status;
  std::vector<std::string> found;
};
constexpr Status nothing_settled = Status::inconclusive;
bool settles_nothing(const Verdict& verdict) { return verdict.status == nothing_settled; }
class Refusals : public ::testing::TestWithParam<RefusalRow> {};
TEST_P(Refusals, AreWorthWhatIsKnownOfTheRequest) {
  const RefusalRow& row = GetParam();
  plan::Suite suite;
  if (!row.vouched) suite.inferred = {"CreateOrder"};
  plan::Case test = success_case();
  test.generated = true;
  test.tier = plan::Tier::generated;
  test.promises = {"shop.CreateOrder status"};
  test.certainty = row.certainty;
  if (std::string_view(row.what).starts_with("an addition")) test.name = "full";
  if (std::string_view(row.what).starts_with("arranged")) test.arrange = {{.call = "CreateOrder"}};
  const Verdict verdict = Shop({}, suite).judge(test, sent(row.reply));
  EXPECT_EQ(verdict.status, row.status) << row.what;
  EXPECT_EQ(found(verdict), row.found) << row.what;
  if (settles_nothing(verdict)) {
    EXPECT_THAT(verdict.reason, HasSubstr("base not accepted: CreateOrder answered ")) << row.what;
    EXPECT_THAT(verdict.evaluated, IsEmpty()) << row.what;
  }
}
constexpr auto known = plan::Certainty::known;
constexpr auto plausible = plan::Certainty::plausible;
constexpr auto open = plan::Certainty::open;
const std::vector<std::string> deviation = {"contract.unexpected-error@ deviation"};
const std::vector<std::string> drift = {"contract.refused@ drift"};
const std::vector<std::string> undeclared = {"contract.error-code@ drift"};
INSTANTIATE_TEST_SUITE_P(
    Rows, Refusals,
    ::testing::Values(
        RefusalRow{"success", created(), open, false, Status::conforms, {}},
        RefusalRow{"listed", refused(400, "BadRequestException"), known, true, Status::deviates, deviation},
        RefusalRow{"listed", refused(400, "BadRequestException"), plausible, true, nothing_settled, drift},
        RefusalRow{"listed", refused(400, "BadRequestException"), open, true, nothing_settled, {}},
        // Nobody wrote the arrangement: what blames the input counts, what may be about the state of what was
        // arranged does not ("Bucket is missing Object Lock Configuration"), and what is only plausible
        // neither.
        RefusalRow{"listed", refused(400, "BadRequestException"), known, false, Status::deviates, deviation},
        RefusalRow{"arranged", refused(400, "BadRequestException"), known, false, nothing_settled, {}},
        RefusalRow{"arranged", refused(400, "BadRequestException"), known, true, Status::deviates, deviation},
        RefusalRow{"listed", refused(400, "BadRequestException"), plausible, false, nothing_settled, {}},
        RefusalRow{"common", refused(400, "ValidationException"), known, false, Status::deviates, deviation},
        RefusalRow{"common", refused(400, "ValidationException"), plausible, false, nothing_settled, {}},
        RefusalRow{"neither", refused(404, "NoSuchShop"), known, true, Status::deviates, deviation},
        RefusalRow{"neither", refused(404, "NoSuchShop"), known, false, nothing_settled, undeclared},
        RefusalRow{"neither", refused(404, "NoSuchShop"), plausible, false, nothing_settled, undeclared},
        RefusalRow{"listed, with another status than its own",
                   refused(404, "BadRequestException"),
                   open,
                   false,
                   Status::deviates,
                   {"contract.status@ deviation"}},
        RefusalRow{"no such operation", refused(404, "UnknownOperationException"), open, false,
                   Status::deviates, deviation},
        RefusalRow{"not implemented", refused(501, "NotImplemented"), open, false, Status::deviates,
                   deviation},
        RefusalRow{"an addition is not implemented", refused(501, "NotImplemented"), known, true,
                   nothing_settled, undeclared},
        RefusalRow{"server", refused(500, "ServerException"), open, false, Status::deviates, deviation},
        RefusalRow{"without a code",
                   Reply{.status = 404, .body = "<html>", .headers = {{"Content-Type", "text/html"}}}, open,
                   false, Status::deviates, deviation}));

TEST(Judge, AFailureThatTheOperationListsSettlesNothingWhenItComesAgain) {
  plan::Case test = success_case();
  test.generated = true;
  const auto failure = refused(500, "ServerException");
  const auto twice = [&](const Reply& last) {
    return run_of({exchange_of(exchange::Role::send, "CreateOrder", failure, order_input()),
                   exchange_of(exchange::Role::send, "CreateOrder", last, order_input())});
  };
  EXPECT_EQ(Shop().judge(test, sent(failure)).status, Status::deviates);
  EXPECT_TRUE(settles_nothing(Shop().judge(test, twice(failure))));
  EXPECT_EQ(Shop().judge(test, twice(refused(501, "ServerException"))).status, Status::deviates);
  EXPECT_EQ(Shop().judge(test, twice(refused(500, "UnlistedException"))).status, Status::deviates);
}

// Only what is known to be accepted is demanded back.
TEST(Judge, DemandsBackOnlyWhatIsKnown) {
  std::string body = good_order();
  const std::string echoed = R"("Name":"tea",)";
  ASSERT_NE(body.find(echoed), std::string::npos) << body;
  body.erase(body.find(echoed), echoed.size());
  plan::Case test = success_case();
  EXPECT_THAT(found(Shop().judge(test, sent(created(body)))),
              Contains(HasSubstr("schema.required@/Order/Name")));
  test.doubts = {{"Name", plausible}};
  EXPECT_THAT(found(Shop().judge(test, sent(created(body)))),
              ElementsAre("schema.required@/Order/Name drift"))
      << "it was taken, and nothing stands where it went";
  test.doubts = {{"Name", open}};
  EXPECT_THAT(found(Shop().judge(test, sent(created(body)))),
              Not(Contains(HasSubstr("schema.required@/Order/Name"))));
}

// Nothing is known of its members, so none of them is missing.
TEST(Judge, SaysOfABodyThatCannotBeReadNothingElse) {
  plan::Case test = success_case();
  plan::Outcome outcome;
  outcome.success["/Order/OrderId"] = {.kind = plan::Matcher::Kind::equals, .value = "o-1"};
  test.expect = {outcome};
  EXPECT_THAT(found(Shop().judge(test, sent(created("{}")))), Contains(HasSubstr("/Order/OrderId")));
  Reply coded = created("\x90\x19\x10{\"Order\":{}}\x03");
  coded.headers.set("Content-Encoding", "br");
  const Verdict verdict = Shop().judge(test, sent(coded));
  EXPECT_THAT(found(verdict), ElementsAre("decode.malformed-body@ deviation"));
  ASSERT_EQ(verdict.findings.size(), 1U);
  EXPECT_THAT(verdict.findings[0].actual, HasSubstr("(Content-Encoding: br, which was not asked for)"));
}

TEST(Judge, FailsOnDriftOnlyWhenStrict) {
  std::string body = good_order();
  body.replace(body.find("OPEN"), 4, "AJAR");
  EXPECT_EQ(Shop().judge(success_case(), sent(created(body))).status, Status::conforms);
  EXPECT_EQ(Shop(JudgeOptions{.strict = true}).judge(success_case(), sent(created(body))).status,
            Status::deviates);
}

TEST(Judge, NeverFailsAnInformativeCase) {
  plan::Case test = error_case();
  test.tier = plan::Tier::informative;
  const Verdict verdict = Shop(JudgeOptions{.strict = true}).judge(test, sent(created()));
  EXPECT_EQ(verdict.status, Status::inconclusive);
  EXPECT_THAT(found(verdict), ElementsAre("contract.unexpected-success@ none"));
  EXPECT_THAT(verdict.evaluated, IsEmpty());
  EXPECT_THAT(verdict.reason, HasSubstr("informative"));
}

// ---- controls ----

plan::Case with_control() {
  plan::Case test = error_case();
  test.control = std::vector<plan::PatchOperation>{{.op = "replace", .path = "/Name", .value = "tea"}};
  return test;
}
exchange::CaseRun with_control_answer(const Reply& reply) {
  return run_of({exchange_of(Role::send, "CreateOrder", refused(400, "BadRequestException"), {{"Name", ""}}),
                 exchange_of(Role::control, "CreateOrder", reply, order_input())});
}

TEST(Control, MustSucceed) {
  const Verdict held = Shop().judge(with_control(), with_control_answer(created()));
  EXPECT_EQ(held.status, Status::conforms);
  EXPECT_EQ(held.provoked, "BadRequestException");

  // An endpoint that refuses everything is caught here and nowhere else.
  const Verdict refuser =
      Shop().judge(with_control(), with_control_answer(refused(400, "BadRequestException")));
  EXPECT_EQ(refuser.status, Status::deviates);
  EXPECT_THAT(found(refuser), ElementsAre("control.refused@ deviation"));
  EXPECT_EQ(refuser.findings[0].role, Role::control);
  EXPECT_EQ(refuser.findings[0].exchange, 1u);
  EXPECT_EQ(refuser.provoked, "");
  EXPECT_TRUE(tested(refuser, false).contains("shop.CreateOrder error.BadRequestException"));
}

// A success that is not the one expected: what is wrong with it, not that it is one.
TEST(Control, SaysWhatIsWrongWithASuccess) {
  const Verdict cut =
      Shop().judge(with_control(), with_control_answer({.status = 201, .body = "{\"Order\": "}));
  EXPECT_THAT(found(cut), ElementsAre("control.refused@ deviation"));
  EXPECT_THAT(cut.findings[0].actual, ::testing::HasSubstr("with a body that cannot be read"));
  plan::Case test = with_control();
  test.control_expect = {
      {.success = {{"/Order/Name", {.kind = plan::Matcher::Kind::equals, .value = "ale"}}}}};
  const Verdict other = Shop().judge(test, with_control_answer(created()));
  ASSERT_EQ(other.findings.size(), 1u);
  EXPECT_THAT(other.findings[0].actual, ::testing::HasSubstr("with /Order/Name \"tea\""));
}

TEST(Control, MayBeExpectedToMeetOneException) {
  plan::Case test = with_control();
  test.control_expect = {{.exception = "ConflictException"}};
  EXPECT_EQ(
      Shop().judge(test, with_control_answer(refused(409, "ConflictException", R"(,"Existing":"x")"))).status,
      Status::conforms);
  EXPECT_EQ(Shop().judge(test, with_control_answer(created())).status, Status::deviates);
}

TEST(Control, IsAnErrorWhenItWasNotSentOrNotAnswered) {
  const Verdict missing = Shop().judge(with_control(), sent(refused(400, "BadRequestException")));
  EXPECT_EQ(missing.status, Status::error);
  EXPECT_EQ(missing.reason, "the control was not sent");
  exchange::CaseRun run = with_control_answer(created());
  run.exchanges[1].http.fault = TransportFault::cannot_connect;
  run.exchanges[1].http.response.reset();
  EXPECT_EQ(Shop().judge(with_control(), run).status, Status::error);
}

TEST(Control, IsTheFirstOfABurst) {
  plan::Case test = error_case("ServerException");
  test.provoke = plan::Provocation::rate;
  test.repeat = 3;
  const auto send = [](const Reply& reply, std::size_t index) {
    return exchange_of(Role::send, "CreateOrder", reply, order_input(), index);
  };
  const Reply limit = refused(500, "ServerException");
  EXPECT_EQ(Shop().judge(test, run_of({send(created(), 0), send(created(), 1), send(limit, 2)})).status,
            Status::conforms);
  EXPECT_THAT(found(Shop().judge(test, run_of({send(limit, 0)}))), ElementsAre("control.refused@ deviation"));
  EXPECT_THAT(found(Shop().judge(test, run_of({send(created(), 0), send(created(), 1)}))),
              ElementsAre("contract.unexpected-success@ deviation"));
}

// ---- read-backs ----

plan::Case with_then(plan::Matcher matcher) {
  plan::Case test = success_case();
  plan::Step step{.call = "GetOrder"};
  step.expect = {plan::Outcome{.success = {{"/Order/Name", std::move(matcher)}}}};
  test.then = {step};
  return test;
}
exchange::CaseRun with_then_answer(const Reply& reply) {
  return run_of({exchange_of(Role::send, "CreateOrder", created(), order_input()),
                 exchange_of(Role::then, "GetOrder", reply, {{"OrderId", "o-1"}})});
}

TEST(Then, ReadsBackWhatWasSent) {
  const plan::Case test = with_then({.kind = plan::Matcher::Kind::echoes, .pointer = "/Name"});
  EXPECT_EQ(Shop().judge(test, with_then_answer({.body = good_order()})).status, Status::conforms);

  std::string body = good_order();
  body.replace(body.find("tea"), 3, "ale");
  const Verdict changed = Shop().judge(test, with_then_answer({.body = body}));
  EXPECT_THAT(found(changed), ElementsAre("then.case.echoes@/Order/Name deviation"));
  EXPECT_EQ(changed.findings[0].role, Role::then);

  EXPECT_THAT(found(Shop().judge(test, with_then_answer(refused(404, "NotFoundException")))),
              ElementsAre("then.contract.unexpected-error@ deviation"));
  EXPECT_EQ(Shop().judge(test, sent(created())).reason, "step 1 of then was not sent");
}

TEST(Then, MayExpectAnException) {
  plan::Case test = with_then({});
  test.then[0].expect = {{.exception = "NotFoundException"}};
  EXPECT_EQ(Shop().judge(test, with_then_answer(refused(404, "NotFoundException"))).status, Status::conforms);
  EXPECT_THAT(found(Shop().judge(test, with_then_answer(refused(400, "BadRequestException")))),
              ElementsAre("then.contract.error-code@ deviation"));
  EXPECT_THAT(found(Shop().judge(test, with_then_answer({.body = good_order()}))),
              ElementsAre("then.contract.unexpected-success@ deviation"));
}

TEST(Then, LooksAtTheLastAnswerOfAPoll) {
  const plan::Case test = with_then({.kind = plan::Matcher::Kind::equals, .value = "tea"});
  std::string early = good_order();
  early.replace(early.find("tea"), 3, "ale");
  exchange::CaseRun run = with_then_answer({.body = early});
  run.exchanges.push_back(exchange_of(Role::then, "GetOrder", {.body = good_order()}, {{"OrderId", "o-1"}}));
  EXPECT_EQ(Shop().judge(test, run).status, Status::conforms);
}

// ---- generated negatives ----

struct NegativeRow {
  const char* name;
  Reply reply;
  Status status;
  const char* tier;
  const char* provoked;
  std::vector<std::string> findings;
};
class Negatives : public ::testing::TestWithParam<NegativeRow> {};
TEST_P(Negatives, AreJudgedByTheirOwnRules) {
  const NegativeRow& row = GetParam();
  const Verdict verdict = Shop().judge(negative_case(), sent(row.reply));
  EXPECT_EQ(verdict.status, row.status);
  EXPECT_EQ(verdict.validation_tier, row.tier);
  EXPECT_EQ(verdict.provoked, row.provoked);
  EXPECT_EQ(found(verdict), row.findings);
  const bool is_tested = tested(verdict).contains("shop.CreateOrder input.Name length.min") ||
                         tested(verdict, false).contains("shop.CreateOrder input.Name length.min");
  EXPECT_EQ(is_tested, row.status != Status::inconclusive);
}
INSTANTIATE_TEST_SUITE_P(
    Rows, Negatives,
    ::testing::Values(
        NegativeRow{
            "success", created(), Status::deviates, "", "", {"contract.unexpected-success@/Name deviation"}},
        NegativeRow{"declared",
                    refused(400, "BadRequestException"),
                    Status::conforms,
                    "declared",
                    "BadRequestException",
                    {}},
        NegativeRow{"declared_with_another_status",
                    refused(422, "BadRequestException"),
                    Status::deviates,
                    "declared",
                    "",
                    {"contract.status@ deviation"}},
        NegativeRow{"common", refused(400, "ValidationException"), Status::conforms, "common", "", {}},
        NegativeRow{"another_4xx", refused(404, "NotFoundException"), Status::inconclusive, "", "", {}},
        NegativeRow{
            "resembling_name", refused(400, "MyValidationExceptionally"), Status::inconclusive, "", "", {}},
        NegativeRow{"no_code",
                    Reply{.status = 400, .body = "{}"},
                    Status::deviates,
                    "",
                    "",
                    {"contract.error-code@/Name deviation"}},
        NegativeRow{"server_error",
                    refused(500, "ServerException"),
                    Status::deviates,
                    "",
                    "",
                    {"contract.status@/Name deviation"}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Negative, IsSkippedWhenItsBaseWasRefused) {
  exchange::CaseRun run = sent(refused(400, "BadRequestException"));
  run.base_accepted = false;
  EXPECT_EQ(Shop().judge(negative_case(), run).status, Status::skipped);
  EXPECT_EQ(Shop().judge(negative_case(), run).reason, "base not accepted");
}

TEST(Promises, OfAnInputThatWasTakenHoldWhateverElseIsWrong) {
  plan::Case test = success_case();
  test.promises = {"shop.CreateOrder input.Amount type", "shop.CreateOrder status"};
  std::string body = good_order();
  body.replace(body.find("OrderId"), 7, "Orderid");
  const Verdict verdict = Shop().judge(test, sent(created(body)));
  EXPECT_EQ(verdict.status, Status::deviates);
  EXPECT_TRUE(tested(verdict).contains("shop.CreateOrder input.Amount type"));
  EXPECT_TRUE(tested(verdict).contains("shop.CreateOrder status"));
  EXPECT_FALSE(tested(verdict, false).contains("shop.CreateOrder status"));
  ASSERT_FALSE(verdict.findings.empty());
  EXPECT_TRUE(tested(verdict, false).contains(verdict.findings.front().promise));
}

// An operation that does not exist is refused by what says so: a validation error settles nothing.
TEST(Negative, OfAnUnknownOperationKnowsWhatSaysSo) {
  plan::Case test = negative_case();
  test.constraint = "protocol.unknown-operation";
  test.constraint_pointer.clear();
  test.promises = {"shop.CreateOrder protocol.unknown-operation"};
  test.expect = {{.exception = "UnknownOperationException"}, {.exception = "UnrecognizedOperation"}};
  EXPECT_EQ(Shop({}, {}, shop("awsJson1_1"))
                .judge(test, sent(refused(404, "UnknownOperationException")))
                .validation_tier,
            "common");
  EXPECT_EQ(Shop({}, {}, shop("awsJson1_1")).judge(test, sent(refused(400, "BadRequestException"))).status,
            Status::inconclusive);
  EXPECT_EQ(Shop({}, {}, shop("awsJson1_1")).judge(test, sent(refused(400, "ValidationException"))).status,
            Status::inconclusive);
  const Verdict crashed = Shop({}, {}, shop("awsJson1_1"))
                              .judge(test, sent(Reply{.status = 500, .body = "<html>\n  <b>\n Sorry"}));
  ASSERT_EQ(crashed.findings.size(), 1u);
  const Finding& finding = crashed.findings[0];
  EXPECT_EQ(finding.promise, "shop.CreateOrder protocol.unknown-operation");
  EXPECT_EQ(finding.source, "protocol");
  EXPECT_EQ(finding.expected,
            "an error that says that there is no such operation (UnknownOperationException, "
            "UnrecognizedOperation, …)");
  EXPECT_THAT(finding.actual, ::testing::EndsWith("without an error code: an HTML page, \"Sorry\""))
      << "one line";
}

// No document promises the exception: a success brings nothing about, and is nobody's fault.
TEST(Attempts, ThatSucceedAreNotBroughtAbout) {
  plan::Case test = error_case();
  test.expect = {{.exception = "BadRequestException"}, {.reason = "no document says that it must"}};
  const Verdict taken = Shop().judge(test, sent(Reply{.status = 201, .body = good_order()}));
  EXPECT_EQ(taken.status, Status::conforms) << taken.reason;
  EXPECT_TRUE(taken.not_brought_about);
  EXPECT_THAT(taken.reason, ::testing::StartsWith("not brought about"));
  EXPECT_TRUE(taken.provoked.empty());
  for (const Evaluated& each : taken.evaluated)
    EXPECT_EQ(each.promise.find(" error."), std::string::npos) << each.promise;
  const Verdict came = Shop().judge(test, sent(refused(400, "BadRequestException")));
  EXPECT_EQ(came.provoked, "BadRequestException");
  EXPECT_FALSE(came.not_brought_about);
  const Verdict other = Shop().judge(test, sent(refused(409, "ConflictException")));
  EXPECT_EQ(other.status, Status::deviates);
}

// A path that no REST operation has: that it is no success is all that anyone promises of it.
TEST(Negative, OfAPathThatNoOperationHasOnlyASuccessDeviates) {
  plan::Case test = negative_case();
  test.constraint = "protocol.unknown-operation";
  test.promises = {"shop.CreateOrder protocol.unknown-operation"};
  test.expect = {{.exception = "UnknownOperationException"}};
  for (const Reply& reply :
       {refused(404, "UnknownOperationException"), refused(403, "SomethingElse"),
        Reply{.status = 404, .body = "<html>nothing here</html>"}, Reply{.status = 404, .body = ""},
        Reply{.status = 405, .body = ""}, Reply{.status = 501, .body = "x"}}) {
    const Verdict verdict = Shop().judge(test, sent(reply));
    EXPECT_EQ(verdict.status, Status::conforms) << reply.status << reply.body;
    EXPECT_TRUE(verdict.findings.empty());
  }
  const Verdict taken = Shop().judge(test, sent(Reply{.status = 200, .body = "{}"}));
  ASSERT_EQ(taken.findings.size(), 1u);
  EXPECT_EQ(taken.findings[0].expected, "an answer that is no success");
}

TEST(Negative, SaysWhatMayRefuseWhatCannotBeRead) {
  plan::Case test = negative_case();
  const auto expected = [&] { return Shop().judge(test, sent(created())).findings.at(0).expected; };
  EXPECT_EQ(expected(),
            "BadRequestException or a common validation error (ValidationException, ValidationError, …)");
  test.promises = {"shop.CreateOrder protocol.malformed"};
  test.wire.body = "this is no document";
  EXPECT_THAT(expected(), ::testing::HasSubstr("a common validation error (SerializationException, "));
}

TEST(Negative, TakesTheNamesOfTheSuite) {
  plan::Suite suite;
  suite.validation_errors = {"ConflictException"};
  const Shop strict_shop({}, suite);
  EXPECT_EQ(strict_shop.judge(negative_case(), sent(refused(409, "ConflictException", R"(,"Existing":"x")")))
                .validation_tier,
            "declared");
  EXPECT_EQ(strict_shop.judge(negative_case(), sent(refused(400, "BadRequestException"))).status,
            Status::inconclusive);
}

// ---- whole runs ----

TEST(Judge, GivesEveryThreadTheSameAnswer) {
  const Shop shared;
  std::vector<std::thread> threads;
  std::vector<Status> statuses(8, Status::error);
  for (std::size_t at = 0; at < statuses.size(); ++at) {
    threads.emplace_back([&, at] { statuses[at] = shared.judge(success_case(), sent(created())).status; });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(statuses, ::testing::Each(Status::conforms));
}

}  // namespace
}  // namespace hallmark::verdict
