#include "endpoint/body_edit.h"

#include <algorithm>
#include <cctype>

#include "core/text.h"
#include "endpoint/xml_tree.h"

namespace hallmark::endpoint {

using contract::ShapeType;

namespace {

bool is_index(const std::string& step) { return step.starts_with('#'); }

std::size_t index_of(const std::string& step) { return std::stoul(step.substr(1)); }

class JsonBody : public BodyEdit {
 public:
  explicit JsonBody(Json root) : root_(std::move(root)) {}

  [[nodiscard]] std::string text() const override { return core::dump(root_); }

  bool drop(const Place& place) override {
    Json* parent = parent_of(place);
    if (parent == nullptr) return false;
    if (parent->is_array()) {
      parent->erase(index_of(place.path.back()));
    } else {
      parent->erase(place.path.back());
    }
    return true;
  }

  bool make_null(const Place& place) override { return assign(place, Json()); }

  bool retype(const Place& place) override {
    const Json* value = find(place);
    if (value == nullptr) return false;
    // A time may be a number as well as a text.
    if (value->is_string()) return assign(place, place.target->type == ShapeType::timestamp ? Json(true) : Json(17));
    if (value->is_number() || value->is_boolean()) return assign(place, "no value");
    return assign(place, "text");
  }

  bool set_text(const Place& place, const std::string& text) override {
    const auto parsed = core::parse_json(text);
    return parsed.value && assign(place, *parsed.value);
  }

  [[nodiscard]] std::optional<std::string> get_text(const Place& place) const override {
    const Json* value = const_cast<JsonBody*>(this)->find(place);
    if (value == nullptr || value->is_structured()) return std::nullopt;
    return value->is_string() ? value->get<std::string>() : value->dump();
  }

  bool rename(const Place& place, const std::string& name) override {
    Json* parent = parent_of(place);
    if (parent == nullptr || !parent->is_object()) return false;
    Json value = (*parent)[place.path.back()];
    parent->erase(place.path.back());
    (*parent)[name] = std::move(value);
    return true;
  }

  bool wrap(const Place& place, const std::string& name) override {
    Json* value = find(place);
    if (value == nullptr) return false;
    *value = Json{{name, *value}};
    return true;
  }

  bool unwrap(const Place& place) override {
    Json* parent = parent_of(place);
    const Json* value = find(place);
    if (parent == nullptr || !parent->is_object() || !value->is_object()) return false;
    const Json members = *value;
    parent->erase(place.path.back());
    for (const auto& [name, member] : members.items()) (*parent)[name] = member;
    return true;
  }

  bool lift(const Place& place) override {
    Json* parent = parent_of(place);
    if (parent == nullptr || !parent->is_object() || place.path.size() < 2) return false;
    Place outer = place;
    outer.path.pop_back();
    Json* grandparent = parent_of(outer);
    if (grandparent != nullptr && grandparent->is_array() && outer.path.size() > 1) {  // an item: beside its list
      outer.path.pop_back();
      grandparent = parent_of(outer);
    }
    if (grandparent == nullptr || !grandparent->is_object()) return false;
    Json value = (*parent)[place.path.back()];
    parent->erase(place.path.back());
    (*grandparent)[place.path.back()] = std::move(value);
    return true;
  }

  bool bare_item(const Place& place) override {
    Json* value = find(place);
    if (value == nullptr || !value->is_array() || value->empty()) return false;
    Json item = value->front();
    *value = std::move(item);
    return true;
  }

  bool as_object(const Place& place) override {
    Json* value = find(place);
    if (value == nullptr || !value->is_array()) return false;
    Json object = Json::object();
    for (std::size_t i = 0; i < value->size(); ++i) object[std::to_string(i)] = (*value)[i];
    *value = std::move(object);
    return true;
  }

  bool add(const std::string& name, const std::string& text) override {
    if (!root_.is_object()) return false;
    root_[name] = text;
    return true;
  }

 private:
  Json* step(Json* at, const std::string& name) {
    if (at->is_array() && is_index(name)) {
      const std::size_t index = index_of(name);
      return index < at->size() ? &(*at)[index] : nullptr;
    }
    if (!at->is_object()) return nullptr;
    const auto it = at->find(name);
    return it == at->end() ? nullptr : &*it;
  }

  Json* find(const Place& place) {
    Json* at = place.in_body ? &root_ : nullptr;
    for (const std::string& name : place.path) {
      if (at == nullptr) return nullptr;
      at = step(at, name);
    }
    return at;
  }

  Json* parent_of(const Place& place) {
    if (place.path.empty() || find(place) == nullptr) return nullptr;
    Place outer = place;
    outer.path.pop_back();
    return find(outer);
  }

  bool assign(const Place& place, Json value) {
    Json* at = find(place);
    if (at == nullptr) return false;
    *at = std::move(value);
    return true;
  }

  Json root_;
};

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
    if (found.parent == nullptr || repeats(place) || found.node->children.size() != 1) return false;
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

 private:
  struct Found {
    XmlNode* node = nullptr;
    XmlNode* parent = nullptr;  // null at the root
    std::ptrdiff_t index = 0;
  };

  [[nodiscard]] static bool repeats(const Place& place) {
    return place.target->type == ShapeType::list && place.member->traits.has(contract::trait::xml_flattened);
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

std::unique_ptr<BodyEdit> BodyEdit::open(const wire::Protocol& protocol, const std::string& body) {
  if (speaks_xml(protocol)) {
    auto document = read_xml(body);
    return document ? std::make_unique<XmlBody>(std::move(*document)) : nullptr;
  }
  if (!speaks_json(protocol)) return nullptr;
  auto parsed = core::parse_json(body);
  return parsed.value && !parsed.fault ? std::make_unique<JsonBody>(std::move(*parsed.value)) : nullptr;
}

std::string other_case(std::string name) {
  if (name.empty()) return name;
  const auto first = static_cast<unsigned char>(name.front());
  name.front() = static_cast<char>(std::isupper(first) != 0 ? std::tolower(first) : std::toupper(first));
  return name;
}

}  // namespace hallmark::endpoint
