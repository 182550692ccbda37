#include "reports/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "reports/text.h"
#include "reports/touched.h"

namespace hallmark::reports {
namespace {

using run::CaseResult;

constexpr std::size_t max_lines = 100;  // of any one list
constexpr std::size_t max_causes = 50, max_examples = 10, max_refusals = 20, refusals_in_full = 3;
constexpr std::size_t max_example = 3000;  // of one cause or refusal in full

std::size_t longest_run_of_backticks(std::string_view text) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

class MarkdownReport : public run::Listener {
 public:
  explicit MarkdownReport(std::unique_ptr<core::Sink> sink) : sink_(std::move(sink)) {}

  void case_finished(const CaseResult& result) override {
    const Mark mark = mark_of(result);
    if (mark == Mark::passed || mark == Mark::skipped || mark == Mark::not_offered ||
        mark == Mark::inconclusive || mark == Mark::not_brought_about || mark == Mark::informative)
      return;
    std::string text = fmt::format("<details><summary>{}: <code>{}</code></summary>\n\n{}\n</details>\n",
                                   to_string(mark), escaped(result.test->id),
                                   code_block(headline(result) + "\n\n" + plain_text(result, false)));
    if (kept_ + text.size() > max_markdown / 2) {
      ++not_kept_[mark];
      return;
    }
    kept_ += text.size();
    cases_[mark].emplace(result.test->id, std::move(text));
  }

  void run_finished(const run::RunInfo& info, const run::RunSummary& summary) override {
    std::string out = fmt::format("# Hallmark: {}\n\n**{}**\n\n",
                                  code_span(safe(info.target)) + part_text(info), conclusion(summary));
    write_headline(summary, out);
    write_counts(summary, out);
    write_causes(summary, out);
    write_refusals(summary, out);
    write_cases("Deviations", {Mark::failed, Mark::unexpected_pass}, out);
    write_cases("Could not be judged", {Mark::error}, out);
    write_coverage(summary, out);
    write_touched_markdown(summary, out);
    write_cases("Drift", {Mark::drifted}, out);
    write_cases("Known deviations", {Mark::known}, out);
    for (const run::TallyRow& row : run::tally_rows()) write_reasons(row.title, summary.*row.tally, out);
    write_contradictions(summary, out);
    for (const run::SentencesRow& row : run::sentences_rows())
      if (row.kind != run::SentencesRow::Kind::step) write_list(row.title, summary.*row.sentences, out);
    out += fmt::format("\n{} in {}, exit code {}\n", counted(summary.requests, "request", "requests"),
                       duration_text(summary.duration), summary.exit_code);
    sink_->write(capped(std::move(out), max_markdown));
    sink_->close();
  }

 private:
  static std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : safe(text)) {
      if (c == '&')
        out += "&amp;";
      else if (c == '<')
        out += "&lt;";
      else if (c == '>')
        out += "&gt;";
      else if (c == '*' || c == '_' || c == '`' || c == '[' || c == '@' || c == '#' || c == '|' || c == '\\')
        out += fmt::format("&#{};", static_cast<int>(c));
      else
        out += c;
    }
    return out;
  }

  static void write_headline(const run::RunSummary& summary, std::string& out) {
    for (const std::string& line : headline_lines(summary)) out += fmt::format("- {}\n", line);
    for (const std::string& step : summary.next) out += fmt::format("- Next: {}\n", code_span(safe(step)));
    out += "\n";
  }

