#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "verdict/checks.h"
#include "verdict/negative.h"
#include "verdict/testing.h"

namespace hallmark::verdict {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ErrorCheck, AcceptsTheExactException) {
  const Verdict verdict = Shop().judge(error_case(), sent(refused(400, "BadRequestException")));
  EXPECT_EQ(verdict.status, Status::conforms);
  EXPECT_THAT(found(verdict), IsEmpty());
  EXPECT_EQ(verdict.provoked, "BadRequestException");
  EXPECT_EQ(verdict.by, plan::Provocation::request);
  for (const char* clause : {"", " status", " code", " shape"}) {
    EXPECT_TRUE(tested(verdict).contains(std::string("shop.CreateOrder error.BadRequestException") + clause))
        << clause;
  }
}

struct MutatedError {
  const char* name;
  const char* exception;
  Reply reply;
  std::vector<std::string> findings;
};
class MutatedErrors : public ::testing::TestWithParam<MutatedError> {};

TEST_P(MutatedErrors, AreCaughtByTheirOwnRuleAlone) {
  const MutatedError& row = GetParam();
  const Verdict verdict = Shop().judge(error_case(row.exception), sent(row.reply));
  EXPECT_EQ(found(verdict), row.findings);
  const bool deviates = std::any_of(row.findings.begin(), row.findings.end(),
                                    [](const std::string& text) { return text.ends_with("deviation"); });
  EXPECT_EQ(verdict.status, deviates ? Status::deviates : Status::conforms);
  EXPECT_EQ(verdict.provoked, deviates ? "" : row.exception);
}

Reply json_error(int status, std::string body) { return {.status = status, .body = std::move(body)}; }

