#include "exchange/additions.h"

#include <algorithm>
#include <deque>
#include <vector>

#include "core/text.h"
#include "exchange/makings.h"
#include "plan/cases/variables.h"
#include "plan/fuller.h"

namespace hallmark::exchange {
namespace {

constexpr std::size_t most_tries = 6;  // of one request

// More members would not help.
bool is_of_another_kind(const names::Knowledge& words, const Called& refused) {
  using names::ErrorClass;
  // Without a code it is no operation's answer: more than once is not asked.
  if (refused.code.empty() && refused.exchange.http.response->status < 500) return true;
  const auto said = words.class_of(refused.code, text_of(refused));
  if (!said) return false;
  switch (*said) {
    case ErrorClass::not_found:
    case ErrorClass::exists:
    case ErrorClass::conflict:
    case ErrorClass::in_use:
    case ErrorClass::limit:
    case ErrorClass::throttled:
    case ErrorClass::unauthenticated:
    case ErrorClass::denied:
    case ErrorClass::unknown_operation:
      return true;
    default:
      return false;
  }
}

Json beyond(const Json& fuller, const Json& sent) {
  Json more = Json::object();
  for (const auto& [name, value] : fuller.items()) {
    if (!sent.contains(name)) more[name] = value;
  }
  return more;
}

}  // namespace

Json Additions::of(const std::string& operation) const {
  const std::lock_guard lock(mutex_);
  const auto known = found_.find(operation);
  return known == found_.end() ? Json::object() : known->second;
}

void Additions::found(const std::string& operation, Json members) {
  const std::lock_guard lock(mutex_);
  found_[operation].update(members);
}

bool Additions::try_once(const std::string& operation, const Json& input) {
  const std::lock_guard lock(mutex_);
  return tried_.insert(operation + "\n" + core::dump(input)).second;
}

std::string text_of(const Called& refused) {
  const auto& read = refused.exchange.http.read;
  return read && read->error ? read->error->message : std::string();
}

Json with_additions(Conversation& talk, const std::string& operation, Json input, const std::string& but) {
  const ServiceContext& service = talk.service();
  if (!service.plan->suite.inferred.contains(operation)) return input;
  const Json more = talk.state().additions.of(service.model->slug + "." + operation);
  for (const auto& [name, value] : more.items()) {
    const auto variables = plan::variables_in(value);
    const bool there = std::all_of(variables.begin(), variables.end(), [&](const std::string& variable) {
      return talk.variables().has(variable) || talk.variables().has(plan::kept_name(variable));
    });
    if (there && !input.contains(name) && but.find(name) == std::string::npos) input[name] = value;
  }
  return input;
}

std::string claimed_by(const plan::Case& test) {
  std::string text = test.constraint_pointer;
  for (const std::string& promise : test.promises) text += " " + promise;
  for (const plan::Claim& claim : test.claims) {
    text += " " + claim.promise + " " + claim.sent + " " + core::join(claim.at, " ") + " " +
            core::join(claim.but, " ");
  }
  for (const plan::Outcome& outcome : test.expect) {
    for (const auto& [pointer, matcher] : outcome.success) text += " " + pointer + " " + matcher.pointer;
  }
  return text;
}

std::optional<Called> call_fuller(Makings& makings, Role role, const std::string& operation,
                                  const Json& input, const std::string& identity, const Called& refused) {
  Conversation& talk = makings.talk();
  Executor::State& state = talk.state();
  const ServiceContext& service = talk.service();
  const plan::Suite& suite = service.plan->suite;
  const std::string name = service.model->slug + "." + operation;
  const contract::Operation* called_for = service.model->operation(operation);
  if (!called_for || !suite.inferred.contains(operation) || state.target.remote || refused.success ||
      !refused.answered() || refused.throttled || is_of_another_kind(suite.words(), refused) ||
      !state.additions.try_once(name, input))
    return std::nullopt;
  auto first = plan::fuller_requests(*service.model, suite, *called_for, input, text_of(refused));
  std::deque<Json> next(first.begin(), first.end());
  std::vector<Json> tried;
  while (!next.empty() && tried.size() < most_tries && !talk.is_interrupted()) {
    const Json request = std::move(next.front());
    next.pop_front();
    if (std::find(tried.begin(), tried.end(), request) != tried.end()) continue;
    tried.push_back(request);
    const Conversation::Prepared prepared = talk.prepare(role, operation, request, identity);
    if (!prepared.problem.empty()) continue;
    Called called = makings.perform_and_record(prepared.call);
    if (called.accepted()) {
      state.additions.found(name, beyond(request, input));
      return called;
    }
    // What fails whatever it is sent is not there, or broken.
    const bool fails = refused.exchange.http.response->status >= 500 && called.answered() &&
                       called.exchange.http.response->status >= 500;
    if (!called.answered() || called.throttled || fails) break;
    auto asked = plan::asked_for(*service.model, suite, *called_for, request, text_of(called));
    next.insert(next.begin(), asked.begin(), asked.end());
  }
  return std::nullopt;
}

}  // namespace hallmark::exchange
