#include "plan/context/arranged.h"

#include <algorithm>

#include "plan/values/nouns.h"

namespace hallmark::plan {

std::vector<Step> making_of(const Context& context, const contract::Operation& maker,
                            const ResourceRecipe& recipe) {
  const std::string call(maker.name());
  std::vector<Step> steps;
  if (const auto before = context.suite.arrange.find(call); before != context.suite.arrange.end())
    steps = before->second;
  const Values values(context.model, context.protocol, &maker, context.suite.values);
  Json with =
      values.structure(input_of(context.model, maker), "arrange " + call).value.value_or(Json::object());
  if (const auto base = context.suite.base.find(call); base != context.suite.base.end()) {
    for (const auto& [name, value] : base->second.items()) with[name] = value;
  }
  steps.push_back({.call = call, .with = std::move(with), .keep = recipe.keep, .creates = recipe.name});
  return steps;
}

std::optional<Arranged> arranged_for(const Context& context, const names::Names& names,
                                     const std::string& member) {
  const auto identifier = names.words().identifier(member);
  if (!identifier || identifier->stem.empty()) return std::nullopt;
  const std::string one = identifier->plural ? identifier->stem + identifier->ending : member;
  for (const std::string& noun : endings_of(identifier->stem)) {
    const auto maker = names.makers().find(noun);
    if (maker == names.makers().end() || maker->second == &context.operation) continue;
    const auto& all = context.suite.resources;
    const auto recipe = std::find_if(all.begin(), all.end(), [&](const auto& each) {
      return each.second.create_call == maker->second->name();
    });
    if (recipe == all.end() || recipe->second.remove.empty()) return std::nullopt;
    const auto pointer = find_source(names, *maker->second, noun, one, nullptr);
    if (!pointer) return std::nullopt;
    Arranged found{.steps = making_of(context, *maker->second, recipe->second),
                   .variable = "named" + upper_first(variable_for(names.words(), noun, one))};
    found.steps.back().keep[found.variable] = *pointer;
    return found;
  }
  return std::nullopt;
}

}  // namespace hallmark::plan
