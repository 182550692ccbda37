// CloudFront's connection groups. Every version has an ETag of its own, and changes and deletes name
// the version that they mean (If-Match).
//
// Beyond the contract's shapes: names are unique in an account; a group is deleted disabled; a group
// that was just changed is InProgress until it is read. An If-Match that no version ever had, and
// one that is missing, is InvalidIfMatchVersion; that of an older version is PreconditionFailed.
#include <fmt/format.h>

#include "core/text.h"
#include "endpoint/reference/behaviour.h"

namespace hallmark::endpoint {

namespace {

const std::string kind = "ConnectionGroup";
constexpr int default_limit = 100;

Result missing(const std::string& id) {
  return raise("EntityNotFound", fmt::format("There is no connection group {}.", core::printable(id)));
}

std::string etag_of(const Call& call, const Resource& group) {
  if (call.mutants.has("etag-constant")) return "E1CONSTANTETAG";
  const Json& tags = group.hidden.at("etags");
  return tags.back().get<std::string>();
}

void new_etag(const Call& call, Resource& group) {
  group.hidden["etags"].push_back("E" + call.ids.upper(13));
}

Json shown(const Call& call, Resource& group) {
  Json body = group.body;
  body["Id"] = group.id;
  body["Arn"] = call.arn("cloudfront", "connection-group/" + group.id, false);
  body["CreatedTime"] = call.time(group.created);
  body["LastModifiedTime"] = call.time(group.updated);
  body["RoutingEndpoint"] = group.hidden["endpoint"];
  body["IsDefault"] = false;
  body["Status"] = group.hidden.value("settled", false) ? "Deployed" : "InProgress";
  return body;
}

Json with_group(const Call& call, Resource& group) {
  return {{"ConnectionGroup", shown(call, group)}, {"ETag", etag_of(call, group)}};
}

Resource* find_group(const Call& call, const std::string& identifier) {
  if (Resource* group = call.account.find(kind, identifier)) return group;
  for (Resource* group : call.account.all(kind)) {
    if (text_of(group->body, "Name") == identifier ||
        call.arn("cloudfront", "connection-group/" + group->id, false) == identifier) {
      return group;
    }
  }
  return nullptr;
}

std::optional<Result> check_version(const Call& call, const Resource& group) {
  if (call.mutants.has("if-match-ignored")) return std::nullopt;
  std::string given = call.text("IfMatch");
  if (given.size() >= 2 && given.front() == '"' && given.back() == '"')
    given = given.substr(1, given.size() - 2);
  if (given.empty() && call.mutants.has("constraint-ignored", "required@IfMatch")) return std::nullopt;
  if (given.empty()) return raise("InvalidIfMatchVersion", "If-Match is missing.");
  if (call.mutants.has("etag-refused"))
    return raise("PreconditionFailed", "If-Match does not name this version.");
  if (given == etag_of(call, group)) return std::nullopt;
  const Json& known = group.hidden.at("etags");
  if (std::find(known.begin(), known.end(), Json(given)) != known.end()) {
    return raise("PreconditionFailed", "If-Match names an older version.");
  }
  return raise("InvalidIfMatchVersion", "If-Match names no version of this connection group.");
}

// Lists of anycast addresses are the generic behaviour's resources.
std::optional<Result> check_anycast(const Call& call) {
  const std::string id = call.text("AnycastIpListId");
  if (id.empty() || call.account.find("AnycastIpList", id) != nullptr) return std::nullopt;
  return raise("EntityNotFound", fmt::format("There is no Anycast static IP list {}.", core::printable(id)));
}

void take_settings(const Call& call, Resource& group) {
  for (const char* member : {"Ipv6Enabled", "Enabled", "AnycastIpListId"}) {
    if (call.has(member)) group.body[member] = call.input.at(member);
  }
  if (text_of(group.body, "AnycastIpListId").empty()) group.body.erase("AnycastIpListId");
}

Result create_group(const Call& call) {
  const std::string name = call.text("Name");
  if (name.empty()) return raise("InvalidArgument", "Name is empty.");
  for (const Resource* group : call.account.all(kind)) {
    if (text_of(group->body, "Name") == name) {
      return raise("EntityAlreadyExists",
                   fmt::format("There is a connection group {} already.", core::printable(name)));
    }
  }
  if (auto refused = check_anycast(call)) return *refused;
  if (call.full(kind, default_limit)) {
    return raise("EntityLimitExceeded", "The account has as many connection groups as it may have.");
  }
  Resource& group = call.create(kind, "cg_" + call.ids.alphanumeric(27));
  group.hidden["endpoint"] = "d" + call.ids.lower(13) + ".cloudfront.net";
  group.body = {{"Name", name}, {"Ipv6Enabled", true}, {"Enabled", true}};
  if (call.has("Tags")) group.body["Tags"] = call.input.at("Tags");
  take_settings(call, group);
  new_etag(call, group);
  return {.output = with_group(call, group)};
}

Result update_group(const Call& call) {
  const std::string id = call.text("Id");
  Resource* group = find_group(call, id);
  if (group == nullptr && call.variations.contains("version-first"))
    return raise("InvalidIfMatchVersion", "If-Match names no version of this connection group.");
  if (group == nullptr) return missing(id);
  if (auto refused = check_version(call, *group)) return *refused;
  if (auto refused = check_anycast(call)) return *refused;
  take_settings(call, *group);
  group->hidden["settled"] = false;
  group->hidden["reads"] = 0;
  call.touch(*group);
  new_etag(call, *group);
  return {.output = with_group(call, *group)};
}

Result read(const Call& call, Resource& group) {
  // With the variation "pending" a change settles with the second read only.
  const int reads = group.hidden.value("reads", 0) + 1;
  group.hidden["reads"] = reads;
  if (!call.variations.contains("pending") || reads > 1) group.hidden["settled"] = true;
  return {.output = with_group(call, group)};
}

Result get_group(const Call& call) {
  const std::string id = call.text("Identifier");
  Resource* group = find_group(call, id);
  return group == nullptr ? missing(id) : read(call, *group);
}

Result get_by_endpoint(const Call& call) {
  const std::string endpoint = call.text("RoutingEndpoint");
  for (Resource* group : call.account.all(kind)) {
    if (group->hidden["endpoint"] == endpoint) return read(call, *group);
  }
  return raise("EntityNotFound", "No connection group has this routing endpoint.");
}

Result delete_group(const Call& call) {
  const std::string id = call.text("Id");
  Resource* group = find_group(call, id);
  if (group == nullptr) return missing(id);
  if (auto refused = check_version(call, *group)) return *refused;
  if (group->body["Enabled"] == true) {
    return raise("ResourceNotDisabled", "The connection group is enabled.");
  }
  call.erase(kind, group->id);
  return {};
}

Result list_groups(const Call& call) {
  std::vector<Resource*> groups = call.account.all(kind);
  if (call.has("AssociationFilter")) {
    const std::string list = text_of(call.input.at("AssociationFilter"), "AnycastIpListId");
    if (!list.empty()) {
      std::erase_if(groups,
                    [&](const Resource* group) { return text_of(group->body, "AnycastIpListId") != list; });
    }
  }
  std::optional<std::size_t> size;
  if (call.has("MaxItems")) {
    const auto asked = call.input.at("MaxItems").get<std::int64_t>();
    if (asked < 1) return raise("InvalidArgument", "MaxItems is less than one.");
    size = static_cast<std::size_t>(asked);
  }
  const auto page = page_of(groups.size(), call.text("Marker"), size);
  if (!page) return raise("InvalidArgument", "Marker is none that was given out.");
  Json summaries = Json::array();
  for (std::size_t i = page->first; i < page->last; ++i) {
    Json summary = shown(call, *groups[i]);
    summary["ETag"] = etag_of(call, *groups[i]);
    summaries.push_back(std::move(summary));
  }
  Json output = {{"ConnectionGroups", std::move(summaries)}};
  if (!page->next.empty()) output["NextMarker"] = page->next;
  return {.output = std::move(output)};
}

}  // namespace

std::map<std::string, Behaviour> cloudfront_behaviours() {
  return {{"CreateConnectionGroup", create_group}, {"UpdateConnectionGroup", update_group},
          {"GetConnectionGroup", get_group},       {"GetConnectionGroupByRoutingEndpoint", get_by_endpoint},
          {"DeleteConnectionGroup", delete_group}, {"ListConnectionGroups", list_groups}};
}

}  // namespace hallmark::endpoint
