#include "contract/view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/smithy.h"

namespace hallmark::contract {
namespace {

using testing::ElementsAre;

const Model& shop() {
  static const Model model = read_smithy(core::load_json_text(R"({
    "smithy": "2.0",
    "shapes": {
      "t#Shop": {"type": "service", "version": "1", "operations": [{"target": "t#Buy"}, {"target": "t#Look"}]},
      "t#Buy": {"type": "operation", "input": {"target": "t#Basket"}},
      "t#Look": {"type": "operation"},
      "t#Basket": {"type": "structure", "members": {
        "Id": {"target": "smithy.api#String", "traits": {"smithy.api#httpLabel": {}, "smithy.api#required": {}}},
        "a/b": {"target": "smithy.api#String", "traits": {"smithy.api#length": {"max": 5},
          "hallmark.api#alternatives": [{"trait": "smithy.api#length", "value": {"max": 9}, "source": "page"},
            {"trait": "smithy.api#length", "source": "botocore"}, {"trait": "smithy.api#pattern", "value": "x"}]}},
        "Items": {"target": "t#Items"},
        "Marks": {"target": "t#Marks"}}},
      "t#Items": {"type": "list", "member": {"target": "t#Item"}},
      "t#Item": {"type": "structure", "members": {"Name": {"target": "smithy.api#String"},
        "Parts": {"target": "t#Items"}}},
      "t#Marks": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "smithy.api#Integer"}}
    }})",
                                                              "shop.json"));
  return model;
}

const Shape& basket() { return input_of(shop(), *shop().operation("Buy")); }

TEST(View, AnOperationWithoutInputHasAnEmptyOne) {
  EXPECT_EQ(basket().members.size(), 4U);
  EXPECT_TRUE(input_of(shop(), *shop().operation("Look")).members.empty());
  EXPECT_TRUE(output_of(shop(), *shop().operation("Buy")).members.empty());
}

TEST(View, LocationsAreTheBindings) {
  EXPECT_EQ(location_of(*basket().member("Id")), Location::label);
  EXPECT_EQ(location_of(*basket().member("Items")), Location::body);
  EXPECT_TRUE(is_text_in_line(shop(), *basket().member("Id")));
  EXPECT_FALSE(is_text_in_line(shop(), *basket().member("a/b")));
  EXPECT_EQ(to_string(Location::prefix_headers), "prefix-headers");
  EXPECT_EQ(to_string(Location::status_code), "status-code");
}

TEST(View, StatementsAreTheModelsOwnThenTheOthers) {
  const Member& member = *basket().member("a/b");
  const auto said = statements(&member, target_of(shop(), member), trait::length);
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ((*said[0])["max"], 5);
  EXPECT_EQ((*said[1])["max"], 9);
  EXPECT_EQ(said[2], nullptr);
  EXPECT_TRUE(statements(nullptr, basket(), trait::length).empty());
}

TEST(View, PointersLeadToMembers) {
  EXPECT_EQ(spot_of(shop(), basket(), "").shape, &basket());
  EXPECT_EQ(spot_of(shop(), basket(), "/a~1b").member->name, "a/b");
  EXPECT_EQ(spot_of(shop(), basket(), "/Items/0/Name").member->name, "Name");
  EXPECT_EQ(spot_of(shop(), basket(), "/Marks/any").shape->type, ShapeType::integer);
  EXPECT_EQ(spot_of(shop(), basket(), "/Item").problem,
            "Basket has no member \"Item\"; did you mean \"Items\"?");
  EXPECT_EQ(spot_of(shop(), basket(), "/Items/x").problem, "Items is a list: \"x\" is no index");
  EXPECT_EQ(spot_of(shop(), basket(), "/Id/x").problem, "String is a string and has no members");
}

TEST(View, AWalkEndsWhereAShapeContainsItself) {
  std::vector<std::string> seen;
  walk(shop(), basket(), [&](const Member&, const Shape&, const std::string& pointer) {
    seen.push_back(pointer);
    return true;
  });
  EXPECT_THAT(seen, ElementsAre("/Id", "/a~1b", "/Items", "/Items/*", "/Items/*/Name", "/Items/*/Parts",
                                "/Marks", "/Marks/*"));
}

}  // namespace
}  // namespace hallmark::contract
