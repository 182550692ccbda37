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
  const std::size_t threads =
      static_cast<std::size_t>(std::clamp(std::min(state_.options.burst, most), 1, 64));
  const std::set<std::string> awaited = awaited_by(test);
  // The awaited refusal, or its code under the status of a success, which the judge is to see, too.
  const auto is_awaited = [&](const Called& called) {
    if (!called.success) return awaited.contains(called.code) || awaited.contains(called.shape);
    const wire::DecodedError error =
        service_.protocol->decode_error(*service_.model, *call.operation, *called.exchange.http.response);
    return awaited.contains(error.code) ||
           (error.shape && awaited.contains(std::string(error.shape->name())));
  };
  std::atomic<int> next{1};
  std::atomic<bool> found{false};
  std::mutex mutex;
  std::optional<Called> provoked, other, last;

  std::vector<std::chrono::microseconds> begun{state_.caller.clock().monotonic()};
  const auto once = [&](const Call& one, Client& client) {
    const auto now = state_.caller.clock().monotonic();
    Called called = perform(one, client);
    const bool hit = called.answered() && is_awaited(called);
    const std::lock_guard lock(mutex);
    begun.push_back(now);
    if (hit && !provoked) {
      provoked = called;
      found = true;
    }
    if (!called.success && called.answered() && !hit) {
      found = true;  // an answer of another kind: nothing will change it
      if (!other) other = called;
    }
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
  // Connected before the first is sent: a connection may take longer than the rate's window.
  for (std::size_t t = 0; t < threads && most > 1; ++t) worker_.burst_client(t).open(service_.address);
  Called first = perform(calls.front(), worker_.client());
  if (!first.impossible.empty()) {
    run_.skipped = first.impossible;
    return;
  }
  record(first.exchange);
  send_answered_ = first.answered();
  send_succeeded_ = first.success;
  if (!first.success || is_awaited(first)) return;
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
  } else if (other) {
    send_succeeded_ = false;
    record(other->exchange);
  } else if (last) {
    record(last->exchange);
    // Who is slower than what is allowed is served.
    const auto& rate = state_.target.rate;
    if (rate && !is_beyond(*rate, std::move(begun)))
      run_.skipped = fmt::format("the requests went out too slowly: never more than {} within {} ms",
                                 rate->requests, rate->within.count());
  }
}

}  // namespace hallmark::exchange
