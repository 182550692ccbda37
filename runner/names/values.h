// What is known of how a valid value of a member is made: suites/knowledge/values.json, compiled into the
// program, and the "values" of a suite, which stand in front of it. Rows are data with a source; this reads
// them and answers questions about one member of one structure. The format, section by section, is described
// in schemas/formats/knowledge-values.schema.json.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"

namespace hallmark::names {

// How sure it is that a value is accepted where it stands. Weakest last: of several the greatest counts.
//   known      something says so: a row, a suite, an example, an identifier kept from an answer, free text
//   plausible  stated (an enum's value, a boolean, a number in its range), but perhaps not in this
//   combination open       everything else, above all text that refers to something
enum class Certainty { known, plausible, open };
[[nodiscard]] std::string_view to_string(Certainty certainty);
[[nodiscard]] constexpr Certainty weaker(Certainty a, Certainty b) { return a > b ? a : b; }

// A member, and where it stands. Names as the contract has them; empty where it is not known.
struct MemberPlace {
  std::string_view service;    // slug
  std::string_view operation;  // whose request it is part of, at any depth
  std::string_view shape;      // name of the structure, list or map that it is a member of
  std::string_view member;     // "member" of a list, "key" and "value" of a map
  std::string_view target;     // name of its own shape
};

// To which members a row applies. Empty: to any. The first letter's case makes no difference, '*' stands for
// any run.
struct RowScope {
  std::string service, operation, shape, target;
  std::vector<std::string> members;
  [[nodiscard]] bool covers(const MemberPlace& place) const;
  // Whether it applies to a structure, whatever member.
  [[nodiscard]] bool covers_shape(const MemberPlace& place) const;
};

struct MadeValue {
  RowScope reach;
  Json value;  // may hold ${unique}, ${uuid}, ${account}, ${region}
  Certainty certainty = Certainty::known;
  std::string source;
};

// Members that a request is refused without, though no document marks them as required.
struct Needed {
  RowScope reach;
  std::vector<std::string> all;  // each of them
  std::vector<std::string> any;  // one of them, and never two; the first stands for all
};
struct Together {  // all of them or none
  RowScope reach;
  std::vector<std::string> members;
};
struct Apart {  // where one of the first stands, the others do not
  RowScope reach;
  std::vector<std::string> first, others;
};
struct Ordered {  // low <= high; names or globs with one '*', which stands for the same text in both
  std::string low, high;
};

// A value that a call before answers (or was given), which no name shows: CopySource of PutObject.
struct Answered {
  RowScope reach;
  std::string by;                           // the operation that is called before
  std::map<std::string, std::string> take;  // variable -> pointer into its answer, else into what it was sent
  Json value;                               // with these variables
};

class ValueRules {
 public:
  // The rows of suites/knowledge/values.json. Shared; read once.
  [[nodiscard]] static std::shared_ptr<const ValueRules> embedded();
  // Rows of a file of the same format ("values" of a suite: the object there), in front of `behind`. The
  // format must have been checked; throws DocumentError for what a schema cannot say.
  [[nodiscard]] static std::shared_ptr<const ValueRules> read(const Json& rows,
                                                              std::shared_ptr<const ValueRules> behind = {});

  // The first row for this member whose value `fits` the contract; null when there is none.
  [[nodiscard]] const MadeValue* made(const MemberPlace& place,
                                      const std::function<bool(const Json&)>& fits) const;
  // Any text will do: descriptions, comments.
  [[nodiscard]] bool is_free(const MemberPlace& place) const;
  // Says how the request is to be answered, and is nothing of what it is about: never echoed.
  [[nodiscard]] bool is_setting(const MemberPlace& place) const;
  // Not sent where it is not required: conditions on what is there, pages, trial runs.
  [[nodiscard]] bool is_left_out(const MemberPlace& place) const;

  // About the members of the structure at `place` (its `member` and `target` are not looked at). Each calls
  // for the rows that apply, nearest first.
  void needed(const MemberPlace& place, const std::function<void(const Needed&)>& each) const;
  void together(const MemberPlace& place, const std::function<void(const Together&)>& each) const;
  void apart(const MemberPlace& place, const std::function<void(const Apart&)>& each) const;
  // Where a value for this member comes from; each row that applies, nearest first.
  void answered(const MemberPlace& place, const std::function<void(const Answered&)>& each) const;
  // The member that must not be below `low`; empty when there is none.
  [[nodiscard]] std::string upper_of(std::string_view low) const;

  [[nodiscard]] const std::vector<MadeValue>& rows() const { return made_; }  // own rows, for lint

 private:
  std::shared_ptr<const ValueRules> behind_;
  std::vector<MadeValue> made_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_member_;  // exact names -> indexes
  std::vector<std::size_t> by_glob_;
  std::vector<RowScope> free_, settings_, left_out_;
  std::vector<Needed> needed_;
  std::vector<Together> together_;
  std::vector<Apart> apart_;
  std::vector<Ordered> ordered_;
  std::vector<Answered> answered_;
};

// Glob over the names with their first letter in upper case.
[[nodiscard]] bool names_match(std::string_view pattern, std::string_view name);

}  // namespace hallmark::names

// Example:
//
//   const std::shared_ptr<const ValueRules> rules = ValueRules::embedded();
//   const MemberPlace place{.service = "shop",
//                           .operation = "CreateOrder",
//                           .shape = "CreateOrderRequest",
//                           .member = "Currency",
//                           .target = "Currency"};
//   const MadeValue* made = rules->made(place, [](const Json&) { return true; });
//   Json value = made ? made->value : Json();
