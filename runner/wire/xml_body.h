// Members documents as XML elements and back, by the model: xmlName, xmlAttribute,
// xmlFlattened, xmlNamespace. Bodies of rest-xml both ways, responses of aws-query and ec2-query.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "wire/cursor.h"
#include "wire/xml_reader.h"
#include "wire/xml_writer.h"

namespace hallmark::wire {

// The element name of a member inside its structure: its own xmlName, else its name.
[[nodiscard]] std::string xml_name_of(const contract::Member& member);
// The root element of a structure that is a whole body: its xmlName, else its name.
[[nodiscard]] std::string xml_root_name(const contract::Shape& structure);
// Likewise of a payload: the member's xmlName comes first.
[[nodiscard]] std::string xml_root_name(const contract::Model& model, const contract::Member& payload);

struct XmlNamespace {
  std::string uri, prefix;
  [[nodiscard]] bool stated() const { return !uri.empty(); }
};
[[nodiscard]] XmlNamespace xml_namespace_of(const contract::Traits& traits);
// What a body's root element carries: the shape's own, else the service's.
[[nodiscard]] XmlNamespace root_namespace(const contract::Model& model, const contract::Traits& traits);

// Writing. Nulls, and characters that XML has no place for, are listed in `inexpressible`.
struct XmlWriting {
  const contract::Model& model;
  XmlWriter& writer;
  std::vector<std::string>& inexpressible;
};
// Attributes first, then elements, in model order; then names that the model does not have.
// `wanted` chooses among modelled members (null: all).
using MemberFilter = std::function<bool(const contract::Member&)>;
void write_xml_members(const XmlWriting& writing, const contract::Shape& structure, const Json& members,
                       const std::string& pointer, const MemberFilter& wanted = nullptr);
// One member as an element of `name`, whatever its type; a flattened list or map as several.
void write_xml_member(const XmlWriting& writing, const contract::Member& member, const std::string& name,
                      const Json& value, const std::string& pointer);
// The content of an open element whose type is `member`'s target.
void write_xml_content(const XmlWriting& writing, const contract::Member& member, const Json& value,
                       const std::string& pointer);

// Reading. On the wire `at` is "body /Root/Child", built on the way.
struct XmlStructureOptions {
  MemberFilter wanted;             // members that stand in the body; null: all. Others are misplaced there
  std::set<std::string> envelope;  // element names that are no members and no surprise ("RequestId")
};
// Adds the members found in `element` to `members` (an object).
void read_xml_members(const contract::Model& model, const contract::Shape& structure,
                      const XmlElement& element, const Cursor& at, Json& members,
                      const XmlStructureOptions& options = {});
// The value of `member`'s target that an element holds (never flattened).
[[nodiscard]] Json read_xml_value(const contract::Model& model, const contract::Member& member,
                                  const XmlElement& element, const Cursor& at);

// Parses a body and says what is wrong with it. Null root: nothing could be read.
[[nodiscard]] std::optional<XmlElement> read_xml_body(std::string_view body, const BodyLimits& bounds,
                                                      std::vector<Diagnostic>& diagnostics);
// Tells of a root, or another element, that is not in the namespace that the model states for it.
void check_xml_namespace(const XmlElement& element, const XmlNamespace& wanted, const Cursor& at);

}  // namespace hallmark::wire
