#include "jsonschema/schema.h"

#include <gtest/gtest.h>

#include <thread>

#include "core/error.h"

namespace hallmark::jsonschema {
namespace {

OrderedJson json(const std::string& text) { return OrderedJson::parse(text); }
Schema compile(const std::string& text, const CompileOptions& options = {}) {
  return Schema::compile(json(text), options);
}

struct Row {
  const char* schema;
  const char* instance;
  const char* at;  // of the only finding
  const char* keyword;
  const char* location;
  const char* expected;
  const char* actual;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.schema << " on " << row.instance; }
class Findings : public testing::TestWithParam<Row> {};

TEST_P(Findings, SayWhereAndWhat) {
  const Row& row = GetParam();
  const Evaluation result = compile(row.schema).validate(Json::parse(row.instance));
  EXPECT_FALSE(result.valid);
  ASSERT_EQ(result.findings.size(), 1u);
  const SchemaFinding& finding = result.findings.front();
  EXPECT_EQ(finding.instance, row.at);
  EXPECT_EQ(finding.keyword, row.keyword);
  EXPECT_EQ(finding.schema_location, row.location);
  EXPECT_EQ(finding.expected, row.expected);
  EXPECT_EQ(finding.actual, row.actual);
}

INSTANTIATE_TEST_SUITE_P(
    OfEachKeyword, Findings,
    testing::Values(
        Row{R"({"$id": "https://h.example/s", "type": "string"})", "1", "", "type",
            "https://h.example/s#/type", "string", "integer 1"},
        Row{R"({"type": ["integer", "null"]})", "1.5", "", "type", "#/type", "null or integer", "number 1.5"},
        Row{R"({"properties": {"a/b~c": {"type": "string"}}})", R"({"a/b~c": []})", "/a~1b~0c", "type",
            "#/properties/a~1b~0c/type", "string", "array"},
        Row{R"({"properties": {"a b": {"maxLength": 2}}})", R"({"a b": "\ud83d\ude00bc"})", "/a b",
            "maxLength", "#/properties/a%20b/maxLength", "at most 2 characters", "3 characters"},
        Row{R"({"minLength": 1})", R"("")", "", "minLength", "#/minLength", "at least 1 character",
            "0 characters"},
        Row{R"({"pattern": "^a"})", R"("b")", "", "pattern", "#/pattern", "a match of ^a", R"("b")"},
        Row{R"({"items": {"minimum": 3}})", "[3, 2]", "/1", "minimum", "#/items/minimum", "at least 3", "2"},
        Row{R"({"exclusiveMaximum": 3})", "3", "", "exclusiveMaximum", "#/exclusiveMaximum", "less than 3",
            "3"},
        Row{R"({"exclusiveMinimum": 3})", "3", "", "exclusiveMinimum", "#/exclusiveMinimum", "more than 3",
            "3"},
        Row{R"({"maximum": 3})", "4", "", "maximum", "#/maximum", "at most 3", "4"},
        Row{R"({"multipleOf": 0.1})", "0.25", "", "multipleOf", "#/multipleOf", "a multiple of 0.1", "0.25"},
        Row{R"({"const": 1})", "2", "", "const", "#/const", "1", "2"},
        Row{R"({"enum": ["a", 1]})", R"("b")", "", "enum", "#/enum", R"(one of "a", 1)", R"("b")"},
        Row{R"({"required": ["a"]})", "{}", "", "required", "#/required", R"(the member "a")", "absent"},
        Row{R"({"dependentRequired": {"a": ["b"]}})", R"({"a": 1})", "", "dependentRequired",
            "#/dependentRequired", R"(the member "b", because "a" is there)", "absent"},
        Row{R"({"maxProperties": 0})", R"({"a": 1})", "", "maxProperties", "#/maxProperties",
            "at most 0 members", "1 member"},
        Row{R"({"minProperties": 1})", "{}", "", "minProperties", "#/minProperties", "at least 1 member",
            "0 members"},
        Row{R"({"maxItems": 1})", "[1, 2]", "", "maxItems", "#/maxItems", "at most 1 item", "2 items"},
        Row{R"({"minItems": 1})", "[]", "", "minItems", "#/minItems", "at least 1 item", "0 items"},
        Row{R"({"uniqueItems": true})", R"([{"a": 1}, 2, {"a": 1.0}])", "", "uniqueItems", "#/uniqueItems",
            "no two items alike", "items 0 and 2 are an object of 1 member"},
        Row{R"({"properties": {"name": {}}, "additionalProperties": false})", R"({"nmae": 1})", "/nmae",
            "additionalProperties", "#/additionalProperties",
            R"(no member of this name; did you mean "name"?)", R"("nmae")"},
        Row{R"({"unevaluatedProperties": false})", R"({"a": 1})", "/a", "unevaluatedProperties",
            "#/unevaluatedProperties", "no member of this name", R"("a")"},
        Row{R"({"prefixItems": [{}], "items": false})", "[1, 2]", "/1", "items", "#/items", "no item here",
            "2"},
        Row{R"({"contains": {"type": "string"}})", "[1]", "", "contains", "#/contains",
            R"(at least 1 item that fit "contains")", "0 items"},
        Row{R"({"contains": {}, "maxContains": 1})", "[1, 2]", "", "maxContains", "#/maxContains",
            R"(at most 1 item that fit "contains")", "2 items"},
        Row{R"({"propertyNames": {"pattern": "^a"}})", R"({"b": 1})", "/b", "pattern",
            "#/propertyNames/pattern", "a match of ^a", R"("b")"},
        Row{R"({"properties": {"a": false}})", R"({"a": 1})", "/a", "", "#/properties/a", "no value here",
            "1"},
        Row{R"({"not": {"type": "string"}})", R"("x")", "", "not", "#/not",
            R"(a value that does not fit the schema of "not")", R"("x")"},
        Row{R"({"$ref": "#/$defs/A", "$defs": {"A": {"type": "null"}}})", "1", "", "type", "#/$defs/A/type",
            "null", "integer 1"}));

// A choice says what was meant, where that can be known.
INSTANTIATE_TEST_SUITE_P(
    OfChoices, Findings,
    testing::Values(Row{R"({"anyOf": [{"type": "number"}, {"type": "string", "format": "date-time"}]})",
                        "true", "", "type", "#/anyOf", "number or string", "boolean true"},
                    Row{R"({"anyOf": [{"type": "number"}, {"type": "string", "enum": ["NaN"]}]})", R"("x")",
                        "", "type", "#/anyOf", R"(number or one of "NaN")", R"(string "x")"},
                    Row{R"({"anyOf": [{"type": "number"}, {"type": "object", "required": ["a"]}]})", "{}", "",
                        "required", "#/anyOf/1/required", R"(the member "a")", "absent"},
                    Row{R"({"anyOf": [{"pattern": "^a"}, {"pattern": "^b"}]})", R"("c")", "", "pattern",
                        "#/anyOf", "a match of ^a or a match of ^b", R"("c")"},
                    Row{R"({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]})", R"({"a": 1, "b": 1})", "",
                        "oneOf", "#/oneOf", "exactly one of 2 alternatives", "2 fit"},
                    Row{R"({"oneOf": [{"required": ["a"]}, {"properties": {"b": {"type": "string"}}}]})",
                        R"({"b": 1})", "/b", "type", "#/oneOf/1/properties/b/type", "string", "integer 1"}));

TEST(Schema, ReportsEveryFindingUpToTheLimit) {
  const Schema schema = compile(R"({"items": {"type": "string"}})");
  const Json instance = Json::parse("[1, 2, \"x\", 3]");
  EXPECT_EQ(schema.validate(instance).findings.size(), 3u);
  const Evaluation few = schema.validate(instance, {.max_findings = 2});
  EXPECT_EQ(few.findings.size(), 2u);
  EXPECT_FALSE(few.valid);
  EXPECT_FALSE(few.gave_up);
}

TEST(Schema, FormatsAreAnnotationsUnlessAsserted) {
  const char* text = R"({"format": "date-time"})";
  EXPECT_TRUE(compile(text).validate(Json("yesterday")).valid);
  const Schema asserting = compile(text, {.assert_format = true});
  const Evaluation result = asserting.validate(Json("yesterday"));
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].keyword, "format");
  EXPECT_EQ(result.findings[0].expected, "the format date-time");
  EXPECT_TRUE(asserting.validate(Json("2026-01-02T03:04:05Z")).valid);
  const Schema http = compile(R"({"format": "http-date"})", {.assert_format = true});
  EXPECT_TRUE(http.validate(Json("Wed, 18 Sep 2019 16:38:34 GMT")).valid);
  EXPECT_FALSE(http.validate(Json("2019-09-18T16:38:34Z")).valid);
  EXPECT_TRUE(compile(R"({"format": "no-such-format"})", {.assert_format = true}).validate(Json("x")).valid);
}

