#include "reports/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/digest.h"
#include "core/text.h"
#include "reports/html_script.h"
#include "reports/html_style.h"
#include "reports/spool.h"
#include "reports/text.h"
#include "reports/touched.h"
#include "reports/xml_text.h"

namespace hallmark::reports {
namespace {

using exchange::Exchange;
using run::CaseResult;

constexpr std::size_t max_body = std::size_t{8} << 10;
constexpr std::size_t max_rows = 2000;
constexpr std::size_t max_causes = 300;
// A page that a browser opens at once: beyond these, cases keep their line, then their count.
constexpr std::size_t max_details = std::size_t{3} << 19, max_lines = std::size_t{1} << 20;
// Lines of failing cases may go beyond that, so that each has its line in all but the largest reports.
constexpr std::size_t max_failing_lines = 2 * max_lines;
constexpr std::size_t few = 10;  // failing cases that stand open

constexpr std::array all_marks = {
    Mark::failed,       Mark::unexpected_pass,   Mark::error,       Mark::drifted,     Mark::known,
    Mark::inconclusive, Mark::not_brought_about, Mark::informative, Mark::not_offered, Mark::skipped,
    Mark::passed};

std::string_view tone_of(Mark mark) {
  switch (mark) {
    case Mark::passed:
      return "good";
    case Mark::failed:
    case Mark::unexpected_pass:
      return "bad";
    case Mark::drifted:
    case Mark::inconclusive:
      return "odd";
    case Mark::error:
      return "lost";
    case Mark::informative:
    case Mark::not_brought_about:
    case Mark::known:
    case Mark::skipped:
    case Mark::not_offered:
      return "calm";
  }
  return "calm";
}

// Hidden at first: what nobody has to look at, and where something fails what is not new.
bool is_calm(Mark mark, bool something_fails) {
  return mark == Mark::passed || mark == Mark::skipped || mark == Mark::not_offered ||
         mark == Mark::not_brought_about || mark == Mark::informative ||
         (something_fails && (mark == Mark::known || mark == Mark::inconclusive));
}

// A case's place in the page: any text but blanks may be one.
std::string anchor_of(const std::string& id) { return core::replace_all(id, " ", "_"); }
std::string anchor_link(const std::string& id, std::string_view text) {
  return fmt::format("<a href=\"#{}\">{}</a>", core::percent_encode(anchor_of(id)), text);
}

std::string class_of(Mark mark) { return "is-" + core::replace_all(std::string(to_string(mark)), " ", "-"); }

// For everything that may have come from an endpoint.
std::string shown(std::string_view text) { return xml_text(safe(text)); }
std::string shown_lines(std::string_view text) { return xml_text(core::printable(text, true)); }

std::string chip(Mark mark, std::string_view text) {
  return fmt::format("<span class=\"chip {}\">{}</span>", tone_of(mark), text);
}

std::string message_text(const wire::Headers& headers, const std::string& first_line, const std::string& body,
                         std::size_t& room) {
  std::string text = first_line + "\n";
  for (const wire::Header& header : headers) text += fmt::format("{}: {}\n", header.name, header.value);
  if (!body.empty()) text += "\n" + core::shorten(body, max_body) + "\n";
  text = capped(std::move(text), std::max<std::size_t>(room, 200));
  room -= std::min(room, text.size());
  return text;
}

std::string exchange_html(const Exchange& exchange, std::size_t& room) {
  const exchange::HttpExchange& http = exchange.http;
  std::string out = fmt::format("<p class=\"soft\">{}</p>", shown(exchange_line(exchange)));
  if (room == 0) return out;
  out += fmt::format("<pre>{}</pre>",
                     shown_lines(message_text(
                         http.request.headers,
                         fmt::format("{} {}", http.request.method, core::shorten(http.request.target, 2000)),
                         http.request.body, room)));
  if (http.response && room != 0) {
    out += fmt::format("<pre>{}</pre>",
                       shown_lines(message_text(http.response->headers,
                                                fmt::format("{} {} {}", http.response->version,
                                                            http.response->status, http.response->reason),
                                                http.response->body, room)));
  }
  return out;
}

std::string facts_html(const FactLines& facts) {
  std::string out;
  for (const auto& [label, text] : facts) out += fmt::format("<dt>{}</dt><dd>{}</dd>", label, xml_text(text));
  return fmt::format("<dl>{}</dl>", out);
}

// One line, or with details what was found and sent.
std::string case_html(const CaseResult& result, bool with_details) {
  const Mark mark = mark_of(result);
  const plan::Case& test = *result.test;
  const std::string label = fmt::format("{}<span class=\"name\">{}</span> <span class=\"soft\">{}</span>",
                                        chip(mark, to_string(mark)), shown(test.name), shown(test.title));
  const std::string id = xml_attribute(anchor_of(test.id));
  const std::string why = headline(result);
  const bool has_details =
      !result.verdict.findings.empty() || (mark == Mark::error && !result.run.exchanges.empty());
  if (!has_details || !with_details) {
    return fmt::format("<div class=\"case {}\" id=\"{}\">{}{}</div>\n", class_of(mark), id, label,
                       why.empty() ? "" : fmt::format("<p class=\"head\">{}</p>", shown(why)));
  }
  std::string out =
      fmt::format("<details class=\"case {}\" id=\"{}\"><summary>{}<p class=\"head\">{}</p></summary>\n",
                  class_of(mark), id, label, shown(why));
  if (const FactLines remarks = remarks_of(result); !remarks.empty()) out += facts_html(remarks) + "\n";
  std::size_t room = max_case_text;
  for (const verdict::Finding& finding : result.verdict.findings) {
    if (room == 0) {
      out += "<p class=\"head\">more findings were cut</p>";
      break;
    }
    const bool deviates = finding.severity == verdict::Severity::deviation;
    const std::string facts = facts_html(facts_of(result, finding));
    room -= std::min(room, facts.size());
    out += fmt::format("<div class=\"finding {}\">{}</div>\n", deviates ? "bad" : "odd", facts);
  }
  if (!result.reproduce.empty())
    out += fmt::format("<pre>{}</pre>\n", shown_lines(core::shorten(result.reproduce, max_body)));
  if (!result.run.exchanges.empty()) {
    out += fmt::format("<details class=\"exchanges\"><summary>{}</summary>",
                       counted(result.run.exchanges.size(), "exchange", "exchanges"));
    for (const Exchange& exchange : result.run.exchanges) out += exchange_html(exchange, room);
    out += "</details>\n";
  }
  return out + "</details>\n";
}

class HtmlReport : public run::Listener {
 public:
  HtmlReport(std::unique_ptr<core::Sink> sink, const std::filesystem::path& path,
             std::shared_ptr<const core::Secrets> secrets)
      : sink_(std::move(sink)), spool_(path, std::move(secrets)) {}

