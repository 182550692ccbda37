#include "core/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "core/error.h"
#include "core/text.h"

namespace hallmark::core {
namespace {

constexpr std::size_t max_duplicates = 100;

JsonPosition position_at(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  JsonPosition position{.offset = offset};
  for (std::size_t i = 0; i < offset; ++i) {
    if (text[i] == '\n') {
      ++position.line;
      position.column = 1;
    } else {
      ++position.column;
    }
  }
  return position;
}

// Lets the handler know how far the lexer has read: its callbacks give no positions.
class TrackingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  TrackingIterator(const char* at, const char** progress) : at_(at), progress_(progress) {}
  reference operator*() const { return *at_; }
  TrackingIterator& operator++() {
    *progress_ = ++at_;
    return *this;
  }
  TrackingIterator operator++(int) {
    TrackingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const TrackingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const TrackingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  const char** progress_;
};

// A text without its long strings. The parser would hold each of them twice more while it reads it.
struct Elided {
  std::string text;  // with "" where they stood
  struct String {
    std::size_t end = 0;  // behind its closing quote, in `text`
    std::string_view content;
  };
  std::vector<String> strings;  // in order

  [[nodiscard]] const String* ending_at(std::size_t offset) const {
    const auto found = std::lower_bound(strings.begin(), strings.end(), offset,
                                        [](const String& each, std::size_t at) { return each.end < at; });
    return found != strings.end() && found->end == offset ? &*found : nullptr;
  }
  // Where it was in the whole text.
  [[nodiscard]] std::size_t original(std::size_t offset) const {
    std::size_t at = offset;
    for (const String& each : strings) at += each.end <= offset ? each.content.size() : 0;
    return at;
  }
};

// Only strings that stand for themselves: no escapes, nothing that a parser would refuse.
Elided elide(std::string_view whole) {
  constexpr std::size_t long_text = std::size_t{1} << 16;
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  Elided elided;
  std::size_t kept = 0;
  for (std::size_t at = whole.find('"'); at != std::string_view::npos; at = whole.find('"', at)) {
    const std::size_t begin = ++at;
    bool escapes = false;
    while ((at = whole.find_first_of("\"\\", at)) != std::string_view::npos && whole[at] == '\\') {
      escapes = true;
      at += 2;
    }
    if (at >= whole.size()) break;  // it has no end
    const std::string_view content = whole.substr(begin, at - begin);
    ++at;
    if (content.size() < long_text || escapes || !valid_utf8(content) ||
        std::any_of(content.begin(), content.end(), is_control))
      continue;
    elided.text += whole.substr(kept, begin - kept);
    elided.text += '"';
    elided.strings.push_back({.end = elided.text.size(), .content = content});
    kept = at;
  }
  if (!elided.strings.empty()) elided.text += whole.substr(kept);
  return elided;
}

// Builds a value from SAX events on an explicit stack.
template <typename J>
class Builder {
 public:
  using number_integer_t = typename J::number_integer_t;
  using number_unsigned_t = typename J::number_unsigned_t;
  using number_float_t = typename J::number_float_t;
  using string_t = typename J::string_t;
  using binary_t = typename J::binary_t;

  // `whole` is the text, or what it was before strings were taken out of it.
  Builder(std::string_view text, std::string_view whole, const Elided& elided, const JsonLimits& limits,
          const char** progress, ParsedJson<J>& result)
      : text_(text), whole_(whole), elided_(elided), limits_(limits), progress_(progress), result_(result) {}

  bool null() { return put(J(nullptr)); }
  bool boolean(bool value) { return put(J(value)); }
  bool number_integer(number_integer_t value) { return put(J(value)); }
  bool number_unsigned(number_unsigned_t value) { return put(J(value)); }
  bool number_float(number_float_t value, const string_t& digits) {
    if (digits.size() > limits_.max_number) {
      return fail("number", fmt::format("a number of {} characters", digits.size()));
    }
    return put(J(value));
  }
  bool string(string_t& value) {
    restore(value);
    return put(J(std::move(value)));
  }
  bool binary(binary_t&) { return false; }
  bool start_object(std::size_t) { return open(J::object()); }
  bool start_array(std::size_t) { return open(J::array()); }
  bool key(string_t& name) {
    restore(name);
    Frame& frame = stack_.back();
    frame.key = std::move(name);
    if (frame.seen.contains(frame.key) && result_.duplicates.size() < max_duplicates) {
      result_.duplicates.push_back(
          {.pointer = pointer_join(pointer(), frame.key), .position = place(offset())});
    }
    return true;
  }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  // Where a number begins that no double holds; npos: there is none.
  [[nodiscard]] std::size_t overflow() const { return overflow_; }
  bool parse_error(std::size_t position, const std::string& token,
                   const nlohmann::detail::exception& problem) {
    const std::string what = problem.what();
    const auto says = [&](std::string_view words) { return what.find(words) != std::string::npos; };
    std::string kind = "syntax";
    if (stack_.empty() && done_) {
      kind = "trailing";
    } else if (trim(text_).empty()) {
      kind = "empty";
    } else if (problem.id == 406) {
      kind = "number";
      if (token.size() <= position && text_.substr(position - token.size(), token.size()) == token)
        overflow_ = position - token.size();
    } else if (says("UTF-8") || says("surrogate")) {
      kind = "utf8";
    }
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error …"
    const std::size_t colon = what.find(": ");
    const std::string message = kind == "empty"              ? "the text is empty"
                                : colon == std::string::npos ? what
                                                             : what.substr(colon + 2);
    result_.fault = JsonFault{.kind = kind,
                              .message = shorten(printable(message), 300),
                              .position = place(position > 0 ? position - 1 : 0)};
    return false;
  }

