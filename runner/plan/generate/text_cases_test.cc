// What sentences of the documentation state makes cases and promises, too.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "contract/smithy.h"
#include "plan/generate/generate.h"
#include "plan/generate/promises.h"
#include "plan/plan.h"
#include "plan/values/values.h"

namespace hallmark::plan {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Not;

constexpr const char* kModel =
    R"({"smithy":"2.0","shapes":{"a.t#T":{"type":"service","version":"1","operations":[{"target":"a.t#Send"}],
    "traits":{"aws.protocols#awsJson1_0":{},"aws.api#service":{"sdkId":"Planks"}}},
  "a.t#Send":{"type":"operation","input":{"target":"a.t#In"},"output":{"target":"a.t#Out"},"errors":[{"target":"a.t#TooMany"}]},
  "a.t#In":{"type":"structure","members":{
    "Name":{"target":"smithy.api#String","traits":{"smithy.api#required":{},"hallmark.api#text":[
      {"trait":"smithy.api#length","value":{"max":80},"rule":"r","drift":true},
      {"trait":"hallmark.api#characters","value":"[0-9A-Za-z_-]","rule":"r","drift":true}]}},
    "Kind":{"target":"smithy.api#String","traits":{"hallmark.api#text":[
      {"trait":"hallmark.api#values","value":["one","two"],"rule":"r","drift":true},
      {"trait":"smithy.api#required","value":{},"rule":"r"}]}},
    "Entries":{"target":"a.t#List","traits":{"hallmark.api#text":[
      {"trait":"smithy.api#length","value":{"max":10},"rule":"r","exception":"TooMany"}]}},
    "Tags":{"target":"a.t#List","traits":{"hallmark.api#text":[
      {"trait":"smithy.api#length","value":{"max":50},"rule":"r","drift":true,"exception":"TooMany"}]}},
    "Size":{"target":"smithy.api#Integer","traits":{"hallmark.api#text":[
      {"trait":"smithy.api#range","value":{"min":5,"max":9},"rule":"r"},
      {"trait":"hallmark.api#excludes","value":["Other"],"rule":"r"}]}},
    "Other":{"target":"smithy.api#Integer"}}},
  "a.t#Out":{"type":"structure","members":{"Name":{"target":"smithy.api#String"}}},
  "a.t#List":{"type":"list","member":{"target":"smithy.api#String"}},
  "a.t#TooMany":{"type":"structure","members":{},"traits":{"smithy.api#error":"client"}}}})";

struct Planned {
  contract::Model model = contract::read_smithy(core::load_json_text(kModel, "model.json"));
  std::map<std::string, Case> cases;
  Planned() {
    const Suite suite = suite_without_file(model);
    (void)generate(model, *model.operation("Send"), suite, {.depth = Depth::thorough}, [&](Case test) {
      cases.emplace(to_string(test.group) + "/" + test.name, std::move(test));
    });
  }
  const Case& at(const std::string& name) const {
    static const Case none;
    const auto found = cases.find(name);
    EXPECT_NE(found, cases.end()) << name;
    return found == cases.end() ? none : found->second;
  }
};

TEST(TextCases, AWeakSentenceAccusesNobody) {
  const Planned planned;
  EXPECT_EQ(planned.at("validation/input.Name.length.max+above").tier, Tier::informative);
  EXPECT_EQ(planned.at("success/input.Name.length.max+at").tier, Tier::informative);
  EXPECT_EQ(planned.at("validation/input.Name.pattern+mismatch").tier, Tier::informative);
  EXPECT_EQ(planned.at("validation/input.Kind.enum+unknown").tier, Tier::informative);
  EXPECT_EQ(planned.at("validation/input.Size.range.max+above").tier, Tier::generated);
  EXPECT_EQ(planned.at("validation/input.Kind.required+omitted").tier, Tier::generated);
}

TEST(TextCases, TheExceptionThatNamesTheLimitIsTheOneThatComes) {
  const Planned planned;
  const Case& test = planned.at("validation/input.Entries.length.max+above");
  ASSERT_EQ(test.expect.size(), 1U);
  EXPECT_EQ(test.expect[0].exception, "TooMany");
  EXPECT_EQ(test.send.at("Entries").size(), 11U);
  EXPECT_THAT(test.promises,
              ElementsAre("planks.Send input.Entries length.max", "planks.Send error.TooMany"));
  EXPECT_EQ(test.tier, Tier::generated);
  EXPECT_EQ(test.stated_by, "text");
}

