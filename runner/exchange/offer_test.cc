#include "exchange/offer.h"

#include <gtest/gtest.h>

#include "contract/smithy.h"
#include "core/text.h"

namespace hallmark::exchange {
namespace {

std::shared_ptr<contract::Model> model_of(const std::string& protocol) {
  std::string text = R"({"smithy": "2.0", "shapes": {
    "t#Things": {"type": "service", "version": "2020-01-01", "operations": [{"target": "t#GetThing"}, {"target": "t#GetThingRules"}, {"target": "t#MakeThing"},
        {"target": "t#ListThings"}, {"target": "t#DropFile"}],
      "traits": {"@": {}, "aws.api#service": {"sdkId": "Things"}}},
    "t#GetThing": {"type": "operation", "errors": [{"target": "t#Gone"}],
      "traits": {"smithy.api#http": {"method": "GET", "uri": "/v1/things/{Id}", "code": 200}}},
    "t#DropFile": {"type": "operation",
      "traits": {"smithy.api#http": {"method": "DELETE", "uri": "/files/{Path+}/now", "code": 200}}},
    "t#ListThings": {"type": "operation", "traits": {"smithy.api#http": {"method": "GET", "uri": "/things", "code": 200}}},
    "t#GetThingRules": {"type": "operation",
      "traits": {"smithy.api#http": {"method": "GET", "uri": "/{Id}?rules", "code": 200}}},
    "t#MakeThing": {"type": "operation", "errors": [{"target": "t#Gone"}],
      "traits": {"smithy.api#http": {"method": "POST", "uri": "/v1/things", "code": 201}}},
    "t#Gone": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client", "smithy.api#httpError": 404}}
  }})";
  return std::make_shared<contract::Model>(
      contract::read_smithy(core::load_json_text(core::replace_all(text, "@", protocol), "things.json")));
}

Called answered(int status, const std::string& code, const std::string& body) {
  Called called;
  called.success = status < 300;
  called.code = code;
  called.exchange.http.response = wire::Response{.status = status, .body = body};
  return called;
}

TEST(Offer, AsksForAnOperationThatNobodyHas) {
  const struct {
    const char *protocol, *operation, *target, *path, *header, *body;
  } rows[] = {
      {"aws.protocols#restJson1", "GetThing", "/v1/things/7", "/v1/hallmark-unknown-operation/7", "", ""},
      {"aws.protocols#restJson1", "ListThings", "/things?max=1", "/hallmark-unknown-operation?max=1", "", ""},
      {"aws.protocols#restJson1", "DropFile", "/files/a/b/now", "/files/a/b/hallmark-unknown-operation", "",
       ""},
      {"aws.protocols#restXml", "GetThingRules", "/b-1?rules&x=1", "/b-1?hallmark-unknown-operation&x=1", "",
       ""},
      {"aws.protocols#awsJson1_0", "GetThing", "/", "", "Things.HallmarkUnknownOperation", ""},
      {"aws.protocols#awsQuery", "GetThing", "/", "", "",
       "Action=HallmarkUnknownOperation&Version=2020-01-01"},
  };
  for (const auto& row : rows) {
    const auto model = model_of(row.protocol);
    const auto overlay = of_nobody(*model, *model->operation(row.operation), row.protocol, row.target);
    ASSERT_TRUE(overlay) << row.protocol;
    EXPECT_EQ(overlay->path, row.path);
    EXPECT_EQ(overlay->body.value_or(""), row.body);
    const auto header = overlay->headers.find("X-Amz-Target");
    EXPECT_EQ(header == overlay->headers.end() ? "" : *header->second, row.header);
  }
}

TEST(Offer, KnowsWhoReadsTheWholeOfWhichAPartIsRemoved) {
  const contract::Model model = contract::read_smithy(core::load_json_text(R"({"smithy": "2.0", "shapes": {
    "t#Things": {"type": "service", "version": "1", "operations": [{"target": "t#DeleteRules"}, {"target": "t#DeleteThing"},
      {"target": "t#HeadThing"}, {"target": "t#GetRules"}], "traits": {"aws.protocols#restXml": {}}},
    "t#DeleteRules": {"type": "operation", "input": {"target": "t#In"},
      "traits": {"smithy.api#http": {"method": "DELETE", "uri": "/{Id}?rules", "code": 204}}},
    "t#DeleteThing": {"type": "operation", "input": {"target": "t#In"},
      "traits": {"smithy.api#http": {"method": "DELETE", "uri": "/{Id}", "code": 204}}},
    "t#HeadThing": {"type": "operation", "input": {"target": "t#In"},
      "traits": {"smithy.api#http": {"method": "HEAD", "uri": "/{Id}", "code": 200}}},
    "t#GetRules": {"type": "operation", "input": {"target": "t#In"},
      "traits": {"smithy.api#http": {"method": "GET", "uri": "/{Id}?rules", "code": 200}}},
    "t#In": {"type": "structure", "members": {"Id": {"target": "smithy.api#String",
      "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}}}}
  }})",
                                                                           "things.json"));
  EXPECT_EQ(reader_of_whole(model, *model.operation("DeleteRules")), model.operation("HeadThing"));
  EXPECT_EQ(reader_of_whole(model, *model.operation("DeleteThing")), nullptr) << "it is the whole itself";
  EXPECT_EQ(reader_of_whole(model, *model.operation("GetRules")), nullptr);
}

