#include "core/clock.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <thread>

#include "core/text.h"

namespace hallmark::core {
namespace {

using std::chrono::microseconds;

class SystemClock : public Clock {
 public:
  [[nodiscard]] Time now() const override {
    return std::chrono::time_point_cast<microseconds>(std::chrono::system_clock::now());
  }
  [[nodiscard]] microseconds monotonic() const override {
    return std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now().time_since_epoch());
  }
  void sleep(microseconds duration) const override { std::this_thread::sleep_for(duration); }
};

constexpr std::array<std::string_view, 7> weekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Fields {
  int year = 0;
  unsigned month = 0, day = 0;
  int hour = 0, minute = 0, second = 0;
  std::int64_t micros = 0;
};

Fields fields_of(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::int64_t rest = (time - day).count();
  return {.year = static_cast<int>(date.year()),
          .month = static_cast<unsigned>(date.month()),
          .day = static_cast<unsigned>(date.day()),
          .hour = static_cast<int>(rest / 3'600'000'000),
          .minute = static_cast<int>(rest / 60'000'000 % 60),
          .second = static_cast<int>(rest / 1'000'000 % 60),
          .micros = rest % 1'000'000};
}

std::optional<Time> time_of(const Fields& f) {
  const std::chrono::year_month_day date(std::chrono::year(f.year), std::chrono::month(f.month),
                                         std::chrono::day(f.day));
  if (!date.ok() || f.hour > 23 || f.minute > 59 || f.second > 60) return std::nullopt;
  return Time(std::chrono::sys_days(date)) + std::chrono::hours(f.hour) + std::chrono::minutes(f.minute) +
         std::chrono::seconds(f.second) + microseconds(f.micros);
}

// Reads left to right; `ok` turns false at the first thing that is not as expected.
struct Scanner {
  std::string_view text;
  std::size_t at = 0;
  bool ok = true;

  [[nodiscard]] bool next_is(char c) const { return at < text.size() && text[at] == c; }
  [[nodiscard]] bool next_is_digit() const { return at < text.size() && text[at] >= '0' && text[at] <= '9'; }
  int digits(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i, ++at) {
      if (!next_is_digit()) {
        ok = false;
        return 0;
      }
      value = value * 10 + (text[at] - '0');
    }
    return value;
  }
  void literal(std::string_view expected) {
    if (text.substr(std::min(at, text.size()), expected.size()) != expected) ok = false;
    at += expected.size();
  }
  std::int64_t fraction() {  // behind '.', as microseconds; further digits are read and dropped
    std::int64_t micros = 0;
    std::int64_t unit = 100'000;
    if (!next_is_digit()) ok = false;
    for (; next_is_digit(); ++at, unit /= 10) micros += unit * (text[at] - '0');
    return micros;
  }
  template <typename Names>
  unsigned one_of(const Names& names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (text.substr(std::min(at, text.size()), 3) == names[i]) {
        at += 3;
        return static_cast<unsigned>(i);
      }
    }
    ok = false;
    return 0;
  }
  [[nodiscard]] bool done() const { return ok && at == text.size(); }
};

// 12:00:00 or 12:00:00.25
void read_time_of_day(Scanner& in, Fields& f) {
  f.hour = in.digits(2);
  in.literal(":");
  f.minute = in.digits(2);
  in.literal(":");
  f.second = in.digits(2);
  if (in.ok && in.next_is('.')) {
    ++in.at;
    f.micros = in.fraction();
  }
}

std::optional<Time> parse_date_time(std::string_view text) {
  Scanner in{.text = text};
  Fields f;
  f.year = in.digits(4);
  in.literal("-");
  f.month = static_cast<unsigned>(in.digits(2));
  in.literal("-");
  f.day = static_cast<unsigned>(in.digits(2));
  if (!in.next_is('T') && !in.next_is('t')) return std::nullopt;
  ++in.at;
  read_time_of_day(in, f);
  std::chrono::minutes offset{0};
  if (in.next_is('Z') || in.next_is('z')) {
    ++in.at;
  } else if (in.next_is('+') || in.next_is('-')) {
    const int sign = in.next_is('-') ? -1 : 1;
    ++in.at;
    const int hours = in.digits(2);
    in.literal(":");
    const int minutes = in.digits(2);
    if (hours > 23 || minutes > 59) return std::nullopt;
    offset = sign * std::chrono::minutes(hours * 60 + minutes);
  } else {
    return std::nullopt;
  }
  if (!in.done()) return std::nullopt;
  const auto time = time_of(f);
  if (!time) return std::nullopt;
  return *time - offset;
}

