#include <fmt/format.h>

#include <map>
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

std::string below(const std::string& location, std::string_view name) {
  return location == "body" ? fmt::format("body /{}", name) : fmt::format("{}/{}", location, name);
}

bool is_flattened(const contract::Model& model, const Member& member) {
  if (!contract::effective(model, member, contract::trait::xml_flattened)) return false;
  const auto type = contract::target_of(model, member).type;
  return type == ShapeType::list || type == ShapeType::map;
}

bool is_attribute(const Member& member) { return member.traits.has(contract::trait::xml_attribute); }

// "type" of "xsi:type": which prefix a document uses says nothing.
std::string_view local_name(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

void diagnostic(const XmlReading& reading, DiagnosticKind kind, const std::string& pointer,
                const std::string& location, std::string expected, std::string actual) {
  add_diagnostic(reading.diagnostics, {.kind = kind,
                                       .pointer = pointer,
                                       .location = location,
                                       .expected = std::move(expected),
                                       .actual = std::move(actual)});
}

// Blanks around a number, boolean, time or base64 mean nothing in XML (XML Schema collapses them; AWS's own
// samples have them); in text they are text.
std::string_view simple_text(const contract::Model& model, const Member& member, const XmlElement& element) {
  const ShapeType type = contract::target_of(model, member).type;
  const bool text =
      type == ShapeType::string || type == ShapeType::enumeration || type == ShapeType::document;
  return text ? std::string_view(element.text) : core::trim(element.text);
}

void diagnose_stray_text(const XmlReading& reading, const XmlElement& element, const std::string& pointer,
                         const std::string& location, const char* expected) {
  const auto text = core::trim(element.text);
  if (!text.empty())
    diagnostic(reading, DiagnosticKind::lexical, pointer, location, expected, fmt::format("text '{}'", text));
}

Json read_list(const XmlReading& reading, const Shape& list, const XmlElement& element,
               const std::string& pointer, const std::string& location) {
  Json items = Json::array();
  const Member* item = list.member("member");
  if (!item) return items;
  const auto name = xml_name_of(*item);
  bool any = element.children.empty();
  for (const auto& child : element.children) {
    const auto inner_pointer = core::pointer_join(pointer, items.size());
    const auto inner_location = below(location, child.name);
    if (child.name != local_name(name)) {
      const auto kind = core::equal_ignoring_case(child.name, local_name(name))
                            ? DiagnosticKind::member_case
                            : DiagnosticKind::unknown_member;
      diagnostic(reading, kind, pointer, inner_location, name, child.name);
      any = any || kind == DiagnosticKind::member_case;
      continue;
    }
    any = true;
    if (child.is_nil()) {
      items.push_back(nullptr);
      continue;
    }
    check_xml_namespace(child, xml_namespace_of(item->traits), inner_pointer, inner_location,
                        reading.diagnostics);
    items.push_back(read_xml_value(reading, *item, child, inner_pointer, inner_location));
  }
  // One stranger may be a newer model's; nothing but strangers is another way to write a list.
  if (!any) {
    diagnostic(reading, DiagnosticKind::misplaced, pointer, location, fmt::format("items in <{}>", name),
               fmt::format("<{}> and no item", element.children.front().name));
  }
  if (!core::trim(element.text).empty()) {
    diagnostic(reading, DiagnosticKind::misplaced, pointer, location, fmt::format("items in <{}>", name),
               fmt::format("text '{}'", core::trim(element.text)));
  }
  return items;
}

void read_entry(const XmlReading& reading, const Shape& map, const XmlElement& entry,
                const std::string& pointer, const std::string& location, Json& into) {
  const Member* key_member = map.member("key");
  const Member* value_member = map.member("value");
  if (!key_member || !value_member) return;
  const auto key_name = xml_name_of(*key_member);
  const auto value_name = xml_name_of(*value_member);
  const XmlElement* key = nullptr;
  const XmlElement* value = nullptr;
  for (const auto& child : entry.children) {
    const XmlElement** place = nullptr;
    if (child.name == local_name(key_name)) place = &key;
    if (child.name == local_name(value_name)) place = &value;
    if (!place) {
      diagnostic(reading, DiagnosticKind::unknown_member, pointer, below(location, child.name),
                 fmt::format("{} and {}", key_name, value_name), child.name);
    } else if (*place) {
      diagnostic(reading, DiagnosticKind::duplicate_key, pointer, below(location, child.name), "one",
                 child.name);
    } else {
      *place = &child;
    }
  }
  if (!key) {
    diagnostic(reading, DiagnosticKind::misplaced, pointer, location,
               fmt::format("an entry with <{}>", key_name), "none");
    return;
  }
  const auto inner_pointer = core::pointer_join(pointer, key->text);
  if (into.contains(key->text)) {
    diagnostic(reading, DiagnosticKind::duplicate_key, inner_pointer, location, "each key once", key->text);
  }
  if (!value) {
    diagnostic(reading, DiagnosticKind::misplaced, inner_pointer, location,
               fmt::format("an entry with <{}>", value_name), "none");
    return;
  }
  if (value->is_nil()) {
    into[key->text] = nullptr;
    return;
  }
  into[key->text] =
      read_xml_value(reading, *value_member, *value, inner_pointer, below(location, value->name));
}

Json read_map(const XmlReading& reading, const Shape& map, const XmlElement& element,
              const std::string& pointer, const std::string& location) {
  Json entries = Json::object();
  for (const auto& child : element.children) {
    const auto inner_location = below(location, child.name);
    if (child.name != "entry") {
      diagnostic(reading, DiagnosticKind::unknown_member, pointer, inner_location, "entry", child.name);
      continue;
    }
    read_entry(reading, map, child, pointer, inner_location, entries);
  }
  diagnose_stray_text(reading, element, pointer, location, "entries");
  return entries;
}

// One element of a flattened list or map, added to what came before.
void read_flattened(const XmlReading& reading, const Member& member, const XmlElement& element,
                    const std::string& pointer, const std::string& location, Json& into) {
  const auto& target = contract::target_of(reading.model, member);
  if (target.type == ShapeType::map) {
    if (!into.is_object()) into = Json::object();
    read_entry(reading, target, element, pointer, location, into);
    return;
  }
  if (!into.is_array()) into = Json::array();
  const Member* item = target.member("member");
  if (!item) return;
  const auto inner_pointer = core::pointer_join(pointer, into.size());
  if (element.is_nil()) {
    into.push_back(nullptr);
    return;
  }
  check_xml_namespace(element, xml_namespace_of(item->traits), inner_pointer, location, reading.diagnostics);
  into.push_back(read_xml_value(reading, *item, element, inner_pointer, location));
}

void read_attributes(const XmlReading& reading, const Shape& structure, const XmlElement& element,
                     const std::string& pointer, const std::string& location, Json& members) {
  for (const auto& attribute : element.attributes) {
    if (attribute.prefix == "xmlns" || attribute.uri == xmlns_uri) continue;
    const Member* found = nullptr;
    for (const auto& member : structure.members) {
      if (is_attribute(member) && local_name(xml_name_of(member)) == attribute.name) found = &member;
    }
    const auto inner_location = fmt::format("{}/@{}", location, attribute.name);
    if (found) {
      members[found->name] =
          from_text(reading.model, *found, attribute.value, core::TimestampFormat::date_time,
                    core::pointer_join(pointer, found->name), inner_location, reading.diagnostics);
    } else if (attribute.prefix.empty()) {
      diagnostic(reading, DiagnosticKind::unknown_member, pointer, inner_location, "no such attribute",
                 attribute.name);
    }
  }
}

using Names = std::set<std::string_view>;  // of a structure's child elements

// Where an element that is no member of the structure would have been right, if anywhere.
void diagnose_stranger(const XmlReading& reading, const Shape& structure, const Names& present,
                       const XmlElement& child, const std::string& pointer, const std::string& location,
                       const XmlStructureOptions& options) {
  if (reading.diagnostics.size() >= max_diagnostics) return;
  for (const auto& member : structure.members) {
    const auto name = xml_name_of(member);
    const bool in_body = !options.wanted || options.wanted(member);
    const auto inner_pointer = core::pointer_join(pointer, member.name);
    if (!in_body && (child.name == member.name || child.name == local_name(name))) {
      diagnostic(reading, DiagnosticKind::misplaced, inner_pointer, location, "outside the body", child.name);
      return;
    }
    if (in_body && is_attribute(member) && child.name == local_name(name)) {
      diagnostic(reading, DiagnosticKind::misplaced, inner_pointer, location, "an attribute", child.name);
      return;
    }
    const auto& target = contract::target_of(reading.model, member);
    if (in_body && target.type == ShapeType::list && !is_flattened(reading.model, member)) {
      const Member* item = target.member("member");
      if (item && child.name == local_name(xml_name_of(*item))) {
        diagnostic(reading, DiagnosticKind::misplaced, inner_pointer, location,
                   fmt::format("inside <{}>", name), child.name);
        return;
      }
    }
    if (!in_body || is_attribute(member) || present.contains(local_name(name))) continue;
    // One level too high, or too deep: inside an element that the model does not have.
    if (target.type == ShapeType::structure || target.type == ShapeType::union_shape) {
      for (const auto& inner : target.members) {
        if (child.name != local_name(xml_name_of(inner))) continue;
        diagnostic(reading, DiagnosticKind::misplaced, core::pointer_join(inner_pointer, inner.name),
                   location, fmt::format("inside <{}>", name), "beside it");
        return;
      }
    }
    if (child.child(local_name(name))) {
      diagnostic(reading, DiagnosticKind::misplaced, inner_pointer, location,
                 fmt::format("<{}> one level up", name), fmt::format("inside <{}>", child.name));
      return;
    }
  }
  diagnostic(reading, DiagnosticKind::unknown_member, core::pointer_join(pointer, child.name), location, "",
             child.name);
}

using MembersByName = std::map<std::string, const Member*, std::less<>>;

// The member whose name differs from `name` by case only and that is not there under its own.
const Member* alike_member(const MembersByName& by_name, const Names& present, std::string_view name) {
  for (const auto& [known, member] : by_name) {
    if (core::equal_ignoring_case(known, name) && !present.contains(known)) return member;
  }
  return nullptr;
}

}  // namespace

