#include "results/compare.h"

#include <gmock/gmock.h>

#include "results/results_testing.h"

namespace hallmark::results {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::run_of;

TEST(Compare, TellsEachKindOfChange) {
  const struct {
    std::string before, after, change;  // "" where the case is not in the run; change "": the same
  } rows[] = {
      {"conforms", "deviates", "new"},    {"", "deviates", "new"},
      {"skipped", "deviates", "new"},     {"conforms", "error", "new"},
      {"deviates", "conforms", "mended"}, {"error", "conforms", "mended"},
      {"conforms", "skipped", "lost"},    {"deviates", "skipped", "lost"},
      {"conforms", "", "lost"},           {"known", "inconclusive", "lost"},
      {"error", "skipped", "lost"},       {"skipped", "conforms", "reached"},
      {"deviates", "known", "known"},     {"known", "deviates", "known"},
      {"skipped", "", "only before"},     {"", "conforms", "only after"},
      {"conforms", "conforms", ""},       {"deviates", "deviates", ""},
      {"skipped", "inconclusive", ""},    {"error", "error", ""},
  };
  for (const auto& row : rows) {
    const std::string id = "s.Op/success/a";
    const auto before = row.before.empty() ? run_of("x", {}) : run_of("x", {{id, row.before}});
    const auto after = row.after.empty() ? run_of("y", {}) : run_of("y", {{id, row.after}});
    const Comparison made = compare(*before, *after);
    if (row.change.empty()) {
      EXPECT_TRUE(made.cases.empty()) << row.before << " -> " << row.after;
      EXPECT_EQ(made.same, 1u);
      continue;
    }
    ASSERT_EQ(made.cases.size(), 1u) << row.before << " -> " << row.after;
    EXPECT_EQ(to_string(made.cases[0].change), row.change) << row.before << " -> " << row.after;
    const bool bad = row.change == "new" || row.change == "lost";
    EXPECT_EQ(made.worse(), bad) << row.before << " -> " << row.after;
  }
}

// What the second run was not asked for is not lost: after `run --failed`, after a run of one operation.
TEST(Compare, LooksOnlyAtWhatTheSecondRunWasAskedFor) {
  const auto before = run_of("x", {{"s.A/success/a", "conforms"},
                                   {"s.A/success/b", "deviates"},
                                   {"s.B/success/a", "conforms"},
                                   {"s.B/success/b", "deviates"}});
  const auto after_of = [](run::Asked asked, const std::vector<testing::Row>& rows) {
    auto made = run_of("x", rows);
    made->info.asked = std::move(asked);
    return made;
  };
  const auto failed = after_of({.ids = {"s.A/success/b", "s.B/success/b"}, .depth = "normal"},
                               {{"s.A/success/b", "conforms"}, {"s.B/success/b", "deviates"}});
  Comparison made = compare(*before, *failed);
  EXPECT_FALSE(made.worse()) << text_of(made);
  EXPECT_EQ(made.count(Change::mended), 1U);
  EXPECT_EQ(made.count(Change::only_before), 2U);
  const auto one = after_of({.ids = {"s.A"}, .depth = "normal"}, {{"s.A/success/b", "conforms"}});
  made = compare(*before, *one);
  EXPECT_EQ(made.count(Change::lost), 1U) << "s.A/success/a was asked for: " << text_of(made);
  EXPECT_EQ(made.count(Change::only_before), 2U);
  EXPECT_TRUE(made.causes.size() == 1 && made.causes[0].before == 1) << "of s.A alone: " << text_of(made);
  const auto none_of_b = after_of({.exclude = {"s.B"}, .depth = "normal"},
                                  {{"s.A/success/a", "conforms"}, {"s.A/success/b", "conforms"}});
  EXPECT_EQ(compare(*before, *none_of_b).count(Change::lost), 0U);
}

TEST(Compare, WhatABudgetLeftOutIsNotLost) {
  const auto before = run_of("x", {{"s.A/success/a", "conforms"}, {"s.B/success/a", "deviates"}});
  const auto after = run_of("x", {{"s.A/success/a", "skipped"}, {"s.B/success/a", "skipped"}});
  EXPECT_EQ(compare(*before, *after).count(Change::lost), 2U);
  for (run::CaseResult& each : after->cases) each.verdict.reason_kind = exchange::Reason::Kind::interrupted;
  const Comparison made = compare(*before, *after);
  EXPECT_FALSE(made.worse()) << text_of(made);
  EXPECT_EQ(made.count(Change::only_before), 2U);
}

TEST(Compare, TellsWhatTheRunsWereJudgedBy) {
  const auto before = run_of("x", {{"s.A/success/a", "conforms"}}),
             after = run_of("x", {{"s.A/success/a", "conforms"}});
  EXPECT_THAT(text_of(compare(*before, *after)), Not(HasSubstr("differs")));
  after->info.hallmark_version = "2";
  after->info.contracts[0].version = "2021";
  for (const std::string& text : {text_of(compare(*before, *after)), markdown_of(compare(*before, *after))}) {
    EXPECT_THAT(text, HasSubstr("Hallmark 1 -> 2"));
    EXPECT_THAT(text, HasSubstr("the contract of s 2020 (s.json) -> 2021 (s.json)"));
  }
}

TEST(Compare, AnotherFailureOfACaseIsAChangeAndAnotherValueIsNone) {
  const auto first = run_of("x", {{"s.Op/success/a", "deviates", "404 NoSuchKey: a-1234"}});
  const auto same = run_of("x", {{"s.Op/success/a", "deviates", "404 NoSuchKey: b-9876"}});
  const auto other = run_of("x", {{"s.Op/success/a", "deviates", "403 AccessDenied"}});
  EXPECT_FALSE(compare(*first, *same).worse());
  const Comparison changed = compare(*first, *other);
  EXPECT_TRUE(changed.worse());
  EXPECT_EQ(changed.count(Change::changed), 1u);
}

TEST(Compare, TextsNameCasesAndCauses) {
  const auto before = run_of("moto", {{"s.Op/success/a", "conforms"}, {"s.Op/success/b", "deviates"}});
  const auto after = run_of("moto", {{"s.Op/success/a", "deviates"}, {"s.Op/success/b", "conforms"}});
  const Comparison made = compare(*before, *after);
  for (const std::string& text : {text_of(made), markdown_of(made)}) {
    EXPECT_THAT(text, HasSubstr("s.Op/success/a"));
    EXPECT_THAT(text, HasSubstr("s.Op/success/b"));
    EXPECT_THAT(text, HasSubstr("1 case is new"));
    EXPECT_THAT(text, Not(HasSubstr("Causes")));  // one case each: the same number
  }
  EXPECT_EQ(json_of(made)["counts"]["new"], 1);
  const auto worse = run_of("moto", {{"s.Op/success/a", "deviates"}, {"s.Op/success/b", "deviates"}});
  EXPECT_THAT(text_of(compare(*before, *worse)), HasSubstr("1 -> 2"));
}

TEST(Compare, AnOperationThatIsNoLongerExercisedIsLost) {
  const auto before = run_of("x", {{"s.Op/success/a", "conforms"}});
  const auto after = run_of("x", {{"s.Op/success/a", "inconclusive"}});
  const Comparison made = compare(*before, *after);
  ASSERT_EQ(made.lost.size(), 1u);
  EXPECT_EQ(made.lost[0].operation, "s.Op");
  EXPECT_EQ(made.lost[0].after, "untried");
}

}  // namespace
}  // namespace hallmark::results
