// What is known of AWS's habits of naming: rows of suites/knowledge/ (names.json, errors.json,
// services.json), each with its source. Answers questions about a word alone; names.h asks them of a model.
//
//   const auto& words = names::Knowledge::standard();
//   words.kind_of("CreateQueue");                        // Kind::make
//   words.noun_of("CreateQueue");                        // "Queue"
//   words.identifier("QueueUrl")->meaning;               // Meaning::url
//   words.class_of("QueueDoesNotExist");                 // ErrorClass::not_found
//
// A suite may say otherwise ("knowledge" in its file): words.with(rows), whose rows come before the standard
// ones. Immutable and shared between threads once made.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "names/member_words.h"

namespace hallmark::names {

// What operations do to the thing that their name names.
enum class Kind { make, read, list, change, remove, act, other };
[[nodiscard]] std::string_view to_string(Kind kind);  // as in names.json

struct Verb {
  std::string text{};  // "Create"
  Kind kind = Kind::other;
  bool sure = false;  // makes one even where a stronger verb makes the same noun
  bool anew = false;  // brings something new about at every call, so that nothing need be there before
  bool onto = false;  // sets a part of what is there before: "PutObjectTagging"
};

// What an identifying member's name says that its value is.
enum class Meaning { id, arn, name, url };
struct Identifier {
  Meaning meaning = Meaning::id;
  std::string
      ending{};  // "Id", as in names.json; "" of a member that is an ending and nothing else ("Id", "arn")
  std::string stem{};   // what it identifies: "Queue" of "queueUrl", first letter in upper case; "" of "Id"
  bool plural = false;  // "InstanceIds"
};

// What an exception says, whatever the service calls it.
enum class ErrorClass {
  not_found,
  exists,
  conflict,
  in_use,
  limit,
  throttled,
  unauthenticated,  // no credentials, or a signature that does not hold
  denied,           // known, but may not do this
  invalid_input,    // breaks a documented constraint, and means nothing else
  state,
  internal,
  unknown_operation,  // there is no such operation
  protocol            // the request cannot be read at all
};
[[nodiscard]] std::string_view to_string(ErrorClass kind);  // as in errors.json
[[nodiscard]] std::optional<ErrorClass> error_class(std::string_view text);

// What every service of a protocol may answer without listing it.
enum class Common { invalid_input, unparsable, unauthenticated, denied, throttled, unknown_operation };
inline constexpr Common all_common[] = {Common::invalid_input, Common::unparsable, Common::unauthenticated,
                                        Common::denied,        Common::throttled,  Common::unknown_operation};

enum class TagAct { tag, untag, list };

struct Signing {
  bool plain_path = false;   // signed as it is sent: not normalised, encoded once
  bool body_header = false;  // x-amz-content-sha256 is sent and signed
};

class Knowledge {
 public:
  // The files of this build.
  [[nodiscard]] static const Knowledge& standard();
  // With rows of one's own before these: {"names": {…}, "errors": {…}}, each in the form of
  // the file of that name and checked against its schema already. A verb or exact name that both have is the
  // new one.
  [[nodiscard]] Knowledge with(const Json& rows) const;

  // ---- operations ----
  // The verb that the name begins with, if something begins behind it: null for "Createx", "Create" and
  // "Foo".
  [[nodiscard]] const Verb* verb_of(std::string_view operation) const;
  [[nodiscard]] Kind kind_of(std::string_view operation) const;         // Kind::other when no verb is known
  [[nodiscard]] std::string noun_of(std::string_view operation) const;  // "" when no verb is known
  // Strongest first: where several make a noun, the first verb's operation does.
  [[nodiscard]] const std::vector<Verb>& verbs() const { return verbs_; }
  // Names of operations that would do this to a noun, strongest first: remove, "Key" -> "DeleteKey", …,
  // "ScheduleKeyDeletion".
  [[nodiscard]] std::vector<std::string> operations(Kind kind, std::string_view noun) const;
  // Begins with the strongest verb of making: what it answers is new. Register, Put and others may answer
  // what was there.
  [[nodiscard]] bool makes_new(std::string_view operation) const;
  [[nodiscard]] std::optional<TagAct> tag_act(std::string_view operation) const;

  // ---- nouns ----
  // "Policies" -> "Policy", …: what a plural may be the plural of, the likeliest first; empty for no plural.
  [[nodiscard]] std::vector<std::string> singulars(std::string_view noun) const;
  // "VolumeFromBackup" -> "Volume": the thing itself, without what a link word puts behind it.
  [[nodiscard]] std::string head_of(std::string_view noun) const;
  // "ForResource": what stands behind the word is another thing.
  [[nodiscard]] bool is_link(std::string_view words) const;

