// The JSON protocols beyond the vectors: what decoders diagnostic, and bytes that mean harm.
#include <gtest/gtest.h>

#include "contract/smithy.h"
#include "core/text.h"
#include "wire/aws_json.h"
#include "wire/rest_json.h"

namespace hallmark::wire {
namespace {

const contract::Model& model() {
  static const contract::Model shared = contract::read_smithy(core::load_json_text(R"json({
    "smithy": "2.0", "shapes": {
    "a#Pets": {"type": "service", "version": "1", "operations": [{"target": "a#Get"}, {"target": "a#Put"}, {"target": "a#Empty"}],
      "errors": [{"target": "a#Throttled"}],
      "traits": {"aws.protocols#restJson1": {}, "aws.protocols#awsJson1_0": {}, "aws.protocols#awsQueryCompatible": {}}},
    "a#Get": {"type": "operation", "output": {"target": "a#Output"}, "errors": [{"target": "a#NotFound"}],
              "traits": {"smithy.api#http": {"method": "GET", "uri": "/pet", "code": 200}}},
    "a#Put": {"type": "operation", "input": {"target": "a#Payload"}, "output": {"target": "a#Payload"},
              "traits": {"smithy.api#http": {"method": "PUT", "uri": "/pet", "code": 200}}},
    "a#Empty": {"type": "operation", "traits": {"smithy.api#http": {"method": "DELETE", "uri": "/pet", "code": 204}}},
    "a#Output": {"type": "structure", "members": {
      "etag": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "ETag"}},
      "Pet": {"target": "a#Pet"}}},
    "a#Payload": {"type": "structure", "members": {"Pet": {"target": "a#Pet", "traits": {"smithy.api#httpPayload": {}}}}},
    "a#Pet": {"type": "structure", "members": {
      "Name": {"target": "smithy.api#String", "traits": {"smithy.api#jsonName": "petName"}},
      "Age": {"target": "smithy.api#Integer"}, "Born": {"target": "smithy.api#Timestamp"},
      "Photo": {"target": "smithy.api#Blob"}, "Tags": {"target": "a#Tags"}, "Sparse": {"target": "a#Sparse"},
      "Any": {"target": "smithy.api#Document"}, "Friend": {"target": "a#Pet"}}},
    "a#Tags": {"type": "list", "member": {"target": "smithy.api#String"}},
    "a#Sparse": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "smithy.api#String"},
                 "traits": {"smithy.api#sparse": {}}},
    "a#NotFound": {"type": "structure", "members": {"Message": {"target": "smithy.api#String"},
        "resource": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "X-Resource"}}},
      "traits": {"smithy.api#error": "client", "smithy.api#httpError": 404,
                 "aws.protocols#awsQueryError": {"code": "Pets.NotFound", "httpResponseCode": 404}}},
    "a#Throttled": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}}}})json",
                                                                                   "pets.json"));
  return shared;
}

Decoded decode(const std::string& body, const char* operation = "Get") {
  Response response;
  response.status = 200;
  response.headers = {{"Content-Type", "application/json"}};
  response.body = body;
  return rest_json().decode_response(model(), *model().operation(operation), response);
}

struct Expected {
  DiagnosticKind kind;
  std::string pointer, location;
};

void expect_diagnostics(const Decoded& decoded, const std::vector<Expected>& expected,
                        const std::string& body) {
  ASSERT_EQ(decoded.diagnostics.size(), expected.size()) << body;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(to_string(decoded.diagnostics[i].kind), to_string(expected[i].kind)) << body;
    EXPECT_EQ(decoded.diagnostics[i].pointer, expected[i].pointer) << body;
    EXPECT_EQ(decoded.diagnostics[i].location, expected[i].location) << body;
  }
}

struct Row {
  std::string body;
  Json members;
  std::vector<Expected> diagnostics;
};

