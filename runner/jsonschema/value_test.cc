#include "jsonschema/value.h"

#include <gtest/gtest.h>

#include <limits>

namespace hallmark::jsonschema {
namespace {

Json parse(const char* text) { return Json::parse(text); }
Budget plenty() { return {.left = 1'000'000'000}; }

TEST(Value, ComparesNumbersExactly) {
  struct Row {
    const char* a;
    const char* b;
    int order;  // -1, 0, 1
  };
  for (const Row& row :
       {Row{"1", "1.0", 0}, Row{"9007199254740993", "9007199254740992.0", 1},
        Row{"-9007199254740993", "-9007199254740992.0", -1}, Row{"18446744073709551615", "1e19", 1},
        Row{"18446744073709551615", "18446744073709551616.0", -1}, Row{"-1", "18446744073709551615", -1},
        Row{"-9223372036854775808", "-9223372036854775808.0", 0}, Row{"0", "-0.0", 0}, Row{"1", "0.5", 1},
        Row{"-1", "-0.5", -1}, Row{"2.5", "2", 1}, Row{"-5", "-3", -1},
        Row{"1e308", "18446744073709551615", 1}}) {
    const std::partial_ordering order = compare_numbers(parse(row.a), parse(row.b));
    EXPECT_EQ(order < 0 ? -1 : order > 0 ? 1 : 0, row.order) << row.a << " " << row.b;
    const std::partial_ordering back = compare_numbers(parse(row.b), parse(row.a));
    EXPECT_EQ(back < 0 ? -1 : back > 0 ? 1 : 0, -row.order) << row.b << " " << row.a;
  }
}

TEST(Value, DecidesDivisibilityOnDecimals) {
  struct Row {
    const char* value;
    const char* divisor;
    bool multiple;
  };
  for (const Row& row :
       {Row{"0.0075", "0.0001", true}, Row{"0.00751", "0.0001", false}, Row{"4.5", "1.5", true},
        Row{"35", "1.5", false}, Row{"0", "7", true}, Row{"0.3", "0.1", true}, Row{"1.1", "0.1", true},
        Row{"1e308", "0.5", true}, Row{"1e308", "0.123456789", false}, Row{"-6", "3", true},
        Row{"18446744073709551615", "5", true}, Row{"18446744073709551615", "7", false},
        Row{"-9223372036854775808", "2", true}, Row{"12", "1.2e1", true}, Row{"100", "1e2", true},
        Row{"1", "1e2", false}, Row{"1e-300", "1e300", false}, Row{"19.99", "0.01", true},
        Row{"9007199254740993", "2", false}}) {
    EXPECT_EQ(is_multiple(parse(row.value), parse(row.divisor)), row.multiple)
        << row.value << " of " << row.divisor;
  }
  EXPECT_FALSE(is_multiple(Json(std::numeric_limits<double>::infinity()), Json(2)));
}

TEST(Value, KnowsIntegersByValue) {
  for (const char* text : {"1", "1.0", "-0.0", "1e300", "18446744073709551615"})
    EXPECT_TRUE(is_integer(parse(text))) << text;
  for (const char* text : {"1.5", "1e-1", "\"1\"", "null"}) EXPECT_FALSE(is_integer(parse(text))) << text;
}

TEST(Value, EqualValuesHashAlike) {
  const std::pair<const char*, const char*> equals[] = {{"1", "1.0"},
                                                        {"[1, {\"a\": 2.0}]", "[1.0, {\"a\": 2}]"},
                                                        {"{\"a\": 1, \"b\": 2}", "{\"b\": 2, \"a\": 1}"},
                                                        {"-3", "-3.0"},
                                                        {"1e3", "1000"},
                                                        {"\"\\u00e9\"", "\"\u00e9\""},
                                                        {"0", "-0.0"}};
  for (const auto& [a, b] : equals) {
    Budget budget = plenty();
    EXPECT_TRUE(equal(parse(a), parse(b), budget)) << a << " " << b;
    EXPECT_EQ(hash(parse(a), budget), hash(parse(b), budget)) << a << " " << b;
  }
  const std::pair<const char*, const char*> differ[] = {{"1", "true"},
                                                        {"0", "false"},
                                                        {"\"1\"", "1"},
                                                        {"[1]", "[1, 1]"},
                                                        {"[1, 2]", "[2, 1]"},
                                                        {"{}", "[]"},
                                                        {"{\"a\": 1}", "{\"b\": 1}"},
                                                        {"null", "false"},
                                                        {"9007199254740993", "9007199254740992"},
                                                        {"1", "-1"},
                                                        {"9007199254740993", "9007199254740992.0"},
                                                        {"[[], 1]", "[[1]]"}};
  for (const auto& [a, b] : differ) {
    Budget budget = plenty();
    EXPECT_FALSE(equal(parse(a), parse(b), budget)) << a << " " << b;
    EXPECT_NE(hash(parse(a), budget), hash(parse(b), budget)) << a << " " << b;
  }
}

TEST(Value, StopsWhenTheBudgetIsSpent) {
  Json many = Json::array();
  for (int i = 0; i < 100; ++i) many.push_back(i);
  Budget budget{.left = 50};
  EXPECT_FALSE(equal(many, many, budget));
  EXPECT_TRUE(budget.spent);
}

TEST(Value, DescribesInOneLine) {
  EXPECT_EQ(describe(parse("[1]")), "an array of 1 item");
  EXPECT_EQ(describe(parse("{\"a\": 1, \"b\": 2}")), "an object of 2 members");
  EXPECT_EQ(describe(parse("\"x\"")), "\"x\"");
  EXPECT_EQ(describe(parse("12")), "12");
  EXPECT_EQ(describe(parse("null")), "null");
  EXPECT_LT(describe(Json(std::string(100000, 'x'))).size(), 300u);
}

}  // namespace
}  // namespace hallmark::jsonschema
