#include "wire/xml_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "wire/xml_writer.h"

namespace hallmark::wire {
namespace {

// The first of that local name; null when none is.
const XmlAttribute* attribute_of(const XmlElement& element, std::string_view local_name) {
  for (const XmlAttribute& each : element.attributes) {
    if (each.prefix != "xmlns" && each.name == local_name) return &each;
  }
  return nullptr;
}

std::string fault_kind(const std::string& text, const XmlLimits& limits = {}) {
  const auto parsed = parse_xml(text, limits);
  return parsed.fault ? parsed.fault->kind : "";
}

std::string repeated(std::string_view piece, std::size_t count) {
  std::string text;
  text.reserve(piece.size() * count);
  for (std::size_t i = 0; i < count; ++i) text += piece;
  return text;
}

TEST(XmlReader, ReadsElementsAttributesAndText) {
  const auto parsed = parse_xml(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- a comment -->\n"
      "<r xmlns=\"urn:a\" xmlns:p=\"urn:b\">\n  <p:child b='2' p:a=\"1\">x<![CDATA[<&>]]>y<!-- - "
      "-->&amp;&#x41;</p:child>\n"
      "  <empty/>\n</r>\n");
  ASSERT_TRUE(parsed.root) << parsed.fault->message;
  EXPECT_FALSE(parsed.fault);
  const auto& root = *parsed.root;
  EXPECT_EQ(root.name, "r");
  EXPECT_EQ(root.uri, "urn:a");
  ASSERT_EQ(root.children.size(), 2U);
  const auto* child = root.child("child");
  ASSERT_TRUE(child);
  EXPECT_EQ(child->prefix, "p");
  EXPECT_EQ(child->uri, "urn:b");
  EXPECT_EQ(child->text, "x<&>y&A");
  EXPECT_EQ(child->line, 4U);
  ASSERT_TRUE(attribute_of(*child, "a"));
  EXPECT_EQ(attribute_of(*child, "a")->value, "1");
  EXPECT_EQ(attribute_of(*child, "a")->uri, "urn:b");
  EXPECT_EQ(attribute_of(*child, "b")->value, "2");
  EXPECT_FALSE(attribute_of(root, "p")) << "a namespace declaration is no attribute";
  EXPECT_EQ(root.child("empty")->text, "");
}

TEST(XmlReader, KnowsNilOnlyInItsNamespace) {
  const auto parsed = parse_xml(
      "<r xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><a i:nil='true'/><b nil='true'/><c "
      "i:nil='0'/></r>");
  ASSERT_TRUE(parsed.root);
  EXPECT_TRUE(parsed.root->child("a")->is_nil());
  EXPECT_FALSE(parsed.root->child("b")->is_nil());
  EXPECT_FALSE(parsed.root->child("c")->is_nil());
}

TEST(XmlReader, RefusesWhatIsNotWellFormed) {
  const std::pair<const char*, std::string> rows[] = {
      {"empty", ""},
      {"empty", " \r\n\t"},
      {"syntax", "<a>"},
      {"syntax", "<a></b>"},
      {"syntax", "<a b=1/>"},
      {"syntax", "<a b='1' b='2'/>"},
      {"syntax", "<a>&nbsp;</a>"},
      {"syntax", "<a>&#0;</a>"},
      {"syntax", "<a>&#xFFFE;</a>"},
      {"syntax", "<a>\x01</a>"},
      {"syntax", "<a>]]></a>"},
      {"syntax", "<a>a < b</a>"},
      {"syntax", "{\"a\": 1}"},
      {"syntax", "no XML"},
      {"syntax", "\x4c\x6f\xa7\x94\x93"},  // "<?xml" in EBCDIC
      {"syntax", "<?xml version='1.0' encoding='x'?><a/>"},
      {"syntax", std::string("<a>\0</a>", 8)},
      {"syntax", "<a><b></a>"},
      {"utf8", "<a>\xff\xfe</a>"},
      {"utf8", "<a>caf\xe9</a>"},
  };
  for (const auto& [kind, text] : rows) {
    const auto parsed = parse_xml(text);
    ASSERT_TRUE(parsed.fault) << text;
    EXPECT_EQ(parsed.fault->kind, kind) << text << ": " << parsed.fault->message;
    EXPECT_FALSE(parsed.root) << text;
  }
}

TEST(XmlReader, KeepsTheRootBeforeTrailingData) {
  for (const std::string text : {"<a>1</a>x", "<a>1</a><b/>", "<a>1</a>{}"}) {
    const auto parsed = parse_xml(text);
    ASSERT_TRUE(parsed.fault) << text;
    EXPECT_EQ(parsed.fault->kind, "trailing") << text;
    ASSERT_TRUE(parsed.root) << text;
    EXPECT_EQ(parsed.root->text, "1");
  }
  EXPECT_EQ(fault_kind(std::string("<a>1</a>\0", 9)), "trailing");
  EXPECT_EQ(fault_kind("<a>1</a>\n<!-- c -->\n"), "");
}

TEST(XmlReader, ReportsUndeclaredPrefixesButReads) {
  const auto parsed = parse_xml("<a><p:b>1</p:b></a>");
  ASSERT_TRUE(parsed.fault);
  EXPECT_EQ(parsed.fault->kind, "namespace");
  ASSERT_TRUE(parsed.root);
  ASSERT_EQ(parsed.root->children.size(), 1U);
}

TEST(XmlReader, RefusesDocumentTypes) {
  const std::string rows[] = {
      "<!DOCTYPE a><a/>",
      "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
      "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
      "<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/x.dtd\"><a/>",
      "<!DOCTYPE a [<!ENTITY % b SYSTEM \"file:///etc/passwd\"> %b;]><a/>",
  };
  for (const auto& text : rows) {
    const auto parsed = parse_xml(text);
    ASSERT_TRUE(parsed.fault) << text;
    EXPECT_EQ(parsed.fault->kind, "dtd") << text;
    EXPECT_FALSE(parsed.root) << text;
  }
}

TEST(XmlReader, DoesNotExpandEntityBombs) {
  std::string bomb = "<!DOCTYPE a [<!ENTITY l0 \"lol\">";
  for (int i = 1; i < 20; ++i) {
    bomb +=
        "<!ENTITY l" + std::to_string(i) + " \"" + repeated("&l" + std::to_string(i - 1) + ";", 10) + "\">";
  }
  bomb += "]><a>&l19;</a>";
  EXPECT_EQ(fault_kind(bomb), "dtd");
  EXPECT_EQ(fault_kind("<a>&l19;</a>"), "syntax");
}

TEST(XmlReader, BoundsDepth) {
  EXPECT_EQ(fault_kind(repeated("<a>", 200) + repeated("</a>", 200)), "");
  EXPECT_EQ(fault_kind(repeated("<a>", 201) + repeated("</a>", 201)), "depth");
  EXPECT_EQ(fault_kind(repeated("<a>", 1'000'000)), "depth");
  EXPECT_EQ(fault_kind(repeated("<a>", 1'000'000) + repeated("</a>", 1'000'000)), "depth");
}

TEST(XmlReader, BoundsNumberAndSize) {
  XmlLimits limits;
  limits.max_elements = 100;
  EXPECT_EQ(fault_kind("<r>" + repeated("<a/>", 99) + "</r>", limits), "");
  EXPECT_EQ(fault_kind("<r>" + repeated("<a/>", 100) + "</r>", limits), "size");
  EXPECT_EQ(fault_kind("<r>" + repeated("<a b='1'/>", 50) + "</r>", limits), "size");
  limits.max_bytes = 10;
  EXPECT_EQ(fault_kind("<r>12345</r>", limits), "size");
  XmlLimits names;
  names.max_inherited = 1000;
  EXPECT_EQ(fault_kind("<r xmlns='" + repeated("u", 100) + "'>" + repeated("<a/>", 20) + "</r>", names),
            "size");
}

TEST(XmlReader, BoundsWhatTheParserComparesWithEachOther) {
  std::string attributes;
  for (int i = 0; i < 1000; ++i) attributes += " a" + std::to_string(i) + "='>'";
  EXPECT_EQ(fault_kind("<r" + attributes + "/>"), "");
  EXPECT_EQ(fault_kind("<r" + attributes + " b=\"\"/>"), "size");
  EXPECT_EQ(fault_kind("<r><!-- " + repeated("'", 2000) + " --><a>" + repeated("\"", 2000) + "</a></r>"), "");
  std::string many;
  for (int i = 0; i < 1'000'000; ++i) many += " a" + std::to_string(i) + "=''";
  EXPECT_EQ(fault_kind("<r" + many + "/>"), "size");
  EXPECT_EQ(fault_kind("<?xml version='1.0' encoding='UTF-7'?><r" + many + "/>"), "size");
  EXPECT_EQ(fault_kind("<?xml version='1.0' encoding='UTF-7'?><r+AD0/>"), "syntax");

  std::string nested;
  for (int i = 0; i < 100; ++i) {
    nested += "<r";
    for (int j = 0; j < 20; ++j)
      nested += " xmlns:p" + std::to_string(20 * i + j) + "='u:" + std::to_string(i) + "'";
    nested += ">";
  }
  EXPECT_EQ(fault_kind(nested + repeated("<a/>", 1000) + repeated("</r>", 100)), "size");
  EXPECT_EQ(fault_kind("<r>" + repeated("<a xmlns:x='u:1'/>", 5000) + "</r>"), "")
      << "declared one after the other";
}

TEST(XmlReader, ReadsLongTexts) {
  const std::string text(std::size_t{64} << 20U, 'x');
  const auto parsed = parse_xml("<a>" + text + "</a>");
  ASSERT_TRUE(parsed.root) << parsed.fault->kind << " " << parsed.fault->message;
  EXPECT_TRUE(parsed.root->text == text);
}

TEST(XmlReader, SurvivesLongNamesAndAttributes) {
  const std::string text(std::size_t{16} << 20U, 'x');
  for (const auto& document : {"<a b='" + text + "'/>", "<" + text + "/>", "<a><!--" + text + "--></a>",
                               "<a><![CDATA[" + text + "]]></a>", "<a " + text, "<?" + text}) {
    const auto parsed = parse_xml(document);
    EXPECT_TRUE(parsed.root.has_value() != parsed.fault.has_value()) << document.substr(0, 20);
  }
}

TEST(XmlReader, ReadsOtherEncodingsThatADocumentDeclares) {
  const auto parsed = parse_xml("<?xml version='1.0' encoding='ISO-8859-1'?><a>caf\xe9</a>");
  ASSERT_TRUE(parsed.root);
  EXPECT_EQ(parsed.root->text, "caf\xc3\xa9");
  const std::string utf16("\xff\xfe<\0a\0>\0x\0<\0/\0a\0>\0", 18);
  const auto wide = parse_xml(utf16);
  ASSERT_TRUE(wide.root) << wide.fault->message;
  EXPECT_EQ(wide.root->text, "x");
}

TEST(XmlReader, SaysNothingOnStandardError) {
  testing::internal::CaptureStderr();
  (void)parse_xml(std::string("\xff\xfe<\0a\0>\0\xd8\0\xd8\0<", 12));
  (void)parse_xml(
      std::string("<\0r\0>\0"
                  "abc",
                  9));
  (void)parse_xml("<a>\xff</a>");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(XmlWriter, EscapesWhatReadersWouldChange) {
  XmlWriter writer;
  writer.start("a");
  writer.declare_namespace("", "urn:x");
  writer.attribute("b", "<\"&'\n\t\r>");
  writer.text("1 < 2 & \"3\" > '4'\r\n");
  writer.element("c", "");
  writer.end();
  const auto text = writer.take();
  EXPECT_EQ(text,
            "<a xmlns=\"urn:x\" b=\"&lt;&quot;&amp;'&#10;&#9;&#13;&gt;\">"
            "1 &lt; 2 &amp; \"3\" &gt; '4'&#13;\n<c></c></a>");
  const auto parsed = parse_xml(text);
  ASSERT_TRUE(parsed.root);
  EXPECT_EQ(parsed.root->text, "1 < 2 & \"3\" > '4'\r\n");
  EXPECT_EQ(attribute_of(*parsed.root, "b")->value, "<\"&'\n\t\r>");
  EXPECT_EQ(parsed.root->uri, "urn:x");
}

TEST(XmlWriter, WritesWhatXmlCannotHoldAsReferences) {
  XmlWriter writer;
  writer.element("a", std::string("x\0\x01y", 4));
  EXPECT_EQ(writer.take(), "<a>x&#0;&#1;y</a>");
  EXPECT_FALSE(is_xml_text(std::string("\0", 1)));
  EXPECT_FALSE(is_xml_text("\x1f"));
  EXPECT_FALSE(is_xml_text("\xef\xbf\xbe"));
  EXPECT_FALSE(is_xml_text("\xff"));
  EXPECT_TRUE(is_xml_text("\t\n\r \xef\xbf\xbd \xf0\x9f\x98\xb9"));
}

TEST(XmlWriter, KeepsTextsBeyondASmallBuffer) {
  const std::string text(std::size_t{8} << 20U, 'y');
  XmlWriter writer;
  writer.element("a", text);
  EXPECT_TRUE(writer.take() == "<a>" + text + "</a>");
}

}  // namespace
}  // namespace hallmark::wire
