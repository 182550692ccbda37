#include "verdict/compare.h"

#include <cmath>
#include <cstdlib>

#include "core/text.h"

namespace hallmark::verdict {
namespace {

using contract::ShapeType;

bool same_number(const Json& expected, const Json& actual, bool single) {
  if (single) return static_cast<float>(expected.get<double>()) == static_cast<float>(actual.get<double>());
  return expected == actual;  // nlohmann compares across integer and floating kinds
}

// bigInteger and bigDecimal may be numbers or text.
std::string decimal_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : core::dump(value);
}

bool is_decimal(ShapeType type) { return type == ShapeType::big_integer || type == ShapeType::big_decimal; }

bool same_decimal(const Json& expected, const Json& actual) {
  const std::string left = decimal_text(expected), right = decimal_text(actual);
  if (left == right) return true;
  char* end = nullptr;
  const double a = std::strtod(left.c_str(), &end);
  if (left.empty() || *end) return false;
  const double b = std::strtod(right.c_str(), &end);
  return !right.empty() && !*end && a == b && std::abs(a) < 9e15;
}

bool same_time(const Json& expected, const Json& actual) {
  const auto left = read_time(expected), right = read_time(actual);
  if (!left || !right) return expected == actual;
  if (left->whole_seconds || right->whole_seconds) {
    return std::chrono::floor<std::chrono::seconds>(left->time) ==
           std::chrono::floor<std::chrono::seconds>(right->time);
  }
  return std::chrono::floor<std::chrono::milliseconds>(left->time) ==
         std::chrono::floor<std::chrono::milliseconds>(right->time);
}

const contract::Shape* below(const contract::Model& model, const contract::Shape* shape,
                             std::string_view name) {
  if (!shape) return nullptr;
  const contract::Member* member = shape->member(name);
  return member ? &contract::target_of(model, *member) : nullptr;
}

const contract::Shape* item_of(const contract::Model& model, const contract::Shape* shape) {
  return shape && shape->type == ShapeType::list ? below(model, shape, "member") : nullptr;
}

// Nothing: an absent member, null, or an empty list or map (not every protocol can tell them apart).
bool is_nothing(const Json& value) {
  return value.is_null() || ((value.is_array() || value.is_object()) && value.empty());
}

constexpr std::size_t max_set = 2000;  // items compared in any order; larger sets compare in order

bool alike_lists(const contract::Model& model, const contract::Shape* shape, const Json& expected,
                 const Json& actual, Likeness likeness) {
  if (expected.size() != actual.size()) return false;
  const contract::Shape* item = item_of(model, shape);
  const bool any_order = likeness == Likeness::echoes_in_any_order;
  const bool is_set = (any_order || (shape && shape->traits.has(contract::trait::unique_items))) &&
                      expected.size() <= max_set;
  if (!is_set) {
    for (std::size_t index = 0; index < expected.size(); ++index) {
      if (!alike(model, item, expected[index], actual[index], likeness)) return false;
    }
    return true;
  }
  std::vector<bool> taken(actual.size(), false);
  for (const Json& wanted : expected) {
    bool found = false;
    for (std::size_t index = 0; index < actual.size() && !found; ++index) {
      if (taken[index] || !alike(model, item, wanted, actual[index], likeness)) continue;
      taken[index] = found = true;
    }
    if (!found) return false;
  }
  return true;
}

bool alike_objects(const contract::Model& model, const contract::Shape* shape, const Json& expected,
                   const Json& actual, Likeness likeness) {
  const bool is_map = shape && shape->type == ShapeType::map;
  const auto target = [&](const std::string& key) { return below(model, shape, is_map ? "value" : key); };
  for (const auto& [key, value] : expected.items()) {
    const auto found = actual.find(key);
    if (found == actual.end() || found->is_null()) {
      if (is_map ? value.is_null() : is_nothing(value)) continue;
      return false;
    }
    if (!alike(model, target(key), value, *found, likeness)) return false;
  }
  if (likeness != Likeness::same && !is_map) return true;
  for (const auto& [key, value] : actual.items()) {
    if (!expected.contains(key) && !(is_map ? value.is_null() : is_nothing(value))) return false;
  }
  return true;
}

}  // namespace

std::optional<ReadTime> read_time(const Json& value) {
  using core::TimestampFormat;
  if (value.is_number()) {
    const double seconds = value.get<double>();
    // Beyond the year 9999 a count of microseconds would overflow long before it means a time.
    if (!std::isfinite(seconds) || std::abs(seconds) > 253402300799.0) return std::nullopt;
    const auto micros = static_cast<std::int64_t>(std::llround(seconds * 1e6));
    return ReadTime{.time = core::Time(std::chrono::microseconds(micros)),
                    .whole_seconds = std::floor(seconds) == seconds};
  }
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  for (const auto format :
       {TimestampFormat::date_time, TimestampFormat::http_date, TimestampFormat::epoch_seconds}) {
    if (const auto time = core::parse_time(text, format)) {
      return ReadTime{.time = *time, .whole_seconds = text.find('.') == std::string::npos};
    }
  }
  return std::nullopt;
}

bool alike(const contract::Model& model, const contract::Shape* shape, const Json& expected,
           const Json& actual, Likeness likeness) {
  if (shape && shape->type == ShapeType::timestamp) return same_time(expected, actual);
  if (shape && is_decimal(shape->type)) return same_decimal(expected, actual);
  if (expected.is_number() && actual.is_number()) {
    return same_number(expected, actual, shape && shape->type == ShapeType::float_number);
  }
  if (expected.is_array() && actual.is_array()) return alike_lists(model, shape, expected, actual, likeness);
  if (expected.is_object() && actual.is_object()) {
    return alike_objects(model, shape && shape->type == ShapeType::document ? nullptr : shape, expected,
                         actual, likeness);
  }
  return expected == actual;
}

}  // namespace hallmark::verdict
