#include "core/json_quick.h"

#include <gtest/gtest.h>

#include <string>

namespace hallmark::core {
namespace {

TEST(JsonQuick, ReadsWhatTheLibraryReads) {
  for (const std::string text : {
           R"(null)",
           R"( true )",
           "\t\r\nfalse\n",
           R"("")",
           R"("a\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\ud83d\ude00z")",
           "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\x7f\"",
           R"(0)",
           R"(-0)",
           R"(-0.0)",
           R"(17)",
           R"(-17)",
           R"(18446744073709551615)",
           R"(-9223372036854775808)",
           R"(1.5)",
           R"(1e3)",
           R"(-2.25E-2)",
           R"(0.1)",
           R"(1.7976931348623157e308)",
           R"([])",
           R"({})",
           R"([1, [2, [], {}], {"a": [3]}])",
           R"({"b": 1, "a": {"c": null, "": [true]}, "\u0062b": "x"})",
       }) {
    const auto sorted = read_quickly<Json>(text, 512);
    ASSERT_TRUE(sorted) << text;
    const Json expected = Json::parse(text);
    EXPECT_EQ(sorted->dump(), expected.dump()) << text;
    EXPECT_EQ(sorted->type(), expected.type()) << text;
    const auto ordered = read_quickly<OrderedJson>(text, 512);
    ASSERT_TRUE(ordered) << text;
    EXPECT_EQ(ordered->dump(), OrderedJson::parse(text).dump()) << text;
  }
}

TEST(JsonQuick, LeavesEverythingElseToOthers) {
  for (const std::string text : {
           "",
           " ",
           "nul",
           "nulls",
           "1 2",
           "01",
           "-",
           "+1",
           ".5",
           "1.",
           "1e",
           "1e400",
           "18446744073709551616",
           "-9223372036854775809",
           "NaN",
           "[1,]",
           "[,1]",
           "[1 2]",
           "[1",
           "{\"a\"}",
           "{\"a\":}",
           "{\"a\":1,}",
           "{a:1}",
           "{\"a\":1 \"b\":2}",
           "[}",
           "\"a",
           "\"\\x\"",
           "\"\\u12g4\"",
           "\"\\u-123\"",
           "\"\\ud800\"",
           "\"\\udc00\"",
           "\"\\ud800\\u0041\"",
           "\"a\nb\"",
           "\"\xff\"",
           "\"\xc0\x80\"",
           "\"\xed\xa0\x80\"",
           "\xef\xbb\xbf{}",
           R"({"a": 1, "a": 2})",
           R"({"a": 1, "\u0061": 2})",
           "[[[[[[[[[]]]]]]]]]",
       }) {
    EXPECT_FALSE(read_quickly<Json>(text, 8)) << text;
    EXPECT_FALSE(read_quickly<OrderedJson>(text, 8)) << text;
  }
  EXPECT_FALSE(read_quickly<Json>(std::string("[1\0]", 4), 8));
  EXPECT_FALSE(read_quickly<Json>(std::string("\"\0\"", 3), 8));
  EXPECT_FALSE(read_quickly<Json>(std::string(65, '1') + ".5", 8));
  EXPECT_TRUE(read_quickly<Json>("[[[[[[[[]]]]]]]]", 8));
}

TEST(JsonQuick, FindsANameThatStandsTwiceAmongMany) {
  OrderedJson many = OrderedJson::object();
  for (int i = 0; i < 100; ++i) many["n" + std::to_string(i)] = i;
  const std::string text = many.dump();
  EXPECT_TRUE(read_quickly<OrderedJson>(text, 8));
  EXPECT_FALSE(read_quickly<OrderedJson>("{\"n57\": 0, " + text.substr(1), 8));
}

}  // namespace
}  // namespace hallmark::core
