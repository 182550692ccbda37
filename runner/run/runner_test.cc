#include "run/runner.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "contract/smithy.h"
#include "exchange/testing.h"
#include "plan/cases/promise_ids.h"
#include "run/testing_replay.h"

namespace hallmark::run {
namespace {

using namespace std::chrono_literals;
using exchange::testing::Peer;
using exchange::testing::ScriptedServer;

constexpr const char* model_text = R"({
  "smithy": "2.0", "shapes": {
    "t#Echo": {"type": "service", "version": "1", "operations": [{"target": "t#Say"}],
      "traits": {"aws.protocols#restJson1": {}, "aws.auth#sigv4": {"name": "echo"}, "aws.api#service": {"sdkId": "Echo"}}},
    "t#Say": {"type": "operation", "input": {"target": "t#In"}, "output": {"target": "t#Out"},
      "errors": [{"target": "t#BadRequestException"}, {"target": "t#NotFoundException"}],
      "traits": {"smithy.api#http": {"method": "POST", "uri": "/say", "code": 200}}},
    "t#In": {"type": "structure", "members": {"Word": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "t#Out": {"type": "structure", "members": {"Word": {"target": "smithy.api#String"}}},
    "t#BadRequestException": {"type": "structure", "members": {"Message": {"target": "smithy.api#String"}},
      "traits": {"smithy.api#error": "client", "smithy.api#httpError": 400}},
    "t#NotFoundException": {"type": "structure", "members": {"Message": {"target": "smithy.api#String"}},
      "traits": {"smithy.api#error": "client", "smithy.api#httpError": 404}}
  }})";

// Says the word again; "" is a bad request, "gone" is not found, "wrong" is not found with status 400,
// "fail" fails without a code, "hang" never answers. What is no operation's request is not found.
std::string answer(const std::string& request, Peer& peer) {
  if (request.starts_with("GET / ")) return exchange::testing::response(404, "");
  const std::string word = Json::parse(request.substr(request.find("\r\n\r\n") + 4)).value("Word", "");
  const auto error = [](int status, const std::string& name) {
    return exchange::testing::response(
        status, "{\"Message\":\"m\"}",
        "x-amzn-errortype: " + name + "\r\nContent-Type: application/json\r\n");
  };
  if (word == "hang") {
    peer.hang();
    return {};
  }
  if (word == "fail") return exchange::testing::response(500, "{}", "Content-Type: application/json\r\n");
  if (word.empty()) return error(400, "BadRequestException");
  if (word == "gone") return error(404, "NotFoundException");
  if (word == "wrong") return error(400, "NotFoundException");
  return exchange::testing::response(200, Json{{"Word", word}}.dump(), "Content-Type: application/json\r\n");
}

class Told : public Listener {
 public:
  void run_started(const RunInfo& info) override {
    started += 1;
    planned = info.planned;
  }
  void case_finished(const CaseResult& result) override {
    EXPECT_EQ(started, 1);
    EXPECT_EQ(finished, 0);
    order.push_back(result.test->id);
    results.emplace(result.test->id, result);
  }
  void run_finished(const RunInfo&, const RunSummary&) override { finished += 1; }
  int started = 0, finished = 0;
  std::size_t planned = 0;
  std::vector<std::string> order;
  std::map<std::string, CaseResult> results;
};

class RunnerTest : public ::testing::Test {
 protected:
  RunnerTest()
      : server_([this](Peer& peer) {
          while (true) {
            const std::string request = peer.read_request();
            dead_ = dead_ || request.find("\"die\"") != std::string::npos;
            if (dead_) return peer.hang();
            if (request.empty() || !peer.write(answer(request, peer))) return;
          }
        }) {
    plan::ServicePlan service;
    service.model = std::make_shared<contract::Model>(
        contract::read_smithy(core::load_json_text(model_text, "echo.json")));
    service.suite.service = "echo";
    service.suite.operations = {"Say"};
    services_.push_back(std::move(service));
    target_.name = "test";
    target_.endpoints["*"] = server_.url();
    target_.identities["default"] = {.name = "default",
                                     .from = "inline",
                                     .access_key_id = "AKIDEXAMPLE",
                                     .secret_access_key = "a-secret-of-the-test",
                                     .session_token = {}};
  }

