#include "core/text.h"
#include "importers/merge_walk.h"
#include "names/knowledge.h"

namespace hallmark::importers {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
namespace trait = contract::trait;

namespace {

std::string plain(std::string_view name) { return core::letters_and_digits(name.substr(0, name.find('.'))); }

enum class Family { whole, fraction, text, bytes, boolean, time, document, list, object };

Family family_of(ShapeType type) {
  switch (type) {
    case ShapeType::byte:
    case ShapeType::short_integer:
    case ShapeType::integer:
    case ShapeType::long_integer:
    case ShapeType::big_integer:
    case ShapeType::int_enumeration:
      return Family::whole;
    case ShapeType::float_number:
    case ShapeType::double_number:
    case ShapeType::big_decimal:
      return Family::fraction;
    case ShapeType::string:
    case ShapeType::enumeration:
      return Family::text;
    case ShapeType::blob:
      return Family::bytes;
    case ShapeType::boolean:
      return Family::boolean;
    case ShapeType::timestamp:
      return Family::time;
    case ShapeType::document:
      return Family::document;
    case ShapeType::list:
      return Family::list;
    case ShapeType::map:
    case ShapeType::structure:
    case ShapeType::union_shape:
      return Family::object;
  }
  return Family::document;
}

bool is_wire_name(const Member& member, std::string_view name) {
  for (const std::string_view id : {trait::json_name, trait::xml_name, trait::http_query, trait::http_header,
                                    trait::http_prefix_headers, trait::ec2_query_name}) {
    const Json* value = member.traits.find(id);
    if (value && value->is_string() && core::equal_ignoring_case(value->get_ref<const std::string&>(), name))
      return true;
  }
  return false;
}

}  // namespace

Member* matching_member(Shape& shape, const Member& wanted) {
  if (Member* same = shape.member(wanted.name)) return same;
  for (Member& member : shape.members) {
    if (is_wire_name(member, wanted.name)) return &member;
  }
  const std::string name = plain(wanted.name);
  for (Member& member : shape.members) {
    if (plain(member.name) == name) return &member;
  }
  return shape.member(names::Knowledge::standard().member_in_python(wanted.name));
}

bool kinds_agree(const Shape& own, const Shape& other, bool other_unknown) {
  const Family mine = family_of(own.type);
  const Family theirs = family_of(other.type);
  if (other_unknown) {
    const bool simple = mine != Family::list && mine != Family::object;
    const bool other_simple = theirs != Family::list && theirs != Family::object;
    return simple == other_simple || mine == Family::document || theirs == Family::document;
  }
  if (mine == Family::object && theirs == Family::object) {
    if (own.type == other.type) return true;
    if (own.type != ShapeType::map && other.type != ShapeType::map) return true;
    // A map and a structure of one member or none look the same on a page.
    return (own.type == ShapeType::map ? other : own).members.size() <= 1;
  }
  if (mine == theirs) return true;
  // Times are shown as what they are on the wire; documents as anything.
  if (mine == Family::time)
    return theirs == Family::text || theirs == Family::whole || theirs == Family::fraction;
  return mine == Family::document || theirs == Family::document;
}

}  // namespace hallmark::importers
