#include "plan/cases/walk_items.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::plan {
namespace {

using testing::Pair;
using testing::UnorderedElementsAre;

ItemCounts counted(const Walk& walk, const std::vector<std::string>& identity,
                   const std::vector<Json>& answers) {
  ItemCounts counts;
  for (const Json& answer : answers) count_items(walk, identity, answer, counts);
  return counts;
}

TEST(WalkItems, AreToldApartByTheirIdentifiers) {
  const Walk walk{.items = "/Books"};
  const Json one = {{"Id", "a"}, {"Shelf", "s"}, {"Read", 1}},
             later = {{"Id", "a"}, {"Shelf", "s"}, {"Read", 2}};
  const Json other = {{"Id", "a"}, {"Shelf", "t"}};
  EXPECT_THAT(counted(walk, {"Id", "Shelf"},
                      {Json{{"Books", Json::array({one, other})}}, Json{{"Books", Json::array({later})}},
                       Json{{"Books", Json::array()}}, Json::object()}),
              UnorderedElementsAre(Pair(R"(["a","s"])", 2U), Pair(R"(["a","t"])", 1U)));
}

TEST(WalkItems, AreToldApartByAllOfThemWhereNothingNamesThem) {
  const Walk walk{.items = "/Page/Texts"};
  EXPECT_THAT(counted(walk, {}, {Json{{"Page", {{"Texts", {"x", "y", "x"}}}}}}),
              UnorderedElementsAre(Pair(R"(["x"])", 2U), Pair(R"(["y"])", 1U)));
  const Json nameless = {{"Colour", "red"}};
  EXPECT_THAT(
      counted(walk, std::vector<std::string>{"Id"}, {Json{{"Page", {{"Texts", Json::array({nameless})}}}}}),
      UnorderedElementsAre(Pair(R"([{"Colour":"red"}])", 1U)));
}

TEST(WalkItems, OfAMapHaveTheirKeys) {
  const Walk walk{.items = "/All"};
  EXPECT_THAT(counted(walk, {}, {Json{{"All", {{"a", 1}, {"b", 1}}}}}),
              UnorderedElementsAre(Pair(R"([1,"a"])", 1U), Pair(R"([1,"b"])", 1U)));
}

TEST(WalkItems, AreMoreWhereAPlaceIsGivenOrSaidToBe) {
  Walk walk{.output_tokens = {"/Next"}};
  EXPECT_TRUE(tells_of_more(walk, {{"Next", "t"}}));
  EXPECT_FALSE(tells_of_more(walk, {{"Next", ""}}));
  EXPECT_FALSE(tells_of_more(walk, {{"Next", nullptr}}));
  EXPECT_FALSE(tells_of_more(walk, Json::object()));
  walk.more = "/More";
  EXPECT_FALSE(tells_of_more(walk, {{"Next", "t"}, {"More", false}}));
  EXPECT_TRUE(tells_of_more(walk, {{"Next", "t"}, {"More", true}}));
}

}  // namespace
}  // namespace hallmark::plan
