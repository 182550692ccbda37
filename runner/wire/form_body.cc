#include "wire/form_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "core/json.h"
#include "core/text.h"
#include "wire/text_values.h"
#include "wire/xml_body.h"

namespace hallmark::wire {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;

constexpr std::size_t max_segments = 200;   // dots in one parameter name
constexpr std::size_t max_nodes = 500'000;  // segments of one form's names

std::string capitalised(std::string name) {
  if (!name.empty()) name[0] = core::to_upper(name.substr(0, 1))[0];
  return name;
}

bool is_flattened(const contract::Model& model, const Member& member, FormStyle style) {
  return style == FormStyle::ec2 || contract::effective(model, member, contract::trait::xml_flattened);
}

std::string dotted(const std::string& prefix, std::string_view name) {
  return prefix.empty() ? std::string(name) : fmt::format("{}.{}", prefix, name);
}

// ---- writing ----
struct Writing {
  const contract::Model& model;
  FormStyle style;
  FormParameters& parameters;
  std::vector<std::string>& inexpressible;
};

void write_value(const Writing& writing, const Member& member, const std::string& prefix, const Json& value,
                 const std::string& pointer);

void write_untyped(const Writing& writing, const std::string& prefix, const Json& value,
                   const std::string& pointer) {
  if (value.is_null() || ((value.is_array() || value.is_object()) && value.empty())) {
    writing.inexpressible.push_back(pointer);
  } else if (value.is_object()) {
    for (const auto& [key, inner] : value.items()) {
      write_untyped(writing, dotted(prefix, key), inner, core::pointer_join(pointer, key));
    }
  } else if (value.is_array()) {
    const auto list = writing.style == FormStyle::ec2 ? prefix : dotted(prefix, "member");
    for (std::size_t i = 0; i < value.size(); ++i) {
      write_untyped(writing, fmt::format("{}.{}", list, i + 1), value[i], core::pointer_join(pointer, i));
    }
  } else {
    writing.parameters.emplace_back(prefix, value.is_string() ? value.get<std::string>() : core::dump(value));
  }
}

void write_members(const Writing& writing, const Shape& structure, const std::string& prefix,
                   const Json& members, const std::string& pointer) {
  for (const auto& member : structure.members) {
    const auto found = members.find(member.name);
    if (found == members.end()) continue;
    write_value(writing, member, dotted(prefix, form_name_of(member, writing.style)), *found,
                core::pointer_join(pointer, member.name));
  }
  for (const auto& [name, value] : members.items()) {
    if (!structure.member(name)) {
      write_untyped(writing, dotted(prefix, name), value, core::pointer_join(pointer, name));
    }
  }
}

void write_list(const Writing& writing, const Member& member, const Shape& list, const std::string& prefix,
                const Json& value, const std::string& pointer) {
  const Member* item = list.member("member");
  if (value.empty() || !item) {
    if (writing.style == FormStyle::query) {
      writing.parameters.emplace_back(prefix, "");
    } else {
      writing.inexpressible.push_back(pointer);
    }
    return;
  }
  const bool flattened = is_flattened(writing.model, member, writing.style);
  const auto base = flattened ? prefix : dotted(prefix, xml_name_of(*item));
  for (std::size_t i = 0; i < value.size(); ++i) {
    write_value(writing, *item, fmt::format("{}.{}", base, i + 1), value[i], core::pointer_join(pointer, i));
  }
}

void write_map(const Writing& writing, const Member& member, const Shape& map, const std::string& prefix,
               const Json& value, const std::string& pointer) {
  const Member* key_member = map.member("key");
  const Member* value_member = map.member("value");
  if (value.empty() || !key_member || !value_member) {
    writing.inexpressible.push_back(pointer);
    return;
  }
  const bool flattened = is_flattened(writing.model, member, writing.style);
  const auto base = flattened ? prefix : dotted(prefix, "entry");
  std::size_t number = 0;
  for (const auto& [key, inner] : value.items()) {
    const auto entry = fmt::format("{}.{}", base, ++number);
    writing.parameters.emplace_back(dotted(entry, xml_name_of(*key_member)), key);
    write_value(writing, *value_member, dotted(entry, xml_name_of(*value_member)), inner,
                core::pointer_join(pointer, key));
  }
}

void write_value(const Writing& writing, const Member& member, const std::string& prefix, const Json& value,
                 const std::string& pointer) {
  if (value.is_null()) {
    writing.inexpressible.push_back(pointer);
    return;
  }
  const auto& target = contract::target_of(writing.model, member);
  const bool structure = target.type == ShapeType::structure || target.type == ShapeType::union_shape;
  if (structure && value.is_object()) {
    if (value.empty()) writing.inexpressible.push_back(pointer);
    write_members(writing, target, prefix, value, pointer);
  } else if (target.type == ShapeType::list && value.is_array()) {
    write_list(writing, member, target, prefix, value, pointer);
  } else if (target.type == ShapeType::map && value.is_object()) {
    write_map(writing, member, target, prefix, value, pointer);
  } else {
    writing.parameters.emplace_back(prefix,
                                    to_text(writing.model, member, value, core::TimestampFormat::date_time));
  }
}

// ---- reading ----
// Parameters by their names' segments: {"Groups": {"member": {"1": …}}}.
struct Node {
  std::optional<std::string> value;
  std::map<std::string, Node, std::less<>> children;
  const Node* parent = nullptr;
  std::string_view segment;  // the key under which the parent holds it

