// What AWS's services do alike, whatever the service (suites/knowledge/habits.json, a row each with its
// source): how they show that a thing is gone, and how they say that a part of a request failed.
//
//   const auto& habits = names::Habits::standard();
//   habits.is_failure_list("FailedEntries");  // true
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "names/knowledge.h"

namespace hallmark::names {

struct Habits {
  // Values of a state that say that a thing is gone, or about to be: letters and digits alone, in lower case.
  std::vector<std::string> final_states;
  // Values that no thing leaves by itself ("failed"), written alike: who waits for another waits in vain.
  std::vector<std::string> ended_states;
  std::vector<std::string> final_members;  // names of members that only what was removed has

  struct OfService {
    std::string service, name;
  };
  // Nouns: what goes back to its default when it is removed, and is there all the same.
  std::vector<OfService> defaults;
  [[nodiscard]] bool has_default(std::string_view service, std::string_view noun) const;
  // Operations that also take what is marked for removal.
  std::vector<OfService> unhindered;
  [[nodiscard]] bool goes_on(std::string_view service, std::string_view operation) const;

  std::vector<std::string> failure_lists;  // output lists with an entry for each item that failed

  // What other lists of failures begin and end with: "UnprocessedGraphs", "buildsNotFound". They may have the
  // entry of an item that failed; nothing is demanded of them.
  std::vector<std::string> failures_begin, failures_end;
  std::vector<std::string> failure_counts;  // output numbers of items that failed
  std::vector<std::string> unprocessed;     // output lists of what was not done
  std::vector<std::string> failure_codes;  // members of an item that failed, where its place says which it is

  // What stands before and behind the word for what an exception speaks of.
  std::vector<std::string> before_nouns, behind_nouns;
  // What beginnings and endings of exceptions' names say: "DuplicateTagKeys" that something is there twice.
  enum class Says { twice, other_kind, malformed, exception };
  struct ExceptionWord {
    std::string begins, ends;  // one of the two
    Says says = Says::exception;
  };
  std::vector<ExceptionWord> exception_words;
  std::vector<std::string> reused_tokens;  // how names begin that say that a token came with another request

  std::vector<std::string> renaming;         // how names of members begin that give a thing another name
  std::vector<std::string> pending_members;  // and those of members that hold changes not yet made
  std::vector<std::string> undoing;          // how names of operations begin that undo something ("Detach")
  std::vector<std::string> doing;  // those of which a second time changes nothing more ("Associate")

  // Operations that bring a thing into a state in which others are refused: how their names begin, and what
  // an exception's name or text says of that state, in lower case ("Disable": "disabled", "not enabled").
  struct StateMaker {
    std::string begins;
    std::vector<std::string> says;
  };
  std::vector<StateMaker> state_makers;

  // Values of a state on the way to another one, as final_states.
  std::vector<std::string> pending_states;
  std::vector<std::string> creation_times;  // names of members that say when a thing was made
  std::vector<std::string> moving;          // globs over names of members that change by themselves

  // Operations that tag a thing, take tags away and list them; '*' stands for the same noun in the three.
  struct Tagging {
    std::string tags, untags, lists;
    // Where one operation does both: its members with the tags and with the keys. Empty: it has one of them.
    std::string adds, removes;
  };
  std::vector<Tagging> tagging;
  // The row of an operation that tags or takes tags away, with its noun filled in: those whose `tags` or
  // `untags` it is, in the file's order.
  [[nodiscard]] std::vector<Tagging> tagging_with(std::string_view operation) const;
  // What an operation of such a row does; nullopt for any other.
  [[nodiscard]] std::optional<TagAct> tagging_act(std::string_view operation) const;

  // How lists that are filtered by names and values are asked for what is tagged: "{key}" and "{value}" stand
  // for the tag's.
  struct TagFilter {
    std::string name;          // as documentation lists it: "tag"
    std::string asked, value;  // "tag:{key}", "{value}"
  };
  std::vector<TagFilter> tag_filters;
  [[nodiscard]] const TagFilter* tag_filter(std::string_view name) const;  // null for other names

  std::vector<std::string> aspects;  // words behind a noun that stand for its settings: "Attributes"
  // The two nouns are of one thing: equal but for such a word.
  [[nodiscard]] bool same_thing(std::string_view noun, std::string_view other) const;

