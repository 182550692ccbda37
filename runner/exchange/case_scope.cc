#include "exchange/case_scope.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/digest.h"
#include "core/text.h"
#include "exchange/long_body.h"
#include "exchange/provided.h"

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t long_body = std::size_t{1} << 20;
// Names and tokens are short; a payload that is compared with what was sent may be some MiB.
constexpr std::size_t longest_kept = std::size_t{8} << 20;

// Of the other calls it counts what they did, and what was kept of their answers.
bool is_judged(Role role) { return role == Role::send || role == Role::control || role == Role::then; }

// The identity of an arrangement's beginning, before variables are replaced: what is sent, and what must be
// found in the answers.
std::string prefix_key(const std::string& service, const std::vector<plan::Step>& steps, std::size_t count) {
  std::string text = service;
  for (std::size_t i = 0; i < count; ++i) {
    text += "\n" + steps[i].call + " " + steps[i].identity + " " + core::dump(steps[i].with);
    for (const auto& [name, pointer] : steps[i].keep) text += " " + pointer;
    if (steps[i].until)
      text += " " + steps[i].until->pointer + " " + core::dump(Json(steps[i].until->values));
  }
  return core::sha256(text);
}

// Failures that may be gone at the next attempt: how often each must be seen before it is believed.
int times_to_believe(const names::Knowledge& words, const Called& called) {
  if (!called.answered()) return 3;
  using names::ErrorClass;
  const auto said = words.class_of(called.code);
  if (said == ErrorClass::limit || said == ErrorClass::conflict || said == ErrorClass::in_use ||
      said == ErrorClass::throttled)
    return 2;
  return called.exchange.http.response->status >= 500 ? 2 : 1;
}

// From the answer or, for names that the caller gives, from the request. An answer's structure of the same
// name ("domain") is no name, nor is a text of many MiB. The empty pointer is the whole answer.
const Json* kept_value(const Json& output, const Json& input, const std::string& pointer) {
  const Json* value = core::pointer_find(output, pointer);
  if (value && value->is_string() && value->get_ref<const std::string&>().size() > longest_kept)
    value = nullptr;
  if (value && (pointer.empty() || !value->is_structured())) return value;
  const Json* given = core::pointer_find(input, pointer);
  return given ? given : value;
}

}  // namespace

bool expects_error(const plan::Case& test) {
  if (test.expect.empty()) return !test.group.is_success();
  return std::none_of(test.expect.begin(), test.expect.end(),
                      [](const plan::Outcome& outcome) { return outcome.exception.empty(); });
}

std::set<std::string> exceptions_of(const std::vector<plan::Outcome>& outcomes) {
  std::set<std::string> names;
  for (const plan::Outcome& outcome : outcomes) {
    if (!outcome.exception.empty()) names.insert(outcome.exception);
  }
  return names;
}

bool is_allowed(const std::vector<plan::Outcome>& outcomes, const Called& called) {
  if (!called.answered()) return false;
  if (called.success) {
    return outcomes.empty() ||
           std::any_of(outcomes.begin(), outcomes.end(),
                       [](const plan::Outcome& outcome) { return outcome.exception.empty(); });
  }
  const std::set<std::string> names = exceptions_of(outcomes);
  return names.contains(called.code) || names.contains(called.shape);
}

std::set<std::string> awaited_by(const plan::Case& test) {
  std::set<std::string> names = exceptions_of(test.expect);
  if (test.expect.empty() && !test.group.is_success()) names.insert(to_string(test.group));
  return names;
}

Client& Executor::Worker::burst_client(std::size_t index) {
  while (burst_.size() <= index) burst_.push_back(std::make_unique<Client>(options_));
  return *burst_[index];
}

CaseScope::CaseScope(Executor::State& state, const ServiceContext& service, Executor::Worker& worker,
                     std::string case_id)
    : state_(state),
      service_(service),
      worker_(worker),
      case_id_(std::move(case_id)),
      variables_(state.options.run_token, case_id_) {
  variables_.set("region", state.target.region);
  variables_.set("account", "123456789012");
  account_is_known_ = state.target.variables.contains("account");
  for (const auto& [name, value] : state.target.variables) {
    variables_.set(name, value);
    run_.kept[name] = value;  // outcomes may name them
  }
}

