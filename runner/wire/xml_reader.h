// XML in. Safe on any bytes: no entity but the five predefined ones, no document type,
// nothing fetched, limits on size, depth and number of elements. Never throws. Encodings:
// UTF-8, and where a document declares them ASCII, ISO-8859-1 and UTF-16.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::wire {

inline constexpr std::string_view xmlns_uri = "http://www.w3.org/2000/xmlns/";
inline constexpr std::string_view xsi_uri = "http://www.w3.org/2001/XMLSchema-instance";

struct XmlAttribute {
  std::string name;    // local name; of a namespace declaration the prefix declared, or "xmlns"
  std::string prefix;  // "xmlns" marks a namespace declaration
  std::string uri;
  std::string value;
};

struct XmlElement {
  std::string name;  // local name
  std::string prefix;
  std::string uri;
  std::vector<XmlAttribute> attributes;
  std::string text;  // all text directly inside, CDATA included, entities resolved
  std::vector<XmlElement> children;
  std::size_t line = 0;  // 1-based, where the start tag ends

  [[nodiscard]] const XmlElement* child(std::string_view local_name) const;  // the first; null when none
  [[nodiscard]] bool is_nil() const;                                         // xsi:nil="true"
};

struct XmlLimits {
  std::size_t max_bytes = std::size_t{256} << 20;
  std::size_t max_depth = 200;
  std::size_t max_elements = 1'000'000;  // attributes count as well
  // The parser compares each attribute of a tag with each other, and each name's prefix with every
  // namespace declared around it.
  std::size_t max_attributes = 1000;       // of one tag
  std::size_t max_namespaces = 1000;       // declared at one time
  std::size_t max_inherited = 64U << 20U;  // bytes of namespace names, which every element repeats
};

struct XmlFault {
  // "empty", "syntax", "utf8", "dtd", "depth", "size", "trailing", "namespace"
  std::string kind;
  std::string message;
  std::size_t line = 0;
  std::size_t column = 0;
};

struct ParsedXml {
  std::optional<XmlElement> root;  // absent when `fault` is set, but for "trailing" and "namespace"
  std::optional<XmlFault> fault;
};

[[nodiscard]] ParsedXml parse_xml(std::string_view text, const XmlLimits& limits = {});

}  // namespace hallmark::wire
