#include "exchange/case_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "exchange/additions.h"
#include "exchange/burst.h"
#include "exchange/marked.h"
#include "exchange/needs.h"
#include "exchange/offer_search.h"
#include "exchange/pages.h"
#include "exchange/read_back.h"
#include "plan/fuller.h"

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

// What holds between calls may be about all that a change or a list is told, and is about the things that a
// request names: nothing is added there.
Json CaseRunner::with_what_was_found(const plan::Case& test, const Json& input) {
  const bool between =
      !test.behaviour.kind.empty() || !test.claims.empty() || !test.then.empty() || test.walk;
  const bool makes = talk_.service().plan->suite.words().kind_of(test.operation) == names::Kind::make;
  if (!is_inferred(talk_.service(), test) || !test.wire.empty() || (between && !makes)) return input;
  Json fuller = with_additions(talk_, test.operation, input, claimed_by(test));
  const auto names_a_thing = [&](const Json& value) {
    const auto variables = plan::variables_in(value);
    return std::any_of(variables.begin(), variables.end(), [&](const std::string& variable) {
      return talk_.run().kept.contains(std::string(plan::kept_name(variable)));
    });
  };
  for (auto member = fuller.begin(); between && member != fuller.end();)
    member = !input.contains(member.key()) && names_a_thing(*member) ? fuller.erase(member) : ++member;
  return fuller;
}

std::optional<OutgoingCall> CaseRunner::own_call(const plan::Case& test) {
  Conversation::Prepared prepared =
      talk_.prepare(Role::send, test.operation, with_what_was_found(test, test.send), test.identity);
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
  if (is_the_least(test) && called.answered() && !called.success && talk_.run().not_offered.empty())
    called = or_fuller(test, std::move(called));
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

// The least request of an operation, for which nobody vouches. Where it rests on nothing that is there, and
// all of it is known to be accepted, its refusal tells of the endpoint.
bool CaseRunner::is_the_least(const plan::Case& test) {
  return is_inferred(talk_.service(), test) && test.group.is_success() && test.behaviour.kind.empty() &&
         test.claims.empty() && test.provoke == plan::Provocation::none && test.base_key.empty() &&
         test.constraint.empty() && test.wire.empty() && test.identity == "default" &&
         (test.certainty != plan::Certainty::known || !test.arrange.empty());
}

// The same request on what is made by other ways, where it is accepted.
std::optional<Called> CaseRunner::by_other_ways(const plan::Case& test, Role role, const plan::Ways& ways) {
  StandIns& stand_ins = talk_.state().stand_ins;
  const Needs needs = needs_of_control(test, talk_.service().plan->suite);
  const auto others = stand_ins.by(talk_.service(), test.arrange, needs, ways);
  if (!others) return std::nullopt;
  const bool there = arrange(makings_, others->steps, false, true, needs);
  talk_.run().skipped = talk_.run().blocked = {};
  talk_.run().blocked_by.clear();
  talk_.run().refused_by.clear();
  if (!there) return std::nullopt;
  Json input = with_what_was_found(test, test.send), more = Json::object();
  for (const auto& [name, value] : others->base.items()) {
    if (!input.contains(name)) input[name] = more[name] = value;
  }
  const Conversation::Prepared prepared = talk_.prepare(role, test.operation, input, test.identity);
  if (!prepared.problem.empty()) return std::nullopt;
  Called called = makings_.perform_and_record(prepared.call);
  if (!called.accepted()) return std::nullopt;
  stand_ins.learn(talk_.service(), test.operation, ways);
  if (!more.empty()) talk_.state().additions.found(test.service + "." + test.operation, more);
  return called;
}

// The same request about something else that may be meant, or with something that the refusal asks for: which
// things of a service can be tagged no document says, nor always of what a thing is made.
std::optional<Called> CaseRunner::of_another_thing(const plan::Case& test, Role role, const Called& refused) {
  constexpr int most = 3;
  const ServiceContext& service = talk_.service();
  const contract::Operation* operation = service.model->operation(test.operation);
  if (!operation || talk_.state().target.remote) return std::nullopt;
  const plan::Ways known = talk_.state().stand_ins.known(service, test.operation);
  for (const std::string& member :
       plan::things_named(*service.model, service.plan->suite, *operation, test.send, text_of(refused))) {
    plan::Ways ways = known;
    ways.wanted[test.operation] = {member};
    if (auto called = by_other_ways(test, role, ways)) return called;
  }
  const Needs needs = needs_of_control(test, service.plan->suite);
  plan::Ways ways = known;
  std::vector<plan::Step> steps = test.arrange;
  for (int i = 0; i < most && !talk_.is_interrupted(); ++i) {
    const auto maker = std::find_if(steps.rbegin(), steps.rend(), [&](const plan::Step& step) {
      return std::any_of(step.keep.begin(), step.keep.end(),
                         [&](const auto& kept) { return needs.own.contains(kept.first); });
    });
    if (maker == steps.rend() || !ways.avoided.insert(maker->call).second) break;
    const auto others = talk_.state().stand_ins.by(service, test.arrange, needs, ways);
    if (!others) break;
    steps = others->steps;
    if (auto called = by_other_ways(test, role, ways)) return called;
  }
  return std::nullopt;
}

// The answer to a request that says more, where one is accepted: it is the case's own, and what was refused
// before stands as its base.
Called CaseRunner::or_fuller(const plan::Case& test, Called refused) {
  std::vector<Exchange>& exchanges = talk_.run().exchanges;
  const std::size_t own = exchanges.size() - 1;
  auto accepted = call_fuller(makings_, Role::base, test.operation, with_what_was_found(test, test.send),
                              test.identity, refused);
  if (!accepted) accepted = of_another_thing(test, Role::base, refused);
  if (!accepted) return refused;
  accepted->exchange.role = Role::send;
  std::swap(exchanges[own].role, exchanges.back().role);
  std::swap(exchanges[own].index, exchanges.back().index);
  return *std::move(accepted);
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
  const Json fuller = with_what_was_found(test, *input);
  Conversation::Prepared prepared = talk_.prepare(role, test.operation, fuller, "default");
  if (!prepared.problem.empty()) {
    run.blocked = {Reason::Kind::arrangement, "the control cannot be sent: " + prepared.problem};
    run.blocked_by = test.operation + " " + prepared.problem;
    return false;
  }
  prepared.call.awaited = exceptions_of(test.control_expect);
  Called called = makings_.perform_and_record(prepared.call);
  if (is_base) look_for(talk_, prepared.call, called, !test.arrange.empty(), false);
  if (is_base && is_inferred(talk_.service(), test) && !called.success && run.not_offered.empty()) {
    if (auto accepted = call_fuller(makings_, role, test.operation, fuller, "default", called))
      called = *std::move(accepted);
  }
  if (called.success && expects_error(test)) talk_.keep(test.keep, called);
  said_.deviates = said_.deviates || !is_allowed(test.control_expect, called);
  control_ = std::move(called);
  return true;
}

}  // namespace hallmark::exchange
