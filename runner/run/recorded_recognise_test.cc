#include "run/recorded_recognise.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <span>

#include "run/recorded_testing.h"

namespace hallmark::run {
namespace {

struct Row {
  std::string method, host, target;
  wire::Headers headers;
  std::string body;
  std::string recognised;  // "slug.Operation protocol by how", or a part of the problem
};

std::string outcome_of(const Recognised& recognised) {
  if (!recognised.operation) return recognised.problem;
  return fmt::format("{}.{} {} {} by {}", recognised.model->slug, recognised.operation->name(),
                     recognised.model->service.version, recognised.protocol->name(), recognised.how);
}

std::string signed_for(const std::string& service) {
  return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/eu-west-1/" + service +
         "/aws4_request, SignedHeaders=host, Signature=00";
}

void expect_recognised(Contracts& contracts, std::span<const Row> rows) {
  for (const Row& row : rows) {
    RecordedRequest request{
        .request = {.method = row.method, .target = row.target, .headers = row.headers, .body = row.body},
        .host = row.host};
    EXPECT_EQ(outcome_of(recognise(&request, {}, contracts)), row.recognised)
        << row.method << " " << row.host << row.target;
  }
}

TEST(Recognise, FindsTheOperationEveryWay) {
  const auto contracts = testing::small_aws();
  const Row rows[] = {
      // X-Amz-Target needs no host
      {"POST",
       "",
       "/",
       {{"X-Amz-Target", "DynamoDB_20120810.GetItem"}},
       "{}",
       "dynamodb.GetItem 2012-08-10 aws-json-1.0 by X-Amz-Target"},
      {"POST",
       "127.0.0.1",
       "/",
       {{"x-amz-target", "DynamoDB_20120810.GetItem"}},
       "{}",
       "dynamodb.GetItem 2012-08-10 aws-json-1.0 by X-Amz-Target"},
      {"POST",
       "monitoring.eu-west-1.amazonaws.com",
       "/service/GraniteServiceVersion20100801/operation/PutAlarm",
       {},
       "",
       "cloudwatch.PutAlarm 2010-08-01 rpc-v2-cbor by rpcv2Cbor path"},
      // Action in form and query; the version tells apart who shares a host
      {"POST",
       "elasticloadbalancing.us-east-1.amazonaws.com",
       "/",
       {},
       "Action=DescribeTags&Version=2012-06-01",
       "elb.DescribeTags 2012-06-01 aws-query by Action"},
      {"POST",
       "elasticloadbalancing.us-east-1.amazonaws.com",
       "/",
       {},
       "Action=DescribeTags&Version=2015-12-01",
       "elbv2.DescribeTags 2015-12-01 aws-query by Action"},
      {"GET",
       "monitoring.eu-west-1.amazonaws.com",
       "/?Action=PutAlarm&Version=2010-08-01",
       {},
       "",
       "cloudwatch.PutAlarm 2010-08-01 aws-query by Action"},
      {"POST",
       "localhost",
       "/",
       {{"Authorization", signed_for("monitoring")}},
       "Version=2010-08-01&Action=PutAlarm",
       "cloudwatch.PutAlarm 2010-08-01 aws-query by Action"},
      // Who is called like the host owns it
      {"POST",
       "rds.eu-west-1.amazonaws.com",
       "/",
       {},
       "Action=DescribeDBInstances&Version=2014-10-31",
       "rds.DescribeDBInstances 2014-10-31 aws-query by Action"},
      // Method and URI under a host, a local host, a signature, a presigned URL
      {"GET",
       "chime.us-east-1.amazonaws.com",
       "/users/u-1",
       {},
       "",
       "chime.GetUser 2018-05-01 rest-json by method and URI"},
      {"PUT",
       "chime.localhost",
       "/users/u-1",
       {},
       "",
       "chime.PutUser 2018-05-01 rest-json by method and URI"},
      {"GET",
       "127.0.0.1",
       "/users/u-1",
       {{"Authorization", signed_for("chime")}},
       "",
       "chime.GetUser 2018-05-01 rest-json by method and URI"},
      {"GET",
       "gateway.example",
       "/users/u-1?X-Amz-Credential=A%2F20260102%2Feu-west-1%2Fchime%2Faws4_request",
       {},
       "",
       "chime.GetUser 2018-05-01 rest-json by method and URI"},
      {"GET",
       "abc123.data.iot.eu-west-1.amazonaws.com",
       "/things/t/shadow",
       {},
       "",
       "iot-data.GetShadow 2015-05-28 rest-json by method and URI"},
      {"GET",
       "one.eu-west-1.amazonaws.com",
       "/things/t",
       {{"Authorization", signed_for("controls")}},
       "",
       "one.GetThing 2020-01-01 rest-json by method and URI"},
      // Versions in paths; without one the newest
      {"GET",
       "cloudfront.amazonaws.com",
       "/2019-03-26/it/E1",
       {},
       "",
       "cloudfront.GetIt 2019-03-26 rest-xml by method and URI"},
      {"GET",
       "cloudfront.amazonaws.com",
       "/2020-05-31/it/E1",
       {},
       "",
       "cloudfront.GetIt 2020-05-31 rest-xml by method and URI"},
      // S3: the bucket in path and host, dots and regions in its name, old and dualstack hosts
      {"GET", "s3.amazonaws.com", "/", {}, "", "s3.ListBuckets 2006-03-01 rest-xml by method and URI"},
      {"GET",
       "s3.eu-west-1.amazonaws.com",
       "/bucket/",
       {},
       "",
       "s3.ListObjects 2006-03-01 rest-xml by method and URI"},
      {"GET",
       "s3.eu-west-1.amazonaws.com",
       "/bucket/a/b",
       {},
       "",
       "s3.GetObject 2006-03-01 rest-xml by method and URI"},
      {"GET",
       "bucket.s3.eu-west-1.amazonaws.com",
       "/?marker=a",
       {},
       "",
       "s3.ListObjects 2006-03-01 rest-xml by method and URI"},
      {"HEAD",
       "go-cloud-testing-2.s3.us-west-1.amazonaws.com",
       "/not-found",
       {},
       "",
       "s3.HeadObject 2006-03-01 rest-xml by method and URI"},
      {"GET",
       "my.bucket.s3-eu-west-1.amazonaws.com",
       "/key",
       {},
       "",
       "s3.GetObject 2006-03-01 rest-xml by method and URI"},
      {"GET",
       "b.s3.dualstack.us-gov-west-1.amazonaws.com",
       "/key",
       {},
       "",
       "s3.GetObject 2006-03-01 rest-xml by method and URI"},
      {"GET",
       "b.s3.cn-north-1.amazonaws.com.cn",
       "/key",
       {},
       "",
       "s3.GetObject 2006-03-01 rest-xml by method and URI"},
  };
  expect_recognised(*contracts, rows);
}

TEST(Recognise, SaysWhatIsUnknownOrAmbiguousAndGuessesNothing) {
  const auto contracts = testing::small_aws();
  const Row rows[] = {
      {"GET",
       "www.example.com",
       "/users/u-1",
       {},
       "",
       "no contract here is for the host, and no signature says which service it was sent to; --service "
       "says it"},
      {"GET",
       "ec2.eu-west-1.amazonaws.com",
       "/nothing",
       {},
       "",
       "no contract here is for the host, and no signature says which service it was sent to; --service "
       "says it"},
      {"GET", "127.0.0.1", "/users/u-1", {}, "", "ambiguous: it may be chime.GetUser or s3.GetObject"},
      {"POST",
       "",
       "/",
       {{"X-Amz-Target", "Kinesis_20131202.PutRecord"}},
       "{}",
       "no contract here has the X-Amz-Target prefix \"Kinesis_20131202\""},
      {"POST",
       "",
       "/",
       {{"X-Amz-Target", "DynamoDB_20120810.Nothing"}},
       "{}",
       "no contract here has the operation \"Nothing\" for it"},
      {"POST",
       "sqs.eu-west-1.amazonaws.com",
       "/",
       {},
       "Action=SendMessage&Version=2012-11-05",
       "it was spoken in a protocol (aws-query) that the contract of sqs does not state"},
      {"POST",
       "queue.amazonaws.com",
       "/",
       {},
       "Action=SendMessage&Version=2012-11-05",
       "it was spoken in a protocol (aws-query) that the contract of sqs does not state"},
      {"POST",
       "rds.eu-west-1.amazonaws.com",
       "/",
       {},
       "Action=Nothing&Version=2014-10-31",
       "no contract here has the operation \"Nothing\" for it"},
      {"POST",
       "somewhere.example",
       "/",
       {},
       "Action=DescribeTags",
       "no contract here is for the host, and no signature says which service it was sent to; --service "
       "says it"},
      {"GET",
       "",
       "/things/t",
       {{"Authorization", signed_for("controls")}},
       "",
       "ambiguous: it may be one.GetThing or two.ReadThing"},
      {"DELETE",
       "chime.us-east-1.amazonaws.com",
       "/users/u-1",
       {},
       "",
       "no operation of the service has this method and path"},
  };
  expect_recognised(*contracts, rows);
  EXPECT_EQ(recognise(nullptr, {}, *contracts).problem,
            "neither a request nor the operation's name was recorded");
}

// Where many contracts are here, one of them always has a path of labels alone.
TEST(Recognise, TakesPathsWithWordsWhereManyContractsAreHere) {
  const auto contracts = testing::small_aws();
  for (int i = 0; i < 20; ++i) {
    const std::string name = fmt::format("other-{}", i);
    contracts->add(
        name, name, "",
        testing::test_model(name, "Other", "2020-01-01", {std::string(contract::protocol::rest_json)},
                            {{"GetOther", "GET", "/" + name + "/{Id}"}}));
  }
  const Row rows[] = {
      {"GET", "127.0.0.1", "/users/u-1", {}, "", "chime.GetUser 2018-05-01 rest-json by method and URI"},
      {"GET",
       "127.0.0.1",
       "/assets/main.css",
       {},
       "",
       "neither host nor path says that it is for a contract that is here; --service says it"},
      {"POST", "127.0.0.1", "/", {}, "Action=PutAlarm", "cloudwatch.PutAlarm 2010-08-01 aws-query by Action"},
  };
  expect_recognised(*contracts, rows);
}

TEST(Recognise, LeansOnNamesOnlyWhereTheRequestSaysNothingElse) {
  const auto contracts = testing::small_aws();
  const wire::Response xml{.status = 200, .body = "<A/>"};
  EXPECT_EQ(outcome_of(recognise(nullptr, {.service = "s3", .operation = "GetObject"}, *contracts)),
            "s3.GetObject 2006-03-01 rest-xml by named by the recording");
  EXPECT_EQ(outcome_of(recognise(nullptr, {.service = "cloudfront", .operation = "GetIt"}, *contracts)),
            "cloudfront.GetIt 2020-05-31 rest-xml by named by the recording");
  EXPECT_EQ(
      outcome_of(recognise(
          nullptr, {.service = "cloudfront", .operation = "GetIt", .api_version = "2019-03-26"}, *contracts)),
      "cloudfront.GetIt 2019-03-26 rest-xml by named by the recording");
  // XML of a service that speaks CBOR first is its query protocol's; of one that speaks JSON only, of a
  // protocol that is gone.
  EXPECT_EQ(
      outcome_of(recognise(nullptr, {.service = "cloudwatch", .operation = "PutAlarm"}, *contracts, &xml)),
      "cloudwatch.PutAlarm 2010-08-01 aws-query by named by the recording");
  EXPECT_EQ(outcome_of(recognise(nullptr, {.service = "sqs", .operation = "SendMessage"}, *contracts, &xml)),
            "the answer is of a protocol that the contract does not state");
  EXPECT_EQ(outcome_of(recognise(nullptr, {.service = "ec3", .operation = "Run"}, *contracts)),
            "no contract here is of the service that the recording names");
  EXPECT_EQ(outcome_of(recognise(nullptr, {.service = "s3", .operation = "Run"}, *contracts)),
            "the contract does not have the operation that the recording names");

  const RecordedRequest control{.request = {.method = "GET",
                                            .target = "/things/t",
                                            .headers = {{"Authorization", signed_for("controls")}}},
                                .host = ""};
  EXPECT_EQ(outcome_of(recognise(&control, {.service = "two", .operation = "ReadThing"}, *contracts)),
            "two.ReadThing 2020-01-01 rest-json by method and URI");
  const RecordedRequest chime{.request = {.method = "GET", .target = "/users/u"},
                              .host = "chime.us-east-1.amazonaws.com"};
  EXPECT_EQ(outcome_of(recognise(&chime, {.service = "chime", .operation = "PutUser"}, *contracts)),
            "the request is for another operation than the recording names");
}

}  // namespace
}  // namespace hallmark::run