void read_xml_members(const XmlReading& reading, const Shape& structure, const XmlElement& element,
                      const std::string& pointer, const std::string& location, Json& members,
                      const XmlStructureOptions& options) {
  read_attributes(reading, structure, element, pointer, location, members);
  MembersByName by_name;
  for (const auto& member : structure.members) {
    if (is_attribute(member) || (options.wanted && !options.wanted(member))) continue;
    by_name.emplace(local_name(xml_name_of(member)), &member);
  }
  Names present;
  for (const auto& child : element.children) present.insert(child.name);
  Names seen;
  for (const auto& child : element.children) {
    const auto inner_location = below(location, child.name);
    const auto found = by_name.find(child.name);
    const Member* alike = nullptr;
    if (found == by_name.end()) {
      if (options.envelope.contains(child.name)) continue;
      alike = alike_member(by_name, present, child.name);
      if (!alike) {
        diagnose_stranger(reading, structure, present, child, pointer, inner_location, options);
        continue;
      }
    }
    const Member& member = alike ? *alike : *found->second;
    const auto inner_pointer = core::pointer_join(pointer, member.name);
    if (alike)
      diagnostic(reading, DiagnosticKind::member_case, inner_pointer, inner_location, xml_name_of(member),
                 child.name);
    if (is_flattened(reading.model, member)) {
      read_flattened(reading, member, child, inner_pointer, inner_location, members[member.name]);
      continue;
    }
    if (!seen.insert(member.name).second) {
      diagnostic(reading, DiagnosticKind::duplicate_key, inner_pointer, inner_location, "one element",
                 fmt::format("another in line {}", child.line));
    }
    if (child.is_nil()) {
      diagnostic(reading, DiagnosticKind::null_member, inner_pointer, inner_location, "a value or no element",
                 "xsi:nil");
      continue;
    }
    check_xml_namespace(child, xml_namespace_of(member.traits), inner_pointer, inner_location,
                        reading.diagnostics);
    members[member.name] = read_xml_value(reading, member, child, inner_pointer, inner_location);
  }
  diagnose_stray_text(reading, element, pointer, location, "elements");
}

Json read_xml_value(const XmlReading& reading, const Member& member, const XmlElement& element,
                    const std::string& pointer, const std::string& location) {
  const auto& target = contract::target_of(reading.model, member);
  switch (target.type) {
    case ShapeType::structure:
    case ShapeType::union_shape: {
      Json members = Json::object();
      read_xml_members(reading, target, element, pointer, location, members);
      return members;
    }
    case ShapeType::list:
      return read_list(reading, target, element, pointer, location);
    case ShapeType::map:
      return read_map(reading, target, element, pointer, location);
    default:
      break;
  }
  if (!element.children.empty()) {
    diagnostic(reading, DiagnosticKind::misplaced, pointer, location, "text",
               fmt::format("an element <{}> inside", element.children.front().name));
  }
  for (const auto& attribute : element.attributes) {
    if (!attribute.prefix.empty()) continue;
    diagnostic(reading, DiagnosticKind::unknown_member, pointer,
               fmt::format("{}/@{}", location, attribute.name), "no such attribute", attribute.name);
  }
  return from_text(reading.model, member, simple_text(reading.model, member, element),
                   core::TimestampFormat::date_time, pointer, location, reading.diagnostics);
}

}  // namespace hallmark::wire
