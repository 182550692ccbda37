#include "jsonschema/ecma.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <utility>

#include "core/text.h"

namespace hallmark::jsonschema {
namespace {

// ECMA's WhiteSpace and LineTerminator, and everything else, as the inside of a class.
constexpr std::string_view spaces =
    "\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{"
    "feff}";
constexpr std::string_view not_spaces =
    "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}"
    "\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";
constexpr std::string_view any_but_line_ends = "[^\\n\\r\\x{2028}\\x{2029}]";
constexpr std::string_view nothing = "(?!)";
constexpr std::string_view anything = "[\\x{0}-\\x{10ffff}]";

struct NamedSet {
  std::string_view name, inside, complement;
};
// Java's names for ASCII sets, which ECMA does not know.
constexpr std::array<NamedSet, 8> java_sets{{
    {"ASCII", "\\x{0}-\\x{7f}", "\\x{80}-\\x{10ffff}"},
    {"Alnum", "0-9A-Za-z", "\\x{0}-\\x{2f}\\x{3a}-\\x{40}\\x{5b}-\\x{60}\\x{7b}-\\x{10ffff}"},
    {"Punct", "\\x{21}-\\x{2f}\\x{3a}-\\x{40}\\x{5b}-\\x{60}\\x{7b}-\\x{7e}",
     "\\x{0}-\\x{20}0-9A-Za-z\\x{7f}-\\x{10ffff}"},
    {"Graph", "\\x{21}-\\x{7e}", "\\x{0}-\\x{20}\\x{7f}-\\x{10ffff}"},
    {"Print", "\\x{20}-\\x{7e}", "\\x{0}-\\x{1f}\\x{7f}-\\x{10ffff}"},
    {"Blank", "\\x{9}\\x{20}", "\\x{0}-\\x{8}\\x{a}-\\x{1f}\\x{21}-\\x{10ffff}"},
    {"Digit", "0-9", "\\x{0}-\\x{2f}\\x{3a}-\\x{10ffff}"},
    {"XDigit", "0-9A-Fa-f", "\\x{0}-\\x{2f}\\x{3a}-\\x{40}\\x{47}-\\x{60}\\x{67}-\\x{10ffff}"},
}};

// Unicode's long names of general categories.
constexpr std::array<std::pair<std::string_view, std::string_view>, 44> categories{{
    {"Unassigned", "Cn"},
    {"Uppercase_Letter", "Lu"},
    {"Cased_Letter", "L&"},
    {"Close_Punctuation", "Pe"},
    {"Connector_Punctuation", "Pc"},
    {"Control", "Cc"},
    {"cntrl", "Cc"},
    {"Cntrl", "Cc"},
    {"Currency_Symbol", "Sc"},
    {"Dash_Punctuation", "Pd"},
    {"Decimal_Number", "Nd"},
    {"digit", "Nd"},
    {"Enclosing_Mark", "Me"},
    {"Final_Punctuation", "Pf"},
    {"Format", "Cf"},
    {"Initial_Punctuation", "Pi"},
    {"LC", "L&"},
    {"Letter", "L"},
    {"Letter_Number", "Nl"},
    {"Line_Separator", "Zl"},
    {"Lowercase_Letter", "Ll"},
    {"Mark", "M"},
    {"Combining_Mark", "M"},
    {"Math_Symbol", "Sm"},
    {"Modifier_Letter", "Lm"},
    {"Modifier_Symbol", "Sk"},
    {"Nonspacing_Mark", "Mn"},
    {"Number", "N"},
    {"Open_Punctuation", "Ps"},
    {"Other", "C"},
    {"Other_Letter", "Lo"},
    {"Other_Number", "No"},
    {"Other_Punctuation", "Po"},
    {"Other_Symbol", "So"},
    {"Paragraph_Separator", "Zp"},
    {"Private_Use", "Co"},
    {"Punctuation", "P"},
    {"punct", "P"},
    {"Separator", "Z"},
    {"Space_Separator", "Zs"},
    {"Spacing_Mark", "Mc"},
    {"Surrogate", "Cs"},
    {"Symbol", "S"},
    {"Titlecase_Letter", "Lt"},
}};

// One element of a pattern: a code point, or a set of them written as the inside of a class.
struct Atom {
  bool is_set = false;
  char32_t code = 0;
  std::string inside;   // of a class
  std::string outside;  // standing alone; empty: "[" + inside + "]"
};

bool is_surrogate(char32_t code) { return code >= 0xD800 && code <= 0xDFFF; }
bool is_letter(char32_t code) { return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z'); }
bool is_digit(char32_t code) { return code >= '0' && code <= '9'; }

int hex_value(char32_t code) {
  if (is_digit(code)) return static_cast<int>(code - '0');
  if (code >= 'a' && code <= 'f') return static_cast<int>(code - 'a') + 10;
  if (code >= 'A' && code <= 'F') return static_cast<int>(code - 'A') + 10;
  return -1;
}

std::string written(char32_t code) {
  if (is_letter(code) || is_digit(code)) return std::string(1, static_cast<char>(code));
  return fmt::format("\\x{{{:x}}}", static_cast<std::uint32_t>(code));
}

class Translator {
 public:
  explicit Translator(std::string_view pattern) : in_(core::to_utf32(pattern)) { find_dot_all(); }

  bool run() {
    while (at_ < in_.size() && problem.empty()) step();
    return problem.empty();
  }

  std::string out;
  std::string problem;

 private:
  [[nodiscard]] bool left(std::size_t ahead = 0) const { return at_ + ahead < in_.size(); }
  [[nodiscard]] char32_t peek(std::size_t ahead = 0) const { return left(ahead) ? in_[at_ + ahead] : U'\0'; }

  // "(?s)": Java's and PCRE2's flag for a dot that matches everything.
  void find_dot_all() {
    for (std::size_t i = 0; i + 2 < in_.size(); ++i) {
      if (in_[i] != '(' || in_[i + 1] != '?' || (i > 0 && in_[i - 1] == '\\')) continue;
      for (std::size_t j = i + 2; j < in_.size() && in_[j] >= 'a' && in_[j] <= 'z'; ++j) {
        if (in_[j] == 's' && in_[i + 2] != 'P') dot_all_ = true;
      }
    }
  }

  void step() {
    const char32_t c = peek();
    switch (c) {
      case '\\':
        escape_outside();
        return;
      case '[':
        character_class();
        return;
      case '.':
        out += dot_all_ ? std::string_view(".") : any_but_line_ends;
        ++at_;
        return;
      case '{':
        if (quantifier()) return;
        break;
      case '(':
        if (peek(1) == '*') {
          problem = "\"(*\" is not part of the dialect";
          return;
        }
        break;
      default:
        break;
    }
    core::append_utf8(out, c);
    ++at_;
  }

  // PCRE2 counts to 65535 only; more is as good as no upper limit (strings have length constraints).
  bool quantifier() {
    std::size_t i = at_ + 1;
    const auto number = [&](std::uint64_t& value) {
      const std::size_t start = i;
      for (value = 0; i < in_.size() && is_digit(in_[i]); ++i) {
        if (value < 1'000'000'000) value = value * 10 + (in_[i] - '0');
      }
      return i > start;
    };
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    if (!number(low)) return false;
    bool bounded = true;
    if (i < in_.size() && in_[i] == ',') {
      ++i;
      bounded = number(high);
    } else {
      high = low;
    }
    if (i >= in_.size() || in_[i] != '}') return false;
    if (low > 65535) {
      problem = "a quantifier counts beyond 65535";
      return true;
    }
    if (bounded && high > 65535) bounded = false;
    out += bounded ? (low == high ? fmt::format("{{{}}}", low) : fmt::format("{{{},{}}}", low, high))
                   : fmt::format("{{{},}}", low);
    at_ = i + 1;
    return true;
  }

  void escape_outside() {
    if (!left(1)) {
      problem = "the pattern ends in a backslash";
      return;
    }
    const char32_t c = peek(1);
    if (c == 'Q') {  // Java's and Perl's quotation
      at_ += 2;
      while (left() && !(peek() == '\\' && peek(1) == 'E')) out += written(in_[at_++]);
      at_ = std::min(at_ + 2, in_.size());
      return;
    }
    const bool shared = is_letter(c) && c != 's' && c != 'S' && c != 'v' && c != 'u' && c != 'x' &&
                        c != 'c' && c != 'p' && c != 'P' && c != 'd' && c != 'D' && c != 'w' && c != 'W';
    if (shared || (is_digit(c) && !(c == '0' && !is_digit(peek(2))))) {
      out += '\\';
      core::append_utf8(out, c);
      at_ += 2;
      return;
    }
    const std::optional<Atom> atom = escape(false);
    if (!atom) return;
    if (atom->is_set) {
      out += !atom->outside.empty() ? atom->outside : "[" + atom->inside + "]";
    } else if (is_surrogate(atom->code)) {
      out += nothing;  // never in well-formed text
    } else {
      out += written(atom->code);
    }
  }

  static Atom set(std::string inside, std::string outside = {}) {
    return Atom{.is_set = true, .code = 0, .inside = std::move(inside), .outside = std::move(outside)};
  }
  static Atom literal(char32_t code) {
    return Atom{.is_set = false, .code = code, .inside = {}, .outside = {}};
  }

  // At a backslash; consumes the escape.
  std::optional<Atom> escape(bool in_class) {
    const char32_t c = peek(1);
    at_ += 2;
    switch (c) {
      case 'd':
      case 'D':
      case 'w':
      case 'W':
      case 'h':
      case 'H': {
        const std::string text = std::string("\\") + static_cast<char>(c);
        return set(text, text);
      }
      case 's':
        return set(std::string(spaces));
      case 'S':
        return set(std::string(not_spaces));
      case 'p':
      case 'P':
        return property(c == 'P');
      case 'b':
        return literal(in_class ? 0x8 : U'b');
      case 't':
        return literal('\t');
      case 'n':
        return literal('\n');
      case 'v':
        return literal(0xB);
      case 'f':
        return literal('\f');
      case 'r':
        return literal('\r');
      case 'a':
        return literal(0x7);
      case 'e':
        return literal(0x1B);
      case 'c':
        if (is_letter(peek())) return literal(in_[at_++] & 31);
        return literal('c');
      case 'x':
        return hexadecimal('x', 2);
      case 'u':
        return unicode();
      default:
        break;
    }
    if (is_digit(c)) {
      char32_t value = c - '0';
      for (int i = 0; i < 2 && peek() >= '0' && peek() <= '7' && value < 32; ++i)
        value = value * 8 + (in_[at_++] - '0');
      return literal(value);
    }
    return literal(c);
  }

  // Behind \x or \u: "{…}" or exactly `digits` of them; else the letter itself.
  Atom hexadecimal(char32_t letter, std::size_t digits) {
    char32_t value = 0;
    if (peek() == '{') {
      std::size_t i = at_ + 1;
      for (; i < in_.size() && hex_value(in_[i]) >= 0 && value <= 0x10FFFF; ++i) {
        value = value * 16 + static_cast<char32_t>(hex_value(in_[i]));
      }
      if (i == at_ + 1 || i >= in_.size() || in_[i] != '}') return literal(letter);
      if (value > 0x10FFFF) problem = "a code point beyond U+10FFFF";
      at_ = i + 1;
      return literal(value);
    }
    for (std::size_t i = 0; i < digits; ++i) {
      if (!left(i) || hex_value(peek(i)) < 0) return literal(letter);
      value = value * 16 + static_cast<char32_t>(hex_value(peek(i)));
    }
    at_ += digits;
    return literal(value);
  }

  Atom unicode() {
    const Atom first = hexadecimal('u', 4);
    if (first.code < 0xD800 || first.code > 0xDBFF || peek() != '\\' || peek(1) != 'u') return first;
    const std::size_t mark = at_;
    at_ += 2;
    const Atom second = hexadecimal('u', 4);
    if (second.code >= 0xDC00 && second.code <= 0xDFFF) {
      return literal(0x10000 + ((first.code - 0xD800) << 10) + (second.code - 0xDC00));
    }
    at_ = mark;
    return first;
  }

  std::optional<Atom> property(bool negated) {
    std::string name;
    if (peek() == '{') {
      std::size_t end = at_ + 1;
      while (end < in_.size() && in_[end] != '}') core::append_utf8(name, in_[end++]);
      if (end >= in_.size()) {
        problem = "a property escape without its end";
        return std::nullopt;
      }
      at_ = end + 1;
    } else if (left()) {
      core::append_utf8(name, in_[at_++]);
    }
    if (!name.empty() && name.front() == '^') {
      negated = !negated;
      name.erase(0, 1);
    }
    std::string_view key;
    std::string_view value = name;
    if (const std::size_t equals = name.find('='); equals != std::string::npos) {
      key = std::string_view(name).substr(0, equals);
      value = std::string_view(name).substr(equals + 1);
    }
    std::string written_name;
    if (key == "Script" || key == "sc") {
      written_name = fmt::format("sc:{}", value);
    } else if (key == "Script_Extensions" || key == "scx") {
      written_name = fmt::format("scx:{}", value);
    } else if (key.empty() || key == "General_Category" || key == "gc") {
      if (key.empty()) {
        for (const NamedSet& java : java_sets) {
          if (java.name == value) return set(std::string(negated ? java.complement : java.inside));
        }
        if (value == "Assigned") {
          negated = !negated;
          value = "Cn";
        }
        if (value.size() > 2 && value.substr(0, 2) == "Is") value.remove_prefix(2);  // Java
      }
      for (const auto& [long_name, short_name] : categories) {
        if (long_name == value) value = short_name;
      }
      written_name = value;
    } else {
      problem = fmt::format("an unknown kind of property: \"{}\"", name);
      return std::nullopt;
    }
    const std::string text = fmt::format("\\{}{{{}}}", negated ? 'P' : 'p', written_name);
    return set(text, text);
  }

  // "[:alpha:]" inside a class: neither ECMA nor Java, but PCRE2 and some models.
  std::optional<Atom> posix() {
    std::size_t i = at_ + 2;
    std::string name;
    while (i < in_.size() && ((in_[i] >= 'a' && in_[i] <= 'z') || in_[i] == '^'))
      name += static_cast<char>(in_[i++]);
    if (name.empty() || i + 1 >= in_.size() || in_[i] != ':' || in_[i + 1] != ']') return std::nullopt;
    at_ = i + 2;
    return set("[:" + name + ":]");
  }

  std::optional<Atom> class_atom() {
    if (peek() == '[' && peek(1) == ':') {
      if (std::optional<Atom> found = posix()) return found;
    }
    if (peek() != '\\') return literal(in_[at_++]);
    if (!left(1)) {
      problem = "the pattern ends in a backslash";
      return std::nullopt;
    }
    return escape(true);
  }

  void append_range(std::string& content, char32_t from, char32_t to) {
    if (from > to) {
      problem = "a range out of order in a class";
      return;
    }
    // Surrogates cannot stand in well-formed text, and PCRE2 refuses them.
    if (is_surrogate(from)) from = 0xE000;
    if (is_surrogate(to)) to = 0xD7FF;
    if (from > to) return;
    content += written(from);
    if (to != from) content += "-" + written(to);
  }

  void append(std::string& content, const Atom& atom) {
    if (atom.is_set) {
      content += atom.inside;
    } else {
      append_range(content, atom.code, atom.code);
    }
  }

  void character_class() {
    ++at_;
    const bool negated = peek() == '^';
    if (negated) ++at_;
    std::string content;
    while (left() && peek() != ']' && problem.empty()) {
      const std::optional<Atom> first = class_atom();
      if (!first) return;
      if (peek() != '-' || !left(1) || peek(1) == ']') {
        append(content, *first);
        continue;
      }
      ++at_;
      const std::optional<Atom> second = class_atom();
      if (!second) return;
      if (!first->is_set && !second->is_set) {
        append_range(content, first->code, second->code);
      } else {
        append(content, *first);
        content += "\\-";
        append(content, *second);
      }
    }
    if (!problem.empty()) return;
    if (!left()) {
      problem = "a character class without its end";
      return;
    }
    ++at_;
    if (content.empty()) {
      out += negated ? anything : nothing;
    } else {
      out += (negated ? "[^" : "[") + content + "]";
    }
  }

  std::u32string in_;
  std::size_t at_ = 0;
  bool dot_all_ = false;
};

}  // namespace

std::optional<std::string> translate_ecma(std::string_view pattern, std::string& problem) {
  if (!core::valid_utf8(pattern)) {
    problem = "the pattern is not UTF-8";
    return std::nullopt;
  }
  Translator translator(pattern);
  if (!translator.run()) {
    problem = translator.problem;
    return std::nullopt;
  }
  return std::move(translator.out);
}

}  // namespace hallmark::jsonschema