TEST(JsonDecoding, NotesWhatASchemaCannotSeeAndWhereItStands) {
  const std::vector<Row> rows = {
      {R"({"Pet":{"petName":"Rex","Age":3}})", {{"Pet", {{"Name", "Rex"}, {"Age", 3}}}}, {}},
      {R"({"Pet":{"Age":"three","Tags":"x","Friend":[]}})",
       {{"Pet", {{"Age", "three"}, {"Tags", "x"}, {"Friend", Json::array()}}}},
       {}},
      {R"({"Pet":{"age":3}})",
       {{"Pet", {{"Age", 3}}}},
       {{DiagnosticKind::member_case, "/Pet/Age", "body /Pet/age"}}},
      {R"({"Pet":{"PETNAME":"R"}})",
       {{"Pet", {{"Name", "R"}}}},
       {{DiagnosticKind::member_case, "/Pet/Name", "body /Pet/PETNAME"}}},
      {R"({"Pet":{"age":3,"Age":4}})",
       {{"Pet", {{"Age", 4}}}},
       {{DiagnosticKind::unknown_member, "/Pet/age", "body /Pet/age"}}},
      {R"({"Pet":{"Colour":"red"}})",
       {{"Pet", Json::object()}},
       {{DiagnosticKind::unknown_member, "/Pet/Colour", "body /Pet/Colour"}}},
      {R"({"Pet":{"Age":null}})",
       {{"Pet", Json::object()}},
       {{DiagnosticKind::null_member, "/Pet/Age", "body /Pet/Age"}}},
      {R"({"Pet":{"Tags":["a",null,"b"],"Sparse":{"x":null}}})",
       {{"Pet", {{"Tags", {"a", "b"}}, {"Sparse", {{"x", nullptr}}}}}},
       {{DiagnosticKind::null_member, "/Pet/Tags/1", "body /Pet/Tags/1"}}},
      {R"({"Pet":{"Any":{"a":null,"b":[null]}}})",
       {{"Pet", {{"Any", {{"a", nullptr}, {"b", {nullptr}}}}}}},
       {}},
      {R"({"Pet":{"Photo":"not base64!","Born":"2019-12-16T23:48:18Z"}})",
       {{"Pet", {{"Photo", "not base64!"}, {"Born", "2019-12-16T23:48:18Z"}}}},
       {{DiagnosticKind::timestamp_format, "/Pet/Born", "body /Pet/Born"},
        {DiagnosticKind::lexical, "/Pet/Photo", "body /Pet/Photo"}}},
      {R"({"etag":"x","Pet":{}})",
       {{"Pet", Json::object()}},
       {{DiagnosticKind::misplaced, "/etag", "body /etag"}}},
      {R"({"petName":"Rex"})", Json::object(), {{DiagnosticKind::misplaced, "/Pet/Name", "body /petName"}}},
      {R"({"GetResponse":{"Pet":{}}})",
       Json::object(),
       {{DiagnosticKind::misplaced, "/Pet", "body /GetResponse"}}},
      {R"({"__type":"x","Pet":{"__type":"y"}})", {{"Pet", Json::object()}}, {}},
      {"{\"Pet\":{},\n \"Pet\":{\"Age\":1}}",
       {{"Pet", {{"Age", 1}}}},
       {{DiagnosticKind::duplicate_key, "/Pet", "body line 2 column 7"}}},
      {"[1]", Json::object(), {{DiagnosticKind::wrong_root, "", "body"}}},
      {"null", Json::object(), {{DiagnosticKind::wrong_root, "", "body"}}},
      {"", Json::object(), {{DiagnosticKind::empty_body, "", "body"}}},
      {"{\"Pet\":{\"Age\":1}",
       Json::object(),
       {{DiagnosticKind::malformed_body, "", "body line 1 column 17"}}},
      {"{\"Pet\":{\"Age\":NaN}}",
       Json::object(),
       {{DiagnosticKind::malformed_body, "", "body line 1 column 15"}}},
  };
  for (const Row& row : rows) {
    const Decoded decoded = decode(row.body);
    EXPECT_EQ(decoded.members, row.members) << row.body;
    expect_diagnostics(decoded, row.diagnostics, row.body);
  }
}

TEST(JsonDecoding, TrailingDataIsNotedAndTheValueRead) {
  const Decoded decoded = decode("{\"Pet\":{\"Age\":1}} x");
  EXPECT_EQ(decoded.members, Json({{"Pet", {{"Age", 1}}}}));
  ASSERT_EQ(decoded.diagnostics.size(), 1u);
  EXPECT_EQ(decoded.diagnostics[0].kind, DiagnosticKind::trailing_data);
}

TEST(JsonDecoding, AByteOrderMarkIsNoPartOfJson) {
  const Decoded decoded = decode("\xEF\xBB\xBF{\"Pet\":{\"Age\":1}}");
  EXPECT_EQ(decoded.members, Json({{"Pet", {{"Age", 1}}}}));
  ASSERT_EQ(decoded.diagnostics.size(), 1u);
  EXPECT_EQ(decoded.diagnostics[0].kind, DiagnosticKind::malformed_body);
}

