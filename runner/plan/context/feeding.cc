#include "plan/context/feeding.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "core/text.h"
#include "names/dangers.h"
#include "names/habits.h"
#include "plan/cases/variables.h"
#include "plan/context/arranged.h"
#include "plan/context/between_calls.h"
#include "plan/values/nouns.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;
using names::Kind;

std::set<std::string> used_in(const Json& value) {
  std::set<std::string> found;
  for (const std::string& name : variables_in(value)) found.insert(std::string(kept_name(name)));
  return found;
}

bool has_fresh_name(const Json& value) {
  const auto used = variables_in(value);
  return std::any_of(used.begin(), used.end(), [](const std::string& name) { return is_generated(name); });
}

// "Attach" and "Policies" of "AttachedPolicies"; "" and the whole of what says no such thing.
std::pair<std::string, std::string> done_of(const std::string& name) {
  const auto end = name.find("ed");
  if (end == std::string::npos || end + 2 >= name.size() || name[end + 2] < 'A' || name[end + 2] > 'Z')
    return {"", name};
  return {name.substr(0, end), name.substr(end + 2)};
}

class Feeding {
 public:
  Feeding(const Context& context, const names::Names& names, const std::string& items, const Json& whole)
      : context_(context), names_(names), called_(called(context, names, items)), asked_(used_in(whole)) {
    const contract::Spot spot = spot_of(context.model, output_of(context.model, context.operation), items);
    if (spot.member) done_ = done_of(upper_first(spot.member->name)).first;
  }

  // What an item may be called, the likeliest first: by its list, its shape and the operation.
  static std::vector<std::string> called(const Context& context, const names::Names& names,
                                         const std::string& items) {
    const auto& words = names.words();
    std::vector<std::string> found;
    const auto add = [&](const std::string& noun) {
      constexpr std::size_t least = 3;
      if (noun.size() >= least && std::find(found.begin(), found.end(), noun) == found.end())
        found.push_back(noun);
    };
    const contract::Spot spot = spot_of(context.model, output_of(context.model, context.operation), items);
    if (!spot.member || !spot.shape) return found;
    const std::string list = upper_first(spot.member->name);
    // "RolePolicy" of "ListAttachedRolePolicies" says more than "Policy" of "AttachedPolicies".
    const std::string noun = words.head_of(names.noun_of(context.operation));
    const auto add_done = [&](const std::string& name) {
      const auto [done, what] = done_of(name);
      if (done.empty()) return;
      for (const std::string& one : words.singulars(what)) add(one);
      add(what);
    };
    add_done(noun);
    add_done(list);
    for (const std::string& one : words.singulars(list)) {
      const auto identifier = words.identifier(one);
      add(identifier && !identifier->stem.empty() ? identifier->stem : words.thing_shown(one));
    }
    if (!spot.shape->members.empty()) {
      const Shape& item = contract::target_of(context.model, spot.shape->members.front());
      if (item.type == ShapeType::structure) add(words.thing_shown(item.name()));
    }
    for (const std::string& one : words.singulars(noun)) add(one);
    add(noun);
    return found;
  }

  [[nodiscard]] std::optional<std::vector<Step>> steps(std::size_t count) const {
    const Operation* best = nullptr;
    int most = 0;
    for (const Operation* each : context_.model.all_operations()) {
      const int how = fit(*each);
      if (how > most) {
        best = each;
        most = how;
      }
    }
    return best ? std::optional(calls(*best, count)) : std::nullopt;
  }

 private:
  // How likely the operation adds to the list; 0: not at all.
  [[nodiscard]] int fit(const Operation& operation) const {
    const std::string name(operation.name());
    const Kind kind = names_.kind_of(operation);
    if (&operation == &context_.operation || kind == Kind::read || kind == Kind::list ||
        kind == Kind::remove || names::Habits::standard().undoes(name) ||
        names::Dangers::standard().of(context_.model.slug, name) != nullptr || kind == Kind::change)
      return 0;
    const auto& habits = names::Habits::standard();
    const bool tags = habits.tagging_act(name) == names::TagAct::tag;
    int how = tags && std::find(called_.begin(), called_.end(),
                                names_.words().spelling(names::MemberWord::tags)) != called_.end()
                  ? 1
                  : 0;
    for (std::size_t i = 0; i < called_.size(); ++i) {
      // The last words of the name, or those before a link: "RegisterTargetWith…", "AddUserTo…".
      const auto at = name.rfind(called_[i]);
      if (at == std::string::npos || at == 0) continue;
      const bool last = at + called_[i].size() == name.size();
      const char next = last ? 'A' : name[at + called_[i].size()];
      if (next < 'A' || next > 'Z') continue;
      how = std::max(how, 2 * static_cast<int>(called_.size() - i) + (last ? 1 : 0));
    }
    if (how == 0) return 0;
    // What it adds, it adds to what is asked for.
    const std::set<std::string> used = used_in(base_of(operation));
    if (!std::includes(used.begin(), used.end(), asked_.begin(), asked_.end())) return 0;
    // What is attached is in the way of the removal of both, where nothing detaches it.
    const ResourceRecipe* recipe = recipe_of(operation);
    if (habits.does_once(name) && !tags && !recipe) return 0;
    const bool as_told = !done_.empty() && name.starts_with(done_);
    return 8 * how + (as_told ? 4 : 0) + (kind == Kind::make || habits.does_once(name) ? 2 : 0) +
           (recipe ? 1 : 0);
  }

