#include "importers/botocore.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "contract/foreign_protocols.h"
#include "contract/smithy.h"
#include "core/error.h"
#include "core/testing.h"
#include "importers/botocore_beside.h"
#include "importers/importers.h"

namespace hallmark::importers {
namespace {

using contract::Model;
using contract::Shape;
using contract::ShapeType;
using ::testing::ElementsAre;
namespace trait = contract::trait;
namespace protocol = contract::protocol;

// A service of one operation Do with the input In and the shapes given.
std::string service(const std::string& metadata, const std::string& operation, const std::string& shapes) {
  return R"({"metadata":{"serviceId":"Test Case",)" + metadata +
         R"(},"operations":{"Do":{"name":"Do","http":{"method":"POST","requestUri":"/"},"input":{"shape":"In"})" +
         operation + R"(}},"shapes":{"S":{"type":"string"},)" + shapes + "}}";
}

const Shape& in(const Model& model) { return *model.shape(model.operation("Do")->input); }

const Json* of(const Model& model, std::string_view member, std::string_view trait_id) {
  return in(model).member(member)->traits.find(trait_id);
}

TEST(Botocore, ProtocolsInEverySpelling) {
  const std::vector<std::pair<std::string, std::vector<std::string_view>>> rows = {
      {R"("protocol":"rest-json")", {protocol::rest_json}},
      {R"("protocol":"rest-xml")", {protocol::rest_xml}},
      {R"("protocol":"query")", {protocol::aws_query}},
      {R"("protocol":"ec2")", {protocol::ec2_query}},
      {R"("protocol":"json")", {protocol::aws_json_1_0}},
      {R"("protocol":"json","jsonVersion":"1.1")", {protocol::aws_json_1_1}},
      {R"("protocol":"smithy-rpc-v2-cbor","protocols":["smithy-rpc-v2-cbor","json","query"],"jsonVersion":"1.0")",
       {protocol::aws_json_1_0, protocol::rpcv2_cbor, protocol::aws_query}},
  };
  for (const auto& [metadata, expected] : rows) {
    const Model model =
        read_botocore(service(metadata, "", R"("In":{"type":"structure","members":{}})"), "t");
    EXPECT_EQ(model.protocols(), (std::vector<std::string>(expected.begin(), expected.end()))) << metadata;
    EXPECT_EQ(model.slug, "test-case");
  }
}

TEST(Botocore, BindingsBecomeHttpTraits) {
  const Model model = read_botocore(
      R"({"metadata":{"protocol":"rest-json","serviceId":"T"},"operations":{"Do":{"name":"Do",
        "http":{"method":"GET","requestUri":"/a/{id}/b/{Rest+}?x=1","responseCode":201},"input":{"shape":"In"}}},
        "shapes":{"S":{"type":"string"},"M":{"type":"map","key":{"shape":"S"},"value":{"shape":"S"}},
        "In":{"type":"structure","required":["Id","Gone"],"payload":"Body","members":{
          "Id":{"shape":"S","location":"uri","locationName":"id"},"Rest":{"shape":"S","location":"uri"},
          "Q":{"shape":"S","location":"querystring","locationName":"q"},"All":{"shape":"M","location":"querystring"},
          "H":{"shape":"S","location":"header","locationName":"x-h"},
          "P":{"shape":"M","location":"headers","locationName":"x-p-"},
          "C":{"shape":"S","location":"statusCode"},"Body":{"shape":"S","locationName":"body"}}}}})",
      "t");
  const auto binding = contract::http_binding(*model.operation("Do"));
  EXPECT_EQ(binding->uri, "/a/{Id}/b/{Rest+}?x=1");
  EXPECT_EQ(binding->code, 201);
  EXPECT_TRUE(of(model, "Id", trait::http_label) && of(model, "Id", trait::required));
  EXPECT_EQ(*of(model, "Q", trait::http_query), "q");
  EXPECT_TRUE(of(model, "All", trait::http_query_params));
  EXPECT_EQ(*of(model, "H", trait::http_header), "x-h");
  EXPECT_EQ(*of(model, "P", trait::http_prefix_headers), "x-p-");
  EXPECT_TRUE(of(model, "C", trait::http_response_code));
  EXPECT_TRUE(of(model, "Body", trait::http_payload));
  EXPECT_FALSE(of(model, "Body", trait::json_name));
}

