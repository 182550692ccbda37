#include "exchange/executor.h"

#include <gtest/gtest.h>

#include <thread>

#include "core/testing_sink.h"
#include "exchange/executor_testing.h"
#include "plan/cases/walk_items.h"
#include "wire/sigv4.h"

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;
using testing::ExecutorTest;

// What changes within the deadline is seen, however long the pauses have grown.
TEST_F(ExecutorTest, AsksOnceMoreWhenTheDeadlineIsOver) {
  plan::Case test = get_case();
  test.then.front().until =
      plan::Until{.pointer = "/Thing/Name", .values = {"never"}, .deadline = 120ms, .gone = {}};
  EXPECT_GE(run(test).duration, 120ms);
}

TEST_F(ExecutorTest, ArrangesSendsControlsReadsBackAndRemoves) {
  const CaseRun result = run(get_case());
  EXPECT_EQ(roles(result),
            "arrange CreateThing 200; send GetThing 404; control GetThing 200; then GetThing 200; remove "
            "DeleteThing 204; ");
  EXPECT_EQ(result.kept.at("thing"), "id-1");
  EXPECT_EQ(result.exchanges[2].input["Id"], "id-1");
  EXPECT_EQ(things_.kept(), 0u);
  EXPECT_TRUE(executor().left_behind().empty());
  EXPECT_EQ(executor().requests(), 5u);
}

// A token may name what another case has just removed: the walk begins again, and not for ever.
TEST_F(ExecutorTest, WalksAgainWhereATokenIsRefused) {
  const core::ManualClock clock{core::Time{std::chrono::hours(24)}};
  options_.clock = &clock;
  things_.pages = true;
  plan::Case test = get_case();
  test.operation = "ListThings";
  test.group = plan::group_of("behaviour");
  test.send = Json::object();
  test.control.reset();
  test.then.clear();
  test.expect = {plan::Outcome{}};
  plan::Step first = create_step(), second = create_step();
  first.keep = {{"one", "/Thing/Id"}};
  second.keep = {{"two", "/Thing/Id"}};
  test.arrange = {first, second};
  test.walk = plan::Walk{.input_tokens = {"Token"},
                         .output_tokens = {"/Next"},
                         .items = "/Things",
                         .more = {},
                         .once = {"one", "two"},
                         .never = {}};
  const std::string walked = "send ListThings 200; send ListThings ";
  things_.refuse_tokens = 1;
  EXPECT_THAT(roles(run(test)), ::testing::HasSubstr(walked + "400; " + walked + "200; remove"));
  things_.refuse_tokens = 100;
  EXPECT_THAT(roles(run(test)),
              ::testing::HasSubstr(walked + "400; " + walked + "400; " + walked + "400; remove"));
}

// What all at once told, and no page does, may have been missed while others made and removed: asked again.
TEST_F(ExecutorTest, WalksAgainWherePagesLackWhatWasToldAtOnce) {
  const core::ManualClock clock{core::Time{std::chrono::hours(24)}};
  options_.clock = &clock;
  plan::Case test = get_case();
  test.operation = "ListThings";
  test.group = plan::group_of("behaviour");
  test.send = Json::object();
  test.control.reset();
  test.then.clear();
  test.expect = {plan::Outcome{}};
  test.arrange = {create_step(), {.call = "ListThings", .keep = {{plan::at_once, ""}}}};
  test.walk = plan::Walk{.input_tokens = {"Token"}, .output_tokens = {"/Next"}, .items = "/Things"};
  const std::string walked = "send ListThings 200; ";
  EXPECT_THAT(roles(run(test)), ::testing::HasSubstr("arrange ListThings 200; " + walked + "remove"));
  test.arrange.push_back({.call = "DeleteThing", .with = {{"Id", "${thing}"}}});
  EXPECT_THAT(roles(run(test)),
              ::testing::HasSubstr("arrange DeleteThing 204; " + walked + walked + walked + "remove"));
}

TEST_F(ExecutorTest, AFailedArrangementBlocksItsDependantsOnce) {
  things_.refuse = "AccessDeniedException";
  const CaseRun first = run(get_case());
  EXPECT_EQ(first.blocked.text, "CreateThing answered AccessDeniedException");
  plan::Case other = get_case();
  other.id += "-2";
  const CaseRun second = run(other);
  EXPECT_EQ(second.blocked.text, first.blocked.text);
  EXPECT_EQ(second.blocked_by, first.blocked_by);
  EXPECT_TRUE(second.exchanges.empty());
  EXPECT_EQ(things_.count("POST /things"), 1u);
}

