// What users store, as the command line meets it: several services, pages that do not say theirs, protocols
// of others, files that are no documents, recordings by one contract.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "command_line.h"
#include "core/json.h"
#include "core/testing.h"

namespace hallmark::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using testing::hallmark;
using testing::Said;

class Documents : public testing::InFolder {
 protected:
  Said import(std::vector<std::string> words) const {
    words.insert(words.begin(), "import");
    words.insert(words.end(), {"-o", path("out")});
    return hallmark(words);
  }
};

// A service with one operation; `traits` of the service, as JSON members.
std::string smithy(const std::string& space, const std::string& service, const std::string& operation,
                   const std::string& traits, const std::string& more = {}) {
  return R"({"smithy":"2.0","shapes":{")" + space + "#" + service +
         R"(":{"type":"service","version":"1","operations":[{"target":")" + space + "#" + operation +
         R"("}],"traits":{)" + traits + R"(}},")" + space + "#" + operation +
         R"(":{"type":"operation","input":{"target":")" + space + R"(#In"},"output":{"target":")" + space +
         R"(#Out"},"traits":{"smithy.api#readonly":{},"smithy.api#http":{"method":"GET","uri":"/planks/{id}"}}},")" +
         space +
         R"(#In":{"type":"structure","members":{"id":{"target":"smithy.api#String","traits":{"smithy.api#required":{},"smithy.api#httpLabel":{}}}}},")" +
         space + R"(#Out":{"type":"structure","members":{"id":{"target":"smithy.api#String"}}})" + more +
         "}}";
}
const std::string rest_json = R"("aws.protocols#restJson1":{})";

TEST_F(Documents, TwoServicesAreNeverOne) {
  const std::string a = file("a.json", smithy("com.acme.api", "Orders", "GetOrder", rest_json));
  const std::string b = file("b.json", smithy("org.beta.api", "Users", "GetUser", rest_json));
  Said said = import({a, b});
  EXPECT_EQ(said.code, exit_conforms) << said.err;
  EXPECT_THAT(said.out, HasSubstr("orders: 1 operation"));
  EXPECT_THAT(said.out, HasSubstr("users: 1 operation"));
  // Called alike, they go by their whole names.
  const std::string c = file("c.json", smithy("org.beta.api", "Orders", "GetUser", rest_json));
  said = import({a, c});
  EXPECT_THAT(said.out, HasSubstr("com-acme-api-orders: 1 operation"));
  EXPECT_THAT(said.out, HasSubstr("org-beta-api-orders: 1 operation"));
  said = import({a, b, "--service", "users"});
  EXPECT_THAT(said.out, HasSubstr("users: 1 operation"));
  EXPECT_THAT(said.out, Not(HasSubstr("orders:")));
  EXPECT_EQ(import({a, b, "--service", "planks"}).code, exit_usage);
}

