#include <algorithm>

#include "endpoint/mutants/body_edit.h"
#include "endpoint/mutants/cbor_tree.h"
#include "wire/cbor_body.h"

namespace hallmark::endpoint {

namespace {

using contract::ShapeType;
using wire::CborItem;
using Kind = wire::CborItem::Kind;

CborItem text_item(const std::string& text) {
  CborItem item;
  item.kind = Kind::text;
  item.text = text;
  return item;
}

CborItem map_of(const std::string& name, CborItem value) {
  CborItem map;
  map.kind = Kind::map;
  map.items.push_back(text_item(name));
  map.items.push_back(std::move(value));
  return map;
}

// Any JSON as it stands.
CborItem item_of(const Json& value) {
  wire::CborWriter writer;
  wire::write_cbor_untyped(value, writer);
  auto parsed = wire::parse_cbor(writer.take());
  return parsed.value ? std::move(*parsed.value) : CborItem{};
}

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

// The index of a key in a map's items; its value stands behind it.
std::size_t key_in(const CborItem& map, const std::string& name) {
  if (map.kind != Kind::map) return nowhere;
  for (std::size_t i = 0; i + 1 < map.items.size(); i += 2) {
    if (map.items[i].kind == Kind::text && map.items[i].text == name) return i;
  }
  return nowhere;
}

CborItem take_out(CborItem& map, std::size_t key) {
  const auto at = map.items.begin() + static_cast<std::ptrdiff_t>(key);
  CborItem value = std::move(*(at + 1));
  map.items.erase(at, at + 2);
  return value;
}

void put(CborItem& map, const std::string& name, CborItem value) {
  if (const std::size_t key = key_in(map, name); key != nowhere) {
    map.items[key + 1] = std::move(value);
    return;
  }
  map.items.push_back(text_item(name));
  map.items.push_back(std::move(value));
}

class CborBody : public BodyEdit {
 public:
  explicit CborBody(CborItem root) : root_(std::move(root)) {}

  [[nodiscard]] std::string text() const override { return write_cbor(root_); }

  bool drop(const Place& place) override {
    CborItem* parent = parent_of(place);
    if (parent == nullptr) return false;
    if (parent->kind == Kind::array) {
      parent->items.erase(parent->items.begin() + static_cast<std::ptrdiff_t>(index_of(place.path.back())));
    } else {
      (void)take_out(*parent, key_in(*parent, place.path.back()));
    }
    return true;
  }

  bool make_null(const Place& place) override { return assign(place, CborItem{}); }

  bool retype(const Place& place) override {
    const CborItem* value = find(place);
    if (value == nullptr) return false;
    if (value->kind == Kind::text || value->kind == Kind::bytes) return assign(place, item_of(17));
    if (place.target->type == ShapeType::timestamp) return assign(place, item_of(true));
    return assign(place, text_item("no value"));
  }

  bool set_text(const Place& place, const std::string& text) override {
    CborItem* value = find(place);
    const auto parsed = core::parse_json(text);
    if (value == nullptr || !parsed.value) return false;
    if (value->kind == Kind::tag && parsed.value->is_number()) value = &value->items.front();
    *value = item_of(*parsed.value);
    return true;
  }

  [[nodiscard]] std::optional<std::string> get_text(const Place& place) const override {
    const CborItem* value = const_cast<CborBody*>(this)->find(place);
    if (value == nullptr || value->kind == Kind::array || value->kind == Kind::map) return std::nullopt;
    const Json json = wire::cbor_untyped(*value);
    return json.is_string() ? json.get<std::string>() : json.dump();
  }

  bool rename(const Place& place, const std::string& name) override {
    CborItem* parent = parent_of(place);
    if (parent == nullptr || parent->kind != Kind::map) return false;
    put(*parent, name, take_out(*parent, key_in(*parent, place.path.back())));
    return true;
  }

  bool wrap(const Place& place, const std::string& name) override {
    CborItem* value = find(place);
    if (value == nullptr) return false;
    *value = map_of(name, *value);
    return true;
  }

  bool unwrap(const Place& place) override {
    CborItem* parent = parent_of(place);
    if (parent == nullptr || parent->kind != Kind::map || find(place)->kind != Kind::map) return false;
    const CborItem value = take_out(*parent, key_in(*parent, place.path.back()));
    for (std::size_t i = 0; i + 1 < value.items.size(); i += 2)
      put(*parent, value.items[i].text, value.items[i + 1]);
    return true;
  }

