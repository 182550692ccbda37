// What an executor removes: after each case, when it is interrupted, and when an earlier run was killed.
#include <gtest/gtest.h>

#include <fstream>

#include "exchange/executor_testing.h"

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;
using testing::ExecutorTest;

TEST_F(ExecutorTest, RemovesWhatTheSendItselfMakes) {
  const CaseRun result = run(create_case("success"));
  EXPECT_EQ(roles(result), "send CreateThing 200; remove DeleteThing 204; ");
  EXPECT_EQ(things_.kept(), 0u);
}

TEST_F(ExecutorTest, TriesRemovalAgainAndSaysWhatIsLeft) {
  things_.keep_on_delete = 1;
  static_cast<void>(run(create_case("success")));
  EXPECT_EQ(things_.kept(), 0u);
  things_.keep_on_delete = 100;
  static_cast<void>(run(create_case("success")));
  ASSERT_EQ(executor().left_behind().size(), 1u);
  EXPECT_THAT(executor().left_behind()[0], ::testing::HasSubstr("Thing thing=\"id-2\""));
  EXPECT_THAT(executor().left_behind()[0], ::testing::HasSubstr("ConflictException"));
}

TEST_F(ExecutorTest, DespairsOfRemovalsThatNoAttemptBringsAbout) {
  things_.keep_on_delete = 100;
  for (int time = 0; time < 3; ++time) static_cast<void>(run(create_case("success")));
  EXPECT_EQ(executor().left_behind().size(), 3u);
  EXPECT_EQ(things_.keep_on_delete, 100 - 3 - 3 - 1);
}

// As EC2 says it, which lists no exceptions: of the very resource, not of what it hangs on.
TEST_F(ExecutorTest, BelievesACodeThatSaysTheResourceIsGone) {
  plan_.suite.resources.at("Thing").gone.clear();
  for (const auto& [code, left] :
       {std::pair{"InvalidThingID.NotFound", 0u}, std::pair{"InvalidVpcID.NotFound", 1u}}) {
    things_.refuse_delete = code;
    static_cast<void>(run(create_case("success")));
    EXPECT_EQ(executor().left_behind().size(), left) << code;
  }
}

TEST_F(ExecutorTest, FindsWhatACreateWithoutAnswerHasMade) {
  things_.lose_answer = true;
  const CaseRun result = run(create_case("success"));
  EXPECT_EQ(result.exchanges.at(0).http.fault, TransportFault::closed_before_status);
  EXPECT_EQ(things_.count("POST /things"), 1u) << "a create is not sent twice";
  EXPECT_EQ(things_.kept(), 0u);
  EXPECT_TRUE(executor().left_behind().empty());
}

TEST_F(ExecutorTest, AnInterruptionStillCleansUp) {
  std::atomic<bool> interrupted = false;
  things_.interrupt_on_create = &interrupted;
  executor().set_cancelled(&interrupted);
  worker_ = executor().make_worker();
  const CaseRun result = run(get_case());
  EXPECT_EQ(result.skipped.text, "interrupted");
  EXPECT_EQ(things_.kept(), 0u);
  EXPECT_EQ(run(get_case()).skipped.text, "interrupted");
}

// The endpoint makes it after the interruption, when no list shows it yet.
TEST_F(ExecutorTest, WaitsForTheAnswerToACreateThatAnInterruptionFindsUnderWay) {
  std::atomic<bool> interrupted = false;
  things_.interrupt_on_create = &interrupted;
  things_.hide_lists = true;
  things_.late = 300;
  executor().set_cancelled(&interrupted);
  worker_ = executor().make_worker();
  EXPECT_EQ(run(get_case()).skipped.text, "interrupted");
  EXPECT_EQ(things_.count("POST /things"), 1u);
  EXPECT_EQ(things_.kept(), 0u);
  EXPECT_TRUE(executor().left_behind().empty());
}

TEST_F(ExecutorTest, WaitsForTheAnswerToACreateThatTheDeadlineFindsUnderWay) {
  things_.hide_lists = true;
  // On a slow machine the first deadlines may pass before anything is sent.
  for (auto patience = 100ms; patience < 30s && things_.count("POST /things") == 0; patience *= 4) {
    things_.late = static_cast<int>(3 * patience.count());
    const auto now = std::chrono::steady_clock::now();
    executor().set_deadline(now + patience, now + 30 * patience);
    worker_ = executor().make_worker();
    static_cast<void>(run(create_case("success")));
  }
  EXPECT_EQ(things_.count("POST /things"), 1u);
  EXPECT_EQ(things_.kept(), 0u);
}

