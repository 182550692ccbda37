// Finding secrets in text. Every place of a text is read as a run of characters, each of which may be
// escaped in one of many ways; four of them, without case, are looked up in an index of what is
// secret, and what begins there is compared to its end.
#include <algorithm>
#include <array>
#include <bitset>
#include <deque>
#include <set>
#include <unordered_map>

#include "core/sink.h"
#include "core/text.h"

namespace hallmark::core {
namespace {

constexpr std::size_t shortest_secret = 8;
constexpr std::size_t shortest_beginning = 10;  // of a value that was cut off; less when the cut is marked
constexpr std::size_t gram = 4;
constexpr std::size_t most_passing = 4000;
// No text may make the search long: every reading from one place ends after a bounded number of bytes.
constexpr std::size_t most_times_escaped = 16;
constexpr int most_gaps = 3;  // between two characters
constexpr std::string_view redacted = "[redacted]";

bool is_token_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("/+=%_-.~").find(c) != std::string_view::npos;
}

// Behind each of these, a run of token characters is a secret.
constexpr std::array<std::string_view, 6> secret_names = {"signature=",        "x-amz-security-token",
                                                          "x-amz-signature",   "aws_secret_access_key",
                                                          "aws_session_token", "bearer "};

using Cuts = std::vector<std::pair<std::size_t, std::size_t>>;

// What stands behind the names that begin in the first `most` characters of `text`, which stands at `offset`.
void find_shapes_in(std::string_view text, std::size_t most, std::size_t offset, Cuts& cuts) {
  // Names and what may stand between them and a value are short; the value is looked at where it is.
  const std::string lower = to_lower(text.substr(0, most + 100));
  for (const std::string_view name : secret_names) {
    for (std::size_t at = lower.find(name); at < most; at = lower.find(name, at + 1)) {
      std::size_t begin = at + name.size();
      // Between a name and its value: quotes, colon, equals, blanks, and their percent-encoding.
      for (std::size_t i = 0; i < 8 && begin < text.size(); ++i) {
        if (lower.compare(begin, 3, "%3d") == 0 || lower.compare(begin, 3, "%3a") == 0) {
          begin += 3;
        } else if (std::string_view("\"'\\:= >").find(text[begin]) != std::string_view::npos) {
          ++begin;
        } else {
          break;
        }
      }
      std::size_t end = begin;
      while (end < text.size() && is_token_character(text[end])) ++end;
      if (end - begin >= shortest_secret && text.compare(begin, 4, "AWS_") != 0 &&
          text.compare(begin, redacted.size(), redacted) != 0)
        cuts.emplace_back(offset + begin, offset + end);
    }
  }
}

// Long texts in pieces: none of them is copied whole.
void find_shapes(std::string_view text, Cuts& cuts) {
  constexpr std::size_t piece = std::size_t{1} << 20;
  for (std::size_t at = 0; at < text.size(); at += piece) find_shapes_in(text.substr(at), piece, at, cuts);
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Without case, and with base64's two alphabets as one.
char folded(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return c == '-' ? '+' : c == '_' ? '/' : c;
}

// One character as it is meant, and how many bytes it takes. length 0: the end.
struct Read {
  char c = 0;
  std::size_t length = 0;
};

Read number(std::string_view text, std::size_t begin, std::size_t at, std::size_t most, int base, char end) {
  int value = 0;
  std::size_t digits = 0;
  while (at < text.size() && digits < most && digit(text[at]) >= 0 && digit(text[at]) < base) {
    value = std::min(value * base + digit(text[at]), 0xffff);
    ++at;
    ++digits;
  }
  if (digits == 0 || value > 0xff || (end != 0 && (at >= text.size() || text[at] != end))) return {};
  return {.c = static_cast<char>(value), .length = at + (end != 0 ? 1 : 0) - begin};
}

Read percent(std::string_view text, std::size_t at) {
  std::size_t next = at + 1;
  const std::size_t last = at + 2 * most_times_escaped;
  while (next < last && text.compare(next, 2, "25") == 0 && next + 3 < text.size() &&
         digit(text[next + 2]) >= 0 && digit(text[next + 3]) >= 0)
    next += 2;
  if (next + 1 < text.size() && digit(text[next]) >= 0 && digit(text[next + 1]) >= 0) {
    return {.c = static_cast<char>(digit(text[next]) * 16 + digit(text[next + 1])), .length = next + 2 - at};
  }
  return {};
}

Read backslash(std::string_view text, std::size_t at) {
  std::size_t next = at;
  while (next < text.size() && next - at < most_times_escaped && text[next] == '\\') ++next;
  if (next >= text.size()) return {};
  switch (text[next]) {
    case 'u':
      return next + 4 < text.size() ? number(text, at, next + 1, 4, 16, 0) : Read{};
    case 'x':
      return next + 2 < text.size() ? number(text, at, next + 1, 2, 16, 0) : Read{};
    case 'n':
      return {.c = '\n', .length = next + 1 - at};
    case 'r':
      return {.c = '\r', .length = next + 1 - at};
    case 't':
      return {.c = '\t', .length = next + 1 - at};
    case '"':
    case '/':
    case '\'':
      return {.c = text[next], .length = next + 1 - at};
    default:
      return {};
  }
}

Read reference(std::string_view text, std::size_t at) {
  std::size_t next = at + 1;
  const std::size_t last = at + 4 * most_times_escaped;
  while (next < last && text.compare(next, 4, "amp;") == 0) next += 4;
  const bool escaped = next != at + 1;  // "&amp;" alone is an ampersand
  if (next < text.size() && text[next] == '#') {
    const bool hexadecimal = next + 1 < text.size() && (text[next + 1] == 'x' || text[next + 1] == 'X');
    const Read read =
        hexadecimal ? number(text, at, next + 2, 8, 16, ';') : number(text, at, next + 1, 8, 10, ';');
    if (read.length != 0) return read;
  }
  static constexpr std::array<std::pair<std::string_view, char>, 4> names = {
      {{"lt;", '<'}, {"gt;", '>'}, {"quot;", '"'}, {"apos;", '\''}}};
  for (const auto& [name, c] : names) {
    if (text.compare(next, name.size(), name) == 0) return {.c = c, .length = next + name.size() - at};
  }
  return escaped ? Read{.c = '&', .length = next - at} : Read{};
}

Read read_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {};
  Read read;
  switch (text[at]) {
    case '%':
      read = percent(text, at);
      break;
    case '\\':
      read = backslash(text, at);
      break;
    case '&':
      read = reference(text, at);
      break;
    default:
      break;
  }
  if (read.length == 0) read = {.c = text[at], .length = 1};
  // A character may be escaped twice in different ways: "&#92;u0041" is left to those who write such.
  read.c = folded(read.c);
  return read;
}

// What may stand between two characters of a value: line breaks, and what separates pairs of digits.
bool is_gap(char c) { return std::string_view(" \n\r\t:,;").find(c) != std::string_view::npos; }

// Behind gaps, when the wanted character stands there; nothing otherwise.
std::size_t match_one(std::string_view text, std::size_t at, char wanted) {
  Read read = read_at(text, at);
  std::size_t end = at;
  for (int gaps = 0; gaps < most_gaps && read.length != 0; ++gaps) {
    end += read.length;
    if (read.c == wanted) return end;
    if (read.length > 1 && folded(text[end - read.length]) == wanted)
      return end - read.length + 1;  // no escape then
    if (!is_gap(read.c)) return 0;
    read = read_at(text, end);
  }
  return 0;
}

bool is_markup(char c) { return std::string_view("\"'<>&,:{}[]\n\t").find(c) != std::string_view::npos; }

std::uint32_t key_of(const std::array<char, gram>& four) {
  std::uint32_t key = 0;
  for (const char c : four) key = key << 8U | static_cast<unsigned char>(c);
  return key;
}

std::size_t slot_of(std::uint32_t key) { return (key * 2654435761U) >> 16U; }

// base64 of what stands in the middle, whatever comes before and behind: the value at each of the three
// alignments, without the characters that its neighbours share.
std::vector<std::string> base64_forms(std::string_view value) {
  std::vector<std::string> forms;
  for (std::size_t shift = 0; shift < 3; ++shift) {
    const std::string text = base64_encode(std::string(shift, '\0') + std::string(value));
    const std::size_t begin = shift == 0 ? 0 : shift + 1;
    const std::size_t end = (shift + value.size()) * 8 / 6;
    if (end >= begin + shortest_secret) forms.push_back(text.substr(begin, end - begin));
  }
  return forms;
}

bool stands_at(std::string_view text, std::size_t at, std::string_view form) {
  if (text.size() - at < form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (folded(text[at + i]) != form[i]) return false;
  }
  return true;
}

bool cut_is_marked(std::string_view text, std::size_t at) {
  return at >= text.size() || text.compare(at, 3, "…") == 0 || text.compare(at, 4, " …") == 0 ||
         text.compare(at, 3, "...") == 0;
}

}  // namespace