  bool lift(const Place& place) override {
    CborItem* parent = parent_of(place);
    if (parent == nullptr || parent->kind != Kind::map || place.path.size() < 2) return false;
    Place outer = place;
    outer.path.pop_back();
    CborItem* grandparent = parent_of(outer);
    if (grandparent != nullptr && grandparent->kind == Kind::array && outer.path.size() > 1) {
      outer.path.pop_back();  // an item: beside its list
      grandparent = parent_of(outer);
    }
    if (grandparent == nullptr || grandparent->kind != Kind::map) return false;
    CborItem value = take_out(*parent, key_in(*parent, place.path.back()));
    put(*grandparent, place.path.back(), std::move(value));
    return true;
  }

  bool bare_item(const Place& place) override {
    CborItem* value = find(place);
    if (value == nullptr || value->kind != Kind::array || value->items.empty()) return false;
    CborItem item = std::move(value->items.front());
    *value = std::move(item);
    return true;
  }

  bool as_object(const Place& place) override {
    CborItem* value = find(place);
    if (value == nullptr || value->kind != Kind::array) return false;
    CborItem map;
    map.kind = Kind::map;
    for (std::size_t i = 0; i < value->items.size(); ++i) put(map, std::to_string(i), value->items[i]);
    *value = std::move(map);
    return true;
  }

  bool add(const std::string& name, const std::string& text) override {
    if (root_.kind != Kind::map) return false;
    put(root_, name, text_item(text));
    return true;
  }

  bool remove(const std::string& name) override {
    const std::size_t key = key_in(root_, name);
    if (key == nowhere) return false;
    (void)take_out(root_, key);
    return true;
  }

  bool set_tag(const Place& place, std::optional<std::uint64_t> tag) override {
    CborItem* value = find(place);
    if (value == nullptr || value->kind != Kind::tag) return false;
    if (tag) {
      value->number = *tag;
    } else {
      CborItem inner = std::move(value->items.front());
      *value = std::move(inner);
    }
    return true;
  }

  bool swap_string(const Place& place) override {
    CborItem* value = find(place);
    if (value == nullptr || (value->kind != Kind::text && value->kind != Kind::bytes)) return false;
    value->kind = value->kind == Kind::text ? Kind::bytes : Kind::text;
    return true;
  }

  bool break_text() override {
    CborItem* text = first_text(root_);
    if (text == nullptr && root_.kind == Kind::map) {  // then the name of one
      put(root_, "More\xff\xfe", text_item("x"));
      return true;
    }
    if (text != nullptr) text->text += "\xff\xfe";
    return text != nullptr;
  }

 private:
  // Of a member's value, not of a key.
  static CborItem* first_text(CborItem& item) {
    if (item.kind == Kind::text) return &item;
    const bool map = item.kind == Kind::map;
    if (!map && item.kind != Kind::array) return nullptr;
    for (std::size_t i = map ? 1 : 0; i < item.items.size(); i += map ? 2 : 1) {
      if (CborItem* found = first_text(item.items[i])) return found;
    }
    return nullptr;
  }

  static CborItem* step(CborItem* at, const std::string& name) {
    if (at->kind == Kind::array && is_index(name)) {
      const std::size_t index = index_of(name);
      return index < at->items.size() ? &at->items[index] : nullptr;
    }
    const std::size_t key = key_in(*at, name);
    return key == nowhere ? nullptr : &at->items[key + 1];
  }

  CborItem* find(const Place& place) {
    CborItem* at = place.in_body ? &root_ : nullptr;
    for (const std::string& name : place.path) {
      if (at == nullptr) return nullptr;
      at = step(at, name);
    }
    return at;
  }

  CborItem* parent_of(const Place& place) {
    if (place.path.empty() || find(place) == nullptr) return nullptr;
    Place outer = place;
    outer.path.pop_back();
    return find(outer);
  }

  bool assign(const Place& place, CborItem value) {
    CborItem* at = find(place);
    if (at == nullptr) return false;
    *at = std::move(value);
    return true;
  }

  CborItem root_;
};

}  // namespace

std::unique_ptr<BodyEdit> open_cbor_body(const std::string& body) {
  auto parsed = wire::parse_cbor(body);
  return parsed.value && !parsed.fault ? std::make_unique<CborBody>(std::move(*parsed.value)) : nullptr;
}

}  // namespace hallmark::endpoint
