#include "contract/view.h"

#include <algorithm>

#include "core/text.h"

namespace hallmark::contract {
namespace {

const Shape& nothing() {
  static const Shape shape{
      .id = "smithy.api#Unit", .type = ShapeType::structure, .members = {}, .traits = {}};
  return shape;
}

const Shape& structure(const Model& model, const std::string& id) {
  const Shape* shape = id.empty() ? nullptr : model.shape(id);
  return shape == nullptr ? nothing() : *shape;
}

bool is_index(std::string_view token) {
  return !token.empty() &&
         std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string no_member(const Shape& shape, const std::string& token) {
  std::string problem = std::string(shape.name()) + " has no member \"" + token + "\"";
  std::vector<std::string> names;
  for (const Member& member : shape.members) names.push_back(member.name);
  if (const auto near = core::nearest(token, names)) problem += "; did you mean \"" + *near + "\"?";
  return problem;
}

void walk_below(const Model& model, const Shape& shape, const std::string& at, const Visit& visit,
                std::vector<const Shape*>& open) {
  if (std::find(open.begin(), open.end(), &shape) != open.end()) return;
  open.push_back(&shape);
  const bool items = shape.type == ShapeType::list || shape.type == ShapeType::map;
  for (const Member& member : shape.members) {
    if (shape.type == ShapeType::enumeration || shape.type == ShapeType::int_enumeration) break;
    if (shape.type == ShapeType::map && member.name == "key") continue;
    const Shape& target = target_of(model, member);
    const std::string pointer = core::pointer_join(at, items ? std::string_view("*") : member.name);
    if (visit(member, target, pointer) && is_aggregate(target.type))
      walk_below(model, target, pointer, visit, open);
  }
  open.pop_back();
}

}  // namespace

const Shape& input_of(const Model& model, const Operation& operation) {
  return structure(model, operation.input);
}

const Shape& output_of(const Model& model, const Operation& operation) {
  return structure(model, operation.output);
}

bool is_text(ShapeType type) { return type == ShapeType::string || type == ShapeType::enumeration; }

bool is_whole_number(ShapeType type) {
  return type == ShapeType::byte || type == ShapeType::short_integer || type == ShapeType::integer ||
         type == ShapeType::long_integer || type == ShapeType::big_integer ||
         type == ShapeType::int_enumeration;
}

bool is_number(ShapeType type) {
  return is_whole_number(type) || type == ShapeType::float_number || type == ShapeType::double_number ||
         type == ShapeType::big_decimal;
}

bool is_aggregate(ShapeType type) {
  return type == ShapeType::list || type == ShapeType::map || type == ShapeType::structure ||
         type == ShapeType::union_shape;
}

Location location_of(const Member& member) {
  if (member.traits.has(trait::http_label)) return Location::label;
  if (member.traits.has(trait::http_query)) return Location::query;
  if (member.traits.has(trait::http_header)) return Location::header;
  if (member.traits.has(trait::http_prefix_headers)) return Location::prefix_headers;
  if (member.traits.has(trait::http_query_params)) return Location::query_params;
  if (member.traits.has(trait::http_payload)) return Location::payload;
  if (member.traits.has(trait::http_response_code)) return Location::status_code;
  return Location::body;
}

std::string_view to_string(Location location) {
  constexpr std::string_view words[] = {"body",           "label",        "query",   "header",
                                        "prefix-headers", "query-params", "payload", "status-code"};
  return words[static_cast<std::size_t>(location)];
}

bool is_text_in_line(const Model& model, const Member& member) {
  const Location where = location_of(member);
  return is_text(target_of(model, member).type) &&
         (where == Location::label || where == Location::query || where == Location::header);
}

std::vector<const Json*> alternatives_of(const Traits& traits, std::string_view trait_id) {
  std::vector<const Json*> found;
  const Json* list = traits.find(trait::alternatives);
  if (list == nullptr || !list->is_array()) return found;
  for (const Json& item : *list) {
    const auto said = item.is_object() ? item.find("trait") : item.end();
    if (!item.is_object() || said == item.end() || *said != trait_id) continue;
    const auto value = item.find("value");
    found.push_back(value == item.end() || value->is_null() ? nullptr : &*value);
  }
  return found;
}

std::vector<const Json*> statements(const Member* member, const Shape& target, std::string_view trait_id) {
  const Json* own = member == nullptr ? nullptr : member->traits.find(trait_id);
  if (own == nullptr) own = target.traits.find(trait_id);
  std::vector<const Json*> found;
  if (own != nullptr) found.push_back(own);
  for (const Traits* traits : {member == nullptr ? nullptr : &member->traits, &target.traits}) {
    if (traits == nullptr) continue;
    for (const Json* value : alternatives_of(*traits, trait_id)) found.push_back(value);
  }
  return found;
}

Spot spot_of(const Model& model, const Shape& root, std::string_view pointer) {
  Spot spot{.shape = &root, .member = nullptr, .problem = {}};
  for (const std::string& token : core::pointer_tokens(pointer)) {
    const Shape& here = *spot.shape;
    const Member* next = nullptr;
    std::string problem;
    switch (here.type) {
      case ShapeType::structure:
      case ShapeType::union_shape:
        next = here.member(token);
        if (next == nullptr) problem = no_member(here, token);
        break;
      case ShapeType::list:
        if (is_index(token)) next = here.member("member");
        if (next == nullptr) problem = std::string(here.name()) + " is a list: \"" + token + "\" is no index";
        break;
      case ShapeType::map:
        next = here.member("value");
        break;
      case ShapeType::document:
        return spot;
      default:
        problem =
            std::string(here.name()) + " is a " + std::string(to_string(here.type)) + " and has no members";
    }
    if (next == nullptr) return {.shape = nullptr, .member = nullptr, .problem = problem};
    spot.member = next;
    spot.shape = &target_of(model, *next);
  }
  return spot;
}

void walk(const Model& model, const Shape& root, const Visit& visit) {
  std::vector<const Shape*> open;
  walk_below(model, root, "", visit, open);
}

}  // namespace hallmark::contract
