#include "results/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "core/text.h"
#include "plan/cases/select.h"
#include "reports/markdown.h"
#include "reports/text.h"
#include "run/causes.h"

namespace hallmark::results {
namespace {

using run::CaseResult;
using verdict::Severity;
using verdict::Status;

constexpr Change all_changes[] = {Change::fails, Change::changed, Change::lost,       Change::mended,
                                  Change::known, Change::reached, Change::only_after, Change::only_before};

bool judged(const CaseResult& result) {
  return result.verdict.status == Status::conforms || result.verdict.status == Status::deviates;
}

// What tells one failure of a case from another: rules and places, not the values of the day.
std::string signature(const CaseResult& result) {
  std::set<std::string> parts;
  for (const verdict::Finding& finding : result.verdict.findings) {
    if (finding.severity != Severity::deviation) continue;
    parts.insert(fmt::format("{}\n{}\n{}", finding.rule, finding.pointer, run::generalised(finding.actual)));
  }
  if (result.verdict.status == Status::error)
    parts.insert("error\n" + run::generalised(result.verdict.reason));
  if (result.verdict.unexpected_pass) parts.insert("unexpected pass");
  return core::join(std::vector<std::string>(parts.begin(), parts.end()), "\n\n");
}

std::string described(const CaseResult* result) {
  if (!result) return {};
  const reports::Mark mark = reports::mark_of(*result);
  std::string text(reports::to_string(mark));
  if (mark == reports::Mark::passed) return text;
  const std::string why = reports::headline(*result);
  return why.empty() ? text : fmt::format("{}: {}", text, core::shorten(why, 300));
}

// Whether a run would have had this case, as far as its report says which it was asked for.
bool asks_for(const run::RunInfo& run, const plan::Case& test) {
  const run::Asked& asked = run.asked;
  if (asked.depth.empty()) return true;
  plan::Selection selection{.include = asked.ids, .exclude = asked.exclude};
  selection.depth = plan::parse_depth(asked.depth).value_or(plan::Depth::thorough);
  return selection.selects(test.id, test.depth);
}

// All cases of an operation.
bool asks_for_all(const run::RunInfo& run, const std::string& operation) {
  const auto names = [&](const std::string& id) { return plan::matches_id(id, operation); };
  const std::vector<std::string>& ids = run.asked.ids;
  return ids.empty() || std::any_of(ids.begin(), ids.end(), names);
}

// Left out by a bound on the run: its budget, its number of failures, whoever interrupted it.
bool was_not_begun(const CaseResult& result) {
  return result.verdict.status == Status::skipped &&
         result.verdict.reason_kind == exchange::Reason::Kind::interrupted;
}

// The change, or nothing where both say the same. `asked`: whether the second run would have the case.
std::optional<Change> change_of(const CaseResult* before, const CaseResult* after, bool asked) {
  if (before && after && was_not_begun(*after))
    return was_not_begun(*before) ? std::nullopt : std::optional(Change::only_before);
  if (before && !after && !asked) return Change::only_before;
  const bool failed = before && fails(*before), failing = after && fails(*after);
  if (failing && !failed) return before && before->verdict.known ? Change::known : Change::fails;
  if (failing) return signature(*before) == signature(*after) ? std::nullopt : std::optional(Change::changed);
  if (failed && after && after->verdict.known) return Change::known;
  if (failed && after && after->verdict.status == Status::conforms) return Change::mended;
  if (before && judged(*before) && (!after || !judged(*after))) return Change::lost;
  if (failed) return Change::lost;  // an error that became nothing at all
  if (!before) return Change::only_after;
  if (!after) return Change::only_before;
  if (!judged(*before) && judged(*after)) return Change::reached;
  return std::nullopt;
}

std::map<std::string, const CaseResult*> by_id(const SavedRun& run) {
  std::map<std::string, const CaseResult*> all;
  for (const CaseResult& each : run.cases) all[each.test->id] = &each;
  return all;
}

// Of the cases that both runs began.
std::vector<run::Cause> causes_of(const SavedRun& run, const std::set<std::string>& not_in_both) {
  run::CauseCount causes;
  for (const CaseResult& each : run.cases)
    if (!not_in_both.contains(each.test->id)) causes.add(each);
  return causes.take();
}

void compare_causes(const SavedRun& before, const SavedRun& after, Comparison& made) {
  std::set<std::string> not_in_both;
  for (const CaseChange& each : made.cases)
    if (each.change == Change::only_before) not_in_both.insert(each.id);
  std::map<std::string, CauseChange> all;
  const auto add = [&](const run::Cause& cause, std::size_t CauseChange::*side) {
    if (cause.severity != Severity::deviation) return;
    CauseChange& change =
        all[fmt::format("{}\n{}\n{}", cause.rule, cause.promise, run::generalised(cause.actual))];
    change.rule = cause.rule;
    change.promise = cause.promise;
    change.actual = cause.actual;
    change.*side += cause.cases;
  };
  for (const run::Cause& each : causes_of(before, not_in_both)) add(each, &CauseChange::before);
  for (const run::Cause& each : causes_of(after, not_in_both)) add(each, &CauseChange::after);
  for (auto& [key, change] : all)
    if (change.before != change.after) made.causes.push_back(std::move(change));
  std::stable_sort(
      made.causes.begin(), made.causes.end(), [](const CauseChange& one, const CauseChange& other) {
        return static_cast<std::ptrdiff_t>(one.after) - static_cast<std::ptrdiff_t>(one.before) >
               static_cast<std::ptrdiff_t>(other.after) - static_cast<std::ptrdiff_t>(other.before);
      });
}

std::string name_of(const SavedRun& run) {
  return fmt::format("{} ({})", reports::safe(run.info.target), reports::safe(run.file));
}

std::string described(const run::JudgedBy& contract) {
  return fmt::format("{} ({})", contract.version, core::join(contract.documents, ", "));
}

std::vector<std::string> versions_of(const run::RunInfo& before, const run::RunInfo& after) {
  std::vector<std::string> told;
  if (before.hallmark_version != after.hallmark_version)
    told.push_back(fmt::format("Hallmark {} -> {}", before.hallmark_version, after.hallmark_version));
  for (const run::JudgedBy& one : before.contracts)
    for (const run::JudgedBy& other : after.contracts)
      if (one.service == other.service && !(one == other))
        told.push_back(
            fmt::format("the contract of {} {} -> {}", one.service, described(one), described(other)));
  if (before.asked.depth != after.asked.depth && !before.asked.depth.empty() && !after.asked.depth.empty())
    told.push_back(fmt::format("depth {} -> {}", before.asked.depth, after.asked.depth));
  return told;
}

std::string_view heading_of(Change change) {
  switch (change) {
    case Change::fails:
      return "New: fails and did not";
    case Change::changed:
      return "Fails in another way";
    case Change::lost:
      return "Lost: was judged and is no longer";
    case Change::mended:
      return "Mended: failed and conforms";
    case Change::reached:
      return "Reached: was not judged and is";
    case Change::known:
      return "Known in one of the two";
    case Change::only_before:
      return "Only in the first run";
    case Change::only_after:
      return "Only in the second run";
  }
  return {};
}

// What a reader has to see whole; the rest is counted unless he asks.
bool is_shown(Change change) { return change != Change::only_before && change != Change::only_after; }

std::string line_of(const CaseChange& each) {
  if (each.before.empty()) return each.after;
  if (each.after.empty()) return each.before + " -> not in the second run";
  return each.before + " -> " + each.after;
}

std::string conclusion(const Comparison& comparison) {
  if (comparison.worse()) {
    return fmt::format(
        "{}, {}, {}; {}.", reports::counted(comparison.count(Change::fails), "case is new", "cases are new"),
        reports::counted(comparison.count(Change::changed), "case fails otherwise", "cases fail otherwise"),
        reports::counted(comparison.count(Change::lost), "case is lost", "cases are lost"),
        reports::counted(comparison.count(Change::mended), "is mended", "are mended"));
  }
  return fmt::format(
      "Nothing is new and nothing is lost; {}.",
      reports::counted(comparison.count(Change::mended), "case is mended", "cases are mended"));
}

}  // namespace

std::string_view to_string(Change change) {
  switch (change) {
    case Change::fails:
      return "new";
    case Change::changed:
      return "changed";
    case Change::lost:
      return "lost";
    case Change::mended:
      return "mended";
    case Change::reached:
      return "reached";
    case Change::known:
      return "known";
    case Change::only_before:
      return "only before";
    case Change::only_after:
      return "only after";
  }
  return {};
}

std::size_t Comparison::count(Change change) const {
  return static_cast<std::size_t>(std::count_if(
      cases.begin(), cases.end(), [&](const CaseChange& each) { return each.change == change; }));
}

bool Comparison::worse() const {
  return !lost.empty() || count(Change::fails) + count(Change::changed) + count(Change::lost) > 0;
}

Comparison compare(const SavedRun& before, const SavedRun& after) {
  Comparison made;
  made.before = name_of(before);
  made.after = name_of(after);
  made.versions = versions_of(before.info, after.info);
  const auto first = by_id(before), second = by_id(after);
  std::set<std::string> ids;
  for (const auto& [id, result] : first) ids.insert(id);
  for (const auto& [id, result] : second) ids.insert(id);
  for (const std::string& id : ids) {
    const auto a = first.find(id), b = second.find(id);
    const CaseResult* one = a == first.end() ? nullptr : a->second;
    const CaseResult* other = b == second.end() ? nullptr : b->second;
    const auto change = change_of(one, other, !one || asks_for(after.info, *one->test));
    if (!change) {
      ++made.same;
      continue;
    }
    made.cases.push_back({.change = *change,
                          .id = id,
                          .title = (other ? other : one)->test->title,
                          .before = described(one),
                          .after = described(other)});
  }
  std::stable_sort(made.cases.begin(), made.cases.end(), [](const CaseChange& one, const CaseChange& other) {
    return std::find(std::begin(all_changes), std::end(all_changes), one.change) <
           std::find(std::begin(all_changes), std::end(all_changes), other.change);
  });
  compare_causes(before, after, made);
  std::set<std::string> left_out;  // operations of which not all was begun
  for (const CaseResult& each : after.cases)
    if (was_not_begun(each)) left_out.insert(each.test->service + "." + each.test->operation);
  std::map<std::string, run::Reached> reached;
  for (const run::OperationCoverage& each : after.summary.coverage)
    reached[each.service + "." + each.operation] = each.reached;
  for (const run::OperationCoverage& each : before.summary.coverage) {
    if (each.reached != run::Reached::exercised) continue;
    const std::string operation = each.service + "." + each.operation;
    const auto now = reached.find(operation);
    if (now != reached.end() && now->second == run::Reached::exercised) continue;
    if (!asks_for_all(after.info, operation) || left_out.contains(operation)) continue;
    made.lost.push_back(
        {.operation = operation,
         .before = std::string(to_string(each.reached)),
         .after = now == reached.end() ? "not in the run" : std::string(to_string(now->second))});
  }
  return made;
}

std::string text_of(const Comparison& comparison, bool verbose) {
  std::string out = fmt::format("before  {}\nafter   {}\n", comparison.before, comparison.after);
  for (const std::string& each : comparison.versions) out += "differs " + reports::safe(each) + "\n";
  if (!comparison.causes.empty()) {
    out += "\nCauses\n";
    for (const CauseChange& each : comparison.causes)
      out += fmt::format("  {:>4} -> {:<4} {}: {}: {}\n", each.before, each.after, each.rule,
                         reports::safe(each.promise), core::shorten(reports::safe(each.actual), 100));
  }
  for (const Change change : all_changes) {
    const std::size_t count = comparison.count(change);
    if (count == 0) continue;
    out += fmt::format("\n{} ({})\n", heading_of(change), count);
    if (!is_shown(change) && !verbose) continue;
    for (const CaseChange& each : comparison.cases)
      if (each.change == change)
        out += fmt::format("  {}\n      {}\n", reports::safe(each.id), line_of(each));
  }
  if (!comparison.lost.empty()) {
    out += fmt::format("\nOperations that were exercised and are not ({})\n", comparison.lost.size());
    for (const OperationChange& each : comparison.lost)
      out += fmt::format("  {}: {}\n", reports::safe(each.operation), each.after);
  }
  return out + fmt::format("\n{} the same\n{}\n", reports::counted(comparison.same, "case says", "cases say"),
                           conclusion(comparison));
}

std::string markdown_of(const Comparison& comparison) {
  constexpr std::size_t most = 100;
  using reports::code_span;
  std::string out = fmt::format("# Hallmark: {} against {}\n\n**{}**\n\n", code_span(comparison.after),
                                code_span(comparison.before), conclusion(comparison));
  for (const std::string& each : comparison.versions)
    out += "- differs: " + code_span(reports::safe(each)) + "\n";
  if (!comparison.versions.empty()) out += "\n";
  if (!comparison.causes.empty()) {
    out += "## Causes\n\n| before | after | promise | answer |\n|--:|--:|:--|:--|\n";
    std::size_t at = 0;
    for (const CauseChange& each : comparison.causes) {
      if (at++ == most) break;
      out += fmt::format("| {} | {} | {} | {} |\n", each.before, each.after,
                         code_span(reports::safe(each.rule + ": " + each.promise), true),
                         code_span(core::shorten(reports::safe(each.actual), 200), true));
    }
    if (comparison.causes.size() > most)
      out += fmt::format("\n… and {} more\n", comparison.causes.size() - most);
  }
  for (const Change change : all_changes) {
    const std::size_t count = comparison.count(change);
    if (count == 0) continue;
    out += fmt::format("\n## {} ({})\n\n", heading_of(change), count);
    if (!is_shown(change)) continue;
    std::size_t at = 0;
    for (const CaseChange& each : comparison.cases) {
      if (each.change != change) continue;
      if (at++ == most) break;
      out += fmt::format("- {}: {}\n", code_span(reports::safe(each.id)), code_span(line_of(each)));
    }
    if (count > most) out += fmt::format("- … and {} more\n", count - most);
  }
  if (!comparison.lost.empty()) {
    out += fmt::format("\n## Operations that were exercised and are not ({})\n\n", comparison.lost.size());
    for (const OperationChange& each : comparison.lost)
      out += fmt::format("- {}: {}\n", code_span(reports::safe(each.operation)), each.after);
  }
  return reports::capped(std::move(out), reports::max_markdown);
}

OrderedJson json_of(const Comparison& comparison) {
  OrderedJson made = OrderedJson::object();
  made["format"] = "hallmark-comparison";
  made["version"] = 1;
  made["before"] = comparison.before;
  made["after"] = comparison.after;
  if (!comparison.versions.empty()) made["versions"] = comparison.versions;
  made["worse"] = comparison.worse();
  made["same"] = comparison.same;
  made["counts"] = OrderedJson::object();
  for (const Change change : all_changes)
    made["counts"][std::string(to_string(change))] = comparison.count(change);
  made["causes"] = OrderedJson::array();
  for (const CauseChange& each : comparison.causes)
    made["causes"].push_back({{"rule", each.rule},
                              {"promise", each.promise},
                              {"actual", each.actual},
                              {"before", each.before},
                              {"after", each.after}});
  made["cases"] = OrderedJson::array();
  for (const CaseChange& each : comparison.cases)
    made["cases"].push_back({{"id", each.id},
                             {"change", std::string(to_string(each.change))},
                             {"before", each.before},
                             {"after", each.after}});
  made["operations_lost"] = OrderedJson::array();
  for (const OperationChange& each : comparison.lost)
    made["operations_lost"].push_back(
        {{"operation", each.operation}, {"before", each.before}, {"after", each.after}});
  return made;
}

}  // namespace hallmark::results
