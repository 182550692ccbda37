#include "reports/console_sections.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace hallmark::reports {
namespace {

constexpr std::size_t max_fact_shown = 1000;
constexpr std::size_t max_reasons_shown = 20;
constexpr std::size_t max_lines_shown = 10;  // of what was left behind
constexpr std::size_t causes_in_full = 12;   // with their example; the others in a line each
constexpr std::size_t causes_of_drift = 10;  // in a line each
constexpr std::size_t refusals_in_full = 3;
constexpr std::size_t max_refusals = 15;
constexpr std::size_t max_body_shown = 2000;
constexpr std::size_t operations_in_full = 12;

Colour label_colour(const std::string& label) {
  if (label == "deviation") return Colour::red;
  if (label == "drift") return Colour::yellow;
  return Colour::dim;
}

void write_cause(const run::Cause& cause, std::size_t number, bool in_full, const ConsoleStyle& style,
                 std::string& out) {
  out += fmt::format("  {:>3}. {}\n", number, wrapped(title_of(cause), 7, 7));
  if (!in_full) return;
  if (cause.operations.size() > 1)
    out += fmt::format("       {}\n", style.paint(wrapped(places_of(cause), 7, 7), Colour::dim));
  write_facts(facts_of(cause), 9, style, out);
  write_command(cause.reproduce, 9, style, out);
}

}  // namespace

void write_facts(const FactLines& facts, std::size_t indent, const ConsoleStyle& style, std::string& out) {
  for (const auto& [label, text] : facts) {
    out += fmt::format("{}{} {}\n", std::string(indent, ' '),
                       style.paint(fmt::format("{:<9}", label), label_colour(label)),
                       wrapped(core::shorten(text, max_fact_shown), indent + 10, indent + 10));
  }
}

void write_command(const std::string& reproduce, std::size_t indent, const ConsoleStyle& style,
                   std::string& out) {
  if (reproduce.empty()) return;
  const std::string lines = shell_lines(safe_lines(reproduce), indent + 12);
  out += fmt::format(
      "{}{} {}\n", std::string(indent, ' '), style.paint("try      ", Colour::cyan),
      lines.empty() ? "the command stands in the other reports: it is too long for a line" : lines);
}

void write_headline(const run::RunSummary& summary, const ConsoleStyle& style, std::string& out) {
  const std::vector<std::string> lines = headline_lines(summary);
  if (lines.empty()) return;
  out += "\n";
  for (const std::string& line : lines) out += style.paint(line, Colour::bold) + "\n";
  for (const std::string& step : summary.next)
    out += fmt::format("{} {}\n", style.paint("Next:", Colour::cyan), wrapped(safe(step), 6, 6));
}

void write_causes(const run::RunSummary& summary, const ConsoleStyle& style, std::string& out) {
  std::size_t number = 0, drifts = 0, left_out = 0;
  bool titled = false;
  Mark last = Mark::passed;
  for (const run::Cause& cause : summary.causes) {
    const Mark mark = mark_of(cause);
    if (mark == Mark::known) continue;  // counted in the conclusion
    ++number;
    if (mark == Mark::drifted && ++drifts > causes_of_drift && !style.verbose) {
      ++left_out;
      continue;
    }
    if (!titled || mark != last) {
      out += fmt::format("\n{}\n",
                         style.paint(mark == Mark::failed ? "Causes: what one fix in the endpoint would end"
                                                          : "Causes of drift, which fails only with --strict",
                                     Colour::bold));
      titled = true;
      last = mark;
    }
    write_cause(cause, number, style.verbose || (mark == Mark::failed && number <= causes_in_full), style,
                out);
  }
  if (left_out != 0)
    out += fmt::format("       … and {} (--verbose and the other reports have them all)\n",
                       counted(left_out, "more cause of drift", "more causes of drift"));
}

void write_refusals(const run::RunSummary& summary, const ConsoleStyle& style, std::string& out) {
  if (summary.refusals.empty()) return;
  out += fmt::format("\n{}\n",
                     style.paint("Refused, so that other cases could not be put to the test", Colour::bold));
  std::size_t at = 0;
  for (const run::RefusedRequest& refusal : summary.refusals) {
    if (at == max_refusals && !style.verbose) {
      out += fmt::format("  … and {}\n", counted(summary.refusals.size() - at, "more", "more"));
      break;
    }
    out += fmt::format("  {}\n", wrapped(title_of(refusal), 2, 6));
    if (!refusal.shown || (at++ >= refusals_in_full && !style.verbose)) continue;
    for (const std::string& line : dialogue(refusal.exchange))
      out += fmt::format("      {}\n",
                         style.paint(wrapped(core::shorten(line, max_body_shown), 6, 8), Colour::dim));
  }
}

