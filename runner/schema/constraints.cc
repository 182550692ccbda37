#include "schema/constraints.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "contract/view.h"
#include "jsonschema/pattern.h"

namespace hallmark::schema {
namespace {

namespace trait = contract::trait;

// A bound as the documents write it: numbers keep their text's precision.
const Json* bound(const Json* constraint, const char* key) {
  if (!constraint || !constraint->is_object()) return nullptr;
  const auto found = constraint->find(key);
  return found != constraint->end() && found->is_number() ? &*found : nullptr;
}

// The loosest of the sayings; null when one of them says nothing.
const Json* loosest(const std::vector<const Json*>& sayings, const char* key) {
  const bool lower = std::string_view(key) == "min";
  const Json* chosen = nullptr;
  for (const Json* saying : sayings) {
    const Json* value = bound(saying, key);
    if (!value) return nullptr;
    if (!chosen || (lower ? *value < *chosen : *chosen < *value)) chosen = value;
  }
  return chosen;
}

OrderedJson number(const Json& value) {
  if (value.is_number_unsigned()) return value.get<std::uint64_t>();
  if (value.is_number_integer()) return value.get<std::int64_t>();
  return value.get<double>();
}

}  // namespace

std::vector<const Json*> sayings(const ConstrainedPlace& place, std::string_view trait_id) {
  return contract::statements(place.member, *place.shape, trait_id);
}

void add_length(const ConstrainedPlace& place, std::string_view minimum, std::string_view maximum,
                OrderedJson& schema) {
  const std::vector<const Json*> said = sayings(place, trait::length);
  if (const Json* least = loosest(said, "min"); least && *least > 0)
    schema[std::string(minimum)] = number(*least);
  if (const Json* most = loosest(said, "max")) schema[std::string(maximum)] = number(*most);
}

void add_blob_length(const ConstrainedPlace& place, OrderedJson& schema) {
  const std::vector<const Json*> said = sayings(place, trait::length);
  const auto encoded = [](const Json& bytes) -> std::optional<std::uint64_t> {
    const double count = bytes.get<double>();
    if (count < 0 || count > 4e15) return std::nullopt;
    return (static_cast<std::uint64_t>(count) + 2) / 3 * 4;
  };
  if (const Json* least = loosest(said, "min"); least && *least > 0) {
    if (const auto length = encoded(*least)) schema["minLength"] = *length;
  }
  if (const Json* most = loosest(said, "max")) {
    if (const auto length = encoded(*most)) schema["maxLength"] = *length;
  }
}

void add_range(const ConstrainedPlace& place, OrderedJson& schema) {
  const std::vector<const Json*> said = sayings(place, trait::range);
  if (const Json* least = loosest(said, "min")) schema["minimum"] = number(*least);
  if (const Json* most = loosest(said, "max")) schema["maximum"] = number(*most);
}

void add_pattern(const ConstrainedPlace& place, OrderedJson& schema) {
  std::vector<std::string> patterns;
  for (const Json* said : sayings(place, trait::pattern)) {
    if (!said || !said->is_string()) return;
    const std::string& text = said->get_ref<const std::string&>();
    if (!jsonschema::Pattern::compile(text)) return;
    if (std::find(patterns.begin(), patterns.end(), text) == patterns.end()) patterns.push_back(text);
  }
  if (patterns.size() == 1) {
    schema["pattern"] = patterns.front();
  } else if (patterns.size() > 1) {
    OrderedJson either = OrderedJson::array();
    for (const std::string& pattern : patterns) either.push_back({{"pattern", pattern}});
    schema["anyOf"] = std::move(either);
  }
}

void add_enum(const ConstrainedPlace& place, OrderedJson& schema) {
  const contract::Shape& shape = *place.shape;
  OrderedJson values = OrderedJson::array();
  const auto add = [&](const Json& value) {
    OrderedJson item = core::to_ordered(value);
    if (std::find(values.begin(), values.end(), item) == values.end()) values.push_back(std::move(item));
  };
  for (const Json& value : contract::enum_values(shape)) add(value);
  // Another document's whole list, or a value that it has besides.
  std::vector<const Json*> others;
  const auto collect = [&](const contract::Traits& traits, std::string_view id) {
    for (const Json* said : contract::alternatives_of(traits, id)) others.push_back(said);
  };
  for (const std::string_view id : {trait::enum_value, std::string_view("smithy.api#enum")}) {
    if (place.member) collect(place.member->traits, id);
    collect(shape.traits, id);
  }
  for (const Json* other : others) {
    if (!other) return;  // a document that knows no such list
    if (!other->is_array()) {
      add(*other);
      continue;
    }
    for (const Json& value : *other) {
      add(value.is_object() && value.contains("value") ? value["value"] : value);
    }
  }
  if (!values.empty()) schema["enum"] = std::move(values);
}

bool requires_member(const contract::Member& member) {
  if (!contract::is_required(member)) return false;
  if (contract::source_of(member.traits, trait::required) == contract::Source::newer_model) return false;
  const auto others = contract::alternatives_of(member.traits, trait::required);
  return std::none_of(others.begin(), others.end(), [](const Json* other) {
    return !other || (other->is_boolean() && !other->get<bool>());
  });
}

bool requires_unique_items(const ConstrainedPlace& place) {
  const std::vector<const Json*> said = sayings(place, trait::unique_items);
  return !said.empty() && std::none_of(said.begin(), said.end(), [](const Json* value) { return !value; });
}

bool narrows(const contract::Member& member) {
  static constexpr std::array<std::string_view, 6> changing{trait::length,           trait::range,
                                                            trait::pattern,          trait::unique_items,
                                                            trait::timestamp_format, trait::alternatives};
  return std::any_of(changing.begin(), changing.end(),
                     [&](std::string_view id) { return member.traits.has(id); });
}

}  // namespace hallmark::schema