TEST_F(ExecutorTest, ARefusedArrangementThatNobodyWroteIsAReasonToSkip) {
  plan_.suite.inferred = {"GetThing"};
  things_.refuse = "AccessDeniedException";
  plan::Case test = get_case();
  test.generated = true;
  for (int time = 0; time < 2; ++time) {  // the second is not even tried
    const CaseRun result = run(test);
    EXPECT_EQ(result.skipped.text, "base not accepted: CreateThing answered AccessDeniedException");
    EXPECT_EQ(result.blocked.text, "");
  }
  EXPECT_EQ(things_.count("POST /things"), 1u);
  test.generated = false;  // a fixture is written
  EXPECT_EQ(run(test).blocked.text, "CreateThing answered AccessDeniedException");
}

TEST_F(ExecutorTest, WhatOneArrangementMissesInAnAnswerIsNothingToAnother) {
  plan::Case idle = get_case();
  idle.arrange[0].keep["colour"] = "/Thing/Colour";
  plan::Case wanting = idle, comparing = idle;
  wanting.arrange.push_back({.call = "CreateThing", .with = {{"Name", "${colour}"}}});
  plan::Matcher same;
  same.kind = plan::Matcher::Kind::same_as;
  same.variable = "colour";
  comparing.expect[0].success["/Thing/Colour"] = same;
  EXPECT_EQ(run(wanting).blocked.text, "CreateThing answered without /Thing/Colour");
  EXPECT_EQ(run(idle).blocked.text, "");
  EXPECT_EQ(run(get_case()).blocked.text, "");
  const CaseRun compared = run(comparing);
  EXPECT_EQ(compared.blocked.text, "");
  EXPECT_EQ(compared.skipped.text,
            "CreateThing answered without /Thing/Colour, which answers are held against");
}

// Both make the thing that there can be but one of: the second waits until the first has removed it.
TEST_F(ExecutorTest, CasesThatMakeTheSameThingTakeTurns) {
  things_.limit = 1;
  std::vector<plan::Case> cases(6, get_case());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    cases[i].id += "-" + std::to_string(i);
    cases[i].arrange[0].with = {{"Name", "the-only-one"}};
  }
  Executor& shared = executor();
  std::vector<CaseRun> runs(cases.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < cases.size(); ++i)
    threads.emplace_back([&, i] { runs[i] = shared.run(cases[i], *shared.make_worker()); });
  for (std::thread& thread : threads) thread.join();
  for (const CaseRun& each : runs) EXPECT_EQ(each.blocked.text, "");
  EXPECT_EQ(things_.kept(), 0U);
}

TEST_F(ExecutorTest, ALimitThatStopsAnArrangementIsBelievedTheSecondTime) {
  things_.limit = 0;
  static_cast<void>(run(get_case()));
  things_.limit = 10;
  EXPECT_EQ(run(get_case()).blocked.text, "");
}

TEST_F(ExecutorTest, WhatWasNeverKeptBlocks) {
  plan::Case test = get_case();
  test.send = {{"Id", "${nothing}"}};
  EXPECT_THAT(run(test).blocked.text, ::testing::HasSubstr("${nothing}"));
  EXPECT_EQ(things_.kept(), 0u);
}

