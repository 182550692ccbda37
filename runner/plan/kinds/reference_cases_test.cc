#include "plan/kinds/reference_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::Not;

// Racks stand in rooms, which they are shown with in a structure of its own; walls hold hooks.
contract::Model rooms() {
  return library({"CreateRack", "DescribeRacks", "DeleteRack", "CreateReadingRoom", "DeleteReadingRoom",
                  "AddHookToRack", "AuthorizeRackIngress", "AuthorizeRackEgress"},
                 R"json(
    "l#CreateRack": {"type": "operation", "input": {"target": "l#CreateRackIn"}, "output": {"target": "l#CreateRackOut"}},
    "l#DescribeRacks": {"type": "operation", "input": {"target": "l#DescribeRacksIn"}, "output": {"target": "l#DescribeRacksOut"}},
    "l#DeleteRack": {"type": "operation", "input": {"target": "l#RackIn"}},
    "l#CreateReadingRoom": {"type": "operation", "input": {"target": "l#CreateReadingRoomIn"}, "output": {"target": "l#ReadingRoomOut"}},
    "l#DeleteReadingRoom": {"type": "operation", "input": {"target": "l#ReadingRoomIn"}},
    "l#AddHookToRack": {"type": "operation", "input": {"target": "l#AddHookIn"}},
    "l#AuthorizeRackIngress": {"type": "operation", "input": {"target": "l#AuthorizeIn"}},
    "l#AuthorizeRackEgress": {"type": "operation", "input": {"target": "l#AuthorizeIn"}},
    "l#CreateRackIn": {"type": "structure", "members": {
      "RackName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "ReadingRoomIds": {"target": "l#Texts"}, "RoleArn": {"target": "smithy.api#String"}}},
    "l#CreateRackOut": {"type": "structure", "members": {"Rack": {"target": "l#Rack"}}},
    "l#Rack": {"type": "structure", "members": {
      "RackId": {"target": "smithy.api#String"}, "RackName": {"target": "smithy.api#String"},
      "RoleArn": {"target": "smithy.api#String"}, "ReadingRooms": {"target": "l#RoomsOf"},
      "Permissions": {"target": "l#Permissions"}, "PermissionsEgress": {"target": "l#Permissions"},
      "Hooks": {"target": "l#Hooks"}}},
    "l#RoomsOf": {"type": "list", "member": {"target": "l#RoomOf"}},
    "l#RoomOf": {"type": "structure", "members": {
      "ReadingRoomId": {"target": "smithy.api#String"}, "Status": {"target": "smithy.api#String"}}},
    "l#Hooks": {"type": "list", "member": {"target": "l#Hook"}},
    "l#Hook": {"type": "structure", "members": {"RoleArn": {"target": "smithy.api#String"}}},
    "l#Texts": {"type": "list", "member": {"target": "smithy.api#String"}},
    "l#DescribeRacksIn": {"type": "structure", "members": {"RackIds": {"target": "l#Texts"}}},
    "l#DescribeRacksOut": {"type": "structure", "members": {"Racks": {"target": "l#Racks"}}},
    "l#Racks": {"type": "list", "member": {"target": "l#Rack"}},
    "l#RackIn": {"type": "structure", "members": {
      "RackId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#CreateReadingRoomIn": {"type": "structure", "members": {
      "RoomName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#ReadingRoomOut": {"type": "structure", "members": {"ReadingRoomId": {"target": "smithy.api#String"}}},
    "l#ReadingRoomIn": {"type": "structure", "members": {
      "ReadingRoomId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#AddHookIn": {"type": "structure", "members": {
      "RackId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "RoleArn": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#AuthorizeIn": {"type": "structure", "members": {
      "RackId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "Permissions": {"target": "l#Permissions", "traits": {"smithy.api#required": {}}}}},
    "l#Permissions": {"type": "list", "member": {"target": "l#Permission"}},
    "l#Permission": {"type": "structure", "members": {
      "Description": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}})json");
}

const Claim& last_claim(const Case& test) { return test.claims.back(); }

const Claim& claim_at(const Case& test, const std::string& at) {
  static const Claim none;
  for (const Claim& claim : test.claims) {
    if (!claim.at.empty() && claim.at.front() == at) return claim;
  }
  return none;
}

TEST(ReferenceCases, AListOfIdentifiersComesBackAsStructuresThatHaveThem) {
  const auto cases = cases_of(rooms(), "CreateRack", Depth::normal);
  ASSERT_THAT(names_in(cases), Contains("behaviour/read-back-ReadingRoomIds"));
  const Case& test = cases.at("behaviour/read-back-ReadingRoomIds");
  EXPECT_EQ(test.arrange.back().call, "CreateReadingRoom");
  EXPECT_FALSE(test.arrange.back().creates.empty());
  const Claim& claim = claim_at(test, "/Racks/*/ReadingRooms");
  EXPECT_EQ(claim.value, Json::parse(R"([{"ReadingRoomId": "${namedReadingRoomId}"}])"));
  EXPECT_TRUE(claim.awaited);
  EXPECT_TRUE(claim.weak);
}

TEST(ReferenceCases, WhatAnotherServiceMakesComesBackUnderItsName) {
  const auto cases = cases_of(rooms(), "CreateRack", Depth::normal);
  ASSERT_THAT(names_in(cases), Contains("behaviour/read-back-RoleArn"));
  const Case& test = cases.at("behaviour/read-back-RoleArn");
  EXPECT_EQ(test.send.at("RoleArn"), "${shared.role}");
  EXPECT_EQ(last_claim(test).sent, "/RoleArn");
}

TEST(ReferenceCases, WhatIsAddedIsPartOfTheThing) {
  const auto cases = cases_of(rooms(), "AddHookToRack");
  ASSERT_THAT(names_in(cases), Contains("behaviour/part-RoleArn"));
  EXPECT_EQ(cases.at("behaviour/part-RoleArn").then.front().call, "DescribeRacks");
}

TEST(ReferenceCases, OfSeveralListsOfEntriesTheOneThatIsNamedSo) {
  const auto in = cases_of(rooms(), "AuthorizeRackIngress"), out = cases_of(rooms(), "AuthorizeRackEgress");
  ASSERT_THAT(names_in(in), Contains("behaviour/part-Permissions"));
  ASSERT_THAT(names_in(out), Contains("behaviour/part-Permissions"));
  EXPECT_EQ(last_claim(in.at("behaviour/part-Permissions")).at.front(), "/Racks/*/Permissions");
  EXPECT_EQ(last_claim(out.at("behaviour/part-Permissions")).at.front(), "/Racks/*/PermissionsEgress");
}

}  // namespace
}  // namespace hallmark::plan
