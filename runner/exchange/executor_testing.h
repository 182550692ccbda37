// For tests only: a service of things on loopback that fails as it is told to, and an executor for it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "contract/smithy.h"
#include "exchange/executor.h"
#include "exchange/testing.h"

namespace hallmark::exchange::testing {

inline constexpr const char* things_model = R"({
  "smithy": "2.0", "shapes": {
    "t#Things": {"type": "service", "version": "1", "operations": [{"target": "t#CreateThing"}, {"target": "t#GetThing"},
      {"target": "t#DeleteThing"}, {"target": "t#ListThings"}, {"target": "t#GetRules"}],
      "traits": {"aws.protocols#restJson1": {}, "aws.auth#sigv4": {"name": "things"}, "aws.api#service": {"sdkId": "Things"}}},
    "t#CreateThing": {"type": "operation", "input": {"target": "t#CreateIn"}, "output": {"target": "t#Out"},
      "errors": [{"target": "t#BadRequestException"}, {"target": "t#LimitExceededException"}, {"target": "t#AccessDeniedException"}, {"target": "t#InternalException"}],
      "traits": {"smithy.api#http": {"method": "POST", "uri": "/things", "code": 200}}},
    "t#GetThing": {"type": "operation", "input": {"target": "t#IdIn"}, "output": {"target": "t#Out"},
      "errors": [{"target": "t#NotFoundException"}],
      "traits": {"smithy.api#readonly": {}, "smithy.api#http": {"method": "GET", "uri": "/things/{Id}", "code": 200}}},
    "t#GetRules": {"type": "operation", "input": {"target": "t#IdIn"}, "output": {"target": "t#Out"},
      "errors": [{"target": "t#NotFoundException"}],
      "traits": {"smithy.api#readonly": {}, "smithy.api#http": {"method": "GET", "uri": "/things/{Id}?rules", "code": 200}}},
    "t#DeleteThing": {"type": "operation", "input": {"target": "t#IdIn"}, "errors": [{"target": "t#NotFoundException"}],
      "traits": {"smithy.api#http": {"method": "DELETE", "uri": "/things/{Id}", "code": 204}}},
    "t#ListThings": {"type": "operation", "input": {"target": "t#ListIn"}, "output": {"target": "t#ListOut"},
      "traits": {"smithy.api#readonly": {}, "smithy.api#http": {"method": "GET", "uri": "/things", "code": 200}}},
    "t#CreateIn": {"type": "structure", "members": {"Name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "Color": {"target": "smithy.api#String"}, "Colour": {"target": "smithy.api#String"}, "Shade": {"target": "smithy.api#String"}}},
    "t#IdIn": {"type": "structure", "members": {"Id": {"target": "smithy.api#String",
      "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}}}},
    "t#Out": {"type": "structure", "members": {"Thing": {"target": "t#Thing"}}},
    "t#Thing": {"type": "structure", "members": {"Id": {"target": "smithy.api#String"}, "Name": {"target": "smithy.api#String"}}},
    "t#ListIn": {"type": "structure", "members": {"Token": {"target": "smithy.api#String", "traits": {"smithy.api#httpQuery": "token"}}}},
    "t#ListOut": {"type": "structure", "members": {"Things": {"target": "t#ThingList"}, "Next": {"target": "smithy.api#String"}}},
    "t#ThingList": {"type": "list", "member": {"target": "t#Thing"}},
    "t#BadRequestException": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client", "smithy.api#httpError": 400}},
    "t#LimitExceededException": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client", "smithy.api#httpError": 402}},
    "t#AccessDeniedException": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client", "smithy.api#httpError": 403}},
    "t#InternalException": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "server", "smithy.api#httpError": 500}},
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
  int limit_status = 402;  // of the answer to the one above it
  int throttle = 0;        // so many answers are 429
  int crowded = 0;         // so many answers of CreateThing say that too many are made at one time
  std::string refuse;      // CreateThing answers this exception
  std::string wants;       // … BadRequestException, naming this member, where it is not given
  int fail = 0;            // so many answers of CreateThing are 500
  std::string failure = "InternalException";
  bool refuse_everything = false;  // … and so does everything else
  bool lose_answer = false;        // CreateThing creates and then closes without a word
  std::string then_refuse;         // … once, and from then on it is refused by this
  int keep_on_delete = 0;          // so many deletes are refused
  std::string refuse_delete;       // DeleteThing answers this exception with 400
  std::atomic<bool>* interrupt_on_create = nullptr;
  int starting = 0;         // so many answers are 503
  std::string moved_to;     // where everything is redirected to
  bool hide_lists = false;  // ListThings shows nothing
  bool pages = false;       // … or one thing a page, the token being the next one's id
  int refuse_tokens = 0;    // so many answers to a token are refusals
  int late = 0;             // milliseconds until CreateThing answers; nothing is there before

  [[nodiscard]] std::string url() const { return server_.url(); }
  // How many there are. An answer under way is waited for: a client that was told to leave may look earlier.
  [[nodiscard]] std::size_t kept() {
    const std::lock_guard lock(mutex);
    return things.size();
  }
  [[nodiscard]] std::size_t count(const std::string& line) {
    const std::lock_guard lock(mutex);
    return static_cast<std::size_t>(std::count(log.begin(), log.end(), line));
  }

 private:
  static std::string error(int status, const std::string& name, const std::string& message = "m") {
    return testing::response(status, Json{{"message", message}}.dump(),
                             "x-amzn-errortype: " + name + "\r\nContent-Type: application/json\r\n");
  }
  static std::string ok(const Json& body) {
    return testing::response(200, body.dump(), "Content-Type: application/json\r\n");
  }

  std::string page_of(const std::string& line) {
    const std::size_t token = line.find("token=");
    auto next = token == std::string::npos ? things.begin() : things.find(line.substr(token + 6));
    if (token != std::string::npos && (refuse_tokens-- > 0 || next == things.end()))
      return error(400, "BadRequestException");
    Json page = {{"Things", Json::array()}};
    if (next != things.end()) {
      page["Things"].push_back({{"Id", next->first}, {"Name", next->second}});
      if (++next != things.end()) page["Next"] = next->first;
    }
    return ok(page);
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
    if (starting > 0) {
      --starting;
      return testing::response(503, "{}");
    }
    if (!moved_to.empty()) return testing::response(301, "", "Location: " + moved_to + "\r\n");
    if (line == "PUT /faults") return testing::response(200, "");
    if (line == "DELETE /faults") return testing::response(200, "");
    if (refuse_everything) return error(403, "AccessDeniedException");
    if (request.find("x-fault: ") != std::string::npos) return error(402, "LimitExceededException");
    if (line == "POST /things") {
      if (interrupt_on_create) *interrupt_on_create = true;
      const Json body = Json::parse(request.substr(request.find("\r\n\r\n") + 4));
      const std::string name = body.value("Name", "");
      if (fail > 0) {
        --fail;
        return error(500, failure);
      }
      if (crowded > 0) {
        --crowded;
        return testing::response(
            400, "{\"message\":\"Limit for things being created concurrently exceeded\"}",
            "x-amzn-errortype: LimitExceededException\r\nContent-Type: application/json\r\n");
      }
      if (!refuse.empty()) return error(403, refuse);
      if (!wants.empty() && !body.contains(wants))
        return error(400, "BadRequestException", wants + " must be given");
      if (name.empty()) return error(400, "BadRequestException");
      if (things.size() >= limit) return error(limit_status, "LimitExceededException");
      const std::string id = "id-" + std::to_string(++last_);
      things[id] = name;
      if (lose_answer && !then_refuse.empty()) {
        lose_answer = false;
        refuse = then_refuse;
        return std::nullopt;
      }
      if (lose_answer) return std::nullopt;
      return ok({{"Thing", {{"Id", id}, {"Name", name}}}});
    }
    if (pages && line.starts_with("GET /things") && !line.starts_with("GET /things/")) return page_of(line);
    if (line == "GET /things") {
      Json list = Json::array();
      for (const auto& [id, name] : things)
        if (!hide_lists) list.push_back({{"Id", id}, {"Name", name}});
      return ok({{"Things", list}});
    }
    // It knows no rules: who asks for those of a thing gets the thing.
    const std::string last = path.substr(path.rfind('/') + 1);
    const std::string id = last.substr(0, last.find('?'));
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
      if (late > 0 && request.starts_with("POST /things")) {
        if (interrupt_on_create) *interrupt_on_create = true;
        static_cast<void>(peer.gone_within(late));  // what was sent is done, whoever waits for it
      }
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
        contract::read_smithy(core::load_json_text(things_model, "things.json")));
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
    options_.client.request_deadline = std::chrono::seconds(2);
    options_.backoff_first = std::chrono::milliseconds(1);
    options_.run_token = "token";
  }

  plan::Case get_case() const {
    plan::Case test;
    test.id = "things.GetThing/NotFoundException/unknown";
    test.service = "things";
    test.operation = "GetThing";
    test.group = plan::group_of("NotFoundException");
    test.provoke = plan::Provocation::request;
    test.arrange.push_back(create_step());
    test.send = {{"Id", "none"}};
    test.expect.push_back({.exception = "NotFoundException", .success = {}, .reason = {}, .status = {}});
    test.control = {{.op = "replace", .path = "/Id", .value = "${thing}"}};
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
    test.group = plan::group_of(exception);
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

}  // namespace hallmark::exchange::testing
