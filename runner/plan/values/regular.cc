#include "plan/values/regular.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "jsonschema/ecma.h"
#include "plan/values/char_set.h"
#include "plan/values/lengths.h"

namespace hallmark::plan {

struct Regular::Node {
  enum class Kind { characters, sequence, choice, repeat } kind = Kind::sequence;
  CharSet characters;
  std::vector<Node> children;
  std::size_t low = 0, high = 0;  // repeat; high: `endless` when there is no bound
  Lengths lengths;
  std::vector<Lengths> tails;  // sequence: what children[i…] can have together
};

namespace {

using Node = Regular::Node;
constexpr std::size_t endless = std::numeric_limits<std::uint32_t>::max();
constexpr int max_nesting = 200;
constexpr std::size_t max_made = std::size_t{1} << 21;

struct Unsupported {
  std::string what;
};

void measure(Node& node) {
  for (auto& child : node.children) measure(child);
  switch (node.kind) {
    case Node::Kind::characters:
      if (!node.characters.empty()) node.lengths = Lengths(1, 1);
      break;
    case Node::Kind::sequence: {
      node.tails.assign(node.children.size() + 1, Lengths(0, 0));
      for (std::size_t i = node.children.size(); i-- > 0;) {
        node.tails[i] = Lengths::sum(node.children[i].lengths, node.tails[i + 1]);
      }
      node.lengths = node.tails.front();
      break;
    }
    case Node::Kind::choice:
      for (const auto& child : node.children) node.lengths.add(child.lengths);
      break;
    case Node::Kind::repeat:
      node.lengths = Lengths::repeated(node.children.front().lengths, node.low, node.high);
      break;
  }
}

// Reads what translate_ecma wrote: escapes of one form, classes of characters, ranges and properties.
class Parser {
 public:
  explicit Parser(std::u32string text) : text_(std::move(text)) {}

  Node parse() {
    Node node = choice();
    if (at_ < text_.size()) throw Unsupported{"an unmatched ')'"};
    return node;
  }
  bool assertions = false;

 private:
  [[nodiscard]] bool more() const { return at_ < text_.size(); }
  [[nodiscard]] char32_t peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\0';
  }
  bool take(char32_t c) {
    if (!more() || peek() != c) return false;
    ++at_;
    return true;
  }
  bool take(std::u32string_view word) {
    if (text_.compare(at_, word.size(), word) != 0) return false;
    at_ += word.size();
    return true;
  }

  Node choice() {
    if (++nesting_ > max_nesting) throw Unsupported{"groups nested too deeply"};
    // What was written before stands before each branch; what one of them has ended may have ended.
    const Anchors before = anchors_;
    Anchors behind = before;
    std::vector<Node> branches;
    do {
      anchors_ = before;
      branches.push_back(sequence());
      behind = {.begun = behind.begun || anchors_.begun, .ended = behind.ended || anchors_.ended};
    } while (take(U'|'));
    anchors_ = behind;
    --nesting_;
    if (branches.size() == 1) return std::move(branches.front());
    Node node;
    node.kind = Node::Kind::choice;
    node.children = std::move(branches);
    return node;
  }

  Node sequence() {
    Node node;
    while (more() && peek() != U'|' && peek() != U')') {
      auto piece = atom();
      quantify(piece);
      node.children.push_back(std::move(piece));
    }
    return node;
  }

  static Node nothing() { return {}; }
  // What writes a character. Behind '$' only an assertion could say whether it may.
  Node of(CharSet set) {
    if (anchors_.ended) assertions = true;
    anchors_.begun = true;
    Node node;
    node.kind = Node::Kind::characters;
    node.characters = std::move(set);
    return node;
  }
  Node of(char32_t c) {
    CharSet set;
    set.add(c, c);
    return of(std::move(set));
  }

  Node atom() {
    const char32_t c = text_[at_++];
    switch (c) {
      case U'^':
        if (anchors_.begun) assertions = true;
        return nothing();
      case U'$':
        anchors_.ended = true;
        return nothing();
      case U'.':
        return of(any_character());  // under (?s): any other dot was written out as a class
      case U'[':
        return of(bracket());
      case U'(':
        return group();
      case U'\\':
        return escape();
      case U'*':
      case U'+':
      case U'?':
        throw Unsupported{"a quantifier behind nothing"};
      default:
        return of(c);
    }
  }

