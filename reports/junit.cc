#include "reports/junit.h"

#include <fmt/format.h>

#include <map>
#include <optional>

#include "core/text.h"
#include "reports/spool.h"
#include "reports/text.h"
#include "reports/xml_text.h"

namespace hallmark::reports {
namespace {

using run::CaseResult;

constexpr std::size_t max_members = 1000;  // characters of the members of one operation

// A start tag that closes itself or its element, whichever comes.
class Element {
 public:
  Element(std::string& out, std::string_view name, std::string_view indent)
      : out_(out), name_(name), indent_(indent) {
    out_ += fmt::format("{}<{}", indent, name);
  }
  ~Element() { out_ += open_ ? fmt::format("{}</{}>\n", lines_ ? indent_ : "", name_) : "/>\n"; }
  Element(const Element&) = delete;
  Element& operator=(const Element&) = delete;

  Element& attribute(std::string_view name, std::string_view value) {
    out_ += fmt::format(" {}=\"{}\"", name, xml_attribute(value));
    return *this;
  }
  Element& text(std::string_view text) {
    if (text.empty()) return *this;
    if (!open_) out_ += ">";
    open_ = true;
    out_ += xml_text(text);
    return *this;
  }
  // Children follow on lines of their own.
  void children() {
    if (!open_) out_ += ">\n";
    open_ = lines_ = true;
  }

 private:
  std::string& out_;
  std::string name_, indent_;
  bool open_ = false, lines_ = false;
};

std::string_view error_type(const CaseResult& result) {
  using Kind = exchange::Reason::Kind;
  switch (result.verdict.reason_kind) {
    case Kind::recording:
      return "recording.unreadable";
    case Kind::arrangement:
    case Kind::endpoint:
    case Kind::deadline:
      return "run.blocked";
    case Kind::throttled:
      return "run.throttled";
    default:
      return "run.transport";
  }
}

std::string_view failure_type(const CaseResult& result) {
  if (result.verdict.unexpected_pass) return "known.unexpected-pass";
  for (const verdict::Finding& finding : result.verdict.findings) {
    if (finding.severity != verdict::Severity::none) return finding.rule;
  }
  return "contract.deviation";
}

void child(std::string& out, std::string_view name, std::string_view type, std::string_view message,
           std::string_view text) {
  Element element(out, name, "      ");
  if (!type.empty()) element.attribute("type", type);
  element.attribute("message", message);
  // Some readers show the attribute only, some the text only.
  element.text(text.empty() ? message : text);
}

class JunitReport : public run::Listener {
 public:
  JunitReport(std::unique_ptr<core::Sink> sink, const std::filesystem::path& path,
              std::shared_ptr<const core::Secrets> secrets)
      : sink_(std::move(sink)), spool_(path, std::move(secrets)) {}

  void case_finished(const CaseResult& result) override {
    const std::string classname = fmt::format("{}.{}", result.test->service, result.test->operation);
    const std::string name = fmt::format("{}/{}", to_string(result.test->group), result.test->name);
    std::string out;
    {
      Element testcase(out, "testcase", "    ");
      testcase.attribute("classname", classname)
          .attribute("name", name)
          .attribute("time", seconds_text(result.run.duration));
      add_outcome(result, testcase, out);
    }
    time_ += result.run.duration;
    spool_.add(fmt::format("{}\x01{}", classname, name), out);
  }

  void run_finished(const run::RunInfo& info, const run::RunSummary& summary) override {
    for (const auto& [type, message] : run_problems(summary)) {
      std::string out;
      {
        Element testcase(out, "testcase", "    ");
        // Known deviations are told apart by what they say; the rest comes once.
        testcase.attribute("classname", "hallmark")
            .attribute("name", type.starts_with("run.known") || type == "run.required"
                                   ? fmt::format("{}: {}", type, message)
                                   : type)
            .attribute("time", "0.000");
        testcase.children();
        const bool is_failure = type == "run.known-deviation" || type == "run.required";
        child(out, is_failure ? "failure" : "error", type, message, "");
        ++(is_failure ? failures_ : errors_);
      }
      spool_.add("\x7f" + type + message, out);
    }
    sink_->write(head(info, summary));
    spool_.for_each([&](const std::string&, const std::string& part) { sink_->write(part); });
    sink_->write(tail(info, summary));
    sink_->close();
  }

