#include <algorithm>

#include "endpoint/mutants/body_edit.h"
#include "endpoint/mutants/xml_tree.h"

namespace hallmark::endpoint {

using contract::ShapeType;

namespace {

class XmlBody : public BodyEdit {
 public:
  explicit XmlBody(XmlDocument document) : document_(std::move(document)) {
    // "<XResponse><XResult>…": members stand in the result.
    base_ = &document_.root;
    for (XmlNode& child : document_.root.children) {
      if (document_.root.name.ends_with("Response") && child.name.ends_with("Result")) base_ = &child;
    }
  }

  [[nodiscard]] std::string text() const override { return write_xml(document_); }

  bool drop(const Place& place) override {
    const auto found = find(place);
    if (found.parent == nullptr) return false;
    if (!repeats(place)) {
      found.parent->children.erase(found.parent->children.begin() + found.index);
      return true;
    }
    // A flattened list: every element of that name.
    const std::string name = found.node->name;
    std::erase_if(found.parent->children, [&](const XmlNode& child) { return child.name == name; });
    return true;
  }

  bool make_null(const Place&) override { return false; }

  bool retype(const Place& place) override {
    const auto found = find(place);
    if (found.node == nullptr) return false;
    XmlNode text;
    text.text = "no value";
    switch (place.target->type) {
      case ShapeType::string:
      case ShapeType::enumeration:
      case ShapeType::blob: {
        XmlNode child;
        child.name = "Unexpected";
        child.children.push_back(text);
        found.node->children = {child};
        return true;
      }
      default:
        found.node->children = {text};
        return true;
    }
  }

  bool set_text(const Place& place, const std::string& text) override {
    const auto found = find(place);
    if (found.node == nullptr) return false;
    XmlNode node;
    node.text = text.size() > 1 && text.front() == '"' ? text.substr(1, text.size() - 2) : text;
    found.node->children = {node};
    return true;
  }

  [[nodiscard]] std::optional<std::string> get_text(const Place& place) const override {
    const auto found = const_cast<XmlBody*>(this)->find(place);
    if (found.node == nullptr || found.node->has_elements()) return std::nullopt;
    return found.node->children.empty() ? std::string() : found.node->children.front().text;
  }

  bool rename(const Place& place, const std::string& name) override {
    const auto found = find(place);
    if (found.node == nullptr || found.parent == nullptr) return false;
    found.node->name = name;
    return true;
  }

  bool wrap(const Place& place, const std::string& name) override {
    const auto found = find(place);
    if (found.node == nullptr) return false;
    if (found.parent == nullptr) {  // the payload itself
      XmlNode outer;
      outer.name = name;
      outer.attributes = found.node->attributes;
      XmlNode inner = std::move(*found.node);
      inner.attributes.clear();
      outer.children.push_back(std::move(inner));
      document_.root = std::move(outer);
      return true;
    }
    XmlNode inner;
    inner.name = name;
    inner.children = std::move(found.node->children);
    found.node->children.clear();
    found.node->children.push_back(std::move(inner));
    return true;
  }

  bool unwrap(const Place& place) override {
    const auto found = find(place);
    if (found.parent == nullptr || !found.node->has_elements()) return false;
    std::vector<XmlNode> inner = std::move(found.node->children);
    auto& siblings = found.parent->children;
    const auto at = siblings.erase(siblings.begin() + found.index);
    siblings.insert(at, std::make_move_iterator(inner.begin()), std::make_move_iterator(inner.end()));
    return true;
  }

  bool lift(const Place& place) override {
    const auto found = find(place);
    if (found.parent == nullptr || place.path.size() < 2) return false;
    Place outer = place;
    outer.path.pop_back();
    const auto above = find(outer);
    if (above.parent == nullptr) return false;
    XmlNode node = *found.node;
    found.parent->children.erase(found.parent->children.begin() + found.index);
    above.parent->children.push_back(std::move(node));
    return true;
  }

  bool bare_item(const Place& place) override {
    const auto found = find(place);
    if (found.parent == nullptr || repeats(place) || found.node->children.empty()) return false;
    std::vector<XmlNode> inner = std::move(found.node->children.front().children);
    found.node->children = std::move(inner);
    return true;
  }

  bool as_object(const Place& place) override {
    const auto found = find(place);
    if (found.parent == nullptr || repeats(place) || found.node->children.empty()) return false;
    for (XmlNode& child : found.node->children) child.name = "entry";
    return true;
  }

  bool add(const std::string& name, const std::string& text) override {
    XmlNode value, node;
    value.text = text;
    node.name = name;
    node.children.push_back(value);
    base_->children.push_back(std::move(node));
    return true;
  }

  bool remove(const std::string& name) override { return remove_from(document_.root, name); }

 private:
  struct Found {
    XmlNode* node = nullptr;
    XmlNode* parent = nullptr;  // null at the root
    std::ptrdiff_t index = 0;
  };

  [[nodiscard]] static bool repeats(const Place& place) {
    return place.target->type == ShapeType::list && place.member->traits.has(contract::trait::xml_flattened);
  }

  static bool remove_from(XmlNode& node, const std::string& name) {
    for (auto child = node.children.begin(); child != node.children.end(); ++child) {
      if (child->name != name && !remove_from(*child, name)) continue;
      if (child->name == name) node.children.erase(child);
      return true;
    }
    return false;
  }

  Found find(const Place& place) {
    Found found{.node = place.in_body ? base_ : nullptr};
    for (std::size_t i = 0; i < place.path.size() && found.node != nullptr; ++i) {
      std::size_t nth = 0;
      const std::string& name = place.path[i];
      if (i + 1 < place.path.size() && is_index(place.path[i + 1])) nth = index_of(place.path[++i]);
      XmlNode* parent = found.node;
      found = {};
      for (std::size_t at = 0; at < parent->children.size(); ++at) {
        if (parent->children[at].name != name || nth-- > 0) continue;
        found = {.node = &parent->children[at], .parent = parent, .index = static_cast<std::ptrdiff_t>(at)};
        break;
      }
    }
    return found;
  }

  XmlDocument document_;
  XmlNode* base_;
};

}  // namespace

std::unique_ptr<BodyEdit> open_xml_body(const std::string& body) {
  auto document = read_xml(body);
  return document ? std::make_unique<XmlBody>(std::move(*document)) : nullptr;
}

}  // namespace hallmark::endpoint