  Node group() {
    bool looks = false;
    if (take(U'?')) {
      if (take(U"!)")) return of(CharSet());  // how a class with nothing in it is written
      if (take(U':') || take(U'>')) {
      } else if (take(U"=") || take(U"!") || take(U"<=") || take(U"<!")) {
        looks = true;
      } else if (take(U"P<") || take(U'<')) {
        while (more() && peek() != U'>') ++at_;
        take(U'>');
      } else {
        while (more() && peek() != U')' && peek() != U':') ++at_;
        if (take(U')')) return nothing();
        take(U':');
      }
    }
    const Anchors before = anchors_;
    Node inner = choice();
    if (!take(U')')) throw Unsupported{"a group that is not closed"};
    if (!looks) return inner;
    anchors_ = before;
    assertions = true;
    return nothing();
  }

  void quantify(Node& piece) {
    std::size_t low = 0, high = 0;
    while (more()) {
      if (take(U'*')) {
        low = 0, high = endless;
      } else if (take(U'+')) {
        low = 1, high = endless;
      } else if (take(U'?')) {
        low = 0, high = 1;
      } else if (peek() != U'{' || !braces(low, high)) {
        return;
      }
      if (!take(U'?')) take(U'+');
      Node repeat;
      repeat.kind = Node::Kind::repeat;
      repeat.low = low;
      repeat.high = high;
      repeat.children.push_back(std::move(piece));
      piece = std::move(repeat);
    }
  }

  bool number(std::size_t& position, std::size_t& value) const {
    const auto start = position;
    value = 0;
    while (position < text_.size() && text_[position] >= U'0' && text_[position] <= U'9') {
      value = std::min<std::size_t>(value * 10 + (text_[position] - U'0'), endless);
      ++position;
    }
    return position > start;
  }

  // "{" that is no quantifier stands for itself.
  bool braces(std::size_t& low, std::size_t& high) {
    std::size_t position = at_ + 1;
    const bool has_low = number(position, low);
    high = low;
    if (position < text_.size() && text_[position] == U',') {
      ++position;
      if (!number(position, high)) high = endless;
      if (!has_low) low = 0;
    } else if (!has_low) {
      return false;
    }
    if (position >= text_.size() || text_[position] != U'}') return false;
    if (low > high) throw Unsupported{"a quantifier with its bounds the wrong way round"};
    at_ = position + 1;
    return true;
  }

  // "{1f600}", behind "\\x".
  char32_t code_point() {
    char32_t value = 0;
    take(U'{');
    for (; more() && peek() != U'}'; ++at_) {
      const char32_t c = peek();
      value = value * 16 + (c <= U'9' ? c - U'0' : c - U'a' + 10);
    }
    take(U'}');
    return value;
  }

  // Behind "\0", at most two more.
  char32_t octal() {
    char32_t value = 0;
    for (int i = 0; i < 2 && peek() >= U'0' && peek() <= U'7'; ++i) value = value * 8 + (text_[at_++] - U'0');
    return value;
  }

  CharSet property_class(bool negated) {
    std::string name;
    take(U'{');
    while (more() && peek() != U'}') core::append_utf8(name, text_[at_++]);
    take(U'}');
    return named_set(name, negated);
  }

  static CharSet named_set(const std::string& name, bool negated) {
    const auto found = property(name);
    if (!found) throw Unsupported{"the property \\p{" + name + "}"};
    return negated ? found->complement() : *found;
  }

  // Behind a backslash. A class escape fills `set`; otherwise the character that is meant.
  std::optional<char32_t> escaped(CharSet& set) {
    if (!more()) throw Unsupported{"a backslash at the end"};
    const char32_t c = text_[at_++];
    switch (c) {
      case U'd':
        set = digits();
        return std::nullopt;
      case U'D':
        set = digits().complement();
        return std::nullopt;
      case U'w':
        set = word_characters();
        return std::nullopt;
      case U'W':
        set = word_characters().complement();
        return std::nullopt;
      case U'p':
      case U'P':
        set = property_class(c == U'P');
        return std::nullopt;
      case U'h':
      case U'H':
        set.add(' ', ' '), set.add('\t', '\t');
        if (c == U'H') set = set.complement();
        return std::nullopt;
      case U'x':
        return code_point();
      case U't':
        return U'\t';
      case U'n':
        return U'\n';
      case U'r':
        return U'\r';
      case U'f':
        return U'\f';
      case U'0':
        return octal();
      default:
        if (c >= U'1' && c <= U'9') throw Unsupported{"a back-reference"};
        return c;
    }
  }

