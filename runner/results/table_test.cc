#include "results/table.h"

#include <gmock/gmock.h>

#include "results/results_testing.h"

namespace hallmark::results {
namespace {

using ::testing::HasSubstr;
using testing::run_of;

std::vector<std::unique_ptr<SavedRun>> two_runs() {
  std::vector<std::unique_ptr<SavedRun>> runs;
  runs.push_back(run_of("mine", {{"s.A/success/one", "conforms"}, {"s.B/success/one", "conforms"}}));
  runs.push_back(run_of("=theirs, \"x\"<b>", {{"s.A/success/one", "deviates"}}));
  return runs;
}

TEST(Table, PutsEndpointsBesideEachOther) {
  const Table table = table_of(two_runs());
  EXPECT_EQ(table.runs.size(), 2u);
  EXPECT_EQ(table.whole("s", 0), (std::pair<std::size_t, std::size_t>{2, 2}));
  EXPECT_EQ(table.whole("s", 1), (std::pair<std::size_t, std::size_t>{0, 1}));
  const std::string text = markdown_of(table);
  EXPECT_THAT(text, HasSubstr("| `A` | conforms: 1 of 1 cases | deviates: 0 of 1 cases |"));
  EXPECT_THAT(text, HasSubstr("| `B` | conforms: 1 of 1 cases | - |"));
}

TEST(Table, EveryFormatEscapesWhatATargetIsCalled) {
  const Table table = table_of(two_runs());
  EXPECT_THAT(html_of(table), HasSubstr("=theirs, &quot;x&quot;&lt;b&gt;"));
  EXPECT_THAT(csv_of(table), HasSubstr("\"'=theirs, \"\"x\"\"<b>\",s,A,deviates,0,1,0,0"));
  EXPECT_EQ(json_of(table)["endpoints"][0]["operations_conform"], 2);
  EXPECT_EQ(json_of(table)["endpoints"][1]["services"]["s"]["A"]["verdict"], "deviates");
}

TEST(Table, ABadgeIsGreenOnlyWhenAllConforms) {
  EXPECT_EQ(badge_of(table_of(two_runs()))["color"], "brightgreen");
  std::vector<std::unique_ptr<SavedRun>> bad;
  bad.push_back(run_of("x", {{"s.A/success/one", "deviates"}}));
  EXPECT_EQ(badge_of(table_of(bad))["color"], "orange");
  EXPECT_EQ(badge_of(table_of(bad))["message"], "0 of 1 operations");
  EXPECT_EQ(badge_of(table_of({}))["color"], "lightgrey");
}

TEST(Table, RunsOfOneNameAreToldApartByTheirFiles) {
  std::vector<std::unique_ptr<SavedRun>> runs;
  runs.push_back(run_of("moto", {}));
  runs.push_back(run_of("moto", {}));
  runs[1]->file = "other.json";
  EXPECT_EQ(table_of(runs).runs, (std::vector<std::string>{"moto (moto.json)", "moto (other.json)"}));
}

}  // namespace
}  // namespace hallmark::results