// Asked once a run, when first a request names the account, so that ARNs are of the endpoint's own.
void CaseScope::learn_account(const Json& input) {
  if (account_is_known_) return;
  const auto used = plan::variables_in(input);
  if (std::find(used.begin(), used.end(), "account") == used.end()) return;
  account_is_known_ = true;
  const auto value = state_.provided->value("account");
  constexpr std::size_t digits = 12;
  if (!value || !value->is_string()) return;
  const auto& text = value->get_ref<const std::string&>();
  if (text.size() == digits && text.find_first_not_of("0123456789") == std::string::npos)
    variables_.set("account", *value);
}

CaseRun CaseScope::finish() {
  for (const auto& [name, value] : variables_.all()) run_.kept.emplace(name, value);
  return std::move(run_);
}

const CredentialAnswer& CaseScope::account(const std::string& identity) {
  const auto known = accounts_.find(identity);
  if (known != accounts_.end()) return known->second;
  CredentialAnswer answer = state_.credentials(identity);
  const std::string prefix = "HALLMARK" + answer.role;
  if (answer.derived && state_.options.known_key && answer.credentials->access_key_id.starts_with(prefix)) {
    if (account_suffix_.empty()) {
      account_suffix_ = answer.credentials->access_key_id.substr(prefix.size());
    } else if (auto sibling = state_.options.known_key(prefix + account_suffix_)) {
      answer.credentials = std::move(sibling);
      state_.remember(answer);
    }
  }
  return accounts_[identity] = std::move(answer);
}

std::string CaseScope::new_token(const contract::Operation& operation) {
  const contract::Shape* input = service_.model->shape(operation.input);
  if (!input) return {};
  for (const contract::Member& member : input->members) {
    if (member.traits.has(contract::trait::idempotency_token)) return variables_.substitute_text("${uuid}");
  }
  return {};
}

CaseScope::Prepared CaseScope::prepare(Role role, const std::string& operation, const Json& input,
                                       const std::string& identity) {
  Prepared prepared;
  Call& call = prepared.call;
  call.role = role;
  call.operation = service_.model->operation(operation);
  if (!call.operation) {
    prepared.problem = "the contract has no operation " + operation;
    return prepared;
  }
  learn_account(input);
  plan::Variables::Substituted substituted = variables_.substitute(input);
  bool provided = false;
  for (const std::string& name : substituted.unknown) {
    const std::string kept(plan::kept_name(name));
    auto value = state_.provided->value(kept);
    if (!value) continue;
    variables_.set(kept, *std::move(value));
    provided = true;
  }
  if (provided) substituted = variables_.substitute(input);
  if (!substituted.unknown.empty()) {
    prepared.problem = fmt::format("{} needs ${{{}}}, which nothing has kept", operation,
                                   core::join(substituted.unknown, "}, ${"));
    return prepared;
  }
  call.input = std::move(substituted.value);
  if (service_.creators.contains(operation) && !state_.accounts_are_apart()) {
    const std::string text = core::dump(input);
    const bool fresh =
        text.find("${unique}") != std::string::npos || text.find("${uuid}") != std::string::npos;
    if (!fresh)
      call.thing =
          fmt::format("{}.{} {} {}", service_.model->slug, operation, identity, core::dump(call.input));
  }
  const CredentialAnswer& credentials = account(identity);
  if (!credentials.credentials && !credentials.anonymous) {
    prepared.problem = fmt::format("no credentials for the identity {}: {}", identity, credentials.problem);
    prepared.blocked = false;
    return prepared;
  }
  call.identity = identity;
  call.credentials = credentials.credentials;
  call.token = new_token(*call.operation);
  call.fault_requested = false;
  if (cleaning_) call.deadline = state_.options.cleanup_deadline;
  return prepared;
}

void CaseScope::record(const Exchange& exchange) {
  run_.exchanges.push_back(exchange);
  run_.exchanges.back().index = indices_[exchange.role]++;
}

void CaseScope::record(Called& called) {
  std::string body;
  std::optional<wire::Response>& response = called.exchange.http.response;
  const bool is_long = response && response->body.size() > long_body;
  if (is_long) body.swap(response->body);
  called.body_taken = is_long;
  record(called.exchange);
  if (!is_long) return;
  HttpExchange& kept = run_.exchanges.back().http;
  if (is_judged(called.exchange.role)) {
    kept.response->body = std::move(body);
  } else {
    kept.response->body = in_place_of(body.size());
    kept.read.reset();
  }
}

