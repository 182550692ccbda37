#include "plan/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "contract/smithy.h"
#include "core/testing.h"
#include "plan/cases/load.h"
#include "plan/fixtures.h"
#include "plan/generate/testing_behaviour.h"
#include "plan/generate/testing_models.h"
#include "plan/lint.h"

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

TEST(Plan, WhatAHostOfItsOwnAnswersIsAskedOfNoOther) {
  Case test;
  test.service = "s3";
  test.operation = "ListDirectoryBuckets";
  test.identity = "default";
  Target target = target_for_url("http://127.0.0.1:1");
  const Suite suite;
  EXPECT_EQ(why_not_on(target, test, suite),
            "a host of its own answers it: s3express-control.<region>.amazonaws.com");
  target.endpoints = {{"*", "builtin"}};
  EXPECT_EQ(why_not_on(target, test, suite), "");
  target.endpoints = {{"s3", "http://127.0.0.1:1"}, {"*", "builtin"}};
  EXPECT_NE(why_not_on(target, test, suite), "");
  test.operation = "ListBuckets";
  EXPECT_EQ(why_not_on(target, test, suite), "");
}

std::set<std::string> ids_of(const ServicePlan& plan) {
  std::set<std::string> ids;
  for (const auto& test : plan.cases) ids.insert(test.id);
  return ids;
}

TEST(Plan, PlansUpdateDomainFromFixturesAndContract) {
  const auto model = voice_id();
  if (!model) GTEST_SKIP() << core::absent("models/smithy");
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
  if (!model) GTEST_SKIP() << core::absent("models/smithy");
  const auto plan = plan_voice_id(model, embedded());
  ASSERT_FALSE(plan.cases.empty());
  EXPECT_EQ(plan.cases.back().id, "voice-id.UpdateDomain/ThrottlingException/burst");
  EXPECT_EQ(plan.cases.back().repeat, 6);
}

const Case& find(const ServicePlan& plan, const std::string& id) {
  for (const auto& test : plan.cases) {
    if (test.id == id) return test;
  }
  throw std::runtime_error("no case " + id);
}

TEST(Plan, SaysBeforehandWhatATargetCannotDo) {
  const auto model = std::make_shared<const contract::Model>(hotel());
  const auto plan = plan_service(model, suite_without_file(*model), {}, target_for_url("http://127.0.0.1:1"));
  EXPECT_EQ(find(plan, "hotel.CreateRoom/ValidationException/by-fault").skip, "the target offers no fault");
  EXPECT_EQ(find(plan, "hotel.CreateRoom/common/unsigned").skip, "the target does not verify signatures");
  EXPECT_EQ(find(plan, "hotel.CreateRoom/common/expired-signature").skip,
            "the target does not verify expiry");
  EXPECT_EQ(find(plan, "hotel.CreateRoom/success/minimal").skip, "");
  const auto able = plan_service(model, suite_without_file(*model), {}, embedded());
  for (const auto& test : able.cases) EXPECT_EQ(test.skip, "") << test.id;
}

TEST(Plan, NamesTheReasonOfEverySkippedCase) {
  const auto target = embedded();
  const Suite suite;
  Case test;
  test.identity = "nobody";
  EXPECT_EQ(why_not_on(target, test, suite), "the target has no identity \"nobody\"");
  test = {};
  test.limit = "Room";
  EXPECT_EQ(why_not_on(target, test, suite), "the target states no limit of Room");
  test = {};
  test.send = {{"Key", "${otherKey}"}};
  EXPECT_EQ(why_not_on(target, test, suite), "the target has no variable \"otherKey\"");
  test.arrange = {Step{.call = "X",
                       .with = {},
                       .keep = {{"otherKey", "/Y"}},
                       .until = {},
                       .identity = "default",
                       .expect = {},
                       .creates = {}}};
  EXPECT_EQ(why_not_on(target, test, suite), "");
  test = {};
  test.provoke = Provocation::rate;
  auto slow = target;
  slow.rate.reset();
  EXPECT_EQ(why_not_on(slow, test, suite), "the target states no rate");
  test = {};
  test.provoke = Provocation::identity;
  EXPECT_EQ(why_not_on(target_for_url("http://127.0.0.1:1"), test, suite),
            "the target does not verify permissions");
}

