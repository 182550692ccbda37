// The tables behind foreign_layouts.h: one row a kind of file, tried in order, documents first.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "core/text.h"

namespace hallmark::core {

// The start of a file, and questions about it.
class Start {
 public:
  explicit Start(std::string_view text) : text_(text.substr(0, std::size_t{1} << 16)) {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
    const std::string_view dense = trim(text_);
    first_ = dense.empty() ? '\0' : dense.front();
  }

  [[nodiscard]] bool is_json() const { return first_ == '{' || first_ == '['; }
  [[nodiscard]] bool is_list() const { return first_ == '['; }
  [[nodiscard]] bool is_markup() const { return first_ == '<'; }
  [[nodiscard]] bool says(std::string_view words) const {
    return text_.find(words) != std::string_view::npos;
  }
  [[nodiscard]] bool says_any(std::initializer_list<std::string_view> words) const {
    return std::any_of(words.begin(), words.end(), [&](std::string_view each) { return says(each); });
  }
  // Some section of an API Reference page of an operation, in whatever layout.
  [[nodiscard]] bool has_operation() const {
    return says_any({"Request Syntax", "Request Parameters", "Response Syntax", "Response Elements",
                     "common to all actions"});
  }
  // Written text of some paragraphs: Markdown, or reStructuredText.
  [[nodiscard]] bool is_prose() const {
    return !is_json() && !is_markup() && text_.find('\0') == std::string_view::npos &&
           (has_line("# ") || has_line("====") || has_line("****") || has_line("----"));
  }
  [[nodiscard]] bool starts(std::string_view words) const { return trim(text_).starts_with(words); }

  // A member of some JSON object, or a key of YAML at any depth, whose value starts so.
  [[nodiscard]] bool has(std::string_view key, std::string_view value = {}) const {
    return is_json() ? has_member(key, value) : has_key(key, value);
  }

  // A line that starts so, without its indentation.
  [[nodiscard]] bool has_line(std::string_view words) const {
    for (std::size_t at = text_.find(words); at != std::string_view::npos; at = text_.find(words, at + 1)) {
      const std::size_t line = at == 0 ? 0 : text_.rfind('\n', at - 1) + 1;
      if (trim(text_.substr(line, at - line)).empty()) return true;
    }
    return false;
  }

 private:
  [[nodiscard]] bool has_member(std::string_view key, std::string_view value) const {
    const std::string quoted = "\"" + std::string(key) + "\"";
    for (std::size_t at = text_.find(quoted); at != std::string_view::npos; at = text_.find(quoted, at + 1)) {
      const std::string_view behind = trim(text_.substr(at + quoted.size()));
      if (!behind.starts_with(':')) continue;
      std::string_view found = trim(behind.substr(1));
      if (!value.empty() && found.starts_with('"')) found.remove_prefix(1);
      if (found.starts_with(value)) return true;
    }
    return false;
  }
  [[nodiscard]] bool has_key(std::string_view key, std::string_view value) const {
    for (const char* quote : {"", "\"", "'"}) {
      if (has_name(quote + std::string(key) + quote + ":", value)) return true;
    }
    return false;
  }
  [[nodiscard]] bool has_name(std::string_view name, std::string_view value) const {
    for (std::size_t at = text_.find(name); at != std::string_view::npos; at = text_.find(name, at + 1)) {
      const std::size_t line = at == 0 ? 0 : text_.rfind('\n', at - 1) + 1;
      const std::string_view before = trim(text_.substr(line, at - line));
      if (!before.empty() && before != "-") continue;
      std::string_view found = text_.substr(at + name.size());
      found = trim(found.substr(0, found.find('\n')));
      if (!value.empty() && !found.empty() && (found[0] == '"' || found[0] == '\'')) found.remove_prefix(1);
      if (found.starts_with(value)) return true;
    }
    return false;
  }

  std::string_view text_;
  char first_ = '\0';
};

struct ForeignRow {
  std::string_view name;
  bool (*fits)(const Start&);
  std::string_view as_document, as_recording;  // advice; empty: it is read for that use
};

[[nodiscard]] std::span<const ForeignRow> foreign_documents();
[[nodiscard]] std::span<const ForeignRow> foreign_recordings();
// Written pages, named only when nothing reads the file.
[[nodiscard]] std::span<const ForeignRow> foreign_texts();

namespace foreign {
// Advice of many rows.
inline constexpr std::string_view as_lines =
    "Turn it into HAR, or into a line of JSON for each exchange: {\"raw\": {\"request\": {\"method\", "
    "\"url\", "
    "\"headers\", \"body\"}, \"response\": {\"status\", \"headers\", \"body\" or \"body_b64\"}}}.";
inline constexpr std::string_view as_smithy =
    "Turn it into a Smithy model, and that into its JSON AST with `smithy ast`.";
inline constexpr std::string_view give_model =
    "Documents are named with --model (or a folder with --models); the files to judge are recordings.";
inline constexpr std::string_view to_judge = "It is no document: `hallmark judge` reads it.";
inline constexpr std::string_view no_contract =
    "It holds requests and no contract. Give the service's Smithy or botocore model.";
inline constexpr std::string_view no_traffic =
    "It is no traffic and no document. Give the service's Smithy or botocore model.";
}  // namespace foreign

}  // namespace hallmark::core