Called CaseScope::send_call(const Call& call, Client& client) {
  client.set_gone(&service_.reach->gone());
  Called called = state_.caller.call(service_, client, call);
  if (called.impossible.empty()) state_.note(service_, case_id_, called.exchange);
  return called;
}

Called CaseScope::perform(const Call& call, Client& client) {
  const auto creator = service_.creators.find(std::string(call.operation->name()));
  if (creator == service_.creators.end() || cleaning_) return send_call(call, client);
  const plan::ResourceRecipe& recipe = *creator->second;
  Made made{.recipe = &recipe,
            .operation = creator->first,
            .identity = call.identity,
            .input = call.input,
            .marks = marks_in(call.input),
            .variables = {}};
  JournalEntry entry{.case_id = case_id_,
                     .service = service_.model->slug,
                     .resource = recipe.name,
                     .operation = creator->first,
                     .endpoint = to_string(service_.address),
                     .identity = call.identity,
                     .access_key_id = call.credentials ? call.credentials->access_key_id : "",
                     .input = call.input,
                     .marks = made.marks,
                     .keep = {},
                     .clear = {}};
  Journal* journal = state_.options.journal.get();
  if (journal) made.journal_id = journal->creating(entry);
  client.set_making(true);
  Called called = send_call(call, client);
  client.set_making(false);
  const HttpExchange& http = called.exchange.http;
  const bool refused =
      !called.impossible.empty() || http.bytes_sent == 0 || (called.answered() && !called.success);
  if (refused) {
    if (journal) journal->not_created(made.journal_id);
    return called;
  }
  std::map<std::string, Json> keep;
  for (const auto& [name, pointer] : recipe.keep) {
    const Json* value = kept_value(called.output(), call.input, pointer);
    if (value && !value->is_null()) keep[name] = *value;
  }
  const std::map<std::string, std::string> needed = needed_for_removal(recipe);
  made.certain = called.success && std::all_of(needed.begin(), needed.end(),
                                               [&](const auto& each) { return keep.contains(each.first); });
  made.variables = variables_.all();
  for (const auto& [name, value] : keep) made.variables[name] = value;
  for (const plan::Step& step : recipe.remove) {  // a child's removal names its parent
    for (const std::string& name : plan::variables_in(step.with)) {
      if (const auto known = made.variables.find(name); known != made.variables.end())
        keep[name] = known->second;
    }
  }
  if (journal && called.success) journal->created(made.journal_id, keep);
  const std::lock_guard lock(made_mutex_);
  made_.push_back(std::move(made));
  return called;
}

CaseScope::~CaseScope() { let_others(); }

void CaseScope::let_others() {
  for (const std::string& thing : held_) state_.turns.release(thing);
  held_.clear();
}

Called CaseScope::perform_in_turn(const Call& call) {
  if (call.thing.empty() || cleaning_) return perform(call, worker_.client());
  const auto over = [this] { return state_.caller.over() || service_.reach->gone(); };
  const auto is_there = [this](const Called& called) {
    const auto said = service_.plan->suite.words().class_of(called.code);
    return called.answered() && (said == names::ErrorClass::exists || said == names::ErrorClass::conflict ||
                                 said == names::ErrorClass::in_use || said == names::ErrorClass::limit);
  };
  constexpr int most_attempts = 100;
  for (int attempt = 1;; ++attempt) {
    state_.turns.wait(call.thing, over);
    Called called = perform(call, worker_.client());
    if (called.accepted()) {
      state_.turns.hold(call.thing);
      held_.push_back(call.thing);
      return called;
    }
    // What this case holds itself it will not give up by waiting.
    const bool own = std::find(held_.begin(), held_.end(), call.thing) != held_.end();
    if (own || !is_there(called) || !state_.turns.is_held(call.thing) || attempt == most_attempts || over())
      return called;
  }
}

Called CaseScope::perform_and_record(const Call& call) {
  Called called = perform_in_turn(call);
  if (called.impossible.empty()) record(called);
  if (called.throttled) run_.throttled = true;
  return called;
}

void CaseScope::keep_all(const std::map<std::string, std::string>& keep, const Called& called,
                         std::vector<std::string>& missing) {
  for (const auto& [name, pointer] : keep) {
    const Json* value = kept_value(called.output(), called.exchange.input, pointer);
    // An empty text names nothing: a request that takes it would be about all of them.
    if (!value || value->is_null() || *value == "") {
      missing.push_back(pointer);
    } else {
      variables_.set(name, *value);
      run_.kept[name] = *value;
    }
  }
}