TEST_F(ExecutorTest, SignsEachWayThatACaseAsksFor) {
  plan::Case test = get_case();
  test.arrange.clear();
  test.control.reset();
  test.then.clear();
  const auto authorization = [&](plan::SignMode mode) {
    test.wire.sign = mode;
    const CaseRun result = run(test);
    const std::string* value = result.exchanges.at(0).http.request.headers.find("authorization");
    return value ? *value : std::string();
  };
  EXPECT_THAT(authorization(plan::SignMode::normal), ::testing::HasSubstr("Credential=AKIDEXAMPLE/"));
  EXPECT_THAT(authorization(plan::SignMode::normal), ::testing::HasSubstr("/us-east-1/things/aws4_request"));
  EXPECT_EQ(authorization(plan::SignMode::none), "");
  EXPECT_THAT(authorization(plan::SignMode::unknown_key),
              ::testing::Not(::testing::HasSubstr("AKIDEXAMPLE/")));
  const auto problem = [&](plan::SignMode mode) {
    test.wire.sign = mode;
    const wire::Request sent = run(test).exchanges.at(0).http.request;
    const auto known = [](const std::string& key) -> std::optional<wire::Credentials> {
      if (key != "AKIDEXAMPLE") return std::nullopt;
      return wire::Credentials{key, "a-secret-of-the-test", ""};
    };
    return wire::verify(sent, known, {"us-east-1", "things"}, core::system_clock().now()).problem;
  };
  EXPECT_EQ(problem(plan::SignMode::normal), wire::SignatureProblem::none);
  EXPECT_EQ(problem(plan::SignMode::corrupt), wire::SignatureProblem::mismatch);
  EXPECT_EQ(problem(plan::SignMode::expired), wire::SignatureProblem::expired);
  EXPECT_EQ(problem(plan::SignMode::unknown_key), wire::SignatureProblem::unknown_key);
  EXPECT_EQ(problem(plan::SignMode::other_service), wire::SignatureProblem::wrong_scope);
}

TEST_F(ExecutorTest, LaysTheOverlayOverBeforeItSigns) {
  plan::Case test = create_case("BadRequestException");
  test.wire.method = "PATCH";
  test.wire.path = "/other?x=${unique.a}";
  test.wire.body = "{";
  test.wire.headers = {{"X-New", "${unique.a}"}, {"Content-Type", std::nullopt}};
  const wire::Request sent = run(test).exchanges.at(0).http.request;
  EXPECT_EQ(sent.method, "PATCH");
  EXPECT_EQ(sent.target, "/other?x=" + *sent.headers.find("x-new"));
  EXPECT_EQ(sent.body, "{");
  EXPECT_FALSE(sent.headers.has("content-type"));
  EXPECT_THAT(*sent.headers.find("authorization"), ::testing::HasSubstr("x-new"));
}

TEST_F(ExecutorTest, AsksForFaultsByHeaderAndNotInTheControl) {
  target_.fault_header = "x-fault";
  plan::Case test = create_case("LimitExceededException");
  test.provoke = plan::Provocation::fault;
  test.fault_exception = "LimitExceededException";
  test.control.emplace();
  const CaseRun result = run(test);
  EXPECT_EQ(roles(result), "send CreateThing 402; control CreateThing 200; remove DeleteThing 204; ");
  EXPECT_TRUE(result.exchanges[0].fault_requested);
  EXPECT_FALSE(result.exchanges[1].fault_requested);
}

TEST_F(ExecutorTest, SetsAndClearsFaultsByCalls) {
  target_.fault_set = plan::HttpCall{
      .method = "PUT", .path = "/faults", .body = "{exception} {status} {operation}", .headers = {}};
  target_.fault_clear = plan::HttpCall{.method = "DELETE", .path = "/faults", .body = {}, .headers = {}};
  std::string text;
  options_.secrets = std::make_shared<core::Secrets>();
  options_.journal = std::make_shared<Journal>(core::string_sink(text, options_.secrets), "journal");
  plan::Case test = create_case("LimitExceededException");
  test.provoke = plan::Provocation::fault;
  test.fault_exception = "LimitExceededException";
  static_cast<void>(run(test));
  EXPECT_EQ(things_.count("PUT /faults"), 1u);
  EXPECT_EQ(things_.count("DELETE /faults"), 1u);
  EXPECT_TRUE(things_.requests[0].ends_with("\r\n\r\nLimitExceededException 402 CreateThing"))
      << things_.requests[0];
  EXPECT_LT(text.find("fault-set"), text.find("fault-cleared"));
}