struct Secrets::Index {
  std::set<std::string, std::less<>> values;  // as they were added
  std::set<std::string, std::less<>> forms;   // folded
  std::unordered_multimap<std::uint32_t, const std::string*> by_beginning;
  std::array<bool, 256> begins{};
  std::bitset<1U << 16U> may_begin;  // by slot_of(): what is not in it begins nothing

  std::deque<std::vector<std::string>> passing;  // forms, oldest first

  // Answers whether it is new.
  bool add_form(std::string text) {
    if (text.size() < shortest_secret) return false;
    const auto [place, added] = forms.insert(std::move(text));
    if (!added) return false;
    by_beginning.emplace(key_of({(*place)[0], (*place)[1], (*place)[2], (*place)[3]}), &*place);
    begins[static_cast<unsigned char>((*place)[0])] = true;
    may_begin.set(slot_of(key_of({(*place)[0], (*place)[1], (*place)[2], (*place)[3]})));
    return true;
  }

  void remove_form(const std::string& text) {
    const auto place = forms.find(text);
    if (place == forms.end()) return;
    auto [each, last] = by_beginning.equal_range(key_of({text[0], text[1], text[2], text[3]}));
    for (; each != last; ++each) {
      if (each->second != &*place) continue;
      by_beginning.erase(each);
      break;
    }
    forms.erase(place);
  }

