#include "reports/console.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "core/text.h"
#include "reports/console_sections.h"
#include "reports/console_style.h"
#include "reports/text.h"
#include "reports/touched.h"

namespace hallmark::reports {
namespace {

using run::CaseResult;

constexpr std::size_t max_findings_shown = 10;
constexpr std::size_t max_named = 20000;  // cases; the other reports have them all
constexpr std::size_t least_headline = 40;
constexpr std::chrono::seconds between_lines{30};
using Moment = std::chrono::steady_clock::time_point;
constexpr std::chrono::seconds least_slow{1};
constexpr std::size_t max_slow = 50;
constexpr std::size_t named_errors_of_a_reason = 3, max_error_reasons = 1000;

struct Shown {  // a case that has something to say
  Mark mark = Mark::passed;
  std::string name, title, headline;
  std::vector<FactLines> findings;  // verbose only: the causes show one example each
  std::size_t more_findings = 0;
  FactLines remarks;  // likewise
  std::string reproduce;
};

struct Operation {
  std::map<Mark, std::size_t> counts;
  std::map<std::string, Shown> shown;  // by what follows the operation in the case's id
};

class ConsoleReport : public run::Listener {
 public:
  ConsoleReport(std::unique_ptr<core::Sink> sink, ConsoleOptions options)
      : sink_(std::move(sink)),
        options_(options),
        style_{.colour = options.colour, .verbose = options.verbose} {}

  void run_started(const run::RunInfo& info) override {
    planned_ = info.planned;
    begun_ = told_ = now();
    if (options_.quiet) return;
    std::string line = fmt::format("Hallmark {}: {}", safe(info.hallmark_version),
                                   style_.paint(safe(info.target) + part_text(info), Colour::bold));
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
    Operation& operation = tree_[result.test->service][result.test->operation];
    ++operation.counts[mark];
    if (wants(mark) && !is_told(result, mark)) keep(result, mark, operation);
    if (options_.verbose && !options_.quiet) note_slow(result);
    show_progress(result);
  }

  void run_finished(const run::RunInfo&, const run::RunSummary& summary) override {
    std::string out = clear_line();
    if (!options_.quiet) {
      write_headline(summary, style_, out);
      write_causes(summary, style_, out);
      write_cases(out);
      const bool repeats = std::any_of(error_reasons_.begin(), error_reasons_.end(), [](const auto& each) {
        return each.second > named_errors_of_a_reason;
      });
      if (repeats) write_reasons("In error: could not be judged", error_reasons_, style_, out);
      write_refusals(summary, style_, out);
      for (const run::TallyRow& row : run::tally_rows())
        write_reasons(row.title, summary.*row.tally, style_, out);
      write_coverage(summary, style_, out);
      write_touched(summary, style_, out);
      if (options_.verbose) write_contradictions(summary, out);
      std::vector<std::string> slow;
      for (const auto& [duration, line] : slow_) slow.push_back(line);
      write_lines("Slow: took a second or more", slow, style_, out);
    } else if (is_empty(summary)) {
      write_reasons("Skipped", summary.skip_reasons, style_, out);
    }
    for (const run::SentencesRow& row : run::sentences_rows()) {
      using Kind = run::SentencesRow::Kind;
      if (row.kind == Kind::failure || (row.kind == Kind::remark && !options_.quiet))
        write_lines(row.title, summary.*row.sentences, style_, out);
    }
    write_conclusion(summary, style_, out);
    sink_->write(out);
    sink_->close();
  }

 private:
  [[nodiscard]] bool wants(Mark mark) const { return !options_.quiet && (options_.verbose || fails(mark)); }

  // Errors for a reason that others named often enough are only counted.
  bool is_told(const CaseResult& result, Mark mark) {
    if (mark != Mark::error) return false;
    const std::string reason = headline(result);
    if (error_reasons_.size() == max_error_reasons && !error_reasons_.contains(reason)) return false;
    return ++error_reasons_[reason] > named_errors_of_a_reason && !options_.verbose;
  }