 private:
  struct Frame {
    J value;
    std::string key;
    std::unordered_map<std::string, std::size_t> seen;  // name -> index (of ordered objects)
  };

  [[nodiscard]] std::size_t offset() const { return static_cast<std::size_t>(*progress_ - text_.data()); }
  [[nodiscard]] JsonPosition place(std::size_t at) const { return position_at(whole_, elided_.original(at)); }
  void restore(string_t& value) const {
    if (elided_.strings.empty() || !value.empty()) return;
    if (const auto* taken = elided_.ending_at(offset())) value = taken->content;
  }

  bool fail(std::string kind, std::string message) {
    result_.fault =
        JsonFault{.kind = std::move(kind), .message = std::move(message), .position = place(offset())};
    return false;
  }

  // Where the innermost open container stands.
  [[nodiscard]] std::string pointer() const {
    std::string path;
    for (std::size_t i = 0; i + 1 < stack_.size(); ++i) {
      const Frame& frame = stack_[i];
      path = frame.value.is_array() ? pointer_join(path, frame.value.size()) : pointer_join(path, frame.key);
    }
    return path;
  }

  bool open(J container) {
    if (stack_.size() >= limits_.max_depth) {
      return fail("depth", fmt::format("arrays and objects are nested more than {} deep", limits_.max_depth));
    }
    stack_.push_back({.value = std::move(container), .key = {}, .seen = {}});
    return true;
  }

  bool close() {
    J value = std::move(stack_.back().value);
    stack_.pop_back();
    return put(std::move(value));
  }

  bool put(J&& value) {
    if (stack_.empty()) {
      result_.value = std::move(value);
      done_ = true;
      return true;
    }
    Frame& frame = stack_.back();
    if (frame.value.is_array()) {
      frame.value.push_back(std::move(value));
      return true;
    }
    auto& object = frame.value.template get_ref<typename J::object_t&>();
    const auto [entry, added] = frame.seen.emplace(frame.key, object.size());
    if constexpr (std::is_same_v<J, OrderedJson>) {
      if (added) {
        object.emplace_back(frame.key, std::move(value));  // the base vector's: no search
      } else {
        (object.begin() + static_cast<std::ptrdiff_t>(entry->second))->second = std::move(value);
      }
    } else {
      object.insert_or_assign(frame.key, std::move(value));
    }
    return true;
  }

  std::string_view text_, whole_;
  const Elided& elided_;
  const JsonLimits& limits_;
  const char** progress_;
  ParsedJson<J>& result_;
  std::vector<Frame> stack_;
  bool done_ = false;
  std::size_t overflow_ = std::string_view::npos;
};

template <typename J>
ParsedJson<J> parse_once(std::string_view whole, const JsonLimits& limits, std::size_t* overflow) {
  constexpr std::size_t long_body = std::size_t{1} << 20;
  ParsedJson<J> result;
  if (whole.size() > limits.max_bytes) {
    result.fault = JsonFault{
        .kind = "size",
        .message = fmt::format("{} bytes, more than the limit of {}", whole.size(), limits.max_bytes),
        .position = {}};
    return result;
  }
  const Elided elided = whole.size() > long_body ? elide(whole) : Elided{};
  const std::string_view text = elided.strings.empty() ? whole : std::string_view(elided.text);
  const char* progress = text.data();
  Builder<J> builder(text, whole, elided, limits, &progress, result);
  const TrackingIterator begin(text.data(), &progress);
  const TrackingIterator end(text.data() + text.size(), &progress);
  const bool parsed = J::sax_parse(begin, end, &builder);
  const std::size_t too_large = builder.overflow();
  *overflow = too_large == std::string_view::npos ? too_large : elided.original(too_large);
  if (!parsed && !result.fault) {
    result.fault = JsonFault{.kind = "syntax", .message = "the text is not JSON", .position = {}};
  }
  if (result.fault && result.fault->kind != "trailing") result.value.reset();
  return result;
}

// JSON sets no bound to numbers. One that is beyond a double is kept as text: with quotes around it, and the
// whole read again.
template <typename J>
ParsedJson<J> parse(std::string_view text, const JsonLimits& limits) {
  constexpr std::size_t none = std::string_view::npos;
  constexpr int most = 16;  // more of them are no numbers that anyone means
  std::size_t overflow = none;
  ParsedJson<J> result = parse_once<J>(text, limits, &overflow);
  std::string quoted;
  for (int times = 0; times < most && overflow != none; ++times) {
    if (quoted.empty()) quoted = text;
    const std::size_t end = std::min(quoted.find_first_not_of("+-.0123456789eE", overflow), quoted.size());
    if (end - overflow > limits.max_number) break;
    quoted.insert(end, 1, '"').insert(overflow, 1, '"');
    result = parse_once<J>(quoted, limits, &overflow);
  }
  return result;
}

// A scanner over text that is known to be roughly JSON; stops quietly where it is not.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}
  std::size_t at = 0;

