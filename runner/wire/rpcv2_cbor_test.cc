#include "wire/rpcv2_cbor.h"

#include <gtest/gtest.h>

#include "contract/smithy.h"
#include "core/text.h"
#include "wire/cbor_body.h"

namespace hallmark::wire {
namespace {

contract::Model test_model() {
  const char* text = R"json({"smithy": "2.0", "shapes": {
    "a#S": {"type": "service", "version": "1", "operations": [{"target": "a#Op"}, {"target": "a#None"}],
      "traits": {"smithy.protocols#rpcv2Cbor": {}, "aws.protocols#awsQueryCompatible": {}}},
    "a#None": {"type": "operation"},
    "a#Op": {"type": "operation", "input": {"target": "a#In"}, "output": {"target": "a#In"},
      "errors": [{"target": "a#Bad"}, {"target": "a#Coded"}]},
    "a#Bad": {"type": "structure", "members": {"Message": {"target": "smithy.api#String"},
      "count": {"target": "smithy.api#Integer"}}, "traits": {"smithy.api#error": "client"}},
    "a#Coded": {"type": "structure", "members": {"message": {"target": "smithy.api#String"}}, "traits": {
      "smithy.api#error": "client", "aws.protocols#awsQueryError": {"code": "Old.Code", "httpResponseCode": 400}}},
    "a#In": {"type": "structure", "members": {
      "text": {"target": "smithy.api#String"},
      "blob": {"target": "smithy.api#Blob"},
      "yes": {"target": "smithy.api#Boolean"},
      "number": {"target": "smithy.api#Integer"},
      "big": {"target": "smithy.api#BigInteger"},
      "float": {"target": "smithy.api#Float"},
      "double": {"target": "smithy.api#Double"},
      "time": {"target": "smithy.api#Timestamp"},
      "list": {"target": "a#List"},
      "sparse": {"target": "a#Sparse"},
      "map": {"target": "a#Map"},
      "inner": {"target": "a#In"}}},
    "a#List": {"type": "list", "member": {"target": "smithy.api#Integer"}},
    "a#Sparse": {"type": "list", "member": {"target": "smithy.api#Integer"}, "traits": {"smithy.api#sparse": {}}},
    "a#Map": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "smithy.api#Integer"}}}})json";
  return contract::read_smithy(core::load_json_text(text, "test.json"));
}

std::string bytes_of(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

Response answer(std::string body, int status = 200) {
  Response response;
  response.status = status;
  response.headers.set("Content-Type", "application/cbor");
  response.headers.set("smithy-protocol", "rpc-v2-cbor");
  response.body = std::move(body);
  return response;
}

std::string shown(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const auto& diagnostic : diagnostics)
    text += std::string(to_string(diagnostic.kind)) + " " + diagnostic.pointer + "; ";
  return text;
}

std::string key(std::string_view name) {
  CborWriter writer;
  writer.text(name);
  return core::hex(writer.take());
}

