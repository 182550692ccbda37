#include "plan/cases/variables.h"

#include <algorithm>
#include <limits>

#include "core/digest.h"
#include "core/text.h"

namespace hallmark::plan {
namespace {

constexpr std::size_t max_depth = 512;

bool name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.';
}

// The variable whose "${" stands at `at`; empty when it is none. `end` is behind its '}'.
std::string_view variable_at(std::string_view text, std::size_t at, std::size_t& end) {
  if (text.substr(at, 2) != "${") return {};
  std::size_t stop = at + 2;
  while (stop < text.size() && name_character(text[stop])) ++stop;
  if (stop == at + 2 || stop >= text.size() || text[stop] != '}') return {};
  end = stop + 1;
  return text.substr(at + 2, stop - at - 2);
}

// Variables inside longer text, and "$${" for "${" itself.
std::string filled(std::string_view text, const ValueOf& value_of) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t dollar = std::min(text.find('$', i), text.size());
    out += text.substr(i, dollar - i);
    if ((i = dollar) == text.size()) break;
    if (text.substr(i, 3) == "$${") {
      out += "${";
      i += 3;
      continue;
    }
    std::size_t end = 0;
    const auto name = variable_at(text, i, end);
    if (name.empty()) {
      out += text[i++];
      continue;
    }
    if (const auto value = value_of(name)) {
      out += value->is_string() ? value->get_ref<const std::string&>() : core::dump(*value);
    } else {
      out += text.substr(i, end - i);
    }
    i = end;
  }
  return out;
}

bool is_of_kind(std::string_view name, std::string_view kind) {
  return name == kind ||
         (name.size() > kind.size() + 1 && name.starts_with(kind) && name[kind.size()] == '.');
}

std::string base36(std::string_view digest, std::size_t length) {
  static constexpr std::string_view alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::string out;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8 && i < digest.size(); ++i) {
    value = value << 8 | static_cast<unsigned char>(digest[i]);
  }
  while (out.size() < length) {
    out += alphabet[value % 36];
    value /= 36;
  }
  return out;
}

std::string fresh(const std::string& seed, std::uint64_t& counter, std::string_view kind,
                  std::string_view label) {
  const auto number = label.empty() ? ++counter : 0;
  const auto digest = core::sha256(seed + '\n' + std::string(kind) + '\n' + std::string(label) + '\n' +
                                   std::to_string(number));
  if (kind == unique_variable) return "h" + base36(digest, unique_length - 1);
  auto bytes = digest.substr(0, 16);
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3f) | 0x80);
  const auto digits = core::hex(bytes);
  return digits.substr(0, 8) + '-' + digits.substr(8, 4) + '-' + digits.substr(12, 4) + '-' +
         digits.substr(16, 4) + '-' + digits.substr(20, 12);
}

constexpr std::string_view unlike_prefix = "unlike.", last_prefix = "last.";
constexpr std::size_t most_changed = 8, least_changed = 4;
constexpr std::string_view far_away = "90";  // before a number of few digits: far from those that are counted

// Another of the same kind: a digit for a digit, a hexadecimal letter for one where all are.
char another(char c, bool hexadecimal) {
  const auto turned = [c](char first, int count, int by) {
    return static_cast<char>(first + (c - first + by) % count);
  };
  if (c >= '0' && c <= '9') return turned('0', 10, 3);
  const int letters = hexadecimal ? 6 : 26;
  if (c >= 'a' && c <= 'z') return turned('a', letters, 5);
  return turned('A', letters, 5);
}

bool alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void add_once(std::vector<std::string>& names, std::string_view name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
}

void collect(const Json& value, std::vector<std::string>& names, std::size_t depth);

void collect_text(std::string_view text, std::vector<std::string>& names) {
  for (std::size_t i = text.find('$'); i < text.size(); i = text.find('$', i + 1)) {
    if (text.substr(i, 3) == "$${") {
      i += 2;
      continue;
    }
    std::size_t end = 0;
    const auto name = variable_at(text, i, end);
    if (name.empty()) continue;
    add_once(names, name);
    i = end - 1;
  }
}

void collect(const Json& value, std::vector<std::string>& names, std::size_t depth) {
  if (depth > max_depth) return;
  if (value.is_string()) {
    collect_text(value.get_ref<const std::string&>(), names);
  } else if (value.is_object()) {
    for (const auto& [key, item] : value.get_ref<const Json::object_t&>()) {
      collect_text(key, names);
      collect(item, names, depth + 1);
    }
  } else if (value.is_array()) {
    for (const auto& item : value) collect(item, names, depth + 1);
  }
}

}  // namespace

Variables::Variables(std::string_view run_token, std::string_view case_id)
    : seed_(std::string(run_token) + '\n' + std::string(case_id)) {}

void Variables::set(const std::string& name, Json value) { values_.insert_or_assign(name, std::move(value)); }

std::string_view kept_name(std::string_view name) {
  for (const auto prefix : {unlike_prefix, last_prefix}) {
    if (name.starts_with(prefix)) return kept_name(name.substr(prefix.size()));
  }
  return name;
}

