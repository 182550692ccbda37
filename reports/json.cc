#include "reports/json.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "reports/text.h"
#include "reports/touched.h"

namespace hallmark::reports {
namespace {

using exchange::Exchange;
using run::CaseResult;

// Of one body; a case has a bound of its own.
constexpr std::size_t max_body = std::size_t{16} << 10;

std::string utf8(std::string_view text) {
  return core::valid_utf8(text) ? std::string(text) : core::to_utf8(core::to_utf32(text));
}

std::string text(const OrderedJson& value, int indent = -1) {
  return value.dump(indent, ' ', false, OrderedJson::error_handler_t::replace);
}

double seconds(std::chrono::microseconds duration) {
  return static_cast<double>(std::max<std::int64_t>(0, duration.count())) / 1e6;
}

std::string time_text(core::Time time) { return core::format_time(time, core::TimestampFormat::date_time); }

OrderedJson body_json(const std::string& body, std::size_t& room) {
  const std::size_t keep = std::min({body.size(), max_body, room});
  OrderedJson made = OrderedJson::object();
  made["bytes"] = body.size();
  if (core::valid_utf8(body)) {
    std::size_t cut = keep;
    while (cut > 0 && cut < body.size() && (static_cast<unsigned char>(body[cut]) & 0xC0) == 0x80) --cut;
    made["text"] = body.substr(0, cut);
    if (cut < body.size()) made["cut"] = body.size() - cut;
  } else {
    made["base64"] = core::base64_encode(std::string_view(body).substr(0, keep));
    if (keep < body.size()) made["cut"] = body.size() - keep;
  }
  room -= std::min(room, keep);
  return made;
}

OrderedJson headers_json(const wire::Headers& headers, std::size_t& room) {
  OrderedJson made = OrderedJson::array();
  for (const wire::Header& header : headers) {
    const std::size_t size = header.name.size() + header.value.size();
    if (size > room) break;
    room -= size;
    made.push_back(OrderedJson::array({utf8(header.name), utf8(header.value)}));
  }
  return made;
}

// Everything of an exchange where a finding may need it, its outline where none does.
OrderedJson exchange_json(const Exchange& exchange, bool in_full, std::size_t& room) {
  OrderedJson made = OrderedJson::object();
  made["role"] = exchange::to_string(exchange.role);
  made["index"] = exchange.index;
  made["operation"] = utf8(exchange.operation);
  made["identity"] = utf8(exchange.identity);
  if (exchange.fault_requested) made["fault_requested"] = true;
  if (in_full) made["started"] = time_text(exchange.http.started);
  made["seconds"] = seconds(exchange.http.duration);
  if (exchange.http.retries != 0) made["retries"] = exchange.http.retries;
  OrderedJson request = OrderedJson::object();
  request["method"] = utf8(exchange.http.request.method);
  request["url"] = utf8(exchange.http.url + core::shorten(exchange.http.request.target, max_body));
  if (in_full) {
    request["headers"] = headers_json(exchange.http.request.headers, room);
    request["body"] = body_json(exchange.http.request.body, room);
  }
  made["request"] = std::move(request);
  if (exchange.http.response) {
    OrderedJson response = OrderedJson::object();
    response["status"] = exchange.http.response->status;
    if (in_full) {
      response["headers"] = headers_json(exchange.http.response->headers, room);
      response["body"] = body_json(exchange.http.response->body, room);
    }
    made["response"] = std::move(response);
  }
  if (exchange.http.fault != exchange::TransportFault::none) {
    made["fault"] = exchange::to_string(exchange.http.fault);
    made["detail"] = utf8(core::shorten(exchange.http.detail, 2000));
  }
  return made;
}

template <typename Owner>
void add_numbers(std::span<const run::NumberRow<Owner>> rows, const Owner& owner, OrderedJson& made) {
  for (const run::NumberRow<Owner>& row : rows) made[std::string(row.key)] = owner.*row.number;
}

OrderedJson finding_json(const verdict::Finding& finding) {
  OrderedJson made = OrderedJson::object();
  for (const auto& row : run::finding_rows()) made[std::string(row.key)] = utf8(finding.*row.text);
  made["severity"] = verdict::to_string(finding.severity);
  made["role"] = exchange::to_string(finding.role);
  made["exchange"] = finding.exchange;
  return made;
}

// Why an outcome is allowed is of interest where something is the matter.
OrderedJson outcome_json(const plan::Outcome& outcome, bool in_full) {
  OrderedJson made = OrderedJson::object();
  if (outcome.exception.empty()) {
    made["success"] = true;
  } else {
    made["exception"] = utf8(outcome.exception);
  }
  if (outcome.status) made["status"] = *outcome.status;
  if (in_full && !outcome.reason.empty()) made["reason"] = utf8(outcome.reason);
  return made;
}

OrderedJson strings(const auto& values) {
  OrderedJson made = OrderedJson::array();
  for (const auto& value : values) made.push_back(utf8(value));
  return made;
}

OrderedJson coverage_json(const run::OperationCoverage& coverage) {
  OrderedJson made = OrderedJson::object();
  made["service"] = coverage.service;
  made["operation"] = coverage.operation;
  made["reached"] = run::to_string(coverage.reached);
  if (!coverage.contract.empty()) made["contract"] = coverage.contract;
  OrderedJson exceptions = OrderedJson::array();
  for (const auto& exception : coverage.exceptions) {
    OrderedJson each = OrderedJson::object();
    each["name"] = utf8(exception.name);
    each["by"] = OrderedJson::array();
    for (const plan::Provocation by : exception.by) each["by"].push_back(plan::to_string(by));
    if (!exception.why_not.empty()) each["why_not"] = utf8(exception.why_not);
    each["put_to_test"] = exception.put_to_test;
    if (exception.attempted) each["attempted"] = true;
    exceptions.push_back(std::move(each));
  }
  made["exceptions"] = std::move(exceptions);
  OrderedJson keys = OrderedJson::array();
  for (const std::uint64_t key : coverage.promises_tested) keys.push_back(fmt::format("{:016x}", key));
  made["promises"] = {{"made", coverage.promises_made},
                      {"unobservable", coverage.promises_unobservable},
                      {"tested", coverage.promises_tested.size()},
                      {"tested_keys", std::move(keys)}};
  if (!coverage.written.made.empty()) {
    made["promises_made"] = strings(coverage.written.made);
    made["promises_tested"] = strings(coverage.written.tested);
    made["promises_unobservable"] = strings(coverage.written.unobservable);
  }
  made["inconclusive"] = coverage.inconclusive;
  for (const run::MembersRow& row : run::members_rows()) {
    const auto& members = coverage.*row.members;
    if (!members.empty()) made[std::string(row.key)] = strings(members);
  }
  return made;
}

OrderedJson cause_json(const run::Cause& cause) {
  OrderedJson made = OrderedJson::object();
  made["cases"] = cause.cases;
  made["severity"] = verdict::to_string(cause.severity);
  made["known"] = cause.known;
  made["rule"] = utf8(cause.rule);
  made["promise"] = utf8(cause.promise);
  made["expected"] = utf8(cause.expected);
  made["actual"] = utf8(cause.actual);
  made["operations"] = OrderedJson::object();
  for (const auto& [operation, cases] : cause.operations) made["operations"][operation] = cases;
  made["example"] = utf8(cause.example);
  return made;
}

OrderedJson refusal_json(const run::RefusedRequest& refusal) {
  OrderedJson made = OrderedJson::object();
  made["service"] = refusal.service;
  made["operation"] = refusal.operation;
  made["answer"] = utf8(refusal.answer);
  made["cases"] = refusal.cases;
  made["operations"] = strings(refusal.operations);
  std::size_t room = max_case_text;
  if (refusal.shown) made["exchange"] = exchange_json(refusal.exchange, true, room);
  return made;
}

OrderedJson reasons_json(const std::map<std::string, std::size_t>& reasons) {
  OrderedJson made = OrderedJson::object();
  for (const auto& [reason, count] : reasons) made[utf8(reason)] = count;
  return made;
}

class JsonReport : public run::Listener {
 public:
  explicit JsonReport(std::unique_ptr<core::Sink> sink) : sink_(std::move(sink)) {}

