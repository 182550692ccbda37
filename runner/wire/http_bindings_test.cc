#include "wire/http_bindings.h"

#include <gtest/gtest.h>

#include "contract/smithy.h"
#include "core/text.h"
#include "wire/rest_json.h"
#include "wire/uri_template.h"

namespace hallmark::wire {
namespace {

const contract::Model& model() {
  static const contract::Model shared = contract::read_smithy(core::load_json_text(R"json({
    "smithy": "2.0", "shapes": {
    "a#S": {"type": "service", "version": "1", "traits": {"aws.protocols#restJson1": {}},
            "operations": [{"target": "a#Get"}, {"target": "a#List"}, {"target": "a#Special"}, {"target": "a#File"},
                           {"target": "a#Update"}, {"target": "a#Versioned"}, {"target": "a#Stream"},
                           {"target": "a#Unbound"}, {"target": "a#Checked"}]},
    "a#Get": {"type": "operation", "input": {"target": "a#Id"}, "output": {"target": "a#Output"},
              "traits": {"smithy.api#http": {"method": "GET", "uri": "/things/{id}", "code": 200}}},
    "a#List": {"type": "operation", "traits": {"smithy.api#http": {"method": "GET", "uri": "/things", "code": 200}}},
    "a#Special": {"type": "operation", "traits": {"smithy.api#http": {"method": "GET", "uri": "/things/special", "code": 200}}},
    "a#Versioned": {"type": "operation", "input": {"target": "a#Id"},
                    "traits": {"smithy.api#http": {"method": "GET", "uri": "/things/{id}?versions", "code": 200}}},
    "a#File": {"type": "operation", "input": {"target": "a#FileInput"},
               "traits": {"smithy.api#http": {"method": "GET", "uri": "/things/{id}/files/{path+}", "code": 200}}},
    "a#Update": {"type": "operation", "input": {"target": "a#Input"}, "output": {"target": "a#Output"},
                 "traits": {"smithy.api#http": {"method": "PUT", "uri": "/things/{id}", "code": 202},
                            "smithy.api#endpoint": {"hostPrefix": "{id}.data."}}},
    "a#Stream": {"type": "operation", "input": {"target": "a#StreamInput"},
                 "traits": {"smithy.api#http": {"method": "POST", "uri": "/stream", "code": 200}}},
    "a#Unbound": {"type": "operation"},
    "a#Checked": {"type": "operation", "input": {"target": "a#CheckedInput"},
                  "traits": {"smithy.api#http": {"method": "POST", "uri": "/checked", "code": 200},
                    "aws.protocols#httpChecksum": {"requestChecksumRequired": true, "requestAlgorithmMember": "algorithm"}}},
    "a#Id": {"type": "structure", "members": {
      "id": {"target": "smithy.api#String", "traits": {"smithy.api#httpLabel": {}, "smithy.api#required": {}}}}},
    "a#FileInput": {"type": "structure", "members": {
      "id": {"target": "smithy.api#String", "traits": {"smithy.api#httpLabel": {}, "smithy.api#required": {}}},
      "path": {"target": "smithy.api#String", "traits": {"smithy.api#httpLabel": {}, "smithy.api#required": {}}}}},
    "a#Input": {"type": "structure", "members": {
      "id": {"target": "smithy.api#String", "traits": {"smithy.api#httpLabel": {}, "smithy.api#required": {}}},
      "count": {"target": "smithy.api#Integer", "traits": {"smithy.api#httpQuery": "n"}},
      "etag": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "If-Match"}},
      "tags": {"target": "a#Map", "traits": {"smithy.api#httpPrefixHeaders": "x-tag-"}},
      "name": {"target": "smithy.api#String"}}},
    "a#CheckedInput": {"type": "structure", "members": {"algorithm": {"target": "smithy.api#String",
      "traits": {"smithy.api#httpHeader": "x-amz-sdk-checksum-algorithm"}}, "name": {"target": "smithy.api#String"}}},
    "a#StreamInput": {"type": "structure", "members": {
      "events": {"target": "a#Events", "traits": {"smithy.api#httpPayload": {}}}}},
    "a#Events": {"type": "union", "members": {"one": {"target": "a#Id"}}, "traits": {"smithy.api#streaming": {}}},
    "a#Output": {"type": "structure", "members": {
      "etag": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "ETag"}},
      "status": {"target": "smithy.api#Integer", "traits": {"smithy.api#httpResponseCode": {}}},
      "name": {"target": "smithy.api#String"}}},
    "a#Map": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "smithy.api#String"}}}})json",
                                                                                   "bindings.json"));
  return shared;
}

