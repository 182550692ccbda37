#include "plan/kinds/list_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::ElementsAre;

constexpr std::string_view making = R"json(
  "l#CreateBook": {"type": "operation", "input": {"target": "l#CreateBookIn"}, "output": {"target": "l#Book"}},
  "l#DeleteBook": {"type": "operation", "input": {"target": "l#BookIn"}},
  "l#CreateBookIn": {"type": "structure", "members": {
    "BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
  "l#BookIn": {"type": "structure", "members": {
    "BookId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
  "l#Book": {"type": "structure", "members": {"BookId": {"target": "smithy.api#String"}, "BookName": {"target": "smithy.api#String"}}},
  "l#Books": {"type": "list", "member": {"target": "l#Book"}},
)json";

contract::Model with_list(std::string_view list) {
  return library({"CreateBook", "DeleteBook", "ListBooks"}, std::string(making) + std::string(list));
}

contract::Model with_pages(std::string_view least = "1") {
  return with_list(R"json(
    "l#ListBooks": {"type": "operation", "input": {"target": "l#ListIn"}, "output": {"target": "l#ListOut"}},
    "l#ListIn": {"type": "structure", "members": {"MaxResults": {"target": "l#Size"}, "NextToken": {"target": "smithy.api#String"}}},
    "l#ListOut": {"type": "structure", "members": {"Books": {"target": "l#Books"}, "NextToken": {"target": "smithy.api#String"}}},
    "l#Size": {"type": "integer", "traits": {"smithy.api#range": {"min": )json" +
                   std::string(least) + R"json(, "max": 100}}})json");
}

TEST(ListCases, FollowsTheTokensOfWhatOthersHaveMade) {
  const auto events = [](const char* pages) {
    return library({"ListEvents"}, std::string(R"json(
      "l#ListEvents": {"type": "operation", "input": {"target": "l#In"}, "output": {"target": "l#Out"})json") +
                                       pages + R"json(},
      "l#In": {"type": "structure", "members": {"NextToken": {"target": "smithy.api#String"}}},
      "l#Out": {"type": "structure", "members": {"Events": {"target": "l#Events"}, "NextToken": {"target": "smithy.api#String"}}},
      "l#Events": {"type": "list", "member": {"target": "smithy.api#String"}})json");
  };
  const auto cases = cases_of(
      events(
          R"(, "traits": {"smithy.api#paginated": {"inputToken": "NextToken", "outputToken": "NextToken"}})"),
      "ListEvents");
  ASSERT_THAT(names_in(cases), ElementsAre("behaviour/pages-end"));
  const Case& test = cases.at("behaviour/pages-end");
  EXPECT_EQ(test.promises, std::vector<std::string>{"library.ListEvents behaviour.pages"});
  ASSERT_TRUE(test.walk);
  EXPECT_THAT(test.walk->input_tokens, ElementsAre("NextToken"));
  EXPECT_THAT(test.walk->once, ElementsAre());
  EXPECT_TRUE(test.arrange.empty());
  EXPECT_FALSE(test.behaviour.stated);
  EXPECT_THAT(names_in(cases_of(events(""), "ListEvents")), ElementsAre()) << "no paginator says it";
}

TEST(ListCases, PromiseNothingOfWhatAFilterOfOurOwnInventionLeaves) {
  const auto search = [](std::string_view filter) {
    return cases_of(with_list(R"json(
      "l#ListBooks": {"type": "operation", "input": {"target": "l#ListIn"}, "output": {"target": "l#ListOut"}},
      "l#ListIn": {"type": "structure", "members": {"MaxResults": {"target": "smithy.api#Integer"},
        "NextToken": {"target": "smithy.api#String"}, )json" +
                              std::string(filter) + R"json(}},
      "l#Filters": {"type": "list", "member": {"target": "smithy.api#String"}},
      "l#Color": {"type": "enum", "members": {"RED": {"target": "smithy.api#Unit"}}},
      "l#ListOut": {"type": "structure", "members": {"Books": {"target": "l#Books"}, "NextToken": {"target": "smithy.api#String"}}})json"),
                    "ListBooks");
  };
  const std::string required = R"(, "traits": {"smithy.api#required": {}}})";
  EXPECT_TRUE(search(R"("Filters": {"target": "l#Filters")" + required).empty());
  EXPECT_TRUE(search(R"("Wanted": {"target": "smithy.api#String")" + required).empty());
  EXPECT_TRUE(search(R"("Color": {"target": "l#Color")" + required).contains("behaviour/pages"));
  EXPECT_TRUE(search(R"("Filters": {"target": "l#Filters"})").contains("behaviour/pages")) << "is left out";
}

TEST(ListCases, MakesOneMoreThanFitsOnTwoPages) {
  const auto model = with_pages();
  const auto cases = cases_of(model, "ListBooks");
  ASSERT_THAT(names_in(cases), ElementsAre("behaviour/pages"));
  const Case& test = cases.at("behaviour/pages");
  EXPECT_EQ(test.promises, (std::vector<std::string>{"library.ListBooks behaviour.pages",
                                                     "library.ListBooks behaviour.listed"}));
  EXPECT_EQ(test.send["MaxResults"], 2);
  ASSERT_TRUE(test.walk);
  EXPECT_EQ(test.walk->page_size, 2U);
  EXPECT_EQ(test.walk->items, "/Books");
  EXPECT_THAT(test.walk->input_tokens, ElementsAre("NextToken"));
  EXPECT_THAT(test.walk->output_tokens, ElementsAre("/NextToken"));
  ASSERT_EQ(test.arrange.size(), 3U);
  ASSERT_EQ(test.walk->once.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(test.arrange[i].call, "CreateBook");
    EXPECT_EQ(test.arrange[i].creates, "Book") << "what is made is removed again";
    EXPECT_TRUE(test.arrange[i].keep.contains(test.walk->once[i]));
  }
  EXPECT_FALSE(test.behaviour.stated) << "no paginator says so";
}

// Who is not told of which parent may list another's.
TEST(ListCases, NamesTheParentThatTheThingsAreMadeIn) {
  const auto model = library({"CreateShelf", "DeleteShelf", "PutBook", "DeleteBook", "ListBooks"}, R"json(
    "l#CreateShelf": {"type": "operation", "input": {"target": "l#Shelf"}},
    "l#DeleteShelf": {"type": "operation", "input": {"target": "l#Shelf"}},
    "l#PutBook": {"type": "operation", "input": {"target": "l#PutBookIn"}, "output": {"target": "l#Book"}},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#BookIn"}},
    "l#ListBooks": {"type": "operation", "input": {"target": "l#ListIn"}, "output": {"target": "l#ListOut"}},
    "l#Shelf": {"type": "structure", "members": {
      "ShelfName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#PutBookIn": {"type": "structure", "members": {
      "ShelfName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "Text": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#BookIn": {"type": "structure", "members": {
      "BookId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#Book": {"type": "structure", "members": {"BookId": {"target": "smithy.api#String"}}},
    "l#Books": {"type": "list", "member": {"target": "l#Book"}},
    "l#ListIn": {"type": "structure", "members": {"ShelfName": {"target": "smithy.api#String"}}},
    "l#ListOut": {"type": "structure", "members": {"Books": {"target": "l#Books"}}})json");
  const auto cases = cases_of(model, "ListBooks");
  ASSERT_THAT(names_in(cases), ElementsAre("behaviour/listed"));
  const Case& test = cases.at("behaviour/listed");
  ASSERT_FALSE(test.arrange.empty());
  EXPECT_TRUE(test.send.contains("ShelfName")) << test.send;
  EXPECT_EQ(test.send["ShelfName"], test.arrange.back().with["ShelfName"]);
}

TEST(ListCases, GiveAThingOneNameWhereverTheMakingSaysIt) {
  const auto model = library({"CreateBook", "DeleteBook", "ListBooks"}, R"json(
    "l#CreateBook": {"type": "operation", "input": {"target": "l#MakeIn"}},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#BookIn"}},
    "l#ListBooks": {"type": "operation", "output": {"target": "l#ListOut"}},
    "l#MakeIn": {"type": "structure", "members": {
      "BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "Book": {"target": "l#Book", "traits": {"smithy.api#required": {}}}}},
    "l#BookIn": {"type": "structure", "members": {
      "BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#Book": {"type": "structure", "members": {
      "BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#Books": {"type": "list", "member": {"target": "l#Book"}},
    "l#ListOut": {"type": "structure", "members": {"Books": {"target": "l#Books"}}})json");
  const auto cases = cases_of(model, "ListBooks");
  ASSERT_THAT(names_in(cases), ElementsAre("behaviour/listed"));
  const Case& test = cases.at("behaviour/listed");
  ASSERT_EQ(test.arrange.size(), 2U);
  for (const Step& step : test.arrange) EXPECT_EQ(step.with["BookName"], step.with["Book"]["BookName"]);
  EXPECT_NE(test.arrange[0].with["BookName"], test.arrange[1].with["BookName"]);
}

// DynamoDB refuses a table without a key, which no member requires: a row says so of CreateTable.
TEST(ListCases, MakesThingsWithWhatTheirMakingNeeds) {
  const auto model =
      library({"CreateBook", "DeleteBook", "ListBooks"},
              core::replace_all(std::string(making), R"("BookName": {"target")",
                                R"("Paper": {"target": "smithy.api#String"}, "BookName": {"target")") +
                  R"json("l#ListBooks": {"type": "operation", "output": {"target": "l#ListOut"}},
    "l#ListOut": {"type": "structure", "members": {"Books": {"target": "l#Books"}}})json");
  Suite suite = suite_without_file(model);
  suite.values = names::ValueRules::read(
      Json::parse(R"({"needed": [{"operation": "CreateBook", "all": ["Paper"], "source": "test"}]})"));
  std::size_t made = 0, whole = 0;
  (void)generate(model, *model.operation("ListBooks"), with_inferred(model, suite), {}, [&](Case test) {
    for (const Step& step : test.arrange) {
      made += step.call == "CreateBook" ? 1 : 0;
      whole += step.with.contains("Paper") ? 1 : 0;
    }
  });
  EXPECT_GE(made, 2U);
  EXPECT_EQ(whole, made);
}

TEST(ListCases, GoesByTheSmallestPageThatIsAllowed) {
  const auto test = cases_of(with_pages("4"), "ListBooks").at("behaviour/pages");
  EXPECT_EQ(test.walk->page_size, 4U);
  EXPECT_EQ(test.walk->once.size(), 5U);
}

TEST(ListCases, OnlyLooksForTwoWhereMoreThanAPageWouldCostTooMuch) {
  EXPECT_THAT(names_in(cases_of(with_pages("20"), "ListBooks")),
              ElementsAre("behaviour/listed", "behaviour/pages"))
      << "books cost nothing and are there at once";
  const auto cases = cases_of(with_pages("50"), "ListBooks");
  ASSERT_THAT(names_in(cases), ElementsAre("behaviour/listed"));
  EXPECT_EQ(cases.at("behaviour/listed").walk->once.size(), 2U);
  EXPECT_EQ(cases.at("behaviour/listed").walk->page_size, 0U);
}

// Books are removed by their names, and listed by ARNs that only the making's answer tells.
TEST(ListCases, FindInTheListWhatTheMakingAnswered) {
  const auto cases = cases_of(library({"CreateBook", "DeleteBook", "ListBooks"}, R"json(
    "l#CreateBook": {"type": "operation", "input": {"target": "l#BookIn"}, "output": {"target": "l#BookOut"}},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#BookIn"}},
    "l#ListBooks": {"type": "operation", "output": {"target": "l#ListOut"}},
    "l#BookIn": {"type": "structure", "members": {
      "BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#BookOut": {"type": "structure", "members": {"Book": {"target": "l#Book"}}},
    "l#Book": {"type": "structure", "members": {"BookArn": {"target": "smithy.api#String"}, "BookName": {"target": "smithy.api#String"}}},
    "l#Arns": {"type": "list", "member": {"target": "smithy.api#String"}},
    "l#ListOut": {"type": "structure", "members": {"BookArns": {"target": "l#Arns"}}})json"),
                              "ListBooks");
  ASSERT_THAT(names_in(cases), ElementsAre("behaviour/listed"));
  const Case& test = cases.at("behaviour/listed");
  ASSERT_EQ(test.walk->once.size(), 2U);
  EXPECT_EQ(test.arrange.back().keep.at(test.walk->once.back()), "/Book/BookArn");
}

// Each making makes a page of another book, and a list is of the pages of one.
TEST(ListCases, DoNotListUnderOneWhatIsMadeUnderAnother) {
  const auto cases = cases_of(library({"PublishPage", "DeletePage", "ListPages"}, R"json(
    "l#PublishPage": {"type": "operation", "input": {"target": "l#PageIn"}, "output": {"target": "l#Page"}},
    "l#DeletePage": {"type": "operation", "input": {"target": "l#PageIn"}},
    "l#ListPages": {"type": "operation", "input": {"target": "l#PageIn"}, "output": {"target": "l#ListOut"}},
    "l#PageIn": {"type": "structure", "members": {
      "BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#Page": {"type": "structure", "members": {"PageArn": {"target": "smithy.api#String"}}},
    "l#Pages": {"type": "list", "member": {"target": "l#Page"}},
    "l#ListOut": {"type": "structure", "members": {"Pages": {"target": "l#Pages"}}})json"),
                              "ListPages");
  EXPECT_THAT(names_in(cases), testing::Not(testing::Contains("behaviour/listed")));
}

// Who names one is shown that one: all of them are named.
TEST(ListCases, NameAllWhereTheyAreAskedForByName) {
  const auto model = [](const char* member) {
    return with_list(R"json(
    "l#ListBooks": {"type": "operation", "input": {"target": "l#ListIn"}, "output": {"target": "l#ListOut"}},
    "l#Ids": {"type": "list", "member": {"target": "smithy.api#String"}},
    "l#ListIn": {"type": "structure", "members": {)json" +
                     std::string(member) + R"json(}},
    "l#ListOut": {"type": "structure", "members": {"Books": {"target": "l#Books"}}})json");
  };
  const auto cases =
      cases_of(model(R"("BookIds": {"target": "l#Ids", "traits": {"smithy.api#required": {}}})"), "ListBooks",
               Depth::normal);
  ASSERT_TRUE(cases.contains("behaviour/listed"));
  EXPECT_FALSE(cases.contains("behaviour/not-listed-when-gone")) << "it may be shown to who names it";
  const Case& test = cases.at("behaviour/listed");
  ASSERT_EQ(test.walk->once.size(), 2U);
  EXPECT_EQ(test.send["BookIds"],
            Json::array({"${" + test.walk->once[0] + "}", "${" + test.walk->once[1] + "}"}));
  const auto one =
      cases_of(model(R"("BookId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}})"),
               "ListBooks", Depth::normal);
  EXPECT_FALSE(one.contains("behaviour/listed")) << "it asks for one";
}

TEST(ListCases, AreStatedByAPaginator) {
  const auto model = with_list(R"json(
    "l#ListBooks": {"type": "operation", "input": {"target": "l#ListIn"}, "output": {"target": "l#ListOut"},
      "traits": {"smithy.api#paginated": {"inputToken": "From", "outputToken": "More", "pageSize": "Most", "items": "Found"}}},
    "l#ListIn": {"type": "structure", "members": {"Most": {"target": "smithy.api#Integer"}, "From": {"target": "smithy.api#String"}}},
    "l#ListOut": {"type": "structure", "members": {"Found": {"target": "l#Books"}, "More": {"target": "smithy.api#String"}}})json");
  const auto test = cases_of(model, "ListBooks").at("behaviour/pages");
  EXPECT_TRUE(test.behaviour.stated);
  EXPECT_EQ(test.behaviour.evidence, "the paginator of the operation");
  EXPECT_EQ(test.walk->items, "/Found");
  EXPECT_TRUE(test.send.contains("Most"));
}

TEST(ListCases, KnowThatAListMayGoOnThoughNothingSaysHow) {
  const auto cases = cases_of(with_list(R"json(
    "l#ListBooks": {"type": "operation", "input": {"target": "l#ListIn"}, "output": {"target": "l#ListOut"}},
    "l#ListIn": {"type": "structure", "members": {"Limit": {"target": "smithy.api#Integer"}}},
    "l#ListOut": {"type": "structure", "members": {"Books": {"target": "l#Books"}, "HasMoreBooks": {"target": "smithy.api#Boolean"}}})json"),
                              "ListBooks");
  ASSERT_THAT(names_in(cases), testing::Contains("behaviour/listed"));
  ASSERT_TRUE(cases.at("behaviour/listed").walk);
  EXPECT_EQ(cases.at("behaviour/listed").walk->more, "/HasMoreBooks")
      << "nothing is missing on the first page";
}

TEST(ListCases, LookForWhatIsGoneByNamesAloneAndNotBeforeNormalDepth) {
  const auto cases = cases_of(with_pages(), "ListBooks", Depth::normal);
  ASSERT_THAT(names_in(cases), ElementsAre("behaviour/not-listed-when-gone", "behaviour/pages"));
  const Case& test = cases.at("behaviour/not-listed-when-gone");
  EXPECT_TRUE(test.walk->once.empty());
  ASSERT_EQ(test.walk->never.size(), 1U);
  EXPECT_EQ(test.arrange.back().call, "DeleteBook");
  EXPECT_EQ(test.arrange.back().with["BookId"], "${" + test.walk->never[0] + "}");
  EXPECT_FALSE(test.behaviour.stated);
}

TEST(ListCases, AreNoneWhereItemsDoNotShowWhatWasMadeOrNothingRemovesIt) {
  EXPECT_TRUE(cases_of(with_list(R"json(
    "l#ListBooks": {"type": "operation", "output": {"target": "l#ListOut"}},
    "l#ListOut": {"type": "structure", "members": {"Books": {"target": "l#Titles"}}},
    "l#Titles": {"type": "list", "member": {"target": "l#Title"}},
    "l#Title": {"type": "structure", "members": {"Pages": {"target": "smithy.api#Integer"}}})json"),
                       "ListBooks")
                  .empty());
  EXPECT_TRUE(cases_of(library({"CreateBook", "ListBooks"},
                               core::replace_all(std::string(making), "DeleteBook", "EraseBook") + R"json(
    "l#ListBooks": {"type": "operation", "output": {"target": "l#ListOut"}},
    "l#ListOut": {"type": "structure", "members": {"Books": {"target": "l#Books"}}})json"),
                       "ListBooks")
                  .empty());
}

// What is asked for by names that nobody has made does not come.
TEST(ListCases, AreNoneWhereOthersAreAskedFor) {
  const auto model = with_list(R"json(
    "l#ListBooks": {"type": "operation", "input": {"target": "l#ListIn"}, "output": {"target": "l#ListOut"}},
    "l#ListIn": {"type": "structure", "members": {
      "arns": {"target": "l#Texts", "traits": {"smithy.api#required": {}}}}},
    "l#Texts": {"type": "list", "member": {"target": "smithy.api#String"}},
    "l#ListOut": {"type": "structure", "members": {"Books": {"target": "l#Books"}}})json");
  EXPECT_THAT(names_in(cases_of(model, "ListBooks")),
              testing::Not(testing::Contains(testing::HasSubstr("listed"))));
}

}  // namespace
}  // namespace hallmark::plan
