#include "plan/kinds/in_use_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "contract/text_facts.h"
#include "contract/text_shown.h"
#include "core/text.h"
#include "names/habits.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/between_calls.h"
#include "plan/context/readers.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;
using names::ErrorClass;
using names::Kind;

constexpr std::size_t most_children = 2;  // kinds of children that a parent is removed under
constexpr std::size_t most_associated = 3;
constexpr std::size_t most_told = 3;     // and of things that a text says must go first
constexpr std::size_t most_readers = 4;  // of a child, among which one alone is looked for
constexpr int deepest = 3;               // structures in which another thing may refer to it

// The last words of the phrase, one or several of it, are this one.
bool names_it(std::string_view phrase, std::string_view noun) {
  const std::string one = core::letters_and_digits(noun);
  if (one.empty()) return false;
  const auto is_plural = [](const std::string& many, const std::string& single) {
    const auto singulars = names::Knowledge::standard().singulars(many);
    return std::find(singulars.begin(), singulars.end(), single) != singulars.end();
  };
  const auto is_it = [&](const std::string& said) {
    return said == one || is_plural(said, one) || is_plural(one, said);
  };
  std::size_t at = 0;
  while (at < phrase.size()) {
    if (is_it(core::letters_and_digits(phrase.substr(at)))) return true;
    const auto next = phrase.find(' ', at);
    if (next == std::string_view::npos) break;
    at = next + 1;
  }
  return false;
}

class InUseCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    if (kind_ != Kind::remove || !ready()) return {};
    const ResourceRecipe* parent = own_recipe();
    if (!parent) return {};
    if (const auto fact = contract::text_fact(context_.operation.traits, contract::text::blocked_by)) {
      for (const Json& phrase : fact->value) phrases_.push_back(phrase.get<std::string>());
      sure_ = !fact->drift;
    }
    referred_to(*parent);
    children(*parent);
    associated(*parent);
    if (!phrases_.empty()) told_to_go_first(*parent);
    return take();
  }

 private:
  // Another thing that is in the way.
  struct Other {
    std::string noun;
    const Operation* maker = nullptr;
    const ResourceRecipe* recipe = nullptr;
    std::vector<Step> steps;  // before it is made; the parent is among what they make
    Json given;               // of its making
  };

  // The listed exceptions that say that it is in use, or else in another's way or state.
  [[nodiscard]] Listed that_something_is_there() const {
    Listed errors = listed(ErrorClass::in_use, {});
    if (errors.exceptions.empty()) errors = listed(ErrorClass::conflict, {});
    return errors;
  }

  [[nodiscard]] std::vector<Step> arranged_for(const Operation& operation) const {
    const auto steps = context_.suite.arrange.find(std::string(operation.name()));
    return steps == context_.suite.arrange.end() ? std::vector<Step>() : steps->second;
  }

  [[nodiscard]] Json base_of(const Operation& operation) const {
    const auto base = context_.suite.base.find(std::string(operation.name()));
    return base == context_.suite.base.end() ? Json::object() : base->second;
  }

  [[nodiscard]] bool is_told(std::string_view noun) const {
    return std::any_of(phrases_.begin(), phrases_.end(),
                       [&](const std::string& phrase) { return names_it(phrase, noun); });
  }

  // ---- children: their making is given what the removal needs ----

  void children(const ResourceRecipe& parent) {
    const Listed errors = that_something_is_there();
    if (errors.exceptions.empty()) return;
    std::size_t children = 0;
    each_child(parent, [&](const Other& child) {
      if (children++ < most_children) child_of(child, errors);
    });
  }

  void each_child(const ResourceRecipe& parent, const std::function<void(const Other&)>& tell) const {
    std::set<std::string> needed;
    for (const std::string& name : variables_in(*base_->document)) needed.insert(name);
    for (const auto& [noun, maker] : names_.makers()) {
      const auto steps = context_.suite.arrange.find(std::string(maker->name()));
      const ResourceRecipe* recipe = recipe_of(*maker);
      if (steps == context_.suite.arrange.end() ||
          !context_.suite.base.contains(std::string(maker->name())) || !recipe ||
          !keeps_all(steps->second, parent, needed))
        continue;
      tell({noun, maker, recipe, steps->second, base_of(*maker)});
    }
  }

  // The steps make the parent and keep what its removal needs.
  [[nodiscard]] static bool keeps_all(const std::vector<Step>& steps, const ResourceRecipe& parent,
                                      const std::set<std::string>& needed) {
    bool made = false;
    std::set<std::string> kept;
    for (const Step& step : steps) {
      made = made || step.creates == parent.name;
      for (const auto& [variable, pointer] : step.keep) kept.insert(variable);
    }
    return made && std::includes(kept.begin(), kept.end(), needed.begin(), needed.end());
  }

  void child_of(const Other& child, const Listed& listed_errors) {
    if (!there_.insert(child.noun).second) return;
    Listed errors = listed_errors;
    errors.stated = std::any_of(errors.exceptions.begin(), errors.exceptions.end(),
                                [&](const std::string& name) { return mentions(name, child.noun); });
    const bool told = is_told(child.noun);
    if (told) {
      errors.stated = errors.stated && sure_;
      errors.evidence += "; the text says that it must be gone before";
    }
    const std::string promise = behaviour_promise(id_, "in-use", child.noun);
    want(promise, Depth::quick, errors.exceptions, [=, this]() -> Wanted::Result {
      Case test = about("in-use-by-" + child.noun, promise, errors);
      test.title = fmt::format("removed while a {} is there", child.noun);
      if (std::string problem = make_behind(test, child); !problem.empty())
        return {.test = {}, .problem = std::move(problem)};
      allow_likewise(test, child.noun);
      if (!told) {
        test.expect.push_back({.reason = "what hangs on it may go with it"});
        // What else is in the way says nothing of the child: a table's backups outlive it.
        if (errors.stated) claim_gone_with_it(test, promise, child);
      }
      check(test, errors);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // `noun`: of what is in the way: an exception that names just it says so, too ("ClusterContainsServices").
  void allow_likewise(Case& test, const std::string& noun) const {
    for (const Shape* error : contract::listed_errors(context_.model, context_.operation)) {
      const auto kind = names_.class_of(*error);
      const bool absent = kind == ErrorClass::not_found || kind == ErrorClass::exists;
      if (absent || !mentions(error->name(), noun) || allows(test, error->name())) continue;
      test.expect.push_back({.exception = std::string(error->name()), .reason = "it names what is there"});
    }
    for (const ErrorClass other : {ErrorClass::conflict, ErrorClass::state}) {
      for (const Shape* error : names_.exceptions(context_.operation, other)) {
        if (!allows(test, error->name()))
          test.expect.push_back({.exception = std::string(error->name()), .reason = "it says the same"});
      }
    }
  }

  static bool allows(const Case& test, std::string_view exception) {
    return std::any_of(test.expect.begin(), test.expect.end(),
                       [&](const Outcome& each) { return each.exception == exception; });
  }

  // Where the parent goes, nothing reads the child any more.
  void claim_gone_with_it(Case& test, const std::string& promise, const Other& child) const {
    const Values values(context_.model, context_.protocol, child.maker, context_.suite.values);
    Context making(context_.model, *child.maker, context_.suite, context_.protocol, values);
    for (const ReadBack& reader : readers_of(making, names_, most_readers)) {
      if (reader.lists) continue;
      const auto kept =
          std::find_if(child.recipe->keep.begin(), child.recipe->keep.end(),
                       [&](const auto& each) { return is_fresh(test.arrange.back().with, each.second); });
      if (kept == child.recipe->keep.end()) return;
      test.then.push_back(reader.step);
      test.claims.push_back({.kind = Claim::Kind::nowhere,
                             .promise = promise,
                             .step = test.then.size() - 1,
                             .value = "${" + kept->first + "}",
                             .weak = true});
      return;
    }
  }

  // ---- associations: another thing is attached to it, or it to that ----

  void associated(const ResourceRecipe& parent) {
    const Listed errors = that_something_is_there();
    if (errors.exceptions.empty()) return;
    const auto& habits = names::Habits::standard();
    std::set<std::string> needed;
    for (const std::string& name : variables_in(*base_->document)) needed.insert(name);
    std::size_t found = 0;
    for (const Operation* each : context_.model.all_operations()) {
      const ResourceRecipe* recipe = recipe_of(*each);
      if (found == most_associated || !habits.does_once(each->name()) || habits.tagging_act(each->name()) ||
          !recipe || recipe->remove.empty())
        continue;
      std::vector<Step> steps = arranged_for(*each);
      if (!keeps_all(steps, parent, needed)) continue;
      Json given = base_of(*each);
      const std::string noun = associated_noun(given, steps, needed);
      if (noun.empty() || there_.contains(noun)) continue;
      child_of({noun, each, recipe, std::move(steps), std::move(given)}, errors);
      ++found;
    }
  }

  // What the request names beside the parent; "" where it names not both.
  [[nodiscard]] std::string associated_noun(const Json& given, const std::vector<Step>& steps,
                                            const std::set<std::string>& needed) const {
    bool names_parent = false;
    std::string noun;
    for (const std::string& used : variables_in(given)) {
      const std::string variable(kept_name(used));
      names_parent = names_parent || needed.contains(variable);
      for (const Step& step : steps) {
        const Operation* maker = context_.model.operation(step.call);
        if (maker && !needed.contains(variable) && step.keep.contains(variable))
          noun = names_.noun_of(*maker);
      }
    }
    return names_parent ? noun : std::string();
  }

  // ---- what refers to it ----

  // Listed exceptions that say, by name or text, that this very thing is in use.
  [[nodiscard]] Listed that_it_is_used(const std::string& noun) const {
    Listed errors;
    for (const Shape* error : contract::listed_errors(context_.model, context_.operation)) {
      const auto raised = contract::text_fact(error->traits, contract::text::raised);
      const bool told = raised && !raised->drift && raised->value.value("class", "") == "in_use";
      if ((told || names_.class_of(*error) == ErrorClass::in_use) && is_about(*error, {noun}))
        errors.exceptions.emplace_back(error->name());
    }
    errors.evidence = "the operation lists " + core::join(errors.exceptions, ", ");
    return errors;
  }

  // What is made of another kind names this one by a member that it need not be given, and is in the way.
  void referred_to(const ResourceRecipe& parent) {
    const Operation* own = context_.model.operation(parent.create_call);
    const std::string noun = own ? names_.noun_of(*own) : std::string();
    const Listed errors = that_it_is_used(noun);
    if (errors.exceptions.empty()) return;
    std::size_t referring = 0;
    each_other(parent, [&](Other other) {
      if (referring == most_children || !refers(parent, noun, other)) return;
      used_by(other, errors);
      ++referring;
    });
  }

  // What is made neither of the parent's kind nor below it.
  void each_other(const ResourceRecipe& parent, const std::function<void(Other)>& tell) const {
    for (const auto& [noun, maker] : names_.makers()) {
      const ResourceRecipe* recipe = recipe_of(*maker);
      const auto before = arranged_for(*maker);
      const bool below = std::any_of(before.begin(), before.end(),
                                     [&](const Step& each) { return each.creates == parent.name; });
      if (!recipe || recipe == &parent || maker->name() == parent.create_call || below) continue;
      std::vector<Step> steps = arranged_for(context_.operation);
      for (const Step& step : before) {
        const bool there =
            std::any_of(steps.begin(), steps.end(), [&](const Step& each) { return each.call == step.call; });
        if (!there) steps.push_back(step);
      }
      tell({noun, maker, recipe, std::move(steps), base_of(*maker)});
    }
  }

  // The variable of the parent that such a member is given; "" where it names something else.
  [[nodiscard]] std::string named_by(const Member& member, const ResourceRecipe& parent,
                                     const std::string& noun) const {
    const auto named = names_.words().identifier(member.name);
    if (!named || named->plural || named->stem.empty() ||
        !is_text(contract::target_of(context_.model, member).type) || !is_end_of(named->stem, noun))
      return {};
    for (const auto& [variable, pointer] : parent.keep) {
      const auto kept = names_.words().identifier(pointer.substr(pointer.rfind('/') + 1));
      const bool of_it = kept && (kept->stem.empty() || is_end_of(kept->stem, noun));
      if (of_it && kept->meaning == named->meaning) return variable;
    }
    return {};
  }

  // Gives the maker the parent's identifier where it may have one; false where it has no such member.
  [[nodiscard]] bool refers(const ResourceRecipe& parent, const std::string& noun, Other& other) const {
    for (const Member& member : input_of(context_.model, *other.maker).members) {
      if (other.given.contains(member.name) || contract::is_required(member)) continue;
      const std::string variable = named_by(member, parent, noun);
      if (variable.empty()) continue;
      other.given[member.name] = "${" + variable + "}";
      return true;
    }
    return false;
  }

  void used_by(const Other& other, const Listed& errors, bool told = false) {
    if (!there_.insert(other.noun).second) return;
    const std::string promise = behaviour_promise(id_, "in-use", other.noun);
    want(promise, Depth::quick, errors.exceptions, [=, this]() -> Wanted::Result {
      Case test = about("in-use-by-" + other.noun, promise, errors);
      test.title = fmt::format("removed while a {} refers to it", other.noun);
      if (std::string problem = make_behind(test, other); !problem.empty())
        return {.test = {}, .problem = std::move(problem)};
      if (told) allow_likewise(test, other.noun);
      check(test, errors);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // ---- what the text says must be gone first ----

  void told_to_go_first(const ResourceRecipe& parent) {
    Listed errors = that_something_is_there();
    if (errors.exceptions.empty()) errors = listed(ErrorClass::state, {});
    if (errors.exceptions.empty()) return;
    errors.stated = sure_ && errors.stated;
    errors.evidence += "; the text says what must be gone before";
    const Operation* own = context_.model.operation(parent.create_call);
    const std::string noun = own ? names_.noun_of(*own) : std::string();
    std::size_t told = 0;
    each_child(parent, [&](const Other& child) {
      if (!is_told(child.noun) || told == most_told) return;
      child_of(child, errors);
      ++told;
    });
    each_other(parent, [&](Other other) {
      if (told == most_told) return;
      const std::string by = refers_within(parent, noun, other);
      if (by.empty() || !(is_told(other.noun) || is_told(by) || is_told(last_word(by)))) return;
      used_by(other, errors, true);
      ++told;
    });
  }

  // "Actions" of "DefaultActions".
  static std::string last_word(const std::string& name) {
    const auto capital = name.find_last_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return capital == std::string::npos ? name : name.substr(capital);
  }

  // Gives the maker the parent's identifier wherever it may have one, also within structures and lists; the
  // top-level member that then has it, "" where there is none.
  [[nodiscard]] std::string refers_within(const ResourceRecipe& parent, const std::string& noun,
                                          Other& other) const {
    const Values values(context_.model, context_.protocol, other.maker, context_.suite.values);
    for (const Member& member : input_of(context_.model, *other.maker).members) {
      const std::string variable = named_by(member, parent, noun);
      Json value = variable.empty() ? value_with(contract::target_of(context_.model, member), values, parent,
                                                 noun, deepest)
                                    : Json("${" + variable + "}");
      if (value.is_null()) continue;
      other.given[member.name] = std::move(value);
      return member.name;
    }
    return {};
  }

  // The smallest value of the shape that names the parent somewhere; null where none can.
  [[nodiscard]] Json value_with(const Shape& shape, const Values& values, const ResourceRecipe& parent,
                                const std::string& noun, int depth) const {
    if (depth == 0) return nullptr;
    if (shape.type == ShapeType::list && !shape.members.empty()) {
      Json item =
          value_with(contract::target_of(context_.model, shape.members.front()), values, parent, noun, depth);
      return item.is_null() ? Json() : Json::array({std::move(item)});
    }
    if (shape.type != ShapeType::structure) return nullptr;
    for (const Member& member : shape.members) {
      const std::string variable = named_by(member, parent, noun);
      Json inner = variable.empty() ? value_with(contract::target_of(context_.model, member), values, parent,
                                                 noun, depth - 1)
                                    : Json("${" + variable + "}");
      if (inner.is_null()) continue;
      const Json given = {{member.name, std::move(inner)}};
      ValueOptions options;
      options.given = &given;
      auto whole = values.structure(shape, "in use by " + noun, options);
      if (whole.value) return *std::move(whole.value);
    }
    return nullptr;
  }

  // ---- both ----

  // After its steps the other thing is made; why it cannot be, else "".
  [[nodiscard]] std::string make_behind(Case& test, const Other& other) const {
    const Values values(context_.model, context_.protocol, other.maker, context_.suite.values);
    ValueOptions options;
    options.given = &other.given;
    auto with = values.structure(input_of(context_.model, *other.maker),
                                 "arrange " + std::string(other.maker->name()), options);
    if (!with.value) return with.problem;
    test.arrange = other.steps;
    test.arrange.push_back({.call = std::string(other.maker->name()),
                            .with = *std::move(with.value),
                            .keep = other.recipe->keep,
                            .creates = other.recipe->name});
    return {};
  }

  std::vector<std::string> phrases_;
  bool sure_ = false;            // the rules that read them were measured
  std::set<std::string> there_;  // nouns of which there is a case
};

}  // namespace

std::vector<Wanted> in_use_cases(Context& context, const names::Names& names) {
  return wanted_by<InUseCases>(context, names);
}

}  // namespace hallmark::plan
