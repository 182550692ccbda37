#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/text.h"
#include "endpoint/mutants/cbor_tree.h"
#include "endpoint/mutants/variations.h"
#include "endpoint/mutants/xml_tree.h"

namespace hallmark::endpoint {

namespace {

// Writes JSON as a person's own serialiser might.
class JsonWriter {
 public:
  explicit JsonWriter(const std::set<std::string>& variations)
      : pretty_(variations.contains("pretty")),
        escaped_(variations.contains("escaped")),
        reversed_(variations.contains("member-order")),
        exponent_(variations.contains("epoch-exponent")) {}

  void write(const Json& value, int depth, std::string& out) {
    if (value.is_object()) return object(value, depth, out);
    if (value.is_array()) return array(value, depth, out);
    if (value.is_string()) return text(value.get_ref<const std::string&>(), out);
    // Only times are so large among the numbers that services write.
    if (exponent_ && value.is_number() && std::fabs(value.get<double>()) > 1e9 &&
        value.get<double>() < 1e10) {
      out += fmt::format("{:.12e}", value.get<double>());
      return;
    }
    out += core::dump(value);
  }

 private:
  void line(int depth, std::string& out) const {
    if (pretty_) out += "\r\n" + std::string(static_cast<std::size_t>(depth) * 3, ' ');
  }

  void object(const Json& value, int depth, std::string& out) {
    out += '{';
    std::vector<std::pair<std::string, const Json*>> members;
    for (const auto& [name, member] : value.items()) members.emplace_back(name, &member);
    if (reversed_) std::reverse(members.begin(), members.end());
    bool first = true;
    for (const auto& [name, member] : members) {
      if (!first) out += ',';
      first = false;
      line(depth + 1, out);
      text(name, out);
      out += pretty_ ? " : " : ":";
      write(*member, depth + 1, out);
    }
    if (!first) line(depth, out);
    out += '}';
  }

  void array(const Json& value, int depth, std::string& out) {
    out += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i > 0) out += ',';
      line(depth + 1, out);
      write(value[i], depth + 1, out);
    }
    if (!value.empty()) line(depth, out);
    out += ']';
  }

  void text(const std::string& value, std::string& out) const {
    if (!escaped_) {
      out += core::dump(Json(value));
      return;
    }
    out += '"';
    for (const char32_t c : core::to_utf32(value)) {
      if (c == U'/') {
        out += "\\/";
      } else if (c < 0x10000) {
        out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
      } else {
        const auto offset = static_cast<unsigned>(c) - 0x10000U;
        out += fmt::format("\\u{:04x}\\u{:04x}", 0xd800U + (offset >> 10U), 0xdc00U + (offset & 0x3ffU));
      }
    }
    out += '"';
  }

  bool pretty_, escaped_, reversed_, exponent_;
};

// Text of an element, its escapes resolved; nullopt when there is an escape that is not one of the five.
std::optional<std::string> unescaped(std::string text) {
  text = core::replace_all(std::move(text), "&lt;", "<");
  text = core::replace_all(std::move(text), "&gt;", ">");
  text = core::replace_all(std::move(text), "&quot;", "\"");
  text = core::replace_all(std::move(text), "&apos;", "'");
  if (text.find("&#") != std::string::npos) return std::nullopt;
  return core::replace_all(std::move(text), "&amp;", "&");
}

class XmlStyle {
 public:
  explicit XmlStyle(const std::set<std::string>& variations) : variations_(variations) {}

  void style(XmlNode& node, int depth) {
    if (node.is_text()) return;
    for (XmlNode& child : node.children) style(child, depth + 1);
    if (on("member-order") && distinct(node)) std::reverse(node.children.begin(), node.children.end());
    if (on("xml-attributes")) {
      node.attributes.insert(node.attributes.begin(), {"data-index", std::to_string(depth)});
      std::reverse(node.attributes.begin(), node.attributes.end());
    }
    if (on("xml-cdata") && node.children.size() == 1 && node.children[0].is_text()) cdata(node.children[0]);
    if (on("xml-self-closed") && node.children.empty()) node.self_closed = true;
    if (on("xml-comments") && (node.has_elements() || node.children.empty()) && !node.self_closed) {
      node.children.insert(node.children.begin(), comment());
      if (node.children.size() > 1) node.children.push_back(comment());
    }
    if (on("pretty") && node.has_elements()) indent(node, depth);
    if (on("xml-prefix")) prefix(node, depth);
  }