  static void write_causes(const run::RunSummary& summary, std::string& out) {
    std::string rows, examples;
    std::size_t number = 0;
    for (const run::Cause& cause : summary.causes) {
      const Mark mark = mark_of(cause);
      if (mark == Mark::known) continue;
      if (++number > max_causes) continue;
      rows += fmt::format("| {} | {} | {} | {} | {} |\n", number, cause.cases, to_string(mark),
                          code_span(safe(rule_and_promise(cause.rule, cause.promise)), true),
                          code_span(core::shorten(safe(cause.actual), 200), true));
      if (mark != Mark::failed || number > max_examples) continue;
      std::string text = title_of(cause) + "\n";
      if (cause.operations.size() > 1) text += places_of(cause, max_lines) + "\n";
      text += "\n";
      for (const auto& [label, fact] : facts_of(cause)) text += fmt::format("{:<9} {}\n", label, fact);
      if (!cause.reproduce.empty()) text += fmt::format("try       {}\n", safe_lines(cause.reproduce, 10));
      examples +=
          fmt::format("<details><summary>Cause {}: <code>{}</code></summary>\n\n{}\n</details>\n\n", number,
                      escaped(cause.example), code_block(capped(std::move(text), max_example)));
    }
    if (rows.empty()) return;
    out +=
        "\n## Causes\n\nWhat one fix in the endpoint would end.\n\n| | cases | | promise | answer "
        "|\n|--:|--:|:--|:--|:--|\n" +
        rows;
    if (number > max_causes) out += fmt::format("\n… and {} more\n", number - max_causes);
    out += "\n" + examples;
  }

  static void write_refusals(const run::RunSummary& summary, std::string& out) {
    if (summary.refusals.empty()) return;
    out += "\n## Refused, so that other cases could not be put to the test\n\n";
    std::size_t at = 0;
    for (const run::RefusedRequest& refusal : summary.refusals) {
      if (at++ == max_refusals) {
        out += fmt::format("- … and {} more\n", summary.refusals.size() - max_refusals);
        break;
      }
      out += fmt::format("- {}\n", code_span(title_of(refusal)));
      if (!refusal.shown || at > refusals_in_full) continue;
      const std::string text = core::join(dialogue(refusal.exchange), "\n");
      out += "\n" + code_block(capped(text + "\n", max_example)) + "\n";
    }
  }

  static void write_counts(const run::RunSummary& summary, std::string& out) {
    std::string names = "|", lines = "|", numbers = "|";
    for (const run::NumberRow<run::Counts>& row : run::count_rows()) {
      const bool part = row.telling == run::Telling::of_these;
      names += fmt::format(" {}{} |", part ? "of these " : "", row.several.empty() ? row.words : row.several);
      lines += "--:|";
      numbers += fmt::format(" {} |", summary.counts.*row.number);
    }
    out += fmt::format("{}\n{}\n{}\n", names, lines, numbers);
  }

  void write_cases(std::string_view title, std::initializer_list<Mark> marks, std::string& out) const {
    std::string text;
    for (const Mark mark : marks) {
      if (const auto found = cases_.find(mark); found != cases_.end()) {
        for (const auto& [id, each] : found->second) text += each + "\n";
      }
      if (const auto gone = not_kept_.find(mark); gone != not_kept_.end()) {
        text += fmt::format("… and {}, not shown here\n", counted(gone->second, "more case", "more cases"));
      }
    }
    if (!text.empty()) out += fmt::format("\n## {}\n\n{}", title, text);
  }

  static void write_coverage(const run::RunSummary& summary, std::string& out) {
    if (summary.coverage.empty()) return;
    out +=
        "\n## Coverage\n\n| operation | reached | exceptions provoked | by fault | not | promises tested |\n";
    out += "|:--|:--|--:|--:|--:|--:|\n";
    std::size_t lines = 0;
    for (const run::OperationCoverage& each : summary.coverage) {
      if (++lines > max_lines) {
        out += fmt::format("| … and {} | | | | | |\n",
                           counted(summary.coverage.size() - max_lines, "more operation", "more operations"));
        break;
      }
      const ExceptionSplit split = split_of(each);
      out += fmt::format("| {} | {} | {} of {} | {} | {} | {} of {} |\n",
                         code_span(safe(each.service + "." + each.operation), true),
                         run::to_string(each.reached), split.provoked, split.listed, split.by_fault_only,
                         split.not_provoked, each.promises_tested.size(), each.promises_made);
    }
    write_members(summary, out);
  }

