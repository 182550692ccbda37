// Generated cases against the embedded endpoint: whatever a contract says, an endpoint that keeps it is never
// accused. Each operation here stands for a way in which one was.
#include <gtest/gtest.h>

#include "cli/exit_code.h"
#include "command_line.h"
#include "core/json.h"

namespace hallmark::cli {
namespace {

constexpr std::string_view stable = R"json({
  "smithy": "2.0",
  "shapes": {
    "s#Stable": {"type": "service", "version": "1",
      "operations": [{"target": "s#CreateHorse"}, {"target": "s#GetHorse"}, {"target": "s#DeleteHorse"},
                     {"target": "s#ListHorses"}, {"target": "s#DescribeView"}, {"target": "s#ReadLog"}],
      "traits": {"aws.api#service": {"sdkId": "Stable"}, "aws.auth#sigv4": {"name": "stable"},
                 "aws.protocols#restJson1": {}}},
    "s#Horse": {"type": "structure", "members": {
      "horseID": {"target": "s#HorseId"}, "arn": {"target": "s#HorseArn"},
      "name": {"target": "smithy.api#String"}}},
    "s#Horses": {"type": "list", "member": {"target": "s#Horse"}},
    "s#HorseId": {"type": "string", "traits": {"smithy.api#pattern": "^hs-[0-9a-f]{8}$"}},
    "s#HorseArn": {"type": "string",
                   "traits": {"smithy.api#pattern": "^arn:[a-z]+:stable:[a-z0-9-]*:[0-9]{12}:horse/[a-z0-9-]+$"}},
    "s#Token": {"type": "string", "traits": {"smithy.api#length": {"min": 1, "max": 40},
                                             "smithy.api#pattern": "^[a-z0-9]+$"}},
    "s#CreateHorse": {"type": "operation", "input": {"target": "s#CreateHorseRequest"},
      "output": {"target": "s#CreateHorseResponse"},
      "errors": [{"target": "s#AccessDeniedForDependencyException"}, {"target": "s#ValidationException"}],
      "traits": {"smithy.api#http": {"method": "POST", "uri": "/horses", "code": 201}}},
    "s#CreateHorseRequest": {"type": "structure", "members": {
      "name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "s#CreateHorseResponse": {"type": "structure", "members": {"horses": {"target": "s#Horses"}}},
    "s#HorseRequest": {"type": "structure", "members": {
      "horseID": {"target": "s#HorseId", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}}}},
    "s#GetHorse": {"type": "operation", "input": {"target": "s#HorseRequest"}, "output": {"target": "s#Horse"},
      "errors": [{"target": "s#UnauthorizedOperation"}, {"target": "s#HorseNotFoundException"},
                 {"target": "s#ValidationException"}],
      "traits": {"smithy.api#http": {"method": "GET", "uri": "/horses/{horseID}", "code": 200}}},
    "s#DeleteHorse": {"type": "operation", "input": {"target": "s#HorseRequest"},
      "output": {"target": "s#DeleteHorseResponse"},
      "errors": [{"target": "s#UnauthorizedError"}, {"target": "s#HorseNotFoundException"}],
      "traits": {"smithy.api#http": {"method": "DELETE", "uri": "/horses/{horseID}", "code": 204}}},
    "s#DeleteHorseResponse": {"type": "structure", "members": {
      "horseID": {"target": "s#HorseId", "traits": {"smithy.api#required": {}}}}},
    "s#ListHorses": {"type": "operation", "input": {"target": "s#ListHorsesRequest"},
      "output": {"target": "s#ListHorsesResponse"}, "errors": [{"target": "s#ValidationException"}],
      "traits": {"smithy.api#http": {"method": "GET", "uri": "/horses", "code": 200}}},
    "s#ListHorsesRequest": {"type": "structure", "members": {
      "nextToken": {"target": "s#Token", "traits": {"smithy.api#httpQuery": "nextToken"}}}},
    "s#ListHorsesResponse": {"type": "structure", "members": {
      "horses": {"target": "s#Horses"}, "nextToken": {"target": "s#Token"}}},
    "s#DescribeView": {"type": "operation", "input": {"target": "s#DescribeViewRequest"},
      "errors": [{"target": "s#ValidationException"}],
      "traits": {"smithy.api#http": {"method": "GET", "uri": "/view", "code": 200}}},
    "s#DescribeViewRequest": {"type": "structure", "members": {"angle": {"target": "s#Angle"}}},
    "s#Angle": {"type": "integer", "traits": {"smithy.api#range": {"min": 0, "max": 360}}},
    "s#ReadLog": {"type": "operation", "input": {"target": "s#ReadLogRequest"},
      "output": {"target": "s#ReadLogResponse"}, "errors": [{"target": "s#ValidationException"}],
      "traits": {"smithy.api#http": {"method": "GET", "uri": "/log", "code": 200}}},
    "s#ReadLogRequest": {"type": "structure", "members": {
      "range": {"target": "s#Range", "traits": {"smithy.api#httpHeader": "Range"}}}},
    "s#Range": {"type": "string", "traits": {"smithy.api#pattern": "^bytes=[0-9]{1,9}-[0-9]{1,9}$"}},
    "s#ReadLogResponse": {"type": "structure", "members": {
      "body": {"target": "s#Log", "traits": {"smithy.api#httpPayload": {}}}}},
    "s#Log": {"type": "blob"},
    "s#ValidationException": {"type": "structure", "members": {"message": {"target": "smithy.api#String"}},
      "traits": {"smithy.api#error": "client", "smithy.api#httpError": 400}},
    "s#HorseNotFoundException": {"type": "structure", "members": {"message": {"target": "smithy.api#String"}},
      "traits": {"smithy.api#error": "client", "smithy.api#httpError": 404}},
    "s#AccessDeniedForDependencyException": {"type": "structure",
      "members": {"message": {"target": "smithy.api#String"}},
      "traits": {"smithy.api#error": "client", "smithy.api#httpError": 400}},
    "s#UnauthorizedOperation": {"type": "structure", "members": {"message": {"target": "smithy.api#String"}},
      "traits": {"smithy.api#error": "client", "smithy.api#httpError": 403}},
    "s#UnauthorizedError": {"type": "structure", "members": {
        "message": {"target": "smithy.api#String"},
        "reason": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}},
      "traits": {"smithy.api#error": "client", "smithy.api#httpError": 401}}
  }
})json";