void write_coverage(const run::RunSummary& summary, const ConsoleStyle& style, std::string& out) {
  if (summary.coverage.empty()) return;
  out += fmt::format("\n{}\n", style.paint("Coverage", Colour::bold));
  std::size_t width = 9;
  for (const auto& each : summary.coverage)
    width = std::max(width, each.service.size() + each.operation.size() + 1);
  width = std::min<std::size_t>(width, 60);
  const bool in_short = !style.verbose && summary.coverage.size() > operations_in_full;
  std::map<std::string, std::size_t> why_not;
  out += fmt::format("  {:<{}}  {:<11} {:>10} {:>9} {:>5} {:>8}  {}\n", "operation", width, "reached",
                     "provoked", "by fault", "not", "listed", "promises tested");
  for (const auto& each : summary.coverage) {
    const ExceptionSplit split = split_of(each);
    out += fmt::format("  {:<{}}  {:<11} {:>10} {:>9} {:>5} {:>8}  {} of {}",
                       safe(each.service + "." + each.operation), width, run::to_string(each.reached),
                       split.provoked, split.by_fault_only, split.not_provoked, split.listed,
                       each.promises_tested.size(), each.promises_made);
    if (each.promises_unobservable != 0) out += fmt::format(", {} unobservable", each.promises_unobservable);
    if (each.inconclusive != 0) out += fmt::format(", {} inconclusive", each.inconclusive);
    out += "\n";
    for (const run::MembersRow& row : run::members_rows()) {
      const std::string line = style.verbose ? members_line(row, each) : std::string();
      if (!line.empty())
        out += fmt::format("    {}\n", style.paint(wrapped(core::shorten(line, 1000), 4, 6), Colour::dim));
    }
    for (const auto& exception : each.exceptions) {
      if (!exception.by.empty()) {
        if (style.verbose)
          out += fmt::format("    {} by {}\n", safe(exception.name), provocations(exception.by));
        continue;
      }
      if (in_short) {
        ++why_not[exception.why_not.empty() ? "no case provokes it" : exception.why_not];
        continue;
      }
      const std::string why = fmt::format("{} not provoked{}{}", safe(exception.name),
                                          exception.why_not.empty() ? "" : ": ", safe(exception.why_not));
      out += fmt::format("    {}\n", style.paint(wrapped(why, 4, 6), Colour::dim));
    }
  }
  write_reasons("Listed exceptions that were not provoked", why_not, style, out);
}

void write_reasons(std::string_view title, const std::map<std::string, std::size_t>& reasons,
                   const ConsoleStyle& style, std::string& out) {
  if (reasons.empty()) return;
  const auto sorted = by_count(reasons);
  out += fmt::format("\n{}\n", style.paint(title, Colour::bold));
  for (std::size_t at = 0; at < sorted.size(); ++at) {
    if (at == max_reasons_shown && !style.verbose) {
      out += fmt::format("  … and {}\n", counted(sorted.size() - at, "more reason", "more reasons"));
      break;
    }
    out += fmt::format("  {:>6}  {}\n", sorted[at].first,
                       wrapped(core::shorten(safe(sorted[at].second), max_fact_shown), 10, 10));
  }
}

void write_lines(std::string_view title, const std::vector<std::string>& lines, const ConsoleStyle& style,
                 std::string& out) {
  if (lines.empty()) return;
  out += fmt::format("\n{}\n", style.paint(title, Colour::yellow));
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (at == max_lines_shown && lines.size() > max_lines_shown + 1 && !style.verbose) {
      out += fmt::format("  … and {} more\n", lines.size() - at);
      break;
    }
    out += fmt::format("  {}\n", wrapped(safe(lines[at]), 2, 4));
  }
}

void write_conclusion(const run::RunSummary& summary, const ConsoleStyle& style, std::string& out) {
  const bool good = summary.exit_code == 0;
  out += fmt::format("\n{}\n",
                     style.paint(wrapped(conclusion(summary), 0, 2), good ? Colour::green : Colour::red));
  for (const std::string& line : counts_lines(summary)) out += fmt::format("  {}\n", line);
  if (!summary.contradictions.empty()) {
    out += fmt::format("  {} of the documents with themselves, in the other reports\n",
                       counted(summary.contradictions.size(), "contradiction", "contradictions"));
  }
  out += fmt::format("  {} in {}, exit code {}\n", counted(summary.requests, "request", "requests"),
                     duration_text(summary.duration), summary.exit_code);
}

}  // namespace hallmark::reports
