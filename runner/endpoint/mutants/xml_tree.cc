#include "endpoint/mutants/xml_tree.h"

#include <algorithm>

namespace hallmark::endpoint {

namespace {

constexpr int deepest = 200;

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<XmlDocument> read() {
    XmlDocument document;
    if (text_.starts_with("<?xml")) {
      const auto end = text_.find("?>");
      if (end == std::string_view::npos) return std::nullopt;
      document.declaration = std::string(text_.substr(0, end + 2));
      text_.remove_prefix(end + 2);
    }
    skip_space();
    if (!element(document.root, 0)) return std::nullopt;
    skip_space();
    return text_.empty() ? std::optional(std::move(document)) : std::nullopt;
  }

 private:
  void skip_space() { text_.remove_prefix(std::min(text_.find_first_not_of(" \t\r\n"), text_.size())); }

  std::string_view name() {
    const auto end = std::min(text_.find_first_of(" \t\r\n/>="), text_.size());
    const std::string_view found = text_.substr(0, end);
    text_.remove_prefix(end);
    return found;
  }

  bool attributes(XmlNode& node) {
    while (true) {
      skip_space();
      if (text_.empty()) return false;
      if (text_.front() == '/' || text_.front() == '>') return true;
      const std::string key(name());
      if (key.empty() || text_.size() < 2 || text_[0] != '=') return false;
      const char quote = text_[1];
      const auto end = text_.find(quote, 2);
      if (end == std::string_view::npos) return false;
      node.attributes.emplace_back(key, std::string(text_.substr(2, end - 2)));
      text_.remove_prefix(end + 1);
    }
  }

  bool element(XmlNode& node, int depth) {
    if (depth > deepest || !text_.starts_with('<')) return false;
    text_.remove_prefix(1);
    node.name = std::string(name());
    if (node.name.empty() || !attributes(node)) return false;
    if (text_.starts_with("/>")) {
      text_.remove_prefix(2);
      node.self_closed = true;
      return true;
    }
    text_.remove_prefix(1);
    while (!text_.starts_with("</")) {
      if (text_.empty()) return false;
      XmlNode child;
      if (text_.front() == '<') {
        if (!element(child, depth + 1)) return false;
      } else {
        const auto end = std::min(text_.find('<'), text_.size());
        child.text = std::string(text_.substr(0, end));
        text_.remove_prefix(end);
      }
      node.children.push_back(std::move(child));
    }
    text_.remove_prefix(2);
    if (name() != node.name) return false;
    skip_space();
    if (!text_.starts_with('>')) return false;
    text_.remove_prefix(1);
    return true;
  }

  std::string_view text_;
};

void write(const XmlNode& node, std::string& out) {
  if (node.is_text()) {
    out += node.text;
    return;
  }
  out += '<' + node.name;
  for (const auto& [key, value] : node.attributes) {
    const char quote = value.find('"') == std::string::npos ? '"' : '\'';
    out += ' ' + key + '=' + quote + value + quote;
  }
  if (node.self_closed && node.children.empty()) {
    out += "/>";
    return;
  }
  out += '>';
  for (const XmlNode& child : node.children) write(child, out);
  out += "</" + node.name + '>';
}

}  // namespace

bool XmlNode::has_elements() const {
  return std::any_of(children.begin(), children.end(), [](const XmlNode& child) { return !child.is_text(); });
}

std::optional<XmlDocument> read_xml(std::string_view text) { return Reader(text).read(); }

std::string write_xml(const XmlDocument& document) {
  std::string out = document.declaration;
  write(document.root, out);
  return out;
}

}  // namespace hallmark::endpoint
