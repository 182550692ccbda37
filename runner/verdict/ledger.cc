#include "verdict/ledger.h"

#include <algorithm>

#include "core/text.h"

namespace hallmark::verdict {

void Ledger::evaluate(const std::string& promise, bool held) {
  if (promise.empty()) return;
  auto [place, fresh] = evaluated.emplace(promise, held);
  if (!fresh && !held) place->second = false;
}

void Ledger::add(Finding finding) {
  finding.role = role;
  finding.exchange = exchange;
  finding.expected = core::shorten(finding.expected, max_finding_text);
  finding.actual = core::shorten(finding.actual, max_finding_text);
  finding.pointer = core::shorten(finding.pointer, max_finding_text);
  finding.location = core::shorten(finding.location, max_finding_text);
  if (finding.severity == Severity::deviation) evaluate(finding.promise, false);
  const auto same = [&](const Finding& other) {
    return other.rule == finding.rule && other.pointer == finding.pointer &&
           other.promise == finding.promise && other.exchange == finding.exchange &&
           other.expected == finding.expected && other.actual == finding.actual;
  };
  if (std::any_of(findings.begin(), findings.end(), same)) return;
  if (findings.size() >= max_findings) {
    ++dropped;
    // A deviation is never lost behind drift: it takes the place of the last finding that weighs less.
    const auto lighter = std::find_if(findings.rbegin(), findings.rend(), [&](const Finding& other) {
      return other.severity < finding.severity;
    });
    if (lighter != findings.rend()) *lighter = std::move(finding);
    return;
  }
  findings.push_back(std::move(finding));
}

std::size_t Ledger::deviations() const {
  return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.severity == Severity::deviation;
  }));
}

std::size_t Ledger::drifts() const {
  return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.severity == Severity::drift;
  }));
}

void Ledger::merge(Ledger other) {
  for (const auto& [promise, held] : other.evaluated) evaluate(promise, held);
  for (Finding& finding : other.findings) {
    const exchange::Role own_role = role;
    const std::size_t own_exchange = exchange;
    role = finding.role;
    exchange = finding.exchange;
    add(std::move(finding));
    role = own_role;
    exchange = own_exchange;
  }
  dropped += other.dropped;
}

std::string source_name(contract::Source source) { return std::string(contract::to_string(source)); }

}  // namespace hallmark::verdict