  void run_started(const run::RunInfo& info) override {
    const OrderedJson head = head_json(info);
    std::string out = text(head, 2);
    out.resize(out.rfind('\n'));  // the object stays open
    sink_->write(out + ",\n  \"cases\": [");
  }

  void case_finished(const CaseResult& result) override {
    sink_->write((first_ ? "\n    " : ",\n    ") + text(case_json(result)));
    first_ = false;
  }

  void run_finished(const run::RunInfo&, const run::RunSummary& summary) override {
    // Thousands of operations promise millions of things: each is written by itself.
    const std::string whole = text(summary_json(summary, false)), mark = "\"coverage\":[";
    const std::size_t at = whole.find(mark) + mark.size();
    std::string out = first_ ? "],\n" : "\n  ],\n";
    sink_->write(out + "  \"summary\": " + whole.substr(0, at));
    std::string_view between;
    for (const run::OperationCoverage& each : summary.coverage) {
      sink_->write(std::string(between) + text(coverage_json(each)));
      between = ",";
    }
    sink_->write(whole.substr(at) + "\n}\n");
    sink_->close();
  }

 private:
  std::unique_ptr<core::Sink> sink_;
  bool first_ = true;
};

}  // namespace

OrderedJson head_json(const run::RunInfo& info) {
  OrderedJson head = OrderedJson::object();
  head["format"] = "hallmark-report";
  head["version"] = json_report_version;
  head["hallmark"] = utf8(info.hallmark_version);
  head["target"] = utf8(info.target);
  head["region"] = utf8(info.region);
  head["endpoints"] = OrderedJson::object();
  for (const auto& [service, url] : info.endpoints) head["endpoints"][utf8(service)] = utf8(url);
  head["started"] = time_text(info.started);
  head["strict"] = info.strict;
  if (info.shards > 1) head["shard"] = std::to_string(info.shard) + "/" + std::to_string(info.shards);
  if (!info.asked.depth.empty()) {
    head["asked"] = OrderedJson::object();
    head["asked"]["depth"] = utf8(info.asked.depth);
    if (!info.asked.ids.empty()) head["asked"]["ids"] = strings(info.asked.ids);
    if (!info.asked.exclude.empty()) head["asked"]["exclude"] = strings(info.asked.exclude);
    if (!info.asked.options.empty()) head["asked"]["options"] = strings(info.asked.options);
  }
  head["contracts"] = OrderedJson::array();
  for (const run::JudgedBy& each : info.contracts) {
    head["contracts"].push_back({{"service", utf8(each.service)},
                                 {"version", utf8(each.version)},
                                 {"documents", strings(each.documents)}});
  }
  return head;
}

OrderedJson case_json(const CaseResult& result) {
  const plan::Case& test = *result.test;
  const verdict::Verdict& verdict = result.verdict;
  OrderedJson made = OrderedJson::object();
  made["id"] = utf8(test.id);
  made["service"] = utf8(test.service);
  made["operation"] = utf8(test.operation);
  made["exception"] = utf8(to_string(test.group));
  made["name"] = utf8(test.name);
  made["title"] = utf8(test.title);
  made["provoke"] = plan::to_string(test.provoke);
  made["scope"] = plan::to_string(test.scope);
  made["depth"] = plan::to_string(test.depth);
  made["generated"] = test.generated;
  made["informative"] = test.tier == plan::Tier::informative;
  if (!test.constraint.empty()) made["constraint"] = utf8(test.constraint);
  if (!test.file.empty()) made["file"] = utf8(test.file);
  if (test.line != 0) made["line"] = test.line;
  made["promises"] = strings(test.promises);
  made["expect"] = OrderedJson::array();
  const bool in_full = !verdict.findings.empty() || verdict.status == verdict::Status::inconclusive ||
                       !verdict.refusal.empty();
  for (const plan::Outcome& outcome : test.expect) made["expect"].push_back(outcome_json(outcome, in_full));
  made["verdict"] = made["status"] = verdict::to_string(verdict.status);
  made["mark"] = to_string(mark_of(result));
  for (const auto& row : run::verdict_rows()) {
    const std::string& text = verdict.*row.text;
    if (!text.empty()) made[std::string(row.key)] = utf8(text);
  }
  for (const run::FlagRow& row : run::flag_rows())
    if (verdict.*row.flag) made[std::string(row.key)] = true;
  if (verdict.reason_kind != exchange::Reason::Kind::none)
    made["reason_kind"] = to_string(verdict.reason_kind);
  if (verdict.status == verdict::Status::inconclusive) made["inconclusive"] = true;
  if (!verdict.provoked.empty()) made["by"] = plan::to_string(verdict.by);
  if (!verdict.refusal.empty()) made["refusal_exchange"] = verdict.refusal_exchange;
  made["seconds"] = seconds(result.run.duration);
  made["findings"] = OrderedJson::array();
  // Findings are bounded by the judge in number and in text; the rest of the case shares what is left.
  for (const verdict::Finding& finding : verdict.findings) made["findings"].push_back(finding_json(finding));
  OrderedJson held = OrderedJson::array(), broken = OrderedJson::array();
  for (const verdict::Evaluated& each : verdict.evaluated)
    (each.held ? held : broken).push_back(utf8(each.promise));
  made["promises_held"] = std::move(held);
  made["promises_broken"] = std::move(broken);
  std::size_t room = max_case_text;
  made["exchanges"] = OrderedJson::array();
  for (const Exchange& exchange : result.run.exchanges)
    made["exchanges"].push_back(exchange_json(exchange, in_full, room));
  if (!result.reproduce.empty()) made["reproduce"] = utf8(core::shorten(result.reproduce, max_case_text));
  return made;
}

OrderedJson summary_json(const run::RunSummary& summary, bool with_coverage) {
  OrderedJson made = OrderedJson::object();
  made["conclusion"] = conclusion(summary);
  made["exit_code"] = summary.exit_code;
  made["interrupted"] = summary.interrupted;
  made["seconds"] = seconds(summary.duration);
  made["requests"] = summary.requests;
  add_numbers(run::headline_rows(), summary.headline, made["headline"]);
  add_numbers(run::count_rows(), summary.counts, made["counts"]);
  for (const run::SentencesRow& row : run::sentences_rows())
    made[std::string(row.key)] = strings(summary.*row.sentences);
  for (const run::TallyRow& row : run::tally_rows())
    made[std::string(row.key)] = reasons_json(summary.*row.tally);
  made["causes"] = OrderedJson::array();
  for (const run::Cause& each : summary.causes) made["causes"].push_back(cause_json(each));
  made["refusals"] = OrderedJson::array();
  for (const run::RefusedRequest& each : summary.refusals) made["refusals"].push_back(refusal_json(each));
  made["coverage"] = OrderedJson::array();
  for (const run::OperationCoverage& each : summary.coverage) {
    if (with_coverage) made["coverage"].push_back(coverage_json(each));
  }
  if (!summary.touched.empty()) made["touched"] = touched_json(summary);
  made["contradictions"] = OrderedJson::array();
  for (const contract::Contradiction& each : summary.contradictions) {
    OrderedJson one = OrderedJson::object();
    one["promise"] = utf8(each.promise);
    one["what"] = utf8(each.what);
    one["sayings"] = OrderedJson::array();
    for (const auto& saying : each.sayings) {
      one["sayings"].push_back({{"source", utf8(saying.source)}, {"value", utf8(saying.value)}});
    }
    made["contradictions"].push_back(std::move(one));
  }
  return made;
}

std::unique_ptr<run::Listener> make_json(std::unique_ptr<core::Sink> sink) {
  return std::make_unique<JsonReport>(std::move(sink));
}

}  // namespace hallmark::reports
