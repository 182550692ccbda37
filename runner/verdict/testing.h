// For the tests of this folder: a small service, good and mutated answers, cases, and the judge
// over them.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "contract/smithy.h"
#include "core/json.h"
#include "plan/cases/case.h"
#include "verdict/verdict.h"
#include "wire/protocol.h"

namespace hallmark::verdict::testing {

// rest-json by default. CreateOrder (201) wraps an Order and carries an ETag; GetOrder reads it; RenameOrder
// is 200 by default and echoes at the top level; DropOrder has no output.
inline constexpr std::string_view shop_model = R"json({
  "smithy": "2.0",
  "shapes": {
    "shop#Shop": {"type": "service", "version": "1", "operations": [
        {"target": "shop#CreateOrder"}, {"target": "shop#GetOrder"}, {"target": "shop#RenameOrder"},
        {"target": "shop#DropOrder"}],
      "traits": {"aws.api#service": {"sdkId": "Shop"}, "aws.protocols#@PROTOCOL@": {}}},
    "shop#CreateOrder": {"type": "operation", "input": {"target": "shop#CreateOrderRequest"},
      "output": {"target": "shop#CreateOrderResponse"},
      "errors": [{"target": "shop#BadRequestException"}, {"target": "shop#ConflictException"},
                 {"target": "shop#ServerException"}],
      "traits": {"smithy.api#http": {"method": "POST", "uri": "/orders", "code": 201}}},
    "shop#GetOrder": {"type": "operation", "input": {"target": "shop#GetOrderRequest"},
      "output": {"target": "shop#GetOrderResponse"},
      "errors": [{"target": "shop#NotFoundException"}, {"target": "shop#BadRequestException"}],
      "traits": {"smithy.api#http": {"method": "GET", "uri": "/orders/{OrderId}", "code": 200}}},
    "shop#RenameOrder": {"type": "operation", "input": {"target": "shop#RenameOrderRequest"},
      "output": {"target": "shop#RenameOrderResponse"}, "errors": [{"target": "shop#NotFoundException"}],
      "traits": {"smithy.api#http": {"method": "PUT", "uri": "/orders/{OrderId}", "code": 200}}},
    "shop#DropOrder": {"type": "operation", "input": {"target": "shop#GetOrderRequest"},
      "errors": [{"target": "shop#NotFoundException"}],
      "traits": {"smithy.api#http": {"method": "DELETE", "uri": "/orders/{OrderId}", "code": 204},
                 "hallmark.api#source": {"*": "page"}}},
    "shop#CreateOrderRequest": {"type": "structure", "members": {
      "Name": {"target": "shop#Name", "traits": {"smithy.api#required": {}}},
      "Amount": {"target": "smithy.api#Integer"},
      "Due": {"target": "smithy.api#Timestamp"},
      "Pin": {"target": "shop#Secret"}}},
    "shop#CreateOrderResponse": {"type": "structure", "members": {
      "Order": {"target": "shop#Order"},
      "ETag": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "ETag"}}}},
    "shop#GetOrderRequest": {"type": "structure", "members": {
      "OrderId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}}}},
    "shop#GetOrderResponse": {"type": "structure", "members": {"Order": {"target": "shop#Order"}}},
    "shop#RenameOrderRequest": {"type": "structure", "members": {
      "OrderId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}},
      "Name": {"target": "shop#Name"}}},
    "shop#RenameOrderResponse": {"type": "structure", "members": {"Name": {"target": "shop#Name"}}},
    "shop#Order": {"type": "structure", "members": {
      "OrderId": {"target": "smithy.api#String"},
      "Name": {"target": "shop#Name"},
      "Amount": {"target": "smithy.api#Integer"},
      "Status": {"target": "shop#Status"},
      "Created": {"target": "smithy.api#Timestamp"},
      "Due": {"target": "smithy.api#Timestamp",
        "traits": {"hallmark.api#alternatives": [
          {"trait": "smithy.api#timestampFormat", "value": "date-time", "source": "page sample"}]}},
      "Pay": {"target": "shop#Payment"},
      "Diagnostics": {"target": "shop#Diagnostics"},
      "Score": {"target": "shop#Score"},
      "Owner": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
      "Later": {"target": "smithy.api#Integer", "traits": {"hallmark.api#source": {"*": "newer-model"}}}}},
    "shop#Name": {"type": "string", "traits": {"smithy.api#length": {"min": 1, "max": 10},
                                               "smithy.api#pattern": "^[a-z0-9]*$"}},
    "shop#Secret": {"type": "string", "traits": {"smithy.api#sensitive": {}}},
    "shop#Score": {"type": "integer", "traits": {"smithy.api#range": {"min": 0, "max": 5}}},
    "shop#Status": {"type": "enum", "members": {
      "OPEN": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "OPEN"}},
      "SHUT": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "SHUT"}}}},
    "shop#Payment": {"type": "union", "members": {
      "Card": {"target": "smithy.api#String"}, "Cash": {"target": "smithy.api#Integer"}}},
    "shop#Diagnostics": {"type": "list", "member": {"target": "smithy.api#String"},
      "traits": {"smithy.api#length": {"max": 3}}},
    "shop#BadRequestException": {"type": "structure",
      "members": {"message": {"target": "smithy.api#String"}},
      "traits": {"smithy.api#error": "client", "smithy.api#httpError": 400}},
    "shop#ConflictException": {"type": "structure", "members": {
        "message": {"target": "smithy.api#String"},
        "Existing": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "Tries": {"target": "smithy.api#Integer"}},
      "traits": {"smithy.api#error": "client", "smithy.api#httpError": 409}},
    "shop#NotFoundException": {"type": "structure", "members": {"message": {"target": "smithy.api#String"}},
      "traits": {"smithy.api#error": "client", "smithy.api#httpError": 404}},
    "shop#ServerException": {"type": "structure", "members": {"message": {"target": "smithy.api#String"}},
      "traits": {"smithy.api#error": "server", "smithy.api#httpError": 500}}
  }
})json";

