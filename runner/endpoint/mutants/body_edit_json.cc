#include "endpoint/mutants/body_edit.h"

namespace hallmark::endpoint {

using contract::ShapeType;

namespace {

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
    if (value->is_string())
      return assign(place, place.target->type == ShapeType::timestamp ? Json(true) : Json(17));
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
    if (grandparent != nullptr && grandparent->is_array() &&
        outer.path.size() > 1) {  // an item: beside its list
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

  bool add_null(const Place& place) override {
    Json* value = find(place);
    if (value == nullptr || !value->is_array()) return false;
    value->push_back(nullptr);
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

  bool remove(const std::string& name) override { return root_.is_object() && root_.erase(name) > 0; }

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

}  // namespace

std::unique_ptr<BodyEdit> open_json_body(const std::string& body) {
  auto parsed = core::parse_json(body);
  return parsed.value && !parsed.fault ? std::make_unique<JsonBody>(std::move(*parsed.value)) : nullptr;
}

}  // namespace hallmark::endpoint
