// What names say: which operation makes which kind of thing, which member names one, and where its identifier
// is found once it was made. Internal to plan/; see inference.h.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"

namespace hallmark::plan {

// Strongest first: where several make a noun, the first verb's does.
inline constexpr std::string_view creating_verbs[] = {"Create", "Register", "Import", "Allocate", "Request",
                                                      "Put",    "Start",    "Upload", "Publish"};
inline constexpr std::string_view deleting_verbs[] = {"Delete",  "Deregister", "Remove", "Terminate",
                                                      "Release", "Abort",      "Cancel", "Stop"};
inline constexpr std::string_view reading_verbs[] = {"Get", "Describe"};

[[nodiscard]] std::string lower_first(std::string text);
[[nodiscard]] std::string upper_first(std::string text);

// "CreateVoiceConnector" -> "VoiceConnector".
[[nodiscard]] std::optional<std::string> noun_of(std::string_view operation,
                                                 std::span<const std::string_view> verbs);
// The noun that a member names: "VoiceConnectorId" -> "VoiceConnector", "Bucket" -> "Bucket".
[[nodiscard]] std::string noun_of_member(const std::string& member);
// "TargetKey" -> "TargetKey", "Key": what is left when leading words are taken away.
[[nodiscard]] std::vector<std::string> endings_of(const std::string& noun);
// A "VolumeFromBackup" is a volume, a "MemberToList" a member.
[[nodiscard]] std::string head_of(const std::string& noun);
// What a kept value of this member is called: "roomId", "roomETag".
[[nodiscard]] std::string variable_for(const std::string& noun, const std::string& member);
// "ResourceArn": any resource of the service will do.
[[nodiscard]] bool names_any_resource(const std::string& member);
// "…Id", "…ID", "…Arn", "…Name", "…Url".
[[nodiscard]] bool ends_with_identifier_word(std::string_view name);
// Required, or part of the path.
[[nodiscard]] bool must_be_given(const contract::Member& member);

// Names under which an identifying member may be answered, the likeliest first.
[[nodiscard]] std::vector<std::string> answer_names(const std::string& member, const std::string& noun);

// Says whether the value at a pointer would do.
using Accepts = std::function<bool(const std::string& pointer)>;
// Where a value for a member is found after `create` has made a `noun`: a pointer into the answer or, for
// names that the caller gives, into the request. `target`: the member's shape, where it says something; else
// null. The likeliest of the places that `accepts` (empty: all).
[[nodiscard]] std::optional<std::string> find_source(const contract::Model& model,
                                                     const contract::Operation& create,
                                                     const std::string& noun, const std::string& member,
                                                     const contract::Shape* target,
                                                     const Accepts& accepts = {});

}  // namespace hallmark::plan