  // What a reading must ask for before it shows everything that was written.
  struct AskedFor {
    std::string service, operation, member;
    Json value;
  };
  std::vector<AskedFor> asked_for;

  // Settings by which what is made a second time, of the same name, is another (rows of the form of
  // asked_for).
  std::vector<AskedFor> other_settings;
  // The value of such a member; null where no row says it.
  [[nodiscard]] const Json* other_setting(std::string_view service, std::string_view operation,
                                          std::string_view member) const;

  // What AWS answers though the model states another thing: a status of success, or a member (and what stands
  // below it) that is absent or breaks an enum, a pattern, a length or a range.
  struct AnsweredToo {
    std::string service, operation;  // an operation "" is each of the service
    std::string member;              // "" where the row is about the status
    int status = 0;
    std::string exception;  // whose status it is; "" of a success
  };
  std::vector<AnsweredToo> answered_too;
  [[nodiscard]] bool answers_status_too(std::string_view service, std::string_view operation,
                                        int status) const;
  [[nodiscard]] bool answers_error_status_too(std::string_view service, std::string_view exception,
                                              int status) const;
  // `pointer`: a JSON Pointer into the output.
  [[nodiscard]] bool answers_member_too(std::string_view service, std::string_view operation,
                                        std::string_view pointer) const;

  // `state`: letters and digits alone, in lower case.
  [[nodiscard]] bool is_pending(std::string_view state) const;
  // Any case of the first letter.
  [[nodiscard]] bool is_creation_time(std::string_view member) const;
  [[nodiscard]] bool moves(std::string_view member) const;

  // "DBInstance" of "DBInstanceNotFoundFault", "Bucket" of "NoSuchBucket", "GrantToken" of
  // "InvalidGrantTokenException"; the whole name where nothing is around one.
  [[nodiscard]] std::string subject_of(std::string_view exception) const;
  // What stands behind a beginning that says so: "TagKeysException" of "DuplicateTagKeysException"; nullopt
  // where none does.
  [[nodiscard]] std::optional<std::string_view> behind(Says says, std::string_view exception) const;
  // "Conflict" of "ConflictException", "Conflict" of "Conflict".
  [[nodiscard]] std::string_view stem_of(std::string_view exception) const;
  // "InvalidInputException", "MalformedInputFault", …: how an exception may be called that says it of
  // "Input".
  [[nodiscard]] std::vector<std::string> called_malformed(std::string_view subject) const;
  [[nodiscard]] bool says_token_reused(std::string_view exception) const;
  // "NewUserName": what a thing is called from then on.
  [[nodiscard]] bool renames(std::string_view member) const;
  // "PendingModifiedValues": what a change has not yet made stands there.
  [[nodiscard]] bool is_pending_member(std::string_view member) const;
  // Undoing what was never done may succeed.
  [[nodiscard]] bool undoes(std::string_view operation) const;
  // What is done stands, so that the same a second time is there already.
  [[nodiscard]] bool does_once(std::string_view operation) const;
  // "UPDATE_FAILED": nothing comes behind it.
  [[nodiscard]] bool has_ended(std::string_view state) const;
  [[nodiscard]] bool is_failure_list(std::string_view member) const;
  // Likewise, and lists that may be such by their names.
  [[nodiscard]] bool may_list_failures(std::string_view member) const;
  [[nodiscard]] bool is_failure_count(std::string_view member) const;
  [[nodiscard]] bool is_failure_code(std::string_view member) const;
  // The member of a success that says that part of what was asked for, or all, was refused all the same
  // ("Failed" with entries, "FailedEntryCount" above 0); "" when none does. `output`: a members document.
  [[nodiscard]] std::string partial_failure(const Json& output) const;

  // The file of this build.
  [[nodiscard]] static const Habits& standard();
  // From the file's form, checked against its schema already.
  [[nodiscard]] static Habits read(const Json& file);
};

}  // namespace hallmark::names

// Example:
//
//   const Habits& habits = Habits::standard();
//   bool final = habits.has_ended("CREATE_FAILED");
//   std::string refused =
//       habits.partial_failure({{"Failed", {{{"Id", "1"}}}}});  // "Failed" where entries stand in it