  void keep(const CaseResult& result, Mark mark, Operation& operation) {
    if (kept_ >= max_named) {
      ++not_kept_;
      return;
    }
    ++kept_;
    Shown shown{.mark = mark,
                .name = safe(to_string(result.test->group) + "/" + result.test->name),
                .title = safe(result.test->title),
                .headline = headline(result)};
    if (options_.verbose) {
      for (const verdict::Finding& finding : result.verdict.findings) {
        if (shown.findings.size() == max_findings_shown) break;
        shown.findings.push_back(facts_of(result, finding));
      }
      shown.remarks = remarks_of(result);
      shown.more_findings = result.verdict.findings.size() - shown.findings.size();
      if (mark == Mark::failed) shown.reproduce = result.reproduce;
    }
    operation.shown.emplace(to_string(result.test->group) + "/" + result.test->id, std::move(shown));
  }

  // The slowest, with what they waited for.
  void note_slow(const CaseResult& result) {
    const std::chrono::microseconds duration = result.run.duration;
    if (duration < least_slow) return;
    std::string line = fmt::format("{} {}", duration_text(duration), safe(result.test->id));
    for (const exchange::Wait& wait : result.run.waits) line += ": " + safe(exchange::to_string(wait));
    slow_.emplace(duration, std::move(line));
    if (slow_.size() > max_slow) slow_.erase(std::prev(slow_.end()));
  }

  // ---- while it runs ----

  [[nodiscard]] Moment now() const {
    return options_.now ? options_.now() : std::chrono::steady_clock::now();
  }

  // How much of the run is done, 0 to 1; 0 where nobody knows.
  [[nodiscard]] double part_done() const {
    return planned_ != 0 ? static_cast<double>(done_) / static_cast<double>(planned_) : furthest_;
  }

  // "  120/300 sqs.CreateQueue, 2 cases fail, about 12 s left"; where nobody knows how many there are:
  // "  120 (40 %) sqs.CreateQueue, about 12 s left"
  [[nodiscard]] std::string progress_line(const plan::Case& test) const {
    const double part = part_done();
    std::string line = planned_ != 0 ? fmt::format("  {}/{}", done_, planned_) : fmt::format("  {}", done_);
    if (planned_ == 0 && part > 0) line += fmt::format(" ({:.0f} %)", 100 * part);
    line += fmt::format(" {}.{}", safe(test.service), safe(test.operation));
    if (failing_ != 0)
      line += ", " + style_.paint(counted(failing_, "case fails", "cases fail"), Colour::red);
    const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(now() - begun_);
    if (part > 0 && part < 1 && spent > std::chrono::seconds(2)) {
      const std::chrono::microseconds left(
          static_cast<std::int64_t>(static_cast<double>(spent.count()) * (1 - part) / part));
      line += ", about " + duration_text(std::chrono::ceil<std::chrono::seconds>(left)) + " left";
    }
    return line;
  }

  void show_progress(const run::CaseResult& result) {
    const plan::Case& test = *result.test;
    // What was not sent is told at once, and cases that run alone come last, wherever their operation stands.
    if (options_.begins_at && !result.run.exchanges.empty())
      furthest_ = std::max(furthest_, options_.begins_at(test.service + "." + test.operation));
    if (options_.lines && !options_.quiet && now() - told_ >= between_lines) {
      told_ = now();
      sink_->write(progress_line(test) + "\n");
    }
    if (!options_.progress) return;
    const std::size_t step = std::max<std::size_t>(1, planned_ / 200);
    if (done_ % step != 0 && done_ != planned_) return;
    sink_->write(clear_line() + first_characters(progress_line(test), console_width));
    dirty_ = true;
  }

  std::string clear_line() {
    if (!dirty_) return {};
    dirty_ = false;
    return "\r\x1b[2K";
  }