  // The end of the longest secret that begins at `at`; 0 when none does.
  [[nodiscard]] std::size_t end_of(std::string_view text, std::size_t at, std::uint32_t key) const {
    std::size_t longest = 0;
    if (!may_begin.test(slot_of(key))) return longest;
    for (auto [each, last] = by_beginning.equal_range(key); each != last; ++each) {
      const std::string& form = *each->second;
      std::size_t end = at, matched = 0, kept = at;
      if (stands_at(text, at, form)) {
        longest = std::max(longest, at + form.size());
        continue;
      }
      while (matched < form.size()) {
        const std::size_t next = match_one(text, end, form[matched]);
        if (next == 0) break;
        end = next;
        ++matched;
        if (!is_markup(text[end - 1])) kept = end;
      }
      // A beginning must not take with it the quote or bracket of the report that it stands in.
      if (matched != form.size()) end = kept;
      const bool enough = matched == form.size() ||
                          matched >= std::max(shortest_beginning, form.size() / 4) ||
                          (matched >= gram + 2 && cut_is_marked(text, end));
      if (enough && end > at) longest = std::max(longest, end);
    }
    return longest;
  }

  // The first four characters from `at`, as they are meant; with `over_gaps`, without what separates them.
  static bool beginning(std::string_view text, std::size_t at, bool over_gaps, std::array<char, gram>& four,
                        bool& gaps) {
    int skipped = 0;
    for (std::size_t i = 0; i < gram;) {
      const Read read = read_at(text, at);
      if (read.length == 0) return false;
      at += read.length;
      if (i != 0 && is_gap(read.c)) {
        gaps = true;
        if (over_gaps && ++skipped > most_gaps) return false;
        if (over_gaps) continue;
      }
      skipped = 0;
      four[i++] = read.c;
    }
    return true;
  }

  void find(std::string_view text, Cuts& cuts) const {
    if (forms.empty()) return;
    for (std::size_t at = 0; at < text.size();) {
      const char c = text[at];
      if (c != '%' && c != '\\' && c != '&' && !begins[static_cast<unsigned char>(folded(c))]) {
        ++at;
        continue;
      }
      std::array<char, gram> four{};
      bool gaps = false;
      std::size_t end = 0;
      if (beginning(text, at, false, four, gaps)) end = end_of(text, at, key_of(four));
      if (gaps && beginning(text, at, true, four, gaps)) end = std::max(end, end_of(text, at, key_of(four)));
      // A value may itself look as if it were escaped.
      if (end == 0 && at + gram <= text.size()) {
        std::array<char, gram> raw{};
        for (std::size_t i = 0; i < gram; ++i) raw[i] = folded(text[at + i]);
        if (raw != four) end = end_of(text, at, key_of(raw));
      }
      if (end == 0) {
        ++at;
        continue;
      }
      cuts.emplace_back(at, end);
      at = end;
    }
  }
};

namespace {

// Folded; each may stand anywhere in what an endpoint says.
std::vector<std::string> forms_of(std::string_view value) {
  std::vector<std::string> forms = {std::string(value), std::string(value.rbegin(), value.rend()), hex(value),
                                    base64_encode(value)};
  for (const std::string& form : base64_forms(value)) {
    forms.push_back(form);
    for (std::string& twice : base64_forms(form)) forms.push_back(std::move(twice));
  }
  for (std::string& form : forms) {
    for (char& c : form) c = folded(c);
  }
  return forms;
}

}  // namespace

Secrets::Secrets() : index_(std::make_unique<Index>()) {}
Secrets::~Secrets() = default;

void Secrets::add(std::string_view value) {
  if (value.size() < shortest_secret) return;
  const std::lock_guard lock(mutex_);
  if (!index_->values.emplace(value).second) return;
  for (std::string& form : forms_of(value)) index_->add_form(std::move(form));
}

void Secrets::add_passing(std::string_view value) {
  if (value.size() < shortest_secret) return;
  const std::lock_guard lock(mutex_);
  std::vector<std::string> added;
  for (std::string& form : forms_of(value)) {
    if (index_->add_form(form)) added.push_back(std::move(form));
  }
  if (added.empty()) return;
  index_->passing.push_back(std::move(added));
  if (index_->passing.size() <= most_passing) return;
  for (const std::string& form : index_->passing.front()) index_->remove_form(form);
  index_->passing.pop_front();
}

std::string Secrets::redact(std::string_view text) const {
  Cuts cuts;
  {
    const std::lock_guard lock(mutex_);
    index_->find(text, cuts);
  }
  find_shapes(text, cuts);
  if (cuts.empty()) return std::string(text);
  std::sort(cuts.begin(), cuts.end());
  std::string out;
  std::size_t from = 0;
  for (const auto& [begin, end] : cuts) {
    if (end <= from) continue;
    if (begin >= from) out.append(text, from, begin - from).append(redacted);
    from = end;
  }
  return out.append(text, from, std::string::npos);
}

}  // namespace hallmark::core