TEST(Offer, KnowsAnAnswerOfWhatWritesTheWhole) {
  const contract::Model model = contract::read_smithy(core::load_json_text(R"({"smithy": "2.0", "shapes": {
    "t#Things": {"type": "service", "version": "1", "operations": [{"target": "t#CopyThing"}, {"target": "t#PutThing"},
      {"target": "t#PutRules"}, {"target": "t#PutNote"}], "traits": {"aws.protocols#restXml": {}}},
    "t#CopyThing": {"type": "operation", "input": {"target": "t#CopyIn"},
      "traits": {"smithy.api#http": {"method": "PUT", "uri": "/{Id}", "code": 200}}},
    "t#PutThing": {"type": "operation", "input": {"target": "t#In"}, "output": {"target": "t#ThingOut"},
      "errors": [{"target": "t#Owned"}], "traits": {"smithy.api#http": {"method": "PUT", "uri": "/{Id}", "code": 200}}},
    "t#PutRules": {"type": "operation", "input": {"target": "t#In"}, "output": {"target": "t#RulesOut"},
      "traits": {"smithy.api#http": {"method": "PUT", "uri": "/{Id}?rules", "code": 200}}},
    "t#PutNote": {"type": "operation", "input": {"target": "t#In"}, "output": {"target": "t#NoteOut"},
      "traits": {"smithy.api#http": {"method": "PUT", "uri": "/{Id}?note", "code": 200}}},
    "t#Owned": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client", "smithy.api#httpError": 409}},
    "t#ThingOut": {"type": "structure", "members": {
      "ETag": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "ETag"}},
      "Version": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "x-version"}}}},
    "t#RulesOut": {"type": "structure", "members": {
      "Version": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "x-version"}}}},
    "t#NoteOut": {"type": "structure", "members": {"Name": {"target": "smithy.api#String"},
      "ETag": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "ETag"}}}},
    "t#CopyIn": {"type": "structure", "members": {"Id": {"target": "smithy.api#String",
      "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}}, "Source": {"target": "smithy.api#String",
      "traits": {"smithy.api#required": {}, "smithy.api#httpHeader": "x-source"}}}},
    "t#In": {"type": "structure", "members": {"Id": {"target": "smithy.api#String",
      "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}}}}
  }})",
                                                                           "things.json"));
  const contract::Operation &thing = *model.operation("PutThing"), &rules = *model.operation("PutRules"),
                            &note = *model.operation("PutNote");
  EXPECT_EQ(writer_of_whole(model, rules), &thing) << "a copy wants a source, which rules have not";
  EXPECT_EQ(writer_of_whole(model, thing), nullptr) << "it is the whole itself";
  const auto with = [](wire::Headers headers, const char* body = "") {
    Called called = answered(200, "", body);
    called.exchange.http.response->headers = std::move(headers);
    return called;
  };
  EXPECT_TRUE(speaks_for_whole(model, rules, thing, with({{"etag", "e"}, {"x-version", "1"}})));
  EXPECT_FALSE(speaks_for_whole(model, rules, thing, with({{"x-version", "1"}}))) << "its own";
  EXPECT_FALSE(speaks_for_whole(model, rules, thing, with({{"Date", "now"}})));
  EXPECT_TRUE(speaks_for_whole(model, note, thing, with({{"ETag", "e"}}))) << "its own body is missing";
  EXPECT_FALSE(speaks_for_whole(model, note, thing, with({{"ETag", "e"}}, "<Note/>")));
  EXPECT_TRUE(speaks_for_whole(model, rules, thing, answered(409, "Owned", "")));
  EXPECT_FALSE(speaks_for_whole(model, rules, thing, answered(409, "Other", "")));
  EXPECT_TRUE(
      have_the_same_headers(model, thing, with({{"ETag", "e"}}), with({{"etag", "f"}, {"Date", "d"}})));
  EXPECT_FALSE(have_the_same_headers(model, thing, with({{"x-version", "1"}}),
                                     with({{"x-version", "1"}, {"ETag", "e"}})))
      << "the version of what it did, where a writer of the whole answers a tag, too";
}

