#include "results/baseline.h"

#include <gmock/gmock.h>

#include "results/results_testing.h"
#include "run/coverage.h"

namespace hallmark::results {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::run_of;

plan::Baseline told(const SavedRun& run, plan::Baseline before, BaselineOptions options,
                    std::vector<std::string>* said = nullptr) {
  BaselineWriter writer(std::move(before), std::move(options));
  tell(run, {&writer});
  if (said) *said = writer.said();
  return writer.baseline();
}

TEST(Baseline, NamesWhatDeviatesAndWhatIsExercised) {
  const auto run = run_of("t", {{"s.A/success/one", "deviates"},
                                {"s.B/success/one", "conforms"},
                                {"s.C/success/one", "error"},
                                {"s.D/success/one", "skipped"}});
  std::vector<std::string> said;
  const plan::Baseline made = told(*run, {}, {.reason = "since May"}, &said);
  ASSERT_EQ(made.deviations.size(), 1u);
  EXPECT_TRUE(made.deviations[0].covers("s.A/success/one", "contract.status", ""));
  EXPECT_EQ(made.deviations[0].reason, "since May");
  EXPECT_THAT(made.exercised, ElementsAre("s.B"));
  EXPECT_THAT(said,
              ElementsAre(HasSubstr("1 entry added, 0 dropped, 0 kept"), HasSubstr("1 case ended in error")));
  const auto file = testing::written("baseline.json", plan::baseline_text(made));
  EXPECT_EQ(plan::baseline_text(plan::load_baseline(file)), plan::baseline_text(made));
}

TEST(Baseline, UpdatingDropsWhatIsMendedKeepsReasonsAndAddsNothing) {
  plan::Baseline before;
  before.deviations = {{.case_glob = "s.A/success/one", .rule = "contract.status", .reason = "old, and true"},
                       {.case_glob = "s.B/success/one", .rule = "contract.status", .reason = "mended"},
                       {.case_glob = "s.Z/success/one", .rule = "contract.status", .reason = "did not run"}};
  before.exercised = {"s.Y"};
  const auto run = run_of(
      "t",
      {{"s.A/success/one", "deviates"}, {"s.B/success/one", "conforms"}, {"s.C/success/one", "deviates"}});
  std::vector<std::string> said;
  const plan::Baseline made = told(*run, before, {.add = false}, &said);
  ASSERT_EQ(made.deviations.size(), 2u);
  EXPECT_EQ(made.deviations[0].reason, "old, and true");
  EXPECT_EQ(made.deviations[1].reason, "did not run");
  EXPECT_THAT(made.exercised, ElementsAre("s.B", "s.Y"));
  EXPECT_THAT(said, ::testing::Contains(HasSubstr("1 deviation is not named by it and not added")));
}

TEST(Baseline, WritingRenewsWhatHasExpiredAndHolds) {
  const std::chrono::sys_days today = std::chrono::year(2026) / 11 / 29,
                              past = std::chrono::year(2026) / 1 / 1, later = std::chrono::year(2027) / 6 / 1;
  plan::Baseline before;
  before.deviations = {
      {.case_glob = "s.A/*", .rule = "contract.status", .reason = "ticket 1", .expires = past},
      {.case_glob = "s.Z/*", .rule = "contract.status", .reason = "did not run", .expires = past}};
  const auto run = run_of("t", {{"s.A/success/one", "deviates"}});
  std::vector<std::string> said;
  plan::Baseline made = told(*run, before, {.expires = later, .today = today}, &said);
  ASSERT_EQ(made.deviations.size(), 2u);
  EXPECT_EQ(made.deviations[0].expires, later);
  EXPECT_EQ(made.deviations[0].reason, "ticket 1");
  EXPECT_EQ(made.deviations[1].expires, past);
  EXPECT_THAT(said, ::testing::Contains("1 entry that had expired is renewed until 2027-06-01"));
  made = told(*run, before, {.add = false, .expires = later, .today = today});
  EXPECT_EQ(made.deviations[0].expires, past) << "an update renews nothing";
}

TEST(Baseline, LostReachIsTold) {
  const auto run = run_of("t", {{"s.A/success/one", "skipped"}, {"s.B/success/one", "conforms"}});
  const std::vector<std::string> exercised = {"s.A", "s.B", "s.Other"};
  EXPECT_TRUE(run::lost_reach(exercised, run->summary.coverage, false).empty())
      << "part of a plan says nothing";
  EXPECT_THAT(run::lost_reach(exercised, run->summary.coverage, true),
              ElementsAre(HasSubstr("s.A was exercised")));
}

}  // namespace
}  // namespace hallmark::results
