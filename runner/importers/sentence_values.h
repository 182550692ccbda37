// Private to the sentence rules: what the captured words of a sentence say, as values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "jsonschema/finder.h"

namespace hallmark::importers {

// "1,024" -> 1024, "0.5" -> 0.5, "ten" -> what `words` says; nullopt for anything else.
[[nodiscard]] std::optional<Json> number_of(std::string_view text, const std::map<std::string, int>& words);

// "`a`, `b`, and `c`", "`a | b`", "* `a` – … * `b`": the values; nullopt unless the whole text is such a
// list, of two or more values without blanks, each different.
[[nodiscard]] std::optional<std::vector<std::string>> values_of(std::string_view text);

// Names of characters ("hyphens?" -> "-", "letters" -> "A-Za-z"), tried at the start of a text.
struct CharacterWord {
  jsonschema::Finder word;  // anchored at the start
  std::string characters;   // single ones and ranges
};
// "letters, numbers, and hyphens (-)" -> "[A-Za-z0-9-]"; nullopt when a word is not known, or when what is
// named is fewer than ten characters.
[[nodiscard]] std::optional<std::string> character_class_of(std::string_view text,
                                                            const std::vector<CharacterWord>& words);

// The names of members in "the `A` parameter, B, and `C`": words of "the", "and", "parameter" are none.
[[nodiscard]] std::vector<std::string> names_in(std::string_view text);

}  // namespace hallmark::importers