std::optional<Time> parse_http_date(std::string_view text) {
  Scanner in{.text = text};
  Fields f;
  const unsigned weekday = in.one_of(weekdays);
  in.literal(", ");
  f.day = static_cast<unsigned>(in.digits(2));
  in.literal(" ");
  f.month = in.one_of(months) + 1;
  in.literal(" ");
  f.year = in.digits(4);
  in.literal(" ");
  read_time_of_day(in, f);
  in.literal(" GMT");
  if (!in.done()) return std::nullopt;
  const auto time = time_of(f);
  if (!time) return std::nullopt;
  const std::chrono::weekday actual(std::chrono::floor<std::chrono::days>(*time));
  if (actual.c_encoding() != weekday) return std::nullopt;
  return time;
}

std::optional<Time> parse_epoch(std::string_view text) {
  // Whole seconds and a plain fraction exactly; an exponent by way of double.
  if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos || text.empty() ||
      text.size() > 64 || text[0] == '+') {
    return std::nullopt;
  }
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  // Years 0001 to 9999.
  if (problem != std::errc() || end != text.data() + text.size() ||
      !(value >= -62135596800.0 && value < 253402300800.0)) {
    return std::nullopt;
  }
  if (text.find_first_of("eE") != std::string_view::npos) {
    return Time(microseconds(std::llround(value * 1e6)));
  }
  const bool negative = text[0] == '-';
  Scanner in{.text = text, .at = negative ? 1U : 0U};
  if (!in.next_is_digit()) return std::nullopt;
  std::int64_t seconds = 0;
  for (; in.next_is_digit(); ++in.at) seconds = seconds * 10 + (text[in.at] - '0');
  std::int64_t micros = 0;
  if (in.next_is('.')) {
    ++in.at;
    micros = in.fraction();
  }
  if (!in.done()) return std::nullopt;
  const std::int64_t total = seconds * 1'000'000 + micros;
  return Time(microseconds(negative ? -total : total));
}

}  // namespace

const Clock& system_clock() {
  static const SystemClock clock;
  return clock;
}

std::string_view to_string(TimestampFormat format) {
  switch (format) {
    case TimestampFormat::date_time:
      return "date-time";
    case TimestampFormat::http_date:
      return "http-date";
    case TimestampFormat::epoch_seconds:
      return "epoch-seconds";
  }
  return "";
}

std::optional<TimestampFormat> timestamp_format(std::string_view name) {
  if (name == "date-time") return TimestampFormat::date_time;
  if (name == "http-date") return TimestampFormat::http_date;
  if (name == "epoch-seconds") return TimestampFormat::epoch_seconds;
  return std::nullopt;
}

std::string format_time(Time time, TimestampFormat format) {
  const Fields f = fields_of(time);
  std::string fraction;
  if (f.micros != 0) {
    fraction = fmt::format(".{:06}", f.micros);
    while (fraction.back() == '0') fraction.pop_back();
    if (format == TimestampFormat::date_time && fraction.size() < 4) fraction.resize(4, '0');
  }
  switch (format) {
    case TimestampFormat::date_time:
      return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}Z", f.year, f.month, f.day, f.hour, f.minute,
                         f.second, fraction);
    case TimestampFormat::http_date: {
      const std::chrono::weekday weekday(std::chrono::floor<std::chrono::days>(time));
      return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", weekdays[weekday.c_encoding()], f.day,
                         months[f.month - 1], f.year, f.hour, f.minute, f.second);
    }
    case TimestampFormat::epoch_seconds: {
      const std::int64_t total = time.time_since_epoch().count();
      const std::int64_t magnitude = total < 0 ? -total : total;
      std::string rest;
      if (magnitude % 1'000'000 != 0) {
        rest = fmt::format(".{:06}", magnitude % 1'000'000);
        while (rest.back() == '0') rest.pop_back();
      }
      return fmt::format("{}{}{}", total < 0 ? "-" : "", magnitude / 1'000'000, rest);
    }
  }
  return {};
}

std::optional<Time> parse_time(std::string_view text, TimestampFormat format) {
  switch (format) {
    case TimestampFormat::date_time:
      return parse_date_time(text);
    case TimestampFormat::http_date:
      return parse_http_date(text);
    case TimestampFormat::epoch_seconds:
      return parse_epoch(text);
  }
  return std::nullopt;
}

std::string format_basic(Time time) {
  const Fields f = fields_of(time);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", f.year, f.month, f.day, f.hour, f.minute, f.second);
}

std::optional<Time> parse_basic(std::string_view text) {
  Scanner in{.text = text};
  Fields f;
  f.year = in.digits(4);
  f.month = static_cast<unsigned>(in.digits(2));
  f.day = static_cast<unsigned>(in.digits(2));
  in.literal("T");
  f.hour = in.digits(2);
  f.minute = in.digits(2);
  f.second = in.digits(2);
  in.literal("Z");
  if (!in.done()) return std::nullopt;
  return time_of(f);
}

}  // namespace hallmark::core
