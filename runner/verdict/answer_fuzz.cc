// Which protocol, operation and case, a line break, a response: any answer has a verdict, and judging it
// again gives the same one.
#include <map>
#include <memory>

#include "core/json.h"
#include "plan/plan.h"
#include "verdict/verdict.h"
#include "wire/testing_fuzz_model.h"

namespace {

using namespace hallmark;

const verdict::Judge& judge_of(const wire::Protocol& protocol) {
  static const auto model = std::make_shared<const contract::Model>(wire::testing::fuzz_model());
  static std::map<std::string, std::unique_ptr<verdict::Judge>> judges;
  auto& judge = judges[std::string(protocol.id())];
  if (judge == nullptr) {
    plan::Suite suite = plan::suite_without_file(*model);
    suite.promised["Put"] = {{"/Body/S", "a sentence"}, {"/Body/Selves/*/I", "a sentence"}};
    judge = std::make_unique<verdict::Judge>(model, suite, protocol);
  }
  return *judge;
}

// 0: a success with every matcher; 1: an exception; 2: one of two; 3: a generated negative.
plan::Case case_of(const contract::Operation& operation, std::size_t kind) {
  plan::Case test;
  test.service = "t";
  test.operation = std::string(operation.name());
  test.group = plan::group_of(kind == 0 ? "success" : "Bad");
  test.name = "fuzz";
  test.id = "t." + test.operation + "/" + to_string(test.group) + "/fuzz";
  test.promises = {"t." + test.operation + (kind == 0 ? " status" : " error.Bad")};
  test.send = Json{{"Label", "a"}, {"Rest", "b"}, {"Body", {{"S", "a"}, {"T", 1.5}, {"Texts", {"a"}}}}};
  using Kind = plan::Matcher::Kind;
  plan::Outcome success;
  success.success = {
      {"/Body/S", {.kind = Kind::equals, .value = "a"}},
      {"/Body/T", {.kind = Kind::not_before, .variable = "time"}},
      {"/Body/TD", {.kind = Kind::echoes, .pointer = "/Body/T"}},
      {"/Body/Texts", {.kind = Kind::echoes, .pointer = "/Body/Texts", .drift_when_empty_list = true}},
      {"/Body/I", {.kind = Kind::present}},
      {"/Body/L", {.kind = Kind::absent}},
      {"/Body/E", {.kind = Kind::matches, .value = "^(a|b)+$"}},
      {"/Body/F", {.kind = Kind::same_as, .variable = "number"}},
      {"/Body/D", {.kind = Kind::differs_from, .variable = "number"}}};
  if (kind == 0 || kind == 2) test.expect.push_back(success);
  if (kind == 1 || kind == 2) test.expect.push_back({.exception = "Bad"});
  if (kind == 3) {
    test.generated = true;
    test.tier = plan::Tier::generated;
    test.constraint = "length.min+below";
    test.constraint_pointer = "/Label";
  }
  if (kind != 0) {
    test.provoke = plan::Provocation::request;
    test.control = std::vector<plan::PatchOperation>{};
    test.control_expect.push_back(success);
  }
  return test;
}

exchange::Exchange exchange_of(const plan::Case& test, exchange::Role role, const wire::Response& response) {
  exchange::Exchange made;
  made.role = role;
  made.operation = test.operation;
  made.input = test.send;
  made.http.response = response;
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto chosen = wire::testing::chosen_message(data, size);
  const verdict::Judge& judge = judge_of(chosen.protocol);
  const plan::Case test = case_of(chosen.operation, core::chosen(chosen.choice, 2, 4));
  exchange::CaseRun run;
  const wire::Response response = chosen.response();
  run.exchanges.push_back(exchange_of(test, exchange::Role::send, response));
  if (test.control) run.exchanges.push_back(exchange_of(test, exchange::Role::control, response));
  run.kept = {{"time", 1.5}, {"number", 2}};
  const verdict::Verdict first = judge.judge(test, run), second = judge.judge(test, run);
  if (first.status != second.status || first.findings.size() != second.findings.size()) __builtin_trap();
  static_cast<void>(judge.judge_exchange(chosen.operation, run.exchanges.front().http));
  static_cast<void>(judge.judge_exchange(chosen.operation, run.exchanges.front().http, {.headers = false}));
  return 0;
}