EncodedRequest encode(const char* operation, const Json& input) {
  return rest_json().encode_request(model(), *model().operation(operation), input, {});
}

TEST(UriTemplate, MatchesWholeSegments) {
  const UriTemplate uri = parse_uri_template("/a/{b}/c-{d}.x/{e+}/z?q&r=1");
  const auto labels = match_path(uri, "/a/1%2F2/c-3.x/4/5%20/z");
  ASSERT_TRUE(labels);
  EXPECT_EQ(*labels, (Labels{{"b", "1/2"}, {"d", "3"}, {"e", "4/5 "}}));
  for (const char* path : {"/a//c-3.x/4/z", "/a/1/c-.x/4/z", "/a/1/c-3.x/z", "/a/1/c-3.x/4",
                           "/a/1/c-3.x/4/z/", "", "/", "/b/1/c-3.x/4/z", "/a/1/c-3/4/z"}) {
    EXPECT_FALSE(match_path(uri, path)) << path;
  }
  EXPECT_TRUE(has_literals(uri, parse_query("r=1&q&s=2")));
  EXPECT_TRUE(has_literals(uri, parse_query("r=1&q=")));
  EXPECT_FALSE(has_literals(uri, parse_query("r=2&q")));
  EXPECT_FALSE(has_literals(uri, parse_query("r=1")));
  EXPECT_TRUE(match_path(parse_uri_template("/"), "/"));
  EXPECT_FALSE(match_path(parse_uri_template("/"), "/a"));
}

TEST(HttpRouting, TheMostSpecificPatternWins) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"GET /things", "List"},
      {"GET /things/special", "Special"},
      {"GET /things/other", "Get"},
      {"GET /things/special?versions", "Special"},
      {"GET /things/other?versions", "Versioned"},
      {"GET /things/other?versions=&x=1", "Versioned"},
      {"GET /things/a%2Fb", "Get"},
      {"GET /things/a/files/b/c/d", "File"},
      {"PUT /things/other", "Update"},
  };
  for (const auto& [line, name] : rows) {
    Request request;
    request.method = line.substr(0, 3);
    request.target = line.substr(4);
    const Routed routed = rest_json().route(model(), request);
    ASSERT_NE(routed.operation, nullptr) << line << ": " << routed.problem;
    EXPECT_EQ(routed.operation->name(), name) << line;
  }
}

TEST(HttpRouting, SaysWhyNothingFits) {
  Request request{.method = "DELETE", .target = "/things/x", .headers = {}, .body = {}, .host_prefix = {}};
  EXPECT_EQ(rest_json().route(model(), request).problem, "this path takes GET, PUT, not DELETE");
  request.target = "/nothing";
  EXPECT_EQ(rest_json().route(model(), request).problem, "no operation has this method and path");
  request.target = "";
  EXPECT_EQ(rest_json().route(model(), request).operation, nullptr);
}

TEST(HttpBindings, MembersStandInTheirPlaces) {
  const EncodedRequest encoded = encode(
      "Update", {{"id", "t-1"}, {"count", 3}, {"etag", "\"x\""}, {"tags", {{"a", "b"}}}, {"name", "N"}});
  EXPECT_EQ(encoded.request.method, "PUT");
  EXPECT_EQ(encoded.request.target, "/things/t-1?n=3");
  EXPECT_EQ(encoded.request.host_prefix, "t-1.data.");
  EXPECT_EQ(encoded.request.headers,
            (Headers{{"If-Match", "\"x\""}, {"x-tag-a", "b"}, {"Content-Type", "application/json"}}));
  EXPECT_EQ(encoded.request.body, "{\"name\":\"N\"}");
  EXPECT_TRUE(encoded.inexpressible.empty());
}

