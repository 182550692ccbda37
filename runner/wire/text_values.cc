#include "wire/text_values.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/text.h"

namespace hallmark::wire {
namespace {

using contract::ShapeType;
using core::TimestampFormat;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// -?digits, nothing else.
bool is_integer_text(std::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  if (text.empty()) return false;
  for (const char c : text) {
    if (!is_digit(c)) return false;
  }
  return true;
}

// JSON's number grammar, but leading zeros and a leading '+' in exponents are fine.
bool is_number_text(std::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  const auto digits = [&] {
    std::size_t count = 0;
    while (!text.empty() && is_digit(text.front())) {
      text.remove_prefix(1);
      ++count;
    }
    return count;
  };
  if (digits() == 0) return false;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    if (digits() == 0) return false;
  }
  if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
    text.remove_prefix(1);
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
    if (digits() == 0) return false;
  }
  return text.empty();
}

std::optional<Json> integer_of(std::string_view text) {
  if (!is_integer_text(text)) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return Json(number);
}

std::optional<Json> number_of(std::string_view text) {
  if (auto integer = integer_of(text)) return integer;
  if (!is_number_text(text) || text.size() > 1000) return std::nullopt;
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return Json(number);
}

bool is_special_float(std::string_view text) {
  return text == "NaN" || text == "Infinity" || text == "-Infinity";
}

constexpr std::array all_formats = {TimestampFormat::date_time, TimestampFormat::http_date,
                                    TimestampFormat::epoch_seconds};

std::optional<TimestampFormat> other_format(std::string_view text, TimestampFormat wanted) {
  for (const TimestampFormat format : all_formats) {
    if (format != wanted && core::parse_time(text, format)) return format;
  }
  return std::nullopt;
}

void diagnose_lexical(const Cursor& at, std::string expected, std::string_view actual) {
  at.diagnose(DiagnosticKind::lexical, std::move(expected), core::shorten(actual, 200));
}

void diagnose_time(const Cursor& at, TimestampFormat wanted, std::string_view actual) {
  const auto other = other_format(actual, wanted);
  if (!other)
    return diagnose_lexical(at, "a timestamp (" + std::string(core::to_string(wanted)) + ")", actual);
  at.diagnose(DiagnosticKind::timestamp_format, std::string(core::to_string(wanted)),
              std::string(core::to_string(*other)) + ": " + core::shorten(actual, 100));
}

}  // namespace

TimestampFormat format_of(const contract::Model& model, const contract::Member& member,
                          TimestampFormat otherwise) {
  const Json* stated = contract::effective(model, member, contract::trait::timestamp_format);
  if (!stated || !stated->is_string()) return otherwise;
  return core::timestamp_format(stated->get_ref<const std::string&>()).value_or(otherwise);
}

std::optional<core::Time> time_of(const Json& value) {
  if (value.is_number()) return core::parse_time(core::dump(value), TimestampFormat::epoch_seconds);
  if (!value.is_string()) return std::nullopt;
  for (const TimestampFormat format : all_formats) {
    if (auto time = core::parse_time(value.get_ref<const std::string&>(), format)) return time;
  }
  return std::nullopt;
}

Json timestamp_value(const Json& value, TimestampFormat format) {
  if (format == TimestampFormat::epoch_seconds && value.is_number()) return value;
  const auto time = time_of(value);
  if (!time) return value;
  if (format != TimestampFormat::epoch_seconds) return core::format_time(*time, format);
  const std::int64_t micros = time->time_since_epoch().count();
  if (micros % 1000000 == 0) return micros / 1000000;
  return static_cast<double>(micros) / 1e6;
}

std::string to_text(const contract::Model& model, const contract::Member& member, const Json& value,
                    TimestampFormat otherwise) {
  Json shown = value;
  if (contract::target_of(model, member).type == ShapeType::timestamp) {
    const TimestampFormat format = format_of(model, member, otherwise);
    if (format == TimestampFormat::epoch_seconds) {
      const auto time = time_of(value);
      return time ? core::format_time(*time, format)
                  : (value.is_string() ? value.get<std::string>() : core::dump(value));
    }
    shown = timestamp_value(value, format);
  }
  return shown.is_string() ? shown.get<std::string>() : core::dump(shown);
}

Json from_text(const contract::Model& model, const contract::Member& member, std::string_view text,
               TimestampFormat otherwise, const Cursor& at) {
  const auto as_string = [&] { return Json(clean_text(text, at)); };
  const ShapeType type = contract::target_of(model, member).type;
  switch (type) {
    case ShapeType::boolean:
      if (text == "true") return true;
      if (text == "false") return false;
      diagnose_lexical(at, "true or false", text);
      return as_string();
    case ShapeType::byte:
    case ShapeType::short_integer:
    case ShapeType::integer:
    case ShapeType::long_integer:
    case ShapeType::int_enumeration:
      if (auto number = integer_of(text)) return *number;
      diagnose_lexical(at, "an integer", text);
      return as_string();
    case ShapeType::big_integer:
      if (auto number = integer_of(text)) return *number;
      if (!is_integer_text(text)) diagnose_lexical(at, "an integer", text);
      return as_string();
    case ShapeType::float_number:
    case ShapeType::double_number:
      if (is_special_float(text)) return std::string(text);
      if (auto number = number_of(text)) return *number;
      diagnose_lexical(at, "a number", text);
      return as_string();
    case ShapeType::big_decimal:
      // Kept as text unless a JSON number says exactly the same.
      if (auto number = integer_of(text)) return *number;
      if (!is_number_text(text)) diagnose_lexical(at, "a number", text);
      return as_string();
    case ShapeType::timestamp: {
      const TimestampFormat format = format_of(model, member, otherwise);
      if (!core::parse_time(text, format)) {
        diagnose_time(at, format, text);
        return as_string();
      }
      if (format == TimestampFormat::epoch_seconds) {
        if (auto number = number_of(text)) return *number;
      }
      return as_string();
    }
    case ShapeType::blob:
      if (!core::base64_decode(text)) diagnose_lexical(at, "base64", text);
      return as_string();
    default:
      return as_string();
  }
}

void check_simple(const contract::Model& model, const contract::Member& member, const Json& value,
                  TimestampFormat otherwise, const Cursor& at) {
  const ShapeType type = contract::target_of(model, member).type;
  if (type == ShapeType::blob && value.is_string()) {
    if (!core::base64_decode(value.get_ref<const std::string&>())) {
      diagnose_lexical(at, "base64", value.get_ref<const std::string&>());
    }
    return;
  }
  if (type != ShapeType::timestamp || (!value.is_string() && !value.is_number())) return;
  const TimestampFormat format = format_of(model, member, otherwise);
  const bool number_wanted = format == TimestampFormat::epoch_seconds;
  const std::string text = value.is_string() ? value.get<std::string>() : core::dump(value);
  if (value.is_number() == number_wanted && core::parse_time(text, format)) return;
  if (value.is_string() && number_wanted && core::parse_time(text, format)) {
    at.diagnose(DiagnosticKind::timestamp_format, "a number of seconds", "a string: " + text);
    return;
  }
  diagnose_time(at, format, text);
}

}  // namespace hallmark::wire
