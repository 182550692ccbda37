#include "exchange/executor.h"

#include <gtest/gtest.h>

#include <fstream>

#include "contract/smithy.h"
#include "core/error.h"
#include "exchange/testing.h"
#include "wire/protocol.h"

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;
using testing::Peer;
using testing::ScriptedServer;

constexpr const char* model_text = R"({
  "smithy": "2.0", "shapes": {
    "t#Things": {"type": "service", "version": "1", "operations": [{"target": "t#CreateThing"}, {"target": "t#GetThing"},
      {"target": "t#DeleteThing"}, {"target": "t#ListThings"}],
      "traits": {"aws.protocols#restJson1": {}, "aws.auth#sigv4": {"name": "things"}, "aws.api#service": {"sdkId": "Things"}}},
    "t#CreateThing": {"type": "operation", "input": {"target": "t#CreateIn"}, "output": {"target": "t#Out"},
      "errors": [{"target": "t#BadRequestException"}, {"target": "t#LimitException"}, {"target": "t#AccessDeniedException"}],
      "traits": {"smithy.api#http": {"method": "POST", "uri": "/things", "code": 200}}},
    "t#GetThing": {"type": "operation", "input": {"target": "t#IdIn"}, "output": {"target": "t#Out"},
      "errors": [{"target": "t#NotFoundException"}],
      "traits": {"smithy.api#readonly": {}, "smithy.api#http": {"method": "GET", "uri": "/things/{Id}", "code": 200}}},
    "t#DeleteThing": {"type": "operation", "input": {"target": "t#IdIn"}, "errors": [{"target": "t#NotFoundException"}],
      "traits": {"smithy.api#http": {"method": "DELETE", "uri": "/things/{Id}", "code": 204}}},
    "t#ListThings": {"type": "operation", "output": {"target": "t#ListOut"},
      "traits": {"smithy.api#readonly": {}, "smithy.api#http": {"method": "GET", "uri": "/things", "code": 200}}},
    "t#CreateIn": {"type": "structure", "members": {"Name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "t#IdIn": {"type": "structure", "members": {"Id": {"target": "smithy.api#String",
      "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}}}},
    "t#Out": {"type": "structure", "members": {"Thing": {"target": "t#Thing"}}},
    "t#Thing": {"type": "structure", "members": {"Id": {"target": "smithy.api#String"}, "Name": {"target": "smithy.api#String"}}},
    "t#ListOut": {"type": "structure", "members": {"Things": {"target": "t#ThingList"}}},
    "t#ThingList": {"type": "list", "member": {"target": "t#Thing"}},
    "t#BadRequestException": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client", "smithy.api#httpError": 400}},
    "t#LimitException": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client", "smithy.api#httpError": 402}},
    "t#AccessDeniedException": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client", "smithy.api#httpError": 403}},
    "t#NotFoundException": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client", "smithy.api#httpError": 404}}
  }})";

// Keeps things, and fails as it is told to.
class Things {
 public:
  Things() : server_([this](Peer& peer) { serve(peer); }) {}

  std::mutex mutex;
  std::map<std::string, std::string> things;  // id -> name
  std::vector<std::string> log;               // "POST /things"
  std::vector<std::string> requests;          // whole
  std::size_t limit = 1000;
  int throttle = 0;                // so many answers are 429
  std::string refuse;              // CreateThing answers this exception
  bool refuse_everything = false;  // … and so does everything else
  bool lose_answer = false;        // CreateThing creates and then closes without a word
  int keep_on_delete = 0;          // so many deletes are refused
  std::string refuse_delete;       // DeleteThing answers this exception with 400
  std::atomic<bool>* interrupt_on_create = nullptr;

  [[nodiscard]] std::string url() const { return server_.url(); }
  [[nodiscard]] std::size_t count(const std::string& line) {
    const std::lock_guard lock(mutex);
    return static_cast<std::size_t>(std::count(log.begin(), log.end(), line));
  }

