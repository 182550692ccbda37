// Values that satisfy a contract, and values that break exactly one clause of it. Seeded: the same seed
// gives the same value on every platform. Never placeholders: a name looks like a name.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/text.h"
#include "plan/values/certainty.h"

namespace hallmark::plan {

// A value, or why there is none.
struct Made {
  std::optional<Json> value;
  std::string problem;
};

// The constraints of a member: its own traits, else its target's; also those of `alternatives`, the
// stricter winning, so that what is sent as valid is valid by every document, and by what the
// documentation's sentences say beyond them (contract/text_facts.h).
struct Constraints {
  std::optional<double> min_length, max_length, min_range, max_range;
  std::vector<std::string> patterns;  // all hold, each anchored
  std::vector<Json> values;           // of an enum; empty: none
  bool unique_items = false, sparse = false;
};
[[nodiscard]] Constraints constraints_of(const contract::Model& model, const contract::Member& member);
// This clause ("length.max", "required", …) is stated by a sentence of the documentation only.
[[nodiscard]] bool stated_in_text(const contract::Member& member, std::string_view clause);
// And by one of a kind that was measured to be wrong too often to accuse anybody.
[[nodiscard]] bool weakly_stated(const contract::Member& member, std::string_view clause);
// The exception that the documentation says breaking this clause brings about; "" where none says so.
[[nodiscard]] std::string exception_for(const contract::Member& member, std::string_view clause);
// Some document says otherwise about this trait (or about the whole member, when `trait_id` is empty): what
// breaks it is not surely invalid.
[[nodiscard]] bool disputed(const contract::Model& model, const contract::Member& member,
                            std::string_view trait_id);

struct ValueOptions {
  // Optional members too, but for deprecated ones, page tokens, what rules leave out, and values that nothing
  // speaks for (open): a request with them would settle nothing.
  bool full = false;
  bool open = false;            // … these as well
  bool unique = true;           // names may carry "${unique}" (see variables.h)
  std::size_t max_depth = 8;    // nested shapes; optional members beyond it are left out
  std::size_t budget = 2000;    // values in one document
  const Json* given = nullptr;  // of structure(): members that stand as they are; the others are made to suit
};

// Not thread-safe: it remembers compiled patterns.
class Values {
 public:
  // `protocol`: Smithy id; it says how timestamps are written. `operation`: whose requests are made; null:
  // several operations'. `rules`: how values are made; null: those of suites/knowledge/values.json.
  Values(const contract::Model& model, std::string protocol, const contract::Operation* operation = nullptr,
         std::shared_ptr<const names::ValueRules> rules = nullptr);
  ~Values();
  Values(const Values&) = delete;
  Values& operator=(const Values&) = delete;

  // A structure's members document. `seed`: any text, most often a case id.
  [[nodiscard]] Made structure(const contract::Shape& shape, std::string_view seed,
                               const ValueOptions& options = {}) const;
  // After a member was added to a structure of this shape: what only makes sense with it is added, too, what
  // it excludes and nothing requires is taken away, and what must not be above it is put below.
  void suit(const contract::Shape& shape, Json& document, std::string_view added,
            std::string_view seed) const;
  // One member's value. Lists and maps have at least one entry.
  [[nodiscard]] Made member(const contract::Member& member, std::string_view seed,
                            const ValueOptions& options = {}) const;
  // A string (code points), blob (bytes), list or map of exactly `length`, everything else satisfied where
  // that can be: a string longer than its pattern allows breaks the pattern as well.
  [[nodiscard]] Made of_length(const contract::Member& member, std::string_view seed,
                               std::size_t length) const;
  // A string of a length that the bounds allow, in which no pattern is found, even unanchored.
  [[nodiscard]] Made mismatch(const contract::Member& member, std::string_view seed) const;
  // A string with letters beyond ASCII.
  [[nodiscard]] Made unicode(const contract::Member& member, std::string_view seed) const;
  // Whether a value keeps the member's own constraints (length, range, pattern, enum); variables replaced by
  // samples. Not what lies inside it.
  [[nodiscard]] bool keeps(const contract::Member& member, const Json& value) const;
  // How sure it is that they are accepted.
  [[nodiscard]] const Certainties& certainties() const;

 private:
  struct State;
  struct Walk;
  std::unique_ptr<State> state_;
};

// Members that hold the place in a list that a former answer gave: no value of our own is valid.
[[nodiscard]] bool is_page_token(std::string_view member_name);

}  // namespace hallmark::plan

// Example:
//
//   const auto smallest = [](const contract::Model& model, const contract::Operation& operation,
//                            const std::string& protocol) {
//     const Values values(model, protocol);
//     const Made made = values.structure(*model.shape(operation.input), operation.id);
//     return made.value ? *made.value : Json(made.problem);
//   };
