#include "exchange/json_scan.h"

#include "core/json.h"

namespace hallmark::exchange {
namespace {

constexpr std::size_t max_key = 64 * 1024;

void put(std::string* text, std::size_t limit, int byte) {
  // One byte more than the limit marks what was too long.
  if (text && text->size() <= limit) text->push_back(static_cast<char>(byte));
}

}  // namespace

bool JsonScan::fail(std::string problem) {
  if (problem_.empty()) problem_ = source_.problem().empty() ? std::move(problem) : source_.problem();
  return false;
}

void JsonScan::blanks() {
  while (true) {
    const int byte = source_.peek();
    if (byte != ' ' && byte != '\t' && byte != '\n' && byte != '\r') return;
    source_.get();
  }
}

int JsonScan::next() {
  blanks();
  return source_.peek();
}

bool JsonScan::enter(char bracket) {
  if (broken()) return false;
  if (next() != bracket)
    return fail(bracket == '{' ? "an object is expected here" : "a list is expected here");
  source_.get();
  first_ = true;
  return true;
}

bool JsonScan::more(char close) {
  if (broken()) return false;
  const int byte = next();
  if (byte == close) {
    source_.get();
    first_ = false;
    return false;
  }
  if (!first_) {
    if (byte != ',') return fail(byte < 0 ? "the text is cut off" : "a comma is expected here");
    source_.get();
    if (next() == close) return fail("a value is expected behind the comma");
  }
  first_ = false;
  return next() >= 0 || fail("the text is cut off");
}

bool JsonScan::next_key(std::string& key) {
  key.clear();
  if (!more('}')) return false;
  std::string text;
  if (next() != '"' || !string(&text, max_key)) return fail("a member's name is expected here");
  const core::ParsedJson<Json> parsed = core::parse_json(text);
  if (!parsed.value || !parsed.value->is_string()) return fail("a member's name cannot be read");
  key = parsed.value->get<std::string>();
  if (next() != ':') return fail("a colon is expected here");
  source_.get();
  return true;
}

bool JsonScan::next_item() { return more(']'); }

bool JsonScan::string(std::string* text, std::size_t limit) {
  put(text, limit, source_.get());
  while (true) {
    const int byte = source_.get();
    if (byte < 0) return fail("the text is cut off inside a string");
    put(text, limit, byte);
    if (byte == '"') return true;
    if (byte == '\\') {
      const int escaped = source_.get();
      if (escaped < 0) return fail("the text is cut off inside a string");
      put(text, limit, escaped);
    }
  }
}

bool JsonScan::value(std::string* text, std::size_t limit) {
  if (broken()) return false;
  blanks();
  std::string open;  // brackets, innermost last
  while (true) {
    const int byte = source_.peek();
    if (byte < 0) return fail("the text is cut off");
    if (byte == '"') {
      if (!string(text, limit)) return false;
    } else if (byte == '{' || byte == '[') {
      put(text, limit, source_.get());
      open.push_back(byte == '{' ? '}' : ']');
      if (open.size() > 10000) return fail("it is nested too deep");
      continue;
    } else if (byte == '}' || byte == ']') {
      if (open.empty() || open.back() != byte) return fail("a bracket is closed that was not opened");
      put(text, limit, source_.get());
      open.pop_back();
    } else if (open.empty() && (byte == ',' || byte == ':')) {
      return fail("a value is expected here");
    } else {
      put(text, limit, source_.get());
      // Numbers and words reach to the next byte that belongs to something else.
      while (open.empty()) {
        const int following = source_.peek();
        if (following < 0 ||
            std::string_view(",]} \t\r\n").find(static_cast<char>(following)) != std::string_view::npos) {
          break;
        }
        put(text, limit, source_.get());
      }
    }
    if (open.empty()) return true;
  }
}

bool JsonScan::capture(std::string& text, std::size_t limit) {
  text.clear();
  if (!value(&text, limit)) return false;
  if (text.size() > limit) text.clear();
  return true;
}

}  // namespace hallmark::exchange
