// Answers: what is known of a resource, by the names of members.
#include <fmt/format.h>

#include <algorithm>

#include "contract/text_facts.h"
#include "core/text.h"
#include "endpoint/reference/answering.h"
#include "endpoint/reference/tags.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
using contract::ShapeType;

namespace {

// A value given for one shape also fits another when they are the same shape or the same simple type.
bool fits(const Json& value, const Shape& target) {
  switch (target.type) {
    case ShapeType::string:
    case ShapeType::enumeration:
    case ShapeType::blob:
      return value.is_string();
    case ShapeType::boolean:
      return value.is_boolean();
    case ShapeType::timestamp:
      return value.is_number() || value.is_string();
    case ShapeType::list:
      return value.is_array();
    case ShapeType::map:
    case ShapeType::structure:
    case ShapeType::union_shape:
      return value.is_object();
    case ShapeType::document:
      return true;
    default:
      return value.is_number();
  }
}

// A text that identifies. What is known by name or ARN may have an id besides, which is another text.
bool names_resource(const std::string& member, const std::string& kind, const std::string& identifier) {
  if (same_word(member, identifier)) return true;
  return identifier_word(identifier) == IdentifierWord::id && identifier_word(member) == IdentifierWord::id &&
         surely_names(member, kind);
}

bool names_arn(const std::string& member, const std::string& kind) {
  return identifier_word(member) == IdentifierWord::arn && surely_names(member, kind);
}

std::ptrdiff_t depth_of(const std::string& pointer) {
  return std::count(pointer.begin(), pointer.end(), '/');
}

// What a service that fills in defaults has where nobody gave anything: what is documented, else any.
Json default_of(const contract::Model& model, const Member& member, const Shape& target) {
  const auto stated = contract::text_fact(member.traits, contract::text::default_value);
  const Json* trait = member.traits.find("smithy.api#default");
  if (stated || trait != nullptr) return stated ? stated->value : *trait;
  if (target.type == ShapeType::boolean) return false;
  if (const auto values = contract::enum_values(target); !values.empty()) return values.front();
  if (!contract::is_number(target.type)) return {};
  const Json* range = contract::effective(model, member, contract::trait::range);
  return range != nullptr && range->is_object() ? range->value("min", Json(0)) : Json(0);
}

bool says_more(std::string_view member) {
  return has_word(member, "Truncated") || has_word(member, "HasMore");
}

}  // namespace

std::optional<Json> Generic::Answering::operator()(const Member& member, const Shape& target,
                                                   const std::string& pointer) const {
  auto known = find(member, target, pointer);
  // What is known of a resource need not be what this very member takes.
  if (known && (known->is_string() || known->is_structured()) &&
      !generic.validator_.check_value(target, *known).empty())
    return std::nullopt;
  return known;
}

std::optional<Json> Generic::Answering::find(const Member& member, const Shape& target,
                                             const std::string& pointer) const {
  if (items != nullptr) {
    // A token is given out by the page alone.
    if (target.type == ShapeType::string && names_page(generic.model_, call.operation, member.name) &&
        !contract::is_required(member))
      return Json();
    if (auto known = of_items(member, target)) return known;
  }
  if (sent_first) {
    if (auto sent = of_request(member, target, pointer)) return sent;
  }
  if (resource != nullptr) {
    if (auto known = of_resource(member, target)) return known;
  }
  if (auto one = list_of_one(member, target, pointer)) return one;
  // Nothing is known of it, but the request said what it should be.
  if (auto sent = of_request(member, target, pointer)) return sent;
  const bool in_body = !member.traits.has(contract::trait::http_header);
  if (target.type == ShapeType::string && in_body && depth_of(pointer) <= 2)
    return generic.identifier_as_taken(member, target, generic.setting(call),
                                       resource == nullptr ? "" : resource->id);
  return std::nullopt;
}

std::optional<Json> Generic::Answering::of_items(const Member& member, const Shape& target) const {
  if (target.type == ShapeType::list && takes_items(member, target)) return Json(items->shown);
  if (member.name == "Quantity" || member.name == "Count") return Json(items->shown.size());
  if (target.type == ShapeType::boolean && says_more(member.name)) return Json(items->more);
  return std::nullopt;
}

std::optional<Json> Generic::Answering::of_request(const Member& member, const Shape& target,
                                                   const std::string& pointer) const {
  if (names_page(generic.model_, call.operation, member.name)) return std::nullopt;
  const auto sent = call.input.find(member.name);
  // At the root, and in the structure that shows what the request was about.
  const bool near = depth_of(pointer) <= (resource == nullptr ? 2 : 1);
  if (sent == call.input.end() || sent->is_null() || !fits(*sent, target) || !near) return std::nullopt;
  return with_identifiers(*sent, target);
}

Json Generic::Answering::with_identifiers(Json shown, const Shape& target) const {
  if (target.type != ShapeType::structure) return shown;
  for (const Member& inner : target.members) {
    const IdentifierWord word = identifier_word(inner.name);
    if (shown.contains(inner.name) || !(word == IdentifierWord::id || word == IdentifierWord::arn)) continue;
    if (contract::target_of(generic.model_, inner).type != ShapeType::string) continue;
    auto made = generic.synthesizer_.value(inner, generic.setting(call), inner.name + shown.dump());
    if (made) shown[inner.name] = std::move(*made);
  }
  return shown;
}