TEST_F(ExecutorTest, TheSecondInterruptionLeavesAndSaysWhat) {
  std::atomic<bool> interrupted = false, abandoned = true;
  things_.interrupt_on_create = &interrupted;
  executor().set_cancelled(&interrupted, &abandoned);
  worker_ = executor().make_worker();
  static_cast<void>(run(get_case()));
  EXPECT_EQ(things_.kept(), 1u);
  ASSERT_EQ(executor().left_behind().size(), 1u);
  EXPECT_THAT(executor().left_behind()[0], ::testing::HasSubstr("the time for cleaning up was over"));
}

TEST_F(ExecutorTest, CleaningUpKeepsToItsDeadline) {
  const auto now = std::chrono::steady_clock::now();
  executor().set_deadline(now + std::chrono::hours(1), now);
  worker_ = executor().make_worker();
  static_cast<void>(run(get_case()));
  EXPECT_EQ(things_.count("DELETE /things/id-1"), 0u);
  EXPECT_EQ(executor().left_behind().size(), 1u);
}

TEST_F(ExecutorTest, AGraceAfterAnInterruptionIsAllThatCleaningUpHas) {
  std::atomic<bool> interrupted = false;
  options_.client.cleaning_grace = std::chrono::milliseconds(0);
  things_.interrupt_on_create = &interrupted;
  executor().set_cancelled(&interrupted);
  worker_ = executor().make_worker();
  static_cast<void>(run(get_case()));
  EXPECT_EQ(things_.count("DELETE /things/id-1"), 0u);
  EXPECT_EQ(executor().left_behind().size(), 1u);
}

TEST_F(ExecutorTest, CleansWhatAKilledRunHasLeft) {
  const std::filesystem::path file = std::filesystem::path(::testing::TempDir()) / "executor.journal";
  std::filesystem::remove(file);
  options_.secrets = std::make_shared<core::Secrets>();
  options_.journal = std::make_shared<Journal>(file, options_.secrets);
  options_.journal->begin(target_, "token", "now");
  static_cast<void>(run(create_case("success")));
  EXPECT_TRUE(read_journal(file).left.empty());

  // As a run leaves it that is killed: once after the answer, once before it.
  things_.things = {{"id-7", "name-of-seven-7"}, {"id-8", "name-of-eight-8"}, {"id-9", "somebody-else"}};
  JournalEntry entry{.case_id = "c",
                     .service = "things",
                     .resource = "Thing",
                     .operation = "CreateThing",
                     .endpoint = things_.url(),
                     .identity = "default",
                     .access_key_id = "AKIDEXAMPLE",
                     .input = {{"Name", "name-of-seven-7"}},
                     .marks = {"name-of-seven-7"},
                     .keep = {},
                     .clear = {}};
  options_.journal->created(options_.journal->creating(entry), {{"thing", "id-7"}});
  entry.marks = {"name-of-eight-8"};
  static_cast<void>(options_.journal->creating(entry));
  entry.marks = {"name-of-nobody"};
  static_cast<void>(options_.journal->creating(entry));
  {
    std::ofstream torn(file, std::ios::app);
    torn << "{\"event\":\"crea";
  }
  const JournalContents contents = read_journal(file);
  EXPECT_EQ(contents.left.size(), 3u);
  EXPECT_EQ(contents.torn_lines, 1u);
  const Cleaned cleaned = executor().clean(contents, *worker_);
  EXPECT_EQ(cleaned.removed.size(), 2u);
  EXPECT_EQ(cleaned.uncertain.size(), 1u);
  EXPECT_TRUE(cleaned.left.empty());
  EXPECT_EQ(things_.kept(), 1u);
}

TEST_F(ExecutorTest, CleansNothingAtAnotherEndpoint) {
  JournalContents contents;
  contents.left.push_back({.id = 1,
                           .service = "things",
                           .resource = "Thing",
                           .operation = "CreateThing",
                           .endpoint = "http://127.0.0.1:1"});
  const Cleaned cleaned = executor().clean(contents, *worker_);
  ASSERT_EQ(cleaned.left.size(), 1u);
  EXPECT_THAT(cleaned.left[0], ::testing::HasSubstr("http://127.0.0.1:1"));
  EXPECT_TRUE(things_.log.empty());
}

}  // namespace
}  // namespace hallmark::exchange
