// For tests only: contracts of the reference data, read once.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "core/testing.h"
#include "importers/importers.h"

namespace hallmark::plan {

// Of a botocore model, with a seed page in front of it when one is named. Null when the data is not there.
inline std::shared_ptr<const contract::Model> reference_model(const std::string& service,
                                                              const std::string& version,
                                                              const std::string& seed = {}) {
  static std::map<std::string, std::shared_ptr<const contract::Model>> read;
  auto& model = read[service + seed];
  if (model) return model;
  const auto path = core::shared_data("models/botocore/" + service + "/" + version + "/service-2.json");
  if (!path) return nullptr;
  auto botocore = importers::read_document(*path);
  if (seed.empty()) {
    model = std::make_shared<const contract::Model>(std::move(botocore));
    return model;
  }
  const auto page = core::shared_data("seeds/" + seed);
  if (!page) return nullptr;
  importers::MergeOptions options;
  for (const auto* operation : botocore.all_operations()) options.supporting.emplace_back(operation->name());
  model = std::make_shared<const contract::Model>(
      importers::merge({importers::read_document(*page), std::move(botocore)}, options));
  return model;
}

struct SeedService {
  const char* service;
  const char* version;
  const char* seed;
  const char* operation;
};
// The four operations that the project's own suites judge.
inline constexpr SeedService seed_services[] = {
    {"chime-sdk-voice", "2022-08-03", "000_c45be03bcf03b4df.txt", "UpdateVoiceConnectorGroup"},
    {"chime", "2018-05-01", "001_6caf991e1cffc2d2.txt", "CreateVoiceConnectorGroup"},
    {"cloudfront", "2020-05-31", "002_5759a31c6985d597.txt", "UpdateConnectionGroup"},
    {"voice-id", "2021-09-27", "003_a91cc207759a5ed3.txt", "UpdateDomain"},
};

}  // namespace hallmark::plan
