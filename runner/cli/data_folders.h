// The data folders that a command reads, as one: what --data names, then Hallmark's own. A file of the first
// takes the place of the file that lies at the same place in the other; what either has alone is there.
//
//   const DataFolders data = find_data(options.data);
//   const auto file = data.find("targets/mine.json");     // of --data, else Hallmark's own
#pragma once

#include <filesystem>
#include <vector>

namespace hallmark::cli {

class DataFolders {
 public:
  DataFolders() = default;
  // Either may be empty: it is not there.
  DataFolders(const std::filesystem::path& added, const std::filesystem::path& own);

  [[nodiscard]] bool empty() const { return folders_.empty(); }
  // What a check of the user's files looks at: the folder of --data, else Hallmark's own; empty when there is
  // none.
  [[nodiscard]] std::filesystem::path asked() const;
  // The file at this place ("suites/sqs.suite.json"); an empty path when no folder has it.
  [[nodiscard]] std::filesystem::path find(const std::filesystem::path& place) const;
  // Every file below this place ("fixtures/sqs") in any folder, each place once, sorted by place.
  [[nodiscard]] std::vector<std::filesystem::path> files(const std::filesystem::path& place) const;
  // Whether a file comes from the folder of --data.
  [[nodiscard]] bool added(const std::filesystem::path& file) const;
  // Where a file lies in its folder ("fixtures/sqs/SendMessage/success.json"); the file itself when in none.
  [[nodiscard]] std::filesystem::path place_of(const std::filesystem::path& file) const;

 private:
  std::vector<std::filesystem::path> folders_;  // the one that wins first
  std::filesystem::path added_;                 // the one of --data, if any
};

// `added`: --data, or empty. Hallmark's own data is what $HALLMARK_DATA names, else `own`, for programs that
// know where it was installed, else ../share/hallmark beside the program, else the tree that the program was
// built from, else none. Throws UsageError when a folder that is named holds no data of Hallmark.
[[nodiscard]] DataFolders find_data(const std::filesystem::path& added,
                                    const std::filesystem::path& own = {});

}  // namespace hallmark::cli