  [[nodiscard]] Json base_of(const Operation& operation) const {
    const Values values(context_.model, context_.protocol, &operation, context_.suite.values);
    const auto base = context_.suite.base.find(std::string(operation.name()));
    ValueOptions options;
    if (base != context_.suite.base.end()) options.given = &base->second;
    auto made = values.structure(input_of(context_.model, operation),
                                 "arrange " + std::string(operation.name()), options);
    Json with = made.value.value_or(Json::object());
    if (base != context_.suite.base.end()) {
      for (const auto& [member, value] : base->second.items()) with[member] = value;
    }
    return with;
  }

  [[nodiscard]] const ResourceRecipe* recipe_of(const Operation& operation) const {
    const auto& all = context_.suite.resources;
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) {
      return each.second.create_call == operation.name() && !each.second.remove.empty();
    });
    return found == all.end() ? nullptr : &found->second;
  }

  [[nodiscard]] std::vector<Step> arranged(std::string_view operation) const {
    const auto steps = context_.suite.arrange.find(std::string(operation));
    return steps == context_.suite.arrange.end() ? std::vector<Step>() : steps->second;
  }

  [[nodiscard]] std::vector<Step> calls(const Operation& operation, std::size_t count) const {
    const Json with = base_of(operation);
    const ResourceRecipe* recipe = recipe_of(operation);
    std::vector<Step> before = arranged(context_.operation.name());
    join_steps(before, arranged(operation.name()));
    // What it names besides what is asked for is another one each time, where its own name is not.
    std::vector<Step> steps, again;
    const std::set<std::string> used = used_in(with);
    const auto needed_by_another = [&](const Step& step) {
      return std::any_of(before.begin(), before.end(), [&](const Step& each) {
        const std::set<std::string> names = used_in(each.with);
        return &each != &step && std::any_of(step.keep.begin(), step.keep.end(),
                                             [&](const auto& kept) { return names.contains(kept.first); });
      });
    };
    for (const Step& step : before) {
      const bool other = std::any_of(step.keep.begin(), step.keep.end(), [&](const auto& kept) {
        return used.contains(kept.first) && !asked_.contains(kept.first);
      });
      const bool asked = std::any_of(step.keep.begin(), step.keep.end(),
                                     [&](const auto& kept) { return asked_.contains(kept.first); });
      const bool repeated =
          other && !asked && !has_fresh_name(with) && has_fresh_name(step.with) && !needed_by_another(step);
      (repeated ? again : steps).push_back(step);
    }
    for (std::size_t i = 1; i <= count; ++i) {
      Step call{.call = std::string(operation.name()), .with = varied(with, i)};
      if (recipe) call.creates = recipe->name;
      if (recipe) {
        for (const auto& [variable, pointer] : recipe->keep)
          call.keep[fmt::format("{}.{}", variable, i)] = pointer;
      }
      for (const Step& each : again) {
        Step step = each;
        step.keep.clear();
        for (const auto& [variable, pointer] : each.keep) {
          const std::string numbered = fmt::format("{}.{}", variable, i);
          step.keep[numbered] = pointer;
          call.with = renamed(call.with, variable, numbered);
        }
        steps.push_back(std::move(step));
      }
      steps.push_back(std::move(call));
    }
    return steps;
  }

  static Json renamed(const Json& value, const std::string& variable, const std::string& other) {
    if (value.is_string())
      return core::replace_all(value.get<std::string>(), "${" + variable + "}", "${" + other + "}");
    Json result = value;
    if (value.is_structured()) {
      for (Json& part : result) part = renamed(part, variable, other);
    }
    return result;
  }

  // What stands in every sending alike tells one from the next: keys, identifiers of entries, numbers of
  // parts.
  [[nodiscard]] Json varied(Json with, std::size_t i) const {
    if (has_fresh_name(with)) return with;
    for (auto& [name, value] : with.items()) {
      const names::Knowledge& words = names_.words();
      if (value.is_number_integer() && words.is_identifier(name)) value = i;
      if (words.says(names::MemberWord::all_tags, name) && value.is_object()) {
        Json other = Json::object();
        for (const auto& [key, tag] : value.items()) other[fmt::format("{}{}", key, i)] = tag;
        value = std::move(other);
      }
      if (!value.is_array()) continue;
      for (Json& entry : value) {
        if (!entry.is_object()) continue;
        for (auto& [member, text] : entry.items()) {
          const bool tells = words.is_identifier(member) || words.says(names::MemberWord::pair_key, member);
          if (tells && text.is_string() && variables_in(text).empty())
            text = fmt::format("{}{}", text.get_ref<const std::string&>(), i);
        }
      }
    }
    return with;
  }

  const Context& context_;
  const names::Names& names_;
  std::vector<std::string> called_;
  std::string done_;             // "Attach" of what is "Attached"
  std::set<std::string> asked_;  // variables that the list is asked with
};

}  // namespace

bool lists_things_called(const Context& context, const names::Names& names, const std::string& items,
                         const std::string& noun) {
  const auto called = Feeding::called(context, names, items);
  return std::any_of(called.begin(), called.end(), [&](const std::string& each) {
    return core::equal_ignoring_case(each, noun) || is_end_of(each, noun) || is_end_of(noun, each);
  });
}

std::optional<std::vector<Step>> feeding(const Context& context, const names::Names& names,
                                         const std::string& items, const Json& whole, std::size_t count) {
  return Feeding(context, names, items, whole).steps(count);
}

}  // namespace hallmark::plan
