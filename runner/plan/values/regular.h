// Makes strings that a pattern matches. There is one reader of the dialect of Smithy and JSON Schema:
// jsonschema/ecma.h, which writes a pattern down for PCRE2. jsonschema::Pattern matches by what it wrote;
// this parses the same text into a tree (PCRE2 gives its own to nobody), works out which lengths it can have,
// and writes a string of a wanted length. Assertions (look-around, word boundaries, inner anchors) do not
// steer what is written: the caller checks the result against the pattern and tries again.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/text.h"

namespace hallmark::plan {

// Which characters of a class are taken where there is a choice.
enum class Taste {
  plain,    // lower-case letters and digits, else what reads well
  mixed,    // any printable ASCII
  unicode,  // letters beyond ASCII, where the class has them
};

class Regular {
 public:
  // Null, with the reason, for what is no regular language here: back-references, unknown properties,
  // syntax that the dialect does not have.
  [[nodiscard]] static std::optional<Regular> parse(std::string_view pattern, std::string* problem = nullptr);

  // The possible length (in code points) nearest to `wanted` within [low, high].
  [[nodiscard]] std::optional<std::size_t> length_near(std::size_t low, std::size_t high,
                                                       std::size_t wanted) const;
  // A string of exactly `length` code points that the whole pattern matches, assertions aside. Nullopt when
  // no such length is known.
  [[nodiscard]] std::optional<std::string> make(std::size_t length, core::Random& random,
                                                Taste taste = Taste::plain) const;
  // Look-around, a word boundary or an anchor within stands in it: what make() writes may fail to match.
  [[nodiscard]] bool has_assertions() const { return assertions_; }

  struct Node;

 private:
  std::shared_ptr<const Node> root_;
  bool assertions_ = false;
};

}  // namespace hallmark::plan
