// Strings under constraints: from names, from patterns, of exact lengths, and those that break a pattern.
// Internal to plan/; see values.h.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jsonschema/pattern.h"
#include "plan/values/regular.h"
#include "plan/values/values.h"

namespace hallmark::plan {

// What a string is for; decides how it looks.
struct StringHint {
  std::string member;        // "VoiceConnectorGroupId"
  std::string shape;         // the target's name
  std::string service;       // slug
  bool ascii = false;        // headers
  bool never_empty = false;  // labels
  bool token = false;        // idempotency token
  bool own_name = false;     // of CreateNamespace the member Namespace: what is made is called so
};

class Strings {
 public:
  // All nullopt with the reason in `problem`.
  [[nodiscard]] std::optional<std::string> valid(const Constraints& constraints, const StringHint& hint,
                                                 core::Random& random, bool unique, std::string& problem);
  [[nodiscard]] std::optional<std::string> of_length(const Constraints& constraints, const StringHint& hint,
                                                     core::Random& random, std::size_t length,
                                                     std::string& problem);
  [[nodiscard]] std::optional<std::string> mismatch(const Constraints& constraints, const StringHint& hint,
                                                    core::Random& random, std::string& problem);
  [[nodiscard]] std::optional<std::string> unicode(const Constraints& constraints, core::Random& random,
                                                   std::string& problem);
  // What a text with ${unique} and the like may turn into.
  [[nodiscard]] static std::string sample(std::string_view text);
  // Length, pattern and enum; variables replaced by samples, so that any value of theirs fits.
  [[nodiscard]] bool keeps(const Constraints& constraints, const std::string& text);

 private:
  struct Language {
    std::optional<Regular> regular;
    std::optional<jsonschema::Pattern> pattern;
    bool contains = false;  // one character, not anchored: it asks for such a character anywhere
    std::string problem;
  };
  const Language& language(const std::string& pattern);
  bool keeps_exactly(const Constraints& constraints, const std::string& text);
  bool matches_all(const Constraints& constraints, const std::string& text);
  std::optional<std::string> from_pattern(const Constraints& constraints, core::Random& random,
                                          std::size_t low, std::size_t high, std::size_t wanted, Taste taste,
                                          std::string& problem);
  std::map<std::string, Language> languages_;
};

}  // namespace hallmark::plan
