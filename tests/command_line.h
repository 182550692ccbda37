// For tests only: the command line in process, and a folder of its own for what a test writes.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "cli/cli.h"
#include "core/digest.h"

namespace hallmark::cli::testing {

struct Said {
  int code = -1;
  std::string out, err;
};

inline Said hallmark(const std::vector<std::string>& arguments) {
  std::ostringstream out, err;
  CommandContext context{.out = out, .err = err};
  Said said;
  said.code = run_cli(arguments, context);
  said.out = out.str();
  said.err = err.str();
  return said;
}

class InFolder : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
  // Writes a file, and the folders on its way.
  std::string file(const std::string& name, const std::string& text) const {
    const std::filesystem::path at = folder_ / name;
    std::filesystem::create_directories(at.parent_path());
    std::ofstream(at, std::ios::binary) << text;
    return at.string();
  }
  [[nodiscard]] static std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("hallmark-" + core::random_uuid());
};

}  // namespace hallmark::cli::testing