  void case_finished(const CaseResult& result) override {
    const plan::Case& test = *result.test;
    const Mark mark = mark_of(result);
    ++marks_[mark];
    const std::string operation = test.service + '\x01' + test.operation;
    ++groups_[operation][mark];
    ++groups_[operation + '\x01' + to_string(test.group)][mark];
    failing_ += fails(mark) ? 1 : 0;
    std::string part = case_html(result, details_ < max_details);
    const bool detailed = part.starts_with("<details");
    std::size_t& used = detailed ? details_ : lines_;
    if (!detailed && lines_ >= (fails(mark) ? max_failing_lines : max_lines)) {
      ++not_kept_[operation][mark];
      return;
    }
    used += part.size();
    spool_.add(operation + '\x01' + to_string(test.group) + '\x01' + test.id, part);
  }

  void run_finished(const run::RunInfo& info, const run::RunSummary& summary) override {
    std::string out = head(info);
    write_filters(out);
    write_top(info, summary, out);
    write_causes(summary, out);
    write_refusals(summary, out);
    sink_->write(out);
    write_cases();
    out.clear();
    write_coverage(summary, out);
    write_touched_html(summary, out);
    for (const run::TallyRow& row : run::tally_rows()) write_reasons(row.title, summary.*row.tally, out);
    write_contradictions(summary, out);
    for (const run::SentencesRow& row : run::sentences_rows())
      if (row.kind != run::SentencesRow::Kind::step) write_list(row.title, summary.*row.sentences, out);
    out += fmt::format(
        "</main>\n<footer>Hallmark {} · {} · {} in {} · exit code "
        "{}</footer>\n<script>{}</script>\n</body>\n</html>\n",
        shown(info.hallmark_version), started(info), counted(summary.requests, "request", "requests"),
        duration_text(summary.duration), summary.exit_code, html_script);
    sink_->write(out);
    sink_->close();
  }

