#include "importers/sentence_values.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "core/text.h"

namespace hallmark::importers {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_alnum(char c) { return is_digit(c) || is_letter(c); }
bool is_quote(char c) { return c == '`' || c == '"' || c == '\''; }

// The quoted text that starts at `at`, and `at` moved behind it; nullopt when none starts there.
std::optional<std::string> take_quoted(std::string_view text, std::size_t& at) {
  if (at >= text.size() || !is_quote(text[at])) return std::nullopt;
  const std::size_t end = text.find_first_of("`\"'", at + 1);
  if (end == std::string_view::npos || end == at + 1) return std::nullopt;
  std::string quoted(text.substr(at + 1, end - at - 1));
  at = end + 1;
  return quoted;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0;;) {
    const std::size_t end = text.find(separator, at);
    parts.push_back(text.substr(at, end == std::string_view::npos ? end : end - at));
    if (end == std::string_view::npos) return parts;
    at = end + separator.size();
  }
}

bool take(std::string_view text, std::size_t& at, std::string_view word) {
  if (!text.substr(at).starts_with(word)) return false;
  at += word.size();
  return true;
}

std::optional<std::vector<std::string>> values_of_items(std::string_view text) {
  std::vector<std::string> values;
  for (const std::string_view item : split(text.substr(2), " * ")) {
    std::size_t at = 0;
    auto value = take_quoted(core::trim(item), at);
    if (!value) return std::nullopt;
    const std::string_view rest = core::trim(item).substr(at);
    const bool ends = rest.empty() || std::string_view(" .:,-(").find(rest[0]) != std::string_view::npos ||
                      rest.starts_with("–");
    for (const std::string_view more : {" or", " and", " ,"}) {
      if (rest.starts_with(more)) return std::nullopt;
    }
    if (!ends) return std::nullopt;
    values.push_back(std::move(*value));
  }
  return values;
}

std::optional<std::vector<std::string>> values_in_a_row(std::string_view text) {
  std::vector<std::string> values;
  for (std::size_t at = 0; at < text.size();) {
    auto value = take_quoted(text, at);
    if (!value) return std::nullopt;
    values.push_back(std::move(*value));
    std::size_t behind = at;
    if (behind < text.size() && text[behind] == ' ') ++behind;
    if (behind < text.size() && text[behind] == '(') {
      const std::size_t close = text.find(')', behind);
      if (close == std::string_view::npos) return std::nullopt;
      at = close + 1;
    }
    if (at == text.size()) return values;
    // Between two of them.
    if (take(text, at, ", ")) {
      (void)(take(text, at, "and ") || take(text, at, "or "));
    } else if (!take(text, at, " and ") && !take(text, at, " or ")) {
      while (at < text.size() && text[at] == ' ') ++at;
      if (!take(text, at, "|")) return std::nullopt;
      while (at < text.size() && text[at] == ' ') ++at;
    }
  }
  return std::nullopt;
}

bool is_value(const std::string& value) {
  return !value.empty() && value.size() <= 60 && value.find_first_of(" \t<>{}*$=") == std::string::npos;
}

class CharacterReader {
 public:
  CharacterReader(std::string_view text, const std::vector<CharacterWord>& words)
      : text_(core::trim(text)), words_(words) {}

  std::optional<std::string> read() {
    if (text_.size() > 300) return std::nullopt;
    while (at_ < text_.size()) {
      if (!skip_glue() && !read_brackets() && !read_sign() && !read_range() && !read_word())
        return std::nullopt;
    }
    if (!named_ || characters_.size() < 10) return std::nullopt;
    return as_class();
  }

 private:
  bool skip_glue() {
    if (std::string_view(", :").find(text_[at_]) != std::string_view::npos) {
      ++at_;
      return true;
    }
    static constexpr std::string_view kGlue[] = {"and",        "or",        "also", "the",     "following",
                                                 "characters", "character", "only", "symbols", "symbol"};
    const std::string lower = core::to_lower(text_.substr(at_, 12));
    for (const std::string_view word : kGlue) {
      if (lower.starts_with(word) && (lower.size() == word.size() || !is_alnum(lower[word.size()]))) {
        at_ += word.size();
        return true;
      }
    }
    return false;
  }

  // "(-)" names a character, "(a-z, A-Z)" explains the word before it.
  bool read_brackets() {
    if (text_[at_] != '(') return false;
    const std::size_t from = at_ + 1;
    std::size_t close = text_.find(')', from);
    if (close == from && from + 1 < text_.size() && text_[from + 1] == ')') ++close;
    if (close == std::string_view::npos || close - from > 30) return false;
    std::string_view inner = text_.substr(from, close - from);
    while (!inner.empty() && (is_quote(inner.front()) || inner.front() == ' ')) inner.remove_prefix(1);
    while (!inner.empty() && (is_quote(inner.back()) || inner.back() == ' ')) inner.remove_suffix(1);
    if (inner.size() == 1) {
      characters_.insert(inner[0]);
    } else if (!only_ranges(inner)) {
      return false;
    }
    at_ = close + 1;
    return named_ = true;
  }