TEST(Botocore, WireNamesByProtocol) {
  const std::string shapes = R"("L":{"type":"list","member":{"shape":"S","locationName":"item"}},
      "F":{"type":"list","flattened":true,"member":{"shape":"S","locationName":"One"}},
      "M":{"type":"map","flattened":true,"key":{"shape":"S","locationName":"K"},"value":{"shape":"S","locationName":"V"}},
      "In":{"type":"structure","members":{"A":{"shape":"S","locationName":"a"},"Same":{"shape":"S","locationName":"Same"},
        "Many":{"shape":"F"},"Flat":{"shape":"L","flattened":true,"locationName":"flat"},"Wrapped":{"shape":"L"},
        "Map":{"shape":"M","locationName":"map"},"E":{"shape":"S","locationName":"e","queryName":"EE"}}})";
  const Model xml = read_botocore(service(R"("protocol":"query")", "", shapes), "t");
  EXPECT_EQ(*of(xml, "A", trait::xml_name), "a");
  EXPECT_FALSE(of(xml, "A", trait::json_name));
  EXPECT_FALSE(of(xml, "Same", trait::xml_name));
  EXPECT_EQ(*of(xml, "Many", trait::xml_name), "One");
  EXPECT_TRUE(of(xml, "Many", trait::xml_flattened));
  EXPECT_EQ(*of(xml, "Flat", trait::xml_name), "flat");
  EXPECT_TRUE(of(xml, "Flat", trait::xml_flattened));
  EXPECT_FALSE(of(xml, "Wrapped", trait::xml_flattened));
  EXPECT_EQ(*xml.shape("com.amazonaws.testcase#L")->members[0].traits.find(trait::xml_name), "item");
  EXPECT_EQ(*of(xml, "Map", trait::xml_name), "map");
  EXPECT_EQ(*xml.shape("com.amazonaws.testcase#M")->members[1].traits.find(trait::xml_name), "V");
  EXPECT_FALSE(of(xml, "E", trait::ec2_query_name));

  const Model ec2 = read_botocore(service(R"("protocol":"ec2")", "", shapes), "t");
  EXPECT_EQ(*of(ec2, "E", trait::ec2_query_name), "EE");
  EXPECT_EQ(*of(ec2, "E", trait::xml_name), "e");
  const Model json = read_botocore(service(R"("protocol":"json","jsonVersion":"1.1")", "", shapes), "t");
  EXPECT_EQ(*of(json, "A", trait::json_name), "a");
  EXPECT_FALSE(of(json, "A", trait::xml_name));
}

TEST(Botocore, RootsOfOneShapeUnderSeveralNames) {
  const std::string text = R"({"metadata":{"protocol":"rest-xml","serviceId":"T"},"operations":{
      "A":{"name":"A","http":{"method":"PUT","requestUri":"/a"},"input":{"shape":"In","locationName":"ARequest",
           "xmlNamespace":{"uri":"http://x/"}}},
      "B":{"name":"B","http":{"method":"PUT","requestUri":"/b"},"input":{"shape":"In","locationName":"In"}},
      "C":{"name":"C","http":{"method":"PUT","requestUri":"/c"},"input":{"shape":"Only","locationName":"CRequest"}},
      "D":{"name":"D","http":{"method":"PUT","requestUri":"/d"},"input":{"shape":"Own","locationName":"DRequest"}}},
      "shapes":{"In":{"type":"structure","members":{}},"Only":{"type":"structure","members":{}},
      "Own":{"type":"structure","locationName":"Ahoy","members":{}}}})";
  const Model model = read_botocore(text, "t");
  const auto root = [&](std::string_view operation) {
    const Shape& shape = *model.shape(model.operation(operation)->input);
    const Json* name = shape.traits.find(trait::xml_name);
    return name ? name->get<std::string>() : std::string(shape.name());
  };
  EXPECT_EQ(root("A"), "ARequest");
  EXPECT_EQ(root("B"), "In");
  EXPECT_EQ(root("C"), "CRequest");
  EXPECT_EQ(root("D"), "Ahoy");
  EXPECT_EQ(*model.shape(model.operation("A")->input)->traits.find(trait::xml_namespace),
            Json({{"uri", "http://x/"}}));
  EXPECT_FALSE(model.shape(model.operation("B")->input)->traits.has(trait::xml_namespace));
  EXPECT_EQ(model.operation("C")->input, "com.amazonaws.t#Only");
}

