#include "importers/text_reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/smithy.h"
#include "contract/text_facts.h"
#include "contract/text_shown.h"
#include "importers/importers.h"

namespace hallmark::importers {
namespace {

using contract::Model;
using contract::TextFact;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* kTooMany = "The maximum number of entries you can include in a single request is 10.";

// A service that sends planks in batches, with this documentation of the member Name, and of the exception.
Model planks(const std::string& name_text, const std::string& name_shape = R"({"type":"string"})",
             const std::string& too_many = kTooMany, const std::string& list = "") {
  return read_botocore(
      R"({"metadata":{"apiVersion":"1","protocol":"json","serviceId":"Planks"},"operations":{
         "SendBatch":{"input":{"shape":"In"},"output":{"shape":"Out"},"errors":[{"shape":"TooManyEntries"}]}},"shapes":{
         "In":{"type":"structure","members":{"Name":{"shape":"Name","documentation":")" +
          name_text +
          R"("},"Entries":{"shape":"List"},"Other":{"shape":"List"}}},
         "Out":{"type":"structure","members":{"Said":{"shape":"Name","documentation":"<p>Up to 7 characters.</p>"}}},
         "TooManyEntries":{"type":"structure","members":{},"exception":true,
           "documentation":"<p>)" +
          too_many + R"(</p>"},
         "List":{"type":"list","member":{"shape":"Text"})" +
          list + R"(},"Text":{"type":"string"},"Name":)" + name_shape + "}}",
      "service-2.json");
}

const contract::Member& member(const Model& model, const std::string& name, const std::string& shape = "In") {
  return *model.shape("com.amazonaws.planks#" + shape)->member(name);
}

TEST(TextReading, WhatNoTraitStatesIsAFact) {
  const Model model = planks("<p>A name can have up to 80 characters.</p>");
  const auto fact = contract::text_fact(member(model, "Name").traits, contract::trait::length);
  ASSERT_TRUE(fact);
  EXPECT_EQ(fact->value, Json({{"max", 80}}));
  EXPECT_EQ(fact->rule, "length-up-to");
  EXPECT_TRUE(fact->drift);
  EXPECT_FALSE(member(model, "Name").traits.has(contract::trait::length));
  EXPECT_THAT(model.contradictions, IsEmpty());
  // Of outputs nothing is read, and no prose is kept.
  EXPECT_THAT(contract::text_facts(member(model, "Said", "Out").traits), IsEmpty());
  const std::string written = contract::write_smithy(model);
  EXPECT_THAT(written, Not(HasSubstr("can have")));
  EXPECT_EQ(contract::write_smithy(read_smithy_ast(written, "again")), written);
}

TEST(TextReading, ShapesAreDocumentedToo) {
  const Model model =
      planks("<p>A name.</p>", R"({"type":"string","documentation":"<p>Up to 9 characters.</p>"})");
  EXPECT_EQ(contract::text_fact(member(model, "Name").traits, contract::trait::length)->value,
            Json({{"max", 9}}));
}

TEST(TextReading, WhatATraitStatesTooIsNothingNew) {
  const Model model = planks("<p>A name can have up to 80 characters.</p>", R"({"type":"string","max":80})");
  EXPECT_THAT(contract::text_facts(member(model, "Name").traits), IsEmpty());
  EXPECT_THAT(model.contradictions, IsEmpty());
}

TEST(TextReading, WhatATraitStatesOtherwiseIsAContradiction) {
  const Model model =
      planks("<p>A name can have 2 to 80 characters.</p>", R"({"type":"string","max":2147483647})");
  ASSERT_THAT(model.contradictions, SizeIs(1));
  EXPECT_EQ(model.contradictions[0].promise, "planks.SendBatch input.Name length");
  EXPECT_EQ(model.contradictions[0].sayings[0].source, "text");
  EXPECT_EQ((*member(model, "Name").traits.find(contract::trait::alternatives))[0],
            Json({{"trait", "smithy.api#length"}, {"value", {{"max", 80}}}, {"source", "text"}}));
  // The other bound no trait states.
  EXPECT_EQ(contract::text_fact(member(model, "Name").traits, contract::trait::length)->value,
            Json({{"min", 2}}));
}

TEST(TextReading, AnEnumIsContradictedOnlyByValuesThatItDoesNotHave) {
  const std::string shape = R"({"type":"string","enum":["a","b","c"]})";
  EXPECT_THAT(planks("Valid values: `a` | `b`", shape).contradictions, IsEmpty());
  const Model model = planks("Valid values: `a` | `d`", shape);
  ASSERT_THAT(model.contradictions, SizeIs(1));
  EXPECT_EQ(model.contradictions[0].sayings[0].value, "d");
  EXPECT_THAT(contract::text_facts(member(model, "Name").traits), IsEmpty());
}

TEST(TextReading, AnExceptionsLimitIsOneOfTheListThatItNames) {
  const Model model = planks("A name.");
  const auto raised =
      contract::text_fact(model.shape("com.amazonaws.planks#TooManyEntries")->traits, contract::text::raised);
  ASSERT_TRUE(raised);
  EXPECT_EQ(raised->value, Json({{"class", "limit"}, {"max", 10}, {"of", "entries"}}));
  const auto limit = contract::text_fact(member(model, "Entries").traits, contract::trait::length);
  ASSERT_TRUE(limit);
  EXPECT_EQ(limit->value, Json({{"max", 10}}));
  EXPECT_EQ(limit->exception, "TooManyEntries");
  EXPECT_FALSE(limit->drift);
  EXPECT_THAT(contract::text_facts(member(model, "Other").traits), IsEmpty());
}

TEST(TextReading, AnExceptionsLimitAccusesNobodyWhereAnotherAnswerMayCome) {
  // What a resource may have in all: the request may be refused for itself before anybody counts.
  const Model in_all = planks("A name.", R"({"type":"string"})", "A plank can have up to 50 entries.");
  const auto limit = contract::text_fact(member(in_all, "Entries").traits, contract::trait::length);
  ASSERT_TRUE(limit);
  EXPECT_EQ(limit->exception, "TooManyEntries");
  EXPECT_TRUE(limit->drift);
  // A trait states the bound, too: it is held by what reads the request, whatever it counts.
  for (const char* bound : {R"(,"max":10)", R"(,"max":20)"}) {
    EXPECT_THAT(contract::text_facts(
                    member(planks("A name.", R"({"type":"string"})", kTooMany, bound), "Entries").traits),
                IsEmpty());
  }
  // The text counts something else, whose name only ends alike.
  const Model other =
      planks("A name.", R"({"type":"string"})", "A batch can have only one and not more than 5 brothers.");
  EXPECT_THAT(contract::text_facts(member(other, "Other").traits), IsEmpty());
}

TEST(TextReading, SmithysDocumentationIsReadAlike) {
  const Model model = read_smithy_ast(
      R"({"smithy":"2.0","shapes":{"a.t#T":{"type":"service","version":"1","operations":[{"target":"a.t#Do"}]},
      "a.t#Do":{"type":"operation","input":{"target":"a.t#In"}},
      "a.t#In":{"type":"structure","members":{"Kind":{"target":"smithy.api#String","traits":{
        "smithy.api#documentation":"The kind. One of:\n\n- `a`\n- `b`\n"}},
        "Size":{"target":"a.t#Size"},"Late":{"target":"smithy.api#String"}}},
      "a.t#In$Late":{"type":"apply","traits":{"smithy.api#documentation":"Up to 5 characters."}},
      "a.t#Size":{"type":"integer","traits":{"smithy.api#documentation":"Valid values are 1 to 9."}}}})",
      "model.json");
  const contract::Shape& in = *model.shape("a.t#In");
  EXPECT_EQ(contract::text_fact(in.member("Size")->traits, contract::trait::range)->value,
            Json({{"min", 1}, {"max", 9}}));
  EXPECT_EQ(contract::text_fact(in.member("Late")->traits, contract::trait::length)->value,
            Json({{"max", 5}}));
}

