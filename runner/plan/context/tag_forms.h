// How requests carry tags: a map, a list of pairs, a list of keys, or, as EC2's makings, a list that says for
// each type of thing which tags it gets. Internal to plan/generate.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "contract/model.h"
#include "core/json.h"

namespace hallmark::plan {

struct TagForm {
  const contract::Member* member = nullptr;
  bool map = false;          // {key: value}
  std::string key, value{};  // of a list's structures; no value: only keys are asked for
  bool keys = false;         // a list of keys alone
  // Of a list of what each type gets: the member with the tags, the one with the type, and the thing's type.
  std::string tags{}, type{};
  Json of_type{};
  // Tags can be given, values too.
  [[nodiscard]] bool gives() const { return !keys && (map || !value.empty()); }
};

// Its name says that it is about tags.
[[nodiscard]] bool about_tags(const contract::Member& member);
// The form of an operation's input; nullopt when it takes no tags. `only`: the member, where there are
// several. `noun`: of the thing that gets them, where types are told apart.
[[nodiscard]] std::optional<TagForm> tag_form_of(const contract::Model& model,
                                                 const contract::Operation& operation,
                                                 const std::string& only = {}, const std::string& noun = {});
// The enum's value that is the thing's noun, however it is written ("MaintenanceWindow", "hosted-zone"); null
// where it has none.
[[nodiscard]] Json type_of_thing(const contract::Shape& shape, const std::string& noun);
// The member's value for these tags.
[[nodiscard]] Json carried_in(const TagForm& form, const std::map<std::string, std::string>& tags);

}  // namespace hallmark::plan

// Example:
//
//   const auto tagged = [](const contract::Model& model, const contract::Operation& operation) {
//     const auto form = tag_form_of(model, operation);
//     return form && form->gives() ? carried_in(*form, {{"team", "tea"}}) : Json();
//   };
