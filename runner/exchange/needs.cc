#include "exchange/needs.h"

#include "plan/cases/variables.h"

namespace hallmark::exchange {
namespace {

using Names = std::set<std::string>;

void mention(const Json& value, Names& names) {
  for (const std::string& name : plan::variables_in(value)) names.insert(std::string(plan::kept_name(name)));
}

void mention(const plan::Until& until, Names& names) {
  for (const Json& value : until.values) {
    mention(value, names);
    const auto other = value.is_object() ? value.find("differsFrom") : value.end();
    if (value.is_object() && other != value.end() && other->is_string())
      names.insert(other->get<std::string>());
  }
}

void mention(const plan::Step& step, Names& names) {
  mention(step.with, names);
  if (step.until) mention(*step.until, names);
}

void compare(const std::vector<plan::Outcome>& outcomes, Names& names) {
  for (const plan::Outcome& outcome : outcomes) {
    for (const auto& [pointer, matcher] : outcome.success) {
      if (!matcher.variable.empty()) names.insert(matcher.variable);
      mention(matcher.value, names);
    }
  }
}

void removals(const plan::Suite& suite, Names& names) {
  for (const auto& [name, recipe] : suite.resources) {
    for (const plan::Step& step : recipe.remove) mention(step, names);
  }
}

}  // namespace

Needs needs_of_control(const plan::Case& test, const plan::Suite& suite) {
  Needs needs{.operation = test.operation};
  mention(test.send, needs.own);
  if (test.control) {
    for (const plan::PatchOperation& each : *test.control) mention(each.value, needs.own);
  }
  needs.sent = needs.own;
  for (const plan::Step& step : test.arrange) mention(step, needs.sent);
  removals(suite, needs.sent);
  return needs;
}

Needs needs_of(const plan::Case& test, const plan::Suite& suite) {
  Needs needs = needs_of_control(test, suite);
  Names own;
  mention(Json(test.wire.path), own);
  if (test.wire.body) mention(Json(*test.wire.body), own);
  for (const auto& [name, value] : test.wire.headers) {
    if (value) mention(Json(*value), own);
  }
  if (test.behaviour.unarranged) mention(*test.behaviour.unarranged, own);
  for (const plan::Step& step : test.then) {
    mention(step, own);
    compare(step.expect, needs.compared);
  }
  needs.sent.insert(own.begin(), own.end());
  needs.own.merge(own);
  compare(test.expect, needs.compared);
  compare(test.control_expect, needs.compared);
  for (const plan::Claim& claim : test.claims) {
    mention(claim.value, needs.compared);
    if (!claim.before.empty()) needs.compared.insert(claim.before);
    needs.compared.insert(claim.items.begin(), claim.items.end());
  }
  needs.own.insert(needs.compared.begin(), needs.compared.end());
  return needs;
}

}  // namespace hallmark::exchange
