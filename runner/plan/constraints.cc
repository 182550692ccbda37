#include <algorithm>

#include "names/knowledge.h"
#include "plan/shapes.h"
#include "plan/values.h"

namespace hallmark::plan {

namespace trait = contract::trait;

namespace {

void tighten(std::optional<double>& low, std::optional<double>& high, const Json* value) {
  const auto said = contract::bounds(value);
  if (!said) return;
  if (said->min && (!low || *said->min > *low)) low = said->min;
  if (said->max && (!high || *said->max < *high)) high = said->max;
}

void add_pattern(Constraints& constraints, const Json* value) {
  if (!value || !value->is_string()) return;
  const auto& text = value->get_ref<const std::string&>();
  auto& patterns = constraints.patterns;
  if (std::find(patterns.begin(), patterns.end(), text) == patterns.end()) patterns.push_back(text);
}

}  // namespace

Constraints constraints_of(const contract::Model& model, const contract::Member& member) {
  Constraints result;
  const auto& target = contract::target_of(model, member);
  tighten(result.min_length, result.max_length, contract::effective(model, member, trait::length));
  tighten(result.min_range, result.max_range, contract::effective(model, member, trait::range));
  add_pattern(result, contract::effective(model, member, trait::pattern));
  for (const auto* traits : {&member.traits, &target.traits}) {
    for (const Json* value : contract::alternatives_of(*traits, trait::length))
      tighten(result.min_length, result.max_length, value);
    for (const Json* value : contract::alternatives_of(*traits, trait::range))
      tighten(result.min_range, result.max_range, value);
    for (const Json* value : contract::alternatives_of(*traits, trait::pattern)) add_pattern(result, value);
  }
  result.values = contract::enum_values(target);
  result.unique_items = contract::effective(model, member, trait::unique_items) != nullptr;
  result.sparse = target.traits.has(trait::sparse);
  return result;
}

bool disputed(const contract::Model& model, const contract::Member& member, std::string_view trait_id) {
  if (contract::source_of(member.traits) == contract::Source::newer_model) return true;
  const auto& target = contract::target_of(model, member);
  bool found = false;
  for (const auto* traits : {&member.traits, &target.traits}) {
    if (!trait_id.empty()) {
      found =
          found || !contract::alternatives_of(*traits, trait_id).empty() ||
          (traits->has(trait_id) && contract::source_of(*traits, trait_id) == contract::Source::newer_model);
    }
  }
  return found;
}

bool is_page_token(std::string_view member_name) {
  return names::Knowledge::standard().is_page_token(member_name);
}

}  // namespace hallmark::plan
