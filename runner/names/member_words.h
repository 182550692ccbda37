// What words in the name of a member, of its shape or of what stands around them say of its value: rows
// `member_words` of suites/knowledge/names.json, each with its source. Asked through names::Knowledge, whose
// rows a suite may put its own in front of:
//
//   words.says(MemberWord::prefix, "logGroupNamePrefix");     // true
//   words.rest_of(MemberWord::prefix, "logGroupNamePrefix");  // "logGroupName"
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"

namespace hallmark::names {

enum class MemberWord {
  tags,            // the value is tags, or is about them
  own_tags,        // tags of the thing itself, which have calls of their own
  all_tags,        // they are all of them, and nothing else
  pair_key,        // a text by which one of several pairs is found
  pair_value,      // what stands beside it
  pair_values,     // likewise, one or several
  told_apart,      // no two entries of a list have it alike
  beginning,       // what a name or a key begins with
  delimiter,       // where names are cut, so that those alike up to there are one group
  description,     // text for people
  filter,          // what a list lets through
  state,           // in which state a thing is
  waiting,         // how long an answer may be waited for
  token,           // proof of something: of who asks, of a place in a list, of a request's being the same
  naming,          // the caller's own name for a thing
  foreign_naming,  // a name of what is there already, or of something else altogether
  arn,             // an ARN
  random,          // an identifier that is made at random
  nothing,         // shapes: any text
  any_text,        // shapes: text, whatever else their names say
  about_it,        // a structure that tells of the thing itself
  several,         // of what stands before the word there are several
  next,            // an answer's, for the request's that stands behind the word
  of_several,      // an operation on several of what it otherwise does to one
  under_way,       // an exception: what stands before the word goes on
};

class MemberWords {
 public:
  // Rows in the file's form, checked against its schema already.
  void add(const Json& rows);
  [[nodiscard]] bool says(MemberWord word, std::string_view name) const {
    return rest_of(word, name).has_value();
  }
  // The name without the word: what stands behind a beginning, and before anything else. A view of `name`;
  // nullopt where it does not have the word.
  [[nodiscard]] std::optional<std::string_view> rest_of(MemberWord word, std::string_view name) const;

  // The likeliest word that says so, as rows spell it: "Tag"; "" where none does.
  [[nodiscard]] std::string spelling(MemberWord word) const;

 private:
  enum class Stands { begins, ends, holds, is };
  struct Row {
    MemberWord says;
    Stands stands;
    std::string word;      // in lower case
    std::string spelling;  // as in the file
  };
  std::vector<Row> rows_;
};

}  // namespace hallmark::names

// Example:
//
//   MemberWords words;
//   words.add(Json::parse(R"([{"says": "beginning", "ends": "Prefix", "source": "…"}])"));
//   const auto stem = words.rest_of(MemberWord::beginning, "KeyPrefix");  // "Key"
