#include "results/saved.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "plan/cases/promise_ids.h"
#include "reports/json.h"
#include "reports/text.h"
#include "run/causes.h"
#include "run/told.h"
#include "schema/formats.h"

namespace hallmark::results {
namespace {

using exchange::Exchange;
using run::CaseResult;

// The value whose name is `word`; the format's schema has refused all others.
template <typename Value>
Value value_of(std::string_view word, std::initializer_list<Value> values) {
  for (const Value value : values)
    if (to_string(value) == word) return value;
  return *values.begin();
}

plan::Provocation provocation(std::string_view word) {
  using enum plan::Provocation;
  return value_of(word, {none, request, state, identity, rate, fault});
}

exchange::Role role(std::string_view word) {
  using enum exchange::Role;
  return value_of(word, {arrange, send, control, then, remove, base});
}

exchange::TransportFault fault(std::string_view word) {
  using enum exchange::TransportFault;
  return value_of(word,
                  {none, cannot_resolve, cannot_connect, tls, timeout_before_status, closed_before_status,
                   reset_before_status, malformed_head, truncated_body, reset_in_body, timeout_in_body,
                   undecodable_body, limit_exceeded, conflicting_length, extra_data, cancelled});
}

std::string text(const OrderedJson& value, const char* key) { return value.value(key, std::string()); }

std::vector<std::string> texts(const OrderedJson& value, std::string_view key) {
  const auto found = value.find(key);
  return found == value.end() ? std::vector<std::string>() : found->get<std::vector<std::string>>();
}

std::size_t number(const OrderedJson& value, const char* key) { return value.value(key, std::size_t{0}); }

std::chrono::microseconds duration(const OrderedJson& value, const char* key) {
  return std::chrono::microseconds(static_cast<std::int64_t>(value.value(key, 0.0) * 1e6 + 0.5));
}

core::Time time(const OrderedJson& value, const char* key) {
  return core::parse_time(text(value, key), core::TimestampFormat::date_time).value_or(core::Time{});
}

std::string body(const OrderedJson& value) {
  if (const auto found = value.find("text"); found != value.end()) return found->get<std::string>();
  return core::base64_decode(text(value, "base64")).value_or("");
}

wire::Headers headers(const OrderedJson& message) {
  wire::Headers all;
  const auto found = message.find("headers");
  if (found == message.end()) return all;
  for (const OrderedJson& each : *found)
    all.add(each.at(0).get<std::string>(), each.at(1).get<std::string>());
  return all;
}

Exchange exchange_of(const OrderedJson& value) {
  Exchange made;
  made.role = role(text(value, "role"));
  made.index = number(value, "index");
  made.operation = text(value, "operation");
  made.identity = text(value, "identity");
  made.fault_requested = value.value("fault_requested", false);
  made.http.started = time(value, "started");
  made.http.duration = duration(value, "seconds");
  made.http.retries = value.value("retries", 0);
  const OrderedJson& request = value.at("request");
  const std::string url = text(request, "url");
  const std::size_t scheme = url.find("://");
  const std::size_t path = url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  made.http.url = url.substr(0, path);
  made.http.request.method = text(request, "method");
  if (path != std::string::npos) made.http.request.target = url.substr(path);
  made.http.request.headers = headers(request);
  if (request.contains("body")) made.http.request.body = body(request["body"]);
  if (const auto found = value.find("response"); found != value.end()) {
    made.http.response = wire::Response{.status = found->value("status", 0), .headers = headers(*found)};
    if (found->contains("body")) made.http.response->body = body((*found)["body"]);
  }
  made.http.fault = fault(text(value, "fault"));
  made.http.detail = text(value, "detail");
  return made;
}

template <typename Owner>
void read_texts(const OrderedJson& value, std::span<const run::TextRow<Owner>> rows, Owner& owner) {
  for (const run::TextRow<Owner>& row : rows) owner.*row.text = value.value(row.key, std::string());
}

template <typename Owner>
Owner numbers_of(const OrderedJson& value, std::span<const run::NumberRow<Owner>> rows) {
  Owner made;
  for (const run::NumberRow<Owner>& row : rows) made.*row.number = value.value(row.key, std::size_t{0});
  return made;
}

verdict::Finding finding_of(const OrderedJson& value) {
  using enum verdict::Severity;
  verdict::Finding made;
  read_texts(value, run::finding_rows(), made);
  made.severity = value_of(text(value, "severity"), {none, drift, deviation});
  made.role = role(text(value, "role"));
  made.exchange = number(value, "exchange");
  return made;
}

plan::Case test_of(const OrderedJson& value) {
  plan::Case test;
  test.id = text(value, "id");
  test.service = text(value, "service");
  test.operation = text(value, "operation");
  test.group = plan::group_of(text(value, "exception"));
  test.name = text(value, "name");
  test.title = text(value, "title");
  test.provoke = provocation(text(value, "provoke"));
  {
    using enum plan::Scope;
    test.scope = value_of(text(value, "scope"), {request, account, target});
  }
  {
    using enum plan::Depth;
    test.depth = value_of(text(value, "depth"), {quick, normal, thorough});
  }
  test.generated = value.value("generated", false);
  test.tier = value.value("informative", false) ? plan::Tier::informative
              : test.generated                  ? plan::Tier::generated
                                                : plan::Tier::fixture;
  test.constraint = text(value, "constraint");
  test.file = text(value, "file");
  test.line = number(value, "line");
  test.promises = texts(value, "promises");
  for (const OrderedJson& each : value.at("expect")) {
    plan::Outcome outcome;
    outcome.exception = text(each, "exception");
    if (each.contains("status")) outcome.status = each["status"].get<int>();
    outcome.reason = text(each, "reason");
    test.expect.push_back(std::move(outcome));
  }
  return test;
}

verdict::Verdict verdict_of(const OrderedJson& value) {
  using enum verdict::Status;
  verdict::Verdict made;
  made.status =
      value_of(text(value, "verdict"), {conforms, deviates, inconclusive, skipped, not_offered, error});
  read_texts(value, run::verdict_rows(), made);
  for (const run::FlagRow& row : run::flag_rows()) made.*row.flag = value.value(row.key, false);
  made.reason_kind = exchange::reason_kind_of(text(value, "reason_kind"));
  made.by = provocation(text(value, "by"));
  made.refusal_exchange = number(value, "refusal_exchange");
  for (const OrderedJson& each : value.at("findings")) made.findings.push_back(finding_of(each));
  for (std::string& promise : texts(value, "promises_held"))
    made.evaluated.push_back({std::move(promise), true});
  for (std::string& promise : texts(value, "promises_broken"))
    made.evaluated.push_back({std::move(promise), false});
  return made;
}

run::OperationCoverage coverage_of(const OrderedJson& value) {
  using enum run::Reached;
  run::OperationCoverage made;
  made.service = text(value, "service");
  made.operation = text(value, "operation");
  made.reached = value_of(text(value, "reached"), {untried, exercised, not_offered, refused, waiting});
  made.contract = text(value, "contract");
  for (const OrderedJson& each : value.at("exceptions")) {
    run::OperationCoverage::Exception exception;
    exception.name = text(each, "name");
    for (const std::string& by : texts(each, "by")) exception.by.insert(provocation(by));
    exception.why_not = text(each, "why_not");
    exception.put_to_test = each.value("put_to_test", false);
    exception.attempted = each.value("attempted", false);
    made.exceptions.push_back(std::move(exception));
  }
  for (std::string& each : texts(value, "promises_made")) made.written.made.insert(std::move(each));
  for (std::string& each : texts(value, "promises_tested")) made.written.tested.insert(std::move(each));
  for (std::string& each : texts(value, "promises_unobservable"))
    made.written.unobservable.insert(std::move(each));
  if (const auto promises = value.find("promises"); promises != value.end()) {
    made.promises_made = number(*promises, "made");
    made.promises_unobservable = number(*promises, "unobservable");
    for (const std::string& key : texts(*promises, "tested_keys"))
      made.promises_tested.insert(std::stoull(key, nullptr, 16));
  } else {  // before reports held keys, they held the ids alone
    made.promises_made = made.written.made.size();
    made.promises_unobservable = made.written.unobservable.size();
    for (const std::string& id : made.written.tested) made.promises_tested.insert(plan::promise_key(id));
  }
  for (const run::MembersRow& row : run::members_rows())
    for (std::string& each : texts(value, row.key)) (made.*row.members).insert(std::move(each));
  made.inconclusive = number(value, "inconclusive");
  return made;
}

std::map<std::string, std::size_t> reasons(const OrderedJson& value, std::string_view key) {
  std::map<std::string, std::size_t> all;
  if (const auto found = value.find(key); found != value.end()) {
    for (const auto& [reason, count] : found->items()) all[reason] = count.get<std::size_t>();
  }
  return all;
}

std::vector<run::TouchedService> touched_of(const OrderedJson& value) {
  std::vector<run::TouchedService> all;
  const auto found = value.find("touched");
  if (found == value.end()) return all;
  for (const OrderedJson& service : *found) {
    run::TouchedService made{.service = text(service, "service"),
                             .operations = number(service, "operations"),
                             .untouched = texts(service, "untouched")};
    for (const OrderedJson& each : service.at("touched"))
      made.touched.push_back({.service = made.service,
                              .operation = text(each, "operation"),
                              .exchanges = number(each, "exchanges"),
                              .accepted = number(each, "accepted"),
                              .broken = number(each, "broken"),
                              .exceptions = reasons(each, "exceptions"),
                              .never_seen = texts(each, "exceptions_never_seen"),
                              .never_sent = texts(each, "members_never_sent")});
    all.push_back(std::move(made));
  }
  return all;
}

// Causes and refusals are made of the cases again: a report names them, the exchanges stand with the cases.
run::RunSummary summary_of(const OrderedJson& value, const std::vector<CaseResult>& cases) {
  run::RunSummary made;
  made.exit_code = value.value("exit_code", 0);
  made.interrupted = value.value("interrupted", false);
  made.duration = duration(value, "seconds");
  made.requests = number(value, "requests");
  made.headline = numbers_of(value.at("headline"), run::headline_rows());
  made.counts = numbers_of(value.at("counts"), run::count_rows());
  for (const run::SentencesRow& row : run::sentences_rows()) made.*row.sentences = texts(value, row.key);
  for (const run::TallyRow& row : run::tally_rows()) made.*row.tally = reasons(value, row.key);
  made.touched = touched_of(value);
  run::CauseCount causes;
  run::RefusalCount refusals;
  for (const CaseResult& each : cases) {
    causes.add(each);
    refusals.add(each);
  }
  made.causes = causes.take();
  made.refusals = refusals.take();
  for (const OrderedJson& each : value.at("coverage")) made.coverage.push_back(coverage_of(each));
  for (const OrderedJson& each : value.at("contradictions")) {
    contract::Contradiction one{.promise = text(each, "promise"), .what = text(each, "what")};
    for (const OrderedJson& saying : each.at("sayings"))
      one.sayings.push_back({.source = text(saying, "source"), .value = text(saying, "value")});
    made.contradictions.push_back(std::move(one));
  }
  return made;
}

void read_head(const OrderedJson& value, run::RunInfo& info) {
  info.hallmark_version = text(value, "hallmark");
  info.target = text(value, "target");
  info.region = text(value, "region");
  for (const auto& [service, url] : value.at("endpoints").items())
    info.endpoints[service] = url.get<std::string>();
  info.started = time(value, "started");
  info.strict = value.value("strict", false);
  if (const std::string shard = text(value, "shard"); !shard.empty()) {
    const std::size_t slash = shard.find('/');
    info.shard = static_cast<unsigned>(std::stoul(shard.substr(0, slash)));
    info.shards = static_cast<unsigned>(std::stoul(shard.substr(slash + 1)));
  }
  if (const auto asked = value.find("asked"); asked != value.end())
    info.asked = {.ids = texts(*asked, "ids"),
                  .exclude = texts(*asked, "exclude"),
                  .depth = text(*asked, "depth"),
                  .options = texts(*asked, "options")};
  const auto contracts = value.find("contracts");
  if (contracts == value.end()) return;
  for (const OrderedJson& each : *contracts)
    info.contracts.push_back({.service = text(each, "service"),
                              .version = text(each, "version"),
                              .documents = texts(each, "documents")});
}

}  // namespace

std::unique_ptr<SavedRun> read_report(const std::filesystem::path& file) {
  const core::JsonFile json = core::load_json(file);
  if (!json.value.is_object() || text(json.value, "format") != "hallmark-report")
    core::fail_at(json, "", "report.format", "this is no report of Hallmark",
                  "give a file that `--report json=PATH` wrote");
  const auto version = json.value.find("version");
  if (version != json.value.end() && version->is_number() && *version != reports::json_report_version)
    core::fail_at(
        json, "/version", "report.version",
        fmt::format("a report of version {}, which Hallmark {} wrote; this program reads version {}",
                    version->dump(), core::printable(text(json.value, "hallmark")),
                    reports::json_report_version),
        "run again with this program, or read it with the one that wrote it");
  schema::check_format(json, "report");
  auto made = std::make_unique<SavedRun>();
  made->file = file.string();
  read_head(json.value, made->info);
  for (const OrderedJson& each : json.value.at("cases")) {
    CaseResult result;
    result.test = &made->tests.emplace_back(test_of(each));
    result.verdict = verdict_of(each);
    result.run.duration = duration(each, "seconds");
    for (const OrderedJson& one : each.at("exchanges")) result.run.exchanges.push_back(exchange_of(one));
    result.reproduce = text(each, "reproduce");
    if (!result.verdict.refusal.empty() && result.verdict.refusal_exchange >= result.run.exchanges.size())
      core::fail_at(json, core::pointer_of({"cases", std::to_string(made->cases.size()), "refusal_exchange"}),
                    "report.exchange", "the case has no such exchange", "write the report anew");
    made->cases.push_back(std::move(result));
  }
  made->info.planned = made->cases.size();
  made->summary = summary_of(json.value.at("summary"), made->cases);
  return made;
}

bool fails(const CaseResult& result) { return reports::fails(reports::mark_of(result)); }

void tell(const SavedRun& run, const std::vector<run::Listener*>& listeners) {
  for (run::Listener* listener : listeners) {
    listener->run_started(run.info);
    for (const CaseResult& each : run.cases) listener->case_finished(each);
    listener->run_finished(run.info, run.summary);
  }
}

}  // namespace hallmark::results
