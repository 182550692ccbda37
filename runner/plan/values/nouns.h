// What names say: which operation makes which kind of thing, which member names one, and where its identifier
// is found once it was made. Internal to plan/; see inference.h.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "names/names.h"

namespace hallmark::plan {

[[nodiscard]] std::string lower_first(std::string text);
[[nodiscard]] std::string upper_first(std::string text);

// The noun that a member names: "VoiceConnectorId" -> "VoiceConnector", "Bucket" -> "Bucket".
[[nodiscard]] std::string noun_of_member(const names::Knowledge& words, const std::string& member);
// "TargetKey" -> "TargetKey", "Key": what is left when leading words are taken away.
[[nodiscard]] std::vector<std::string> endings_of(const std::string& noun);
// What a kept value of this member is called: "roomId", "roomETag".
[[nodiscard]] std::string variable_for(const names::Knowledge& words, const std::string& noun,
                                       const std::string& member);
// "…Id", "…Arn", "…Name", "…Url"; not of several.
[[nodiscard]] bool names_one(const names::Knowledge& words, std::string_view member);
// Of these a name: a setting more often than a reference.
[[nodiscard]] bool is_name(const names::Knowledge& words, std::string_view member);
// Required, or part of the path.
[[nodiscard]] bool must_be_given(const contract::Member& member);

// Names under which an identifying member may be answered, the likeliest first.
[[nodiscard]] std::vector<std::string> answer_names(const names::Knowledge& words, const std::string& member,
                                                    const std::string& noun);

// Says whether the value at a pointer would do.
using Accepts = std::function<bool(const std::string& pointer)>;
// Where a value for a member is found after `create` has made a `noun`: a pointer into the answer or, for
// names that the caller gives, into the request. `target`: the member's shape, where it says something; else
// null. The likeliest of the places that `accepts` (empty: all).
[[nodiscard]] std::optional<std::string> find_source(const names::Names& names,
                                                     const contract::Operation& create,
                                                     const std::string& noun, const std::string& member,
                                                     const contract::Shape* target,
                                                     const Accepts& accepts = {});

}  // namespace hallmark::plan

// Example:
//
//   const names::Knowledge& words = names::Knowledge::standard();
//   const std::string noun = noun_of_member(words, "TargetRoomId");     // "TargetRoom"
//   const std::vector<std::string> endings = endings_of(noun);          // "TargetRoom", "Room"
//   const std::string variable = variable_for(words, "Room", "RoomId");  // "roomId"
