#include "core/json.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace hallmark::core {
namespace {

std::string fault_of(std::string_view text, const JsonLimits& limits = {}) {
  const auto parsed = parse_json(text, limits);
  return parsed.fault ? parsed.fault->kind : "";
}

TEST(ParseJson, NamesEachKindOfFault) {
  const struct {
    std::string_view text, kind;
  } rows[] = {
      {R"({"a": [1, 2.5, "x", null, true]})", ""},
      {"", "empty"},
      {" \n ", "empty"},
      {R"({"a": 1)", "syntax"},
      {R"({"a": NaN})", "syntax"},
      {"[1,]", "syntax"},
      {"[1] // no", "trailing"},
      {"{}{}", "trailing"},
      {"\"\xff\"", "utf8"},
      {R"("\ud800")", "utf8"},
      {"1e999", ""},
  };
  for (const auto& row : rows) EXPECT_EQ(fault_of(row.text), row.kind) << row.text;
}

// JSON sets no bound to numbers: what no double holds is kept as its text.
TEST(ParseJson, KeepsNumbersBeyondADoubleAsText) {
  const auto parsed = parse_json(R"({"a": [1e400, -2.5E+999], "b": 1, "c": "1e400"})");
  ASSERT_TRUE(parsed.value);
  EXPECT_EQ(parsed.value->dump(), R"({"a":["1e400","-2.5E+999"],"b":1,"c":"1e400"})");
  EXPECT_EQ(fault_of(R"({"a": 1e400)"), "syntax");
  std::string many = "[1e400";
  for (int i = 0; i < 20; ++i) many += ",1e400";
  EXPECT_EQ(fault_of(many + "]"), "number") << "nobody means so many";
}

TEST(ParseJson, KeepsTheValueBeforeTrailingText) {
  const auto parsed = parse_json(R"({"a":1} garbage)");
  ASSERT_TRUE(parsed.fault);
  ASSERT_TRUE(parsed.value);
  EXPECT_EQ((*parsed.value)["a"], 1);
}

TEST(ParseJson, StopsAtItsLimits) {
  EXPECT_EQ(fault_of(std::string(1'000'000, '[')), "depth");
  EXPECT_EQ(fault_of("[" + std::string(1'000'000, '9') + ".5]"), "number");
  EXPECT_EQ(fault_of("[1,2,3]", {.max_bytes = 3}), "size");
  EXPECT_EQ(fault_of("[[1]]", {.max_depth = 1}), "depth");
}

TEST(ParseJson, ReportsDuplicateKeysWithPointerAndLine) {
  const auto parsed = parse_json("{\"a\": [{\"b\": 1,\n \"b\": 2}]}");
  ASSERT_EQ(parsed.duplicates.size(), 1U);
  EXPECT_EQ(parsed.duplicates[0].pointer, "/a/0/b");
  EXPECT_EQ(parsed.duplicates[0].position.line, 2U);
  EXPECT_EQ((*parsed.value)["a"][0]["b"], 2);
  const auto ordered = parse_ordered_json(R"({"z":1,"a":2,"z":3})");
  EXPECT_EQ(ordered.value->dump(), R"({"z":3,"a":2})");
}

// Long strings are not given to the parser, which must not show.
TEST(ParseJson, ReadsLongStringsAsShortOnes) {
  const std::string name(100'000, 'k'), text(1'500'000, 'v');
  const std::string json = "{\n\"" + name + "\":\"" + text + "\",\"empty\":\"\",\"escaped\":\"\\n" + text +
                           "\",\n\"a\":[\"" + text + "\",1e999],\"a\":2}";
  const auto parsed = parse_json(json);
  ASSERT_TRUE(parsed.value);
  EXPECT_EQ((*parsed.value)[name], text);
  EXPECT_EQ((*parsed.value)["empty"], "");
  EXPECT_EQ((*parsed.value)["escaped"], "\n" + text);
  ASSERT_EQ(parsed.duplicates.size(), 1U);
  EXPECT_EQ(parsed.duplicates[0].pointer, "/a");
  EXPECT_EQ(parsed.duplicates[0].position.line, 3U);
  const auto trailing = parse_json(json + " x");
  ASSERT_TRUE(trailing.fault);
  EXPECT_EQ(trailing.fault->kind, "trailing");
  EXPECT_GE(trailing.fault->position.offset, json.size());
  const auto broken = parse_json("[\"" + text + "\",\"" + text + "\\x\"]");
  ASSERT_TRUE(broken.fault);
  EXPECT_EQ(broken.fault->kind, "syntax");
  EXPECT_GT(broken.fault->position.offset, 2 * text.size());
  EXPECT_TRUE(parse_json("[\"" + text + "\xff\"]").fault);
  EXPECT_TRUE(parse_json("[\"" + text + text).fault);
}

TEST(ParseJson, KeepsLargeIntegersExact) {
  const auto parsed = parse_json("[18446744073709551615, -9223372036854775808]");
  EXPECT_EQ(dump(*parsed.value), "[18446744073709551615,-9223372036854775808]");
}

TEST(Locate, FindsValuesByPointer) {
  const std::string_view text = "{\n \"a\": [1,\n  {\"b/c\": \"x, ]\", \"d\":\n 7}]\n}";
  EXPECT_EQ(locate(text, "/a/1/d").line, 4U);
  EXPECT_EQ(locate(text, "/a/1/b~1c").line, 3U);
  EXPECT_EQ(locate(text, "/a/7").line, 2U) << "nearest enclosing value";
  EXPECT_EQ(locate(text, "").line, 1U);
  EXPECT_EQ(locate("", "/a").line, 1U);
}

TEST(LoadJson, SaysFileLineAndRule) {
  const auto problem_of = [](std::string text) {
    try {
      static_cast<void>(load_json_text(std::move(text), "x.json"));
    } catch (const DocumentError& error) {
      return error.problem();
    }
    return DocumentProblem{};
  };
  const DocumentProblem syntax = problem_of("{\n\"a\": oops}");
  EXPECT_EQ(syntax.file, "x.json");
  EXPECT_EQ(syntax.line, 2U);
  EXPECT_EQ(syntax.rule, "json.syntax");
  EXPECT_EQ(problem_of("{\"a\":1,\n\"a\":2}").rule, "json.duplicate-key");
  EXPECT_THROW(static_cast<void>(load_json("/does/not/exist.json")), DocumentError);
}

TEST(PointerFind, FollowsTokensAndRefusesNonsense) {
  const Json root = Json::parse(R"({"a/b": [10, {"": 5, "m~n": 6}]})");
  EXPECT_EQ(*pointer_find(root, "/a~1b/0"), 10);
  EXPECT_EQ(*pointer_find(root, "/a~1b/1/"), 5);
  EXPECT_EQ(*pointer_find(root, "/a~1b/1/m~0n"), 6);
  for (const auto* pointer : {"a", "/a~1b/2", "/a~1b/00", "/a~1b/-", "/x", "/a~1b/0/y"}) {
    EXPECT_EQ(pointer_find(root, pointer), nullptr) << pointer;
  }
}

TEST(Dump, ReplacesBadBytesAndCuts) {
  EXPECT_EQ(dump(Json("a\xff")), "\"a\xEF\xBF\xBD\"");
  EXPECT_EQ(dump(Json("abcdef"), 4), "\"abc…");
}

// Texts of many MiB take a way of their own: what comes of them must be the same.
TEST(ParseJson, ReadsLongTextsAsItReadsShortOnes) {
  const std::string text(std::size_t{5} << 20, 'n');
  const auto whole = [&](const std::string& before, const std::string& behind) {
    return parse_json(before + text + behind);
  };
  EXPECT_EQ(*whole(R"({"a":")", R"(","b":["a long text, number 0"]})").value,
            Json({{"a", text}, {"b", {"a long text, number 0"}}}));
  EXPECT_EQ(*whole(R"({"a":"\"","b":")", R"(\n"})").value, Json({{"a", "\""}, {"b", text + "\n"}}));
  EXPECT_EQ(*whole(R"({")", R"(" : 1})").value, Json({{text, 1}}));
  EXPECT_EQ(*whole("\"\xC3\xA4", "\"").value, Json("\xC3\xA4" + text));
  EXPECT_EQ(*whole("[\"" + text + "\",\"", "\"]").value, Json::array({text, text}));
  EXPECT_EQ(whole("\"\xC3", "\"").fault->kind, "utf8");
  EXPECT_EQ(whole("\"\x01", "\"").fault->kind, "syntax");
  EXPECT_EQ(whole("\"", "\"}").fault->position.offset, text.size() + 2) << "in the whole text";
  EXPECT_EQ(whole("\"", "").fault->kind, "syntax");
  const auto twice = whole(R"({"a":")", R"(","a":2})"), shortly = parse_json(R"({"a":"n","a":2})");
  ASSERT_EQ(twice.duplicates.size(), 1U);
  EXPECT_EQ(twice.duplicates[0].position.offset, shortly.duplicates[0].position.offset + text.size() - 1);
  EXPECT_EQ(parse_json("\"" + text + "\"", {.max_bytes = text.size()}).fault->kind, "size");
}

TEST(Pointers, AreMadeOfPieces) {
  EXPECT_EQ(pointer_of({}), "");
  EXPECT_EQ(pointer_of({"shapes", "a/b", "~c"}), "/shapes/a~1b/~0c");
  EXPECT_EQ(pointer_without_indexes("/Tables/3/Name"), "/Tables/*/Name");
  EXPECT_EQ(pointer_without_indexes("/a~1b/x3"), "/a~1b/x3");
  EXPECT_EQ(pointer_without_indexes(""), "");
}

}  // namespace
}  // namespace hallmark::core