  // ---- at the end ----

  void write_cases(std::string& out) const {
    for (const auto& [service, operations] : tree_) {
      out += fmt::format("\n{}\n", style_.paint(safe(service), Colour::bold));
      std::size_t calm = 0;
      std::map<Mark, std::size_t> calm_counts;
      for (const auto& [name, operation] : operations) {
        if (operation.shown.empty()) {
          ++calm;
          for (const auto& [mark, count] : operation.counts) calm_counts[mark] += count;
          continue;
        }
        out += fmt::format("  {:<34} {}\n", style_.paint(safe(name), Colour::bold),
                           style_.counts_text(operation.counts));
        for (const auto& [id, shown] : operation.shown) write_case(shown, out);
      }
      if (calm != 0) {
        out += fmt::format("  {} where no case fails: {}\n", counted(calm, "operation", "operations"),
                           style_.counts_text(calm_counts));
      }
    }
    if (not_kept_ != 0) {
      out += fmt::format("\n  … {} more not shown here; the other reports have them all\n",
                         counted(not_kept_, "case is", "cases are"));
    }
  }

  void write_case(const Shown& shown, std::string& out) const {
    out += fmt::format("      {} {}", style_.paint(to_string(shown.mark), colour_of(shown.mark)),
                       style_.paint(shown.name, Colour::bold));
    const std::size_t column = 8 + to_string(shown.mark).size() + core::code_points(shown.name);
    if (!options_.verbose) {
      // One line each: the causes say the rest.
      const std::size_t room = column + 2 < console_width ? console_width - column - 2 : 0;
      out += ": " + first_characters(shown.headline, std::max(room, least_headline)) + "\n";
      return;
    }
    if (!shown.title.empty()) out += ": " + wrapped(shown.title, column + 2, 10);
    out += "\n";
    if (shown.findings.empty() && !shown.headline.empty())
      out += fmt::format("        {}\n", wrapped(shown.headline, 8, 10));
    for (const FactLines& facts : shown.findings) {
      if (&facts != &shown.findings.front()) out += "\n";
      write_facts(facts, 8, style_, out);
    }
    write_facts(shown.remarks, 8, style_, out);
    if (shown.more_findings != 0) {
      out += fmt::format("        … and {}\n", counted(shown.more_findings, "more finding", "more findings"));
    }
    write_command(shown.reproduce, 8, style_, out);
  }

  void write_contradictions(const run::RunSummary& summary, std::string& out) const {
    if (summary.contradictions.empty()) return;
    out += fmt::format("\n{}\n", style_.paint("The documentation contradicts itself", Colour::bold));
    for (const contract::Contradiction& each : summary.contradictions) {
      out += fmt::format("  {}\n", wrapped(fmt::format("{}: {}", safe(each.promise), safe(each.what)), 2, 4));
      for (const auto& saying : each.sayings) {
        out += fmt::format("    {:<12} {}\n", safe(saying.source),
                           wrapped(core::shorten(safe(saying.value), 1000), 17, 17));
      }
    }
  }

  std::unique_ptr<core::Sink> sink_;
  ConsoleOptions options_;
  ConsoleStyle style_;
  std::map<std::string, std::map<std::string, Operation>> tree_;
  std::map<std::string, std::size_t> error_reasons_;
  std::multimap<std::chrono::microseconds, std::string, std::greater<>> slow_;
  std::size_t planned_ = 0, done_ = 0, failing_ = 0, kept_ = 0, not_kept_ = 0;
  double furthest_ = 0;  // see part_done()
  Moment begun_{}, told_{};
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
  options.lines = !options.progress;
  return options;
}

std::unique_ptr<run::Listener> make_console(std::unique_ptr<core::Sink> sink, ConsoleOptions options) {
  return std::make_unique<ConsoleReport>(std::move(sink), options);
}

}  // namespace hallmark::reports