 private:
  static std::string started(const run::RunInfo& info) {
    return core::format_time(std::chrono::floor<std::chrono::seconds>(info.started),
                             core::TimestampFormat::date_time);
  }

  static std::string head(const run::RunInfo& info) {
    std::string filters;
    for (const Mark mark : all_marks) {
      const std::string name = class_of(mark);
      filters += fmt::format("#show-{0}:not(:checked) ~ main .case.{0} {{ display: none; }}\n", name);
      // What holds no visible case is hidden, too: shown again by each kind that it holds.
      filters += fmt::format("#show-{0}:checked ~ main .has-{0} {{ display: block; }}\n", name);
      filters += fmt::format(
          "#show-{0}:checked ~ header label[for=show-{0}] {{ border-color: var(--accent); }}\n", name);
      filters += fmt::format(
          "#show-{0}:focus-visible ~ header label[for=show-{0}] {{ outline: 2px solid "
          "var(--accent); outline-offset: 2px; }}\n",
          name);
    }
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'; script-src 'sha256-{}'\">\n"
        "<title>Hallmark: {}</title>\n<style>{}{}</style>\n</head>\n<body>\n",
        core::base64_encode(core::sha256(html_script)), shown(info.target), html_style, filters);
  }

  void write_top(const run::RunInfo& info, const run::RunSummary& summary, std::string& out) const {
    out += fmt::format("<header>\n<h1>{}<small>held to its documentation</small></h1>\n", shown(info.target));
    std::vector<std::string> facts = {started(info)};
    if (!info.region.empty()) facts.push_back(shown(info.region));
    if (info.strict) facts.emplace_back("strict: drift fails");
    if (info.shards > 1)
      facts.push_back(fmt::format("shard {} of {}: coverage is that of a part", info.shard, info.shards));
    for (const auto& [service, url] : info.endpoints) facts.push_back(shown(service + " at " + url));
    out += fmt::format("<p class=\"soft\">{}</p>\n", core::join(facts, " · "));
    std::vector<std::string> contracts;
    for (const run::JudgedBy& each : info.contracts)
      contracts.push_back(
          shown(fmt::format("{} {} ({})", each.service, each.version, core::join(each.documents, ", "))));
    if (!contracts.empty())
      out += fmt::format(
          "<details class=\"exchanges\"><summary>{}</summary><p class=\"soft\">{}</p></details>\n",
          counted(contracts.size(), "contract", "contracts"), core::join(contracts, "<br>"));
    const bool good = summary.exit_code == 0 && !is_empty(summary);
    out += fmt::format("<div class=\"banner {}\">{}</div>\n<ul class=\"tiles\" aria-label=\"Cases\">\n",
                       good ? "good" : "bad", xml_text(conclusion(summary)));
    out += fmt::format("<li><b>{}</b><span>{}</span></li>\n", summary.counts.total,
                       summary.counts.total == 1 ? "case" : "cases");
    for (const Mark mark : all_marks) {
      const auto found = marks_.find(mark);
      if (found == marks_.end()) continue;
      out += fmt::format("<li><label for=\"show-{}\"><b class=\"{}\">{}</b><span>{}</span></label></li>\n",
                         class_of(mark), tone_of(mark), found->second, to_string(mark));
    }
    out += "</ul>\n<p class=\"soft\">A tile shows or hides its cases below.</p>\n";
    for (const std::string& line : headline_lines(summary)) out += fmt::format("<p>{}</p>\n", shown(line));
    out += fmt::format("<p class=\"soft\">{}</p>\n", core::join(counts_lines(summary), ", "));
    for (const std::string& step : summary.next)
      out += fmt::format("<p class=\"soft\">Next: {}</p>\n", shown(step));
    out += "</header>\n<main>\n";
  }

