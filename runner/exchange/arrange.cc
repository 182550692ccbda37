#include "exchange/arrange.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/digest.h"
#include "core/text.h"
#include "exchange/makings.h"
#include "exchange/marked.h"
#include "exchange/needs.h"
#include "exchange/offer_search.h"
#include "exchange/waiting.h"

namespace hallmark::exchange {
namespace {

using Failure = FailedArrangements::Failure;

// The identity of an arrangement's beginning, before variables are replaced: what is sent, and what must be
// found in the answers.
std::string beginning_of(const std::string& service, const std::vector<plan::Step>& steps, std::size_t count,
                         const Needs* needs) {
  std::string text = service;
  for (std::size_t i = 0; i < count; ++i) {
    text += "\n" + steps[i].call + " " + steps[i].identity + " " + core::dump(steps[i].with);
    for (const auto& [name, pointer] : steps[i].keep) {
      if (!needs || needs->sent.contains(name)) text += " " + pointer;
    }
    if (steps[i].until)
      text += " " + steps[i].until->pointer + " " + core::dump(Json(steps[i].until->values));
  }
  return core::sha256(text);
}

// Failures that may be gone at the next attempt: how often each must be seen before it is believed.
int times_to_believe(const names::Knowledge& words, const Called& called) {
  if (!called.answered()) return 3;
  using names::ErrorClass;
  const auto said = words.class_of(called.code);
  if (said == ErrorClass::limit || said == ErrorClass::conflict || said == ErrorClass::in_use ||
      said == ErrorClass::throttled)
    return 2;
  return called.exchange.http.response->status >= 500 ? 2 : 1;
}

// What stands in the way of the case.
void end(CaseRun& run, const Failure& failure, bool inferred) {
  if (!failure.not_offered.empty()) {
    run.skipped = {Reason::Kind::needs_not_offered,
                   "it needs an operation that is not offered: " + failure.not_offered};
  } else if (inferred && failure.answered) {
    run.skipped = {Reason::Kind::base_not_accepted, "base not accepted: " + failure.what};
  } else {
    run.blocked = {Reason::Kind::arrangement, failure.what};
    run.blocked_by = failure.blocked_by;
  }
}

// The pointers of `missing` that are kept under one of the names.
std::vector<std::string> kept_as(const plan::Step& step, const std::vector<std::string>& missing,
                                 const std::set<std::string>& names) {
  std::vector<std::string> pointers;
  for (const auto& [name, pointer] : step.keep) {
    if (names.contains(name) && std::find(missing.begin(), missing.end(), pointer) != missing.end())
      pointers.push_back(pointer);
  }
  return pointers;
}

// What is waited for and kept of the answer to a step. Empty when all that is needed is there; else what is
// not. What is missing only for a comparison is a reason to skip the case.
std::string what_is_wrong(Makings& makings, const plan::Step& step, const OutgoingCall& call, Called& called,
                          const Needs* needs) {
  bool good = called.accepted() && called.impossible.empty();
  std::string what = fmt::format("{} {} {}", step.call,
                                 called.impossible.empty() ? "answered" : "cannot be sent:", called.answer());
  if (step.until && (good || !step.until->gone.empty())) {
    const std::string why = wait_until(makings, *step.until, call, called, step.until->deadline);
    good = why.empty();
    if (!good) what = why;
  }
  if (!good) return what;
  std::vector<std::string> missing = keep_or_find(makings, step.keep, called);
  const auto without = [&](const std::vector<std::string>& pointers) {
    return fmt::format("{} answered without {}", step.call, core::join(pointers, ", "));
  };
  if (needs) {
    const std::vector<std::string> compared = kept_as(step, missing, needs->compared);
    missing = kept_as(step, missing, needs->sent);
    if (missing.empty() && !compared.empty())
      makings.talk().run().skipped = {Reason::Kind::arrangement,
                                      without(compared) + ", which answers are held against"};
  }
  return missing.empty() ? std::string() : without(missing);
}

Failure failure_of(Makings& makings, const plan::Step& step, const OutgoingCall& call, const Called& called,
                   std::string what) {
  Conversation& talk = makings.talk();
  Failure failure;
  failure.blocked_by = fmt::format("{} {}", talk.service().model->slug + "." + step.call,
                                   core::shorten(called.accepted() ? what : called.answer(), 100));
  failure.what = std::move(what);
  failure.answered = called.answered() && !called.throttled;
  if (failure.answered) {
    failure.refused_by = step.call;
    // Found for that operation, not for the case's own.
    look_for(talk, call, called, false, false);
    failure.not_offered = std::exchange(talk.run().not_offered, {});
  }
  return failure;
}

}  // namespace

std::optional<Failure> FailedArrangements::known(const std::string& beginning) const {
  const std::lock_guard lock(mutex_);
  const auto found = failures_.find(beginning);
  if (found == failures_.end() || found->second.left > 0) return std::nullopt;
  return found->second.failure;
}

void FailedArrangements::add(const std::string& beginning, const Failure& failure, int times) {
  const std::lock_guard lock(mutex_);
  Seen& seen = failures_.try_emplace(beginning, Seen{.failure = {}, .left = times}).first->second;
  --seen.left;
  seen.failure = failure;
}

namespace {

bool arrange_needed(Makings& makings, const std::vector<plan::Step>& steps, bool shared, bool inferred,
                    const Needs* needs) {
  Conversation& talk = makings.talk();
  CaseRun& run = talk.run();
  const std::string& slug = talk.service().model->slug;
  for (std::size_t count = 1; shared && count <= steps.size(); ++count) {
    const auto failure = talk.state().failed.known(beginning_of(slug, steps, count, needs));
    if (!failure) continue;
    run.refused_by = failure->refused_by;
    end(run, *failure, inferred);
    return false;
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const plan::Step& step = steps[i];
    if (talk.is_interrupted()) return false;
    if (waits_for_nothing(step, run.kept)) continue;
    const Conversation::Prepared prepared = talk.prepare(Role::arrange, step.call, step.with, step.identity);
    if (!prepared.problem.empty()) {
      talk.cannot_be_made(prepared, slug + "." + step.call);
      return false;
    }
    Called called = makings.perform_and_record(prepared.call);
    std::string what = what_is_wrong(makings, step, prepared.call, called, needs);
    if (!run.skipped.empty()) return false;
    if (what.empty()) continue;
    if (talk.is_interrupted()) return false;
    const Failure failure = failure_of(makings, step, prepared.call, called, std::move(what));
    if (failure.answered) run.refused_by = failure.refused_by;
    if (shared && !called.throttled)
      talk.state().failed.add(beginning_of(slug, steps, i + 1, needs), failure,
                              times_to_believe(talk.service().plan->suite.words(), called));
    end(run, failure, inferred);
    return false;
  }
  return true;
}

}  // namespace

bool arrange(Makings& makings, const std::vector<plan::Step>& steps, bool shared, bool inferred) {
  return arrange_needed(makings, steps, shared, inferred, nullptr);
}

bool arrange(Makings& makings, const std::vector<plan::Step>& steps, bool shared, bool inferred,
             const Needs& needs) {
  return arrange_needed(makings, steps, shared, inferred, &needs);
}

}  // namespace hallmark::exchange
