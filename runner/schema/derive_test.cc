#include "schema/derive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string>

#include "contract/smithy.h"
#include "core/error.h"
#include "core/testing.h"
#include "importers/importers.h"
#include "jsonschema/schema.h"

namespace hallmark::schema {
namespace {

using contract::Model;

// A service "Probe" with one operation "Probe"; `shapes` are further members of the AST, `input` and
// `output` the members of the two structures.
Model make(const std::string& shapes, const std::string& input, const std::string& output = "{}",
           const std::string& protocol = "aws.protocols#restJson1") {
  std::string text = R"({"smithy": "2.0", "shapes": {
    "p#Service": {"type": "service", "version": "1", "operations": [{"target": "p#Probe"}],
                  "traits": {"aws.api#service": {"sdkId": "Probe"}PROTOCOL}},
    "p#Probe": {"type": "operation", "input": {"target": "p#In"}, "output": {"target": "p#Out"},
                "errors": [{"target": "p#Refused"}],
                "traits": {"smithy.api#http": {"method": "POST", "uri": "/", "code": 200}}},
    "p#Refused": {"type": "structure", "members": {"Message": {"target": "smithy.api#String"}},
                  "traits": {"smithy.api#error": "client", "smithy.api#httpError": 409}},
    "p#In": {"type": "structure", "members": INPUT},
    "p#Out": {"type": "structure", "members": OUTPUT})";
  const auto put = [&](const std::string& mark, const std::string& value) {
    text.replace(text.find(mark), mark.size(), value);
  };
  put("PROTOCOL", protocol.empty() ? "" : ", \"" + protocol + "\": {}");
  put("INPUT", input);
  put("OUTPUT", output);
  text += shapes.empty() ? "" : ", " + shapes;
  text += "}}";
  return contract::read_smithy(core::load_json_text(text, "probe.json"));
}

OrderedJson json(const std::string& text) { return core::load_json_text(text, "expected.json").value; }

// The schema of the input member "X".
OrderedJson of_input(const std::string& shapes, const std::string& member,
                     const std::string& protocol = "aws.protocols#restJson1") {
  const Model model = make(shapes, R"({"X": )" + member + "}", "{}", protocol);
  return request_schema(model, *model.operation("Probe"))["properties"]["X"];
}

struct Row {
  const char* name;
  const char* shapes;
  const char* member;
  const char* expected;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }
class Derive : public testing::TestWithParam<Row> {};

TEST_P(Derive, WritesTheKeywords) {
  const Row& row = GetParam();
  EXPECT_EQ(of_input(row.shapes, row.member), json(row.expected));
}

INSTANTIATE_TEST_SUITE_P(
    Simple, Derive,
    testing::Values(
        Row{"string", "", R"({"target": "smithy.api#String"})", R"({"type": "string"})"},
        Row{"boolean", "", R"({"target": "smithy.api#Boolean"})", R"({"type": "boolean"})"},
        Row{"long", "", R"({"target": "smithy.api#Long"})", R"({"type": "integer"})"},
        Row{"document", "", R"({"target": "smithy.api#Document"})", "{}"},
        Row{"double", "", R"({"target": "smithy.api#Double"})",
            R"({"anyOf": [{"type": "number"}, {"type": "string", "enum": ["NaN", "Infinity", "-Infinity"]}]})"},
        Row{"big integer", "", R"({"target": "smithy.api#BigInteger"})",
            R"({"type": ["integer", "string"]})"},
        Row{"blob", R"("p#B": {"type": "blob", "traits": {"smithy.api#length": {"min": 1, "max": 10}}})",
            R"({"target": "p#B"})",
            R"({"type": "string", "contentEncoding": "base64", "minLength": 4, "maxLength": 16})"},
        Row{"string constraints",
            R"("p#S": {"type": "string", "traits": {"smithy.api#length": {"min": 0, "max": 5}, "smithy.api#pattern": "^a"}})",
            R"({"target": "p#S"})", R"({"type": "string", "maxLength": 5, "pattern": "^a"})"},
        Row{"member wins", R"("p#S": {"type": "string", "traits": {"smithy.api#length": {"max": 5}}})",
            R"({"target": "p#S", "traits": {"smithy.api#length": {"max": 9}}})",
            R"({"type": "string", "maxLength": 9})"},
        Row{"pattern that does not compile",
            R"("p#S": {"type": "string", "traits": {"smithy.api#pattern": "("}})", R"({"target": "p#S"})",
            R"({"type": "string"})"},
        Row{"range",
            R"("p#I": {"type": "integer", "traits": {"smithy.api#range": {"min": 1, "max": 9007199254740993}}})",
            R"({"target": "p#I"})", R"({"type": "integer", "minimum": 1, "maximum": 9007199254740993})"},
        Row{"enum",
            R"("p#E": {"type": "enum", "members": {"A": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "a"}}, "B": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "b"}}}})",
            R"({"target": "p#E"})", R"({"type": "string", "enum": ["a", "b"]})"},
        Row{"intEnum",
            R"("p#E": {"type": "intEnum", "members": {"A": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": 1}}}})",
            R"({"target": "p#E"})", R"({"type": "integer", "enum": [1]})"},
        Row{"deprecated", "", R"({"target": "smithy.api#String", "traits": {"smithy.api#deprecated": {}}})",
            R"({"type": "string", "deprecated": true})"}));

INSTANTIATE_TEST_SUITE_P(
    Aggregates, Derive,
    testing::Values(
        Row{"list",
            R"("p#L": {"type": "list", "member": {"target": "smithy.api#String"}, "traits": {"smithy.api#length": {"min": 1, "max": 3}, "smithy.api#uniqueItems": {}}})",
            R"({"target": "p#L"})",
            R"({"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 3, "uniqueItems": true})"},
        Row{"sparse list",
            R"("p#L": {"type": "list", "member": {"target": "smithy.api#String"}, "traits": {"smithy.api#sparse": {}}})",
            R"({"target": "p#L"})",
            R"({"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}})"},
        Row{"map",
            R"("p#K": {"type": "string", "traits": {"smithy.api#pattern": "^k"}},
               "p#M": {"type": "map", "key": {"target": "p#K"}, "value": {"target": "smithy.api#Integer"}, "traits": {"smithy.api#length": {"max": 2}}})",
            R"({"target": "p#M"})",
            R"({"type": "object", "propertyNames": {"pattern": "^k"}, "additionalProperties": {"type": "integer"}, "maxProperties": 2})"},
        Row{"structure",
            R"("p#S": {"type": "structure", "members": {"B": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}, "A": {"target": "smithy.api#String"}}})",
            R"({"target": "p#S"})",
            R"({"type": "object", "properties": {"B": {"type": "string"}, "A": {"type": "string"}}, "required": ["B"]})"},
        Row{"union",
            R"("p#U": {"type": "union", "members": {"A": {"target": "smithy.api#String"}, "B": {"target": "smithy.api#Integer"}}})",
            R"({"target": "p#U"})",
            R"({"type": "object", "properties": {"A": {"type": "string"}, "B": {"type": "integer"}}, "oneOf": [{"required": ["A"]}, {"required": ["B"]}]})"},
        Row{"union of one", R"("p#U": {"type": "union", "members": {"A": {"target": "smithy.api#String"}}})",
            R"({"target": "p#U"})",
            R"({"type": "object", "properties": {"A": {"type": "string"}}, "minProperties": 1})"}));

// Where documents disagree, the looser reading stands.
INSTANTIATE_TEST_SUITE_P(
    Disagreement, Derive,
    testing::Values(
        Row{"length",
            R"("p#S": {"type": "string", "traits": {"smithy.api#length": {"min": 2, "max": 64}, "hallmark.api#alternatives": [{"trait": "smithy.api#length", "value": {"min": 1, "max": 128}, "source": "page"}]}})",
            R"({"target": "p#S"})", R"({"type": "string", "minLength": 1, "maxLength": 128})"},
        Row{"length that one does not state",
            R"("p#S": {"type": "string", "traits": {"smithy.api#length": {"min": 2, "max": 64}, "hallmark.api#alternatives": [{"trait": "smithy.api#length", "value": null, "source": "page"}]}})",
            R"({"target": "p#S"})", R"({"type": "string"})"},
        Row{"patterns",
            R"("p#S": {"type": "string", "traits": {"smithy.api#pattern": "^a", "hallmark.api#alternatives": [{"trait": "smithy.api#pattern", "value": "^b", "source": "page"}]}})",
            R"({"target": "p#S"})", R"({"type": "string", "anyOf": [{"pattern": "^a"}, {"pattern": "^b"}]})"},
        Row{"timestamp formats", "",
            R"({"target": "smithy.api#Timestamp", "traits": {"smithy.api#timestampFormat": "epoch-seconds", "hallmark.api#alternatives": [{"trait": "smithy.api#timestampFormat", "value": "date-time", "source": "page"}]}})",
            R"({"anyOf": [{"type": "number"}, {"type": "string", "format": "date-time"}]})"}));

TEST(DeriveRequired, IsLooserWhereDocumentsDisagree) {
  const auto required = [](const std::string& traits) {
    const Model model = make("", R"({"X": {"target": "smithy.api#String", "traits": {)" + traits + "}}}");
    return request_schema(model, *model.operation("Probe")).contains("required");
  };
  EXPECT_TRUE(required(R"("smithy.api#required": {})"));
  EXPECT_FALSE(required(R"("smithy.api#required": {}, "hallmark.api#alternatives":
      [{"trait": "smithy.api#required", "value": null, "source": "page"}])"));
  EXPECT_FALSE(required(
      R"("smithy.api#required": {}, "hallmark.api#source": {"smithy.api#required": "newer-model"})"));
}

struct TimeRow {
  const char* protocol;
  const char* traits;
  const char* expected;
};
class DeriveTimestamp : public testing::TestWithParam<TimeRow> {};

constexpr const char* number = R"({"type": "number"})";
constexpr const char* date_time = R"({"type": "string", "format": "date-time"})";
constexpr const char* http_date = R"({"type": "string", "format": "http-date"})";

TEST_P(DeriveTimestamp, FollowsTraitBindingAndProtocol) {
  const TimeRow& row = GetParam();
  EXPECT_EQ(of_input("", R"({"target": "smithy.api#Timestamp", "traits": {)" + std::string(row.traits) + "}}",
                     row.protocol),
            json(row.expected));
}

INSTANTIATE_TEST_SUITE_P(
    All, DeriveTimestamp,
    testing::Values(
        TimeRow{"aws.protocols#restJson1", "", number},
        TimeRow{"aws.protocols#restJson1", R"("smithy.api#httpHeader": "X-At")", http_date},
        TimeRow{"aws.protocols#restJson1", R"("smithy.api#httpQuery": "at")", date_time},
        TimeRow{"aws.protocols#restJson1", R"("smithy.api#timestampFormat": "date-time")", date_time},
        TimeRow{"aws.protocols#restXml", "", date_time},
        TimeRow{"aws.protocols#restXml", R"("smithy.api#timestampFormat": "http-date")", http_date},
        TimeRow{"aws.protocols#awsJson1_1", "", number}, TimeRow{"aws.protocols#awsQuery", "", date_time},
        TimeRow{"aws.protocols#ec2Query", "", date_time},
        TimeRow{"smithy.protocols#rpcv2Cbor", R"("smithy.api#timestampFormat": "date-time")", number},
        TimeRow{"", "",
                R"({"anyOf": [{"type": "number"}, {"type": "string", "format": "date-time"},
                                          {"type": "string", "format": "http-date"}]})"}));

TEST(DeriveDocument, NamesItselfAndSharesShapes) {
  const Model model = make(
      R"("p#Node": {"type": "structure", "members": {"Next": {"target": "p#Node"}, "Leaf": {"target": "p#Leaf"}}},
         "p#Leaf": {"type": "structure", "members": {"V": {"target": "smithy.api#String"}}})",
      R"({"A": {"target": "p#Node"}, "B": {"target": "p#Leaf"}})");
  EXPECT_EQ(request_schema(model, *model.operation("Probe")), json(R"({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:hallmark:schema:probe:Probe.request.schema.json",
    "title": "probe.Probe request",
    "type": "object",
    "properties": {"A": {"$ref": "#/$defs/Node"}, "B": {"$ref": "#/$defs/Leaf"}},
    "$defs": {
      "Leaf": {"type": "object", "properties": {"V": {"type": "string"}}},
      "Node": {"type": "object", "properties": {"Next": {"$ref": "#/$defs/Node"}, "Leaf": {"$ref": "#/$defs/Leaf"}}}
    }})"));
}

TEST(DeriveDocument, BreaksCyclesOfShapesThatAreEachUsedOnce) {
  const Model model = make(
      R"("p#A": {"type": "structure", "members": {"B": {"target": "p#B"}}},
         "p#B": {"type": "list", "member": {"target": "p#C"}},
         "p#C": {"type": "structure", "members": {"In": {"target": "p#In"}}})",
      R"({"A": {"target": "p#A"}})");
  const OrderedJson schema = request_schema(model, *model.operation("Probe"));
  EXPECT_EQ(schema["$ref"], "#/$defs/In");
  const auto compiled = jsonschema::Schema::compile(schema);
  EXPECT_TRUE(compiled.validate(Json::parse(R"({"A": {"B": [{"In": {"A": {"B": []}}}]}})")).valid);
  EXPECT_FALSE(compiled.validate(Json::parse(R"({"A": {"B": [{"In": {"A": {"B": 1}}}]}})")).valid);
}

TEST(DeriveDocument, StandsALongChainInDefinitions) {
  std::string shapes;
  for (int i = 0; i < 3000; ++i) {
    shapes += "\"p#S" + std::to_string(i) + R"(": {"type": "structure", "members": {"N": {"target": "p#S)" +
              std::to_string(i + 1) + "\"}}}, ";
  }
  shapes += R"("p#S3000": {"type": "structure", "members": {}})";
  const Model model = make(shapes, R"({"S": {"target": "p#S0"}})");
  const OrderedJson schema = request_schema(model, *model.operation("Probe"));
  EXPECT_GT(schema["$defs"].size(), 100u);
  EXPECT_TRUE(jsonschema::Schema::compile(schema).validate(Json::parse(R"({"S": {"N": {"N": {}}}})")).valid);
}

TEST(DeriveDocument, OverridesOnReferencesStandBesideThem) {
  const OrderedJson schema = of_input(
      R"("p#L": {"type": "list", "member": {"target": "p#T"}},
         "p#T": {"type": "structure", "members": {"L": {"target": "p#L"}}})",
      R"({"target": "p#L", "traits": {"smithy.api#length": {"max": 2}}})");
  EXPECT_EQ(schema, json(R"({"$ref": "#/$defs/L", "maxItems": 2})"));
}

TEST(DeriveDocument, OperationWithoutMembersTakesAnyObject) {
  const Model model = make("", "{}");
  const auto compiled = jsonschema::Schema::compile(response_schema(model, *model.operation("Probe")));
  EXPECT_TRUE(compiled.validate(Json::object()).valid);
  EXPECT_FALSE(compiled.validate(Json::array()).valid);
}

TEST(DeriveDocument, ErrorsAndFiles) {
  const Model model = make("", "{}");
  const contract::Operation& operation = *model.operation("Probe");
  EXPECT_EQ(
      errors_document(model, operation),
      json(
          R"([{"name": "Refused", "code": "Refused", "status": 409, "fault": "client", "source": "model"}])"));
  EXPECT_EQ(error_schema(model, *model.shape("p#Refused"))["properties"],
            json(R"({"Message": {"type": "string"}})"));
  std::vector<std::string> names;
  for (const SchemaFile& file : schema_files(model, {&operation})) {
    names.push_back(file.name);
    EXPECT_EQ(file.text.back(), '\n');
    EXPECT_EQ(file.text, core::load_json_text(file.text, file.name).value.dump(2) + "\n");
  }
  EXPECT_EQ(names, (std::vector<std::string>{"Probe.errors.json", "Probe.request.schema.json",
                                             "Probe.response.schema.json", "Refused.error.schema.json"}));
}

// A union's findings, as the judge reads them.
TEST(DeriveUnion, WantsExactlyOneMember) {
  const Model model = make(
      R"("p#U": {"type": "union", "members": {"A": {"target": "smithy.api#String"}, "B": {"target": "smithy.api#String"}}})",
      R"({"U": {"target": "p#U"}})");
  const auto schema = jsonschema::Schema::compile(request_schema(model, *model.operation("Probe")));
  EXPECT_TRUE(schema.validate(Json::parse(R"({"U": {"A": "x"}})")).valid);
  EXPECT_TRUE(schema.validate(Json::parse(R"({"U": {"A": "x", "__type": "y"}})")).valid);
  for (const char* text : {R"({"U": {}})", R"({"U": {"A": "x", "B": "y"}})"}) {
    const jsonschema::Evaluation result = schema.validate(Json::parse(text));
    ASSERT_EQ(result.findings.size(), 1u) << text;
    EXPECT_EQ(result.findings[0].keyword, "oneOf");
    EXPECT_EQ(result.findings[0].instance, "/U");
  }
}

// Every schema of every model that is at hand: standard keywords only, and all of it compiles.
TEST(DeriveModels, EverySchemaCompiles) {
  const auto folder = core::shared_data("models");
  if (!folder) GTEST_SKIP() << core::absent("models");
  namespace fs = std::filesystem;
  std::size_t models = 0;
  std::size_t schemas = 0;
  for (const auto& entry : fs::recursive_directory_iterator(*folder)) {
    const std::string name = entry.path().filename();
    const bool smithy =
        entry.path().parent_path().filename() == "smithy" && entry.path().extension() == ".json";
    if (!entry.is_regular_file() || !(smithy || name.rfind("service-2.json", 0) == 0)) continue;
    const Model model = importers::read_document(entry.path());
    ++models;
    for (const contract::Operation* operation : model.all_operations()) {
      for (const bool request : {true, false}) {
        try {
          (void)jsonschema::Schema::compile(
              request ? request_schema(model, *operation) : response_schema(model, *operation),
              {.refuse_unknown_keywords = true});
          ++schemas;
        } catch (const core::DocumentError& error) {
          ADD_FAILURE() << entry.path() << " " << operation->name() << ": " << error.what();
        }
      }
    }
  }
  std::cout << schemas << " schemas of " << models << " models compile\n";
  RecordProperty("models", static_cast<int>(models));
  RecordProperty("schemas", static_cast<int>(schemas));
  EXPECT_GE(models, 20u);
  EXPECT_GT(schemas, 2000u);
}

}  // namespace
}  // namespace hallmark::schema