 private:
  void add_outcome(const CaseResult& result, Element& testcase, std::string& out) {
    const Mark mark = mark_of(result);
    const std::string message = headline(result);
    switch (mark) {
      case Mark::passed:
        return;
      case Mark::drifted:
      case Mark::not_brought_about: {
        const std::string text = plain_text(result);
        if (text.empty()) return;
        testcase.children();
        Element(out, "system-out", "      ").text(fmt::format("{}\n{}", to_string(mark), text));
        return;
      }
      case Mark::failed:
      case Mark::unexpected_pass:
        testcase.children();
        child(out, "failure", failure_type(result), message, message + "\n\n" + plain_text(result, false));
        ++failures_;
        return;
      case Mark::known:
        testcase.children();
        child(out, "skipped", "", message, message + "\n\n" + plain_text(result, false));
        ++skipped_;
        return;
      case Mark::informative:
      case Mark::inconclusive:
      case Mark::skipped:
      case Mark::not_offered:
        testcase.children();
        child(out, "skipped", "",
              mark == Mark::skipped ? message : fmt::format("{}: {}", to_string(mark), message), "");
        ++skipped_;
        return;
      case Mark::error:
        testcase.children();
        child(out, "error", error_type(result), message, message + "\n\n" + plain_text(result, false));
        ++errors_;
        return;
    }
  }

  [[nodiscard]] std::string head(const run::RunInfo& info, const run::RunSummary& summary) const {
    const std::string tests = std::to_string(spool_.size());
    const std::string time = seconds_text(summary.duration.count() > 0 ? summary.duration : time_);
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    out +=
        fmt::format("<testsuites name=\"hallmark\" time=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
                    time, tests, failures_, errors_);
    out += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{}\" "
        "timestamp=\"{}\">\n",
        xml_attribute(safe(info.target) + part_text(info)), tests, failures_, errors_, skipped_, time,
        core::format_time(std::chrono::floor<std::chrono::seconds>(info.started),
                          core::TimestampFormat::date_time));
    return out;
  }

  [[nodiscard]] static std::string tail(const run::RunInfo& info, const run::RunSummary& summary) {
    std::string out;
    std::string text = conclusion(summary) + "\n";
    for (const std::string& line : counts_lines(summary)) text += line + "\n";
    for (const std::string& line : headline_lines(summary)) text += line + "\n";
    if (info.shards > 1)
      text += fmt::format("shard {} of {}: coverage is that of a part\n", info.shard, info.shards);
    for (const run::SentencesRow& row : run::sentences_rows()) {
      if (row.kind != run::SentencesRow::Kind::remark) continue;
      for (const std::string& sentence : summary.*row.sentences)
        text += fmt::format("{}: {}\n", row.title, safe(sentence));
    }
    for (const run::TallyRow& row : run::tally_rows()) {
      if (row.told_by_cases) continue;
      for (const auto& [count, what] : by_count(summary.*row.tally))
        text += fmt::format("{}: {} {}\n", row.title, count, safe(what));
    }
    for (const contract::Contradiction& contradiction : summary.contradictions) {
      text += fmt::format("contradiction: {}: {}\n", contradiction.promise, safe(contradiction.what));
    }
    for (const run::MembersRow& row : run::members_rows()) {
      for (const run::OperationCoverage& each : summary.coverage) {
        if (const std::string line = members_line(row, each); !line.empty())
          text += fmt::format("{}.{}: {}\n", each.service, each.operation, core::shorten(line, max_members));
      }
    }
    Element(out, "system-out", "    ").text(capped(std::move(text)));
    return out + "  </testsuite>\n</testsuites>\n";
  }

  std::unique_ptr<core::Sink> sink_;
  Spool spool_;
  std::size_t failures_ = 0, errors_ = 0, skipped_ = 0;
  std::chrono::microseconds time_{0};
};

}  // namespace

std::unique_ptr<run::Listener> make_junit(std::unique_ptr<core::Sink> sink, const std::filesystem::path& path,
                                          std::shared_ptr<const core::Secrets> secrets) {
  return std::make_unique<JunitReport>(std::move(sink), path, std::move(secrets));
}

}  // namespace hallmark::reports
