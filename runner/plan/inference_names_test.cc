// What names say of one another, on small contracts of a few members each.
#include <gtest/gtest.h>

#include "contract/smithy.h"
#include "plan/inference.h"
#include "plan/plan.h"
#include "plan/testing_inference.h"

namespace hallmark::plan {
namespace {

// Members of a structure, shapes written out: "text", "number", an object, a list of one; "!" behind a name:
// required.
class Shapes {
 public:
  Json structure(const std::string& id, const Json& members) {
    Json made = {{"type", "structure"}, {"members", Json::object()}};
    for (const auto& [written, what] : members.items()) {
      const bool required = written.ends_with('!');
      const std::string name = required ? written.substr(0, written.size() - 1) : written;
      made["members"][name] = {{"target", target(id + name, what)}};
      if (required) made["members"][name]["traits"] = {{"smithy.api#required", Json::object()}};
    }
    shapes_["t#" + id] = std::move(made);
    return {{"target", "t#" + id}};
  }
  [[nodiscard]] Json& all() { return shapes_; }

 private:
  std::string target(const std::string& id, const Json& what) {
    if (what == "text") return "smithy.api#String";
    if (what == "number") return "smithy.api#Integer";
    if (what.is_array()) {
      shapes_["t#" + id + "List"] = {{"type", "list"},
                                     {"member", {{"target", target(id + "Item", what.front())}}}};
      return "t#" + id + "List";
    }
    if (what.is_object()) return structure(id, what)["target"];
    shapes_["t#" + id] = {{"type", "string"}, {"traits", {{"smithy.api#pattern", what}}}};
    return "t#" + id;
  }

