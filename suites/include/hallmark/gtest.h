// The cases of a contract as GoogleTest tests of your own program: each planned case is one test, runs
// through the same loop as in `hallmark run`, and fails when the endpoint deviates from its documentation.
// Tests of your own may stand beside them.
//
// In this order:
//   1. testing::InitGoogleTest(&argc, argv)
//   2. hallmark::gtest::register_cases(options), once for each endpoint. It reads documents, plans, and sends
//      nothing, so that tests can be listed where no endpoint is.
//   3. RUN_ALL_TESTS(). The endpoint must answer now, and until it returns.
//
//   #include <gtest/gtest.h>
//   #include <hallmark/gtest.h>
//
//   int main(int argc, char** argv) {
//     testing::InitGoogleTest(&argc, argv);
//     hallmark::gtest::register_cases({.endpoint = "http://127.0.0.1:4566", .models = {"service-2.json"}});
//     return RUN_ALL_TESTS();
//   }
//
// A test of the case "parcels.GetParcel/success/every-member" is the test "success_every_member" of the test
// suite "parcels_GetParcel"; its value parameter is the case's id, for `hallmark explain`, and file and line
// are those of the fixture, where it has one. Cases that must have the endpoint to themselves are in test
// suites named …_alone: run those by themselves (`ctest -R _alone -j1`). GoogleTest's own sharding works
// (GTEST_TOTAL_SHARDS, GTEST_SHARD_INDEX).
//
// A test passes where its case conforms. It fails where the endpoint deviates and where the case could not be
// judged, with the findings, and it is skipped, with the reason, where the case was skipped, settles nothing,
// is not offered, or deviates as `known` says. What is made for a test is removed when it ends.
//
// find_package(Hallmark REQUIRED COMPONENTS gtest) and link Hallmark::gtest.
#pragma once

#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace hallmark::gtest {

// What `hallmark run` takes by options of the same names.
struct Options {
  std::string endpoint;  // "http://127.0.0.1:4566"; this or `target` must be given
  std::string target;    // a target profile: its file, or its name in targets/
  std::vector<std::filesystem::path>
      models;                      // documents of the services; empty: the contracts of Hallmark's data
  std::string service;             // which of several services in `models`
  std::filesystem::path data;      // a folder that adds to Hallmark's own data
  std::filesystem::path own_data;  // where that lies: HALLMARK_INSTALLED_DATA, which Hallmark::gtest defines
                                   // (empty: $HALLMARK_DATA, or none, which will do where `models` are given)
  std::vector<std::string>
      select;  // ids, prefixes or globs; empty: all of `models`, or what suites have by default
  std::vector<std::string> exclude;  // the same, left out
  std::string depth = "quick";       // "quick", "normal" or "thorough"
  bool generated = true;             // false: fixtures alone
  std::filesystem::path known;       // a file of known deviations; empty: the target's, if any
};

// Why nothing could be registered: options that are wrong, a document that is (with file, line and JSON
// Pointer), or a selection that fits no case.
class Error : public std::runtime_error {
 public:
  Error(const std::string& message, int code) : std::runtime_error(message), exit_code(code) {}
  const int exit_code;  // what `hallmark run` would exit with: 2, 3 or 5
};

// Registers a test for each case that is planned and answers how many there are. Throws Error; then nothing
// is registered.
std::size_t register_cases(const Options& options);

// The options that the environment gives: HALLMARK_ENDPOINT, HALLMARK_TARGET, HALLMARK_DEPTH ("fixtures": no
// generated cases), and HALLMARK_SELECT, ids separated by blanks. What it does not give stays as it is in
// `otherwise`.
[[nodiscard]] Options from_environment(Options otherwise);

}  // namespace hallmark::gtest