TEST(Botocore, ConstraintsAndKinds) {
  const Model model = read_botocore(service(R"("protocol":"json")", "", R"(
      "Text":{"type":"string","min":1,"max":9,"pattern":"^a$","sensitive":true},
      "Count":{"type":"integer","min":-1,"max":99,"box":true},"Items":{"type":"list","max":3,"member":{"shape":"S"}},
      "Kind":{"type":"string","enum":["b-2","1","b_2"],"min":1},"Time":{"type":"timestamp","timestampFormat":"rfc822"},
      "Doc":{"type":"structure","document":true,"members":{}},
      "One":{"type":"structure","union":true,"members":{"a":{"shape":"S"}}},
      "Events":{"type":"structure","eventstream":true,"members":{"e":{"shape":"Event"}}},
      "Event":{"type":"structure","event":true,"members":{"p":{"shape":"S","eventpayload":true}}},
      "In":{"type":"structure","xmlOrder":["Text","Count"],"members":{"Count":{"shape":"Count"},"Text":{"shape":"Text",
        "idempotencyToken":true,"deprecated":true,"deprecatedMessage":"prose"},"Items":{"shape":"Items"},
        "Kind":{"shape":"Kind"},"Time":{"shape":"Time","timestampFormat":"iso8601"},"Doc":{"shape":"Doc"},
        "One":{"shape":"One"},"Events":{"shape":"Events"},"J":{"shape":"S","jsonvalue":true}}})"),
                                    "t");
  const auto shape = [&](const char* name) {
    return *model.shape(std::string("com.amazonaws.testcase#") + name);
  };
  EXPECT_EQ(*shape("Text").traits.find(trait::length), Json({{"min", 1}, {"max", 9}}));
  EXPECT_EQ(*shape("Count").traits.find(trait::range), Json({{"min", -1}, {"max", 99}}));
  EXPECT_EQ(*shape("Items").traits.find(trait::length), Json({{"max", 3}}));
  EXPECT_EQ(shape("Kind").type, ShapeType::enumeration);
  EXPECT_FALSE(shape("Kind").traits.has(trait::length));
  EXPECT_THAT(contract::enum_values(shape("Kind")), ElementsAre(Json("b-2"), Json("1"), Json("b_2")));
  EXPECT_EQ(shape("Kind").members[0].name, "b_2");
  EXPECT_EQ(shape("Kind").members[1].name, "_1");
  EXPECT_EQ(shape("Kind").members[2].name, "b_2_2");
  EXPECT_EQ(*shape("Time").traits.find(trait::timestamp_format), "http-date");
  EXPECT_EQ(*of(model, "Time", trait::timestamp_format), "date-time");
  EXPECT_EQ(shape("Doc").type, ShapeType::document);
  EXPECT_EQ(shape("One").type, ShapeType::union_shape);
  EXPECT_TRUE(contract::has_event_stream(model, *model.operation("Do")));
  EXPECT_TRUE(shape("Event").members[0].traits.has(trait::event_payload));
  EXPECT_TRUE(of(model, "Text", trait::idempotency_token));
  EXPECT_EQ(*of(model, "Text", trait::deprecated), Json::object());
  EXPECT_TRUE(of(model, "J", trait::json_value));
  EXPECT_EQ(in(model).members[0].name, "Text");
}