  [[nodiscard]] std::string name() const {
    return parent && parent->parent ? dotted(parent->name(), segment) : std::string(segment);
  }
};

struct Reading {
  const contract::Model& model;
  FormStyle style;
};

// Where it stands on the wire.
std::string parameter(const Node& node) { return "body parameter " + node.name(); }

Json read_value(const Reading& reading, const Member& member, const Node& node, const Cursor& at);

Json read_members(const Reading& reading, const Shape& structure, const Node& node, const Cursor& at) {
  Json members = Json::object();
  std::map<std::string, const Member*, std::less<>> by_name;
  for (const auto& member : structure.members) {
    by_name.emplace(form_name_of(member, reading.style), &member);
  }
  for (const auto& entry : node.children) {
    const std::string& name = entry.first;  // lambdas cannot take hold of structured bindings yet
    const auto& child = entry.second;
    const auto found = by_name.find(name);
    if (found != by_name.end()) {
      const Member& member = *found->second;
      members[member.name] = read_value(reading, member, child, at.part(member.name, parameter(child)));
      continue;
    }
    // A name in another case stands for its member unless that is there as well.
    const auto alike = std::find_if(by_name.begin(), by_name.end(), [&](const auto& known) {
      return core::equal_ignoring_case(known.first, name) && !node.children.contains(known.first);
    });
    if (alike == by_name.end()) {
      at.part(name, parameter(child)).diagnose(DiagnosticKind::unknown_member, "", name);
      continue;
    }
    const Member& member = *alike->second;
    const Cursor inner = at.part(member.name, parameter(child));
    inner.diagnose(DiagnosticKind::member_case, alike->first, name);
    members[member.name] = read_value(reading, member, child, inner);
  }
  return members;
}

// The numbered children in numeric order; anything else is noted.
std::vector<const Node*> numbered(const Node& node, const Cursor& at) {
  std::map<std::uint64_t, const Node*> in_order;
  for (const auto& [name, child] : node.children) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc() || end != name.data() + name.size() || number == 0) {
      at.on(parameter(child)).diagnose(DiagnosticKind::unknown_member, "a number from 1", name);
    } else if (!in_order.emplace(number, &child).second) {
      at.on(parameter(child)).diagnose(DiagnosticKind::duplicate_key, "each number once", name);
    }
  }
  std::vector<const Node*> nodes;
  nodes.reserve(in_order.size());
  for (const auto& [number, child] : in_order) {
    nodes.push_back(child);
  }
  if (!in_order.empty() && in_order.rbegin()->first != in_order.size()) {
    at.on(parameter(*nodes.back()))
        .diagnose(DiagnosticKind::misplaced, fmt::format("numbers from 1 to {}", nodes.size()), "a gap");
  }
  return nodes;
}

// The node that holds the numbers: the parameter itself when flattened, else its "member" or "entry".
const Node* numbers_of(bool flattened, const std::string& wrapper, const Node& node, const Cursor& at) {
  if (flattened) return &node;
  const Node* found = nullptr;
  for (const auto& [name, child] : node.children) {
    if (name == wrapper) {
      found = &child;
    } else {
      at.on(parameter(child)).diagnose(DiagnosticKind::unknown_member, wrapper, name);
    }
  }
  return found;
}

Json read_list(const Reading& reading, const Member& member, const Shape& list, const Node& node,
               const Cursor& at) {
  Json items = Json::array();
  const Member* item = list.member("member");
  if (!item) return items;
  const bool flattened = is_flattened(reading.model, member, reading.style);
  if (const Node* numbers = numbers_of(flattened, xml_name_of(*item), node, at)) {
    for (const Node* child : numbered(*numbers, at)) {
      items.push_back(read_value(reading, *item, *child, at.part(items.size(), parameter(*child))));
    }
  }
  return items;
}

