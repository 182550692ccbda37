#include "endpoint/reference/validate.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <mutex>
#include <set>

#include "contract/text_facts.h"
#include "core/clock.h"
#include "core/text.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
namespace trait = contract::trait;

namespace {

constexpr std::size_t max_violations = 100;
constexpr std::size_t max_depth = 300;

bool whole_number(const Json& value) {
  if (value.is_number_integer()) return true;
  if (!value.is_number_float()) return false;
  const double number = value.get<double>();
  return std::isfinite(number) && std::floor(number) == number && std::fabs(number) < 9.2e18;
}

struct Limits {
  double min, max;
};

std::optional<Limits> limits_of(ShapeType type) {
  switch (type) {
    case ShapeType::byte:
      return Limits{-128, 127};
    case ShapeType::short_integer:
      return Limits{-32768, 32767};
    case ShapeType::integer:
    case ShapeType::int_enumeration:
      return Limits{-2147483648.0, 2147483647.0};
    case ShapeType::long_integer:
      return Limits{-9223372036854775808.0, 9223372036854775807.0};
    default:
      return std::nullopt;
  }
}

bool special_float(const std::string& text) {
  return text == "NaN" || text == "Infinity" || text == "-Infinity";
}

bool numeric_text(const std::string& text) {
  return core::parse_time(text, core::TimestampFormat::epoch_seconds).has_value() ||
         (!text.empty() && text.find_first_not_of("-+.0123456789eE") == std::string::npos);
}

bool any_time(const std::string& text) {
  for (const auto format : {core::TimestampFormat::date_time, core::TimestampFormat::http_date,
                            core::TimestampFormat::epoch_seconds}) {
    if (core::parse_time(text, format)) return true;
  }
  return false;
}

}  // namespace

struct Validator::Walk {
  const Validator& validator;
  const Ignore& ignore;
  std::vector<Violation> found;

  // True when the violation was dropped by `ignore`.
  bool report(const std::string& pointer, std::string_view constraint, std::string message) {
    Violation violation{
        .pointer = pointer, .constraint = std::string(constraint), .message = std::move(message)};
    if (ignore && ignore(violation)) return true;
    if (found.size() < max_violations) found.push_back(std::move(violation));
    return false;
  }

  [[nodiscard]] const Json* trait_of(const Member* member, const Shape& shape, std::string_view id) const {
    if (member != nullptr) return contract::effective(validator.model_, *member, id);
    return shape.traits.find(id);
  }

  void bounds(const Json* stated, double actual, const std::string& pointer, std::string_view what,
              std::string_view unit) {
    const auto bounds = contract::bounds(stated);
    if (!bounds) return;
    if (bounds->min && actual < *bounds->min) {
      report(pointer, fmt::format("{}.min", what), fmt::format("{} must be at least {}", unit, *bounds->min));
    }
    if (bounds->max && actual > *bounds->max) {
      report(pointer, fmt::format("{}.max", what), fmt::format("{} must be at most {}", unit, *bounds->max));
    }
  }

  // The bounds that a sentence states.
  void said_bounds(const Member* member, std::string_view trait_id, double actual, const std::string& pointer,
                   std::string_view what, std::string_view unit) {
    if (member == nullptr) return;
    for (const contract::TextFact& fact : contract::text_facts(member->traits)) {
      if (fact.drift || fact.trait != trait_id) continue;
      const std::size_t before = found.size();
      bounds(&fact.value, actual, pointer, what, unit);
      for (std::size_t i = before; i < found.size(); ++i) found[i].exception = fact.exception;
    }
  }

  // Members that a sentence says must not stand beside this one.
  void excludes(const Member& member, const Json& value, const std::string& pointer) {
    for (const contract::TextFact& fact : contract::text_facts(member.traits)) {
      if (fact.drift || fact.trait != contract::text::excludes || !fact.value.is_array()) continue;
      for (const Json& name : fact.value) {
        if (!name.is_string()) continue;
        const auto other = value.find(name.get_ref<const std::string&>());
        if (other != value.end() && !other->is_null())
          report(pointer, "excludes", fmt::format("must not stand beside {}", name.get<std::string>()));
      }
    }
  }

  static bool must_be_given(const Member& member) {
    if (contract::is_required(member)) return true;
    const auto said = contract::text_fact(member.traits, trait::required);
    return said && !said->drift;
  }

  void type_error(const std::string& pointer, std::string_view expected) {
    report(pointer, "type", fmt::format("must be {}", expected));
  }

