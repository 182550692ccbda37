#include "jsonschema/format.h"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/text.h"
#include "jsonschema/pattern.h"

namespace hallmark::jsonschema {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool hexadecimal(char c) { return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Two digits at `at`, or -1.
int two(std::string_view text, std::size_t at) {
  if (at + 2 > text.size() || !digit(text[at]) || !digit(text[at + 1])) return -1;
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const int century = two(text, 0);
  const int year = two(text, 2);
  const int month = two(text, 5);
  const int day = two(text, 8);
  if (century < 0 || year < 0 || month < 1 || month > 12 || day < 1) return false;
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year != 0 ? year % 4 == 0 : century % 4 == 0;
  return day <= days[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

bool is_time(std::string_view text) {
  const int hour = two(text, 0);
  const int minute = two(text, 3);
  const int second = two(text, 6);
  if (text.size() < 9 || text[2] != ':' || text[5] != ':') return false;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false;
  std::size_t at = 8;
  if (text[at] == '.') {
    const std::size_t start = ++at;
    while (at < text.size() && digit(text[at])) ++at;
    if (at == start) return false;
  }
  int offset = 0;
  const std::string_view zone = text.substr(at);
  if (zone != "Z" && zone != "z") {
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return false;
    const int hours = two(zone, 1);
    const int minutes = two(zone, 4);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false;
    offset = (hours * 60 + minutes) * (zone[0] == '-' ? -1 : 1);
  }
  // A leap second ends a day of UTC.
  return second != 60 || (hour * 60 + minute - offset + 2880) % 1440 == 1439;
}

bool is_date_time(std::string_view text) {
  return text.size() > 11 && (text[10] == 'T' || text[10] == 't') && is_date(text.substr(0, 10)) &&
         is_time(text.substr(11));
}

bool is_http_date(std::string_view text) {
  return core::parse_time(text, core::TimestampFormat::http_date).has_value();
}

// RFC 3339, appendix A: units in order, none left out between two that are there.
bool is_duration(std::string_view text) {
  if (text.size() < 3 || text.front() != 'P') return false;
  text.remove_prefix(1);
  const auto units = [](std::string_view part, std::string_view order, bool adjacent) {
    std::size_t last = std::string_view::npos;
    while (!part.empty()) {
      std::size_t at = 0;
      while (at < part.size() && digit(part[at])) ++at;
      if (at == 0 || at == part.size()) return false;
      const std::size_t unit = order.find(part[at]);
      if (unit == std::string_view::npos) return false;
      if (last != std::string_view::npos && (adjacent ? unit != last + 1 : unit <= last)) return false;
      last = unit;
      part.remove_prefix(at + 1);
    }
    return true;
  };
  if (text.back() == 'W') return units(text, "W", true);
  const std::size_t mark = text.find('T');
  const std::string_view date = text.substr(0, mark);
  if (!units(date, "YMD", true)) return false;
  if (mark == std::string_view::npos) return !date.empty();
  const std::string_view time = text.substr(mark + 1);
  return !time.empty() && units(time, "HMS", true);
}

bool is_ipv4(std::string_view text) {
  const std::vector<std::string> parts = core::split(text, '.');
  if (parts.size() != 4) return false;
  for (const std::string& part : parts) {
    if (part.empty() || part.size() > 3 || (part.size() > 1 && part.front() == '0')) return false;
    int value = 0;
    for (const char c : part) {
      if (!digit(c)) return false;
      value = value * 10 + (c - '0');
    }
    if (value > 255) return false;
  }
  return true;
}

bool is_ipv6(std::string_view text) {
  std::size_t groups = 0;
  bool gap = false;
  if (text.substr(0, 2) == "::") {
    gap = true;
    text.remove_prefix(2);
    if (text.empty()) return true;
  }
  while (true) {
    const std::size_t colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    if (colon == std::string_view::npos && group.find('.') != std::string_view::npos) {
      if (!is_ipv4(group)) return false;
      groups += 2;
      break;
    }
    if (group.empty() || group.size() > 4) return false;
    for (const char c : group) {
      if (!hexadecimal(c)) return false;
    }
    ++groups;
    if (colon == std::string_view::npos) break;
    text.remove_prefix(colon + 1);
    if (text.substr(0, 1) == ":") {
      if (gap) return false;
      gap = true;
      text.remove_prefix(1);
      if (text.empty()) break;
    }
  }
  return gap ? groups <= 7 : groups == 8;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !hexadecimal(text[i])) return false;
  }
  return true;
}

bool is_json_pointer(std::string_view text) {
  if (text.empty()) return true;
  if (text.front() != '/') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '~' && (i + 1 >= text.size() || (text[i + 1] != '0' && text[i + 1] != '1'))) return false;
  }
  return true;
}

bool is_relative_json_pointer(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && digit(text[at])) ++at;
  if (at == 0 || (at > 1 && text.front() == '0')) return false;
  return text.substr(at) == "#" || is_json_pointer(text.substr(at));
}

