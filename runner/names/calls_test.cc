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

TEST(Calls, OfThisBuildAreRead) {
  EXPECT_EQ(Calls::standard().given("kms", "Sign", "CreateKey").value("KeyUsage", ""), "SIGN_VERIFY");
}

}  // namespace
}  // namespace hallmark::names
