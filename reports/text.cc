#include "reports/text.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace hallmark::reports {
namespace {

using exchange::Exchange;
using run::CaseResult;
using verdict::Finding;
using verdict::Severity;
using verdict::Status;

const Finding* first_failing(const CaseResult& result) {
  for (const Severity wanted : {Severity::deviation, Severity::drift}) {
    for (const Finding& finding : result.verdict.findings) {
      if (finding.severity == wanted) return &finding;
    }
  }
  return result.verdict.findings.empty() ? nullptr : &result.verdict.findings.front();
}

bool has_drift(const CaseResult& result) {
  return std::any_of(result.verdict.findings.begin(), result.verdict.findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::drift; });
}

}  // namespace

Mark mark_of(const CaseResult& result) {
  const verdict::Verdict& verdict = result.verdict;
  switch (verdict.status) {
    case Status::error:
      return Mark::error;
    case Status::skipped:
      return Mark::skipped;
    case Status::deviates:
      return verdict.known ? Mark::known : Mark::failed;
    case Status::conforms:
      break;
  }
  if (verdict.unexpected_pass) return Mark::unexpected_pass;
  if (verdict.inconclusive) return Mark::inconclusive;
  if (result.test && result.test->tier == plan::Tier::informative) return Mark::informative;
  return has_drift(result) ? Mark::drifted : Mark::passed;
}

std::string_view to_string(Mark mark) {
  switch (mark) {
    case Mark::passed:
      return "conforms";
    case Mark::drifted:
      return "drift";
    case Mark::informative:
      return "informative";
    case Mark::inconclusive:
      return "inconclusive";
    case Mark::failed:
      return "deviates";
    case Mark::unexpected_pass:
      return "unexpected pass";
    case Mark::known:
      return "known";
    case Mark::skipped:
      return "skipped";
    case Mark::error:
      return "error";
  }
  return "error";
}

bool fails(Mark mark) { return mark == Mark::failed || mark == Mark::unexpected_pass || mark == Mark::error; }

std::string safe(std::string_view text) {
  std::string shown = core::printable(text);
  // Read anywhere in a line (Azure), or at its start (GitHub, TeamCity, Travis).
  for (const std::string_view command : {"##vso[", "##[", "##teamcity["}) {
    shown = core::replace_all(std::move(shown), command, fmt::format("#\\x23{}", command.substr(2)));
  }
  const std::size_t start = shown.find_first_not_of(' ');
  if (start != std::string::npos && shown.compare(start, 2, "::") == 0) shown.replace(start, 2, ":\\x3a");
  return core::replace_all(std::move(shown), "travis_fold:", "travis_fold\\x3a");
}

std::string capped(std::string text, std::size_t max) {
  if (text.size() <= max) return text;
  constexpr std::size_t room = 64;  // for the last line
  const std::size_t keep = max > room ? max - room : 0;
  std::size_t cut = text.rfind('\n', keep);
  if (cut == std::string::npos || cut < keep / 2) {
    cut = keep;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  }
  const std::size_t gone = text.size() - cut;
  text.resize(cut);
  return text + fmt::format("\n… {} bytes cut\n", gone);
}

std::string headline(const CaseResult& result) {
  const verdict::Verdict& verdict = result.verdict;
  switch (mark_of(result)) {
    case Mark::error:
    case Mark::skipped:
    case Mark::inconclusive:
      return safe(verdict.reason);
    case Mark::known:
      return safe("known deviation: " + verdict.known_reason);
    case Mark::unexpected_pass:
      return safe("conforms although it is listed as a known deviation: " + verdict.known_reason);
    default:
      break;
  }
  const Finding* finding = first_failing(result);
  if (!finding) return safe(verdict.reason);
  std::string text = finding->rule;
  if (finding->role != exchange::Role::send) text += fmt::format(" ({})", exchange::to_string(finding->role));
  if (!finding->pointer.empty()) text += " at " + finding->pointer;
  if (!finding->expected.empty()) text += ": expected " + core::shorten(finding->expected, 300);
  if (!finding->actual.empty()) text += ", got " + core::shorten(finding->actual, 300);
  const std::size_t more = verdict.findings.size() - 1;
  if (more != 0) text += fmt::format(" (and {})", counted(more, "more finding", "more findings"));
  return safe(text);
}

std::string exchange_line(const Exchange& exchange) {
  std::string text = fmt::format("{} {} {}", exchange::to_string(exchange.role), exchange.http.request.method,
                                 core::shorten(exchange.http.request.target, 300));
  if (exchange.http.response) text += fmt::format(" -> {}", exchange.http.response->status);
  if (exchange.http.fault != exchange::TransportFault::none) {
    text += fmt::format(" -> {}", exchange::to_string(exchange.http.fault));
    if (!exchange.http.detail.empty()) text += fmt::format(" ({})", core::shorten(exchange.http.detail, 200));
  }
  return safe(text);
}

