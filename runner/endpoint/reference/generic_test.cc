#include "endpoint/reference/generic.h"

#include "endpoint/reference/validate.h"
#include "endpoint/serve/service_fixture.h"

namespace hallmark::endpoint {
namespace {

using testing::Reply;

class GenericService : public testing::ServiceFixture {
 protected:
  // An input that the contract takes, made like the endpoint's own answers.
  Json valid_input(const contract::Operation& operation) const {
    const Synthesizer synthesizer(*model_);
    const auto* shape = operation.input.empty() ? nullptr : model_->shape(operation.input);
    if (shape == nullptr) return Json::object();
    const Known known = [](const contract::Member& member, const contract::Shape&,
                           const std::string& pointer) {
      const bool wanted = contract::is_required(member) || pointer.rfind('/') != 0;
      return wanted ? std::nullopt : std::optional<Json>(Json());
    };
    return synthesizer.structure(
        *shape, {.arn_service = "x", .region = "us-east-1", .account = "123456789012", .now = clock_.now()},
        known, "input");
  }
};

// Every operation of every published model: what it answers is true to its shape.
class EveryModel : public GenericService, public ::testing::WithParamInterface<const char*> {};

TEST_P(EveryModel, AnswersTrueToItsShapes) {
  if (!open(GetParam())) return;
  const Validator validator(*model_);
  int successes = 0;
  for (const contract::Operation* operation : model_->all_operations()) {
    const Json input = valid_input(*operation);
    const std::string name(operation->name());
    const Reply reply = call(name, input);
    if (!reply.error.empty() || reply.status >= 300) {
      // An answer to HEAD has no body that could say which error it is.
      bool listed =
          contract::http_binding(*operation) && contract::http_binding(*operation)->method == "HEAD";
      for (const auto* error : contract::listed_errors(*model_, *operation)) {
        listed |= reply.decoded_error.shape == error;
      }
      // The digest of its body that an operation requires (Content-MD5) is invented here, and refused.
      listed |= reply.response.body.find(" is of other bytes.") != std::string::npos;
      EXPECT_TRUE(listed) << name << " " << reply.status << " " << reply.response.body << " for " << input;
      continue;
    }
    ++successes;
    for (const auto& diagnostic : reply.decoded.diagnostics) {
      if (diagnostic.kind == wire::DiagnosticKind::unsupported) continue;
      ADD_FAILURE() << name << ": " << wire::to_string(diagnostic.kind) << " " << diagnostic.pointer << " "
                    << diagnostic.location << "\n"
                    << reply.response.body;
    }
    if (operation->output.empty()) continue;
    const auto violations = validator.check_value(*model_->shape(operation->output), reply.members);
    EXPECT_TRUE(violations.empty() || contract::has_event_stream(*model_, *operation))
        << name << ": " << describe(violations) << "\n"
        << reply.response.body;
  }
  EXPECT_GT(successes, 0);
}

TEST_P(EveryModel, RefusesWhatBreaksARequiredMember) {
  if (!open(GetParam())) return;
  int refused = 0;
  for (const contract::Operation* operation : model_->all_operations()) {
    const auto* shape = operation->input.empty() ? nullptr : model_->shape(operation->input);
    if (shape == nullptr || contract::has_event_stream(*model_, *operation)) continue;
    for (const auto& member : shape->members) {
      if (!contract::is_required(member) || member.traits.has(contract::trait::http_label) ||
          contract::is_streaming(*model_, member)) {
        continue;
      }
      Json input = valid_input(*operation);
      input.erase(member.name);
      const Reply reply = call(std::string(operation->name()), input);
      EXPECT_FALSE(reply.error.empty())
          << operation->name() << " without " << member.name << " " << reply.status;
      ++refused;
    }
  }
  EXPECT_GT(refused, 0);
}

INSTANTIATE_TEST_SUITE_P(Published, EveryModel,
                         ::testing::Values("voice-id-2021-09-27.json", "chime-sdk-voice-2022-08-03.json",
                                           "cloudfront-2020-05-31.json", "dynamodb-2012-08-10.json",
                                           "iam-2010-05-08.json", "kms-2014-11-01.json", "s3-2006-03-01.json",
                                           "sns-2010-03-31.json", "sqs-2012-11-05.json",
                                           "sts-2011-06-15.json"),
                         [](const auto& row) {
                           std::string name = row.param;
                           name.resize(name.find("-20"));
                           std::erase(name, '-');
                           return name;
                         });

TEST_F(GenericService, KeepsQueuesByName) {
  if (!open("sqs-2012-11-05.json")) return;
  const Reply made = call("CreateQueue", {{"QueueName", "jobs"}});
  ASSERT_EQ(made.status, 200) << made.response.body;
  EXPECT_EQ(service_->stored(), 1U);
}

TEST_F(GenericService, KeepsRolesOfIam) {
  if (!open("iam-2010-05-08.json")) return;
  const Reply made = call(
      "CreateRole", {{"RoleName", "reader"}, {"AssumeRolePolicyDocument", "{}"}, {"Description", "words"}});
  ASSERT_EQ(made.status, 200) << made.response.body;
  EXPECT_EQ(made.at("/Role/RoleName"), "reader");
  const Reply read = call("GetRole", {{"RoleName", "reader"}});
  EXPECT_EQ(read.at("/Role/Description"), "words");
  EXPECT_EQ(read.at("/Role/Arn"), made.at("/Role/Arn"));
  EXPECT_EQ(call("CreateRole", {{"RoleName", "reader"}, {"AssumeRolePolicyDocument", "{}"}}).error,
            "EntityAlreadyExists");
  EXPECT_EQ(call("GetRole", {{"RoleName", "nobody"}}).error, "NoSuchEntity");
  EXPECT_EQ(call("ListRoles", Json::object()).at("/Roles").size(), 1U);
  EXPECT_EQ(call("DeleteRole", {{"RoleName", "reader"}}).status, 200);
  EXPECT_EQ(call("GetRole", {{"RoleName", "reader"}}).error, "NoSuchEntity");
  EXPECT_EQ(service_->stored(), 0U);
}

TEST_F(GenericService, KeepsTablesOfDynamo) {
  if (!open("dynamodb-2012-08-10.json")) return;
  const Json table = {{"TableName", "jobs"},
                      {"AttributeDefinitions", {{{"AttributeName", "id"}, {"AttributeType", "S"}}}},
                      {"KeySchema", {{{"AttributeName", "id"}, {"KeyType", "HASH"}}}}};
  const Reply made = call("CreateTable", table);
  ASSERT_EQ(made.status, 200) << made.response.body;
  EXPECT_EQ(made.at("/TableDescription/TableName"), "jobs");
  const Reply read = call("DescribeTable", {{"TableName", "jobs"}});
  EXPECT_EQ(read.at("/Table/KeySchema"), table["KeySchema"]);
  EXPECT_EQ(call("ListTables", Json::object()).at("/TableNames"), Json::array({"jobs"}));
  EXPECT_EQ(call("DescribeTable", {{"TableName", "none"}}).error, "ResourceNotFoundException");
}

TEST_F(GenericService, KeepsVoiceConnectors) {
  if (!open("chime-sdk-voice-2022-08-03.json")) return;
  const Reply made = call("CreateVoiceConnector", {{"Name", "line"}, {"RequireEncryption", true}});
  ASSERT_EQ(made.status, 201) << made.response.body;
  const Json id = made.at("/VoiceConnector/VoiceConnectorId");
  const Reply read = call("GetVoiceConnector", {{"VoiceConnectorId", id}});
  EXPECT_EQ(read.at("/VoiceConnector/Name"), "line");
  EXPECT_EQ(read.at("/VoiceConnector/RequireEncryption"), true);
  const Reply changed = call("UpdateVoiceConnector",
                             {{"VoiceConnectorId", id}, {"Name", "other"}, {"RequireEncryption", false}});
  EXPECT_EQ(changed.at("/VoiceConnector/Name"), "other");
  EXPECT_EQ(call("ListVoiceConnectors", Json::object()).at("/VoiceConnectors/0/VoiceConnectorId"), id);
  EXPECT_EQ(call("DeleteVoiceConnector", {{"VoiceConnectorId", id}}).status, 204);
  EXPECT_EQ(call("GetVoiceConnector", {{"VoiceConnectorId", id}}).error, "NotFoundException");
  EXPECT_EQ(service_->stored(), 0U);
}

TEST_F(GenericService, ChecksWhatOtherResourcesAreNamed) {
  if (!open("voice-id-2021-09-27.json")) return;
  const Json watchlist = {{"DomainId", "aaaaaaaaaaaaaaaaaaaaaa"}, {"Name", "people"}};
  EXPECT_EQ(call("CreateWatchlist", watchlist).error, "ResourceNotFoundException");
}

TEST_F(GenericService, FindsAResourceByWhateverWasToldOfIt) {
  if (!open("chime-sdk-voice-2022-08-03.json")) return;
  const Reply made = call("CreateVoiceConnector", {{"Name", "line"}, {"RequireEncryption", true}});
  ASSERT_EQ(made.status, 201) << made.response.body;
  const Json arn = made.at("/VoiceConnector/VoiceConnectorArn");
  ASSERT_TRUE(arn.is_string());
  EXPECT_EQ(call("GetVoiceConnector", {{"VoiceConnectorId", arn}}).at("/VoiceConnector/VoiceConnectorId"),
            made.at("/VoiceConnector/VoiceConnectorId"));
}

TEST_F(GenericService, RefusesOnlyWhatIsSurelyUnknown) {
  if (!open("dynamodb-2012-08-10.json")) return;
  // Items are known by keys that the model does not name; the table is.
  const Json item = {{"TableName", "jobs"}, {"Key", {{"id", {{"S", "7"}}}}}};
  EXPECT_EQ(call("GetItem", item).error, "ResourceNotFoundException");
  const Json table = {{"TableName", "jobs"},
                      {"AttributeDefinitions", {{{"AttributeName", "id"}, {"AttributeType", "S"}}}},
                      {"KeySchema", {{{"AttributeName", "id"}, {"KeyType", "HASH"}}}}};
  ASSERT_EQ(call("CreateTable", table).status, 200);
  EXPECT_EQ(call("GetItem", item).status, 200);
  EXPECT_EQ(call("DeleteItem", item).status, 200);
}

// What nobody made, and yet is there: the account that a path names, and what a row gives as a value that is
// taken ("MIDNIGHT" as the theme that another is made from).
TEST_F(GenericService, KnowsWhatIsThereByItself) {
  model_ = std::make_shared<const contract::Model>(
      contract::read_smithy(core::load_json_text(R"json({"smithy": "2.0", "shapes": {
    "q#Q": {"type": "service", "version": "1", "operations": [{"target": "q#CreateTheme"}, {"target": "q#DeleteTheme"}, {"target": "q#StartReport"}],
      "traits": {"aws.api#service": {"sdkId": "QuickSight"}, "aws.auth#sigv4": {"name": "quicksight"}, "aws.protocols#restJson1": {}}},
    "q#CreateTheme": {"type": "operation", "input": {"target": "q#CreateThemeRequest"}, "errors": [{"target": "q#ResourceNotFoundException"}],
      "traits": {"smithy.api#http": {"method": "POST", "uri": "/accounts/{AwsAccountId}/themes/{ThemeId}", "code": 200}}},
    "q#DeleteTheme": {"type": "operation", "input": {"target": "q#DeleteThemeRequest"}, "errors": [{"target": "q#ResourceNotFoundException"}],
      "traits": {"smithy.api#http": {"method": "DELETE", "uri": "/accounts/{AwsAccountId}/themes/{ThemeId}", "code": 200}}},
    "q#StartReport": {"type": "operation", "input": {"target": "q#StartReportRequest"}, "errors": [{"target": "q#ResourceNotFoundException"}],
      "traits": {"smithy.api#http": {"method": "POST", "uri": "/accounts/{AwsAccountId}/report", "code": 200}}},
    "q#CreateThemeRequest": {"type": "structure", "members": {
      "AwsAccountId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}},
      "ThemeId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}},
      "BaseThemeId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
    "q#DeleteThemeRequest": {"type": "structure", "members": {
      "AwsAccountId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}},
      "ThemeId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}}}},
    "q#StartReportRequest": {"type": "structure", "members": {
      "AwsAccountId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}}}},
    "q#ResourceNotFoundException": {"type": "structure", "members": {"Message": {"target": "smithy.api#String"}},
      "traits": {"smithy.api#error": "client", "smithy.api#httpError": 404}}}})json",
                                                 "quicksight.json")));
  ASSERT_EQ(model_->slug, "quicksight");
  serve({});
  EXPECT_EQ(call("StartReport", {{"AwsAccountId", "123456789012"}}).error, "");
  EXPECT_EQ(call("StartReport", {{"AwsAccountId", "nobody"}}).error, "ResourceNotFoundException");
  const auto made_from = [&](const char* theme) {
    return call("CreateTheme", {{"AwsAccountId", "123456789012"}, {"ThemeId", theme}, {"BaseThemeId", theme}})
        .error;
  };
  EXPECT_EQ(made_from("MIDNIGHT"), "");
  EXPECT_EQ(made_from("no-such-theme"), "ResourceNotFoundException");
}

TEST_F(GenericService, RaisesOnlyWhatTheOperationLists) {
  if (!open("iam-2010-05-08.json")) return;
  const Json input = {{"RoleName", "reader"}, {"AssumeRolePolicyDocument", "{}"}};
  EXPECT_EQ(call("CreateRole", input, {.fault = "MalformedPolicyDocumentException"}).error,
            "MalformedPolicyDocument");
  EXPECT_EQ(call("CreateRole", input, {.fault = "MalformedPolicyDocument"}).status, 400);
  EXPECT_EQ(call("CreateRole", input, {.fault = "NoSuchThing"}).status, 200);
}

}  // namespace
}  // namespace hallmark::endpoint
