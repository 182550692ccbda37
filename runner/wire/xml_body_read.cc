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

// Blanks around a number, boolean, time or base64 mean nothing in XML (XML Schema collapses them; AWS's own
// samples have them); in text they are text.
std::string_view simple_text(const contract::Model& model, const Member& member, const XmlElement& element) {
  const ShapeType type = contract::target_of(model, member).type;
  const bool text =
      type == ShapeType::string || type == ShapeType::enumeration || type == ShapeType::document;
  return text ? std::string_view(element.text) : core::trim(element.text);
}

void diagnose_stray_text(const XmlElement& element, const Cursor& at, const char* expected) {
  const auto text = core::trim(element.text);
  if (!text.empty()) at.diagnose(DiagnosticKind::lexical, expected, fmt::format("text '{}'", text));
}

Json read_list(const contract::Model& model, const Shape& list, const XmlElement& element, const Cursor& at) {
  Json items = Json::array();
  const Member* item = list.member("member");
  if (!item) return items;
  const auto name = xml_name_of(*item);
  bool any = element.children.empty();
  for (const auto& child : element.children) {
    const Cursor inner = at.part(items.size(), at.below(child.name));
    if (child.name != local_name(name)) {
      const auto kind = core::equal_ignoring_case(child.name, local_name(name))
                            ? DiagnosticKind::member_case
                            : DiagnosticKind::unknown_member;
      at.on(inner.location).diagnose(kind, name, child.name);
      any = any || kind == DiagnosticKind::member_case;
      continue;
    }
    any = true;
    if (child.is_nil()) {
      items.push_back(nullptr);
      continue;
    }
    check_xml_namespace(child, xml_namespace_of(item->traits), inner);
    items.push_back(read_xml_value(model, *item, child, inner));
  }
  // One stranger may be a newer model's; nothing but strangers is another way to write a list.
  if (!any) {
    at.diagnose(DiagnosticKind::misplaced, fmt::format("items in <{}>", name),
                fmt::format("<{}> and no item", element.children.front().name));
  }
  if (!core::trim(element.text).empty()) {
    at.diagnose(DiagnosticKind::misplaced, fmt::format("items in <{}>", name),
                fmt::format("text '{}'", core::trim(element.text)));
  }
  return items;
}

void read_entry(const contract::Model& model, const Shape& map, const XmlElement& entry, const Cursor& at,
                Json& into) {
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
      at.on(at.below(child.name))
          .diagnose(DiagnosticKind::unknown_member, fmt::format("{} and {}", key_name, value_name),
                    child.name);
    } else if (*place) {
      at.on(at.below(child.name)).diagnose(DiagnosticKind::duplicate_key, "one", child.name);
    } else {
      *place = &child;
    }
  }
  if (!key) {
    at.diagnose(DiagnosticKind::misplaced, fmt::format("an entry with <{}>", key_name), "none");
    return;
  }
  const Cursor inner = at.part(key->text, at.location);
  if (into.contains(key->text)) inner.diagnose(DiagnosticKind::duplicate_key, "each key once", key->text);
  if (!value) {
    inner.diagnose(DiagnosticKind::misplaced, fmt::format("an entry with <{}>", value_name), "none");
    return;
  }
  if (value->is_nil()) {
    into[key->text] = nullptr;
    return;
  }
  into[key->text] = read_xml_value(model, *value_member, *value, inner.on(at.below(value->name)));
}

Json read_map(const contract::Model& model, const Shape& map, const XmlElement& element, const Cursor& at) {
  Json entries = Json::object();
  for (const auto& child : element.children) {
    const Cursor entry = at.on(at.below(child.name));
    if (child.name != "entry") {
      entry.diagnose(DiagnosticKind::unknown_member, "entry", child.name);
      continue;
    }
    read_entry(model, map, child, entry, entries);
  }
  diagnose_stray_text(element, at, "entries");
  return entries;
}

// One element of a flattened list or map, added to what came before.
void read_flattened(const contract::Model& model, const Member& member, const XmlElement& element,
                    const Cursor& at, Json& into) {
  const auto& target = contract::target_of(model, member);
  if (target.type == ShapeType::map) {
    if (!into.is_object()) into = Json::object();
    read_entry(model, target, element, at, into);
    return;
  }
  if (!into.is_array()) into = Json::array();
  const Member* item = target.member("member");
  if (!item) return;
  const Cursor inner = at.part(into.size(), at.location);
  if (element.is_nil()) {
    into.push_back(nullptr);
    return;
  }
  check_xml_namespace(element, xml_namespace_of(item->traits), inner);
  into.push_back(read_xml_value(model, *item, element, inner));
}

void read_attributes(const contract::Model& model, const Shape& structure, const XmlElement& element,
                     const Cursor& at, Json& members) {
  for (const auto& attribute : element.attributes) {
    if (attribute.prefix == "xmlns" || attribute.uri == xmlns_uri) continue;
    const Member* found = nullptr;
    for (const auto& member : structure.members) {
      if (is_attribute(member) && local_name(xml_name_of(member)) == attribute.name) found = &member;
    }
    const std::string where = fmt::format("{}/@{}", at.location, attribute.name);
    if (found) {
      members[found->name] = from_text(model, *found, attribute.value, core::TimestampFormat::date_time,
                                       at.part(found->name, where));
    } else if (attribute.prefix.empty()) {
      at.on(where).diagnose(DiagnosticKind::unknown_member, "no such attribute", attribute.name);
    }
  }
}

