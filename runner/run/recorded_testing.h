// For tests of this folder and of tests/: contracts made of a few words each.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "contract/smithy.h"
#include "core/json.h"
#include "plan/plan.h"
#include "run/recorded_contracts.h"

namespace hallmark::run::testing {

struct TestOperation {
  std::string name;
  std::string method = "POST", uri = "/";
};

// Every operation answers {Name: a string of at most 5 characters, Count: an integer, Secret: sensitive,
// When: a time, Items: a list of strings, Choice: a union} and lists BadThing (400). A {label} of a URI
// becomes an input member.
inline std::shared_ptr<const contract::Model> test_model(const std::string& sdk_id, const std::string& shape,
                                                         const std::string& version,
                                                         const std::vector<std::string>& protocols,
                                                         const std::vector<TestOperation>& operations) {
  Json shapes = Json::object();
  Json service = {
      {"type", "service"},
      {"version", version},
      {"operations", Json::array()},
      {"traits",
       {{"aws.api#service", {{"sdkId", sdk_id}}}, {"smithy.api#xmlNamespace", {{"uri", "http://t/"}}}}}};
  for (const std::string& protocol : protocols) service["traits"][protocol] = Json::object();
  for (const TestOperation& operation : operations) {
    service["operations"].push_back({{"target", "t#" + operation.name}});
    Json members = Json::object();
    for (std::size_t open = operation.uri.find('{'); open != std::string::npos;
         open = operation.uri.find('{', open + 1)) {
      std::string label = operation.uri.substr(open + 1, operation.uri.find('}', open) - open - 1);
      if (label.ends_with("+")) label.pop_back();
      members[label] = {
          {"target", "smithy.api#String"},
          {"traits", {{"smithy.api#required", Json::object()}, {"smithy.api#httpLabel", Json::object()}}}};
    }
    shapes["t#" + operation.name + "Input"] = {{"type", "structure"}, {"members", members}};
    shapes["t#" + operation.name] = {
        {"type", "operation"},
        {"input", {{"target", "t#" + operation.name + "Input"}}},
        {"output", {{"target", "t#Output"}}},
        {"errors", {{{"target", "t#BadThing"}}}},
        {"traits",
         {{"smithy.api#http", {{"method", operation.method}, {"uri", operation.uri}, {"code", 200}}}}}};
  }
  shapes["t#" + shape] = service;
  const auto member = [](const char* target) { return Json{{"target", target}}; };
  shapes["t#Output"] = {{"type", "structure"},
                        {"members",
                         {{"Name", member("t#Short")},
                          {"Count", member("smithy.api#Integer")},
                          {"Secret", member("t#Hidden")},
                          {"When", member("smithy.api#Timestamp")},
                          {"Items", member("t#Items")},
                          {"Data", member("smithy.api#Blob")},
                          {"Choice", member("t#Choice")}}}};
  shapes["t#Output"]["members"]["Tag"] = {{"target", "smithy.api#Integer"},
                                          {"traits", {{"smithy.api#httpHeader", "X-Tag"}}}};
  shapes["t#Short"] = {{"type", "string"}, {"traits", {{"smithy.api#length", {{"max", 5}}}}}};
  shapes["t#Hidden"] = {
      {"type", "string"},
      {"traits", {{"smithy.api#sensitive", Json::object()}, {"smithy.api#length", {{"max", 5}}}}}};
  shapes["t#Items"] = {{"type", "list"}, {"member", member("smithy.api#String")}};
  shapes["t#Choice"] = {
      {"type", "union"},
      {"members", {{"A", member("smithy.api#String")}, {"B", member("smithy.api#String")}}}};
  shapes["t#BadThing"] = {
      {"type", "structure"},
      {"members", {{"message", member("smithy.api#String")}, {"Count", member("smithy.api#Integer")}}},
      {"traits", {{"smithy.api#error", "client"}, {"smithy.api#httpError", 400}}}};
  const Json document = {{"smithy", "2.0"}, {"shapes", shapes}};
  return std::make_shared<const contract::Model>(
      contract::read_smithy(core::load_json_text(document.dump(), shape)));
}

class TestContracts : public Contracts {
 public:
  void add(const std::string& endpoint_prefix, const std::string& signing_name,
           const std::string& target_prefix, std::shared_ptr<const contract::Model> model) {
    entries_.push_back({.slug = model->slug,
                        .endpoint_prefix = endpoint_prefix,
                        .signing_name = signing_name,
                        .target_prefix = target_prefix,
                        .api_version = model->service.version});
    models_.push_back(std::move(model));
  }
  [[nodiscard]] const std::vector<ContractEntry>& entries() const override { return entries_; }
  [[nodiscard]] std::shared_ptr<const contract::Model> load(std::size_t entry) override {
    return models_.at(entry);
  }
  [[nodiscard]] plan::Suite suite_of(const contract::Model& model) override {
    return plan::suite_without_file(model);
  }