TEST(Botocore, ErrorsAndOperationTraits) {
  const Model model = read_botocore(
      R"({"metadata":{"protocol":"query","serviceId":"T","endpointPrefix":"t","signatureVersion":"v2","signingName":"tt",
          "targetPrefix":"com.x.T_1","awsQueryCompatible":{},"xmlNamespace":"http://x/"},
        "operations":{"Do2020_05_31":{"name":"Do2020_05_31","http":{"method":"POST","requestUri":"/"},
          "output":{"shape":"Out","resultWrapper":"Odd"},"errors":[{"shape":"Gone"},{"shape":"Broken"}],
          "authtype":"none","endpoint":{"hostPrefix":"a."},"idempotent":true,"httpChecksumRequired":true,
          "requestcompression":{"encodings":["gzip"]}},
          "Make":{"name":"Make","output":{"shape":"Out","resultWrapper":"MakeResult"},"errors":[{"shape":"Plain"}]}},
        "shapes":{"Out":{"type":"structure","members":{}},"Make":{"type":"string"},
          "Gone":{"type":"structure","members":{},"error":{"code":"T.Gone","httpStatusCode":410,"senderFault":true},
                  "exception":true,"retryable":{"throttling":true}},
          "Broken":{"type":"structure","members":{},"exception":true,"fault":true},
          "Plain":{"type":"structure","members":{}}}})",
      "t");
  const contract::Operation* operation = model.operation("Do");
  ASSERT_NE(operation, nullptr);
  EXPECT_EQ(*operation->traits.find(trait::wire_operation_name), "Do2020_05_31");
  EXPECT_EQ(*operation->traits.find(trait::result_wrapper), "Odd");
  EXPECT_FALSE(model.operation("Make")->traits.has(trait::result_wrapper));
  EXPECT_FALSE(operation->traits.has(trait::http));
  EXPECT_EQ(*operation->traits.find(trait::auth), Json::array());
  EXPECT_EQ(*operation->traits.find(trait::endpoint), Json({{"hostPrefix", "a."}}));
  EXPECT_TRUE(operation->traits.has(trait::idempotent) &&
              operation->traits.has(trait::http_checksum_required));
  const auto gone =
      contract::error_info(model, *contract::listed_errors(model, *operation)[0], protocol::aws_query);
  EXPECT_EQ(gone.code, "T.Gone");
  EXPECT_EQ(gone.status, 410);
  EXPECT_EQ(*gone.shape->traits.find(trait::retryable), Json({{"throttling", true}}));
  const auto broken =
      contract::error_info(model, *contract::listed_errors(model, *operation)[1], protocol::aws_query);
  EXPECT_EQ(broken.status, 500);
  EXPECT_EQ(contract::listed_errors(model, *model.operation("Make"))[0]->traits.all().at("smithy.api#error"),
            "client");
  const auto& traits = model.service.traits;
  EXPECT_EQ(*traits.find(trait::target_prefix), "com.x.T_1");
  EXPECT_EQ(*traits.find(trait::signature_version), "v2");
  EXPECT_FALSE(traits.has(trait::sigv4));
  EXPECT_EQ(*traits.find(trait::xml_namespace), Json({{"uri", "http://x/"}}));
  EXPECT_TRUE(traits.has(trait::aws_query_compatible));
  EXPECT_NE(model.shape("com.amazonaws.t#MakeShape"), nullptr);  // an operation has the name Make
}

TEST(Botocore, ExamplesOfKnownOperations) {
  Model model =
      read_botocore(service(R"("protocol":"json")", "", R"("In":{"type":"structure","members":{}})"), "t");
  const auto examples = core::load_json_text(
      R"({"examples":{"Do":[{"title":"One","input":{"a":1},"description":"prose"}],"Other":[]}})", "e");
  add_beside(model, BesideKind::examples, examples.value, "e");
  EXPECT_EQ(*model.operation("Do")->traits.find(trait::examples),
            Json::parse(R"([{"title":"One","input":{"a":1}}])"));
  EXPECT_THROW(add_beside(model, BesideKind::examples, OrderedJson::parse(R"({"examples":{"Do":{}}})"), "e"),
               core::DocumentError);
}

// Contracts and schemas need no protocol; which one it was is kept.
TEST(Botocore, KeepsTheNameOfAProtocolOfOthers) {
  const contract::Model model =
      read_botocore(service(R"("protocol":"soap")", "", R"("In":{"type":"structure","members":{}})"), "t");
  EXPECT_TRUE(model.protocols().empty());
  EXPECT_EQ(contract::foreign_protocols(model), std::vector<std::string>{"soap"});
}

