#include "jsonschema/value.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "core/text.h"

namespace hallmark::jsonschema {
namespace {

__extension__ typedef unsigned __int128 Wide;

// A number as (-1)^negative * digits * 10^exponent.
struct Decimal {
  bool negative = false;
  std::uint64_t digits = 0;
  int exponent = 0;
};

Decimal decimal_of(const Json& value) {
  if (value.is_number_unsigned()) return {.digits = value.get<std::uint64_t>()};
  if (value.is_number_integer()) {
    const auto number = value.get<std::int64_t>();
    const auto bits = static_cast<std::uint64_t>(number);
    return {.negative = number < 0, .digits = number < 0 ? ~bits + 1 : bits};
  }
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value.get<double>(),
                                 std::chars_format::scientific);
  Decimal result;
  bool fraction = false;
  const char* at = buffer.data();
  for (; at != end.ptr && *at != 'e'; ++at) {
    if (*at == '-') result.negative = true;
    if (*at == '.') fraction = true;
    if (*at < '0' || *at > '9') continue;
    result.digits = result.digits * 10 + static_cast<std::uint64_t>(*at - '0');
    if (fraction) --result.exponent;
  }
  if (at != end.ptr) {
    ++at;
    if (*at == '+') ++at;
    int exponent = 0;
    std::from_chars(at, end.ptr, exponent);
    result.exponent += exponent;
  }
  while (result.digits != 0 && result.digits % 10 == 0) {
    result.digits /= 10;
    ++result.exponent;
  }
  return result;
}

// Compares a double with an integer of 64 bits without rounding either.
std::partial_ordering compare_mixed(double real, bool negative, std::uint64_t magnitude) {
  if (std::isnan(real)) return std::partial_ordering::unordered;
  if (negative) return 0 <=> compare_mixed(-real, false, magnitude);
  if (real < 0) return std::partial_ordering::less;
  if (real >= 18446744073709551616.0) return std::partial_ordering::greater;
  const double whole = std::floor(real);
  const auto integral = static_cast<std::uint64_t>(whole);
  if (integral != magnitude)
    return integral < magnitude ? std::partial_ordering::less : std::partial_ordering::greater;
  return real > whole ? std::partial_ordering::greater : std::partial_ordering::equivalent;
}

struct Integer {
  bool negative;
  std::uint64_t magnitude;
};
Integer integer_of(const Json& value) {
  if (value.is_number_unsigned()) return {false, value.get<std::uint64_t>()};
  const auto number = value.get<std::int64_t>();
  const auto bits = static_cast<std::uint64_t>(number);
  return {number < 0, number < 0 ? ~bits + 1 : bits};
}

std::uint64_t mix(std::uint64_t state, std::uint64_t value) {
  state ^= value + 0x9E3779B97F4A7C15ULL + (state << 6) + (state >> 2);
  state *= 0xBF58476D1CE4E5B9ULL;
  return state ^ (state >> 29);
}

std::uint64_t hash_number(const Json& value) {
  if (value.is_number_float()) {
    const double real = value.get<double>();
    if (std::floor(real) == real && std::abs(real) < 18446744073709551616.0) {
      return mix(real < 0 ? 11 : 10, static_cast<std::uint64_t>(std::abs(real)));
    }
    return mix(12, std::hash<double>{}(real));
  }
  const Integer integer = integer_of(value);
  return mix(integer.negative ? 11 : 10, integer.magnitude);
}

}  // namespace

std::partial_ordering compare_numbers(const Json& a, const Json& b) {
  if (a.is_number_float() && b.is_number_float()) return a.get<double>() <=> b.get<double>();
  if (a.is_number_float()) {
    const Integer integer = integer_of(b);
    return compare_mixed(a.get<double>(), integer.negative, integer.magnitude);
  }
  if (b.is_number_float()) return 0 <=> compare_numbers(b, a);
  const Integer left = integer_of(a);
  const Integer right = integer_of(b);
  if (left.negative != right.negative) {
    return left.negative ? std::partial_ordering::less : std::partial_ordering::greater;
  }
  return left.negative ? right.magnitude <=> left.magnitude : left.magnitude <=> right.magnitude;
}

bool is_integer(const Json& value) {
  if (!value.is_number()) return false;
  if (!value.is_number_float()) return true;
  const double real = value.get<double>();
  return std::isfinite(real) && std::floor(real) == real;
}

