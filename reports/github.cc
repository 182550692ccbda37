#include "reports/github.h"

#include <fmt/format.h>

#include <map>

#include "core/text.h"
#include "reports/text.h"

namespace hallmark::reports {
namespace {

constexpr std::size_t most = 10;  // that GitHub shows of each level and step
constexpr std::size_t longest = 4000;

std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%')
      out += "%25";
    else if (c == '\r')
      out += "%0D";
    else if (c == '\n')
      out += "%0A";
    else if (property && c == ':')
      out += "%3A";
    else if (property && c == ',')
      out += "%2C";
    else
      out += c;
  }
  return out;
}

class GithubReport : public run::Listener {
 public:
  explicit GithubReport(std::unique_ptr<core::Sink> sink) : sink_(std::move(sink)) {}

  void case_finished(const run::CaseResult& result) override {
    // Only fixtures stand in a file of a repository.
    if (fails(mark_of(result)) && result.test->line != 0)
      places_.emplace(result.test->id, std::pair(result.test->file, result.test->line));
  }

  void run_finished(const run::RunInfo& info, const run::RunSummary& summary) override {
    std::string out;
    std::size_t errors = 0, warnings = 0;
    const auto add = [&](bool error, const std::string& title, const std::string& text,
                         const std::string& example) {
      if (++(error ? errors : warnings) > most) return;
      std::string where;
      if (const auto place = places_.find(example); place != places_.end())
        where = fmt::format("file={},line={},", command_property(place->second.first), place->second.second);
      out += fmt::format("::{} {}title={}::{}\n", error ? "error" : "warning", where, command_property(title),
                         command_data(capped(text, longest)));
    };
    for (const auto& [type, message] : run_problems(summary)) add(true, "Hallmark: " + type, message, "");
    for (const run::Cause& cause : summary.causes) {
      const bool deviates = mark_of(cause) == Mark::failed;
      if (!deviates && mark_of(cause) != Mark::drifted) continue;
      std::string text = title_of(cause) + "\n" + safe(places_of(cause)) + "\n";
      for (const auto& [label, fact] : facts_of(cause)) text += fmt::format("{} {}\n", label, fact);
      add(deviates || info.strict, fmt::format("Hallmark: {}", safe(cause.example)), text, cause.example);
    }
    for (const run::SentencesRow& row : run::sentences_rows()) {
      if (row.kind != run::SentencesRow::Kind::remark) continue;
      for (const std::string& sentence : summary.*row.sentences)
        add(false, fmt::format("Hallmark: {}", row.title), safe(sentence), "");
    }
    if (summary.counts.errors > 0)
      add(true, "Hallmark",
          fmt::format("{} could not be judged", counted(summary.counts.errors, "case", "cases")), "");
    for (const auto& [count, level] : {std::pair(errors, "error"), std::pair(warnings, "warning")})
      if (count > most)
        out += fmt::format("::notice title=Hallmark::{} {} causes more are in the other reports\n",
                           count - most, level);
    // What no annotation of its own says.
    std::vector<std::string> told = {conclusion(summary)};
    for (std::string& line : counts_lines(summary)) told.push_back(std::move(line));
    for (std::string& line : headline_lines(summary)) told.push_back(std::move(line));
    for (const run::TallyRow& row : run::tally_rows()) {
      if (row.told_by_cases) continue;
      for (const auto& [count, what] : by_count(summary.*row.tally))
        told.push_back(fmt::format("{}: {} {}", row.title, count, safe(what)));
    }
    out += fmt::format("::notice title={}::{}\n",
                       command_property("Hallmark: " + safe(info.target) + part_text(info)),
                       command_data(core::join(told, "\n")));
    sink_->write(out);
    sink_->close();
  }

 private:
  std::unique_ptr<core::Sink> sink_;
  std::map<std::string, std::pair<std::string, std::size_t>> places_;
};

}  // namespace

std::string command_data(std::string_view text) { return escaped(text, false); }
std::string command_property(std::string_view text) { return escaped(text, true); }

std::unique_ptr<run::Listener> make_github(std::unique_ptr<core::Sink> sink) {
  return std::make_unique<GithubReport>(std::move(sink));
}

}  // namespace hallmark::reports
