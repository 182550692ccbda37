#include "names/knowledge.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace hallmark::names {
namespace {

const Knowledge& words() { return Knowledge::standard(); }

TEST(Knowledge, VerbsSayWhatAnOperationDoes) {
  const struct {
    const char* operation;
    Kind kind;
    const char* noun;
  } rows[] = {
      {"CreateQueue", Kind::make, "Queue"},
      {"RegisterDomain", Kind::make, "Domain"},
      {"PutObject", Kind::make, "Object"},
      {"GetQueueAttributes", Kind::read, "QueueAttributes"},
      {"DescribeTable", Kind::read, "Table"},
      {"ListQueues", Kind::list, "Queues"},
      {"ModifyDBInstance", Kind::change, "DBInstance"},
      {"DeregisterDomain", Kind::remove, "Domain"},
      {"ScheduleKeyDeletion", Kind::remove, ""},
      {"SendMessage", Kind::act, "Message"},
      {"Createx", Kind::other, ""},
      {"Create", Kind::other, ""},
      {"Getaway", Kind::other, ""},
      {"", Kind::other, ""},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(words().kind_of(row.operation), row.kind) << row.operation;
    EXPECT_EQ(words().noun_of(row.operation), row.noun) << row.operation;
  }
}

TEST(Knowledge, OperationsOfANounStandStrongestFirst) {
  const auto removals = words().operations(Kind::remove, "Key");
  ASSERT_FALSE(removals.empty());
  EXPECT_EQ(removals.front(), "DeleteKey");
  EXPECT_EQ(removals.back(), "ScheduleKeyDeletion");
}

TEST(Knowledge, IdentifiersHaveAMeaningAndAStem) {
  const struct {
    const char *member, *stem;
    Meaning meaning;
    bool plural;
  } rows[] = {
      {"QueueUrl", "Queue", Meaning::url, false},
      {"topicArn", "Topic", Meaning::arn, false},
      {"KeyId", "Key", Meaning::id, false},
      {"DBClusterIdentifier", "DBCluster", Meaning::id, false},
      {"id", "", Meaning::id, false},
      {"arn", "", Meaning::arn, false},
      {"BucketName", "Bucket", Meaning::name, false},
      {"InstanceIds", "Instance", Meaning::id, true},
      {"LoadBalancerArns", "LoadBalancer", Meaning::arn, true},
  };
  for (const auto& row : rows) {
    const auto found = words().identifier(row.member);
    ASSERT_TRUE(found) << row.member;
    EXPECT_EQ(found->stem, row.stem) << row.member;
    EXPECT_EQ(found->meaning, row.meaning) << row.member;
    EXPECT_EQ(found->plural, row.plural) << row.member;
  }
  for (const char* member : {"Bucket", "Valid", "EnableHybrid", "Description", "Uid", ""})
    EXPECT_FALSE(words().is_identifier(member)) << member;
  EXPECT_FALSE(words().is_reference("RoleName"));
  EXPECT_TRUE(words().is_reference("RoleArn"));
}

TEST(Knowledge, PagesAndTokensAreKnownByName) {
  for (const char* member : {"NextToken", "nextToken", "Marker", "KeyMarker", "ContinuationToken", "position",
                             "ExclusiveStartKey", "pageToken"})
    EXPECT_TRUE(words().is_page_token(member)) << member;
  for (const char* member : {"ClientToken", "Token", "SessionToken", "Position"})
    EXPECT_FALSE(words().is_page_token(member)) << member;
  EXPECT_TRUE(words().is_page_size("maxResults"));
  EXPECT_TRUE(words().is_idempotency_token("ClientRequestToken"));
  EXPECT_FALSE(words().is_idempotency_token("NextToken"));
  EXPECT_EQ(words().tag_act("UntagResource"), TagAct::untag);
  EXPECT_EQ(words().tag_act("TagQueue"), std::nullopt);
}

TEST(Knowledge, NounsAreCutWhereAnotherThingBegins) {
  EXPECT_EQ(words().head_of("VolumeFromBackup"), "Volume");
  EXPECT_EQ(words().head_of("Form"), "Form");
  EXPECT_EQ(words().singulars("Policies").front(), "Policy");
  EXPECT_TRUE(words().singulars("Queue").empty());
}

TEST(Knowledge, ExceptionsHaveOneClass) {
  const struct {
    const char* name;
    std::optional<ErrorClass> kind;
  } rows[] = {
      {"ResourceNotFoundException", ErrorClass::not_found},
      {"NoSuchBucket", ErrorClass::not_found},
      {"QueueDoesNotExist", ErrorClass::not_found},
      {"AWS.SimpleQueueService.NonExistentQueue", ErrorClass::not_found},
      {"InvalidVpcID.NotFound", ErrorClass::not_found},
      {"BucketAlreadyExists", ErrorClass::exists},
      {"ResourceInUseException", ErrorClass::in_use},
      {"LimitExceededException", ErrorClass::limit},
      {"RequestLimitExceeded", ErrorClass::throttled},
      {"ThrottlingException", ErrorClass::throttled},
      {"InvalidSignatureException", ErrorClass::unauthenticated},
      {"AccessDeniedException", ErrorClass::denied},
      {"ValidationException", ErrorClass::invalid_input},
      {"com.amazon.coral.service#InternalFailure", ErrorClass::internal},
      {"InvalidAction", ErrorClass::unknown_operation},
      // Names that only contain another: they speak of something else.
      {"AccessDeniedForDependencyException", std::nullopt},
      {"KMSAccessDeniedException", std::nullopt},
      {"UnauthorizedResourceAccessException", std::nullopt},
      {"ExpiredTokenException", std::nullopt},
      {"accessdenied", std::nullopt},
      {"InvalidInputCombinationException", std::nullopt},
      {"", std::nullopt},
  };
  for (const auto& row : rows) EXPECT_EQ(words().class_of(row.name), row.kind) << row.name;
}

TEST(Knowledge, ServicesHaveFactsOfTheirOwn) {
  EXPECT_TRUE(words().signing("s3").plain_path);
  EXPECT_TRUE(words().signing("glacier").body_header);
  EXPECT_FALSE(words().signing("glacier").plain_path);
  EXPECT_FALSE(words().signing("sqs").body_header);
  EXPECT_EQ(words().other_host("sqs"), "queue");
  EXPECT_EQ(words().other_host("iam"), "");
  EXPECT_TRUE(words().has_resource_hosts("s3"));
  EXPECT_EQ(words().own_host("s3", "ListDirectoryBuckets"), "s3express-control.<region>.amazonaws.com");
  EXPECT_EQ(words().own_host("s3", "ListBuckets"), "");
}

TEST(Knowledge, SomeNamesSayItOfAnything) {
  EXPECT_TRUE(words().says_nothing_there("ResourceNotFoundException"));
  EXPECT_FALSE(words().says_nothing_there("BucketNotFoundException"));
  EXPECT_TRUE(words().may_mean_a_part("NotImplemented"));
  EXPECT_FALSE(words().may_mean_a_part("InvalidAction"));
  EXPECT_TRUE(words().makes_new("CreateQueue"));
  EXPECT_FALSE(words().makes_new("RegisterImage"));
  EXPECT_EQ(words().thing_shown("DomainSummary"), "Domain");
  EXPECT_EQ(words().thing_shown("Summary"), "Summary");
  EXPECT_TRUE(words().is_about_paging("StartingToken"));
  EXPECT_FALSE(words().is_about_paging("Name"));
}

TEST(Knowledge, ProtocolsHaveCommonErrors) {
  for (const char* protocol : {"aws.protocols#restJson1", "aws.protocols#restXml", "aws.protocols#awsJson1_0",
                               "aws.protocols#awsJson1_1", "aws.protocols#awsQuery", "aws.protocols#ec2Query",
                               "smithy.protocols#rpcv2Cbor"}) {
    for (const Common kind : all_common) EXPECT_FALSE(words().common(kind, protocol).empty()) << protocol;
  }
  EXPECT_TRUE(words().common(Common::invalid_input, "a#b").empty());
}

// A service of any protocol refuses a signature by its front door's names, whatever its own errors are
// called.
TEST(Knowledge, EveryProtocolSharesTheErrorsOfTheFrontDoor) {
  const auto has = [](Common kind, const char* protocol, const char* name) {
    const auto& names = words().common(kind, protocol);
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const char* protocol : {"aws.protocols#restJson1", "aws.protocols#restXml", "aws.protocols#awsJson1_0",
                               "aws.protocols#awsJson1_1", "aws.protocols#awsQuery", "aws.protocols#ec2Query",
                               "smithy.protocols#rpcv2Cbor"}) {
    for (const char* name :
         {"MissingAuthenticationToken", "MissingAuthenticationTokenException", "InvalidSignatureException",
          "SignatureDoesNotMatch", "UnrecognizedClientException", "RequestExpired"}) {
      EXPECT_TRUE(has(Common::unauthenticated, protocol, name)) << protocol << name;
      EXPECT_FALSE(has(Common::denied, protocol, name)) << protocol << name;
    }
    EXPECT_TRUE(has(Common::denied, protocol, "AccessDeniedException")) << protocol;
    EXPECT_TRUE(has(Common::throttled, protocol, "ThrottlingException")) << protocol;
    EXPECT_TRUE(has(Common::unparsable, protocol, "SerializationException")) << protocol;
  }
  // Several rows of one protocol add up.
  EXPECT_TRUE(has(Common::unauthenticated, "aws.protocols#restXml", "RequestTimeTooSkewed"));
  EXPECT_FALSE(has(Common::unauthenticated, "aws.protocols#restJson1", "RequestTimeTooSkewed"));
}

TEST(Knowledge, ASuiteSaysOtherwise) {
  const auto own = words().with(Json::parse(R"({
    "names": {"verbs": [{"verb": "Start", "does": "act", "source": "…"}],
              "identifiers": [{"ending": "Handle", "means": "id", "source": "…"}]},
    "errors": {"exceptions": [{"class": "limit", "name": "ConflictException", "source": "…"},
                              {"class": "state", "text": "is not active", "source": "…"}]}})"));
  EXPECT_EQ(own.kind_of("StartJob"), Kind::act);
  EXPECT_EQ(own.identifier("ReceiptHandle")->stem, "Receipt");
  EXPECT_EQ(own.class_of("ConflictException"), ErrorClass::limit);
  EXPECT_EQ(own.class_of("Odd", "The queue is idle."), std::nullopt);
  EXPECT_EQ(own.class_of("Odd", "The queue IS NOT active."), ErrorClass::state);
  EXPECT_EQ(words().kind_of("StartJob"), Kind::make);
}

}  // namespace
}  // namespace hallmark::names