  Json shapes_ = Json::object();
};

// By operation: {input, output}, and what its http trait says.
contract::Model model_of(const Json& operations) {
  Shapes shapes;
  Json service = {
      {"type", "service"},
      {"version", "1"},
      {"operations", Json::array()},
      {"traits", {{"aws.api#service", {{"sdkId", "T"}}}, {"aws.protocols#awsJson1_1", Json::object()}}}};
  for (const auto& [name, members] : operations.items()) {
    Json operation = {{"type", "operation"}};
    operation["input"] = shapes.structure(name + "Input", members[0]);
    operation["output"] = shapes.structure(name + "Output", members[1]);
    if (members.size() > 2) operation["traits"] = {{"smithy.api#http", members[2]}};
    shapes.all()["t#" + name] = std::move(operation);
    service["operations"].push_back({{"target", "t#" + name}});
  }
  shapes.all()["t#Service"] = std::move(service);
  const Json document = {{"smithy", "2.0"}, {"shapes", shapes.all()}};
  return contract::read_smithy(core::load_json_text(document.dump(), "names.json"));
}

struct Row {
  const char* name;
  const char* operations;
  const char* judged;
  const char* member;  // filled with what `call` keeps from `pointer`; null `call`: not filled
  const char* call;
  const char* pointer;
};
class InferredFromNames : public ::testing::TestWithParam<Row> {};

TEST_P(InferredFromNames, FindsWhereAnIdentifierComesFrom) {
  const Row& row = GetParam();
  const auto model = model_of(Json::parse(row.operations));
  const auto inferred = inferred_for(model, row.judged, suite_without_file(model));
  if (row.call == nullptr) {
    EXPECT_FALSE(inferred.base.contains(row.member)) << inferred.base;
    return;
  }
  ASSERT_TRUE(inferred.base.contains(row.member)) << inferred.base;
  const auto variable = inferred.base[row.member].get<std::string>();
  const std::string name = variable.substr(2, variable.size() - 3);
  for (const auto& step : inferred.arrange) {
    if (step.call == row.call) {
      EXPECT_EQ(step.keep.at(name), row.pointer);
      return;
    }
  }
  FAIL() << row.call << " is not among the calls";
}

INSTANTIATE_TEST_SUITE_P(
    Rows, InferredFromNames,
    ::testing::Values(
        Row{"capital_id", R"({"CreateApp": [{}, {"appID": "text"}], "DeleteApp": [{"appID!": "text"}, {}],
                              "ArchiveApp": [{"appID!": "text"}, {}]})",
            "ArchiveApp", "appID", "CreateApp", "/appID"},
        Row{"other_case",
            R"({"CreateDNSView": [{}, {"id": "text"}], "DeleteDNSView": [{"dnsViewId!": "text"}, {}],
                              "CreateRule": [{"dnsViewId!": "text"}, {}]})",
            "CreateRule", "dnsViewId", "CreateDNSView", "/id"},
        Row{"first_of_a_list", R"({"CreateRoute": [{}, {"Routes": [{"RouteId": "text"}]}],
                                   "DeleteRoute": [{"RouteId!": "text"}, {}], "GetRoute": [{"RouteId!": "text"}, {}]})",
            "GetRoute", "RouteId", "CreateRoute", "/Routes/0/RouteId"},
        Row{"not_of_another_list", R"({"CreateRoute": [{}, {"Hops": [{"RouteId": "text"}]}],
                                       "DeleteRoute": [{"RouteId!": "text"}, {}], "GetRoute": [{"RouteId!": "text"}, {}]})",
            "GetRoute", "RouteId", nullptr, nullptr},
        Row{"metadata_of_its_own",
            R"({"CreateAudit": [{}, {"audit": {"arn": "text", "metadata": {"id": "^[a-z]{3}$"}}}],
                                       "DeleteAudit": [{"auditId!": "^[a-z]{3}$"}, {}],
                                       "GetAudit": [{"auditId!": "^[a-z]{3}$"}, {}]})",
            "GetAudit", "auditId", "CreateAudit", "/audit/metadata/id"},
        Row{"name_inside_the_settings", R"({"CreateBase": [{"BaseInput!": {"Name!": "text"}}, {}],
                                            "DeleteBase": [{"Name!": "text"}, {}], "GetBase": [{"Name!": "text"}, {}]})",
            "GetBase", "Name", "CreateBase", "/BaseInput/Name"},
        Row{"made_from_another",
            R"({"CreateBackup": [{}, {"BackupId": "text"}], "DeleteBackup": [{"BackupId!": "text"}, {}],
                                     "CreateVolumeFromBackup": [{"BackupId!": "text"}, {}]})",
            "CreateVolumeFromBackup", "BackupId", "CreateBackup", "/BackupId"},
        Row{"started_not_made",
            R"({"CreateCluster": [{}, {"ClusterId": "text"}], "DeleteCluster": [{"ClusterId!": "text"}, {}],
                                    "StartCluster": [{"ClusterId!": "text"}, {}]})",
            "StartCluster", "ClusterId", "CreateCluster", "/ClusterId"},
        Row{"published", R"({"CreateMachine": [{}, {"machineArn": "text", "machineVersionArn": "text"}],
                             "DeleteMachine": [{"machineArn!": "text"}, {}],
                             "PublishMachineVersion": [{"machineArn!": "text"}, {"machineVersionArn": "text"}],
                             "DeleteMachineVersion": [{"machineVersionArn!": "text"}, {}]})",
            "DeleteMachineVersion", "machineVersionArn", "PublishMachineVersion", "/machineVersionArn"},
        Row{"put_on_it_before",
            R"({"CreateShop": [{}, {"ShopId": "text"}], "DeleteShop": [{"ShopId!": "text"}, {}],
                "PutShopPolicy": [{"ShopId!": "text", "Policy!": "text"}, {}],
                "DeleteShopPolicy": [{"ShopId!": "text"}, {}], "GetShopPolicy": [{"ShopId!": "text"}, {}]})",
            "GetShopPolicy", "ShopId", "PutShopPolicy", "/ShopId"},
        Row{"what_is_always_there",
            R"({"CreateShop": [{}, {"ShopId": "text"}], "DeleteShop": [{"ShopId!": "text"}, {}],
                "PutShopColour": [{"ShopId!": "text", "Colour!": "text"}, {}],
                "GetShopColour": [{"ShopId!": "text"}, {}]})",
            "GetShopColour", "ShopId", "CreateShop", "/ShopId"},
        Row{"answered_by_reading_alone",
            R"({"CreateFlow": [{"FlowName!": "text"}, {}], "DeleteFlow": [{"FlowName!": "text"}, {}],
                "DescribeFlow": [{"FlowName!": "text"}, {"FlowArn": "^arn:.*$"}],
                "PauseFlow": [{"FlowArn!": "^arn:.*$"}, {}]})",
            "PauseFlow", "FlowArn", "DescribeFlow", "/FlowArn"},
        Row{"run_of_what_is_there",
            R"({"CreateFlow": [{"Name!": "text"}, {}], "DeleteFlow": [{"Name!": "text"}, {}],
                "StartFlowRun": [{"Name!": "text"}, {"RunId": "text"}], "StopFlowRun": [{"RunId!": "text"}, {}]})",
            "StartFlowRun", "Name", "CreateFlow", "/Name"},
        Row{"of_the_only_client",
            R"({"CreatePoolClient": [{}, {"PoolClient": {"ClientId": "text"}}], "DeletePoolClient": [{"ClientId!": "text"}, {}],
                "SignUp": [{"ClientId!": "text"}, {}]})",
            "SignUp", "ClientId", "CreatePoolClient", "/PoolClient/ClientId"},
        Row{"of_one_client_or_another",
            R"({"CreatePoolClient": [{}, {"PoolClient": {"ClientId": "text"}}], "DeletePoolClient": [{"ClientId!": "text"}, {}],
                "CreateBarClient": [{}, {"BarClient": {"ClientId": "text"}}], "DeleteBarClient": [{"ClientId!": "text"}, {}],
                "SignUp": [{"ClientId!": "text"}, {}]})",
            "SignUp", "ClientId", nullptr, nullptr},
        Row{"either_will_do",
            R"({"CreateTape": [{"TapeName!": "text"}, {"TapeArn": "^arn:.*$"}], "DeleteTape": [{"TapeArn!": "^arn:.*$"}, {}],
                "DescribeTape": [{"TapeName": "text", "TapeArn": "^arn:.*$"}, {}]})",
            "DescribeTape", "TapeName", "CreateTape", "/TapeName"},
        Row{"called_a_name",
            R"({"CreateHostName": [{"hostName!": "text"}, {}], "DeleteHostName": [{"hostName!": "text"}, {}],
                "CreateMapping": [{"hostName!": "text"}, {"id": "text"}], "DeleteMapping": [{"id!": "text"}, {}]})",
            "CreateMapping", "hostName", "CreateHostName", "/hostName"},
        Row{"what_fits", R"({"CreateRoom": [{}, {"id": "^[a-z]{3}$", "arn": "^arn:.*$"}],
                             "DeleteRoom": [{"identifier!": "^arn:.*$"}, {}], "GetRoom": [{"identifier!": "^arn:.*$"}, {}]})",
            "GetRoom", "identifier", "CreateRoom", "/arn"},
        Row{"no_optional_setting", R"({"CreateShop": [{"ShopConfig!": {"Name!": "text", "AclId": "text"}},
                                                      {"Shop": {"Id": "text", "ShopConfig": {"AclId": "text"}}}],
                                       "DeleteShop": [{"Id!": "text"}, {}],
                                       "GuardShop": [{"Id!": "text", "AclId!": "text"}, {}]})",
            "GuardShop", "Id", "CreateShop", "/Shop/Id"}),
    [](const auto& row) { return row.param.name; });

