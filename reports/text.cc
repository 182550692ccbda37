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
    case Status::not_offered:
      return Mark::not_offered;
    case Status::inconclusive:
      return result.test && result.test->tier == plan::Tier::informative ? Mark::informative
                                                                         : Mark::inconclusive;
    case Status::deviates:
      return verdict.known ? Mark::known : Mark::failed;
    case Status::conforms:
      break;
  }
  if (verdict.unexpected_pass) return Mark::unexpected_pass;
  if (verdict.not_brought_about) return Mark::not_brought_about;
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
    case Mark::not_brought_about:
      return "not brought about";
    case Mark::failed:
      return "deviates";
    case Mark::unexpected_pass:
      return "unexpected pass";
    case Mark::known:
      return "known";
    case Mark::skipped:
      return "skipped";
    case Mark::not_offered:
      return "not offered";
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

std::string safe_lines(std::string_view text, std::size_t indent) {
  std::string out;
  for (const std::string& line : core::split(text, '\n'))
    out += (out.empty() ? "" : "\n" + std::string(indent, ' ')) + safe(line);
  return out;
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
    case Mark::not_offered:
    case Mark::inconclusive:
    case Mark::not_brought_about:
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

namespace {

// Of the rows that have a label.
template <typename Owner>
void add_facts(std::span<const run::TextRow<Owner>> rows, const Owner& owner, FactLines& facts) {
  for (const run::TextRow<Owner>& row : rows) {
    const std::string& text = owner.*row.text;
    if (!row.label.empty() && !text.empty()) facts.emplace_back(row.label, safe(text));
  }
}

FactLines facts_of(const Finding& finding) {
  FactLines facts;
  facts.emplace_back(verdict::to_string(finding.severity), safe(finding.rule));
  add_facts(run::finding_rows(), finding, facts);
  if (finding.source.empty()) return facts;
  for (auto& [label, text] : facts)
    if (label == "promise") text += safe(fmt::format(" (source: {})", finding.source));
  return facts;
}

}  // namespace

FactLines facts_of(const CaseResult& result, const Finding& finding) {
  FactLines facts = facts_of(finding);
  if (finding.exchange < result.run.exchanges.size()) {
    facts.emplace_back("in", exchange_line(result.run.exchanges[finding.exchange]));
  }
  return facts;
}

FactLines remarks_of(const CaseResult& result) {
  FactLines facts;
  add_facts(run::verdict_rows(), result.verdict, facts);
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
  if (with_reason) {
    for (const auto& [label, remark] : remarks_of(result)) text += fmt::format("{}: {}\n", label, remark);
  }
  for (const Finding& finding : result.verdict.findings) {
    if (!text.empty()) text += "\n";
    for (const auto& [label, fact] : facts_of(result, finding))
      text += fmt::format("{:<9} {}\n", label, fact);
  }
  if (!result.reproduce.empty()) text += fmt::format("\ntry       {}\n", safe_lines(result.reproduce, 10));
  return capped(std::move(text));
}

namespace {

// A line for each total. Rows that are `of_these` stand in one of their own, which begins so.
template <typename Owner>
std::vector<std::string> number_lines(std::span<const run::NumberRow<Owner>> rows, const Owner& owner) {
  std::vector<std::string> lines;
  std::string also, before;
  std::size_t total = 0;
  for (const run::NumberRow<Owner>& row : rows) {
    const std::size_t number = owner.*row.number;
    switch (row.telling) {
      case run::Telling::total:
        total = number;
        lines.push_back(counted(number, row.words, row.several));
        before = ": ";
        continue;
      case run::Telling::of_these:
        if (number != 0) also += fmt::format("{}{} {}", also.empty() ? "of these " : ", ", number, row.words);
        continue;
      case run::Telling::unless_zero:
        if (number == 0) continue;
        break;
      case run::Telling::share:
      case run::Telling::always:
        break;
    }
    std::string& line = lines.back();
    if (row.words.find("{}") != std::string_view::npos) {
      line += " " + fmt::format(fmt::runtime(row.words), number);
    } else {
      line += fmt::format("{}{} {}", before, number, row.words);
    }
    before = ", ";
    if (row.telling == run::Telling::share)
      line += fmt::format(
          " ({:.1f} %)", total == 0 ? 0.0 : 100.0 * static_cast<double>(number) / static_cast<double>(total));
  }
  if (!also.empty()) lines.push_back(std::move(also));
  return lines;
}

}  // namespace

std::vector<std::string> headline_lines(const run::RunSummary& summary) {
  if (summary.headline.operations == 0) return {};
  return number_lines(run::headline_rows(), summary.headline);
}

std::vector<std::string> counts_lines(const run::RunSummary& summary) {
  return number_lines(run::count_rows(), summary.counts);
}

std::vector<std::pair<std::size_t, std::string>> by_count(const std::map<std::string, std::size_t>& tally) {
  std::vector<std::pair<std::size_t, std::string>> sorted;
  for (const auto& [text, count] : tally) sorted.emplace_back(count, text);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  return sorted;
}

std::string members_line(const run::MembersRow& row, const run::OperationCoverage& coverage) {
  const std::vector<std::string> all = run::members_of(row, coverage);
  if (all.empty()) return {};
  return safe(
      fmt::format("{} {}: {}", counted(all.size(), row.one, row.several), row.words, core::join(all, ", ")));
}

Mark mark_of(const run::Cause& cause) {
  if (cause.known) return Mark::known;
  return cause.severity == Severity::deviation ? Mark::failed : Mark::drifted;
}

std::string rule_and_promise(const std::string& rule, const std::string& promise) {
  // "behaviour.input: behaviour.input InvalidMarker", "contract.content-type: content-type": once is enough.
  if (promise == rule || promise.starts_with(rule + " ")) return promise;
  const std::size_t at = promise.find(" " + rule);
  const bool inside = at != std::string::npos &&
                      (at + 1 + rule.size() == promise.size() || promise[at + 1 + rule.size()] == ' ');
  if (inside) return promise;
  return rule.ends_with("." + promise) ? rule : fmt::format("{}: {}", rule, promise);
}

std::string title_of(const run::Cause& cause) {
  std::string text = counted(cause.cases, "case", "cases");
  if (cause.operations.size() == 1) {
    text += " of " + cause.operations.begin()->first;
  } else {
    text += fmt::format(" in {} operations", cause.operations.size());
  }
  // "service.Operation clause": the operation stands there already.
  std::string clause = cause.promise;
  if (cause.operations.size() == 1 && clause.starts_with(cause.operations.begin()->first + " "))
    clause.erase(0, cause.operations.begin()->first.size() + 1);
  text += ": " + rule_and_promise(cause.rule, clause);
  if (!cause.actual.empty()) text += ": got " + core::shorten(cause.actual, 100);
  return safe(text);
}

std::string places_of(const run::Cause& cause, std::size_t most) {
  const auto sorted = by_count(cause.operations);
  std::vector<std::string> texts;
  for (const auto& [cases, operation] : sorted) {
    if (texts.size() == most) break;
    texts.push_back(fmt::format("{} {}", safe(operation), cases));
  }
  std::string text = core::join(texts, ", ");
  if (sorted.size() > most) text += fmt::format(" and {} more", sorted.size() - most);
  return text;
}

FactLines facts_of(const run::Cause& cause) {
  FactLines facts;
  facts.emplace_back("example",
                     safe(cause.title.empty() ? cause.example : cause.example + ": " + cause.title));
  for (auto& fact : facts_of(cause.finding)) facts.push_back(std::move(fact));
  if (!cause.exchange.http.request.method.empty()) facts.emplace_back("in", exchange_line(cause.exchange));
  return facts;
}

std::string title_of(const run::RefusedRequest& refusal) {
  return safe(fmt::format(
      "{}.{}{}{}; {} of {} {} for it", refusal.service, refusal.operation, refusal.answer.empty() ? "" : ": ",
      core::shorten(refusal.answer, 300), counted(refusal.cases, "case", "cases"),
      counted(refusal.operations.size(), "operation", "operations"), refusal.cases == 1 ? "waits" : "wait"));
}

std::vector<std::string> dialogue(const exchange::Exchange& exchange) {
  const exchange::HttpExchange& http = exchange.http;
  std::vector<std::string> lines;
  const auto message = [&](const char* arrow, const std::string& start, const wire::Headers& headers,
                           const std::string& body) {
    lines.push_back(arrow + safe(start));
    for (const wire::Header& header : headers) {
      const std::string name = core::to_lower(header.name);
      if (name == "content-type" || name == "x-amz-target")
        lines.push_back(fmt::format("{}{}: {}", arrow, safe(header.name), safe(header.value)));
    }
    if (!body.empty()) lines.push_back(arrow + safe(body));
  };
  message("> ", fmt::format("{} {}", http.request.method, core::shorten(http.request.target, 1000)),
          http.request.headers, http.request.body);
  if (http.response) {
    message("< ", fmt::format("{} {}", http.response->status, http.response->reason), http.response->headers,
            http.response->body);
  }
  return lines;
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

namespace {

// Of most cases nothing is known: what is said of the others must not sound like more.
bool is_mostly_unjudged(const run::Counts& counts) { return counts.judged() * 2 < counts.total; }

std::string when_all_is_well(const run::Counts& counts) {
  const std::string_view others = counts.known != 0      ? "none of them deviates in a way that is not known"
                                  : counts.judged() == 1 ? "it conforms"
                                                         : "they conform";
  if (is_mostly_unjudged(counts))
    return fmt::format("Only {} of {} could be judged; {}.", counts.judged(),
                       counted(counts.total, "case", "cases"), others);
  return counts.known != 0 ? "No case deviates in a way that is not known."
                           : "Every case that could be judged conforms.";
}

}  // namespace

bool is_empty(const run::RunSummary& summary) { return summary.counts.judged() + summary.counts.errors == 0; }

std::vector<std::pair<std::string, std::string>> run_problems(const run::RunSummary& summary) {
  std::vector<std::pair<std::string, std::string>> problems;
  if (is_empty(summary) && summary.part) {
    // The other shards may have more to say.
  } else if (summary.counts.total == 0) {
    problems.emplace_back("run.empty", "no case was run, so nothing is proved");
  } else if (is_empty(summary)) {
    problems.emplace_back("run.empty", "no case could be put to the test, so nothing is proved");
  }
  if (summary.interrupted)
    problems.emplace_back("run.interrupted", "the run was interrupted: cases are missing");
  for (const run::SentencesRow& row : run::sentences_rows()) {
    if (row.kind != run::SentencesRow::Kind::failure) continue;
    for (const std::string& sentence : summary.*row.sentences)
      problems.emplace_back(row.rule, safe(sentence));
  }
  return problems;
}

std::string part_text(const run::RunInfo& info) {
  return info.shards > 1 ? fmt::format(" (shard {}/{})", info.shard, info.shards) : std::string();
}

std::string conclusion(const run::RunSummary& summary) {
  const run::Counts& counts = summary.counts;
  if (counts.total == 0)
    return summary.part ? "Nothing ran: the other shards have the cases." : "Nothing ran.";
  if (is_empty(summary)) {
    return counts.skipped == counts.total ? "Nothing was judged: every case was skipped."
                                          : "Nothing was judged: no answer settles anything.";
  }
  std::string text;
  if (summary.interrupted) text = "Interrupted. ";
  if (counts.deviates != 0) {  // known ones are counted apart
    text +=
        fmt::format("{} from the documentation.", counted(counts.deviates, "case deviates", "cases deviate"));
  } else if (counts.judged() == 0) {
    text += "No case could be judged.";
  } else if (counts.errors == 0 && counts.unexpected_passes == 0 && summary.known_problems.empty() &&
             summary.gate_problems.empty()) {
    text += when_all_is_well(counts);
  } else {
    text += "No new deviation was found, but the run does not pass.";
  }
  if (counts.errors != 0)
    text += fmt::format(" {} could not be judged.", counted(counts.errors, "case", "cases"));
  if (counts.unexpected_passes != 0) {
    text += fmt::format(" {} although listed as known.",
                        counted(counts.unexpected_passes, "case passes", "cases pass"));
  }
  if (!summary.gate_problems.empty()) {
    text += fmt::format(
        " {} not reached.",
        counted(summary.gate_problems.size(), "thing that is required was", "things that are required were"));
  }
  if (!summary.known_problems.empty()) {
    text += fmt::format(" {} expired or unused.",
                        counted(summary.known_problems.size(), "known deviation is", "known deviations are"));
  }
  return text;
}

}  // namespace hallmark::reports