 private:
  static std::string error(int status, const std::string& name) {
    return testing::response(status, "{\"message\":\"m\"}",
                             "x-amzn-errortype: " + name + "\r\nContent-Type: application/json\r\n");
  }
  static std::string ok(const Json& body) {
    return testing::response(200, body.dump(), "Content-Type: application/json\r\n");
  }

  std::optional<std::string> answer(const std::string& request) {
    const std::lock_guard lock(mutex);
    const std::string line = request.substr(0, request.find(" HTTP/"));
    log.push_back(line);
    requests.push_back(request);
    const std::string path = line.substr(line.find(' ') + 1);
    if (throttle > 0) {
      --throttle;
      return testing::response(429, "{}", "Retry-After: 0\r\nx-amzn-errortype: TooManyRequestsException\r\n");
    }
    if (line == "PUT /faults") return testing::response(200, "");
    if (line == "DELETE /faults") return testing::response(200, "");
    if (refuse_everything) return error(403, "AccessDeniedException");
    if (request.find("x-fault: ") != std::string::npos) return error(402, "LimitException");
    if (line == "POST /things") {
      if (interrupt_on_create) *interrupt_on_create = true;
      const Json body = Json::parse(request.substr(request.find("\r\n\r\n") + 4));
      const std::string name = body.value("Name", "");
      if (!refuse.empty()) return error(403, refuse);
      if (name.empty()) return error(400, "BadRequestException");
      if (things.size() >= limit) return error(402, "LimitException");
      const std::string id = "id-" + std::to_string(++last_);
      things[id] = name;
      if (lose_answer) return std::nullopt;
      return ok({{"Thing", {{"Id", id}, {"Name", name}}}});
    }
    if (line == "GET /things") {
      Json list = Json::array();
      for (const auto& [id, name] : things) list.push_back({{"Id", id}, {"Name", name}});
      return ok({{"Things", list}});
    }
    const std::string id = path.substr(path.rfind('/') + 1);
    if (!things.contains(id)) return error(404, "NotFoundException");
    if (line.starts_with("DELETE") && !refuse_delete.empty()) return error(400, refuse_delete);
    if (line.starts_with("DELETE")) {
      if (keep_on_delete > 0) {
        --keep_on_delete;
        return error(409, "ConflictException");
      }
      things.erase(id);
      return "HTTP/1.1 204 No Content\r\n\r\n";
    }
    return ok({{"Thing", {{"Id", id}, {"Name", things[id]}}}});
  }
  void serve(Peer& peer) {
    while (true) {
      const std::string request = peer.read_request();
      if (request.empty()) return;
      const std::optional<std::string> text = answer(request);
      if (!text || !peer.write(*text)) return;
    }
  }

  int last_ = 0;
  ScriptedServer server_;
};

class ExecutorTest : public ::testing::Test {
 protected:
  ExecutorTest() {
    plan_.model = std::make_shared<contract::Model>(
        contract::read_smithy(core::load_json_text(model_text, "things.json")));
    plan::ResourceRecipe recipe;
    recipe.name = "Thing";
    recipe.create_call = "CreateThing";
    recipe.keep = {{"thing", "/Thing/Id"}};
    recipe.gone = "NotFoundException";
    recipe.remove.push_back({.call = "DeleteThing",
                             .with = {{"Id", "${thing}"}},
                             .keep = {},
                             .until = {},
                             .expect = {},
                             .creates = {}});
    plan_.suite.service = plan_.model->slug;
    plan_.suite.resources["Thing"] = recipe;
    plan_.suite.operations = {"CreateThing", "GetThing"};
    target_.name = "test";
    target_.endpoints["*"] = things_.url();
    target_.identities["default"] = {.name = "default",
                                     .from = "inline",
                                     .access_key_id = "AKIDEXAMPLE",
                                     .secret_access_key = "a-secret-of-the-test",
                                     .session_token = {}};
    options_.client.request_deadline = 2s;
    options_.backoff_first = 1ms;
    options_.run_token = "token";
  }

