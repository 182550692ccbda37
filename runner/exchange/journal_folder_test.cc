#include "exchange/journal_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "core/digest.h"

namespace hallmark::exchange {
namespace {

namespace fs = std::filesystem;

class JournalFolder : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(root_ / "tmp"); }
  void TearDown() override { fs::remove_all(root_); }
  [[nodiscard]] JournalPlaces places() const {
    return {.environment =
                [this](const char* name) {
                  const auto found = environment_.find(name);
                  return found == environment_.end() ? std::string() : found->second;
                },
            .temporary = root_ / "tmp",
            .user = ::geteuid()};
  }
  fs::path write(const fs::path& path, const std::string& text) const {
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path;
  }

  const fs::path root_ = fs::temp_directory_path() / ("journals-" + core::random_uuid());
  std::map<std::string, std::string> environment_;
};

const std::string begun = R"({"event":"run","target":"t","region":"r","token":"k"})"
                          "\n"
                          R"({"event":"creating","id":1,"service":"s","resource":"Thing"})"
                          "\n";

TEST_F(JournalFolder, IsTheUsersOwn) {
  const std::string user = std::to_string(::geteuid());
  const fs::path shared = root_ / "tmp" / ("hallmark-" + user);
  EXPECT_EQ(journal_folder(places()), shared);
  EXPECT_EQ(fs::status(shared).permissions(), fs::perms::owner_all);
  environment_["HOME"] = "/nonexistent";
  EXPECT_EQ(journal_folder(places()), shared);
  environment_["HOME"] = root_.string();
  EXPECT_EQ(journal_folder(places()), root_ / ".local" / "state" / "hallmark");
  environment_["XDG_STATE_HOME"] = (root_ / "state").string();
  EXPECT_EQ(journal_folder(places()), root_ / "state" / "hallmark");
}

// Somebody was there first, and not with a folder of ours.
TEST_F(JournalFolder, TakesNoPlaceThatIsNotOurs) {
  const fs::path shared = root_ / "tmp" / ("hallmark-" + std::to_string(::geteuid()));
  fs::create_directories(root_ / "elsewhere");
  fs::create_symlink(root_ / "elsewhere", shared);
  const fs::path folder = journal_folder(places());
  EXPECT_NE(folder, shared);
  EXPECT_EQ(folder.parent_path(), root_ / "tmp");
  EXPECT_TRUE(fs::is_empty(root_ / "elsewhere"));
}

TEST_F(JournalFolder, TellsOldOnesAndRemovesThoseThatHaveLeftNothing) {
  const fs::path folder = journal_folder(places());
  const fs::path left = write(folder / "a.journal", begun);
  const fs::path done = write(folder / "b.journal", begun + R"({"event":"removed","id":1})" + "\n");
  const fs::path running = write(folder / "c.journal", begun);
  const fs::path old = write(root_ / "tmp" / "hallmark" / "d.journal", begun);
  const fs::path foreign = write(folder / "e.journal", "something else\n");
  const JournalLock lock(running);
  ASSERT_TRUE(lock.held());
  EXPECT_FALSE(JournalLock(running).held());
  std::vector<std::string> paths;
  for (const JournalContents& contents : old_journals(places())) paths.push_back(contents.path);
  EXPECT_EQ(paths, (std::vector<std::string>{left.string(), old.string()}));
  EXPECT_FALSE(fs::exists(done));
  EXPECT_TRUE(fs::exists(running) && fs::exists(foreign));
}

TEST_F(JournalFolder, ReadsNoMoreThanItMay) {
  const fs::path folder = journal_folder(places());
  const fs::path first = write(folder / "a.journal", begun);
  const fs::path done = write(folder / "b.journal", begun + R"({"event":"removed","id":1})" + "\n");
  const fs::path ended =
      write(folder / "c.journal", R"({"event":"run","target":"e","ephemeral":true})" + ("\n" + begun));
  std::vector<std::string> paths;
  for (const JournalContents& contents : old_journals(places(), begun.size())) {
    paths.push_back(contents.path);
    EXPECT_EQ(contents.target, "t");
  }
  EXPECT_EQ(paths, (std::vector<std::string>{first.string(), done.string()}))
      << "whether anything is left was not read";
  EXPECT_FALSE(fs::exists(ended)) << "its endpoint ended with it, as the first line says";
}

}  // namespace
}  // namespace hallmark::exchange
