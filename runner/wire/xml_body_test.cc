#include "wire/xml_body.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/smithy.h"
#include "wire/aws_query.h"
#include "wire/ec2_query.h"
#include "wire/rest_xml.h"

namespace hallmark::wire {
namespace {

using ::testing::IsEmpty;

contract::Model test_model() {
  const char* text = R"json({"smithy": "2.0", "shapes": {
    "a#S": {"type": "service", "version": "2020-01-01", "operations": [{"target": "a#Op"}], "traits": {
      "aws.protocols#restXml": {}, "smithy.api#xmlNamespace": {"uri": "urn:s"}}},
    "a#Op": {"type": "operation", "input": {"target": "a#In"}, "output": {"target": "a#In"},
      "errors": [{"target": "a#Bad"}],
      "traits": {"smithy.api#http": {"method": "POST", "uri": "/op/{label}", "code": 200}}},
    "a#Bad": {"type": "structure", "members": {"Message": {"target": "smithy.api#String"},
      "Why": {"target": "a#Inner"}, "Code": {"target": "smithy.api#String"}},
      "traits": {"smithy.api#error": "client", "smithy.api#httpError": 409}},
    "a#In": {"type": "structure", "members": {
      "label": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}},
      "text": {"target": "smithy.api#String"},
      "head": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "X-Head"}},
      "number": {"target": "smithy.api#Integer", "traits": {"smithy.api#xmlName": "Number"}},
      "yes": {"target": "smithy.api#Boolean"},
      "real": {"target": "smithy.api#Double"},
      "time": {"target": "smithy.api#Timestamp"},
      "epoch": {"target": "smithy.api#Timestamp", "traits": {"smithy.api#timestampFormat": "epoch-seconds"}},
      "blob": {"target": "smithy.api#Blob"},
      "big": {"target": "smithy.api#BigInteger"},
      "list": {"target": "a#List"},
      "flat": {"target": "a#List", "traits": {"smithy.api#xmlFlattened": {}, "smithy.api#xmlName": "Flat"}},
      "map": {"target": "a#Map"},
      "flatMap": {"target": "a#Map", "traits": {"smithy.api#xmlFlattened": {}}},
      "inner": {"target": "a#Inner"},
      "attribute": {"target": "smithy.api#String", "traits": {"smithy.api#xmlAttribute": {}, "smithy.api#xmlName": "x:kind"}},
      "spaced": {"target": "smithy.api#String", "traits": {"smithy.api#xmlNamespace": {"uri": "urn:t"}}}}},
    "a#Inner": {"type": "structure", "members": {"deep": {"target": "smithy.api#String"}, "again": {"target": "a#Inner"}}},
    "a#List": {"type": "list", "member": {"target": "smithy.api#Integer", "traits": {"smithy.api#xmlName": "item"}}},
    "a#Map": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "smithy.api#Integer"}}}})json";
  return contract::read_smithy(core::load_json_text(text, "test.json"));
}

const contract::Operation& operation_of(const contract::Model& model) { return *model.operation("Op"); }

Response xml(const std::string& body, int status = 200) {
  Response response;
  response.status = status;
  response.headers.set("Content-Type", "application/xml");
  response.body = body;
  return response;
}

std::string shown(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const auto& diagnostic : diagnostics)
    text += std::string(to_string(diagnostic.kind)) + " " + diagnostic.pointer + "; ";
  return text;
}

