#include "verdict/come_back.h"

#include <gtest/gtest.h>

#include "verdict/testing.h"

namespace hallmark::verdict {
namespace {

const contract::Model& model() {
  static const contract::Model shop =
      contract::read_smithy(core::load_json_text(R"json({"smithy": "2.0", "shapes": {
    "s#S": {"type": "service", "version": "1", "traits": {"aws.api#service": {"sdkId": "S"}, "aws.protocols#awsJson1_1": {}}},
    "s#Thing": {"type": "structure", "members": {
      "Created": {"target": "smithy.api#Timestamp"}, "LastModified": {"target": "smithy.api#Timestamp"},
      "Bytes": {"target": "smithy.api#Blob"}, "Name": {"target": "smithy.api#String"},
      "ItemCount": {"target": "smithy.api#Integer"}}}}})json",
                                                 "shop.json"));
  return shop;
}

struct Row {
  const char* name;
  Json sent, came;
  bool other = false;
};
class ComesBack : public ::testing::TestWithParam<Row> {};
TEST_P(ComesBack, AsAwsGivesItBack) {
  const Row& row = GetParam();
  const auto found = contradiction(model(), nullptr, row.sent, row.came);
  EXPECT_EQ(found.has_value(), row.other) << row.sent << " and " << row.came;
}
INSTANTIATE_TEST_SUITE_P(
    Habits, ComesBack,
    ::testing::Values(
        Row{"equal", "a", "a"}, Row{"another_text", "first of two", "second", true},
        Row{"cut", "twelve letters", "twelve", true}, Row{"emptied", "something", "", true},
        Row{"filled", "", "something", true},
        Row{"an_arn_for_a_name", "topic", "arn:aws:sns:us-east-1:123456789012:topic"},
        Row{"an_arn_for_an_alias", "alias/mine", "arn:aws:kms:us-east-1:123456789012:key/1234"},
        Row{"a_name_for_an_arn", "arn:aws:iam::123456789012:role/mine", "mine"},
        Row{"latest_of_all", "$LATEST", "2"},
        Row{"encoded_policy", R"({"Version":"2012-10-17"})", "%7B%22Version%22%3A%222012-10-17%22%7D"},
        Row{"normalised_policy", R"({"Statement":[{"Action":["s3:*"]}]})",
            R"({"Statement": [{"Action": "s3:*"}]})"},
        Row{"final_dot", "example.com", "example.com."}, Row{"case", "MyBucket", "mybucket"},
        Row{"canonical_block", "10.0.0.5/24", "10.0.0.0/24"},
        Row{"another_block", "10.0.0.0/24", "10.0.1.0/24", true},
        Row{"short_address", "2001:db8:0:0::1", "2001:db8::1"},
        Row{"whole_seconds", "2024-01-02T03:04:05.678Z", "2024-01-02T03:04:05Z"},
        Row{"number_as_text", "10", "10.0"}, Row{"masked", "hunter2hunter2", "****"},
        Row{"on_its_way", "ENABLED", "ENABLING"}, Row{"state_at_an_end", "ENABLED", "DISABLED", true},
        Row{"suffix", "secret", "secret-AbCdEf"}, Row{"prefix", "Z123456", "/hostedzone/Z123456"},
        Row{"number", 3, 4, true}, Row{"zero", 0, 30, true}, Row{"boolean", false, true, true},
        Row{"whole_and_float", 1, 1.0}, Row{"other_order", Json::array({"a", "b"}), Json::array({"b", "a"})},
        Row{"more_items", Json::array({"a"}), Json::array({"a", "b"})},
        Row{"an_item_less", Json::array({"alpha", "beta"}), Json::array({"alpha"}), true},
        Row{"defaults_filled_in", Json{{"a", 1}}, Json{{"a", 1}, {"b", 2}}},
        Row{"absent", Json{{"a", 1}}, Json::object()},
        Row{"nested", Json{{"a", {{"b", "first"}}}}, Json{{"a", {{"b", "other"}}}}, true},
        Row{"nothing_sent", Json::array(), Json::array({"default"})}, Row{"null", Json(), "x"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ComeBack, BytesAreTheSameOrNot) {
  const contract::Shape* thing = model().shape("s#Thing");
  EXPECT_TRUE(contradiction(model(), thing, {{"Bytes", "QUJDRA=="}}, {{"Bytes", "QUJDRAA="}}));
  EXPECT_FALSE(contradiction(model(), thing, {{"Bytes", "QUJDRA=="}}, {{"Bytes", "QUJDRA=="}}));
}

TEST(Change, IsNoneWhereThingsMoveByThemselves) {
  const contract::Shape* thing = model().shape("s#Thing");
  const Json before = {{"Name", "one"}, {"Created", 1000}, {"LastModified", 1000}, {"ItemCount", 1}};
  struct {
    const char* member;
    Json value;
    bool changed;
  } const rows[] = {
      {"Name", "two", true}, {"Created", 2000, true}, {"LastModified", 2000, false}, {"ItemCount", 2, false}};
  for (const auto& row : rows) {
    Json after = before;
    after[row.member] = row.value;
    EXPECT_EQ(change(model(), thing, before, after, {}).has_value(), row.changed) << row.member;
  }
  EXPECT_FALSE(change(model(), thing, before, {{"Name", "two"}, {"Created", 1000}}, {"Name"}));
  EXPECT_EQ(change(model(), thing, before, {{"Created", 1000}}, {})->pointer, "/Name");
}

}  // namespace
}  // namespace hallmark::verdict