  plan::Case get_case() const {
    plan::Case test;
    test.id = "things.GetThing/NotFoundException/unknown";
    test.service = "things";
    test.operation = "GetThing";
    test.exception = "NotFoundException";
    test.provoke = plan::Provocation::request;
    test.arrange.push_back(create_step());
    test.send = {{"Id", "none"}};
    test.expect.push_back({.exception = "NotFoundException", .success = {}, .reason = {}, .status = {}});
    test.twin = {{.op = "replace", .path = "/Id", .value = "${thing}"}};
    test.then.push_back({.call = "GetThing",
                         .with = {{"Id", "${thing}"}},
                         .keep = {},
                         .until = {},
                         .expect = {},
                         .creates = {}});
    return test;
  }
  plan::Case create_case(const std::string& exception) const {
    plan::Case test;
    test.id = "things.CreateThing/" + exception + "/x";
    test.service = "things";
    test.operation = "CreateThing";
    test.exception = exception;
    test.send = {{"Name", "${unique}"}};
    if (exception != "success")
      test.expect.push_back({.exception = exception, .success = {}, .reason = {}, .status = {}});
    return test;
  }
  static plan::Step create_step() {
    return {.call = "CreateThing",
            .with = {{"Name", "${unique}"}},
            .keep = {{"thing", "/Thing/Id"}},
            .until = {},
            .expect = {},
            .creates = "Thing"};
  }

  Executor& executor() {
    if (!executor_) {
      executor_ = std::make_unique<Executor>(target_, options_);
      executor_->add(plan_);
      worker_ = executor_->make_worker();
    }
    return *executor_;
  }
  CaseRun run(const plan::Case& test) { return executor().run(test, *worker_); }
  static std::string roles(const CaseRun& run) {
    std::string text;
    for (const Exchange& exchange : run.exchanges) {
      text += std::string(to_string(exchange.role)) + " " + exchange.operation + " ";
      text += exchange.http.response ? std::to_string(exchange.http.response->status)
                                     : std::string(to_string(exchange.http.fault));
      text += "; ";
    }
    return text;
  }

  Things things_;
  plan::ServicePlan plan_;
  plan::Target target_;
  ExecutorOptions options_;
  std::unique_ptr<Executor> executor_;
  std::shared_ptr<Executor::Worker> worker_;
};

// What changes within the deadline is seen, however long the pauses have grown.
TEST_F(ExecutorTest, AsksOnceMoreWhenTheDeadlineIsOver) {
  plan::Case test = get_case();
  test.then.front().until =
      plan::Until{.pointer = "/Thing/Name", .values = {"never"}, .deadline = 120ms, .gone = {}};
  EXPECT_GE(run(test).duration, 120ms);
}

TEST_F(ExecutorTest, ArrangesSendsTwinsReadsBackAndRemoves) {
  const CaseRun result = run(get_case());
  EXPECT_EQ(roles(result),
            "arrange CreateThing 200; send GetThing 404; twin GetThing 200; then GetThing 200; remove "
            "DeleteThing 204; ");
  EXPECT_EQ(result.kept.at("thing"), "id-1");
  EXPECT_EQ(result.exchanges[2].input["Id"], "id-1");
  EXPECT_TRUE(things_.things.empty());
  EXPECT_TRUE(executor().left_behind().empty());
  EXPECT_EQ(executor().requests(), 5u);
}

TEST_F(ExecutorTest, RemovesWhatTheSendItselfMakes) {
  const CaseRun result = run(create_case("success"));
  EXPECT_EQ(roles(result), "send CreateThing 200; remove DeleteThing 204; ");
  EXPECT_TRUE(things_.things.empty());
}

TEST_F(ExecutorTest, TriesRemovalAgainAndSaysWhatIsLeft) {
  things_.keep_on_delete = 1;
  static_cast<void>(run(create_case("success")));
  EXPECT_TRUE(things_.things.empty());
  things_.keep_on_delete = 100;
  static_cast<void>(run(create_case("success")));
  ASSERT_EQ(executor().left_behind().size(), 1u);
  EXPECT_THAT(executor().left_behind()[0], ::testing::HasSubstr("Thing thing=\"id-2\""));
  EXPECT_THAT(executor().left_behind()[0], ::testing::HasSubstr("ConflictException"));
}

