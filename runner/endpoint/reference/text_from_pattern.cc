#include "endpoint/reference/text_from_pattern.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "core/text.h"
#include "jsonschema/pattern.h"

namespace hallmark::endpoint {

namespace {

constexpr std::size_t unbounded = static_cast<std::size_t>(-1);
constexpr std::size_t max_text = 70000;
constexpr int max_nesting = 60;

// A pattern as a tree: just enough to write texts, never to match them.
struct Node {
  enum class Kind { sequence, choice, characters, repeat } kind = Kind::sequence;
  std::vector<Node> children;
  std::u32string characters;  // of which one is written
  std::size_t least = 1, most = 1;
};

using Ranges = std::vector<std::pair<char32_t, char32_t>>;

Ranges class_ranges(char32_t letter) {
  switch (letter) {
    case U'd':
      return {{U'0', U'9'}};
    case U'w':
      return {{U'a', U'z'}, {U'A', U'Z'}, {U'0', U'9'}, {U'_', U'_'}};
    case U's':
      return {{U' ', U' '}};
    case U'D':
      return {{U'a', U'z'}, {U'-', U'-'}};
    case U'W':
      return {{U'-', U'-'}, {U' ', U' '}, {U'.', U'.'}};
    case U'S':
      return {{U'a', U'z'}, {U'0', U'9'}};
    default:
      return {};
  }
}

// Letters first: what is written should read like a name.
std::u32string members_of(const Ranges& ranges) {
  std::u32string found;
  for (const auto& [first, last] : ranges) {
    for (char32_t c = first; c <= last && found.size() < 400; ++c) found += c;
  }
  return found;
}

std::u32string printable_except(const Ranges& excluded) {
  std::u32string found;
  const auto consider = [&](char32_t c) {
    const bool out = std::any_of(excluded.begin(), excluded.end(),
                                 [&](const auto& range) { return c >= range.first && c <= range.second; });
    if (!out) found += c;
  };
  for (char32_t c = U'a'; c <= U'z'; ++c) consider(c);
  for (char32_t c = U'0'; c <= U'9'; ++c) consider(c);
  if (found.empty()) {
    for (char32_t c = U' '; c < 0x7f; ++c) consider(c);
  }
  return found;
}

class Reader {
 public:
  explicit Reader(std::string_view pattern) : text_(core::to_utf32(pattern)) {}

  std::optional<Node> read() {
    Node node = choice(0);
    if (failed_ || at_ != text_.size()) return std::nullopt;
    return node;
  }