INSTANTIATE_TEST_SUITE_P(
    Rows, MutatedErrors,
    ::testing::Values(
        MutatedError{"wrong_status",
                     "BadRequestException",
                     refused(422, "BadRequestException"),
                     {"contract.status@ deviation"}},
        MutatedError{"other_listed_exception",
                     "BadRequestException",
                     refused(409, "ConflictException", R"(,"Existing":"x")"),
                     {"contract.error-code@ deviation"}},
        MutatedError{"unlisted_code_of_the_same_status",
                     "BadRequestException",
                     refused(400, "InvalidThing"),
                     {"contract.error-code@ deviation"}},
        MutatedError{"unlisted_code_of_another_status",
                     "BadRequestException",
                     refused(403, "InvalidThing"),
                     {"contract.error-code@ deviation", "contract.status@ deviation"}},
        MutatedError{"another_case_of_the_code",
                     "BadRequestException",
                     refused(400, "badRequestException"),
                     {"contract.error-code@ deviation"}},
        MutatedError{"no_code",
                     "BadRequestException",
                     json_error(400, R"({"message":"no"})"),
                     {"contract.error-code@ deviation"}},
        MutatedError{"codes_that_differ",
                     "BadRequestException",
                     refused(400, "BadRequestException", R"(,"__type":"ConflictException")"),
                     {"contract.error-code@ deviation"}},
        MutatedError{"success", "BadRequestException", created(), {"contract.unexpected-success@ deviation"}},
        MutatedError{"code_in_the_body",
                     "BadRequestException",
                     json_error(400, R"({"__type":"shop#BadRequestException","Message":"no"})"),
                     {}},
        MutatedError{"envelope_members_in_any_case",
                     "BadRequestException",
                     refused(400, "BadRequestException", R"(,"RequestId":"1","Code":"x","Type":"User")"),
                     {}},
        MutatedError{"unknown_member",
                     "BadRequestException",
                     refused(400, "BadRequestException", R"(,"Hint":"x")"),
                     {"decode.unknown-member@/Hint none"}},
        MutatedError{"required_member_missing",
                     "ConflictException",
                     refused(409, "ConflictException"),
                     {"contract.error-shape@/Existing drift"}},
        MutatedError{"wrong_type",
                     "ConflictException",
                     refused(409, "ConflictException", R"(,"Existing":"x","Tries":"three")"),
                     {"contract.error-shape@/Tries deviation"}},
        MutatedError{
            "body_that_is_no_object",
            "BadRequestException",
            {.status = 400,
             .body = "[]",
             .headers = {{"Content-Type", "application/json"}, {"x-amzn-errortype", "BadRequestException"}}},
            {"decode.wrong-root@ deviation"}},
        MutatedError{
            "body_cut_off",
            "BadRequestException",
            {.status = 400,
             .body = R"({"message":)",
             .headers = {{"Content-Type", "application/json"}, {"x-amzn-errortype", "BadRequestException"}}},
            {"decode.malformed-body@ deviation"}},
        MutatedError{"html_page",
                     "BadRequestException",
                     {.status = 400, .body = "<html>no</html>", .headers = {{"Content-Type", "text/html"}}},
                     {"contract.content-type@ deviation", "decode.malformed-body@ deviation"}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ErrorCheck, NeverAssertsMessages) {
  for (const char* body :
       {R"({"message":"anything at all"})", R"({"Message":"x"})", R"({})", R"({"message":""})"}) {
    const Reply reply{
        .status = 400,
        .body = body,
        .headers = {{"Content-Type", "application/json"}, {"x-amzn-errortype", "BadRequestException"}}};
    EXPECT_THAT(found(Shop().judge(error_case(), sent(reply))), IsEmpty()) << body;
  }
}

TEST(ErrorCheck, TriesEveryAllowedOutcomeAndNamesAllWhenNoneCame) {
  plan::Case test = error_case();
  test.expect = {{.exception = "BadRequestException", .reason = "too many items"},
                 {.exception = "ConflictException", .reason = "or a limit"}};
  const Verdict second = Shop().judge(test, sent(refused(409, "ConflictException", R"(,"Existing":"x")")));
  EXPECT_EQ(second.status, Status::conforms);
  EXPECT_EQ(second.provoked, "ConflictException");
  EXPECT_THAT(second.reason, HasSubstr("or a limit"));
  EXPECT_FALSE(tested(second).contains("shop.CreateOrder error.BadRequestException status"));

  const Verdict neither = Shop().judge(test, sent(refused(404, "NotFoundException")));
  ASSERT_FALSE(neither.findings.empty());
  EXPECT_EQ(neither.findings[0].expected,
            "BadRequestException (400) [too many items] or ConflictException (409) [or a limit]");
  EXPECT_EQ(neither.findings[0].actual, "404 NotFoundException: no");
}

TEST(ErrorCheck, JudgesAgainstTheNearestOutcome) {
  plan::Case test = error_case();
  test.expect = {plan::Outcome{}, {.exception = "BadRequestException"}, {.exception = "ConflictException"}};
  const Verdict verdict = Shop().judge(test, sent(refused(400, "ConflictException", R"(,"Existing":"x")")));
  EXPECT_THAT(found(verdict), ElementsAre("contract.status@ deviation"));
  EXPECT_EQ(verdict.findings[0].expected, "409");
}

TEST(ErrorCheck, TakesTheStatusThatTheCaseFixes) {
  plan::Case test = error_case();
  test.expect[0].status = 413;
  EXPECT_THAT(found(Shop().judge(test, sent(refused(413, "BadRequestException")))), IsEmpty());
  EXPECT_THAT(found(Shop().judge(test, sent(refused(400, "BadRequestException")))),
              ElementsAre("contract.status@ deviation"));
}

TEST(ErrorCheck, TakesEveryStatusThatADocumentStates) {
  const auto model = shop("restJson1", [](std::string& text) {
    const std::string from = R"("smithy.api#error": "client", "smithy.api#httpError": 400)";
    text.replace(
        text.find(from), from.size(),
        from +
            R"(, "hallmark.api#alternatives": [{"trait": "smithy.api#httpError", "value": 422, "source": "page"}])");
  });
  EXPECT_THAT(found(Shop({}, {}, model).judge(error_case(), sent(refused(422, "BadRequestException")))),
              IsEmpty());
  EXPECT_THAT(found(Shop({}, {}, model).judge(error_case(), sent(refused(423, "BadRequestException")))),
              ElementsAre("contract.status@ deviation"));
}

TEST(ErrorCheck, HoldsCommonErrorsToTheirCodeAlone) {
  plan::Case test = error_case();
  test.expect = {{.exception = "InvalidSignatureException"}};
  EXPECT_THAT(found(Shop().judge(test, sent(refused(403, "InvalidSignatureException")))), IsEmpty());
  EXPECT_THAT(found(Shop().judge(test, sent(refused(403, "AccessDeniedException")))),
              ElementsAre("contract.error-code@ deviation"));
}

TEST(ErrorCheck, KnowsTheOlderNamesOfAQueryCompatibleService) {
  const auto model = shop("awsJson1_0", [](std::string& text) {
    text.replace(text.find(R"("aws.api#service")"), 0, R"("aws.protocols#awsQueryCompatible": {}, )");
  });
  const Reply reply{
      .status = 400,
      .body = R"({"__type":"shop#BadRequestException","message":"no"})",
      .headers = {{"Content-Type", "application/x-amz-json-1.0"}, {"x-amzn-query-error", "Shop.Bad;Sender"}}};
  EXPECT_THAT(found(Shop({}, {}, model).judge(error_case(), sent(reply))), IsEmpty());
}

TEST(ErrorCheck, ReadsTheErrorsOfXmlServices) {
  const Shop shop_xml({}, {}, shop("restXml"));
  const auto reply = [](std::string_view root, std::string_view code) {
    return Reply{
        .status = 400,
        .body = fmt::format("<{0}><Error><Type>Sender</Type><Code>{1}</Code><Message>no</Message></Error>"
                            "<RequestId>r</RequestId></{0}>",
                            root, code),
        .headers = {{"Content-Type", "application/xml"}}};
  };
  EXPECT_THAT(found(shop_xml.judge(error_case(), sent(reply("ErrorResponse", "BadRequestException")))),
              IsEmpty());
  EXPECT_THAT(found(shop_xml.judge(error_case(), sent(reply("ErrorResponse", "Bad")))),
              ElementsAre("contract.error-code@ deviation"));
  EXPECT_EQ(shop_xml.judge(error_case(), sent(reply("Failure", "BadRequestException"))).status,
            Status::deviates);
  // Whose fault it is and the request's id: clients show them, and read on without them.
  const struct {
    const char *from, *to;
  } parts[] = {{"<Type>Sender</Type>", ""},
               {"Sender", "Receiver"},
               {"<RequestId>r</RequestId>", ""},
               {"<RequestId>r<", "<RequestId> <"}};
  for (const auto& part : parts) {
    Reply spoilt = reply("ErrorResponse", "BadRequestException");
    spoilt.body.replace(spoilt.body.find(part.from), std::string_view(part.from).size(), part.to);
    EXPECT_THAT(found(shop_xml.judge(error_case(), sent(spoilt))),
                ElementsAre("decode.incomplete-envelope@ drift"))
        << spoilt.body;
  }
  Reply other = reply("ErrorResponse", "BadRequestException");
  other.headers.add("x-amzn-RequestId", "another");
  EXPECT_THAT(found(shop_xml.judge(error_case(), sent(other))), ElementsAre())
      << "that the two are the same no document says";
}

TEST(ErrorCheck, ExpectsNoCodeOfAnAnswerWithoutABody) {
  exchange::CaseRun run = sent({.status = 400, .body = ""});
  run.exchanges[0].http.request.method = "HEAD";
  EXPECT_THAT(found(Shop().judge(error_case(), run)), IsEmpty());
  EXPECT_EQ(Shop().judge(negative_case(), run).status, Status::inconclusive);
  run.exchanges[0].http.response->status = 404;
  EXPECT_THAT(found(Shop().judge(error_case(), run)), ElementsAre("contract.status@ deviation"));
  run.exchanges[0].http.request.method = "POST";
  EXPECT_THAT(found(Shop().judge(error_case(), run)), ::testing::Contains("contract.error-code@ deviation"));
}

TEST(JudgeExchange, HoldsRecordedAnswersToTheContractAlone) {
  const Shop shop_json;
  const contract::Operation& create = *shop_json.model().operation("CreateOrder");
  const auto judged = [&](const Reply& reply) {
    return found(shop_json.judge().judge_exchange(create, sent(reply).exchanges[0].http));
  };
  EXPECT_THAT(judged(created()), IsEmpty());
  EXPECT_THAT(judged(refused(400, "BadRequestException")), IsEmpty());
  EXPECT_THAT(judged(refused(409, "BadRequestException")), ElementsAre("contract.status@ deviation"));
  EXPECT_THAT(judged(refused(403, "NoSuchShopException")), ElementsAre("contract.error-code@ drift"));
  EXPECT_THAT(judged(refused(403, "AccessDeniedException")), IsEmpty()) << "every service may say it";
  EXPECT_THAT(judged(refused(404, "NotFoundException")), IsEmpty()) << "another operation lists it";
  const auto unlisted = shop("restJson1", [](std::string& text) {
    text = core::replace_all(std::move(text),
                             R"({"target": "shop#BadRequestException"}, {"target": "shop#ConflictException"},
                 {"target": "shop#ServerException"})",
                             "");
  });
  const contract::Operation& lists_none = *unlisted->operation("CreateOrder");
  EXPECT_THAT(found(Shop({}, {}, unlisted)
                        .judge()
                        .judge_exchange(lists_none, sent(refused(403, "NoSuchShop")).exchanges[0].http)),
              IsEmpty());
  EXPECT_THAT(judged(json_error(400, R"({"message":"no"})")), ElementsAre("contract.error-code@ deviation"));
  std::string body = good_order();
  body.replace(body.find(R"("Amount":2)"), 10, R"("Amount":"2")");
  EXPECT_THAT(judged(created(body)), ElementsAre("schema.type@/Order/Amount deviation"));
}

TEST(ErrorCheck, LetsAwsAnswerAStatusThatAnotherOfItsModelsStates) {
  const auto model = shop("restJson1", [](std::string& text) {
    text = core::replace_all(std::move(text), "BadRequestException", "PurgeQueueInProgress");
    text = core::replace_all(std::move(text), R"("sdkId": "Shop")", R"("sdkId": "SQS")");
  });
  const auto answered = [&](int status) {
    plan::Case test = error_case("PurgeQueueInProgress");
    test.service = model->slug;
    return found(Shop({}, {}, model).judge(test, sent(refused(status, "PurgeQueueInProgress"))));
  };
  EXPECT_THAT(answered(400), ::testing::IsEmpty());
  EXPECT_THAT(answered(403), ::testing::IsEmpty());
  EXPECT_THAT(answered(404), ::testing::ElementsAre("contract.status@ deviation"));
}

// A member that is called "__type" on the wire.
TEST(ErrorCheck, TakesAMemberCalledTypeForNoCode) {
  const auto change = [](std::string& text) {
    text = core::replace_all(std::move(text), R"("shop#BadRequestException": {"type": "structure",
      "members": {"message": {"target": "smithy.api#String"}},)",
                             R"("shop#BadRequestException": {"type": "structure",
      "members": {"message": {"target": "smithy.api#String"},
        "Type": {"target": "smithy.api#String", "traits": {"smithy.api#jsonName": "__type"}}},)");
  };
  const Reply reply = refused(400, "BadRequestException", R"(,"__type":"NotFoundException")");
  EXPECT_THAT(found(Shop({}, {}, shop("restJson1", change)).judge(error_case(), sent(reply))), ElementsAre());
  EXPECT_THAT(found(Shop().judge(error_case(), sent(reply))), ElementsAre("contract.error-code@ deviation"));
}

// GuardDuty: the header names the listed exception, the body a word that is no exception of the service.
TEST(ErrorCheck, GoesByTheHeaderBesideAWordOfNobody) {
  const auto judged = [](const std::string& body_code) {
    return found(Shop().judge(
        error_case(), sent(refused(400, "BadRequestException", R"(,"__type":")" + body_code + "\""))));
  };
  EXPECT_THAT(judged("InvalidInputException"), ElementsAre());
  EXPECT_THAT(judged("NotFoundException"), ElementsAre("contract.error-code@ deviation"));
}

// Chime: "Code" has a word for each exception, and stands where the protocol puts the exception's own name,
// too.
TEST(ErrorCheck, HoldsTheWordOfAnEnumToTheExceptionThatCame) {
  const auto model = shop("restJson1", [](std::string& text) {
    const std::string at = R"("shop#BadRequestException": {"type": "structure")";
    text.insert(text.find(at), R"("shop#Word": {"type": "enum", "members": {
        "BadRequest": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "BadRequest"}},
        "NotFound": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "NotFound"}},
        "Other": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "Other"}}}},
      )");
    const std::string members = R"("members": {)";
    text.insert(text.find(members, text.find(at)) + members.size(), R"("Code": {"target": "shop#Word"}, )");
  });
  const auto judged = [&](const std::string& more) {
    return found(Shop({}, {}, model).judge(error_case(), sent(refused(400, "BadRequestException", more))));
  };
  EXPECT_THAT(judged(R"(,"Code":"BadRequest")"), ElementsAre());
  EXPECT_THAT(judged(R"(,"Code":"Other")"), ElementsAre());
  EXPECT_THAT(judged(R"(,"code":"BadRequestException")"), ElementsAre());
  EXPECT_THAT(judged(R"(,"Code":"NotFound")"), ElementsAre("contract.error-shape@/Code drift"));
}

// A service that spoke query before goes on to say so, where no document states the older code.
TEST(ErrorCheck, KnowsTheOlderNameOfAListedException) {
  const auto model = shop("awsJson1_0", [](std::string& text) {
    text.replace(text.find(R"("aws.api#service")"), 0, R"("aws.protocols#awsQueryCompatible": {}, )");
  });
  const Compiled compiled =
      compile(*model, *model->operation("CreateOrder"), {}, *wire::protocol_for(*model));
  for (const auto& [code, told] : {std::pair{"AWS.Shop.ConflictException", 0}, {"AWS.Shop.Unheard", 1}}) {
    exchange::HttpExchange http;
    http.response = wire::Response{.status = 400,
                                   .headers = {{"Content-Type", "application/x-amz-json-1.0"}},
                                   .body = fmt::format(R"({{"__type":"{}","message":"no"}})", code)};
    Ledger ledger;
    check_any_error(compiled, read_answer(compiled, http), ledger);
    EXPECT_EQ(ledger.findings.size(), static_cast<std::size_t>(told)) << code;
  }
}

}  // namespace
}  // namespace hallmark::verdict
