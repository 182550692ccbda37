#include "plan/kinds/paged_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/cases/walk_items.h"
#include "plan/generate/testing_behaviour.h"

namespace hallmark::plan {
namespace {

using namespace testing_behaviour;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

// Nobody makes events.
contract::Model with_events(const std::string& paginator, const std::string& size = "smithy.api#Integer",
                            const std::string& traits = "") {
  return library({"ListEvents"}, R"json(
    "l#ListEvents": {"type": "operation", "input": {"target": "l#In"}, "output": {"target": "l#Out"},
      "traits": {"smithy.api#paginated": {"inputToken": "From", "outputToken": "Next")json" +
                                     paginator + R"json(}}},
    "l#In": {"type": "structure", "members": {
      "Most": {"target": ")json" + size +
                                     '"' + traits + R"json(}, "From": {"target": "smithy.api#String"}}},
    "l#Least": {"type": "integer", "traits": {"smithy.api#range": {"min": 5, "max": 50}}},
    "l#Out": {"type": "structure", "members": {"Events": {"target": "l#Events"}, "Next": {"target": "smithy.api#String"}}},
    "l#Events": {"type": "list", "member": {"target": "l#Event"}},
    "l#Event": {"type": "structure", "members": {"EventId": {"target": "smithy.api#String"},
      "BookIds": {"target": "l#Events"}, "Text": {"target": "smithy.api#String"}}}
  )json");
}

constexpr const char* whole = R"(, "pageSize": "Most", "items": "Events")";

TEST(PagedCases, AskForAllAtOnceBeforeAndAfterThePages) {
  const auto cases = cases_of(with_events(whole), "ListEvents");
  ASSERT_THAT(names_in(cases), Contains("behaviour/pages-of-all"));
  const Case& test = cases.at("behaviour/pages-of-all");
  EXPECT_EQ(test.promises, std::vector<std::string>{"library.ListEvents behaviour.pages"});
  EXPECT_EQ(test.send, Json({{"Most", 1}}));
  ASSERT_EQ(test.arrange.size(), 1U);
  ASSERT_EQ(test.then.size(), 1U);
  for (const Step* step : {&test.arrange.front(), &test.then.front()}) {
    EXPECT_EQ(step->call, "ListEvents");
    EXPECT_EQ(step->with, Json::object());
    EXPECT_EQ(step->creates, "");
  }
  ASSERT_TRUE(test.walk);
  EXPECT_EQ(test.arrange.front().keep, (std::map<std::string, std::string>{{at_once, ""}}));
  EXPECT_EQ(test.then.front().keep, (std::map<std::string, std::string>{{at_once_again, ""}}));
  EXPECT_EQ(test.walk->items, "/Events");
  EXPECT_EQ(test.walk->page_size, 1U);
  EXPECT_THAT(test.walk->input_tokens, ElementsAre("From"));
  EXPECT_THAT(test.walk->output_tokens, ElementsAre("/Next"));
  EXPECT_FALSE(test.behaviour.stated) << "what contradicts is drift";
}

TEST(PagedCases, GoByTheSmallestPageAsItIsTaken) {
  const auto size_of = [](const contract::Model& model) {
    return cases_of(model, "ListEvents").at("behaviour/pages-of-all").send["Most"];
  };
  EXPECT_EQ(size_of(with_events(whole, "l#Least")), 5);
  EXPECT_EQ(size_of(with_events(whole, "smithy.api#String")), "1");
}

TEST(PagedCases, LeaveTheSizeWhereItMustBeGiven) {
  const auto cases = cases_of(
      with_events(whole, "smithy.api#Integer", R"(, "traits": {"smithy.api#required": {}})"), "ListEvents");
  const Case& test = cases.at("behaviour/pages-of-all");
  EXPECT_TRUE(test.arrange.front().with.contains("Most"));
  EXPECT_EQ(test.arrange.front().with, test.then.front().with);
}

TEST(PagedCases, AreNoneWithoutASizeOrItems) {
  EXPECT_THAT(names_in(cases_of(with_events(R"(, "items": "Events")"), "ListEvents")),
              Not(Contains("behaviour/pages-of-all")));
  EXPECT_THAT(names_in(cases_of(with_events(R"(, "pageSize": "Most")"), "ListEvents")),
              Not(Contains("behaviour/pages-of-all")));
}

// Books have marks, which nothing removes by itself; who marks a book need not say which mark.
contract::Model with_marks(const std::string& adding, const std::string& input) {
  return library({"CreateBook", "DeleteBook", adding, "ListMarks"}, R"json(
    "l#CreateBook": {"type": "operation", "input": {"target": "l#BookIn"}},
    "l#DeleteBook": {"type": "operation", "input": {"target": "l#BookIn"}},
    "l#BookIn": {"type": "structure", "members": {
      "BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "l#)json" + adding + R"json(": {"type": "operation", "input": {"target": "l#AddIn"}},
    "l#AddIn": {"type": "structure", "members": {)json" + input + R"json(}},
    "l#ListMarks": {"type": "operation", "input": {"target": "l#ListIn"}, "output": {"target": "l#ListOut"},
      "traits": {"smithy.api#paginated": {"inputToken": "From", "outputToken": "Next", "pageSize": "Most", "items": "Marks"}}},
    "l#ListIn": {"type": "structure", "members": {
      "BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "Most": {"target": "smithy.api#Integer"}, "From": {"target": "smithy.api#String"}}},
    "l#ListOut": {"type": "structure", "members": {"Marks": {"target": "l#Marks"}, "Next": {"target": "smithy.api#String"}}},
    "l#Marks": {"type": "list", "member": {"target": "l#Mark"}},
    "l#Mark": {"type": "structure", "members": {"Text": {"target": "smithy.api#String"}}}
  )json");
}

constexpr const char* in_book =
    R"("BookName": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}})";

TEST(PagedCases, AddWhatIsCalledAsWhatIsListed) {
  const auto cases = cases_of(with_marks("PutMark", in_book), "ListMarks");
  ASSERT_THAT(names_in(cases), Contains("behaviour/pages-of-added"));
  const Case& test = cases.at("behaviour/pages-of-added");
  ASSERT_EQ(test.arrange.size(), 4U);
  EXPECT_EQ(test.arrange[0].call, "CreateBook");
  EXPECT_EQ(test.arrange[1].call, "PutMark");
  EXPECT_EQ(test.arrange[2].call, "PutMark") << "one more than fits on a page of one";
  EXPECT_EQ(test.arrange[3].call, "ListMarks") << "all at once";
  EXPECT_EQ(test.arrange[1].with["BookName"], test.send["BookName"]);
  EXPECT_EQ(test.send["Most"], 1);
}

TEST(PagedCases, AddNothingToAnother) {
  const auto cases =
      cases_of(with_marks("PutMark", R"("Colour": {"target": "smithy.api#String"})"), "ListMarks");
  EXPECT_THAT(names_in(cases), Not(Contains("behaviour/pages-of-added"))) << "of no book";
  for (const char* other : {"DetachMark", "AttachMark"}) {
    EXPECT_THAT(names_in(cases_of(with_marks(other, in_book), "ListMarks")),
                Not(Contains("behaviour/pages-of-added")))
        << other << ": what nothing detaches would be in the way of the removal";
  }
}

}  // namespace
}  // namespace hallmark::plan
