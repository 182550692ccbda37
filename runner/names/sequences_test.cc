#include "names/sequences.h"

#include <gtest/gtest.h>

#include <set>

namespace hallmark::names {
namespace {

TEST(Sequences, AreOfOneOperation) {
  const auto rows = Sequences::standard().of("dynamodb", "PutItem");
  ASSERT_FALSE(rows.empty());
  for (const auto* row : rows) EXPECT_EQ(row->operation, "PutItem");
  EXPECT_TRUE(Sequences::standard().of("dynamodb", "CreateTable").empty());
}

TEST(Sequences, EachRowAssertsSomething) {
  std::set<std::string> ids;
  for (const Sequences::Row& row : Sequences::standard().rows) {
    const std::string id = row.service + "." + row.operation + "/" + row.name;
    EXPECT_TRUE(ids.insert(id).second) << id << " stands twice";
    EXPECT_TRUE(row.refuses() || !row.claims.empty()) << id << " claims nothing";
    for (const auto& claim : row.claims)
      EXPECT_TRUE(!claim.of || *claim.of < row.then.size()) << id << " claims something of no call";
  }
}

TEST(Sequences, SayWhatMustBeThereAndWhatMustNot) {
  const Sequences made = Sequences::read(Json::parse(R"({"switches": [], "unheard": [], "growing_numbers": [],
    "growing_times": [], "sequences": [{
    "service": "shop", "operation": "PutOrder", "name": "second", "kind": "conditions", "title": "a second",
    "before": [{"call": "PutOrder", "with": {"Text": "first"}, "keep": {"first": ""}}],
    "made": {"CreateShop": {"Open": true}}, "kept": {"CreateShop": {"shop": "/Name"}},
    "send": {"Text": "second"}, "refused": "Taken",
    "then": [{"call": "GetOrder", "until": {"pointer": "/Text", "values": ["first"]}}],
    "claims": [{"of": 0, "at": "/Text", "is": "first"}, {"of": 0, "at": "/Old", "hidden": true},
               {"at": "/Version", "other_than": "first"}],
    "source": "Shop API Reference"}]})"));
  ASSERT_EQ(made.rows.size(), 1U);
  const Sequences::Row& row = made.rows.front();
  EXPECT_TRUE(row.refuses());
  EXPECT_EQ(row.before.front().keep.at("first"), "");
  EXPECT_EQ(row.made.at("CreateShop").at("Open"), true);
  EXPECT_EQ(row.kept.at("CreateShop").at("shop"), "/Name");
  EXPECT_EQ(row.then.front().until->values.front(), "first");
  ASSERT_EQ(row.claims.size(), 3U);
  EXPECT_EQ(row.claims[0].kind, Sequences::Claim::Kind::is);
  EXPECT_EQ(row.claims[1].kind, Sequences::Claim::Kind::hidden);
  EXPECT_FALSE(row.claims[2].of);
  EXPECT_EQ(row.claims[2].value, "first");
}

TEST(Sequences, BytesAreWrittenShort) {
  EXPECT_EQ(Sequences::expanded(Json::parse(R"({"Body": {"$bytes": {"of": "A", "count": 3}}, "Key": "a"})")),
            Json::parse(R"({"Body": "QUFB", "Key": "a"})"));
}

TEST(Sequences, SwitchesSayWhatTheyAskFor) {
  const auto& all = Sequences::standard();
  EXPECT_EQ(all.asked_for("ReturnConsumedCapacity"), "ConsumedCapacity");
  EXPECT_EQ(all.asked_for("includeValue"), "Value");
  EXPECT_EQ(all.asked_for("Included"), "");
  EXPECT_EQ(all.asked_for("ReturnItemCollectionMetrics"), "");
  EXPECT_EQ(all.asked_for("Name"), "");
}

TEST(Sequences, SayWhatGrows) {
  const auto& all = Sequences::standard();
  EXPECT_TRUE(all.number_grows("HealthCheckVersion"));
  EXPECT_FALSE(all.number_grows("VersionCount"));
  EXPECT_TRUE(all.time_grows("lastModifiedAt"));
  EXPECT_FALSE(all.time_grows("createdAt"));
  EXPECT_FALSE(all.time_grows("LastUpdateToPayPerRequestDateTime"));
}

}  // namespace
}  // namespace hallmark::names
