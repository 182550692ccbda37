// What the other calls of a case say of themselves, and what successes and errors promise
// whatever was sent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "exchange/long_body.h"
#include "verdict/testing.h"

namespace hallmark::verdict {
namespace {

using namespace testing;
using exchange::Role;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

std::vector<std::string> asides_of(const Verdict& verdict) {
  std::vector<std::string> texts;
  for (const Aside& each : verdict.asides) {
    texts.push_back(fmt::format("{} {} {} {}", each.operation, each.finding.rule, each.answered,
                                to_string(each.finding.severity)));
  }
  return texts;
}

Verdict with_removal(const Reply& reply, const JudgeOptions& options = {}) {
  exchange::CaseRun run = sent(created());
  run.exchanges.push_back(exchange_of(Role::remove, "DropOrder", reply, {{"OrderId", "o-1"}}));
  return Shop(options).judge(success_case(), run);
}

TEST(Asides, AreOfTheOperationThatWasCalled) {
  const Reply crash{
      .status = 500, .body = "<html><title>Oops</title></html>", .headers = {{"Content-Type", "text/html"}}};
  const Verdict verdict = with_removal(crash);
  EXPECT_EQ(verdict.status, Status::conforms) << "the case itself is as it was";
  EXPECT_THAT(asides_of(verdict), ElementsAre("DropOrder contract.unexpected-error 500 deviation"));
  EXPECT_EQ(verdict.asides[0].finding.promise, "shop.DropOrder status");
  EXPECT_EQ(verdict.asides[0].finding.exchange, 1u);
}

TEST(Asides, AreNotMadeOfAnswersThatMayBe) {
  for (const Reply& reply :
       {Reply{.status = 204, .body = "", .headers = {}}, refused(404, "NotFoundException"),
        refused(400, "SomethingElseException"), refused(501, "NotImplemented"), refused(503, "SlowDown")}) {
    EXPECT_THAT(asides_of(with_removal(reply)), IsEmpty()) << reply.status << reply.body;
  }
}

TEST(Asides, AreNotMadeOfAnswersThatWereNotKept) {
  const auto with_reading = [](const std::string& body) {
    exchange::CaseRun run = sent(created());
    run.exchanges.insert(run.exchanges.begin(), exchange_of(Role::arrange, "GetOrder", {.body = body}));
    return asides_of(Shop().judge(success_case(), run));
  };
  EXPECT_THAT(with_reading("(not kept)"), ElementsAre("GetOrder decode.malformed-body success deviation"));
  EXPECT_THAT(with_reading(exchange::in_place_of(4'460'828)), IsEmpty());
}

TEST(Asides, HoldErrorsToTheirEnvelopeAndCode) {
  EXPECT_THAT(asides_of(with_removal({.status = 400, .body = "{}"})),
              ElementsAre("DropOrder contract.error-code 400 deviation"));
  EXPECT_THAT(asides_of(with_removal(refused(410, "NotFoundException"))),
              ElementsAre("DropOrder contract.status 410 NotFoundException deviation"));
}

TEST(Asides, HoldSuccessesToTheirShape) {
  exchange::CaseRun run = sent(created());
  std::string body = good_order();
  body.replace(body.find("\"Amount\":2"), 10, "\"Amount\":\"2\"");
  run.exchanges.insert(run.exchanges.begin(), exchange_of(Role::arrange, "GetOrder", {.body = body}));
  EXPECT_THAT(asides_of(Shop().judge(success_case(), run)),
              ElementsAre("GetOrder schema.type success deviation"));
}

// What was stored although it is wrong is told by the case that sent it, and by no other.
TEST(Asides, LetWhatWasTakenWronglyBeGivenBack) {
  std::string body = good_order();
  body.replace(body.find("\"Amount\":2"), 10, "\"Amount\":\"2\"");
  const auto with = [&](const Reply& sending, Role role) {
    exchange::CaseRun run = sent(sending);
    run.exchanges.push_back(exchange_of(role, "GetOrder", {.body = body}));
    return asides_of(Shop().judge(negative_case(), run));
  };
  EXPECT_THAT(with(created(), Role::remove), IsEmpty());
  EXPECT_THAT(with(created(), Role::then), IsEmpty());
  EXPECT_THAT(with(refused(400, "BadRequestException"), Role::remove),
              ElementsAre("GetOrder schema.type success deviation"));
}

TEST(Asides, LetWhatWasSentEmptyBeLeftOut) {
  plan::Suite suite;
  suite.promised["CreateOrder"]["/Order/Diagnostics"] = "echo of the request";
  std::string body = good_order();
  body.replace(body.find(R"("Diagnostics":["a"],)"), 20, "");
  for (const bool empty : {true, false}) {
    exchange::CaseRun run = sent(created());
    const Json items = empty ? Json::array() : Json::array({"a"});
    run.exchanges.insert(run.exchanges.begin(), exchange_of(Role::arrange, "CreateOrder", created(body),
                                                            {{"Name", "tea"}, {"Diagnostics", items}}));
    EXPECT_EQ(asides_of(Shop({}, suite).judge(success_case(), run)).size(), empty ? 0u : 1u);
  }
}

TEST(Asides, AreLeftToTheCaseThatTellsThemAlready) {
  plan::Case test = error_case();
  test.control = std::vector<plan::PatchOperation>{{.op = "replace", .path = "/Name", .value = "tea"}};
  const exchange::CaseRun run =
      run_of({exchange_of(Role::send, "CreateOrder", refused(400, "BadRequestException"), {{"Name", ""}}),
              exchange_of(Role::control, "CreateOrder", {.status = 500, .body = "{}"}, order_input())});
  const Verdict verdict = Shop().judge(test, run);
  EXPECT_EQ(verdict.status, Status::deviates);
  EXPECT_THAT(asides_of(verdict), IsEmpty());
}

TEST(Asides, OfARefusedBaseBringItsExceptionAbout) {
  exchange::CaseRun run = run_of(
      {exchange_of(Role::base, "CreateOrder", refused(409, "ConflictException", R"(,"Existing":"x")"))});
  run.base_accepted = false;
  run.skipped = {exchange::Reason::Kind::planned,
                 "base not accepted: CreateOrder answered ConflictException"};
  run.refused_by = "CreateOrder";
  const Verdict verdict = Shop().judge(negative_case(), run);
  EXPECT_EQ(verdict.status, Status::skipped);
  EXPECT_THAT(verdict.brought_about, ElementsAre(Pair("CreateOrder", "ConflictException")));
  EXPECT_TRUE(verdict.evaluated_aside.contains("shop.CreateOrder error.ConflictException status"));
  EXPECT_EQ(verdict.waits_for, "CreateOrder");
  EXPECT_EQ(verdict.refusal, "409 ConflictException: no");
}

TEST(Asides, TellCodesThatAreTheNamesOfShapes) {
  const auto model = shop("awsQuery", [](std::string& text) {
    const std::size_t at = text.find("\"smithy.api#error\": \"client\", \"smithy.api#httpError\": 404");
    text.insert(at,
                "\"aws.protocols#awsQueryError\": {\"code\": \"Shop.NoOrder\", \"httpResponseCode\": 404}, ");
  });
  Reply reply{
      .status = 404,
      .body =
          "<ErrorResponse><Error><Type>Sender</Type><Code>NotFoundException</Code><Message>no</Message>"
          "</Error><RequestId>r</RequestId></ErrorResponse>",
      .headers = {{"Content-Type", "text/xml"}}};
  const auto judged = [&] {
    exchange::CaseRun run = run_of({exchange_of(Role::remove, "DropOrder", reply)});
    run.skipped = {exchange::Reason::Kind::planned, "interrupted"};
    return asides_of(Shop({}, {}, model).judge(success_case(), run));
  };
  EXPECT_THAT(judged(), ElementsAre("DropOrder contract.error-code 404 NotFoundException deviation"));
  reply.body = core::replace_all(reply.body, "NotFoundException", "Shop.NoOrder");
  EXPECT_THAT(judged(), IsEmpty());
}

TEST(Negative, IsRefusedByTheEntryOfABatch) {
  const auto model = shop("restJson1", [](std::string& text) {
    text.insert(text.find("\"ETag\": {\"target\""), "\"Failed\": {\"target\": \"shop#Diagnostics\"}, ");
  });
  std::string body = good_order();
  body.insert(1, R"("Failed":["Name is empty"],)");
  EXPECT_EQ(Shop({}, {}, model).judge(negative_case(), sent(created(body))).status, Status::conforms);
  EXPECT_EQ(Shop({}, {}, model).judge(negative_case(), sent(created())).status, Status::deviates);
}

// ---- successes ----

std::vector<std::string> found_in(std::string body,
                                  wire::Headers headers = {{"Content-Type", "application/json"},
                                                           {"ETag", "\"v1\""}}) {
  return found(
      Shop().judge(success_case(), sent({.status = 201, .body = std::move(body), .headers = headers})));
}

TEST(SuccessCheck, HoldsListsToHaveNoNull) {
  std::string body = good_order();
  EXPECT_THAT(found_in(core::replace_all(body, "[\"a\"]", "[\"a\",null]")),
              ElementsAre("decode.null-member@/Order/Diagnostics/1 drift"));
  EXPECT_THAT(found_in(core::replace_all(body, "[\"a\"]", "null")), IsEmpty()) << "a null member is none";
}

TEST(SuccessCheck, HoldsWholeNumbersToTheirWidth) {
  for (const char* wide : {"2147483648", "-2147483649", "18446744073709551615"}) {
    EXPECT_THAT(found_in(core::replace_all(good_order(), "\"Amount\":2", fmt::format("\"Amount\":{}", wide))),
                ElementsAre("schema.number-width@ deviation"))
        << wide;
  }
  for (const char* narrow : {"2147483647", "-2147483648"}) {
    EXPECT_THAT(
        found_in(core::replace_all(good_order(), "\"Amount\":2", fmt::format("\"Amount\":{}", narrow))),
        IsEmpty());
  }
}

TEST(SuccessCheck, HoldsContentTypesToSayTheSame) {
  const auto with = [](const char* other) {
    return wire::Headers{{"Content-Type", "application/json"}, {"Content-Type", other}, {"ETag", "\"v1\""}};
  };
  EXPECT_THAT(found_in(good_order(), with("application/json; charset=utf-8")), IsEmpty());
  EXPECT_THAT(found_in(good_order(), with("text/html")), ElementsAre("contract.content-type@ deviation"));
}

TEST(ErrorCheck, WantsTheCodeOfTheQueryProtocolWhereItWasAskedFor) {
  const auto model = shop("awsJson1_0", [](std::string& text) {
    text.insert(text.find("\"aws.protocols#awsJson1_0\""), "\"aws.protocols#awsQueryCompatible\": {}, ");
    const std::size_t at = text.find("\"smithy.api#error\": \"client\", \"smithy.api#httpError\": 400");
    text.insert(at, "\"aws.protocols#awsQueryError\": {\"code\": \"Shop.Bad\", \"httpResponseCode\": 400}, ");
  });
  Reply reply{.status = 400,
              .body = R"({"__type":"shop#BadRequestException","message":"no"})",
              .headers = {{"Content-Type", "application/x-amz-json-1.0"}}};
  exchange::CaseRun run = sent(reply);
  const auto judged = [&] { return found(Shop({}, {}, model).judge(error_case(), run)); };
  EXPECT_THAT(judged(), IsEmpty()) << "nobody asked";
  run.exchanges[0].http.request.headers.add("x-amzn-query-mode", "true");
  EXPECT_THAT(judged(), ElementsAre("contract.query-error@ deviation"));
  run.exchanges[0].http.response->headers.add("x-amzn-query-error", "Shop.Bad;Sender");
  EXPECT_THAT(judged(), IsEmpty());
  // Another operation lists it, by the shape's name as by the code.
  EXPECT_THAT(found(Shop({}, {}, model)
                        .judge()
                        .judge_exchange(*model->operation("RenameOrder"), run.exchanges[0].http)),
              IsEmpty());
  // The header is the service's promise also where no document states what the code was.
  plan::Case taken = error_case();
  taken.expect = {{.exception = "ConflictException"}};
  reply.status = 409;
  reply.body = R"({"__type":"shop#ConflictException","message":"no","Existing":"tea"})";
  run = sent(reply);
  run.exchanges[0].http.request.headers.add("x-amzn-query-mode", "true");
  EXPECT_THAT(found(Shop({}, {}, model).judge(taken, run)), ElementsAre("contract.query-error@ drift"));
}

}  // namespace
}  // namespace hallmark::verdict
