#include "reports/console.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "core/text.h"
#include "reports/text.h"

namespace hallmark::reports {
namespace {

using run::CaseResult;

enum class Colour { none, bold, dim, red, green, yellow, cyan, magenta };

std::string_view code_of(Colour colour) {
  switch (colour) {
    case Colour::bold:
      return "\x1b[1m";
    case Colour::dim:
      return "\x1b[2m";
    case Colour::red:
      return "\x1b[31m";
    case Colour::green:
      return "\x1b[32m";
    case Colour::yellow:
      return "\x1b[33m";
    case Colour::cyan:
      return "\x1b[36m";
    case Colour::magenta:
      return "\x1b[35m";
    case Colour::none:
      break;
  }
  return "";
}

Colour colour_of(Mark mark) {
  switch (mark) {
    case Mark::passed:
      return Colour::green;
    case Mark::drifted:
    case Mark::informative:
    case Mark::inconclusive:
      return Colour::yellow;
    case Mark::failed:
    case Mark::unexpected_pass:
      return Colour::red;
    case Mark::error:
      return Colour::magenta;
    case Mark::known:
    case Mark::skipped:
      return Colour::dim;
  }
  return Colour::none;
}

constexpr std::size_t max_findings_shown = 10;
constexpr std::size_t max_fact_shown = 1000;
constexpr std::size_t max_cases_shown = 500;  // in full; the other reports have them all
constexpr std::size_t max_reasons_shown = 20;
constexpr std::size_t max_lines_shown = 10;  // of what was left behind
// Services with more operations, or more cases that have something to say, than these are told in short:
// operations that have nothing to say in one line, of the others the first case in full, some more in a line
// each.
constexpr std::size_t max_operations_in_full = 12;
constexpr std::size_t max_cases_in_full = 40;
constexpr std::size_t full_cases_of_operation = 1;
constexpr std::size_t full_cases_in_short = 40;
constexpr std::size_t short_cases_of_operation = 5;
constexpr std::size_t max_headline = 180;
constexpr std::size_t full_errors_of_a_reason = 3, max_error_reasons = 1000;

struct Shown {  // a case that has something to say
  Mark mark = Mark::passed;
  std::string name, title, headline;
  std::vector<Facts> findings;
  std::size_t more_findings = 0;
  std::string reproduce;
};

struct Group {  // an exception of an operation
  std::map<Mark, std::size_t> counts;
  std::map<std::string, Shown> shown;
};

class ConsoleReport : public run::Listener {
 public:
  ConsoleReport(std::unique_ptr<core::Sink> sink, ConsoleOptions options)
      : sink_(std::move(sink)), options_(options) {}

  void run_started(const run::RunInfo& info) override {
    planned_ = info.planned;
    if (options_.quiet) return;
    std::string line =
        fmt::format("Hallmark {}: {}", safe(info.hallmark_version), paint(safe(info.target), Colour::bold));
    if (!info.region.empty()) line += fmt::format(" in {}", safe(info.region));
    if (planned_ != 0) line += fmt::format(", {}", counted(planned_, "case", "cases"));
    if (info.strict) line += ", strict";
    line += "\n";
    for (const auto& [service, url] : info.endpoints)
      line += fmt::format("  {} at {}\n", safe(service), safe(url));
    sink_->write(line);
  }

  void case_finished(const CaseResult& result) override {
    ++done_;
    const Mark mark = mark_of(result);
    failing_ += fails(mark) ? 1 : 0;
    Group& group = tree_[result.test->service][result.test->operation][result.test->exception];
    ++group.counts[mark];
    if (wants(mark) && !is_told(result, mark)) keep(result, mark, group);
    show_progress();
  }

  void run_finished(const run::RunInfo&, const run::RunSummary& summary) override {
    std::string out = clear_line();
    if (!options_.quiet) {
      write_tree(out);
      write_coverage(summary, out);
      const bool repeats = std::any_of(error_reasons_.begin(), error_reasons_.end(), [](const auto& each) {
        return each.second > full_errors_of_a_reason;
      });
      if (repeats) write_reasons("In error: could not be judged", error_reasons_, out);
      write_reasons("Skipped", summary.skip_reasons, out);
      write_reasons("Inconclusive: answered, but settling nothing", summary.inconclusive_reasons, out);
      write_contradictions(summary, out);
      write_lines("The endpoint broke", summary.broken_since, out);
      write_lines("Left behind: could not be removed", summary.left_behind, out);
    } else if (is_empty(summary)) {
      write_reasons("Skipped", summary.skip_reasons, out);
    }
    write_lines("Known deviations that do not hold", summary.known_problems, out);
    write_conclusion(summary, out);
    sink_->write(out);
    sink_->close();
  }

