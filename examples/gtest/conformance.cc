// Holds the endpoint at $HALLMARK_ENDPOINT, or where this service is run by its developers, to the service's
// model.
#include <gtest/gtest.h>
#include <hallmark/gtest.h>

#include <iostream>

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  try {
    hallmark::gtest::Options options;
    options.endpoint = "http://127.0.0.1:8080";
    options.models = {PARCELS_MODEL};
    options.own_data = HALLMARK_INSTALLED_DATA;
    hallmark::gtest::register_cases(hallmark::gtest::from_environment(options));
  } catch (const hallmark::gtest::Error& error) {
    std::cerr << error.what() << "\n";
    return error.exit_code;
  }
  return RUN_ALL_TESTS();
}
