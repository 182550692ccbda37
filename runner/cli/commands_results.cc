// compare, table, merge: what is made of reports of runs.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/commands.h"
#include "core/clock.h"
#include "core/text.h"
#include "plan/cases/known.h"
#include "results/compare.h"
#include "results/merge.h"
#include "results/table.h"
#include "run/coverage.h"
#include "run/runner.h"

namespace hallmark::cli {
namespace {

std::string pretty(const OrderedJson& value) {
  return value.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

[[noreturn]] void no_format(const std::string& format, std::string_view there) {
  throw UsageError{.message = fmt::format("--format is not known: \"{}\"", core::printable(format)),
                   .advice = fmt::format("It is {}.", there)};
}

// To standard output, or to a file that appears whole or not at all.
void give(const std::string& out, const std::string& text, CommandContext& context) {
  const auto sink = out.empty() || out == "-" ? core::stream_sink(context.out, context.secrets)
                                              : core::file_sink(out, context.secrets);
  sink->write(text);
  sink->close();
}

}  // namespace

int compare_command(const CompareCommand& options, CommandContext& context) {
  const auto before = results::read_report(options.before), after = results::read_report(options.after);
  const results::Comparison comparison = results::compare(*before, *after);
  std::string text;
  if (options.format == "text") {
    text = results::text_of(comparison, options.verbose);
  } else if (options.format == "markdown") {
    text = results::markdown_of(comparison);
  } else if (options.format == "json") {
    text = pretty(results::json_of(comparison));
  } else {
    no_format(options.format, "text, markdown or json");
  }
  give(options.out, text, context);
  return comparison.worse() ? exit_deviations : exit_conforms;
}

int table_command(const TableCommand& options, CommandContext& context) {
  std::vector<std::unique_ptr<results::SavedRun>> runs;
  for (auto at = options.reports.begin(); at != options.reports.end(); ++at) {
    if (std::find(options.reports.begin(), at, *at) != at)
      throw UsageError{.message = core::printable(at->string()) + " is given twice",
                       .advice = "Each report is a column of its own."};
    runs.push_back(results::read_report(*at));
  }
  const results::Table table = results::table_of(runs);
  std::string text;
  if (options.format == "markdown") {
    text = results::markdown_of(table);
  } else if (options.format == "html") {
    text = results::html_of(table);
  } else if (options.format == "csv") {
    text = results::csv_of(table);
  } else if (options.format == "json") {
    text = pretty(results::json_of(table));
  } else if (options.format == "badge") {
    text = pretty(results::badge_of(table));
  } else {
    no_format(options.format, "markdown, html, csv, json or badge");
  }
  give(options.out, text, context);
  return exit_conforms;
}

int merge_command(const MergeCommand& options, CommandContext& context) {
  std::vector<std::unique_ptr<results::SavedRun>> shards;
  for (const auto& file : options.reports) shards.push_back(results::read_report(file));
  std::unique_ptr<results::SavedRun> whole;
  try {
    whole = results::merge(std::move(shards));
  } catch (const results::MergeError& problem) {
    throw UsageError{.message = core::printable(problem.what()), .advice = core::printable(problem.advice)};
  }
  run::RunSummary& summary = whole->summary;
  if (!options.known.empty()) {
    results::hold_against(*whole, plan::load_baseline(options.known),
                          std::chrono::floor<std::chrono::days>(core::system_clock().now()));
  }
  for (std::string& each : run::gate_problems(summary.coverage, options.require, options.min_tested))
    summary.gate_problems.push_back(std::move(each));
  summary.exit_code = run::exit_code(summary);
  const OpenReports opened = open_reports(options.out, true, options.quiet, options.verbose, context);
  std::vector<run::Listener*> listeners;
  for (const auto& listener : opened.listeners) listeners.push_back(listener.get());
  results::tell(*whole, listeners);
  return summary.exit_code;
}

}  // namespace hallmark::cli
