#include "exchange/makings.h"

#include <algorithm>

namespace hallmark::exchange {
namespace {

JournalEntry entry_for(Conversation& talk, const MadeResource& made, const OutgoingCall& call) {
  return {.case_id = talk.case_id(),
          .service = talk.service().model->slug,
          .resource = made.recipe->name,
          .operation = made.operation,
          .endpoint = to_string(talk.service().address),
          .identity = call.identity,
          .access_key_id = call.credentials ? call.credentials->access_key_id : "",
          .input = call.input,
          .marks = made.marks,
          .keep = {},
          .clear = {}};
}

// The endpoint says that it made nothing, or cannot have seen the call.
bool made_nothing(const Called& called) {
  return !called.impossible.empty() || called.exchange.http.bytes_sent == 0 ||
         (called.answered() && !called.success);
}

}  // namespace

Called Makings::perform(const OutgoingCall& call, Client& client) {
  const auto creator = talk_.service().creators.find(std::string(call.operation->name()));
  if (creator == talk_.service().creators.end() || talk_.is_cleaning()) return talk_.send(call, client);
  MadeResource made{.recipe = creator->second,
                    .operation = creator->first,
                    .identity = call.identity,
                    .input = call.input,
                    .marks = marks_in(call.input),
                    .variables = {}};
  Journal* journal = talk_.state().options.journal.get();
  if (journal) made.journal_id = journal->creating(entry_for(talk_, made, call));
  client.set_making(true);
  Called called = talk_.send(call, client);
  client.set_making(false);
  if (!made_nothing(called)) {
    remember(std::move(made), call, called);
  } else if (journal) {
    journal->not_created(made.journal_id);
  }
  return called;
}

void Makings::remember(MadeResource made, const OutgoingCall& call, const Called& called) {
  const plan::ResourceRecipe& recipe = *made.recipe;
  std::map<std::string, Json> keep;
  for (const auto& [name, pointer] : recipe.keep) {
    const Json* value = kept_value(called.output(), call.input, pointer);
    if (value && !value->is_null()) keep[name] = *value;
  }
  const std::map<std::string, std::string> needed = needed_for_removal(recipe);
  made.certain = called.success && std::all_of(needed.begin(), needed.end(),
                                               [&](const auto& each) { return keep.contains(each.first); });
  made.variables = talk_.variables().all();
  for (const auto& [name, value] : keep) made.variables[name] = value;
  for (const plan::Step& step : recipe.remove) {  // a child's removal names its parent
    for (const std::string& name : plan::variables_in(step.with)) {
      if (const auto known = made.variables.find(name); known != made.variables.end())
        keep[name] = known->second;
    }
  }
  Journal* journal = talk_.state().options.journal.get();
  if (journal && called.success) journal->created(made.journal_id, keep);
  const std::lock_guard lock(mutex_);
  made_.push_back(std::move(made));
}

void Makings::let_others() {
  for (const std::string& thing : held_) talk_.state().turns.release(thing);
  held_.clear();
}

Called Makings::perform_in_turn(const OutgoingCall& call) {
  if (call.thing.empty() || talk_.is_cleaning()) return perform(call, talk_.client());
  Turns& turns = talk_.state().turns;
  const auto over = [this] { return talk_.is_over(); };
  const auto is_there = [this](const Called& called) {
    const auto said = talk_.service().plan->suite.words().class_of(called.code);
    return called.answered() && (said == names::ErrorClass::exists || said == names::ErrorClass::conflict ||
                                 said == names::ErrorClass::in_use || said == names::ErrorClass::limit);
  };
  constexpr int most_attempts = 100;
  for (int attempt = 1;; ++attempt) {
    turns.wait(call.thing, over);
    Called called = perform(call, talk_.client());
    if (called.accepted()) {
      turns.hold(call.thing);
      held_.push_back(call.thing);
      return called;
    }
    // What this case holds itself it will not give up by waiting.
    const bool own = std::find(held_.begin(), held_.end(), call.thing) != held_.end();
    if (own || !is_there(called) || !turns.is_held(call.thing) || attempt == most_attempts || over())
      return called;
  }
}

Called Makings::perform_and_record(const OutgoingCall& call) {
  Called called = perform_in_turn(call);
  if (called.impossible.empty()) talk_.record(called);
  if (called.throttled) talk_.run().throttled = true;
  return called;
}

}  // namespace hallmark::exchange
