#include "run/touched.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/smithy.h"

namespace hallmark::run {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::shared_ptr<const contract::Model> shop() {
  const char* text = R"({"smithy": "2.0", "shapes": {
    "t#Shop": {"type": "service", "version": "1", "operations": [{"target": "t#Buy"}],
               "traits": {"aws.api#service": {"sdkId": "Shop"}, "aws.protocols#awsJson1_0": {}}},
    "t#Buy": {"type": "operation", "input": {"target": "t#BuyInput"}, "errors": [{"target": "t#Gone"}]},
    "t#Gone": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}},
    "t#BuyInput": {"type": "structure", "members": {
      "Name": {"target": "smithy.api#String"}, "Count": {"target": "smithy.api#Integer"},
      "Tags": {"target": "t#Tags"}, "Sizes": {"target": "t#Sizes"}, "Inner": {"target": "t#Inner"},
      "Other": {"target": "t#Inner"}}},
    "t#Tags": {"type": "list", "member": {"target": "t#Tag"}},
    "t#Tag": {"type": "structure", "members": {"Key": {"target": "smithy.api#String"},
                                               "Value": {"target": "smithy.api#String"}}},
    "t#Sizes": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "t#Inner"}},
    "t#Inner": {"type": "structure", "members": {"A": {"target": "smithy.api#String"},
                                                 "Deeper": {"target": "t#Inner"}}}}})";
  return std::make_shared<const contract::Model>(contract::read_smithy(core::load_json_text(text, "shop")));
}

TEST(Touched, NamesTheMembersThatNoRequestHad) {
  const auto model = shop();
  const contract::Operation& buy = *model->operation("Buy");
  const wire::Protocol& protocol = *wire::protocol_for(*model);
  const struct {
    std::vector<std::string> bodies;
    std::vector<std::string> never;
  } rows[] = {
      {{"{}"}, {"Name", "Count", "Tags", "Sizes", "Inner", "Other"}},
      {{R"({"Name":"a"})", R"({"Count":0,"Name":null})"}, {"Tags", "Sizes", "Inner", "Other"}},
      {{R"({"Name":"","Count":1,"Tags":[{"Key":"k"},{}],"Sizes":{"x":{"A":"a"}},"Inner":{},"Other":{"A":""}})"},
       {"Tags[].Value", "Sizes[].Deeper", "Inner.A", "Inner.Deeper", "Other.Deeper"}},
      {{R"({"Unknown":1,"Tags":[]})"}, {"Name", "Count", "Tags[]", "Sizes", "Inner", "Other"}},
      {{"not json"}, {"Name", "Count", "Tags", "Sizes", "Inner", "Other"}},
  };
  for (const auto& row : rows) {
    TouchedCount count;
    for (const std::string& body : row.bodies) {
      exchange::HttpExchange http;
      http.request.body = body;
      http.request.headers = {{"Content-Type", "application/x-amz-json-1.0"}};
      count.add(model, buy, protocol, http, true);
    }
    const auto services = count.take();
    ASSERT_EQ(services.size(), 1u);
    EXPECT_EQ(services[0].touched[0].never_sent, row.never) << row.bodies[0];
    EXPECT_EQ(services[0].touched[0].broken, row.bodies.size()) << "nothing was answered";
  }
}

TEST(Touched, SaysNothingOfMembersWhereRequestsWereNotRecorded) {
  const auto model = shop();
  TouchedCount count;
  exchange::HttpExchange http;
  http.response = wire::Response{.status = 200, .body = "{}"};
  count.add(model, *model->operation("Buy"), *wire::protocol_for(*model), http, false);
  const auto services = count.take();
  EXPECT_THAT(services.at(0).touched.at(0).never_sent, IsEmpty());
  EXPECT_THAT(services.at(0).touched.at(0).never_seen, ElementsAre("Gone"));
  EXPECT_EQ(services.at(0).touched.at(0).accepted, 1u);
}

TEST(Touched, CountsAnswersWithoutACodeByTheirStatus) {
  const auto model = shop();
  TouchedCount count;
  for (const char* body :
       {"<html>", R"({"__type":"t#Gone"})", R"({"__type":"Unheard"})", R"({"__type":"Unheard"})"}) {
    exchange::HttpExchange http;
    http.response = wire::Response{
        .status = 503, .headers = {{"Content-Type", "application/x-amz-json-1.0"}}, .body = body};
    count.add(model, *model->operation("Buy"), *wire::protocol_for(*model), http, true);
  }
  EXPECT_EQ(count.take().at(0).touched.at(0).exceptions,
            (std::map<std::string, std::size_t>{{"503", 1}, {"Gone", 1}, {"Unheard", 2}}));
}

}  // namespace
}  // namespace hallmark::run