TEST(TextCases, WhereItIsNotSureTheExceptionIsOneOutcomeOfSeveral) {
  const Planned planned;
  const Case& test = planned.at("validation/input.Tags.length.max+above");
  ASSERT_GT(test.expect.size(), 1U);
  EXPECT_EQ(test.expect[0].exception, "TooMany");
  EXPECT_EQ(std::count_if(test.expect.begin(), test.expect.end(),
                          [](const Outcome& each) { return each.exception == "TooMany"; }),
            1);
  EXPECT_EQ(test.tier, Tier::informative);
}

TEST(TextCases, MembersThatExcludeEachOtherAreSentTogether) {
  const Planned planned;
  const Case& test = planned.at("validation/input.Size.excludes+Other");
  EXPECT_TRUE(test.send.contains("Size"));
  EXPECT_TRUE(test.send.contains("Other"));
  EXPECT_THAT(test.promises, ElementsAre("planks.Send input.Size excludes"));
  ASSERT_TRUE(test.control);
  EXPECT_EQ(test.control->at(0).path, "/Other");
}

TEST(TextCases, WhatMustSucceedKeepsToTheSentences) {
  const Planned planned;
  const Values values(planned.model, "aws.protocols#awsJson1_0");
  const contract::Shape& in = *planned.model.shape("a.t#In");
  for (const char* seed : {"a", "b", "c"}) {
    for (const bool full : {false, true}) {
      const Made made = values.structure(in, seed, {.full = full});
      ASSERT_TRUE(made.value) << made.problem;
      const Json& sent = *made.value;
      EXPECT_LE(sent.at("Name").get<std::string>().size(), 80U);
      EXPECT_TRUE(values.keeps(*in.member("Name"), sent.at("Name")));
      EXPECT_THAT((std::vector<Json>{"one", "two"}), Contains(sent.at("Kind")));
      EXPECT_FALSE(sent.contains("Size") && sent.contains("Other"));
      if (sent.contains("Size")) {
        EXPECT_GE(sent.at("Size"), 5);
        EXPECT_LE(sent.at("Size"), 9);
      }
    }
  }
}

TEST(TextCases, ArePromisesOfInputsWithTheirSource) {
  const Planned planned;
  std::map<std::string, std::string> sources;
  for (const Promise& promise :
       promises_of(planned.model, *planned.model.operation("Send"), suite_without_file(planned.model)))
    sources[promise.id] = promise.source;
  for (const char* id :
       {"input.Name length.max", "input.Name pattern", "input.Kind enum", "input.Kind required",
        "input.Entries length.max", "input.Size range.min", "input.Size excludes"})
    EXPECT_EQ(sources["planks.Send " + std::string(id)], "text") << id;
  EXPECT_EQ(sources["planks.Send input.Name required"], "model");
  EXPECT_FALSE(sources.contains("planks.Send output.Name length.max"));
}

TEST(TextCases, SentencesThatLeaveNoValueAreNotKept) {
  contract::Model model = contract::read_smithy(core::load_json_text(
      R"({"smithy":"2.0","shapes":{"a.t#T":{"type":"service","version":"1","operations":[{"target":"a.t#Do"}]},
      "a.t#Do":{"type":"operation","input":{"target":"a.t#In"}},"a.t#In":{"type":"structure","members":{
      "Code":{"target":"a.t#Code","traits":{"hallmark.api#text":[{"trait":"smithy.api#length","value":{"max":3},"rule":"r"}]}},
      "Zone":{"target":"a.t#Code","traits":{"hallmark.api#alternatives":[{"trait":"smithy.api#length","value":{"max":2},"source":"text"}]}}}},
      "a.t#Code":{"type":"string","traits":{"smithy.api#length":{"min":5,"max":8}}}}})",
      "model.json"));
  for (const contract::Member& member : model.shape("a.t#In")->members) {
    const Constraints constraints = constraints_of(model, member);
    EXPECT_EQ(constraints.min_length, 5) << member.name;
    EXPECT_EQ(constraints.max_length, 8) << member.name;
  }
}

}  // namespace
}  // namespace hallmark::plan
