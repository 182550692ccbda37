#include "plan/kinds/filter_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::IsSupersetOf;

// Books, listed with filters of which only the documentation has the names, and made with tags by their type.
contract::Model books() {
  return library({"CreateBook", "DeleteBook", "DescribeBooks"}, R"json(
    "l#CreateBook": {"type": "operation", "input": {"target": "l#CreateBookIn"}, "output": {"target": "l#CreateBookOut"}},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#BookIn"}},
    "l#DescribeBooks": {"type": "operation", "input": {"target": "l#DescribeIn"}, "output": {"target": "l#DescribeOut"}},
    "l#CreateBookIn": {"type": "structure", "members": {"TagSpecifications": {"target": "l#Specifications"}}},
    "l#CreateBookOut": {"type": "structure", "members": {"Book": {"target": "l#Book"}}},
    "l#BookIn": {"type": "structure", "members": {"BookId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#DescribeIn": {"type": "structure", "members": {"Filters": {"target": "l#Filters", "traits": {
      "hallmark.api#text": [{"trait": "hallmark.api#filters", "value": ["book-id", "owner-id", "tag", "tag-key"],
                             "rule": "filters-listed"}]}}}},
    "l#DescribeOut": {"type": "structure", "members": {"Books": {"target": "l#Books"}}},
    "l#Books": {"type": "list", "member": {"target": "l#Book"}},
    "l#Book": {"type": "structure", "members": {"BookId": {"target": "smithy.api#String"}, "Tags": {"target": "l#Tags"}}},
    "l#Filters": {"type": "list", "member": {"target": "l#Filter"}},
    "l#Filter": {"type": "structure", "members": {"Name": {"target": "smithy.api#String"}, "Values": {"target": "l#Texts"}}},
    "l#Texts": {"type": "list", "member": {"target": "smithy.api#String"}},
    "l#Specifications": {"type": "list", "member": {"target": "l#Specification"}},
    "l#Specification": {"type": "structure", "members": {"ResourceType": {"target": "l#Type"}, "Tags": {"target": "l#Tags"}}},
    "l#Type": {"type": "enum", "members": {"BOOK": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "book"}},
      "SHELF": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "shelf"}}}},
    "l#Tags": {"type": "list", "member": {"target": "l#Tag"}},
    "l#Tag": {"type": "structure", "members": {"Key": {"target": "smithy.api#String"}, "Value": {"target": "smithy.api#String"}}})json");
}

TEST(FilterCases, NamesThatTheDocumentationListsLetThroughWhatHasThem) {
  const auto cases = cases_of(books(), "DescribeBooks", Depth::normal);
  ASSERT_THAT(names_in(cases),
              IsSupersetOf({"behaviour/filter-Filters-book-id", "behaviour/filter-Filters-owner-id-of-nobody",
                            "behaviour/filter-Filters-tag", "behaviour/filter-Filters-tag-key"}));
  const Case& by_id = cases.at("behaviour/filter-Filters-book-id");
  EXPECT_EQ(by_id.promises.front(), "library.DescribeBooks behaviour.filters Filters");
  EXPECT_EQ(by_id.arrange.size(), 2U);
  EXPECT_EQ(by_id.send, Json::parse(R"({"Filters": [{"Name": "book-id", "Values": ["${bookId.first}"]}]})"));
  EXPECT_EQ(by_id.walk->once, std::vector<std::string>{"bookId.first"});
  EXPECT_EQ(by_id.walk->never, std::vector<std::string>{"bookId.second"});

  const Case& by_tag = cases.at("behaviour/filter-Filters-tag");
  const Json given = by_tag.arrange.front().with.at("TagSpecifications").front();
  EXPECT_EQ(given.at("ResourceType"), "book");
  EXPECT_FALSE(by_tag.arrange.back().with.contains("TagSpecifications"));
  EXPECT_EQ(by_tag.send.at("Filters").front().at("Name").get<std::string>(),
            "tag:" + given.at("Tags").front().at("Key").get<std::string>());

  // Some names refuse a value that nothing has.
  const Case& nobody = cases.at("behaviour/filter-Filters-owner-id-of-nobody");
  EXPECT_TRUE(nobody.walk->once.empty());
  EXPECT_EQ(nobody.walk->never, std::vector<std::string>{"bookId.first"});
  EXPECT_EQ(nobody.certainty, Certainty::open);
}