// What a body's content makes of the members, and what is noted.
TEST(XmlBody, ReadsAndNotes) {
  const auto model = test_model();
  struct Row {
    const char* content;
    const char* members;
    const char* diagnostics;
  };
  const Row rows[] = {
      {"<text>a</text>", R"({"text":"a"})", ""},
      {"<text/>", R"({"text":""})", ""},
      {"<text> a\n</text>", R"({"text":" a\n"})", ""},
      {"<text><![CDATA[<a>]]></text><!-- b -->", R"({"text":"<a>"})", ""},
      {"<p:text xmlns:p='urn:s'>a</p:text>", R"({"text":"a"})", ""},
      {"<text>a</text><text>b</text>", R"({"text":"b"})", "duplicate-key /text; "},
      {"<Text>a</Text>", R"({"text":"a"})", "member-case /text; "},
      {"<Text>a</Text><text>b</text>", R"({"text":"b"})", "unknown-member /Text; "},
      {"<other>a</other>", "{}", "unknown-member /other; "},
      {"<head>a</head>", "{}", "misplaced /head; "},
      {"stray", "{}", "lexical ; "},
      {"<text><b>a</b></text>", R"({"text":""})", "misplaced /text; "},
      {"<text a='1'>b</text>", R"({"text":"b"})", "unknown-member /text; "},
      {"<text xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true'/>", "{}",
       "null-member /text; "},
      {"<Number>12</Number>", R"({"number":12})", ""},
      {"<Number>-9223372036854775808</Number>", R"({"number":-9223372036854775808})", ""},
      {"<Number>9223372036854775808</Number>", R"({"number":"9223372036854775808"})", "lexical /number; "},
      {"<Number>1.5</Number>", R"({"number":"1.5"})", "lexical /number; "},
      {"<Number></Number>", R"({"number":""})", "lexical /number; "},
      {"<Number>\n  1 </Number>", R"({"number":1})", ""},
      {"<number>1</number>", R"({"number":1})", "member-case /number; "},
      {"<yes>true</yes>", R"({"yes":true})", ""},
      {"<yes>True</yes>", R"({"yes":"True"})", "lexical /yes; "},
      {"<yes>ja</yes>", R"({"yes":"ja"})", "lexical /yes; "},
      {"<real>1.5e3</real>", R"({"real":1500.0})", ""},
      {"<real>NaN</real>", R"({"real":"NaN"})", ""},
      {"<real>inf</real>", R"({"real":"inf"})", "lexical /real; "},
      {"<real>1e999</real>", R"({"real":"1e999"})", "lexical /real; "},
      {"<time>2020-01-01T00:00:00Z</time>", R"({"time":"2020-01-01T00:00:00Z"})", ""},
      {"<time>2020-01-01T00:00:00.250Z</time>", R"({"time":"2020-01-01T00:00:00.250Z"})", ""},
      {"<time>1577836800</time>", R"({"time":"1577836800"})", "timestamp-format /time; "},
      {"<time>Wed, 01 Jan 2020 00:00:00 GMT</time>", R"({"time":"Wed, 01 Jan 2020 00:00:00 GMT"})",
       "timestamp-format /time; "},
      {"<time>soon</time>", R"({"time":"soon"})", "lexical /time; "},
      {"<epoch>1577836800</epoch>", R"({"epoch":1577836800})", ""},
      {"<blob>AAE=</blob>", R"({"blob":"AAE="})", ""},
      {"<blob>not base64</blob>", R"({"blob":"not base64"})", "lexical /blob; "},
      {"<big>123456789012345678901234567890</big>", R"({"big":"123456789012345678901234567890"})", ""},
      {"<list/>", R"({"list":[]})", ""},
      {"<list><item>1</item><item>2</item></list>", R"({"list":[1,2]})", ""},
      {"<list><item>a</item></list>", R"({"list":["a"]})", "lexical /list/0; "},
      {"<list><item>1</item><other/></list>", R"({"list":[1]})", "unknown-member /list; "},
      {"<list><member>1</member></list>", R"({"list":[]})", "unknown-member /list; misplaced /list; "},
      {"<list><Item>1</Item></list>", R"({"list":[]})", "member-case /list; "},
      {"<list>1</list>", R"({"list":[]})", "misplaced /list; "},
      {"<list><item>1</item></list><list><item>2</item></list>", R"({"list":[2]})", "duplicate-key /list; "},
      {"<item>1</item>", "{}", "misplaced /list; "},
      {"<Flat>1</Flat><text>a</text><Flat>2</Flat>", R"({"flat":[1,2],"text":"a"})", ""},
      {"<Flat><item>1</item></Flat>", R"({"flat":[""]})", "misplaced /flat/0; lexical /flat/0; "},
      {"<map><entry><key>a</key><value>1</value></entry></map>", R"({"map":{"a":1}})", ""},
      {"<map><entry><value>1</value><key>a</key></entry></map>", R"({"map":{"a":1}})", ""},
      {"<map/>", R"({"map":{}})", ""},
      {"<map><entry><key>a</key><value>1</value></entry><entry><key>a</key><value>2</value></entry></map>",
       R"({"map":{"a":2}})", "duplicate-key /map/a; "},
      {"<map><entry><key>a</key></entry></map>", R"({"map":{}})", "misplaced /map/a; "},
      {"<map><entry><value>1</value></entry></map>", R"({"map":{}})", "misplaced /map; "},
      {"<map><key>a</key><value>1</value></map>", R"({"map":{}})",
       "unknown-member /map; unknown-member /map; "},
      {"<flatMap><key>a</key><value>1</value></flatMap><flatMap><key>b</key><value>2</value></flatMap>",
       R"({"flatMap":{"a":1,"b":2}})", ""},
      {"<inner><deep>a</deep><again><deep>b</deep></again></inner>",
       R"({"inner":{"again":{"deep":"b"},"deep":"a"}})", ""},
      {"<inner/>", R"({"inner":{}})", ""},
      {"<inner>a</inner>", R"({"inner":{}})", "lexical /inner; "},
      {"<deep>a</deep>", "{}", "misplaced /inner/deep; "},
      {"<Result><text>a</text></Result>", "{}", "misplaced /text; "},
      {"<spaced xmlns='urn:t'>a</spaced>", R"({"spaced":"a"})", ""},
      {"<spaced>a</spaced>", R"({"spaced":"a"})", "wrong-namespace /spaced; "},
  };
  for (const auto& row : rows) {
    const auto body = std::string("<In xmlns=\"urn:s\">") + row.content + "</In>";
    const auto decoded = rest_xml().decode_response(model, operation_of(model), xml(body));
    EXPECT_EQ(decoded.members, Json::parse(row.members)) << row.content << "\n" << decoded.members.dump();
    EXPECT_EQ(shown(decoded.diagnostics), row.diagnostics) << row.content;
  }
}

