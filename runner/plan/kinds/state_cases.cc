#include "plan/kinds/state_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "core/text.h"
#include "names/habits.h"
#include "names/spoken.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/between_calls.h"

namespace hallmark::plan {
namespace {

using contract::Operation;
using contract::Shape;
using names::ErrorClass;
using names::Habits;

// "Directory" of "DirectoryNotEnabledException", "" of "DisabledException", in lower case; nullopt where the
// name says nothing of the state.
std::optional<std::string> subject_in_state(std::string_view exception, const Habits::StateMaker& row) {
  std::string rest = core::to_lower(Habits::standard().stem_of(exception));
  for (const std::string& word : row.says) {
    if (rest.ends_with(word)) return rest.substr(0, rest.size() - word.size());
  }
  return std::nullopt;
}

class StateCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    if (!ready()) return {};
    const ResourceRecipe* recipe = own_recipe();
    const Operation* maker = recipe ? context_.model.operation(recipe->create_call) : nullptr;
    if (!maker) return {};
    noun_of_it_ = names_.noun_of(*maker);
    for (const Shape* error : contract::listed_errors(context_.model, context_.operation)) {
      for (const Habits::StateMaker& row : Habits::standard().state_makers) {
        const auto subject = subject_in_state(error->name(), row);
        if (!subject || !core::to_lower(noun_of_it_).ends_with(*subject)) continue;
        if (const Operation* brings = operation_that(row.begins)) in_state(*error, *brings);
        break;
      }
      const std::string subject = Habits::standard().subject_of(error->name());
      if (names::says_purpose(subject) && input_of(context_.model, *maker).member(subject))
        of_another_purpose(*error, subject, *maker, *recipe);
    }
    return take();
  }

 private:
  [[nodiscard]] const Operation* operation_that(const std::string& begins) const {
    const Operation* found = context_.model.operation(begins + noun_of_it_);
    return found == &context_.operation ? nullptr : found;
  }

  // The request about the thing that is arranged already; nullopt where it needs more.
  [[nodiscard]] std::optional<Json> request_of(const Operation& brings) const {
    const std::string name(brings.name());
    const auto base = context_.suite.base.find(name);
    ValueOptions options;
    if (base != context_.suite.base.end()) options.given = &base->second;
    const Values values(context_.model, context_.protocol, &brings, context_.suite.values);
    auto with = values.structure(input_of(context_.model, brings), id_ + " state " + name, options);
    if (!with.value) return std::nullopt;
    const auto used = variables_in(*with.value);
    const bool about_it = std::any_of(used.begin(), used.end(),
                                      [&](const std::string& each) { return made_by_.contains(each); });
    const bool known = std::all_of(used.begin(), used.end(), [&](const std::string& each) {
      return made_by_.contains(each) || is_of_the_caller(each);
    });
    return about_it && known ? std::move(with.value) : std::nullopt;
  }

  void in_state(const Shape& error, const Operation& brings) {
    Listed errors;
    errors.exceptions = {std::string(error.name())};
    errors.evidence =
        fmt::format("the operation lists {}; {} brings that state about", error.name(), brings.name());
    const std::string promise = behaviour_promise(id_, "state", std::string(error.name()));
    want(promise, Depth::quick, errors.exceptions, [this, promise, errors, &brings]() -> Wanted::Result {
      auto with = request_of(brings);
      if (!with) return {};
      Case test = about("state-after-" + std::string(brings.name()), promise, errors);
      test.title = fmt::format("after {}", brings.name());
      test.arrange.push_back({.call = std::string(brings.name()), .with = *std::move(with)});
      for (const ErrorClass kind : {ErrorClass::state, ErrorClass::conflict}) {
        for (const Shape* other : names_.exceptions(context_.operation, kind)) {
          if (other->name() != errors.exceptions.front())
            test.expect.push_back(
                {.exception = std::string(other->name()), .reason = "it speaks of a state"});
        }
      }
      check(test, errors);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // How the thing is made for another operation, with another value of the member; null where none does. What
  // no value is given for has the plain one.
  [[nodiscard]] const Step* made_otherwise(const std::string& member, const Operation& maker,
                                           const Json& own) const {
    for (const auto& [operation, steps] : context_.suite.arrange) {
      for (const Step& step : steps) {
        if (step.call != maker.name() || !variables_in(step.with).empty()) continue;
        const bool differs = own.contains(member) ? !step.with.contains(member) : step.with.contains(member);
        if (differs) return &step;
      }
    }
    return nullptr;
  }

  // A key for signing where one for encrypting is asked for.
  void of_another_purpose(const Shape& error, const std::string& member, const Operation& maker,
                          const ResourceRecipe& recipe) {
    Listed errors;
    errors.exceptions = {std::string(error.name())};
    errors.evidence = fmt::format("the operation lists {}; {} says what it is for", error.name(), member);
    const std::string promise = behaviour_promise(id_, "state", std::string(error.name()));
    want(promise, Depth::quick, errors.exceptions, [=, this, &maker, &recipe]() -> Wanted::Result {
      Case test = about("made-with-other-" + member, promise, errors);
      test.title = fmt::format("a {} that was made with another {}", noun_of_it_, member);
      const auto step = std::find_if(test.arrange.begin(), test.arrange.end(),
                                     [&](const Step& each) { return each.call == maker.name(); });
      const Step* other = step == test.arrange.end() ? nullptr : made_otherwise(member, maker, step->with);
      if (!other) return {};
      Step another{.call = std::string(maker.name()), .with = other->with, .creates = recipe.name};
      bool sent = false;
      for (const auto& [variable, pointer] : step->keep) {
        another.keep[variable + ".2"] = pointer;
        for (Json& value : test.send) {
          if (value != "${" + variable + "}") continue;
          value = "${" + variable + ".2}";
          sent = true;
        }
      }
      for (const auto& [variable, pointer] : recipe.keep) another.keep[variable + ".2"] = pointer;
      if (!sent) return {};
      test.arrange.push_back(std::move(another));
      test.control = {{.op = "replace", .path = "", .value = *base_->document}};
      for (const Shape* listed : contract::listed_errors(context_.model, context_.operation)) {
        if (Habits::standard().behind(Habits::Says::other_kind, listed->name()))
          test.expect.push_back(
              {.exception = std::string(listed->name()), .reason = "it is of another kind"});
      }
      check(test, errors);
      return {.test = std::move(test), .problem = {}};
    });
  }

  std::string noun_of_it_;
};

}  // namespace

std::vector<Wanted> state_cases(Context& context, const names::Names& names) {
  return wanted_by<StateCases>(context, names);
}

}  // namespace hallmark::plan
