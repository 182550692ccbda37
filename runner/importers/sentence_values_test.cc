#include "importers/sentence_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::importers {
namespace {

using ::testing::ElementsAre;

TEST(SentenceValues, ReadNumbers) {
  const std::map<std::string, int> words = {{"ten", 10}};
  EXPECT_EQ(number_of("1,024", words), Json(1024));
  EXPECT_EQ(number_of("0.5", words), Json(0.5));
  EXPECT_EQ(number_of("-1", words), Json(-1));
  EXPECT_EQ(number_of("Ten", words), Json(10));
  EXPECT_EQ(number_of("eleven", words), std::nullopt);
  EXPECT_EQ(number_of("", words), std::nullopt);
}

TEST(SentenceValues, ReadListsOfValues) {
  const std::vector<std::string> ab = {"a", "b"};
  for (const char* text :
       {"`a` and `b`.", "`a | b`", "`a`|`b`", "`a`, or `b`", "`a` (the first) or `b` (the last)",
        "* `a` – the first * `b` (the last)", "\"a\", \"b\""})
    EXPECT_EQ(values_of(text), ab) << text;
  for (const char* text : {"`a`", "`a` and others", "`a` and `a`", "`a b` and `c`", "a and b",
                           "* `a` or `b` * `c`", "", "`<x>` and `y`", "`a` and"})
    EXPECT_EQ(values_of(text), std::nullopt) << text;
}

TEST(SentenceValues, ReadSetsOfCharacters) {
  std::vector<CharacterWord> words;
  for (const auto& [pattern, characters] : std::vector<std::pair<std::string, std::string>>{
           {"letters", "A-Za-z"}, {"numbers|digits", "0-9"}, {"hyphens?", "-"}, {"underscores?", "_"}}) {
    words.push_back(
        {.word = *jsonschema::Finder::compile("(?i)^(?:" + pattern + ")\\b"), .characters = characters});
  }
  EXPECT_EQ(character_class_of("letters, numbers, and hyphens (-)", words), "[0-9A-Za-z-]");
  EXPECT_EQ(character_class_of("letters (A-Z, a-z), digits (0–9) or underscores (`_`)", words),
            "[0-9A-Za-z_]");
  EXPECT_EQ(character_class_of("a-z, 0-9, \"^\", and hyphens", words), "[0-9a-z\\^-]");
  for (const char* text : {"hyphens", "letters and emoji", "digits", "letters (but not o)", ""})
    EXPECT_EQ(character_class_of(text, words).value_or("none"),
              std::string(text) == "digits" ? "[0-9]" : "none")
        << text;
}

TEST(SentenceValues, ReadNamesOfMembers) {
  EXPECT_THAT(names_in("the `A` parameter, Bc and `value`"), ElementsAre("A", "Bc", "value"));
}

}  // namespace
}  // namespace hallmark::importers
