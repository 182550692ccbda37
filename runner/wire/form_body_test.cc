#include "wire/form_body.h"

#include <gtest/gtest.h>

#include "contract/smithy.h"
#include "wire/aws_query.h"
#include "wire/ec2_query.h"
#include "wire/form_protocol.h"

namespace hallmark::wire {
namespace {

contract::Model test_model() {
  const char* text = R"json({"smithy": "2.0", "shapes": {
    "a#S": {"type": "service", "version": "2020-01-01", "operations": [{"target": "a#Op"}, {"target": "a#None"}],
      "traits": {"aws.protocols#awsQuery": {}, "smithy.api#xmlNamespace": {"uri": "urn:s"}}},
    "a#None": {"type": "operation"},
    "a#Op": {"type": "operation", "input": {"target": "a#In"}, "output": {"target": "a#In"},
      "errors": [{"target": "a#NotThere"}]},
    "a#NotThere": {"type": "structure", "members": {"message": {"target": "smithy.api#String"}}, "traits": {
      "smithy.api#error": "client", "aws.protocols#awsQueryError": {"code": "Gone", "httpResponseCode": 410}}},
    "a#In": {"type": "structure", "members": {
      "text": {"target": "smithy.api#String"},
      "Named": {"target": "smithy.api#String", "traits": {"smithy.api#xmlName": "other"}},
      "ec2": {"target": "smithy.api#String", "traits": {"smithy.api#xmlName": "x", "aws.protocols#ec2QueryName": "Y"}},
      "number": {"target": "smithy.api#Integer"},
      "Timestamp": {"target": "smithy.api#Timestamp"},
      "list": {"target": "a#List"},
      "flat": {"target": "a#List", "traits": {"smithy.api#xmlFlattened": {}}},
      "map": {"target": "a#Map"},
      "inner": {"target": "a#In"}}},
    "a#List": {"type": "list", "member": {"target": "smithy.api#Integer"}},
    "a#Map": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "smithy.api#Integer"}}}})json";
  return contract::read_smithy(core::load_json_text(text, "test.json"));
}

std::string shown(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const auto& diagnostic : diagnostics)
    text += std::string(to_string(diagnostic.kind)) + " " + diagnostic.pointer + "; ";
  return text;
}

Request form(std::string body) {
  Request request;
  request.headers.set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
  request.body = std::move(body);
  return request;
}

TEST(FormBody, WritesWhateverItIsTold) {
  const auto model = test_model();
  struct Row {
    const char* input;
    const char* query;
    const char* ec2;
    std::vector<std::string> inexpressible = {};      // in both
    std::vector<std::string> inexpressible_ec2 = {};  // and in ec2 these
  };
  const Row rows[] = {
      {R"({"text":"a b&c=d+é"})", "text=a%20b%26c%3Dd%2B%C3%A9", "Text=a%20b%26c%3Dd%2B%C3%A9"},
      {R"({"Named":"a"})", "other=a", "Other=a"},
      {R"({"ec2":"a"})", "x=a", "Y=a"},
      {R"({"text":""})", "text=", "Text="},
      {R"({"text":null})", "", "", {"/text"}},
      {R"({"number":"five"})", "number=five", "Number=five"},
      {R"({"text":{"a":1}})", "text=%7B%22a%22%3A1%7D", "Text=%7B%22a%22%3A1%7D"},
      {R"({"Timestamp":0})", "Timestamp=1970-01-01T00%3A00%3A00Z", "Timestamp=1970-01-01T00%3A00%3A00Z"},
      {R"({"list":[1,2]})", "list.member.1=1&list.member.2=2", "List.1=1&List.2=2"},
      {R"({"list":[]})", "list=", "", {}, {"/list"}},
      {R"({"list":[null]})", "", "", {"/list/0"}},
      {R"({"list":"a"})", "list=a", "List=a"},
      {R"({"flat":[1]})", "flat.1=1", "Flat.1=1"},
      {R"({"map":{"a":1}})", "map.entry.1.key=a&map.entry.1.value=1", "Map.1.key=a&Map.1.value=1"},
      {R"({"map":{}})", "", "", {"/map"}},
      {R"({"inner":{"text":"a"}})", "inner.text=a", "Inner.Text=a"},
      {R"({"inner":{}})", "", "", {"/inner"}},
      {R"({"inner":"a"})", "inner=a", "Inner=a"},
      {R"({"new":{"a":[1]}})", "new.a.member.1=1", "new.a.1=1"},
  };
  const std::string start = "Action=Op&Version=2020-01-01";
  for (const auto& row : rows) {
    const auto input = Json::parse(row.input);
    const auto query = aws_query().encode_request(model, *model.operation("Op"), input);
    EXPECT_EQ(query.request.body, start + (*row.query ? "&" : "") + row.query) << row.input;
    EXPECT_EQ(query.inexpressible, row.inexpressible) << row.input;
    const auto ec2 = ec2_query().encode_request(model, *model.operation("Op"), input);
    EXPECT_EQ(ec2.request.body, start + (*row.ec2 ? "&" : "") + row.ec2) << row.input;
    EXPECT_EQ(ec2.inexpressible, row.inexpressible_ec2.empty() ? row.inexpressible : row.inexpressible_ec2);
  }
}

