#include "plan/plan.h"

#include <gtest/gtest.h>

#include <set>

#include "contract/smithy.h"
#include "core/testing.h"
#include "plan/lint.h"
#include "plan/load.h"

namespace hallmark::plan {
namespace {

std::shared_ptr<const contract::Model> voice_id() {
  const auto path = core::shared_data("models/smithy/voice-id-2021-09-27.json");
  if (!path) return nullptr;
  return std::make_shared<const contract::Model>(contract::read_smithy(core::load_json(*path)));
}

Target embedded() {
  Target target = target_for_url("http://127.0.0.1:1");
  target.fault_header = "x-hallmark-provoke";
  target.rate = Target::Rate{.requests = 5, .within = std::chrono::seconds(1)};
  target.verifies = {"signature", "expiry", "permissions"};
  target.variables = {{"kmsKey", "arn:aws:kms:us-east-1:123456789012:key/1"}};
  for (const char* name : {"denied", "limits", "rate", "forbidden"}) target.identities[name].name = name;
  return target;
}

ServicePlan plan_voice_id(std::shared_ptr<const contract::Model> model, const Target& target,
                          const PlanOptions& options = {}) {
  const auto root = std::filesystem::path(HALLMARK_SOURCE_DIR);
  const auto suite = load_suite(root / "suites" / "voice-id.suite.json");
  const auto fixtures = load_fixtures(root / "fixtures", suite, *model);
  return plan_service(std::move(model), suite, fixtures, target, options);
}

std::set<std::string> ids_of(const ServicePlan& plan) {
  std::set<std::string> ids;
  for (const auto& test : plan.cases) ids.insert(test.id);
  return ids;
}

TEST(Plan, PlansUpdateDomainFromFixturesAndContract) {
  const auto model = voice_id();
  if (!model) GTEST_SKIP() << "the reference models are not there";
  const auto plan = plan_voice_id(model, embedded());
  const auto ids = ids_of(plan);
  EXPECT_EQ(ids.size(), plan.cases.size()) << "ids are not unique";
  EXPECT_TRUE(ids.contains("voice-id.UpdateDomain/success/minimal"));
  EXPECT_TRUE(ids.contains("voice-id.UpdateDomain/ResourceNotFoundException/unknown-domain-id"));
  EXPECT_TRUE(ids.contains("voice-id.UpdateDomain/validation/input.Name.type+number"));
  // A fixture says the same by hand: the generated one steps back.
  EXPECT_TRUE(ids.contains("voice-id.UpdateDomain/ValidationException/name-of-257-characters"));
  EXPECT_FALSE(ids.contains("voice-id.UpdateDomain/validation/input.Name.length.max+above"));
}

TEST(Plan, RunsBurstsBehindEverythingElse) {
  const auto model = voice_id();
  if (!model) GTEST_SKIP() << "the reference models are not there";
  const auto plan = plan_voice_id(model, embedded());
  ASSERT_FALSE(plan.cases.empty());
  EXPECT_EQ(plan.cases.back().id, "voice-id.UpdateDomain/ThrottlingException/burst");
  EXPECT_EQ(plan.cases.back().repeat, 6);
}

}  // namespace
}  // namespace hallmark::plan
