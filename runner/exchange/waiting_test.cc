// Waiting for states: how long, and when no longer. The patience of an hour would hold a test for ever.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exchange/executor_testing.h"

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class CaseUntil : public testing::ExecutorTest {
 protected:
  // Things are made under this name, which stands for their state.
  plan::Case waiting(const std::string& state, const std::string& awaited,
                     std::chrono::milliseconds patience) {
    plan::Case test = get_case();
    test.arrange.front().with = {{"Name", state}};
    test.then.front().until =
        plan::Until{.pointer = "/Thing/Name", .values = {awaited}, .deadline = patience, .gone = {}};
    return test;
  }
};

TEST_F(CaseUntil, EndsWithAStateThatNothingLeavesByItself) {
  const CaseRun result = run(waiting("CREATE_FAILED", "READY", 1h));
  ASSERT_EQ(result.waits.size(), 1u);
  EXPECT_FALSE(result.waits[0].reached);
  EXPECT_THAT(to_string(result.waits[0]),
              HasSubstr("for GetThing to answer \"READY\" at /Thing/Name, in vain (its patience is 3600 s): "
                        "\"CREATE_FAILED\" is a state that nothing leaves by itself"));
}

TEST_F(CaseUntil, DoesNotBeginWhereTheCaseDeviatesAlready) {
  plan::Case test = waiting("PENDING", "READY", 1h);
  test.send = {{"Id", "${thing}"}};  // is found, and must not be
  EXPECT_TRUE(run(test).waits.empty());
  test = waiting("PENDING", "READY", 1h);
  test.control = {{.op = "replace", .path = "/Id", .value = "nowhere"}};  // is not found, and must be
  EXPECT_TRUE(run(test).waits.empty());
  EXPECT_EQ(things_.kept(), 0u);
}

TEST_F(CaseUntil, IsLeftOutWhereNothingIsToBeWaitedFor) {
  const auto arranged = [&](const std::string& state) {
    plan::Case test = get_case();
    test.arrange.front().with = {{"Name", state}};
    test.arrange.front().keep["name"] = "/Thing/Name";
    test.arrange.push_back({.call = "GetThing",
                            .with = {{"Id", "${thing}"}},
                            .keep = {},
                            .until = plan::Until{.pointer = "/Thing/Name",
                                                 .values = {"READY"},
                                                 .deadline = 60ms,
                                                 .gone = {},
                                                 .when = plan::Until::When{"name", {"PENDING"}}},
                            .expect = {},
                            .creates = {}});
    return run(test);
  };
  EXPECT_EQ(arranged("ACTIVE").blocked.text, "");
  EXPECT_TRUE(arranged("ACTIVE").waits.empty());
  EXPECT_THAT(arranged("PENDING").blocked.text, HasSubstr("was waited for in vain"));
}

TEST_F(CaseUntil, SaysForWhatAndHowLongItWaitedInAnArrangement) {
  plan::Case test = get_case();
  plan::Step look{
      .call = "GetThing",
      .with = {{"Id", "${thing}"}},
      .keep = {},
      .until = plan::Until{.pointer = "/Thing/Name", .values = {"READY"}, .deadline = 60ms, .gone = {}},
      .expect = {},
      .creates = {}};
  test.arrange.push_back(look);
  const CaseRun result = run(test);
  EXPECT_EQ(result.blocked.text,
            "GetThing to answer \"READY\" at /Thing/Name was waited for in vain, 0.06 s");
  EXPECT_EQ(things_.kept(), 0u);
}

// Three passes for each of two things, and one patience for all of them.
TEST_F(CaseUntil, IsPatientOnceWithARemovalThatIsNeverReady) {
  plan_.suite.resources.at("Thing").remove.insert(
      plan_.suite.resources.at("Thing").remove.begin(),
      {.call = "GetThing",
       .with = {{"Id", "${thing}"}},
       .keep = {},
       .until = plan::Until{.pointer = "/Thing/Name", .values = {"READY"}, .deadline = 1500ms, .gone = {}},
       .expect = {},
       .creates = {}});
  const CaseRun result = run(create_case("success"));
  ASSERT_EQ(result.waits.size(), 3u);
  EXPECT_EQ(result.waits[0].patience, 1500ms);
  EXPECT_EQ(result.waits[1].patience, 1000ms);
  ASSERT_EQ(executor().left_behind().size(), 1u);
  EXPECT_THAT(executor().left_behind()[0], HasSubstr("was waited for in vain"));
}

}  // namespace
}  // namespace hallmark::exchange
