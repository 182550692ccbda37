#include "exchange/waiting.h"

#include <fmt/format.h>

#include <algorithm>

#include "exchange/makings.h"
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

bool has_come(const plan::Until& until, const Called& called, const std::map<std::string, Json>& kept) {
  if (!until.gone.empty())
    return !called.success && (called.code == until.gone || called.shape == until.gone);
  if (!called.success) return false;
  const Json* value = core::pointer_find(called.output(), until.pointer);
  if (!value) return false;
  return std::any_of(until.values.begin(), until.values.end(), [&](const Json& one) {
    const auto other = one.is_object() && one.size() == 1 ? one.find("differsFrom") : one.end();
    if (other == one.end() || !other->is_string()) return one == *value;
    const auto before = kept.find(other->get<std::string>());
    return before != kept.end() && before->second != *value;
  });
}

// Counts the answers that tell nothing of the state, and says when nothing more can come of waiting.
class Hope {
 public:
  Hope(const plan::Until& until, std::chrono::microseconds now) : until_(until), nothing_since_(now) {}

  // Why to give up; empty: there is hope.
  std::string end(const Called& called, std::chrono::microseconds now) {
    if ((!called.success && until_.gone.empty()) || called.throttled) return "it answered " + called.answer();
    const Look look = look_at(until_, called);
    nothings_ = look.nothing ? nothings_ + 1 : 0;
    if (!look.nothing) nothing_since_ = now;
    if (nothings_ >= looks_at_nothing && now - nothing_since_ >= patience_with_nothing)
      return until_.gone.empty() ? "its answers have no such member" : "it answers " + called.answer();
    return look.ended;
  }

 private:
  const plan::Until& until_;
  std::chrono::microseconds nothing_since_;
  int nothings_ = 0;
};

// The sentence for a wait that was in vain.
std::string in_vain(const Wait& wait) {
  const std::string words = fmt::format("{} was waited for in vain", wait.what);
  return wait.why.empty()
             ? fmt::format("{}, {:g} s", words, std::chrono::duration<double>(wait.patience).count())
             : words + ": " + wait.why;
}

}  // namespace

bool waits_for_nothing(const plan::Step& step, const std::map<std::string, Json>& kept) {
  if (!step.until || !step.until->when) return false;
  const auto said = kept.find(step.until->when->variable);
  const std::vector<Json>& values = step.until->when->values;
  return said == kept.end() || std::find(values.begin(), values.end(), said->second) == values.end();
}

std::string wait_until(Makings& makings, const plan::Until& until, const OutgoingCall& call, Called& called,
                       std::chrono::milliseconds patience) {
  Conversation& talk = makings.talk();
  const Caller& caller = talk.state().caller;
  if (has_come(until, called, talk.run().kept)) return {};
  const std::chrono::microseconds begun = caller.clock().monotonic();
  Wait wait{.what = awaited(until, std::string(call.operation->name())), .patience = patience};
  Hope hope(until, begun);
  std::chrono::microseconds pause = 50ms;
  const std::function<bool()> enough = [&] { return talk.is_over(); };
  while (true) {
    wait.reached = has_come(until, called, talk.run().kept);
    if (wait.reached) break;
    const std::chrono::microseconds now = caller.clock().monotonic();
    wait.why = hope.end(called, now);
    const std::chrono::microseconds left = begun + patience - now;
    if (!wait.why.empty() || left <= 0us) break;
    if (enough()) {
      wait.why = "the run was ending";
      break;
    }
    caller.sleep(std::min(pause, left), enough);  // the last time when all the time is over
    pause = std::min<std::chrono::microseconds>(pause * 2, 2s);
    called = makings.perform(call, talk.client());
    talk.record_instead(called);
  }
  wait.duration = caller.clock().monotonic() - begun;
  std::string problem = wait.reached ? std::string() : in_vain(wait);
  if (patience > 0ms) talk.run().waits.push_back(std::move(wait));
  return problem;
}

}  // namespace hallmark::exchange
