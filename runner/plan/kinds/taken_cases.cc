#include "plan/kinds/taken_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "core/text.h"
#include "names/habits.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/between_calls.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using names::ErrorClass;
using names::Kind;

class TakenCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    const bool may_make = kind_ == Kind::make || kind_ == Kind::act || kind_ == Kind::other;
    if (!ready()) return {};
    const auto& members = input_of(context_.model, context_.operation).members;
    // What a recipe makes is made twice.
    if (may_make && !recipe_of(context_.operation)) {
      for (const Member& member : members) taken(member);
    }
    if (kind_ == Kind::change) {
      for (const Member& member : members) renamed(member);
    }
    for (const Member& member : members) twice_in_a_list(member);
    return take();
  }

 private:
  void taken(const Member& member) {
    const auto named = names_.words().identifier(member.name);
    const auto given = base_->document->find(member.name);
    if (!named || named->plural || named->stem.empty() || given == base_->document->end() ||
        !is_fresh(*given))
      return;
    const std::string variable = arranged(named->stem, member.name);
    if (variable.empty()) return;
    Listed errors;
    for (const contract::Shape* error : names_.exceptions(context_.operation, ErrorClass::exists)) {
      if (is_about(*error, {named->stem})) errors.exceptions.emplace_back(error->name());
    }
    if (errors.exceptions.empty()) return;
    errors.evidence = fmt::format("the operation lists {}", core::join(errors.exceptions, ", "));
    const std::string promise = behaviour_promise(id_, "duplicate", member.name);
    want(promise, Depth::quick, errors.exceptions, [=, this, &member]() -> Wanted::Result {
      Case test = about("taken-" + member.name, promise, errors);
      for (const contract::Shape* error : names_.exceptions(context_.operation, ErrorClass::in_use)) {
        if (is_about(*error, {named->stem}))
          test.expect.push_back({.exception = std::string(error->name()), .reason = "it says the same"});
      }
      test.title = fmt::format("the {} of a {} that is there", member.name, named->stem);
      test.send[member.name] = "${" + variable + "}";
      test.control = {{.op = "replace", .path = "", .value = *base_->document}};
      test.base_key = context_.key_of(*base_->document);
      check(test, errors);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // "NewGroupName": the name of another group that is there.
  void renamed(const Member& member) {
    const auto named = names_.words().identifier(member.name);
    const ResourceRecipe* recipe = own_recipe();
    const contract::Operation* maker = recipe ? context_.model.operation(recipe->create_call) : nullptr;
    if (!named || named->plural || !maker || !names::Habits::standard().renames(member.name)) return;
    const std::string noun = names_.noun_of(*maker);
    if (!is_end_of(noun, named->stem)) return;
    Listed errors = listed(ErrorClass::exists, {noun});
    if (errors.exceptions.empty()) return;
    errors.stated = false;
    const std::string promise = behaviour_promise(id_, "duplicate", member.name);
    want(promise, Depth::quick, errors.exceptions, [=, this, &member]() -> Wanted::Result {
      Case test = about("taken-" + member.name, promise, errors);
      test.title = fmt::format("the {} of another {} that is there", member.name, noun);
      const auto step = std::find_if(test.arrange.begin(), test.arrange.end(), [&](const Step& each) {
        return each.call == maker->name() && each.creates == recipe->name;
      });
      if (step == test.arrange.end()) return {};
      Step another = *step;
      std::string name;
      another.keep.clear();
      for (const auto& [variable, pointer] : step->keep) {
        another.keep[variable + ".2"] = pointer;
        if (says_name(pointer, noun, named->meaning)) name = variable + ".2";
      }
      // No other name of the second one may be the first one's.
      const bool its_own = std::any_of(another.with.begin(), another.with.end(), is_fresh);
      if (name.empty() || !its_own) return {};
      test.arrange.insert(step + 1, std::move(another));
      test.send[member.name] = "${" + name + "}";
      check(test, errors);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // "DuplicateTagKeysException": the same item twice in a list that it is about.
  void twice_in_a_list(const Member& member) {
    const contract::Shape& list = contract::target_of(context_.model, member);
    if (list.type != contract::ShapeType::list || list.members.empty()) return;
    const auto singulars = names_.words().singulars(member.name);
    const auto named = names_.words().identifier(member.name);
    Listed errors;
    for (const contract::Shape* error : contract::listed_errors(context_.model, context_.operation)) {
      const std::string_view name = error->name();
      const auto what = names::Habits::standard().behind(names::Habits::Says::twice, name);
      if (!what) continue;
      const std::string said = core::to_lower(*what);
      const bool of_it = std::any_of(singulars.begin(), singulars.end(), [&](const std::string& each) {
        return said.starts_with(core::to_lower(each));
      });
      const bool by_noun = named && !named->stem.empty() && said.starts_with(core::to_lower(named->stem));
      if (of_it || by_noun) errors.exceptions.emplace_back(name);
    }
    if (errors.exceptions.empty()) return;
    errors.evidence = fmt::format("the operation lists {}", core::join(errors.exceptions, ", "));
    const std::string promise = behaviour_promise(id_, "duplicate", member.name);
    want(promise, Depth::quick, errors.exceptions, [=, this, &member]() -> Wanted::Result {
      Case test = about("twice-" + member.name, promise, errors);
      test.title = fmt::format("the same item twice in {}", member.name);
      test.provoke = Provocation::request;
      const auto given = base_->document->find(member.name);
      Json items = given == base_->document->end() ? Json() : *given;
      if (!items.is_array() || items.empty()) {
        auto value = context_.values.member(member, id_ + " twice " + member.name);
        if (!value.value) return {.test = {}, .problem = value.problem};
        items = *std::move(value.value);
      }
      if (!items.is_array() || items.empty()) return {};
      int count = 0;
      const Json item = with_fixed_names(items.front(), count);
      test.send[member.name] = Json::array({item, item});
      test.control = {{.op = "replace", .path = "", .value = *base_->document}};
      test.base_key = context_.key_of(*base_->document);
      for (Outcome& outcome : context_.validation_outcomes(false)) {
        if (outcome.exception != errors.exceptions.front()) test.expect.push_back(std::move(outcome));
      }
      check(test, errors);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // The place holds what a thing of this noun is called by: "DBParameterGroupName" for an identifier of one.
  [[nodiscard]] bool says_name(const std::string& pointer, const std::string& noun,
                               names::Meaning meaning) const {
    const auto said = names_.words().identifier(pointer.substr(pointer.rfind('/') + 1));
    if (!said || said->plural) return false;
    const auto called = [](names::Meaning each) {
      return each == names::Meaning::name || each == names::Meaning::id;
    };
    return (said->stem.empty() || core::equal_ignoring_case(said->stem, noun)) &&
           (said->meaning == meaning || (called(said->meaning) && called(meaning)));
  }

  static bool is_fresh(const Json& value) { return value.is_string() && differs_each_time(value); }

  // The variable of what an arranged maker of this noun was given, or answered, under this name: for
  // "TargetTableName" the "TableName" of a table.
  [[nodiscard]] std::string arranged(const std::string& noun, const std::string& member) const {
    const auto steps = context_.suite.arrange.find(std::string(context_.operation.name()));
    if (steps == context_.suite.arrange.end()) return {};
    for (const Step& step : steps->second) {
      const contract::Operation* maker = context_.model.operation(step.call);
      if (!maker || !is_end_of(names_.noun_of(*maker), noun)) continue;
      for (const auto& [variable, pointer] : step.keep) {
        if (is_end_of(pointer.substr(pointer.rfind('/') + 1), member)) return variable;
      }
      const auto named = names_.words().identifier(member);
      for (const auto& [variable, pointer] : step.keep) {
        if (named && says_name(pointer, names_.noun_of(*maker), named->meaning)) return variable;
      }
    }
    return {};
  }
};

}  // namespace

std::vector<Wanted> taken_cases(Context& context, const names::Names& names) {
  return wanted_by<TakenCases>(context, names);
}

}  // namespace hallmark::plan
