// Variables "${name}" in what a case sends. One Variables object lives as long as one case is run:
// set() the target's variables, then what steps keep, and substitute() every value right before it is sent.
//
//   ${name}        a kept value or target variable. A string that is exactly one variable takes the value's
//                  JSON type; inside longer text, strings stand as they are and other values as JSON text
//   ${unique}      a fresh name at every place: twelve lower-case letters and digits, a letter first
//   ${unique.x}    one such name, the same wherever `x` is the same in this case
//   ${uuid}, ${uuid.x}   likewise, a version 4 UUID
//   ${unlike.x}    an identifier of the form of the value of ${x} that names nothing: its last letters and
//   digits
//                  are others, of the same kinds, so that lengths, prefixes, separators, account and region
//                  stay. Unknown where the value is too short to be sure of that (fewer than four of them)
//   ${last.x}      what stands behind the last '/' of the value of ${x}
//   ${region}, ${account}   set by the runner
//   $${name}       the text "${name}" itself
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "plan/cases/case.h"

namespace hallmark::plan {

inline constexpr std::size_t unique_length = 12;  // of ${unique}, in characters

// Names that stand for something whatever the steps keep.
inline constexpr std::string_view unique_variable = "unique", uuid_variable = "uuid",
                                  region_variable = "region", account_variable = "account";

// What a name stands for; nullopt: for nothing, and it is left as it stands.
using ValueOf = std::function<std::optional<Json>(std::string_view name)>;

class Variables {
 public:
  // `run_token` differs between runs (any text); equal tokens and case ids give equal values.
  Variables(std::string_view run_token, std::string_view case_id);

  void set(const std::string& name, Json value);
  [[nodiscard]] bool has(std::string_view name) const;  // also the predefined ones
  [[nodiscard]] const std::map<std::string, Json, std::less<>>& all() const { return values_; }

  struct Substituted {
    Json value;
    std::vector<std::string> unknown;  // names that nothing has set, each once; left as they stood
  };
  // Object keys are substituted as well. Fresh ${unique} and ${uuid} at every call.
  [[nodiscard]] Substituted substitute(const Json& value);
  [[nodiscard]] std::string substitute_text(std::string_view text,
                                            std::vector<std::string>* unknown = nullptr);

 private:
  [[nodiscard]] std::optional<Json> value_of(std::string_view name);
  [[nodiscard]] ValueOf values(std::vector<std::string>* unknown);
  std::string seed_;
  std::uint64_t counter_ = 0;  // of ${unique} and ${uuid}
  std::map<std::string, Json, std::less<>> values_;
};

// Every variable in a value, names of members too: what all that is sent, and all that is compared with what
// came, goes through.
[[nodiscard]] Json substituted(const Json& value, const ValueOf& value_of);
[[nodiscard]] Json substituted(const Json& value, const std::map<std::string, Json>& kept);

// The kept or target variable behind a name: "group" of "group", of "unlike.group" and of "last.group".
[[nodiscard]] std::string_view kept_name(std::string_view name);
// What ${unlike.x} stands for when ${x} is `value`; nullopt where nothing is surely of nothing.
[[nodiscard]] std::optional<Json> unlike(const Json& value);

// Of ${unique} or ${uuid}, with a label ("unique.a") or without.
[[nodiscard]] bool is_generated(std::string_view name);
// The caller's own region or account.
[[nodiscard]] bool is_of_the_caller(std::string_view name);
// One of the two: no step need keep it.
[[nodiscard]] bool is_predefined(std::string_view name);
// Has ${unique} or ${uuid} without a label: it is another at every place and every sending.
[[nodiscard]] bool differs_each_time(const Json& value);

// The names that a value mentions, in order, each once ("unique.a" as it stands).
[[nodiscard]] std::vector<std::string> variables_in(const Json& value);
// "${" made literal, for generated text.
[[nodiscard]] std::string escape_variables(std::string_view text);

// RFC 6902 add, remove, replace. Nullopt, with the reason in `problem`, when a path leads nowhere.
[[nodiscard]] std::optional<Json> apply_patch(const Json& document, const std::vector<PatchOperation>& patch,
                                              std::string* problem = nullptr);

}  // namespace hallmark::plan

// Example:
//
//   Variables variables("run-1", "shop.GetOrder/success/known");
//   variables.set("order", "o-1");
//   const Variables::Substituted sent = variables.substitute({{"Id", "${order}"}, {"Name", "${unique}"}});
//   // sent.value: {"Id": "o-1", "Name": "h7c0…"}; sent.unknown: empty
