#include "results/saved.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "reports/testing_sample.h"
#include "results/results_testing.h"

namespace hallmark::results {
namespace {

using ::testing::HasSubstr;

// Without what a report makes of the cases again.
Json comparable(const std::string& text) {
  Json json = Json::parse(text);
  json["summary"].erase("causes");
  json["summary"].erase("refusals");
  return json;
}

TEST(SavedRun, IsWhatWasReported) {
  const reports::testing::Sample sample = reports::testing::sample();
  std::ostringstream out;
  const auto report = reports::make_json(core::stream_sink(out, std::make_shared<core::Secrets>()));
  reports::testing::tell(sample, *report);
  const auto run = read_report(testing::written("sample.json", out.str()));
  EXPECT_EQ(comparable(testing::json_text(*run)), comparable(out.str()));
  EXPECT_FALSE(run->summary.causes.empty());
  EXPECT_EQ(run->cases.size(), sample.results.size());
}

TEST(SavedRun, KeepsShardAndContracts) {
  auto made = testing::run_of("t", {{"s.Op/success/minimal", "conforms"}});
  made->info.shard = 2;
  made->info.shards = 3;
  made->info.asked = {.ids = {"s"}, .exclude = {"s.B"}, .depth = "quick", .options = {"--max-cases 5"}};
  const auto run = read_report(testing::written("shard.json", testing::json_text(*made)));
  EXPECT_EQ(run->info.shard, 2u);
  EXPECT_EQ(run->info.shards, 3u);
  EXPECT_EQ(run->info.asked, made->info.asked);
  EXPECT_EQ(run->info.contracts, made->info.contracts);
}

TEST(SavedRun, KeepsWhatTrafficTouched) {
  auto made = testing::run_of("t", {{"s.Op/success/minimal", "conforms"}});
  made->summary.touched = {{.service = "s",
                            .operations = 3,
                            .touched = {{.service = "s",
                                         .operation = "Op",
                                         .exchanges = 2,
                                         .accepted = 1,
                                         .exceptions = {{"Gone", 1}},
                                         .never_seen = {"Full"},
                                         .never_sent = {"Tags[].Key"}}},
                            .untouched = {"Other"}}};
  const std::string text = testing::json_text(*made);
  ASSERT_THAT(text, HasSubstr("Tags[].Key"));
  const auto run = read_report(testing::written("touched.json", text));
  EXPECT_EQ(Json::parse(testing::json_text(*run))["summary"]["touched"],
            Json::parse(text)["summary"]["touched"]);
}

TEST(SavedRun, RefusesWhatIsNoReport) {
  const struct {
    std::string text, rule;
  } rows[] = {
      {"{}", "report.format"},
      {"[1]", "report.format"},
      {R"({"format": "hallmark-report", "version": 1})", "report."},
      {"{", "json.syntax"},
  };
  for (const auto& row : rows) {
    try {
      static_cast<void>(read_report(testing::written("bad.json", row.text)));
      ADD_FAILURE() << row.text;
    } catch (const core::DocumentError& error) {
      EXPECT_THAT(error.problem().rule, HasSubstr(row.rule)) << row.text;
    }
  }
}

}  // namespace
}  // namespace hallmark::results