bool CaseScope::arrange(const std::vector<plan::Step>& steps, bool shared, bool inferred) {
  const auto blocked = [&](std::string what, std::string by, bool answered, const std::string& absent) {
    if (!absent.empty()) {
      run_.skipped = {Reason::Kind::needs_not_offered,
                      "it needs an operation that is not offered: " + absent};
      return false;
    }
    if (inferred && answered) {
      run_.skipped = {Reason::Kind::base_not_accepted, "base not accepted: " + what};
      return false;
    }
    run_.blocked = {Reason::Kind::arrangement, std::move(what)};
    run_.blocked_by = std::move(by);
    return false;
  };
  if (shared) {
    for (std::size_t count = 1; count <= steps.size(); ++count) {
      const std::string key = prefix_key(service_.model->slug, steps, count);
      const std::lock_guard lock(state_.mutex);
      const auto failure = state_.failures.find(key);
      if (failure != state_.failures.end() && failure->second.times <= 0) {
        run_.refused_by = failure->second.refused_by;
        return blocked(failure->second.blocked.text, failure->second.blocked_by, failure->second.answered,
                       failure->second.not_offered);
      }
    }
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const plan::Step& step = steps[i];
    const std::string slot = service_.model->slug + "." + step.call;
    if (state_.caller.cancelled()) {
      run_.skipped = {Reason::Kind::interrupted, "interrupted"};
      return false;
    }
    const Prepared prepared = prepare(Role::arrange, step.call, step.with, step.identity);
    if (!prepared.problem.empty()) {
      if (prepared.blocked) return blocked(prepared.problem, slot + " " + prepared.problem, false, "");
      run_.skipped = {Reason::Kind::cannot_be_sent, prepared.problem};
      return false;
    }
    Called called = perform_and_record(prepared.call);
    bool good = called.accepted() && called.impossible.empty();
    std::string what = fmt::format(
        "{} {} {}", step.call, called.impossible.empty() ? "answered" : "cannot be sent:", called.answer());
    if (good || (step.until && !step.until->gone.empty())) {
      if (step.until) {
        const std::string why = until(*step.until, prepared.call, called, step.until->deadline);
        good = why.empty();
        if (!good) what = why;
      }
    }
    std::vector<std::string> missing;
    if (good) keep_all(step.keep, called, missing);
    if (!missing.empty()) {
      good = false;
      what = fmt::format("{} answered without {}", step.call, core::join(missing, ", "));
    }
    if (good) continue;
    if (state_.caller.cancelled()) {
      run_.skipped = {Reason::Kind::interrupted, "interrupted"};
      return false;
    }
    const std::string by =
        fmt::format("{} {}", slot, core::shorten(called.accepted() ? what : called.answer(), 100));
    const bool answered = called.answered() && !called.throttled;
    std::string absent;
    if (answered) {
      run_.refused_by = step.call;
      // Found for that operation, not for the case's own.
      look_for(prepared.call, called, false);
      absent = std::exchange(run_.not_offered, {});
    }
    if (shared && !called.throttled) {
      const std::lock_guard lock(state_.mutex);
      Executor::State::Failure& failure = state_.failures[prefix_key(service_.model->slug, steps, i + 1)];
      if (failure.blocked.empty()) failure.times = times_to_believe(service_.plan->suite.words(), called);
      --failure.times;
      failure.answered = answered;
      failure.blocked = {Reason::Kind::arrangement, what};
      failure.blocked_by = by;
      failure.refused_by = run_.refused_by;
      failure.not_offered = absent;
    }
    return blocked(what, by, answered, absent);
  }
  return true;
}

// A failure of the server's that the operation lists, where a success is expected: it counts as the
// operation's own answer only when it comes again.
bool CaseScope::is_listed_failure(const plan::Case& test, const Called& called) const {
  if (!test.generated || expects_error(test) || test.provoke != plan::Provocation::none) return false;
  if (!called.answered() || called.exchange.http.response->status < 500 || called.shape.empty()) return false;
  const contract::Operation* operation = service_.model->operation(test.operation);
  if (!operation) return false;
  const auto listed = contract::listed_errors(*service_.model, *operation);
  return std::any_of(listed.begin(), listed.end(),
                     [&](const contract::Shape* shape) { return shape->name() == called.shape; });
}