TEST(XmlBody, ReadsAttributesWhateverTheirPrefix) {
  const auto model = test_model();
  for (const char* body : {"<In xmlns='urn:s' xmlns:x='urn:x' x:kind='a'/>", "<In xmlns='urn:s' kind=\"a\"/>",
                           "<q:In xmlns:q='urn:s' xmlns:y='urn:x' y:kind='a' y:other='b'/>"}) {
    const auto decoded = rest_xml().decode_response(model, operation_of(model), xml(body));
    EXPECT_EQ(decoded.members, Json::parse(R"({"attribute":"a"})")) << body;
    EXPECT_EQ(shown(decoded.diagnostics), "") << body;
  }
  const auto decoded =
      rest_xml().decode_response(model, operation_of(model), xml("<In xmlns='urn:s' knd='a'/>"));
  EXPECT_EQ(shown(decoded.diagnostics), "unknown-member ; ");
}

TEST(XmlBody, NotesBodiesAsAWhole) {
  const auto model = test_model();
  const std::pair<std::string, const char*> rows[] = {
      {"<In xmlns='urn:s'/>", ""},
      {"<InResponse xmlns='urn:s'/>", ""},
      {"<Out xmlns='urn:s'/>", "wrong-root ; "},
      {"<In/>", "wrong-namespace ; "},
      {"<In xmlns='urn:s/'/>", ""},
      {"<In xmlns='urn:u'/>", "wrong-namespace ; "},
      {"<In xmlns='urn:s'/>tail", "trailing-data ; "},
      {"<In xmlns='urn:s'>", "malformed-body ; "},
      {"<!DOCTYPE In><In xmlns='urn:s'/>", "malformed-body ; "},
      {"<In xmlns='urn:s'><p:q/></In>", "malformed-body ; unknown-member /q; "},
      {"{}", "malformed-body ; "},
      {"<In>\xff</In>", "invalid-utf8 ; malformed-body ; "},
      {" \n", "empty-body ; "},
      {"", "empty-body ; "},
  };
  for (const auto& [body, diagnostics] : rows) {
    const auto decoded = rest_xml().decode_response(model, operation_of(model), xml(body));
    EXPECT_EQ(shown(decoded.diagnostics), diagnostics) << body;
  }
}

