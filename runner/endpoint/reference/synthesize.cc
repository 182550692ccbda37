#include "endpoint/reference/synthesize.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "endpoint/reference/text_from_pattern.h"
#include "endpoint/reference/words.h"
#include "jsonschema/pattern.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
namespace trait = contract::trait;

namespace {

constexpr std::size_t deepest = 24;  // of required members inside each other
constexpr std::size_t deepest_optional = 3;
constexpr std::size_t longest = 70000;
constexpr std::size_t most_items = 1000;

bool bound_to_header(const Member& member) {
  return member.traits.has(trait::http_header) || member.traits.has(trait::http_prefix_headers) ||
         member.traits.has(trait::http_response_code);
}

// Of an enum's values the one that a finished, healthy resource has.
Json settled(const std::vector<Json>& values, std::string_view name) {
  if (is_state(name)) {
    for (const std::string_view wanted : {"ACTIVE", "AVAILABLE", "ENABLED", "COMPLETED", "READY", "DEPLOYED",
                                          "SUCCEEDED", "SUCCESS", "RUNNING", "ISSUED"}) {
      for (const Json& value : values) {
        if (value.is_string() && core::equal_ignoring_case(value.get_ref<const std::string&>(), wanted))
          return value;
      }
    }
  }
  return values.front();
}

bool named_arn(std::string_view name) {
  return core::equal_ignoring_case(name.substr(name.size() < 3 ? 0 : name.size() - 3), "arn");
}

// The last member of a pointer, with the index behind it: the same value wherever the same thing is shown.
std::string end_of(const std::string& pointer) {
  auto at = pointer.rfind('/');
  while (at != std::string::npos && at > 0 && at + 1 < pointer.size() &&
         pointer.find_first_not_of("0123456789", at + 1) == std::string::npos)
    at = pointer.rfind('/', at - 1);
  return at == std::string::npos ? pointer : pointer.substr(at);
}

}  // namespace

struct Synthesizer::Walk {
  const contract::Model& model;
  const Setting& setting;
  const Known* known;
  std::string seed;
  std::vector<std::string_view> inside;  // structures, outermost first

  [[nodiscard]] const Json* trait_of(const Member& member, std::string_view id) const {
    return contract::effective(model, member, id);
  }

  std::optional<Json> text(const Member& member, const Shape& shape, const std::string& pointer) const {
    const auto values = contract::enum_values(shape);
    if (!values.empty()) return settled(values, member.name);
    const auto stated = contract::bounds(trait_of(member, trait::length));
    const auto min =
        static_cast<std::size_t>(std::clamp(stated && stated->min ? *stated->min : 0.0, 0.0, 1e6));
    const auto max =
        static_cast<std::size_t>(std::clamp(stated && stated->max ? *stated->max : 1e6, 0.0, 1e6));
    if (min > longest || min > max) return std::nullopt;
    const Json* pattern = trait_of(member, trait::pattern);
    const std::string here = seed + end_of(pointer);
    std::string plain;
    if (named_arn(member.name)) {
      plain = fmt::format("arn:aws:{}:{}:{}:{}/{}", setting.arn_service, setting.region, setting.account,
                          core::kebab_case(member.name.substr(0, member.name.size() - 3)), "example");
    } else {
      core::Random random(here);
      plain = fmt::format("{}-{:08x}", core::kebab_case(member.name), random.next() & 0xffffffffU);
    }
    if (plain.size() < min) plain.append(min - plain.size(), 'x');
    if (plain.size() > max) plain.resize(max);
    if (pattern == nullptr || !pattern->is_string()) return plain;
    const auto& expression = pattern->get_ref<const std::string&>();
    if (const auto compiled = jsonschema::Pattern::compile(expression);
        compiled && compiled->full_match(plain) == jsonschema::Pattern::Answer::yes) {
      return plain;
    }
    // Where no text of the pattern was found, an answer without the member would be worse.
    return text_from_pattern(expression, min, max, here).value_or(plain);
  }

  std::optional<Json> number(const Member& member, const Shape& shape) const {
    const auto values = contract::enum_values(shape);
    if (!values.empty()) return values.front();
    const auto stated = contract::bounds(trait_of(member, trait::range));
    double value = 1;
    if (stated && stated->min) value = std::max(value, *stated->min);
    if (stated && stated->max) value = std::min(value, *stated->max);
    const bool real = shape.type == ShapeType::float_number || shape.type == ShapeType::double_number ||
                      shape.type == ShapeType::big_decimal;
    if (real) return value;
    return static_cast<std::int64_t>(std::clamp(std::floor(value), -9e18, 9e18));
  }

