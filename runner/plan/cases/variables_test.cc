#include "plan/cases/variables.h"

#include <gtest/gtest.h>

#include <regex>

#include "core/text.h"

namespace hallmark::plan {
namespace {

TEST(Variables, KeepsTheTypeOfAWholeVariable) {
  Variables variables("run", "case");
  variables.set("priority", 7);
  variables.set("items", Json::array({"a", 2}));
  const auto result =
      variables.substitute({{"P", "${priority}"}, {"Text", "at ${priority}"}, {"I", "${items}"}});
  EXPECT_EQ(result.value, (Json{{"P", 7}, {"Text", "at 7"}, {"I", {"a", 2}}}));
  EXPECT_TRUE(result.unknown.empty());
}

TEST(Variables, NamesEachUnknownOnceAndLeavesItThere) {
  Variables variables("run", "case");
  const auto result =
      variables.substitute({{"A", "${group}"}, {"B", Json::array({"x-${group}", "${name}"})}});
  EXPECT_EQ(result.unknown, (std::vector<std::string>{"group", "name"}));
  EXPECT_EQ(result.value["A"], "${group}");
}

TEST(Variables, UniqueNamesDifferAtEveryPlaceAndHaveTheirLength) {
  Variables variables("run", "case");
  const auto result =
      variables.substitute(Json::array({"${unique}", "${unique}", "${unique.a}", "${unique.a}"}));
  EXPECT_NE(result.value[0], result.value[1]);
  EXPECT_EQ(result.value[2], result.value[3]);
  for (const auto& name : result.value) {
    EXPECT_EQ(name.get<std::string>().size(), unique_length);
    EXPECT_TRUE(std::regex_match(name.get<std::string>(), std::regex("[a-z][a-z0-9]*")));
  }
}

TEST(Variables, SameRunAndCaseGiveTheSameNames) {
  EXPECT_EQ(Variables("run", "case").substitute_text("${unique}"),
            Variables("run", "case").substitute_text("${unique}"));
  EXPECT_NE(Variables("run", "case").substitute_text("${unique}"),
            Variables("run", "other").substitute_text("${unique}"));
  EXPECT_NE(Variables("run", "case").substitute_text("${unique}"),
            Variables("later", "case").substitute_text("${unique}"));
}

TEST(Variables, UuidsAreVersionFour) {
  const auto text = Variables("run", "case").substitute_text("${uuid}");
  EXPECT_TRUE(std::regex_match(
      text, std::regex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")))
      << text;
}

TEST(Variables, EscapedVariablesStandForThemselves) {
  Variables variables("run", "case");
  variables.set("a", "value");
  EXPECT_EQ(variables.substitute_text("$${a} ${a}"), "${a} value");
  EXPECT_EQ(variables.substitute_text(escape_variables("${a}")), "${a}");
  EXPECT_TRUE(variables_in("$${a}").empty());
}

TEST(Variables, WhatIsNoVariableStands) {
  Variables variables("run", "case");
  for (const std::string text : {"$", "${", "${}", "${a", "$ {a}", "${a b}", "{a}"}) {
    std::vector<std::string> unknown;
    EXPECT_EQ(variables.substitute_text(text, &unknown), text);
    EXPECT_TRUE(unknown.empty()) << text;
  }
}

TEST(Variables, UnlikeKeepsTheFormOfAnIdentifier) {
  struct Row {
    Json value, expected;
  };
  for (const auto& row : std::vector<Row>{
           {"mw-0123456789abcdef0", "mw-0123456782fabcde3"},
           {"11111111-2222-4333-8444-555555555555", "11111111-2222-4333-8444-555588888888"},
           {"arn:aws:sns:us-east-1:123456789012:topic", "arn:aws:sns:us-east-1:123456789012:ytunh"},
           {"http://host/123456789012/name.fifo", "http://host/123456789012/sfrj.fifo"},
           {"example.com.", "jcfruqj.com."}}) {
    const auto made = unlike(row.value);
    ASSERT_TRUE(made) << row.value;
    EXPECT_EQ(made->get<std::string>().size(), row.value.get<std::string>().size());
    EXPECT_NE(*made, row.value);
    EXPECT_EQ(*made, row.expected);
  }
  EXPECT_FALSE(unlike("a-1"));    // too short to be sure
  EXPECT_EQ(unlike("1"), "904");  // but for what was counted
  EXPECT_EQ(unlike("arn:aws:states:us-east-1:123456789012:stateMachine:name:1"),
            "arn:aws:states:us-east-1:123456789012:stateMachine:name:904");
  EXPECT_FALSE(unlike(7));
  Variables variables("run", "case");
  variables.set("thing", "abcdef");
  EXPECT_EQ(variables.substitute("${unlike.thing}").value, "fabcde");
  EXPECT_EQ(variables.substitute("${unlike.other}").unknown, std::vector<std::string>{"unlike.other"});
}

TEST(Variables, LastIsWhatStandsBehindTheLastSlash) {
  Variables variables("run", "case");
  variables.set("zone", "/hostedzone/Z123");
  variables.set("plain", "Z456");
  EXPECT_EQ(variables.substitute("${last.zone}").value, "Z123");
  EXPECT_EQ(variables.substitute("${last.plain}").value, "Z456");
  EXPECT_TRUE(variables.has("last.zone"));
  EXPECT_FALSE(variables.has("last.other"));
  EXPECT_EQ(variables.substitute("${last.other}").unknown, std::vector<std::string>{"last.other"});
  EXPECT_EQ(kept_name("unlike.last.zone"), "zone");
}

TEST(Variables, ReplacesKeysToo) {
  Variables variables("run", "case");
  variables.set("tag", "purpose");
  EXPECT_EQ(variables.substitute({{"${tag}", 1}}).value, (Json{{"purpose", 1}}));
}

TEST(Patch, AddsRemovesAndReplaces) {
  const Json document = {{"Name", "a"}, {"Items", {{{"P", 1}}, {{"P", 2}}}}};
  struct Row {
    std::vector<PatchOperation> patch;
    Json expected;
  };
  const Row rows[] = {
      {{{"remove", "/Name", {}}}, {{"Items", {{{"P", 1}}, {{"P", 2}}}}}},
      {{{"replace", "/Items/1/P", 9}}, {{"Name", "a"}, {"Items", {{{"P", 1}}, {{"P", 9}}}}}},
      {{{"add", "/Items/0/Q", true}}, {{"Name", "a"}, {"Items", {{{"P", 1}, {"Q", true}}, {{"P", 2}}}}}},
      {{{"add", "/Items/-", 3}}, {{"Name", "a"}, {"Items", {{{"P", 1}}, {{"P", 2}}, 3}}}},
      {{{"remove", "/Items/0", {}}}, {{"Name", "a"}, {"Items", Json::array({{{"P", 2}}})}}},
      {{{"add", "/a~1b", 1}, {"remove", "/Items", {}}}, {{"Name", "a"}, {"a/b", 1}}},
  };
  for (const auto& row : rows) {
    const auto result = apply_patch(document, row.patch);
    ASSERT_TRUE(result);
    EXPECT_EQ(*result, row.expected);
  }
}

TEST(Patch, SaysWhichPathLeadsNowhere) {
  const Json document = {{"Name", "a"}, {"Items", Json::array()}};
  for (const auto& operation : std::vector<PatchOperation>{{"remove", "/Nothing", {}},
                                                           {"replace", "/Items/0", 1},
                                                           {"add", "/Name/x", 1},
                                                           {"add", "/Items/7", 1},
                                                           {"remove", "Name", {}},
                                                           {"test", "/Name", "a"}}) {
    std::string problem;
    EXPECT_FALSE(apply_patch(document, {operation}, &problem)) << operation.path;
    EXPECT_NE(problem.find(operation.path), std::string::npos);
  }
}

}  // namespace
}  // namespace hallmark::plan
