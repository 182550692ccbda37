// What one call says after others (suites/knowledge/sequences.json, a row each with its source): a condition
// that does not hold, the version that was written first, an item that is found by another key.
//
//   for (const auto* row : names::Sequences::standard().of("dynamodb", "PutItem")) … row->send …
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"

namespace hallmark::names {

struct Sequences {
  struct Until {  // the call is repeated until it shows one of the values, for some seconds at most
    std::string pointer;
    std::vector<Json> values;
  };
  struct Step {
    std::string call;
    Json with;  // beside what must be given and the row's operation is given, too
    std::map<std::string, std::string> keep;  // variable -> pointer into the answer, else into the request
    std::optional<Until> until;
  };
  struct Claim {
    enum class Kind { is, shown, hidden, other_than, once };
    Kind kind = Kind::is;
    std::optional<std::size_t> of;  // of `then`; absent: the operation's own answer
    std::string at;                 // where
    Json value;                     // is: the value; once: the texts; other_than: a kept answer's variable
  };
  struct Row {
    std::string service, operation, name;  // by the service's slug; the name goes into the case's id
    std::string kind, subject;         // of the promise: "<service>.<Operation> behaviour.<kind> <subject>"
    std::string title;                 // what is sent, in plain words
    std::map<std::string, Json> made;  // by operation of the arrangement: what it is given besides
    std::map<std::string, std::map<std::string, std::string>> kept;  // likewise: what is kept of it
    std::vector<Step> before;  // between the arrangement and the sending
    Json send;                 // beside what must be given; null takes a member away
    std::string refused;       // the exception that must come; "": success, or `status`
    std::optional<int> status;
    std::map<std::string, std::string> keep;
    std::vector<Step> then;
    std::vector<Claim> claims;
    bool large = false;  // much is sent: not at the least depth
    std::string source;
    [[nodiscard]] bool refuses() const { return !refused.empty() || (status && *status >= 300); }
  };
  // A value of a row as it is sent: {"$bytes": {"of": "A", "count": 3}} is "AAA" in base64, at any depth.
  [[nodiscard]] static Json expanded(const Json& value);

  std::vector<Row> rows;
  // How members are called that ask for more in the answer ("IncludeGraph"), and those of them that may ask
  // in vain.
  std::vector<std::string> switches, unheard;
  // The member of the answer that is asked for; "" where this member asks for none.
  [[nodiscard]] std::string asked_for(std::string_view member) const;
  // Globs of members that grow with each change: numbers and times.
  std::vector<std::string> growing_numbers, growing_times;
  [[nodiscard]] bool number_grows(std::string_view member) const;
  [[nodiscard]] bool time_grows(std::string_view member) const;

  [[nodiscard]] std::vector<const Row*> of(std::string_view service, std::string_view operation) const;

  // The file of this build.
  [[nodiscard]] static const Sequences& standard();
  // From the file's form, checked against its schema already.
  [[nodiscard]] static Sequences read(const Json& file);
};

}  // namespace hallmark::names

// Example:
//
//   const Sequences& all = Sequences::standard();
//   for (const Sequences::Row* row : all.of("library", "PutBook")) const bool refused = row->refuses();
