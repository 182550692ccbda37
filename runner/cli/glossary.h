// Words of Hallmark's own and of the field, as Hallmark uses them: what `hallmark explain WORD` says. Rules
// of findings come from verdict/rules.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hallmark::cli {

struct Word {
  std::string_view word;     // "control"; as people meet it in reports, files and help
  std::string_view meaning;  // sentences in plain words
  std::string_view see;      // "drift, inconclusive", or a command; may be empty
};

// By subject, in the order in which a reader meets them.
[[nodiscard]] const std::vector<Word>& glossary();
// By the word, its plural, in any case, with hyphens or blanks; null: there is no such word.
[[nodiscard]] const Word* word_named(std::string_view text);
// What `explain` prints of a word, a rule ("schema.enum", "then.contract.status") or the rule of a file
// ("fixture.control-missing"); empty when it is none of these.
[[nodiscard]] std::string explained(std::string_view text);
// Every word and rule, for suggestions and completions.
[[nodiscard]] std::vector<std::string> explainable();

}  // namespace hallmark::cli
