#include "results/merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "run/asides.h"
#include "run/causes.h"
#include "run/coverage.h"
#include "run/runner.h"
#include "run/tally.h"
#include "run/told.h"
#include "verdict/known.h"

namespace hallmark::results {
namespace {

using run::CaseResult;
using run::OperationCoverage;

std::string shard_text(const run::RunInfo& info) { return fmt::format("{}/{}", info.shard, info.shards); }

[[noreturn]] void differ(const SavedRun& one, const SavedRun& other, std::string_view what,
                         std::string_view first, std::string_view second) {
  throw MergeError(
      fmt::format("{} and {} are of different {}: {} and {}", one.file, other.file, what, first, second),
      "Merge the shards of one run: the same program, target, contracts and selection.");
}

std::string described(const run::JudgedBy& contract) {
  std::string documents;
  for (const std::string& each : contract.documents) documents += (documents.empty() ? "" : ", ") + each;
  return fmt::format("{} {} ({})", contract.service, contract.version, documents);
}

std::string described(const run::Asked& asked) {
  if (asked.depth.empty()) return "nobody knows which";
  std::string words;
  const auto add = [&](std::string_view before, const std::vector<std::string>& names) {
    constexpr std::size_t most = 8;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
      words += fmt::format("{}{} ", before, names[i]);
    if (names.size() > most) words += fmt::format("and {} more ", names.size() - most);
  };
  add("", asked.ids);
  add("--exclude ", asked.exclude);
  add("", asked.options);
  return words + "--depth " + asked.depth;
}

void check_same_run(const SavedRun& one, const SavedRun& other) {
  const run::RunInfo &a = one.info, &b = other.info;
  if (a.hallmark_version != b.hallmark_version)
    differ(one, other, "versions of Hallmark", a.hallmark_version, b.hallmark_version);
  if (a.target != b.target) differ(one, other, "targets", a.target, b.target);
  if (a.region != b.region) differ(one, other, "regions", a.region, b.region);
  if (a.strict != b.strict)
    differ(one, other, "strictness", a.strict ? "strict" : "not strict", b.strict ? "strict" : "not strict");
  if (!(a.asked == b.asked)) differ(one, other, "selections", described(a.asked), described(b.asked));
  if (a.shards != b.shards) differ(one, other, "numbers of shards", shard_text(a), shard_text(b));
  if (a.contracts.size() != b.contracts.size())
    differ(one, other, "contracts", fmt::format("{} services", a.contracts.size()),
           fmt::format("{}", b.contracts.size()));
  for (std::size_t i = 0; i < a.contracts.size(); ++i)
    if (!(a.contracts[i] == b.contracts[i]))
      differ(one, other, "contracts", described(a.contracts[i]), described(b.contracts[i]));
}

void check_complete(const std::vector<std::unique_ptr<SavedRun>>& shards) {
  const unsigned wanted = shards.front()->info.shards;
  if (wanted <= 1)
    throw MergeError(
        shards.front()->file + " is no shard but a whole run",
        "Merge reports of runs with --shard i/n; `hallmark table` puts whole runs beside each other.");
  std::map<unsigned, const SavedRun*> met;
  for (const auto& each : shards) {
    check_same_run(*shards.front(), *each);
    const auto [place, added] = met.emplace(each->info.shard, each.get());
    if (!added)
      throw MergeError(fmt::format("shard {} is there twice: {} and {}", shard_text(each->info),
                                   place->second->file, each->file),
                       "Give each shard's report once.");
  }
  std::string missing;
  for (unsigned i = 1; i <= wanted; ++i)
    if (!met.contains(i)) missing += fmt::format("{}{}/{}", missing.empty() ? "" : ", ", i, wanted);
  if (!missing.empty())
    throw MergeError("missing: shard " + missing, "Give the reports of all shards; a part is no whole run.");
}

// Either list names what was met nowhere, and nothing below it.
std::set<std::string> unmet_by_both(const std::set<std::string>& one, const std::set<std::string>& other) {
  const auto held = [](const std::set<std::string>& list, const std::string& path) {
    return std::any_of(list.begin(), list.end(),
                       [&](const std::string& each) { return each == path || run::is_below(path, each); });
  };
  std::set<std::string> both;
  for (const std::string& each : one)
    if (held(other, each)) both.insert(each);
  for (const std::string& each : other)
    if (held(one, each)) both.insert(each);
  return both;
}

void join(OperationCoverage& whole, OperationCoverage part) {
  whole.reached = run::further(whole.reached, part.reached);
  if (whole.contract != part.contract) whole.contract.clear();
  for (OperationCoverage::Exception& each : part.exceptions) {
    const auto same = std::find_if(
        whole.exceptions.begin(), whole.exceptions.end(),
        [&](const OperationCoverage::Exception& exception) { return exception.name == each.name; });
    if (same == whole.exceptions.end()) {
      whole.exceptions.push_back(std::move(each));
      continue;
    }
    same->by.merge(each.by);
    same->put_to_test = same->put_to_test || each.put_to_test;
    same->attempted = same->attempted || each.attempted;
    if (!same->by.empty()) {
      same->why_not.clear();
    } else if (same->why_not == run::no_case || same->why_not.empty()) {
      same->why_not = each.why_not;
    }
  }
  whole.promises_made = std::max(whole.promises_made, part.promises_made);
  whole.promises_unobservable = std::max(whole.promises_unobservable, part.promises_unobservable);
  whole.promises_tested.merge(part.promises_tested);
  whole.written.made.merge(part.written.made);
  whole.written.tested.merge(part.written.tested);
  whole.written.unobservable.merge(part.written.unobservable);
  for (const run::MembersRow& row : run::members_rows()) {
    std::set<std::string>&members = whole.*row.members, &more = part.*row.members;
    if (row.joined == run::MembersRow::Joined::by_all) {
      members = unmet_by_both(members, more);
    } else {
      members.merge(more);
    }
  }
  whole.inconclusive += part.inconclusive;
}

void append_new(std::vector<std::string>& all, const std::vector<std::string>& more) {
  for (const std::string& each : more)
    if (std::find(all.begin(), all.end(), each) == all.end()) all.push_back(each);
}

// Everything of the shards' summaries that does not follow from the cases.
void join(run::RunSummary& whole, run::RunSummary part) {
  for (OperationCoverage& each : part.coverage) {
    const auto same =
        std::find_if(whole.coverage.begin(), whole.coverage.end(), [&](const OperationCoverage& one) {
          return one.service == each.service && one.operation == each.operation;
        });
    if (same == whole.coverage.end()) {
      whole.coverage.push_back(std::move(each));
    } else {
      join(*same, std::move(each));
    }
  }
  for (contract::Contradiction& each : part.contradictions) {
    const bool there = std::any_of(whole.contradictions.begin(), whole.contradictions.end(),
                                   [&](const contract::Contradiction& one) {
                                     return one.promise == each.promise && one.what == each.what;
                                   });
    if (!there) whole.contradictions.push_back(std::move(each));
  }
  for (const run::SentencesRow& row : run::sentences_rows())
    if (row.kind != run::SentencesRow::Kind::step) append_new(whole.*row.sentences, part.*row.sentences);
  whole.interrupted = whole.interrupted || part.interrupted;
  whole.duration = std::max(whole.duration, part.duration);
  whole.requests += part.requests;
}

// What follows from the cases.
void count_again(SavedRun& run) {
  run::RunSummary& summary = run.summary;
  summary.counts = {};
  for (const run::TallyRow& row : run::tally_rows()) (summary.*row.tally).clear();
  run::CauseCount causes;
  run::RefusalCount refusals;
  for (const CaseResult& each : run.cases) {
    run::count(summary, each);
    causes.add(each);
    refusals.add(each);
  }
  summary.causes = causes.take();
  summary.refusals = refusals.take();
  summary.next = run::next_steps(summary.refusals);
  summary.headline = run::headline_of(summary.coverage);
  summary.exit_code = run::exit_code(summary);
}

}  // namespace

std::unique_ptr<SavedRun> merge(std::vector<std::unique_ptr<SavedRun>> shards) {
  if (shards.empty()) throw MergeError("there is nothing to merge", "Give the reports of all shards.");
  check_complete(shards);
  std::sort(shards.begin(), shards.end(),
            [](const auto& one, const auto& other) { return one->info.shard < other->info.shard; });
  auto made = std::make_unique<SavedRun>();
  made->info = shards.front()->info;
  made->info.shard = made->info.shards = 1;
  std::map<std::string, std::string> told;  // case id -> file
  for (const auto& shard : shards) {
    made->info.started = std::min(made->info.started, shard->info.started);
    for (CaseResult& each : shard->cases) {
      const auto [place, added] = told.emplace(each.test->id, shard->file);
      if (!added && each.test->group.kind == plan::Group::Kind::answers) continue;
      if (!added)
        throw MergeError(fmt::format("{} and {} both hold {}", place->second, shard->file, each.test->id),
                         "These are no shards of one run.");
      made->tests.push_back(*each.test);
      each.test = &made->tests.back();
      made->cases.push_back(std::move(each));
    }
    join(made->summary, std::move(shard->summary));
  }
  std::sort(made->cases.begin(), made->cases.end(),
            [](const CaseResult& one, const CaseResult& other) { return one.test->id < other.test->id; });
  made->info.planned = made->cases.size();
  count_again(*made);
  return made;
}

void hold_against(SavedRun& run, const plan::Baseline& baseline, std::chrono::sys_days today) {
  verdict::KnownDeviations known(baseline.deviations, today, {.strict = run.info.strict});
  for (CaseResult& each : run.cases) {
    each.verdict.known = each.verdict.unexpected_pass = false;
    each.verdict.known_reason.clear();
    known.apply(*each.test, each.verdict);
  }
  run.summary.known_problems = known.problems();
  for (std::string& each : run::lost_reach(baseline.exercised, run.summary.coverage, false))
    run.summary.gate_problems.push_back(std::move(each));
  count_again(run);
}

}  // namespace hallmark::results