TEST(Schema, AnswersForASubSchema) {
  const Schema schema = compile(R"({"$defs": {"a/b": {"type": "string"}, "n": {"$ref": "#/$defs/a~1b"}}})");
  EXPECT_FALSE(schema.at("#/$defs/a~1b").validate(Json(1)).valid);
  EXPECT_TRUE(schema.at("/$defs/n").validate(Json("x")).valid);
  EXPECT_TRUE(schema.at("").validate(Json(1)).valid);
  EXPECT_THROW((void)schema.at("#/$defs/none"), core::DocumentError);
  EXPECT_THROW((void)schema.at("nonsense"), core::DocumentError);
}

TEST(Schema, KnowsTheMetaschema) {
  const Schema metaschema = compile(R"({"$ref": "https://json-schema.org/draft/2020-12/schema"})");
  EXPECT_TRUE(
      metaschema.validate(Json::parse(R"({"type": "object", "properties": {"a": {"minLength": 1}}})")).valid);
  const Evaluation result = metaschema.validate(Json::parse(R"({"properties": {"a": {"minLength": -1}}})"));
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].instance, "/properties/a/minLength");
  EXPECT_EQ(result.findings[0].keyword, "minimum");
}

TEST(Schema, ResolvesOtherDocuments) {
  const OrderedJson other = json(R"({"$defs": {"x": {"type": "integer"}}})");
  std::vector<std::string> asked;
  const Schema schema = compile(R"({"$id": "https://h.example/a/b.json", "$ref": "c.json#/$defs/x"})",
                                {.resolve = [&](const std::string& uri) {
                                  asked.push_back(uri);
                                  return uri == "https://h.example/a/c.json" ? &other : nullptr;
                                }});
  EXPECT_EQ(asked, std::vector<std::string>{"https://h.example/a/c.json"});
  const Evaluation result = schema.validate(Json("x"));
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].schema_location, "https://h.example/a/c.json#/$defs/x/type");
}

