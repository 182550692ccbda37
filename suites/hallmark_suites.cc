// The suites as GoogleTest tests (see hallmark/gtest.h). The environment chooses: HALLMARK_TARGET or
// HALLMARK_ENDPOINT, "embedded" when both are absent; HALLMARK_SELECT; HALLMARK_DEPTH.
#include <gtest/gtest.h>

#include <iostream>

#include "hallmark/gtest.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  try {
    hallmark::gtest::Options otherwise;
    otherwise.target = "embedded";
    otherwise.depth = "normal";
    hallmark::gtest::register_cases(hallmark::gtest::from_environment(otherwise));
  } catch (const hallmark::gtest::Error& error) {
    std::cerr << "hallmark_suites: " << error.what() << "\n";
    return error.exit_code;
  }
  return RUN_ALL_TESTS();
}
