#include <fmt/format.h>

#include "core/json.h"
#include "wire/text_values.h"
#include "wire/xml_body.h"

namespace hallmark::wire {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;

bool is_flattened(const contract::Model& model, const Member& member) {
  return contract::effective(model, member, contract::trait::xml_flattened) != nullptr;
}

void declare(const XmlWriting& writing, const XmlNamespace& space) {
  if (space.stated()) writing.writer.declare_namespace(space.prefix, space.uri);
}

// The namespace that an element of this member declares: its own; a structure's also counts.
XmlNamespace element_namespace(const contract::Model& model, const Member& member) {
  auto space = xml_namespace_of(member.traits);
  if (space.stated()) return space;
  const auto& target = contract::target_of(model, member);
  if (target.type == ShapeType::structure || target.type == ShapeType::union_shape) {
    space = xml_namespace_of(target.traits);
  }
  return space;
}

void write_text(const XmlWriting& writing, const std::string& text, const std::string& pointer) {
  if (!is_xml_text(text)) writing.inexpressible.push_back(pointer);
  writing.writer.text(text);
}

// A value that the model says nothing about: objects as elements, arrays as repeated ones.
void write_untyped(const XmlWriting& writing, const std::string& name, const Json& value,
                   const std::string& pointer) {
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      write_untyped(writing, name, value[i], core::pointer_join(pointer, i));
    }
    return;
  }
  if (value.is_null()) {
    writing.inexpressible.push_back(pointer);
    return;
  }
  writing.writer.start(name);
  if (value.is_object()) {
    for (const auto& [key, inner] : value.items()) {
      write_untyped(writing, key, inner, core::pointer_join(pointer, key));
    }
  } else {
    write_text(writing, value.is_string() ? value.get<std::string>() : core::dump(value), pointer);
  }
  writing.writer.end();
}

void write_entry(const XmlWriting& writing, const Shape& map, const std::string& key, const Json& value,
                 const std::string& pointer) {
  const Member* key_member = map.member("key");
  const Member* value_member = map.member("value");
  if (!key_member || !value_member) return;
  write_xml_member(writing, *key_member, xml_name_of(*key_member), key, pointer);
  write_xml_member(writing, *value_member, xml_name_of(*value_member), value, pointer);
}

void write_flattened(const XmlWriting& writing, const Member& member, const std::string& name,
                     const Shape& target, const Json& value, const std::string& pointer) {
  if (value.empty()) writing.inexpressible.push_back(pointer);  // no element, no list
  if (target.type == ShapeType::map) {
    for (const auto& [key, inner] : value.items()) {
      const auto inner_pointer = core::pointer_join(pointer, key);
      if (inner.is_null()) {
        writing.inexpressible.push_back(inner_pointer);
        continue;
      }
      writing.writer.start(name);
      declare(writing, xml_namespace_of(member.traits));
      write_entry(writing, target, key, inner, inner_pointer);
      writing.writer.end();
    }
    return;
  }
  const Member* item = target.member("member");
  if (!item) return;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto inner_pointer = core::pointer_join(pointer, i);
    if (value[i].is_null()) {
      writing.inexpressible.push_back(inner_pointer);
      continue;
    }
    writing.writer.start(name);
    // The list has no element of its own, so what counts is the item's namespace, else the member's.
    auto space = element_namespace(writing.model, *item);
    if (!space.stated()) space = xml_namespace_of(member.traits);
    declare(writing, space);
    write_xml_content(writing, *item, value[i], inner_pointer);
    writing.writer.end();
  }
}

bool is_attribute(const Member& member) { return member.traits.has(contract::trait::xml_attribute); }

void write_attributes(const XmlWriting& writing, const Shape& structure, const Json& members,
                      const std::string& pointer, const MemberFilter& wanted) {
  for (const auto& member : structure.members) {
    if (!is_attribute(member) || (wanted && !wanted(member))) continue;
    const auto found = members.find(member.name);
    if (found == members.end()) continue;
    const auto inner_pointer = core::pointer_join(pointer, member.name);
    if (found->is_null()) {
      writing.inexpressible.push_back(inner_pointer);
      continue;
    }
    const auto text = to_text(writing.model, member, *found, core::TimestampFormat::date_time);
    if (!is_xml_text(text)) writing.inexpressible.push_back(inner_pointer);
    writing.writer.attribute(xml_name_of(member), text);
  }
}

}  // namespace

void write_xml_members(const XmlWriting& writing, const Shape& structure, const Json& members,
                       const std::string& pointer, const MemberFilter& wanted) {
  if (!members.is_object()) {
    if (!members.is_null())
      write_text(writing, members.is_string() ? members.get<std::string>() : core::dump(members), pointer);
    return;
  }
  write_attributes(writing, structure, members, pointer, wanted);
  for (const auto& member : structure.members) {
    if (is_attribute(member) || (wanted && !wanted(member))) continue;
    const auto found = members.find(member.name);
    if (found == members.end()) continue;
    write_xml_member(writing, member, xml_name_of(member), *found, core::pointer_join(pointer, member.name));
  }
  for (const auto& [name, value] : members.items()) {
    if (!structure.member(name)) write_untyped(writing, name, value, core::pointer_join(pointer, name));
  }
}

void write_xml_member(const XmlWriting& writing, const Member& member, const std::string& name,
                      const Json& value, const std::string& pointer) {
  if (value.is_null()) {
    writing.inexpressible.push_back(pointer);
    return;
  }
  const auto& target = contract::target_of(writing.model, member);
  const bool fits = (target.type == ShapeType::list && value.is_array()) ||
                    (target.type == ShapeType::map && value.is_object());
  if (fits && is_flattened(writing.model, member)) {
    write_flattened(writing, member, name, target, value, pointer);
    return;
  }
  writing.writer.start(name);
  declare(writing, element_namespace(writing.model, member));
  write_xml_content(writing, member, value, pointer);
  writing.writer.end();
}

void write_xml_content(const XmlWriting& writing, const Member& member, const Json& value,
                       const std::string& pointer) {
  const auto& target = contract::target_of(writing.model, member);
  switch (target.type) {
    case ShapeType::structure:
    case ShapeType::union_shape:
      write_xml_members(writing, target, value, pointer);
      return;
    case ShapeType::list:
      if (const Member* item = target.member("member"); item && value.is_array()) {
        const auto name = xml_name_of(*item);
        for (std::size_t i = 0; i < value.size(); ++i) {
          write_xml_member(writing, *item, name, value[i], core::pointer_join(pointer, i));
        }
        return;
      }
      break;
    case ShapeType::map:
      if (value.is_object()) {
        for (const auto& [key, inner] : value.items()) {
          const auto inner_pointer = core::pointer_join(pointer, key);
          if (inner.is_null()) {
            writing.inexpressible.push_back(inner_pointer);
            continue;
          }
          writing.writer.start("entry");
          write_entry(writing, target, key, inner, inner_pointer);
          writing.writer.end();
        }
        return;
      }
      break;
    default:
      break;
  }
  write_text(writing, to_text(writing.model, member, value, core::TimestampFormat::date_time), pointer);
}

}  // namespace hallmark::wire