// Wrong types are written as a careless client would write them.
TEST(XmlBody, WritesWhateverItIsTold) {
  const auto model = test_model();
  struct Row {
    const char* input;
    const char* body;
    std::vector<std::string> inexpressible;
  };
  const Row rows[] = {
      {R"({"text":"a<b"})", "<text>a&lt;b</text>", {}},
      {R"({"text":5})", "<text>5</text>", {}},
      {R"({"text":{"a":1}})", R"(<text>{"a":1}</text>)", {}},
      {R"({"text":null})", "", {"/text"}},
      {R"({"text":"\u0001"})", "<text>&#1;</text>", {"/text"}},
      {R"({"number":"five"})", "<Number>five</Number>", {}},
      {R"({"number":true})", "<Number>true</Number>", {}},
      {R"({"time":1577836800})", "<time>2020-01-01T00:00:00Z</time>", {}},
      {R"({"time":"Wed, 01 Jan 2020 00:00:00 GMT"})", "<time>2020-01-01T00:00:00Z</time>", {}},
      {R"({"time":"soon"})", "<time>soon</time>", {}},
      {R"({"epoch":"2020-01-01T00:00:00Z"})", "<epoch>1577836800</epoch>", {}},
      {R"({"list":[1,"a"]})", "<list><item>1</item><item>a</item></list>", {}},
      {R"({"list":[]})", "<list></list>", {}},
      {R"({"list":"a"})", "<list>a</list>", {}},
      {R"({"list":[1,null]})", "<list><item>1</item></list>", {"/list/1"}},
      {R"({"flat":[1,2]})", "<Flat>1</Flat><Flat>2</Flat>", {}},
      {R"({"flat":[]})", "", {"/flat"}},
      {R"({"flat":7})", "<Flat>7</Flat>", {}},
      {R"({"map":{"a":1}})", "<map><entry><key>a</key><value>1</value></entry></map>", {}},
      {R"({"map":{"a":null}})", "<map></map>", {"/map/a"}},
      {R"({"flatMap":{"a":1}})", "<flatMap><key>a</key><value>1</value></flatMap>", {}},
      {R"({"inner":{"deep":"a"}})", "<inner><deep>a</deep></inner>", {}},
      {R"({"inner":"a"})", "<inner>a</inner>", {}},
      {R"({"inner":["a"]})", R"(<inner>["a"]</inner>)", {}},
      {R"({"spaced":"a"})", R"(<spaced xmlns="urn:t">a</spaced>)", {}},
      {R"({"other":{"a":[1,2],"b":null}})", "<other><a>1</a><a>2</a></other>", {"/other/b"}},
  };
  for (const auto& row : rows) {
    Json input = Json::parse(row.input);
    input["label"] = "l";
    const auto encoded = rest_xml().encode_request(model, operation_of(model), input);
    EXPECT_EQ(encoded.request.body, std::string("<In xmlns=\"urn:s\">") + row.body + "</In>") << row.input;
    EXPECT_EQ(encoded.inexpressible, row.inexpressible) << row.input;
  }
  const auto attribute =
      rest_xml().encode_request(model, operation_of(model), {{"label", "l"}, {"attribute", "a\"b"}});
  EXPECT_EQ(attribute.request.body, "<In xmlns=\"urn:s\" x:kind=\"a&quot;b\"></In>");
}