Json read_map(const Reading& reading, const Member& member, const Shape& map, const Node& node,
              const Cursor& at) {
  Json entries = Json::object();
  const Member* key_member = map.member("key");
  const Member* value_member = map.member("value");
  if (!key_member || !value_member) return entries;
  const bool flattened = is_flattened(reading.model, member, reading.style);
  const Node* numbers = numbers_of(flattened, "entry", node, at);
  if (!numbers) return entries;
  for (const Node* entry : numbered(*numbers, at)) {
    const auto key = entry->children.find(xml_name_of(*key_member));
    const auto value = entry->children.find(xml_name_of(*value_member));
    if (key == entry->children.end() || value == entry->children.end()) {
      at.on(parameter(*entry)).diagnose(DiagnosticKind::misplaced, "a key and a value", "one of them");
      continue;
    }
    // A key goes into Json, which holds UTF-8 only.
    const auto name = clean_text(key->second.value.value_or(""), at.on(parameter(key->second)));
    entries[name] =
        read_value(reading, *value_member, value->second, at.part(name, parameter(value->second)));
  }
  return entries;
}

Json read_value(const Reading& reading, const Member& member, const Node& node, const Cursor& at) {
  const auto& target = contract::target_of(reading.model, member);
  const bool aggregate = target.type == ShapeType::structure || target.type == ShapeType::union_shape ||
                         target.type == ShapeType::list || target.type == ShapeType::map;
  if (aggregate && node.value && !node.value->empty()) {
    at.diagnose(DiagnosticKind::lexical, std::string(contract::to_string(target.type)), *node.value);
    if (node.children.empty()) return clean_text(*node.value, at);
  }
  switch (target.type) {
    case ShapeType::structure:
    case ShapeType::union_shape:
      return read_members(reading, target, node, at);
    case ShapeType::list:
      return read_list(reading, member, target, node, at);
    case ShapeType::map:
      return read_map(reading, member, target, node, at);
    default:
      break;
  }
  for (const auto& [name, child] : node.children) {
    at.on(parameter(child)).diagnose(DiagnosticKind::unknown_member, "no name below", name);
  }
  return from_text(reading.model, member, node.value.value_or(""), core::TimestampFormat::date_time, at);
}

}  // namespace

std::string form_name_of(const Member& member, FormStyle style) {
  if (style == FormStyle::query) return xml_name_of(member);
  if (const Json* stated = member.traits.find(contract::trait::ec2_query_name);
      stated && stated->is_string()) {
    return stated->get<std::string>();
  }
  return capitalised(xml_name_of(member));
}

void write_form(const contract::Model& model, const Shape& structure, const Json& input, FormStyle style,
                FormParameters& parameters, std::vector<std::string>& inexpressible) {
  if (!input.is_object()) return;
  write_members({.model = model, .style = style, .parameters = parameters, .inexpressible = inexpressible},
                structure, "", input, "");
}

std::string form_text(const FormParameters& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) {
    if (!text.empty()) text += '&';
    text += core::percent_encode(name) + '=' + core::percent_encode(value);
  }
  return text;
}

Json read_form(const contract::Model& model, const Shape& structure,
               const std::vector<QueryParameter>& parameters, FormStyle style,
               std::vector<Diagnostic>& diagnostics) {
  const Cursor body{.pointer = "", .location = "body", .diagnostics = diagnostics};
  Node root;
  std::size_t nodes = 0;
  for (const auto& parameter : parameters) {
    const auto segments = core::split(parameter.name, '.');
    nodes += segments.size();
    if (segments.size() > max_segments || nodes > max_nodes) {
      body.on("body parameter " + core::shorten(parameter.name, 100))
          .diagnose(DiagnosticKind::malformed_body, "fewer parts in a name", std::to_string(segments.size()));
      return Json::object();
    }
    Node* node = &root;
    for (const auto& segment : segments) {
      const auto [place, added] = node->children.try_emplace(segment);
      if (added) {
        place->second.parent = node;
        place->second.segment = place->first;
      }
      node = &place->second;
    }
    if (node->value)
      body.on("body parameter " + parameter.name).diagnose(DiagnosticKind::duplicate_key, "once", "again");
    node->value = parameter.value.value_or("");
  }
  return read_members({.model = model, .style = style}, structure, root, body);
}

}  // namespace hallmark::wire
