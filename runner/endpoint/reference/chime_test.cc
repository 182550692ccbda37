#include "endpoint/serve/service_fixture.h"

namespace hallmark::endpoint {
namespace {

using testing::Reply;

class ChimeService : public testing::ServiceFixture {
 protected:
  bool start() { return open("chime-sdk-voice-2022-08-03.json"); }
  // Of connectors that there are.
  Json items(int count) {
    Json list = Json::array();
    for (int i = 0; i < count; ++i) {
      const Reply made = call("CreateVoiceConnector",
                              {{"Name", "connector " + std::to_string(i)}, {"RequireEncryption", true}});
      list.push_back(
          {{"VoiceConnectorId", made.at("/VoiceConnector/VoiceConnectorId")}, {"Priority", i + 1}});
    }
    return list;
  }
};

TEST_F(ChimeService, CreatesUpdatesAndEmptiesBeforeDeleting) {
  if (!start()) return;
  const Reply made = call("CreateVoiceConnectorGroup", {{"Name", "group"}});
  ASSERT_EQ(made.status, 201) << made.response.body;
  EXPECT_EQ(made.at("/VoiceConnectorGroup/VoiceConnectorItems"), Json::array());
  EXPECT_EQ(made.at("/VoiceConnectorGroup/CreatedTimestamp"), "2023-11-14T22:13:20.001Z");
  const Json id = made.at("/VoiceConnectorGroup/VoiceConnectorGroupId");
  clock_.advance(std::chrono::milliseconds(1500));
  const Json update = {{"VoiceConnectorGroupId", id}, {"Name", "other"}, {"VoiceConnectorItems", items(3)}};
  const Reply updated = call("UpdateVoiceConnectorGroup", update);
  ASSERT_EQ(updated.status, 202) << updated.response.body;
  EXPECT_EQ(updated.at("/VoiceConnectorGroup/Name"), "other");
  EXPECT_EQ(updated.at("/VoiceConnectorGroup/VoiceConnectorItems"), update["VoiceConnectorItems"]);
  EXPECT_EQ(updated.at("/VoiceConnectorGroup/UpdatedTimestamp"), "2023-11-14T22:13:21.500Z");
  EXPECT_EQ(call("GetVoiceConnectorGroup", {{"VoiceConnectorGroupId", id}}).members, updated.members);
  EXPECT_EQ(call("DeleteVoiceConnectorGroup", {{"VoiceConnectorGroupId", id}}).error, "ConflictException");
  Json empty = update;
  empty["VoiceConnectorItems"] = Json::array();
  EXPECT_EQ(call("UpdateVoiceConnectorGroup", empty).status, 202);
  EXPECT_EQ(call("DeleteVoiceConnectorGroup", {{"VoiceConnectorGroupId", id}}).status, 204);
  EXPECT_EQ(call("GetVoiceConnectorGroup", {{"VoiceConnectorGroupId", id}}).error, "NotFoundException");
  EXPECT_EQ(service_->stored(), 3U) << "the connectors";
}

TEST_F(ChimeService, RefusesWhatTheDocumentsRefuse) {
  if (!start()) return;
  const auto refused = [&](const Json& input) { return call("CreateVoiceConnectorGroup", input).error; };
  EXPECT_EQ(refused(Json::object()), "BadRequestException");
  EXPECT_EQ(refused({{"Name", ""}}), "BadRequestException");
  EXPECT_EQ(refused({{"Name", std::string(257, 'n')}}), "BadRequestException");
  EXPECT_EQ(refused({{"Name", 42}}), "BadRequestException");
  EXPECT_EQ(refused({{"Name", "g"}, {"VoiceConnectorItems", items(4)}}), "BadRequestException");
  EXPECT_EQ(
      refused({{"Name", "g"}, {"VoiceConnectorItems", {{{"VoiceConnectorId", "x"}, {"Priority", 100}}}}}),
      "BadRequestException");
  EXPECT_EQ(service_->stored(), 4U) << "the connectors alone";
}

TEST_F(ChimeService, LimitsGroupsAndAnswersByRole) {
  if (!start()) return;
  const testing::Sender limited{.role = "limits"};
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(call("CreateVoiceConnectorGroup", {{"Name", "g"}}, limited).status, 201);
  EXPECT_EQ(call("CreateVoiceConnectorGroup", {{"Name", "g"}}, limited).error,
            "ResourceLimitExceededException");
  const auto as = [&](const std::string& role) {
    return call("CreateVoiceConnectorGroup", {{"Name", "g"}}, {.role = role}).error;
  };
  EXPECT_EQ(as("denied"), "AccessDeniedException");
  EXPECT_EQ(as("forbidden"), "ForbiddenException");
  EXPECT_EQ(as("unauthorized"), "UnauthorizedClientException");
  const Reply unsigned_one = call("CreateVoiceConnectorGroup", {{"Name", "g"}}, {.sign = false});
  EXPECT_EQ(unsigned_one.error, "UnauthorizedClientException");
  EXPECT_EQ(unsigned_one.status, 401);
}

TEST_F(ChimeService, FillsTheCodeOfAnErrorBody) {
  if (!start()) return;
  const Reply refused =
      call("CreateVoiceConnectorGroup", {{"Name", "g"}}, {.fault = "ResourceLimitExceededException"});
  EXPECT_EQ(refused.at("/Code"), "ResourceLimitExceeded") << refused.response.body;
}

}  // namespace
}  // namespace hallmark::endpoint
