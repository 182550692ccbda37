// Every rule that a finding can name, for people: what it says in one line, and how much it weighs, which is
// read from the severity table (severities.h). `hallmark list rules` prints them; `hallmark check` holds
// files of known deviations against them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verdict/severities.h"

namespace hallmark::verdict {

struct Rule {
  std::string id;             // "contract.status"
  std::vector<Check> checks;  // the rows of the severity table that weigh it; empty: what a case demands
  std::string line;           // what a finding of this rule says, in one line without a full stop
};

// By family, in the order in which an answer is read.
[[nodiscard]] const std::vector<Rule>& rules();
// Also of what was found in a later call of the case: "then.contract.status" is contract.status there. Null:
// no finding has this rule.
[[nodiscard]] const Rule* rule_named(std::string_view id);
// "deviation", "drift", "recorded only"; where it depends on the source of the promise or on the kind of
// answer, each that occurs: "deviation or drift".
[[nodiscard]] std::string weight_of(const Rule& rule);
// One sentence for each row that weighs differently: "in a success: deviation where a page or an overlay
// states it, drift where …". For `hallmark explain`.
[[nodiscard]] std::vector<std::string> weights_in_words(const Rule& rule);
// Whether any rule's id fits: a rule's id, or a glob of them ("schema.*").
[[nodiscard]] bool is_rule_or_glob(std::string_view text);

}  // namespace hallmark::verdict
