// What a run leaves on the endpoint: nothing, however it ends. The endpoint lives in this process, so
// that its store can be looked into; the run is the program as it is built.
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "endpoint/serve/server.h"
#include "suite_runs.h"

extern char** environ;

namespace hallmark {
namespace {

namespace fs = std::filesystem;

class Leftovers : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "hallmark-leftovers-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    const cli::testing::Suites suites;
    plan::Target target = suites.target;
    endpoint_ = cli::start_builtin(target, suites.services, {});
    std::ofstream(folder_ / "target.json") << target_profile(*endpoint_, {}, "T1").dump(2);
  }
  void TearDown() override { fs::remove_all(folder_); }

  enum class Output { log, closed, full };
  pid_t start(std::vector<std::string> arguments, Output output = Output::log) {
    std::vector<std::string> words = {HALLMARK_BINARY};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const std::string log = (folder_ / "log").string();
    posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    if (output == Output::closed) posix_spawn_file_actions_addclose(&actions, 1);
    if (output == Output::full) posix_spawn_file_actions_addopen(&actions, 1, "/dev/full", O_WRONLY, 0);
    pid_t child = 0;
    EXPECT_EQ(posix_spawn(&child, HALLMARK_BINARY, &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    return child;
  }
  pid_t start_run() {
    return start({"run", "--no-generated", "--target", (folder_ / "target.json").string(), "--journal",
                  (folder_ / "journal").string(), "--report", "junit=" + (folder_ / "junit.xml").string()});
  }
  static int finish(pid_t child) {
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }
  // Until something has been made.
  [[nodiscard]] bool wait_for_resources(pid_t child) const {
    while (endpoint_->stored() == 0) {
      int status = 0;
      if (::waitpid(child, &status, WNOHANG) == child) return false;
      std::this_thread::yield();
    }
    return true;
  }
  [[nodiscard]] std::string read(const char* name) const {
    std::ifstream in(folder_ / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  fs::path folder_;
  std::unique_ptr<endpoint::EmbeddedEndpoint> endpoint_;
};

TEST_F(Leftovers, NothingAfterARun) {
  EXPECT_EQ(finish(start_run()), 0) << read("log");
  EXPECT_GT(endpoint_->requests(), 100U);
  EXPECT_EQ(endpoint_->stored(), 0U);
}

TEST_F(Leftovers, NothingAfterAnInterruptAndTheReportIsWhole) {
  const pid_t child = start_run();
  ASSERT_TRUE(wait_for_resources(child));
  ASSERT_EQ(::kill(child, SIGINT), 0);
  EXPECT_EQ(finish(child), 130) << read("log");
  EXPECT_EQ(endpoint_->stored(), 0U);
  const std::string junit = read("junit.xml");
  EXPECT_NE(junit.find("</testsuites>"), std::string::npos);
  EXPECT_NE(junit.find("interrupted"), std::string::npos);
}

TEST_F(Leftovers, TerminatedInOrderAsInterrupted) {
  const pid_t child = start_run();
  ASSERT_TRUE(wait_for_resources(child));
  ASSERT_EQ(::kill(child, SIGTERM), 0);
  EXPECT_EQ(finish(child), 143) << read("log");
  EXPECT_NE(read("log").find("exit code 143"), std::string::npos) << read("log");
  EXPECT_EQ(endpoint_->stored(), 0U);
  EXPECT_NE(read("junit.xml").find("</testsuites>"), std::string::npos);
}

TEST_F(Leftovers, OutputThatNobodyTakesIsAnError) {
  EXPECT_EQ(finish(start({"list", "voice-id"}, Output::closed)), 3);
  EXPECT_EQ(finish(start({"list", "voice-id"}, Output::full)), 3);
  EXPECT_NE(read("log").find("standard output cannot be written"), std::string::npos) << read("log");
}

TEST_F(Leftovers, AKilledRunLeavesAJournalThatCleanEmpties) {
  // Between two cases there may be nothing at the moment at which it dies.
  for (int times = 0; times < 20 && endpoint_->stored() == 0; ++times) {
    fs::remove(folder_ / "journal");
    const pid_t child = start_run();
    ASSERT_TRUE(wait_for_resources(child));
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    ASSERT_EQ(finish(child), 1000 + SIGKILL);
  }
  ASSERT_GT(endpoint_->stored(), 0U);
  const std::string journal = (folder_ / "journal").string();
  EXPECT_EQ(finish(start({"clean", journal, "--target", (folder_ / "target.json").string()})), 0)
      << read("log");
  // It may die before the answer to a making came, and a thing called "x" cannot be told from another's: of
  // those it says that it is not certain.
  std::size_t uncertain = 0;
  const std::string log = read("log");
  for (auto at = log.find("\nuncertain "); at != std::string::npos; at = log.find("\nuncertain ", at + 1)) {
    ++uncertain;
  }
  EXPECT_LE(endpoint_->stored(), uncertain) << log << read("journal");
}

}  // namespace
}  // namespace hallmark
