// For the tests of this folder: a run that never happened, at a fixed time, with a result of every
// kind and hostile text in it. The approved outputs show it.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "contract/model.h"
#include "run/events.h"

namespace hallmark::reports::testing {

// What an endpoint may send to break a report or the system that reads it.
inline const std::string hostile =
    "\x1b[31mred\x1b[0m ]]> <script>alert(1)</script> & \"quoted\" '|`' "
    "\r\n::error::owned\n##vso[task.complete] \xe2\x80\xae"
    "gnp \xff\x01 end";

struct Sample {
  std::deque<plan::Case> cases;  // stable addresses
  std::vector<run::CaseResult> results;
  run::RunInfo info;
  run::RunSummary summary;
};

inline core::Time at(std::int64_t seconds) { return core::Time(std::chrono::seconds(seconds)); }

inline exchange::Exchange sample_exchange(exchange::Role role, std::string method, std::string target,
                                          int status, std::string body) {
  exchange::Exchange made;
  made.role = role;
  made.operation = "CreateVoiceConnectorGroup";
  made.input = {{"Name", "tea"}};
  made.http.request.method = std::move(method);
  made.http.request.target = std::move(target);
  made.http.request.headers = {{"Host", "127.0.0.1:4566"}, {"Content-Type", "application/json"}};
  made.http.request.body = R"({"Name":"tea"})";
  made.http.url = "http://127.0.0.1:4566";
  made.http.started = at(1'700'000'001);
  made.http.duration = std::chrono::milliseconds(12);
  if (status != 0) {
    made.http.response = wire::Response{
        .status = status, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
  }
  return made;
}

class SampleBuilder {
 public:
  SampleBuilder() {
    sample_.info.hallmark_version = "1.2.3";
    sample_.info.target = "sample";
    sample_.info.endpoints = {{"chime", "http://127.0.0.1:4566"}};
    sample_.info.region = "us-east-1";
    sample_.info.contracts = {{.service = "chime", .version = "2018-05-01", .documents = {"chime.json"}}};
    sample_.info.started = at(1'700'000'000);
  }

  run::CaseResult& add(std::string operation, std::string exception, std::string name, std::string title) {
    plan::Case& test = sample_.cases.emplace_back();
    test.service = "chime";
    test.operation = std::move(operation);
    test.group = plan::group_of(exception);
    test.name = std::move(name);
    test.title = std::move(title);
    test.id = test.service + "." + test.operation + "/" + to_string(test.group) + "/" + test.name;
    test.promises = {test.service + "." + test.operation + " error." + to_string(test.group)};
    test.provoke = plan::Provocation::request;
    test.file = "fixtures/chime/" + test.operation + "/" + to_string(test.group) + ".json";
    test.line = 7;
    run::CaseResult& result = sample_.results.emplace_back();
    result.test = &test;
    result.run.duration = std::chrono::microseconds(12'345);
    return result;
  }

  static verdict::Finding finding(std::string rule, verdict::Severity severity, std::string expected,
                                  std::string actual) {
    verdict::Finding made;
    made.rule = std::move(rule);
    made.severity = severity;
    made.promise = "chime.CreateVoiceConnectorGroup error.BadRequestException status";
    made.source = "model";
    made.location = "status line";
    made.expected = std::move(expected);
    made.actual = std::move(actual);
    return made;
  }

  Sample build() {
    using exchange::Role;
    using verdict::Severity;
    using verdict::Status;
    const std::string create = "CreateVoiceConnectorGroup";
    sample_.results.reserve(32);
    {
      auto& result = add(create, "success", "minimal", "the least that is accepted");
      result.run.exchanges = {sample_exchange(Role::send, "POST", "/groups", 201, R"({"Name":"tea"})")};
      result.verdict.evaluated = {{"chime.CreateVoiceConnectorGroup status", true}};
      sample_.cases.back().provoke = plan::Provocation::none;
    }
    {
      auto& result = add(create, "BadRequestException", "name-empty", "an empty Name");
      result.run.exchanges = {sample_exchange(Role::send, "POST", "/groups", 422, R"({"Message":"no"})")};
      result.verdict.status = Status::deviates;
      result.verdict.findings = {
          finding("contract.status", Severity::deviation, "400", "422 BadRequestException: no")};
      result.verdict.evaluated = {{"chime.CreateVoiceConnectorGroup error.BadRequestException status", false},
                                  {"chime.CreateVoiceConnectorGroup error.BadRequestException code", true}};
      result.reproduce =
          R"(curl -X POST 'http://127.0.0.1:4566/groups' -H 'Content-Type: application/json' -d '{"Name":""}')";
    }
    {
      auto& result = add(create, "BadRequestException", "hostile-answer", "an answer full of " + hostile);
      result.run.exchanges = {sample_exchange(Role::send, "POST", "/groups", 400, hostile),
                              sample_exchange(Role::control, "POST", "/groups", 400, "{}")};
      result.verdict.status = Status::deviates;
      auto body = finding("decode.malformed-body", Severity::deviation, "JSON", hostile);
      body.pointer = "/Group/\x1b[2J";
      body.location = "body line 1 column 1";
      auto control =
          finding("control.refused", Severity::deviation, "success (201)", "400 without an error code");
      control.role = Role::control;
      control.exchange = 1;
      result.verdict.findings = {body, control,
                                 finding("decode.unknown-member", Severity::drift, "", "Colour")};
    }
    {
      auto& result = add(create, "BadRequestException", "too-many-items", "more items than are allowed");
      result.run.exchanges = {sample_exchange(Role::send, "POST", "/groups", 400, "{}")};
      result.verdict.provoked = "BadRequestException";
      result.verdict.by = plan::Provocation::request;
    }
    {
      auto& result = add(create, "success", "with-items", "with one item");
      result.run.exchanges = {sample_exchange(Role::send, "POST", "/groups", 201, "{}")};
      auto drift = finding("schema.enum", Severity::drift, "one of \"OPEN\", \"SHUT\"", "\"AJAR\"");
      drift.promise = "chime.CreateVoiceConnectorGroup output.Group.Status enum";
      drift.pointer = "/Group/Status";
      drift.location = "body /Group/Status";
      result.verdict.findings = {drift};
    }
    {
      auto& result = add(create, "ThrottledClientException", "burst", "more requests than the rate allows");
      result.verdict.status = Status::skipped;
      result.verdict.reason = "the target states no rate";
      result.verdict.reason_kind = exchange::Reason::Kind::planned;
      sample_.cases.back().provoke = plan::Provocation::rate;
    }
    {
      auto& result = add(create, "UnauthorizedClientException", "unsigned", "no signature");
      result.verdict.status = Status::error;
      result.verdict.reason = "cannot-connect: connection refused";
      result.verdict.reason_kind = exchange::Reason::Kind::transport;
      result.run.exchanges = {sample_exchange(Role::send, "POST", "/groups", 0, "")};
      result.run.exchanges[0].http.fault = exchange::TransportFault::cannot_connect;
      result.run.exchanges[0].http.detail = "connection refused";
    }
    {
      auto& result =
          add("GetVoiceConnectorGroup", "NotFoundException", "unknown-id", "an id that nobody has");
      result.verdict.status = Status::error;
      result.verdict.reason = "blocked by CreateVoiceConnectorGroup answered AccessDeniedException";
      result.verdict.reason_kind = exchange::Reason::Kind::arrangement;
    }
    {
      auto& result = add("GetVoiceConnectorGroup", "success", "known-wrong", "reads what was made");
      result.run.exchanges = {sample_exchange(Role::send, "GET", "/groups/1", 200, "{}")};
      result.verdict.status = Status::deviates;
      result.verdict.known = true;
      result.verdict.known_reason = "issue 42: times are text";
      result.verdict.findings = {finding("schema.type", Severity::deviation, "a number", "text")};
    }
    {
      auto& result = add("GetVoiceConnectorGroup", "success", "mended", "reads a group with items");
      result.run.exchanges = {sample_exchange(Role::send, "GET", "/groups/1", 200, "{}")};
      result.verdict.unexpected_pass = true;
      result.verdict.known_reason = "issue 43: items are lost";
    }
    {
      auto& result =
          add("GetVoiceConnectorGroup", "validation", "input.Id.pattern+mismatch", "an id of another form");
      sample_.cases.back().generated = true;
      sample_.cases.back().tier = plan::Tier::generated;
      sample_.cases.back().constraint = "pattern+mismatch";
      result.run.exchanges = {sample_exchange(Role::send, "GET", "/groups/%21", 404, "{}")};
      result.verdict.status = Status::inconclusive;
      result.verdict.reason = "answered NotFoundException, which is no validation error";
    }
    {
      auto& result = add("GetVoiceConnectorGroup", "validation", "input.Id.length.min+below", "an empty id");
      sample_.cases.back().tier = plan::Tier::informative;
      result.verdict.status = Status::inconclusive;
      result.run.exchanges = {sample_exchange(Role::send, "GET", "/groups/", 200, "{}")};
      result.verdict.reason = "informative: the documents disagree";
      result.verdict.findings = {finding("contract.unexpected-success", Severity::none,
                                         "BadRequestException (400)", "200 (success)")};
    }
    summarise();
    return std::move(sample_);
  }

 private:
  void summarise() {
    run::RunSummary& summary = sample_.summary;
    sample_.info.planned = sample_.results.size();
    summary.counts = {.total = sample_.results.size() + 20,
                      .conforms = 4,
                      .deviates = 2,
                      .known = 1,
                      .inconclusive = 2,
                      .skipped = 1,
                      .not_offered = 20,
                      .errors = 2,
                      .drift = 1,
                      .unexpected_passes = 1,
                      .informative = 1};
    summary.headline = {.operations = 2,
                        .exercised = 1,
                        .refused = 1,
                        .exceptions = 4,
                        .put_to_test = 2,
                        .brought_about = 1,
                        .by_fault = 1,
                        .attempted = 1,
                        .promises = 7,
                        .promises_tested = 3};
    run::Cause status{
        .rule = "contract.status",
        .promise = "input … length",
        .expected = "400",
        .actual = "422 BadRequestException: no",
        .cases = 3,
        .operations = {{"chime.CreateVoiceConnectorGroup", 2}, {"chime.GetVoiceConnectorGroup", 1}},
        .example = sample_.cases[1].id,
        .title = "an empty Name",
        .reproduce = sample_.results[1].reproduce,
        .finding = sample_.results[1].verdict.findings[0],
        .exchange = sample_.results[1].run.exchanges[0]};
    run::Cause body{.rule = "decode.malformed-body",
                    .promise = sample_.results[2].verdict.findings[0].promise,
                    .expected = "JSON",
                    .actual = hostile,
                    .cases = 1,
                    .operations = {{"chime.CreateVoiceConnectorGroup", 1}},
                    .example = sample_.cases[2].id,
                    .title = sample_.cases[2].title,
                    .finding = sample_.results[2].verdict.findings[0],
                    .exchange = sample_.results[2].run.exchanges[0]};
    run::Cause member{.severity = verdict::Severity::drift,
                      .rule = "schema.enum",
                      .promise = "chime.CreateVoiceConnectorGroup output.Group.Status enum",
                      .expected = "one of \"OPEN\", \"SHUT\"",
                      .actual = "\"AJAR\"",
                      .cases = 1,
                      .operations = {{"chime.CreateVoiceConnectorGroup", 1}},
                      .example = sample_.cases[4].id,
                      .title = sample_.cases[4].title,
                      .finding = sample_.results[4].verdict.findings[0],
                      .exchange = sample_.results[4].run.exchanges[0]};
    run::Cause old{.known = true,
                   .rule = "schema.type",
                   .promise = "chime.GetVoiceConnectorGroup output.Group.CreatedTimestamp type",
                   .expected = "a number",
                   .actual = "text",
                   .cases = 1,
                   .operations = {{"chime.GetVoiceConnectorGroup", 1}},
                   .example = sample_.cases[8].id,
                   .finding = sample_.results[8].verdict.findings[0]};
    summary.causes = {status, body, member, old};
    summary.refusals = {{.service = "chime",
                         .operation = "CreateVoiceConnectorGroup",
                         .answer = "400 BadRequestException: " + hostile,
                         .cases = 12,
                         .operations = {"GetVoiceConnectorGroup", "UpdateVoiceConnectorGroup"},
                         .exchange = sample_.results[2].run.exchanges[0],
                         .shown = true}};
    summary.next = {"chime.CreateVoiceConnectorGroup was refused: 400 BadRequestException: " + hostile +
                    "; 12 cases wait for it."};
    run::OperationCoverage create{
        .service = "chime", .operation = "CreateVoiceConnectorGroup", .reached = run::Reached::exercised};
    create.exceptions = {{.name = "BadRequestException",
                          .by = {plan::Provocation::request, plan::Provocation::state},
                          .put_to_test = true},
                         {.name = "ServiceFailureException", .by = {plan::Provocation::fault}},
                         {.name = "ThrottledClientException", .why_not = "the target states no rate"}};
    create.promises_made = 5;
    create.promises_tested = {1, 2, 3};
    create.promises_unobservable = 1;
    run::OperationCoverage get{
        .service = "chime", .operation = "GetVoiceConnectorGroup", .reached = run::Reached::refused};
    get.exceptions = {{.name = "NotFoundException", .why_not = hostile}};
    get.promises_made = 2;
    get.inconclusive = 1;
    summary.coverage = {create, get};
    summary.skip_reasons = {{"the target states no rate", 1}};
    summary.inconclusive_reasons = {{"answered NotFoundException, which is no validation error", 1}};
    summary.sent_again = {{"chime.CreateVoiceConnectorGroup", 3}};
    summary.contradictions = {{.promise = "chime.GetVoiceConnectorGroup status",
                               .what = "The page and the model state different statuses.",
                               .sayings = {{"page", "200"}, {"model", "201"}}}};
    summary.broken_since = {
        "chime: from chime.CreateVoiceConnectorGroup/x on, all 20 cases got server errors or no answer; the "
        "last that "
        "did not was chime.CreateVoiceConnectorGroup/w. It, or one beside it, may have broken the endpoint."};
    summary.left_behind = {"VoiceConnectorGroup 1f2e, in journal run.journal"};
    summary.known_problems = {
        "known.json:9: chime.* http.* *: names no finding of the cases that were judged"};
    summary.duration = std::chrono::milliseconds(83'456);
    summary.requests = 17;
    summary.exit_code = 1;
  }

  Sample sample_;
};

inline Sample sample() { return SampleBuilder().build(); }

inline void tell(const Sample& sample, run::Listener& report) {
  report.run_started(sample.info);
  for (const run::CaseResult& result : sample.results) report.case_finished(result);
  report.run_finished(sample.info, sample.summary);
}

// Compares with reports/approved/<name>; HALLMARK_APPROVE=1 writes it instead.
inline void expect_approved(const std::string& name, const std::string& text) {
  const std::filesystem::path path =
      std::filesystem::path(HALLMARK_SOURCE_DIR) / "reports" / "approved" / name;
  if (const char* approve = std::getenv("HALLMARK_APPROVE"); approve && *approve == '1') {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  ASSERT_TRUE(file) << path << " is not there: run with HALLMARK_APPROVE=1 and look at what it writes";
  std::ostringstream approved;
  approved << file.rdbuf();
  EXPECT_EQ(text, approved.str()) << path << " differs: run with HALLMARK_APPROVE=1 when the change is meant";
}

}  // namespace hallmark::reports::testing
