// For tests only: one service in process, with a clock that stands still.
#pragma once

#include <gtest/gtest.h>

#include "endpoint/serve/testing_client.h"

namespace hallmark::endpoint::testing {

class ServiceFixture : public ::testing::Test {
 protected:
  // A published model ("voice-id-2021-09-27.json") or, by slug, a committed one ("cloudfront"). Skips the
  // test when a published one is not there; call as: if (!open("cloudfront")) return;
  bool open(const std::string& file, Options options = {}) {
    static std::map<std::string, std::shared_ptr<const contract::Model>> cache;
    auto& model = cache[file];
    if (!model) model = file.ends_with(".json") ? published(file) : committed(file);
    if (!model) {
      skip(file);
      return false;
    }
    model_ = model;
    serve(std::move(options));
    return true;
  }

  // The model's operations of these names only: a small service is a quick one.
  void keep_only(const std::set<std::string>& operations) {
    contract::Model small = *model_;
    small.resources.clear();
    small.service.resources.clear();
    std::erase_if(small.operations,
                  [&](const auto& entry) { return !operations.contains(std::string(entry.second.name())); });
    small.service.operations.clear();
    for (const auto& [id, operation] : small.operations) small.service.operations.push_back(id);
    contract::prune(small);
    model_ = std::make_shared<const contract::Model>(std::move(small));
  }

  void serve(Options options) {
    options.clock = &clock_;
    if (Json facts = committed_facts(model_->slug); !facts.is_null())
      options.facts[model_->slug] = std::move(facts);
    service_ = std::make_unique<Service>(model_, *wire::protocol_for(*model_), std::move(options));
  }

  Reply call(const std::string& operation, const Json& input, const Sender& sender = {}) {
    return understand(*model_, operation,
                      service_->handle(signed_request(*model_, operation, input, sender, clock_.now())));
  }

  core::ManualClock clock_{core::Time(std::chrono::seconds(1'700'000'000))};
  std::shared_ptr<const contract::Model> model_;
  std::unique_ptr<Service> service_;

 private:
  static void skip(const std::string& file) { GTEST_SKIP() << core::absent("models/smithy/" + file); }
};

}  // namespace hallmark::endpoint::testing