TEST(Offer, BelievesWhatSaysThatThereIsNoSuchOperation) {
  const auto model = model_of("aws.protocols#awsJson1_0");
  const contract::Operation& operation = *model->operation("GetThing");
  EXPECT_TRUE(says_not_there(*model, operation, answered(400, "UnknownOperationException", "")));
  EXPECT_TRUE(says_not_there(*model, operation, answered(501, "", "")));
  EXPECT_FALSE(says_not_there(*model, operation, answered(500, "", "")));
  EXPECT_FALSE(says_not_there(*model, operation, answered(404, "Gone", "")));
  EXPECT_FALSE(says_not_there(*model, operation, answered(200, "", "{}")));
}

TEST(Offer, ComparesOnlyWhatAnEndpointWithoutTheOperationMaySay) {
  const auto model = model_of("aws.protocols#restXml");
  const contract::Operation &get = *model->operation("GetThing"), &rules = *model->operation("GetThingRules");
  EXPECT_TRUE(may_be_anybodys(*model, get, answered(404, "", "<html>not found</html>")));
  EXPECT_FALSE(may_be_anybodys(*model, get, answered(404, "Gone", "")));
  EXPECT_FALSE(may_be_anybodys(*model, get, answered(404, "NoSuchResource", ""))) << "the path names a thing";
  const contract::Operation& make = *model->operation("MakeThing");
  EXPECT_TRUE(may_be_anybodys(*model, make, answered(404, "NoSuchResource", ""))) << "nothing but the path";
  EXPECT_FALSE(may_be_anybodys(*model, make, answered(404, "Gone", ""))) << "it is listed";
  EXPECT_FALSE(may_be_anybodys(*model, make, answered(409, "ConflictException", "")));
  Called routed = answered(400, "ValidationException", "Unknown endpoint: POST /v1/things");
  EXPECT_FALSE(may_be_anybodys(*model, make, routed));
  routed.exchange.http.request.target = "/v1/things";
  EXPECT_TRUE(may_be_anybodys(*model, make, routed)) << "it names the path";
  EXPECT_FALSE(may_be_anybodys(*model, get, answered(500, "", ""))) << "a failure is no sign of absence";
  EXPECT_FALSE(may_be_anybodys(*model, get, answered(500, "InternalFailure", "an unknown error occurred")));
  EXPECT_TRUE(may_be_anybodys(*model, get, answered(500, "Unsupported", "no x-amz-target \"GetThing\"")));
  EXPECT_TRUE(
      may_be_anybodys(*model, get, answered(500, "InternalError", "calling things with unknown operation")));
  EXPECT_TRUE(
      may_be_anybodys(*model, get, answered(500, "", "The GetThing action has not been implemented")));
  EXPECT_TRUE(may_be_anybodys(
      *model, get,
      answered(400, "AccessDeniedException", "Unable to determine service/operation name to be authorized")));
  EXPECT_FALSE(may_be_anybodys(*model, get, answered(302, "", ""))) << "it speaks of the address";
  EXPECT_FALSE(may_be_anybodys(*model, get, answered(403, "AccessDenied", "")));
  EXPECT_FALSE(may_be_anybodys(*model, get, answered(400, "ValidationException", "")));
  EXPECT_FALSE(may_be_anybodys(*model, get, answered(200, "", "{}")));
  EXPECT_TRUE(may_be_anybodys(*model, rules, answered(200, "", "<List/>"))) << "the bucket's list, perhaps";
}

TEST(Offer, FindsAnswersAlike) {
  const auto page = [](const char* name, const char* id) {
    return answered(404, "", std::string("<p>no ") + name + "</p><RequestId>" + id + "</RequestId>");
  };
  EXPECT_TRUE(alike(page("GetThing", "a-12345"), page("HallmarkUnknownOperation", "b-67890"), "GetThing"));
  EXPECT_FALSE(alike(page("GetThing", "a-12345"), page("bucket", "b-67890"), "GetThing"));
  // A router that names the path.
  const auto no_route = [](const char* path, const char* says) {
    Called called =
        answered(404, "NoSuchResource", std::string("<Message>No route for POST ") + says + "</Message>");
    called.exchange.http.request.target = path;
    return called;
  };
  EXPECT_TRUE(alike(no_route("/v1/things", "/v1/things"), no_route("/v1/nobody", "/v1/nobody"), "GetThing"));
  EXPECT_FALSE(alike(no_route("/v1/things", "/v1/things"), no_route("/v1/nobody", "/v1/others"), "GetThing"));
  EXPECT_FALSE(alike(answered(404, "", "x"), answered(405, "", "x"), "GetThing"));
  EXPECT_FALSE(alike(answered(404, "A", "x"), answered(404, "B", "x"), "GetThing"));
}

}  // namespace
}  // namespace hallmark::exchange
