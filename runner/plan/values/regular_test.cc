#include "plan/values/regular.h"

#include <gtest/gtest.h>

#include "jsonschema/pattern.h"
#include "plan/values/lengths.h"

namespace hallmark::plan {
namespace {

TEST(Regular, WritesWhatThePatternMatches) {
  const char* patterns[] = {"^[a-zA-Z0-9]{22}$",
                            "^[a-zA-Z0-9][a-zA-Z0-9_-]*$",
                            "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-%@]*)$",
                            "^arn:(aws|aws-cn):iam::\\d{12}:role/[\\w+=,.@-]+$",
                            "^[^:].*$",
                            "[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*",
                            "^(a|bc|def){2,3}(-x)?$",
                            "^\\+?[1-9]\\d{1,14}$",
                            "^([a-z]+(-[a-z]+)*)$",
                            "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
                            "^(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d]{8,20}$",
                            "^(?!aws:)[a-zA-Z+=._:/-]+$",
                            "^\\S+\\.\\S+$",
                            "^[\\w-]+@[\\w.]+$",
                            "[!-~]{1,5}",
                            "^(/[a-z]+){1,}/$",
                            "^(?i)[a-z]{3}$",
                            "^x{2,}y{0,3}$"};
  for (const std::string pattern : patterns) {
    std::string problem;
    const auto regular = Regular::parse(pattern, &problem);
    ASSERT_TRUE(regular) << pattern << ": " << problem;
    const auto compiled = jsonschema::Pattern::compile(pattern);
    ASSERT_TRUE(compiled) << pattern;
    int good = 0, made = 0;
    for (int i = 0; i < 40; ++i) {
      core::Random random(pattern + std::to_string(i));
      const auto length = regular->length_near(0, 64, 1 + random.below(24));
      ASSERT_TRUE(length) << pattern;
      for (const auto taste : {Taste::plain, Taste::mixed, Taste::unicode}) {
        const auto text = regular->make(*length, random, taste);
        ASSERT_TRUE(text) << pattern << " of " << *length;
        EXPECT_EQ(core::code_points(*text), *length) << pattern;
        ++made;
        good += compiled->full_match(*text) == jsonschema::Pattern::Answer::yes;
      }
    }
    if (regular->has_assertions()) {
      EXPECT_GT(good, 0) << pattern;
    } else {
      EXPECT_EQ(good, made) << pattern;
    }
  }
}

TEST(Regular, KnowsWhichLengthsThereAre) {
  const auto regular = Regular::parse("^(ab){2,4}c?$");
  ASSERT_TRUE(regular);
  EXPECT_EQ(regular->length_near(0, 100, 0), 4u);
  EXPECT_EQ(regular->length_near(0, 100, 100), 9u);
  EXPECT_EQ(regular->length_near(0, 100, 7), 7u);
  EXPECT_FALSE(regular->length_near(10, 100, 10));
}

TEST(Regular, SaysWhatItCannotMake) {
  const std::pair<const char*, const char*> rows[] = {
      {"(a)\\1", "back-reference"},  {"[a", "without its end"},           {"(a", "not closed"},
      {"a)", "unmatched"},           {"*a", "quantifier behind nothing"}, {"\\p{Nonsense}", "\\p{Nonsense}"},
      {"a{3,1}", "wrong way round"}, {"[z-a]", "out of order"},           {"a\\", "backslash"},
      {"[]", "nothing is in"}};
  for (const auto& [pattern, said] : rows) {
    std::string problem;
    EXPECT_FALSE(Regular::parse(pattern, &problem)) << pattern;
    EXPECT_NE(problem.find(said), std::string::npos) << pattern << ": " << problem;
  }
}

TEST(Regular, SurvivesHostilePatterns) {
  std::string nested;
  for (int i = 0; i < 5000; ++i) nested += "(";
  EXPECT_FALSE(Regular::parse(nested));
  EXPECT_FALSE(Regular::parse(std::string(30'000, 'a')));
  std::string quantified = "a";
  for (int i = 0; i < 3000; ++i) quantified += "{2}";
  if (const auto regular = Regular::parse(quantified)) {
    EXPECT_FALSE(regular->length_near(0, 1000, 10));
  }
  const auto choice = Regular::parse("^((a|bcd){2,9}|(ef|ghijk){3,})+$");
  ASSERT_TRUE(choice);
  core::Random random("seed");
  EXPECT_TRUE(choice->make(*choice->length_near(10, 60, 40), random));
}

TEST(Lengths, RepeatsIntervals) {
  const auto lengths = Lengths::repeated(Lengths(3, 4), 2, 100);
  EXPECT_TRUE(lengths.contains(6));
  EXPECT_TRUE(lengths.contains(8));
  EXPECT_TRUE(lengths.contains(9));
  EXPECT_FALSE(lengths.contains(5));
  EXPECT_EQ(lengths.max(), 400u);
  Lengths two_or_five(2, 2);
  two_or_five.add(5, 5);
  const auto sums = Lengths::repeated(two_or_five, 0, 3);
  for (const std::size_t there : {0, 2, 4, 5, 6, 7, 9, 10, 12, 15})
    EXPECT_TRUE(sums.contains(there)) << there;
  for (const std::size_t absent : {1, 3, 8, 11, 13, 14}) EXPECT_FALSE(sums.contains(absent)) << absent;
}

}  // namespace
}  // namespace hallmark::plan
