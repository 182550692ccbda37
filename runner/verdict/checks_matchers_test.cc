#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "verdict/compare.h"
#include "verdict/testing.h"

namespace hallmark::verdict {
namespace {

using namespace testing;
using Kind = plan::Matcher::Kind;

struct MatcherRow {
  const char* name;
  const char* pointer;
  plan::Matcher matcher;
  bool held;
};
class Matchers : public ::testing::TestWithParam<MatcherRow> {};

TEST_P(Matchers, HoldOrDeviate) {
  plan::Case test = success_case();
  test.expect[0].success[GetParam().pointer] = GetParam().matcher;
  exchange::CaseRun run = sent(created());
  run.kept = {{"id", "o-1"}, {"before", "2019-09-18T16:38:34Z"}, {"after", 1568829999}, {"n", 2}};
  const Verdict verdict = Shop().judge(test, run);
  EXPECT_EQ(verdict.status, GetParam().held ? Status::conforms : Status::deviates);
  if (!GetParam().held) {
    ASSERT_EQ(verdict.findings.size(), 1u);
    EXPECT_TRUE(verdict.findings[0].rule.starts_with("case.")) << verdict.findings[0].rule;
    EXPECT_EQ(verdict.findings[0].pointer, GetParam().pointer);
  }
}

plan::Matcher with_value(Kind kind, Json value) { return {.kind = kind, .value = std::move(value)}; }
plan::Matcher echo(std::string pointer) { return {.kind = Kind::echoes, .pointer = std::move(pointer)}; }
plan::Matcher kept(Kind kind, std::string variable) {
  return {.kind = kind, .variable = std::move(variable)};
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Matchers,
    ::testing::Values(
        MatcherRow{"equals", "/Order/Name", with_value(Kind::equals, "tea"), true},
        MatcherRow{"equals_other", "/Order/Name", with_value(Kind::equals, "ale"), false},
        MatcherRow{"equals_number_of_another_kind", "/Order/Amount", with_value(Kind::equals, 2.0), true},
        MatcherRow{"equals_time_as_text", "/Order/Created",
                   with_value(Kind::equals, "2019-09-18T16:38:34.500Z"), true},
        MatcherRow{"equals_variable", "/Order/OrderId", with_value(Kind::equals, "${id}"), true},
        MatcherRow{"equals_typed_variable", "/Order/Amount", with_value(Kind::equals, "${n}"), true},
        MatcherRow{"equals_escaped_variable", "/Order/OrderId", with_value(Kind::equals, "$${id}"), false},
        MatcherRow{"equals_nothing", "/Order/Later", with_value(Kind::equals, Json::array()), true},
        MatcherRow{"echoes", "/Order/Name", echo("/Name"), true},
        MatcherRow{"echoes_other", "/Order/Status", echo("/Name"), false},
        MatcherRow{"echoes_what_was_not_sent", "/Order/Name", echo("/Due"), false},
        MatcherRow{"present", "/Order/Name", {.kind = Kind::present}, true},
        MatcherRow{"present_not", "/Order/Later", {.kind = Kind::present}, false},
        MatcherRow{"absent", "/Order/Later", {.kind = Kind::absent}, true},
        MatcherRow{"absent_not", "/Order/Name", {.kind = Kind::absent}, false},
        MatcherRow{"matches", "/Order/OrderId", with_value(Kind::matches, "^o-[0-9]$"), true},
        MatcherRow{"matches_not", "/Order/OrderId", with_value(Kind::matches, "^x"), false},
        MatcherRow{"matches_number", "/Order/Amount", with_value(Kind::matches, "^2$"), true},
        MatcherRow{"same_as", "/Order/OrderId", kept(Kind::same_as, "id"), true},
        MatcherRow{"same_as_unknown", "/Order/OrderId", kept(Kind::same_as, "nobody"), false},
        MatcherRow{"differs_from", "/Order/Name", kept(Kind::differs_from, "id"), true},
        MatcherRow{"differs_from_same", "/Order/OrderId", kept(Kind::differs_from, "id"), false},
        MatcherRow{"differs_from_absent", "/Order/Later", kept(Kind::differs_from, "id"), false},
        MatcherRow{"not_before", "/Order/Created", kept(Kind::not_before, "before"), true},
        MatcherRow{"not_before_later", "/Order/Created", kept(Kind::not_before, "after"), false},
        MatcherRow{"not_before_no_time", "/Order/Name", kept(Kind::not_before, "before"), false}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Matchers, CallAnEmptyListDriftWhereTheDocumentsDisagree) {
  const auto judged = [](bool drift, const char* list) {
    const auto model = shop("restJson1", [](std::string& text) {
      text.replace(text.find(R"("Pin":)"), 0, R"("Marks": {"target": "shop#Diagnostics"}, )");
    });
    plan::Case test = success_case();
    test.expect[0].success["/Order/Diagnostics"] = {
        .kind = Kind::echoes, .pointer = "/Marks", .drift_when_empty_list = drift};
    std::string body = good_order();
    body.replace(body.find(R"(["a"])"), 5, list);
    return found(Shop({}, {}, model).judge(test, sent(created(body), {{"Name", "tea"}, {"Marks", {"a"}}})));
  };
  EXPECT_THAT(judged(true, "[]"), ::testing::ElementsAre("case.echoes@/Order/Diagnostics drift"));
  EXPECT_THAT(judged(false, "[]"), ::testing::ElementsAre("case.echoes@/Order/Diagnostics deviation"));
  EXPECT_THAT(judged(true, R"(["b"])"), ::testing::ElementsAre("case.echoes@/Order/Diagnostics deviation"));
}

TEST(Compare, TakesSetsInAnyOrderAndListsInTheirs) {
  const auto model = shop("restJson1", [](std::string& text) {
    text.replace(text.find(R"("smithy.api#length": {"max": 3})"), 0, R"("smithy.api#uniqueItems": {}, )");
  });
  const contract::Shape* set = model->shape("shop#Diagnostics");
  EXPECT_TRUE(alike(*model, set, {"a", "b"}, {"b", "a"}, Likeness::same));
  EXPECT_FALSE(alike(*model, set, {"a", "a"}, {"a", "b"}, Likeness::same));
  const auto plain = shop();
  EXPECT_FALSE(alike(*plain, plain->shape("shop#Diagnostics"), {"a", "b"}, {"b", "a"}, Likeness::same));
}

TEST(Compare, LetsAnEchoHaveDefaultsAndAnEqualNone) {
  const auto model = shop();
  const contract::Shape* order = model->shape("shop#Order");
  const Json sent_order = {{"Name", "tea"}, {"Diagnostics", Json::array()}};
  EXPECT_TRUE(alike(*model, order, sent_order, {{"Name", "tea"}, {"Status", "OPEN"}}, Likeness::echoes));
  EXPECT_FALSE(alike(*model, order, sent_order, {{"Name", "tea"}, {"Status", "OPEN"}}, Likeness::same));
  EXPECT_TRUE(alike(*model, order, sent_order, {{"Name", "tea"}, {"Status", nullptr}}, Likeness::same));
  EXPECT_FALSE(alike(*model, order, sent_order, {{"Status", "OPEN"}}, Likeness::echoes));
}

TEST(Compare, ComparesWholeSecondsWhereAFormatHasNoFraction) {
  const auto model = shop();
  const contract::Shape* time = model->shape("smithy.api#Timestamp");
  EXPECT_TRUE(alike(*model, time, 1568824714.734, "Wed, 18 Sep 2019 16:38:34 GMT", Likeness::same));
  EXPECT_FALSE(alike(*model, time, 1568824714.734, 1568824714.2, Likeness::same));
  EXPECT_FALSE(alike(*model, time, 1568824714, 1568824715, Likeness::same));
  EXPECT_FALSE(alike(*model, time, 1568824714, "yesterday", Likeness::same));
}

}  // namespace
}  // namespace hallmark::verdict
