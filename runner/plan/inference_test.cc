#include "plan/inference.h"

#include <gtest/gtest.h>

#include "core/testing.h"
#include "plan/generate/testing_models.h"
#include "plan/plan.h"
#include "plan/testing_inference.h"

namespace hallmark::plan {
namespace {

TEST(Inference, MakesWhatAnUpdateNeeds) {
  const auto model = hotel();
  const auto inferred = inferred_for(model, "UpdateRoom", suite_without_file(model));
  ASSERT_EQ(inferred.arrange.size(), 1u);
  const auto& step = inferred.arrange.front();
  EXPECT_EQ(step.call, "CreateRoom");
  EXPECT_EQ(step.creates, "Room");
  EXPECT_EQ(step.keep.at("roomId"), "/Room/RoomId");
  EXPECT_TRUE(step.with.contains("Name") && step.with.contains("Beds"));
  EXPECT_EQ(inferred.base, (Json{{"RoomId", "${roomId}"}}));
}

TEST(Inference, KnowsHowToRemoveAndWhenItIsGone) {
  const auto model = hotel();
  const auto recipe = infer_recipe(model, *model.operation("CreateRoom"), suite_without_file(model));
  ASSERT_TRUE(recipe);
  ASSERT_EQ(recipe->remove.size(), 1u);
  EXPECT_EQ(recipe->remove.front().call, "DeleteRoom");
  EXPECT_EQ(recipe->remove.front().with, (Json{{"RoomId", "${roomId}"}}));
  EXPECT_EQ(recipe->gone, "RoomNotFoundException");
}

// EC2 takes LaunchTemplateId or LaunchTemplateName and requires neither: without one it removes nothing.
TEST(Inference, RemovesByAnIdentifierThatIsNotRequired) {
  auto model = hotel();
  const auto& remove = *model.operation("DeleteRoom");
  auto& input = model.shapes.at(remove.input);
  for (auto& member : input.members) member.traits = {};
  input.members.insert(input.members.begin(),
                       {.name = "RoomName", .target = "smithy.api#String", .traits = {}});
  input.members.insert(input.members.begin(),
                       {.name = "DryRun", .target = "smithy.api#Boolean", .traits = {}});
  const auto recipe = infer_recipe(model, *model.operation("CreateRoom"), suite_without_file(model));
  ASSERT_TRUE(recipe);
  ASSERT_EQ(recipe->remove.size(), 1u);
  EXPECT_EQ(recipe->remove.front().with, (Json{{"RoomId", "${roomId}"}}));
  EXPECT_EQ(recipe->keep.at("roomId"), "/Room/RoomId");
}

// Provisioned concurrency is put for a qualifier of a function, and read by both.
TEST(Inference, AsksForWhatWasMadeUnderItsQualifier) {
  auto model = hotel();
  const auto qualify = [&](const char* operation) {
    auto& input = model.shapes.at(model.operation(operation)->input);
    input.members.push_back({.name = "Wing", .target = "h#RoomName", .traits = {}});
    input.members.back().traits.set("smithy.api#required");
  };
  for (const char* operation : {"CreateRoom", "UpdateRoom", "GetRoom"}) qualify(operation);
  const auto read = inferred_for(model, "GetRoom", suite_without_file(model));
  ASSERT_EQ(read.arrange.size(), 1u);
  EXPECT_TRUE(read.arrange[0].with.contains("Wing"));
  EXPECT_EQ(read.base.value("Wing", Json()), read.arrange[0].with.value("Wing", Json()));
  const auto change = inferred_for(model, "UpdateRoom", suite_without_file(model));
  EXPECT_FALSE(change.base.contains("Wing")) << "a change may send another";
}

TEST(Inference, MakesNothingThatItCannotRemove) {
  auto model = hotel();
  std::erase(model.service.operations, "h#DeleteRoom");
  model.operations.erase("h#DeleteRoom");
  const auto inferred = inferred_for(model, "UpdateRoom", suite_without_file(model));
  EXPECT_TRUE(inferred.arrange.empty());
}

TEST(Inference, LeavesWhatTheSuiteSaysAlone) {
  const auto model = hotel();
  auto suite = suite_without_file(model);
  suite.base["UpdateRoom"] = {{"RoomId", "room-00000000"}};
  const auto result = with_inferred(model, suite);
  EXPECT_FALSE(result.arrange.contains("UpdateRoom"));
  EXPECT_EQ(result.base.at("UpdateRoom"), suite.base.at("UpdateRoom"));
  EXPECT_TRUE(result.arrange.contains("GetRoom"));
  EXPECT_EQ(result.resources.at("Room").create_call, "CreateRoom");
  EXPECT_FALSE(result.arrange.contains("CreateRoom"));
  EXPECT_FALSE(result.arrange.contains("ListRooms"));
}

TEST(Inference, FollowsChainsInReferenceModels) {
  const auto model = reference_model("voice-id", "2021-09-27");
  if (!model) GTEST_SKIP() << core::absent("models/smithy");
  const auto inferred = inferred_for(*model, "UpdateWatchlist", suite_without_file(*model));
  ASSERT_EQ(inferred.arrange.size(), 2u);
  EXPECT_EQ(inferred.arrange[0].call, "CreateDomain");
  EXPECT_EQ(inferred.arrange[1].call, "CreateWatchlist");
  EXPECT_EQ(inferred.arrange[1].with["DomainId"], "${domainId}");
  EXPECT_EQ(inferred.base, (Json{{"DomainId", "${domainId}"}, {"WatchlistId", "${watchlistId}"}}));
  // The new name is a setting, not what identifies the domain.
  const auto update = inferred_for(*model, "UpdateDomain", suite_without_file(*model));
  EXPECT_EQ(update.base, (Json{{"DomainId", "${domainId}"}}));
}

TEST(Inference, MarksWhatNobodyWrote) {
  const auto model = hotel();
  auto suite = suite_without_file(model);
  suite.base["UpdateRoom"] = {{"RoomId", "room-00000000"}};
  EXPECT_EQ(with_inferred(model, suite).inferred,
            (std::set<std::string>{"CreateRoom", "DeleteRoom", "GetRoom", "ListRooms"}));
}

TEST(Inference, MakesThingsAsTheSuiteSaysThatTheyAreMade) {
  const auto model = hotel();
  auto suite = suite_without_file(model);
  suite.base["CreateRoom"] = {{"Name", "suite-${unique}"}, {"Beds", 2}, {"Kind", "SUITE"}};
  const auto inferred = inferred_for(model, "GetRoom", suite);
  ASSERT_EQ(inferred.arrange.size(), 1u);
  EXPECT_EQ(inferred.arrange[0].with, suite.base["CreateRoom"]);
}

// What no name shows a row tells: the call before, and what is taken from it.
TEST(Inference, TakesValuesFromTheCallsThatRulesName) {
  const auto model = hotel();
  auto suite = suite_without_file(model);
  suite.values =
      names::ValueRules::read(Json::parse(R"({"answered": [{"service": "hotel", "operation": "ListRooms",
    "members": ["NextToken"], "by": "GetRoom", "take": {"room": "/Room/RoomId"}, "value": "at ${room}",
    "source": "test"}]})"));
  const auto inferred = inferred_for(model, "ListRooms", suite);
  ASSERT_EQ(inferred.arrange.size(), 2u);
  EXPECT_EQ(inferred.arrange[0].call, "CreateRoom");
  EXPECT_EQ(inferred.arrange[1].call, "GetRoom");
  EXPECT_EQ(inferred.arrange[1].keep.at("room"), "/Room/RoomId");
  EXPECT_EQ(inferred.base, (Json{{"NextToken", "at ${room}"}}));
}