TEST_F(ExecutorTest, AFailedArrangementBlocksItsDependantsOnce) {
  things_.refuse = "AccessDeniedException";
  const CaseRun first = run(get_case());
  EXPECT_EQ(first.blocked, "CreateThing answered AccessDeniedException");
  plan::Case other = get_case();
  other.id += "-2";
  const CaseRun second = run(other);
  EXPECT_EQ(second.blocked, first.blocked);
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
    EXPECT_EQ(result.skipped, "base not accepted: CreateThing answered AccessDeniedException");
    EXPECT_EQ(result.blocked, "");
  }
  EXPECT_EQ(things_.count("POST /things"), 1u);
  test.generated = false;  // a fixture is written
  EXPECT_EQ(run(test).blocked, "CreateThing answered AccessDeniedException");
}

TEST_F(ExecutorTest, WhatOneArrangementMissesInAnAnswerIsNothingToAnother) {
  plan::Case wanting = get_case();
  wanting.arrange[0].keep["colour"] = "/Thing/Colour";
  EXPECT_EQ(run(wanting).blocked, "CreateThing answered without /Thing/Colour");
  EXPECT_EQ(run(get_case()).blocked, "");
}

TEST_F(ExecutorTest, DespairsOfRemovalsThatNoAttemptBringsAbout) {
  things_.keep_on_delete = 100;
  for (int time = 0; time < 3; ++time) static_cast<void>(run(create_case("success")));
  EXPECT_EQ(executor().left_behind().size(), 3u);
  EXPECT_EQ(things_.keep_on_delete, 100 - 3 - 3 - 1);
}

TEST_F(ExecutorTest, ALimitThatStopsAnArrangementIsBelievedTheSecondTime) {
  things_.limit = 0;
  static_cast<void>(run(get_case()));
  things_.limit = 10;
  EXPECT_EQ(run(get_case()).blocked, "");
}

TEST_F(ExecutorTest, WhatWasNeverKeptBlocks) {
  plan::Case test = get_case();
  test.send = {{"Id", "${nothing}"}};
  EXPECT_THAT(run(test).blocked, ::testing::HasSubstr("${nothing}"));
  EXPECT_TRUE(things_.things.empty());
}

