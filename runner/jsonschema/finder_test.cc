#include "jsonschema/finder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::jsonschema {
namespace {

TEST(Finder, GivesEveryMatchWithItsNamedGroups) {
  const auto finder = Finder::compile("(?i)(?:up to (?<max>[0-9]+)|from (?<min>[0-9]+) (?<unit>[a-z]+)?)");
  ASSERT_TRUE(finder);
  const auto matches = finder->find_all("Up to 5, from 3 , from 2 km");
  ASSERT_EQ(matches.size(), 3U);
  EXPECT_EQ(matches[0].begin, 0U);
  EXPECT_EQ(matches[0].end, 7U);
  EXPECT_EQ(matches[0].groups, (std::map<std::string, std::string, std::less<>>{{"max", "5"}}));
  EXPECT_EQ(matches[1].groups, (std::map<std::string, std::string, std::less<>>{{"min", "3"}}));
  EXPECT_EQ(matches[2].groups.at("unit"), "km");
  EXPECT_TRUE(finder->finds("up to 7"));
  EXPECT_FALSE(finder->finds("up to seven"));
}

TEST(Finder, GoesOnBehindEmptyMatches) {
  EXPECT_EQ(Finder::compile("x*")->find_all("aéx").size(), 4U);
  EXPECT_EQ(Finder::compile("a")->find_all(std::string(500, 'a')).size(), 100U);
  EXPECT_TRUE(Finder::compile("a")->find_all("a\xc3\x28").empty());
}

TEST(Finder, SaysWhatDoesNotCompile) {
  std::string problem;
  EXPECT_FALSE(Finder::compile("(", &problem));
  EXPECT_FALSE(problem.empty());
}

}  // namespace
}  // namespace hallmark::jsonschema
