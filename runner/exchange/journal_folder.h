// Where the journals of runs lie that name none: in a folder of the user's own, one file for each run, locked
// while its run goes on. A run that was killed leaves its journal behind, unlocked.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "exchange/journal.h"

namespace hallmark::exchange {

struct JournalPlaces {
  std::function<std::string(const char*)> environment;  // empty text: not set
  std::filesystem::path temporary;                      // the system's, which all users share
  uid_t user = 0;
};
[[nodiscard]] JournalPlaces journal_places();  // of this process

// $XDG_STATE_HOME/hallmark, ~/.local/state/hallmark (where the home is the user's own) or
// <temporary>/hallmark-<uid>: the first that can be made and belongs to the user alone; else a new folder.
// Throws DocumentError ("journal.folder").
[[nodiscard]] std::filesystem::path journal_folder(const JournalPlaces& places);

// Held by the run (or clean) that writes a journal. The file is made when it is missing.
class JournalLock {
 public:
  explicit JournalLock(const std::filesystem::path& journal);
  ~JournalLock();
  JournalLock(const JournalLock&) = delete;
  JournalLock& operator=(const JournalLock&) = delete;
  [[nodiscard]] bool held() const { return descriptor_ >= 0; }  // false: somebody else holds it

 private:
  int descriptor_ = -1;
};

// The journals of the user's runs that were killed and have left something; those that have left nothing are
// removed. Also looks where 0.1 kept them. So many bytes are read for it; of journals behind that only the
// head is, and they count as left.
[[nodiscard]] std::vector<JournalContents> old_journals(
    const JournalPlaces& places, std::uintmax_t bytes = std::numeric_limits<std::uintmax_t>::max());

}  // namespace hallmark::exchange
