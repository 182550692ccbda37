#include "importers/boto3_syntax.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/text.h"

namespace hallmark::importers::boto3 {
namespace {

constexpr std::size_t max_depth = 200;
using Kind = SyntaxNode::Kind;

class Parser {
 public:
  Parser(std::string_view text, std::size_t at, const std::string& file)
      : text_(text), at_(at), file_(file) {}

  SyntaxNode call() {
    expect("response");
    skip();
    expect("=");
    skip();
    expect("client.");
    while (at_ < text_.size() && text_[at_] != '(') ++at_;
    expect("(");
    SyntaxNode node{.kind = Kind::object};
    for (skip_commas(); !next_is(')'); skip_commas()) {
      std::string name = word();
      skip();
      expect("=");
      node.members.push_back({.name = std::move(name), .node = value(1)});
    }
    return node;
  }

  SyntaxNode value(std::size_t depth) {
    if (depth > max_depth) fail(fmt::format("values are nested more than {} deep", max_depth));
    skip();
    SyntaxNode node = single(depth);
    skip();
    // `{...}|[...]|123|…`, `'A'|'B'`, `b'bytes'|file`, `'string' or {…}`: one value with alternatives.
    while (next_is('|') || starts_with(" or ") || starts_with("or ")) {
      const bool either = !next_is('|');
      at_ += either ? 2 : 1;
      skip();
      if (starts_with("file")) {
        at_ += 4;
        node.kind = Kind::streaming_blob;
      } else {
        SyntaxNode other = single(depth);
        if (either) continue;
        if (node.kind == Kind::text && other.kind == Kind::text) {
          node.enum_values.insert(node.enum_values.end(), other.enum_values.begin(), other.enum_values.end());
        } else {
          node = SyntaxNode{.kind = Kind::document};
        }
      }
      skip();
    }
    if (node.kind == Kind::text && node.enum_values.size() == 1 && node.enum_values[0] == "string") {
      node.enum_values.clear();
    }
    return node;
  }

 private:
  SyntaxNode single(std::size_t depth) {
    if (next_is('{')) return braces(depth);
    if (next_is('[')) return brackets(depth);
    if (next_is('\'')) return {.kind = Kind::text, .enum_values = {quoted()}};
    const struct {
      std::string_view text;
      Kind kind;
    } words[] = {{"b'bytes'", Kind::blob},      {"StreamingBody()", Kind::streaming_blob},
                 {"True|False", Kind::boolean}, {"datetime(2015, 1, 1)", Kind::timestamp},
                 {"123.0", Kind::real_double},  {"123.4", Kind::real_double},
                 {"123", Kind::integer},        {"...", Kind::real_float},
                 {"True", Kind::boolean},       {"False", Kind::boolean},
                 {"None", Kind::boolean}};
    for (const auto& word : words) {
      if (starts_with(word.text)) {
        at_ += word.text.size();
        return {.kind = word.kind};
      }
    }
    if (starts_with("EventStream(")) {
      at_ += 12;
      SyntaxNode events = value(depth + 1);
      skip();
      expect(")");
      events.kind = Kind::event_stream;
      return events;
    }
    fail("not a value of a syntax block: " + core::printable(text_.substr(at_, 30)));
  }

  SyntaxNode braces(std::size_t depth) {
    expect("{");
    skip();
    if (starts_with("'... recursive ...'")) {
      at_ += 19;
      skip();
      expect("}");
      return {.kind = Kind::recursive};
    }
    if (starts_with("...")) {
      at_ += 3;
      skip();
      expect("}");
      return {.kind = Kind::event_stream};  // a document goes on with '|', which value() sees
    }
    SyntaxNode node{.kind = Kind::object};
    for (skip_commas(); !next_is('}'); skip_commas()) {
      if (!next_is('\'')) fail("a member's name was expected: " + core::printable(text_.substr(at_, 30)));
      std::string name = quoted();
      skip();
      expect(":");
      node.members.push_back({.name = std::move(name), .node = value(depth + 1)});
    }
    expect("}");
    return node;
  }

  SyntaxNode brackets(std::size_t depth) {
    expect("[");
    if (starts_with("...]")) {  // a list of floats is `[` `...,` `]`, on lines of their own
      at_ += 4;
      return {.kind = Kind::document};
    }
    skip();
    SyntaxNode node{.kind = Kind::list};
    if (!next_is(']')) node.element.push_back(value(depth + 1));
    skip_commas();
    expect("]");
    return node;
  }

  std::string quoted() {
    expect("'");
    const std::size_t end = text_.find('\'', at_);
    if (end == std::string_view::npos || text_.substr(at_, end - at_).find('\n') != std::string_view::npos) {
      fail("a quoted value does not end on its line");
    }
    std::string out(text_.substr(at_, end - at_));
    at_ = end + 1;
    return out;
  }

  std::string word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_' ||
                                  text_[at_] == '-' || text_[at_] == '.')) {
      ++at_;
    }
    if (at_ == begin) fail("a parameter's name was expected: " + core::printable(text_.substr(at_, 30)));
    return std::string(text_.substr(begin, at_ - begin));
  }

  void skip() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }
  void skip_commas() {
    for (skip(); next_is(','); skip()) ++at_;
    if (at_ >= text_.size()) fail("the syntax block does not end");
  }
  [[nodiscard]] bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
  [[nodiscard]] bool starts_with(std::string_view what) const {
    return text_.substr(at_, what.size()) == what;
  }
  void expect(std::string_view what) {
    if (at_ > text_.size() || !starts_with(what)) {
      fail(fmt::format("\"{}\" was expected, not \"{}\"", what,
                       core::printable(text_.substr(std::min(at_, text_.size()), 20))));
    }
    at_ += what.size();
  }
  [[noreturn]] void fail(std::string message) const {
    const auto begin = text_.begin();
    const auto lines =
        std::count(begin, begin + static_cast<std::ptrdiff_t>(std::min(at_, text_.size())), '\n');
    throw core::DocumentError({.file = file_,
                               .line = static_cast<std::size_t>(lines) + 1,
                               .pointer = {},
                               .rule = "page.syntax",
                               .message = std::move(message),
                               .advice = "The syntax block is damaged: fetch the page again."});
  }

  std::string_view text_;
  std::size_t at_;
  const std::string& file_;
};

}  // namespace

bool SyntaxNode::looks_like_map() const {
  return kind == Kind::object && members.size() == 1 && members[0].name == "string";
}

SyntaxNode parse_request_syntax(std::string_view text, std::size_t from, const std::string& file) {
  return Parser(text, std::min(text.find("response = client.", from), text.size()), file).call();
}

SyntaxNode parse_response_syntax(std::string_view text, std::size_t from, const std::string& file) {
  return Parser(text, std::min(text.find('{', from), text.size()), file).value(0);
}

}  // namespace hallmark::importers::boto3
