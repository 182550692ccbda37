#include "plan/kinds/inner_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

// Books are put on shelves that the request names in `items`, which is of the shape Items.
contract::Model shelves(const std::string& items, const std::string& exception = "ShelfNotFoundException") {
  return library({"CreateShelf", "DeleteShelf", "PutBooks"}, R"json(
    "l#CreateShelf": {"type": "operation", "input": {"target": "l#None"}, "output": {"target": "l#ShelfOut"}},
    "l#DeleteShelf": {"type": "operation", "input": {"target": "l#ShelfIn"}},
    "l#PutBooks": {"type": "operation", "input": {"target": "l#PutIn"}, "errors": [{"target": "l#)json" +
                                                                 exception + R"json("}]},
    "l#None": {"type": "structure", "members": {}},
    "l#PutIn": {"type": "structure", "members": {"Items": {"target": "l#Items", "traits": {"smithy.api#required": {}}}}},
    "l#ShelfIn": {"type": "structure", "members": {"ShelfId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#ShelfOut": {"type": "structure", "members": {"ShelfId": {"target": "smithy.api#String"}}},
    "l#)json" + exception + R"json(": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    )json" + items);
}

std::map<std::string, Case> cases_with(const contract::Model& model, const Json& base) {
  Suite suite = with_inferred(model, suite_without_file(model));
  suite.base["PutBooks"] = {{"Items", base}};
  suite.arrange["PutBooks"] = {
      {.call = "CreateShelf", .keep = {{"shelfId", "/ShelfId"}}, .creates = "Shelf"}};
  std::map<std::string, Case> found;
  (void)generate(model, *model.operation("PutBooks"), suite, {.depth = Depth::quick}, [&](Case test) {
    if (!test.behaviour.kind.empty()) found.emplace(test.id.substr(test.id.find('/') + 1), std::move(test));
  });
  return found;
}

constexpr const char* in_a_list = R"json(
  "l#Items": {"type": "list", "member": {"target": "l#Item"}},
  "l#Item": {"type": "structure", "members": {"ShelfId": {"target": "smithy.api#String"}, "Title": {"target": "smithy.api#String"}}})json";
constexpr const char* in_keys = R"json(
  "l#Items": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "smithy.api#String"}})json";

TEST(InnerCases, NameNothingInAnEntry) {
  const auto cases =
      cases_with(shelves(in_a_list), Json::array({{{"ShelfId", "${shelfId}"}, {"Title", "A"}}}));
  ASSERT_THAT(names_in(cases), Contains("ShelfNotFoundException/unknown-Items.ShelfId"));
  const Case& test = cases.at("ShelfNotFoundException/unknown-Items.ShelfId");
  EXPECT_EQ(test.promises, std::vector<std::string>{"library.PutBooks behaviour.unknown Items.ShelfId"});
  EXPECT_EQ(test.send["Items"][0]["ShelfId"], "${unlike.shelfId}");
  EXPECT_EQ(test.send["Items"][0]["Title"], "A");
  ASSERT_TRUE(test.control);
  EXPECT_EQ(test.control->front().path, "/Items/0/ShelfId");
  EXPECT_EQ(test.control->front().value, "${shelfId}");
  EXPECT_EQ(outcomes_in(test), std::vector<std::string>{"ShelfNotFoundException"});
  EXPECT_FALSE(test.behaviour.stated);
}

TEST(InnerCases, NameNothingInAKey) {
  const auto cases = cases_with(shelves(in_keys), {{"${shelfId}", "A"}});
  ASSERT_THAT(names_in(cases), Contains("ShelfNotFoundException/unknown-Items{key}"));
  const Case& test = cases.at("ShelfNotFoundException/unknown-Items{key}");
  EXPECT_EQ(test.send["Items"], Json({{"${unlike.shelfId}", "A"}}));
  EXPECT_EQ(test.control->front().value, Json({{"${shelfId}", "A"}}));
}

TEST(InnerCases, AskForWhatAnExceptionMissesAlone) {
  EXPECT_THAT(names_in(cases_with(shelves(in_a_list, "LimitExceededException"),
                                  Json::array({{{"ShelfId", "${shelfId}"}}}))),
              Not(Contains(HasSubstr("unknown-Items"))));
  EXPECT_THAT(names_in(cases_with(shelves(in_a_list), Json::array({{{"ShelfId", "mine"}}}))),
              Not(Contains(HasSubstr("unknown-Items"))))
      << "what nobody has made";
  EXPECT_THAT(names_in(cases_with(shelves(in_a_list),
                                  Json::array({{{"ShelfId", "${shelfId}"}}, {{"ShelfId", "${shelfId}"}}}))),
              Not(Contains(HasSubstr("unknown-Items"))))
      << "what stands in another place as well";
}

}  // namespace
}  // namespace hallmark::plan
