#include "run/tally.h"

#include <fmt/format.h>

#include <algorithm>

#include "contract/foreign_protocols.h"
#include "contract/promise_id.h"
#include "core/text.h"
#include "exchange/reproduce.h"

namespace hallmark::run {
namespace {

std::vector<const plan::ServicePlan*> pointers(const std::vector<plan::ServicePlan>& services) {
  std::vector<const plan::ServicePlan*> result;
  for (const plan::ServicePlan& service : services) result.push_back(&service);
  return result;
}

std::chrono::sys_days today(const core::Clock* clock) {
  return std::chrono::floor<std::chrono::days>((clock ? *clock : core::system_clock()).now());
}

std::string command_for(const CaseResult& result) {
  for (const verdict::Finding& finding : result.verdict.findings) {
    if (finding.severity == verdict::Severity::none || finding.exchange >= result.run.exchanges.size())
      continue;
    const exchange::Exchange& exchange = result.run.exchanges[finding.exchange];
    if (exchange.http.url.empty()) continue;  // recorded without its request
    return exchange::reproduce_case(*result.test, result.run, finding.exchange);
  }
  return {};
}

}  // namespace

void count(RunSummary& summary, const CaseResult& result) {
  const verdict::Verdict& verdict = result.verdict;
  Counts& counts = summary.counts;
  ++counts.total;
  switch (verdict.status) {
    case verdict::Status::conforms:
      ++counts.conforms;
      break;
    case verdict::Status::deviates:
      ++(verdict.known ? counts.known : counts.deviates);
      break;
    case verdict::Status::inconclusive:
      ++counts.inconclusive;
      ++summary.inconclusive_reasons[verdict.reason];
      break;
    case verdict::Status::skipped:
      ++counts.skipped;
      ++summary.skip_reasons[verdict.reason];
      break;
    case verdict::Status::not_offered:
      ++counts.not_offered;
      break;
    case verdict::Status::error:
      ++counts.errors;
      break;
  }
  const bool drifts = std::any_of(
      verdict.findings.begin(), verdict.findings.end(),
      [](const verdict::Finding& finding) { return finding.severity == verdict::Severity::drift; });
  if (drifts) ++counts.drift;
  if (verdict.not_brought_about) ++counts.not_brought_about;
  if (verdict.unexpected_pass) ++counts.unexpected_passes;
  if (result.test->tier == plan::Tier::informative) ++counts.informative;
  for (const exchange::Exchange& exchange : result.run.exchanges) {
    if (exchange.http.retries == 0) continue;
    summary.sent_again[result.test->service + "." + exchange.operation] +=
        static_cast<std::size_t>(exchange.http.retries);
  }
}

Tally::Tally(const std::vector<plan::ServicePlan>& services, const RunOptions& options, RunInfo info,
             const std::vector<Listener*>& listeners)
    : options_(options),
      info_(std::move(info)),
      listeners_(listeners),
      coverage_(pointers(services)),
      known_(options.known, today(options.clock), {.strict = options.strict}) {
  info_.services = pointers(services);
  for (const plan::ServicePlan& service : services) {
    info_.contracts.push_back({.service = service.model->slug,
                               .version = service.model->service.version,
                               .documents = service.model->documents});
  }
  info_.shard = options.shard;
  info_.shards = options.shards;
  info_.asked = options.asked;
  summary_.part = options.part;
  if (!options.name.empty()) info_.target = options.name;
  info_.strict = options.strict;
  info_.hallmark_version = options.hallmark_version;
  for (const plan::ServicePlan& service : services) {
    info_.planned += service.cases.size();
  }
  unfitted_.resize(options.known.size(), true);
}

void Tally::start() {
  for (Listener* listener : listeners_) listener->run_started(info_);
}

void Tally::finish_case(CaseResult result) {
  asides_.add(result);
  count(std::move(result), false);
}

void Tally::count(CaseResult result, bool aside) {
  verdict::Verdict& verdict = result.verdict;
  known_.apply(*result.test, verdict);
  if (!aside) judged_.insert(result.test->service + "." + result.test->operation);
  for (std::size_t i = 0; i < unfitted_.size(); ++i) {
    const std::string& glob = options_.known[i].case_glob;
    if (unfitted_[i] && (glob == result.test->id || core::glob_match(glob, result.test->id)))
      unfitted_[i] = false;
  }
  result.reproduce = command_for(result);
  run::count(summary_, result);
  coverage_.add(result, !aside);
  causes_.add(result);
  refusals_.add(result);
  if (!aside) outage_.diagnostic(result);
  for (Listener* listener : listeners_) listener->case_finished(result);
}

std::string Tally::without_operation(std::string_view glob) const {
  const std::string_view id = glob.substr(0, glob.find('/'));
  const std::size_t dot = id.find('.');
  if (dot == std::string_view::npos || id.find_first_of("*?[") != std::string_view::npos) return {};
  for (const plan::ServicePlan* service : info_.services) {
    if (service->model->slug != id.substr(0, dot)) continue;
    if (service->model->operation(id.substr(dot + 1)) != nullptr) return {};
    return fmt::format(": {} has no operation {}", id.substr(0, dot), id.substr(dot + 1));
  }
  return {};
}

RunSummary Tally::finish(std::vector<std::string> left_behind, std::size_t requests, bool interrupted,
                         std::chrono::microseconds duration) {
  for (CaseResult& each : asides_.take(aside_cases_, options_.strict)) count(std::move(each), true);
  summary_.coverage = coverage_.take(options_.whole_plan, options_.write_promises);
  summary_.headline = headline_of(summary_.coverage);
  summary_.causes = causes_.take();
  summary_.refusals = refusals_.take();
  summary_.next = next_steps(summary_.refusals);
  // Of the operations under test: what concerns only the supporting ones is not this run's matter.
  for (const plan::ServicePlan* service : info_.services) {
    for (const contract::Contradiction& contradiction : service->model->contradictions) {
      if (judged_.contains(std::string(contract::operation_of_promise(contradiction.promise)))) {
        summary_.contradictions.push_back(contradiction);
      }
    }
  }
  summary_.broken_since = outage_.sentences();
  summary_.left_behind = std::move(left_behind);
  summary_.requests = requests;
  summary_.interrupted = interrupted;
  summary_.duration = duration;
  summary_.known_problems = known_.problems(summary_.part);
  for (std::size_t i = 0; i < unfitted_.size(); ++i) {
    const plan::KnownDeviation& known = options_.known[i];
    if (!unfitted_[i]) continue;
    const std::string misspelt = without_operation(known.case_glob);
    if (misspelt.empty() &&
        (options_.planned_elsewhere ? options_.planned_elsewhere(known.case_glob) : !options_.whole_plan))
      continue;
    summary_.known_problems.push_back(
        fmt::format("{}:{}: no case is named {}{}", known.file, known.line, known.case_glob, misspelt));
  }
  for (const std::string& operation : options_.exercised) {
    const std::string misspelt = without_operation(operation);
    if (!misspelt.empty())
      summary_.known_problems.push_back(fmt::format("{} is among the exercised{}", operation, misspelt));
  }
  // A shard has not all operations, and of some not all cases: who joins the shards asks.
  if (!summary_.part) {
    summary_.gate_problems = gate_problems(summary_.coverage, options_.require, options_.min_tested);
    for (std::string& each : lost_reach(options_.exercised, summary_.coverage, options_.whole_plan))
      summary_.gate_problems.push_back(std::move(each));
  }
  summary_.exit_code = exit_code(summary_, options_.baseline);
  if (const int signal = options_.signal ? options_.signal->load() : 0; interrupted && signal != 0)
    summary_.exit_code = 128 + signal;
  for (Listener* listener : listeners_) listener->run_finished(info_, summary_);
  return std::move(summary_);
}

Judges::Judges(const std::vector<plan::ServicePlan>& services, const verdict::JudgeOptions& options) {
  for (const plan::ServicePlan& service : services) {
    const wire::Protocol* protocol = exchange::protocol_of(service);
    why_none_.push_back(protocol ? "" : contract::why_no_protocol(*service.model));
    judges_.push_back(protocol
                          ? std::make_unique<verdict::Judge>(service.model, service.suite, *protocol, options)
                          : nullptr);
  }
}

verdict::Verdict Judges::judge(std::size_t service, const plan::Case& test,
                               const exchange::CaseRun& run) const {
  if (judges_[service]) return judges_[service]->judge(test, run);
  verdict::Verdict verdict;
  verdict.status = verdict::Status::skipped;
  const bool planned = !test.skip.empty();
  verdict.reason = planned ? test.skip : why_none_[service];
  verdict.reason_kind = planned ? exchange::Reason::Kind::planned : exchange::Reason::Kind::cannot_be_sent;
  return verdict;
}

int exit_code(const RunSummary& summary, BaselineUse baseline) {
  const Counts& counts = summary.counts;
  if (summary.interrupted) return 130;
  if (counts.judged() + counts.errors == 0 && !summary.part) return 5;
  const bool held = baseline == BaselineUse::held;
  if (counts.deviates > 0 && baseline != BaselineUse::written) return 1;
  if (held && (counts.unexpected_passes > 0 || !summary.known_problems.empty())) return 1;
  if (!summary.gate_problems.empty()) return 1;
  return counts.errors > 0 ? 4 : 0;
}

}  // namespace hallmark::run
