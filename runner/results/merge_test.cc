#include "results/merge.h"

#include <gmock/gmock.h>

#include "results/results_testing.h"

namespace hallmark::results {
namespace {

using ::testing::HasSubstr;
using testing::Row;

std::unique_ptr<SavedRun> shard(unsigned i, unsigned n, const std::vector<Row>& rows) {
  auto made = testing::run_of("t", rows);
  made->file = "shard-" + std::to_string(i) + ".json";
  made->info.shard = i;
  made->info.shards = n;
  return made;
}

template <typename... Runs>
std::vector<std::unique_ptr<SavedRun>> list(Runs... runs) {
  std::vector<std::unique_ptr<SavedRun>> all;
  (all.push_back(std::move(runs)), ...);
  return all;
}

TEST(Merge, MakesTheRunThatOneMachineWouldHaveMade) {
  const std::vector<Row> rows = {{"s.A/success/one", "conforms"},
                                 {"s.A/success/two", "deviates"},
                                 {"s.B/success/one", "conforms"},
                                 {"s.B/validation/x", "skipped"}};
  const auto whole = testing::run_of("t", rows);
  const auto merged = merge(list(shard(2, 2, {rows[1], rows[2]}), shard(1, 2, {rows[0], rows[3]})));
  EXPECT_EQ(Json::parse(testing::json_text(*merged)), Json::parse(testing::json_text(*whole)));
  EXPECT_EQ(merged->summary.exit_code, 1);
}

TEST(Merge, CountsAMemberAsUnseenThatNoShardSaw) {
  const auto with = [](unsigned i, std::set<std::string> unseen, std::set<std::uint64_t> tested) {
    auto made = shard(i, 2, {{"s.A/success/" + std::to_string(i), "conforms"}});
    made->summary.coverage[0].unseen = std::move(unseen);
    made->summary.coverage[0].promises_tested = std::move(tested);
    return made;
  };
  // The first saw no Order at all; the second one without a Name.
  const auto merged =
      merge(list(with(1, {"Order", "Price"}, {1, 2}), with(2, {"Order.Name", "Price"}, {2, 3})));
  const run::OperationCoverage& coverage = merged->summary.coverage.at(0);
  EXPECT_EQ(coverage.unseen, (std::set<std::string>{"Order.Name", "Price"}));
  EXPECT_EQ(coverage.promises_tested, (std::set<std::uint64_t>{1, 2, 3}));
  EXPECT_EQ(coverage.promises_made, 1U) << "the same in both";
}

TEST(Merge, TellsAnAnswerThatSeveralShardsMetOnce) {
  const Row answer = {"s.A/answers/contract.status+500", "deviates"};
  const auto merged =
      merge(list(shard(1, 2, {answer, {"s.A/success/one", "conforms"}}), shard(2, 2, {answer})));
  EXPECT_EQ(merged->cases.size(), 2u);
  EXPECT_EQ(merged->summary.counts.deviates, 1u);
}

TEST(Merge, IsHeldToABaselineWhateverItsShardsWere) {
  const auto merged = merge(list(shard(1, 2, {{"s.A/success/one", "deviates"}, {"s.C/success/one", "known"}}),
                                 shard(2, 2, {{"s.B/success/one", "conforms"}})));
  const std::chrono::sys_days today = std::chrono::year(2026) / 11 / 29;
  plan::Baseline baseline;
  baseline.deviations = {{.case_glob = "s.A/*", .rule = "contract.status", .reason = "ticket"},
                         {.case_glob = "s.B/*", .rule = "*", .reason = "mended"}};
  baseline.exercised = {"s.A", "s.B"};
  for (run::OperationCoverage& each : merged->summary.coverage)
    if (each.operation == "A") each.reached = run::Reached::refused;
  hold_against(*merged, baseline, today);
  const run::RunSummary& summary = merged->summary;
  EXPECT_EQ(summary.counts.known, 1U) << "s.A";
  EXPECT_EQ(summary.counts.deviates, 1U) << "s.C: this baseline does not name it";
  EXPECT_EQ(summary.counts.total, 3U);
  ASSERT_EQ(summary.known_problems.size(), 1U);
  EXPECT_THAT(summary.known_problems[0], HasSubstr("s.B/*"));
  EXPECT_EQ(summary.gate_problems.size(), 1U) << "s.A is exercised no longer";
  EXPECT_EQ(summary.exit_code, 1);
  ASSERT_EQ(summary.causes.size(), 2U);
}

TEST(Merge, RefusesWhatDoesNotBelongTogether) {
  const std::vector<Row> one = {{"s.A/success/one", "conforms"}}, two = {{"s.A/success/two", "conforms"}};
  const auto changed = [&](auto change) {
    auto other = shard(2, 2, two);
    change(other->info);
    return list(shard(1, 2, one), std::move(other));
  };
  struct {
    std::vector<std::unique_ptr<SavedRun>> runs;
    std::string says;
  } rows[] = {
      {list(), "nothing to merge"},
      {list(testing::run_of("t", one)), "no shard but a whole run"},
      {list(shard(1, 3, one), shard(3, 3, two)), "missing: shard 2/3"},
      {list(shard(1, 2, one), shard(1, 2, two)), "is there twice"},
      {list(shard(1, 2, one), shard(2, 2, one)), "both hold"},
      {list(shard(1, 2, one), shard(2, 3, two)), "numbers of shards"},
      {changed([](run::RunInfo& info) { info.hallmark_version = "2"; }), "versions of Hallmark"},
      {changed([](run::RunInfo& info) { info.target = "other"; }), "targets"},
      {changed([](run::RunInfo& info) { info.region = "eu-west-1"; }), "regions"},
      {changed([](run::RunInfo& info) { info.strict = true; }), "strictness"},
      {changed([](run::RunInfo& info) { info.contracts[0].version = "2021"; }), "contracts"},
      {changed([](run::RunInfo& info) { info.contracts.clear(); }), "contracts"},
      {changed([](run::RunInfo& info) { info.asked = {.ids = {"s"}, .depth = "quick"}; }), "s --depth quick"},
  };
  for (auto& row : rows) {
    try {
      static_cast<void>(merge(std::move(row.runs)));
      ADD_FAILURE() << row.says;
    } catch (const MergeError& problem) {
      EXPECT_THAT(problem.what(), HasSubstr(row.says));
      EXPECT_FALSE(problem.advice.empty());
    }
  }
}

}  // namespace
}  // namespace hallmark::results
