#include "plan/kinds/scenario_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::Not;

// Tables, under the name of a service that rows of knowledge are about.
contract::Model tables(const std::string& service, bool with_put) {
  std::vector<std::string> operations{"CreateTable", "DescribeTable", "Query"};
  std::string shapes =
      R"json("l#CreateTable": {"type": "operation"}, "l#DescribeTable": {"type": "operation"},
    "l#Query": {"type": "operation"})json";
  if (with_put) {
    operations.emplace_back("PutItem");
    shapes += R"(, "l#PutItem": {"type": "operation"})";
  }
  contract::Model model = library(operations, shapes);
  model.slug = service;
  return model;
}

TEST(ScenarioCases, ARowIsACaseBehindItsArrangement) {
  const auto cases = cases_of(tables("dynamodb", true), "Query");
  ASSERT_THAT(names_in(cases), Contains("behaviour/documented-descending"));
  const Case& test = cases.at("behaviour/documented-descending");
  EXPECT_EQ(test.promises.front(), "dynamodb.Query behaviour.documented descending");
  EXPECT_EQ(test.arrange.front().call, "CreateTable");
  EXPECT_EQ(test.arrange.back().call, "PutItem");
  EXPECT_EQ(test.send.at("ScanIndexForward"), false);
  EXPECT_EQ(test.expect.front().success.at("/Items/0/n").value, Json::parse(R"({"N": "4"})"));
  EXPECT_FALSE(test.behaviour.stated);
  const Case& refused = cases.at("behaviour/documented-no-partition-key");
  EXPECT_EQ(outcomes_in(refused), std::vector<std::string>{"ValidationException"});
  EXPECT_TRUE(refused.control.has_value());
  EXPECT_EQ(refused.provoke, Provocation::request);
}

TEST(ScenarioCases, NoneIsOfAnotherServiceOrOfCallsThatTheContractLacks) {
  for (const auto& model : {tables("library", true), tables("dynamodb", false)})
    EXPECT_THAT(names_in(cases_of(model, "Query")), Not(Contains("behaviour/documented-descending")));
}

}  // namespace
}  // namespace hallmark::plan