inline std::shared_ptr<const contract::Model> shop(std::string_view protocol = "restJson1",
                                                   const std::function<void(std::string&)>& change = {}) {
  std::string text(shop_model);
  text.replace(text.find("@PROTOCOL@"), 10, protocol);
  if (change) change(text);
  return std::make_shared<const contract::Model>(
      contract::read_smithy(core::load_json_text(std::move(text), "shop.json")));
}

struct Reply {
  int status = 200;
  std::string body;
  wire::Headers headers{{"Content-Type", "application/json"}};
};

inline std::string good_order() {
  return R"({"Order":{"OrderId":"o-1","Name":"tea","Amount":2,"Status":"OPEN","Created":1568824714.5,)"
         R"("Pay":{"Cash":3},"Diagnostics":["a"],"Score":4,"Owner":"me"}})";
}
inline Reply created(std::string body = good_order()) {
  return {.status = 201,
          .body = std::move(body),
          .headers = {{"Content-Type", "application/json"}, {"ETag", "\"v1\""}}};
}
inline Reply refused(int status, std::string_view code, std::string_view more = "") {
  return {.status = status,
          .body = fmt::format(R"({{"message":"no"{}}})", more),
          .headers = {{"Content-Type", "application/json"}, {"x-amzn-errortype", std::string(code)}}};
}

inline exchange::Exchange exchange_of(exchange::Role role, std::string operation, const Reply& reply,
                                      Json input = Json::object(), std::size_t index = 0) {
  exchange::Exchange made;
  made.role = role;
  made.index = index;
  made.operation = std::move(operation);
  made.input = std::move(input);
  made.http.response = wire::Response{.status = reply.status, .headers = reply.headers, .body = reply.body};
  return made;
}

inline Json order_input() { return {{"Name", "tea"}, {"Amount", 2}}; }

// A case that sends CreateOrder.
inline plan::Case success_case() {
  plan::Case test;
  test.id = "shop.CreateOrder/success/minimal";
  test.service = "shop";
  test.operation = "CreateOrder";
  test.group = plan::Group::success();
  test.name = "minimal";
  test.send = order_input();
  test.expect = {plan::Outcome{}};
  return test;
}
inline plan::Case error_case(std::string exception = "BadRequestException") {
  plan::Case test = success_case();
  test.id = "shop.CreateOrder/" + exception + "/name-empty";
  test.group = plan::group_of(exception);
  test.provoke = plan::Provocation::request;
  test.promises = {"shop.CreateOrder error." + exception};
  test.expect = {plan::Outcome{.exception = std::move(exception)}};
  return test;
}
inline plan::Case negative_case() {
  plan::Case test = error_case();
  test.id = "shop.CreateOrder/validation/input.Name.length.min+below";
  test.group = plan::group_of("validation");
  test.promises = {"shop.CreateOrder input.Name length.min"};
  test.generated = true;
  test.constraint = "length.min+below";
  test.constraint_pointer = "/Name";
  test.tier = plan::Tier::generated;
  test.expect.clear();
  return test;
}

inline exchange::CaseRun run_of(std::vector<exchange::Exchange> exchanges) {
  exchange::CaseRun run;
  run.exchanges = std::move(exchanges);
  return run;
}
inline exchange::CaseRun sent(const Reply& reply, Json input = order_input()) {
  return run_of({exchange_of(exchange::Role::send, "CreateOrder", reply, std::move(input))});
}

class Shop {
 public:
  explicit Shop(JudgeOptions options = {}, const plan::Suite& suite = {},
                std::shared_ptr<const contract::Model> model = shop())
      : model_(std::move(model)), judge_(model_, suite, *wire::protocol_for(*model_), options) {}
  [[nodiscard]] Verdict judge(const plan::Case& test, const exchange::CaseRun& run) const {
    return judge_.judge(test, run);
  }
  [[nodiscard]] const Judge& judge() const { return judge_; }
  [[nodiscard]] const contract::Model& model() const { return *model_; }

 private:
  std::shared_ptr<const contract::Model> model_;
  Judge judge_;
};

// "contract.status@ deviation", sorted: what a verdict found, for whole comparisons.
inline std::vector<std::string> found(const Verdict& verdict) {
  std::vector<std::string> texts;
  for (const Finding& finding : verdict.findings) {
    texts.push_back(fmt::format("{}@{} {}", finding.rule, finding.pointer, to_string(finding.severity)));
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

inline std::set<std::string> tested(const Verdict& verdict, bool held = true) {
  std::set<std::string> ids;
  for (const Evaluated& each : verdict.evaluated) {
    if (each.held == held) ids.insert(each.promise);
  }
  return ids;
}

}  // namespace hallmark::verdict::testing
