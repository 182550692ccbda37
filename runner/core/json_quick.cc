#include "core/json_quick.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/text.h"

namespace hallmark::core {
namespace {

constexpr std::size_t longest_number = 64;  // characters
constexpr std::size_t few_names = 16;       // so many are compared with each other

enum Class : std::uint8_t { plain, special, beyond_ascii };

// Of each byte inside a string: a quote, a backslash and control bytes are special.
constexpr std::array<Class, 256> classes = [] {
  std::array<Class, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte)
    table[byte] = byte < 0x20 || byte == '"' || byte == '\\' ? special : byte < 0x80 ? plain : beyond_ascii;
  return table;
}();

Class class_of(char c) { return classes[static_cast<unsigned char>(c)]; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

template <typename J>
class QuickReader {
 public:
  QuickReader(std::string_view text, std::size_t max_depth)
      : at_(text.data()), end_(text.data() + text.size()), max_depth_(max_depth) {}

  std::optional<J> run() {
    J root;
    J* into = &root;
    while (true) {
      skip_blanks();
      if (!value(*into)) return std::nullopt;
      // Behind a value: out of what is full, and on to the place of the next.
      do {
        if (open_.empty()) {
          skip_blanks();
          return at_ == end_ ? std::optional<J>(std::move(root)) : std::nullopt;
        }
        into = nullptr;
        if (!step(into)) return std::nullopt;
      } while (into == nullptr);
    }
  }

 private:
  using Object = typename J::object_t;

  void skip_blanks() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
  }
  [[nodiscard]] bool take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] bool word(std::string_view text) {
    if (static_cast<std::size_t>(end_ - at_) < text.size() || std::string_view(at_, text.size()) != text)
      return false;
    at_ += text.size();
    return true;
  }

  // Of a container only its beginning: it is then the last of `open_`.
  bool value(J& into) {
    if (at_ == end_) return false;
    switch (*at_) {
      case '{':
      case '[':
        if (open_.size() >= max_depth_) return false;
        into = *at_++ == '{' ? J::object() : J::array();
        open_.push_back({.container = &into});
        return true;
      case '"': {
        ++at_;
        std::string text;
        if (!string(text)) return false;
        into = std::move(text);
        return true;
      }
      case 't':
        into = true;
        return word("true");
      case 'f':
        into = false;
        return word("false");
      case 'n':
        into = nullptr;
        return word("null");
      default:
        return number(into);
    }
  }

  // In the innermost container, behind its beginning or one of its values: `into` is the place of the next,
  // or null where the container ends here, which is then closed.
  bool step(J*& into) {
    Open& open = open_.back();
    J& container = *open.container;
    const bool object = container.is_object();
    skip_blanks();
    if (take(object ? '}' : ']')) {
      if (object && !keep(open.members, container.template get_ref<Object&>())) return false;
      open_.pop_back();
      return true;
    }
    if (!open.empty) {
      if (!take(',')) return false;
      skip_blanks();
    }
    open.empty = false;
    if (!object) {
      into = &container.template get_ref<typename J::array_t&>().emplace_back();
      return true;
    }
    std::string name;
    if (!take('"') || !string(name)) return false;
    skip_blanks();
    if (!take(':')) return false;
    if constexpr (std::is_same_v<J, OrderedJson>) {
      into = &open.members.emplace_back(std::move(name), J()).second;
      return true;
    } else {
      const auto [place, added] = container.template get_ref<Object&>().try_emplace(std::move(name));
      into = &place->second;
      return added;
    }
  }

  using Members = std::vector<std::pair<std::string, J>>;

  // False where a name stands twice. An ordered object is a vector whose names are constant, so that it
  // copies all that is in it whenever it grows: it is filled at once.
  static bool keep(Members& members, Object& object) {
    if constexpr (std::is_same_v<J, OrderedJson>) {
      if (repeats(members)) return false;
      object.reserve(members.size());
      // The base vector's: no search.
      for (auto& [name, value] : members) object.emplace_back(std::move(name), std::move(value));
    }
    return true;  // else it was seen when it was put in
  }

