#include "exchange/case_scope.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "core/digest.h"
#include "core/text.h"

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;

std::set<std::string> exceptions_of(const std::vector<plan::Outcome>& outcomes) {
  std::set<std::string> names;
  for (const plan::Outcome& outcome : outcomes) {
    if (!outcome.exception.empty()) names.insert(outcome.exception);
  }
  return names;
}

std::set<std::string> awaited_by(const plan::Case& test) {
  std::set<std::string> names = exceptions_of(test.expect);
  if (test.expect.empty() && test.exception != "success") names.insert(test.exception);
  return names;
}

// The identity of an arrangement's beginning, before variables are replaced.
std::string prefix_key(const std::string& service, const std::vector<plan::Step>& steps, std::size_t count) {
  std::string text = service;
  for (std::size_t i = 0; i < count; ++i) {
    text += "\n" + steps[i].call + " " + steps[i].identity + " " + core::dump(steps[i].with);
    if (steps[i].until) text += " " + steps[i].until->pointer + " " + core::dump(Json(steps[i].until->values));
  }
  return core::sha256(text);
}

// Failures that may be gone at the next attempt: how often each must be seen before it is believed.
int times_to_believe(const Called& called) {
  if (!called.answered()) return 3;
  for (const std::string_view word : {"Limit", "Quota", "Conflict", "InUse", "Busy"}) {
    if (called.code.find(word) != std::string::npos) return 2;
  }
  return called.exchange.http.response->status >= 500 ? 2 : 1;
}

bool expects_error(const plan::Case& test) {
  if (test.expect.empty()) return test.exception != "success";
  return std::none_of(test.expect.begin(), test.expect.end(),
                      [](const plan::Outcome& outcome) { return outcome.exception.empty(); });
}

}  // namespace

Client& Executor::Worker::burst_client(std::size_t index) {
  while (burst_.size() <= index) burst_.push_back(std::make_unique<Client>(options_));
  return *burst_[index];
}

CaseScope::CaseScope(Executor::State& state, const ServiceContext& service, Executor::Worker& worker, std::string case_id)
    : state_(state),
      service_(service),
      worker_(worker),
      case_id_(std::move(case_id)),
      variables_(state.options.run_token, case_id_) {
  variables_.set("region", state.target.region);
  variables_.set("account", "123456789012");
  for (const auto& [name, value] : state.target.variables) variables_.set(name, value);
}