TEST(Rpcv2Cbor, ReadsAndNotes) {
  const auto model = test_model();
  struct Row {
    const char* member;
    const char* value;  // hexadecimal
    const char* members;
    const char* diagnostics;
  };
  const Row rows[] = {
      {"text", "6161", R"({"text":"a"})", ""},
      {"text", "7f61616162ff", R"({"text":"ab"})", ""},
      {"text", "4161", R"({"text":"YQ=="})", "lexical /text; "},
      {"text", "01", R"({"text":1})", "lexical /text; "},
      {"text", "61ff", R"({"text":"�"})", "invalid-utf8 /text; "},
      {"text", "f6", "{}", "null-member /text; "},
      {"text", "f7", "{}", "null-member /text; "},
      {"Text", "6161", R"({"text":"a"})", "member-case /text; "},
      {"other", "01", "{}", "unknown-member /other; "},
      {"blob", "4200ff", R"({"blob":"AP8="})", ""},
      {"blob", "5f41004101ff", R"({"blob":"AAE="})", ""},
      {"blob", "6161", R"({"blob":"a"})", "lexical /blob; "},
      {"yes", "f5", R"({"yes":true})", ""},
      {"yes", "01", R"({"yes":1})", "lexical /yes; "},
      {"number", "1903e8", R"({"number":1000})", ""},
      {"number", "3903e7", R"({"number":-1000})", ""},
      {"number", "1bffffffffffffffff", R"({"number":18446744073709551615})", ""},
      {"number", "f93c00", R"({"number":1.0})", "lexical /number; "},
      {"number", "6131", R"({"number":"1"})", "lexical /number; "},
      {"big", "c249010000000000000000", R"({"big":"18446744073709551616"})", ""},
      {"big", "c349010000000000000000", R"({"big":"-18446744073709551617"})", ""},
      {"big", "01", R"({"big":1})", ""},
      {"float", "f93e00", R"({"float":1.5})", ""},
      {"float", "01", R"({"float":1})", ""},
      {"double", "f97e00", R"({"double":"NaN"})", ""},
      {"double", "faff800000", R"({"double":"-Infinity"})", ""},
      {"double", "f5", R"({"double":true})", "lexical /double; "},
      {"time", "c11a514b67b0", R"({"time":1363896240})", ""},
      {"time", "c1fb41d452d9ec200000", R"({"time":1363896240.5})", ""},
      {"time", "1a514b67b0", R"({"time":1363896240})", "timestamp-format /time; "},
      {"time", "c074323031332d30332d32315432303a30343a30305a", R"({"time":"2013-03-21T20:04:00Z"})",
       "timestamp-format /time; "},
      {"time", "c11b0000013d8e8d0780", R"({"time":1363896240000})", "lexical /time; "},
      {"time", "c1f97e00", R"({"time":"NaN"})", "lexical /time; "},
      {"time", "6161", R"({"time":"a"})", "lexical /time; "},
      {"time", "c16161", R"({"time":"a"})", "lexical /time; "},
      {"list", "820102", R"({"list":[1,2]})", ""},
      {"list", "9f01ff", R"({"list":[1]})", ""},
      {"list", "8201f6", R"({"list":[1]})", "null-member /list/1; "},
      {"list", "01", R"({"list":1})", "lexical /list; "},
      {"sparse", "8201f6", R"({"sparse":[1,null]})", ""},
      {"map", "a1616101", R"({"map":{"a":1}})", ""},
      {"map", "a26161016161 02", R"({"map":{"a":2}})", "duplicate-key /map/a; "},
      {"map", "a10101", R"({"map":{"1":1}})", "lexical /map; "},
      {"map", "a16161f6", R"({"map":{}})", "null-member /map/a; "},
      {"map", "80", R"({"map":[]})", "lexical /map; "},
      {"inner", "a1666e756d62657201", R"({"inner":{"number":1}})", ""},
      {"inner", "a1665f5f747970656161", R"({"inner":{}})", ""},
      {"inner", "80", R"({"inner":[]})", "lexical /inner; "},
  };
  for (const auto& row : rows) {
    const auto value = core::replace_all(row.value, " ", "");
    const auto response = answer(bytes_of("bf" + key(row.member) + value + "ff"));
    const auto decoded = rpcv2_cbor().decode_response(model, *model.operation("Op"), response);
    EXPECT_EQ(decoded.members, Json::parse(row.members))
        << row.member << " " << value << decoded.members.dump();
    EXPECT_EQ(shown(decoded.diagnostics), row.diagnostics) << row.member << " " << value;
  }
}

TEST(Rpcv2Cbor, NotesBodiesAndHeadersAsAWhole) {
  const auto model = test_model();
  const std::pair<const char*, const char*> rows[] = {
      {"a0", ""},
      {"bfff", ""},
      {"", "empty-body ; "},
      {"80", "malformed-body ; "},
      {"01", "malformed-body ; "},
      {"bf", "malformed-body ; "},
      {"bb7fffffffffffffff", "malformed-body ; "},
      {"a000", "trailing-data ; "},
      {"7b22", "malformed-body ; "},
      {"a2647465787461616474657874 6162", "duplicate-key /text; "},
  };
  for (const auto& [hex, diagnostics] : rows) {
    const auto body = bytes_of(core::replace_all(hex, " ", ""));
    EXPECT_EQ(shown(rpcv2_cbor().decode_response(model, *model.operation("Op"), answer(body)).diagnostics),
              diagnostics)
        << hex;
  }
  auto response = answer(bytes_of("a0"));
  response.headers.remove("smithy-protocol");
  response.headers.set("Content-Type", "application/json");
  EXPECT_EQ(shown(rpcv2_cbor().decode_response(model, *model.operation("Op"), response).diagnostics),
            "missing-content-type ; wrong-content-type ; ");
}

