// For tests only: one service in process, with a clock that stands still.
#pragma once

#include <gtest/gtest.h>

#include "endpoint/testing_client.h"

namespace hallmark::endpoint::testing {

class ServiceFixture : public ::testing::Test {
 protected:
  // A published model ("voice-id-2021-09-27.json") or, by slug, a committed one ("cloudfront"). Skips the
  // test when it is not there; call as: if (!open("cloudfront")) return;
  bool open(const std::string& file, Options options = {}) {
    static std::map<std::string, std::shared_ptr<const contract::Model>> cache;
    auto& model = cache[file];
    if (!model) model = file.ends_with(".json") ? published(file) : committed(file);
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
  static void skip(const std::string& file) { GTEST_SKIP() << "the contract " << file << " is not there"; }
};

}  // namespace hallmark::endpoint::testing
