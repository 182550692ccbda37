#include "run/causes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "contract/promise_id.h"
#include "core/text.h"

namespace hallmark::run {
namespace {

using contract::Side;
using verdict::Finding;
using verdict::Severity;

constexpr std::size_t most_causes = 5000;  // more says nothing; findings beyond are not grouped
constexpr std::size_t most_refusals = 5000;
constexpr std::size_t longest_body = std::size_t{4} << 10;
constexpr std::size_t longest_key = 160;
constexpr std::size_t most_steps = 3;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-'; }

// "404 NoSuchKey: no such key" -> "404 NoSuchKey"; a page for people -> its status.
std::string without_message(const std::string& actual) {
  const std::size_t colon = actual.find(": ");
  return colon == std::string::npos ? actual : actual.substr(0, colon);
}

bool is_status(std::string_view text) {
  return text.size() >= 3 &&
         std::all_of(text.begin(), text.begin() + 3, [](char c) { return c >= '0' && c <= '9'; }) &&
         (text.size() == 3 || text[3] == ' ');
}

// The innermost member of "Group.Items[].Name": "Name".
std::string_view member_of(std::string_view path) {
  while (path.ends_with("[]") || path.ends_with("{}")) path.remove_suffix(2);
  return path.substr(path.rfind('.') + 1);
}

// "string "2026-11-29T03:17:24.103Z"".
bool shows_a_time(std::string_view text) {
  const auto is = [&](std::size_t at, std::size_t digits, char behind) {
    for (std::size_t i = at; i < at + digits; ++i) {
      if (i >= text.size() || text[i] < '0' || text[i] > '9') return false;
    }
    return at + digits < text.size() && text[at + digits] == behind;
  };
  const std::size_t at = text.find_first_of("0123456789");
  return at != std::string_view::npos && is(at, 4, '-') && is(at + 5, 2, '-') && text.size() > at + 10;
}

// What findings of one cause share: `key` tells causes apart, `promise` is shown.
struct Likeness {
  std::string key, promise;
};

Likeness likeness_of(const Finding& finding) {
  const auto id = contract::PromiseId::read(finding.promise);
  const std::string clause(id ? contract::clause_of_promise(finding.promise) : finding.promise);
  const bool answer = is_status(finding.actual);
  const std::string actual = generalised(answer ? without_message(finding.actual) : finding.actual);
  if (answer && finding.actual.front() == '5') return {"server error\n" + actual, "no server error"};
  if (answer && finding.actual.find(" without an error code") != std::string::npos)
    return {"nameless\n" + actual, "an error with a code"};
  // What is wrong with the wire is wrong whatever was asked for.
  if (finding.rule.starts_with("decode.") && finding.pointer.empty()) {
    const std::string where = generalised(finding.location);
    return {fmt::format("{}\n{}\n{}", finding.rule, where, actual), finding.location};
  }
  if (id && id->side == Side::input && !id->path.empty()) {
    const std::string kind = id->clause.substr(0, id->clause.find('.'));
    return {fmt::format("{}\ninput {}\n{}", finding.rule, kind, actual), "input … " + kind};
  }
  // Who writes times in another form does so in each member.
  if (id && id->side == Side::output && shows_a_time(finding.actual))
    return {fmt::format("{}\ntimes\n{}", finding.rule, generalised(finding.expected)), "output … times"};
  if (id && id->side == Side::output && !id->path.empty()) {
    const std::string what = fmt::format("output … {} {}", member_of(id->path), id->clause);
    return {fmt::format("{}\n{}\n{}\n{}", finding.rule, what, generalised(finding.expected), actual), what};
  }
  if (id && id->side == Side::protocol)
    return {fmt::format("{}\n{}\n{}", finding.rule, clause, actual), clause};
  return {fmt::format("{}\n{}\n{}\n{}", finding.rule, clause, generalised(finding.expected), actual), clause};
}

exchange::Exchange cut(const exchange::Exchange& whole) {
  exchange::Exchange made = exchange::without_ends(whole, longest_body);
  made.input = Json();
  made.http.request.body = core::shorten(made.http.request.body, longest_body);
  return made;
}

int rank_of(const Cause& cause) {
  return (cause.known ? 2 : 0) + (cause.severity == Severity::deviation ? 0 : 1);
}

}  // namespace

std::string generalised(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size() && out.size() < longest_key;) {
    const char c = text[at];
    if (c == '"') {
      std::size_t end = at + 1;
      while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
      out += "\"…\"";
      at = std::min(end, text.size() - 1) + 1;
      continue;
    }
    if (!is_word(c)) {
      out += c;
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_word(text[end])) ++end;
    const std::string_view word = text.substr(at, end - at);
    const auto digits = std::count_if(word.begin(), word.end(), [](char d) { return d >= '0' && d <= '9'; });
    const bool status = at == 0 && is_status(text);
    const bool value =
        !status && digits > 0 && (digits >= 4 || static_cast<std::size_t>(digits) == word.size());
    out += value ? "#" : std::string(word);
    at = end;
  }
  return out;
}