  void text(const Member* member, const Shape& shape, const std::string& value, const std::string& pointer) {
    const auto characters = static_cast<double>(core::code_points(value));
    bounds(trait_of(member, shape, trait::length), characters, pointer, "length", "length");
    said_bounds(member, trait::length, characters, pointer, "length", "length");
    if (const Json* stated = trait_of(member, shape, trait::pattern);
        stated != nullptr && stated->is_string()) {
      const auto pattern = validator.pattern(stated->get<std::string>());
      if (pattern && pattern->search(value) == jsonschema::Pattern::Answer::no) {
        report(pointer, "pattern", fmt::format("must match {}", stated->get<std::string>()));
      }
    }
    const auto values = contract::enum_values(shape);
    if (!values.empty() && std::find(values.begin(), values.end(), Json(value)) == values.end()) {
      report(pointer, "enum", "must be one of the listed values");
    }
  }

  void number(const Member* member, const Shape& shape, const Json& value, const std::string& pointer) {
    if (const auto limits = limits_of(shape.type)) {
      if (!whole_number(value)) return type_error(pointer, "a whole number");
      const double number = value.get<double>();
      if (number < limits->min || number > limits->max) return type_error(pointer, "a number of this width");
      const auto values = contract::enum_values(shape);
      if (!values.empty() && std::find(values.begin(), values.end(), value) == values.end()) {
        report(pointer, "enum", "must be one of the listed values");
      }
    } else if (value.is_string()) {
      const auto& text = value.get_ref<const std::string&>();
      const bool big = shape.type == ShapeType::big_integer || shape.type == ShapeType::big_decimal;
      if (big ? !numeric_text(text) : !special_float(text)) type_error(pointer, "a number");
      return;
    } else if (!value.is_number()) {
      return type_error(pointer, "a number");
    }
    bounds(trait_of(member, shape, trait::range), value.get<double>(), pointer, "range", "value");
    said_bounds(member, trait::range, value.get<double>(), pointer, "range", "value");
  }

  void list(const Member* member, const Shape& shape, const Json& value, const std::string& pointer,
            std::size_t depth) {
    if (!value.is_array()) return type_error(pointer, "a list");
    bounds(trait_of(member, shape, trait::length), static_cast<double>(value.size()), pointer, "length",
           "size");
    said_bounds(member, trait::length, static_cast<double>(value.size()), pointer, "length", "size");
    const Member* item = shape.member("member");
    const bool sparse = shape.traits.has(trait::sparse);
    for (std::size_t i = 0; item != nullptr && i < value.size() && found.size() < max_violations; ++i) {
      const std::string at = core::pointer_join(pointer, i);
      if (value[i].is_null()) {
        if (!sparse) report(at, "type", "must not be null");
        continue;
      }
      walk(item, contract::target_of(validator.model_, *item), value[i], at, depth + 1);
    }
    if (shape.traits.has(trait::unique_items)) {
      const std::set<Json> distinct(value.begin(), value.end());
      if (distinct.size() != value.size())
        report(pointer, "uniqueItems", "must not hold the same item twice");
    }
  }

  void map(const Member* member, const Shape& shape, const Json& value, const std::string& pointer,
           std::size_t depth) {
    if (!value.is_object()) return type_error(pointer, "a map");
    bounds(trait_of(member, shape, trait::length), static_cast<double>(value.size()), pointer, "length",
           "size");
    said_bounds(member, trait::length, static_cast<double>(value.size()), pointer, "length", "size");
    const Member* key = shape.member("key");
    const Member* item = shape.member("value");
    const bool sparse = shape.traits.has(trait::sparse);
    for (const auto& [name, entry] : value.items()) {
      if (found.size() >= max_violations) return;
      const std::string at = core::pointer_join(pointer, name);
      if (key != nullptr) walk(key, contract::target_of(validator.model_, *key), Json(name), at, depth + 1);
      if (entry.is_null()) {
        if (!sparse) report(at, "type", "must not be null");
      } else if (item != nullptr) {
        walk(item, contract::target_of(validator.model_, *item), entry, at, depth + 1);
      }
    }
  }