  static bool only_ranges(std::string_view text) {
    bool any = false;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t behind = at;
      char low = 0, high = 0;
      if (take_range(text, behind, low, high)) {
        any = true;
        at = behind;
      } else if (!take(text, at, "and") && !take(text, at, ",") && !take(text, at, " ")) {
        return false;
      }
    }
    return any;
  }

  // "A-Z", also with blanks or a dash.
  static bool take_range(std::string_view text, std::size_t& at, char& low, char& high) {
    std::size_t i = at;
    if (i >= text.size() || !is_alnum(text[i])) return false;
    low = text[i++];
    (void)take(text, i, " ");
    if (!take(text, i, "-") && !take(text, i, "–")) return false;
    (void)take(text, i, " ");
    if (i >= text.size() || !is_alnum(text[i])) return false;
    high = text[i++];
    if (low > high || (i < text.size() && is_alnum(text[i]))) return false;
    at = i;
    return true;
  }

  bool read_sign() {
    if (at_ + 2 >= text_.size() || !is_quote(text_[at_]) || !is_quote(text_[at_ + 2])) return false;
    if (is_alnum(text_[at_ + 1]) || text_[at_ + 1] == ' ') return false;
    characters_.insert(text_[at_ + 1]);
    at_ += 3;
    return true;
  }

  bool read_range() {
    std::size_t at = at_;
    (void)take(text_, at, "`");
    char low = 0, high = 0;
    if (!take_range(text_, at, low, high)) return false;
    (void)take(text_, at, "`");
    for (int c = low; c <= high; ++c) characters_.insert(static_cast<char>(c));
    at_ = at;
    return named_ = true;
  }

  bool read_word() {
    std::size_t longest = 0;
    const CharacterWord* found = nullptr;
    for (const CharacterWord& word : words_) {
      const auto matches = word.word.find_all(text_.substr(at_));
      if (matches.empty() || matches[0].begin != 0 || matches[0].end <= longest) continue;
      longest = matches[0].end;
      found = &word;
    }
    if (!found) return false;
    const std::string& set = found->characters;
    for (std::size_t i = 0; i < set.size(); ++i) {
      const char last = i + 2 < set.size() && set[i + 1] == '-' ? set[i + 2] : set[i];
      for (int c = set[i]; c <= last; ++c) characters_.insert(static_cast<char>(c));
      if (last != set[i]) i += 2;
    }
    at_ += longest;
    return named_ = true;
  }

  [[nodiscard]] std::string as_class() const {
    std::string ranges, signs;
    for (auto c = characters_.begin(); c != characters_.end();) {
      const char first = *c;
      char last = first;
      auto next = std::next(c);
      while (is_alnum(first) && next != characters_.end() && *next == last + 1 && is_alnum(*next))
        last = *next++;
      if (is_alnum(first)) {
        ranges += first;
        if (last > first + 1) ranges += '-';
        if (last > first) ranges += last;
      } else if (first != '-') {
        if (std::string_view("[]\\^").find(first) != std::string_view::npos) signs += '\\';
        signs += first;
      }
      c = next;
    }
    return "[" + ranges + signs + (characters_.contains('-') ? "-]" : "]");
  }

  std::string_view text_;
  const std::vector<CharacterWord>& words_;
  std::size_t at_ = 0;
  std::set<char> characters_;
  bool named_ = false;  // by words, not by a single sign only
};

}  // namespace

std::optional<Json> number_of(std::string_view text, const std::map<std::string, int>& words) {
  const std::string lower = core::to_lower(core::trim(text));
  if (const auto word = words.find(lower); word != words.end()) return Json(word->second);
  const std::string digits = core::replace_all(lower, ",", "");
  const char* end = digits.data() + digits.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(digits.data(), end, whole); read.ec == std::errc() && read.ptr == end)
    return Json(whole);
  double real = 0;
  if (const auto read = std::from_chars(digits.data(), end, real); read.ec == std::errc() && read.ptr == end)
    return Json(real);
  return std::nullopt;
}

std::optional<std::vector<std::string>> values_of(std::string_view text) {
  text = core::trim(text);
  std::optional<std::vector<std::string>> values;
  if (text.starts_with("* ")) {
    values = values_of_items(text);
  } else {
    if (text.ends_with('.')) text.remove_suffix(1);
    const bool one_span = text.size() > 2 && text.front() == '`' && text.back() == '`' &&
                          text.find('`', 1) == text.size() - 1 && text.find('|') != std::string_view::npos;
    if (one_span) {
      values.emplace();
      for (const std::string_view part : split(text.substr(1, text.size() - 2), "|"))
        values->emplace_back(core::trim(part));
    } else {
      values = values_in_a_row(text);
    }
  }
  if (!values || values->size() < 2 || !std::all_of(values->begin(), values->end(), is_value))
    return std::nullopt;
  const std::set<std::string> different(values->begin(), values->end());
  return different.size() == values->size() ? values : std::nullopt;
}

std::optional<std::string> character_class_of(std::string_view text,
                                              const std::vector<CharacterWord>& words) {
  return CharacterReader(text, words).read();
}

std::vector<std::string> names_in(std::string_view text) {
  static const std::set<std::string, std::less<>> kNoNames = {
      "the",     "and",      "or",         "parameter", "parameters", "field",  "fields", "option",
      "options", "property", "properties", "value",     "values",     "member", "members"};
  std::vector<std::string> names;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_letter(text[at])) {
      ++at;
      continue;
    }
    const std::size_t start = at;
    while (at < text.size() && is_alnum(text[at])) ++at;
    const std::string_view word = text.substr(start, at - start);
    const bool code = start > 0 && text[start - 1] == '`';
    if (code || !kNoNames.contains(word)) names.emplace_back(word);
  }
  return names;
}

}  // namespace hallmark::importers