 private:
  [[nodiscard]] bool on(const char* name) const { return variations_.contains(name); }

  // No name twice: the order of a list's items means something.
  static bool distinct(const XmlNode& node) {
    std::set<std::string> names;
    return std::all_of(node.children.begin(), node.children.end(), [&](const XmlNode& child) {
      return !child.is_text() && names.insert(child.name).second;
    });
  }

  static XmlNode comment() {
    XmlNode node;
    node.text = "<!-- nothing to see -->";
    return node;
  }

  static void cdata(XmlNode& node) {
    const auto text = unescaped(node.text);
    if (text && !text->empty() && text->find("]]>") == std::string::npos)
      node.text = "<![CDATA[" + *text + "]]>";
  }

  static void indent(XmlNode& node, int depth) {
    std::vector<XmlNode> children;
    const std::string step(static_cast<std::size_t>(depth) * 2 + 2, ' ');
    for (XmlNode& child : node.children) {
      XmlNode space;
      space.text = "\r\n" + step;
      children.push_back(std::move(space));
      children.push_back(std::move(child));
    }
    XmlNode end;
    end.text = "\r\n" + std::string(static_cast<std::size_t>(depth) * 2, ' ');
    children.push_back(std::move(end));
    node.children = std::move(children);
  }

  // Every element is in the root's namespace: the default one becomes a prefix.
  void prefix(XmlNode& node, int depth) {
    if (depth == 0) {
      bool declared = false;
      for (auto& [key, value] : node.attributes) {
        if (key == "xmlns") {
          key = "xmlns:hm";
          declared = true;
        }
      }
      if (declared) rename(node);
    }
  }

  static void rename(XmlNode& node) {
    if (node.is_text()) return;
    if (node.name.find(':') == std::string::npos) node.name = "hm:" + node.name;
    for (XmlNode& child : node.children) rename(child);
  }

  const std::set<std::string>& variations_;
};

// The pairs of every map the other way round.
void reverse_members(wire::CborItem& item) {
  for (wire::CborItem& inner : item.items) reverse_members(inner);
  if (item.kind != wire::CborItem::Kind::map) return;
  std::reverse(item.items.begin(), item.items.end());
  for (std::size_t i = 0; i + 1 < item.items.size(); i += 2) std::swap(item.items[i], item.items[i + 1]);
}

}  // namespace

std::string restyle_json(const std::string& body, const std::set<std::string>& variations) {
  static const std::set<std::string> own = {"pretty", "escaped", "member-order", "epoch-exponent"};
  if (std::none_of(own.begin(), own.end(), [&](const auto& name) { return variations.contains(name); }))
    return body;
  const auto parsed = core::parse_json(body);
  if (!parsed.value || parsed.fault) return body;
  std::string out;
  JsonWriter(variations).write(*parsed.value, 0, out);
  if (variations.contains("pretty")) out += "\n";
  return out;
}

std::string restyle_xml(const std::string& body, const std::set<std::string>& variations) {
  auto document = read_xml(body);
  if (!document) return body;
  XmlStyle(variations).style(document->root, 0);
  if (variations.contains("xml-comments")) {
    document->declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- an answer -->\n";
  }
  return write_xml(*document);
}

std::string restyle_cbor(const std::string& body, const std::set<std::string>& variations) {
  const bool indefinite = variations.contains("cbor-indefinite");
  if (!indefinite && !variations.contains("member-order")) return body;
  auto parsed = wire::parse_cbor(body);
  if (!parsed.value || parsed.fault) return body;
  if (variations.contains("member-order")) reverse_members(*parsed.value);
  return write_cbor(*parsed.value, indefinite);
}

}  // namespace hallmark::endpoint