using Names = std::set<std::string_view>;  // of a structure's child elements

// Where an element that is no member of the structure would have been right, if anywhere.
void diagnose_stranger(const contract::Model& model, const Shape& structure, const Names& present,
                       const XmlElement& child, const Cursor& at, const XmlStructureOptions& options) {
  if (at.full()) return;
  for (const auto& member : structure.members) {
    const auto name = xml_name_of(member);
    const bool in_body = !options.wanted || options.wanted(member);
    const Cursor inner = at.part(member.name, at.location);
    if (!in_body && (child.name == member.name || child.name == local_name(name))) {
      inner.diagnose(DiagnosticKind::misplaced, "outside the body", child.name);
      return;
    }
    if (in_body && is_attribute(member) && child.name == local_name(name)) {
      inner.diagnose(DiagnosticKind::misplaced, "an attribute", child.name);
      return;
    }
    const auto& target = contract::target_of(model, member);
    if (in_body && target.type == ShapeType::list && !is_flattened(model, member)) {
      const Member* item = target.member("member");
      if (item && child.name == local_name(xml_name_of(*item))) {
        inner.diagnose(DiagnosticKind::misplaced, fmt::format("inside <{}>", name), child.name);
        return;
      }
    }
    if (!in_body || is_attribute(member) || present.contains(local_name(name))) continue;
    // One level too high, or too deep: inside an element that the model does not have.
    if (target.type == ShapeType::structure || target.type == ShapeType::union_shape) {
      for (const auto& below : target.members) {
        if (child.name != local_name(xml_name_of(below))) continue;
        inner.part(below.name, at.location)
            .diagnose(DiagnosticKind::misplaced, fmt::format("inside <{}>", name), "beside it");
        return;
      }
    }
    if (child.child(local_name(name))) {
      inner.diagnose(DiagnosticKind::misplaced, fmt::format("<{}> one level up", name),
                     fmt::format("inside <{}>", child.name));
      return;
    }
  }
  at.part(child.name, at.location).diagnose(DiagnosticKind::unknown_member, "", child.name);
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

void read_xml_members(const contract::Model& model, const Shape& structure, const XmlElement& element,
                      const Cursor& at, Json& members, const XmlStructureOptions& options) {
  read_attributes(model, structure, element, at, members);
  MembersByName by_name;
  for (const auto& member : structure.members) {
    if (is_attribute(member) || (options.wanted && !options.wanted(member))) continue;
    by_name.emplace(local_name(xml_name_of(member)), &member);
  }
  Names present;
  for (const auto& child : element.children) present.insert(child.name);
  Names seen;
  for (const auto& child : element.children) {
    const std::string where = at.below(child.name);
    const auto found = by_name.find(child.name);
    const Member* alike = nullptr;
    if (found == by_name.end()) {
      if (options.envelope.contains(child.name)) continue;
      alike = alike_member(by_name, present, child.name);
      if (!alike) {
        diagnose_stranger(model, structure, present, child, at.on(where), options);
        continue;
      }
    }
    const Member& member = alike ? *alike : *found->second;
    const Cursor inner = at.part(member.name, where);
    if (alike) inner.diagnose(DiagnosticKind::member_case, xml_name_of(member), child.name);
    if (is_flattened(model, member)) {
      read_flattened(model, member, child, inner, members[member.name]);
      continue;
    }
    if (!seen.insert(member.name).second) {
      inner.diagnose(DiagnosticKind::duplicate_key, "one element",
                     fmt::format("another in line {}", child.line));
    }
    if (child.is_nil()) {
      inner.diagnose(DiagnosticKind::null_member, "a value or no element", "xsi:nil");
      continue;
    }
    check_xml_namespace(child, xml_namespace_of(member.traits), inner);
    members[member.name] = read_xml_value(model, member, child, inner);
  }
  diagnose_stray_text(element, at, "elements");
}

Json read_xml_value(const contract::Model& model, const Member& member, const XmlElement& element,
                    const Cursor& at) {
  const auto& target = contract::target_of(model, member);
  switch (target.type) {
    case ShapeType::structure:
    case ShapeType::union_shape: {
      Json members = Json::object();
      read_xml_members(model, target, element, at, members);
      return members;
    }
    case ShapeType::list:
      return read_list(model, target, element, at);
    case ShapeType::map:
      return read_map(model, target, element, at);
    default:
      break;
  }
  if (!element.children.empty()) {
    at.diagnose(DiagnosticKind::misplaced, "text",
                fmt::format("an element <{}> inside", element.children.front().name));
  }
  for (const auto& attribute : element.attributes) {
    if (!attribute.prefix.empty()) continue;
    at.on(fmt::format("{}/@{}", at.location, attribute.name))
        .diagnose(DiagnosticKind::unknown_member, "no such attribute", attribute.name);
  }
  return from_text(model, member, simple_text(model, member, element), core::TimestampFormat::date_time, at);
}

}  // namespace hallmark::wire