 private:
  [[nodiscard]] bool more() const { return at_ < text_.size(); }
  [[nodiscard]] char32_t peek() const { return more() ? text_[at_] : U'\0'; }
  bool take(char32_t c) {
    if (!more() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  Node choice(int depth) {
    Node node;
    node.kind = Node::Kind::choice;
    if (depth > max_nesting) failed_ = true;
    if (failed_) return node;
    do {
      node.children.push_back(sequence(depth));
    } while (!failed_ && take(U'|'));
    if (node.children.size() == 1) return std::move(node.children.front());
    return node;
  }

  Node sequence(int depth) {
    Node node;
    while (!failed_ && more() && peek() != U'|' && peek() != U')') {
      auto item = atom(depth);
      if (!item) continue;
      node.children.push_back(quantified(std::move(*item)));
    }
    return node;
  }

  std::optional<Node> atom(int depth) {
    const char32_t c = text_[at_++];
    if (c == U'^' || c == U'$') return std::nullopt;
    if (c == U'(') return group(depth);
    if (c == U'[') return characters(set());
    if (c == U'.') return characters(printable_except({}));
    if (c == U'\\') return escape();
    return characters(std::u32string(1, c));
  }

  std::optional<Node> group(int depth) {
    bool look = false;
    if (take(U'?')) {
      if (take(U'<')) {
        look = peek() == U'=' || peek() == U'!';
        while (!look && more() && text_[at_++] != U'>') {
        }
      } else {
        look = peek() == U'=' || peek() == U'!';
        if (!look && !take(U':')) failed_ = true;
      }
      if (look) {
        take(U'<');
        ++at_;
      }
    }
    Node inner = choice(depth + 1);
    if (!take(U')')) failed_ = true;
    // Look-around writes nothing; the check at the end tells whether that was good enough.
    if (look) return std::nullopt;
    return inner;
  }

  std::optional<Node> escape() {
    if (!more()) {
      failed_ = true;
      return std::nullopt;
    }
    const char32_t c = text_[at_++];
    if (c == U'b' || c == U'B' || c == U'A' || c == U'Z' || c == U'z') return std::nullopt;
    if (c >= U'1' && c <= U'9') failed_ = true;
    return characters(escaped(c));
  }

  std::u32string escaped(char32_t c) {
    if (c == U'p' || c == U'P') return property(c == U'P');
    if (c == U'u' || c == U'x') return std::u32string(1, code(c));
    if (c == U'n') return U"\n";
    if (c == U't') return U"\t";
    if (c == U'r') return U"\r";
    const auto ranges = class_ranges(c);
    return ranges.empty() ? std::u32string(1, c) : members_of(ranges);
  }

  std::u32string property(bool negated) {
    std::string name;
    if (take(U'{')) {
      while (more() && peek() != U'}') name += static_cast<char>(text_[at_++]);
      take(U'}');
    } else if (more()) {
      name = static_cast<char>(text_[at_++]);
    }
    if (negated) return U"-";
    if (name.starts_with("Lu") || name == "Upper") return members_of({{U'A', U'Z'}});
    if (name.starts_with("L") || name == "Alpha" || name == "Alnum" || name == "ASCII" || name == "Print" ||
        name == "Graph" || name == "Lower" || name == "IsLatin" || name == "XDigit") {
      return name == "XDigit" ? members_of({{U'a', U'f'}}) : members_of({{U'a', U'z'}});
    }
    if (name.starts_with("N") || name == "Digit") return members_of({{U'0', U'9'}});
    if (name.starts_with("Z") || name == "Space" || name == "Blank") return U" ";
    if (name.starts_with("P")) return U"-";
    if (name.starts_with("S")) return U"+";
    return U"a";
  }

  char32_t code(char32_t kind) {
    std::string digits;
    if (take(U'{')) {
      while (more() && peek() != U'}') digits += static_cast<char>(text_[at_++]);
      take(U'}');
    } else {
      for (std::size_t i = 0; i < (kind == U'u' ? 4U : 2U) && more(); ++i)
        digits += static_cast<char>(text_[at_++]);
    }
    char32_t value = 0;
    for (const char digit : digits.substr(0, 6)) {
      const auto place = std::string_view("0123456789abcdef").find(static_cast<char>(std::tolower(digit)));
      if (place == std::string_view::npos) return U'a';
      value = value * 16 + static_cast<char32_t>(place);
    }
    return value == 0 ? U'a' : value;
  }

  std::u32string set() {
    const bool negated = take(U'^');
    Ranges ranges;
    std::u32string loose;
    bool first = true;
    while (more() && (first || peek() != U']')) {
      first = false;
      char32_t c = text_[at_++];
      if (c == U']') break;
      if (c == U'[' && peek() == U':') {  // POSIX names, which some models use
        while (more() && text_[at_++] != U']') {
        }
        loose += members_of({{U'a', U'z'}});
        continue;
      }
      if (c == U'\\' && more()) {
        const char32_t letter = text_[at_++];
        const std::u32string many = escaped(letter);
        if (many.size() != 1) {
          if (negated) {
            for (const auto& range : class_ranges(letter)) ranges.push_back(range);
          }
          loose += many;
          continue;
        }
        c = many[0];
      }
      if (peek() == U'-' && at_ + 1 < text_.size() && text_[at_ + 1] != U']') {
        ++at_;
        char32_t last = text_[at_++];
        if (last == U'\\' && more()) {
          const std::u32string end = escaped(text_[at_++]);
          if (!end.empty()) last = end[0];
        }
        if (last < c) std::swap(last, c);
        ranges.emplace_back(c, last);
      } else {
        ranges.emplace_back(c, c);
      }
    }
    take(U']');
    if (negated) return printable_except(ranges);
    return members_of(ranges) + loose;
  }

  Node characters(std::u32string choices) {
    Node node;
    node.kind = Node::Kind::characters;
    if (choices.empty()) failed_ = true;
    // Plain letters and digits when there are any: they survive URIs, headers and ARNs.
    std::u32string plain;
    for (const char32_t c : choices) {
      if ((c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9')) plain += c;
    }
    node.characters = plain.empty() ? std::move(choices) : std::move(plain);
    return node;
  }

  Node quantified(Node item) {
    std::size_t least = 1, most = 1;
    const std::size_t before = at_;
    if (take(U'*')) {
      least = 0, most = unbounded;
    } else if (take(U'+')) {
      most = unbounded;
    } else if (take(U'?')) {
      least = 0;
    } else if (take(U'{')) {
      const auto first = number();
      least = first.value_or(0);
      most = least;
      if (take(U',')) most = number().value_or(unbounded);
      if (!first || !take(U'}')) {  // a brace that stands for itself
        at_ = before;
        return item;
      }
    } else {
      return item;
    }
    if (!take(U'?')) take(U'+');
    Node node;
    node.kind = Node::Kind::repeat;
    node.least = std::min(least, max_text);
    node.most = std::max(node.least, most);
    node.children.push_back(std::move(item));
    return node;
  }

  std::optional<std::size_t> number() {
    std::optional<std::size_t> value;
    while (peek() >= U'0' && peek() <= U'9') {
      value = std::min<std::size_t>(value.value_or(0) * 10 + (text_[at_++] - U'0'), max_text);
    }
    return value;
  }

  std::u32string text_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

// `extra`: how often beyond the least a repetition runs; `pick`: which alternative is taken.
void write(const Node& node, std::size_t extra, std::size_t pick, core::Random& random, std::u32string& out) {
  if (out.size() > max_text) return;
  switch (node.kind) {
    case Node::Kind::sequence:
      for (const Node& child : node.children) write(child, extra, pick, random, out);
      return;
    case Node::Kind::choice: {
      const std::size_t chosen =
          pick == 0 ? random.below(node.children.size()) : (pick - 1) % node.children.size();
      return write(node.children[chosen], extra, pick, random, out);
    }
    case Node::Kind::characters:
      out += node.characters[random.below(node.characters.size())];
      return;
    case Node::Kind::repeat: {
      const std::size_t times = extra >= node.most - node.least ? node.most : node.least + extra;
      for (std::size_t i = 0; i < times && out.size() <= max_text; ++i) {
        write(node.children.front(), extra, pick, random, out);
      }
    }
  }
}

}  // namespace

std::optional<std::string> text_from_pattern(std::string_view pattern, std::size_t min, std::size_t max,
                                             std::string_view seed) {
  const auto compiled = jsonschema::Pattern::compile(pattern);
  const auto tree = Reader(pattern).read();
  if (!compiled || !tree) return std::nullopt;
  core::Random random(seed);
  // Short ones first; then what the bounds themselves suggest.
  std::vector<std::size_t> extras = {128, 256, 512, 1024, 2048, 4096};
  for (std::size_t extra = 0; extra < 72; ++extra) extras.push_back(extra);
  for (const std::size_t bound : {min, max}) {
    for (std::size_t less = 0; less < 3; ++less) {
      if (bound >= less && bound <= max_text) extras.push_back(bound - less);
    }
  }
  std::sort(extras.begin(), extras.end());
  extras.erase(std::unique(extras.begin(), extras.end()), extras.end());
  for (std::size_t pick = 0; pick < 6; ++pick) {
    for (const std::size_t extra : extras) {
      std::u32string written;
      write(*tree, extra, pick, random, written);
      if (written.size() < min) continue;
      if (written.size() > max) break;
      std::string text = core::to_utf8(written);
      if (compiled->search(text) == jsonschema::Pattern::Answer::yes) return text;
    }
  }
  return std::nullopt;
}

}  // namespace hallmark::endpoint
