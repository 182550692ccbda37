// What is read after the request of a case.
#include <algorithm>

#include "exchange/address.h"
#include "exchange/case_scope.h"

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;
using plan::Claim;

// What was written may be read a moment later: how often it is asked for, and how long is waited in between.
constexpr int most_reads = 4, most_reads_here = 2;
constexpr std::chrono::milliseconds patience = 1500ms, patience_here = 150ms;

bool mentions(const Json& value, const Json& wanted, int depth = 0) {
  if (value == wanted) return true;
  return depth < 16 && value.is_structured() &&
         std::any_of(value.begin(), value.end(),
                     [&](const Json& part) { return mentions(part, wanted, depth + 1); });
}

// Every text and number in it stands somewhere in the answer.
bool shows(const Json& answer, const Json& wanted, int depth = 0) {
  if (depth > 16 || wanted.is_null() || wanted.is_boolean()) return true;
  if (!wanted.is_structured()) return mentions(answer, wanted);
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const Json& part) { return shows(answer, part, depth + 1); });
}

}  // namespace

bool CaseScope::shows_what_is_claimed(const plan::Case& test, std::size_t step, const Called& called) const {
  const Json* sent = nullptr;
  for (const Exchange& each : run_.exchanges) {
    if (each.role == Role::send) sent = &each.input;
  }
  return std::all_of(test.claims.begin(), test.claims.end(), [&](const Claim& claim) {
    if (claim.step != step) return true;
    const Json* written = sent && !claim.sent.empty() ? core::pointer_find(*sent, claim.sent) : nullptr;
    const Json& wanted = written ? *written : claim.value;
    switch (claim.kind) {
      case Claim::Kind::comes_back:
      case Claim::Kind::has_tags:
        return shows(called.output(), wanted);
      case Claim::Kind::lacks_tags:
        return std::none_of(wanted.begin(), wanted.end(),
                            [&](const Json& key) { return mentions(called.output(), key); });
      default:
        return true;
    }
  });
}

void CaseScope::then(const plan::Case& test) {
  // Of what was refused where it should have been done nothing is claimed.
  if (!test.claims.empty() && !expects_error(test) && !send_succeeded_) return;
  const bool here = is_loopback(service_.address);
  for (std::size_t index = 0; index < test.then.size(); ++index) {
    const plan::Step& step = test.then[index];
    if (state_.caller.cancelled()) return;
    Prepared prepared = prepare(Role::then, step.call, step.with, step.identity);
    if (!prepared.problem.empty()) return;  // what it reads back was never made: the send's finding says so
    prepared.call.awaited = exceptions_of(step.expect);
    Called called = perform_and_record(prepared.call);
    if (!called.impossible.empty()) return;
    // What deviates already is no better for waiting.
    if (step.until)
      static_cast<void>(until(*step.until, prepared.call, called, deviates_ ? 0ms : step.until->deadline));
    for (int read = 1; read < (here ? most_reads_here : most_reads); ++read) {
      if (!called.success || shows_what_is_claimed(test, index, called)) break;
      state_.caller.sleep(here ? patience_here : patience, [this] { return state_.caller.over(); });
      if (state_.caller.cancelled()) return;
      called = perform(prepared.call, worker_.client());
      if (!called.impossible.empty() || called.throttled) break;
      const std::size_t place = run_.exchanges.back().index;
      run_.exchanges.back() = called.exchange;
      run_.exchanges.back().index = place;
    }
    deviates_ = deviates_ || !is_allowed(step.expect, called);
    std::vector<std::string> missing;
    if (called.success) keep_all(step.keep, called, missing);
  }
}

}  // namespace hallmark::exchange