  std::optional<Json> list(const Member& member, const Shape& shape, const std::string& pointer,
                           bool required) {
    const auto stated = contract::bounds(trait_of(member, trait::length));
    auto min = static_cast<std::size_t>(std::clamp(stated && stated->min ? *stated->min : 0.0, 0.0, 1e6));
    // An empty flattened list cannot be told from an absent one.
    if (min == 0 && required && trait_of(member, trait::xml_flattened) != nullptr) min = 1;
    const Member* item = shape.member("member");
    if (min > most_items || item == nullptr) return std::nullopt;
    Json items = Json::array();
    for (std::size_t i = 0; i < min; ++i) {
      auto made = value(*item, core::pointer_join(pointer, i), true);
      if (!made) return std::nullopt;
      items.push_back(std::move(*made));
    }
    return items;
  }

  std::optional<Json> map(const Member& member, const Shape& shape, const std::string& pointer) {
    const auto stated = contract::bounds(trait_of(member, trait::length));
    const auto min =
        static_cast<std::size_t>(std::clamp(stated && stated->min ? *stated->min : 0.0, 0.0, 1e6));
    const Member* key = shape.member("key");
    const Member* item = shape.member("value");
    Json entries = Json::object();
    if (min == 0) return entries;
    if (min > most_items || key == nullptr || item == nullptr) return std::nullopt;
    for (std::size_t i = 0; entries.size() < min && i < 2 * min; ++i) {
      const std::string at = core::pointer_join(pointer, i);
      auto name = value(*key, at + "/key", true);
      auto made = value(*item, at, true);
      if (!name || !name->is_string() || !made) return std::nullopt;
      entries[name->get<std::string>()] = std::move(*made);
    }
    return entries.size() < min ? std::nullopt : std::optional<Json>(entries);
  }

  std::optional<Json> one_of(const Shape& shape, const std::string& pointer) {
    for (const Member& member : shape.members) {
      if (auto made = value(member, core::pointer_join(pointer, member.name), true)) {
        return Json{{member.name, std::move(*made)}};
      }
    }
    return std::nullopt;
  }

  // Null when a required member cannot be made.
  std::optional<Json> structure(const Shape& shape, const std::string& pointer) {
    if (inside.size() > deepest || std::count(inside.begin(), inside.end(), std::string_view(shape.id)) > 0) {
      return std::nullopt;
    }
    inside.push_back(shape.id);
    std::optional<Json> made = members(shape, pointer);
    inside.pop_back();
    return made;
  }

  std::optional<Json> members(const Shape& shape, const std::string& pointer) {
    Json made = Json::object();
    for (const Member& member : shape.members) {
      const std::string at = core::pointer_join(pointer, member.name);
      const bool required = contract::is_required(member);
      const Shape& target = contract::target_of(model, member);
      if (known != nullptr && *known) {
        if (auto given = (*known)(member, target, at)) {
          if (!given->is_null()) made[member.name] = std::move(*given);
          continue;
        }
      }
      if (!required && !worth_inventing(member, target)) continue;
      if (auto invented = value(member, at, required)) {
        made[member.name] = std::move(*invented);
      } else if (required) {
        return std::nullopt;
      }
    }
    return made;
  }

  [[nodiscard]] bool worth_inventing(const Member& member, const Shape& target) const {
    const bool text = target.type == ShapeType::string;
    if ((text && is_page_token(member.name)) || contract::is_streaming(model, member)) return false;
    // "x-amz-archive-id" says what was made; other headers are about the message.
    const bool identifies = text && (member.name.ends_with("Id") || named_arn(member.name));
    if (bound_to_header(member) && !identifies) return false;
    if (inside.size() > deepest_optional) return false;
    switch (target.type) {
      case ShapeType::blob:
      case ShapeType::document:
      case ShapeType::union_shape:
        return false;
      default:
        return true;
    }
  }

  std::optional<Json> value(const Member& member, const std::string& pointer, bool required) {
    const Shape& shape = contract::target_of(model, member);
    switch (shape.type) {
      case ShapeType::string:
      case ShapeType::enumeration:
        return text(member, shape, pointer);
      case ShapeType::blob:
        return Json(core::base64_encode(contract::is_streaming(model, member) ? "" : "example"));
      case ShapeType::boolean:
        return Json(false);
      case ShapeType::timestamp:
        return Json(core::format_time(std::chrono::floor<std::chrono::seconds>(setting.now),
                                      core::TimestampFormat::date_time));
      case ShapeType::document:
        return Json::object();
      case ShapeType::list:
        return list(member, shape, pointer, required);
      case ShapeType::map:
        return map(member, shape, pointer);
      case ShapeType::structure:
        return structure(shape, pointer);
      case ShapeType::union_shape:
        return required ? one_of(shape, pointer) : std::nullopt;
      default:
        return number(member, shape);
    }
  }
};

Json Synthesizer::structure(const Shape& shape, const Setting& setting, const Known& known,
                            const std::string& seed) const {
  Walk walk{model_, setting, &known, seed, {}};
  return walk.structure(shape, "").value_or(Json::object());
}

std::optional<Json> Synthesizer::value(const Member& member, const Setting& setting,
                                       const std::string& seed) const {
  Walk walk{model_, setting, nullptr, seed, {}};
  return walk.value(member, "", true);
}

}  // namespace hallmark::endpoint
