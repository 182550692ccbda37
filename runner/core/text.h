// Text and bytes: UTF-8, base64, hexadecimal, percent-encoding, cases, globs.
// Pure functions; none throws on any input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::core {

// Strict UTF-8 (no surrogates, no overlong forms).
[[nodiscard]] bool valid_utf8(std::string_view text);
// Offset of the first byte that is not UTF-8.
[[nodiscard]] std::optional<std::size_t> first_invalid_utf8(std::string_view text);
// Number of Unicode code points (bytes that are not UTF-8 count one each).
[[nodiscard]] std::size_t code_points(std::string_view text);
void append_utf8(std::string& out, char32_t code_point);
// Decodes to code points, U+FFFD for each byte that is not UTF-8.
[[nodiscard]] std::u32string to_utf32(std::string_view text);
[[nodiscard]] std::string to_utf8(std::u32string_view text);

// Printable on one line: control bytes, bytes that are not UTF-8, U+007F-9F, bidi
// controls and U+FFFE/FFFF become \x1b or \u202e; \n, \r and \t likewise unless `keep_newlines`.
[[nodiscard]] std::string printable(std::string_view text, bool keep_newlines = false);
// At most `max` bytes, cut at a code point, with " … (N bytes cut)" behind when cut.
[[nodiscard]] std::string shorten(std::string_view text, std::size_t max);

[[nodiscard]] std::string base64_encode(std::string_view bytes);
// Strict RFC 4648 with padding; whitespace is refused.
[[nodiscard]] std::optional<std::string> base64_decode(std::string_view text);
[[nodiscard]] std::string hex(std::string_view bytes);

// RFC 3986: everything but unreserved characters (and '/' when `keep_slash`) as %XX.
[[nodiscard]] std::string percent_encode(std::string_view text, bool keep_slash = false);
// Malformed escapes are kept as they stand; '+' becomes a space when `plus_is_space`.
[[nodiscard]] std::string percent_decode(std::string_view text, bool plus_is_space = false);

[[nodiscard]] std::string to_lower(std::string_view text);  // ASCII only
[[nodiscard]] std::string to_upper(std::string_view text);  // ASCII only
// What is left of a name or a state whatever its spelling: "KEY_PAIR", "key-pair" and "KeyPair" -> "keypair".
[[nodiscard]] std::string letters_and_digits(std::string_view text);
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);  // ASCII only
[[nodiscard]] std::string_view trim(std::string_view text);                      // space, \t, \r, \n
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);
[[nodiscard]] bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);
[[nodiscard]] std::string replace_all(std::string text, std::string_view from, std::string_view to);

// A glob over the whole text: '*' any run (also of '/'), '?' one character, [abc].
[[nodiscard]] bool glob_match(std::string_view pattern, std::string_view text);
// The candidate nearest to `word` (Damerau-Levenshtein, at most a third of it wrong).
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 const std::vector<std::string>& candidates);

// "VoiceConnectorGroup" -> "voice-connector-group"; "Chime SDK Voice" -> "chime-sdk-voice".
[[nodiscard]] std::string kebab_case(std::string_view name);

// A seeded pseudo-random source whose draws are the same on every platform: values
// are derived from names, so that the same case always sends the same bytes.
class Random {
 public:
  explicit Random(std::string_view seed);
  [[nodiscard]] std::uint64_t next();
  [[nodiscard]] std::uint64_t below(std::uint64_t bound);  // [0, bound); 0 when bound is 0

 private:
  std::uint64_t state_;
};

}  // namespace hallmark::core

// Example:
//
//   for (const std::string& word : split("sqs sns kms", ' ')) {
//     if (glob_match("s*", word)) std::string said = shorten(word, 20);
//   }