// Documents disagree about it, a fixture says; what is generated of the same promise accuses nobody either.
TEST(Plan, WhatAFixtureOnlyTellsOfIsNotDemandedElsewhere) {
  const auto model = std::make_shared<const contract::Model>(hotel());
  const auto before = plan_service(model, suite_without_file(*model), {}, embedded());
  const auto negative = std::find_if(before.cases.begin(), before.cases.end(), [](const Case& test) {
    return !test.constraint.empty() && !test.promises.empty() &&
           test.promises[0].find(" input.") != std::string::npos;
  });
  ASSERT_NE(negative, before.cases.end());
  Case fixture = *negative;
  fixture.id = "hotel.CreateRoom/ValidationException/by-hand";
  fixture.generated = false;
  fixture.constraint = "by-hand";
  fixture.tier = Tier::informative;
  const auto after = plan_service(model, suite_without_file(*model), {fixture}, embedded());
  std::size_t told = 0;
  for (const auto& test : after.cases) {
    const bool same = !test.constraint.empty() && test.promises == negative->promises;
    if (!test.constraint.empty()) {
      EXPECT_EQ(test.tier == Tier::informative, same) << test.id;
    }
    told += same ? 1 : 0;
  }
  EXPECT_GE(told, 1u);
}

TEST(Plan, OperationsThatCannotBeSentAreSkippedNamingWhatIsMissing) {
  auto model = hotel();
  model.operations.find("h#CreateRoom")->second.traits.erase(contract::trait::http);
  EXPECT_EQ(why_not_sendable(model, *model.operation("CreateRoom"), "aws.protocols#restJson1"),
            "the contract states no method and path");
  EXPECT_EQ(why_not_sendable(model, *model.operation("CreateRoom"), "aws.protocols#awsJson1_0"), "");
  EXPECT_EQ(why_not_sendable(model, *model.operation("CreateRoom"), ""),
            "the contract states no protocol; --protocol says which to speak");
}

TEST(Plan, StateFreeFirstTargetScopeLast) {
  const auto model = std::make_shared<const contract::Model>(hotel());
  auto target = embedded();
  target.fault_header.clear();
  target.fault_set = HttpCall{.method = "POST", .path = "/faults", .body = {}, .headers = {}};
  target.fault_clear = target.fault_set;
  Case limited;
  limited.id = "hotel.CreateRoom/ThrottlingException/limit";
  limited.operation = "CreateRoom";
  limited.group = group_of("ThrottlingException");
  limited.provoke = Provocation::state;
  limited.scope = Scope::account;
  const auto plan = plan_service(model, suite_without_file(*model), {limited}, target);
  int phase = 0;
  for (const auto& test : plan.cases) {
    const int now = test.scope == Scope::target    ? 3
                    : test.scope == Scope::account ? 2
                    : test.arrange.empty()         ? 0
                                                   : 1;
    EXPECT_GE(now, phase) << test.id;
    phase = std::max(phase, now);
  }
  EXPECT_EQ(phase, 3);
  EXPECT_EQ(find(plan, "hotel.CreateRoom/ValidationException/by-fault").scope, Scope::target);
}