  static void write_members(const run::RunSummary& summary, std::string& out) {
    std::string lines;
    std::size_t count = 0;
    for (const run::OperationCoverage& each : summary.coverage) {
      for (const run::MembersRow& row : run::members_rows()) {
        const std::string line = members_line(row, each);
        if (line.empty() || ++count > max_lines) continue;
        lines += fmt::format("- {}: {}\n", code_span(safe(each.service + "." + each.operation)),
                             code_span(core::shorten(line, 500)));
      }
    }
    if (count > max_lines) lines += fmt::format("- … and {} more\n", count - max_lines);
    if (!lines.empty())
      out += fmt::format("\n<details><summary>Members of answers</summary>\n\n{}\n</details>\n", lines);
  }

  static void write_reasons(std::string_view title, const std::map<std::string, std::size_t>& reasons,
                            std::string& out) {
    if (reasons.empty()) return;
    const auto sorted = by_count(reasons);
    out += fmt::format("\n## {}\n\n", title);
    for (std::size_t at = 0; at < sorted.size() && at < max_lines; ++at) {
      out +=
          fmt::format("- {}: {}\n", sorted[at].first, code_span(core::shorten(safe(sorted[at].second), 500)));
    }
    if (sorted.size() > max_lines) out += fmt::format("- … and {} more\n", sorted.size() - max_lines);
  }

  static void write_contradictions(const run::RunSummary& summary, std::string& out) {
    if (summary.contradictions.empty()) return;
    out += "\n## The documentation contradicts itself\n\n";
    std::size_t lines = 0;
    for (const contract::Contradiction& each : summary.contradictions) {
      if (++lines > max_lines) {
        out += fmt::format("- … and {} more\n", summary.contradictions.size() - max_lines);
        break;
      }
      out += fmt::format("- {}: {}\n", code_span(safe(each.promise)), code_span(safe(each.what)));
      for (const auto& saying : each.sayings) {
        out += fmt::format("  - {}: {}\n", code_span(safe(saying.source)),
                           code_span(core::shorten(safe(saying.value), 500)));
      }
    }
  }

  static void write_list(std::string_view title, const std::vector<std::string>& lines, std::string& out) {
    if (lines.empty()) return;
    out += fmt::format("\n## {}\n\n", title);
    for (std::size_t at = 0; at < lines.size() && at < max_lines; ++at) {
      out += fmt::format("- {}\n", code_span(safe(lines[at])));
    }
    if (lines.size() > max_lines) out += fmt::format("- … and {} more\n", lines.size() - max_lines);
  }

  std::unique_ptr<core::Sink> sink_;
  std::map<Mark, std::map<std::string, std::string>> cases_;
  std::map<Mark, std::size_t> not_kept_;
  std::size_t kept_ = 0;
};

}  // namespace

std::string code_span(std::string_view text, bool in_table) {
  if (text.empty()) return "";
  const std::string ticks(longest_run_of_backticks(text) + 1, '`');
  // A backtick at either end, and a text that is all blanks, need air around them.
  const bool air = text.front() == '`' || text.back() == '`' || text.front() == ' ' || text.back() == ' ';
  std::string inner(text);
  if (in_table) inner = core::replace_all(std::move(inner), "|", "\\|");
  return fmt::format("{0}{1}{2}{1}{0}", ticks, air ? " " : "", inner);
}

std::string code_block(std::string_view text) {
  const std::string fence(std::max<std::size_t>(3, longest_run_of_backticks(text) + 1), '`');
  const bool ended = !text.empty() && text.back() == '\n';
  return fmt::format("{0}text\n{1}{2}{0}\n", fence, text, ended ? "" : "\n");
}

std::unique_ptr<run::Listener> make_markdown(std::unique_ptr<core::Sink> sink) {
  return std::make_unique<MarkdownReport>(std::move(sink));
}

}  // namespace hallmark::reports