// The thing's own reading shows the tags where no call lists them.
TEST(TagCases, WhatIsMadeWithTagsShowsThem) {
  const auto cases = cases_of(books(), "CreateBook");
  ASSERT_TRUE(cases.contains("behaviour/made-tagged"));
  const Case& test = cases.at("behaviour/made-tagged");
  EXPECT_EQ(test.send.at("TagSpecifications").front().at("ResourceType"), "book");
  ASSERT_EQ(test.then.size(), 1U);
  EXPECT_EQ(test.then.front().call, "DescribeBooks");
  EXPECT_EQ(test.claims.front().at, std::vector<std::string>{"/Books/*/Tags"});
}

// The lister is told what kind of thing is meant, and which one by its name.
TEST(TagCases, AThingIsMeantByItsTypeAndName) {
  const auto model = library(
      {"CreateScroll", "DeleteScroll", "AddTagsToThing", "RemoveTagsFromThing", "ListTagsForThing"}, R"json(
    "l#CreateScroll": {"type": "operation", "input": {"target": "l#PutIn"}, "output": {"target": "l#PutOut"}},
    "l#DeleteScroll": {"type": "operation", "input": {"target": "l#ScrollIn"}},
    "l#AddTagsToThing": {"type": "operation", "input": {"target": "l#TagIn"}},
    "l#RemoveTagsFromThing": {"type": "operation", "input": {"target": "l#TagIn"}},
    "l#ListTagsForThing": {"type": "operation", "input": {"target": "l#ListIn"}, "output": {"target": "l#ListOut"}},
    "l#PutIn": {"type": "structure", "members": {
      "Name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}, "Tags": {"target": "l#Tags"}}},
    "l#PutOut": {"type": "structure", "members": {"Version": {"target": "smithy.api#Long"}}},
    "l#ScrollIn": {"type": "structure", "members": {"Name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#TagIn": {"type": "structure", "members": {"ResourceType": {"target": "l#Type", "traits": {"smithy.api#required": {}}},
      "ResourceId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "Tags": {"target": "l#Tags", "traits": {"smithy.api#required": {}}}}},
    "l#ListIn": {"type": "structure", "members": {"ResourceType": {"target": "l#Type", "traits": {"smithy.api#required": {}}},
      "ResourceId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#ListOut": {"type": "structure", "members": {"TagList": {"target": "l#Tags"}}},
    "l#Type": {"type": "enum", "members": {
      "BOOK": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "Book"}},
      "SCROLL": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "scroll"}}}},
    "l#Tags": {"type": "list", "member": {"target": "l#Tag"}},
    "l#Tag": {"type": "structure", "members": {"Key": {"target": "smithy.api#String"}, "Value": {"target": "smithy.api#String"}}})json");
  const auto cases = cases_of(model, "CreateScroll");
  ASSERT_TRUE(cases.contains("behaviour/made-tagged"));
  const Case& test = cases.at("behaviour/made-tagged");
  ASSERT_EQ(test.then.size(), 1U);
  EXPECT_EQ(test.then.front().call, "ListTagsForThing");
  EXPECT_EQ(test.then.front().with.at("ResourceType"), "scroll");
  ASSERT_EQ(test.keep.size(), 1U);
  EXPECT_EQ(test.keep.begin()->second, "/Name");
  EXPECT_EQ(test.then.front().with.at("ResourceId"), "${" + test.keep.begin()->first + "}");
}

}  // namespace
}  // namespace hallmark::plan