  plan::Case& add(const std::string& exception, const std::string& name, const std::string& word) {
    plan::Case test;
    test.id = "echo.Say/" + exception + "/" + name;
    test.service = "echo";
    test.operation = "Say";
    test.group = plan::group_of(exception);
    test.name = name;
    test.send = {{"Word", word}};
    plan::Outcome outcome;
    if (exception != "success") {
      outcome.exception = exception;
      test.provoke = plan::Provocation::request;
      test.control = {{.op = "replace", .path = "/Word", .value = "hello"}};
      test.promises = {"echo.Say error." + exception};
    } else {
      test.promises = {"echo.Say status"};
    }
    test.expect.push_back(outcome);
    services_[0].cases.push_back(std::move(test));
    return services_[0].cases.back();
  }

  RunSummary run() {
    exchange::ExecutorOptions options;
    options.client.request_deadline = 300ms;
    exchange::Executor executor(target_, options);
    executor.add(services_[0]);
    std::vector<Listener*> listeners{&told_};
    if (extra_) listeners.push_back(extra_);
    return run::run(services_, executor, listeners, options_);
  }

  std::atomic<bool> dead_{false};  // since the word "die" nothing is answered
  ScriptedServer server_;
  std::vector<plan::ServicePlan> services_;
  plan::Target target_;
  RunOptions options_;
  Told told_;
  Listener* extra_ = nullptr;
};

// Generated negatives are filed under no exception, and a switch that is not there says least.
TEST_F(RunnerTest, WhatDidNotComeHasTheReasonOfTheCasesThatWaitForIt) {
  plan::Case& fault = add("BadRequestException", "by-fault", "x");
  fault.provoke = plan::Provocation::fault;
  fault.skip = "the target offers no fault";
  plan::Case& negative = add("validation", "input.Word.required+omitted", "x");
  negative.generated = true;
  negative.constraint = "required.omitted";
  negative.skip = "base not accepted: Say answered 500";
  const RunSummary summary = run();
  ASSERT_EQ(summary.coverage.size(), 1u);
  EXPECT_EQ(summary.coverage[0].exceptions[0].name, "BadRequestException");
  EXPECT_EQ(summary.coverage[0].exceptions[0].why_not, "base not accepted: Say answered 500");
}

// Where a success is allowed as well, an exception that came with another status was put to the test, too,
// and so was one in whose place nothing came that is allowed.
TEST_F(RunnerTest, AnExceptionThatCameWronglyWasPutToTheTest) {
  const auto put_to_test = [&](const char* word, const char* behaviour = "") {
    services_[0].cases.clear();
    told_ = {};
    plan::Case& test = add("NotFoundException", "gone", word);
    test.expect.emplace_back();
    test.promises = {"echo.Say behaviour.gone"};
    test.behaviour.kind = behaviour;
    const RunSummary summary = run();
    for (const auto& exception : summary.coverage.at(0).exceptions) {
      if (exception.name == "NotFoundException") return exception.put_to_test;
    }
    return false;
  };
  EXPECT_FALSE(put_to_test("hello")) << "a success is allowed: an attempt";
  EXPECT_TRUE(put_to_test("gone"));
  EXPECT_TRUE(put_to_test("wrong"));
  EXPECT_FALSE(put_to_test("hello", "gone"));
  EXPECT_TRUE(put_to_test("fail", "gone"));
}

TEST_F(RunnerTest, CountsCoversAndTellsInOrder) {
  add("success", "a", "hello");
  add("BadRequestException", "empty", "");
  add("NotFoundException", "gone", "wrong");
  plan::Case& skipped = add("NotFoundException", "skipped", "gone");
  skipped.skip = "the target has no switch";
  options_.jobs = 3;
  const RunSummary summary = run();
  EXPECT_EQ(told_.started, 1);
  EXPECT_EQ(told_.finished, 1);
  EXPECT_EQ(told_.planned, 4u);
  EXPECT_EQ(told_.results.size(), 4u);
  EXPECT_EQ(summary.counts.total, 4u);
  EXPECT_EQ(summary.counts.conforms, 2u);
  EXPECT_EQ(summary.counts.deviates, 1u);
  EXPECT_EQ(summary.counts.skipped, 1u);
  EXPECT_EQ(summary.skip_reasons.at("the target has no switch"), 1u);
  EXPECT_EQ(summary.exit_code, 1);
  EXPECT_EQ(summary.requests, 5u) << "two controls, the skipped case not sent";
  ASSERT_EQ(summary.coverage.size(), 1u);
  const OperationCoverage& coverage = summary.coverage[0];
  ASSERT_EQ(coverage.exceptions.size(), 2u);
  EXPECT_EQ(coverage.exceptions[0].by, std::set{plan::Provocation::request});
  EXPECT_TRUE(coverage.exceptions[1].by.empty());
  EXPECT_EQ(coverage.exceptions[1].why_not, "its cases deviate");
  EXPECT_TRUE(coverage.promises_tested.contains(plan::promise_key("echo.Say error.BadRequestException")));
  EXPECT_FALSE(coverage.promises_tested.contains(plan::promise_key("echo.Say input.Word required")))
      << "no case was about it";
  const CaseResult& wrong = told_.results.at("echo.Say/NotFoundException/gone");
  EXPECT_THAT(wrong.reproduce, ::testing::HasSubstr("/say"));
  EXPECT_TRUE(told_.results.at("echo.Say/success/a").reproduce.empty());
}

TEST_F(RunnerTest, TheWholeTargetIsForOneCaseAtATimeAtTheEnd) {
  add("success", "alone", "hello").scope = plan::Scope::target;
  add("success", "account", "hello").scope = plan::Scope::account;
  plan::Case& arranged = add("success", "arranged", "hello");
  arranged.arrange.push_back(
      {.call = "Say", .with = {{"Word", "x"}}, .keep = {}, .until = {}, .expect = {}, .creates = {}});
  add("success", "free", "hello");
  options_.jobs = 4;
  EXPECT_EQ(run().exit_code, 0);
  EXPECT_EQ(told_.order, (std::vector<std::string>{"echo.Say/success/free", "echo.Say/success/arranged",
                                                   "echo.Say/success/account", "echo.Say/success/alone"}));
}

TEST_F(RunnerTest, NothingOrOnlySkippedIsAFailingExit) {
  EXPECT_EQ(run().exit_code, 5);
  add("success", "a", "hello").skip = "why";
  told_ = {};
  EXPECT_EQ(run().exit_code, 5);
}

TEST_F(RunnerTest, WhatCannotBeJudgedIsAnError) {
  add("success", "hang", "hang");
  const RunSummary summary = run();
  EXPECT_EQ(summary.counts.errors, 1u);
  EXPECT_EQ(summary.exit_code, 4);
}

TEST_F(RunnerTest, WhereNothingListensTheRestIsNotTried) {
  target_.endpoints["*"] = "http://127.0.0.1:1";
  for (int at = 0; at < 20; ++at) add("success", fmt::format("{:02}", at), "hello");
  add("success", "not-meant", "hello").skip = "the target has no switch";
  options_.jobs = 1;
  const RunSummary summary = run();
  EXPECT_EQ(summary.counts.errors, 20u);
  EXPECT_EQ(summary.counts.skipped, 1u);
  EXPECT_EQ(exit_code(summary), 4);
  EXPECT_EQ(told_.results.at("echo.Say/success/03").run.exchanges.size(), 1u);
  EXPECT_TRUE(told_.results.at("echo.Say/success/04").run.exchanges.empty());
  EXPECT_EQ(told_.results.at("echo.Say/success/19")
                .verdict.reason.find("the endpoint has answered no request so far: Failed to connect"),
            0u);
}

TEST_F(RunnerTest, AnEndpointThatFallsSilentIsGivenUp) {
  add("success", "00", "hello");
  add("success", "01", "die");
  for (int at = 2; at < 40; ++at) add("success", fmt::format("{:02}", at), "hello");
  options_.jobs = 1;
  const RunSummary summary = run();
  EXPECT_EQ(summary.counts.errors, 39u);
  EXPECT_TRUE(told_.results.at("echo.Say/success/02").run.exchanges.empty());
  EXPECT_EQ(told_.results.at("echo.Say/success/39").verdict.reason,
            "the endpoint stopped answering after echo.Say/success/00");
  EXPECT_LT(summary.duration, 5s);  // two time-outs, not forty
}

TEST_F(RunnerTest, AnOperationThatHangsIsGivenUpByItself) {
  add("success", "00", "hello");
  for (int at = 1; at < 8; ++at) add("success", fmt::format("{:02}", at), "hang");
  options_.jobs = 1;
  const RunSummary summary = run();
  EXPECT_EQ(summary.counts.errors, 7u);
  EXPECT_FALSE(told_.results.at("echo.Say/success/02").run.exchanges.empty());
  EXPECT_TRUE(told_.results.at("echo.Say/success/03").run.exchanges.empty());
  EXPECT_EQ(told_.results.at("echo.Say/success/07").verdict.reason,
            "the endpoint stopped answering echo.Say after echo.Say/success/00");
}

TEST_F(RunnerTest, TheDeadlineEndsTheRunAndEveryCaseIsTold) {
  for (int i = 0; i < 20; ++i) add("success", "hang-" + std::to_string(i), "hang");
  options_.jobs = 1;
  options_.deadline = 100ms;
  const RunSummary summary = run();
  EXPECT_EQ(told_.results.size(), 20u);
  EXPECT_EQ(summary.counts.errors, 20u);
  EXPECT_THAT(told_.results.at("echo.Say/success/hang-19").verdict.reason, ::testing::HasSubstr("deadline"));
}

// Sets the flag when the first case has finished.
class Interrupter : public Listener {
 public:
  explicit Interrupter(std::atomic<bool>& flag) : flag_(flag) {}
  void case_finished(const CaseResult&) override { flag_ = true; }