Facts facts_of(const CaseResult& result, const Finding& finding) {
  Facts facts;
  const auto add = [&](std::string label, std::string_view text) {
    if (!text.empty()) facts.emplace_back(std::move(label), safe(text));
  };
  add(std::string(verdict::to_string(finding.severity)), finding.rule);
  add("promise", finding.source.empty() ? finding.promise
                                        : fmt::format("{} (source: {})", finding.promise, finding.source));
  add("expected", finding.expected);
  add("actual", finding.actual);
  add("at", finding.pointer);
  add("on", finding.location);
  if (finding.exchange < result.run.exchanges.size()) {
    facts.emplace_back("in", exchange_line(result.run.exchanges[finding.exchange]));
  }
  return facts;
}

std::string counted(std::size_t count, Mark mark) {
  const bool several = count != 1;
  if (mark == Mark::passed) return fmt::format("{} {}", count, several ? "conform" : "conforms");
  if (mark == Mark::failed) return fmt::format("{} {}", count, several ? "deviate" : "deviates");
  if (mark == Mark::error && several) return fmt::format("{} errors", count);
  if (mark == Mark::unexpected_pass && several) return fmt::format("{} unexpected passes", count);
  return fmt::format("{} {}", count, to_string(mark));
}

std::string plain_text(const CaseResult& result, bool with_reason) {
  std::string text;
  if (result.test && !result.test->title.empty()) text += safe(result.test->title) + "\n";
  if (with_reason && !result.verdict.reason.empty()) text += safe(result.verdict.reason) + "\n";
  if (with_reason && !result.verdict.known_reason.empty())
    text += "known: " + safe(result.verdict.known_reason) + "\n";
  for (const Finding& finding : result.verdict.findings) {
    if (!text.empty()) text += "\n";
    for (const auto& [label, fact] : facts_of(result, finding))
      text += fmt::format("{:<9} {}\n", label, fact);
  }
  if (!result.reproduce.empty()) text += fmt::format("\ntry       {}\n", safe(result.reproduce));
  return capped(std::move(text));
}

ExceptionSplit split_of(const run::OperationCoverage& coverage) {
  ExceptionSplit split{.listed = coverage.exceptions.size()};
  for (const auto& exception : coverage.exceptions) {
    if (exception.by.empty()) {
      ++split.not_provoked;
    } else if (exception.by == std::set{plan::Provocation::fault}) {
      ++split.by_fault_only;
    } else {
      ++split.provoked;
    }
  }
  return split;
}

std::string provocations(const std::set<plan::Provocation>& by) {
  std::vector<std::string> names;
  for (const plan::Provocation each : by) names.emplace_back(plan::to_string(each));
  return core::join(names, ", ");
}

std::string duration_text(std::chrono::microseconds duration) {
  const auto micros = std::max<std::int64_t>(0, duration.count());
  const std::int64_t minutes = micros / 60'000'000;
  if (minutes > 0) return fmt::format("{} min {} s", minutes, micros / 1'000'000 % 60);
  return fmt::format("{}.{} s", micros / 1'000'000, micros / 100'000 % 10);
}

std::string seconds_text(std::chrono::microseconds duration) {
  const auto micros = std::max<std::int64_t>(0, duration.count());
  return fmt::format("{}.{:03}", micros / 1'000'000, micros / 1000 % 1000);
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

bool is_empty(const run::RunSummary& summary) {
  return summary.counts.total == 0 || summary.counts.skipped == summary.counts.total;
}

std::vector<std::pair<std::string, std::string>> run_problems(const run::RunSummary& summary) {
  std::vector<std::pair<std::string, std::string>> problems;
  if (summary.counts.total == 0) {
    problems.emplace_back("run.empty", "no case was run, so nothing is proved");
  } else if (is_empty(summary)) {
    problems.emplace_back("run.empty", "every case was skipped, so nothing is proved");
  }
  if (summary.interrupted)
    problems.emplace_back("run.interrupted", "the run was interrupted: cases are missing");
  for (const std::string& problem : summary.known_problems)
    problems.emplace_back("run.known-deviation", safe(problem));
  return problems;
}

std::string conclusion(const run::RunSummary& summary) {
  const run::Counts& counts = summary.counts;
  if (counts.total == 0) return "Nothing ran.";
  if (is_empty(summary)) return "Nothing was judged: every case was skipped.";
  std::string text;
  if (summary.interrupted) text = "Interrupted. ";
  if (counts.deviates != 0) {  // known ones are counted apart
    text +=
        fmt::format("{} from the documentation.", counted(counts.deviates, "case deviates", "cases deviate"));
  } else if (counts.errors == counts.total - counts.skipped) {
    text += "No case could be judged.";
  } else if (counts.errors == 0 && counts.unexpected_passes == 0 && summary.known_problems.empty()) {
    text += counts.known != 0 ? "No case deviates in a way that is not known."
                              : "Every case that could be judged conforms.";
  } else {
    text += "No new deviation was found, but the run does not pass.";
  }
  if (counts.errors != 0)
    text += fmt::format(" {} could not be judged.", counted(counts.errors, "case", "cases"));
  if (counts.unexpected_passes != 0) {
    text += fmt::format(" {} although listed as known.",
                        counted(counts.unexpected_passes, "case passes", "cases pass"));
  }
  if (!summary.known_problems.empty()) {
    text += fmt::format(" {} expired or unused.",
                        counted(summary.known_problems.size(), "known deviation is", "known deviations are"));
  }
  return text;
}

}  // namespace hallmark::reports
