#include <algorithm>

#include "contract/text_facts.h"
#include "names/knowledge.h"
#include "plan/values/shapes.h"
#include "plan/values/values.h"

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

void tighten(Constraints& constraints, std::string_view trait_id, const Json* value) {
  if (trait_id == trait::length) tighten(constraints.min_length, constraints.max_length, value);
  if (trait_id == trait::range) tighten(constraints.min_range, constraints.max_range, value);
}

bool crossed(const std::optional<double>& low, const std::optional<double>& high) {
  return low && high && *low > *high;
}

// What sentences say besides, where a value can keep to it and to the traits.
void add_sentences(Constraints& constraints, const contract::Traits& traits) {
  for (const contract::TextFact& fact : contract::text_facts(traits)) {
    Constraints stricter = constraints;
    tighten(stricter, fact.trait, &fact.value);
    if (fact.trait == contract::text::characters && fact.value.is_string() && constraints.patterns.empty())
      stricter.patterns.push_back("^" + fact.value.get<std::string>() + "*$");
    if (fact.trait == contract::text::values && fact.value.is_array() && constraints.values.empty())
      stricter.values.assign(fact.value.begin(), fact.value.end());
    if (!crossed(stricter.min_length, stricter.max_length) &&
        !crossed(stricter.min_range, stricter.max_range))
      constraints = std::move(stricter);
  }
}

// The fact behind a clause that no trait states.
std::optional<contract::TextFact> fact_behind(const contract::Traits& traits, std::string_view clause) {
  const auto dot = clause.find('.');
  const std::string_view kind = clause.substr(0, dot);
  const std::string_view bound = dot == std::string_view::npos ? std::string_view{} : clause.substr(dot + 1);
  const std::string_view wanted = kind == "length"     ? trait::length
                                  : kind == "range"    ? trait::range
                                  : kind == "required" ? trait::required
                                  : kind == "pattern"  ? contract::text::characters
                                  : kind == "enum"     ? contract::text::values
                                  : kind == "excludes" ? contract::text::excludes
                                                       : std::string_view{};
  for (contract::TextFact& fact : contract::text_facts(traits)) {
    if (fact.trait == wanted && (bound.empty() || fact.value.contains(bound))) return std::move(fact);
  }
  return std::nullopt;
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
  // Documents that exclude each other leave the one that the model chose.
  if (crossed(result.min_length, result.max_length)) {
    result.min_length.reset();
    result.max_length.reset();
    tighten(result, trait::length, contract::effective(model, member, trait::length));
  }
  if (crossed(result.min_range, result.max_range)) {
    result.min_range.reset();
    result.max_range.reset();
    tighten(result, trait::range, contract::effective(model, member, trait::range));
  }
  result.values = contract::enum_values(target);
  add_sentences(result, member.traits);
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

bool stated_in_text(const contract::Member& member, std::string_view clause) {
  return fact_behind(member.traits, clause).has_value();
}

bool weakly_stated(const contract::Member& member, std::string_view clause) {
  const auto fact = fact_behind(member.traits, clause);
  return fact && fact->drift;
}

std::string exception_for(const contract::Member& member, std::string_view clause) {
  const auto fact = fact_behind(member.traits, clause);
  return fact ? fact->exception : std::string();
}

bool is_page_token(std::string_view member_name) {
  return names::Knowledge::standard().is_page_token(member_name);
}

}  // namespace hallmark::plan
