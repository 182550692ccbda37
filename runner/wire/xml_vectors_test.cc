// The published vectors of rest-xml, aws-query, ec2-query and rpcv2-cbor, on both sides.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/testing.h"
#include "core/text.h"
#include "wire/aws_query.h"
#include "wire/cbor_body.h"
#include "wire/ec2_query.h"
#include "wire/rest_xml.h"
#include "wire/rpcv2_cbor.h"
#include "wire/vector_support.h"
#include "wire/xml_reader.h"

namespace hallmark::wire {
namespace {

// An element as text in which only what XML leaves open is levelled: attribute order, the order of
// elements of different names, white space between elements, prefixes. Map entries (all elements of
// one name have two children each) have no order either.
std::string levelled(const XmlElement& element) {
  std::vector<std::string> attributes;
  for (const auto& attribute : element.attributes) {
    const bool declaration = attribute.prefix == "xmlns";
    attributes.push_back((declaration ? "xmlns " : "{" + attribute.uri + "}") + attribute.name + "=" +
                         attribute.value);
  }
  std::sort(attributes.begin(), attributes.end());
  std::string text = "<{" + element.uri + "}" + element.name;
  for (const auto& attribute : attributes) text += " " + attribute;
  text += ">";
  std::map<std::string, std::vector<std::string>> groups;
  std::map<std::string, bool> entries;
  for (const auto& child : element.children) {
    groups[child.name].push_back(levelled(child));
    const auto [place, added] = entries.try_emplace(child.name, true);
    place->second = place->second && child.children.size() == 2;
  }
  for (auto& [name, group] : groups) {
    if (entries[name]) std::sort(group.begin(), group.end());
    for (const auto& child : group) text += child;
  }
  const auto trimmed = core::trim(element.text);
  text += element.children.empty() ? std::string_view(element.text) : trimmed;
  return text + "</>";
}

std::optional<std::string> compare_xml(const std::string& expected, const std::string& actual) {
  const auto a = parse_xml(expected);
  if (!a.root) return compare_bytes(expected, actual);
  const auto b = parse_xml(actual);
  if (!b.root || b.fault) return "body is no XML: " + core::shorten(actual, 300);
  const auto wanted = levelled(*a.root);
  const auto found = levelled(*b.root);
  if (wanted == found) return std::nullopt;
  return "body: expected " + wanted + ", got " + found;
}

// An item as text: lengths and widths are levelled, kinds and tags are not.
std::string levelled(const CborItem& item) {
  using Kind = CborItem::Kind;
  switch (item.kind) {
    case Kind::bytes:
      return "h'" + core::hex(item.text) + "'";
    case Kind::tag:
      return std::to_string(item.number) + "(" + levelled(item.items.front()) + ")";
    case Kind::floating:
      return "float " + core::dump(cbor_untyped(item));
    case Kind::array: {
      std::string text = "[";
      for (const auto& inner : item.items) text += levelled(inner) + ",";
      return text + "]";
    }
    case Kind::map: {
      std::vector<std::string> entries;
      for (std::size_t i = 0; i + 1 < item.items.size(); i += 2) {
        entries.push_back(levelled(item.items[i]) + ":" + levelled(item.items[i + 1]));
      }
      std::sort(entries.begin(), entries.end());
      return "{" + core::join(entries, ",") + "}";
    }
    default:
      return core::dump(cbor_untyped(item));
  }
}

// Seconds are whole in the vectors, which write them as floats; both are numbers behind tag 1.
std::string with_number_tags(std::string text) {
  return core::replace_all(core::replace_all(std::move(text), "1(float ", "1("), ".0)", ")");
}

std::optional<std::string> compare_cbor(const std::string& expected, const std::string& actual) {
  const auto a = parse_cbor(expected);
  if (!a.value) return compare_bytes(expected, actual);
  const auto b = parse_cbor(actual);
  if (!b.value || b.fault) return "body is no CBOR: " + core::hex(actual);
  const auto wanted = with_number_tags(levelled(*a.value));
  const auto found = with_number_tags(levelled(*b.value));
  if (wanted == found) return std::nullopt;
  return "body: expected " + wanted + ", got " + found;
}

TEST(XmlVectors, ComparatorSeesDifferences) {
  EXPECT_FALSE(compare_xml("<a x='1' y='2'><b>1</b> <c>2</c></a>", "<a y='2' x='1'><c>2</c><b>1</b></a>"));
  EXPECT_FALSE(compare_xml("<a xmlns:p='u'><p:b/></a>", "<a xmlns:p='u'><p:b></p:b></a>"));
  for (const char* other :
       {"<a/>", "<b>1</b>", "<a>2</a>", "<a xmlns='u'>1</a>", "<a x='1'>1</a>", "<a> 1</a>", ""}) {
    EXPECT_TRUE(compare_xml("<a>1</a>", other)) << other;
  }
  EXPECT_TRUE(compare_xml("<a><b>1</b><b>2</b></a>", "<a><b>2</b><b>1</b></a>"));
}

TEST(CborVectors, ComparatorSeesDifferences) {
  const auto bytes = [](std::initializer_list<int> values) {
    std::string text;
    for (const int value : values) text += static_cast<char>(value);
    return text;
  };
  EXPECT_FALSE(compare_cbor(bytes({0xbf, 0x61, 0x61, 0x01, 0xff}), bytes({0xa1, 0x61, 0x61, 0x01})));
  EXPECT_TRUE(compare_cbor(bytes({0x61, 0x61}), bytes({0x41, 0x61})));
  EXPECT_TRUE(compare_cbor(bytes({0xc1, 0x01}), bytes({0x01})));
  EXPECT_TRUE(compare_cbor(bytes({0xf9, 0x3c, 0x00}), bytes({0x01})));
}

constexpr std::string_view all_in_map =
    "Smithy has servers put every query parameter into the map, the named ones as well";
// A member that is given such a name by its author (S3's LifecycleConfiguration) looks the same, and there it
// is meant. The rule itself is tested in rest_xml_test.cc.
constexpr std::string_view payload_named_by_tool =
    "the tool that made the vector's model from Smithy wrote the payload member's own name down as its "
    "locationName";

// Messages that do not tell their members apart from others, or from none. Requests must still encode to
// the same again after decoding.
const std::vector<VectorException> rest_xml_exceptions = {
    {VectorSide::input_client, "RestXmlHttpPayloadWithUnion", payload_named_by_tool},
    {VectorSide::input_client, "HttpPayloadWithXmlName", payload_named_by_tool},
    {VectorSide::input_client, "HttpPayloadWithXmlNamespace", payload_named_by_tool},
    {VectorSide::input_client, "HttpPayloadWithXmlNamespaceAndPrefix", payload_named_by_tool},
    {VectorSide::input_client, "XmlAttributesOnPayload", payload_named_by_tool},
    {VectorSide::input_endpoint, "AllQueryStringTypes", all_in_map, true},
    {VectorSide::input_endpoint, "RestXmlQueryStringEscaping", all_in_map, true},
    {VectorSide::input_endpoint, "RestXmlSupportsNaNFloatQueryValues", all_in_map, true},
    {VectorSide::input_endpoint, "RestXmlSupportsInfinityFloatQueryValues", all_in_map, true},
    {VectorSide::input_endpoint, "RestXmlSupportsNegativeInfinityFloatQueryValues", all_in_map, true},
    {VectorSide::input_endpoint, "RestXmlZeroAndFalseQueryValues", all_in_map, true},
    {VectorSide::input_endpoint, "RestXmlQueryParamsStringListMap", all_in_map, true},
    {VectorSide::input_endpoint, "RestXmlQueryPrecedence",
     "the map's entry of a name that a member has is not sent; servers put the member's value into the map",
     true},
};
const std::vector<VectorException> query_exceptions = {
    {VectorSide::input_endpoint, "QueryEmptyQueryMaps", "an empty map has no parameter", true},
};
const std::vector<VectorException> ec2_exceptions = {
    {VectorSide::input_endpoint, "Ec2EmptyQueryLists", "an empty list has no parameter in ec2-query", true},
};

TEST(RestXmlVectors, Hold) {
  if (!vectors_are_there()) GTEST_SKIP() << core::absent("vectors/protocols");
  expect_vectors({.file = "rest-xml",
                  .protocol = &rest_xml(),
                  .compare = compare_xml,
                  .exceptions = rest_xml_exceptions});
}

TEST(AwsQueryVectors, Hold) {
  if (!vectors_are_there()) GTEST_SKIP() << core::absent("vectors/protocols");
  expect_vectors(
      {.file = "query", .protocol = &aws_query(), .compare = compare_forms, .exceptions = query_exceptions});
}

TEST(Ec2QueryVectors, Hold) {
  if (!vectors_are_there()) GTEST_SKIP() << core::absent("vectors/protocols");
  expect_vectors(
      {.file = "ec2", .protocol = &ec2_query(), .compare = compare_forms, .exceptions = ec2_exceptions});
}

TEST(Rpcv2CborVectors, Hold) {
  if (!vectors_are_there()) GTEST_SKIP() << core::absent("vectors/protocols");
  for (const char* file : {"smithy-rpc-v2-cbor", "smithy-rpc-v2-cbor-query-compatible",
                           "smithy-rpc-v2-cbor-non-query-compatible"}) {
    expect_vectors({.file = file,
                    .protocol = &rpcv2_cbor(),
                    .compare = compare_cbor,
                    .base64_bodies = true,
                    .exceptions = {}});
  }
}

}  // namespace
}  // namespace hallmark::wire