TEST_F(Documents, OneOfSeveralServicesInAFileIsNamed) {
  const std::string both =
      file("both.json",
           smithy("com.example", "Orders", "GetOrder", rest_json,
                  R"(,"com.example#Users":{"type":"service","version":"1","traits":{)" + rest_json + "}}"));
  const Said said = import({both});
  EXPECT_EQ(said.code, exit_document);
  EXPECT_THAT(said.err, HasSubstr("com.example#Orders, com.example#Users"));
  EXPECT_THAT(said.err, HasSubstr("--service"));
  for (const char* name : {"Orders", "orders", "com.example#Orders"}) {
    EXPECT_THAT(import({both, "--service", name}).out, HasSubstr("orders: 1 operation")) << name;
  }
}

const std::string page =
    "GetPlank\nRequest Syntax\n{ \"Id\": \"string\" }\nRequest Parameters\n- Id\n-\nIt.\nType: String\n"
    "Required: Yes\nErrors\n- GoneException\n-\nGone.\nHTTP Status Code: 404\n";

TEST_F(Documents, APageWithoutAServiceIsOfTheOneThatIsNamed) {
  const std::string plain = file("page.txt", page);
  Said said = import({plain});
  EXPECT_EQ(said.code, exit_document);
  EXPECT_THAT(said.err, HasSubstr("which service"));
  EXPECT_THAT(said.err, HasSubstr("--service"));
  said = import({plain, "--service", "sawmill"});
  EXPECT_EQ(said.code, exit_conforms) << said.err;
  EXPECT_THAT(said.out, HasSubstr("sawmill: 1 operation"));
  EXPECT_THAT(read(folder_ / "out" / "GetPlank.request.schema.json"),
              HasSubstr("urn:hallmark:schema:sawmill:GetPlank"));
  // Another document of the operation says it, too, whatever the page links to.
  const std::string model = file("m.json", smithy("com.example", "Planks", "GetPlank", rest_json));
  EXPECT_THAT(import({plain, model}).out, HasSubstr("planks: 1 operation"));
  const std::string linked = file(
      "linked.txt", page + "See Also\nhttps://docs.aws.amazon.com/goto/cli2/timber-2020-01-01/GetPlank\n");
  EXPECT_THAT(import({linked}).out, HasSubstr("timber: 1 operation"));
  EXPECT_THAT(import({linked, model}).out, HasSubstr("planks: 1 operation"));
}

TEST_F(Documents, ProtocolsOfOthersAreNamedAndGiveWay) {
  const std::string alloy =
      file("alloy.json", smithy("com.example", "Planks", "GetPlank", R"("alloy#simpleRestJson":{})"));
  EXPECT_EQ(import({alloy}).code, exit_conforms);
  Said said = hallmark({"run", "--model", alloy, "--target", "embedded"});
  EXPECT_EQ(said.code, exit_document);
  EXPECT_THAT(said.err, HasSubstr("alloy#simpleRestJson"));
  EXPECT_THAT(said.err, HasSubstr("--protocol rest-json comes near"));
  said = hallmark({"run", "--model", alloy, "--target", "embedded", "--protocol", "rest-json"});
  EXPECT_EQ(said.code, exit_conforms) << said.out << said.err;

  const std::string vendor = file(
      "service-2.json",
      R"({"version":"2.0","metadata":{"apiVersion":"1","endpointPrefix":"huts","protocol":"query-json","serviceId":"Huts",)"
      R"("signatureVersion":"v4"},"operations":{"ListHuts":{"name":"ListHuts","http":{"method":"GET","requestUri":"/"},)"
      R"("output":{"shape":"Out"}}},"shapes":{"Out":{"type":"structure","members":{"n":{"shape":"S"}}},"S":{"type":"string"}}})");
  said = import({vendor});
  EXPECT_EQ(said.code, exit_conforms) << said.err;
  EXPECT_THAT(said.out, HasSubstr("huts: 1 operation"));
  said = hallmark({"plan", "--model", vendor, "--protocol", "aws-query", "--target", "embedded"});
  EXPECT_EQ(said.code, exit_conforms) << said.err;
  EXPECT_THAT(said.out, HasSubstr("huts.ListHuts"));
  said = hallmark({"plan", "--model", vendor, "--target", "embedded"});
  EXPECT_THAT(said.out, HasSubstr("query-json, which Hallmark does not speak"));
}

TEST_F(Documents, NumbersThatNoDoubleHoldsAreJson) {
  const std::string big = file(
      "big.json", smithy("com.example", "Planks", "GetPlank",
                         rest_json + R"(,"com.example#limit":[1.7976931348623157E+309,-1e999,"1e999"])",
                         R"(,"com.example#Old":{"type":"set","member":{"target":"smithy.api#String"}})"));
  const Said said = import({big});
  EXPECT_EQ(said.code, exit_conforms) << said.err;
  EXPECT_THAT(read(folder_ / "out" / "model.json"), HasSubstr("1e999"));
}

TEST_F(Documents, WhatIsNoDocumentIsNamed) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"openapi: 3.0.0\npaths: {}\n", "an OpenAPI document"},
      {"$version: \"2\"\nnamespace a.b\nservice P { version: \"1\" }\n", "smithy ast"},
      {"\n.. py:class:: Planks.Client\n\n  .. py:method:: saw(**kwargs)\n\n      **Request Syntax** \n",
       "whole service (before 2023)"},
      {R"({"log":{"version":"1.2","entries":[]}})", "hallmark judge"},
  };
  for (const auto& [text, expected] : rows) {
    const Said said = import({file("x", text)});
    EXPECT_EQ(said.code, exit_document);
    EXPECT_THAT(said.err, HasSubstr(expected));
  }
  const Said said = hallmark(
      {"judge", file("y.yml", "---\nversion: 2\ninteractions:\n- id: 0\n  request:\n    url: http://a/\n"),
       "--model", file("m.json", smithy("com.example", "Planks", "GetPlank", rest_json))});
  EXPECT_EQ(said.code, exit_document);
  EXPECT_THAT(said.err, HasSubstr("go-vcr"));
  EXPECT_THAT(said.err, HasSubstr("\"raw\""));
}

TEST_F(Documents, AnOperationWithoutAValidRequestSaysWhy) {
  const std::string model = file(
      "pat.json",
      R"({"smithy":"2.0","shapes":{"a.pat#Pat":{"type":"service","version":"1","operations":[{"target":"a.pat#Put"}],"traits":{)" +
          rest_json +
          R"(}},"a.pat#Put":{"type":"operation","input":{"target":"a.pat#In"},"errors":[{"target":"a.pat#ValidationException"}],)"
          R"("traits":{"smithy.api#http":{"method":"POST","uri":"/p"}}},)"
          R"("a.pat#T":{"type":"string","traits":{"smithy.api#pattern":"^(a|b)\\1$"}},)"
          R"("a.pat#In":{"type":"structure","members":{"t":{"target":"a.pat#T","traits":{"smithy.api#required":{}}}}},)"
          R"("a.pat#ValidationException":{"type":"structure","members":{},"traits":{"smithy.api#error":"client","smithy.api#httpError":400}}}})");
  const Said said = hallmark({"run", "--model", model, "--target", "embedded"});
  EXPECT_THAT(said.err, HasSubstr("no case of pat.Put: no valid request could be made: t: no strings are "
                                  "made from a back-reference"));
}

// A HAR of one exchange.
std::string har(const std::string& url, const Json& content) {
  return Json{{"log",
               {{"version", "1.2"},
                {"entries",
                 {{{"request", {{"method", "GET"}, {"url", url}, {"headers", Json::array()}}},
                   {"response",
                    {{"status", 200},
                     {"headers", {{{"name", "Content-Type"}, {"value", "application/json"}}}},
                     {"content", content}}}}}}}}}
      .dump();
}

TEST_F(Documents, RecordingsAreJudgedByTheModelsThatAreGiven) {
  const std::string model = file("m.json", smithy("com.example", "Planks", "GetPlank", rest_json));
  const Json text = {{"text", R"({"id":"abc"})"}};
  struct Row {
    std::string what, recording;
    int code;
    std::string said;
  };
  const std::vector<Row> rows = {
      {"HAR of a local host", har("http://127.0.0.1:8080/planks/abc", text), exit_conforms, "1 conform"},
      {"HAR of any host", har("https://api.timber.example/planks/abc", text), exit_conforms, "1 conform"},
      {"another service of AWS", har("https://sqs.eu-west-1.amazonaws.com/planks/abc", text),
       exit_nothing_ran, "no contract here is for the host"},
      {"chunks in base64",
       har("http://localhost/planks/abc", {{"encoding", "base64"}, {"text", R"(["eyJpZCI6","ImFiYyJ9"])"}}),
       exit_conforms, "1 conform"},
      {"chunks in hexadecimal",
       har("http://localhost/planks/abc",
           {{"_isBinary", true}, {"text", R"(["7b226964223a","22616263227d"])"}}),
       exit_conforms, "1 conform"},
      {"raw lines",
       R"({"raw":{"request":{"method":"GET","url":"http://x.example/planks/a"},"response":{"status":200,"headers":{"Content-Type":"application/json"},"body":"{\"id\":\"a\"}"}}})",
       exit_conforms, "1 conform"},
      {"outputs of SDKs", R"({"service":"planks","operation":"GetPlank","output":{"id":"a"}})", exit_conforms,
       "1 conform"},
      {"half a character in the answer", har("http://localhost/planks/abc", {{"text", R"({"id":"\ud800"})"}}),
       exit_deviations, "decode.invalid-utf8"},
      {"half a character in the recording",
       R"({"raw":{"request":{"method":"GET","url":"http://x.example/planks/a"},"response":{"status":200,"headers":{},"body":"\ud800 \ud83d\ude00"}}})",
       exit_nothing_ran, "half a character"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.what);
    const Said said = hallmark({"judge", file("recording", row.recording), "--model", model});
    EXPECT_EQ(said.code, row.code) << said.out << said.err;
    EXPECT_THAT(said.out, HasSubstr(row.said));
  }
  // Of several, the user says which; a path without words of its own says nothing.
  const std::string other = file("o.json", smithy("com.example", "Boards", "GetBoard", rest_json));
  const std::string foreign = file("f.har", har("https://api.timber.example/planks/abc", text));
  EXPECT_EQ(hallmark({"judge", foreign, "--model", model, "--model", other}).code, exit_nothing_ran);
  const Said named = hallmark({"judge", foreign, "--model", model, "--service", "planks"});
  EXPECT_EQ(named.code, exit_conforms) << named.out << named.err;
}

// HTTP's methods are more than most libraries have tables for.
TEST_F(Documents, AnOperationMayHaveAnyMethod) {
  for (const char* method : {"TRACE", "OPTIONS", "PATCH"}) {
    std::string model = smithy("com.example", "Planks", "GetPlank", rest_json);
    const std::string get = R"("method":"GET")";
    model.replace(model.find(get), get.size(), std::string(R"("method":")") + method + "\"");
    const Said said =
        hallmark({"run", "--model", file(std::string(method) + ".json", model), "--target", "embedded"});
    EXPECT_EQ(said.code, exit_conforms) << method << ": " << said.out << said.err;
    EXPECT_THAT(said.out, HasSubstr("0 deviate")) << method;
  }
}

TEST_F(Documents, ReportedInputsHaveTheirRightResults) {
  const auto reported = core::shared_data("field/reported");
  if (!reported) GTEST_SKIP() << core::absent("field/reported");
  const auto at = [&](const char* name) { return (*reported / name).string(); };
  struct Row {
    std::vector<std::string> words;
    int code;
    std::string said;
  };
  const std::vector<Row> rows = {
      {{"import", at("page-front-matter.md"), "-o", path("o")},
       exit_conforms,
       "fences: 1 operation, 3 listed exceptions"},
      {{"import", at("error-members-a.txt"), "--service", "fences", "-o", path("o")},
       exit_conforms,
       "fences: 1 operation, 2 listed"},
      {{"import", at("error-members-a.txt"), "-o", path("o")}, exit_document, "--service"},
      {{"judge", at("plank.har"), "--model", at("planks-min.json")}, exit_conforms, "1 conform"},
      {{"import", at("two-services-a.json"), at("two-services-b.json"), "-o", path("o")},
       exit_conforms,
       "users: 1 operation"},
      {{"import", at("page-anchor-on-heading.md"), "-o", path("o")},
       exit_conforms,
       "fences: 1 operation, 1 listed"},
      {{"import", at("page-bold-blank-lines.md"), "-o", path("o")},
       exit_conforms,
       "fences: 1 operation, 2 listed"},
      {{"import", at("boto3-2017-service.rst"), "-o", path("o")},
       exit_document,
       "whole service (before 2023)"},
      {{"judge", at("plank-polly-chunks.har"), "--models", at("folder")}, exit_conforms, "1 conform"},
      {{"judge", at("plank-vendor-host.har"), "--models", at("folder")}, exit_conforms, "1 conform"},
      {{"judge", at("plank-lone-surrogate.har"), "--models", at("folder")},
       exit_deviations,
       "decode.invalid-utf8"},
      {{"import", at("big-number-in-trait.json"), "-o", path("o")}, exit_conforms, "old: 1 operation"},
      {{"import", at("two-services-one-model.json"), "-o", path("o")}, exit_document, "--service"},
      {{"import", at("two-services-one-model.json"), "--service", "Users", "-o", path("o")},
       exit_conforms,
       "users: 0 operations"},
      {{"run", "--model", at("alloy-protocol.json"), "--target", "embedded"},
       exit_document,
       "--protocol rest-json comes near"},
      {{"import", at("vendor-protocol.json"), "-o", path("o")}, exit_conforms, "huts: 1 operation"},
      {{"plan", "--model", at("vendor-protocol.json"), "--protocol", "aws-query", "--target", "embedded"},
       exit_conforms,
       "huts.List"},
      {{"run", "--model", at("pattern-unsatisfied.json"), "--target", "embedded"},
       exit_conforms,
       "no valid request could be made: t:"},
      {{"run", "--model", at("echo-nested-same-name.json"), "--target", "embedded"},
       exit_conforms,
       " 0 deviate"},
      {{"run", "--model", at("content-type-member.json"), "--target", "embedded"},
       exit_conforms,
       " 0 deviate"},
  };
  for (const Row& row : rows) {
    const Said said = hallmark(row.words);
    EXPECT_EQ(said.code, row.code) << row.words[1] << ": " << said.out << said.err;
    EXPECT_THAT(said.out + said.err, HasSubstr(row.said)) << row.words[1];
  }
}

}  // namespace
}  // namespace hallmark::cli