  Node escape() {
    if (take(U'b') || take(U'B') || take(U'G')) {
      assertions = true;
      return nothing();
    }
    if (take(U'A') || take(U'Z') || take(U'z')) return nothing();
    if (peek() == U'k') throw Unsupported{"a back-reference"};
    CharSet set;
    const auto c = escaped(set);
    return c ? of(*c) : of(std::move(set));
  }

  CharSet bracket() {
    const bool negated = take(U'^');
    CharSet result;
    while (true) {
      if (!more()) throw Unsupported{"a class that is not closed"};
      if (take(U']')) break;
      CharSet set;
      const auto first = class_character(set);
      if (!first) {
        result.add(set);
        continue;
      }
      if (peek() == U'-' && at_ + 1 < text_.size() && peek(1) != U']') {
        ++at_;
        CharSet other;
        const auto last = class_character(other);
        if (last) {
          if (*first > *last) throw Unsupported{"a range the wrong way round"};
          result.add(*first, *last);
        } else {
          result.add(*first, *first);
          result.add(U'-', U'-');
          result.add(other);
        }
      } else {
        result.add(*first, *first);
      }
    }
    return negated ? result.complement() : result;
  }

  std::optional<char32_t> class_character(CharSet& set) {
    if (take(U'\\')) return escaped(set);
    if (take(U"[:")) {
      const bool negated = take(U'^');
      std::string name;
      while (more() && peek() != U':') core::append_utf8(name, text_[at_++]);
      take(U":]");
      if (!name.empty()) name.front() = static_cast<char>(name.front() - 'a' + 'A');
      set = named_set(name, negated);
      return std::nullopt;
    }
    return text_[at_++];
  }

  // What stands before the place that is read: a character, and "$".
  struct Anchors {
    bool begun = false, ended = false;
  };

  std::u32string text_;
  std::size_t at_ = 0;
  int nesting_ = 0;
  Anchors anchors_;
};

const CharSet& set_of(std::initializer_list<std::pair<char32_t, char32_t>> ranges, CharSet& storage) {
  if (storage.empty()) {
    for (const auto& [first, last] : ranges) storage.add(first, last);
  }
  return storage;
}

CharSet made_set(std::initializer_list<std::pair<char32_t, char32_t>> ranges) {
  CharSet set;
  return set_of(ranges, set);
}

class Writer {
 public:
  Writer(core::Random& random, Taste taste) : random_(random), taste_(taste) {}

  bool write(const Node& node, std::size_t length, std::u32string& out) {
    if (!node.lengths.contains(length)) return false;
    switch (node.kind) {
      case Node::Kind::characters:
        out += pick(node.characters);
        return true;
      case Node::Kind::choice:
        return write_choice(node, length, out);
      case Node::Kind::repeat:
        return write_repeat(node, length, out);
      case Node::Kind::sequence:
        return write_sequence(node, length, out);
    }
    return false;
  }

 private:
  bool write_choice(const Node& node, std::size_t length, std::u32string& out) {
    std::vector<const Node*> able;
    for (const auto& child : node.children) {
      if (child.lengths.contains(length)) able.push_back(&child);
    }
    while (!able.empty()) {
      const auto index = random_.below(able.size());
      const auto before = out.size();
      if (write(*able[index], length, out)) return true;
      out.resize(before);
      able.erase(able.begin() + static_cast<std::ptrdiff_t>(index));
    }
    return false;
  }

  std::size_t choose(const Lengths& lengths) {
    return lengths.at(random_.below(lengths.count_up_to(lengths.max())));
  }

  bool write_sequence(const Node& node, std::size_t length, std::u32string& out) {
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const auto fits = node.children[i].lengths.leaving(length, node.tails[i + 1]);
      if (fits.empty()) return false;
      const auto mine = choose(fits);
      if (!write(node.children[i], mine, out)) return false;
      length -= mine;
    }
    return length == 0;
  }