 private:
  std::atomic<bool>& flag_;
};

TEST_F(RunnerTest, AnInterruptionIsTold) {
  std::atomic<bool> interrupted = false;
  Interrupter interrupter(interrupted);
  extra_ = &interrupter;
  for (int i = 0; i < 5; ++i) add("success", std::to_string(i), "hello");
  options_.jobs = 1;
  options_.interrupted = &interrupted;
  const RunSummary summary = run();
  EXPECT_TRUE(summary.interrupted);
  EXPECT_EQ(summary.exit_code, 130);
  EXPECT_EQ(summary.counts.conforms, 1u);
  EXPECT_EQ(summary.skip_reasons.at("interrupted"), 4u);
  EXPECT_EQ(told_.finished, 1);
}

class Broken : public Listener {
 public:
  void case_finished(const CaseResult&) override { throw std::runtime_error("the disk is full"); }
};

TEST_F(RunnerTest, AListenerThatFailsEndsTheRun) {
  Broken broken;
  extra_ = &broken;
  for (int i = 0; i < 20; ++i) add("success", std::to_string(i), "hello");
  options_.jobs = 2;
  EXPECT_THROW(static_cast<void>(run()), std::runtime_error);
  EXPECT_LT(told_.results.size(), 5u);
}

plan::KnownDeviation known(const std::string& glob, const std::string& rule = "*") {
  plan::KnownDeviation entry;
  entry.case_glob = glob;
  entry.rule = rule;
  entry.reason = "ticket 7";
  entry.file = "known.json";
  entry.line = 3;
  return entry;
}

TEST_F(RunnerTest, AKnownDeviationDoesNotFail) {
  add("NotFoundException", "gone", "wrong");
  options_.known = {known("echo.Say/NotFoundException/*", "contract.*")};
  const RunSummary summary = run();
  EXPECT_EQ(summary.counts.known, 1u);
  EXPECT_EQ(summary.counts.deviates, 0u);
  EXPECT_EQ(summary.exit_code, 0);
  const verdict::Verdict& verdict = told_.results.begin()->second.verdict;
  EXPECT_TRUE(verdict.known);
  EXPECT_EQ(verdict.known_reason, "ticket 7");
}

TEST_F(RunnerTest, AKnownDeviationCoversOnlyItsRule) {
  add("NotFoundException", "gone", "wrong");
  options_.known = {known("echo.Say/NotFoundException/*", "schema.*")};
  const RunSummary summary = run();
  EXPECT_EQ(summary.counts.deviates, 1u);
  EXPECT_EQ(summary.known_problems.size(), 1u);
}

TEST_F(RunnerTest, AnUnexpectedPassFails) {
  add("NotFoundException", "gone", "gone");
  options_.known = {known("echo.Say/NotFoundException/gone")};
  const RunSummary summary = run();
  EXPECT_EQ(summary.counts.unexpected_passes, 1u);
  EXPECT_TRUE(told_.results.begin()->second.verdict.unexpected_pass);
  EXPECT_EQ(summary.exit_code, 1);
}

TEST_F(RunnerTest, ExpiredAndUnusedEntriesFail) {
  add("NotFoundException", "gone", "wrong");
  add("success", "a", "hello");
  plan::KnownDeviation expired = known("echo.Say/NotFoundException/*");
  expired.expires = std::chrono::sys_days(std::chrono::year(2001) / 1 / 1);
  options_.known = {expired, known("echo.Say/success/*")};
  const RunSummary summary = run();
  EXPECT_EQ(summary.counts.deviates, 1u) << "an expired entry covers nothing";
  EXPECT_EQ(summary.known_problems.size(), 2u);
  EXPECT_EQ(summary.exit_code, 1);
}

TEST_F(RunnerTest, EntriesOfOtherCasesAreProblemsOnlyInAWholePlan) {
  add("success", "a", "hello");
  options_.known = {known("other.*")};
  EXPECT_EQ(run().exit_code, 0);
  options_.whole_plan = true;
  told_ = {};
  EXPECT_EQ(run().exit_code, 1);
}

TEST_F(RunnerTest, AMisspeltOperationIsAProblemWhateverRan) {
  add("success", "a", "hello");
  options_.known = {known("echo.Sya/success/a"), known("other.Sya/success/a"), known("echo.*/success/b")};
  options_.exercised = {"echo.Sya", "echo.Say", "other.Sya"};
  const RunSummary summary = run();
  ASSERT_EQ(summary.known_problems.size(), 2U);
  EXPECT_NE(summary.known_problems[0].find("no case is named echo.Sya/success/a: echo has no operation Sya"),
            std::string::npos);
  EXPECT_EQ(summary.known_problems[1], "echo.Sya is among the exercised: echo has no operation Sya");
  EXPECT_EQ(summary.exit_code, 1);
}

TEST_F(RunnerTest, WhatTheRunNeedNotKnowIsNoProblem) {
  add("success", "a", "hello");
  options_.known = {known("echo.Say/success/deeper"), known("echo.Say/success/nowhere")};
  options_.planned_elsewhere = [](const std::string& glob) { return glob.ends_with("deeper"); };
  const RunSummary summary = run();
  ASSERT_EQ(summary.known_problems.size(), 1U);
  EXPECT_NE(summary.known_problems[0].find("nowhere"), std::string::npos);
}

TEST_F(RunnerTest, WhatIsWrittenIntoTheBaselineDoesNotFail) {
  add("NotFoundException", "gone", "wrong");
  const struct {
    BaselineUse baseline;
    int code;
  } rows[] = {{BaselineUse::held, 1}, {BaselineUse::updated, 1}, {BaselineUse::written, 0}};
  for (const auto& row : rows) {
    options_.baseline = row.baseline;
    told_ = {};
    EXPECT_EQ(run().exit_code, row.code);
  }
  add("success", "a", "hello");
  options_.known = {known("echo.Say/success/a"), known("echo.Say/NotFoundException/gone")};
  for (const auto& row : rows) {
    options_.baseline = row.baseline;
    told_ = {};
    EXPECT_EQ(run().exit_code, row.baseline == BaselineUse::held ? 1 : 0) << "an unexpected pass";
  }
}

TEST_F(RunnerTest, AShardThatProvesNothingIsNoFailureAndAsksNoGate) {
  add("success", "a", "hello").skip = "why";
  options_.shards = 2;
  options_.require = {"echo.Say"};
  options_.exercised = {"echo.Say"};
  options_.known = {known("echo.*")};
  EXPECT_EQ(run().exit_code, 5) << "no shard has a case";
  options_.part = true;
  told_ = {};
  EXPECT_EQ(run().exit_code, 0);
  add("success", "b", "hello");
  told_ = {};
  EXPECT_EQ(run().exit_code, 0) << "the glob may be used elsewhere";
}

TEST_F(RunnerTest, CasesMayComeWhileItRuns) {
  constexpr std::size_t many = 600;
  plan::Case* last = nullptr;
  for (const char* word : {"hello", "", "gone", "wrong"}) last = &add("NotFoundException", word, word);
  const plan::Case pattern = *last;
  std::vector<plan::Case> cases = std::move(services_[0].cases);
  services_[0].cases.clear();
  told_ = {};
  for (std::size_t i = 0; i < many; ++i) {
    cases.push_back(pattern);
    cases.back().id += std::to_string(i);
    if (i + 10 >= many) cases.back().scope = plan::Scope::target;
  }
  options_.jobs = 3;
  options_.whole_plan = true;
  options_.known = {known("echo.Say/NotFoundException/wrong*"), known("echo.Say/nothing")};
  exchange::Executor executor(target_, {});
  executor.add(services_[0]);
  std::size_t given = 0, most_ahead = 0;
  const CaseSource source = [&](std::size_t service, const std::function<void(plan::Case)>& each) {
    EXPECT_EQ(service, 0U);
    for (const plan::Case& test : cases) {
      each(test);
      ++given;
      most_ahead = std::max(most_ahead, given - std::min(given, executor.requests()));
    }
  };
  const RunSummary summary = run::run(services_, source, executor, {&told_}, options_);
  EXPECT_EQ(summary.counts.total, many + 4);
  EXPECT_EQ(told_.planned, 0U);
  EXPECT_EQ(told_.finished, 1);
  // Never all of them at once.
  EXPECT_LT(most_ahead, many / 2);
  for (std::size_t i = many - 10; i < many; ++i) {
    EXPECT_EQ(told_.order[i + 4], pattern.id + std::to_string(i)) << "the whole target is for one at a time";
  }
  ASSERT_EQ(summary.known_problems.size(), 1U);
  EXPECT_NE(summary.known_problems[0].find("no case is named echo.Say/nothing"), std::string::npos);
}

TEST_F(RunnerTest, AKnownDeviationNeverCoversAnError) {
  add("success", "hang", "hang");
  options_.known = {known("echo.Say/success/hang")};
  EXPECT_EQ(run().exit_code, 4);
}

TEST_F(RunnerTest, ARecordingIsJudgedLikeTheLiveRun) {
  add("success", "a", "hello");
  add("BadRequestException", "empty", "");
  add("NotFoundException", "gone", "wrong");
  add("success", "hang", "hang");
  add("success", "skipped", "x").skip = "why";
  const std::filesystem::path file = std::filesystem::path(::testing::TempDir()) / "runner.recording";
  exchange::RecordingWriter writer(file, std::make_shared<core::Secrets>());
  RecordingListener recorder(writer);
  extra_ = &recorder;
  const RunSummary live = run();

  Told again;
  add("success", "new", "x");
  const RunSummary replayed = replay(services_, exchange::read_recording(file), {&again}, options_);
  for (const auto& [id, result] : told_.results) {
    const verdict::Verdict& other = again.results.at(id).verdict;
    EXPECT_EQ(other.status, result.verdict.status) << id;
    EXPECT_EQ(other.reason, result.verdict.reason) << id;
    EXPECT_EQ(other.findings.size(), result.verdict.findings.size()) << id;
    EXPECT_EQ(other.provoked, result.verdict.provoked) << id;
    EXPECT_EQ(other.evaluated.size(), result.verdict.evaluated.size()) << id;
  }
  EXPECT_EQ(replayed.exit_code, live.exit_code);
  EXPECT_EQ(again.results.at("echo.Say/success/new").verdict.reason, "the recording does not hold it");
}

TEST(ExitCode, HasItsPrecedence) {
  RunSummary summary;
  summary.counts = {.total = 3, .conforms = 1, .deviates = 1, .skipped = 0, .errors = 1};
  EXPECT_EQ(exit_code(summary), 1);
  summary.counts.deviates = 0;
  EXPECT_EQ(exit_code(summary), 4);
  summary.interrupted = true;
  EXPECT_EQ(exit_code(summary), 130);
  summary = {};
  EXPECT_EQ(exit_code(summary), 5);
  summary.counts = {.total = 2, .conforms = 1, .skipped = 1};
  EXPECT_EQ(exit_code(summary), 0);
}

}  // namespace
}  // namespace hallmark::run