  void skip_blanks() {
    while (at < text_.size() &&
           (text_[at] == ' ' || text_[at] == '\t' || text_[at] == '\n' || text_[at] == '\r'))
      ++at;
  }
  [[nodiscard]] char peek() const { return at < text_.size() ? text_[at] : '\0'; }
  std::string_view string() {
    const std::size_t begin = at;
    for (++at; at < text_.size() && text_[at] != '"'; ++at) {
      if (text_[at] == '\\') ++at;
    }
    at = std::min(at + 1, text_.size());
    return text_.substr(begin, at - begin);
  }
  void value() {
    std::size_t depth = 0;
    do {
      skip_blanks();
      const char c = peek();
      if (c == '"') {
        string();
      } else if (c == '{' || c == '[') {
        ++depth;
        ++at;
      } else if (c == '}' || c == ']') {
        if (depth == 0) return;
        --depth;
        ++at;
      } else if (c == ',' || c == ':') {
        if (depth == 0) return;
        ++at;
      } else {
        if (at >= text_.size()) return;
        while (at < text_.size() &&
               std::string_view(",:{}[]\" \t\r\n").find(text_[at]) == std::string_view::npos)
          ++at;
      }
    } while (depth > 0 && at < text_.size());
  }

 private:
  std::string_view text_;
};

// Moves `scanner`, at the start of a container, to the child named; false when there is none.
bool enter(Scanner& scanner, const std::string& token) {
  const bool object = scanner.peek() == '{';
  if (!object && scanner.peek() != '[') return false;
  ++scanner.at;
  for (std::size_t index = 0;; ++index) {
    scanner.skip_blanks();
    if (scanner.peek() == '}' || scanner.peek() == ']' || scanner.peek() == '\0') return false;
    if (object) {
      if (scanner.peek() != '"') return false;
      const auto name = parse_json(scanner.string());
      scanner.skip_blanks();
      if (scanner.peek() != ':') return false;
      ++scanner.at;
      scanner.skip_blanks();
      if (name.value && name.value->is_string() && name.value->get_ref<const std::string&>() == token)
        return true;
    } else if (std::to_string(index) == token) {
      return true;
    }
    const std::size_t before = scanner.at;
    scanner.value();
    scanner.skip_blanks();
    if (scanner.peek() != ',' || scanner.at == before) return false;
    ++scanner.at;
  }
}

}  // namespace

ParsedJson<Json> parse_json(std::string_view text, const JsonLimits& limits) {
  return parse<Json>(text, limits);
}

ParsedJson<OrderedJson> parse_ordered_json(std::string_view text, const JsonLimits& limits) {
  return parse<OrderedJson>(text, limits);
}

JsonPosition locate(std::string_view text, std::string_view pointer) {
  Scanner scanner(text);
  scanner.skip_blanks();
  if (pointer.empty() || pointer[0] != '/') return position_at(text, scanner.at);
  for (const std::string& token : split(pointer.substr(1), '/')) {
    const std::size_t start = scanner.at;
    if (!enter(scanner, pointer_unescape(token))) return position_at(text, start);
  }
  return position_at(text, scanner.at);
}