void CauseCount::add(const CaseResult& result) {
  const verdict::Verdict& verdict = result.verdict;
  std::set<std::string> met;  // a case counts once for each of its causes
  for (const Finding& finding : verdict.findings) {
    if (finding.severity == Severity::none) continue;
    const bool known = verdict.known && finding.severity == Severity::deviation;
    Likeness likeness = likeness_of(finding);
    const std::string key =
        fmt::format("{}{}\n{}", known ? "known " : "", verdict::to_string(finding.severity), likeness.key);
    if (!entries_.contains(key) && entries_.size() >= most_causes) continue;
    auto [place, added] = entries_.try_emplace(key);
    Cause& cause = place->second.cause;
    place->second.general = std::move(likeness.promise);
    place->second.same_promise =
        place->second.same_promise && (added || cause.finding.promise == finding.promise);
    cause.severity = finding.severity;
    cause.known = known;
    if (met.insert(key).second) {
      ++cause.cases;
      ++cause.operations[result.test->service + "." + result.test->operation];
    }
    if (!added && cause.example <= result.test->id) continue;
    cause.rule = finding.rule;
    cause.finding = finding;
    cause.expected = finding.expected;
    cause.actual = finding.actual;
    cause.example = result.test->id;
    cause.title = result.test->title;
    cause.reproduce = core::shorten(result.reproduce, 2 * longest_body);
    cause.exchange = {};
    if (finding.exchange < result.run.exchanges.size())
      cause.exchange = cut(result.run.exchanges[finding.exchange]);
  }
}

std::vector<Cause> CauseCount::take() {
  std::vector<Cause> causes;
  for (auto& [key, entry] : entries_) {
    entry.cause.promise = entry.same_promise ? entry.cause.finding.promise : entry.general;
    causes.push_back(std::move(entry.cause));
  }
  std::stable_sort(causes.begin(), causes.end(), [](const Cause& a, const Cause& b) {
    return std::tuple(rank_of(a), b.cases) < std::tuple(rank_of(b), a.cases);
  });
  entries_.clear();
  return causes;
}

void RefusalCount::add(const CaseResult& result) {
  const verdict::Verdict& verdict = result.verdict;
  if (verdict.waits_for.empty()) return;
  const std::string key = result.test->service + "." + verdict.waits_for;
  if (!entries_.contains(key) && entries_.size() >= most_refusals) return;
  auto [place, added] = entries_.try_emplace(key);
  RefusedRequest& refusal = place->second.refusal;
  refusal.service = result.test->service;
  refusal.operation = verdict.waits_for;
  ++refusal.cases;
  refusal.operations.insert(result.test->operation);
  if (verdict.refusal.empty() || (refusal.shown && place->second.example <= result.test->id)) return;
  place->second.example = result.test->id;
  refusal.shown = true;
  refusal.answer = verdict.refusal;
  refusal.exchange = cut(result.run.exchanges[verdict.refusal_exchange]);
}

std::vector<RefusedRequest> RefusalCount::take() {
  std::vector<RefusedRequest> refusals;
  for (auto& [key, entry] : entries_) refusals.push_back(std::move(entry.refusal));
  std::stable_sort(refusals.begin(), refusals.end(),
                   [](const RefusedRequest& a, const RefusedRequest& b) { return a.cases > b.cases; });
  entries_.clear();
  return refusals;
}

std::vector<std::string> next_steps(const std::vector<RefusedRequest>& refusals) {
  std::vector<std::string> steps;
  for (const RefusedRequest& refusal : refusals) {
    if (steps.size() == most_steps) break;
    const bool crash = is_status(refusal.answer) && refusal.answer.front() == '5';
    const bool success = is_status(refusal.answer) && refusal.answer.front() == '2';
    steps.push_back(fmt::format(
        "{}.{} was refused: {}; {} case{} wait{} for it. {}", refusal.service, refusal.operation,
        refusal.answer.empty() ? "see the skipped cases" : core::shorten(refusal.answer, 240), refusal.cases,
        refusal.cases == 1 ? "" : "s", refusal.cases == 1 ? "s" : "",
        crash ? "Mend that first."
        : success
            ? "Its answer lacks what they need."
            : "If the request is wrong for this endpoint, give a base in a suite (\"base\", \"arrange\")."));
  }
  return steps;
}

}  // namespace hallmark::run
