#include "exchange/journal_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "core/error.h"

namespace hallmark::exchange {
namespace {

namespace fs = std::filesystem;

bool belongs_to(const fs::path& path, uid_t user) {
  struct stat found {};
  return ::lstat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode) && found.st_uid == user;
}

std::vector<fs::path> candidates(const JournalPlaces& places) {
  std::vector<fs::path> folders;
  if (const fs::path state = places.environment("XDG_STATE_HOME"); state.is_absolute())
    folders.push_back(state / "hallmark");
  // Whoever takes on another's rights may still have that one's home.
  if (const fs::path home = places.environment("HOME"); home.is_absolute() && belongs_to(home, places.user))
    folders.push_back(home / ".local" / "state" / "hallmark");
  folders.push_back(places.temporary / fmt::format("hallmark-{}", places.user));
  return folders;
}

}  // namespace

JournalPlaces journal_places() {
  std::error_code error;
  fs::path temporary = fs::temp_directory_path(error);
  return {.environment =
              [](const char* name) {
                const char* value = std::getenv(name);
                return std::string(value ? value : "");
              },
          .temporary = error ? fs::path("/tmp") : temporary,
          .user = ::geteuid()};
}

fs::path journal_folder(const JournalPlaces& places) {
  std::error_code error;
  for (const fs::path& folder : candidates(places)) {
    fs::create_directories(folder.parent_path(), error);
    static_cast<void>(::mkdir(folder.c_str(), S_IRWXU));
    if (belongs_to(folder, places.user) && ::access(folder.c_str(), W_OK | X_OK) == 0) return folder;
  }
  std::string made = (places.temporary / fmt::format("hallmark-{}-XXXXXX", places.user)).string();
  if (::mkdtemp(made.data())) return made;
  throw core::DocumentError({.file = places.temporary.string(),
                             .line = 0,
                             .pointer = {},
                             .rule = "journal.folder",
                             .message = "no folder for the journal of what the run makes can be made",
                             .advice = "name a file that can be written: --journal FILE"});
}

JournalLock::JournalLock(const fs::path& journal) {
  std::error_code ignored;
  if (journal.has_parent_path()) fs::create_directories(journal.parent_path(), ignored);
  descriptor_ = ::open(journal.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor_);
    descriptor_ = -1;
  }
}

JournalLock::~JournalLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::vector<JournalContents> old_journals(const JournalPlaces& places, std::uintmax_t bytes) {
  std::vector<fs::path> folders = candidates(places);
  folders.push_back(places.temporary / "hallmark");
  std::vector<JournalContents> found;
  std::error_code error;
  for (const fs::path& folder : folders) {
    std::set<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      if (entry.path().extension() == ".journal") paths.insert(entry.path());
    }
    for (const fs::path& path : paths) {
      struct stat status {};
      if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_uid != places.user ||
          status.st_size == 0) {  // begun a moment ago, perhaps
        continue;
      }
      const JournalLock lock(path);
      if (!lock.held()) continue;
      try {
        JournalContents contents = read_journal_head(path);
        const auto size = static_cast<std::uintmax_t>(status.st_size);
        const bool whole = size <= bytes;
        if (whole && !contents.ephemeral) {
          bytes -= size;
          contents = read_journal(path);
        }
        if (contents.ephemeral || (whole && contents.left.empty())) {
          fs::remove(path, error);
        } else {
          found.push_back(std::move(contents));
        }
      } catch (const core::DocumentError&) {
        continue;  // no journal of ours
      }
    }
  }
  return found;
}

}  // namespace hallmark::exchange