TEST(HttpBindings, WhatCannotBeWrittenIsListed) {
  const auto lost = [](const Json& input) { return encode("Update", input).inexpressible; };
  EXPECT_EQ(lost({{"name", "N"}}), (std::vector<std::string>{"/id", "/id"}));  // path and host
  EXPECT_EQ(lost({{"id", ""}}), (std::vector<std::string>{"/id", "/id"}));
  EXPECT_EQ(lost({{"id", "a"}, {"count", nullptr}}), std::vector<std::string>{"/count"});
  EXPECT_EQ(lost({{"id", "a"}, {"etag", nullptr}}), std::vector<std::string>{"/etag"});
  EXPECT_EQ(lost({{"id", "a"}, {"etag", "a\nb"}}), std::vector<std::string>{"/etag"});
  EXPECT_EQ(lost({{"id", "a"}, {"tags", {{"a b", "c"}}}}), std::vector<std::string>{"/tags/a b"});
  EXPECT_EQ(lost({{"id", "a"}, {"tags", "x"}}), std::vector<std::string>{"/tags"});
  EXPECT_EQ(lost({{"id", "a"}, {"name", nullptr}}), std::vector<std::string>{});
  EXPECT_EQ(encode("List", {{"extra", 1}}).inexpressible, std::vector<std::string>{"/extra"});
}

TEST(HttpBindings, WrongTypesAreWrittenTheWayACarelessClientWould) {
  const EncodedRequest encoded = encode(
      "Update",
      {{"id", 7}, {"count", "many"}, {"etag", {1, 2}}, {"name", {{"a", 1}}}, {"Name", true}, {"x", nullptr}});
  EXPECT_EQ(encoded.request.target, "/things/7?n=many");
  EXPECT_EQ(*encoded.request.headers.find("If-Match"), "[1,2]");
  EXPECT_EQ(encoded.request.body, "{\"Name\":true,\"name\":{\"a\":1},\"x\":null}");
}

TEST(HttpBindings, OperationsThatCannotBeSentSayWhy) {
  EXPECT_EQ(encode("Stream", Json::object()).impossible, "the input member events is an event stream");
  EXPECT_EQ(encode("Unbound", Json::object()).impossible, "the contract states no method and path for it");
}

TEST(HttpBindings, TheStatusComesFromTheMemberOrTheModel) {
  const contract::Operation& update = *model().operation("Update");
  EXPECT_EQ(rest_json().encode_response(model(), update, {{"name", "N"}}).status, 202);
  const Response response = rest_json().encode_response(model(), update, {{"status", 203}, {"etag", "e"}});
  EXPECT_EQ(response.status, 203);
  EXPECT_EQ(rest_json().decode_response(model(), update, response).members,
            Json({{"status", 203}, {"etag", "e"}}));
  EXPECT_EQ(rest_json().success_status(update), 202);
  Response redirect;
  redirect.status = 302;
  EXPECT_FALSE(rest_json().is_success(update, redirect));
}

TEST(HttpBindings, ChecksumsAreAddedWhereTheyAreRequired) {
  const Headers plain = encode("Checked", {{"name", "N"}}).request.headers;
  EXPECT_TRUE(plain.has("Content-MD5"));
  const Headers chosen = encode("Checked", {{"name", "N"}, {"algorithm", "CRC32"}}).request.headers;
  ASSERT_TRUE(chosen.has("x-amz-checksum-crc32"));
  EXPECT_EQ(core::base64_decode(*chosen.find("x-amz-checksum-crc32"))->size(), 4u);
  EXPECT_FALSE(chosen.has("Content-MD5"));
}

TEST(HttpBindings, UnknownAndRepeatedParametersAreNoted) {
  Request request = encode("Update", {{"id", "a"}, {"name", "N"}}).request;
  request.target = "/things/a?n=1&n=2&m=3";
  const Decoded decoded = rest_json().decode_request(model(), *model().operation("Update"), request);
  EXPECT_EQ(decoded.members, Json({{"id", "a"}, {"name", "N"}, {"count", 1}, {"tags", Json::object()}}));
  ASSERT_EQ(decoded.diagnostics.size(), 2u);
  EXPECT_EQ(decoded.diagnostics[0].kind, DiagnosticKind::duplicate_key);
  EXPECT_EQ(decoded.diagnostics[0].location, "query n");
  EXPECT_EQ(decoded.diagnostics[1].kind, DiagnosticKind::unknown_member);
  EXPECT_EQ(decoded.diagnostics[1].pointer, "/m");
}

}  // namespace
}  // namespace hallmark::wire