JsonFile load_json_text(std::string text, std::string name, const JsonLimits& limits) {
  auto parsed = parse_ordered_json(text, limits);
  if (parsed.fault) {
    throw DocumentError({.file = name,
                         .line = parsed.fault->position.line,
                         .pointer = {},
                         .rule = "json." + parsed.fault->kind,
                         .message = fmt::format("not JSON: {} (column {})", parsed.fault->message,
                                                parsed.fault->position.column),
                         .advice = "Mend the text; JSON has no comments, no trailing commas and no NaN."});
  }
  if (!parsed.duplicates.empty()) {
    const DuplicateKey& first = parsed.duplicates.front();
    throw DocumentError({.file = name,
                         .line = first.position.line,
                         .pointer = first.pointer,
                         .rule = "json.duplicate-key",
                         .message = "the name stands twice in one object",
                         .advice = "Keep one of the two."});
  }
  return {.path = std::move(name), .text = std::move(text), .value = std::move(*parsed.value)};
}

JsonFile load_json(const std::filesystem::path& path, const JsonLimits& limits) {
  std::error_code problem;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (std::filesystem::is_directory(path, problem) || !in || !(text << in.rdbuf())) {
    // An empty file makes << fail as well: it is read, and its text is at fault.
    if (!in || std::filesystem::is_directory(path, problem) ||
        std::filesystem::file_size(path, problem) != 0) {
      throw DocumentError({.file = path.string(),
                           .line = 0,
                           .pointer = {},
                           .rule = "file.read",
                           .message = std::filesystem::exists(path, problem) ? "the file cannot be read"
                                                                             : "there is no such file",
                           .advice = "Check the path and its permissions."});
    }
  }
  return load_json_text(std::move(text).str(), path.string(), limits);
}

void fail_at(const JsonFile& file, std::string pointer, std::string rule, std::string message,
             std::string advice) {
  const std::size_t line = file.text.empty() ? 0 : locate(file.text, pointer).line;
  throw DocumentError({.file = file.path,
                       .line = line,
                       .pointer = std::move(pointer),
                       .rule = std::move(rule),
                       .message = std::move(message),
                       .advice = std::move(advice)});
}

Json to_sorted(const OrderedJson& value) { return Json(value); }

OrderedJson to_ordered(const Json& value) { return OrderedJson(value); }

std::string pointer_escape(std::string_view token) {
  const bool special = std::any_of(token.begin(), token.end(), [](char c) { return c == '~' || c == '/'; });
  if (!special) return std::string(token);
  return replace_all(replace_all(std::string(token), "~", "~0"), "/", "~1");
}

std::string pointer_unescape(std::string_view token) {
  if (token.find('~') == std::string_view::npos) return std::string(token);
  return replace_all(replace_all(std::string(token), "~1", "/"), "~0", "~");
}

std::vector<std::string> pointer_tokens(std::string_view pointer) {
  std::vector<std::string> tokens;
  if (pointer.empty()) return tokens;
  for (const std::string& token : split(pointer.substr(pointer.front() == '/' ? 1 : 0), '/'))
    tokens.push_back(pointer_unescape(token));
  return tokens;
}

std::string pointer_join(std::string_view pointer, std::string_view token) {
  return std::string(pointer) + "/" + pointer_escape(token);
}

std::string pointer_join(std::string_view pointer, std::size_t index) {
  return std::string(pointer) + "/" + std::to_string(index);
}

std::string pointer_of(std::initializer_list<std::string_view> tokens) {
  std::string pointer;
  for (const std::string_view token : tokens) pointer = pointer_join(pointer, token);
  return pointer;
}

std::string pointer_without_indexes(std::string_view pointer) {
  std::string path;
  for (const std::string& token : pointer_tokens(pointer)) {
    const bool index = !token.empty() && token.find_first_not_of("0123456789") == std::string::npos;
    path = pointer_join(path, index ? "*" : std::string_view(token));
  }
  return path;
}

const Json* pointer_find(const Json& root, std::string_view pointer) {
  if (pointer.empty()) return &root;
  if (pointer[0] != '/') return nullptr;
  const Json* at = &root;
  for (const std::string& part : split(pointer.substr(1), '/')) {
    if (at->is_object()) {
      const auto member = at->find(pointer_unescape(part));
      if (member == at->end()) return nullptr;
      at = &*member;
    } else if (at->is_array()) {
      const bool digits =
          !part.empty() && part.size() < 10 && part.find_first_not_of("0123456789") == std::string::npos;
      if (!digits || (part.size() > 1 && part[0] == '0')) return nullptr;
      const std::size_t index = std::stoul(part);
      if (index >= at->size()) return nullptr;
      at = &(*at)[index];
    } else {
      return nullptr;
    }
  }
  return at;
}

std::string dump(const Json& value, std::size_t max) {
  // Of a long text only the beginning is wanted, and each of its bytes is written as one or more.
  const std::string* long_text = value.is_string() ? value.get_ptr<const std::string*>() : nullptr;
  if (long_text && max != 0 && long_text->size() > max + 4)
    return dump(Json(long_text->substr(0, max + 4)), max);
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (max == 0 || text.size() <= max) return text;
  std::size_t end = max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text + "…";
}

}  // namespace hallmark::core
