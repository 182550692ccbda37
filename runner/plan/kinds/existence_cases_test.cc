#include "plan/kinds/existence_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "plan/generate/generate.h"
#include "plan/generate/testing_behaviour.h"
#include "plan/generate/testing_models.h"
#include "plan/inference.h"
#include "plan/plan.h"

namespace hallmark::plan {
namespace {

using testing::Contains;
using testing::ElementsAre;

// Topics with subscriptions below them, in the ways that AWS names such things.
contract::Model topics() {
  static constexpr std::string_view text = R"json({
    "smithy": "2.0",
    "shapes": {
      "t#Topics": {"type": "service", "version": "1", "operations": [
          {"target": "t#CreateTopic"}, {"target": "t#GetTopic"}, {"target": "t#DeleteTopic"}, {"target": "t#DescribeTopics"},
          {"target": "t#UpdateTopic"}, {"target": "t#CreateRule"}, {"target": "t#DeleteRule"}, {"target": "t#GetTopics"}],
        "traits": {"aws.api#service": {"sdkId": "Topics"}, "aws.protocols#awsJson1_1": {}}},
      "t#CreateTopic": {"type": "operation", "input": {"target": "t#CreateTopicIn"}, "output": {"target": "t#TopicOut"},
        "errors": [{"target": "t#TopicAlreadyExistsException"}]},
      "t#GetTopic": {"type": "operation", "input": {"target": "t#TopicIn"}, "output": {"target": "t#TopicOut"},
        "errors": [{"target": "t#TopicNotFoundException"}]},
      "t#UpdateTopic": {"type": "operation", "input": {"target": "t#TopicIn"},
        "errors": [{"target": "t#TopicNotFoundException"}]},
      "t#DeleteTopic": {"type": "operation", "input": {"target": "t#TopicIn"},
        "errors": [{"target": "t#TopicNotFoundException"}, {"target": "t#TopicInUseException"}]},
      "t#DescribeTopics": {"type": "operation", "input": {"target": "t#DescribeIn"}, "output": {"target": "t#DescribeOut"},
        "errors": [{"target": "t#TopicNotFoundException"}]},
      "t#GetTopics": {"type": "operation", "input": {"target": "t#DescribeIn"}, "output": {"target": "t#TellOut"},
        "errors": [{"target": "t#TopicNotFoundException"}]},
      "t#TellOut": {"type": "structure", "members": {"UnprocessedTopics": {"target": "t#Ids"}}},
      "t#CreateRule": {"type": "operation", "input": {"target": "t#CreateRuleIn"}, "output": {"target": "t#RuleOut"},
        "errors": [{"target": "t#TopicNotFoundException"}]},
      "t#DeleteRule": {"type": "operation", "input": {"target": "t#RuleIn"},
        "errors": [{"target": "t#RuleNotFoundException"}, {"target": "t#TopicNotFoundException"}]},
      "t#CreateTopicIn": {"type": "structure", "members": {
        "TopicName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "Description": {"target": "smithy.api#String"}}},
      "t#TopicIn": {"type": "structure", "members": {"TopicId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#TopicOut": {"type": "structure", "members": {"TopicId": {"target": "smithy.api#String"}}},
      "t#DescribeIn": {"type": "structure", "members": {"TopicIds": {"target": "t#Ids"}, "Owner": {"target": "smithy.api#String"}}},
      "t#DescribeOut": {"type": "structure", "members": {"Topics": {"target": "t#Ids"}, "Failures": {"target": "t#Ids"}}},
      "t#CreateRuleIn": {"type": "structure", "members": {
        "RuleName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "TopicId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#RuleIn": {"type": "structure", "members": {
        "RuleId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "TopicId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#RuleOut": {"type": "structure", "members": {"RuleId": {"target": "smithy.api#String"}}},
      "t#Ids": {"type": "list", "member": {"target": "smithy.api#String"}},
      "t#TopicAlreadyExistsException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
      "t#TopicNotFoundException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
      "t#RuleNotFoundException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
      "t#TopicInUseException": {"type": "structure", "traits": {"smithy.api#error": "client"}}
    }})json";
  return contract::read_smithy(core::load_json_text(std::string(text), "topics.json"));
}

// Groups with policies that are put into them.
contract::Model groups() {
  static constexpr std::string_view text = R"json({
    "smithy": "2.0",
    "shapes": {
      "t#Groups": {"type": "service", "version": "1", "operations": [
          {"target": "t#CreateGroup"}, {"target": "t#DeleteGroup"}, {"target": "t#UpdateGroup"}, {"target": "t#PutGroupPolicy"},
          {"target": "t#DeleteGroupPolicy"}, {"target": "t#ListGroupPolicies"}, {"target": "t#AddPermission"}, {"target": "t#RestoreGroup"},
          {"target": "t#PublishGroup"}, {"target": "t#StartJob"}, {"target": "t#StopJob"}, {"target": "t#GetJob"}],
        "traits": {"aws.api#service": {"sdkId": "Groups"}, "aws.protocols#awsJson1_1": {}}},
      "t#CreateGroup": {"type": "operation", "input": {"target": "t#GroupIn"}},
      "t#DeleteGroup": {"type": "operation", "input": {"target": "t#GroupIn"}, "errors": [{"target": "t#NotFoundException"}]},
      "t#UpdateGroup": {"type": "operation", "input": {"target": "t#UpdateIn"}, "errors": [{"target": "t#NotFoundException"}]},
      "t#PutGroupPolicy": {"type": "operation", "input": {"target": "t#PutIn"}, "errors": [{"target": "t#NotFoundException"}]},
      "t#DeleteGroupPolicy": {"type": "operation", "input": {"target": "t#PolicyIn"}, "errors": [{"target": "t#NotFoundException"}]},
      "t#ListGroupPolicies": {"type": "operation", "input": {"target": "t#GroupIn"}, "output": {"target": "t#ListOut"}},
      "t#AddPermission": {"type": "operation", "input": {"target": "t#AddIn"}, "errors": [{"target": "t#NotFoundException"}]},
      "t#RestoreGroup": {"type": "operation", "input": {"target": "t#RestoreIn"},
        "errors": [{"target": "t#NotFoundException"}, {"target": "t#GroupAlreadyExistsException"}]},
      "t#PublishGroup": {"type": "operation", "input": {"target": "t#PublishIn"}, "errors": [{"target": "t#NotFoundException"}]},
      "t#StartJob": {"type": "operation", "input": {"target": "t#StartIn"}, "output": {"target": "t#JobIn"}},
      "t#StartIn": {"type": "structure", "members": {"RoleArn": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#StopJob": {"type": "operation", "input": {"target": "t#JobIn"}, "errors": [{"target": "t#NotFoundException"}]},
      "t#GetJob": {"type": "operation", "input": {"target": "t#JobIn"}, "output": {"target": "t#JobIn"},
        "errors": [{"target": "t#NotFoundException"}]},
      "t#JobIn": {"type": "structure", "members": {"JobId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#GroupIn": {"type": "structure", "members": {"GroupName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#UpdateIn": {"type": "structure", "members": {
        "GroupName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "Name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#PolicyIn": {"type": "structure", "members": {
        "GroupName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "PolicyName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#PutIn": {"type": "structure", "members": {
        "GroupName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "PolicyName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "PolicyDocument": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#ListOut": {"type": "structure", "members": {"PolicyNames": {"target": "t#Names"}}},
      "t#AddIn": {"type": "structure", "members": {
        "GroupName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "StatementId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "SourceArn": {"target": "smithy.api#String"}}},
      "t#RestoreIn": {"type": "structure", "members": {
        "GroupId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#PublishIn": {"type": "structure", "members": {
        "LayerName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#Names": {"type": "list", "member": {"target": "smithy.api#String"}},
      "t#NotFoundException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
      "t#GroupAlreadyExistsException": {"type": "structure", "traits": {"smithy.api#error": "client"}}
    }})json";
  return contract::read_smithy(core::load_json_text(std::string(text), "groups.json"));
}

std::map<std::string, Case> cases_of(const contract::Model& model, const std::string& operation) {
  const Suite suite = with_inferred(model, suite_without_file(model));
  std::map<std::string, Case> found;
  (void)generate(model, *model.operation(operation), suite, {.depth = Depth::quick}, [&](Case test) {
    if (!test.behaviour.kind.empty() && test.behaviour.kind != "steady")
      found.emplace(test.id.substr(test.id.find('/') + 1), std::move(test));
  });
  return found;
}

std::vector<std::string> ids(const std::map<std::string, Case>& cases) {
  std::vector<std::string> found;
  for (const auto& [id, test] : cases) found.push_back(id);
  return found;
}

std::vector<std::string> exceptions(const Case& test) {
  std::vector<std::string> names;
  for (const Outcome& outcome : test.expect) names.push_back(outcome.nothing ? "nothing" : outcome.exception);
  return names;
}

TEST(Existence, AsksForWhatIsNotThereAndForWhatWasRemoved) {
  const auto model = topics();
  const auto read = cases_of(model, "GetTopic");
  EXPECT_THAT(ids(read),
              ElementsAre("TopicNotFoundException/gone", "TopicNotFoundException/unknown-TopicId"));
  const Case& unknown = read.at("TopicNotFoundException/unknown-TopicId");
  EXPECT_EQ(unknown.send["TopicId"], "${unlike.topicId}");
  EXPECT_EQ(unknown.promises, std::vector<std::string>{"topics.GetTopic behaviour.unknown TopicId"});
  EXPECT_THAT(exceptions(unknown), ElementsAre("TopicNotFoundException", "nothing"));
  EXPECT_TRUE(unknown.behaviour.stated);
  ASSERT_TRUE(unknown.behaviour.unarranged);
  EXPECT_EQ(unknown.behaviour.unarranged->at("TopicId").get<std::string>().find("${unlike"),
            std::string::npos);
  const Case& gone = read.at("TopicNotFoundException/gone");
  ASSERT_EQ(gone.arrange.size(), 2U);
  EXPECT_EQ(gone.arrange.back().call, "DeleteTopic");
}

// Of things that may be asked for by name an exception says that one is not there: an empty list does not.
TEST(Existence, HoldsAListToItsOwnException) {
  const auto clusters = [](const char* exception) {
    return contract::read_smithy(core::load_json_text(
        std::string(R"json({"smithy": "2.0", "shapes": {
      "t#Clusters": {"type": "service", "version": "1", "operations": [
          {"target": "t#CreateCluster"}, {"target": "t#DeleteCluster"}, {"target": "t#DescribeClusters"}],
        "traits": {"aws.api#service": {"sdkId": "Clusters"}, "aws.protocols#awsJson1_1": {}}},
      "t#CreateCluster": {"type": "operation", "input": {"target": "t#Name"}},
      "t#DeleteCluster": {"type": "operation", "input": {"target": "t#Name"}},
      "t#Name": {"type": "structure", "members": {"ClusterName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#DescribeClusters": {"type": "operation", "input": {"target": "t#In"}, "output": {"target": "t#Out"},
        "errors": [{"target": "t#)json") +
            exception + R"json("}]},
      "t#In": {"type": "structure", "members": {"ClusterName": {"target": "smithy.api#String"}, "NodeId": {"target": "smithy.api#String"}}},
      "t#Out": {"type": "structure", "members": {"Clusters": {"target": "t#Names"}}},
      "t#Names": {"type": "list", "member": {"target": "smithy.api#String"}},
      "t#)json" +
            exception + R"json(": {"type": "structure", "traits": {"smithy.api#error": "client"}}}})json",
        "clusters.json"));
  };
  const auto own = cases_of(clusters("ClusterNotFoundException"), "DescribeClusters");
  ASSERT_THAT(ids(own), Contains("ClusterNotFoundException/unknown-ClusterName"));
  const Case& test = own.at("ClusterNotFoundException/unknown-ClusterName");
  EXPECT_THAT(exceptions(test), ElementsAre("ClusterNotFoundException"));
  EXPECT_FALSE(test.behaviour.stated);
  const auto other = cases_of(clusters("NodeNotFoundException"), "DescribeClusters");
  ASSERT_THAT(ids(other), Contains("NodeNotFoundException/unknown-NodeId"));
  EXPECT_THAT(exceptions(other.at("NodeNotFoundException/unknown-NodeId")), Contains("nothing"))
      << "of another thing's there may be none";
}

// What a request brings into being has no name before, whatever not-found exception the operation lists.
TEST(Existence, AsksForNothingThatTheRequestBringsAbout) {
  const auto model = groups();
  const auto unknown = [&](const std::string& operation) {
    std::vector<std::string> found;
    for (const auto& [id, test] : cases_of(model, operation)) {
      if (test.behaviour.kind == "unknown")
        found.push_back(test.name.substr(8) + (test.behaviour.stated ? "" : " by name"));
    }
    return found;
  };
  EXPECT_THAT(unknown("UpdateGroup"), ElementsAre("GroupName")) << "Name is the new one";
  EXPECT_THAT(unknown("PutGroupPolicy"), ElementsAre("GroupName"));
  EXPECT_THAT(unknown("AddPermission"), ElementsAre("GroupName", "StatementId by name"));
  EXPECT_THAT(unknown("RestoreGroup"), ElementsAre()) << "it may exist already: it is the new one's";
  EXPECT_THAT(unknown("PublishGroup"), ElementsAre());
  EXPECT_THAT(unknown("StartJob"), ElementsAre()) << "roles are another service's, and nothing is listed";
}

// What knowledge or another service gives is there: only something unlike it is unknown.
TEST(Existence, TakesNothingForUnknownThatIsThere) {
  const contract::Model model =
      contract::read_smithy(core::load_json_text(R"json({"smithy": "2.0", "shapes": {
      "t#Ssm": {"type": "service", "version": "1", "operations": [{"target": "t#SendCommand"}, {"target": "t#StartSession"}],
        "traits": {"aws.api#service": {"sdkId": "SSM"}, "aws.protocols#awsJson1_1": {}}},
      "t#SendCommand": {"type": "operation", "input": {"target": "t#SendIn"}, "errors": [{"target": "t#DocumentNotFoundException"}]},
      "t#StartSession": {"type": "operation", "input": {"target": "t#StartIn"}, "errors": [{"target": "t#RoleNotFoundException"}]},
      "t#SendIn": {"type": "structure", "members": {"DocumentName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#StartIn": {"type": "structure", "members": {"RoleArn": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#DocumentNotFoundException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
      "t#RoleNotFoundException": {"type": "structure", "traits": {"smithy.api#error": "client"}}}})json",
                                                 "ssm.json"));
  const auto sent = cases_of(model, "SendCommand");
  ASSERT_TRUE(sent.contains("DocumentNotFoundException/unknown-DocumentName"));
  const Json& name = sent.at("DocumentNotFoundException/unknown-DocumentName").send["DocumentName"];
  EXPECT_TRUE(name.get<std::string>().starts_with("AWS-Run")) << name;
  EXPECT_NE(name, "AWS-RunShellScript");
  const auto started = cases_of(model, "StartSession");
  ASSERT_TRUE(started.contains("RoleNotFoundException/unknown-RoleArn"));
  const Case& role = started.at("RoleNotFoundException/unknown-RoleArn");
  EXPECT_EQ(role.send["RoleArn"], "${unlike.shared.role}");
  EXPECT_FALSE(role.behaviour.stated) << "who looks up another service's things no contract shows";
}

TEST(Existence, ExpectsNothingGoneThatWasOnlyStopped) {
  EXPECT_THAT(ids(cases_of(groups(), "GetJob")), ElementsAre("NotFoundException/unknown-JobId"));
}

TEST(Lists, TellOneThingFromTheNextByWhatIsItsOwn) {
  const auto cases = cases_of(groups(), "ListGroupPolicies");
  const Case& test = cases.at("behaviour/listed");
  ASSERT_TRUE(test.walk);
  EXPECT_THAT(test.walk->once, ElementsAre("groupPolicyPolicyName.1", "groupPolicyPolicyName.2"))
      << "not by the group's";
}

TEST(Existence, LetsRemovalOfNothingSucceedAndChangesNot) {
  const auto model = topics();
  EXPECT_THAT(exceptions(cases_of(model, "DeleteTopic").at("TopicNotFoundException/unknown-TopicId")),
              ElementsAre("TopicNotFoundException", ""));
  EXPECT_THAT(exceptions(cases_of(model, "UpdateTopic").at("TopicNotFoundException/unknown-TopicId")),
              ElementsAre("TopicNotFoundException"));
}

TEST(Existence, TellsNounsApart) {
  const auto cases = cases_of(topics(), "DeleteRule");
  EXPECT_THAT(exceptions(cases.at("RuleNotFoundException/unknown-RuleId")),
              ElementsAre("RuleNotFoundException", ""));
  // That there is no such topic is no reason to say that its rule was removed.
  const Case& of_nothing = cases.at("TopicNotFoundException/unknown-TopicId");
  EXPECT_THAT(exceptions(of_nothing), ElementsAre("TopicNotFoundException"));
  EXPECT_FALSE(of_nothing.behaviour.stated);
}

// Buckets and copies of them, under keys that may be named.
contract::Model buckets() {
  static constexpr std::string_view text = R"json({
    "smithy": "2.0",
    "shapes": {
      "t#Buckets": {"type": "service", "version": "1", "operations": [
          {"target": "t#CreateBucket"}, {"target": "t#DeleteBucket"}, {"target": "t#CopyBucket"}, {"target": "t#CreateKey"},
          {"target": "t#DeleteKey"}, {"target": "t#TagResource"}],
        "traits": {"aws.api#service": {"sdkId": "Buckets"}, "aws.protocols#awsJson1_1": {}}},
      "t#CreateBucket": {"type": "operation", "input": {"target": "t#BucketIn"},
        "errors": [{"target": "t#KeyNotFoundException"}, {"target": "t#SslPolicyNotFoundException"}, {"target": "t#ZoneNotFound"},
                   {"target": "t#BucketAlreadyExistsException"}]},
      "t#DeleteBucket": {"type": "operation", "input": {"target": "t#DeleteIn"}},
      "t#CopyBucket": {"type": "operation", "input": {"target": "t#CopyIn"},
        "errors": [{"target": "t#BucketNotFoundException"}, {"target": "t#BucketAlreadyExistsException"}]},
      "t#CreateKey": {"type": "operation", "input": {"target": "t#KeyIn"}, "output": {"target": "t#KeyOut"}},
      "t#DeleteKey": {"type": "operation", "input": {"target": "t#KeyIn"}},
      "t#TagResource": {"type": "operation", "input": {"target": "t#TagIn"}, "errors": [{"target": "t#BucketNotFoundException"}]},
      "t#BucketIn": {"type": "structure", "members": {
        "BucketName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "KeyName": {"target": "smithy.api#String"}, "SslPolicy": {"target": "smithy.api#String"}, "Zones": {"target": "t#Zones"},
        "OwnerName": {"target": "smithy.api#String"}}},
      "t#DeleteIn": {"type": "structure", "members": {
        "BucketName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#CopyIn": {"type": "structure", "members": {
        "SourceBucketName": {"target": "smithy.api#String"},
        "TargetBucketName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#Zones": {"type": "list", "member": {"target": "smithy.api#String"}},
      "t#ZoneNotFound": {"type": "structure", "traits": {"smithy.api#error": "client"}},
      "t#KeyIn": {"type": "structure", "members": {"KeyName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#KeyOut": {"type": "structure", "members": {"KeyName": {"target": "smithy.api#String"}}},
      "t#TagIn": {"type": "structure", "members": {"ResourceArn": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#KeyNotFoundException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
      "t#SslPolicyNotFoundException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
      "t#BucketNotFoundException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
      "t#BucketAlreadyExistsException": {"type": "structure", "traits": {"smithy.api#error": "client"}}
    }})json";
  return contract::read_smithy(core::load_json_text(std::string(text), "buckets.json"));
}

TEST(Existence, AsksForAnotherThingThatTheMakingMayBeGiven) {
  const auto cases = cases_of(buckets(), "CreateBucket");
  EXPECT_THAT(ids(cases), testing::IsSupersetOf({"KeyNotFoundException/unknown-KeyName",
                                                 "SslPolicyNotFoundException/unknown-SslPolicy",
                                                 "ZoneNotFound/unknown-Zones"}));
  EXPECT_TRUE(cases.at("ZoneNotFound/unknown-Zones").send["Zones"].is_array());
  EXPECT_FALSE(cases.contains("KeyNotFoundException/unknown-OwnerName")) << "no exception is about owners";
  const Case& test = cases.at("KeyNotFoundException/unknown-KeyName");
  EXPECT_THAT(exceptions(test), ElementsAre("KeyNotFoundException"));
  EXPECT_FALSE(test.behaviour.stated);
  ASSERT_TRUE(test.control);
  EXPECT_EQ(test.control->front().op, "remove");
}

// The cases of an operation whose request somebody wrote.
std::map<std::string, Case> cases_of(const contract::Model& model, const std::string& operation,
                                     const std::vector<Step>& arrange, const Json& base) {
  Suite suite = with_inferred(model, suite_without_file(model));
  suite.arrange[operation] = arrange;
  suite.base[operation] = base;
  std::map<std::string, Case> found;
  (void)generate(model, *model.operation(operation), suite, {.depth = Depth::quick},
                 [&](Case test) { found.emplace(test.id.substr(test.id.find('/') + 1), std::move(test)); });
  return found;
}

TEST(Existence, AsksForTheSourceOfWhatIsNew) {
  const auto cases = cases_of(buckets(), "CopyBucket", {}, {{"TargetBucketName", "${unique}"}});
  EXPECT_TRUE(cases.contains("BucketNotFoundException/unknown-SourceBucketName"));
  EXPECT_FALSE(cases.contains("BucketNotFoundException/unknown-TargetBucketName"));
}

// Objects are put under keys, and missed as keys.
TEST(Existence, KnowsAThingByTheMemberThatNamesIt) {
  static constexpr std::string_view text = R"json({
    "smithy": "2.0",
    "shapes": {
      "t#Store": {"type": "service", "version": "1", "operations": [
          {"target": "t#PutObject"}, {"target": "t#GetObject"}, {"target": "t#DeleteObject"}],
        "traits": {"aws.api#service": {"sdkId": "Store"}, "aws.protocols#awsJson1_1": {}}},
      "t#PutObject": {"type": "operation", "input": {"target": "t#In"}},
      "t#GetObject": {"type": "operation", "input": {"target": "t#In"}, "errors": [{"target": "t#NoSuchKey"}]},
      "t#DeleteObject": {"type": "operation", "input": {"target": "t#In"}},
      "t#In": {"type": "structure", "members": {"Key": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#NoSuchKey": {"type": "structure", "traits": {"smithy.api#error": "client"}}
    }})json";
  const auto model = contract::read_smithy(core::load_json_text(std::string(text), "store.json"));
  Suite suite = suite_without_file(model);
  ResourceRecipe object;
  object.name = "Object";
  object.create_call = "PutObject";
  object.keep = {{"objectKey", "/Key"}};
  object.remove = {{.call = "DeleteObject", .with = {{"Key", "${objectKey}"}}}};
  suite.resources["Object"] = object;
  suite.arrange["GetObject"] = {{.call = "PutObject",
                                 .with = {{"Key", "${unique}"}},
                                 .keep = {{"objectKey", "/Key"}},
                                 .creates = "Object"}};
  suite.base["GetObject"] = {{"Key", "${objectKey}"}};
  std::map<std::string, Case> found;
  (void)generate(model, *model.operation("GetObject"), suite, {.depth = Depth::quick},
                 [&](Case test) { found.emplace(test.id.substr(test.id.find('/') + 1), std::move(test)); });
  EXPECT_THAT(ids(found), testing::IsSupersetOf({"NoSuchKey/unknown-Key", "NoSuchKey/gone"}));
}

TEST(Existence, ChangesANameThatStandsInAText) {
  const auto cases = cases_of(buckets(), "TagResource",
                              {{.call = "CreateBucket",
                                .with = {{"BucketName", "${unique}"}},
                                .keep = {{"bucketName", "/BucketName"}}}},
                              {{"ResourceArn", "arn:aws:buckets:::${bucketName}"}});
  const auto test = cases.find("BucketNotFoundException/unknown-ResourceArn");
  ASSERT_NE(test, cases.end());
  EXPECT_EQ(test->second.send["ResourceArn"], "arn:aws:buckets:::${unlike.bucketName}");
  EXPECT_TRUE(test->second.control);
}

TEST(Existence, WantsAnEntryAmongTheFailuresWhereThereIsAListOfThem) {
  const auto cases = cases_of(topics(), "DescribeTopics");
  const Case& test = cases.at("TopicNotFoundException/unknown-TopicIds");
  EXPECT_TRUE(test.send["TopicIds"].is_array());
  ASSERT_TRUE(test.expect.back().nothing);
  EXPECT_THAT(test.expect.back().nothing->failures, ElementsAre("/Failures"));

  const auto told = cases_of(topics(), "GetTopics");
  const auto likely = told.find("TopicNotFoundException/unknown-TopicIds");
  ASSERT_NE(likely, told.end());
  ASSERT_TRUE(likely->second.expect.back().nothing) << "by its name alone it is enough, and not demanded";
  EXPECT_THAT(likely->second.expect.back().nothing->failures, ElementsAre("/UnprocessedTopics"));
}

TEST(Existence, MakesTheSameTwice) {
  const auto cases = cases_of(topics(), "CreateTopic");
  EXPECT_THAT(ids(cases), ElementsAre("TopicAlreadyExistsException/made-twice",
                                      "TopicAlreadyExistsException/made-twice-with-Description"));
  const Case& same = cases.at("TopicAlreadyExistsException/made-twice");
  ASSERT_EQ(same.arrange.size(), 1U);
  EXPECT_EQ(same.arrange[0].with, same.send);
  EXPECT_EQ(same.arrange[0].creates, "Topic");
  EXPECT_EQ(same.send.dump().find("${unique}"), std::string::npos) << "the name must be the same again";
  EXPECT_EQ(same.expect.back().success.at("/TopicId").kind, Matcher::Kind::same_as);
  const Case& other = cases.at("TopicAlreadyExistsException/made-twice-with-Description");
  EXPECT_NE(other.arrange[0].with, other.send);
  EXPECT_THAT(exceptions(other), ElementsAre("TopicAlreadyExistsException"));
}

TEST(Existence, RemovesAParentUnderAChild) {
  const auto cases = cases_of(topics(), "DeleteTopic");
  const Case& test = cases.at("TopicInUseException/in-use-by-Rule");
  ASSERT_EQ(test.arrange.size(), 2U);
  EXPECT_EQ(test.arrange[0].call, "CreateTopic");
  EXPECT_EQ(test.arrange[1].call, "CreateRule");
}

TEST(Existence, GivesWayToAFixtureThatProvokesTheException) {
  const auto model = topics();
  const Suite suite = with_inferred(model, suite_without_file(model));
  std::size_t made = 0;
  (void)generate(model, *model.operation("GetTopic"), suite,
                 {.depth = Depth::quick, .covered = {"topics.GetTopic error.TopicNotFoundException"}},
                 [&](const Case& test) {
                   made += test.behaviour.kind == "unknown" || test.behaviour.kind == "gone" ? 1 : 0;
                 });
  EXPECT_EQ(made, 0U);
}

// Clusters with tasks; a poll that lists nothing of the kind; crawlers that take any database.
contract::Model clusters() {
  static constexpr std::string_view text = R"json({
    "smithy": "2.0",
    "shapes": {
      "t#Clusters": {"type": "service", "version": "1", "operations": [
          {"target": "t#CreateCluster"}, {"target": "t#DeleteCluster"}, {"target": "t#StartTask"}, {"target": "t#DeleteTask"},
          {"target": "t#CreateTask"}, {"target": "t#SubmitTaskChange"}, {"target": "t#PollEndpoint"}, {"target": "t#CreateCrawler"},
          {"target": "t#DeleteCrawler"}, {"target": "t#UpdateCrawler"}, {"target": "t#RenameCluster"}, {"target": "t#DescribeManagedCluster"}],
        "traits": {"aws.api#service": {"sdkId": "Clusters"}, "aws.protocols#awsJson1_1": {}}},
      "t#CreateCluster": {"type": "operation", "input": {"target": "t#ClusterIn"}, "output": {"target": "t#ClusterIn"}},
      "t#DeleteCluster": {"type": "operation", "input": {"target": "t#ClusterIn"}, "errors": [{"target": "t#ClusterNotFoundException"}]},
      "t#RenameCluster": {"type": "operation", "input": {"target": "t#RenameIn"}, "errors": [{"target": "t#ClusterNotFoundException"}]},
      "t#CreateTask": {"type": "operation", "input": {"target": "t#TaskMakeIn"}, "output": {"target": "t#TaskOut"}},
      "t#DeleteTask": {"type": "operation", "input": {"target": "t#TaskOut"}},
      "t#StartTask": {"type": "operation", "input": {"target": "t#TaskOut"}},
      "t#SubmitTaskChange": {"type": "operation", "input": {"target": "t#SubmitIn"},
        "errors": [{"target": "t#ClusterNotFoundException"}, {"target": "t#PlatformNotFoundException"}]},
      "t#PollEndpoint": {"type": "operation", "input": {"target": "t#ClusterIn"}, "errors": [{"target": "t#ServerException"}]},
      "t#DescribeManagedCluster": {"type": "operation", "input": {"target": "t#NameIn"}, "output": {"target": "t#NameIn"},
        "errors": [{"target": "t#NotFoundException"}]},
      "t#CreateCrawler": {"type": "operation", "input": {"target": "t#CrawlerIn"}},
      "t#DeleteCrawler": {"type": "operation", "input": {"target": "t#NameIn"}, "errors": [{"target": "t#NotFoundException"}]},
      "t#UpdateCrawler": {"type": "operation", "input": {"target": "t#CrawlerIn"}, "errors": [{"target": "t#NotFoundException"}]},
      "t#ClusterIn": {"type": "structure", "members": {"ClusterName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#RenameIn": {"type": "structure", "members": {"ClusterName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "NewClusterName": {"target": "smithy.api#String"}}},
      "t#NameIn": {"type": "structure", "members": {"Name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#TaskMakeIn": {"type": "structure", "members": {"Command": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#TaskOut": {"type": "structure", "members": {"TaskId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#SubmitIn": {"type": "structure", "members": {
        "ClusterName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "TaskId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "PlatformVersion": {"target": "smithy.api#String"}}},
      "t#CrawlerIn": {"type": "structure", "members": {
        "Name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "DatabaseName": {"target": "smithy.api#String"}}},
      "t#ClusterNotFoundException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
      "t#PlatformNotFoundException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
      "t#NotFoundException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
      "t#ServerException": {"type": "structure", "traits": {"smithy.api#error": "server"}}
    }})json";
  return contract::read_smithy(core::load_json_text(std::string(text), "clusters.json"));
}

TEST(Existence, ExpectsNoExceptionThatIsAboutAnotherThing) {
  const auto model = clusters();
  EXPECT_THAT(ids(cases_of(model, "SubmitTaskChange")),
              ElementsAre("ClusterNotFoundException/unknown-ClusterName"))
      << "nothing that is listed is about tasks";
  EXPECT_THAT(ids(cases_of(model, "PollEndpoint")), ElementsAre())
      << "others list an exception for clusters, and this one does not";
  EXPECT_THAT(ids(cases_of(model, "RenameCluster")),
              testing::Not(testing::Contains(testing::HasSubstr("NewClusterName"))));
  EXPECT_THAT(ids(cases_of(model, "DescribeManagedCluster")),
              testing::Not(testing::Contains(testing::HasSubstr("gone"))))
      << "what is managed by others is not what was removed";
}

TEST(Existence, AsksForNoSettingThatTheMakingTakesUnseen) {
  const auto model = clusters();
  Suite suite = suite_without_file(model);
  suite.base["UpdateCrawler"] = {{"Name", "crawler"}, {"DatabaseName", "main"}};
  std::vector<std::string> found;
  (void)generate(model, *model.operation("UpdateCrawler"), with_inferred(model, suite),
                 {.depth = Depth::quick}, [&](const Case& test) {
                   if (test.behaviour.kind == "unknown") found.push_back(test.name);
                 });
  EXPECT_THAT(found, testing::Not(testing::Contains("unknown-DatabaseName")));
}

// The caller's own account is there; another one's, and a token that nobody gave, may be refused as such.
TEST(Existence, TakesTheRefusalOfACallerForUnknownTokensAndAccounts) {
  const contract::Model model = testing_behaviour::library({"GetReader", "CreateRoom"}, R"json(
    "l#GetReader": {"type": "operation", "input": {"target": "l#GetReaderIn"},
      "errors": [{"target": "l#ResourceNotFoundException"}, {"target": "l#NotAuthorizedException"}]},
    "l#CreateRoom": {"type": "operation", "input": {"target": "l#CreateRoomIn"},
      "errors": [{"target": "l#ResourceNotFoundException"}, {"target": "l#NotAuthorizedException"}]},
    "l#GetReaderIn": {"type": "structure", "members": {
      "AccessToken": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#CreateRoomIn": {"type": "structure", "members": {
      "AwsAccountId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#NotAuthorizedException": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "l#ResourceNotFoundException": {"type": "structure", "traits": {"smithy.api#error": "client"}})json");
  Suite suite = with_inferred(model, suite_without_file(model));
  suite.arrange["GetReader"] = {{.call = "CreateRoom", .keep = {{"accessToken", "/AccessToken"}}}};
  suite.base["GetReader"] = {{"AccessToken", "${accessToken}"}};
  std::vector<std::string> outcomes;
  for (const char* operation : {"GetReader", "CreateRoom"}) {
    (void)generate(model, *model.operation(operation), suite, {.depth = Depth::quick}, [&](const Case& test) {
      if (test.behaviour.kind != "unknown") return;
      EXPECT_EQ(test.operation, "GetReader") << "nothing is known of other accounts";
      for (const Outcome& outcome : test.expect) outcomes.push_back(outcome.exception);
    });
  }
  EXPECT_THAT(outcomes, testing::Contains("NotAuthorizedException"));
}

// A rule gives what is put and what is asked for one fixed name.
TEST(ExistenceCases, AskForAnotherNameThanACallBeforeWasGiven) {
  const auto model = testing_behaviour::library({"PutMark", "GetMark"}, R"json(
    "l#PutMark": {"type": "operation", "input": {"target": "l#MarkIn"}},
    "l#GetMark": {"type": "operation", "input": {"target": "l#MarkIn"}},
    "l#MarkIn": {"type": "structure", "members": {
      "Id": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}})json");
  Suite suite = with_inferred(model, suite_without_file(model));
  const Json named = {{"Id", "${unique.mark}"}};
  suite.arrange["GetMark"] = {{.call = "PutMark", .with = named}};
  suite.base["GetMark"] = named;
  std::vector<Json> sent;
  (void)generate(model, *model.operation("GetMark"), suite, {.depth = Depth::quick}, [&](const Case& test) {
    if (test.name == "unknown-Id") sent.push_back(test.send);
  });
  EXPECT_EQ(sent, std::vector<Json>{Json({{"Id", "${unique.nothing}"}})});
}

}  // namespace
}  // namespace hallmark::plan