bool is_regex(std::string_view text) { return Pattern::compile(text).has_value(); }

bool is_hostname(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  for (const std::string& label : core::split(text, '.')) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    for (const char c : label) {
      if (!digit(c) && !letter(c) && c != '-') return false;
    }
    if (label.size() > 3 && label[2] == '-' && label[3] == '-' &&
        !core::starts_with_ignoring_case(label, "xn--")) {
      return false;
    }
  }
  return true;
}

// RFC 5321's Mailbox: a dot-string or a quoted string, and a host name or an address literal.
bool is_email(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0) return false;
  const std::string_view local = text.substr(0, at);
  std::string_view domain = text.substr(at + 1);
  if (local.front() == '"') {
    if (local.size() < 2 || local.back() != '"') return false;
    for (std::size_t i = 1; i + 1 < local.size(); ++i) {
      if (local[i] == '\\') {
        if (++i + 1 >= local.size()) return false;
      } else if (local[i] == '"' || local[i] < ' ' || local[i] > '~') {
        return false;
      }
    }
  } else {
    char before = '.';
    for (const char c : local) {
      if (c == '.' ? before == '.'
                   : !digit(c) && !letter(c) &&
                         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) == std::string_view::npos) {
        return false;
      }
      before = c;
    }
    if (before == '.') return false;
  }
  if (domain.size() > 2 && domain.front() == '[' && domain.back() == ']') {
    domain = domain.substr(1, domain.size() - 2);
    if (core::starts_with_ignoring_case(domain, "IPv6:")) return is_ipv6(domain.substr(5));
    return is_ipv4(domain);
  }
  return is_hostname(domain);
}

// RFC 3986: characters, escapes, authority and port.
bool is_uri_reference(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || !hexadecimal(text[i + 1]) || !hexadecimal(text[i + 2])) return false;
    } else if (!digit(c) && !letter(c) &&
               std::string_view("-._~:/?#[]@!$&'()*+,;=").find(c) == std::string_view::npos) {
      return false;
    }
  }
  const std::size_t hash = text.find('#');
  if (hash != std::string_view::npos) {
    if (text.find_first_of("#[]", hash + 1) != std::string_view::npos) return false;
    text = text.substr(0, hash);
  }
  const std::size_t mark = text.find('?');
  if (mark != std::string_view::npos) {
    if (text.find_first_of("[]", mark) != std::string_view::npos) return false;
    text = text.substr(0, mark);
  }
  const std::size_t colon = text.find(':');
  const std::size_t slash = text.find('/');
  if (colon != std::string_view::npos && (slash == std::string_view::npos || colon < slash)) {
    if (colon == 0 || !letter(text.front())) return false;
    for (const char c : text.substr(0, colon)) {
      if (!digit(c) && !letter(c) && c != '+' && c != '-' && c != '.') return false;
    }
    text = text.substr(colon + 1);
  }
  if (text.substr(0, 2) != "//") return text.find_first_of("[]") == std::string_view::npos;
  const std::size_t end = text.find('/', 2);
  std::string_view authority = text.substr(2, end == std::string_view::npos ? end : end - 2);
  if (end != std::string_view::npos && text.find_first_of("[]", end) != std::string_view::npos) return false;
  if (const std::size_t user = authority.find('@'); user != std::string_view::npos) {
    if (authority.substr(0, user).find_first_of("[]") != std::string_view::npos) return false;
    authority = authority.substr(user + 1);
  }
  std::string_view port;
  if (authority.substr(0, 1) == "[") {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos) return false;
    const std::string_view literal = authority.substr(1, close - 1);
    if (literal.substr(0, 1) != "v" && !is_ipv6(literal)) return false;
    port = authority.substr(close + 1);
    if (!port.empty() && port.front() != ':') return false;
    if (!port.empty()) port.remove_prefix(1);
  } else {
    const std::size_t host_end = authority.find(':');
    if (authority.substr(0, host_end).find_first_of("[]@") != std::string_view::npos) return false;
    if (host_end != std::string_view::npos) port = authority.substr(host_end + 1);
  }
  return port.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || text.find_first_of("/?#") < colon) return false;
  return is_uri_reference(text);
}

constexpr std::array<std::pair<std::string_view, FormatCheck>, 15> formats{{
    {"date", is_date},
    {"date-time", is_date_time},
    {"duration", is_duration},
    {"email", is_email},
    {"hostname", is_hostname},
    {"http-date", is_http_date},
    {"ipv4", is_ipv4},
    {"ipv6", is_ipv6},
    {"json-pointer", is_json_pointer},
    {"regex", is_regex},
    {"relative-json-pointer", is_relative_json_pointer},
    {"time", is_time},
    {"uri", is_uri},
    {"uri-reference", is_uri_reference},
    {"uuid", is_uuid},
}};

}  // namespace

FormatCheck find_format(std::string_view name) {
  for (const auto& [known, check] : formats) {
    if (known == name) return check;
  }
  return nullptr;
}

}  // namespace hallmark::jsonschema
