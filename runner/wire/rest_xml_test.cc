// What S3 and CloudFront do in their own way, on their own models.
#include "wire/rest_xml.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "contract/smithy.h"
#include "core/testing.h"

namespace hallmark::wire {
namespace {

std::optional<contract::Model> model_of(const char* file) {
  const auto path = core::shared_data(std::string("models/smithy/") + file);
  if (!path) return std::nullopt;
  return contract::read_smithy(core::load_json(*path));
}

Response xml(const std::string& body, int status = 200) {
  Response response;
  response.status = status;
  response.headers.set("Content-Type", "application/xml");
  response.body = body;
  return response;
}

std::string shown(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const auto& diagnostic : diagnostics) {
    text += std::string(to_string(diagnostic.kind)) + " " + diagnostic.location + " " + diagnostic.expected +
            "/" + diagnostic.actual + "; ";
  }
  return text;
}

// Answered as "/hostedzone/Z1", taken as "Z1".
TEST(RestXmlLabels, OfRoute53LoseTheirPrefix) {
  for (const auto& [slug, path] :
       {std::pair{"Route 53", "/zone/Z1"}, std::pair{"Route 54", "/zone/%2Fhostedzone%2FZ1"}}) {
    const auto text = fmt::format(R"json({{"smithy": "2.0", "shapes": {{
      "a#S": {{"type": "service", "version": "1", "operations": [{{"target": "a#Op"}}],
        "traits": {{"aws.protocols#restXml": {{}}, "aws.api#service": {{"sdkId": "{}"}}}}}},
      "a#Op": {{"type": "operation", "input": {{"target": "a#In"}},
        "traits": {{"smithy.api#http": {{"method": "GET", "uri": "/zone/{{Id}}", "code": 200}}}}}},
      "a#ResourceId": {{"type": "string"}},
      "a#In": {{"type": "structure", "members": {{"Id": {{"target": "a#ResourceId",
        "traits": {{"smithy.api#required": {{}}, "smithy.api#httpLabel": {{}}}}}}}}}}}}}})json",
                                  slug);
    const auto model = contract::read_smithy(core::load_json_text(text, "test.json"));
    const auto encoded = rest_xml().encode_request(model, *model.operation("Op"), {{"Id", "/hostedzone/Z1"}});
    EXPECT_EQ(encoded.request.target, path);
  }
}

// A payload's root: the member's xmlName, else the structure's, else the structure's name.
TEST(RestXmlPayloads, AreNamedByMemberThenByStructure) {
  struct Row {
    const char* member_traits;
    const char* target;
    const char* start;
    const char* end;
  };
  const Row rows[] = {
      {"", "a#Plain", "<Plain", "</Plain>"},
      {"", "a#Named", "<Hello", "</Hello>"},
      {", \"smithy.api#xmlName\": \"Hola\"", "a#Plain", "<Hola", "</Hola>"},
      {", \"smithy.api#xmlName\": \"Hola\"", "a#Named", "<Hola", "</Hola>"},
      {"", "a#Union", "<Union", "</Union>"},
      {"", "a#Spaced", "<Spaced xmlns:baz=\"urn:baz\"", "</Spaced>"},
      {"", "a#Marked", "<Marked test=\"t\"", "</Marked>"},
  };
  for (const auto& row : rows) {
    const auto text = fmt::format(
        R"json({{"smithy": "2.0", "shapes": {{
      "a#S": {{"type": "service", "version": "1", "operations": [{{"target": "a#Op"}}], "traits": {{"aws.protocols#restXml": {{}}}}}},
      "a#Op": {{"type": "operation", "input": {{"target": "a#In"}}, "output": {{"target": "a#In"}},
        "traits": {{"smithy.api#http": {{"method": "PUT", "uri": "/", "code": 200}}}}}},
      "a#In": {{"type": "structure", "members": {{"nested": {{"target": "{}", "traits": {{"smithy.api#httpPayload": {{}}{}}}}}}}}},
      "a#Plain": {{"type": "structure", "members": {{"a": {{"target": "smithy.api#String"}}}}}},
      "a#Named": {{"type": "structure", "members": {{"a": {{"target": "smithy.api#String"}}}}, "traits": {{"smithy.api#xmlName": "Hello"}}}},
      "a#Union": {{"type": "union", "members": {{"a": {{"target": "smithy.api#String"}}}}}},
      "a#Spaced": {{"type": "structure", "members": {{"a": {{"target": "smithy.api#String"}}}}, "traits": {{"smithy.api#xmlNamespace": {{"uri": "urn:baz", "prefix": "baz"}}}}}},
      "a#Marked": {{"type": "structure", "members": {{"a": {{"target": "smithy.api#String"}},
        "m": {{"target": "smithy.api#String", "traits": {{"smithy.api#xmlAttribute": {{}}, "smithy.api#xmlName": "test"}}}}}}}}}}}})json",
        row.target, row.member_traits);
    const auto model = contract::read_smithy(core::load_json_text(text, "test.json"));
    const auto& operation = *model.operation("Op");
    Json input = {{"nested", {{"a", "1"}}}};
    if (std::string_view(row.target) == "a#Marked") input["nested"]["m"] = "t";
    const auto encoded = rest_xml().encode_request(model, operation, input);
    EXPECT_EQ(encoded.request.body, fmt::format("{}><a>1</a>{}", row.start, row.end));
    const auto decoded = rest_xml().decode_request(model, operation, encoded.request);
    EXPECT_EQ(decoded.members, input);
    EXPECT_EQ(shown(decoded.diagnostics), "");
    auto renamed = rest_xml().encode_response(model, operation, input);
    renamed.body = "<other><a>1</a></other>";
    EXPECT_EQ(shown(rest_xml().decode_response(model, operation, renamed).diagnostics).substr(0, 10),
              "wrong-root");
  }
}

