#include "run/asides.h"

#include <fmt/format.h>

#include <algorithm>

#include "contract/promise_id.h"
#include "core/text.h"

namespace hallmark::run {
namespace {

using exchange::Role;
using verdict::Finding;
using verdict::Severity;

constexpr std::size_t most_entries = 5000;
constexpr std::size_t longest_body = std::size_t{16} << 10;

// "/Queues/0/Url" -> "Queues[].Url": the place in every answer.
std::string place_of(const std::string& pointer) {
  std::string place;
  for (const std::string& token : core::split(pointer, '/')) {
    if (token.empty()) continue;
    const bool index = std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
    place += index ? "[]" : (place.empty() ? "" : ".") + token;
  }
  return place;
}

std::string key_of(const std::string& service, const std::string& operation, const Finding& finding) {
  return fmt::format("{}.{}\n{}\n{}\n{}", service, operation, finding.rule, place_of(finding.pointer),
                     finding.promise);
}

std::string_view words_for(Role role) {
  switch (role) {
    case Role::arrange:
      return "an arrangement";
    case Role::control:
      return "a control";
    case Role::then:
      return "a read-back";
    case Role::remove:
      return "a removal";
    case Role::base:
      return "a base request";
    case Role::send:
      break;
  }
  return "a request";
}

}  // namespace

void AsideCount::add(const CaseResult& result) {
  const std::string& service = result.test->service;
  if (result.verdict.status == verdict::Status::not_offered)
    absent_.insert(service + "." + result.test->operation);
  for (const Finding& finding : result.verdict.findings) {
    if (finding.severity != Severity::none && finding.role == Role::send && told_.size() < 20 * most_entries)
      told_.insert(key_of(service, result.test->operation, finding));
  }
  for (const verdict::Aside& aside : result.verdict.asides) {
    const std::string key = key_of(service, aside.operation, aside.finding) + "\n" + aside.answered;
    if (!entries_.contains(key) && entries_.size() >= most_entries) continue;
    auto [place, added] = entries_.try_emplace(key);
    Entry& entry = place->second;
    if (!added && entry.example <= result.test->id) continue;
    entry = {.service = service,
             .operation = aside.operation,
             .place = place_of(aside.finding.pointer),
             .answered = aside.answered,
             .example = result.test->id,
             .finding = aside.finding,
             .exchange = exchange::without_ends(result.run.exchanges[aside.finding.exchange], longest_body),
             .model = result.model};
  }
}

std::vector<CaseResult> AsideCount::take(std::deque<plan::Case>& cases, bool strict) {
  std::vector<CaseResult> results;
  std::set<std::string> ids;
  for (auto& [key, entry] : entries_) {
    if (told_.contains(key_of(entry.service, entry.operation, entry.finding))) continue;
    if (absent_.contains(entry.service + "." + entry.operation)) continue;
    plan::Case& test = cases.emplace_back();
    test.service = entry.service;
    test.operation = entry.operation;
    test.group.kind = plan::Group::Kind::answers;
    const std::string where =
        entry.place.empty() ? entry.answered.substr(entry.answered.rfind(' ') + 1) : entry.place;
    test.name = where.empty() ? entry.finding.rule : entry.finding.rule + "+" + where;
    const auto id = [&] {
      return fmt::format("{}.{}/{}/{}", test.service, test.operation, to_string(test.group), test.name);
    };
    for (int more = 2; !ids.insert(id()).second; ++more)
      test.name =
          fmt::format("{}+{}", entry.finding.rule, contract::clause_of_promise(entry.finding.promise)) +
          (more > 2 ? std::to_string(more) : "");
    test.id = id();
    test.title = fmt::format("what it answered to {} of {}", words_for(entry.finding.role), entry.example);
    test.promises = {entry.finding.promise};
    test.generated = true;
    test.tier = plan::Tier::generated;
    test.send = entry.exchange.input;
    test.expect = {plan::Outcome{}};
    CaseResult& result = results.emplace_back();
    result.test = &test;
    result.model = entry.model;
    result.run.duration = entry.exchange.http.duration;
    result.run.exchanges = {std::move(entry.exchange)};
    Finding& finding = entry.finding;
    finding.exchange = 0;
    const bool fails = finding.severity == Severity::deviation || strict;
    result.verdict.status = fails ? verdict::Status::deviates : verdict::Status::conforms;
    result.verdict.evaluated = {{finding.promise, false}};
    result.verdict.findings = {std::move(finding)};
  }
  std::sort(results.begin(), results.end(),
            [](const CaseResult& a, const CaseResult& b) { return a.test->id < b.test->id; });
  entries_.clear();
  return results;
}

}  // namespace hallmark::run
