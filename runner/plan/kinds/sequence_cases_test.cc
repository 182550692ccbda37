#include "plan/kinds/sequence_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "contract/smithy.h"
#include "core/json.h"
#include "names/sequences.h"
#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using ::testing::Contains;
using ::testing::Not;

const contract::Model& tables() {
  static const contract::Model model = contract::read_smithy(
      core::load_json(std::string(HALLMARK_SOURCE_DIR) + "/schemas/dynamodb/model.json"));
  return model;
}

TEST(SequenceCases, AConditionThatDoesNotHoldIsRefusedAndChangesNothing) {
  const auto cases = cases_of(tables(), "PutItem");
  const std::string refused = "ConditionalCheckFailedException/condition-fails";
  ASSERT_THAT(names_in(cases), Contains(refused));
  EXPECT_TRUE(cases.at(refused).claims.empty());
  EXPECT_TRUE(cases.at(refused).then.empty());
  EXPECT_EQ(cases.at(refused).promises.front(), "dynamodb.PutItem behaviour.conditions ConditionExpression");
  ASSERT_THAT(names_in(cases), Contains("ConditionalCheckFailedException/condition-fails-unchanged"));
  const Case& after = cases.at("ConditionalCheckFailedException/condition-fails-unchanged");
  EXPECT_TRUE(is_refusal(after.expect.front()));
  ASSERT_EQ(after.claims.size(), 1U);
  EXPECT_EQ(after.claims.front().step, 0U);
  EXPECT_EQ(after.claims.front().at, std::vector<std::string>{"/Item/note"});
  // The same table in every call, and what the row puts first.
  EXPECT_EQ(after.then.front().with.at("TableName"), after.send.at("TableName"));
  EXPECT_EQ(after.arrange.back().call, "PutItem");
  EXPECT_EQ(after.arrange.back().with.at("TableName"), after.send.at("TableName"));
}

TEST(SequenceCases, WhatIsArrangedIsMadeAsTheRowHasIt) {
  const auto cases = cases_of(tables(), "PutItem");
  ASSERT_THAT(names_in(cases), Contains("behaviour/index-of-keys-alone"));
  const Case& test = cases.at("behaviour/index-of-keys-alone");
  EXPECT_TRUE(test.arrange.front().with.contains("GlobalSecondaryIndexes"));
  EXPECT_EQ(test.then.front().until->pointer, "/Count");
  EXPECT_THAT(test.claims.back().kind, Claim::Kind::hidden);
  EXPECT_TRUE(test.claims.back().weak);
}

// The arrangement has what a row speaks of, the operation lists what it is refused by, and each step is
// known.
TEST(SequenceCases, EveryRowMakesItsCases) {
  std::map<std::string, std::set<std::string>> operations;
  for (const auto& row : names::Sequences::standard().rows) operations[row.service].insert(row.operation);
  for (const auto& [service, wanted] : operations) {
    const contract::Model model = contract::read_smithy(
        core::load_json(std::string(HALLMARK_SOURCE_DIR) + "/schemas/" + service + "/model.json"));
    const Suite suite = with_inferred(model, suite_without_file(model));
    for (const std::string& name : wanted) {
      const contract::Operation* operation = model.operation(name);
      ASSERT_NE(operation, nullptr) << service << "." << name;
      std::set<std::string> made;
      (void)generate(model, *operation, suite, {.depth = Depth::normal, .between_calls_only = true},
                     [&](const Case& test) { made.insert(test.name); });
      for (const auto* row : names::Sequences::standard().of(service, name)) {
        EXPECT_TRUE(made.contains(row->name)) << service << "." << name << "/" << row->name;
        const auto listed = contract::listed_errors(model, *operation);
        EXPECT_TRUE(row->refused.empty() ||
                    std::any_of(listed.begin(), listed.end(),
                                [&](const contract::Shape* error) { return error->name() == row->refused; }))
            << service << "." << name << " does not list " << row->refused;
      }
    }
  }
}

TEST(SequenceCases, OthersHaveNone) {
  EXPECT_THAT(names_in(cases_of(tables(), "ListTables")), Not(Contains("behaviour/condition-fails")));
}

}  // namespace
}  // namespace hallmark::plan