// What a list names is made as one of them would be.
TEST(InferredFromNames, ListsTakeWhatOneOfThemWouldTake) {
  const auto model = model_of(Json::parse(R"({
      "CreateShelf": [{"shelfName!": "text"}, {}], "DeleteShelf": [{"shelfName!": "text"}, {}],
      "BatchGetShelves": [{"shelfNames!": ["text"]}, {}]})"));
  const auto inferred = inferred_for(model, "BatchGetShelves", suite_without_file(model));
  ASSERT_EQ(inferred.arrange.size(), 1u);
  EXPECT_EQ(inferred.base, (Json{{"shelfNames", {"${shelfName}"}}}));
}

// What can be removed may be lacking: it is put before it is read or removed, though no member shows it.
TEST(InferredFromNames, WhatIsOfTheAccountIsPutBeforeItIsReadOrRemoved) {
  const auto model = model_of(Json::parse(R"({
      "PutHousePolicy": [{"Policy!": "text"}, {}], "GetHousePolicy": [{}, {}], "DeleteHousePolicy": [{}, {}],
      "UpdateHouseRules": [{"Rules!": "text"}, {}], "GetHouseRules": [{}, {}], "DeleteHouseRules": [{}, {}],
      "UpdateSettings": [{"Settings!": "text"}, {}], "GetSettings": [{}, {}]})"));
  const auto calls = [&](const char* operation) {
    std::vector<std::string> made;
    for (const auto& step : inferred_for(model, operation, suite_without_file(model)).arrange)
      made.push_back(step.call);
    return made;
  };
  EXPECT_EQ(calls("GetHousePolicy"), std::vector<std::string>{"PutHousePolicy"});
  EXPECT_EQ(calls("DeleteHousePolicy"), std::vector<std::string>{"PutHousePolicy"});
  EXPECT_EQ(calls("GetHouseRules"), std::vector<std::string>{"UpdateHouseRules"});
  EXPECT_TRUE(calls("UpdateHouseRules").empty());
  EXPECT_TRUE(calls("GetSettings").empty()) << "settings are always there";
}

