#include "plan/context/filter_forms.h"

#include <algorithm>
#include <utility>

#include "contract/text_facts.h"
#include "contract/text_shown.h"
#include "core/text.h"
#include "names/knowledge.h"
#include "plan/values/shapes.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Model;
using contract::Shape;
using contract::ShapeType;

bool has_values(const Member& part) {
  return names::Knowledge::standard().says(names::MemberWord::pair_values, part.name);
}

const Shape* item_of(const Model& model, const Member& member) {
  const Shape& list = contract::target_of(model, member);
  return list.type == ShapeType::list && !list.members.empty()
             ? &contract::target_of(model, list.members.front())
             : nullptr;
}

void take_values(const Model& model, const Member& part, FilterPairs& found) {
  found.values = part.name;
  found.several = contract::target_of(model, part).type == ShapeType::list;
}

// "ENDPOINT_NAME", "name" -> "EndpointName", "Name".
std::string as_member(const std::string& text) {
  std::string result;
  bool begins = true;
  const bool shouts = std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  for (const char c : text) {
    if (c == '_' || c == '-') {
      begins = true;
      continue;
    }
    const std::string one(1, c);
    result += begins ? core::to_upper(one) : shouts ? core::to_lower(one) : one;
    begins = false;
  }
  return result;
}

std::optional<FilterPairs> whole(FilterPairs found) {
  return found.key.empty() || found.values.empty() ? std::nullopt : std::optional(std::move(found));
}

}  // namespace

Json FilterPairs::one(const Json& name, const Json& value) const {
  return Json::array({{{key, name}, {values, several ? Json::array({value}) : value}}});
}

std::optional<FilterPairs> documented_pairs(const Model& model, const Member& member) {
  const auto fact = contract::text_fact(member.traits, contract::text::filters);
  const Shape* item = item_of(model, member);
  if (!fact || !fact->value.is_array() || !item) return std::nullopt;
  FilterPairs found;
  for (const Member& part : item->members) {
    if (has_values(part)) {
      take_values(model, part, found);
    } else if (contract::is_text(contract::target_of(model, part).type)) {
      found.key = part.name;
    }
  }
  for (const Json& name : fact->value) {
    if (name.is_string()) found.names.push_back(name);
  }
  return whole(std::move(found));
}

std::optional<FilterPairs> enumerated_pairs(const Model& model, const Member& member,
                                            const std::function<bool(const std::string&)>& meant) {
  const Shape* item = item_of(model, member);
  if (!item || contract::is_required(member) || item->type != ShapeType::structure ||
      item->members.size() != 2)
    return std::nullopt;
  FilterPairs found;
  for (const Member& part : item->members) {
    for (const Json& value : contract::enum_values(contract::target_of(model, part))) {
      if (!value.is_string() || !meant(as_member(value.get<std::string>()))) continue;
      found.key = part.name;
      found.names = {value};
    }
    if (has_values(part)) take_values(model, part, found);
  }
  return whole(std::move(found));
}

}  // namespace hallmark::plan
