#include "plan/call_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::plan {
namespace {

using ::testing::ElementsAre;

Step step(const std::string& call, const std::string& sends, const std::string& keeps) {
  Step made{.call = call};
  if (!sends.empty()) made.with = {{"Of", "arn:${" + sends + "}"}};
  if (!keeps.empty()) made.keep = {{keeps, "/Id"}};
  return made;
}

std::vector<std::string> calls(std::vector<Step> steps) {
  std::vector<std::string> names;
  for (const Step& each : in_order(std::move(steps))) names.push_back(each.call);
  return names;
}

TEST(CallOrder, PutsACallBehindWhatItNeeds) {
  EXPECT_THAT(calls({step("CreateMachine", "activity", "machine"), step("Start", "machine", ""),
                     step("CreateActivity", "", "activity"), step("GetTask", "activity", "token")}),
              ElementsAre("CreateActivity", "CreateMachine", "Start", "GetTask"));
}

TEST(CallOrder, LeavesTheRestAsItIs) {
  EXPECT_THAT(calls({step("B", "", "b"), step("A", "b", ""), step("C", "unknown", "c")}),
              ElementsAre("B", "A", "C"));
  EXPECT_THAT(calls({step("B", "", "b"), step("A", "b", ""), step("B2", "", "b")}),
              ElementsAre("B", "A", "B2"));
}

TEST(CallOrder, EndsWhereTwoWantEachOther) {
  EXPECT_EQ(calls({step("A", "b", "a"), step("B", "a", "b")}).size(), 2u);
}

}  // namespace
}  // namespace hallmark::plan