TEST(RestXmlOfS3, UnwrapsTheOneMemberOfAnOutput) {
  const auto model = model_of("s3-2006-03-01.json");
  if (!model) GTEST_SKIP() << core::absent("models/smithy");
  const auto& operation = *model->operation("GetBucketLocation");
  const auto decoded = rest_xml().decode_response(
      *model, operation,
      xml("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LocationConstraint "
          "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">eu-west-1</LocationConstraint>"));
  EXPECT_EQ(decoded.members, Json::parse(R"({"LocationConstraint":"eu-west-1"})"));
  EXPECT_EQ(shown(decoded.diagnostics), "");
  const auto response = rest_xml().encode_response(*model, operation, {{"LocationConstraint", "eu-west-1"}});
  EXPECT_EQ(
      response.body,
      "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">eu-west-1</LocationConstraint>");
  const auto wrapped = rest_xml().decode_response(
      *model, operation,
      xml("<GetBucketLocationOutput><LocationConstraint>a</LocationConstraint></GetBucketLocationOutput>"));
  EXPECT_NE(shown(wrapped.diagnostics), "");
}

TEST(RestXmlOfS3, WritesTypesAsAttributes) {
  const auto model = model_of("s3-2006-03-01.json");
  if (!model) GTEST_SKIP() << core::absent("models/smithy");
  const Json input = Json::parse(R"({"Bucket":"b","AccessControlPolicy":{
    "Grants":[{"Grantee":{"Type":"CanonicalUser","ID":"i"},"Permission":"READ"}],"Owner":{"ID":"o"}}})");
  const auto& operation = *model->operation("PutBucketAcl");
  const auto encoded = rest_xml().encode_request(*model, operation, input);
  EXPECT_EQ(encoded.request.method, "PUT");
  EXPECT_EQ(
      encoded.request.body,
      "<AccessControlPolicy xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><AccessControlList><Grant>"
      "<Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\"><ID>i</ID>"
      "</Grantee><Permission>READ</Permission></Grant></AccessControlList><Owner><ID>o</ID></Owner>"
      "</AccessControlPolicy>");
  const auto routed = rest_xml().route(*model, encoded.request);
  ASSERT_EQ(routed.operation, &operation) << routed.problem;
  const auto decoded = rest_xml().decode_request(*model, operation, encoded.request);
  EXPECT_EQ(decoded.members["AccessControlPolicy"], input["AccessControlPolicy"]);
}

TEST(RestXmlOfS3, HasErrorsWithoutAWrapper) {
  const auto model = model_of("s3-2006-03-01.json");
  if (!model) GTEST_SKIP() << core::absent("models/smithy");
  const auto& operation = *model->operation("GetObject");
  const auto decoded = rest_xml().decode_error(*model, operation,
                                               xml("<Error><Code>NoSuchKey</Code><Message>m</Message><Key>k</"
                                                   "Key><RequestId>r</RequestId><HostId>h</HostId></Error>",
                                                   404));
  EXPECT_EQ(decoded.code, "NoSuchKey");
  EXPECT_EQ(decoded.request_id, "r");
  EXPECT_TRUE(decoded.well_formed);
  ASSERT_TRUE(decoded.shape);
  EXPECT_EQ(decoded.shape->name(), "NoSuchKey");
  EXPECT_EQ(shown(decoded.decoded.diagnostics), "");
  const auto wrapped = rest_xml().decode_error(
      *model, operation, xml("<ErrorResponse><Error><Code>NoSuchKey</Code></Error></ErrorResponse>", 404));
  EXPECT_EQ(wrapped.code, "NoSuchKey");
  EXPECT_FALSE(wrapped.well_formed);
  const auto blank =
      rest_xml().decode_error(*model, operation, xml("<Error><Code>NoSuchKey </Code></Error>", 404));
  EXPECT_FALSE(blank.shape) << "clients compare codes whole";
  const auto response = rest_xml().encode_error(
      *model, operation,
      {.code = "NoSuchKey", .status = 404, .message = "m", .request_id = "r", .shape = decoded.shape});
  EXPECT_EQ(response.body,
            "<Error><Code>NoSuchKey</Code><Message>m</Message><RequestId>r</RequestId></Error>");
}

TEST(RestXmlOfS3, AnswersHeadWithoutABody) {
  const auto model = model_of("s3-2006-03-01.json");
  if (!model) GTEST_SKIP() << core::absent("models/smithy");
  const auto& operation = *model->operation("HeadObject");
  const auto response =
      rest_xml().encode_error(*model, operation, {.code = "NotFound", .status = 404, .request_id = "r"});
  EXPECT_EQ(response.body, "");
  const auto decoded = rest_xml().decode_error(*model, operation, response);
  EXPECT_EQ(decoded.code, "");
  EXPECT_EQ(decoded.request_id, "r");
  EXPECT_TRUE(decoded.well_formed);
  EXPECT_EQ(shown(decoded.decoded.diagnostics), "");
}

TEST(RestXmlOfCloudFront, WritesPayloadsUnderTheirNames) {
  const auto model = model_of("cloudfront-2020-05-31.json");
  if (!model) GTEST_SKIP() << core::absent("models/smithy");
  const Json input = Json::parse(
      R"({"DistributionId":"d","InvalidationBatch":{"Paths":{"Quantity":1,"Items":["/*"]},"CallerReference":"c"}})");
  const auto* operation = model->operation("CreateInvalidation");
  if (!operation) operation = model->operation("CreateInvalidation2020_05_31");
  ASSERT_TRUE(operation);
  const auto encoded = rest_xml().encode_request(*model, *operation, input);
  EXPECT_EQ(encoded.request.target, "/2020-05-31/distribution/d/invalidation");
  EXPECT_EQ(encoded.request.body,
            "<InvalidationBatch "
            "xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><Paths><Quantity>1</Quantity>"
            "<Items><Path>/*</Path></Items></Paths><CallerReference>c</CallerReference></InvalidationBatch>");
  const auto decoded = rest_xml().decode_request(*model, *operation, encoded.request);
  EXPECT_EQ(decoded.members, input);
  EXPECT_EQ(shown(decoded.diagnostics), "");
  const auto error = rest_xml().decode_error(
      *model, *operation,
      xml("<ErrorResponse "
          "xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><Error><Type>Sender</Type>"
          "<Code>NoSuchDistribution</Code><Message>m</Message></Error><RequestId>r</RequestId></"
          "ErrorResponse>",
          404));
  EXPECT_EQ(error.code, "NoSuchDistribution");
  EXPECT_TRUE(error.well_formed);
  ASSERT_TRUE(error.shape);
  EXPECT_EQ(error.decoded.members, Json::parse(R"({"Message":"m"})"));
}

}  // namespace
}  // namespace hallmark::wire