// A create dies on a connection that was kept, after it was done; sent again, it is refused: by the first's
// doing, perhaps. Whoever waits for a refusal may hold it against the endpoint, who waits for a success not.
TEST_F(ExecutorTest, HoldsNothingAgainstWhatWasRefusedWhenSentAgain) {
  for (const bool awaited : {false, true}) {
    things_.lose_answer = true;
    things_.then_refuse = "LimitException";
    things_.refuse.clear();
    plan::Case test = create_case(awaited ? "LimitException" : "success");
    test.arrange.insert(test.arrange.begin(), {.call = "ListThings"});
    const CaseRun result = run(test);
    const auto sent = std::find_if(result.exchanges.begin(), result.exchanges.end(),
                                   [](const Exchange& each) { return each.role == Role::send; });
    ASSERT_NE(sent, result.exchanges.end());
    EXPECT_EQ(sent->http.retries, 1);
    EXPECT_EQ(sent->http.response.has_value(), awaited) << sent->http.detail;
    EXPECT_EQ(sent->http.fault, awaited ? TransportFault::none : TransportFault::closed_before_status);
  }
}

TEST_F(ExecutorTest, BacksOffFromThrottlingThatNobodyAskedFor) {
  things_.throttle = 2;
  const CaseRun result = run(create_case("success"));
  EXPECT_FALSE(result.throttled);
  EXPECT_EQ(result.exchanges[0].http.retries, 2);
  EXPECT_EQ(result.exchanges[0].http.response->status, 200);
}

TEST_F(ExecutorTest, GivesUpWhenThrottlingDoesNotEnd) {
  things_.throttle = 1000;
  const CaseRun result = run(create_case("success"));
  EXPECT_TRUE(result.throttled);
  EXPECT_EQ(things_.count("POST /things"), 5u);
}

TEST_F(ExecutorTest, TakesThrottlingThatTheCaseExpects) {
  things_.throttle = 1;
  const CaseRun result = run(create_case("TooManyRequestsException"));
  EXPECT_FALSE(result.throttled);
  EXPECT_EQ(roles(result), "send CreateThing 429; ");
}

TEST_F(ExecutorTest, BurstsUntilTheExceptionComes) {
  things_.limit = 10;
  plan::Case test = create_case("LimitExceededException");
  test.provoke = plan::Provocation::rate;
  test.scope = plan::Scope::account;
  test.repeat = 100;
  const CaseRun result = run(test);
  EXPECT_THAT(roles(result), ::testing::StartsWith("send CreateThing 200; send CreateThing 402; remove"));
  EXPECT_LT(things_.count("POST /things"), 40u);
  EXPECT_EQ(things_.kept(), 0u) << "everything that the burst made is removed";
}

// The code under the status of a success: the burst ends with it, however much would be served after it.
TEST_F(ExecutorTest, ABurstEndsWithTheExceptionInTheGuiseOfASuccess) {
  things_.limit = 10;
  things_.limit_status = 200;
  plan::Case test = create_case("LimitExceededException");
  test.provoke = plan::Provocation::rate;
  test.scope = plan::Scope::account;
  test.repeat = 100;
  const CaseRun result = run(test);
  EXPECT_LT(things_.count("POST /things"), 40u);
  const auto send = std::find_if(result.exchanges.rbegin(), result.exchanges.rend(),
                                 [](const Exchange& one) { return one.role == Role::send; });
  ASSERT_NE(send, result.exchanges.rend());
  ASSERT_TRUE(send->http.response);
  EXPECT_THAT(send->http.response->headers.find("x-amzn-errortype"),
              ::testing::Pointee(std::string("LimitExceededException")));
}

// "NotImplemented" may speak of what the request asks for besides the least.
TEST_F(ExecutorTest, APartThatIsNotThereIsNotTheOperation) {
  things_.refuse = "NotImplemented";
  plan::Case more = create_case("success");
  more.name = "full";
  more.send["Color"] = "red";
  EXPECT_EQ(run(more).not_offered, "");
  plan::Case least = create_case("success");
  least.name = "minimal";
  EXPECT_EQ(run(least).not_offered, "CreateThing answered NotImplemented");
}

// So many at one time: it is sent again, like what was throttled, and is an answer where that does not help.
TEST_F(ExecutorTest, ALimitOfWhatGoesOnAtOneTimePasses) {
  things_.crowded = 1;
  EXPECT_THAT(roles(run(create_case("success"))), ::testing::StartsWith("send CreateThing 200"));
  things_.crowded = 100;
  const CaseRun result = run(create_case("success"));
  EXPECT_THAT(roles(result), ::testing::StartsWith("send CreateThing 400"));
  EXPECT_FALSE(result.throttled);
}

