#include "verdict/places.h"

#include <algorithm>

#include "core/clock.h"
#include "core/text.h"

namespace hallmark::verdict {
namespace {

// One step down; null member when the contract has nothing of that name.
const contract::Member* step(const contract::Shape& shape, const std::string& token) {
  switch (shape.type) {
    case contract::ShapeType::list:
      return shape.member("member");
    case contract::ShapeType::map:
      return shape.member("value");
    case contract::ShapeType::structure:
    case contract::ShapeType::union_shape:
      return shape.member(token);
    default:
      return nullptr;
  }
}

constexpr std::size_t max_reached = 1000;

std::vector<core::TimestampFormat> alternative_formats(const ContractPlace& place) {
  std::vector<core::TimestampFormat> formats;
  for (const contract::Traits* traits :
       {place.member ? &place.member->traits : nullptr, &place.shape->traits}) {
    const Json* alternatives = traits ? traits->find(contract::trait::alternatives) : nullptr;
    if (!alternatives || !alternatives->is_array()) continue;
    for (const Json& alternative : *alternatives) {
      if (!alternative.is_object() || alternative.value("trait", "") != contract::trait::timestamp_format)
        continue;
      const auto stated = alternative.find("value");
      if (stated == alternative.end() || !stated->is_string()) continue;
      if (const auto format = core::timestamp_format(stated->get<std::string>())) formats.push_back(*format);
    }
  }
  return formats;
}

}  // namespace

std::optional<ContractPlace> place_of(const contract::Model& model, const contract::Shape& root,
                                      std::string_view pointer) {
  ContractPlace place{.shape = &root};
  for (const std::string& token : core::pointer_tokens(pointer)) {
    if (place.shape->type == contract::ShapeType::document) return place;
    const contract::Member* member = step(*place.shape, token);
    if (!member) return std::nullopt;
    place =
        ContractPlace{.shape = &contract::target_of(model, *member), .member = member, .owner = place.shape};
  }
  return place;
}

contract::Source strength_of(const contract::Model& model, const contract::Shape& root,
                             std::string_view pointer, std::string_view trait_id) {
  const contract::Shape* shape = &root;
  contract::Source source = contract::source_of(root.traits);
  const contract::Member* last = nullptr;
  for (const std::string& token : core::pointer_tokens(pointer)) {
    const contract::Member* member = step(*shape, token);
    if (!member) break;
    last = member;
    const contract::Source here = contract::source_of(member->traits);
    if (source != contract::Source::newer_model) source = here;
    shape = &contract::target_of(model, *member);
  }
  if (source == contract::Source::newer_model) return source;
  if (last && !trait_id.empty()) {
    if (last->traits.has(trait_id)) return contract::source_of(last->traits, trait_id);
    if (shape->traits.has(trait_id)) return contract::source_of(shape->traits, trait_id);
  }
  return source;
}

std::vector<ReachedValue> reach(const Json& document, std::string_view pattern) {
  std::vector<ReachedValue> level{{.pointer = "", .value = &document}};
  const std::vector<std::string> tokens = core::pointer_tokens(pattern);
  const auto last_star = std::find(tokens.rbegin(), tokens.rend(), "*");
  for (auto at_token = tokens.begin(); at_token != tokens.end(); ++at_token) {
    const std::string& token = *at_token;
    // Of a list that is not there nothing is missing.
    const bool list_follows = last_star != tokens.rend() && at_token < last_star.base() - 1;
    std::vector<ReachedValue> next;
    for (const ReachedValue& at : level) {
      if (next.size() >= max_reached) break;
      if (!at.value) {
        next.push_back(at);
      } else if (token == "*" && at.value->is_array()) {
        for (std::size_t index = 0; index < at.value->size() && next.size() < max_reached; ++index) {
          next.push_back({core::pointer_join(at.pointer, index), &(*at.value)[index]});
        }
      } else if (token == "*" && at.value->is_object()) {
        for (const auto& [key, value] : at.value->items()) {
          if (next.size() >= max_reached) break;
          next.push_back({core::pointer_join(at.pointer, key), &value});
        }
      } else if (at.value->is_object()) {
        const auto found = at.value->find(token);
        const Json* value = found == at.value->end() || found->is_null() ? nullptr : &*found;
        if (!value && list_follows) continue;
        next.push_back({core::pointer_join(at.pointer, token), value});
      }
      // Anything else has the wrong type, which the schema reports.
    }
    level = std::move(next);
  }
  return level;
}

bool has_alternative_formats(const ContractPlace& place) { return !alternative_formats(place).empty(); }

bool fits_alternative_format(const ContractPlace& place, const Json& value) {
  if (place.shape->type != contract::ShapeType::timestamp) return false;
  const std::vector<core::TimestampFormat> formats = alternative_formats(place);
  return std::any_of(formats.begin(), formats.end(), [&](core::TimestampFormat format) {
    // Beyond the year 9999 it counts something else than seconds.
    if (value.is_number()) {
      return format == core::TimestampFormat::epoch_seconds && value.get<double>() <= 253402300799.0;
    }
    return value.is_string() && core::parse_time(value.get<std::string>(), format).has_value();
  });
}

}  // namespace hallmark::verdict