TEST(Botocore, RefusesWhatIsWrong) {
  const std::string empty_in = R"("In":{"type":"structure","members":{}})";
  const std::string json = R"("protocol":"json")";
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"[]", "botocore.type "},
      {"{}", "botocore.missing "},
      {service(R"("protocol":"json","jsonVersion":"2")", "", empty_in), "botocore.protocol /metadata"},
      {service(R"("protocol":7)", "", empty_in), "botocore.type /metadata/protocol"},
      {service(json, "", R"("In":{"type":"strukture"})"), "botocore.type /shapes/In"},
      {service(json, "", R"("In":{})"), "botocore.missing /shapes/In"},
      {service(json, "", R"("In":{"type":"list"})"), "botocore.missing /shapes/In"},
      {service(json, "", R"("In":{"type":"string"})"), "botocore.structure /operations/Do/input"},
      {service(json, "", R"("In":{"type":"structure","members":[]})"), "botocore.type /shapes/In/members"},
      {service(json, "", R"("In":{"type":"structure","members":{"a":{"shape":"No"}}})"),
       "botocore.target /shapes/In/members/a"},
      {service(json, "", R"("In":{"type":"structure","members":{"a":{"shape":"S","location":"moon"}}})"),
       "botocore.location /shapes/In/members/a"},
      {service(json, "", R"("In":{"type":"structure","members":{},"payload":"a"})"),
       "botocore.payload /shapes/In"},
      {service(json, "", empty_in + R"(,"X":{"type":"string","min":-1})"), "botocore.bounds /shapes/X"},
      {service(json, "", empty_in + R"(,"X":{"type":"string","min":"1"})"), "botocore.type /shapes/X/min"},
      {service(json, "", empty_in + R"(,"X":{"type":"timestamp","timestampFormat":"x"})"),
       "botocore.timestamp-format /shapes/X"},
      {service(json, "", empty_in + R"(,"a#b":{"type":"string"})"), "botocore.name /shapes/a#b"},
      {service(json, R"(,"errors":{})", empty_in), "botocore.type /operations/Do/errors"},
      {service(json, R"(,"idempotent":"yes")", empty_in), "botocore.type /operations/Do/idempotent"},
      {R"({"metadata":{"protocol":"rest-json"},"operations":{"A":{"http":{"method":"GET","requestUri":"/{x}"}}},"shapes":{}})",
       "botocore.uri /operations/A/http"},
      {R"({"metadata":{"protocol":"rest-json"},"operations":{"A":{}},"shapes":{}})",
       "botocore.missing /operations/A"},
      {R"({"metadata":{"protocol":"rest-json"},"operations":{"A":{"http":{"method":"GET","requestUri":"x"}}},"shapes":{}})",
       "botocore.uri /operations/A/http"},
  };
  for (const auto& [text, rule] : rows) {
    try {
      (void)read_botocore(text, "t");
      ADD_FAILURE() << "read " << text;
    } catch (const core::DocumentError& error) {
      EXPECT_EQ(error.problem().rule + " " + error.problem().pointer, rule) << text;
    }
  }
}

TEST(Botocore, EveryProtocolVectorHasAContract) {
  const auto folder = core::shared_data("vectors/protocols");
  if (!folder) GTEST_SKIP() << core::absent("vectors/protocols");
  int groups = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
    if (entry.path().extension() != ".json" || entry.path().parent_path() == *folder) continue;
    const core::JsonFile file = core::load_json(entry.path());
    for (const auto& group : file.value) {
      OrderedJson service2 = {{"metadata", group["metadata"]},
                              {"operations", OrderedJson::object()},
                              {"shapes", group["shapes"]}};
      for (const auto& one : group["cases"]) {
        service2["operations"][one["given"]["name"].get<std::string>()] = one["given"];
      }
      const Model model = read_botocore(service2.dump(), entry.path().filename().string());
      EXPECT_FALSE(model.operations.empty());
      EXPECT_EQ(model.protocols().size(), group["metadata"]["protocols"].size());
      ++groups;
    }
  }
  EXPECT_GT(groups, 100);
}

TEST(Botocore, EveryPublishedModelImportsAndReadsBack) {
  const auto folder = core::shared_data("models/botocore");
  if (!folder) GTEST_SKIP() << core::absent("models/botocore");
  int models = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
    if (entry.path().filename() != "service-2.json") continue;
    SCOPED_TRACE(entry.path());
    const Model model = read_document(entry.path());
    EXPECT_EQ(model.slug, entry.path().parent_path().parent_path().filename());
    EXPECT_FALSE(model.all_operations().empty());
    if (model.slug == "ec2") continue;  // reading four megabytes back adds nothing but time
    const std::string written = contract::write_smithy(model);
    EXPECT_EQ(contract::write_smithy(read_smithy_ast(written, "written")), written);
    ++models;
  }
  EXPECT_GT(models, 5);
}

}  // namespace
}  // namespace hallmark::importers
