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
#include "exchange/stand_in.h"
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

// One arrangement, step by step, with others in place of what the endpoint does not have or refuses.
class Arranger {
 public:
  Arranger(Makings& makings, const std::vector<plan::Step>& steps, bool shared, bool inferred,
           const Needs* needs)
      : makings_(makings),
        talk_(makings.talk()),
        run_(talk_.run()),
        slug_(talk_.service().model->slug),
        planned_(steps),
        steps_(steps),
        shared_(shared),
        inferred_(inferred),
        needs_(needs) {}

  bool arrange() {
    begin_with_what_was_accepted();
    std::optional<Failure> first;  // what was planned: it is told where nothing does in its place
    while (true) {
      std::optional<Failure> failure;
      std::size_t failed = 0;
      if (!known_failure(failed, failure) && !go_on(failed, failure)) return false;
      if (!failure) return true;
      if (!first && stood_in_ && !failure->answered) {
        as_planned();
        continue;
      }
      if (!first) first = failure;
      if (!stands_in(failed, *failure)) {
        if (first->answered) run_.refused_by = first->refused_by;
        end(run_, *first, inferred_);
        return false;
      }
    }
  }

 private:
  // Whether one of the steps that are still to be made is known to fail.
  bool known_failure(std::size_t& failed, std::optional<Failure>& failure) const {
    for (failed = made_; shared_ && failed < steps_.size(); ++failed) {
      failure = talk_.state().failed.known(beginning_of(slug_, steps_, failed + 1, needs_));
      if (failure) return true;
    }
    return false;
  }

  // Makes the calls until one fails. False: the case cannot go on, and the run says why.
  bool go_on(std::size_t& failed, std::optional<Failure>& failure) {
    for (; made_ < steps_.size(); ++made_) {
      failed = made_;
      const plan::Step& step = steps_[made_];
      if (talk_.is_interrupted()) return false;
      if (waits_for_nothing(step, run_.kept)) continue;
      // What changes something is sent as the case wants it.
      const bool may_say_more = inferred_ && makes(step.call);
      const Json with = may_say_more ? with_additions(talk_, step.call, step.with) : step.with;
      const Conversation::Prepared prepared = talk_.prepare(Role::arrange, step.call, with, step.identity);
      if (!prepared.problem.empty() && stood_in_) {  // another way that cannot be gone is none
        failure = Failure{.answered = false,
                          .what = prepared.problem,
                          .blocked_by = {},
                          .refused_by = {},
                          .not_offered = {}};
        return true;
      }
      if (!prepared.problem.empty()) {
        talk_.cannot_be_made(prepared, slug_ + "." + step.call);
        return false;
      }
      Called called = makings_.perform_and_record(prepared.call);
      if (may_say_more && !called.success) {
        if (auto fuller = call_fuller(makings_, Role::arrange, step.call, with, step.identity, called))
          called = *std::move(fuller);
      }
      std::string what = what_is_wrong(makings_, step, prepared.call, called, needs_);
      if (!run_.skipped.empty()) return false;
      if (what.empty()) continue;
      if (talk_.is_interrupted()) return false;
      failure = failure_of(makings_, step, prepared.call, called, std::move(what));
      if (shared_ && !called.throttled)
        talk_.state().failed.add(beginning_of(slug_, steps_, made_ + 1, needs_), *failure,
                                 times_to_believe(talk_.service().plan->suite.words(), called));
      return true;
    }
    return true;
  }

  [[nodiscard]] bool makes(const std::string& call) const {
    return talk_.service().creators.contains(call) ||
           talk_.service().plan->suite.words().kind_of(call) == names::Kind::make;
  }

  void begin_with_what_was_accepted() {
    if (!inferred_ || !needs_) return;
    ways_ = talk_.state().stand_ins.known(talk_.service(), needs_->operation);
    const auto wants = [&](const std::string& call) { return ways_.wanted.contains(call); };
    const bool wanted =
        wants(needs_->operation) ||
        std::any_of(steps_.begin(), steps_.end(), [&](const auto& step) { return wants(step.call); });
    if (!ways_.avoided.empty() || wanted) go_by_these_ways();
  }

  bool go_by_these_ways() {
    auto others = talk_.state().stand_ins.by(talk_.service(), planned_, *needs_, ways_);
    if (!others) return false;
    steps_ = std::move(others->steps);
    made_ = 0;
    stood_in_ = true;
    return true;
  }

  void as_planned() {
    steps_ = planned_;
    made_ = 0;
    stood_in_ = false;
    ways_ = {};
  }

  // Puts another arrangement in place of the case's. What was made stays until the case is over.
  bool stands_in(std::size_t failed, const Failure& failure) {
    constexpr std::size_t most = 12;  // calls that are found not to be the way
    if (!inferred_ || !needs_ || !failure.answered || talk_.state().target.remote ||
        ways_.avoided.size() == most)
      return false;
    return ways_.avoided.insert(steps_[failed].call).second && go_by_these_ways();
  }

  Makings& makings_;
  Conversation& talk_;
  CaseRun& run_;
  const std::string& slug_;
  const std::vector<plan::Step>& planned_;
  std::vector<plan::Step> steps_;  // or others in their place
  std::size_t made_ = 0;           // of these
  plan::Ways ways_;
  bool shared_, inferred_;
  bool stood_in_ = false;  // the steps are not those that were planned
  const Needs* needs_;
};

}  // namespace

bool arrange(Makings& makings, const std::vector<plan::Step>& steps, bool shared, bool inferred) {
  return Arranger(makings, steps, shared, inferred, nullptr).arrange();
}

bool arrange(Makings& makings, const std::vector<plan::Step>& steps, bool shared, bool inferred,
             const Needs& needs) {
  return Arranger(makings, steps, shared, inferred, &needs).arrange();
}

}  // namespace hallmark::exchange
