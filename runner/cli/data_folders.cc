#include "cli/data_folders.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "cli/workspace.h"
#include "core/text.h"

namespace hallmark::cli {
namespace {

namespace fs = std::filesystem;

bool has_folder(const fs::path& folder, const char* name) {
  std::error_code ignored;
  return fs::is_directory(folder / name, ignored);
}

// Hallmark's own data is whole.
bool is_whole(const fs::path& folder) {
  return has_folder(folder, "suites") && has_folder(folder, "schemas");
}

bool is_below(const fs::path& folder, const fs::path& file) {
  return !folder.empty() &&
         std::mismatch(folder.begin(), folder.end(), file.begin(), file.end()).first == folder.end();
}

fs::path own_data(const fs::path& installed) {
  if (const char* named = std::getenv("HALLMARK_DATA"); named != nullptr && *named != '\0') {
    if (is_whole(named)) return named;
    throw UsageError{
        .message =
            fmt::format("$HALLMARK_DATA {}: Hallmark's own data is not there: it has no suites/ and schemas/",
                        core::printable(named)),
        .advice = "Name the folder that holds suites/, schemas/, fixtures/ and targets/, or unset it."};
  }
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  for (const fs::path& candidate :
       {installed, program.parent_path() / ".." / "share" / "hallmark", fs::path(HALLMARK_DATA_SOURCE)}) {
    if (!candidate.empty() && is_whole(candidate)) return fs::weakly_canonical(candidate, ignored);
  }
  return {};
}

}  // namespace

DataFolders::DataFolders(const fs::path& added, const fs::path& own) {
  // Without a slash at the end, which would be a part of its own.
  const auto plain = [](const fs::path& folder) {
    const fs::path normal = folder.lexically_normal();
    return normal.has_filename() ? normal : normal.parent_path();
  };
  std::error_code ignored;
  if (!added.empty()) folders_.push_back(added_ = plain(added));
  if (!own.empty() && (added.empty() || !fs::equivalent(added, own, ignored))) folders_.push_back(plain(own));
}

fs::path DataFolders::asked() const { return folders_.empty() ? fs::path() : folders_.front(); }

fs::path DataFolders::find(const fs::path& place) const {
  std::error_code ignored;
  for (const fs::path& folder : folders_) {
    if (fs::is_regular_file(folder / place, ignored)) return folder / place;
  }
  return {};
}

std::vector<fs::path> DataFolders::files(const fs::path& place) const {
  std::map<fs::path, fs::path> by_place;
  for (const fs::path& folder : folders_) {
    std::error_code problem;
    fs::recursive_directory_iterator at(folder / place, problem), end;
    for (; !problem && at != end; at.increment(problem)) {
      std::error_code ignored;
      if (at->is_regular_file(ignored)) by_place.emplace(at->path().lexically_relative(folder), at->path());
    }
  }
  std::vector<fs::path> files;
  for (auto& [where, file] : by_place) files.push_back(std::move(file));
  return files;
}

bool DataFolders::added(const fs::path& file) const { return is_below(added_, file); }

fs::path DataFolders::place_of(const fs::path& file) const {
  for (const fs::path& folder : folders_) {
    if (is_below(folder, file)) return file.lexically_relative(folder);
  }
  return file;
}

DataFolders find_data(const fs::path& added, const fs::path& own) {
  constexpr const char* parts[] = {"suites", "schemas", "fixtures", "targets"};
  if (!added.empty() && std::none_of(std::begin(parts), std::end(parts),
                                     [&](const char* part) { return has_folder(added, part); })) {
    throw UsageError{
        .message = fmt::format("--data {}: this is no data folder: it has none of suites/, schemas/, "
                               "fixtures/ and targets/",
                               core::printable(added.string())),
        .advice = "Name the folder that holds yours; what it lacks is taken from Hallmark's own."};
  }
  return {added, own_data(own)};
}

}  // namespace hallmark::cli
