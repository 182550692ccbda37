#include "plan/context/tag_forms.h"

#include "core/text.h"
#include "names/knowledge.h"
#include "plan/values/shapes.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Model;
using contract::Shape;
using contract::ShapeType;
using names::MemberWord;

bool says(MemberWord word, std::string_view name) { return names::Knowledge::standard().says(word, name); }

// Of a list of pairs; the members of an item with a key and a value.
bool read_pair(const Shape& item, TagForm& form) {
  for (const Member& part : item.members) {
    if (says(MemberWord::pair_key, part.name)) form.key = part.name;
    if (says(MemberWord::pair_value, part.name)) form.value = part.name;
  }
  return !form.key.empty() && item.members.size() <= 2;
}

// {"ResourceType": "key-pair", "Tags": […]}
bool read_types(const Model& model, const Shape& item, const std::string& noun, TagForm& form) {
  if (item.members.size() != 2 || noun.empty()) return false;
  for (const Member& part : item.members) {
    const Shape& target = contract::target_of(model, part);
    if (Json type = type_of_thing(target, noun); !type.is_null()) {
      form.type = part.name;
      form.of_type = std::move(type);
    }
    if (target.type != ShapeType::list || target.members.empty() || !about_tags(part)) continue;
    if (read_pair(contract::target_of(model, target.members.front()), form)) form.tags = part.name;
  }
  return !form.type.empty() && !form.tags.empty();
}

}  // namespace

Json type_of_thing(const Shape& shape, const std::string& noun) {
  for (const Json& value : contract::enum_values(shape)) {
    if (value.is_string() &&
        core::letters_and_digits(value.get_ref<const std::string&>()) == core::letters_and_digits(noun))
      return value;
  }
  return {};
}

bool about_tags(const Member& member) { return says(MemberWord::tags, member.name); }

std::optional<TagForm> tag_form_of(const Model& model, const contract::Operation& operation,
                                   const std::string& only, const std::string& noun) {
  for (const Member& member : input_of(model, operation).members) {
    if (only.empty() ? !about_tags(member) : member.name != only) continue;
    const Shape& target = contract::target_of(model, member);
    if (target.type == ShapeType::map) return TagForm{.member = &member, .map = true};
    if (target.type != ShapeType::list || target.members.empty()) continue;
    const Shape& item = contract::target_of(model, target.members.front());
    if (contract::is_text(item.type)) return TagForm{.member = &member, .keys = true};
    TagForm form{.member = &member};
    if (read_pair(item, form)) return form;
    form = {.member = &member};
    if (read_types(model, item, noun, form)) return form;
  }
  return std::nullopt;
}

Json carried_in(const TagForm& form, const std::map<std::string, std::string>& tags) {
  Json result = form.map ? Json::object() : Json::array();
  for (const auto& [key, value] : tags) {
    if (form.map) {
      result[key] = value;
    } else if (form.keys) {
      result.push_back(key);
    } else {
      Json tag = {{form.key, key}};
      if (!form.value.empty()) tag[form.value] = value;
      result.push_back(std::move(tag));
    }
  }
  if (form.type.empty()) return result;
  return Json::array({{{form.type, form.of_type}, {form.tags, std::move(result)}}});
}

}  // namespace hallmark::plan
