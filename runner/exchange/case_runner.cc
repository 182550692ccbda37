#include "exchange/case_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "exchange/burst.h"
#include "exchange/marked.h"
#include "exchange/needs.h"
#include "exchange/offer_search.h"
#include "exchange/pages.h"
#include "exchange/read_back.h"

namespace hallmark::exchange {
namespace {

// Nobody vouches for how the operation's things are made.
bool is_inferred(const ServiceContext& service, const plan::Case& test) {
  const bool generated = test.generated || test.tier == plan::Tier::generated;
  return generated && service.plan->suite.inferred.contains(test.operation);
}

}  // namespace

CaseRunner::CaseRunner(Executor::State& state, const ServiceContext& service, Executor::Worker& worker,
                       std::string case_id)
    : talk_(state, service, worker, std::move(case_id)), makings_(talk_), fault_(talk_) {}

CaseRunner::Ended CaseRunner::run(const plan::Case& test, std::vector<Exchange> before,
                                  std::string base_answer) {
  talk_.run().exchanges = std::move(before);
  talk_.run().base_answer = std::move(base_answer);
  const bool shared = test.scope != plan::Scope::account;
  const Needs needs = needs_of(test, talk_.service().plan->suite);
  if (arrange(makings_, test.arrange, shared, is_inferred(talk_.service(), test), needs) && send(test)) {
    if (!wants_control(test) || send_control(test, Role::control)) read_back(makings_, test, said_);
  }
  return end();
}

CaseRunner::Ended CaseRunner::run_base(const plan::Case& test) {
  if (arrange_for(test, true)) send_control(test, Role::base);
  return end();
}

CaseRunner::Ended CaseRunner::end() {
  fault_.clear();
  makings_.remove_all();
  makings_.let_others();
  return {.run = talk_.finish(), .said = std::move(said_), .control = std::move(control_)};
}

bool CaseRunner::arrange_for(const plan::Case& test, bool shared) {
  const Needs needs = needs_of_control(test, talk_.service().plan->suite);
  return arrange(makings_, test.arrange, shared, is_inferred(talk_.service(), test), needs);
}

std::optional<OutgoingCall> CaseRunner::own_call(const plan::Case& test) {
  Conversation::Prepared prepared = talk_.prepare(Role::send, test.operation, test.send, test.identity);
  if (!prepared.problem.empty()) {
    talk_.cannot_be_made(prepared, test.operation);
    return std::nullopt;
  }
  OutgoingCall& call = prepared.call;
  plan::Variables& variables = talk_.variables();
  std::vector<std::string> unknown;
  call.overlay = test.wire;
  call.overlay.path = variables.substitute_text(test.wire.path, &unknown);
  if (test.wire.body) call.overlay.body = variables.substitute_text(*test.wire.body, &unknown);
  for (auto& [name, value] : call.overlay.headers) {
    if (value) value = variables.substitute_text(*value, &unknown);
  }
  if (!unknown.empty()) {
    prepared.problem =
        fmt::format("the request needs ${{{}}}, which nothing has kept", core::join(unknown, "}, ${"));
    talk_.cannot_be_made(prepared, test.operation);
    return std::nullopt;
  }
  call.awaited = awaited_by(test);
  if (expects_error(test)) call.thing.clear();
  if (test.provoke == plan::Provocation::fault) {
    call.fault_requested = true;
    call.fault = test.fault_exception;
  }
  return std::move(call);
}

bool CaseRunner::send(const plan::Case& test) {
  if (talk_.is_interrupted()) return false;
  const std::optional<OutgoingCall> call = own_call(test);
  if (!call) return false;
  if (call->fault_requested && !fault_.set(test)) return false;
  if (test.provoke == plan::Provocation::rate) {
    // Buckets refill while they are emptied.
    said_ = burst(makings_, test, *call, std::max(1, test.repeat) * 2);
    return true;
  }
  if (!test.limit.empty()) {
    const auto& limits = talk_.state().target.limits;
    const auto limit = limits.find(test.limit);
    said_ = repeat_until_full(makings_, test, (limit == limits.end() ? test.repeat : limit->second) + 1);
    return true;
  }
  return send_once(test, *call);
}

bool CaseRunner::send_once(const plan::Case& test, const OutgoingCall& call) {
  Called called = makings_.perform_and_record(call);
  if (is_listed_failure(test, called)) called = makings_.perform_and_record(call);
  fault_.clear();
  // Also what refuses to tell of nothing may be the refusal of an operation that is not there.
  // The success of a removal of what is not there says nothing of the whole that it would stand in.
  const bool of_nothing = test.behaviour.kind == "unknown" || test.behaviour.kind == "gone";
  const bool tells = called.success ? !expects_error(test) && !of_nothing
                                    : !expects_error(test) || !test.behaviour.kind.empty();
  if (test.wire.empty() && test.identity == "default" && tells)
    look_for(talk_, call, called, !test.arrange.empty(), test.name == "minimal");
  if (!called.impossible.empty()) {
    talk_.run().skipped = {Reason::Kind::cannot_be_sent, called.impossible};
    return false;
  }
  said_.answered = called.answered();
  said_.answer = called.answer();
  said_.succeeded = called.success;
  said_.deviates =
      !test.group.is_success() && test.expect.empty() ? called.success : !is_allowed(test.expect, called);
  if (called.success) {
    (void)keep_or_find(makings_, test.keep, called);
    if (test.walk) walk_pages(makings_, *test.walk, call, called);
  }
  return true;
}

// A failure of the server's that the operation lists, where a success is expected: it counts as the
// operation's own answer only when it comes again.
bool CaseRunner::is_listed_failure(const plan::Case& test, const Called& called) const {
  if (!test.generated || expects_error(test) || test.provoke != plan::Provocation::none) return false;
  if (!called.answered() || called.exchange.http.response->status < 500 || called.shape.empty()) return false;
  const contract::Model& model = *talk_.service().model;
  const contract::Operation* operation = model.operation(test.operation);
  if (!operation) return false;
  const auto listed = contract::listed_errors(model, *operation);
  return std::any_of(listed.begin(), listed.end(),
                     [&](const contract::Shape* shape) { return shape->name() == called.shape; });
}

// A control shows that the endpoint does not refuse everything: of use only where it did what the case
// allows. Generated negatives had theirs as the base request.
bool CaseRunner::wants_control(const plan::Case& test) const {
  const bool as_allowed = said_.answered && (may_succeed(test) || !said_.succeeded);
  const bool had_base = !test.base_key.empty() && (!test.constraint.empty() || asks_base_when_refused(test));
  return test.control && as_allowed && test.behaviour.kind.empty() && !had_base;
}

bool CaseRunner::send_control(const plan::Case& test, Role role) {
  const bool is_base = role == Role::base;  // whose request may be the case's, unchanged
  if ((!test.control && !is_base) || talk_.state().caller.cancelled()) return true;
  CaseRun& run = talk_.run();
  std::string problem;
  std::optional<Json> input(std::in_place, test.send);
  if (test.control) input = plan::apply_patch(test.send, *test.control, &problem);
  if (!input) {
    run.blocked = {Reason::Kind::arrangement, "the control cannot be made: " + problem};
    run.blocked_by = test.id + " control";
    return false;
  }
  Conversation::Prepared prepared = talk_.prepare(role, test.operation, *input, "default");
  if (!prepared.problem.empty()) {
    run.blocked = {Reason::Kind::arrangement, "the control cannot be sent: " + prepared.problem};
    run.blocked_by = test.operation + " " + prepared.problem;
    return false;
  }
  prepared.call.awaited = exceptions_of(test.control_expect);
  Called called = makings_.perform_and_record(prepared.call);
  if (is_base) look_for(talk_, prepared.call, called, !test.arrange.empty(), false);
  if (called.success && expects_error(test)) talk_.keep(test.keep, called);
  said_.deviates = said_.deviates || !is_allowed(test.control_expect, called);
  control_ = std::move(called);
  return true;
}

}  // namespace hallmark::exchange
