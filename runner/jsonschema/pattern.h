// Patterns: the ECMA-262 dialect of JSON Schema and Smithy on PCRE2, with limits. The
// one place that includes PCRE2.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace hallmark::jsonschema {

class Pattern {
 public:
  // Null with the reason in `problem` when the pattern does not compile.
  [[nodiscard]] static std::optional<Pattern> compile(std::string_view pattern,
                                                      std::string* problem = nullptr);

  enum class Answer { yes, no, gave_up };  // gave_up: the match limit, or text that is not UTF-8
  [[nodiscard]] Answer search(std::string_view text,
                              std::uint32_t match_limit = 1'000'000) const;  // unanchored
  [[nodiscard]] Answer full_match(std::string_view text, std::uint32_t match_limit = 1'000'000) const;
  [[nodiscard]] const std::string& text() const;  // as it was given

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace hallmark::jsonschema

// Example:
//
//   const std::optional<Pattern> pattern = Pattern::compile("^[a-z]{1,3}$");
//   bool fits = pattern && pattern->search("abc") == Pattern::Answer::yes;