TEST(Rpcv2Cbor, WritesWhateverItIsTold) {
  const auto model = test_model();
  const std::pair<const char*, const char*> rows[] = {
      {R"({"text":"a"})", "6161"},
      {R"({"text":5})", "05"},
      {R"({"text":null})", "f6"},
      {R"({"text":[1]})", "8101"},
      {R"({"blob":"AP8="})", "4200ff"},
      {R"({"blob":"no base64"})", "696e6f20626173653634"},
      {R"({"number":-1000})", "3903e7"},
      {R"({"number":"five"})", "6466697665"},
      {R"({"number":1.5})", "fb3ff8000000000000"},
      {R"({"float":1.5})", "fa3fc00000"},
      {R"({"float":1e300})", "fb7e37e43c8800759c"},
      {R"({"float":"NaN"})", "fa7fc00000"},
      {R"({"double":1})", "fb3ff0000000000000"},
      {R"({"double":"-Infinity"})", "fbfff0000000000000"},
      {R"({"time":1363896240})", "c11a514b67b0"},
      {R"({"time":"2013-03-21T20:04:00Z"})", "c11a514b67b0"},
      {R"({"time":"soon"})", "64736f6f6e"},
      {R"({"list":[]})", "80"},
      {R"({"list":"a"})", "6161"},
      {R"({"map":{"a":1}})", "a1616101"},
      {R"({"inner":{"time":0}})", "a16474696d65c100"},
      {R"({"inner":"a"})", "6161"},
      {R"({"new":{"a":[null,true]}})", "a1616182f6f5"},
  };
  for (const auto& [input, hex] : rows) {
    const auto members = Json::parse(input);
    const auto encoded = rpcv2_cbor().encode_request(model, *model.operation("Op"), members);
    EXPECT_EQ(core::hex(encoded.request.body), "a1" + key(members.begin().key()) + hex) << input;
    EXPECT_TRUE(encoded.inexpressible.empty());
  }
}

TEST(Rpcv2Cbor, RoutesByPathMethodAndHeader) {
  const auto model = test_model();
  auto request = rpcv2_cbor().encode_request(model, *model.operation("Op"), Json::object()).request;
  EXPECT_EQ(request.target, "/service/S/operation/Op");
  EXPECT_EQ(rpcv2_cbor().route(model, request).operation, model.operation("Op"));
  for (const char* target :
       {"/prefix/service/S/operation/None", "/service/com.example.S/operation/None?a=b"}) {
    request.target = target;
    EXPECT_EQ(rpcv2_cbor().route(model, request).operation, model.operation("None")) << target;
  }
  for (const char* target : {"/", "", "/service/S/operation", "/service/S/operation/op",
                             "/service/T/operation/Op", "/service/S/operation/Op/"}) {
    request.target = target;
    EXPECT_FALSE(rpcv2_cbor().route(model, request).operation) << target;
    EXPECT_NE(rpcv2_cbor().route(model, request).problem, "") << target;
  }
  request.target = "/service/S/operation/Op";
  request.method = "GET";
  EXPECT_FALSE(rpcv2_cbor().route(model, request).operation);
  request.method = "POST";
  request.headers.remove("smithy-protocol");
  EXPECT_FALSE(rpcv2_cbor().route(model, request).operation);
}

