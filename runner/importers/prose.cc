#include "importers/prose.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/text.h"

namespace hallmark::importers {
namespace {

constexpr std::array<std::string_view, 32> kBlocks = {
    "p",         "li",        "ul",  "ol",      "note",     "br",       "dt",      "dd",
    "dl",        "important", "div", "h1",      "h2",       "h3",       "h4",      "h5",
    "tr",        "td",        "th",  "table",   "tbody",    "thead",    "pre",     "para",
    "important", "caution",   "tip", "warning", "fullname", "examples", "section", "blockquote"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

struct Tag {
  std::string name;
  bool close = false;
  std::size_t end = 0;  // behind '>'
};

// The tag that starts at text[at] == '<'; none where that is only a sign.
bool read_tag(std::string_view text, std::size_t at, Tag& tag) {
  std::size_t i = at + 1;
  tag.close = i < text.size() && text[i] == '/';
  if (tag.close) ++i;
  const std::size_t start = i;
  if (i >= text.size() || !is_letter(text[i])) return false;
  while (i < text.size() && (is_letter(text[i]) || is_digit(text[i]))) ++i;
  tag.name = core::to_lower(text.substr(start, i - start));
  const std::size_t end = text.find_first_of("<>", i);
  if (end == std::string_view::npos || text[end] == '<') return false;
  tag.end = end + 1;
  return true;
}

void append_utf8(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

// The character of an entity "&…;" at text[at]; 0 when it is none. `end` is behind it.
std::uint32_t read_entity(std::string_view text, std::size_t at, std::size_t& end) {
  const std::size_t close = text.find(';', at);
  if (close == std::string_view::npos || close - at > 10 || close - at < 2) return 0;
  const std::string_view name = text.substr(at + 1, close - at - 1);
  end = close + 1;
  static constexpr std::array<std::pair<std::string_view, std::uint32_t>, 10> kNamed{{{"amp", '&'},
                                                                                      {"lt", '<'},
                                                                                      {"gt", '>'},
                                                                                      {"quot", '"'},
                                                                                      {"apos", '\''},
                                                                                      {"nbsp", ' '},
                                                                                      {"ndash", 0x2013},
                                                                                      {"mdash", 0x2014},
                                                                                      {"rsquo", 0x2019},
                                                                                      {"hellip", 0x2026}}};
  for (const auto& [known, c] : kNamed) {
    if (known == name) return c;
  }
  if (name.front() != '#') return 0;
  const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  std::uint32_t value = 0;
  for (const char c : name.substr(hex ? 2 : 1)) {
    const char low = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
    if (is_digit(low)) {
      value = value * (hex ? 16 : 10) + static_cast<std::uint32_t>(low - '0');
    } else if (hex && low >= 'a' && low <= 'f') {
      value = value * 16 + static_cast<std::uint32_t>(low - 'a' + 10);
    } else {
      return 0;
    }
  }
  const bool fits = value >= 0x20 && value < 0xFFFE && (value < 0xD800 || value > 0xDFFF);
  return fits ? value : 0;
}

// Entities decoded, white space (and what stands for it) collapsed, doubled backticks made one.
std::string clean(std::string_view raw) {
  std::string text;
  for (std::size_t at = 0; at < raw.size();) {
    std::size_t end = 0;
    if (raw[at] == '&') {
      if (const std::uint32_t c = read_entity(raw, at, end); c != 0) {
        append_utf8(text, c);
        at = end;
        continue;
      }
    }
    text += raw[at++];
  }
  text = core::replace_all(text, "\xC2\xA0", " ");
  std::string result;
  for (const char c : text) {
    if (!is_space(c)) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  if (!result.empty() && result.back() == ' ') result.pop_back();
  return core::replace_all(result, "``", "`");
}

// Where the sentence that starts at `from` ends: behind its last mark and quote; the text's end when it is
// the last one.
std::size_t sentence_end(std::string_view text, std::size_t from) {
  static constexpr std::array<std::string_view, 8> kAbbreviations = {"e.g.",    "i.e.", "etc.", "vs.",
                                                                     "approx.", "Inc.", "no.",  "No."};
  for (std::size_t at = from; at < text.size(); ++at) {
    if (text[at] != '.' && text[at] != '!' && text[at] != '?') continue;
    std::size_t end = at + 1;
    if (end < text.size() && std::string_view(")\"`'").find(text[end]) != std::string_view::npos) ++end;
    if (end + 1 >= text.size() || text[end] != ' ') continue;
    const char next = text[end + 1];
    const bool starts = (next >= 'A' && next <= 'Z') || is_digit(next) ||
                        std::string_view("`\"([*").find(next) != std::string_view::npos;
    const std::string_view sentence = text.substr(from, end - from);
    const bool abbreviated = std::any_of(kAbbreviations.begin(), kAbbreviations.end(),
                                         [&](std::string_view word) { return sentence.ends_with(word); });
    if (starts && !abbreviated) return end;
  }
  return text.size();
}

class Collector {
 public:
  void text(std::string_view piece) { buffer_ += piece; }

  void tag(const Tag& tag) {
    if (tag.name == "code" || tag.name == "literal") {
      buffer_ += '`';
      return;
    }
    if (std::find(kBlocks.begin(), kBlocks.end(), tag.name) == kBlocks.end()) return;
    flush();
    if (tag.name == "li") {
      if (!tag.close) {
        ++depth_;
        new_item_ = true;
      } else if (depth_ > 0) {
        --depth_;
      }
    }
    if ((tag.name == "ul" || tag.name == "ol") && tag.close && depth_ == 0) open_ = false;
  }

  // An item of a Markdown list.
  void item(std::string_view piece) {
    flush();
    depth_ = 1;
    new_item_ = true;
    buffer_ = piece;
    flush();
    depth_ = 0;
  }

  void flush() {
    const std::string piece = clean(buffer_);
    buffer_.clear();
    if (piece.empty()) return;
    if (depth_ > 0) {
      if (!open_ || sentences_.empty()) {
        sentences_.push_back((new_item_ ? "* " : "") + piece);
        open_ = true;
      } else {
        sentences_.back() += (new_item_ ? " * " : " ") + piece;
      }
      new_item_ = false;
      return;
    }
    for (std::size_t at = 0; at < piece.size();) {
      const std::size_t end = sentence_end(piece, at);
      sentences_.push_back(piece.substr(at, end - at));
      at = end;
      while (at < piece.size() && piece[at] == ' ') ++at;
    }
    open_ = sentences_.back().ends_with(':');
  }

  std::vector<std::string> take() {
    flush();
    return std::move(sentences_);
  }

 private:
  std::vector<std::string> sentences_;
  std::string buffer_;
  int depth_ = 0;
  bool new_item_ = false;
  bool open_ = false;  // the last sentence takes the items that come
};

bool has_tags(std::string_view text) {
  Tag tag;
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    if (read_tag(text, at, tag)) return true;
  }
  return false;
}

// Paragraphs apart, "- " and "* " at the start of a line as items.
void read_markdown(std::string_view text, Collector& collector) {
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = core::trim(text.substr(at, end - at));
    at = end + 1;
    if (line.empty()) {
      collector.flush();
    } else if (line.starts_with("- ") || line.starts_with("* ")) {
      collector.item(line.substr(2));
    } else {
      collector.text(line);
      collector.text(" ");
    }
  }
}

}  // namespace

std::vector<std::string> sentences_of(std::string_view documentation) {
  Collector collector;
  if (!has_tags(documentation)) {
    read_markdown(documentation, collector);
    return collector.take();
  }
  std::size_t from = 0;
  for (std::size_t at = documentation.find('<'); at != std::string_view::npos;
       at = documentation.find('<', at)) {
    Tag tag;
    if (!read_tag(documentation, at, tag)) {
      ++at;
      continue;
    }
    collector.text(documentation.substr(from, at - from));
    collector.tag(tag);
    from = at = tag.end;
  }
  collector.text(documentation.substr(from));
  return collector.take();
}

}  // namespace hallmark::importers
