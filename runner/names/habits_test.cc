#include "names/habits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace hallmark::names {
namespace {

TEST(Habits, AreReadFromTheFileOfThisBuild) {
  const Habits& habits = Habits::standard();
  EXPECT_TRUE(habits.is_failure_list("FailedEntries"));
  EXPECT_TRUE(habits.is_failure_list("Failed"));
  EXPECT_FALSE(habits.is_failure_list("Successful"));
  for (const char* list :
       {"Failed", "UnprocessedGraphs", "unprocessedEndTimes", "buildsNotFound", "MissingBlueprints",
        "FailedScheduledActions", "SchemaVersionErrors", "collectionErrorDetails"})
    EXPECT_TRUE(habits.may_list_failures(list)) << list;
  EXPECT_FALSE(habits.is_failure_list("UnprocessedGraphs")) << "nothing is demanded of it";
  EXPECT_FALSE(habits.may_list_failures("MembershipDatasources"));
  EXPECT_NE(std::find(habits.final_states.begin(), habits.final_states.end(), "pendingdeletion"),
            habits.final_states.end());
  EXPECT_NE(std::find(habits.final_members.begin(), habits.final_members.end(), "DeletedDate"),
            habits.final_members.end());
}

TEST(Habits, KnowStatesThatNothingLeaves) {
  for (const char* ended : {"FAILED", "UPDATE_FAILED", "DeleteComplete", "Terminated"})
    EXPECT_TRUE(Habits::standard().has_ended(ended)) << ended;
  for (const char* on_the_way : {"IN_PROGRESS", "Deleting", "ACTIVE", "STOPPED", ""})
    EXPECT_FALSE(Habits::standard().has_ended(on_the_way)) << on_the_way;
}

TEST(Habits, FindWhatASuccessSaysWasRefused) {
  const auto failed = [](const char* output) {
    return Habits::standard().partial_failure(Json::parse(output));
  };
  EXPECT_EQ(failed(R"({"Successful": [], "Failed": [{"Id": "1"}]})"), "Failed");
  EXPECT_EQ(failed(R"({"FailedEntryCount": 1})"), "FailedEntryCount");
  EXPECT_EQ(failed(R"({"UnprocessedItems": {"table": []}})"), "UnprocessedItems");
  EXPECT_EQ(failed(R"({"errors": [1]})"), "errors");
  for (const char* whole : {R"({"Failed": [], "FailedEntryCount": 0, "UnprocessedItems": {}})",
                            R"({"Failed": "text", "FailureReason": "no"})", "[1]"}) {
    EXPECT_EQ(failed(whole), "") << whole;
  }
}

TEST(Habits, KnowWhatAwsAnswersThoughTheModelSaysOtherwise) {
  const Habits& habits = Habits::standard();
  EXPECT_TRUE(habits.answers_status_too("s3", "RestoreObject", 202));
  EXPECT_FALSE(habits.answers_status_too("s3", "RestoreObject", 201));
  EXPECT_FALSE(habits.answers_status_too("s3", "PutObject", 202));
  EXPECT_TRUE(habits.answers_error_status_too("sqs", "PurgeQueueInProgress", 403));
  EXPECT_FALSE(habits.answers_error_status_too("sqs", "QueueDoesNotExist", 403));
  EXPECT_FALSE(habits.answers_status_too("sqs", "PurgeQueue", 403)) << "no success";
  EXPECT_TRUE(habits.answers_member_too("acm", "ExportCertificate", "/PrivateKey"));
  EXPECT_FALSE(habits.answers_member_too("acm", "ExportCertificate", "/Certificate"));
  EXPECT_TRUE(habits.answers_member_too("emr", "DescribeCluster", "/Cluster/KerberosAttributes/Realm"));
  EXPECT_TRUE(habits.answers_member_too("mq", "ListBrokers", "/BrokerSummaries/0/EngineType")) << "each";
}

TEST(Habits, KnowThreeCallsOfTags) {
  const Habits& habits = Habits::standard();
  const auto rows = habits.tagging_with("UntagQueue");
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows.front().tags, "TagQueue");
  EXPECT_EQ(rows.front().untags, "UntagQueue");
  EXPECT_EQ(rows.front().lists, "ListQueueTags");
  EXPECT_EQ(habits.tagging_with("TagResource").front().lists, "ListTagsForResource");
  EXPECT_TRUE(habits.tagging_with("CreateQueue").empty());
  EXPECT_EQ(habits.tagging_act("TagQueue"), TagAct::tag);
  EXPECT_EQ(habits.tagging_act("UntagQueue"), TagAct::untag);
  EXPECT_EQ(habits.tagging_act("ListQueueTags"), TagAct::list);
  EXPECT_EQ(habits.tagging_act("ListQueues"), std::nullopt);
}

TEST(Habits, KnowWhatIsOfOneThing) {
  const Habits& habits = Habits::standard();
  EXPECT_TRUE(habits.same_thing("Queue", "QueueAttributes"));
  EXPECT_TRUE(habits.same_thing("FunctionConfiguration", "Function"));
  EXPECT_FALSE(habits.same_thing("User", "UserPolicy"));
}

