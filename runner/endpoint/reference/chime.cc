// Voice Connector groups, as Amazon Chime and Amazon Chime SDK Voice have them: one store each, the
// same paths. Voice Connectors themselves are the generic behaviour's.
//
// Beyond the contract's shapes: at most three items in a group; a group is deleted empty; items may name
// any connector, because no document says that it has to exist.
#include <fmt/format.h>

#include "core/text.h"
#include "endpoint/reference/behaviour.h"

namespace hallmark::endpoint {

namespace {

const std::string kind = "VoiceConnectorGroup";
constexpr std::size_t most_items = 3;
constexpr int default_limit = 3;

Result missing(const std::string& id) {
  return raise("NotFoundException", fmt::format("There is no Voice Connector group {}.", core::printable(id)),
               {{"Code", "NotFound"}});
}

std::optional<Result> check_items(const Call& call) {
  const auto it = call.input.find("VoiceConnectorItems");
  if (it == call.input.end() || !it->is_array() || it->size() <= most_items) return std::nullopt;
  if (call.mutants.has("item-limit-ignored")) return std::nullopt;
  return raise("BadRequestException", fmt::format("A group has at most {} items.", most_items),
               {{"Code", "BadRequest"}});
}

Json shown(const Call& call, const Resource& group) {
  Json body = group.body;
  body["VoiceConnectorGroupId"] = group.id;
  body["VoiceConnectorGroupArn"] = call.arn("chime", "vcg/" + group.id);
  body["CreatedTimestamp"] = call.time(group.created);
  body["UpdatedTimestamp"] = call.time(group.updated);
  return body;
}

Json with_group(const Call& call, const Resource& group) {
  return {{"VoiceConnectorGroup", shown(call, group)}};
}

Json items_of(const Call& call) {
  return call.has("VoiceConnectorItems") ? call.input.at("VoiceConnectorItems") : Json::array();
}

Json settings_of(const Call& call) {
  Json settings = {{"Name", call.text("Name")}, {"VoiceConnectorItems", items_of(call)}};
  // Of newer models only.
  if (call.has("CallDistributionType"))
    settings["CallDistributionType"] = call.input.at("CallDistributionType");
  return settings;
}

Result create_group(const Call& call) {
  if (auto refused = check_items(call)) return *refused;
  if (call.full(kind, default_limit)) {
    return raise("ResourceLimitExceededException",
                 "The account has as many Voice Connector groups as it may have.",
                 {{"Code", "ResourceLimitExceeded"}});
  }
  Resource& group = call.create(kind, call.ids.uuid());
  group.body = settings_of(call);
  return {.output = with_group(call, group)};
}

Result update_group(const Call& call) {
  const std::string id = call.text("VoiceConnectorGroupId");
  Resource* group = call.account.find(kind, id);
  if (group == nullptr) return missing(id);
  if (auto refused = check_items(call)) return *refused;
  group->body = settings_of(call);
  call.touch(*group);
  return {.output = with_group(call, *group)};
}

Result get_group(const Call& call) {
  const std::string id = call.text("VoiceConnectorGroupId");
  const Resource* group = call.account.find(kind, id);
  if (group == nullptr) return missing(id);
  return {.output = with_group(call, *group)};
}

Result delete_group(const Call& call) {
  const std::string id = call.text("VoiceConnectorGroupId");
  const Resource* group = call.account.find(kind, id);
  if (group == nullptr) return missing(id);
  if (!group->body.value("VoiceConnectorItems", Json::array()).empty()) {
    return raise("ConflictException", "The group still has items.", {{"Code", "Conflict"}});
  }
  call.erase(kind, id);
  return {};
}

Result list_groups(const Call& call) {
  return list_page(call, call.account.all(kind), call.number("MaxResults"), "VoiceConnectorGroups", shown,
                   "BadRequestException");
}

}  // namespace

std::map<std::string, Behaviour> chime_behaviours() {
  return {{"CreateVoiceConnectorGroup", create_group},
          {"UpdateVoiceConnectorGroup", update_group},
          {"GetVoiceConnectorGroup", get_group},
          {"DeleteVoiceConnectorGroup", delete_group},
          {"ListVoiceConnectorGroups", list_groups}};
}

std::map<std::string, Behaviour> chime_sdk_voice_behaviours() { return chime_behaviours(); }

}  // namespace hallmark::endpoint