  static bool repeats(const Members& members) {
    if (members.size() <= few_names) {
      for (auto one = members.begin(); one != members.end(); ++one) {
        for (auto other = members.begin(); other != one; ++other) {
          if (one->first == other->first) return true;
        }
      }
      return false;
    }
    std::vector<std::string_view> names;
    names.reserve(members.size());
    for (const auto& [name, value] : members) names.emplace_back(name);
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) != names.end();
  }

  // Behind the opening quote; up to behind the closing one.
  bool string(std::string& out) {
    bool beyond = false;
    while (true) {
      const char* const begin = at_;
      while (at_ != end_ && class_of(*at_) != special) beyond = class_of(*at_++) == beyond_ascii || beyond;
      if (at_ == end_) return false;
      out.append(begin, at_);
      const char c = *at_++;
      if (c == '"') return !beyond || valid_utf8(out);
      if (c != '\\' || !escape(out)) return false;
    }
  }

  bool escape(std::string& out) {
    if (at_ == end_) return false;
    switch (*at_++) {
      case '"':
        out += '"';
        return true;
      case '\\':
        out += '\\';
        return true;
      case '/':
        out += '/';
        return true;
      case 'b':
        out += '\b';
        return true;
      case 'f':
        out += '\f';
        return true;
      case 'n':
        out += '\n';
        return true;
      case 'r':
        out += '\r';
        return true;
      case 't':
        out += '\t';
        return true;
      case 'u':
        return code_point(out);
      default:
        return false;
    }
  }

  bool unit(std::uint32_t& code) {
    if (end_ - at_ < 4) return false;
    const auto [behind, error] = std::from_chars(at_, at_ + 4, code, 16);
    if (error != std::errc() || behind != at_ + 4) return false;
    at_ += 4;
    return true;
  }

  bool code_point(std::string& out) {
    std::uint32_t code = 0;
    if (!unit(code)) return false;
    if (code >= 0xD800 && code < 0xE000) {
      std::uint32_t low = 0;
      if (code >= 0xDC00 || !word("\\u") || !unit(low) || low < 0xDC00 || low >= 0xE000) return false;
      code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
    }
    append_utf8(out, code);
    return true;
  }

  void digits() {
    while (at_ != end_ && is_digit(*at_)) ++at_;
  }

  bool number(J& into) {
    const char* const begin = at_;
    const bool negative = take('-');
    const char* const first = at_;
    digits();
    if (at_ == first || (*first == '0' && at_ - first > 1)) return false;
    bool whole = true;
    if (take('.')) {
      whole = false;
      const char* const fraction = at_;
      digits();
      if (at_ == fraction) return false;
    }
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
      whole = false;
      ++at_;
      if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
      const char* const exponent = at_;
      digits();
      if (at_ == exponent) return false;
    }
    if (static_cast<std::size_t>(at_ - begin) > longest_number) return false;
    if (!whole) return as<double>(begin, into);
    return negative ? as<std::int64_t>(begin, into) : as<std::uint64_t>(begin, into);
  }

  template <typename Number>
  bool as(const char* begin, J& into) {
    Number read{};
    const auto [behind, error] = std::from_chars(begin, at_, read);
    into = read;
    return error == std::errc() && behind == at_;
  }

  struct Open {
    J* container = nullptr;  // stays where it is: nothing is put behind it in its own while it is open
    bool empty = true;
    Members members{};  // of an ordered object
  };
  const char* at_;
  const char* end_;
  std::size_t max_depth_;
  std::vector<Open> open_;
};

}  // namespace

template <typename J>
std::optional<J> read_quickly(std::string_view text, std::size_t max_depth) {
  return QuickReader<J>(text, max_depth).run();
}
template std::optional<Json> read_quickly<Json>(std::string_view, std::size_t);
template std::optional<OrderedJson> read_quickly<OrderedJson>(std::string_view, std::size_t);

}  // namespace hallmark::core