TEST(XmlErrors, AreReadInEveryEnvelope) {
  const auto model = test_model();
  const std::string inside = "<Code>Bad</Code><Message>m</Message><Why><deep>d</deep></Why>";
  struct Row {
    const Protocol& protocol;
    std::string body;
    bool well_formed;
    const char* location;
  };
  const Row rows[] = {
      {rest_xml(), "<ErrorResponse><Error>" + inside + "</Error><RequestId>r</RequestId></ErrorResponse>",
       true, "body /ErrorResponse/Error/Code"},
      {rest_xml(), "<Error>" + inside + "<RequestId>r</RequestId></Error>", false, "body /Error/Code"},
      {aws_query(), "<ErrorResponse><Error>" + inside + "</Error><RequestId>r</RequestId></ErrorResponse>",
       true, "body /ErrorResponse/Error/Code"},
      {aws_query(),
       "<Response><Errors><Error>" + inside + "</Error></Errors><RequestID>r</RequestID></Response>", false,
       "body /Response/Errors/Error/Code"},
      {ec2_query(),
       "<Response><Errors><Error>" + inside + "</Error></Errors><RequestID>r</RequestID></Response>", true,
       "body /Response/Errors/Error/Code"},
      {ec2_query(), "<Other><Errors><Error>" + inside + "</Error></Errors><RequestID>r</RequestID></Other>",
       false, "body /Other/Errors/Error/Code"},
  };
  for (const auto& row : rows) {
    const auto decoded = row.protocol.decode_error(model, operation_of(model), xml(row.body, 409));
    EXPECT_EQ(decoded.code, "Bad") << row.body;
    EXPECT_EQ(decoded.code_location, row.location);
    EXPECT_EQ(decoded.message, "m");
    EXPECT_EQ(decoded.request_id, "r");
    EXPECT_EQ(decoded.well_formed, row.well_formed) << row.protocol.name() << row.body;
    ASSERT_TRUE(decoded.shape);
    EXPECT_EQ(decoded.shape->name(), "Bad");
    EXPECT_EQ(decoded.decoded.members, Json::parse(R"({"Code":"Bad","Message":"m","Why":{"deep":"d"}})"));
  }
}

TEST(XmlErrors, ThatAreNoneAreNoted) {
  const auto model = test_model();
  for (const auto* protocol : {&rest_xml(), &aws_query(), &ec2_query()}) {
    for (const char* body : {"", "<html><body>502</body></html>", "no XML", "<Error><Code></Code></Error>",
                             "<ErrorResponse/>", "<Response><Errors/></Response>"}) {
      const auto decoded = protocol->decode_error(model, operation_of(model), xml(body, 500));
      EXPECT_EQ(decoded.code, "") << body;
      EXPECT_FALSE(decoded.well_formed) << body;
      if (std::string_view(body) != "<Error><Code></Code></Error>") {
        EXPECT_FALSE(decoded.decoded.diagnostics.empty()) << body;
      }
    }
  }
}

TEST(XmlErrors, UnlistedCodesHaveNoShape) {
  const auto model = test_model();
  const auto decoded = rest_xml().decode_error(
      model, operation_of(model),
      xml("<ErrorResponse><Error><Code>AWS.Odd.Code</Code></Error></ErrorResponse>", 400));
  EXPECT_EQ(decoded.code, "AWS.Odd.Code");
  EXPECT_TRUE(decoded.well_formed);
  EXPECT_FALSE(decoded.shape);
  ASSERT_EQ(decoded.all_codes.size(), 1U);
}

