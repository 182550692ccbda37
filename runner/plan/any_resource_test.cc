#include "plan/any_resource.h"

#include <gmock/gmock.h>

#include "contract/smithy.h"
#include "core/testing.h"
#include "plan/inference.h"
#include "plan/plan.h"

namespace hallmark::plan {
namespace {

using ::testing::ElementsAre;

// A town of houses (made with the least), streets (tagged, and the town's chief thing) and signs (nothing
// removes them).
contract::Model town() {
  const auto operation = [](const std::string& in, const std::string& out) {
    return Json{
        {"type", "operation"}, {"input", {{"target", "t#" + in}}}, {"output", {{"target", "t#" + out}}}};
  };
  const auto structure = [](const std::vector<std::string>& needed,
                            const std::vector<std::string>& others = {}) {
    Json shape = {{"type", "structure"}, {"members", Json::object()}};
    for (const auto& name : needed)
      shape["members"][name] = {{"target", "smithy.api#String"},
                                {"traits", {{"smithy.api#required", Json::object()}}}};
    for (const auto& name : others)
      shape["members"][name] = {{"target", name == "Tags" ? "t#Tags" : "smithy.api#String"}};
    return shape;
  };
  Json shapes = {{"t#Tags",
                  {{"type", "map"},
                   {"key", {{"target", "smithy.api#String"}}},
                   {"value", {{"target", "smithy.api#String"}}}}},
                 {"t#None", structure({})},
                 {"t#HouseIn", structure({"HouseName"})},
                 {"t#HouseOut", structure({}, {"HouseArn"})},
                 {"t#StreetIn", structure({"StreetName", "Town"}, {"Tags"})},
                 {"t#StreetOut", structure({}, {"StreetArn"})},
                 {"t#ArnIn", structure({"ResourceArn"}, {"Tags"})},
                 {"t#HouseId", structure({"HouseArn"})},
                 {"t#StreetId", structure({"StreetArn"})},
                 {"t#CreateHouse", operation("HouseIn", "HouseOut")},
                 {"t#DeleteHouse", operation("HouseId", "None")},
                 {"t#CreateSign", operation("HouseIn", "HouseOut")},
                 {"t#CreateStreet", operation("StreetIn", "StreetOut")},
                 {"t#CloseStreet", operation("StreetId", "None")},
                 {"t#DeleteStreet", operation("StreetId", "None")},
                 {"t#TagResource", operation("ArnIn", "None")},
                 {"t#UntagResource", operation("ArnIn", "None")}};
  Json operations = Json::array();
  for (const auto& [id, shape] : shapes.items())
    if (shape["type"] == "operation") operations.push_back({{"target", id}});
  shapes["t#Town"] = {
      {"type", "service"},
      {"version", "1"},
      {"operations", operations},
      {"traits", {{"aws.api#service", {{"sdkId", "Town"}}}, {"aws.protocols#awsJson1_1", Json::object()}}}};
  return contract::read_smithy(
      core::load_json_text(Json{{"smithy", "2.0"}, {"shapes", shapes}}.dump(), "town.json"));
}

TEST(AnyResource, TheOneMadeWithTheLeastComesFirstAndThenTheChief) {
  const auto model = town();
  const names::Names names(model);
  std::vector<std::string> nouns;
  for (const Creator& each :
       with_arn(names, [](const auto& create) { return create.name() != "CreateSign"; }))
    nouns.push_back(each.noun);
  EXPECT_THAT(nouns, ElementsAre("House", "Street"));
  EXPECT_TRUE(with_arn(names, [](const auto&) { return false; }).empty());
}

TEST(AnyResource, ATagCallHasAnotherThingToTag) {
  const auto model = town();
  Suite suite = suite_without_file(model);
  suite.operations = {"TagResource"};
  suite = with_inferred(model, suite);
  const auto& planned = suite.arrange.at("TagResource");
  ASSERT_EQ(planned.size(), 1u);
  EXPECT_EQ(planned[0].call, "CreateHouse");
  const auto& tag = *model.operation("TagResource");
  const auto other = inferred_by(model, suite, tag, {.avoided = {"CreateHouse"}, .wanted = {}});
  ASSERT_TRUE(other);
  ASSERT_EQ(other->arrange.size(), 1u);
  EXPECT_EQ(other->arrange[0].call, "CreateStreet");
  EXPECT_EQ(other->base["ResourceArn"], "${streetResourceArn}");
  EXPECT_FALSE(inferred_by(model, suite, tag, {.avoided = {"CreateHouse", "CreateStreet"}, .wanted = {}}));
  suite.inferred.clear();
  EXPECT_FALSE(inferred_by(model, suite, tag, {.avoided = {"CreateHouse"}, .wanted = {}}))
      << "somebody's word";
}

}  // namespace
}  // namespace hallmark::plan
