#include "run/asides.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "run/coverage.h"

namespace hallmark::run {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using verdict::Finding;

class AsideCountTest : public ::testing::Test {
 protected:
  CaseResult& add(const std::string& operation, const std::string& name) {
    plan::Case& test = cases_.emplace_back();
    test.service = "shop";
    test.operation = operation;
    test.id = "shop." + operation + "/" + name;
    CaseResult& result = results_.emplace_back();
    result.test = &test;
    return result;
  }
  static void aside(CaseResult& result, exchange::Role role, const std::string& pointer,
                    const std::string& answered) {
    exchange::Exchange& each = result.run.exchanges.emplace_back();
    each.role = role;
    each.operation = "Drop";
    result.verdict.asides.push_back(
        {"Drop", answered,
         Finding{.rule = pointer.empty() ? "contract.unexpected-error" : "schema.type",
                 .promise = "shop.Drop status",
                 .role = role,
                 .exchange = result.run.exchanges.size() - 1,
                 .pointer = pointer}});
  }
  std::vector<std::string> told(bool backwards = false) {
    AsideCount count;
    std::vector<const CaseResult*> order;
    for (const CaseResult& each : results_) order.push_back(&each);
    if (backwards) std::reverse(order.begin(), order.end());
    for (const CaseResult* each : order) count.add(*each);
    std::deque<plan::Case> made;
    std::vector<std::string> texts;
    for (const CaseResult& each : count.take(made, false)) {
      EXPECT_EQ(each.verdict.status, verdict::Status::deviates);
      EXPECT_EQ(each.run.exchanges.size(), 1u);
      EXPECT_EQ(each.verdict.findings.at(0).exchange, 0u);
      texts.push_back(each.test->id + ": " + each.test->title);
    }
    return texts;
  }

  std::deque<plan::Case> cases_;
  std::deque<CaseResult> results_;
};

TEST_F(AsideCountTest, TellsEachAnswerOnceWhateverTheOrder) {
  aside(add("Create", "b"), exchange::Role::remove, "", "500");
  aside(add("Create", "a"), exchange::Role::remove, "", "500");
  aside(add("Create", "c"), exchange::Role::arrange, "/Items/0/Id", "success");
  aside(add("Create", "d"), exchange::Role::arrange, "/Items/7/Id", "success");
  const auto expected = ElementsAre(
      "shop.Drop/answers/contract.unexpected-error+500: what it answered to a removal of shop.Create/a",
      "shop.Drop/answers/schema.type+Items[].Id: what it answered to an arrangement of shop.Create/c");
  EXPECT_THAT(told(), expected);
  EXPECT_THAT(told(true), expected);
}

// Whatever answers in the place of an operation that is not there.
TEST_F(AsideCountTest, LeavesOutWhatOperationsAnswerThatAreNotOffered) {
  aside(add("Create", "a"), exchange::Role::arrange, "/Items/0/Id", "success");
  EXPECT_EQ(told().size(), 1u);
  add("Drop", "b").verdict.status = verdict::Status::not_offered;
  EXPECT_THAT(told(), ElementsAre());
  EXPECT_THAT(told(true), ElementsAre());
}

TEST_F(AsideCountTest, LeavesOutWhatTheOperationsOwnCasesTell) {
  aside(add("Create", "a"), exchange::Role::remove, "", "500");
  add("Drop", "success/minimal").verdict.findings = {
      {.rule = "contract.unexpected-error", .promise = "shop.Drop status"}};
  EXPECT_THAT(told(), ElementsAre());
}

TEST(GateProblems, NameWhatIsRequiredAndWasNotReached) {
  const std::vector<OperationCoverage> coverage = {
      {.service = "shop",
       .operation = "Create",
       .reached = Reached::exercised,
       .promises_made = 4,
       .promises_tested = {1}},
      {.service = "shop", .operation = "Drop", .reached = Reached::refused}};
  EXPECT_THAT(gate_problems(coverage, {"Create", "shop.Cr*"}, 25), ElementsAre());
  EXPECT_THAT(gate_problems(coverage, {"shop.*", "Sell"}, 30),
              ElementsAre("shop.Drop is required and was not exercised: refused",
                          "Sell is required, and no operation of the run fits it",
                          "25.0 % of the promises were tested, 30 % are required"));
}

}  // namespace
}  // namespace hallmark::run