// What the endpoint does not have is no fault of the cases that need it first.
TEST_F(ExecutorTest, AnArrangementByAnOperationThatIsNotOfferedIsSkipped) {
  things_.refuse = "UnknownOperationException";
  for (int i = 0; i < 2; ++i) {
    const CaseRun result = run(get_case());
    EXPECT_EQ(result.skipped.text,
              "it needs an operation that is not offered: CreateThing answered UnknownOperationException");
    EXPECT_EQ(result.blocked.text, "");
    EXPECT_EQ(result.not_offered, "") << "GetThing may well be there";
  }
  things_.refuse = "AccessDeniedException";
  plan::Case other = get_case();
  other.arrange[0].with["Name"] = "of another one ${unique}";
  EXPECT_THAT(run(other).blocked.text, ::testing::HasSubstr("CreateThing answered AccessDeniedException"));
}

// Served is who is slower than what is allowed: nothing can be said of the endpoint.
TEST_F(ExecutorTest, ABurstThatStaysBelowTheRateIsSkipped) {
  target_.rate = plan::Target::Rate{.requests = 1000, .within = std::chrono::milliseconds(1)};
  plan::Case test = create_case("LimitExceededException");
  test.provoke = plan::Provocation::rate;
  test.scope = plan::Scope::account;
  test.repeat = 5;
  EXPECT_EQ(run(test).skipped.text, "the requests went out too slowly: never more than 1000 within 1 ms");
}

TEST_F(ExecutorTest, ABurstBeyondTheRateIsJudgedThoughNothingRefusedIt) {
  target_.rate = plan::Target::Rate{.requests = 3, .within = std::chrono::minutes(10)};
  plan::Case test = create_case("LimitExceededException");
  test.provoke = plan::Provocation::rate;
  test.scope = plan::Scope::account;
  test.repeat = 5;
  EXPECT_EQ(run(test).skipped.text, "");
}

TEST_F(ExecutorTest, FillsALimitOneByOne) {
  things_.limit = 3;
  target_.limits["Thing"] = 3;
  plan::Case test = create_case("LimitExceededException");
  test.provoke = plan::Provocation::state;
  test.scope = plan::Scope::account;
  test.limit = "Thing";
  const CaseRun result = run(test);
  EXPECT_THAT(roles(result), ::testing::StartsWith("send CreateThing 200; send CreateThing 402; remove"));
  EXPECT_EQ(things_.count("POST /things"), 4u);
  EXPECT_EQ(things_.kept(), 0u);
}

TEST_F(ExecutorTest, SendsTheBaseOfGeneratedNegativesOnce) {
  plan::Case test = create_case("BadRequestException");
  test.generated = true;
  test.constraint = "length.below";
  test.base_key = "base";
  test.send = {{"Name", ""}};
  test.control = {{.op = "replace", .path = "/Name", .value = "${unique}"}};
  EXPECT_EQ(roles(run(test)), "base CreateThing 200; remove DeleteThing 204; send CreateThing 400; ");
  EXPECT_EQ(roles(run(test)), "send CreateThing 400; ");
  EXPECT_EQ(things_.kept(), 0u);
}

// What takes an operation for another answers its base request well, and is told by the answer alone.
TEST_F(ExecutorTest, SendsNoNegativesOfAnOperationThatItsBaseShowsNotToBeThere) {
  plan::Case test = get_case();
  test.id = "things.GetRules/validation/length.below";
  test.operation = "GetRules";
  test.generated = true;
  test.constraint = "length.below";
  test.base_key = "base";
  for (int i = 0; i < 2; ++i) {
    const CaseRun result = run(test);
    EXPECT_EQ(result.not_offered, "GetRules answered status 200, as to an operation that does not exist");
    EXPECT_THAT(roles(result), ::testing::Not(::testing::HasSubstr("send")));
  }
}

TEST_F(ExecutorTest, SkipsGeneratedNegativesWhoseBaseIsNotAccepted) {
  things_.refuse_everything = true;
  plan::Case test = create_case("BadRequestException");
  test.generated = true;
  test.constraint = "length.below";
  test.base_key = "base";
  test.control.emplace();
  for (int i = 0; i < 2; ++i) {
    const CaseRun result = run(test);
    EXPECT_FALSE(result.base_accepted);
    EXPECT_EQ(result.skipped.text, "base not accepted: CreateThing answered AccessDeniedException");
  }
  EXPECT_EQ(things_.log.size(), 1u);
}

