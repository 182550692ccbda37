// For tests only: one service in process, with a clock that stands still.
#pragma once

#include <gtest/gtest.h>

#include "endpoint/testing_client.h"

namespace hallmark::endpoint::testing {

class ServiceFixture : public ::testing::Test {
 protected:
  // Skips the test when the model is not there. Call as: if (!open("voice-id-2021-09-27.json")) return;
  bool open(const std::string& file, Options options = {}) {
    static std::map<std::string, std::shared_ptr<const contract::Model>> cache;
    auto& model = cache[file];
    if (!model) model = published(file);
    if (!model) {
      skip(file);
      return false;
    }
    model_ = model;
    options.clock = &clock_;
    service_ = std::make_unique<Service>(model_, *wire::protocol_for(*model_), std::move(options));
    return true;
  }

  Reply call(const std::string& operation, const Json& input, const Sender& sender = {}) {
    return understand(*model_, operation,
                      service_->handle(signed_request(*model_, operation, input, sender, clock_.now())));
  }

  core::ManualClock clock_{core::Time(std::chrono::seconds(1'700'000'000))};
  std::shared_ptr<const contract::Model> model_;
  std::unique_ptr<Service> service_;

 private:
  static void skip(const std::string& file) {
    GTEST_SKIP() << "the reference model " << file << " is not there";
  }
};

}  // namespace hallmark::endpoint::testing
