// Waiting for a state.
#include <fmt/format.h>

#include <algorithm>

#include "exchange/case_scope.h"
#include "names/habits.h"

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;

// Answers that have no such member, or say that the call itself is wrong, so often and for so long: an
// endpoint whose lists and reads are late has caught up by then.
constexpr int looks_at_nothing = 3;
constexpr std::chrono::microseconds patience_with_nothing = 5s;

std::string awaited(const plan::Until& until, const std::string& call) {
  if (!until.gone.empty()) return fmt::format("{} to answer {}", call, until.gone);
  const Json& first = until.values.front();
  if (until.values.size() == 1 && first.is_object())
    return fmt::format("{} to answer another value at {}", call, until.pointer);
  return fmt::format("{} to answer {} at {}", call,
                     core::dump(until.values.size() == 1 ? first : Json(until.values), 100), until.pointer);
}

// What an answer tells of the state that is waited for.
struct Look {
  bool nothing = false;  // no such member, or another error than the awaited one
  std::string ended;     // why the state can no longer come
};

Look look_at(const plan::Until& until, const Called& called) {
  Look look;
  if (!until.gone.empty()) {
    look.nothing = !called.success && called.answered() && !called.throttled &&
                   called.exchange.http.response->status < 500;
    return look;
  }
  const Json* value = core::pointer_find(called.output(), until.pointer);
  look.nothing = value == nullptr || value->is_null();
  if (value && value->is_string() &&
      names::Habits::standard().has_ended(value->get_ref<const std::string&>())) {
    look.ended = core::dump(*value, 100) + " is a state that nothing leaves by itself";
  }
  return look;
}

}  // namespace

bool CaseScope::reached(const plan::Until& until, const Called& called) const {
  if (!until.gone.empty())
    return !called.success && (called.code == until.gone || called.shape == until.gone);
  if (!called.success) return false;
  const Json* value = core::pointer_find(called.output(), until.pointer);
  if (!value) return false;
  return std::any_of(until.values.begin(), until.values.end(), [&](const Json& one) {
    const auto other = one.is_object() && one.size() == 1 ? one.find("differsFrom") : one.end();
    if (other == one.end() || !other->is_string()) return one == *value;
    const auto kept = run_.kept.find(other->get<std::string>());
    return kept != run_.kept.end() && kept->second != *value;
  });
}

std::string CaseScope::until(const plan::Until& until, const Call& call, Called& called,
                             std::chrono::milliseconds patience) {
  if (reached(until, called)) return {};
  const core::Clock& clock = state_.caller.clock();
  const std::chrono::microseconds begun = clock.monotonic();
  Wait wait{.what = awaited(until, std::string(call.operation->name())), .patience = patience};
  std::chrono::microseconds pause = 50ms, nothing_since = begun;
  int nothings = 0;
  const std::function<bool()> enough = [&] {
    return service_.reach->gone() || (cleaning_ ? worker_.client().cleaning_over() : state_.caller.over());
  };
  while (true) {
    wait.reached = reached(until, called);
    if (wait.reached) break;
    if ((!called.success && until.gone.empty()) || called.throttled) {
      wait.why = "it answered " + called.answer();
      break;
    }
    const std::chrono::microseconds now = clock.monotonic();
    const Look look = look_at(until, called);
    wait.why = look.ended;
    nothings = look.nothing ? nothings + 1 : 0;
    if (!look.nothing) nothing_since = now;
    if (nothings >= looks_at_nothing && now - nothing_since >= patience_with_nothing)
      wait.why = until.gone.empty() ? "its answers have no such member" : "it answers " + called.answer();
    const std::chrono::microseconds left = begun + patience - now;
    if (!wait.why.empty() || left <= 0us) break;
    if (enough()) {
      wait.why = "the run was ending";
      break;
    }
    state_.caller.sleep(std::min(pause, left), enough);  // the last time when all the time is over
    pause = std::min<std::chrono::microseconds>(pause * 2, 2s);
    called = perform(call, worker_.client());
    if (!run_.exchanges.empty() && run_.exchanges.back().role == call.role && called.impossible.empty()) {
      const std::size_t index = run_.exchanges.back().index;
      run_.exchanges.back() = called.exchange;
      run_.exchanges.back().index = index;
    }
  }
  wait.duration = clock.monotonic() - begun;
  std::string problem;
  if (!wait.reached) {
    const std::string words = fmt::format("{} was waited for in vain", wait.what);
    problem = wait.why.empty()
                  ? fmt::format("{}, {:g} s", words, std::chrono::duration<double>(patience).count())
                  : words + ": " + wait.why;
  }
  if (patience > 0ms) run_.waits.push_back(std::move(wait));
  return problem;
}

}  // namespace hallmark::exchange
