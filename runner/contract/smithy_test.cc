#include "contract/smithy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/error.h"
#include "core/testing.h"

namespace hallmark::contract {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Model read(const std::string& text) { return read_smithy(core::load_json_text(text, "test.json")); }

std::string rule_of(const std::string& text) {
  try {
    (void)read(text);
  } catch (const core::DocumentError& error) {
    return error.problem().rule + " " + error.problem().pointer;
  }
  return "read";
}

constexpr const char* kService =
    R"("a.b#S":{"type":"service","version":"1","operations":[{"target":"a.b#Do"}]})";

std::string with(const std::string& shapes) {
  return std::string(R"({"smithy":"2.0","shapes":{)") + kService + "," + shapes + "}}";
}

TEST(SmithyRead, KeepsWhatItReads) {
  const Model model = read(with(R"(
    "a.b#Do":{"type":"operation","input":{"target":"a.b#In"},"output":{"target":"smithy.api#Unit"},
              "errors":[{"target":"a.b#Gone"}],"traits":{"smithy.api#http":{"method":"PUT","uri":"/x"},
              "smithy.api#documentation":"prose","com.other#thing":[1,2.5,null]}},
    "a.b#In":{"type":"structure","members":{"Zed":{"target":"a.b#Kind","traits":{"smithy.api#required":{}}},
              "Alpha":{"target":"smithy.api#String","traits":{"smithy.api#documentation":"prose"}}}},
    "a.b#Gone":{"type":"structure","members":{},"traits":{"smithy.api#error":"client",
                "smithy.api#deprecated":{"message":"prose","since":"2020"}}},
    "a.b#Kind":{"type":"enum","members":{"ONE":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":"one"}}}})"));
  const Operation* operation = model.operation("Do");
  ASSERT_NE(operation, nullptr);
  EXPECT_EQ(operation->output, "");
  EXPECT_EQ(*operation->traits.find("com.other#thing"), Json::parse("[1,2.5,null]"));
  const Shape* input = model.shape("a.b#In");
  ASSERT_EQ(input->members.size(), 2U);
  EXPECT_EQ(input->members[0].name, "Zed");
  EXPECT_TRUE(is_required(input->members[0]));
  EXPECT_THAT(enum_values(target_of(model, input->members[0])), ElementsAre(Json("one")));
  EXPECT_TRUE(model.shapes.contains("smithy.api#String"));
  EXPECT_EQ(model.slug, "s");
  const std::string written = write_smithy(model);
  EXPECT_THAT(written, Not(HasSubstr("prose")));
  EXPECT_THAT(written, Not(HasSubstr("\"smithy.api#String\": {")));
  EXPECT_EQ(write_smithy(read(written)), written);
}

TEST(SmithyRead, ResolvesMixinsAndApply) {
  const Model model = read(with(R"(
    "a.b#Do":{"type":"operation","input":{"target":"a.b#In"}},
    "a.b#Base":{"type":"structure","members":{"id":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}}},
                "traits":{"smithy.api#mixin":{}}},
    "a.b#Paged":{"type":"structure","mixins":[{"target":"a.b#Base"}],"members":{"token":{"target":"smithy.api#String"}},
                 "traits":{"smithy.api#mixin":{"localTraits":["smithy.api#sensitive"]},"smithy.api#sensitive":{},
                           "smithy.api#xmlName":"P"}},
    "a.b#In":{"type":"structure","mixins":[{"target":"a.b#Paged"}],"members":{"own":{"target":"smithy.api#Integer"}}},
    "a.b#Input":{"type":"structure","members":{"id":{"target":"smithy.api#String"}}},
    "a.b#In$id":{"type":"apply","traits":{"smithy.api#pattern":"^a"}},
    "a.b#Base$id":{"type":"apply","traits":{"smithy.api#length":{"min":1}}})"));
  const Shape* input = model.shape("a.b#In");
  ASSERT_NE(input, nullptr);
  std::vector<std::string> names;
  for (const Member& member : input->members) names.push_back(member.name);
  EXPECT_THAT(names, ElementsAre("id", "token", "own"));
  EXPECT_TRUE(input->member("id")->traits.has(trait::required));
  EXPECT_TRUE(input->member("id")->traits.has(trait::pattern));
  EXPECT_TRUE(input->member("id")->traits.has(trait::length));
  EXPECT_TRUE(input->traits.has(trait::xml_name));
  EXPECT_FALSE(input->traits.has(trait::sensitive));
  EXPECT_FALSE(input->traits.has("smithy.api#mixin"));
  EXPECT_EQ(model.shape("a.b#Base"), nullptr);
  EXPECT_FALSE(model.shape("a.b#Input")->member("id")->traits.has(trait::pattern));
}

TEST(SmithyRead, RefusesWhatIsWrong) {
  const std::string operation = R"("a.b#Do":{"type":"operation"})";
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"[]", "smithy.syntax "},
      {R"({"smithy":"2.0"})", "smithy.syntax "},
      {R"({"smithy":"2.0","shapes":{}})", "smithy.service /shapes"},
      {R"({"smithy":"2.0","shapes":{"a#A":{"type":"service"},"a#B":{"type":"service"}}})",
       "smithy.service /shapes"},
      {with(operation + R"(,"NoHash":{"type":"string"})"), "smithy.id /shapes/NoHash"},
      {with(operation + R"(,"a.b#X":7)"), "smithy.shape /shapes/a.b#X"},
      {with(operation + R"(,"a.b#X":{})"), "smithy.type /shapes/a.b#X"},
      {with(operation + R"(,"a.b#X":{"type":"strng"})"), "smithy.type /shapes/a.b#X/type"},
      {with(R"("a.b#Other":{"type":"operation"})"), "smithy.target /shapes/a.b#S"},
      {with(operation + R"(,"a.b#X":{"type":"list","member":{"target":"a.b#Y"}})"),
       "smithy.target /shapes/a.b#X"},
      {with(operation + R"(,"a.b#X":{"type":"list"})"), "smithy.member /shapes/a.b#X"},
      {with(operation + R"(,"a.b#X":{"type":"structure","members":[]})"),
       "smithy.member /shapes/a.b#X/members"},
      {with(operation + R"(,"a.b#X":{"type":"structure","members":{"m":"a.b#X"}})"),
       "smithy.reference /shapes/a.b#X/members/m"},
      {with(operation + R"(,"a.b#X":{"type":"string","traits":[]})"), "smithy.traits /shapes/a.b#X/traits"},
      {with(operation + R"(,"a.b#X":{"type":"string","traits":{"smithy.api#length":{"min":-1}}})"),
       "smithy.trait /shapes/a.b#X/traits/smithy.api#length"},
      {with(operation + R"(,"a.b#X":{"type":"string","traits":{"smithy.api#pattern":{}}})"),
       "smithy.trait /shapes/a.b#X/traits/smithy.api#pattern"},
      {with(R"("a.b#Do":{"type":"operation","input":{"target":"smithy.api#String"}})"),
       "smithy.target /shapes/a.b#Do"},
      {with(R"("a.b#Do":{"type":"operation","traits":{"smithy.api#http":{"method":"GET","uri":"x"}}})"),
       "smithy.trait /shapes/a.b#Do/traits/smithy.api#http"},
      {with(operation + R"(,"a.b#X":{"type":"structure","mixins":[{"target":"a.b#X"}]})"),
       "smithy.mixin /shapes/a.b#X"},
      {with(operation + R"(,"a.b#No":{"type":"apply","traits":{}})"), "smithy.target /shapes/a.b#No"},
      {with(operation + R"(,"a.b#S$x":{"type":"apply","traits":{}})"), "smithy.target /shapes/a.b#S$x"},
  };
  for (const auto& [text, rule] : rows) EXPECT_EQ(rule_of(text), rule) << text;
}

TEST(SmithyRead, TakesTheServiceThatIsNamed) {
  const auto file = core::load_json_text(
      R"({"smithy":"2.0","shapes":{"a#A":{"type":"service","version":"1"},"a#B":{"type":"service","version":"2"}}})",
      "t");
  EXPECT_EQ(read_smithy(file, "a#B").service.version, "2");
  EXPECT_THROW((void)read_smithy(file, "a#C"), core::DocumentError);
}

TEST(SmithyWrite, CarriesContradictionsAndDocuments) {
  Model model = read(with(R"("a.b#Do":{"type":"operation"})"));
  model.slug = "be";
  model.documents = {"page.rst"};
  model.contradictions = {
      {.promise = "be.Do status", .what = "They differ.", .sayings = {{"page", "1"}, {"model", "2"}}}};
  const Model again = read(write_smithy(model));
  EXPECT_EQ(again.slug, "be");
  EXPECT_EQ(again.documents, model.documents);
  ASSERT_EQ(again.contradictions.size(), 1U);
  EXPECT_EQ(again.contradictions[0].promise, "be.Do status");
  ASSERT_EQ(again.contradictions[0].sayings.size(), 2U);
  EXPECT_EQ(again.contradictions[0].sayings[1].value, "2");
}

TEST(SmithyWrite, EveryPublishedModelReadsBackEqual) {
  const auto folder = core::shared_data("models/smithy");
  if (!folder) GTEST_SKIP() << core::absent("models/smithy");
  int models = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
    if (entry.path().extension() != ".json") continue;
    SCOPED_TRACE(entry.path().filename());
    const core::JsonFile file = core::load_json(entry.path());
    const Model model = read_smithy(file);
    const std::string written = write_smithy(model);
    const Model again = read_smithy(core::load_json_text(written, "written"));
    EXPECT_EQ(write_smithy(again), written);
    ++models;
    // Nothing but documentation, rule sets and other metadata is lost: count what the file holds.
    std::size_t members = 0, kept = 0, operations = 0;
    for (const auto& [id, node] : file.value["shapes"].items()) {
      if (node.contains("members")) members += node["members"].size();
      operations += node["type"] == "operation";
    }
    for (const auto& [id, shape] : again.shapes) {
      if (shape.type != ShapeType::list && shape.type != ShapeType::map) kept += shape.members.size();
    }
    EXPECT_EQ(kept, members);
    EXPECT_EQ(again.all_operations().size(), operations);
    EXPECT_FALSE(again.protocols().empty());
  }
  EXPECT_GT(models, 5);
}

TEST(Overlay, MarksAndReplaces) {
  Model model = read(with(R"("a.b#Do":{"type":"operation","input":{"target":"a.b#In"}},
    "a.b#In":{"type":"structure","members":{"Name":{"target":"smithy.api#String",
              "traits":{"smithy.api#length":{"max":9}}}}})"));
  apply_overlay(model,
                core::load_json_text(R"({"smithy":"2.0","shapes":{"a.b#In$Name":{"type":"apply","traits":{
      "smithy.api#length":{"max":5},"smithy.api#required":{},"hallmark.api#source":"Guide, section 2"}}}})",
                                     "overlay"));
  const Traits& traits = model.shape("a.b#In")->member("Name")->traits;
  EXPECT_EQ(bounds(traits.find(trait::length))->max, 5.0);
  EXPECT_EQ(source_of(traits, trait::length), Source::overlay);
  EXPECT_EQ(source_of(traits, trait::required), Source::overlay);
  EXPECT_EQ(source_of(traits, trait::pattern), Source::model);
  EXPECT_EQ((*traits.find(trait::source))[std::string(trait::length)]["text"], "Guide, section 2");
  EXPECT_EQ(*traits.find(trait::alternatives),
            Json::parse(R"([{"trait":"smithy.api#length","value":{"max":9},"source":"model"}])"));
}

TEST(Overlay, RefusesWhatIsWrong) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {R"({"shapes":{}})", "overlay.syntax"},
      {R"({"smithy":"2.0","shapes":{"a.b#Do":{"type":"operation"}}})", "overlay.type"},
      {R"({"smithy":"2.0","shapes":{"a.b#Do":{"type":"apply"}}})", "overlay.traits"},
      {R"({"smithy":"2.0","shapes":{"a.b#No":{"type":"apply","traits":{}}}})", "overlay.target"},
      {R"({"smithy":"2.0","shapes":{"a.b#Do$m":{"type":"apply","traits":{}}}})", "overlay.target"},
      {R"({"smithy":"2.0","shapes":{"a.b#Do":{"type":"apply","traits":{"x#y":1}}}})", "overlay.source"},
      {R"({"smithy":"2.0","shapes":{"a.b#Do":{"type":"apply","traits":{"hallmark.api#source":"g","smithy.api#http":1}}}})",
       "smithy.trait"},
  };
  for (const auto& [text, rule] : rows) {
    Model model = read(with(R"("a.b#Do":{"type":"operation"})"));
    try {
      apply_overlay(model, core::load_json_text(text, "overlay"));
      ADD_FAILURE() << "accepted " << text;
    } catch (const core::DocumentError& error) {
      EXPECT_EQ(error.problem().rule, rule) << text;
    }
  }
}

}  // namespace
}  // namespace hallmark::contract