TEST(AwsQuery, NotesWhatSurroundsAResult) {
  const auto model = test_model();
  const std::pair<const char*, std::pair<const char*, const char*>> rows[] = {
      {"<OpResponse xmlns='urn:s'><OpResult><text>a</text></OpResult><ResponseMetadata/></OpResponse>",
       {R"({"text":"a"})", ""}},
      {"<OpResponse xmlns='urn:s'><text>a</text></OpResponse>", {R"({"text":"a"})", "misplaced /text; "}},
      {"<OpResponse xmlns='urn:s'><Result><text>a</text></Result></OpResponse>",
       {R"({"text":"a"})", "wrong-root ; "}},
      {"<OpResult xmlns='urn:s'><text>a</text></OpResult>", {R"({"text":"a"})", "wrong-root ; "}},
      {"<OpResponse xmlns='urn:s'/>", {"{}", "wrong-root ; "}},
      {"<Op xmlns='urn:s'><OpResult/></Op>", {"{}", "wrong-root ; "}},
      {"<OpResponse><OpResult/></OpResponse>", {"{}", "wrong-namespace ; "}},
  };
  for (const auto& [body, expected] : rows) {
    const auto decoded = aws_query().decode_response(model, operation_of(model), xml(body));
    EXPECT_EQ(decoded.members, Json::parse(expected.first)) << body;
    EXPECT_EQ(shown(decoded.diagnostics), expected.second) << body;
  }
}

// Every byte of a true body in turn is changed, cut off or doubled: nothing may throw.
TEST(HostileXml, BrokenBodiesAreNotedAndNeverThrow) {
  const auto model = test_model();
  const auto& operation = operation_of(model);
  const Json members = Json::parse(
      R"({"text":"a&b","number":1,"list":[1,2],"flat":[3],"map":{"k":1},"inner":{"again":{"deep":"x"}},"time":1})");
  for (const auto* protocol : {&rest_xml(), &aws_query(), &ec2_query()}) {
    const auto whole = protocol->encode_response(model, operation, members);
    EXPECT_THAT(protocol->decode_response(model, operation, whole).diagnostics, IsEmpty())
        << protocol->name();
    for (std::size_t i = 0; i < whole.body.size(); ++i) {
      auto broken = whole;
      broken.body = whole.body.substr(0, i);
      EXPECT_FALSE(protocol->decode_response(model, operation, broken).diagnostics.empty()) << broken.body;
      EXPECT_FALSE(protocol->decode_error(model, operation, broken).well_formed);
      for (const char byte : {'\0', '<', '&', '\xff', ' '}) {
        broken.body = whole.body;
        broken.body[i] = byte;
        (void)core::dump(protocol->decode_response(model, operation, broken).members);
      }
    }
  }
}

TEST(HostileXml, NestingOfARecursiveShapeEnds) {
  const auto model = test_model();
  std::string body = "<In xmlns='urn:s'><inner>";
  for (int i = 0; i < 1'000'000; ++i) body += "<again>";
  const auto decoded = rest_xml().decode_response(model, operation_of(model), xml(body));
  EXPECT_EQ(shown(decoded.diagnostics), "malformed-body ; ");
  Json deep = "x";
  for (int i = 0; i < 300; ++i) deep = Json{{"again", deep}};
  const auto encoded =
      rest_xml().encode_request(model, operation_of(model), {{"label", "l"}, {"inner", deep}});
  EXPECT_GT(encoded.request.body.size(), 300U * 15U);
}

TEST(HostileXml, MillionsOfStrangersTakeLittleTime) {
  const auto model = test_model();
  std::string body = "<In xmlns='urn:s'>";
  for (int i = 0; i < 50'000; ++i) body += "<TEXT/><q/>";
  const auto decoded = rest_xml().decode_response(model, operation_of(model), xml(body + "</In>"));
  EXPECT_EQ(decoded.diagnostics.size(), max_diagnostics);
}

}  // namespace
}  // namespace hallmark::wire