TEST_F(ExecutorTest, SignsEachWayThatACaseAsksFor) {
  plan::Case test = get_case();
  test.arrange.clear();
  test.twin.reset();
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

TEST_F(ExecutorTest, AsksForFaultsByHeaderAndNotInTheTwin) {
  target_.fault_header = "x-fault";
  plan::Case test = create_case("LimitException");
  test.provoke = plan::Provocation::fault;
  test.fault_exception = "LimitException";
  test.twin.emplace();
  const CaseRun result = run(test);
  EXPECT_EQ(roles(result), "send CreateThing 402; twin CreateThing 200; remove DeleteThing 204; ");
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
  plan::Case test = create_case("LimitException");
  test.provoke = plan::Provocation::fault;
  test.fault_exception = "LimitException";
  static_cast<void>(run(test));
  EXPECT_EQ(things_.count("PUT /faults"), 1u);
  EXPECT_EQ(things_.count("DELETE /faults"), 1u);
  EXPECT_TRUE(things_.requests[0].ends_with("\r\n\r\nLimitException 402 CreateThing")) << things_.requests[0];
  EXPECT_LT(text.find("fault-set"), text.find("fault-cleared"));
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
  plan::Case test = create_case("LimitException");
  test.provoke = plan::Provocation::rate;
  test.scope = plan::Scope::account;
  test.repeat = 100;
  const CaseRun result = run(test);
  EXPECT_THAT(roles(result), ::testing::StartsWith("send CreateThing 200; send CreateThing 402; remove"));
  EXPECT_LT(things_.count("POST /things"), 40u);
  EXPECT_TRUE(things_.things.empty()) << "everything that the burst made is removed";
}

TEST_F(ExecutorTest, FillsALimitOneByOne) {
  things_.limit = 3;
  target_.limits["Thing"] = 3;
  plan::Case test = create_case("LimitException");
  test.provoke = plan::Provocation::state;
  test.scope = plan::Scope::account;
  test.limit = "Thing";
  const CaseRun result = run(test);
  EXPECT_THAT(roles(result), ::testing::StartsWith("send CreateThing 200; send CreateThing 402; remove"));
  EXPECT_EQ(things_.count("POST /things"), 4u);
  EXPECT_TRUE(things_.things.empty());
}

TEST_F(ExecutorTest, SendsTheBaseOfGeneratedNegativesOnce) {
  plan::Case test = create_case("BadRequestException");
  test.generated = true;
  test.constraint = "length.below";
  test.base_key = "base";
  test.send = {{"Name", ""}};
  test.twin = {{.op = "replace", .path = "/Name", .value = "${unique}"}};
  EXPECT_EQ(roles(run(test)), "base CreateThing 200; send CreateThing 400; ");
  EXPECT_EQ(roles(run(test)), "send CreateThing 400; ");
  EXPECT_TRUE(things_.things.empty());
}

TEST_F(ExecutorTest, SkipsGeneratedNegativesWhoseBaseIsNotAccepted) {
  things_.refuse_everything = true;
  plan::Case test = create_case("BadRequestException");
  test.generated = true;
  test.constraint = "length.below";
  test.base_key = "base";
  test.twin.emplace();
  for (int i = 0; i < 2; ++i) {
    const CaseRun result = run(test);
    EXPECT_FALSE(result.base_accepted);
    EXPECT_EQ(result.skipped, "base not accepted: CreateThing answered AccessDeniedException");
  }
  EXPECT_EQ(things_.log.size(), 1u);
}

TEST_F(ExecutorTest, SkipsSuccessesThatAreRefusedAsTheirBaseIs) {
  plan::Case test = create_case("success");
  test.generated = true;
  test.base_key = "base";
  test.twin.emplace();
  EXPECT_EQ(roles(run(test)), "send CreateThing 200; remove DeleteThing 204; ") << "neither twin nor base";
  things_.refuse_everything = true;
  const CaseRun result = run(test);
  EXPECT_FALSE(result.base_accepted);
  EXPECT_EQ(result.skipped, "base not accepted: CreateThing answered AccessDeniedException");
  EXPECT_EQ(roles(result), "send CreateThing 403; base CreateThing 403; ");
  EXPECT_EQ(roles(run(test)), "send CreateThing 403; ") << "the base request is sent once";
}

TEST_F(ExecutorTest, JudgesSuccessesThatAreRefusedOtherwiseThanTheirBase) {
  plan::Case test = create_case("success");
  test.generated = true;
  test.base_key = "base";
  test.send = {{"Name", ""}};
  test.twin = {{.op = "replace", .path = "/Name", .value = "${unique}"}};
  const CaseRun result = run(test);
  EXPECT_EQ(result.skipped, "");
  EXPECT_TRUE(result.base_accepted);
  EXPECT_EQ(roles(result), "send CreateThing 400; base CreateThing 200; ");
  EXPECT_TRUE(things_.things.empty());
}

// As EC2 says it, which lists no exceptions: of the very resource, not of what it hangs on.
TEST_F(ExecutorTest, BelievesACodeThatSaysTheResourceIsGone) {
  plan_.suite.resources.at("Thing").gone.clear();
  for (const auto& [code, left] :
       {std::pair{"InvalidThingID.NotFound", 0u}, std::pair{"InvalidVpcID.NotFound", 1u}}) {
    things_.refuse_delete = code;
    static_cast<void>(run(create_case("success")));
    EXPECT_EQ(executor().left_behind().size(), left) << code;
  }
}

TEST_F(ExecutorTest, FindsWhatACreateWithoutAnswerHasMade) {
  things_.lose_answer = true;
  const CaseRun result = run(create_case("success"));
  EXPECT_EQ(result.exchanges.at(0).http.fault, TransportFault::closed_before_status);
  EXPECT_EQ(things_.count("POST /things"), 1u) << "a create is not sent twice";
  EXPECT_TRUE(things_.things.empty());
  EXPECT_TRUE(executor().left_behind().empty());
}

TEST_F(ExecutorTest, AnInterruptionStillCleansUp) {
  std::atomic<bool> interrupted = false;
  things_.interrupt_on_create = &interrupted;
  executor().set_cancelled(&interrupted);
  worker_ = executor().make_worker();
  const CaseRun result = run(get_case());
  EXPECT_EQ(result.skipped, "interrupted");
  EXPECT_TRUE(things_.things.empty());
  EXPECT_EQ(run(get_case()).skipped, "interrupted");
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
  EXPECT_THAT(run(test).skipped, ::testing::HasSubstr("identity denied"));
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

TEST_F(ExecutorTest, CleansWhatAKilledRunHasLeft) {
  const std::filesystem::path file = std::filesystem::path(::testing::TempDir()) / "executor.journal";
  std::filesystem::remove(file);
  options_.secrets = std::make_shared<core::Secrets>();
  options_.journal = std::make_shared<Journal>(file, options_.secrets);
  options_.journal->begin(target_, "token", "now");
  static_cast<void>(run(create_case("success")));
  EXPECT_TRUE(read_journal(file).left.empty());

  // As a run leaves it that is killed: once after the answer, once before it.
  things_.things = {{"id-7", "name-of-seven-7"}, {"id-8", "name-of-eight-8"}, {"id-9", "somebody-else"}};
  JournalEntry entry{.case_id = "c",
                     .service = "things",
                     .resource = "Thing",
                     .operation = "CreateThing",
                     .endpoint = things_.url(),
                     .identity = "default",
                     .access_key_id = "AKIDEXAMPLE",
                     .input = {{"Name", "name-of-seven-7"}},
                     .marks = {"name-of-seven-7"},
                     .keep = {},
                     .clear = {}};
  options_.journal->created(options_.journal->creating(entry), {{"thing", "id-7"}});
  entry.marks = {"name-of-eight-8"};
  static_cast<void>(options_.journal->creating(entry));
  entry.marks = {"name-of-nobody"};
  static_cast<void>(options_.journal->creating(entry));
  {
    std::ofstream torn(file, std::ios::app);
    torn << "{\"event\":\"crea";
  }
  const JournalContents contents = read_journal(file);
  EXPECT_EQ(contents.left.size(), 3u);
  EXPECT_EQ(contents.torn_lines, 1u);
  const Cleaned cleaned = executor().clean(contents, *worker_);
  EXPECT_EQ(cleaned.removed.size(), 2u);
  EXPECT_EQ(cleaned.uncertain.size(), 1u);
  EXPECT_TRUE(cleaned.left.empty());
  EXPECT_EQ(things_.things.size(), 1u);
}

TEST_F(ExecutorTest, CleansNothingAtAnotherEndpoint) {
  JournalContents contents;
  contents.left.push_back({.id = 1,
                           .service = "things",
                           .resource = "Thing",
                           .operation = "CreateThing",
                           .endpoint = "http://127.0.0.1:1"});
  const Cleaned cleaned = executor().clean(contents, *worker_);
  ASSERT_EQ(cleaned.left.size(), 1u);
  EXPECT_THAT(cleaned.left[0], ::testing::HasSubstr("http://127.0.0.1:1"));
  EXPECT_TRUE(things_.log.empty());
}

TEST_F(ExecutorTest, SecretsAreRegistered) {
  options_.secrets = std::make_shared<core::Secrets>();
  static_cast<void>(run(create_case("success")));
  EXPECT_THAT(options_.secrets->redact("x a-secret-of-the-test y"),
              ::testing::Not(::testing::HasSubstr("a-secret-of-the-test")));
}

}  // namespace
}  // namespace hallmark::exchange
