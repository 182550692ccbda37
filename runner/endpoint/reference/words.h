// What a name says: which operation makes, reads or removes what, which member identifies, which pages. The
// one place of the reference endpoint that looks at words, by names/knowledge.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::endpoint {

enum class Act { create, read, update, remove, list, tag, untag, list_tags, other };

struct Saying {
  Act act = Act::other;
  std::string noun;   // "Queue" of "DeleteQueue"
  bool put = false;   // makes it or replaces it: never one too many
  bool sure = false;  // makes one even where another verb makes the same noun
  bool onto = false;  // sets a part of what is there
};
[[nodiscard]] std::optional<Saying> saying_of(std::string_view operation);

// "Policies" -> "Policy", …: what a plural may be the plural of, the likeliest first.
[[nodiscard]] std::vector<std::string> singulars(std::string_view noun);
enum class IdentifierWord { none, id, arn, name, url };
[[nodiscard]] IdentifierWord identifier_word(std::string_view member);  // arn of "queueARN"
[[nodiscard]] bool is_identifier_word(std::string_view member);         // "Id", "arn": of anything
// "Id", "DomainId", "domainArn", "Domain" of a domain, and nothing else.
[[nodiscard]] bool surely_names(std::string_view member, std::string_view kind);
// "CollectionName" of a geofence collection: no other kind is called so.
[[nodiscard]] bool names_by_end(std::string_view member, std::string_view kind);
[[nodiscard]] bool names_any_resource(std::string_view member);  // "ResourceArn"
// Members that page through listings ("NextToken", "Marker", …): never invented.
[[nodiscard]] bool is_page_token(std::string_view member);
[[nodiscard]] bool is_page_size(std::string_view member);
[[nodiscard]] bool is_idempotency_token(std::string_view member);
[[nodiscard]] bool is_version_tag(std::string_view member);  // "IfMatch"
[[nodiscard]] bool is_state(std::string_view member);        // "Status", "KeyState"
// "DELETED", "INACTIVE", "PendingDeletion": what was removed may be shown so for a while.
[[nodiscard]] bool is_final_state(std::string_view state);
// "CREATING": what was just made may be on its way.
[[nodiscard]] bool is_pending_state(std::string_view state);
// "Failures": an output list with an entry for each item of the request that failed.
[[nodiscard]] bool is_failure_list(std::string_view member);
// "CLASSIC" as the theme that another is made from: a value of a member of an operation's input that a row
// gives, so that it is there without having been made.
[[nodiscard]] bool is_there_by_itself(std::string_view service, std::string_view operation,
                                      std::string_view member, std::string_view text);
[[nodiscard]] bool is_tags(std::string_view member);  // "Tags", "TagList", …
// "RemoveTagKeys" of an operation that tags and takes tags away.
[[nodiscard]] bool takes_tags_away(std::string_view operation, std::string_view member);

[[nodiscard]] bool same_word(std::string_view a, std::string_view b);       // whatever their case
[[nodiscard]] bool has_word(std::string_view text, std::string_view part);  // likewise

}  // namespace hallmark::endpoint