TEST(Inference, LeavesToRulesWhatTheyTellOfAnOperation) {
  const auto model = hotel();
  auto suite = suite_without_file(model);
  const auto rules = [](const char* certainty) {
    return names::ValueRules::read(Json::parse(
        std::string(R"({"made": [{"service": "hotel", "operation": "GetRoom", "members": ["RoomId"],
          "value": "room-00000000", "source": "test", "certainty": ")") +
        certainty + R"("}]})"));
  };
  suite.values = rules("known");
  EXPECT_EQ(inferred_for(model, "GetRoom", suite).base, Json::object());
  suite.values = rules("open");
  EXPECT_TRUE(inferred_for(model, "GetRoom", suite).base.contains("RoomId"));
}

// … and so do removals.
TEST(Inference, RemovesByWhatRulesTake) {
  const auto model = hotel();
  auto suite = suite_without_file(model);
  suite.values =
      names::ValueRules::read(Json::parse(R"({"answered": [{"service": "hotel", "operation": "DeleteRoom",
    "members": ["RoomId"], "by": "CreateRoom", "take": {"place": "/Room/Name"}, "value": "${last.place}",
    "source": "test"}]})"));
  const auto recipe = infer_recipe(model, *model.operation("CreateRoom"), suite);
  ASSERT_TRUE(recipe);
  EXPECT_EQ(recipe->keep, (std::map<std::string, std::string>{{"place", "/Room/Name"}}));
  EXPECT_EQ(recipe->remove.back().with, (Json{{"RoomId", "${last.place}"}}));
}