const CredentialAnswer& CaseScope::account(const std::string& identity) {
  const auto known = accounts_.find(identity);
  if (known != accounts_.end()) return known->second;
  return accounts_[identity] = state_.credentials(identity);
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
  plan::Variables::Substituted substituted = variables_.substitute(input);
  if (!substituted.unknown.empty()) {
    prepared.problem = fmt::format("{} needs ${{{}}}, which nothing has kept", operation, core::join(substituted.unknown, "}, ${"));
    return prepared;
  }
  call.input = std::move(substituted.value);
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

Called CaseScope::perform(const Call& call, Client& client) {
  const auto creator = service_.creators.find(std::string(call.operation->name()));
  if (creator == service_.creators.end() || cleaning_) return state_.caller.call(service_, client, call);
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
  Called called = state_.caller.call(service_, client, call);
  const HttpExchange& http = called.exchange.http;
  const bool refused = !called.impossible.empty() || http.bytes_sent == 0 || (called.answered() && !called.success);
  if (refused) {
    if (journal) journal->not_created(made.journal_id);
    return called;
  }
  std::map<std::string, Json> keep;
  for (const auto& [name, pointer] : recipe.keep) {
    const Json* value = core::pointer_find(called.output, pointer);
    if (!value) value = core::pointer_find(call.input, pointer);  // names that the caller gives
    if (value && !value->is_null()) keep[name] = *value;
  }
  made.certain = called.success && keep.size() == recipe.keep.size();
  if (journal && called.success) journal->created(made.journal_id, keep);
  const std::lock_guard lock(made_mutex_);
  made.variables = variables_.all();
  for (const auto& [name, value] : keep) made.variables[name] = value;
  made_.push_back(std::move(made));
  return called;
}

Called CaseScope::perform_and_record(const Call& call) {
  Called called = perform(call, worker_.client());
  if (called.impossible.empty()) record(called.exchange);
  if (called.throttled) run_.throttled = true;
  return called;
}

bool CaseScope::reached(const plan::Until& until, const Called& called) const {
  if (!until.gone.empty()) return !called.success && (called.code == until.gone || called.shape == until.gone);
  if (!called.success) return false;
  const Json* value = core::pointer_find(called.output, until.pointer);
  return value && std::find(until.values.begin(), until.values.end(), *value) != until.values.end();
}

// The first call was made; makes it again until it says what is waited for. Only the last one is kept.
bool CaseScope::until(const plan::Until& until, const Call& call, Called& called, bool cleaning) {
  const core::Clock& clock = state_.caller.clock();
  const std::chrono::microseconds end = clock.monotonic() + until.deadline;
  std::chrono::microseconds pause = 50ms;
  while (!reached(until, called)) {
    if ((!called.success && until.gone.empty()) || called.throttled) return false;
    if (clock.monotonic() + pause > end || (!cleaning && state_.caller.cancelled())) return false;
    state_.caller.sleep(pause, cleaning);
    pause = std::min<std::chrono::microseconds>(pause * 2, 2s);
    called = perform(call, worker_.client());
    if (!run_.exchanges.empty() && run_.exchanges.back().role == call.role && called.impossible.empty()) {
      const std::size_t index = run_.exchanges.back().index;
      run_.exchanges.back() = called.exchange;
      run_.exchanges.back().index = index;
    }
  }
  return true;
}

void CaseScope::keep_all(const std::map<std::string, std::string>& keep, const Called& called,
                         std::vector<std::string>& missing) {
  for (const auto& [name, pointer] : keep) {
    const Json* value = core::pointer_find(called.output, pointer);
    if (!value) value = core::pointer_find(called.exchange.input, pointer);
    if (!value || value->is_null()) {
      missing.push_back(pointer);
    } else {
      variables_.set(name, *value);
      run_.kept[name] = *value;
    }
  }
}

bool CaseScope::arrange(const std::vector<plan::Step>& steps, bool shared) {
  const auto blocked = [&](std::string what, std::string by) {
    run_.blocked = std::move(what);
    run_.blocked_by = std::move(by);
    return false;
  };
  if (shared) {
    for (std::size_t count = 1; count <= steps.size(); ++count) {
      const std::string key = prefix_key(service_.model->slug, steps, count);
      const std::lock_guard lock(state_.mutex);
      const auto failure = state_.failures.find(key);
      if (failure != state_.failures.end() && failure->second.times <= 0) {
        return blocked(failure->second.blocked, failure->second.blocked_by);
      }
    }
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const plan::Step& step = steps[i];
    const std::string slot = service_.model->slug + "." + step.call;
    if (state_.caller.cancelled()) {
      run_.skipped = "interrupted";
      return false;
    }
    const Prepared prepared = prepare(Role::arrange, step.call, step.with, step.identity);
    if (!prepared.problem.empty()) {
      if (prepared.blocked) return blocked(prepared.problem, slot + " " + prepared.problem);
      run_.skipped = prepared.problem;
      return false;
    }
    Called called = perform_and_record(prepared.call);
    bool good = called.success && called.impossible.empty();
    std::string what = fmt::format("{} {} {}", step.call, called.impossible.empty() ? "answered" : "cannot be sent:", called.answer());
    if (good || (step.until && !step.until->gone.empty())) {
      if (step.until && !until(*step.until, prepared.call, called, false)) {
        good = false;
        what = step.until->gone.empty()
                   ? fmt::format("{} never answered {} at {}", step.call, core::dump(Json(step.until->values), 100), step.until->pointer)
                   : fmt::format("{} never answered {}", step.call, step.until->gone);
      } else if (step.until) {
        good = true;
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
      run_.skipped = "interrupted";
      return false;
    }
    const std::string by = fmt::format("{} {}", slot, core::shorten(called.success ? what : called.answer(), 100));
    if (shared && !called.throttled) {
      const std::lock_guard lock(state_.mutex);
      Executor::State::Failure& failure = state_.failures[prefix_key(service_.model->slug, steps, i + 1)];
      if (failure.blocked.empty()) failure.times = times_to_believe(called);
      --failure.times;
      failure.blocked = what;
      failure.blocked_by = by;
    }
    return blocked(what, by);
  }
  return true;
}

bool CaseScope::set_fault(const plan::Case& test) {
  if (!state_.target.fault_set || !state_.target.fault_header.empty()) return true;
  const contract::Operation* operation = service_.model->operation(test.operation);
  std::string status = "400", code = test.fault_exception;
  if (operation) {
    for (const contract::Shape* error : contract::listed_errors(*service_.model, *operation)) {
      if (error->name() != test.fault_exception) continue;
      const contract::ErrorInfo info =
          contract::error_info(*service_.model, *error, service_.protocol ? service_.protocol->id() : "");
      if (info.status) status = std::to_string(*info.status);
      code = info.code;
    }
  }
  const auto fill = [&](plan::HttpCall call) {
    const auto in = [&](std::string text) {
      text = core::replace_all(std::move(text), "{operation}", test.operation);
      text = core::replace_all(std::move(text), "{exception}", test.fault_exception);
      text = core::replace_all(std::move(text), "{status}", status);
      text = core::replace_all(std::move(text), "{code}", code);
      return core::replace_all(std::move(text), "{service}", test.service);
    };
    call.method = in(call.method);
    call.path = in(call.path);
    call.body = in(call.body);
    for (auto& [name, value] : call.headers) value = in(value);
    return call;
  };
  if (state_.target.fault_clear) {
    fault_clear_ = fill(*state_.target.fault_clear);
    if (state_.options.journal) {
      fault_id_ = state_.options.journal->fault_set({.case_id = case_id_,
                                                     .service = test.service,
                                                     .resource = {},
                                                     .operation = test.operation,
                                                     .endpoint = to_string(service_.address),
                                                     .identity = {},
                                                     .access_key_id = {},
                                                     .marks = {},
                                                     .keep = {},
                                                     .clear = *fault_clear_});
    }
  }
  fault_set_ = true;
  const HttpExchange http = state_.caller.plain(service_.address, worker_.client(), fill(*state_.target.fault_set));
  if (http.response && http.response->status < 300) return true;
  run_.blocked = "the target's fault switch answered " +
                 (http.response ? fmt::format("status {}", http.response->status) : std::string(to_string(http.fault)));
  run_.blocked_by = "fault switch";
  return false;
}

void CaseScope::clear_fault() {
  if (!fault_set_ || !fault_clear_) return;
  fault_set_ = false;
  worker_.client().set_cleaning(true);
  const HttpExchange http = state_.caller.plain(service_.address, worker_.client(), *fault_clear_);
  worker_.client().set_cleaning(cleaning_);
  if (http.response && http.response->status < 300) {
    if (state_.options.journal) state_.options.journal->fault_cleared(fault_id_);
    return;
  }
  const std::lock_guard lock(state_.mutex);
  state_.left_behind.push_back(fmt::format("{}: the fault switch was not cleared ({} {} answered {})", case_id_, fault_clear_->method,
                                           fault_clear_->path,
                                           http.response ? std::to_string(http.response->status) : std::string(to_string(http.fault))));
}

bool CaseScope::send(const plan::Case& test) {
  if (state_.caller.cancelled()) {
    run_.skipped = "interrupted";
    return false;
  }
  Prepared prepared = prepare(Role::send, test.operation, test.send, test.identity);
  if (!prepared.problem.empty()) {
    if (prepared.blocked) {
      run_.blocked = prepared.problem;
      run_.blocked_by = test.operation + " " + prepared.problem;
    } else {
      run_.skipped = prepared.problem;
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
    run_.blocked = fmt::format("the request needs ${{{}}}, which nothing has kept", core::join(unknown, "}, ${"));
    run_.blocked_by = test.operation + " " + run_.blocked;
    return false;
  }
  call.awaited = awaited_by(test);
  const bool fault = test.provoke == plan::Provocation::fault;
  if (fault) {
    call.fault_requested = true;
    call.fault = test.fault_exception;
    if (!set_fault(test)) return false;
  }
  if (test.provoke == plan::Provocation::rate) {
    burst(test, call, std::max(1, test.repeat));
    return true;
  }
  if (!test.limit.empty()) {
    const auto limit = state_.target.limits.find(test.limit);
    repeat_until_full(test, (limit == state_.target.limits.end() ? test.repeat : limit->second) + 1);
    return true;
  }
  const Called called = perform_and_record(call);
  clear_fault();
  if (!called.impossible.empty()) {
    run_.skipped = called.impossible;
    return false;
  }
  send_answered_ = called.answered();
  send_succeeded_ = called.success;
  if (called.success) {
    std::vector<std::string> missing;
    keep_all(test.keep, called, missing);
  }
  return true;
}

// The same request again and again, fresh names each time, until the exception comes. The first success and
// the answer that ended it are kept whole; what lies between is the same and would only fill the report.
void CaseScope::repeat_until_full(const plan::Case& test, int most) {
  std::optional<Called> last;
  for (int i = 0; i < std::min(most, 1001); ++i) {
    if (state_.caller.cancelled()) break;
    Prepared prepared = prepare(Role::send, test.operation, test.send, test.identity);
    if (!prepared.problem.empty()) break;
    prepared.call.awaited = awaited_by(test);
    prepared.call.overlay = test.wire;
    Called called = perform(prepared.call, worker_.client());
    if (!called.impossible.empty()) {
      run_.skipped = called.impossible;
      return;
    }
    if (called.throttled) run_.throttled = true;
    send_answered_ = called.answered();
    send_succeeded_ = called.success;
    if (i == 0) {
      record(called.exchange);
      if (called.success) {
        std::vector<std::string> missing;
        keep_all(test.keep, called, missing);
      }
      if (!called.success) return;
      continue;
    }
    last = std::move(called);
    if (!send_succeeded_) break;
  }
  if (last) record(last->exchange);
}

void CaseScope::burst(const plan::Case& test, const Call& call, int most) {
  const std::size_t threads = static_cast<std::size_t>(std::clamp(std::min(state_.options.burst, most), 1, 64));
  const std::set<std::string> awaited = awaited_by(test);
  std::atomic<int> next{1};
  std::atomic<bool> found{false};
  std::mutex mutex;
  std::optional<Called> provoked, last;

  const auto once = [&](const Call& one, Client& client) {
    Called called = perform(one, client);
    const bool hit = !called.success && (awaited.contains(called.code) || awaited.contains(called.shape));
    const std::lock_guard lock(mutex);
    if (hit && !provoked) {
      provoked = called;
      found = true;
    }
    if (!called.success && called.answered() && !hit) found = true;  // an answer of another kind: nothing will change it
    last = std::move(called);
  };
  // Names must differ: inputs are made before the threads start.
  std::vector<Call> calls;
  for (int i = 0; i < most; ++i) {
    Call one = call;
    one.input = variables_.substitute(test.send).value;
    one.token = new_token(*call.operation);
    one.patient = false;
    one.paced = false;
    calls.push_back(std::move(one));
  }
  Called first = perform(calls.front(), worker_.client());
  if (!first.impossible.empty()) {
    run_.skipped = first.impossible;
    return;
  }
  record(first.exchange);
  send_answered_ = first.answered();
  send_succeeded_ = first.success;
  if (!first.success) return;
  std::vector<std::string> missing;
  keep_all(test.keep, first, missing);
  std::vector<std::thread> running;
  for (std::size_t t = 0; t < threads && most > 1; ++t) {
    Client& client = worker_.burst_client(t);
    running.emplace_back([&] {
      while (!found && !state_.caller.cancelled()) {
        const int index = next++;
        if (index >= most) return;
        once(calls[static_cast<std::size_t>(index)], client);
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  if (provoked) {
    send_succeeded_ = false;
    record(provoked->exchange);
  } else if (last) {
    record(last->exchange);
  }
}

bool CaseScope::twin(const plan::Case& test, Role role) {
  if (!test.twin || state_.caller.cancelled()) return true;
  std::string problem;
  const std::optional<Json> input = plan::apply_patch(test.send, *test.twin, &problem);
  if (!input) {
    run_.blocked = "the twin cannot be made: " + problem;
    run_.blocked_by = test.id + " twin";
    return false;
  }
  Prepared prepared = prepare(role, test.operation, *input, "default");
  if (!prepared.problem.empty()) {
    run_.blocked = "the twin cannot be sent: " + prepared.problem;
    run_.blocked_by = test.operation + " " + prepared.problem;
    return false;
  }
  prepared.call.awaited = exceptions_of(test.twin_expect);
  Called called = perform_and_record(prepared.call);
  if (called.success && expects_error(test)) {
    std::vector<std::string> missing;
    keep_all(test.keep, called, missing);
  }
  twin_called_ = std::move(called);
  return true;
}

void CaseScope::then(const std::vector<plan::Step>& steps) {
  for (const plan::Step& step : steps) {
    if (state_.caller.cancelled()) return;
    Prepared prepared = prepare(Role::then, step.call, step.with, step.identity);
    if (!prepared.problem.empty()) return;  // what it reads back was never made: the send's finding says so
    prepared.call.awaited = exceptions_of(step.expect);
    Called called = perform_and_record(prepared.call);
    if (!called.impossible.empty()) return;
    if (step.until) static_cast<void>(until(*step.until, prepared.call, called, false));
    std::vector<std::string> missing;
    if (called.success) keep_all(step.keep, called, missing);
  }
}

}  // namespace hallmark::exchange