TEST_F(ExecutorTest, SkipsSuccessesThatAreRefusedAsTheirBaseIs) {
  plan::Case test = create_case("success");
  test.generated = true;
  test.base_key = "base";
  test.control.emplace();
  EXPECT_EQ(roles(run(test)), "send CreateThing 200; remove DeleteThing 204; ") << "neither control nor base";
  things_.refuse_everything = true;
  const CaseRun result = run(test);
  EXPECT_FALSE(result.base_accepted);
  EXPECT_EQ(result.skipped.text, "base not accepted: CreateThing answered AccessDeniedException");
  EXPECT_EQ(roles(result), "send CreateThing 403; base CreateThing 403; ");
  EXPECT_EQ(roles(run(test)), "send CreateThing 403; ") << "the base request is sent once";
}

TEST_F(ExecutorTest, AsksOnceMoreAfterAFailureThatTheOperationLists) {
  plan::Case test = create_case("success");
  test.generated = true;
  things_.fail = 5;
  EXPECT_EQ(roles(run(test)), "send CreateThing 500; send CreateThing 500; ");
  things_.failure = "UnlistedException";
  EXPECT_EQ(roles(run(test)), "send CreateThing 500; ");
  things_.failure = "InternalException";
  things_.fail = 1;
  EXPECT_EQ(roles(run(test)), "send CreateThing 500; send CreateThing 200; remove DeleteThing 204; ");
}

TEST_F(ExecutorTest, JudgesSuccessesThatAreRefusedOtherwiseThanTheirBase) {
  plan::Case test = create_case("success");
  test.generated = true;
  test.base_key = "base";
  test.send = {{"Name", ""}};
  test.control = {{.op = "replace", .path = "/Name", .value = "${unique}"}};
  const CaseRun result = run(test);
  EXPECT_EQ(result.skipped.text, "");
  EXPECT_TRUE(result.base_accepted);
  EXPECT_EQ(roles(result), "send CreateThing 400; base CreateThing 200; remove DeleteThing 204; ");
  EXPECT_EQ(things_.kept(), 0u);
}

TEST_F(ExecutorTest, EachCaseHasAnAccountOfItsOwnWhereTheyAreDerived) {
  int made = 0;
  target_.identities["default"] = {.name = "default",
                                   .from = "derived",
                                   .access_key_id = {},
                                   .secret_access_key = {},
                                   .session_token = {}};
  options_.credentials.derive = [&](const std::string& role) {
    return wire::Credentials{"HALLMARK" + role + std::to_string(++made), "secret-secret", ""};
  };
  EXPECT_TRUE(executor().isolates_accounts());
  for (const char* key : {"HALLMARKdefault1", "HALLMARKdefault2"}) {
    for (const Exchange& exchange : run(get_case()).exchanges) {
      EXPECT_THAT(*exchange.http.request.headers.find("authorization"), ::testing::HasSubstr(key));
    }
  }
  EXPECT_EQ(made, 2);
}

TEST_F(ExecutorTest, AnIdentityWithoutCredentialsSkips) {
  plan::Case test = create_case("AccessDeniedException");
  test.identity = "denied";
  EXPECT_THAT(run(test).skipped.text, ::testing::HasSubstr("identity denied"));
  EXPECT_TRUE(things_.log.empty());
}

TEST_F(ExecutorTest, KeepsToTheRateThatTheTargetAllows) {
  target_.max_rate = 1000;
  core::ManualClock clock(core::Time(std::chrono::hours(500000)));
  options_.clock = &clock;
  const std::chrono::microseconds begun = clock.monotonic();
  for (int i = 0; i < 5; ++i) static_cast<void>(run(get_case()));
  EXPECT_GE(clock.monotonic() - begun,
            std::chrono::microseconds(static_cast<long>(executor().requests() - 1) * 1000));
}

TEST_F(ExecutorTest, SecretsAreRegistered) {
  options_.secrets = std::make_shared<core::Secrets>();
  static_cast<void>(run(create_case("success")));
  EXPECT_THAT(options_.secrets->redact("x a-secret-of-the-test y"),
              ::testing::Not(::testing::HasSubstr("a-secret-of-the-test")));
}

}  // namespace
}  // namespace hallmark::exchange
