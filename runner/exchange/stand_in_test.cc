#include "exchange/stand_in.h"

#include <gmock/gmock.h>

namespace hallmark::exchange {
namespace {

using plan::Step;
using ::testing::ElementsAre;
using Steps = std::vector<Step>;

Step step(std::string call, std::map<std::string, std::string> keep, Json with = Json::object()) {
  Step made;
  made.call = std::move(call);
  made.with = std::move(with);
  made.keep = std::move(keep);
  return made;
}

std::vector<std::string> calls(const Steps& steps) {
  std::vector<std::string> names;
  for (const Step& each : steps) names.push_back(each.call);
  return names;
}

const Json base = {{"ResourceArn", "${houseArn}"}};

plan::Inferred room() {
  plan::Inferred other;
  other.arrange = {step("CreateFloor", {{"floor", "/Id"}}), step("CreateRoom", {{"roomArn", "/Room/Arn"}})};
  other.base = {{"ResourceArn", "${roomArn}"}};
  return other;
}

TEST(StandIn, KeepsUnderTheNameThatRequestsMention) {
  const Steps planned = {step("CreateHouse", {{"houseArn", "/Arn"}})};
  Steps steps = planned;
  steps.push_back(step("Tag", {}, base));
  const auto changed = in_place_of(planned, base, room(), steps, {"houseArn"});
  ASSERT_TRUE(changed);
  EXPECT_THAT(calls(*changed), ElementsAre("CreateFloor", "CreateRoom", "Tag"));
  EXPECT_EQ((*changed)[1].keep.at("houseArn"), "/Room/Arn");
}

TEST(StandIn, NothingStandsInForWhatIsMentionedAndNotKept) {
  const Steps planned = {step("CreateHouse", {{"houseArn", "/Arn"}, {"door", "/Door"}})};
  EXPECT_TRUE(in_place_of(planned, base, room(), planned, {"houseArn"}));
  EXPECT_FALSE(in_place_of(planned, base, room(), planned, {"houseArn", "door"})) << "the case does";
  Steps steps = planned;
  steps.push_back(step("Knock", {}, {{"Door", "${door}"}}));
  EXPECT_FALSE(in_place_of(planned, base, room(), steps, {"houseArn"})) << "a later call does";
}

TEST(StandIn, TakesTheSameMembers) {
  const Steps planned = {step("CreateHouse", {{"houseArn", "/Arn"}})};
  plan::Inferred other = room();
  other.base = {{"ResourceId", "${roomArn}"}};
  EXPECT_FALSE(in_place_of(planned, base, other, planned, {}));
  other = room();
  other.base["ResourceArn"] = Json::array({"${roomArn}"});
  EXPECT_FALSE(in_place_of(planned, base, other, planned, {}));
}

TEST(StandIn, WhatWasPlannedMayBeNothing) {
  const auto changed = in_place_of({}, Json::object(), room(), {step("Tag", {})}, {});
  ASSERT_TRUE(changed);
  EXPECT_THAT(calls(*changed), ElementsAre("CreateFloor", "CreateRoom", "Tag"));
}

// What a case has arranged for itself is its own.
TEST(StandIn, IsOfThePlannedArrangementAlone) {
  const Steps planned = {step("CreateHouse", {{"houseArn", "/Arn"}})};
  EXPECT_FALSE(in_place_of(planned, base, room(), {step("CreateTent", {{"houseArn", "/Arn"}})}, {}));
  plan::Inferred same;
  same.arrange = planned;
  same.base = base;
  EXPECT_FALSE(in_place_of(planned, base, same, planned, {})) << "it would be refused again";
}

}  // namespace
}  // namespace hallmark::exchange
