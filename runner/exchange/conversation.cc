#include "exchange/conversation.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "exchange/long_body.h"
#include "exchange/provided.h"

namespace hallmark::exchange {
namespace {

constexpr std::size_t long_body = std::size_t{1} << 20;
// Names and tokens are short; a payload that is compared with what was sent may be some MiB.
constexpr std::size_t longest_kept = std::size_t{8} << 20;

// Of the other calls it counts what they did, and what was kept of their answers.
bool is_judged(Role role) { return role == Role::send || role == Role::control || role == Role::then; }

}  // namespace

Conversation::Conversation(Executor::State& state, const ServiceContext& service, Executor::Worker& worker,
                           std::string case_id)
    : state_(state),
      service_(service),
      worker_(worker),
      case_id_(std::move(case_id)),
      variables_(state.options.run_token, case_id_),
      accounts_(state) {
  run_.exchanges.reserve(8);  // most cases have no more, and they are large
  variables_.set(std::string(plan::region_variable), state.target.region);
  variables_.set(std::string(plan::account_variable), "123456789012");
  account_is_known_ = state.target.variables.contains(std::string(plan::account_variable));
  for (const auto& [name, value] : state.target.variables) {
    variables_.set(name, value);
    run_.kept[name] = value;  // outcomes may name them
  }
}

// Asked once a run, when first a request names the account, so that ARNs are of the endpoint's own.
void Conversation::learn_account(const Json& input) {
  if (account_is_known_) return;
  const auto used = plan::variables_in(input);
  if (std::find(used.begin(), used.end(), plan::account_variable) == used.end()) return;
  account_is_known_ = true;
  const auto value = state_.provided->value("account");
  constexpr std::size_t digits = 12;
  if (!value || !value->is_string()) return;
  const auto& text = value->get_ref<const std::string&>();
  if (text.size() == digits && text.find_first_not_of("0123456789") == std::string::npos)
    variables_.set(std::string(plan::account_variable), *value);
}

CaseRun Conversation::finish() {
  for (const auto& [name, value] : variables_.all()) run_.kept.emplace(name, value);
  return std::move(run_);
}

std::string Conversation::new_token(const contract::Operation& operation) {
  const contract::Shape* input = service_.model->shape(operation.input);
  if (!input) return {};
  for (const contract::Member& member : input->members) {
    if (member.traits.has(contract::trait::idempotency_token)) return variables_.substitute_text("${uuid}");
  }
  return {};
}

// With what other services must keep for it made first.
plan::Variables::Substituted Conversation::substituted(const Json& input) {
  learn_account(input);
  plan::Variables::Substituted filled = variables_.substitute(input);
  bool provided = false;
  for (const std::string& name : filled.unknown) {
    const std::string kept(plan::kept_name(name));
    auto value = state_.provided->value(kept);
    if (!value) continue;
    variables_.set(kept, *std::move(value));
    provided = true;
  }
  return provided ? variables_.substitute(input) : filled;
}

Conversation::Prepared Conversation::prepare(Role role, const std::string& operation, const Json& input,
                                             const std::string& identity) {
  Prepared prepared;
  OutgoingCall& call = prepared.call;
  call.role = role;
  call.operation = service_.model->operation(operation);
  if (!call.operation) {
    prepared.problem = "the contract has no operation " + operation;
    return prepared;
  }
  plan::Variables::Substituted filled = substituted(input);
  if (!filled.unknown.empty()) {
    // What is kept, and too short for another value of which it is sure that nothing has it.
    prepared.blocked = std::any_of(filled.unknown.begin(), filled.unknown.end(),
                                   [&](const std::string& name) { return !variables_.has(name); });
    if (!prepared.blocked) {
      prepared.problem =
          fmt::format("nothing is sure to be unlike ${{{}}}", plan::kept_name(filled.unknown.front()));
      return prepared;
    }
    prepared.problem = fmt::format("{} needs ${{{}}}, which nothing has kept", operation,
                                   core::join(filled.unknown, "}, ${"));
    return prepared;
  }
  call.input = std::move(filled.value);
  if (service_.creators.contains(operation) && !state_.accounts_are_apart() &&
      !plan::differs_each_time(input))
    call.thing =
        fmt::format("{}.{} {} {}", service_.model->slug, operation, identity, core::dump(call.input));
  const CredentialAnswer& credentials = accounts_.of(identity);
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

void Conversation::cannot_be_made(const Prepared& prepared, const std::string& call) {
  if (prepared.blocked) {
    run_.blocked = {Reason::Kind::arrangement, prepared.problem};
    run_.blocked_by = call + " " + prepared.problem;
  } else {
    run_.skipped = {Reason::Kind::cannot_be_sent, prepared.problem};
  }
}

Called Conversation::send(const OutgoingCall& call, Client& client) {
  client.set_gone(&service_.reach->gone());
  Called called = state_.caller.call(service_, client, call);
  if (called.impossible.empty()) state_.note(service_, case_id_, called.exchange);
  return called;
}

void Conversation::record(const Exchange& exchange) {
  run_.exchanges.push_back(exchange);
  run_.exchanges.back().index = indices_[exchange.role]++;
}

void Conversation::record(Called& called) {
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

void Conversation::record_instead(const Called& called) {
  if (run_.exchanges.empty() || run_.exchanges.back().role != called.exchange.role ||
      !called.impossible.empty())
    return;
  const std::size_t place = run_.exchanges.back().index;
  run_.exchanges.back() = called.exchange;
  run_.exchanges.back().index = place;
}

const Json* kept_value(const Json& output, const Json& input, const std::string& pointer) {
  const Json* value = core::pointer_find(output, pointer);
  if (value && value->is_string() && value->get_ref<const std::string&>().size() > longest_kept)
    value = nullptr;
  if (value && (pointer.empty() || !value->is_structured())) return value;
  const Json* given = core::pointer_find(input, pointer);
  return given ? given : value;
}

std::vector<std::string> Conversation::keep(const std::map<std::string, std::string>& keep,
                                            const Called& called) {
  std::vector<std::string> missing;
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
  return missing;
}

bool Conversation::is_interrupted() {
  if (!state_.caller.cancelled()) return false;
  run_.skipped = {Reason::Kind::interrupted, "interrupted"};
  return true;
}

bool Conversation::is_over() {
  return service_.reach->gone() || (cleaning_ ? client().cleaning_over() : state_.caller.over());
}

void Conversation::begin_cleaning() {
  cleaning_ = true;
  client().set_cleaning(true);
}

void Conversation::end_cleaning() {
  cleaning_ = false;
  client().set_cleaning(false);
}

}  // namespace hallmark::exchange