struct KeptRow {
  const char* service;
  const char* version;
  const char* operation;
  std::vector<std::string> calls;
  std::map<std::string, std::string> base;  // member -> where the last call that keeps it found it
};
class KeptIdentifiers : public ::testing::TestWithParam<KeptRow> {};
TEST_P(KeptIdentifiers, ComeFromAnswersOrFromWhatTheCallerNamed) {
  const auto& row = GetParam();
  const auto path =
      core::shared_data(std::string("models/smithy/") + row.service + "-" + row.version + ".json");
  if (!path) GTEST_SKIP() << core::absent("models/smithy");
  const auto model = contract::read_smithy(core::load_json(*path));
  const auto inferred = inferred_for(model, row.operation, suite_without_file(model));
  std::vector<std::string> calls;
  std::map<std::string, std::string> kept;
  for (const auto& step : inferred.arrange) {
    calls.push_back(step.call);
    kept.insert(step.keep.begin(), step.keep.end());
  }
  EXPECT_EQ(calls, row.calls);
  for (const auto& [member, pointer] : row.base) {
    ASSERT_TRUE(inferred.base.contains(member)) << member;
    const auto variable = inferred.base[member].get<std::string>();
    EXPECT_EQ(kept[variable.substr(2, variable.size() - 3)], pointer) << member;
  }
}
INSTANTIATE_TEST_SUITE_P(
    Rows, KeptIdentifiers,
    ::testing::Values(
        KeptRow{"s3", "2006-03-01", "GetBucketAcl", {"CreateBucket"}, {{"Bucket", "/Bucket"}}},
        KeptRow{"s3",
                "2006-03-01",
                "GetObject",
                {"CreateBucket", "PutObject"},
                {{"Bucket", "/Bucket"}, {"Key", "/Key"}}},
        KeptRow{"s3", "2006-03-01", "PutObjectTagging", {"CreateBucket", "PutObject"}, {{"Key", "/Key"}}},
        KeptRow{"s3", "2006-03-01", "PutObject", {"CreateBucket"}, {{"Bucket", "/Bucket"}}},
        KeptRow{"kms", "2014-11-01", "DescribeKey", {"CreateKey"}, {{"KeyId", "/KeyMetadata/KeyId"}}},
        KeptRow{"kms", "2014-11-01", "CreateAlias", {"CreateKey"}, {{"TargetKeyId", "/KeyMetadata/KeyId"}}},
        KeptRow{"sqs", "2012-11-05", "SendMessage", {"CreateQueue"}, {{"QueueUrl", "/QueueUrl"}}},
        KeptRow{"sns", "2010-03-31", "ListTagsForResource", {"CreateTopic"}, {{"ResourceArn", "/TopicArn"}}},
        KeptRow{"dynamodb",
                "2012-08-10",
                "DescribeTable",
                // A table is not there at once.
                {"CreateTable", "DescribeTable"},
                {{"TableName", "/TableDescription/TableName"}}},
        KeptRow{"iam",
                "2010-05-08",
                "AttachUserPolicy",
                {"CreatePolicy", "CreateUser"},
                {{"UserName", "/User/UserName"}, {"PolicyArn", "/Policy/Arn"}}}));

TEST(Inference, ReadsVersionTagsAgainBeforeRemoval) {
  const auto model = reference_model("cloudfront", "2020-05-31");
  if (!model) GTEST_SKIP() << core::absent("models/smithy");
  const auto recipe =
      infer_recipe(*model, *model->operation("CreateConnectionGroup"), suite_without_file(*model));
  ASSERT_TRUE(recipe);
  ASSERT_EQ(recipe->remove.size(), 2u);
  EXPECT_EQ(recipe->remove[0].call, "GetConnectionGroup");
  EXPECT_EQ(recipe->remove[1].call, "DeleteConnectionGroup");
  EXPECT_EQ(recipe->remove[0].keep.begin()->second, "/ETag");
  EXPECT_EQ(recipe->remove[1].with["IfMatch"], "${" + recipe->remove[0].keep.begin()->first + "}");
}

}  // namespace
}  // namespace hallmark::plan