 private:
  [[nodiscard]] std::string paint(std::string_view text, Colour colour) const {
    if (!options_.colour || colour == Colour::none) return std::string(text);
    return fmt::format("{}{}\x1b[0m", code_of(colour), text);
  }

  [[nodiscard]] bool wants(Mark mark) const {
    if (options_.quiet) return false;
    if (options_.verbose) return true;
    return mark == Mark::failed || mark == Mark::unexpected_pass || mark == Mark::error ||
           mark == Mark::drifted || mark == Mark::known;
  }

  // What fails for a reason that others named often enough is only counted.
  bool is_told(const CaseResult& result, Mark mark) {
    if (mark != Mark::error) return false;
    const std::string reason = headline(result);
    if (error_reasons_.size() == max_error_reasons && !error_reasons_.contains(reason)) return false;
    return ++error_reasons_[reason] > full_errors_of_a_reason && !options_.verbose;
  }

  void keep(const CaseResult& result, Mark mark, Group& group) {
    if (kept_ >= max_cases_shown && !options_.verbose) {
      ++not_kept_;
      return;
    }
    ++kept_;
    Shown shown{.mark = mark,
                .name = safe(result.test->name),
                .title = safe(result.test->title),
                .headline = headline(result)};
    const bool in_full =
        mark == Mark::failed || mark == Mark::error || mark == Mark::drifted || options_.verbose;
    if (in_full) {
      for (const verdict::Finding& finding : result.verdict.findings) {
        if (shown.findings.size() == max_findings_shown) break;
        shown.findings.push_back(facts_of(result, finding));
      }
      shown.more_findings = result.verdict.findings.size() - shown.findings.size();
      if (mark == Mark::failed) shown.reproduce = safe(result.reproduce);
    }
    group.shown.emplace(result.test->id, std::move(shown));
  }

  // ---- while it runs ----

  void show_progress() {
    if (!options_.progress) return;
    const std::size_t step = std::max<std::size_t>(1, planned_ / 200);
    if (done_ % step != 0 && done_ != planned_) return;
    std::string line = planned_ != 0 ? fmt::format("  {}/{}", done_, planned_) : fmt::format("  {}", done_);
    if (failing_ != 0) line += ", " + paint(counted(failing_, "case fails", "cases fail"), Colour::red);
    sink_->write(clear_line() + line);
    dirty_ = true;
  }

  std::string clear_line() {
    if (!dirty_) return {};
    dirty_ = false;
    return "\r\x1b[2K";
  }

  // ---- at the end ----

  void write_tree(std::string& out) const {
    std::size_t in_full = 0;
    for (const auto& [service, operations] : tree_) {
      out += fmt::format("\n{}\n", paint(safe(service), Colour::bold));
      if (!options_.verbose && (operations.size() > max_operations_in_full || kept_ > max_cases_in_full)) {
        write_short(operations, in_full, out);
        continue;
      }
      for (const auto& [operation, groups] : operations) {
        out += fmt::format("  {}\n", paint(safe(operation), Colour::bold));
        for (const auto& [exception, group] : groups) write_group(exception, group, out);
      }
    }
    if (not_kept_ != 0) {
      out += fmt::format("\n  … {} more not shown here; the other reports have them all\n",
                         counted(not_kept_, "case is", "cases are"));
    }
  }

  [[nodiscard]] std::string counts_text(const std::map<Mark, std::size_t>& counts) const {
    std::vector<std::string> texts;
    for (const auto& [mark, count] : counts) texts.push_back(paint(counted(count, mark), colour_of(mark)));
    return core::join(texts, ", ");
  }

  void write_short(const std::map<std::string, std::map<std::string, Group>>& operations,
                   std::size_t& in_full, std::string& out) const {
    std::size_t quiet = 0;
    std::map<Mark, std::size_t> quiet_counts;
    for (const auto& [operation, groups] : operations) {
      std::map<Mark, std::size_t> counts;
      std::size_t shown = 0;
      for (const auto& [exception, group] : groups) {
        for (const auto& [mark, count] : group.counts) counts[mark] += count;
        shown += group.shown.size();
      }
      if (shown == 0) {
        ++quiet;
        for (const auto& [mark, count] : counts) quiet_counts[mark] += count;
        continue;
      }
      out += fmt::format("  {:<34} {}\n", paint(safe(operation), Colour::bold), counts_text(counts));
      write_short_cases(groups, shown, in_full, out);
    }
    if (quiet != 0) {
      out += fmt::format("  {} with nothing to say: {}\n", counted(quiet, "operation", "operations"),
                         counts_text(quiet_counts));
    }
  }

