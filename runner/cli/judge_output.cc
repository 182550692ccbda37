#include "cli/judge_output.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "reports/console_sections.h"
#include "reports/text.h"
#include "reports/touched.h"

namespace hallmark::cli {
namespace {

constexpr std::size_t max_text = 500;
constexpr std::size_t max_in_a_line = 100;
constexpr std::size_t max_reasons = 40;
constexpr std::size_t max_operations = 5000;  // counted one by one in each row

std::string shown(std::string_view text) { return core::shorten(reports::safe(text), max_text); }

std::string place_of(const plan::Case& test) {
  return test.line == 0 ? test.id
                        : fmt::format("{}:{}: {}.{}", test.file, test.line, test.service, test.operation);
}

void add_fact(std::string& out, std::string_view label, const std::string& text) {
  if (!text.empty()) out += fmt::format("    {:<9} {}\n", label, shown(text));
}

}  // namespace

void JudgeOutput::case_finished(const run::CaseResult& result) {
  const verdict::Verdict& verdict = result.verdict;
  std::set<std::pair<int, std::string>> met;
  std::string out;
  const bool fails = verdict.status == verdict::Status::deviates && !verdict.known;
  for (const verdict::Finding& finding : verdict.findings) {
    const std::pair key(-static_cast<int>(finding.severity), finding.rule);
    Row& row = rows_[key];
    ++row.findings;
    row.exchanges += met.insert(key).second ? 1 : 0;
    if (row.operations.size() < max_operations)
      row.operations.insert(result.test->service + "." + result.test->operation);
    const bool tell = finding.severity == verdict::Severity::deviation
                          ? fails
                          : finding.severity == verdict::Severity::drift &&
                                (options_.verbose || (options_.strict && fails));
    if (!tell || options_.quiet) continue;
    if (options_.live) {
      tell_in_a_line(result, finding);
      continue;
    }
    out += fmt::format("{}: {} {}\n", reports::safe(place_of(*result.test)),
                       verdict::to_string(finding.severity), finding.rule);
    add_fact(
        out, "promise",
        finding.source.empty() ? finding.promise : fmt::format("{} ({})", finding.promise, finding.source));
    add_fact(out, "at",
             finding.pointer.empty() || finding.location.find(finding.pointer) != std::string::npos
                 ? finding.location
                 : fmt::format("{} ({})", finding.pointer, finding.location));
    add_fact(out, "expected", finding.expected);
    add_fact(out, "actual", finding.actual);
  }
  if (!options_.quiet && verdict.status == verdict::Status::error &&
      (!options_.live || told_.insert(verdict.reason).second)) {
    out += fmt::format("{}: error\n    {}\n", reports::safe(place_of(*result.test)), shown(verdict.reason));
  }
  if (out.empty()) return;
  const std::lock_guard lock(writing_);
  sink_->write(out);
}

void JudgeOutput::tell_in_a_line(const run::CaseResult& result, const verdict::Finding& finding) {
  const std::string operation = result.test->service + "." + result.test->operation;
  if (told_.size() >= max_operations || !told_.insert(operation + " " + finding.rule).second) return;
  const std::string at = finding.pointer.empty() ? std::string() : " at " + finding.pointer;
  say(fmt::format("{}: {} {}{}: expected {}, got {}", reports::safe(operation),
                  verdict::to_string(finding.severity), finding.rule,
                  core::shorten(reports::safe(at), max_in_a_line),
                  core::shorten(reports::safe(finding.expected), max_in_a_line),
                  core::shorten(reports::safe(finding.actual), max_in_a_line)));
}

void JudgeOutput::say(const std::string& line) {
  const std::lock_guard lock(writing_);
  sink_->write(line + "\n");
}

void JudgeOutput::finish(const run::RecordedSummary& summary) {
  using run::RecordedKind;
  std::string out;
  if (!rows_.empty() && (!options_.live || options_.verbose)) {
    out += fmt::format("\nFindings\n  {:<10} {:<28} {:>8} {:>10} {:>10}\n", "severity", "check", "findings",
                       "exchanges", "operations");
    for (const auto& [key, row] : rows_) {
      out += fmt::format("  {:<10} {:<28} {:>8} {:>10} {:>10}\n",
                         verdict::to_string(static_cast<verdict::Severity>(-key.first)), key.second,
                         row.findings, row.exchanges, row.operations.size());
    }
  }
  const reports::ConsoleStyle style{.colour = options_.colour, .verbose = options_.verbose};
  if (!options_.quiet) reports::write_causes(summary.run, style, out);
  std::string not_made;
  for (const auto& [kind, count] : summary.judged) {
    const auto& checks = run::checks_not_made(kind);
    if (count != 0 && !checks.empty()) {
      not_made +=
          fmt::format("  {} (judged by the contract alone)\n",
                      reports::counted(count, run::to_string(kind), std::string(run::to_string(kind)) + "s"));
      for (const std::string& check : checks) not_made += fmt::format("    {}\n", check);
    }
  }
  if (summary.without_headers != 0) {
    not_made += fmt::format("  {} without headers\n",
                            reports::counted(summary.without_headers, "HTTP exchange", "HTTP exchanges"));
    for (const std::string& check : run::checks_not_made_without_headers())
      not_made += fmt::format("    {}\n", check);
  }
  if (!not_made.empty()) out += "\nNot checked, because the input does not allow it\n" + not_made;
  if (!options_.quiet) reports::write_touched(summary.run, style, out);
  if (!summary.recognised_by.empty() && (!options_.live || options_.verbose)) {
    out += "\nRecognised by\n";
    for (const auto& [how, count] : summary.recognised_by) out += fmt::format("  {:>6}  {}\n", count, how);
  }
  if (!summary.run.skip_reasons.empty()) {
    std::vector<std::pair<std::size_t, std::string>> reasons;
    for (const auto& [reason, count] : summary.run.skip_reasons) reasons.emplace_back(count, reason);
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    out += "\nSkipped\n";
    for (std::size_t at = 0; at < reasons.size() && at < max_reasons; ++at) {
      out += fmt::format("  {:>6}  {}\n", reasons[at].first, shown(reasons[at].second));
    }
    if (reasons.size() > max_reasons)
      out += fmt::format("  … and {} more reasons\n", reasons.size() - max_reasons);
  }
  for (const std::string& problem : summary.run.known_problems)
    out += "known deviations: " + reports::safe(problem) + "\n";
  const run::Counts& counts = summary.run.counts;
  out += fmt::format(
      "\n{}\n  {}: {} conform, {} deviate, {} in error, {} skipped\n  {} with drift, {} inconclusive, {} "
      "known; {}\n",
      reports::conclusion(summary.run), reports::counted(counts.total, "exchange", "exchanges"),
      counts.conforms, counts.deviates, counts.errors, counts.skipped, counts.drift, counts.inconclusive,
      counts.known, reports::duration_text(summary.run.duration));
  if (summary.problems != 0) {
    out += fmt::format("  {} could not be read\n", reports::counted(summary.problems, "place", "places"));
  }
  sink_->write(out);
  sink_->close();
}

}  // namespace hallmark::cli
