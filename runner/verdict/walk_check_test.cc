#include "verdict/walk_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/cases/walk_items.h"
#include "verdict/testing.h"

namespace hallmark::verdict {
namespace {

using namespace testing;
using ::testing::ElementsAre;

// The shop with a list of orders.
std::shared_ptr<const contract::Model> shop_with_list() {
  return shop("restJson1", [](std::string& text) {
    const std::string_view last = R"({"target": "shop#DropOrder"}])";
    text.replace(text.find(last), last.size(),
                 R"({"target": "shop#DropOrder"}, {"target": "shop#ListOrders"}])");
    const std::string_view shape = R"("shop#Name": {)";
    text.insert(text.find(shape), R"json(
    "shop#ListOrders": {"type": "operation", "input": {"target": "shop#ListIn"}, "output": {"target": "shop#ListOut"},
      "traits": {"smithy.api#http": {"method": "GET", "uri": "/orders", "code": 200}}},
    "shop#ListIn": {"type": "structure", "members": {
      "Most": {"target": "smithy.api#Integer", "traits": {"smithy.api#httpQuery": "most"}},
      "From": {"target": "smithy.api#String", "traits": {"smithy.api#httpQuery": "from"}}}},
    "shop#ListOut": {"type": "structure", "members": {
      "Ids": {"target": "shop#Ids"}, "More": {"target": "smithy.api#String"}, "HasMore": {"target": "smithy.api#Boolean"}}},
    "shop#Ids": {"type": "list", "member": {"target": "smithy.api#String"}},
    )json");
  });
}

plan::Case walking() {
  plan::Case test = success_case();
  test.operation = "ListOrders";
  test.id = "shop.ListOrders/behaviour/pages";
  test.group = plan::group_of("behaviour");
  test.generated = true;
  test.provoke = plan::Provocation::state;
  test.promises = {"shop.ListOrders behaviour.pages"};
  test.behaviour = {.kind = "pages", .evidence = "the paginator of the operation", .stated = true};
  test.send = {{"Most", 2}};
  test.walk = plan::Walk{};
  test.walk->items = "/Ids";
  test.walk->input_tokens = {"From"};
  test.walk->output_tokens = {"/More"};
  test.walk->page_size = 2;
  test.walk->once = {"a", "b", "c"};
  test.walk->never = {"gone"};
  return test;
}

struct Answered {
  Json from;  // the token that was sent; null: none
  const char* body;
  int status = 200;
};

Verdict judged(const std::vector<Answered>& pages, const plan::Case& test = walking()) {
  exchange::CaseRun run;
  for (const Answered& page : pages) {
    Json input = test.send;
    if (!page.from.is_null()) input["From"] = page.from;
    const Reply reply = page.status == 200 ? Reply{.body = page.body} : refused(page.status, "Nope");
    run.exchanges.push_back(exchange_of(exchange::Role::send, "ListOrders", reply, std::move(input)));
  }
  run.kept = {{"a", "o-1"}, {"b", "o-2"}, {"c", "o-3"}, {"gone", "o-9"}};
  return Shop({}, {}, shop_with_list()).judge(test, run);
}

const Answered first{nullptr, R"({"Ids":["o-1","o-2"],"More":"t1"})"};
const Answered last{"t1", R"({"Ids":["o-3"]})"};

struct Row {
  const char* name;
  std::vector<Answered> pages;
  Status status;
  std::vector<std::string> findings;
};
class Walked : public ::testing::TestWithParam<Row> {};
TEST_P(Walked, TellsWhatIsWrongWithThePages) {
  const Row& row = GetParam();
  const Verdict verdict = judged(row.pages);
  EXPECT_EQ(verdict.status, row.status) << verdict.reason;
  EXPECT_EQ(found(verdict), row.findings);
  for (const Finding& finding : verdict.findings) {
    EXPECT_EQ(finding.promise, "shop.ListOrders behaviour.pages");
    EXPECT_EQ(finding.source, "the paginator of the operation");
  }
}
INSTANTIATE_TEST_SUITE_P(
    Rows, Walked,
    ::testing::Values(
        Row{"each_once", {first, last}, Status::conforms, {}},
        Row{"in_any_order_beside_others",
            {{nullptr, R"({"Ids":["o-3","x"],"More":"t1"})"}, {"t1", R"({"Ids":["o-2","o-1"]})"}},
            Status::conforms,
            {}},
        Row{"an_empty_page_before_the_end",
            {first, {"t1", R"({"Ids":[],"More":"t2"})"}, {"t2", R"({"Ids":["o-3"]})"}},
            Status::conforms,
            {}},
        Row{"one_missing",
            {first, {"t1", R"({"Ids":[]})"}},
            Status::deviates,
            {"behaviour.missing@/Ids deviation"}},
        Row{"a_page_twice",
            {first, {"t1", R"({"Ids":["o-1","o-2"],"More":"t2"})"}, {"t2", R"({"Ids":["o-3"]})"}},
            Status::deviates,
            {"behaviour.repeated@/Ids deviation", "behaviour.repeated@/Ids deviation"}},
        Row{"too_many_on_a_page",
            {{nullptr, R"({"Ids":["o-1","o-2","o-3"]})"}},
            Status::deviates,
            {"behaviour.page-size@/Ids deviation"}},
        Row{"a_token_that_is_not_taken",
            {first, {"t1", "", 400}},
            Status::deviates,
            {"behaviour.token@ deviation"}},
        Row{"a_token_that_comes_back",
            {first, {"t1", R"({"Ids":["o-3"],"More":"t1"})"}},
            Status::deviates,
            {"behaviour.end@ deviation"}},
        Row{"what_is_gone",
            {first, {"t1", R"({"Ids":["o-3","o-9"]})"}},
            Status::deviates,
            {"behaviour.listed-when-gone@/Ids deviation"}},
        Row{"the_last_of_several_walks", {{nullptr, R"({"Ids":[]})"}, first, last}, Status::conforms, {}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Walk, SaysNothingOfWhatIsMissingWhereItWasCutShort) {
  plan::Case test = walking();
  test.walk->most_pages = 1;
  const Verdict verdict = judged({first}, test);
  EXPECT_EQ(verdict.status, Status::inconclusive);
  EXPECT_EQ(found(verdict), std::vector<std::string>{});
}

// An older Kinesis has more streams, and no token: the next page begins behind the last name.
TEST(Walk, SaysNothingOfWhatIsMissingWhereThereIsMoreAndNoToken) {
  plan::Case test = walking();
  test.walk->more = "/HasMore";
  const Verdict verdict = judged({{nullptr, R"({"Ids":["o-1","o-2"],"HasMore":true})"}}, test);
  EXPECT_EQ(verdict.status, Status::inconclusive);
  EXPECT_EQ(found(verdict), std::vector<std::string>{});
  const Verdict over = judged({{nullptr, R"({"Ids":["o-1","o-2"],"HasMore":false})"}}, test);
  EXPECT_EQ(over.status, Status::deviates) << "there is no more";
}

// Tokens that count, while others come and go: the same thing again on the next page, or passed over.
TEST(Walk, SettlesNothingWhereEachWalkShowsOtherThings) {
  const Answered again{"t1", R"({"Ids":["o-2","o-3"]})"};
  const Answered other{nullptr, R"({"Ids":["o-1","o-7"],"More":"t1"})"};
  const Verdict disturbed = judged({other, last, first, again});
  EXPECT_TRUE(disturbed.findings.empty());
  EXPECT_EQ(disturbed.reason, "the walk did not come to its end");
  const Verdict passed_over = judged({first, again, first, {"t1", R"({"Ids":[]})"}});
  EXPECT_TRUE(passed_over.findings.empty());
  const Verdict steady = judged({first, again, first, again});
  ASSERT_EQ(steady.findings.size(), 1U);
  EXPECT_EQ(steady.findings[0].rule, "behaviour.repeated");
}

TEST(Walk, IsDriftWhereNamesAloneShowIt) {
  plan::Case test = walking();
  test.behaviour.stated = false;
  const Verdict verdict = judged({first, {"t1", R"({"Ids":[]})"}}, test);
  EXPECT_EQ(verdict.status, Status::conforms);
  EXPECT_EQ(found(verdict), std::vector<std::string>{"behaviour.missing@/Ids drift"});
}

TEST(Walk, OfWhichTheFirstPageIsRefusedSettlesNothing) {
  EXPECT_EQ(judged({{nullptr, "", 400}}).status, Status::inconclusive);
}

TEST(Walk, SaysNothingWhereTheLastTookThePlaceOfTheOthers) {
  const Verdict verdict = judged({{nullptr, R"({"Ids":["o-3"]})"}});
  EXPECT_EQ(verdict.status, Status::inconclusive);
  EXPECT_EQ(found(verdict), std::vector<std::string>{});
}

TEST(Walk, SaysNothingOfThingsThatAreOne) {
  plan::Case test = walking();
  test.walk->once = {"a", "same"};
  exchange::CaseRun run;
  run.exchanges.push_back(
      exchange_of(exchange::Role::send, "ListOrders", {.body = R"({"Ids":["o-1","o-1"]})"}, test.send));
  run.kept = {{"a", "o-1"}, {"same", "o-1"}, {"gone", "o-9"}};
  EXPECT_EQ(found(Shop({}, {}, shop_with_list()).judge(test, run)), std::vector<std::string>{});
}

TEST(Walk, CountsItemsByWhateverTextTheyShow) {
  plan::Case test = walking();
  test.walk->once = {"arn"};
  exchange::CaseRun run;
  run.exchanges.push_back(
      exchange_of(exchange::Role::send, "ListOrders", {.body = R"({"Ids":["o-1"]})"}, test.send));
  run.kept = {{"arn", "arn:aws:shop:us-east-1:1:o-1"}, {"gone", "o-9"}};
  EXPECT_EQ(Shop({}, {}, shop_with_list()).judge(test, run).status, Status::deviates)
      << "an item is what it shows, not what it may mean";
}

TEST(Walked, TellsOfTheListWhatIsMissingOrTwiceOnOnePage) {
  plan::Case test = walking();
  test.promises.emplace_back("shop.ListOrders behaviour.listed");
  const auto promises = [&](const std::vector<Answered>& pages) {
    std::vector<std::string> found;
    for (const Finding& finding : judged(pages, test).findings) found.push_back(finding.promise);
    return found;
  };
  EXPECT_THAT(promises({first, {"t1", R"({"Ids":[]})"}}), ElementsAre("shop.ListOrders behaviour.listed"));
  EXPECT_THAT(promises({first, {"t1", R"({"Ids":["o-3","o-3"]})"}}),
              ElementsAre("shop.ListOrders behaviour.listed"));
  EXPECT_THAT(promises({first, {"t1", R"({"Ids":["o-3","o-1"]})"}}),
              ElementsAre("shop.ListOrders behaviour.pages"));
}

// Everything at once, before and after the pages.
plan::Case of_all() {
  plan::Case test = walking();
  test.walk->once.clear();
  test.walk->never.clear();
  test.behaviour.stated = false;
  return test;
}

std::vector<std::string> told_of_all(const std::vector<Answered>& pages, const Json& before,
                                     const Json& after, const plan::Case& test = of_all()) {
  exchange::CaseRun run;
  for (const Answered& page : pages) {
    Json input = test.send;
    if (!page.from.is_null()) input["From"] = page.from;
    run.exchanges.push_back(
        exchange_of(exchange::Role::send, "ListOrders", {.body = page.body}, std::move(input)));
  }
  run.kept = {{plan::at_once, before}, {plan::at_once_again, after}};
  const Verdict verdict = Shop({}, {}, shop_with_list()).judge(test, run);
  EXPECT_EQ(verdict.status, Status::conforms) << verdict.reason;
  return found(verdict);
}

TEST(WalkOfAll, TellsWhatThePagesLackOrHaveTwice) {
  const Json all = {{"Ids", {"o-1", "o-2", "o-3"}}};
  EXPECT_THAT(told_of_all({first, last}, all, all), ElementsAre());
  EXPECT_THAT(told_of_all({first, {"t1", R"({"Ids":[]})"}}, all, all),
              ElementsAre("behaviour.missing@/Ids drift"));
  EXPECT_THAT(told_of_all({first, {"t1", R"({"Ids":["o-2","o-3"]})"}}, all, all),
              ElementsAre("behaviour.repeated@/Ids drift"));
  EXPECT_THAT(told_of_all({{nullptr, R"({"Ids":["o-1","o-2","o-3"]})"}}, all, all),
              ElementsAre("behaviour.page-size@/Ids drift"));
}

TEST(WalkOfAll, SaysNothingWhereThingsCameAndWent) {
  const Json all = {{"Ids", {"o-1", "o-2", "o-3"}}}, fewer = {{"Ids", {"o-1", "o-2"}}};
  EXPECT_THAT(told_of_all({first, {"t1", R"({"Ids":[]})"}}, all, fewer), ElementsAre());
  EXPECT_THAT(told_of_all({first, {"t1", R"({"Ids":["o-2"]})"}}, fewer, all), ElementsAre());
}

// One answer did not hold everything: of what is alike there may be more behind it.
TEST(WalkOfAll, DoesNotCountWhatOneAnswerCouldNotHold) {
  const Json some = {{"Ids", {"o-1", "o-2"}}, {"More", "t"}};
  EXPECT_THAT(told_of_all({first, {"t1", R"({"Ids":["o-2"]})"}}, some, some), ElementsAre());
  EXPECT_THAT(told_of_all({{nullptr, R"({"Ids":["o-1"]})"}}, some, some),
              ElementsAre("behaviour.missing@/Ids drift"));
}

TEST(WalkOfAll, NeedNotComeToTheEndOfMuch) {
  plan::Case test = of_all();
  test.walk->most_pages = 1;
  const Json all = {{"Ids", {"o-1", "o-2", "o-3"}}};
  EXPECT_THAT(told_of_all({first}, all, all, test), ElementsAre());
  test.walk->most_pages = 2;
  exchange::CaseRun run;
  for (const char* page : {R"({"Ids":[],"More":"t1"})", R"({"Ids":[],"More":"t2"})"}) {
    Json input = test.send;
    if (!run.exchanges.empty()) input["From"] = "t1";
    run.exchanges.push_back(
        exchange_of(exchange::Role::send, "ListOrders", {.body = page}, std::move(input)));
  }
  run.kept = {{plan::at_once, all}, {plan::at_once_again, all}};
  EXPECT_EQ(Shop({}, {}, shop_with_list()).judge(test, run).status, Status::inconclusive)
      << "nothing was seen";
}

}  // namespace
}  // namespace hallmark::verdict
