// How what was made is removed.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "exchange/makings.h"
#include "exchange/marked.h"
#include "exchange/waiting.h"

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;
constexpr int passes = 3;  // what depends on something else goes at a later pass

bool says_gone(const names::Knowledge& words, const plan::ResourceRecipe& recipe, const Called& called) {
  if (called.success || !called.answered()) return false;
  if (!recipe.gone.empty() && (called.code == recipe.gone || called.shape == recipe.gone)) return true;
  // EC2 lists no exceptions and says it with 400: "InvalidVpcID.NotFound"; others have words of their
  // own for what is listed.
  const bool named = !recipe.name.empty() &&
                     core::to_lower(called.code).find(core::to_lower(recipe.name)) != std::string::npos;
  if (named && words.is(names::ErrorClass::not_found, called.code)) return true;
  if (!recipe.gone.empty() && !called.code.empty()) return false;
  return called.exchange.http.response->status == 404 || words.says_nothing_there(called.code);
}

}  // namespace

std::map<std::string, std::string> needed_for_removal(const plan::ResourceRecipe& recipe) {
  std::map<std::string, std::string> needed;
  for (const plan::Step& step : recipe.remove) {
    for (const std::string& name : plan::variables_in(step.with)) {
      if (const auto kept = recipe.keep.find(name); kept != recipe.keep.end()) needed.insert(*kept);
    }
  }
  return needed;
}

bool Makings::find_by_marks(MadeResource& made) {
  if (made.marks.empty()) return false;
  std::vector<std::string> wanted;
  const std::map<std::string, std::string> needed = needed_for_removal(*made.recipe);
  for (const auto& [name, pointer] : needed) wanted.push_back(last_token(pointer));
  for (const contract::Operation* operation : lists_for(talk_.service(), *made.recipe)) {
    const Conversation::Prepared prepared =
        talk_.prepare(Role::remove, std::string(operation->name()), Json::object(), made.identity);
    if (!prepared.problem.empty()) return false;
    const Called called = perform_and_record(prepared.call);
    if (!called.success) continue;
    const Json* found = find_marked(called.output(), made.marks, wanted);
    if (!found) continue;
    for (const auto& [name, pointer] : needed) made.variables[name] = (*found)[last_token(pointer)];
    return true;
  }
  return false;
}

std::string Makings::wait_for_removal(const plan::Step& step, const OutgoingCall& call, Called& called) {
  // Where the patience ran out once, it would again: for each thing, and at each pass.
  Patience& patience = talk_.state().patience;
  const std::string wait = fmt::format("{} {} {}{}", talk_.service().model->slug, step.call,
                                       step.until->pointer, step.until->gone);
  std::string problem =
      wait_until(*this, *step.until, call, called, patience.with(wait, step.until->deadline));
  if (problem.empty()) {
    patience.came(wait);
  } else {
    patience.did_not_come(wait);
  }
  return problem;
}

Makings::Removal Makings::remove_by(const plan::ResourceRecipe& recipe, plan::Variables& variables,
                                    const std::string& identity, std::string& why) {
  if (recipe.remove.empty()) {
    why = "the suite does not say how to remove a " + recipe.name;
    return Removal::failed;
  }
  std::swap(talk_.variables(), variables);
  const std::string remover = talk_.accounts().remover_for(identity);
  Removal result = Removal::removed;
  for (const plan::Step& step : recipe.remove) {
    const std::string signer = step.identity == "default" ? remover : step.identity;
    const Conversation::Prepared prepared = talk_.prepare(Role::remove, step.call, step.with, signer);
    if (!prepared.problem.empty()) {
      why = prepared.problem;
      result = Removal::failed;
      break;
    }
    Called called = perform_and_record(prepared.call);
    if (says_gone(talk_.service().plan->suite.words(), recipe, called)) {
      result = Removal::gone;
      break;
    }
    bool good = called.success;
    if (!good) why = fmt::format("{} answered {}", step.call, called.answer());
    if (step.until && (good || !step.until->gone.empty())) {
      const std::string problem = wait_for_removal(step, prepared.call, called);
      good = problem.empty();
      if (!good) why = problem;
    }
    if (!good) {
      result = Removal::failed;
      break;
    }
    talk_.keep(step.keep, called);
  }
  std::swap(talk_.variables(), variables);
  return result;
}