TEST(JsonDecoding, BytesThatAreNotUtf8AreReplacedAndNoted) {
  const Decoded decoded = decode("{\"Pet\":{\"petName\":\"R\xff\"}}");
  EXPECT_EQ(decoded.members, Json({{"Pet", {{"Name", "R\xEF\xBF\xBD"}}}}));
  ASSERT_EQ(decoded.diagnostics.size(), 1u);
  EXPECT_EQ(decoded.diagnostics[0].kind, DiagnosticKind::invalid_utf8);
  EXPECT_TRUE(decode("{\"Pet\":{\"petName\":\"\\ud800\"}}").members.empty());
}

TEST(JsonDecoding, PayloadsAreTheBodyAndNotWrapped) {
  EXPECT_EQ(decode("{\"Age\":1}", "Put").members, Json({{"Pet", {{"Age", 1}}}}));
  const Decoded wrapped = decode("{\"Pet\":{\"Age\":1}}", "Put");
  EXPECT_TRUE(wrapped.members.empty());
  ASSERT_EQ(wrapped.diagnostics.size(), 1u);
  EXPECT_EQ(wrapped.diagnostics[0].kind, DiagnosticKind::misplaced);
  EXPECT_EQ(wrapped.diagnostics[0].pointer, "/Pet");
  EXPECT_EQ(decode("[]", "Put").members, Json({{"Pet", Json::array()}}));  // the schema's finding
}

TEST(JsonDecoding, ContentTypesAreChecked) {
  const auto kinds = [](const Protocol& protocol, const Headers& headers) {
    Response response;
    response.status = 200;
    response.headers = headers;
    response.body = "{\"Pet\":{}}";
    std::string out;
    for (const Diagnostic& diagnostic :
         protocol.decode_response(model(), *model().operation("Get"), response).diagnostics) {
      out += std::string(to_string(diagnostic.kind));
    }
    return out;
  };
  EXPECT_EQ(kinds(rest_json(), {}), "missing-content-type");
  EXPECT_EQ(kinds(rest_json(), {{"content-type", "application/json; charset=utf-8"}}), "");
  EXPECT_EQ(kinds(rest_json(), {{"content-type", "application/problem+json"}}), "");
  EXPECT_EQ(kinds(rest_json(), {{"content-type", "text/html"}}), "wrong-content-type");
  EXPECT_EQ(kinds(aws_json_1_0(), {{"content-type", "application/x-amz-json-1.0"}}), "");
  EXPECT_EQ(kinds(aws_json_1_0(), {{"content-type", "application/x-amz-json-1.1"}}), "wrong-content-type");
  EXPECT_EQ(kinds(aws_json_1_0(), {{"content-type", "application/json"}}), "wrong-content-type");
}

TEST(JsonDecoding, BodiesThatNobodyAskedForAreNoted) {
  const auto kinds = [](const std::string& body) {
    const Decoded decoded = decode(body, "Empty");
    return decoded.diagnostics.empty() ? std::string()
                                       : std::string(to_string(decoded.diagnostics.front().kind));
  };
  EXPECT_EQ(kinds(""), "");
  EXPECT_EQ(kinds("{}"), "");
  EXPECT_EQ(kinds("{\"a\":1}"), "unknown-member");
  EXPECT_EQ(kinds("<html>"), "unexpected-body");
  EXPECT_EQ(kinds("[]"), "unexpected-body");
}

// ---- bytes that mean harm ----

TEST(HostileJson, DeepNestingIsRefusedWithoutRecursion) {
  for (const char* open : {"[", "{\"Friend\":"}) {
    std::string body = "{\"Pet\":";
    for (int i = 0; i < 100000; ++i) body += open;
    const Decoded decoded = decode(body);
    EXPECT_TRUE(decoded.members.empty());
    ASSERT_EQ(decoded.diagnostics.size(), 1u);
    EXPECT_EQ(decoded.diagnostics[0].kind, DiagnosticKind::malformed_body);
  }
  std::string allowed = "{\"Pet\":";
  for (int i = 0; i < 400; ++i) allowed += "{\"Friend\":";
  allowed += "{}" + std::string(401, '}');
  EXPECT_TRUE(decode(allowed).diagnostics.empty());
}

TEST(HostileJson, A64MegabyteStringIsReadAndShownShort) {
  const std::string giant(std::size_t{64} << 20, 'a');
  const Decoded decoded = decode("{\"Pet\":{\"petName\":\"" + giant + "\"}}");
  EXPECT_EQ(decoded.members["Pet"]["Name"].get_ref<const std::string&>().size(), giant.size());
  const Decoded unknown = decode("{\"" + giant.substr(0, std::size_t{4} << 20) + "\":1}");
  ASSERT_EQ(unknown.diagnostics.size(), 1u);
  EXPECT_LT(unknown.diagnostics[0].pointer.size() + unknown.diagnostics[0].location.size(), 10000u);
}

