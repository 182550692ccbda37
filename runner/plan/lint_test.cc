#include "plan/lint.h"

#include <gtest/gtest.h>

#include "core/testing.h"
#include "plan/cases/load.h"
#include "plan/generate/testing_models.h"

namespace hallmark::plan {
namespace {

class ProjectSuites : public testing::TestWithParam<SeedService> {};

TEST_P(ProjectSuites, FitTheirContracts) {
  const auto model = reference_model(GetParam().service, GetParam().version, GetParam().seed);
  if (!model) GTEST_SKIP() << core::absent("models/smithy");
  const auto root = std::filesystem::path(HALLMARK_SOURCE_DIR);
  const auto suite = load_suite(root / "suites" / (std::string(GetParam().service) + ".suite.json"));
  for (const auto& problem : lint_suite(suite, *model)) ADD_FAILURE() << core::to_string(problem);
  std::vector<Case> cases;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "fixtures" / suite.service)) {
    if (!entry.is_regular_file()) continue;
    for (auto& test : load_fixture(entry.path(), suite)) cases.push_back(std::move(test));
  }
  EXPECT_FALSE(cases.empty());
  for (const auto& problem : lint_cases(cases, suite, *model)) ADD_FAILURE() << core::to_string(problem);
}

INSTANTIATE_TEST_SUITE_P(Seeds, ProjectSuites, testing::ValuesIn(seed_services));

}  // namespace
}  // namespace hallmark::plan
