#include "plan/inference.h"

#include <gtest/gtest.h>

#include "plan/plan.h"
#include "plan/testing_models.h"

namespace hallmark::plan {
namespace {

TEST(Inference, MakesWhatAnUpdateNeeds) {
  const auto model = hotel();
  const auto inferred = infer_arrangement(model, *model.operation("UpdateRoom"), suite_without_file(model));
  ASSERT_EQ(inferred.arrange.size(), 1u);
  const auto& step = inferred.arrange.front();
  EXPECT_EQ(step.call, "CreateRoom");
  EXPECT_EQ(step.creates, "Room");
  EXPECT_EQ(step.keep.at("roomId"), "/Room/RoomId");
  EXPECT_TRUE(step.with.contains("Name") && step.with.contains("Beds"));
  EXPECT_EQ(inferred.base, (Json{{"RoomId", "${roomId}"}}));
  EXPECT_TRUE(inferred.unfilled.empty());
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

TEST(Inference, MakesNothingThatItCannotRemove) {
  auto model = hotel();
  std::erase(model.service.operations, "h#DeleteRoom");
  model.operations.erase("h#DeleteRoom");
  const auto inferred = infer_arrangement(model, *model.operation("UpdateRoom"), suite_without_file(model));
  EXPECT_TRUE(inferred.arrange.empty());
  EXPECT_EQ(inferred.unfilled, std::vector<std::string>{"RoomId"});
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
  if (!model) GTEST_SKIP() << "the reference models are not there";
  const auto inferred =
      infer_arrangement(*model, *model->operation("UpdateWatchlist"), suite_without_file(*model));
  ASSERT_EQ(inferred.arrange.size(), 2u);
  EXPECT_EQ(inferred.arrange[0].call, "CreateDomain");
  EXPECT_EQ(inferred.arrange[1].call, "CreateWatchlist");
  EXPECT_EQ(inferred.arrange[1].with["DomainId"], "${domainId}");
  EXPECT_EQ(inferred.base, (Json{{"DomainId", "${domainId}"}, {"WatchlistId", "${watchlistId}"}}));
  // The new name is a setting, not what identifies the domain.
  const auto update =
      infer_arrangement(*model, *model->operation("UpdateDomain"), suite_without_file(*model));
  EXPECT_EQ(update.base, (Json{{"DomainId", "${domainId}"}}));
}

TEST(Inference, ReadsVersionTagsAgainBeforeRemoval) {
  const auto model = reference_model("cloudfront", "2020-05-31");
  if (!model) GTEST_SKIP() << "the reference models are not there";
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
