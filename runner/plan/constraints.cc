#include <algorithm>

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

// Calls `each` with the values that other documents give to a trait; null for "not there".
void for_alternatives(const contract::Traits& traits, std::string_view trait_id, auto&& each) {
  const Json* list = traits.find(trait::alternatives);
  if (!list || !list->is_array()) return;
  for (const auto& item : *list) {
    if (!item.is_object() || item.value("trait", "") != trait_id) continue;
    const auto value = item.find("value");
    each(value == item.end() || value->is_null() ? nullptr : &*value);
  }
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
    for_alternatives(*traits, trait::length,
                     [&](const Json* value) { tighten(result.min_length, result.max_length, value); });
    for_alternatives(*traits, trait::range,
                     [&](const Json* value) { tighten(result.min_range, result.max_range, value); });
    for_alternatives(*traits, trait::pattern, [&](const Json* value) { add_pattern(result, value); });
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
      for_alternatives(*traits, trait_id, [&](const Json*) { found = true; });
      found = found || (traits->has(trait_id) &&
                        contract::source_of(*traits, trait_id) == contract::Source::newer_model);
    }
  }
  return found;
}

core::TimestampFormat timestamp_format_of(const contract::Model& model, const contract::Member& member,
                                          std::string_view protocol) {
  if (const Json* said = contract::effective(model, member, trait::timestamp_format);
      said && said->is_string()) {
    if (const auto format = core::timestamp_format(said->get<std::string>())) return *format;
  }
  switch (location_of(member)) {
    case Location::header:
    case Location::prefix_headers:
      return core::TimestampFormat::http_date;
    case Location::label:
    case Location::query:
    case Location::query_params:
      return core::TimestampFormat::date_time;
    default:
      break;
  }
  return has_typed_body(protocol) ? core::TimestampFormat::epoch_seconds : core::TimestampFormat::date_time;
}

bool is_page_token(std::string_view member_name) {
  static constexpr std::string_view names[] = {"ExclusiveStartKey", "StartKey", "ExclusiveStartTableName",
                                               "NextRecordName",    "Cursor",   "cursor"};
  for (const std::string_view ending :
       {"NextToken", "nextToken", "ContinuationToken", "continuationToken", "StartingToken", "startingToken",
        "PageToken", "pageToken", "PaginationToken", "paginationToken", "Marker", "marker"}) {
    if (member_name.ends_with(ending)) return true;
  }
  return std::find(std::begin(names), std::end(names), member_name) != std::end(names);
}

}  // namespace hallmark::plan
