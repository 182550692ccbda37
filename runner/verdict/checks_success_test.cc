#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "verdict/testing.h"

namespace hallmark::verdict {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SuccessCheck, AccusesNothingOfAGoodAnswer) {
  const Verdict verdict = Shop().judge(success_case(), sent(created()));
  EXPECT_EQ(verdict.status, Status::conforms);
  EXPECT_THAT(found(verdict), IsEmpty());
  EXPECT_TRUE(tested(verdict).contains("shop.CreateOrder status"));
  EXPECT_TRUE(tested(verdict).contains("shop.CreateOrder output.Order.Created type"));
  EXPECT_TRUE(tested(verdict).contains("shop.CreateOrder output.Order.Owner required"));
  EXPECT_TRUE(tested(verdict).contains("shop.CreateOrder output.Order.Diagnostics[] type"));
  EXPECT_TRUE(tested(verdict).contains("shop.CreateOrder output.ETag type"));
  EXPECT_FALSE(tested(verdict).contains("shop.CreateOrder output.Order.Later type"));  // was not there
  EXPECT_THAT(tested(verdict, false), IsEmpty());
}

struct MutatedAnswer {
  const char* name;
  const char* from;  // replaced in the good body; "" leaves it
  const char* to;
  const char* finding;  // the only one; "" for none
  Status status;
};

class MutatedSuccess : public ::testing::TestWithParam<MutatedAnswer> {};

