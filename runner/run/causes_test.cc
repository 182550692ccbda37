#include "run/causes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "contract/promise_id.h"

namespace hallmark::run {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using verdict::Finding;
using verdict::Severity;
using verdict::Status;

// Cases with one finding each, as they come out of the judge.
class Results {
 public:
  CaseResult& add(const std::string& operation, const std::string& name, const Finding& finding) {
    plan::Case& test = cases_.emplace_back();
    test.service = "shop";
    test.operation = operation;
    test.id = "shop." + operation + "/" + name;
    CaseResult& result = results_.emplace_back();
    result.test = &test;
    result.verdict.status = finding.severity == Severity::deviation ? Status::deviates : Status::conforms;
    result.verdict.findings = {finding};
    return result;
  }
  std::vector<Cause> causes() const {
    CauseCount count;
    for (const CaseResult& each : results_) count.add(each);
    return count.take();
  }

 private:
  std::deque<plan::Case> cases_;
  std::deque<CaseResult> results_;
};

Finding input(const std::string& operation, const std::string& clause, const std::string& actual) {
  return {.rule = "contract.unexpected-success",
          .promise = "shop." + operation + " input." + clause,
          .expected = "BadRequestException or a common validation error",
          .actual = actual};
}

TEST(Generalised, TakesOutWhatDiffersFromCaseToCase) {
  EXPECT_EQ(generalised("404 NoSuchKey"), "404 NoSuchKey");
  EXPECT_EQ(generalised(R"("a \" b" is not one of "X", "Y")"), R"("…" is not one of "…", "…")");
  EXPECT_EQ(generalised("12 of 3456789 in group-1a2b3c4d"), "# of # in #");
  EXPECT_EQ(generalised("SHA256 of sqs"), "SHA256 of sqs");
}

TEST(CauseCount, IsOneForAConstraintThatNoMemberIsHeldTo) {
  Results results;
  results.add("Create", "a", input("Create", "Name length.min", "200 (success)"));
  results.add("Create", "b", input("Create", "Text length.max", "201 (success)"));
  results.add("List", "c", input("List", "Token length.max", "200 (success)"));
  results.add("List", "d", input("List", "Kind enum", "200 (success)"));
  const std::vector<Cause> causes = results.causes();
  ASSERT_EQ(causes.size(), 3u);
  EXPECT_EQ(causes[0].cases, 2u);
  EXPECT_EQ(causes[0].promise, "input … length");
  EXPECT_THAT(causes[0].operations, ElementsAre(Pair("shop.Create", 1u), Pair("shop.List", 1u)));
  EXPECT_EQ(causes[0].example, "shop.Create/a");
  EXPECT_EQ(causes[1].cases, 1u);
  EXPECT_EQ(causes[1].promise, "shop.List input.Kind enum") << "alone: in full";
  EXPECT_EQ(causes[2].promise, "shop.Create input.Text length.max") << "another answer, another cause";
}

TEST(CauseCount, IsOneForAServerErrorWhateverItAnswers) {
  Results results;
  Finding refused = {.rule = "contract.unexpected-error",
                     .promise = "shop.List status",
                     .actual = "500 without an error code: an HTML page"};
  results.add("List", "z", refused);
  results.add("Create", "y", input("Create", "Name length.min", "500 without an error code: Oops 123"));
  const std::vector<Cause> causes = results.causes();
  ASSERT_EQ(causes.size(), 1u);
  EXPECT_EQ(causes[0].cases, 2u);
  EXPECT_EQ(causes[0].example, "shop.Create/y") << "the first by id, whichever came first";
}

TEST(CauseCount, IsOneForAFaultOfTheWireWhateverWasAsked) {
  Results results;
  Finding finding{.rule = "decode.incomplete-envelope",
                  .promise = "shop.Create input.Name length.min",
                  .severity = Severity::drift,
                  .location = "body /Error/RequestId",
                  .expected = "89d8f308-a4c5-4fe8-a4aa-ac90e244c748, as in the header",
                  .actual = "8a872c7f-f840-4fb3-b8ba-266f3457735b"};
  results.add("Create", "a", finding);
  finding.promise = "shop.Drop error.NoSuchThing shape";
  finding.actual = "e3d5311f-78b7-4cec-b98a-b8480d225e9d";
  results.add("Drop", "b", finding);
  finding.location = "body /Error/Type";
  finding.actual = "nothing";
  results.add("Drop", "c", finding);
  const auto causes = results.causes();
  ASSERT_EQ(causes.size(), 2u);
  EXPECT_EQ(causes[0].cases, 2u);
  EXPECT_EQ(causes[0].promise, "body /Error/RequestId");
}

TEST(CauseCount, IsOneForAMediaTypeThatEveryOperationHas) {
  Results results;
  for (const char* operation : {"Create", "List", "Drop"}) {
    results.add(operation, "a",
                {.rule = "contract.content-type",
                 .promise = contract::promise_text(contract::operation_text("shop", operation),
                                                   contract::Side::content_type),
                 .expected = "application/json",
                 .actual = "text/html; charset=utf-8"});
  }
  const std::vector<Cause> causes = results.causes();
  ASSERT_EQ(causes.size(), 1u);
  EXPECT_EQ(causes[0].cases, 3u);
  EXPECT_EQ(causes[0].promise, "content-type");
}

TEST(CauseCount, TellsMembersOfAnswersApartAndValuesNot) {
  const auto output = [](const std::string& path, const std::string& actual) {
    return Finding{.rule = "schema.type",
                   .promise = "shop.List output." + path + " type",
                   .expected = "a number",
                   .actual = actual};
  };
  Results results;
  results.add("List", "a", output("Items[].Made", "\"yesterday\""));
  results.add("List", "b", output("Item.Made", "\"today\""));
  results.add("List", "c", output("Items[].Sold", "\"today\""));
  const std::vector<Cause> causes = results.causes();
  ASSERT_EQ(causes.size(), 2u);
  EXPECT_EQ(causes[0].cases, 2u);
  EXPECT_EQ(causes[0].promise, "output … Made type");
}

TEST(CauseCount, PutsNewBeforeKnownAndDeviationsBeforeDrift) {
  Results results;
  for (const char* name : {"a", "b"}) {
    results.add("Create", name, input("Create", "Name enum", "200")).verdict.known = true;
    results.add("List", name,
                {.rule = "schema.enum",
                 .promise = "shop.List output.Kind enum",
                 .severity = Severity::drift,
                 .actual = "\"AJAR\""});
  }
  results.add("Create", "c", input("Create", "Name pattern", "200"));
  results.add("Create", "d", {.rule = "x", .promise = "shop.Create x", .severity = Severity::none});
  const std::vector<Cause> causes = results.causes();
  ASSERT_EQ(causes.size(), 3u);
  EXPECT_EQ(causes[0].rule + causes[1].rule + causes[2].rule,
            "contract.unexpected-successschema.enumcontract.unexpected-success");
  EXPECT_TRUE(causes[2].known);
}

TEST(RefusalCount, CountsWhoWaitsAndShowsTheFirstAnswer) {
  RefusalCount count;
  std::deque<plan::Case> cases;
  const auto add = [&](const std::string& operation, const std::string& id, const std::string& answer) {
    plan::Case& test = cases.emplace_back();
    test.service = "shop";
    test.operation = operation;
    test.id = id;
    CaseResult result;
    result.test = &test;
    result.verdict.status = Status::skipped;
    result.verdict.waits_for = "Create";
    result.verdict.refusal = answer;
    result.run.exchanges.resize(1);
    result.run.exchanges[0].http.request.target = "/" + id;
    count.add(result);
  };
  add("Update", "z", "400 Bad: z");
  add("Update", "m", "");
  add("Create", "a", "400 Bad: a");
  const std::vector<RefusedRequest> refusals = count.take();
  ASSERT_EQ(refusals.size(), 1u);
  EXPECT_EQ(refusals[0].cases, 3u);
  EXPECT_EQ(refusals[0].answer, "400 Bad: a");
  EXPECT_EQ(refusals[0].exchange.http.request.target, "/a");
  EXPECT_THAT(
      next_steps(refusals),
      ElementsAre(HasSubstr("shop.Create was refused: 400 Bad: a; 3 cases wait for it. If the request")));
}

TEST(CauseCount, IsOneForAnErrorWithoutACodeWhateverWasExpected) {
  Results results;
  const std::string page = "404 NOT FOUND without an error code: an HTML page, \"404 Not Found\"";
  results.add("Get", "a",
              {.rule = "contract.unexpected-error",
               .promise = "shop.Get behaviour.unknown Id",
               .expected = "NotFoundException (404)",
               .actual = page});
  results.add("Make", "b",
              {.rule = "contract.unexpected-error",
               .promise = "shop.Make status",
               .expected = "success",
               .actual = page});
  const std::vector<Cause> causes = results.causes();
  ASSERT_EQ(causes.size(), 1u);
  EXPECT_EQ(causes[0].cases, 2u);
  EXPECT_EQ(causes[0].promise, "an error with a code");
}

TEST(CauseCount, IsOneForTimesThatAreWrittenInAnotherForm) {
  Results results;
  const auto time = [](const std::string& member, const std::string& actual) {
    return Finding{.rule = "schema.type",
                   .promise = "shop.Get output." + member + " type",
                   .expected = "number",
                   .actual = actual};
  };
  results.add("Get", "a", time("Created", "string \"2026-11-29T03:17:24.103Z\""));
  results.add("Get", "b", time("Changed", "string \"2026-11-29 03:17:24.846697\""));
  results.add("Get", "c", time("Name", "string \"tea\""));
  EXPECT_EQ(results.causes().size(), 2u);
}

}  // namespace
}  // namespace hallmark::run
