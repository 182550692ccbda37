#include "exchange/burst.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "exchange/makings.h"

namespace hallmark::exchange {
namespace {

// Within some window more requests were begun than the rate allows.
bool is_beyond(const plan::Target::Rate& rate, std::vector<std::chrono::microseconds> begun) {
  std::sort(begun.begin(), begun.end());
  const auto allowed = static_cast<std::size_t>(std::max(rate.requests, 0));
  for (std::size_t i = 0; i + allowed < begun.size(); ++i) {
    if (begun[i + allowed] - begun[i] <= rate.within) return true;
  }
  return false;
}

// What came back, from several threads.
class Heard {
 public:
  explicit Heard(std::chrono::microseconds first) : begun_{first} {}

  // Whether anything more may change what is known.
  [[nodiscard]] bool is_settled() const { return settled_; }
  void add(Called called, bool awaited, std::chrono::microseconds begun) {
    const std::lock_guard lock(mutex_);
    begun_.push_back(begun);
    std::optional<Called>* kind = awaited                                ? &provoked_
                                  : !called.success && called.answered() ? &other_
                                                                         : &last_;
    if (kind != &last_) settled_ = true;
    if (!*kind || kind == &last_) *kind = std::move(called);
  }

  // When the threads are done: the exception, else an answer of another kind, else the last.
  [[nodiscard]] const Called* refusal() const {
    return provoked_ ? &*provoked_ : other_ ? &*other_ : nullptr;
  }
  [[nodiscard]] const Called* last() const { return last_ ? &*last_ : nullptr; }
  [[nodiscard]] const std::vector<std::chrono::microseconds>& begun() const { return begun_; }

 private:
  std::mutex mutex_;
  std::atomic<bool> settled_{false};
  std::vector<std::chrono::microseconds> begun_;
  std::optional<Called> provoked_, other_, last_;
};

// The awaited refusal, or its code under the status of a success, which the judge is to see, too.
bool is_awaited(const ServiceContext& service, const OutgoingCall& call, const Called& called) {
  if (!called.answered()) return false;
  const auto waits_for = [&](const std::string& name) { return call.awaited.contains(name); };
  if (!called.success) return waits_for(called.code) || waits_for(called.shape);
  const wire::DecodedError error = service.protocol->decode_error(
      *service.model, *call.operation, *called.exchange.http.response, service.limits);
  return waits_for(error.code) || (error.shape && waits_for(std::string(error.shape->name())));
}

// Names must differ: inputs are made before the threads start.
std::vector<OutgoingCall> calls_of(Conversation& talk, const plan::Case& test, const OutgoingCall& call,
                                   int count) {
  std::vector<OutgoingCall> calls;
  for (int i = 0; i < count; ++i) {
    OutgoingCall one = call;
    one.input = talk.variables().substitute(test.send).value;
    one.token = talk.new_token(*call.operation);
    one.patient = false;
    one.paced = false;
    calls.push_back(std::move(one));
  }
  return calls;
}

// All but the first, from as many threads, until something is settled.
void send_at_once(Makings& makings, const std::vector<OutgoingCall>& calls, std::size_t threads,
                  Heard& heard) {
  Conversation& talk = makings.talk();
  const Caller& caller = talk.state().caller;
  std::atomic<std::size_t> next{1};
  std::vector<std::thread> running;
  for (std::size_t t = 0; t < threads; ++t) {
    running.emplace_back([&, &client = talk.worker().burst_client(t)] {
      while (!heard.is_settled() && !caller.cancelled()) {
        const std::size_t index = next++;
        if (index >= calls.size()) return;
        const auto now = caller.clock().monotonic();
        Called called = makings.perform(calls[index], client);
        const bool hit = is_awaited(talk.service(), calls[index], called);
        heard.add(std::move(called), hit, now);
      }
    });
  }
  for (std::thread& thread : running) thread.join();
}

}  // namespace

Said repeat_until_full(Makings& makings, const plan::Case& test, int most) {
  constexpr int most_ever = 1001;
  Conversation& talk = makings.talk();
  Said said;
  std::optional<Called> last;
  for (int i = 0; i < std::min(most, most_ever); ++i) {
    if (talk.state().caller.cancelled()) break;
    Conversation::Prepared prepared = talk.prepare(Role::send, test.operation, test.send, test.identity);
    if (!prepared.problem.empty()) break;
    prepared.call.awaited = awaited_by(test);
    prepared.call.overlay = test.wire;
    Called called = makings.perform(prepared.call, talk.client());
    if (!called.impossible.empty()) {
      talk.run().skipped = {Reason::Kind::cannot_be_sent, called.impossible};
      return said;
    }
    if (called.throttled) talk.run().throttled = true;
    said.answered = called.answered();
    said.succeeded = called.success;
    if (i == 0) {
      talk.record(called.exchange);
      if (!called.success) return said;
      talk.keep(test.keep, called);
      continue;
    }
    last = std::move(called);
    if (!said.succeeded) break;
  }
  if (last) talk.record(last->exchange);
  return said;
}

Said burst(Makings& makings, const plan::Case& test, const OutgoingCall& call, int most) {
  Conversation& talk = makings.talk();
  const int at_once = std::clamp(std::min(talk.state().options.burst, most), 1, 64);
  const std::size_t threads = most > 1 ? static_cast<std::size_t>(at_once) : 0;
  const std::vector<OutgoingCall> calls = calls_of(talk, test, call, most);
  Heard heard(talk.state().caller.clock().monotonic());
  // Connected before the first is sent: a connection may take longer than the rate's window.
  for (std::size_t t = 0; t < threads; ++t) talk.worker().burst_client(t).open(talk.service().address);
  Said said;
  const Called first = makings.perform(calls.front(), talk.client());
  if (!first.impossible.empty()) {
    talk.run().skipped = {Reason::Kind::cannot_be_sent, first.impossible};
    return said;
  }
  talk.record(first.exchange);
  said.answered = first.answered();
  said.succeeded = first.success;
  if (!first.success || is_awaited(talk.service(), call, first)) return said;
  talk.keep(test.keep, first);
  send_at_once(makings, calls, threads, heard);
  if (const Called* refusal = heard.refusal()) {
    said.succeeded = false;
    talk.record(refusal->exchange);
  } else if (const Called* last = heard.last()) {
    talk.record(last->exchange);
    // Who is slower than what is allowed is served.
    const auto& rate = talk.state().target.rate;
    if (rate && !is_beyond(*rate, heard.begun()))
      talk.run().skipped = {Reason::Kind::too_slow,
                            fmt::format("the requests went out too slowly: never more than {} within {} ms",
                                        rate->requests, rate->within.count())};
  }
  return said;
}

}  // namespace hallmark::exchange