TEST_P(MutatedSuccess, IsCaughtByItsOwnRuleAlone) {
  const MutatedAnswer& row = GetParam();
  std::string body = good_order();
  const std::size_t at = body.find(row.from);
  ASSERT_NE(at, std::string::npos);
  body.replace(at, std::string_view(row.from).size(), row.to);
  const Verdict verdict = Shop().judge(success_case(), sent(created(body)));
  if (*row.finding) {
    EXPECT_THAT(found(verdict), ElementsAre(row.finding)) << body;
  } else {
    EXPECT_THAT(found(verdict), IsEmpty()) << body;
  }
  EXPECT_EQ(verdict.status, row.status);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, MutatedSuccess,
    ::testing::Values(MutatedAnswer{"number_for_text", R"("Name":"tea")", R"("Name":7)",
                                    "schema.type@/Order/Name deviation", Status::deviates},
                      MutatedAnswer{"text_for_number", R"("Amount":2)", R"("Amount":"2")",
                                    "schema.type@/Order/Amount deviation", Status::deviates},
                      MutatedAnswer{"fraction_for_integer", R"("Amount":2)", R"("Amount":2.5)",
                                    "schema.type@/Order/Amount deviation", Status::deviates},
                      MutatedAnswer{"object_for_list", R"("Diagnostics":["a"])", R"("Diagnostics":{})",
                                    "schema.type@/Order/Diagnostics deviation", Status::deviates},
                      MutatedAnswer{"wrong_item", R"("Diagnostics":["a"])", R"("Diagnostics":["a",1])",
                                    "schema.type@/Order/Diagnostics/1 deviation", Status::deviates},
                      MutatedAnswer{"wrong_type_where_only_a_newer_model_speaks", R"("Score":4)",
                                    R"("Score":4,"Later":"x")", "schema.type@/Order/Later drift",
                                    Status::conforms},
                      MutatedAnswer{"two_of_a_union", R"({"Cash":3})", R"({"Cash":3,"Card":"x"})",
                                    "schema.oneOf@/Order/Pay deviation", Status::deviates},
                      MutatedAnswer{"none_of_a_union", R"({"Cash":3})", R"({})",
                                    "schema.oneOf@/Order/Pay deviation", Status::deviates},
                      MutatedAnswer{"unknown_of_a_union", R"({"Cash":3})", R"({"Coin":3})",
                                    "decode.unknown-member@/Order/Pay/Coin none", Status::conforms},
                      MutatedAnswer{"identifier_missing", R"("OrderId":"o-1",)", "",
                                    "schema.required@/Order/OrderId deviation", Status::deviates},
                      MutatedAnswer{"identifier_blank", R"("OrderId":"o-1")", R"("OrderId":"")",
                                    "schema.required@/Order/OrderId deviation", Status::deviates},
                      MutatedAnswer{"identifier_null", R"("OrderId":"o-1")", R"("OrderId":null)",
                                    "schema.required@/Order/OrderId deviation", Status::deviates},
                      MutatedAnswer{"echo_missing", R"("Name":"tea",)", "",
                                    "schema.required@/Order/Name deviation", Status::deviates},
                      MutatedAnswer{"required_by_the_model_only", R"(,"Owner":"me")", "",
                                    "schema.required@/Order/Owner drift", Status::conforms},
                      MutatedAnswer{"optional_missing", R"("Diagnostics":["a"],)", "", "", Status::conforms},
                      MutatedAnswer{"optional_null", R"("Diagnostics":["a"])", R"("Diagnostics":null)", "",
                                    Status::conforms},
                      MutatedAnswer{"another_case_of_a_name", R"("Status")", R"("status")",
                                    "decode.member-case@/Order/Status deviation", Status::deviates},
                      MutatedAnswer{"another_case_of_a_promised_name", R"("OrderId")", R"("orderId")",
                                    "decode.member-case@/Order/OrderId deviation", Status::deviates},
                      MutatedAnswer{"unknown_name", R"("Score":4)", R"("Score":4,"Colour":"red")",
                                    "decode.unknown-member@/Order/Colour none", Status::conforms},
                      MutatedAnswer{"duplicate_name", R"("Score":4)", R"("Score":4,"Score":4)",
                                    "decode.duplicate-key@/Order/Score deviation", Status::deviates},
                      MutatedAnswer{"unknown_enum_value", R"("OPEN")", R"("AJAR")",
                                    "schema.enum@/Order/Status drift", Status::conforms},
                      MutatedAnswer{"too_many", R"(["a"])", R"(["a","b","c","d"])",
                                    "schema.maxItems@/Order/Diagnostics drift", Status::conforms},
                      MutatedAnswer{"out_of_range", R"("Score":4)", R"("Score":9)",
                                    "schema.maximum@/Order/Score drift", Status::conforms},
                      MutatedAnswer{"pattern", R"("Name":"tea")", R"("Name":"TEA")",
                                    "schema.pattern@/Order/Name drift", Status::conforms},
                      MutatedAnswer{"too_long", R"("Name":"tea")", R"("Name":"teateateatea")",
                                    "schema.maxLength@/Order/Name drift", Status::conforms}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(SuccessCheck, TakesATimeInAnotherFormatForAWrongTypeUnlessADocumentStatesThat) {
  std::string body = good_order();
  body.replace(body.find("1568824714.5"), 12, R"("2019-09-18T16:38:34Z")");
  const Verdict created_as_text = Shop().judge(success_case(), sent(created(body)));
  ASSERT_EQ(created_as_text.findings.size(), 1u);
  EXPECT_EQ(created_as_text.findings[0].pointer, "/Order/Created");
  EXPECT_EQ(created_as_text.status, Status::deviates);

  // The page's sample shows date-time for Due, so either is right.
  for (const char* due : {"1568824714", R"("2019-09-18T16:38:34Z")"}) {
    std::string with_due = good_order();
    with_due.replace(with_due.find(R"("Score")"), 0, fmt::format(R"("Due":{},)", due));
    EXPECT_THAT(found(Shop().judge(success_case(), sent(created(with_due)))), IsEmpty()) << due;
  }
}

TEST(SuccessCheck, WeighsTheStatusByWhoStatesIt) {
  Reply ok = created();
  ok.status = 200;
  EXPECT_THAT(found(Shop().judge(success_case(), sent(ok))), ElementsAre("contract.status@ deviation"));

  plan::Case rename = success_case();
  rename.operation = "RenameOrder";
  const Json input = {{"OrderId", "o-1"}, {"Name", "tea"}};
  const auto run = [&](int status) {
    return run_of({exchange_of(exchange::Role::send, "RenameOrder",
                               {.status = status, .body = R"({"Name":"tea"})"}, input)});
  };
  EXPECT_THAT(found(Shop().judge(rename, run(200))), IsEmpty());
  EXPECT_THAT(found(Shop().judge(rename, run(202))), ElementsAre("contract.status@ drift"));

  rename.expect[0].status = 200;  // the case fixes it
  EXPECT_THAT(found(Shop().judge(rename, run(202))), ElementsAre("contract.status@ deviation"));
}

TEST(SuccessCheck, ReportsAMissingWrapperOnce) {
  EXPECT_THAT(found(Shop().judge(success_case(), sent(created("{}")))),
              ElementsAre("schema.required@/Order deviation"));
}

TEST(SuccessCheck, AsksNoBodyOfAStatusThatHasNone) {
  plan::Case test = success_case();
  test.operation = "RenameOrder";
  test.id = "shop.RenameOrder/success/minimal";
  for (const int status : {200, 204}) {
    const auto model = shop("restJson1", [&](std::string& text) {
      const std::string line = R"("method": "PUT", "uri": "/orders/{OrderId}", "code": 200)";
      text.replace(text.find(line) + line.size() - 3, 3, std::to_string(status));
    });
    const exchange::CaseRun run =
        run_of({exchange_of(exchange::Role::send, "RenameOrder", {.status = status, .body = ""},
                            {{"OrderId", "o-1"}, {"Name", "tea"}})});
    const std::vector<std::string> findings = found(Shop({}, {}, model).judge(test, run));
    EXPECT_EQ(findings.empty(), status == 204) << ::testing::PrintToString(findings);
  }
}

struct ContentTypeRow {
  const char* type;  // null: none
  const char* finding;
};
class ContentTypes : public ::testing::TestWithParam<ContentTypeRow> {};
TEST_P(ContentTypes, DeviateOnlyAcrossFamilies) {
  Reply reply = created();
  reply.headers.remove("Content-Type");
  if (GetParam().type) reply.headers.add("Content-Type", GetParam().type);
  const std::vector<std::string> findings = found(Shop().judge(success_case(), sent(reply)));
  if (*GetParam().finding) {
    EXPECT_THAT(findings, ElementsAre(GetParam().finding));
  } else {
    EXPECT_THAT(findings, IsEmpty());
  }
}
INSTANTIATE_TEST_SUITE_P(
    Rows, ContentTypes,
    ::testing::Values(ContentTypeRow{"application/json; charset=utf-8", ""},
                      ContentTypeRow{"application/x-amz-json-1.1", "contract.content-type@ drift"},
                      ContentTypeRow{"application/octet-stream", "contract.content-type@ drift"},
                      ContentTypeRow{nullptr, "contract.content-type@ drift"},
                      ContentTypeRow{"text/html", "contract.content-type@ deviation"},
                      ContentTypeRow{"application/xml", "contract.content-type@ deviation"}));

TEST(SuccessCheck, HoldsDocumentsToNoContentCodingThatNobodyAskedFor) {
  for (const auto& [coding, findings] : {std::pair("br", 1u), {"zstd, identity", 1u}, {"identity", 0u}}) {
    Reply reply = created();
    reply.headers.add("Content-Encoding", coding);
    EXPECT_EQ(found(Shop().judge(success_case(), sent(reply))).size(), findings) << coding;
  }
}

TEST(SuccessCheck, NamesABodyThatIsNoJsonAndNothingBehindIt) {
  const Verdict verdict = Shop().judge(success_case(), sent(created(R"({"Order":{"OrderId":)")));
  EXPECT_THAT(found(verdict), ElementsAre("decode.malformed-body@ deviation"));
  EXPECT_FALSE(tested(verdict).contains("shop.CreateOrder output.Order.OrderId type"));
}

TEST(SuccessCheck, RaisesAnOutputThatTheCaseFixes) {
  plan::Case test = success_case();
  test.expect[0].success["/Order/Status"] = {.kind = plan::Matcher::Kind::matches, .value = "^AJAR$"};
  std::string body = good_order();
  body.replace(body.find("OPEN"), 4, "AJAR");
  EXPECT_THAT(found(Shop().judge(test, sent(created(body)))),
              ElementsAre("schema.enum@/Order/Status deviation"));
}

TEST(SuccessCheck, AccusesNoXmlRootThatNobodyStates) {
  const Reply reply{.status = 201,
                    .body =
                        "<Made><Order><OrderId>o</OrderId><Name>tea</Name><Amount>2</Amount><Owner>me</"
                        "Owner></Order></Made>",
                    .headers = {{"Content-Type", "application/xml"}}};
  EXPECT_THAT(found(Shop({}, {}, shop("restXml")).judge(success_case(), sent(reply))), IsEmpty());
  const auto stated = shop("restXml", [](std::string& text) {
    const std::string from = R"("shop#CreateOrderResponse": {"type": "structure", )";
    text.replace(text.find(from), from.size(), from + R"("traits": {"smithy.api#xmlName": "Created"}, )");
  });
  EXPECT_THAT(found(Shop({}, {}, stated).judge(success_case(), sent(reply))),
              ElementsAre("decode.wrong-root@ deviation"));
}

// A model of JSON alone does not say what XML calls the items of flattened lists.
TEST(SuccessCheck, AccusesNoNamesOfXmlThatAModelOfJsonDoesNotState) {
  const auto model = shop("awsJson1_0");
  const Reply reply{.status = 200,
                    .body =
                        "<CreateOrderResponse><CreateOrderResult><Order><OrderId>o</OrderId><Name>tea</Name>"
                        "<Amount>2</Amount><Owner>me</Owner></Order><Message>m</Message></CreateOrderResult>"
                        "</CreateOrderResponse>",
                    .headers = {{"Content-Type", "text/xml"}}};
  const auto* query = wire::find_protocol(contract::protocol::aws_query);
  ASSERT_NE(query, nullptr);
  const Judge judge(model, {}, *query);
  EXPECT_THAT(found(judge.judge(success_case(), sent(reply))), IsEmpty());
  const Judge stated(shop("awsQuery"), {}, *query);
  EXPECT_THAT(found(stated.judge(success_case(), sent(reply))),
              ElementsAre("decode.unknown-member@/Message none"));
}

// A body of invalid UTF-8 is only that: what it would have held is not looked for.
TEST(SuccessCheck, LooksForNothingInABodyThatIsNotUtf8) {
  EXPECT_THAT(found(Shop().judge(success_case(), sent(created("{\"Order\":{\"OrderId\":\"\\ud800\"}}")))),
              ElementsAre("decode.invalid-utf8@ deviation"));
}

TEST(SuccessCheck, SpeaksXmlAsWell) {
  const Shop shop_xml({}, {}, shop("restXml"));
  const auto reply = [](std::string_view amount) {
    return Reply{.status = 201,
                 .body = fmt::format("<CreateOrderResponse><Order><OrderId>o</OrderId><Name>tea</Name>"
                                     "<Amount>{}</Amount><Owner>me</Owner></Order></CreateOrderResponse>",
                                     amount),
                 .headers = {{"Content-Type", "application/xml"}}};
  };
  EXPECT_THAT(found(shop_xml.judge(success_case(), sent(reply("2")))), IsEmpty());
  const Verdict verdict = shop_xml.judge(success_case(), sent(reply("two")));
  EXPECT_THAT(found(verdict), ElementsAre("schema.type@/Order/Amount deviation"));
}

// AWS answers "", [], {} and 0 where there is nothing to tell, whatever least size the model states.
TEST(SuccessCheck, AccusesNobodyOfWhatIsLeftEmpty) {
  const auto model = shop("restJson1", [](std::string& text) {
    text = core::replace_all(std::move(text), R"("Owner": {"target": "smithy.api#String")",
                             R"("Label": {"target": "shop#Name"}, "LabelArn": {"target": "shop#Name"},
                                "OrderArn": {"target": "shop#Name"}, "Word": {"target": "shop#Word"},
                                "Owner": {"target": "shop#Diagnostics")");
    text = core::replace_all(std::move(text), R"("length": {"max": 3})", R"("length": {"min": 1, "max": 3})");
    text = core::replace_all(
        std::move(text), R"("shop#Secret": {)",
        R"("shop#Word": {"type": "string", "traits": {"smithy.api#pattern": "^[a-z]+$"}}, "shop#Secret": {)");
    text = core::replace_all(std::move(text), R"({"min": 0, "max": 5})", R"({"min": 1, "max": 5})");
  });
  const Shop shop_json({}, {}, model);
  const auto answered = [&](const std::string& members) {
    std::string body = good_order();
    const std::string owner = R"("Owner":"me")";
    EXPECT_NE(body.find(owner), std::string::npos) << body;
    body = core::replace_all(std::move(body), owner, members);
    return found(shop_json.judge(success_case(), sent(created(body))));
  };
  EXPECT_THAT(answered(R"("Label":"","Owner":["a"])"), IsEmpty());
  EXPECT_THAT(answered(R"("Label":"","Owner":[])"), IsEmpty());
  EXPECT_THAT(answered(R"("Label":"tea")"), IsEmpty()) << "no list is a list without items";
  EXPECT_THAT(answered(R"("LabelArn":"","Owner":["a"])"), IsEmpty()) << "the order has no label";
  EXPECT_THAT(answered(R"("OrderArn":"","Owner":["a"])"),
              ElementsAre("schema.minLength@/Order/OrderArn drift"));
  EXPECT_THAT(answered(R"("Word":"","Owner":["a"])"), IsEmpty());
  EXPECT_THAT(answered(R"("Word":"7","Owner":["a"])"), ElementsAre("schema.pattern@/Order/Word drift"));
  EXPECT_THAT(answered(R"("Owner":["a","b","c","d"])"), ElementsAre("schema.maxItems@/Order/Owner drift"));
}

TEST(SuccessCheck, LetsServicesSayThatThereIsNothingToSay) {
  plan::Case drop = success_case();
  drop.operation = "DropOrder";
  const auto dropped = [&](const char* protocol, Reply reply) {
    const auto model = shop(protocol, [](std::string& text) {
      text = core::replace_all(std::move(text), R"("code": 204},
                 "hallmark.api#source": {"*": "page"}})",
                               R"("code": 200}})");
    });
    return found(Shop({}, {}, model)
                     .judge(drop, run_of({exchange_of(exchange::Role::send, "DropOrder", std::move(reply),
                                                      {{"OrderId", "o-1"}})})));
  };
  EXPECT_THAT(dropped("restJson1", {.status = 204, .body = ""}), IsEmpty());
  EXPECT_THAT(dropped("restJson1", {.status = 202, .body = ""}), ElementsAre("contract.status@ drift"));
  const auto xml = [](std::string body) {
    return Reply{.status = 200, .body = std::move(body), .headers = {{"Content-Type", "application/xml"}}};
  };
  EXPECT_THAT(dropped("restXml", xml(R"(<?xml version="1.0"?> <DropOrderResponse xmlns="http://x/"/>)")),
              IsEmpty());
  EXPECT_THAT(dropped("restXml", xml("<DropOrderResponse> </DropOrderResponse>")), IsEmpty());
  EXPECT_THAT(dropped("restXml", xml("<DropOrderResponse><A/></DropOrderResponse>")),
              ElementsAre("decode.unexpected-body@ drift"));
}

TEST(SuccessCheck, LetsAwsSayWhatItIsKnownToSay) {
  const auto answered = [&](const char* slug, const char* operation, Reply reply) {
    const auto model = shop("restJson1", [&](std::string& text) {
      text = core::replace_all(std::move(text), "RenameOrder", operation);
      text = core::replace_all(std::move(text), R"("sdkId": "Shop")", fmt::format(R"("sdkId": "{}")", slug));
      text = core::replace_all(std::move(text), R"("shop#Name": {"type": "string")",
                               R"("shop#Kernel": {"type": "structure", "members": {"KdcAdminPassword": {
                                  "target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
                                  "shop#Name": {"type": "string")");
      text = core::replace_all(std::move(text), R"(Response": {"type": "structure", "members": {"Name")",
                               R"(Response": {"type": "structure", "members": {
                                  "KerberosAttributes": {"target": "shop#Kernel"}, "Name")");
    });
    plan::Case test = success_case();
    test.operation = operation;
    test.service = model->slug;
    reply.headers = {{"Content-Type", "application/json"}};
    const auto run = exchange_of(exchange::Role::send, operation, reply, {{"OrderId", "o-1"}});
    return found(Shop({}, {}, model).judge(test, run_of({run})));
  };
  const Reply accepted{.status = 202, .body = "{}"};
  EXPECT_THAT(answered("S3", "RestoreObject", accepted), IsEmpty());
  EXPECT_THAT(answered("S3", "RenameOrder", accepted), ElementsAre("contract.status@ drift"));
  const Reply hollow{.status = 200, .body = R"({"KerberosAttributes":{}})"};
  EXPECT_THAT(answered("EMR", "DescribeCluster", hollow), IsEmpty());
  EXPECT_THAT(answered("EMR", "RenameOrder", hollow),
              ElementsAre("schema.required@/KerberosAttributes/KdcAdminPassword drift"));
}

TEST(SuccessCheck, AsksForNothingThatTheEndpointCannotKnow) {
  const auto model = shop("restJson1", [](std::string& text) {
    text = core::replace_all(std::move(text), R"({"target": "shop#DropOrder"}],)",
                             R"({"target": "shop#DropOrder"}, {"target": "shop#RenameOrderV2"}],)");
    text = core::replace_all(
        std::move(text), R"("shop#DropOrder": {)",
        R"("shop#RenameOrderV2": {"type": "operation", "input": {"target": "shop#RenameOrderRequest"},
      "output": {"target": "shop#GetOrderResponse"},
      "traits": {"smithy.api#http": {"method": "PUT", "uri": "/orders/{OrderId}", "code": 200}}},
    "shop#DropOrder": {)");
  });
  plan::Case test = success_case();
  test.operation = "RenameOrder";
  const auto answered = [&](const char* body) {
    const auto run = exchange_of(exchange::Role::send, "RenameOrder", {.body = body}, {{"OrderId", "o-1"}});
    return found(Shop({}, {}, model).judge(test, run_of({run})));
  };
  EXPECT_THAT(answered(R"({"Name":"tea","Order":{"Owner":"me"}})"), IsEmpty()) << "of RenameOrderV2";
  EXPECT_THAT(answered(R"({"Name":"tea","Order":{}})"), IsEmpty()) << "nor what the other one requires";
  EXPECT_THAT(answered(R"({"Name":"tea","Colour":"red"})"),
              ElementsAre("decode.unknown-member@/Colour none"));
  EXPECT_THAT(answered(R"({"Name":"tea","Colour":null})"), IsEmpty()) << "nothing is said of it";
}

TEST(SuccessCheck, SurvivesEndlessFindings) {
  std::string body =
      R"({"Order":{"OrderId":"o","Name":"tea","Amount":2,"Owner":"me","Status":7,"Diagnostics":[)";
  for (int count = 0; count < 5000; ++count) body += count ? ",1" : "1";
  body += "]}}";
  const Verdict verdict = Shop().judge(success_case(), sent(created(body)));
  EXPECT_EQ(verdict.status, Status::deviates);
  EXPECT_LE(verdict.findings.size(), 200u);
}

// Each of a thousand items has it: it is told once, and what weighs still has room.
TEST(SuccessCheck, TellsAMemberThatNoDocumentHasOnce) {
  const auto model = shop("restJson1", [](std::string& text) {
    text = core::replace_all(
        std::move(text),
        R"("shop#GetOrderResponse": {"type": "structure", "members": {"Order": {"target": "shop#Order"}}},)",
        R"("shop#GetOrderResponse": {"type": "structure", "members": {"Order": {"target": "shop#Order"}}},
    "shop#Orders": {"type": "list", "member": {"target": "shop#Order"}},)");
    text =
        core::replace_all(std::move(text), R"("ETag": {"target": "smithy.api#String")",
                          R"("Others": {"target": "shop#Orders"}, "ETag": {"target": "smithy.api#String")");
  });
  std::string body = good_order();
  body.pop_back();
  body += R"(,"Others":[)";
  for (int i = 0; i < 300; ++i) body += R"({"Owner":"me","Colour":1},)";
  body += R"({"Owner":"me","Amount":"two"}]})";
  EXPECT_THAT(
      found(Shop({}, {}, model).judge(success_case(), sent(created(body)))),
      ElementsAre("decode.unknown-member@/Others/0/Colour none", "schema.type@/Others/300/Amount deviation"));
}

// QuickSight: the member that is the status stands in the body as well.
TEST(SuccessCheck, LetsABodyRepeatTheStatus) {
  const auto model = shop("restJson1", [](std::string& text) {
    text = core::replace_all(
        std::move(text), R"("ETag": {"target": "smithy.api#String")",
        R"("Code": {"target": "smithy.api#Integer", "traits": {"smithy.api#httpResponseCode": {}}},
      "ETag": {"target": "smithy.api#String")");
  });
  std::string body = good_order();
  body.insert(1, R"("Code":201,)");
  EXPECT_THAT(found(Shop({}, {}, model).judge(success_case(), sent(created(body)))), ::testing::IsEmpty());
}

}  // namespace
}  // namespace hallmark::verdict