  // Checkboxes stand before all else, so that plain CSS reaches the cases. What is well is hidden at first,
  // unless everything is.
  void write_filters(std::string& out) const {
    const bool something = std::any_of(marks_.begin(), marks_.end(),
                                       [&](const auto& each) { return !is_calm(each.first, failing_ != 0); });
    for (const Mark mark : all_marks) {
      const bool hidden = something && is_calm(mark, failing_ != 0);
      out += fmt::format("<input class=\"filter\" type=\"checkbox\" id=\"show-{}\" aria-label=\"{}\"{}>\n",
                         class_of(mark), to_string(mark), hidden ? "" : " checked");
    }
  }

  static void write_causes(const run::RunSummary& summary, std::string& out) {
    std::size_t number = 0;
    for (const run::Cause& cause : summary.causes) {
      if (number == 0) out += "<h2>Causes: what one fix in the endpoint would end</h2>\n";
      if (++number > max_causes) {
        out += fmt::format("<p class=\"soft\">… and {} more</p>\n", summary.causes.size() - max_causes);
        break;
      }
      out += fmt::format(
          "<details class=\"group always\"><summary><h3>{}</h3>{}</summary><div class=\"body\"><p "
          "class=\"soft\">{}</p><p>{}</p><div class=\"finding {}\">{}</div>\n",
          xml_text(title_of(cause)), chip(mark_of(cause), to_string(mark_of(cause))),
          xml_text(places_of(cause, max_rows)), anchor_link(cause.example, shown(cause.example)),
          cause.severity == verdict::Severity::deviation ? "bad" : "odd", facts_html(facts_of(cause)));
      if (!cause.reproduce.empty())
        out += fmt::format("<pre>{}</pre>\n", shown_lines(core::shorten(cause.reproduce, max_body)));
      std::size_t room = max_body;
      if (!cause.exchange.http.request.method.empty()) out += exchange_html(cause.exchange, room);
      out += "</div></details>\n";
    }
  }

  static void write_refusals(const run::RunSummary& summary, std::string& out) {
    if (summary.refusals.empty()) return;
    out += "<h2>Refused, so that other cases could not be put to the test</h2>\n";
    std::size_t rows = 0;
    for (const run::RefusedRequest& refusal : summary.refusals) {
      if (++rows > max_causes) break;
      std::size_t room = max_body;
      out += fmt::format(
          "<details class=\"group always\"><summary><h3>{}</h3></summary><div "
          "class=\"body\">{}</div></details>\n",
          xml_text(title_of(refusal)), refusal.shown ? exchange_html(refusal.exchange, room) : std::string());
    }
  }

  void write_cases() {
    if (spool_.size() == 0) return;
    sink_->write(
        "<h2>Cases</h2>\n<p id=\"search\" hidden><label>Search <input type=\"search\" placeholder=\"id, "
        "title, "
        "answer\"></label> <span class=\"soft\" role=\"status\"></span></p>\n");
    write_groups(true);
    write_groups(false);
  }

