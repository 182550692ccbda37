#include "exchange/executor.h"

#include <fmt/format.h>

#include <algorithm>

#include "contract/foreign_protocols.h"
#include "contract/view.h"
#include "core/text.h"
#include "exchange/case_runner.h"
#include "exchange/provided.h"
#include "plan/cases/load.h"

namespace hallmark::exchange {
namespace {

Reason not_accepted(std::string_view what) {
  return {Reason::Kind::base_not_accepted, fmt::format("base not accepted: {}", what)};
}

Executor::Base base_from(const plan::Case& test, const CaseRunner::Ended& ended) {
  Executor::Base base;
  base.blocked = ended.run.blocked;
  base.blocked_by = ended.run.blocked_by;
  base.refused_by = ended.run.refused_by;
  base.not_offered = ended.run.not_offered;
  if (const std::optional<Called>& called = ended.control) {
    base.accepted = called->accepted();
    if (!base.accepted) {
      base.answer = called->answer();
      base.why = not_accepted(fmt::format("{} answered {}", test.operation, base.answer));
      base.refused_by = test.operation;
    }
    if (called->throttled) base.blocked = {Reason::Kind::throttled, "the base request was throttled"};
  } else if (base.blocked.empty()) {
    const Reason& skipped = ended.run.skipped;
    base.why = skipped.kind == Reason::Kind::base_not_accepted ? skipped
               : skipped.empty()                               ? not_accepted("it could not be sent")
                                                               : not_accepted(skipped.text);
  }
  return base;
}

// What a case comes to whose base request was not accepted, or told that the operation is not there (also by
// a success, of what takes it for another); nullopt: it can be sent all the same.
std::optional<CaseRun> ended_by(const plan::Case& test, const Executor::Base& base, bool interrupted) {
  if (base.accepted && base.not_offered.empty()) return std::nullopt;
  CaseRun run;
  run.base_accepted = base.accepted;
  run.refused_by = base.refused_by;
  run.not_offered = base.not_offered;
  run.exchanges = base.exchanges;
  if (!run.not_offered.empty()) return run;
  if (interrupted) {
    run.skipped = {Reason::Kind::interrupted, "interrupted"};
  } else if (base.blocked.kind == Reason::Kind::throttled) {
    run.throttled = true;
    run.blocked = {Reason::Kind::arrangement, base.blocked.text};
    run.blocked_by = test.service + " throttled";
  } else if (!base.blocked.empty()) {
    run.blocked = base.blocked;
    run.blocked_by = base.blocked_by;
  } else if (test.behaviour.kind.empty()) {
    run.skipped = base.why;
  } else {
    return std::nullopt;  // between calls the base tells what else may be wrong
  }
  return run;
}

// Whether a value may be none that the protocol can write: JSON and CBOR bodies take any.
bool may_be_inexpressible(const ServiceContext& service, const contract::Operation& operation,
                          const std::string& pointer) {
  if (pointer.empty()) return false;
  const std::vector<std::string> tokens = core::pointer_tokens(pointer);
  const contract::Member* member = contract::input_of(*service.model, operation).member(tokens.front());
  const contract::ProtocolFacts& facts = service.protocol->facts();
  if (!member || !facts.typed()) return true;
  return member->traits.has(contract::trait::host_label) ||
         (facts.rest && contract::location_of(*member) != contract::Location::body);
}

// Why the case is not sent at all, as far as its own words tell; empty: it is.
Reason why_unsent(const plan::Case& test, const ServiceContext* service) {
  using Kind = Reason::Kind;
  if (!test.skip.empty()) return {Kind::planned, test.skip};
  if (!service) return {Kind::cannot_be_sent, "no such service was added: " + test.service};
  if (!service->protocol) return {Kind::cannot_be_sent, contract::why_no_protocol(*service->model)};
  const contract::Operation* operation = service->model->operation(test.operation);
  if (!operation) return {Kind::cannot_be_sent, "the contract has no operation " + test.operation};
  if (!may_be_inexpressible(*service, *operation, test.constraint_pointer)) return {};
  const std::vector<std::string> lost =
      service->protocol->encode_request(*service->model, *operation, test.send).inexpressible;
  if (std::find(lost.begin(), lost.end(), test.constraint_pointer) == lost.end()) return {};
  return {Kind::cannot_be_sent, fmt::format("{} cannot carry this value", service->protocol->name())};
}

bool was_cut(const CaseRun& run) {
  return std::any_of(run.exchanges.begin(), run.exchanges.end(), [](const Exchange& exchange) {
    return exchange.http.fault == TransportFault::cancelled;
  });
}

}  // namespace

const wire::Protocol* protocol_of(const plan::ServicePlan& service) {
  return wire::find_protocol(plan::protocol_of(*service.model, service.suite));
}

Executor::Executor(plan::Target target, ExecutorOptions options)
    : state_(std::make_unique<State>(std::move(target), std::move(options))) {}

Executor::~Executor() { finish(); }

void Executor::finish() { state_->provided->release(); }

void Executor::add(const plan::ServicePlan& service) {
  state_->services[service.model->slug] = state_->context_for(service);
}

std::shared_ptr<Executor::Worker> Executor::make_worker() const {
  return std::make_shared<Worker>(state_->options.client);
}

void Executor::set_deadline(std::chrono::steady_clock::time_point requests,
                            std::chrono::steady_clock::time_point cleaning) {
  state_->options.client.overall_deadline = requests;
  state_->options.client.cleaning_deadline = cleaning;
}
void Executor::set_cancelled(const std::atomic<bool>* cancelled, const std::atomic<bool>* abandoned) {
  state_->options.client.cancelled = cancelled;
  state_->options.client.abandoned = abandoned;
}
std::string Executor::given_up(const std::string& service, const std::string& operation) const {
  const ServiceContext* context = state_->service(service);
  return context ? context->reach->given_up(operation.empty() ? operation : service + "." + operation)
                 : std::string();
}
bool Executor::isolates_accounts() const { return state_->accounts_are_apart(); }
const plan::Target& Executor::target() const { return state_->target; }
std::size_t Executor::requests() const { return state_->requests; }

std::map<std::string, std::string> Executor::endpoints() const {
  std::map<std::string, std::string> result;
  for (const auto& [slug, service] : state_->services) result[slug] = to_string(service.address);
  return result;
}

std::vector<std::string> Executor::left_behind() const {
  const std::lock_guard lock(state_->mutex);
  return state_->left_behind;
}

Executor::Base Executor::run_base(const plan::Case& test, Worker& worker) {
  const ServiceContext* service = state_->service(test.service);
  const std::shared_ptr<State::BaseSlot> slot = state_->base_of(test);
  const std::lock_guard lock(slot->mutex);
  if (slot->done || !service) return slot->base;
  CaseRunner runner(*state_, *service, worker,
                    test.service + "." + test.operation + "/base " + test.base_key);
  CaseRunner::Ended ended = runner.run_base(test);
  Base base = base_from(test, ended);
  // What was interrupted or throttled says nothing about the next one.
  slot->done = !state_->caller.cancelled() && base.blocked.kind != Reason::Kind::throttled;
  slot->base = base;
  base.exchanges = std::move(ended.run.exchanges);
  return base;
}

CaseRun Executor::run(const plan::Case& test, Worker& worker) {
  CaseRun run = run_once(test, worker);
  // What is asked for and was never there need not be arranged: without, identifiers are invented.
  const bool sent = std::any_of(run.exchanges.begin(), run.exchanges.end(),
                                [](const Exchange& exchange) { return exchange.role == Role::send; });
  if (!test.behaviour.unarranged || sent || !test.skip.empty() || run.throttled || state_->caller.cancelled())
    return run;
  plan::Case bare = test;
  bare.arrange.clear();
  bare.send = *test.behaviour.unarranged;
  bare.base_key.clear();
  CaseRun again = run_once(bare, worker);
  again.exchanges.insert(again.exchanges.begin(), run.exchanges.begin(), run.exchanges.end());
  again.duration += run.duration;
  return again;
}

CaseRun Executor::run_once(const plan::Case& test, Worker& worker) {
  const core::Clock& clock = state_->caller.clock();
  const std::chrono::microseconds begun = clock.monotonic();
  const ServiceContext* service = state_->service(test.service);
  CaseRun early;
  early.skipped = why_unsent(test, service);
  if (early.skipped.empty() && state_->caller.cancelled())
    early.skipped = {Reason::Kind::interrupted, "interrupted"};
  if (!early.skipped.empty()) return early;
  const std::string operation = test.service + "." + test.operation;
  const std::unique_lock turn = state_->offers.in_turn(operation);
  early.not_offered = state_->offers.why_not(operation);
  if (!early.not_offered.empty()) return early;

  const bool asks_later = asks_base_when_refused(test);
  Base base;
  if (!test.base_key.empty() && !asks_later) {
    base = run_base(test, worker);
    if (auto ended = ended_by(test, base, state_->caller.cancelled())) return *std::move(ended);
  }
  CaseRunner runner(*state_, *service, worker, test.id);
  CaseRunner::Ended ended = runner.run(test, std::move(base.exchanges), base.answer);
  CaseRun run = std::move(ended.run);
  const Said& said = ended.said;
  if (state_->caller.cancelled() && run.skipped.empty() && run.blocked.empty() && was_cut(run))
    run.skipped = {Reason::Kind::interrupted, "interrupted"};
  // Refused just as the base request is: that says nothing of what was added to it.
  if (!test.base_key.empty() && asks_later && said.answered && !said.succeeded && !run.throttled &&
      run.skipped.empty() && run.blocked.empty()) {
    base = run_base(test, worker);
    std::move(base.exchanges.begin(), base.exchanges.end(), std::back_inserter(run.exchanges));
    if (!base.answer.empty() && base.answer == said.answer) {
      run.base_accepted = false;
      run.refused_by = test.operation;
      run.skipped = base.why;
    }
  }
  run.duration = clock.monotonic() - begun;
  return run;
}

}  // namespace hallmark::exchange