TEST(Plan, WhatNeedsNothingBeforeIsMadeTwiceAllTheSame) {
  auto model =
      std::make_shared<const contract::Model>(testing_behaviour::library({"CreateBook", "DeleteBook"}, R"json(
    "l#CreateBook": {"type": "operation", "input": {"target": "l#In"}, "errors": [{"target": "l#BookAlreadyExists"}]},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#In"}},
    "l#In": {"type": "structure", "members": {
      "BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#BookAlreadyExists": {"type": "structure", "traits": {"smithy.api#error": "client"}})json"));
  const Suite suite = suite_without_file(*model);
  const ServicePlan plan = plan_service(model, suite, {}, embedded());
  const auto ids = ids_of(plan);
  EXPECT_EQ(ids.size(), plan.cases.size()) << "ids are not unique";
  EXPECT_TRUE(ids.contains("library.CreateBook/BookAlreadyExists/made-twice"));
  EXPECT_TRUE(ids.contains("library.CreateBook/success/minimal"));
}

TEST(Plan, AFixtureThatCannotRunLeavesTheFault) {
  const auto model = std::make_shared<const contract::Model>(hotel());
  Case burst;
  burst.id = "hotel.CreateRoom/ThrottlingException/burst";
  burst.operation = "CreateRoom";
  burst.group = group_of("ThrottlingException");
  burst.provoke = Provocation::rate;
  auto target = embedded();
  EXPECT_FALSE(ids_of(plan_service(model, suite_without_file(*model), {burst}, target))
                   .contains("hotel.CreateRoom/ThrottlingException/by-fault"));
  target.rate.reset();
  EXPECT_TRUE(ids_of(plan_service(model, suite_without_file(*model), {burst}, target))
                  .contains("hotel.CreateRoom/ThrottlingException/by-fault"));
}

TEST(Plan, AnIdIsOneCaseThoughItsFixtureCannotRun) {
  const auto model = std::make_shared<const contract::Model>(hotel());
  Case written;
  written.id = "hotel.CreateRoom/ThrottlingException/by-fault";
  written.operation = "CreateRoom";
  written.group = group_of("ThrottlingException");
  written.provoke = Provocation::fault;
  written.title = "as somebody wrote it";
  const auto plan =
      plan_service(model, suite_without_file(*model), {written}, target_for_url("http://127.0.0.1:1"));
  EXPECT_EQ(ids_of(plan).size(), plan.cases.size());
  EXPECT_EQ(find(plan, written.id).title, written.title);
}

TEST(Plan, SelectsAndStreamsTheSameCases) {
  const auto model = std::make_shared<const contract::Model>(hotel());
  PlanOptions options;
  options.selection = {.include = {"hotel.UpdateRoom"}, .exclude = {"*/common/*"}, .depth = Depth::thorough};
  const auto plan = plan_service(model, suite_without_file(*model), {}, embedded(), options);
  std::vector<std::string> streamed;
  plan_stream(model, suite_without_file(*model), {}, embedded(), options,
              [&](Case test) { streamed.push_back(test.id); });
  ASSERT_EQ(streamed.size(), plan.cases.size());
  EXPECT_GT(streamed.size(), 5u);
  for (std::size_t i = 0; i < streamed.size(); ++i) {
    EXPECT_EQ(streamed[i], plan.cases[i].id);
    EXPECT_TRUE(streamed[i].starts_with("hotel.UpdateRoom/"));
    EXPECT_EQ(streamed[i].find("/common/"), std::string::npos);
  }
}

class ProjectPlans : public testing::TestWithParam<SeedService> {};

TEST_P(ProjectPlans, ProvokeEveryListedException) {
  const auto model = reference_model(GetParam().service, GetParam().version, GetParam().seed);
  if (!model) GTEST_SKIP() << core::absent("models/smithy");
  const auto root = std::filesystem::path(HALLMARK_SOURCE_DIR);
  const auto suite = load_suite(root / "suites" / (std::string(GetParam().service) + ".suite.json"));
  auto target = embedded();
  target.limits = {{"VoiceConnectorGroup", 3}};
  target.variables["otherKmsKey"] = "k";
  for (const char* name : {"unauthorized", "expired", "default2"}) target.identities[name].name = name;
  const auto plan = plan_service(model, suite, load_fixtures(root / "fixtures", suite, *model), target);
  std::set<std::string> provoked;
  for (const auto& test : plan.cases) {
    if (test.skip.empty() && test.provoke != Provocation::none) provoked.insert(to_string(test.group));
    // What the arrangement keeps is all that a case may use.
    EXPECT_TRUE(test.skip.empty()) << test.id << ": " << test.skip;
  }
  for (const auto* error : contract::listed_errors(*model, *model->operation(GetParam().operation))) {
    EXPECT_TRUE(provoked.contains(std::string(error->name()))) << error->name();
  }
}

TEST(WhyNotOn, RisksNothingOnARemoteTargetUnasked) {
  Target target = target_for_url("http://127.0.0.1:1");
  Case test;
  test.service = "kms";
  test.operation = "CreateKey";
  EXPECT_EQ(why_not_on(target, test, {}), "") << "an emulator's keys cost nothing";
  target.remote = true;
  EXPECT_NE(why_not_on(target, test, {}).find("--allow permanent"), std::string::npos);
  test.operation = "DescribeKey";
  EXPECT_EQ(why_not_on(target, test, {}), "");
  test.arrange = {{.call = "CreateKey"}};
  EXPECT_NE(why_not_on(target, test, {}).find("--allow permanent"), std::string::npos);
  target.allowed = {"permanent"};
  EXPECT_EQ(why_not_on(target, test, {}), "");
  test.limit = "Key";
  target.limits["Key"] = 3;
  EXPECT_EQ(why_not_on(target, test, {}), "limits are not filled on a remote target");
}

INSTANTIATE_TEST_SUITE_P(Seeds, ProjectPlans, testing::ValuesIn(seed_services));

}  // namespace
}  // namespace hallmark::plan