  // Operations of which a case fails, or the others.
  void write_groups(bool failing) {
    std::string operation, exception;
    const auto end = [&] {
      if (operation.empty()) return;
      sink_->write("</section>\n" + not_kept(operation) + "</div></details>\n");
    };
    spool_.for_each([&](const std::string& key, const std::string& part) {
      const std::vector<std::string> names = core::split(key, '\x01');
      std::string here = names[0] + '\x01' + names[1], out;
      if (any_fails(groups_.at(here)) != failing) return;
      if (here != operation) {
        end();
        operation = std::move(here);
        exception.clear();
        out += group_head(names[0] + "." + names[1], groups_.at(operation));
      }
      if (names[2] != exception) {
        if (!exception.empty()) out += "</section>\n";
        exception = names[2];
        out += fmt::format("<section class=\"{}\"><p class=\"exception\">{}</p>\n",
                           held_by(groups_.at(operation + '\x01' + exception)), shown(exception));
      }
      sink_->write(out + part);
    });
    end();
  }

  static bool any_fails(const std::map<Mark, std::size_t>& counts) {
    return std::any_of(counts.begin(), counts.end(), [](const auto& each) { return fails(each.first); });
  }

  [[nodiscard]] std::string not_kept(const std::string& operation) const {
    const auto found = not_kept_.find(operation);
    if (found == not_kept_.end()) return {};
    std::vector<std::string> texts;
    for (const auto& [mark, count] : found->second) texts.push_back(counted(count, mark));
    return fmt::format("<p class=\"soft\">and {}, which the JSON report has</p>\n", core::join(texts, ", "));
  }

  static std::string held_by(const std::map<Mark, std::size_t>& counts) {
    std::vector<std::string> classes;
    for (const auto& [mark, count] : counts) classes.push_back("has-" + class_of(mark));
    return core::join(classes, " ");
  }

  [[nodiscard]] std::string group_head(const std::string& name,
                                       const std::map<Mark, std::size_t>& counts) const {
    const bool open = any_fails(counts) && failing_ <= few;
    std::string chips;
    for (const Mark mark : all_marks) {
      if (const auto found = counts.find(mark); found != counts.end())
        chips += chip(mark, counted(found->second, mark));
    }
    return fmt::format("<details class=\"group {}\"{}><summary><h3>{}</h3>{}</summary><div class=\"body\">\n",
                       held_by(counts), open ? " open" : "", shown(name), chips);
  }

  static void write_coverage(const run::RunSummary& summary, std::string& out) {
    if (summary.coverage.empty()) return;
    out +=
        "<h2>Coverage</h2>\n<div "
        "class=\"scroll\"><table>\n<tr><th>operation</th><th>reached</th><th>exceptions</th><th "
        "class=\"n\">"
        "provoked</th><th class=\"n\">by fault only</th><th class=\"n\">not</th><th class=\"n\">promises "
        "tested</th></tr>\n";
    std::size_t rows = 0;
    for (const run::OperationCoverage& each : summary.coverage) {
      if (++rows > max_rows) {
        out += fmt::format("<tr><td colspan=\"7\">… and {}</td></tr>\n",
                           counted(summary.coverage.size() - max_rows, "more operation", "more operations"));
        break;
      }
      const ExceptionSplit split = split_of(each);
      const auto share = [&](std::size_t part) {
        return split.listed == 0 ? std::string("0")
                                 : fmt::format("{:.1f}", 100.0 * static_cast<double>(part) /
                                                             static_cast<double>(split.listed));
      };
      out += fmt::format(
          "<tr><td>{}{}</td><td>{}</td><td><div class=\"bar\"><i class=\"provoked\" style=\"width:{}%\"></i>"
          "<i class=\"fault\" style=\"width:{}%\"></i></div></td><td class=\"n\">{} of {}</td><td "
          "class=\"n\">{}</td>"
          "<td class=\"n\">{}</td><td class=\"n\">{} of {}{}</td></tr>\n",
          shown(each.service + "." + each.operation), exceptions(each) + members(each),
          run::to_string(each.reached), share(split.provoked), share(split.by_fault_only), split.provoked,
          split.listed, split.by_fault_only, split.not_provoked, each.promises_tested.size(),
          each.promises_made,
          each.promises_unobservable == 0
              ? ""
              : fmt::format("<br><span class=\"soft\">{} unobservable</span>", each.promises_unobservable));
    }
    out += "</table></div>\n";
  }

