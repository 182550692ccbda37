#include "plan/values/char_set.h"

#include <algorithm>

namespace hallmark::plan {
namespace {

constexpr char32_t last_code_point = 0x10FFFF;

struct Named {
  std::string_view name;
  char32_t first, last;
};

// Some of each category, by range.
constexpr Named categories[] = {
    {"Lu", 'A', 'Z'},         {"Lu", 0xC0, 0xD6},     {"Lu", 0x391, 0x3A1},   {"Lu", 0x410, 0x42F},
    {"Ll", 'a', 'z'},         {"Ll", 0xDF, 0xF6},     {"Ll", 0x3B1, 0x3C9},   {"Ll", 0x430, 0x44F},
    {"Lt", 0x1C5, 0x1C5},     {"Lm", 0x2B0, 0x2B8},   {"Lo", 0x5D0, 0x5EA},   {"Lo", 0x3041, 0x3096},
    {"Lo", 0x4E00, 0x9FA5},   {"Mn", 0x300, 0x36F},   {"Mc", 0x903, 0x903},   {"Me", 0x20DD, 0x20E0},
    {"Nd", '0', '9'},         {"Nd", 0x660, 0x669},   {"Nl", 0x2160, 0x2182}, {"No", 0xB2, 0xB3},
    {"No", 0xBC, 0xBE},       {"Zs", ' ', ' '},       {"Zs", 0xA0, 0xA0},     {"Zs", 0x2003, 0x2003},
    {"Zl", 0x2028, 0x2028},   {"Zp", 0x2029, 0x2029}, {"Cc", 0, 0x1F},        {"Cc", 0x7F, 0x9F},
    {"Cf", 0xAD, 0xAD},       {"Co", 0xE000, 0xF8FF}, {"Pc", '_', '_'},       {"Pd", '-', '-'},
    {"Pd", 0x2013, 0x2014},   {"Ps", '(', '('},       {"Ps", '[', '['},       {"Ps", '{', '{'},
    {"Pe", ')', ')'},         {"Pe", ']', ']'},       {"Pe", '}', '}'},       {"Pi", 0xAB, 0xAB},
    {"Pf", 0xBB, 0xBB},       {"Po", '!', '#'},       {"Po", '%', '\''},      {"Po", '*', '*'},
    {"Po", ',', ','},         {"Po", '.', '/'},       {"Po", ':', ';'},       {"Po", '?', '@'},
    {"Po", '\\', '\\'},       {"Po", 0xA1, 0xA1},     {"Po", 0xBF, 0xBF},     {"Sm", '+', '+'},
    {"Sm", '<', '>'},         {"Sm", '|', '|'},       {"Sm", '~', '~'},       {"Sm", 0xAC, 0xAC},
    {"Sm", 0xB1, 0xB1},       {"Sc", '$', '$'},       {"Sc", 0xA2, 0xA5},     {"Sc", 0x20AC, 0x20AC},
    {"Sk", '^', '^'},         {"Sk", '`', '`'},       {"So", 0xA9, 0xA9},     {"So", 0xAE, 0xAE},
    {"So", 0x1F600, 0x1F64F},
};

constexpr Named posix[] = {
    {"ASCII", 0, 0x7F},          {"Alpha", 'A', 'Z'},   {"Alpha", 'a', 'z'},  {"Alnum", 'A', 'Z'},
    {"Alnum", 'a', 'z'},         {"Alnum", '0', '9'},   {"Digit", '0', '9'},  {"Upper", 'A', 'Z'},
    {"Lower", 'a', 'z'},         {"XDigit", '0', '9'},  {"XDigit", 'a', 'f'}, {"XDigit", 'A', 'F'},
    {"Punct", '!', '/'},         {"Punct", ':', '@'},   {"Punct", '[', '`'},  {"Punct", '{', '~'},
    {"Print", ' ', '~'},         {"Graph", '!', '~'},   {"Blank", ' ', ' '},  {"Blank", '\t', '\t'},
    {"Space", ' ', ' '},         {"Space", '\t', '\r'}, {"Cntrl", 0, 0x1F},   {"Cntrl", 0x7F, 0x7F},
    {"Any", 0, last_code_point},
};

constexpr Named scripts[] = {
    {"Latin", 'A', 'Z'},      {"Latin", 'a', 'z'},          {"Latin", 0xC0, 0xD6},
    {"Greek", 0x391, 0x3A1},  {"Greek", 0x3B1, 0x3C9},      {"Cyrillic", 0x410, 0x44F},
    {"Han", 0x4E00, 0x9FA5},  {"Hiragana", 0x3041, 0x3096}, {"Katakana", 0x30A1, 0x30FA},
    {"Hebrew", 0x5D0, 0x5EA}, {"Arabic", 0x627, 0x63A},     {"Hangul", 0xAC00, 0xD7A3},
};

}  // namespace

void CharSet::add(char32_t first, char32_t last) {
  if (first > last || first > last_code_point) return;
  last = std::min(last, last_code_point);
  if (first < 0xD800 && last > 0xDFFF) {
    ranges_.push_back({first, 0xD7FF});
    ranges_.push_back({0xE000, last});
  } else {
    if (first >= 0xD800 && first <= 0xDFFF) first = 0xE000;
    if (last >= 0xD800 && last <= 0xDFFF) last = 0xD7FF;
    if (first > last) return;
    ranges_.push_back({first, last});
  }
  normalise();
}

void CharSet::add(const CharSet& other) {
  ranges_.insert(ranges_.end(), other.ranges_.begin(), other.ranges_.end());
  normalise();
}

void CharSet::normalise() {
  std::sort(ranges_.begin(), ranges_.end(), [](const Range& a, const Range& b) { return a.first < b.first; });
  std::vector<Range> merged;
  for (const auto& range : ranges_) {
    if (!merged.empty() && range.first <= merged.back().last + 1) {
      merged.back().last = std::max(merged.back().last, range.last);
    } else {
      merged.push_back(range);
    }
  }
  ranges_ = std::move(merged);
}

CharSet CharSet::complement() const {
  CharSet result;
  char32_t next = 0;
  for (const auto& range : ranges_) {
    if (range.first > next) result.add(next, range.first - 1);
    next = range.last + 1;
  }
  if (next <= last_code_point) result.add(next, last_code_point);
  return result;
}

CharSet CharSet::intersect(const CharSet& other) const {
  CharSet result;
  for (const auto& a : ranges_) {
    for (const auto& b : other.ranges_) {
      const auto first = std::max(a.first, b.first);
      const auto last = std::min(a.last, b.last);
      if (first <= last) result.ranges_.push_back({first, last});
    }
  }
  result.normalise();
  return result;
}

bool CharSet::contains(char32_t c) const {
  return std::any_of(ranges_.begin(), ranges_.end(),
                     [c](const Range& range) { return range.first <= c && c <= range.last; });
}

std::uint64_t CharSet::size() const {
  std::uint64_t total = 0;
  for (const auto& range : ranges_) total += range.last - range.first + 1;
  return total;
}

char32_t CharSet::at(std::uint64_t index) const {
  for (const auto& range : ranges_) {
    const std::uint64_t count = range.last - range.first + 1;
    if (index < count) return range.first + static_cast<char32_t>(index);
    index -= count;
  }
  return U'?';
}

CharSet digits() {
  CharSet set;
  set.add('0', '9');
  return set;
}

CharSet word_characters() {
  CharSet set = digits();
  set.add('A', 'Z');
  set.add('a', 'z');
  set.add('_', '_');
  return set;
}

CharSet any_character() {
  CharSet set;
  set.add(0, last_code_point);
  return set;
}

std::optional<CharSet> property(std::string_view name) {
  if (const auto colon = name.find(':'); colon != std::string_view::npos) name = name.substr(colon + 1);
  // Of general categories only the short names are left here.
  static constexpr std::pair<std::string_view, std::string_view> long_names[] = {
      {"L&", "Lu"},    {"Alphabetic", "L"},   {"Uppercase", "Lu"},  {"Lowercase", "Ll"},
      {"Emoji", "So"}, {"White_Space", "Zs"}, {"Whitespace", "Zs"},
  };
  for (const auto& [full, brief] : long_names) {
    if (full == name) name = brief;
  }
  CharSet set;
  for (const auto& entry : posix) {
    if (entry.name == name) set.add(entry.first, entry.last);
  }
  for (const auto& entry : scripts) {
    if (entry.name == name) set.add(entry.first, entry.last);
  }
  for (const auto& entry : categories) {
    if (entry.name == name || (name.size() == 1 && entry.name.front() == name.front()))
      set.add(entry.first, entry.last);
  }
  if (set.empty()) return std::nullopt;
  return set;
}

}  // namespace hallmark::plan
