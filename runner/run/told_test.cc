#include "run/told.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "run/tally.h"

namespace hallmark::run {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(Told, EachKeyStandsOnce) {
  std::set<std::string_view> keys;
  for (const auto& row : sentences_rows()) EXPECT_TRUE(keys.insert(row.key).second) << row.key;
  for (const auto& row : tally_rows()) EXPECT_TRUE(keys.insert(row.key).second) << row.key;
  std::set<std::string_view> counts;
  for (const auto& row : count_rows()) EXPECT_TRUE(counts.insert(row.key).second) << row.key;
  std::set<std::string_view> headline;
  for (const auto& row : headline_rows()) EXPECT_TRUE(headline.insert(row.key).second) << row.key;
  std::set<std::string_view> of_a_case;
  for (const auto& row : verdict_rows()) EXPECT_TRUE(of_a_case.insert(row.key).second) << row.key;
  for (const auto& row : flag_rows()) EXPECT_TRUE(of_a_case.insert(row.key).second) << row.key;
}

// A number that no row has would be told by nobody, and lost in files.
TEST(Told, EveryNumberHasItsRow) {
  EXPECT_THAT(count_rows(), SizeIs(sizeof(Counts) / sizeof(std::size_t)));
  EXPECT_THAT(headline_rows(), SizeIs(sizeof(Headline) / sizeof(std::size_t)));
  EXPECT_EQ(count_rows().front().telling, Telling::total);
  EXPECT_EQ(headline_rows().front().telling, Telling::total);
}

TEST(Told, MembersThatNoAnswerHadAreToldOfExercisedOperations) {
  OperationCoverage coverage{.service = "shop",
                             .operation = "Get",
                             .reached = Reached::exercised,
                             .unseen = {"Order.Name"},
                             .undocumented = {"/Order/Colour"}};
  const auto of = [&](std::string_view key) {
    for (const MembersRow& row : members_rows())
      if (row.key == key) return members_of(row, coverage);
    return std::vector<std::string>();
  };
  EXPECT_THAT(of("members_unseen"), ElementsAre("Order.Name"));
  coverage.reached = Reached::refused;
  EXPECT_THAT(of("members_unseen"), ElementsAre());
  EXPECT_THAT(of("members_undocumented"), ElementsAre("/Order/Colour"));
}

TEST(Told, RequestsThatWereSentAgainAreCountedByOperation) {
  const plan::Case test{.service = "shop", .operation = "Drop"};
  CaseResult result{.test = &test};
  result.run.exchanges.resize(3);
  for (exchange::Exchange& each : result.run.exchanges) each.operation = "Create";
  result.run.exchanges[2].operation = "Drop";
  result.run.exchanges[0].http.retries = 2;
  result.run.exchanges[1].http.retries = 1;
  RunSummary summary;
  count(summary, result);
  EXPECT_THAT(summary.sent_again, ElementsAre(std::pair("shop.Create", 3U)));
}

}  // namespace
}  // namespace hallmark::run
