// What the checks write down while one case is judged: findings, and which promises were
// evaluated. Private to verdict/.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "exchange/exchange.h"
#include "verdict/severities.h"
#include "verdict/verdict.h"

namespace hallmark::verdict {

// Bounds on what one hostile answer can make of a report.
inline constexpr std::size_t max_findings = 200;
inline constexpr std::size_t max_finding_text = 2000;

struct Ledger {
  exchange::Role role = exchange::Role::send;  // of what is being judged
  std::size_t exchange = 0;
  AnswerKind direction = AnswerKind::success;
  std::vector<Finding> findings;
  std::map<std::string, bool, std::less<>> evaluated;  // promise id -> held
  std::size_t dropped = 0;                             // findings beyond max_findings

  // The promise's check was made; false sticks.
  void evaluate(const std::string& promise, bool held = true);
  // Fills role and exchange, cuts texts, and marks the promise broken when the finding deviates.
  void add(Finding finding);
  [[nodiscard]] std::size_t deviations() const;
  [[nodiscard]] std::size_t drifts() const;
  void merge(Ledger other);
};

// "page", "model", … of a source.
[[nodiscard]] std::string source_name(contract::Source source);

}  // namespace hallmark::verdict