  // ---- members ----
  // Any case of the first letter; nullopt where the name says nothing.
  [[nodiscard]] std::optional<Identifier> identifier(std::string_view member) const;
  [[nodiscard]] bool is_identifier(std::string_view member) const { return identifier(member).has_value(); }
  // An identifier of something that exists, so that no made-up value will do: all but names.
  [[nodiscard]] bool is_reference(std::string_view member) const;
  // "Id", "Arn", "Name", …: the words that stand behind a noun, the likeliest first; all, or those of one
  // meaning.
  [[nodiscard]] const std::vector<std::string>& identifier_words() const { return identifier_words_; }
  [[nodiscard]] std::vector<std::string> identifier_words(Meaning meaning) const;
  [[nodiscard]] bool names_any_resource(std::string_view member) const;  // "ResourceArn"
  // The answered member whose value a version tag takes: "IfMatch" -> "ETag"; "" for other members.
  [[nodiscard]] std::string version_tag_source(std::string_view member) const;
  [[nodiscard]] bool is_version_tag(std::string_view member) const {
    return !version_tag_source(member).empty();
  }
  [[nodiscard]] bool is_page_token(std::string_view member) const;
  [[nodiscard]] bool is_page_size(std::string_view member) const;
  [[nodiscard]] bool is_idempotency_token(std::string_view member) const;
  // A token, place or size of some kind: what comes back under this name is not what was sent.
  [[nodiscard]] bool is_about_paging(std::string_view member) const;
  // What words in a name say, and the name without the word (member_words.h).
  [[nodiscard]] bool says(MemberWord word, std::string_view name) const {
    return member_words_.says(word, name);
  }
  [[nodiscard]] std::optional<std::string_view> rest_of(MemberWord word, std::string_view name) const {
    return member_words_.rest_of(word, name);
  }
  [[nodiscard]] std::string spelling(MemberWord word) const { return member_words_.spelling(word); }
  // The member that the SDK for Python calls so, though the model has another name for it; "" for most.
  [[nodiscard]] std::string member_in_python(std::string_view name) const;

  // ---- shapes ----
  // What a shape shows: "DomainSummary" -> "Domain"; the name itself where no ending says so.
  [[nodiscard]] std::string thing_shown(std::string_view shape) const;

  // ---- exceptions ----
  // By exact name, then by the forms of names, then by phrases of the documentation's text where one is
  // given. Shape name or code; what stands before a last '.' or '#' of a code is no part of it.
  [[nodiscard]] std::optional<ErrorClass> class_of(std::string_view exception,
                                                   std::string_view text = {}) const;
  [[nodiscard]] bool is(ErrorClass kind, std::string_view exception, std::string_view text = {}) const {
    return class_of(exception, text) == kind;
  }
  // Says of any thing of the service that it is not there, and names none: "ResourceNotFoundException".
  [[nodiscard]] bool says_nothing_there(std::string_view exception) const;
  // Of a class that speaks of the operation, but may speak of a part of the request alone: "NotImplemented".
  [[nodiscard]] bool may_mean_a_part(std::string_view exception) const;
  // Credentials: unauthenticated or denied.
  [[nodiscard]] bool refuses_caller(std::string_view exception) const;
  // Names that a protocol's services share, in the file's order; empty for another protocol.
  [[nodiscard]] const std::vector<std::string>& common(Common kind, std::string_view protocol_id) const;

  // ---- services ----
  // How SigV4 signs for the name in a credential scope.
  [[nodiscard]] Signing signing(std::string_view name) const;
  // The label under which hosts go beside an endpoint prefix: "sqs" -> "queue"; "" for most.
  [[nodiscard]] std::string other_host(std::string_view endpoint_prefix) const;
  // Takes the name of a resource in front of the host as well as at the beginning of the path.
  // The host that alone answers this operation, by the service's slug; "" for nearly all.
  [[nodiscard]] std::string own_host(std::string_view service, std::string_view operation) const;
  [[nodiscard]] bool has_resource_hosts(std::string_view endpoint_prefix) const;

 private:
  struct Form {
    ErrorClass kind;
    std::string beginning, ending;
  };
  struct Phrase {
    ErrorClass kind;
    std::string text;  // lower case
  };
  struct Ending {
    std::string text;
    Meaning meaning;
  };
  void add_names(const Json& file);
  void add_errors(const Json& file);
  void add_services(const Json& file);

  std::vector<Verb> verbs_;
  std::vector<std::pair<Kind, std::string>> forms_;  // "Schedule{Noun}Deletion"
  std::vector<std::pair<std::string, std::string>> plurals_;
  std::vector<std::string> links_, any_resource_, identifier_words_;
  std::vector<Ending> identifiers_;
  MemberWords member_words_;
  std::map<std::string, std::string, std::less<>> python_names_;
  std::map<std::string, std::string, std::less<>> version_tags_;
  std::vector<std::string> paging_words_, views_, nothing_there_, of_a_part_, resource_hosts_;
  std::map<std::string, Signing, std::less<>> signing_;
  std::map<std::string, std::string, std::less<>> hosts_, own_hosts_;
  std::vector<std::string> page_tokens_, page_token_endings_, page_sizes_, idempotency_tokens_;
  std::map<std::string, TagAct, std::less<>> tag_calls_;
  std::map<std::string, ErrorClass, std::less<>> exceptions_;
  std::vector<Form> exception_forms_;
  std::vector<Phrase> phrases_;
  std::map<std::pair<Common, std::string>, std::vector<std::string>> common_;
};

}  // namespace hallmark::names

// Example:
//
//   const Knowledge& words = Knowledge::standard();
//   bool makes = words.kind_of("CreateQueue") == Kind::make && words.noun_of("CreateQueue") == "Queue";
//   bool gone = words.is(ErrorClass::not_found, "ResourceNotFoundException");