bool is_multiple(const Json& value, const Json& divisor) {
  if (value.is_number_float() && !std::isfinite(value.get<double>())) return false;
  const Decimal a = decimal_of(value);
  const Decimal b = decimal_of(divisor);
  if (a.digits == 0) return true;
  if (b.digits == 0) return false;
  if (a.exponent >= b.exponent) {
    // a.digits * 10^shift mod b.digits, by repeated squaring.
    auto shift = static_cast<unsigned>(a.exponent - b.exponent);
    Wide rest = a.digits % b.digits;
    Wide power = 10 % b.digits;
    for (; shift != 0; shift >>= 1) {
      if (shift & 1) rest = rest * power % b.digits;
      power = power * power % b.digits;
    }
    return rest == 0;
  }
  // b.digits * 10^shift must divide a.digits, which has no factor 10 left unless it is an integer as given.
  Wide scaled = b.digits;
  for (int shift = b.exponent - a.exponent; shift > 0; --shift) {
    scaled *= 10;
    if (scaled > a.digits) return false;
  }
  return a.digits % static_cast<std::uint64_t>(scaled) == 0;
}

bool equal(const Json& a, const Json& b, Budget& budget) {
  std::vector<std::pair<const Json*, const Json*>> pending{{&a, &b}};
  while (!pending.empty()) {
    const auto [left, right] = pending.back();
    pending.pop_back();
    if (!budget.take(1)) return false;
    if (left->is_number() && right->is_number()) {
      if (compare_numbers(*left, *right) != 0) return false;
      continue;
    }
    if (left->type() != right->type()) return false;
    switch (left->type()) {
      case Json::value_t::string:
        if (left->get_ref<const std::string&>() != right->get_ref<const std::string&>()) return false;
        break;
      case Json::value_t::boolean:
        if (left->get<bool>() != right->get<bool>()) return false;
        break;
      case Json::value_t::array:
        if (left->size() != right->size()) return false;
        for (std::size_t i = 0; i < left->size(); ++i) pending.emplace_back(&(*left)[i], &(*right)[i]);
        if (!budget.take(left->size())) return false;
        break;
      case Json::value_t::object: {
        if (left->size() != right->size()) return false;
        auto other = right->begin();
        for (auto member = left->begin(); member != left->end(); ++member, ++other) {
          if (member.key() != other.key()) return false;
          pending.emplace_back(&member.value(), &other.value());
        }
        if (!budget.take(left->size())) return false;
        break;
      }
      default:
        break;
    }
  }
  return true;
}

std::uint64_t hash(const Json& value, Budget& budget) {
  std::vector<const Json*> pending{&value};
  std::uint64_t state = 0x2545F4914F6CDD1DULL;
  while (!pending.empty()) {
    const Json* at = pending.back();
    pending.pop_back();
    if (!budget.take(1)) return 0;
    switch (at->type()) {
      case Json::value_t::null:
        state = mix(state, 1);
        break;
      case Json::value_t::boolean:
        state = mix(state, at->get<bool>() ? 3 : 2);
        break;
      case Json::value_t::string:
        state = mix(state, std::hash<std::string>{}(at->get_ref<const std::string&>()));
        break;
      case Json::value_t::array:
        state = mix(mix(state, 4), at->size());
        for (const Json& item : *at) pending.push_back(&item);
        break;
      case Json::value_t::object:
        state = mix(mix(state, 5), at->size());
        for (auto member = at->begin(); member != at->end(); ++member) {
          state = mix(state, std::hash<std::string>{}(member.key()));
          pending.push_back(&member.value());
        }
        break;
      default:
        state = mix(state, hash_number(*at));
        break;
    }
  }
  return state;
}

std::string_view type_name(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null:
      return "null";
    case Json::value_t::boolean:
      return "boolean";
    case Json::value_t::string:
      return "string";
    case Json::value_t::array:
      return "array";
    case Json::value_t::object:
      return "object";
    default:
      return is_integer(value) ? "integer" : "number";
  }
}

std::string describe(const Json& value, std::size_t max) {
  if (value.is_array())
    return fmt::format("an array of {} item{}", value.size(), value.size() == 1 ? "" : "s");
  if (value.is_object())
    return fmt::format("an object of {} member{}", value.size(), value.size() == 1 ? "" : "s");
  if (value.is_string()) {
    const std::string& text = value.get_ref<const std::string&>();
    if (text.size() <= max) return core::dump(value);
    return core::dump(Json(core::shorten(text, max)));
  }
  return core::dump(value, max);
}

}  // namespace hallmark::jsonschema