TEST(FormBody, ReadsAndNotes) {
  const auto model = test_model();
  struct Row {
    const char* body;
    const char* members;
    const char* diagnostics;
  };
  const Row rows[] = {
      {"text=a+b%20c", R"({"text":"a b c"})", ""},
      {"text", R"({"text":""})", ""},
      {"text=a&text=b", R"({"text":"b"})", "duplicate-key ; "},
      {"Text=a", R"({"text":"a"})", "member-case /text; "},
      {"new=a", "{}", "unknown-member /new; "},
      {"number=x", R"({"number":"x"})", "lexical /number; "},
      {"Timestamp=2020-01-01T00:00:00Z", R"({"Timestamp":"2020-01-01T00:00:00Z"})", ""},
      {"list=", R"({"list":[]})", ""},
      {"list.member.2=2&list.member.1=1", R"({"list":[1,2]})", ""},
      {"list.member.10=3&list.member.2=2&list.member.1=1", R"({"list":[1,2,3]})", "misplaced /list; "},
      {"list.member.0=1", R"({"list":[]})", "unknown-member /list; "},
      {"list.member.18446744073709551616=1", R"({"list":[]})", "unknown-member /list; "},
      {"list.member.1=1&list.member.01=2", R"({"list":[2]})", "duplicate-key /list; "},
      {"list.1=1", R"({"list":[]})", "unknown-member /list; "},
      {"list=a", R"({"list":"a"})", "lexical /list; "},
      {"flat.1=1&flat.2=2", R"({"flat":[1,2]})", ""},
      {"flat.member.1=1", R"({"flat":[]})", "unknown-member /flat; "},
      {"map.entry.1.key=a&map.entry.1.value=1", R"({"map":{"a":1}})", ""},
      {"map.entry.1.key=a", R"({"map":{}})", "misplaced /map; "},
      {"inner.inner.text=a", R"({"inner":{"inner":{"text":"a"}}})", ""},
      {"text.more=a", R"({"text":""})", "unknown-member /text; "},
      {"text=%FF", R"({"text":"�"})", "invalid-utf8 /text; "},
      {"Signature=x&AWSAccessKeyId=y&X-Amz-Date=z", "{}", ""},
  };
  for (const auto& row : rows) {
    const auto request = form(std::string("Action=Op&Version=2020-01-01&") + row.body);
    ASSERT_EQ(aws_query().route(model, request).operation, model.operation("Op"));
    const auto decoded = aws_query().decode_request(model, *model.operation("Op"), request);
    EXPECT_EQ(decoded.members, Json::parse(row.members)) << row.body << " " << decoded.members.dump();
    EXPECT_EQ(shown(decoded.diagnostics), row.diagnostics) << row.body;
  }
}

