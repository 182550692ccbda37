// Sets of Unicode code points, as sorted ranges: the classes of a pattern. Internal to plan/.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hallmark::plan {

class CharSet {
 public:
  void add(char32_t first, char32_t last);  // inclusive; surrogates are left out
  void add(const CharSet& other);
  [[nodiscard]] CharSet complement() const;
  [[nodiscard]] CharSet intersect(const CharSet& other) const;
  [[nodiscard]] bool empty() const { return ranges_.empty(); }
  [[nodiscard]] bool contains(char32_t c) const;
  [[nodiscard]] std::uint64_t size() const;
  [[nodiscard]] char32_t at(std::uint64_t index) const;  // the index-th, from 0

 private:
  struct Range {
    char32_t first, last;
  };
  void normalise();
  std::vector<Range> ranges_;
};

[[nodiscard]] CharSet digits();           // \d
[[nodiscard]] CharSet word_characters();  // \w
[[nodiscard]] CharSet any_character();
// \p{name} as translate_ecma writes it ("Lu", "sc:Latin"): general categories and the POSIX-like names that
// patterns use. Ranges that are surely in it, not all of it (a value is checked against the pattern after it
// is made). Nullopt: unknown.
[[nodiscard]] std::optional<CharSet> property(std::string_view name);

}  // namespace hallmark::plan
