#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <mutex>

#include "verdict/asides.h"
#include "verdict/case_judge.h"
#include "verdict/checks.h"
#include "verdict/negative.h"
#include "verdict/verdict.h"

namespace hallmark::verdict {

using Kind = exchange::Reason::Kind;

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::none:
      return "none";
    case Severity::drift:
      return "drift";
    case Severity::deviation:
      return "deviation";
  }
  return "none";
}

std::string_view to_string(Status status) {
  switch (status) {
    case Status::conforms:
      return "conforms";
    case Status::deviates:
      return "deviates";
    case Status::inconclusive:
      return "inconclusive";
    case Status::skipped:
      return "skipped";
    case Status::not_offered:
      return "not offered";
    case Status::error:
      return "error";
  }
  return "error";
}

struct Judge::State {
  std::shared_ptr<const contract::Model> model;
  plan::Suite suite;
  const wire::Protocol* protocol = nullptr;
  JudgeOptions options;

  // Compiled on first use: contracts with hundreds of operations are judged a few at a time.
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<const Compiled>, std::less<>> operations;
  std::deque<std::string> order;  // of compilation: the oldest is forgotten, so that memory does not grow

  static constexpr std::size_t most_operations = 24;

  std::shared_ptr<const Compiled> compiled(const contract::Operation& operation) {
    {
      const std::lock_guard lock(mutex);
      if (const auto found = operations.find(operation.id); found != operations.end()) return found->second;
    }
    auto made =
        std::make_shared<const Compiled>(compile(*model, operation, suite, *protocol, options.limits));
    const std::lock_guard lock(mutex);
    const auto [place, added] = operations.emplace(operation.id, std::move(made));
    const auto result = place->second;
    if (added) order.push_back(operation.id);
    if (order.size() > most_operations) {
      operations.erase(order.front());
      order.pop_front();
    }
    return result;
  }
  std::shared_ptr<const Compiled> compiled(const std::string& name) {
    const contract::Operation* operation = model->operation(name);
    return operation ? compiled(*operation) : nullptr;
  }
};

namespace {

Verdict settled(Status status, exchange::Reason reason) {
  Verdict verdict;
  verdict.status = status;
  verdict.reason = std::move(reason.text);
  verdict.reason_kind = reason.kind;
  return verdict;
}

Verdict verdict_of(Ledger ledger, const JudgeOptions& options) {
  Verdict verdict;
  const bool fails = ledger.deviations() != 0 || (options.strict && ledger.drifts() != 0);
  verdict.status = fails ? Status::deviates : Status::conforms;
  if (ledger.dropped != 0) verdict.reason = fmt::format("{} more findings were left out", ledger.dropped);
  for (const auto& [promise, held] : ledger.evaluated) verdict.evaluated.push_back({promise, held});
  verdict.findings = std::move(ledger.findings);
  std::stable_sort(verdict.findings.begin(), verdict.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
  return verdict;
}

}  // namespace

Judge::Judge(std::shared_ptr<const contract::Model> model, const plan::Suite& suite,
             const wire::Protocol& protocol, JudgeOptions options)
    : state_(std::make_unique<State>()) {
  state_->model = std::move(model);
  state_->suite = suite;
  state_->protocol = &protocol;
  state_->options = options;
}

Judge::~Judge() = default;

Verdict Judge::judge(const plan::Case& test, const exchange::CaseRun& run) const {
  Verdict verdict = judge_alone(test, run);
  add_asides(
      test, run, state_->options, [this](const std::string& name) { return state_->compiled(name); },
      verdict);
  const bool refused = verdict.status == Status::inconclusive && !verdict.waits_for.empty();
  if (verdict.status != Status::skipped && verdict.status != Status::error && !refused) return verdict;
  if (verdict.waits_for.empty()) verdict.waits_for = run.refused_by;
  if (verdict.waits_for.empty()) return verdict;
  for (std::size_t at = run.exchanges.size(); at-- > 0;) {
    const exchange::Exchange& each = run.exchanges[at];
    if (each.operation != verdict.waits_for || !each.http.response) continue;
    const auto compiled = state_->compiled(each.operation);
    if (!compiled || !compiled->problem.empty()) continue;
    const Answer answer = read_answer(*compiled, each.http);
    if (answer.success && each.role != exchange::Role::arrange) continue;
    verdict.refusal = describe(answer);
    verdict.refusal_exchange = at;
    break;
  }
  return verdict;
}

Verdict Judge::judge_alone(const plan::Case& test, const exchange::CaseRun& run) const {
  if (!run.not_offered.empty())
    return settled(Status::not_offered, {Kind::none, "not offered: " + run.not_offered});
  if (!run.skipped.empty()) return settled(Status::skipped, run.skipped);
  if (!test.skip.empty()) return settled(Status::skipped, {Kind::planned, test.skip});
  if (!run.blocked.empty()) {
    if (run.blocked.kind == Kind::endpoint) return settled(Status::error, run.blocked);
    return settled(Status::error, {run.blocked.kind, "blocked by " + run.blocked.text});
  }
  if (is_negative(test) && !run.base_accepted)
    return settled(Status::skipped, {Kind::base_not_accepted, "base not accepted"});
  if (run.throttled) return settled(Status::error, {Kind::throttled, "throttled"});
  const auto compiled = state_->compiled(test.operation);
  if (!compiled)
    return settled(Status::error,
                   {Kind::contract, fmt::format("the contract has no operation {}", test.operation)});
  if (!compiled->problem.empty()) return settled(Status::error, {Kind::contract, compiled->problem});
  return judge_case(test, run, *compiled, state_->suite, state_->options,
                    [this](const std::string& name) { return state_->compiled(name); });
}

Verdict Judge::judge_exchange(const contract::Operation& operation, const exchange::HttpExchange& http,
                              const RecordedParts& parts) const {
  const auto compiled = state_->compiled(operation);
  if (!compiled->problem.empty()) return settled(Status::error, {Kind::contract, compiled->problem});
  const TransportJudgement transport = judge_transport(http, compiled->id());
  if (!transport.error.empty()) return settled(Status::error, {Kind::transport, transport.error});
  Ledger ledger;
  if (transport.finding) {
    ledger.add(*transport.finding);
  } else {
    check_recorded(*compiled, http, parts, ledger);
  }
  return verdict_of(std::move(ledger), state_->options);
}

Verdict Judge::judge_parsed(const contract::Operation& operation, const ParsedAnswer& answer) const {
  const auto compiled = state_->compiled(operation);
  if (!compiled->problem.empty()) return settled(Status::error, {Kind::contract, compiled->problem});
  Ledger ledger;
  check_parsed(*compiled, answer, ledger);
  return verdict_of(std::move(ledger), state_->options);
}

}  // namespace hallmark::verdict