bool CaseScope::send(const plan::Case& test) {
  if (state_.caller.cancelled()) {
    run_.skipped = {Reason::Kind::interrupted, "interrupted"};
    return false;
  }
  Prepared prepared = prepare(Role::send, test.operation, test.send, test.identity);
  if (!prepared.problem.empty()) {
    if (prepared.blocked) {
      run_.blocked = {Reason::Kind::arrangement, prepared.problem};
      run_.blocked_by = test.operation + " " + prepared.problem;
    } else {
      run_.skipped = {Reason::Kind::cannot_be_sent, prepared.problem};
    }
    return false;
  }
  Call& call = prepared.call;
  std::vector<std::string> unknown;
  call.overlay = test.wire;
  call.overlay.path = variables_.substitute_text(test.wire.path, &unknown);
  if (test.wire.body) call.overlay.body = variables_.substitute_text(*test.wire.body, &unknown);
  for (auto& [name, value] : call.overlay.headers) {
    if (value) value = variables_.substitute_text(*value, &unknown);
  }
  if (!unknown.empty()) {
    run_.blocked = {
        Reason::Kind::arrangement,
        fmt::format("the request needs ${{{}}}, which nothing has kept", core::join(unknown, "}, ${"))};
    run_.blocked_by = test.operation + " " + run_.blocked.text;
    return false;
  }
  call.awaited = awaited_by(test);
  if (expects_error(test)) call.thing.clear();
  const bool fault = test.provoke == plan::Provocation::fault;
  if (fault) {
    call.fault_requested = true;
    call.fault = test.fault_exception;
    if (!set_fault(test)) return false;
  }
  if (test.provoke == plan::Provocation::rate) {
    burst(test, call, std::max(1, test.repeat) * 2);  // buckets refill while they are emptied
    return true;
  }
  if (!test.limit.empty()) {
    const auto limit = state_.target.limits.find(test.limit);
    repeat_until_full(test, (limit == state_.target.limits.end() ? test.repeat : limit->second) + 1);
    return true;
  }
  Called called = perform_and_record(call);
  if (is_listed_failure(test, called)) called = perform_and_record(call);
  clear_fault();
  // Also what refuses to tell of nothing may be the refusal of an operation that is not there.
  const bool tells = !expects_error(test) || (!test.behaviour.kind.empty() && !called.success);
  if (test.wire.empty() && test.identity == "default" && tells) look_for(call, called, !test.arrange.empty());
  if (!called.impossible.empty()) {
    run_.skipped = {Reason::Kind::cannot_be_sent, called.impossible};
    return false;
  }
  send_answered_ = called.answered();
  send_answer_ = called.answer();
  send_succeeded_ = called.success;
  deviates_ =
      !test.group.is_success() && test.expect.empty() ? called.success : !is_allowed(test.expect, called);
  if (called.success) {
    std::vector<std::string> missing;
    keep_all(test.keep, called, missing);
    if (test.walk) walk(*test.walk, call, called);
  }
  return true;
}

bool CaseScope::control(const plan::Case& test, Role role) {
  if (!test.control || state_.caller.cancelled()) return true;
  std::string problem;
  const std::optional<Json> input = plan::apply_patch(test.send, *test.control, &problem);
  if (!input) {
    run_.blocked = {Reason::Kind::arrangement, "the control cannot be made: " + problem};
    run_.blocked_by = test.id + " control";
    return false;
  }
  Prepared prepared = prepare(role, test.operation, *input, "default");
  if (!prepared.problem.empty()) {
    run_.blocked = {Reason::Kind::arrangement, "the control cannot be sent: " + prepared.problem};
    run_.blocked_by = test.operation + " " + prepared.problem;
    return false;
  }
  prepared.call.awaited = exceptions_of(test.control_expect);
  Called called = perform_and_record(prepared.call);
  if (role == Role::base) look_for(prepared.call, called, !test.arrange.empty());
  if (called.success && expects_error(test)) {
    std::vector<std::string> missing;
    keep_all(test.keep, called, missing);
  }
  deviates_ = deviates_ || !is_allowed(test.control_expect, called);
  control_called_ = std::move(called);
  return true;
}

}  // namespace hallmark::exchange