struct Wrong {
  const char* schema;
  const char* pointer;
  const char* rule;
};
class WrongSchemas : public testing::TestWithParam<Wrong> {};

TEST_P(WrongSchemas, AreRefusedWithTheirPlace) {
  const Wrong& wrong = GetParam();
  try {
    (void)Schema::compile(core::load_json_text(wrong.schema, "wrong.json"),
                          {.refuse_unknown_keywords = true});
    ADD_FAILURE() << wrong.schema;
  } catch (const core::DocumentError& error) {
    EXPECT_EQ(error.problem().rule, wrong.rule) << wrong.schema;
    EXPECT_EQ(error.problem().pointer, wrong.pointer) << wrong.schema;
    EXPECT_EQ(error.problem().file, "wrong.json");
    EXPECT_GE(error.problem().line, 1u);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongSchemas,
    testing::Values(
        Wrong{"1", "", "schema.type"}, Wrong{R"({"type": "strnig"})", "/type", "schema.value"},
        Wrong{R"({"type": []})", "/type", "schema.value"},
        Wrong{R"({"properties": []})", "/properties", "schema.type"},
        Wrong{R"({"properties": {"a": 1}})", "/properties/a", "schema.type"},
        Wrong{R"({"allOf": []})", "/allOf", "schema.type"},
        Wrong{R"({"allOf": [1]})", "/allOf/0", "schema.type"},
        Wrong{R"({"items": [{}]})", "/items", "schema.type"},
        Wrong{R"({"minLength": -1})", "/minLength", "schema.value"},
        Wrong{R"({"minLength": 1.5})", "/minLength", "schema.value"},
        Wrong{R"({"minimum": "1"})", "/minimum", "schema.type"},
        Wrong{R"({"multipleOf": 0})", "/multipleOf", "schema.value"},
        Wrong{R"({"pattern": "("})", "/pattern", "schema.pattern"},
        Wrong{R"({"patternProperties": {"(": {}}})", "/patternProperties/(", "schema.pattern"},
        Wrong{R"({"required": "a"})", "/required", "schema.type"},
        Wrong{R"({"enum": 1})", "/enum", "schema.type"},
        Wrong{R"({"uniqueItems": 1})", "/uniqueItems", "schema.type"},
        Wrong{R"({"$ref": "#/$defs/none"})", "/$ref", "schema.ref"},
        Wrong{R"({"$ref": "#none"})", "/$ref", "schema.ref"},
        Wrong{R"({"$ref": "https://h.example/none"})", "/$ref", "schema.ref"},
        Wrong{R"({"$ref": 1})", "/$ref", "schema.type"},
        Wrong{R"({"$ref": "#/title", "title": "x"})", "/$ref", "schema.ref"},
        Wrong{R"({"$defs": {"unused": {"minItems": "x"}}})", "/$defs/unused/minItems", "schema.value"},
        Wrong{R"({"$id": "https://h.example/x#f"})", "/$id", "schema.id"},
        Wrong{R"({"$schema": "http://json-schema.org/draft-07/schema#"})", "/$schema", "schema.dialect"},
        Wrong{R"({"propertees": {}})", "/propertees", "schema.keyword"},
        Wrong{R"({"properties": {"a": {"maxlength": 1}}})", "/properties/a/maxlength", "schema.keyword"}));

TEST(Schema, IgnoresUnknownKeywordsUnlessTold) {
  EXPECT_TRUE(compile(R"({"propertees": {"a": false}})").validate(Json::parse(R"({"a": 1})")).valid);
  (void)compile(R"({"x-note": 1, "$comment": "c"})", {.refuse_unknown_keywords = true});
}

TEST(Schema, ServesManyThreads) {
  const Schema schema =
      compile(R"({"$id": "https://h.example/tree", "$dynamicAnchor": "node", "type": "object",
    "properties": {"v": {"type": "string", "pattern": "^[a-z]+$"}, "c": {"items": {"$dynamicRef": "#node"}}},
    "unevaluatedProperties": false})");
  const Json good = Json::parse(R"({"v": "a", "c": [{"v": "b"}, {"c": [{"v": "c"}]}]})");
  const Json bad = Json::parse(R"({"v": "a", "c": [{"v": "B"}, {"d": 1}]})");
  std::vector<int> wrong(8, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&, t] {
      const Schema copy = schema;
      for (int i = 0; i < 300; ++i) {
        if (!copy.validate(good).valid) ++wrong[t];
        if (copy.validate(bad).findings.size() != 2) ++wrong[t];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(8, 0));
}

}  // namespace
}  // namespace hallmark::jsonschema