  static std::string members(const run::OperationCoverage& coverage) {
    std::string out;
    for (const run::MembersRow& row : run::members_rows()) {
      const std::string line = members_line(row, coverage);
      const std::size_t colon = line.find(": ");
      if (line.empty()) continue;
      out +=
          fmt::format("<details class=\"exchanges\"><summary>{}</summary><p class=\"soft\">{}</p></details>",
                      line.substr(0, colon), xml_text(core::shorten(line.substr(colon + 2), max_body)));
    }
    return out;
  }

  static std::string exceptions(const run::OperationCoverage& coverage) {
    if (coverage.exceptions.empty()) return {};
    std::string out = "<details class=\"exchanges\"><summary>exceptions</summary><ul class=\"plain\">";
    for (const auto& exception : coverage.exceptions) {
      out += exception.by.empty()
                 ? fmt::format(
                       "<li>{} <span class=\"odd\">not provoked</span> <span class=\"soft\">{}</span></li>",
                       shown(exception.name), shown(exception.why_not))
                 : fmt::format("<li>{} <span class=\"good\">by {}</span></li>", shown(exception.name),
                               provocations(exception.by));
    }
    return out + "</ul></details>";
  }

  static void write_reasons(std::string_view title, const std::map<std::string, std::size_t>& reasons,
                            std::string& out) {
    if (reasons.empty()) return;
    const auto sorted = by_count(reasons);
    out += fmt::format("<h2>{}</h2>\n<div class=\"scroll\"><table>\n", title);
    for (std::size_t at = 0; at < sorted.size() && at < max_rows; ++at) {
      out += fmt::format("<tr><td class=\"n\">{}</td><td>{}</td></tr>\n", sorted[at].first,
                         shown(sorted[at].second));
    }
    out += "</table></div>\n";
  }

  static void write_contradictions(const run::RunSummary& summary, std::string& out) {
    if (summary.contradictions.empty()) return;
    out += "<h2>The documentation contradicts itself</h2>\n<div class=\"scroll\"><table>\n";
    std::size_t rows = 0;
    for (const contract::Contradiction& each : summary.contradictions) {
      if (++rows > max_rows) break;
      std::string sayings;
      for (const auto& saying : each.sayings) {
        sayings += fmt::format("<dt>{}</dt><dd>{}</dd>", shown(saying.source), shown(saying.value));
      }
      out += fmt::format("<tr><td>{}<p class=\"soft\">{}</p></td><td><dl>{}</dl></td></tr>\n",
                         shown(each.promise), shown(each.what), sayings);
    }
    out += "</table></div>\n";
  }

  static void write_list(std::string_view title, const std::vector<std::string>& lines, std::string& out) {
    if (lines.empty()) return;
    out += fmt::format("<h2>{}</h2>\n<ul class=\"plain\">\n", title);
    for (const std::string& line : lines) out += fmt::format("<li>{}</li>\n", shown(line));
    out += "</ul>\n";
  }

  std::unique_ptr<core::Sink> sink_;
  Spool spool_;
  std::map<Mark, std::size_t> marks_;
  std::map<std::string, std::map<Mark, std::size_t>> groups_, not_kept_;
  std::size_t failing_ = 0, details_ = 0, lines_ = 0;
};

}  // namespace

std::unique_ptr<run::Listener> make_html(std::unique_ptr<core::Sink> sink, const std::filesystem::path& path,
                                         std::shared_ptr<const core::Secrets> secrets) {
  return std::make_unique<HtmlReport>(std::move(sink), path, std::move(secrets));
}

}  // namespace hallmark::reports