  void write_short_cases(const std::map<std::string, Group>& groups, std::size_t shown, std::size_t& in_full,
                         std::string& out) const {
    std::size_t at = 0;
    for (const auto& [exception, group] : groups) {
      for (const auto& [id, each] : group.shown) {
        if (at == full_cases_of_operation + short_cases_of_operation) {
          out += fmt::format("      … and {} (--verbose and the other reports have them all)\n",
                             counted(shown - at, "more such case", "more such cases"));
          return;
        }
        if (at++ < full_cases_of_operation && in_full < full_cases_in_short) {
          ++in_full;
          write_case(each, safe(exception) + "/", out);
        } else {
          out += fmt::format("      {} {}/{}: {}\n", paint(to_string(each.mark), colour_of(each.mark)),
                             safe(exception), each.name, core::shorten(each.headline, max_headline));
        }
      }
    }
  }

  void write_group(const std::string& exception, const Group& group, std::string& out) const {
    out += fmt::format("    {:<32} {}\n", safe(exception), counts_text(group.counts));
    for (const auto& [id, shown] : group.shown) write_case(shown, {}, out);
  }

  void write_case(const Shown& shown, const std::string& group, std::string& out) const {
    out += fmt::format("      {} {}", paint(to_string(shown.mark), colour_of(shown.mark)),
                       paint(group + shown.name, Colour::bold));
    if (!shown.title.empty()) out += fmt::format(": {}", shown.title);
    out += "\n";
    if (shown.findings.empty() && !shown.headline.empty()) out += fmt::format("        {}\n", shown.headline);
    for (const Facts& facts : shown.findings) {
      if (&facts != &shown.findings.front()) out += "\n";
      for (const auto& [label, text] : facts) {
        out += fmt::format("        {} {}\n", paint(fmt::format("{:<9}", label), label_colour(label)),
                           core::shorten(text, max_fact_shown));
      }
    }
    if (shown.more_findings != 0) {
      out += fmt::format("        … and {}\n", counted(shown.more_findings, "more finding", "more findings"));
    }
    if (!shown.reproduce.empty())
      out += fmt::format("        {} {}\n", paint("try      ", Colour::cyan), shown.reproduce);
  }

  static Colour label_colour(const std::string& label) {
    if (label == "deviation") return Colour::red;
    if (label == "drift") return Colour::yellow;
    return Colour::dim;
  }

  void write_coverage(const run::RunSummary& summary, std::string& out) const {
    if (summary.coverage.empty()) return;
    out += fmt::format("\n{}\n", paint("Coverage", Colour::bold));
    std::size_t width = 9;
    for (const auto& each : summary.coverage)
      width = std::max(width, each.service.size() + each.operation.size() + 1);
    width = std::min<std::size_t>(width, 60);
    const bool in_short = !options_.verbose && summary.coverage.size() > max_operations_in_full;
    std::map<std::string, std::size_t> why_not;
    out += fmt::format("  {:<{}}  {:>10} {:>9} {:>5} {:>8}  {}\n", "operation", width, "provoked", "by fault",
                       "not", "listed", "promises tested");
    for (const auto& each : summary.coverage) {
      const ExceptionSplit split = split_of(each);
      out += fmt::format("  {:<{}}  {:>10} {:>9} {:>5} {:>8}  {} of {}",
                         safe(each.service + "." + each.operation), width, split.provoked,
                         split.by_fault_only, split.not_provoked, split.listed, each.promises_tested.size(),
                         each.promises_made.size());
      if (!each.promises_unobservable.empty())
        out += fmt::format(", {} unobservable", each.promises_unobservable.size());
      if (each.inconclusive != 0) out += fmt::format(", {} inconclusive", each.inconclusive);
      out += "\n";
      for (const auto& exception : each.exceptions) {
        if (!exception.by.empty()) {
          if (options_.verbose) {
            out += fmt::format("    {} by {}\n", safe(exception.name), provocations(exception.by));
          }
          continue;
        }
        if (in_short) {
          ++why_not[exception.why_not.empty() ? "no case provokes it" : exception.why_not];
          continue;
        }
        out += paint(fmt::format("    {} not provoked{}{}", safe(exception.name),
                                 exception.why_not.empty() ? "" : ": ", safe(exception.why_not)),
                     Colour::dim) +
               "\n";
      }
    }
    write_reasons("Listed exceptions that were not provoked", why_not, out);
  }