// Beside an identifier of the same thing a name is what it is to be called; alone it is the identifier.
TEST(InferredFromNames, ANameIsAReferenceWhereNothingElseSaysWhichIsMeant) {
  const auto model = model_of(Json::parse(R"({
      "CreateClub": [{"ClubName!": "text"}, {}], "DeleteClub": [{"ClubName!": "text"}, {}],
      "CreateGuest": [{"GuestName!": "text"}, {}], "DeleteGuest": [{"GuestName!": "text"}, {}],
      "AddGuestToClub": [{"ClubName!": "text", "GuestName!": "text"}, {}],
      "RemoveGuestFromClub": [{"GuestName!": "text", "ClubName!": "text"}, {}]})"));
  auto suite = suite_without_file(model);
  suite.values = names::ValueRules::read(Json::parse(R"({"answered": [{"service": "t",
      "operation": "RemoveGuestFromClub", "members": ["GuestName"], "by": "AddGuestToClub",
      "take": {"member": "/GuestName"}, "source": "test"}]})"));
  const auto inferred = inferred_for(model, "RemoveGuestFromClub", suite);
  EXPECT_EQ(inferred.base.value("GuestName", ""), "${member}");
  EXPECT_EQ(inferred.base.value("ClubName", ""), "${clubName}");
}

TEST(InferredRecipes, KeepNumbersFromNumbers) {
  const auto model = model_of(Json::parse(R"({
      "CreateEntry": [{"Number!": "number"}, {"Entry": {"Number": "text"}}], "DeleteEntry": [{"Number!": "number"}, {}]})"));
  const auto recipe = infer_recipe(model, *model.operation("CreateEntry"), suite_without_file(model));
  ASSERT_TRUE(recipe);
  EXPECT_EQ(recipe->keep.begin()->second, "/Number");
}

TEST(InferredRecipes, AreOfWhatMakesAThingOnly) {
  const auto model = model_of(Json::parse(R"({
      "CreateCluster": [{}, {"ClusterId": "text"}], "DeleteCluster": [{"ClusterId!": "text"}, {}],
      "StartCluster": [{"ClusterId!": "text"}, {}], "StopCluster": [{"ClusterId!": "text"}, {}]})"));
  const auto suite = with_inferred(model, suite_without_file(model));
  ASSERT_EQ(suite.resources.size(), 1u);
  EXPECT_EQ(suite.resources.begin()->second.create_call, "CreateCluster");
}

TEST(InferredFromNames, WhatIsMadeTakesNoNameOfAnotherKindOfIt) {
  const auto model = model_of(
      {{"CreateGroup", {{{"groupName!", "text"}}, {{"groupName", "text"}}}},
       {"DeleteGroup", {{{"groupName!", "text"}}, Json::object()}},
       {"CreateDynamicGroup", {{{"groupName!", "text"}, {"query!", "text"}}, {{"groupName", "text"}}}},
       {"DeleteDynamicGroup", {{{"groupName!", "text"}}, Json::object()}}});
  EXPECT_TRUE(inferred_for(model, "CreateGroup", suite_without_file(model)).arrange.empty());
}