class Generated : public testing::InFolder {};

TEST_F(Generated, CasesNeverAccuseAnEndpointThatKeepsItsContract) {
  const std::string model = file("stable.json", std::string(stable));
  const std::string report = path("report.json");
  const testing::Said said = testing::hallmark({"run", "--model", model, "--target", "embedded", "--depth",
                                                "thorough", "--quiet", "--report", "json=" + report});
  EXPECT_EQ(said.code, exit_conforms) << said.out << said.err;
  const Json all = Json::parse(read(report));
  for (const Json& each : all["cases"]) {
    // A page token of our own is rightly refused.
    const bool made_up = each["id"] == "stable.ListHorses/success/with-nextToken";
    EXPECT_EQ(each["status"], made_up ? "inconclusive" : "conforms")
        << each["id"] << " " << each.value("reason", "") << each["findings"];
    EXPECT_EQ(each["findings"].size(), 0u) << each["id"] << " " << each["findings"];
  }
  EXPECT_GT(all["cases"].size(), 60u);
  EXPECT_EQ(said.err.find("left behind"), std::string::npos) << said.err;
}

TEST_F(Generated, CasesGoWithoutFixturesThatDoNotFitTheModelAndSaySo) {
  std::string text(stable);
  text.replace(text.find(R"("sdkId": "Stable")"), 17, R"("sdkId": "Voice ID")");
  const std::string model = file("voice-id.json", text);
  const testing::Said said = testing::hallmark(
      {"run", "--model", model, "--target", "embedded", "--depth", "quick", "--quiet", "voice-id.GetHorse"});
  EXPECT_EQ(said.code, exit_conforms) << said.out << said.err;
  EXPECT_NE(said.err.find("voice-id.suite.json and its fixtures are left out"), std::string::npos)
      << said.err;
}

}  // namespace
}  // namespace hallmark::cli