  void write_reasons(std::string_view title, const std::map<std::string, std::size_t>& reasons,
                     std::string& out) const {
    if (reasons.empty()) return;
    std::vector<std::pair<std::size_t, std::string>> sorted;
    for (const auto& [reason, count] : reasons) sorted.emplace_back(count, reason);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    out += fmt::format("\n{}\n", paint(title, Colour::bold));
    for (std::size_t at = 0; at < sorted.size(); ++at) {
      if (at == max_reasons_shown) {
        out += fmt::format("  … and {}\n", counted(sorted.size() - at, "more reason", "more reasons"));
        break;
      }
      out += fmt::format("  {:>6}  {}\n", sorted[at].first,
                         core::shorten(safe(sorted[at].second), max_fact_shown));
    }
  }

  void write_contradictions(const run::RunSummary& summary, std::string& out) const {
    if (summary.contradictions.empty()) return;
    out += fmt::format("\n{}\n", paint("The documentation contradicts itself", Colour::bold));
    for (const contract::Contradiction& each : summary.contradictions) {
      out += fmt::format("  {}: {}\n", safe(each.promise), safe(each.what));
      for (const auto& saying : each.sayings) {
        out += fmt::format("    {:<12} {}\n", safe(saying.source),
                           core::shorten(safe(saying.value), max_fact_shown));
      }
    }
  }

  void write_lines(std::string_view title, const std::vector<std::string>& lines, std::string& out) const {
    if (lines.empty()) return;
    out += fmt::format("\n{}\n", paint(title, Colour::yellow));
    for (std::size_t at = 0; at < lines.size(); ++at) {
      if (at == max_lines_shown && lines.size() > max_lines_shown + 1 && !options_.verbose) {
        out += fmt::format("  … and {} more\n", lines.size() - at);
        break;
      }
      out += fmt::format("  {}\n", safe(lines[at]));
    }
  }

  void write_conclusion(const run::RunSummary& summary, std::string& out) const {
    const run::Counts& counts = summary.counts;
    const bool good = summary.exit_code == 0;
    out += fmt::format("\n{}\n", paint(conclusion(summary), good ? Colour::green : Colour::red));
    out += fmt::format("  {}: {} conform, {} deviate, {} in error, {} skipped\n",
                       counted(counts.total, "case", "cases"), counts.conforms, counts.deviates,
                       counts.errors, counts.skipped);
    out += fmt::format("  {} with drift, {} inconclusive, {} known, {} unexpected to pass, {} informative\n",
                       counts.drift, counts.inconclusive, counts.known, counts.unexpected_passes,
                       counts.informative);
    out += fmt::format("  {} in {}, exit code {}\n", counted(summary.requests, "request", "requests"),
                       duration_text(summary.duration), summary.exit_code);
  }

  std::unique_ptr<core::Sink> sink_;
  ConsoleOptions options_;
  std::map<std::string, std::map<std::string, std::map<std::string, Group>>> tree_;
  std::map<std::string, std::size_t> error_reasons_;
  std::size_t planned_ = 0, done_ = 0, failing_ = 0, kept_ = 0, not_kept_ = 0;
  bool dirty_ = false;
};

}  // namespace

ConsoleOptions console_options(bool terminal, const std::function<const char*(const char*)>& get) {
  const auto value = [&](const char* name) -> std::string {
    const char* text = get ? get(name) : std::getenv(name);
    return text ? text : "";
  };
  ConsoleOptions options;
  const bool dumb = value("TERM") == "dumb";
  options.colour = terminal && !dumb && value("CLICOLOR") != "0";
  if (const std::string force = value("CLICOLOR_FORCE"); !force.empty() && force != "0")
    options.colour = true;
  if (!value("NO_COLOR").empty()) options.colour = false;
  options.progress = terminal && !dumb && value("CI").empty();
  return options;
}

std::unique_ptr<run::Listener> make_console(std::unique_ptr<core::Sink> sink, ConsoleOptions options) {
  return std::make_unique<ConsoleReport>(std::move(sink), options);
}

}  // namespace hallmark::reports