  bool write_repeat(const Node& node, std::size_t length, std::u32string& out) {
    const Node& one = node.children.front();
    if (one.kind == Node::Kind::characters) {
      for (std::size_t i = 0; i < length; ++i) out += pick(one.characters);
      return true;
    }
    // Which counts can make up the length, then the parts one by one. Counts of an interval need no table.
    const bool simple = one.lengths.is_interval();
    const auto powers = simple ? std::vector<Lengths>() : Lengths::powers(one.lengths, node.high);
    const auto together = [&](std::size_t count) {
      return simple ? Lengths::repeated(one.lengths, count, count) : powers[count];
    };
    const auto last = std::min(node.high, simple ? node.low + 4096 : powers.size() - 1);
    std::vector<std::size_t> counts;
    for (std::size_t count = node.low; count <= last && counts.size() < 32; ++count) {
      if (together(count).contains(length)) counts.push_back(count);
    }
    if (counts.empty()) return false;
    auto count = counts[random_.below(counts.size())];
    while (count > 0) {
      const auto fits = one.lengths.leaving(length, together(count - 1));
      if (fits.empty()) return false;
      const auto mine = choose(fits);
      if (!write(one, mine, out)) return false;
      length -= mine;
      --count;
    }
    return length == 0;
  }

  char32_t draw(const CharSet& set) { return set.at(random_.below(set.size())); }

  char32_t pick(const CharSet& set) {
    static const CharSet reads_well = made_set({{'a', 'z'}, {'0', '9'}});
    static const CharSet upper = made_set({{'A', 'Z'}});
    static const CharSet printable = made_set({{'!', '~'}});
    static const CharSet space = made_set({{' ', ' '}});
    static const CharSet letters = made_set(
        {{0xC0, 0xD6}, {0xE0, 0xF6}, {0x3B1, 0x3C9}, {0x430, 0x44F}, {0x4E00, 0x4FFF}, {0x1F600, 0x1F64F}});
    static const CharSet beyond = made_set({{0xA1, 0x2FF}, {0x370, 0x3FF}, {0x4E00, 0x9FA5}});
    // What XML and HTTP cannot carry is the last resort.
    std::vector<const CharSet*> order;
    if (taste_ == Taste::unicode) order = {&letters, &beyond};
    if (taste_ == Taste::mixed) {
      order = {&printable};
    } else {
      order.insert(order.end(), {&reads_well, &upper, &printable});
    }
    order.insert(order.end(), {&space, &beyond});
    for (const auto* wanted : order) {
      const auto common = set.intersect(*wanted);
      if (!common.empty()) return draw(common);
    }
    return draw(set);
  }

  core::Random& random_;
  Taste taste_;
};

}  // namespace

std::optional<Regular> Regular::parse(std::string_view pattern, std::string* problem) {
  if (pattern.size() > 20'000) {
    if (problem) *problem = "the pattern is too long";
    return std::nullopt;
  }
  std::string reason;
  const std::optional<std::string> translated = jsonschema::translate_ecma(pattern, reason);
  if (!translated) {
    if (problem) *problem = reason;
    return std::nullopt;
  }
  try {
    Parser parser(core::to_utf32(*translated));
    auto root = parser.parse();
    measure(root);
    if (root.lengths.empty()) throw Unsupported{"a class that nothing is in"};
    Regular result;
    result.root_ = std::make_shared<const Node>(std::move(root));
    result.assertions_ = parser.assertions;
    return result;
  } catch (const Unsupported& unsupported) {
    if (problem) *problem = "no strings are made from " + unsupported.what;
    return std::nullopt;
  }
}

std::optional<std::size_t> Regular::length_near(std::size_t low, std::size_t high, std::size_t wanted) const {
  return root_->lengths.nearest(low, high, wanted);
}

std::optional<std::string> Regular::make(std::size_t length, core::Random& random, Taste taste) const {
  if (length > max_made) return std::nullopt;
  std::u32string out;
  for (int attempt = 0; attempt < 4; ++attempt) {
    out.clear();
    if (Writer(random, taste).write(*root_, length, out)) return core::to_utf8(out);
  }
  return std::nullopt;
}

}  // namespace hallmark::plan