// What becomes of what a request leaves out, of operations; the names that a list of filters may have.
TEST(TextReading, OperationsAndFiltersSayMore) {
  const auto model = [](const std::string& of_operation, const std::string& of_filters) {
    return read_botocore(
        R"({"metadata":{"apiVersion":"1","protocol":"json","serviceId":"Planks"},"operations":{
           "UpdatePlank":{"input":{"shape":"In"},"documentation":")" +
            of_operation +
            R"("}},"shapes":{
           "In":{"type":"structure","members":{"Filters":{"shape":"List","documentation":")" +
            of_filters +
            R"("}}},"List":{"type":"list","member":{"shape":"Filter"}},"Text":{"type":"string"},
            "Filter":{"type":"structure","members":{"Name":{"shape":"Text"},"Values":{"shape":"Texts"}}},
            "Texts":{"type":"list","member":{"shape":"Text"}}}})",
        "service-2.json");
  };
  const auto omitted = [&](const std::string& text) {
    const auto fact = contract::text_fact(
        model(text, "").operations.at("com.amazonaws.planks#UpdatePlank").traits, contract::text::omitted);
    return fact ? fact->value : Json();
  };
  EXPECT_EQ(
      omitted("<p>Changes it. If an optional field, such as 'Length' is not provided, it is removed from "
              "the plank.</p>"),
      "reset");
  EXPECT_EQ(omitted("<p>If you don't provide a value for an attribute, it is set to the default value.</p>"),
            "reset");
  EXPECT_EQ(omitted("<p>Any properties that you do not specify remain unchanged.</p>"), "kept");
  EXPECT_EQ(omitted("<p>Fields omitted from the request are left unchanged.</p>"), "kept");
  EXPECT_TRUE(omitted("<p>If you omit a wall, planks are removed by hand.</p>").is_null());
  EXPECT_TRUE(omitted("<p>Omitted fields are unchanged. Omitted fields are cleared.</p>").is_null());

  const Model filters =
      model("",
            "<p>The filters.</p><ul><li><p><code>plank-id</code> - The plank.</p></li>"
            "<li><p><code>tag</code>:&lt;key&gt; - A tag, as <code>Owner</code>.</p></li></ul>");
  EXPECT_EQ(contract::text_fact(member(filters, "Filters").traits, contract::text::filters)->value,
            Json({"plank-id", "tag"}));
  // Values of what one filter is about, and a list of bare names.
  const Model states =
      model("",
            "<ul><li><p><code>state</code> - The state:</p><ul><li><p><code>cut</code> - Cut."
            "</p></li></ul></li><li><p><code>plank-id</code> - The plank.</p></li></ul>");
  EXPECT_EQ(contract::text_fact(member(states, "Filters").traits, contract::text::filters)->value,
            Json({"state", "plank-id"}));
  const Model bare = model("", "<p>Filters:</p><ul><li><p><code>Wood</code></p></li></ul>");
  EXPECT_EQ(contract::text_fact(member(bare, "Filters").traits, contract::text::filters)->value,
            Json({"Wood"}));
}

}  // namespace
}  // namespace hallmark::importers