  void structure(const Shape& shape, const Json& value, const std::string& pointer, std::size_t depth) {
    if (!value.is_object()) return type_error(pointer, "a structure");
    std::size_t present = 0;
    for (const Member& member : shape.members) {
      if (found.size() >= max_violations) return;
      const auto it = value.find(member.name);
      const std::string at = core::pointer_join(pointer, member.name);
      if (it == value.end() || it->is_null()) {
        if (shape.type == ShapeType::structure && must_be_given(member)) {
          report(at, "required", "is required");
        }
        continue;
      }
      ++present;
      if (shape.type == ShapeType::structure) excludes(member, value, at);
      walk(&member, contract::target_of(validator.model_, member), *it, at, depth + 1);
    }
    if (shape.type == ShapeType::union_shape && present != 1) {
      report(pointer, "union", "must have exactly one member");
    }
  }

  void walk(const Member* member, const Shape& shape, const Json& value, const std::string& pointer,
            std::size_t depth) {
    if (depth > max_depth) return type_error(pointer, "nested less deeply");
    switch (shape.type) {
      case ShapeType::string:
      case ShapeType::enumeration:
        if (!value.is_string()) return type_error(pointer, "a string");
        return text(member, shape, value.get_ref<const std::string&>(), pointer);
      case ShapeType::blob: {
        if (!value.is_string()) return type_error(pointer, "base64 text");
        const auto bytes = core::base64_decode(value.get_ref<const std::string&>());
        if (!bytes) return type_error(pointer, "base64 text");
        return bounds(trait_of(member, shape, trait::length), static_cast<double>(bytes->size()), pointer,
                      "length", "length");
      }
      case ShapeType::boolean:
        if (!value.is_boolean()) type_error(pointer, "true or false");
        return;
      case ShapeType::timestamp:
        if (value.is_number()) return;
        if (!value.is_string() || !any_time(value.get_ref<const std::string&>()))
          type_error(pointer, "a timestamp");
        return;
      case ShapeType::document:
        return;
      case ShapeType::list:
        return list(member, shape, value, pointer, depth);
      case ShapeType::map:
        return map(member, shape, value, pointer, depth);
      case ShapeType::structure:
      case ShapeType::union_shape:
        return structure(shape, value, pointer, depth);
      default:
        return number(member, shape, value, pointer);
    }
  }
};

std::optional<jsonschema::Pattern> Validator::pattern(const std::string& text) const {
  {
    const std::shared_lock lock(mutex_);
    if (const auto it = patterns_.find(text); it != patterns_.end()) return it->second;
  }
  auto compiled = jsonschema::Pattern::compile(text);
  const std::unique_lock lock(mutex_);
  return patterns_.emplace(text, std::move(compiled)).first->second;
}

std::vector<Violation> Validator::check(const contract::Operation& operation, const wire::Decoded& decoded,
                                        const Ignore& ignore) const {
  Walk walk{*this, ignore, {}};
  bool readable = true;  // and not taken for an empty one by a mutant
  for (const wire::Diagnostic& diagnostic : decoded.diagnostics) {
    switch (diagnostic.kind) {
      case wire::DiagnosticKind::malformed_body:
      case wire::DiagnosticKind::invalid_utf8:
      case wire::DiagnosticKind::trailing_data:
      case wire::DiagnosticKind::wrong_root:
        if (walk.report(diagnostic.pointer, "malformed",
                        fmt::format("the body cannot be read ({})", diagnostic.location))) {
          return {};
        }
        readable = false;
        break;
      case wire::DiagnosticKind::timestamp_format:
        walk.report(diagnostic.pointer, "type",
                    fmt::format("must be a timestamp as {}", diagnostic.expected));
        break;
      default:
        break;
    }
  }
  if (!readable || operation.input.empty()) return std::move(walk.found);
  if (const Shape* input = model_.shape(operation.input)) walk.structure(*input, decoded.members, "", 0);
  return std::move(walk.found);
}

std::vector<Violation> Validator::check_value(const contract::Shape& shape, const Json& value,
                                              std::string pointer, const Ignore& ignore) const {
  Walk walk{*this, ignore, {}};
  walk.walk(nullptr, shape, value, pointer, 0);
  return std::move(walk.found);
}

std::string describe(const std::vector<Violation>& violations) {
  constexpr std::size_t shown = 5;
  std::string text = violations.size() == 1
                         ? "1 constraint is not satisfied"
                         : fmt::format("{} constraints are not satisfied", violations.size());
  for (std::size_t i = 0; i < violations.size() && i < shown; ++i) {
    const Violation& violation = violations[i];
    text += fmt::format("{} {} {}", i == 0 ? ":" : ";", violation.pointer.empty() ? "/" : violation.pointer,
                        violation.message);
  }
  return core::shorten(text, 1000);
}

}  // namespace hallmark::endpoint
