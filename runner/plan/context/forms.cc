#include "plan/context/forms.h"

#include <algorithm>
#include <optional>

#include "core/text.h"
#include "plan/context/between_calls.h"
#include "plan/values/nouns.h"
#include "plan/values/shapes.h"

namespace hallmark::plan {

using contract::Member;
using contract::Shape;
using contract::ShapeType;

namespace {

// "SecurityGroupIds" -> "SecurityGroupId"; "Subnets" -> "Subnet".
std::vector<std::string> names_of_one(const names::Knowledge& words, const std::string& member) {
  const auto identifier = words.identifier(member);
  if (!identifier) {
    auto found = words.singulars(upper_first(member));
    found.push_back(upper_first(member));
    return found;
  }
  return {identifier->plural ? identifier->stem + identifier->ending : upper_first(member)};
}

// The part of a structure that is what the member names: of the same name, of the name behind the structure's
// own noun, or its one identifier.
std::optional<std::string> part_for(const names::Names& names, const Member& place, const Shape& inner,
                                    const Member& member) {
  const names::Knowledge& words = names.words();
  const auto identifier = words.identifier(member.name);
  for (const std::string& wanted : names_of_one(words, member.name)) {
    for (const Member& part : inner.members) {
      const auto meant = words.identifier(part.name);
      if (!is_text(contract::target_of(names.model(), part).type) || !meant || meant->plural) continue;
      const std::string name = upper_first(part.name);
      // Consumed capacity tells of the table, and is no part of what was put.
      if (identifier && name == wanted && mentions(place.name, identifier->stem)) return part.name;
      // "FeatureName" is no name of ProcessorFeatures.
      const bool same = identifier && meant->meaning == identifier->meaning && is_end_of(name, wanted) &&
                        !identifier->stem.empty() &&
                        core::to_lower(place.name).starts_with(core::to_lower(identifier->stem));
      if (same) return part.name;
      // "Subnets" are shown as AvailabilityZones[].SubnetId.
      if (!identifier && meant->meaning == names::Meaning::id &&
          core::equal_ignoring_case(meant->stem, wanted))
        return part.name;
    }
  }
  return std::nullopt;
}

std::optional<Form> form_of(const names::Names& names, const std::string& noun, const Member& place,
                            const Shape& shape, const Member& member) {
  const bool list = shape.type == ShapeType::list && !shape.members.empty();
  const Shape& inner = list ? contract::target_of(names.model(), shape.members.front()) : shape;
  // The thing's own structure tells of it in members of its own.
  if (inner.type != ShapeType::structure || mentions(place.name, noun) || mentions(inner.name(), noun))
    return std::nullopt;
  const auto part = part_for(names, place, inner, member);
  return part ? std::optional(Form{.part = *part, .list = list}) : std::nullopt;
}

}  // namespace

std::vector<Form> forms_in(const names::Names& names, const Shape& output, const std::string& noun,
                           const Member& member) {
  std::vector<Form> found;
  (void)places_in(names.model(), output, noun, [&](const Member& place, const Shape& shape) {
    const auto form = form_of(names, noun, place, shape, member);
    if (form && std::find(found.begin(), found.end(), *form) == found.end()) found.push_back(*form);
    return false;
  });
  return found;
}

std::vector<std::string> places_of_form(const names::Names& names, const Shape& output,
                                        const std::string& noun, const Member& member, const Form& form) {
  return places_in(names.model(), output, noun, [&](const Member& place, const Shape& shape) {
    return form_of(names, noun, place, shape, member) == form;
  });
}

Json in_form(const Form& form, const Json& value) {
  const Json texts = value.is_array() ? value : Json::array({value});
  if (form.list) {
    Json all = Json::array();
    for (const Json& text : texts) all.push_back({{form.part, text}});
    return all;
  }
  return texts.size() == 1 ? Json{{form.part, texts.front()}} : Json();
}

}  // namespace hallmark::plan