Makings::Removal Makings::remove(MadeResource& made, std::string& why) {
  talk_.begin_cleaning();
  if (!made.certain && !find_by_marks(made)) {
    why = made.marks.empty() ? "its create was not answered, and its input has nothing to find it by"
                             : fmt::format("its create was not answered, and no list shows {}",
                                           core::join(made.marks, ", "));
    return Removal::not_found;
  }
  plan::Variables variables = talk_.variables();
  for (const auto& [name, value] : made.variables) variables.set(name, value);
  return remove_by(*made.recipe, variables, made.identity, why);
}

std::string Makings::describe(const MadeResource& made) const {
  std::string text;
  for (const auto& [name, pointer] : made.recipe->keep) {
    if (const auto value = made.variables.find(name); value != made.variables.end())
      text += fmt::format(" {}={}", name, core::dump(value->second, 100));
  }
  return text;
}

std::string Makings::removal_of(const MadeResource& made, const std::string& reason) const {
  return talk_.service().model->slug + " " + made.recipe->name + " " + reason;
}

bool Makings::remove_what_is_left(Progress& progress) {
  const Reach& reach = *talk_.service().reach;
  bool again = false;
  for (std::size_t i = made_.size(); i-- > 0;) {
    if (progress.done[i]) continue;
    std::string& reason = progress.reasons[i];
    if (reach.gone() || talk_.client().cleaning_over()) {
      if (reason.empty()) reason = reach.gone() ? reach.given_up() : "the time for cleaning up was over";
      continue;
    }
    const Removal removal = remove(made_[i], reason);
    progress.done[i] = removal == Removal::removed || removal == Removal::gone;
    Journal* journal = talk_.state().options.journal.get();
    if (progress.done[i] && journal) journal->removed(made_[i].journal_id);
    if (removal == Removal::failed)
      again = talk_.state().patience.is_worth_another(removal_of(made_[i], reason)) || again;
  }
  return again;
}

void Makings::remove_all() {
  if (made_.empty()) return;
  Executor::State& state = talk_.state();
  if (state.options.keep) {
    for (const MadeResource& made : made_) {
      state.leave(fmt::format("{} {} of {}{}: kept, as asked", talk_.service().model->slug, made.recipe->name,
                              talk_.case_id(), describe(made)));
    }
    return;
  }
  const std::map<std::string, Json> kept =
      talk_.run().kept;  // removal keeps things too; they are not the case's
  Progress progress{.reasons = std::vector<std::string>(made_.size()),
                    .done = std::vector<bool>(made_.size(), false)};
  talk_.begin_cleaning();
  for (int pass = 0; pass < passes; ++pass) {
    if (pass > 0) state.caller.sleep(200ms * pass, [this] { return talk_.is_over(); });
    if (!remove_what_is_left(progress)) break;
  }
  talk_.end_cleaning();
  talk_.run().kept = kept;
  for (std::size_t i = 0; i < made_.size(); ++i) {
    if (progress.done[i]) continue;
    const MadeResource& made = made_[i];
    std::string sentence = fmt::format("{} {}{} of {}: {}", talk_.service().model->slug, made.recipe->name,
                                       describe(made), talk_.case_id(), progress.reasons[i]);
    if (state.options.journal && !state.options.journal->lost())
      sentence += " (journal " + state.options.journal->name() + ")";
    state.patience.failed(removal_of(made, progress.reasons[i]));
    state.leave(std::move(sentence));
  }
}

}  // namespace hallmark::exchange
