// Verdicts do not depend on order, on how many cases run at once, on what ran before, or on who else is
// there.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <thread>

#include "core/digest.h"
#include "exchange/recording.h"
#include "run/testing_replay.h"
#include "suite_runs.h"

namespace hallmark::cli {
namespace {

using Said = std::map<std::string, std::string>;

// One line for each case that does not say the same; "" when there is none.
std::string difference(const Said& one, const Said& other) {
  std::string text;
  for (const auto& [id, said] : one) {
    const auto there = other.find(id);
    if (there == other.end() || there->second != said) {
      text += id + ": " + said + " | " + (there == other.end() ? "absent" : there->second) + "\n";
    }
  }
  return one.size() == other.size() ? text : text + "another number of cases";
}

class Order : public ::testing::Test {
 protected:
  Order() {
    SelectionOptions selection;
    selection.depth = "quick";
    suites_ = std::make_unique<testing::Suites>(selection);
    target_ = suites_->target;
    embedded_ = start_builtin(target_, suites_->services, {});
  }
  [[nodiscard]] Said run(int jobs, const std::vector<plan::ServicePlan>& services,
                         std::vector<run::Listener*> more = {}) const {
    testing::Verdicts verdicts;
    more.push_back(&verdicts);
    (void)testing::run_suites(services, target_, more, jobs);
    return verdicts.said;
  }

  std::unique_ptr<testing::Suites> suites_;
  plan::Target target_;
  std::unique_ptr<endpoint::EmbeddedEndpoint> embedded_;
};

// One served endpoint for all of it: each run is also one after another on the same endpoint.
TEST_F(Order, JobsAndRepetitionChangeNoVerdict) {
  const Said first = run(1, suites_->services);
  ASSERT_GT(first.size(), 100U);
  EXPECT_EQ(difference(run(4, suites_->services), first), "");
  for (const std::uint64_t seed : {1U, 2U}) {
    auto shuffled = suites_->services;
    for (plan::ServicePlan& service : shuffled) {
      std::mt19937_64 random(seed);
      std::shuffle(service.cases.begin(), service.cases.end(), random);
    }
    EXPECT_EQ(difference(run(3, shuffled), first), "") << "seed " << seed;
  }
}

TEST_F(Order, AnotherRunBesideChangesNoVerdict) {
  Said here, there;
  std::thread beside([&] { there = run(3, suites_->services); });
  here = run(3, suites_->services);
  beside.join();
  EXPECT_EQ(difference(here, there), "");
  EXPECT_EQ(difference(here, run(2, suites_->services)), "");
  EXPECT_EQ(embedded_->stored(), 0U);
}

TEST_F(Order, ARecordingJudgedAgainSaysTheSame) {
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("hallmark-" + core::random_uuid() + ".jsonl");
  // With a mutant, so that there is something to say.
  target_ = suites_->target;
  embedded_ = start_builtin(target_, suites_->services,
                            {.mutants = {"drop-member:/Domain/Arn", "error-code:*@case"}});
  Said live;
  {
    exchange::RecordingWriter writer(file, nullptr);
    run::RecordingListener recorder(writer);
    live = run(4, suites_->services, {&recorder});
  }
  testing::Verdicts again;
  (void)run::replay(suites_->services, exchange::read_recording(file), {&again}, {});
  std::filesystem::remove(file);
  EXPECT_EQ(difference(again.said, live), "");
  EXPECT_GT(std::count_if(live.begin(), live.end(),
                          [](const auto& each) { return each.second.starts_with("deviates"); }),
            10);
}

}  // namespace
}  // namespace hallmark::cli
