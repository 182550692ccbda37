// For tests only: where the reference data lies that is not part of the project.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace hallmark::core {

// The folder or file `sub` of the reference data: in $HALLMARK_SHARED, else where the build
// was told, else in ../shared beside the checkout. Nullopt when it is not there: the test then
// says so with GTEST_SKIP.
[[nodiscard]] inline std::optional<std::filesystem::path> shared_data(std::string_view sub) {
  std::filesystem::path root;
  if (const char* environment = std::getenv("HALLMARK_SHARED"); environment && *environment) {
    root = environment;
  }
#ifdef HALLMARK_SHARED_DEFAULT
  if (root.empty()) root = HALLMARK_SHARED_DEFAULT;
#endif
#ifdef HALLMARK_SOURCE_DIR
  if (root.empty()) root = std::filesystem::path(HALLMARK_SOURCE_DIR) / ".." / "shared";
#endif
  std::error_code error;
  if (root.empty() || !std::filesystem::exists(root / sub, error)) return std::nullopt;
  return root / sub;
}

// What a test says that skips because shared_data(sub) is not there.
[[nodiscard]] inline std::string absent(std::string_view sub) {
  return "skipped: the reference data has no " + std::string(sub) +
         " here (it lies in ../shared beside the checkout, or where HALLMARK_SHARED says)";
}

}  // namespace hallmark::core
