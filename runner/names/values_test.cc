#include "names/values.h"

#include <gtest/gtest.h>

namespace hallmark::names {
namespace {

bool anything(const Json&) { return true; }

MemberPlace member(std::string_view name, std::string_view target = {}) {
  return {.service = "hotel",
          .operation = "CreateRoom",
          .shape = "CreateRoomRequest",
          .member = name,
          .target = target};
}

TEST(ValueRules, TheFirstRowOfTheFileThatFitsCounts) {
  const auto rules = ValueRules::read(Json::parse(R"({"made": [
    {"members": ["*Note"], "value": "long long", "source": "test"},
    {"service": "hotel", "members": ["Note"], "value": "short", "certainty": "plausible", "source": "test"},
    {"members": ["Policy"], "text_of": {"a": 1}, "source": "test"}]})"));
  EXPECT_EQ(rules->made(member("Note"), anything)->value, "long long");
  const auto* fitting =
      rules->made(member("Note"), [](const Json& value) { return value.dump().size() < 8; });
  ASSERT_NE(fitting, nullptr);
  EXPECT_EQ(fitting->value, "short");
  EXPECT_EQ(fitting->certainty, Certainty::plausible);
  EXPECT_EQ(rules->made(member("policy"), anything)->value, R"({"a":1})");
  EXPECT_EQ(rules->made(member("Other"), anything), nullptr);
}

TEST(ValueRules, ASuitesRowsStandInFront) {
  const auto standard =
      ValueRules::read(Json::parse(R"({"made": [{"members": ["Note"], "value": "theirs", "source": "test"}],
                      "free": [{"members": ["Memo"], "source": "test"}]})"));
  const auto own = ValueRules::read(
      Json::parse(R"({"made": [{"members": ["Note"], "value": "ours", "source": "test"}]})"), standard);
  EXPECT_EQ(own->made(member("Note"), anything)->value, "ours");
  EXPECT_TRUE(own->is_free(member("Memo")));
}

struct ReachRow {
  const char* row;
  MemberPlace place;
  bool covered;
};
class Reaches : public ::testing::TestWithParam<ReachRow> {};
TEST_P(Reaches, CoverWhatTheyName) {
  const auto& [row, place, covered] = GetParam();
  const auto text = std::string(R"({"free": [)") + row + "]}";
  EXPECT_EQ(ValueRules::read(Json::parse(text))->is_free(place), covered) << row;
}
INSTANTIATE_TEST_SUITE_P(
    Rows, Reaches,
    ::testing::Values(ReachRow{R"({"members": ["Note"]})", member("note"), true},
                      ReachRow{R"({"members": ["*Ip"]})", member("SourceIp"), true},
                      // A word begins with a capital.
                      ReachRow{R"({"members": ["*Ip"]})", member("Zip"), false},
                      ReachRow{R"({"members": ["Note"], "service": "motel"})", member("Note"), false},
                      ReachRow{R"({"members": ["Note"], "operation": "Create*"})", member("Note"), true},
                      ReachRow{R"({"members": ["Note"], "operation": "UpdateRoom"})", member("Note"), false},
                      ReachRow{R"({"members": ["Note"], "shape": "Bed"})", member("Note"), false},
                      ReachRow{R"({"members": ["Note"], "target": "Memo"})", member("Note", "Memo"), true},
                      ReachRow{R"({"members": ["Note"], "target": "Memo"})", member("Note", "Text"), false},
                      // What is in a list goes by the name of its shape.
                      ReachRow{R"({"members": ["EmailAddress"]})", member("member", "EmailAddress"), true},
                      ReachRow{R"({"members": ["EmailAddress"]})", member("Contact", "EmailAddress"),
                               false}));

TEST(ValueRules, UpperNamesFollowTheirGlob) {
  const auto rules = ValueRules::read(Json::parse(
      R"({"ordered": [{"low": "Min*", "high": "Max*"}, {"low": "*StartTime", "high": "*EndTime"}, {"low": "first", "high": "last"}]})"));
  EXPECT_EQ(rules->upper_of("MinSize"), "MaxSize");
  EXPECT_EQ(rules->upper_of("minSize"), "MaxSize");
  EXPECT_EQ(rules->upper_of("QueryStartTime"), "QueryEndTime");
  EXPECT_EQ(rules->upper_of("First"), "last");
  EXPECT_EQ(rules->upper_of("Size"), "");
}

TEST(ValueRules, EveryCommittedRowCanBeReached) {
  const auto rules = ValueRules::embedded();
  ASSERT_GT(rules->rows().size(), 50u);
  for (const auto& row : rules->rows()) {
    EXPECT_FALSE(row.source.empty());
    EXPECT_FALSE(row.value.is_null()) << row.source;
  }
  EXPECT_TRUE(rules->is_free(member("Description")));
  EXPECT_TRUE(rules->is_setting(member("ReturnConsumedCapacity")));
  EXPECT_TRUE(rules->is_left_out(member("IfMatch")));
  EXPECT_FALSE(rules->is_left_out(member("Name")));
}

}  // namespace
}  // namespace hallmark::names
