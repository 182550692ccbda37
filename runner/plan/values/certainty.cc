#include "plan/values/certainty.h"

#include <algorithm>

#include "core/text.h"
#include "names/knowledge.h"
#include "plan/cases/variables.h"
#include "plan/values/natural.h"
#include "plan/values/shapes.h"
#include "plan/values/strings.h"
#include "plan/values/values.h"

namespace hallmark::plan {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
using names::weaker;
namespace trait = contract::trait;

namespace {

constexpr std::size_t longest_free_text = 256;

bool is_printable(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

bool names_something(const Json& value) {
  const auto used = variables_in(value);
  return !std::all_of(used.begin(), used.end(), is_predefined);
}

Certainties::Certainties(const contract::Model& model, const contract::Operation* operation,
                         std::shared_ptr<const names::ValueRules> rules)
    : model_(model), operation_(operation), rules_(std::move(rules)) {
  if (operation_) {
    index(input_of(model_, *operation_));
  } else {
    for (const auto& [id, shape] : model_.shapes) {
      for (const auto& member : shape.members) owners_.emplace(&member, &shape);
    }
  }
}

void Certainties::index(const Shape& shape) {
  std::vector<const Shape*> pending{&shape};
  while (!pending.empty()) {
    const Shape& here = *pending.back();
    pending.pop_back();
    for (const auto& member : here.members) {
      if (owners_.emplace(&member, &here).second) pending.push_back(&contract::target_of(model_, member));
    }
  }
}

names::MemberPlace Certainties::place(const Member& member) const {
  const auto owner = owners_.find(&member);
  return {.service = model_.slug,
          .operation = operation_ ? operation_->name() : std::string_view(),
          .shape = owner == owners_.end() ? std::string_view() : owner->second->name(),
          .member = member.name,
          .target = contract::target_of(model_, member).name()};
}

names::MemberPlace Certainties::place(const Shape& shape) const {
  // A row of an operation speaks of the top level of its request.
  const bool top = operation_ && &shape == &input_of(model_, *operation_);
  return {.service = model_.slug,
          .operation = top ? operation_->name() : std::string_view(),
          .shape = shape.name(),
          .member = {},
          .target = {}};
}

Certainty Certainties::of_text(const Member& member, const Shape& target, const std::string& text) const {
  const auto stated = contract::enum_values(target);
  if (!stated.empty()) {
    const bool among = std::find(stated.begin(), stated.end(), Json(text)) != stated.end();
    if (!among) return Certainty::open;
    // The one value of what must be given; what need not be may be meant for other requests.
    return stated.size() == 1 && contract::is_required(member) ? Certainty::known : Certainty::plausible;
  }
  if (member.traits.has(trait::idempotency_token)) return Certainty::known;
  const auto at = place(member);
  if (rules_->is_free(at)) {
    const bool plain = !text.empty() && core::code_points(text) <= longest_free_text && is_printable(text);
    return plain ? Certainty::known : Certainty::plausible;
  }
  const bool fresh = !variables_in(Json(text)).empty();
  const StringHint hint{.member = member.name, .shape = std::string(target.name()), .service = model_.slug};
  const bool makes =
      operation_ && names::Knowledge::standard().kind_of(operation_->name()) == names::Kind::make;
  if (!fresh || !makes || !is_naming(hint)) return Certainty::open;
  // Where no document says how a name looks, it may have to look otherwise.
  return constraints_of(model_, member).patterns.empty() ? Certainty::plausible : Certainty::known;
}

Certainty Certainties::of_members(const Shape& shape, const Json& value) const {
  auto weakest = Certainty::known;
  for (const auto& [name, inner] : value.items()) {
    const auto* member = shape.member(name);
    weakest = weaker(weakest, member ? of(*member, inner) : Certainty::open);
  }
  return weakest;
}

Certainty Certainties::of(const Member& member, const Json& value) const {
  const auto* row = rules_->made(place(member), [&](const Json& made) { return made == value; });
  if (row) return row->certainty;
  if (value.is_string() && names_something(value)) return Certainty::known;
  const Shape& target = contract::target_of(model_, member);
  switch (target.type) {
    case ShapeType::structure:
    case ShapeType::union_shape: {
      if (!value.is_object()) return Certainty::open;
      const auto inner = of_members(target, value);
      // Of an empty one nothing says that it is enough; of a union one member of several was taken.
      const bool stated = target.type == ShapeType::structure && !value.empty();
      return stated ? inner : weaker(inner, Certainty::plausible);
    }
    case ShapeType::list: {
      if (!value.is_array() || value.empty() || target.members.empty()) return Certainty::plausible;
      auto weakest = Certainty::known;
      for (const Json& item : value) weakest = weaker(weakest, of(target.members.front(), item));
      return weakest;
    }
    case ShapeType::map: {
      const auto* key = target.member("key");
      const auto* item = target.member("value");
      if (!value.is_object() || value.empty() || !key || !item) return Certainty::plausible;
      auto weakest = Certainty::known;
      for (const auto& [name, inner] : value.items())
        weakest = weaker(weaker(weakest, of(*key, Json(name))), of(*item, inner));
      return weakest;
    }
    case ShapeType::string:
    case ShapeType::enumeration:
      return value.is_string() ? of_text(member, target, value.get_ref<const std::string&>())
                               : Certainty::open;
    case ShapeType::blob:
    case ShapeType::document:
      return Certainty::open;
    default:
      return Certainty::plausible;
  }
}

std::map<std::string, Certainty> Certainties::doubts(const Shape& input, const Json& document,
                                                     const Json& vouched) const {
  std::map<std::string, Certainty> result;
  if (!document.is_object()) return result;
  for (const auto& [name, value] : document.items()) {
    const auto given = vouched.find(name);
    if (given != vouched.end() && *given == value) continue;
    const auto* member = input.member(name);
    const auto certainty = member ? of(*member, value) : Certainty::open;
    if (certainty != Certainty::known) result.emplace(name, certainty);
  }
  return result;
}

}  // namespace hallmark::plan
