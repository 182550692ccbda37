#include "endpoint/reference/tags.h"

#include "endpoint/reference/words.h"

namespace hallmark::endpoint {

namespace {

bool is_key(std::string_view name) { return same_word(name, "Key") || same_word(name, "TagKey"); }
bool is_value(std::string_view name) { return same_word(name, "Value") || same_word(name, "TagValue"); }

const std::string* text_where(const Json& object, bool (*wanted)(std::string_view)) {
  if (!object.is_object()) return nullptr;
  for (const auto& [name, value] : object.items()) {
    if (wanted(name) && value.is_string()) return &value.get_ref<const std::string&>();
  }
  return nullptr;
}

}  // namespace

std::optional<Json> tags_of(const Json& value) {
  Json tags = Json::object();
  if (value.is_object()) {
    for (const auto& [key, text] : value.items()) {
      if (!text.is_string()) return std::nullopt;
      tags[key] = text;
    }
    return tags;
  }
  if (!value.is_array()) return std::nullopt;
  for (const Json& each : value) {
    const std::string* key = text_where(each, is_key);
    const std::string* text = text_where(each, is_value);
    if (key == nullptr) {
      // What each type of thing gets: [{"ResourceType": "vpc", "Tags": […]}].
      if (!each.is_object()) return std::nullopt;
      for (const auto& [name, inner] : each.items()) {
        const auto of_type = is_tags(name) && inner.is_array() ? tags_of(inner) : std::nullopt;
        if (of_type) tags.update(*of_type);
      }
      continue;
    }
    tags[*key] = text == nullptr ? "" : *text;
  }
  return tags;
}

std::vector<std::string> tag_keys_of(const Json& value) {
  std::vector<std::string> keys;
  if (!value.is_array()) return keys;
  for (const Json& each : value) {
    if (each.is_string()) keys.push_back(each.get<std::string>());
    if (const std::string* key = text_where(each, is_key)) keys.push_back(*key);
  }
  return keys;
}

std::optional<Json> tags_as(const contract::Model& model, const contract::Shape& shape, const Json& tags) {
  using contract::ShapeType;
  if (shape.type == ShapeType::map) {
    const auto* value = shape.member("value");
    const bool texts = value != nullptr && contract::target_of(model, *value).type == ShapeType::string;
    return texts ? std::optional(tags) : std::nullopt;
  }
  const auto* item = shape.type == ShapeType::list ? shape.member("member") : nullptr;
  if (item == nullptr) return std::nullopt;
  std::string key, value;
  for (const auto& member : contract::target_of(model, *item).members) {
    if (is_key(member.name)) key = member.name;
    if (is_value(member.name)) value = member.name;
  }
  if (key.empty()) return std::nullopt;
  Json shown = Json::array();
  for (const auto& [name, text] : tags.items()) {
    Json tag = {{key, name}};
    if (!value.empty()) tag[value] = text;
    shown.push_back(std::move(tag));
  }
  return shown;
}

}  // namespace hallmark::endpoint