TEST(Rpcv2Cbor, ErrorsCarryTheirCodes) {
  const auto model = test_model();
  const auto& operation = *model.operation("Op");
  const auto plain = rpcv2_cbor().encode_error(model, operation,
                                               {.code = "Bad",
                                                .message = "m",
                                                .request_id = "r",
                                                .shape = model.shape("a#Bad"),
                                                .members = {{"count", 3}}});
  const auto bad = rpcv2_cbor().decode_error(model, operation, plain);
  EXPECT_EQ(bad.code, "Bad");
  EXPECT_EQ(bad.shape, model.shape("a#Bad"));
  EXPECT_EQ(bad.decoded.members, Json::parse(R"({"Message":"m","count":3})"));
  EXPECT_EQ(bad.request_id, "r");
  EXPECT_TRUE(bad.well_formed);

  const auto coded = rpcv2_cbor().decode_error(
      model, operation,
      rpcv2_cbor().encode_error(model, operation, {.code = "Old.Code", .shape = model.shape("a#Coded")}));
  EXPECT_EQ(coded.code, "Old.Code");
  EXPECT_EQ(coded.code_location, "header x-amzn-query-error");
  EXPECT_EQ(coded.shape, model.shape("a#Coded"));
  ASSERT_EQ(coded.all_codes.size(), 2U);
  EXPECT_EQ(coded.all_codes[1].second, "Coded");

  for (const char* hex : {"", "80", "a0", "bf", "a1665f5f7479706501"}) {
    const auto decoded = rpcv2_cbor().decode_error(model, operation, answer(bytes_of(hex), 400));
    EXPECT_EQ(decoded.code, "") << hex;
    EXPECT_FALSE(decoded.well_formed) << hex;
  }
}

TEST(Rpcv2Cbor, OperationsWithoutInputOrOutputHaveNoBody) {
  const auto model = test_model();
  const auto& operation = *model.operation("None");
  const auto request = rpcv2_cbor().encode_request(model, operation, Json::object()).request;
  EXPECT_EQ(request.body, "");
  EXPECT_FALSE(request.headers.has("Content-Type"));
  const auto response = rpcv2_cbor().encode_response(model, operation, Json::object());
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(shown(rpcv2_cbor().decode_response(model, operation, response).diagnostics), "");
  EXPECT_EQ(shown(rpcv2_cbor().decode_response(model, operation, answer(bytes_of("a0"))).diagnostics), "");
}

TEST(HostileCbor, BrokenBodiesAreNotedAndNeverThrow) {
  const auto model = test_model();
  const auto& operation = *model.operation("Op");
  const Json members = Json::parse(
      R"({"text":"a","blob":"AAE=","list":[1,2],"map":{"k":1},"inner":{"inner":{"double":1.5}},"time":1.5})");
  const auto whole = rpcv2_cbor().encode_response(model, operation, members);
  EXPECT_EQ(rpcv2_cbor().decode_response(model, operation, whole).members, members);
  for (std::size_t i = 0; i < whole.body.size(); ++i) {
    auto broken = whole;
    broken.body = whole.body.substr(0, i);
    EXPECT_FALSE(rpcv2_cbor().decode_response(model, operation, broken).diagnostics.empty()) << i;
    EXPECT_FALSE(rpcv2_cbor().decode_error(model, operation, broken).well_formed) << i;
    for (int byte = 0; byte < 256; byte += 5) {
      broken.body = whole.body;
      broken.body[i] = static_cast<char>(byte);
      (void)core::dump(rpcv2_cbor().decode_response(model, operation, broken).members);
      (void)rpcv2_cbor().decode_error(model, operation, broken);
    }
  }
}

TEST(HostileCbor, NestingOfARecursiveShapeEnds) {
  const auto model = test_model();
  std::string body;
  for (int i = 0; i < 1'000'000; ++i) body += bytes_of("bf65696e6e6572");
  const auto decoded = rpcv2_cbor().decode_response(model, *model.operation("Op"), answer(body));
  EXPECT_EQ(shown(decoded.diagnostics), "malformed-body ; ");
}

TEST(HostileCbor, ManyStrangersTakeLittleTime) {
  const auto model = test_model();
  std::string body = "\xbf";
  for (int i = 0; i < 50'000; ++i) body += bytes_of("64544558546161");
  const auto decoded = rpcv2_cbor().decode_response(model, *model.operation("Op"), answer(body + "\xff"));
  EXPECT_EQ(decoded.diagnostics.size(), max_diagnostics);
}

}  // namespace
}  // namespace hallmark::wire