TEST(HostileJson, NotesAreBounded) {
  std::string body = "{\"x\":0";
  for (int i = 0; i < 50000; ++i) body += ",\"k" + std::to_string(i) + "\":0";
  EXPECT_EQ(decode(body + "}").diagnostics.size(), 1000u);
}

TEST(HostileJson, DocumentsCanAlwaysBePrinted) {
  for (const std::string body : {"{\"Pet\":{\"Any\":{\"\xff\":\"\xfe\"}}}", "{\"\xc3\":1}", "\xff\xfe{}",
                                 "{\"Pet\":\"\xed\xa0\x80\"}"}) {
    const Decoded decoded = decode(body);
    EXPECT_NO_THROW((void)decoded.members.dump()) << core::printable(body);
    EXPECT_FALSE(decoded.diagnostics.empty()) << core::printable(body);
    for (const Diagnostic& diagnostic : decoded.diagnostics) {
      EXPECT_TRUE(core::valid_utf8(diagnostic.actual) && core::valid_utf8(diagnostic.location) &&
                  core::valid_utf8(diagnostic.pointer));
    }
  }
}

TEST(HostileJson, RandomBytesNeverThrow) {
  core::Random random("hostile json");
  const std::string seed =
      R"({"Pet":{"petName":"Rex","Age":3,"Born":1.5e3,"Tags":["a"],"Sparse":{"x":null}}})";
  int read = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string body = seed;
    for (std::uint64_t k = random.below(4) + 1; k > 0; --k) {
      body[random.below(body.size())] = static_cast<char>(random.below(256));
    }
    const Decoded decoded = decode(body);
    read += !decoded.members.empty();
    Response response;
    response.status = 400;
    response.headers = {{"Content-Type", "application/json"}, {"x-amzn-errortype", body.substr(0, 20)}};
    response.body = body;
    (void)rest_json().decode_error(model(), *model().operation("Get"), response);
    (void)aws_json_1_0().decode_error(model(), *model().operation("Get"), response);
  }
  EXPECT_GT(read, 0);
}

// ---- errors ----

Response error_response(const Headers& headers, const std::string& body) {
  Response response;
  response.status = 404;
  response.headers = headers;
  response.body = body;
  return response;
}

