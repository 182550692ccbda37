// Walks through a JSON document without holding it: finds its way by keys, skips what nobody wants and
// hands out the text of what is wanted. It checks brackets and strings only; whoever takes a value's
// text parses it. Never recurses.
//
// Order of calls: enter_object() or enter_array() where one is expected, then next_key() or next_item()
// until it is false; between two of them exactly one of skip(), capture(), enter_object(), enter_array().
#pragma once

#include <cstddef>
#include <string>

#include "exchange/byte_source.h"

namespace hallmark::exchange {

class JsonScan {
 public:
  explicit JsonScan(ByteSource& source) : source_(source) {}

  // The next value's first byte ('{', '[', '"', …), or -1 at the end of the text.
  [[nodiscard]] int next();
  bool enter_object() { return enter('{'); }
  bool enter_array() { return enter('['); }
  // False at the end of the object (which is then left), or when something is broken.
  bool next_key(std::string& key);
  bool next_item();
  bool skip() { return value(nullptr, 0); }
  // The value's text. Values longer than `limit` are skipped and leave `text` empty.
  bool capture(std::string& text, std::size_t limit);

  [[nodiscard]] std::size_t line() const { return source_.line(); }
  [[nodiscard]] bool broken() const { return !problem_.empty(); }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  bool enter(char bracket);
  bool more(char close);
  bool value(std::string* text, std::size_t limit);
  bool string(std::string* text, std::size_t limit);
  bool fail(std::string problem);
  void blanks();

  ByteSource& source_;
  bool first_ = true;  // directly behind a bracket
  std::string problem_;
};

}  // namespace hallmark::exchange

// Example:
//
//   ByteSource source("traffic.har");
//   JsonScan scan(source);
//   if (scan.enter_object()) {
//     for (std::string key; scan.next_key(key);)
//       if (std::string text; key == "log" ? !scan.capture(text, 1 << 20) : !scan.skip()) break;
//   }
//   if (scan.broken()) std::string said = std::to_string(scan.line()) + ": " + scan.problem();