TEST(FormBody, HostileNamesAreBounded) {
  const auto model = test_model();
  std::string deep = "Action=Op&inner";
  for (int i = 0; i < 1'000'000; ++i) deep += ".inner";
  const auto decoded = aws_query().decode_request(model, *model.operation("Op"), form(deep + "=a"));
  EXPECT_EQ(shown(decoded.diagnostics), "malformed-body ; ");

  std::string wide = "Action=Op";
  for (int i = 0; i < 300'000; ++i) wide += "&a.b" + std::to_string(i) + "=1";
  EXPECT_EQ(shown(aws_query().decode_request(model, *model.operation("Op"), form(wide)).diagnostics),
            "malformed-body ; ");

  const auto far = aws_query().decode_request(model, *model.operation("Op"), form("flat.4000000000=1"));
  EXPECT_EQ(far.members, Json::parse(R"({"flat":[1]})")) << "numbers order items, they reserve nothing";
}

TEST(FormRoute, FindsOperationsByAction) {
  const auto model = test_model();
  EXPECT_EQ(aws_query().route(model, form("Action=None")).operation, model.operation("None"));
  EXPECT_EQ(aws_query().route(model, form("Action=None&Version=2020-01-01")).operation,
            model.operation("None"));
  Request get;
  get.method = "GET";
  get.target = "/?Action=Op&Version=2020-01-01&text=a";
  EXPECT_EQ(aws_query().route(model, get).operation, model.operation("Op"));
  EXPECT_EQ(aws_query().decode_request(model, *model.operation("Op"), get).members,
            Json::parse(R"({"text":"a"})"));
  EXPECT_EQ(aws_query().route(model, form("")).problem, "no Action is given");
  EXPECT_EQ(aws_query().route(model, form("Action=op")).problem, "unknown operation op");
  EXPECT_EQ(aws_query().route(model, form("Action=Op&Version=1999-01-01")).problem,
            "version 1999-01-01 is not 2020-01-01");
}

TEST(FormErrors, CarryTheCodesOfTheirModel) {
  const auto model = test_model();
  const auto& operation = *model.operation("Op");
  for (const auto* protocol : {&aws_query(), &ec2_query()}) {
    const ErrorAnswer answer{.code = "Gone",
                             .status = 410,
                             .message = "not <there>",
                             .request_id = "r-1",
                             .shape = model.shape("a#NotThere")};
    const auto response = protocol->encode_error(model, operation, answer);
    EXPECT_EQ(response.status, 410);
    const auto decoded = protocol->decode_error(model, operation, response);
    EXPECT_EQ(decoded.code, "Gone");
    EXPECT_EQ(decoded.shape, answer.shape);
    EXPECT_EQ(decoded.decoded.members, Json::parse(R"({"message":"not <there>"})"));
    EXPECT_EQ(decoded.request_id, "r-1");
    EXPECT_TRUE(decoded.well_formed);
    EXPECT_EQ(shown(decoded.decoded.diagnostics), "");

    auto unlisted = answer;
    unlisted.code = "NotThere";  // the shape's name is not the code
    unlisted.shape = nullptr;
    EXPECT_EQ(
        protocol->decode_error(model, operation, protocol->encode_error(model, operation, unlisted)).shape,
        nullptr);
  }
}

TEST(FormProtocols, AnswersWithoutOutputHaveAnEnvelope) {
  const auto model = test_model();
  const auto query = aws_query().encode_response(model, *model.operation("None"), Json::object());
  EXPECT_EQ(query.body,
            "<NoneResponse xmlns=\"urn:s\"><ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000"
            "</RequestId></ResponseMetadata></NoneResponse>");
  EXPECT_EQ(shown(aws_query().decode_response(model, *model.operation("None"), query).diagnostics), "");
  const auto ec2 = ec2_query().encode_response(model, *model.operation("None"), Json::object());
  EXPECT_EQ(shown(ec2_query().decode_response(model, *model.operation("None"), ec2).diagnostics), "");
}

TEST(FormProtocols, NoteOtherContentTypes) {
  const auto model = test_model();
  Request request = form("Action=Op");
  request.headers.set("Content-Type", "application/json");
  EXPECT_EQ(shown(aws_query().decode_request(model, *model.operation("Op"), request).diagnostics),
            "wrong-content-type ; ");
  request.headers.remove("Content-Type");
  EXPECT_EQ(shown(aws_query().decode_request(model, *model.operation("Op"), request).diagnostics),
            "missing-content-type ; ");
  auto response = aws_query().encode_response(model, *model.operation("None"), Json::object());
  response.headers.set("Content-Type", "text/html");
  EXPECT_EQ(shown(aws_query().decode_response(model, *model.operation("None"), response).diagnostics),
            "wrong-content-type ; ");
}

}  // namespace
}  // namespace hallmark::wire
