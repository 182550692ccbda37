// What is too deep, too large or made to hurt: an answer or a given-up limit, never a crash.
#include <gtest/gtest.h>

#include <string>

#include "core/error.h"
#include "jsonschema/schema.h"

namespace hallmark::jsonschema {
namespace {

Schema compile(const std::string& text) { return Schema::compile(OrderedJson::parse(text)); }

// [[[[…]]]], made from the inside.
Json nested_arrays(std::size_t depth) {
  Json value = Json::array();
  for (std::size_t i = 1; i < depth; ++i) {
    Json outer = Json::array();
    outer.push_back(std::move(value));
    value = std::move(outer);
  }
  return value;
}

TEST(SchemaLimits, DeepInstancesGiveUp) {
  const Json deep = nested_arrays(1'000'000);
  const Evaluation result = compile(R"({"items": {"$ref": "#"}})").validate(deep);
  EXPECT_TRUE(result.gave_up);
  EXPECT_FALSE(result.valid);
  EXPECT_EQ(result.limit, "depth");
  // What does not descend has an answer.
  EXPECT_TRUE(compile(R"({"type": "array", "maxItems": 1})").validate(deep).valid);
  EXPECT_FALSE(compile(R"({"const": [[]]})").validate(deep).valid);
  EXPECT_FALSE(compile(R"({"enum": [[], [[[]]]]})").validate(deep).valid);
  EXPECT_TRUE(compile(R"({"uniqueItems": true, "not": {"const": {}}})").validate(deep).valid);
}

TEST(SchemaLimits, DepthWithinTheLimitIsAnswered) {
  const Schema schema = compile(R"({"items": {"$ref": "#"}, "type": "array"})");
  EXPECT_TRUE(schema.validate(nested_arrays(400)).valid);
  EXPECT_TRUE(schema.validate(nested_arrays(400), {.max_depth = 100}).gave_up);
}

TEST(SchemaLimits, SchemasThatReferToThemselvesGiveUp) {
  const Evaluation result =
      compile(R"({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}})")
          .validate(Json(1));
  EXPECT_TRUE(result.gave_up);
  EXPECT_EQ(result.limit, "depth");
}

TEST(SchemaLimits, ExponentialSchemasRunOutOfSteps) {
  std::string text = R"({"$ref": "#/$defs/s0", "$defs": {"s60": true)";
  for (int i = 0; i < 60; ++i) {
    const std::string next = R"({"$ref": "#/$defs/s)" + std::to_string(i + 1) + "\"}";
    text += ", \"s" + std::to_string(i) + R"(": {"allOf": [)" + next + ", " + next + "]}";
  }
  const Evaluation result = compile(text + "}}").validate(Json(1), {.max_steps = 100'000});
  EXPECT_TRUE(result.gave_up);
  EXPECT_EQ(result.limit, "steps");
}

TEST(SchemaLimits, ManyItemsAreComparedInTimeThatGrowsWithThem) {
  Json items = Json::array();
  for (int i = 0; i < 200'000; ++i) items.push_back("item " + std::to_string(i));
  const Schema schema = compile(R"({"uniqueItems": true})");
  EXPECT_TRUE(schema.validate(items, {.max_steps = 2'000'000}).valid);
  items.push_back("item 7");
  EXPECT_FALSE(schema.validate(items).valid);
}

TEST(SchemaLimits, PatternsThatExplodeGiveUp) {
  const Evaluation result = compile(R"({"pattern": "^(a+)+$"})").validate(Json(std::string(60, 'a') + "!"));
  EXPECT_TRUE(result.gave_up);
  EXPECT_EQ(result.limit, "pattern");
  // And are charged for it: many of them end by steps.
  Json many = Json::array();
  for (int i = 0; i < 1000; ++i) many.push_back(std::string(22, 'a') + "!");
  const Evaluation charged =
      compile(R"({"items": {"pattern": "^(a+)+$"}})").validate(many, {.max_steps = 200'000});
  EXPECT_TRUE(charged.gave_up);
}

TEST(SchemaLimits, LongStringsAreAnswered) {
  const Json text(std::string(8'000'000, 'x'));
  EXPECT_TRUE(
      compile(R"({"minLength": 8000000, "maxLength": 8000000, "pattern": "^x+$"})").validate(text).valid);
  const Evaluation result = compile(R"({"enum": ["a"], "maxLength": 10, "pattern": "y"})").validate(text);
  ASSERT_EQ(result.findings.size(), 3u);
  for (const SchemaFinding& finding : result.findings)
    EXPECT_LT(finding.actual.size() + finding.expected.size(), 1000u);
}

TEST(SchemaLimits, TextThatIsNotUtf8GivesUp) {
  EXPECT_TRUE(compile(R"({"pattern": "a"})").validate(Json("\xff")).gave_up);
  EXPECT_FALSE(compile(R"({"enum": ["a"]})").validate(Json("\xff")).valid);
}

TEST(SchemaLimits, DeepSchemasAreRefused) {
  OrderedJson deep = true;
  for (int i = 0; i < 100'000; ++i) {
    OrderedJson outer = OrderedJson::object();
    outer["not"] = std::move(deep);
    deep = std::move(outer);
  }
  try {
    (void)Schema::compile(deep);
    ADD_FAILURE();
  } catch (const core::DocumentError& error) {
    EXPECT_EQ(error.problem().rule, "schema.depth");
  }
}

TEST(SchemaLimits, LongChainsOfReferencesCompile) {
  OrderedJson schema = {{"$ref", "#/$defs/0"}};
  OrderedJson definitions = OrderedJson::object();
  for (int i = 0; i < 2000; ++i)
    definitions[std::to_string(i)] = {{"$ref", "#/$defs/" + std::to_string(i + 1)}};
  definitions["2000"] = {{"type", "string"}};
  schema["$defs"] = std::move(definitions);
  const Schema compiled = Schema::compile(schema);
  EXPECT_TRUE(compiled.validate(Json("x")).gave_up);
  EXPECT_TRUE(compiled.validate(Json("x"), {.max_depth = 3000}).valid);
}

TEST(SchemaLimits, GivingUpIsNeitherValidNorSilentInEveryApplicator) {
  const Json deep = nested_arrays(3000);
  const char* loop =
      R"("$defs": {"l": {"items": {"$ref": "#/$defs/l"}, "contains": true, "minContains": 0}})";
  for (const char* keyword :
       {R"("not": {"$ref": "#/$defs/l"})", R"("anyOf": [{"$ref": "#/$defs/l"}, true])",
        R"("oneOf": [{"$ref": "#/$defs/l"}, false])", R"("if": {"$ref": "#/$defs/l"}, "then": true)",
        R"("contains": {"$ref": "#/$defs/l"})",
        R"("prefixItems": [{"$ref": "#/$defs/l"}], "unevaluatedItems": false)"}) {
    const Evaluation result = compile(std::string("{") + keyword + ", " + loop + "}").validate(deep);
    EXPECT_TRUE(result.gave_up) << keyword;
    EXPECT_FALSE(result.valid) << keyword;
  }
}

}  // namespace
}  // namespace hallmark::jsonschema
