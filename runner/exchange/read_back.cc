#include "exchange/read_back.h"

#include <algorithm>

#include "core/mentions.h"
#include "exchange/address.h"
#include "exchange/makings.h"
#include "exchange/waiting.h"

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;
using plan::Claim;

// What was written may be read a moment later: how often it is asked for, and how long is waited in between.
// Tags are kept by a service of their own, and come as late as lists do (pages.cc).
constexpr int most_reads = 4, most_reads_here = 2, most_reads_of_tags = 3;
constexpr std::chrono::milliseconds patience = 1500ms, patience_here = 150ms;

bool is_of_tags(const plan::Case& test, std::size_t step) {
  return std::any_of(test.claims.begin(), test.claims.end(), [&](const Claim& claim) {
    return claim.step == step &&
           (claim.kind == Claim::Kind::has_tags || claim.kind == Claim::Kind::lacks_tags);
  });
}

// Every text and number in it stands somewhere in the answer.
bool shows(const Json& answer, const Json& wanted, int depth = 0) {
  if (depth > 16 || wanted.is_null() || wanted.is_boolean()) return true;
  if (!wanted.is_structured()) return core::mentions(answer, wanted);
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const Json& part) { return shows(answer, part, depth + 1); });
}

bool shows_what_is_claimed(const CaseRun& run, const plan::Case& test, std::size_t step,
                           const Called& called) {
  const Json* sent = nullptr;
  for (const Exchange& each : run.exchanges) {
    if (each.role == Role::send) sent = &each.input;
  }
  return std::all_of(test.claims.begin(), test.claims.end(), [&](const Claim& claim) {
    if (claim.step != step) return true;
    const Json* written = sent && !claim.sent.empty() ? core::pointer_find(*sent, claim.sent) : nullptr;
    const Json wanted = written ? *written : plan::substituted(claim.value, run.kept);
    switch (claim.kind) {
      case Claim::Kind::comes_back:
      case Claim::Kind::has_tags:
        return shows(called.output(), wanted);
      case Claim::Kind::lacks_tags:
        return std::none_of(wanted.begin(), wanted.end(),
                            [&](const Json& key) { return core::mentions(called.output(), key); });
      case Claim::Kind::differs: {
        const auto before = run.kept.find(claim.before);
        return before == run.kept.end() || std::any_of(claim.at.begin(), claim.at.end(), [&](const auto& at) {
                 const Json* was = core::pointer_find(before->second, at);
                 const Json* now = core::pointer_find(called.output(), at);
                 return was && now && *was != *now;
               });
      }
      default:
        return true;
    }
  });
}

}  // namespace

void read_back(Makings& makings, const plan::Case& test, const Said& said) {
  // Of what was refused where it should have been done nothing is claimed.
  if (!test.claims.empty() && !expects_error(test) && !said.succeeded) return;
  Conversation& talk = makings.talk();
  const Caller& caller = talk.state().caller;
  bool deviates = said.deviates;
  const bool here = is_loopback(talk.service().address);
  for (std::size_t index = 0; index < test.then.size(); ++index) {
    const plan::Step& step = test.then[index];
    if (caller.cancelled()) return;
    Conversation::Prepared prepared = talk.prepare(Role::then, step.call, step.with, step.identity);
    if (!prepared.problem.empty()) return;  // what it reads back was never made: the send's finding says so
    prepared.call.awaited = exceptions_of(step.expect);
    Called called = makings.perform_and_record(prepared.call);
    if (!called.impossible.empty()) return;
    // What deviates already is no better for waiting.
    if (step.until) {
      const auto until = deviates ? 0ms : step.until->deadline;
      static_cast<void>(wait_until(makings, *step.until, prepared.call, called, until));
    }
    const bool late = !here || is_of_tags(test, index);
    const int reads = !here ? most_reads : late ? most_reads_of_tags : most_reads_here;
    for (int read = 1; read < reads; ++read) {
      if (!called.success || shows_what_is_claimed(talk.run(), test, index, called)) break;
      caller.sleep(late ? patience : patience_here, [&] { return caller.over(); });
      if (caller.cancelled()) return;
      called = makings.perform(prepared.call, talk.client());
      if (!called.impossible.empty() || called.throttled) break;
      talk.record_instead(called);
    }
    deviates = deviates || !is_allowed(step.expect, called);
    if (called.success) talk.keep(step.keep, called);
  }
}

}  // namespace hallmark::exchange