std::optional<Json> unlike(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  // The last segment of an ARN, a URL or a path is what tells one thing from another.
  const auto slash = text.find_last_of("/:");
  const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
  // ".fifo" and ".com" say what kind of thing it is.
  std::size_t end = text.size();
  const auto dot = text.find_last_of('.', text.ends_with('.') && end > 1 ? end - 2 : std::string::npos);
  if (dot != std::string::npos && dot > begin &&
      std::count_if(&text[begin], &text[dot], alphanumeric) >= static_cast<std::ptrdiff_t>(least_changed))
    end = dot;
  // "mw-0a1b" has hexadecimal digits, and so must what is unlike it.
  const auto is_hexadecimal = [&](std::size_t at) {
    std::size_t first = at, last = at;
    while (first > begin && alphanumeric(text[first - 1])) --first;
    while (last < text.size() && alphanumeric(text[last])) ++last;
    return text.substr(first, last - first).find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  };
  auto result = text;
  std::size_t changed = 0;
  for (std::size_t at = end; at > begin && changed < most_changed; --at) {
    if (!alphanumeric(text[at - 1])) continue;
    result[at - 1] = another(text[at - 1], is_hexadecimal(at - 1));
    ++changed;
  }
  if (changed >= least_changed) return Json(std::move(result));
  // A version, or a place in a row, that was counted: one that is far from it.
  const std::string_view last = std::string_view(text).substr(begin);
  if (last.empty() || !std::all_of(last.begin(), last.end(), is_digit)) return std::nullopt;
  return Json(text.substr(0, begin) + std::string(far_away) + result.substr(begin));
}

bool is_generated(std::string_view name) {
  return is_of_kind(name, unique_variable) || is_of_kind(name, uuid_variable);
}

bool is_of_the_caller(std::string_view name) { return name == region_variable || name == account_variable; }

bool is_predefined(std::string_view name) { return is_generated(name) || is_of_the_caller(name); }

bool differs_each_time(const Json& value) {
  const auto used = variables_in(value);
  return std::any_of(used.begin(), used.end(), [](const std::string& name) {
    return name == unique_variable || name == uuid_variable;
  });
}

bool Variables::has(std::string_view name) const {
  if (kept_name(name) != name) return has(kept_name(name));
  return is_generated(name) || values_.find(name) != values_.end();
}

std::optional<Json> Variables::value_of(std::string_view name) {
  if (const auto found = values_.find(name); found != values_.end()) return found->second;
  if (name.starts_with(unlike_prefix)) {
    const auto like = value_of(name.substr(unlike_prefix.size()));
    return like ? unlike(*like) : std::nullopt;
  }
  if (name.starts_with(last_prefix)) {
    auto whole = value_of(name.substr(last_prefix.size()));
    if (!whole || !whole->is_string()) return whole;
    const auto& text = whole->get_ref<const std::string&>();
    return Json(text.substr(text.rfind('/') + 1));  // npos + 1 is 0: all of it
  }
  for (const std::string_view kind : {unique_variable, uuid_variable}) {
    if (name == kind) return fresh(seed_, counter_, kind, {});
    if (is_of_kind(name, kind)) return fresh(seed_, counter_, kind, name.substr(kind.size() + 1));
  }
  return std::nullopt;
}

// As value_of(), and what stands for nothing goes into `unknown`.
ValueOf Variables::values(std::vector<std::string>* unknown) {
  return [this, unknown](std::string_view name) {
    std::optional<Json> value = value_of(name);
    if (!value && unknown) add_once(*unknown, name);
    return value;
  };
}

std::string Variables::substitute_text(std::string_view text, std::vector<std::string>* unknown) {
  return filled(text, values(unknown));
}

Variables::Substituted Variables::substitute(const Json& value) {
  Substituted result;
  result.value = substituted(value, values(&result.unknown));
  return result;
}

Json substituted(const Json& value, const ValueOf& value_of) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    std::size_t end = 0;
    if (const auto name = variable_at(text, 0, end); !name.empty() && end == text.size()) {
      auto found = value_of(name);
      return found ? *std::move(found) : value;
    }
    return filled(text, value_of);
  }
  if (value.is_object()) {
    Json out = Json::object();
    for (const auto& [key, item] : value.items()) out[filled(key, value_of)] = substituted(item, value_of);
    return out;
  }
  if (value.is_array()) {
    Json out = Json::array();
    for (const auto& item : value) out.push_back(substituted(item, value_of));
    return out;
  }
  return value;
}

Json substituted(const Json& value, const std::map<std::string, Json>& kept) {
  return substituted(value, [&](std::string_view name) {
    const auto found = kept.find(std::string(name));
    return found == kept.end() ? std::nullopt : std::optional<Json>(found->second);
  });
}

std::vector<std::string> variables_in(const Json& value) {
  std::vector<std::string> names;
  collect(value, names, 0);
  return names;
}

std::string escape_variables(std::string_view text) {
  return core::replace_all(std::string(text), "${", "$${");
}

}  // namespace hallmark::plan