 private:
  std::vector<ContractEntry> entries_;
  std::vector<std::shared_ptr<const contract::Model>> models_;
};

// A small AWS: services that share hosts, versions, signing names, and every protocol.
inline std::unique_ptr<TestContracts> small_aws() {
  namespace p = contract::protocol;
  const auto of = [](std::initializer_list<std::string_view> ids) {
    return std::vector<std::string>(ids.begin(), ids.end());
  };
  auto all = std::make_unique<TestContracts>();
  const std::string elb = "elasticloadbalancing";
  all->add(elb, elb, "ElasticLoadBalancing_v7",
           test_model("Elastic Load Balancing", "ElasticLoadBalancing_v7", "2012-06-01", of({p::aws_query}),
                      {{"DescribeTags"}}));
  all->add(elb, elb, "ElasticLoadBalancing_v10",
           test_model("Elastic Load Balancing v2", "ElasticLoadBalancing_v10", "2015-12-01",
                      of({p::aws_query}), {{"DescribeTags"}}));
  all->add("rds", "rds", "AmazonRDSv19",
           test_model("RDS", "AmazonRDSv19", "2014-10-31", of({p::aws_query}), {{"DescribeDBInstances"}}));
  all->add(
      "rds", "rds", "AmazonRDSv19",
      test_model("Neptune", "AmazonRDSv19", "2014-10-31", of({p::aws_query}), {{"DescribeDBInstances"}}));
  all->add("one", "controls", "",
           test_model("One", "One", "2020-01-01", of({p::rest_json}), {{"GetThing", "GET", "/things/{Id}"}}));
  all->add(
      "two", "controls", "",
      test_model("Two", "Two", "2020-01-01", of({p::rest_json}), {{"ReadThing", "GET", "/things/{Id}"}}));
  all->add("dynamodb", "dynamodb", "DynamoDB_20120810",
           test_model("DynamoDB", "DynamoDB_20120810", "2012-08-10", of({p::aws_json_1_0}), {{"GetItem"}}));
  all->add("sqs", "sqs", "AmazonSQS",
           test_model("SQS", "AmazonSQS", "2012-11-05", of({p::aws_json_1_0}), {{"SendMessage"}}));
  all->add("monitoring", "monitoring", "GraniteServiceVersion20100801",
           test_model("CloudWatch", "GraniteServiceVersion20100801", "2010-08-01",
                      of({p::rpcv2_cbor, p::aws_query}), {{"PutAlarm"}}));
  all->add("cloudfront", "cloudfront", "",
           test_model("CloudFront", "CloudFront", "2019-03-26", of({p::rest_xml}),
                      {{"GetIt", "GET", "/2019-03-26/it/{Id}"}}));
  all->add("cloudfront", "cloudfront", "",
           test_model("CloudFront", "CloudFront", "2020-05-31", of({p::rest_xml}),
                      {{"GetIt", "GET", "/2020-05-31/it/{Id}"}}));
  all->add("s3", "s3", "",
           test_model("S3", "S3", "2006-03-01", of({p::rest_xml}),
                      {{"ListBuckets", "GET", "/"},
                       {"ListObjects", "GET", "/{Bucket}"},
                       {"HeadBucket", "HEAD", "/{Bucket}"},
                       {"GetObject", "GET", "/{Bucket}/{Key+}"},
                       {"HeadObject", "HEAD", "/{Bucket}/{Key+}"}}));
  all->add("chime", "chime", "",
           test_model("Chime", "Chime", "2018-05-01", of({p::rest_json}),
                      {{"GetUser", "GET", "/users/{Id}"}, {"PutUser", "PUT", "/users/{Id}"}}));
  all->add("data.iot", "iotdata", "",
           test_model("IoT Data Plane", "IoTData", "2015-05-28", of({p::rest_json}),
                      {{"GetShadow", "GET", "/things/{Id}/shadow"}}));
  return all;
}

}  // namespace hallmark::run::testing