// S3 Vectors takes the name or the ARN of the bucket that an index is made in, and requires neither.
TEST(InferredFromNames, OneOfTheIdentifiersOfWhatAThingStandsInIsGiven) {
  const auto model = model_of(Json::parse(R"({
    "CreateShelf": [{"shelfName!": "text"}, {"shelfArn": "text"}], "DeleteShelf": [{"shelfArn!": "text"}, {}],
    "CreateBook": [{"bookName!": "text", "shelfName": "text", "shelfArn": "text"}, {"bookArn": "text"}],
    "DeleteBook": [{"bookArn!": "text"}, {}], "ListBooks": [{"shelfName": "text"}, {"books": ["text"]}]})"));
  const auto suite = suite_without_file(model);
  const auto made = inferred_for(model, "CreateBook", suite);
  EXPECT_EQ(made.base, (Json{{"shelfName", "${shelfName}"}})) << "surely known, whatever is answered";
  EXPECT_EQ(inferred_for(model, "ListBooks", suite).base, Json::object()) << "one alone may be a filter";
}

// Transcribe has vocabularies, medical ones too, and both are called "VocabularyName".
TEST(InferredFromNames, TheNameOfAKindIsItsOwn) {
  const auto model = model_of(Json::parse(R"({
    "CreateVocabulary": [{"VocabularyName!": "text"}, {"VocabularyName": "text"}],
    "DeleteVocabulary": [{"VocabularyName!": "text"}, {}],
    "CreateMedicalVocabulary": [{"VocabularyName!": "text"}, {"VocabularyName": "text"}],
    "GetMedicalVocabulary": [{"VocabularyName!": "text"}, {}],
    "DeleteMedicalVocabulary": [{"VocabularyName!": "text"}, {}]})"));
  const auto suite = suite_without_file(model);
  EXPECT_TRUE(inferred_for(model, "CreateMedicalVocabulary", suite).arrange.empty());
  const auto read = inferred_for(model, "GetMedicalVocabulary", suite);
  ASSERT_EQ(read.arrange.size(), 1u);
  EXPECT_EQ(read.arrange[0].call, "CreateMedicalVocabulary");
}

// AppStream starts deployments to image builders, which "ImageBuilderName" then names.
TEST(InferredFromNames, WhatSomethingIsPutToIsThereBefore) {
  const auto model = model_of(Json::parse(R"({
    "CreateBuilder": [{"Name!": "text"}, {"Builder": {"Name": "text"}}], "DeleteBuilder": [{"Name!": "text"}, {}],
    "StartDeploymentToBuilder": [{"BuilderName!": "text"}, {}]})"));
  const auto made = inferred_for(model, "StartDeploymentToBuilder", suite_without_file(model));
  ASSERT_EQ(made.arrange.size(), 1u);
  EXPECT_EQ(made.arrange[0].call, "CreateBuilder");
  EXPECT_EQ(made.base, (Json{{"BuilderName", "${builderName}"}}));
}

// DataSync has locations of many kinds, all of which DeleteLocation removes; DataBrew's jobs likewise.
TEST(InferredFromNames, OneRemovalServesSeveralKinds) {
  const auto model = model_of(Json::parse(R"({
    "CreateLocationS3": [{"Bucket!": "text"}, {"LocationArn": "text"}],
    "CreateLocationNfs": [{"Server!": "text"}, {"LocationArn": "text"}],
    "DescribeLocationS3": [{"LocationArn!": "text"}, {}],
    "DeleteLocation": [{"LocationArn!": "text"}, {}],
    "CreateRecipeJob": [{"Name!": "text"}, {"Name": "text"}],
    "CreateScanJob": [{"Name!": "text"}, {"Name": "text"}],
    "DescribeJob": [{"Name!": "text"}, {}],
    "DeleteJob": [{"Name!": "text"}, {}]})"));
  const auto suite = suite_without_file(model);
  const auto first = [&](const char* operation) {
    const auto made = inferred_for(model, operation, suite);
    return made.arrange.empty() ? std::string() : made.arrange[0].call;
  };
  EXPECT_EQ(first("DescribeLocationS3"), "CreateLocationS3");
  EXPECT_EQ(first("DeleteLocation"), "CreateLocationNfs");
  EXPECT_EQ(first("DescribeJob"), "CreateRecipeJob");
  const auto recipe = infer_recipe(model, *model.operation("CreateScanJob"), suite);
  ASSERT_TRUE(recipe);
  EXPECT_EQ(recipe->remove.back().call, "DeleteJob");
}