TEST(Habits, KnowWhatMovesByItself) {
  const Habits& habits = Habits::standard();
  EXPECT_TRUE(habits.moves("ItemCount"));
  EXPECT_TRUE(habits.moves("approximateNumberOfMessages"));
  EXPECT_FALSE(habits.moves("Description"));
  EXPECT_TRUE(habits.is_creation_time("createdAt"));
  EXPECT_FALSE(habits.is_creation_time("updatedAt"));
  EXPECT_TRUE(habits.is_pending("inprogress"));
  EXPECT_FALSE(habits.is_pending("enabled"));
}

TEST(Habits, TellWhatAnExceptionSpeaksOf) {
  const struct {
    const char *exception, *subject;
  } rows[] = {{"DBInstanceNotFoundFault", "DBInstance"},
              {"NoSuchBucket", "Bucket"},
              {"QueueDoesNotExist", "Queue"},
              {"NonExistentQueue", "Queue"},
              {"InvalidGrantTokenException", "GrantToken"},
              {"MalformedPolicyDocument", "PolicyDocument"},
              {"SNSTopicArnNotFoundFault", "SNSTopicArn"},
              {"ResourceNotFoundException", "Resource"},
              {"NotFoundException", ""},
              {"BatchRequestTooLong", "BatchRequestTooLong"}};
  for (const auto& row : rows) EXPECT_EQ(Habits::standard().subject_of(row.exception), row.subject);
}

TEST(Habits, KnowATokenThatCameWithAnotherRequest) {
  const Habits& habits = Habits::standard();
  EXPECT_EQ(habits.behind(Habits::Says::twice, "DuplicateTagKeysException"), "TagKeysException");
  EXPECT_EQ(habits.behind(Habits::Says::twice, "TagKeysException"), std::nullopt);
  EXPECT_EQ(habits.behind(Habits::Says::malformed, "MalformedPolicyDocument"), "PolicyDocument");
  EXPECT_NE(habits.behind(Habits::Says::other_kind, "UnsupportedOperationException"), std::nullopt);
  EXPECT_EQ(habits.stem_of("ConflictException"), "Conflict");
  EXPECT_EQ(habits.stem_of("QueueDoesNotExist"), "QueueDoesNotExist");
  EXPECT_EQ(habits.stem_of("Exception"), "Exception");
  EXPECT_THAT(habits.called_malformed("Input"), ::testing::Contains("InvalidInputException"));
  EXPECT_TRUE(habits.says_token_reused("IdempotentParameterMismatchException"));
  EXPECT_TRUE(habits.says_token_reused("ClientTokenConflictException"));
  EXPECT_FALSE(habits.says_token_reused("InvalidNextTokenException"));
}

TEST(Habits, KnowOneOperationThatTagsAndTakesTagsAway) {
  const auto rows = Habits::standard().tagging_with("ChangeTagsForResource");
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows.front().untags, "ChangeTagsForResource");
  EXPECT_EQ(rows.front().adds, "AddTags");
  EXPECT_EQ(rows.front().removes, "RemoveTagKeys");
}

TEST(Habits, KnowWhatBringsAStateAboutAndWhatFailsInItsPlace) {
  const auto& makers = Habits::standard().state_makers;
  const auto disable =
      std::find_if(makers.begin(), makers.end(), [](const auto& row) { return row.begins == "Disable"; });
  ASSERT_NE(disable, makers.end());
  EXPECT_EQ(disable->says, (std::vector<std::string>{"disabled", "notenabled"}));
  EXPECT_TRUE(Habits::standard().is_failure_code("errorCode"));
  EXPECT_FALSE(Habits::standard().is_failure_code("Code"));
  EXPECT_TRUE(Habits::standard().is_failure_count("FailedEntryCount"));
}

TEST(Habits, KnowWhatGoesBackToItsDefault) {
  Habits habits = Habits::standard();
  habits.defaults = {{.service = "shop", .name = "BoxColour"}};
  EXPECT_TRUE(habits.has_default("shop", "BoxColour"));
  EXPECT_FALSE(habits.has_default("shop", "Box"));
  EXPECT_FALSE(habits.has_default("other", "BoxColour"));
  EXPECT_FALSE(Habits::standard().defaults.empty());
}

TEST(Habits, KnowWhatGoesOnWithWhatIsMarkedForRemoval) {
  const Habits& habits = Habits::standard();
  EXPECT_TRUE(habits.goes_on("kms", "RevokeGrant"));
  EXPECT_FALSE(habits.goes_on("kms", "TagResource"));
  EXPECT_FALSE(habits.goes_on("shop", "RevokeGrant"));
}

TEST(Habits, KnowWhatGivesAThingAnotherNameAndWhereChangesWait) {
  const Habits& habits = Habits::standard();
  EXPECT_TRUE(habits.renames("NewUserName"));
  EXPECT_TRUE(habits.renames("newName"));
  EXPECT_FALSE(habits.renames("NewsId"));
  EXPECT_FALSE(habits.renames("New"));
  EXPECT_TRUE(habits.is_pending_member("PendingModifiedValues"));
  EXPECT_FALSE(habits.is_pending_member("Status"));
  EXPECT_TRUE(habits.moves("LatestRevision"));
}

}  // namespace
}  // namespace hallmark::names
