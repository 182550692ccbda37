#include "jsonschema/pattern.h"

#include <gtest/gtest.h>

#include <thread>

#include "jsonschema/ecma.h"

namespace hallmark::jsonschema {
namespace {

using Answer = Pattern::Answer;

struct Row {
  const char* pattern;
  std::string text;
  bool matches;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.pattern << " on " << row.text; }
class PatternRows : public testing::TestWithParam<Row> {};

TEST_P(PatternRows, Search) {
  const Row& row = GetParam();
  std::string problem;
  const auto pattern = Pattern::compile(row.pattern, &problem);
  ASSERT_TRUE(pattern) << problem;
  EXPECT_EQ(pattern->search(row.text), row.matches ? Answer::yes : Answer::no);
  EXPECT_EQ(pattern->text(), row.pattern);
}

INSTANTIATE_TEST_SUITE_P(
    Ecma, PatternRows,
    testing::Values(
        Row{"^\\d$", "7", true}, Row{"^\\d$", "\u0967", false}, Row{"^\\D$", "\u0967", true},
        Row{"^\\w$", "\u00e9", false}, Row{"^\\W$", "\u00e9", true}, Row{"^\\s$", "\ufeff", true},
        Row{"^\\s$", "\u2003", true}, Row{"^\\s$", "\u200b", false}, Row{"^\\S$", "\ufeff", false},
        Row{"^[\\s]$", "\u00a0", true}, Row{"^[^\\s]$", "\u00a0", false}, Row{"^[\\S]$", "\u00a0", false},
        Row{"^[\\s\\S]$", "\n", true}, Row{"^[\\S\\d]+$", "a1", true}, Row{"^abc$", "abc\n", false},
        Row{"^.$", "\n", false}, Row{"^.$", "\u2028", false}, Row{"^.$", "\u0085", true},
        Row{"^.$", "\U0001F600", true}, Row{"^[^]$", "\n", true}, Row{"[]", "a", false},
        Row{"^a[]|b$", "b", true}, Row{"^\\cJ$", "\n", true}, Row{"^\\cj$", "\n", true},
        Row{"^a\\/b$", "a/b", true}, Row{"^[a\\/]+$", "a/", true}, Row{"^\\u0041$", "A", true},
        Row{"^\\u{1F600}$", "\U0001F600", true}, Row{"^\\ud83d\\ude00$", "\U0001F600", true},
        Row{"^[\\ud83d\\ude00-\\ud83d\\ude01]$", "\U0001F601", true}, Row{"^\\x41$", "A", true},
        Row{"^\\v$", "\x0b", true}, Row{"^\\0$", std::string(1, '\0'), true}, Row{"^[\\b]$", "\b", true},
        Row{"\\bcat\\b", "a cat.", true}, Row{"^[\\w-.]+$", "a-.", true}, Row{"^[+-\\w]+$", "+-a", true},
        Row{"^[a-]+$", "a-", true}, Row{"^[[]$", "[", true}, Row{"^a{,2}$", "a{,2}", true},
        Row{"^(a)?\\1b$", "b", true}, Row{"^(?<x>a)\\k<x>$", "aa", true}, Row{"^\\-$", "-", true},
        Row{"^[^a]$", "\n", true}));

INSTANTIATE_TEST_SUITE_P(
    Properties, PatternRows,
    testing::Values(
        Row{"^\\p{L}$", "\u00e9", true}, Row{"^\\pL$", "\u00e9", true}, Row{"^\\p{Letter}$", "\u00e9", true},
        Row{"^\\p{Uppercase_Letter}$", "\u00c9", true}, Row{"^\\p{Lu}$", "\u00e9", false},
        Row{"^\\P{L}$", "1", true}, Row{"^\\p{digit}$", "\u0967", true}, Row{"^\\p{Nd}$", "\u0967", true},
        Row{"^\\p{Script=Greek}$", "\u03b1", true}, Row{"^\\p{sc=Grek}$", "\u03b1", true},
        Row{"^\\p{Script=Greek}$", "a", false}, Row{"^\\p{Script_Extensions=Greek}$", "\u03b1", true},
        Row{"^\\p{General_Category=Letter}$", "a", true}, Row{"^\\p{gc=Lu}$", "A", true},
        Row{"^[\\p{L}\\p{Z}_.:/=+\\-%@]*$", "\u00e9 a_.:/=+-%@", true},
        Row{"^\\p{Alphabetic}$", "\u00e9", true}, Row{"^\\p{IsAlphabetic}$", "\u00e9", true},
        Row{"^\\p{ASCII}*$", "a~", true}, Row{"^\\p{ASCII}$", "\u00e9", false},
        Row{"^[\\p{Print}]+$", "a b~", true}, Row{"^[\\P{Print}]$", "\t", true},
        Row{"^\\p{Alnum}+$", "aZ9", true}, Row{"^\\p{Punct}$", "!", true}, Row{"^\\P{Punct}$", "!", false},
        Row{"^\\p{^L}$", "1", true}, Row{"^\\p{Assigned}$", "a", true}, Row{"^\\p{Any}$", "\n", true}));

// What services' own patterns use beyond ECMA.
INSTANTIATE_TEST_SUITE_P(
    Services, PatternRows,
    testing::Values(Row{"^(?=.{2,3}$)[a-z]+$", "abcd", false}, Row{"^(?!aws:)[a-z:]+$", "aws:x", false},
                    Row{"(?<!a)b", "ab", false}, Row{"^[0-9]{1,3}+$", "123", true},
                    Row{"^(?>a+)b$", "aab", true}, Row{"^a*+a$", "aaa", false}, Row{"\\A[a-z]\\z", "a", true},
                    Row{"^\\Qa.b\\E$", "a.b", true}, Row{"^\\Qa.b\\E$", "axb", false},
                    Row{"(?i)^abc$", "ABC", true}, Row{"(?s)^.$", "\n", true},
                    Row{"^[[:alpha:]]+$", "ab", true},
                    Row{"[\\u0009\\u000A\\u000D\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF]+",
                        "\U0001F600", true},
                    Row{"^[\\u0020-\\uDFFF]$", "\ud7a3", true}, Row{"^[\\ud800-\\udfff]$", "a", false},
                    Row{"^[^\\ud800-\\udfff]$", "a", true}, Row{"\\ud800", "a", false},
                    Row{"^a{1,1000000}$", std::string(70000, 'a'), true}));

TEST(Pattern, RefusesWhatIsWrong) {
  for (const char* pattern :
       {"(", "[", "[b-a]", "a**b(", "\\", "[\\", "\\p{", "\\p{No=Such}", "\\p{Nothing_Of_The_Kind}",
        "(*UCP)a", "(*LIMIT_MATCH=9)a", "a{70000}", "\\C", "\xff", "(?<n>a)(?<n>b)"}) {
    std::string problem;
    EXPECT_FALSE(Pattern::compile(pattern, &problem)) << pattern;
    EXPECT_FALSE(problem.empty()) << pattern;
    EXPECT_FALSE(Pattern::compile(pattern)) << pattern;
  }
}

TEST(Pattern, FullMatchIsAnchoredAtBothEnds) {
  const auto pattern = Pattern::compile("a|ab");
  ASSERT_TRUE(pattern);
  EXPECT_EQ(pattern->search("xab"), Answer::yes);
  EXPECT_EQ(pattern->full_match("ab"), Answer::yes);
  EXPECT_EQ(pattern->full_match("abc"), Answer::no);
  EXPECT_EQ(pattern->full_match("xab"), Answer::no);
  EXPECT_EQ(pattern->full_match(""), Answer::no);
}

TEST(Pattern, GivesUpInsteadOfHanging) {
  const auto pattern = Pattern::compile("^(a+)+$");
  ASSERT_TRUE(pattern);
  EXPECT_EQ(pattern->search(std::string(40, 'a') + "!"), Answer::gave_up);
  EXPECT_EQ(pattern->search("aaaa!"), Answer::no);
  EXPECT_EQ(pattern->search("aaaa"), Answer::yes);
}

TEST(Pattern, GivesUpOnTextThatIsNotUtf8) {
  const auto pattern = Pattern::compile(".*");
  EXPECT_EQ(pattern->search("a\xff"), Answer::gave_up);
  EXPECT_EQ(pattern->search("\xed\xa0\x80"), Answer::gave_up);
}

TEST(Pattern, TakesLongText) {
  const std::string text(4'000'000, 'a');
  for (const char* source : {"^[a-z]+$", "^(.|\\n)*$", "^(?:a|b)*$", "a$", "(a|b)+c"}) {
    const auto pattern = Pattern::compile(source);
    ASSERT_TRUE(pattern) << source;
    (void)pattern->search(text);  // any answer will do, a crash will not
    (void)pattern->full_match(text);
  }
  EXPECT_EQ(Pattern::compile("^[a-z]+$")->search(text), Answer::yes);
}

TEST(Pattern, ServesManyThreads) {
  const auto pattern = Pattern::compile("^[a-z]+(-[a-z]+)*$");
  ASSERT_TRUE(pattern);
  std::vector<std::thread> threads;
  std::vector<int> wrong(8, 0);
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 500; ++i) {
        if (pattern->search("abc-def-ghi") != Answer::yes) ++wrong[t];
        if (pattern->full_match("abc--def") != Answer::no) ++wrong[t];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(8, 0));
}

// Nothing that can be written makes the translation crash or the compiler of patterns hang.
TEST(Pattern, SurvivesEveryShortString) {
  const std::string alphabet = "\\[]^-(){}?*+.,|$:=!<>pPuQE09az\xc3\xa9";
  std::size_t compiled = 0;
  std::string text;
  std::uint64_t state = 1;
  for (int i = 0; i < 20000; ++i) {
    text.clear();
    for (int j = 0; j < 8; ++j) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      text += alphabet[(state >> 33) % alphabet.size()];
    }
    if (const auto pattern = Pattern::compile(text)) {
      ++compiled;
      (void)pattern->search("a0-[z", 1000);
    }
  }
  EXPECT_GT(compiled, 100u);
}

}  // namespace
}  // namespace hallmark::jsonschema
