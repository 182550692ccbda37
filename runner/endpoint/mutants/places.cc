#include "endpoint/mutants/places.h"

#include "core/text.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
namespace trait = contract::trait;

namespace {

constexpr std::size_t most = 10'000;

struct Walk {
  const contract::Model& model;
  bool xml;
  bool rest;  // bindings to headers and payloads count
  bool json_names;
  std::vector<Place> found;

  [[nodiscard]] std::string wire_name(const Member& member) const {
    const std::string_view id = xml ? trait::xml_name : trait::json_name;
    if (!xml && !json_names) return member.name;
    const Json* name = member.traits.find(id);
    return name != nullptr && name->is_string() ? name->get<std::string>() : member.name;
  }

  void value(const Member& member, const Json& json, const std::string& pointer,
             std::vector<std::string> path, bool top) {
    if (found.size() >= most) return;
    Place place{.pointer = pointer,
                .member = &member,
                .target = &contract::target_of(model, member),
                .header = {},
                .path = {},
                .in_body = true};
    if (top && rest) {
      if (const Json* header = member.traits.find(trait::http_header);
          header != nullptr && header->is_string()) {
        place.header = header->get<std::string>();
        place.in_body = false;
      } else if (member.traits.has(trait::http_prefix_headers) ||
                 member.traits.has(trait::http_response_code)) {
        place.in_body = false;
      }
    }
    place.path = path;
    found.push_back(place);
    if (!place.in_body) return;
    const Shape& target = *found.back().target;
    switch (target.type) {
      case ShapeType::structure:
      case ShapeType::union_shape:
        return structure(target, json, pointer, path, false);
      case ShapeType::list:
        return list(member, target, json, pointer, path);
      case ShapeType::map:
        return map(target, json, pointer, path);
      default:
        return;
    }
  }

  void structure(const Shape& shape, const Json& json, const std::string& pointer,
                 const std::vector<std::string>& path, bool top) {
    if (!json.is_object()) return;
    for (const Member& member : shape.members) {
      const auto it = json.find(member.name);
      if (it == json.end() || it->is_null() || (xml && member.traits.has(trait::xml_attribute))) continue;
      auto inner = path;
      const bool payload = top && rest && member.traits.has(trait::http_payload);
      if (!payload) inner.push_back(wire_name(member));
      value(member, *it, core::pointer_join(pointer, member.name), std::move(inner), top);
    }
  }

  void list(const Member& member, const Shape& shape, const Json& json, const std::string& pointer,
            const std::vector<std::string>& path) {
    const Member* item = shape.member("member");
    if (!json.is_array() || item == nullptr) return;
    const bool flat = xml && member.traits.has(trait::xml_flattened);
    for (std::size_t i = 0; i < json.size(); ++i) {
      auto inner = path;
      if (xml && !flat) {
        const Json* name = item->traits.find(trait::xml_name);
        inner.push_back(name != nullptr && name->is_string() ? name->get<std::string>() : "member");
      }
      inner.push_back("#" + std::to_string(i));
      value(*item, json[i], core::pointer_join(pointer, i), std::move(inner), false);
    }
  }

  void map(const Shape& shape, const Json& json, const std::string& pointer,
           const std::vector<std::string>& path) {
    const Member* item = shape.member("value");
    if (xml || !json.is_object() || item == nullptr) return;
    for (const auto& [key, entry] : json.items()) {
      auto inner = path;
      inner.push_back(key);
      value(*item, entry, core::pointer_join(pointer, key), std::move(inner), false);
    }
  }
};

}  // namespace

bool speaks_xml(const wire::Protocol& protocol) { return protocol.facts().xml(); }

bool speaks_cbor(const wire::Protocol& protocol) {
  return protocol.facts().answer == contract::BodyForm::cbor;
}

bool speaks_json(const wire::Protocol& protocol) { return !speaks_xml(protocol) && !speaks_cbor(protocol); }

std::vector<Place> places_of(const contract::Model& model, const wire::Protocol& protocol, const Shape& shape,
                             const Json& output) {
  Walk walk{.model = model,
            .xml = speaks_xml(protocol),
            .rest = protocol.facts().rest,
            .json_names = protocol.facts().json_names,
            .found = {}};
  walk.structure(shape, output, "", {}, true);
  return std::move(walk.found);
}

}  // namespace hallmark::endpoint