// IoT has two kinds of templates; the path says of which one a claim is.
TEST(InferredFromNames, ThePathSaysWhatAThingStandsIn) {
  const auto model = model_of(Json::parse(R"({
    "CreateRoleTemplate": [{"templateName!": "text"}, {"templateName": "text"}, {"method": "POST", "uri": "/role-templates"}],
    "DeleteRoleTemplate": [{"templateName!": "text"}, {}, {"method": "DELETE", "uri": "/role-templates/{templateName}"}],
    "CreateJobTemplate": [{"templateName!": "text"}, {"templateName": "text"}, {"method": "PUT", "uri": "/job-templates/{templateName}"}],
    "DeleteJobTemplate": [{"templateName!": "text"}, {}, {"method": "DELETE", "uri": "/job-templates/{templateName}"}],
    "CreateClaim": [{"templateName!": "text"}, {"claim": "text"}, {"method": "POST", "uri": "/role-templates/{templateName}/claim"}],
    "CreateTicket": [{"templateName!": "text"}, {"ticket": "text"}, {"method": "POST", "uri": "/job-templates/{templateName}/tickets"}],
    "CreateSpace": [{"accountName!": "text"}, {"spaceId": "text"}, {"method": "POST", "uri": "/accounts/{accountName}"}],
    "DeleteSpace": [{"spaceId!": "text"}, {}, {"method": "DELETE", "uri": "/spaces/{spaceId}"}],
    "CreateNote": [{"accountName!": "text"}, {"note": "text"}, {"method": "POST", "uri": "/accounts/{accountName}/notes"}],
    "CreateMark": [{"templateName!": "text"}, {"mark": "text"}, {"method": "PUT", "uri": "/marks/{templateName}"}]})"));
  const auto suite = suite_without_file(model);
  const auto first = [&](const char* operation) {
    const auto made = inferred_for(model, operation, suite);
    return made.arrange.empty() ? std::string() : made.arrange[0].call;
  };
  EXPECT_EQ(first("CreateClaim"), "CreateRoleTemplate");
  EXPECT_EQ(first("CreateTicket"), "CreateJobTemplate");
  EXPECT_EQ(first("CreateNote"), "") << "a space is made in an account, and no account";
  EXPECT_EQ(first("CreateMark"), "") << "the end of a path is the thing itself";
}

// Kinesis: whoever names the stream alone takes no consumer off it, and the stream cannot be removed.
TEST(InferredFromNames, AThingIsRemovedByItsOwnIdentifierBeforeItsParents) {
  const auto model = model_of(Json::parse(R"({
    "CreateStream": [{"StreamName!": "text"}, {"StreamARN": "text"}], "DeleteStream": [{"StreamARN!": "text"}, {}],
    "RegisterStreamConsumer": [{"StreamARN!": "text", "ConsumerName!": "text"},
                               {"ConsumerARN": "text", "StreamARN": "text"}],
    "DeregisterStreamConsumer": [{"StreamARN": "text", "ConsumerName": "text", "ConsumerARN": "text"}, {}]})"));
  const auto recipe =
      infer_recipe(model, *model.operation("RegisterStreamConsumer"), suite_without_file(model));
  ASSERT_TRUE(recipe);
  EXPECT_TRUE(recipe->remove.back().with.contains("ConsumerARN")) << recipe->remove.back().with;
}

// Nothing makes the store: what the group is made in is what the user is made in.
TEST(InferredFromNames, MakeAllInTheStoreThatNothingMakes) {
  const Json in_store = {{"IdentityStoreId!", "s-[a-z0-9]{10}"}};
  const auto with = [&](Json members) {
    members.update(in_store);
    return members;
  };
  auto model = model_of({{"CreateGroup", {in_store, {{"GroupId", "text"}}}},
                         {"DeleteGroup", {with({{"GroupId!", "text"}}), Json::object()}},
                         {"CreateUser", {in_store, {{"UserId", "text"}}}},
                         {"DeleteUser", {with({{"UserId!", "text"}}), Json::object()}},
                         {"AddMember", {with({{"GroupId!", "text"}, {"UserId!", "text"}}), Json::object()}}});
  for (auto& [id, shape] : model.shapes) {
    for (auto& member : shape.members) {
      if (member.name == "IdentityStoreId") member.target = "t#CreateUserInputIdentityStoreId";
    }
  }
  const auto inferred = inferred_for(model, "AddMember", suite_without_file(model));
  ASSERT_EQ(inferred.arrange.size(), 2u);
  EXPECT_EQ(inferred.arrange[0].keep.at("sameIdentityStoreId"), "/IdentityStoreId");
  EXPECT_EQ(inferred.arrange[1].with["IdentityStoreId"], "${sameIdentityStoreId}");
  EXPECT_TRUE(inferred.base.contains("IdentityStoreId"));
}

