#include "plan/kinds/under_way_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "contract/text_facts.h"
#include "contract/text_shown.h"
#include "names/habits.h"
#include "names/making.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/between_calls.h"
#include "plan/context/readers.h"
#include "plan/context/shown_states.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Operation;
using contract::Shape;
using names::ErrorClass;
using names::Kind;

constexpr std::size_t most_readers = 4;  // of what is made, among which one shows a state

class UnderWayCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    if (kind_ == Kind::make || !ready()) return {};
    const ResourceRecipe* recipe = own_recipe();
    const Operation* maker = recipe ? context_.model.operation(recipe->create_call) : nullptr;
    if (!maker) return {};
    for (const Shape* error : contract::listed_errors(context_.model, context_.operation)) {
      if (contract::text_fact(error->traits, contract::text::unready) && !leaves_it_alone(*error))
        called_at_once(*error, *maker, *recipe);
    }
    return take();
  }

 private:
  // "Already in use and not available": whether that keeps tags from it no document says.
  [[nodiscard]] bool leaves_it_alone(const Shape& error) const {
    return names::Habits::standard().tagging_act(context_.operation.name()) &&
           contract::text_fact(error.traits, contract::text::raised).has_value();
  }

  void called_at_once(const Shape& error, const Operation& maker, const ResourceRecipe& recipe) {
    Listed errors;
    errors.exceptions = {std::string(error.name())};
    errors.evidence = fmt::format(
        "the operation lists {}; its text says that it comes while a thing is being made", error.name());
    const std::string promise = behaviour_promise(id_, "state", std::string(error.name()));
    want(promise, Depth::quick, errors.exceptions, [=, this, &maker, &recipe]() -> Wanted::Result {
      const auto reader = reader_of(maker);
      if (!reader) return {};
      Case test = about("state-while-being-made", promise, errors);
      test.title = fmt::format("while the {} is being made", names_.noun_of(maker));
      std::vector<Step> waits;
      if (!without_waits(test.arrange, maker, recipe, reader->reader, waits)) return {};
      for (const ErrorClass kind :
           {ErrorClass::state, ErrorClass::conflict, ErrorClass::in_use, ErrorClass::not_found}) {
        for (const Shape* other : names_.exceptions(context_.operation, kind)) {
          if (other->name() != errors.exceptions.front())
            test.expect.push_back({.exception = std::string(other->name()), .reason = "it is not there yet"});
        }
      }
      test.expect.push_back({.reason = "it may be there at once"});
      test.then.push_back(reader->reader.step);
      for (const std::string& state : reader->states) {
        test.claims.push_back(
            {.kind = Claim::Kind::nowhere, .promise = promise, .step = 0, .value = state, .weak = true});
      }
      // What is removed afterwards must be there.
      std::move(waits.begin(), waits.end(), std::back_inserter(test.then));
      check(test, errors);
      return {.test = std::move(test), .problem = {}};
    });
  }

  struct Shown {
    ReadBack reader;
    std::vector<std::string> states;  // of the making
  };

  // A reading of what the maker makes whose answer has a state that can be one of the making.
  [[nodiscard]] std::optional<Shown> reader_of(const Operation& maker) const {
    const Values values(context_.model, context_.protocol, &maker, context_.suite.values);
    const Context making(context_.model, maker, context_.suite, context_.protocol, values);
    for (ReadBack& reader : readers_of(making, names_, most_readers)) {
      if (reader.lists || reader.operation == &context_.operation) continue;
      std::vector<std::string> states = states_in(
          context_.model, output_of(context_.model, *reader.operation), names::is_making_state, false);
      if (!states.empty()) return Shown{std::move(reader), std::move(states)};
    }
    return std::nullopt;
  }

  // Another operation that makes one of these under the same identifiers, and needs nothing before.
  [[nodiscard]] std::optional<Step> made_otherwise(const Operation& maker,
                                                   const std::map<std::string, std::string>& keep) const {
    for (const Operation* other : context_.model.all_operations()) {
      if (other == &maker || other == &context_.operation || names_.kind_of(*other) != Kind::make ||
          names_.noun_of(*other) != names_.noun_of(maker) ||
          context_.suite.arrange.contains(std::string(other->name())))
        continue;
      const bool answers = std::all_of(keep.begin(), keep.end(), [&](const auto& kept) {
        return contract::spot_of(context_.model, output_of(context_.model, *other), kept.second).shape;
      });
      if (!answers) continue;
      const Values values(context_.model, context_.protocol, other, context_.suite.values);
      auto with = values.structure(input_of(context_.model, *other), "arrange " + std::string(other->name()));
      if (with.value) return Step{.call = std::string(other->name()), .with = *std::move(with.value)};
    }
    return std::nullopt;
  }

  // The steps without the waits for what the maker makes, which are moved to `waits`; where nothing waits for
  // it, it is there at once, and another operation makes it. False where something else needs it made.
  [[nodiscard]] bool without_waits(std::vector<Step>& steps, const Operation& maker,
                                   const ResourceRecipe& recipe, const ReadBack& reader,
                                   std::vector<Step>& waits) const {
    const auto made =
        std::find_if(steps.begin(), steps.end(), [&](const Step& each) { return each.call == maker.name(); });
    if (made == steps.end()) return false;
    made->keep.insert(reader.keep.begin(), reader.keep.end());
    for (auto step = made + 1; step != steps.end(); ++step) {
      const auto used = variables_in(step->with);
      const bool of_it = std::any_of(used.begin(), used.end(), [&](const std::string& each) {
        return made->keep.contains(std::string(kept_name(each)));
      });
      if (!of_it) continue;
      if (!step->until) return false;
      waits.push_back(*step);
    }
    std::erase_if(steps, [&](const Step& each) {
      return std::any_of(waits.begin(), waits.end(),
                         [&](const Step& wait) { return wait.call == each.call && wait.with == each.with; });
    });
    if (!waits.empty()) return true;
    // Nothing was taken out: the place is still the one that was found.
    auto other = made_otherwise(maker, made->keep);
    if (!other) return true;
    other->keep = made->keep;
    other->creates = recipe.name;
    *made = *std::move(other);
    return true;
  }
};

}  // namespace

std::vector<Wanted> under_way_cases(Context& context, const names::Names& names) {
  return wanted_by<UnderWayCases>(context, names);
}

}  // namespace hallmark::plan
