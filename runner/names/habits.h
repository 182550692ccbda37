// What AWS's services do alike, whatever the service (suites/knowledge/habits.json, a row each with its
// source): how they show that a thing is gone, and how they say that a part of a request failed.
//
//   const auto& habits = names::Habits::standard();
//   habits.is_failure_list("FailedEntries");  // true
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"

namespace hallmark::names {

struct Habits {
  // Values of a state that say that a thing is gone, or about to be: letters and digits alone, in lower case.
  std::vector<std::string> final_states;
  // Values that no thing leaves by itself ("failed"), written alike: who waits for another waits in vain.
  std::vector<std::string> ended_states;
  std::vector<std::string> final_members;  // names of members that only what was removed has
  std::vector<std::string> failure_lists;  // output lists with an entry for each item that failed

  std::vector<std::string> failure_counts;  // output numbers of items that failed
  std::vector<std::string> unprocessed;     // output lists of what was not done

  // What stands before and behind the word for what an exception speaks of.
  std::vector<std::string> before_nouns, behind_nouns;
  std::vector<std::string> reused_tokens;  // how names begin that say that a token came with another request

  std::vector<std::string> undoing;  // how names of operations begin that undo something ("Detach")

  // "DBInstance" of "DBInstanceNotFoundFault", "Bucket" of "NoSuchBucket", "GrantToken" of
  // "InvalidGrantTokenException"; the whole name where nothing is around one.
  [[nodiscard]] std::string subject_of(std::string_view exception) const;
  [[nodiscard]] bool says_token_reused(std::string_view exception) const;
  // Undoing what was never done may succeed.
  [[nodiscard]] bool undoes(std::string_view operation) const;
  // "UPDATE_FAILED": nothing comes behind it.
  [[nodiscard]] bool has_ended(std::string_view state) const;
  [[nodiscard]] bool is_failure_list(std::string_view member) const;
  // The member of a success that says that part of what was asked for, or all, was refused all the same
  // ("Failed" with entries, "FailedEntryCount" above 0); "" when none does. `output`: a members document.
  [[nodiscard]] std::string partial_failure(const Json& output) const;

  // The file of this build.
  [[nodiscard]] static const Habits& standard();
  // From the file's form, checked against its schema already.
  [[nodiscard]] static Habits read(const Json& file);
};

}  // namespace hallmark::names