TEST(InferredFromNames, TakeAwayWhatWasPut) {
  const auto model =
      model_of({{"CreateZone", {{{"Name!", "text"}}, {{"ZoneId", "text"}}}},
                {"DeleteZone", {{{"ZoneId!", "text"}}, Json::object()}},
                {"AssociateVpc", {{{"ZoneId!", "text"}, {"Vpc!", "text"}}, Json::object()}},
                {"DisassociateVpc", {{{"ZoneId!", "text"}, {"Vpc!", "text"}}, Json::object()}}});
  const auto inferred = inferred_for(model, "DisassociateVpc", suite_without_file(model));
  ASSERT_EQ(inferred.arrange.size(), 2u);
  EXPECT_EQ(inferred.arrange[1].call, "AssociateVpc");
  EXPECT_EQ(inferred.arrange[1].with["ZoneId"], "${zoneId}");
  EXPECT_EQ(inferred.base.value("ZoneId", ""), "${zoneId}");
  EXPECT_TRUE(inferred.base.contains("Vpc")) << "the same one";
  const auto recipe = infer_recipe(model, *model.operation("AssociateVpc"), suite_without_file(model));
  ASSERT_TRUE(recipe);
  EXPECT_EQ(recipe->remove.front().call, "DisassociateVpc");
}

TEST(InferredFromNames, StartAJobThatNothingStops) {
  const auto model = model_of({{"StartScanJob", {Json::object(), {{"JobId", "text"}}}},
                               {"DescribeScanJob", {{{"JobId!", "text"}}, {{"JobStatus", "text"}}}}});
  const auto inferred = inferred_for(model, "DescribeScanJob", suite_without_file(model));
  ASSERT_EQ(inferred.arrange.size(), 1u);
  EXPECT_EQ(inferred.arrange[0].call, "StartScanJob");
  EXPECT_EQ(inferred.base.size(), 1u);
}

TEST(InferredFromNames, AMemberMayBeOneOfSeveralKindsOfThings) {
  const Json member = {{"GroupId!", "text"}, {"MemberId!", {{"UserId", "text"}}}};
  auto model = model_of({{"CreateGroup", {Json::object(), {{"GroupId", "text"}}}},
                         {"DeleteGroup", {{{"GroupId!", "text"}}, Json::object()}},
                         {"CreateUser", {Json::object(), {{"UserId", "text"}}}},
                         {"DeleteUser", {{{"UserId!", "text"}}, Json::object()}},
                         {"CreateMembership", {member, Json::object()}}});
  model.shapes.at("t#CreateMembershipInputMemberId").type = contract::ShapeType::union_shape;
  const auto inferred = inferred_for(model, "CreateMembership", suite_without_file(model));
  EXPECT_EQ(inferred.base, (Json{{"GroupId", "${groupId}"}, {"MemberId", {{"UserId", "${userId}"}}}}));
}

// Application Auto Scaling removes the policy of this name of a resource, which is named, too.
TEST(InferredFromNames, WhatIsRemovedIsNamedAsItWasMade) {
  const auto model =
      model_of({{"PutPolicy", {{{"ResourceId!", "text"}, {"PolicyName!", "text"}}, {{"PolicyArn", "text"}}}},
                {"DeletePolicy", {{{"ResourceId!", "text"}, {"PolicyName!", "text"}}, Json::object()}}});
  const auto inferred = inferred_for(model, "DeletePolicy", suite_without_file(model));
  EXPECT_TRUE(inferred.base.contains("ResourceId") && inferred.base.contains("PolicyName"))
      << inferred.base.dump();
}

}  // namespace
}  // namespace hallmark::plan