TEST(JsonErrors, TheIdentityIsTakenFromEveryPlaceInOrder) {
  const Response response = error_response({{"Content-Type", "application/json"},
                                            {"X-Amzn-ErrorType", "NotFound:http://x/"},
                                            {"x-amzn-requestid", "r-1"},
                                            {"X-Resource", "pet"}},
                                           R"({"__type":"a#Throttled","code":"Other","message":"gone"})");
  const DecodedError error = rest_json().decode_error(model(), *model().operation("Get"), response);
  EXPECT_EQ(error.code, "NotFound");
  EXPECT_EQ(error.raw_code, "NotFound:http://x/");
  EXPECT_EQ(error.code_location, "header x-amzn-errortype");
  EXPECT_EQ(
      error.all_codes,
      (std::vector<std::pair<std::string, std::string>>{
          {"header x-amzn-errortype", "NotFound"}, {"body /__type", "Throttled"}, {"body /code", "Other"}}));
  EXPECT_EQ(error.message, "gone");
  EXPECT_EQ(error.request_id, "r-1");
  ASSERT_NE(error.shape, nullptr);
  EXPECT_EQ(error.shape->name(), "NotFound");
  EXPECT_EQ(error.decoded.members, Json({{"Message", "gone"}, {"resource", "pet"}}));
  EXPECT_TRUE(error.decoded.diagnostics.empty());
  EXPECT_TRUE(error.well_formed);
}

TEST(JsonErrors, EnvelopesThatAreNoneAreSaidToBe) {
  const auto decoded = [](const std::string& body) {
    return rest_json().decode_error(model(), *model().operation("Get"),
                                    error_response({{"Content-Type", "application/json"}}, body));
  };
  for (const char* body :
       {"", "{}", "[]", "<Error/>", "{\"code\":404}", "{\"message\":\"m\"}", "{\"__type\":\"\"}"}) {
    EXPECT_FALSE(decoded(body).well_formed) << body;
    EXPECT_EQ(decoded(body).code, "") << body;
  }
  EXPECT_EQ(decoded("{\"message\":\"m\"}").message, "m");
  const DecodedError common = decoded("{\"__type\":\"Unheard\",\"Message\":\"m\",\"x\":1}");
  EXPECT_TRUE(common.well_formed);
  EXPECT_EQ(common.shape, nullptr);
  EXPECT_EQ(common.message, "m");
}

TEST(JsonErrors, ErrorsOfTheServiceAreFoundAsWell) {
  const DecodedError error = rest_json().decode_error(
      model(), *model().operation("Put"),
      error_response({{"Content-Type", "application/json"}}, "{\"__type\":\"Throttled\",\"Extra\":1}"));
  ASSERT_NE(error.shape, nullptr);
  EXPECT_EQ(error.shape->name(), "Throttled");
  ASSERT_EQ(error.decoded.diagnostics.size(), 1u);
  EXPECT_EQ(error.decoded.diagnostics[0].kind, DiagnosticKind::unknown_member);
}

TEST(JsonErrors, QueryCompatibleServicesSayTheCodeInAHeader) {
  const Response response = aws_json_1_0().encode_error(model(), *model().operation("Get"),
                                                        {.code = "Pets.NotFound",
                                                         .status = 404,
                                                         .message = "gone",
                                                         .request_id = "r",
                                                         .shape = model().shape("a#NotFound"),
                                                         .members = {{"resource", "pet"}}});
  EXPECT_EQ(*response.headers.find("x-amzn-query-error"), "Pets.NotFound;Sender");
  EXPECT_FALSE(response.headers.has("X-Resource"));
  EXPECT_EQ(Json::parse(response.body),
            Json({{"__type", "NotFound"}, {"Message", "gone"}, {"resource", "pet"}}));
  const DecodedError error = aws_json_1_0().decode_error(model(), *model().operation("Get"), response);
  EXPECT_EQ(error.code, "Pets.NotFound");
  EXPECT_EQ(error.shape, model().shape("a#NotFound"));
  EXPECT_EQ(error.decoded.members, Json({{"Message", "gone"}, {"resource", "pet"}}));
}

TEST(JsonErrors, RestErrorsNameThemselvesInAHeader) {
  const Response response = rest_json().encode_error(model(), *model().operation("Get"),
                                                     {.code = "NotFound",
                                                      .status = 404,
                                                      .message = "gone",
                                                      .request_id = "",
                                                      .shape = model().shape("a#NotFound"),
                                                      .members = {{"resource", "pet"}}});
  EXPECT_EQ(*response.headers.find("x-amzn-errortype"), "NotFound");
  EXPECT_EQ(*response.headers.find("X-Resource"), "pet");
  EXPECT_EQ(Json::parse(response.body), Json({{"Message", "gone"}}));
  EXPECT_FALSE(response.headers.has("x-amzn-requestid"));
}

// ---- routing and the registry ----

TEST(AwsJson, RoutesByTarget) {
  const auto problem = [](const Headers& headers, const char* method = "POST") {
    Request request;
    request.method = method;
    request.headers = headers;
    const Routed routed = aws_json_1_0().route(model(), request);
    return routed.operation ? std::string(routed.operation->name()) : routed.problem;
  };
  EXPECT_EQ(problem({{"x-amz-target", "Pets.Get"}}), "Get");
  EXPECT_EQ(problem({{"x-amz-target", "Pets.get"}}), "unknown operation get");
  EXPECT_EQ(problem({{"x-amz-target", "Dogs.Get"}}), "X-Amz-Target does not begin with Pets.");
  EXPECT_EQ(problem({{"x-amz-target", "Get"}}), "X-Amz-Target does not begin with Pets.");
  EXPECT_EQ(problem({}), "there is no X-Amz-Target header");
  EXPECT_EQ(problem({{"x-amz-target", "Pets.Get"}}, "GET"), "every operation is a POST, not GET");
}

TEST(Registry, FindsProtocolsByIdAndName) {
  EXPECT_EQ(all_protocols().size(), 7u);
  for (const Protocol* protocol : all_protocols()) {
    EXPECT_EQ(find_protocol(protocol->id()), protocol);
    EXPECT_EQ(find_protocol(protocol->name()), protocol);
  }
  EXPECT_EQ(find_protocol("soap"), nullptr);
  EXPECT_EQ(protocol_for(model()), &rest_json());
  EXPECT_EQ(aws_json_1_0().success_status(*model().operation("Empty")), 200);
  EXPECT_EQ(rest_json().success_status(*model().operation("Empty")), 204);
}

}  // namespace
}  // namespace hallmark::wire
