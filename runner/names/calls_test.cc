#include "names/calls.h"

#include <gtest/gtest.h>

namespace hallmark::names {
namespace {

Calls hotel_calls() {
  return Calls::read(Json::parse(R"({
    "before": [
      {"service": "hotel", "operation": "Get*Rules", "by": "PutHouseRules", "with": {"Quiet": true}, "source": "test"},
      {"service": "motel", "operation": "GetHouseRules", "by": "PutRules", "source": "test"}],
    "answered": [
      {"service": "hotel", "operation": "PaintRoom", "members": ["RoomId"], "by": "CreateRoom",
       "take": {"roomId": "/RoomId"}, "with": {"Walls": 4}, "source": "test"},
      {"service": "hotel", "members": ["KeyId"], "by": "CreateRoom",
       "take": {"keyId": "/KeyId"}, "with": {"Walls": 5, "Locked": true}, "source": "test"}]})"));
}

TEST(Calls, AreMadeBeforeTheOperationsThatARowNames) {
  const auto calls = hotel_calls();
  std::vector<std::string> made;
  calls.before("hotel", "GetHouseRules", [&](const Calls::Before& row) { made.push_back(row.by); });
  calls.before("hotel", "PutHouseRules", [&](const Calls::Before& row) { made.push_back(row.by); });
  EXPECT_EQ(made, std::vector<std::string>{"PutHouseRules"});
}

TEST(Calls, AreGivenWhatTheFirstRowSays) {
  const auto calls = hotel_calls();
  EXPECT_EQ(calls.given("hotel", "PaintRoom", "CreateRoom"), (Json{{"Walls", 4}, {"Locked", true}}));
  EXPECT_EQ(calls.given("hotel", "GetRoom", "CreateRoom"), (Json{{"Walls", 5}, {"Locked", true}}));
  EXPECT_EQ(calls.given("hotel", "GetHouseRules", "PutHouseRules"), (Json{{"Quiet", true}}));
  EXPECT_EQ(calls.given("motel", "PaintRoom", "CreateRoom"), Json::object());
}

TEST(Calls, AreNamedAfterTheOperationThatNeedsThem) {
  const auto calls = Calls::read(Json::parse(
      R"({"before": [{"service": "*", "operation": "Disable*Lift", "by": "Enable*Lift", "undoes": true, "source": "test"}]})"));
  std::vector<std::string> made;
  const auto add = [&](const Calls::Before& row) { made.push_back(row.by + (row.undoes ? ", undone" : "")); };
  calls.before("hotel", "DisableOldLift", add);
  calls.before("hotel", "DisableStairs", add);
  EXPECT_EQ(made, std::vector<std::string>{"EnableOldLift, undone"});
}

TEST(Calls, SayHowItIsWaitedForWhatIsMade) {
  const auto calls = Calls::read(Json::parse(R"({"settled": [{"service": "hotel", "operation": "CreateRoom",
      "take": {"room": "/RoomId"}, "call": "GetRoom", "with": {"RoomId": "${room}"},
      "until": {"pointer": "/State", "values": ["READY"]}, "source": "test"}]})"));
  const auto* settled = calls.settled("hotel", "CreateRoom");
  ASSERT_NE(settled, nullptr);
  EXPECT_EQ(settled->call, "GetRoom");
  EXPECT_EQ(settled->take.at("room"), "/RoomId");
  EXPECT_EQ(settled->pointer, "/State");
  EXPECT_EQ(settled->values, std::vector<Json>{"READY"});
  EXPECT_EQ(calls.settled("hotel", "GetRoom"), nullptr);
}

TEST(Calls, OfThisBuildAreRead) {
  ASSERT_NE(Calls::standard().settled("dynamodb", "CreateTable"), nullptr);
  EXPECT_EQ(Calls::standard().given("kms", "Sign", "CreateKey").value("KeyUsage", ""), "SIGN_VERIFY");
}

}  // namespace
}  // namespace hallmark::names
