#include "plan/fuller.h"

#include <gmock/gmock.h>

#include "contract/smithy.h"
#include "core/testing.h"
#include "plan/plan.h"

namespace hallmark::plan {
namespace {

contract::Model shop() {
  return contract::read_smithy(core::load_json_text(R"({"smithy": "2.0", "shapes": {
    "s#Shop": {"type": "service", "version": "1", "operations": [{"target": "s#Order"}],
      "traits": {"aws.protocols#awsJson1_1": {}, "aws.api#service": {"sdkId": "Shop"}}},
    "s#Order": {"type": "operation", "input": {"target": "s#In"}, "output": {"target": "s#Out"},
      "traits": {"smithy.api#examples": [{"title": "one", "input": {"Name": "Anna", "Gift": "rose"}, "output": {}}]}},
    "s#In": {"type": "structure", "members": {
      "Name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "ItemType": {"target": "s#Kind"}, "Count": {"target": "smithy.api#Integer"},
      "Gift": {"target": "smithy.api#String"}, "NextToken": {"target": "smithy.api#String"}}},
    "s#Kind": {"type": "enum", "members": {"A": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "a"}}}},
    "s#Out": {"type": "structure", "members": {}}}})",
                                                    "shop.json"));
}

std::vector<std::vector<std::string>> members_of(const std::vector<Json>& requests) {
  std::vector<std::vector<std::string>> all;
  for (const Json& request : requests) {
    all.emplace_back();
    for (const auto& [name, value] : request.items()) all.back().push_back(name);
  }
  return all;
}

using ::testing::ElementsAre;

std::vector<std::vector<std::string>> asked(const std::string& refusal) {
  const auto model = shop();
  return members_of(
      asked_for(model, suite_without_file(model), *model.operation("Order"), {{"Name", "x"}}, refusal));
}

TEST(Fuller, AddsWhatTheRefusalNamesHoweverItIsWritten) {
  const std::vector<std::string> with_type = {"ItemType", "Name"};
  for (const char* text : {"ItemType is required.", "missing: 'itemType'",
                           "The parameter item_type must be set", "Order.ItemType: must not be null"}) {
    EXPECT_THAT(asked(text), ElementsAre(with_type)) << text;
  }
  EXPECT_THAT(asked("Name x is not an item type"), ::testing::IsEmpty())
      << "nothing that is missing is named";
  EXPECT_THAT(asked("NextToken is not valid"), ::testing::IsEmpty());
}

TEST(Fuller, OfAChoiceEachComesFirst) {
  EXPECT_THAT(asked("ItemType and Count are required"),
              ElementsAre(ElementsAre("Count", "ItemType", "Name"), ElementsAre("ItemType", "Name"),
                          ElementsAre("Count", "Name")));
  EXPECT_THAT(asked("specify either ItemType or Count"),
              ElementsAre(ElementsAre("ItemType", "Name"), ElementsAre("Count", "Name"),
                          ElementsAre("Count", "ItemType", "Name")));
}

TEST(Fuller, ThenWhatIsShownAndWhatThereIs) {
  const auto model = shop();
  const Json sent = {{"Name", "${unique}"}};
  const auto requests =
      fuller_requests(model, suite_without_file(model), *model.operation("Order"), sent, "Count is missing");
  ASSERT_GE(requests.size(), 4u);
  EXPECT_EQ(members_of(requests)[0], (std::vector<std::string>{"Count", "Name"}));
  EXPECT_EQ(requests[1], (Json{{"Name", "${unique}"}, {"Gift", "rose"}}));
  EXPECT_EQ(members_of(requests).back(), (std::vector<std::string>{"Count", "Gift", "ItemType", "Name"}));
  for (const Json& request : requests) EXPECT_EQ(request.at("Name"), "${unique}");
}

}  // namespace
}  // namespace hallmark::plan
