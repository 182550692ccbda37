#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "exchange/case_scope.h"

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

}  // namespace

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
      run_.skipped = {Reason::Kind::cannot_be_sent, called.impossible};
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

// The awaited refusal, or its code under the status of a success, which the judge is to see, too.
bool CaseScope::is_awaited(const Call& call, const std::set<std::string>& awaited,
                           const Called& called) const {
  if (!called.answered()) return false;
  if (!called.success) return awaited.contains(called.code) || awaited.contains(called.shape);
  const wire::DecodedError error = service_.protocol->decode_error(
      *service_.model, *call.operation, *called.exchange.http.response, service_.limits);
  return awaited.contains(error.code) || (error.shape && awaited.contains(std::string(error.shape->name())));
}

void CaseScope::burst(const plan::Case& test, const Call& call, int most) {
  const auto threads = static_cast<std::size_t>(std::clamp(std::min(state_.options.burst, most), 1, 64));
  const std::set<std::string> awaited = awaited_by(test);
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
  Heard heard(state_.caller.clock().monotonic());
  // Connected before the first is sent: a connection may take longer than the rate's window.
  for (std::size_t t = 0; t < threads && most > 1; ++t) worker_.burst_client(t).open(service_.address);
  const Called first = perform(calls.front(), worker_.client());
  if (!first.impossible.empty()) {
    run_.skipped = {Reason::Kind::cannot_be_sent, first.impossible};
    return;
  }
  record(first.exchange);
  send_answered_ = first.answered();
  send_succeeded_ = first.success;
  if (!first.success || is_awaited(call, awaited, first)) return;
  std::vector<std::string> missing;
  keep_all(test.keep, first, missing);
  std::atomic<int> next{1};
  std::vector<std::thread> running;
  for (std::size_t t = 0; t < threads && most > 1; ++t) {
    running.emplace_back([&, &client = worker_.burst_client(t)] {
      while (!heard.is_settled() && !state_.caller.cancelled()) {
        const int index = next++;
        if (index >= most) return;
        const auto now = state_.caller.clock().monotonic();
        Called called = perform(calls[static_cast<std::size_t>(index)], client);
        const bool hit = is_awaited(call, awaited, called);
        heard.add(std::move(called), hit, now);
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  if (const Called* refusal = heard.refusal()) {
    send_succeeded_ = false;
    record(refusal->exchange);
  } else if (const Called* last = heard.last()) {
    record(last->exchange);
    // Who is slower than what is allowed is served.
    const auto& rate = state_.target.rate;
    if (rate && !is_beyond(*rate, heard.begun()))
      run_.skipped = {Reason::Kind::too_slow,
                      fmt::format("the requests went out too slowly: never more than {} within {} ms",
                                  rate->requests, rate->within.count())};
  }
}

}  // namespace hallmark::exchange
