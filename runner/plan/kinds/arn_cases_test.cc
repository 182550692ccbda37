#include "plan/kinds/arn_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::AnyOf;
using testing::Contains;
using testing::IsSupersetOf;
using testing::Not;

TEST(ArnCases, AskForWhatIsNotThereOfEachKindThatAnExceptionIsAbout) {
  std::string text = R"json({
    "smithy": "2.0",
    "shapes": {
      "t#Data": {"type": "service", "version": "1", "operations": [
          {"target": "t#AddTagsToResource"}, {"target": "t#ListTagsForResource"}],
        "traits": {"aws.api#service": {"sdkId": "RDS"}, "aws.protocols#awsJson1_1": {}}},
      "t#AddTagsToResource": {"type": "operation", "input": {"target": "t#In"},
        "errors": [{"target": "t#DBClusterNotFoundFault"}, {"target": "t#DBInstanceNotFoundFault"}]},
      "t#ListTagsForResource": {"type": "operation", "input": {"target": "t#In"},
        "errors": [{"target": "t#DBClusterNotFoundFault"}]},
      "t#In": {"type": "structure", "members": {"ResourceName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
      "t#DBClusterNotFoundFault": {"type": "structure", "traits": {"smithy.api#error": "client"}},
      "t#DBInstanceNotFoundFault": {"type": "structure", "traits": {"smithy.api#error": "client"}}
    }})json";
  const auto model = contract::read_smithy(core::load_json_text(std::move(text), "data.json"));
  const auto cases = cases_of(model, "AddTagsToResource");
  ASSERT_THAT(names_in(cases), Contains("DBClusterNotFoundFault/unknown-ResourceName.DBCluster"));
  const Case& test = cases.at("DBClusterNotFoundFault/unknown-ResourceName.DBCluster");
  EXPECT_EQ(test.send["ResourceName"], "arn:aws:rds:${region}:${account}:cluster:${unique}");
  EXPECT_THAT(outcomes_in(test), IsSupersetOf({"DBClusterNotFoundFault", "ValidationException"}));
  EXPECT_THAT(outcomes_in(test), Not(Contains(AnyOf("success", "nothing", "DBInstanceNotFoundFault"))));
  EXPECT_EQ(test.promises.front(), "rds.AddTagsToResource behaviour.unknown ResourceName.DBCluster");
  EXPECT_FALSE(test.behaviour.stated);
  EXPECT_THAT(names_in(cases), Not(Contains("DBSnapshotNotFoundFault/unknown-ResourceName.DBSnapshot")));
  EXPECT_THAT(
      outcomes_in(
          cases_of(model, "ListTagsForResource").at("DBClusterNotFoundFault/unknown-ResourceName.DBCluster")),
      Contains("nothing"));
}

}  // namespace
}  // namespace hallmark::plan