std::optional<Json> Generic::Answering::list_of_one(const Member& member, const Shape& target,
                                                    const std::string& pointer) const {
  std::string_view kind = resource != nullptr ? std::string_view(resource->kind) : call.operation.name();
  if (resource == nullptr) kind.remove_prefix(kind.starts_with("Create") ? 6 : kind.size());
  if (target.type != ShapeType::list || pointer != core::pointer_join("", member.name)) return std::nullopt;
  const Member* item = target.member("member");
  if (item == nullptr || kind.empty() || !has_word(member.name, kind)) return std::nullopt;
  const Shape& shape = contract::target_of(generic.model_, *item);
  if (shape.type != ShapeType::structure) return std::nullopt;
  const std::string seed = resource != nullptr ? resource->kind + resource->id : std::string(kind);
  return Json::array({generic.synthesizer_.structure(shape, generic.setting(call), *this, seed)});
}

bool Generic::Answering::takes_items(const Member& member, const Shape& target) const {
  const Member* item = target.member("member");
  if (item == nullptr) return false;
  if (member.name == "Items" || has_word(member.name, plan.kind)) return true;
  if (has_word(contract::target_of(generic.model_, *item).name(), plan.kind)) return true;
  // The one list of the output.
  const Shape* output = output_shape(generic.model_, call.operation);
  const auto is_list = [&](const Member& each) {
    return contract::target_of(generic.model_, each).type == ShapeType::list;
  };
  return output != nullptr && output->member(member.name) == &member &&
         std::count_if(output->members.begin(), output->members.end(), is_list) == 1;
}

std::optional<Json> Generic::Answering::of_identity(const Member& member, const Shape& target) const {
  const KindPlan& kind = generic.plan_.kind(resource->kind);
  if (target.type == ShapeType::string) {
    if (names_arn(member.name, resource->kind)) {
      if (const auto arn = resource->hidden.find("arn"); arn != resource->hidden.end()) return *arn;
    }
    if (names_resource(member.name, resource->kind, kind.identifier.empty() ? "Id" : kind.identifier))
      return Json(resource->id);
    if (!resource->given.empty() &&
        (same_word(member.name, kind.given) ||
         // Unless it was given beside: the "Name" of an association that has an "AssociationName".
         (identifier_word(member.name) == IdentifierWord::name && surely_names(member.name, resource->kind) &&
          !resource->body.contains(member.name))))
      return Json(resource->given);
    if (same_word(member.name, "ETag")) return Json(generic.version_tag(*resource));
  }
  // "HealthCheckVersion": counts the changes.
  if (contract::is_number(target.type) && core::to_lower(member.name).ends_with("version"))
    return Json(resource->version);
  if (target.type == ShapeType::timestamp) {
    const bool changed =
        has_word(member.name, "updat") || has_word(member.name, "modif") || has_word(member.name, "changed");
    if (changed || has_word(member.name, "creat"))
      return Json(call.time(changed ? resource->updated : resource->created));
  }
  return std::nullopt;
}

std::optional<Json> Generic::Answering::of_settings(const Json& settings, const Member& member,
                                                    const Shape& target) const {
  const auto stored = settings.find(member.name);
  if (stored != settings.end() && fits(*stored, target)) {
    Json shown = project(generic.model_, target, *stored);
    if (target.type != ShapeType::structure) return shown;
    // Settings come without the identifiers and times that an answer shows among them, and without what the
    // request asked for besides ("LogScope").
    for (const Member& inner : target.members) {
      const Shape& shape = contract::target_of(generic.model_, inner);
      if (shown.contains(inner.name) || shape.type == ShapeType::structure) continue;
      if (auto known = (*this)(inner, shape, "/")) shown[inner.name] = std::move(*known);
    }
    return with_identifiers(std::move(shown), target);
  }
  // Settings that came inside a structure ("DistributionConfig").
  if (target.type == ShapeType::structure) return std::nullopt;
  for (const auto& [name, value] : settings.items()) {
    if (!value.is_object() || !has_word(name, resource->kind)) continue;
    const auto inner = value.find(member.name);
    if (inner != value.end() && fits(*inner, target)) return project(generic.model_, target, *inner);
  }
  return std::nullopt;
}

std::optional<Json> Generic::Answering::of_resource(const Member& member, const Shape& target) const {
  if (auto known = of_identity(member, target)) return known;
  if (is_tags(member.name) && (!resource->tags.empty() || resource->hidden.contains("tagged"))) {
    if (auto shown = tags_as(generic.model_, target, resource->tags)) return shown;
  }
  if (plan.part) {
    const auto part = resource->parts.find(saying_of(call.operation.name())->noun);
    if (part != resource->parts.end()) {
      if (auto known = of_settings(part->second, member, target)) return known;
    }
  }
  if (const auto state = generic.state_of(call, *resource, member.name); state && fits(Json(*state), target))
    return Json(*state);
  if (auto known = of_settings(resource->body, member, target)) return known;
  // A setting that nobody gave is not there; but the "Certificate" of a certificate is the thing itself.
  const bool whole = target.type == ShapeType::structure && same_word(member.name, resource->kind);
  if (!whole && !contract::is_required(member) && !call.input.contains(member.name) &&
      (generic.is_setting(resource->kind, member.name) || target.type == ShapeType::timestamp))
    return call.variations.contains("defaults-filled") ? default_of(generic.model_, member, target) : Json();
  return std::nullopt;
}

}  // namespace hallmark::endpoint
