// What the generated cases about values between calls share: what may be told of a member, a
// value for it, where answers show it, and how such a case begins. Internal to plan/; see value_cases.h.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "names/names.h"
#include "plan/context/context.h"
#include "plan/context/readers.h"

namespace hallmark::plan {

inline constexpr const char* read_before = "before";  // the variable of what was read before

class Writing {
 public:
  // `names`: of the context's model. Both must outlive the cases' making.
  Writing(Context& context, const names::Names& names);

 protected:
  using Result = Wanted::Result;
  using Places = std::function<std::vector<std::string>(const contract::Shape&)>;

  // Makes the base request and looks for what reads it back; false when there is nothing to be told.
  [[nodiscard]] bool ready();
  void want(const std::string& promise, Depth depth, std::function<Result()> make);
  // What is made can be removed, or stands on something that can.
  [[nodiscard]] bool leaves_nothing() const;
  [[nodiscard]] bool is_told_of(const contract::Member& member) const;
  // A row has a value of its own for it: it may be told of although requests go without it otherwise.
  [[nodiscard]] bool is_valued(const contract::Member& member) const;
  [[nodiscard]] Certainty certainty_of(const contract::Member& member, const Json& value) const;
  // A value for a member that the base goes without; nullopt where none is better than open. A change's is
  // another than the arrangement gave.
  [[nodiscard]] std::optional<Json> value_for(const contract::Member& member) const;
  // What the arrangement made the thing with; null where it said nothing of the member.
  [[nodiscard]] Json made_with(const contract::Member& member) const;
  // Of what a change is given nothing is as the thing was made, where another value is known.
  void change_what_is_given(Json& document) const;
  [[nodiscard]] std::optional<Json> other_than(const Json& value, const contract::Member& member) const;
  // Pointers under which the answers show it: of the request's own first.
  [[nodiscard]] std::vector<std::string> shown(const contract::Member& member) const;
  [[nodiscard]] bool excluded(const Json& document, const contract::Member& member) const;
  [[nodiscard]] Case about(const std::string& name, const std::string& promise) const;
  void finish(Case& test) const;
  // An answer has a place for changes of it that are not yet made.
  [[nodiscard]] bool is_pending(const contract::Member& member) const;
  // What is sent in a member comes back in each answer that has it.
  void claim_back(Case& test, const std::string& kind, const contract::Member& member) const;
  // The claim for the answer to `send` and for each reader's that has such places.
  void for_places(Case& test, Claim claim, const Places& places, bool own_answer = true) const;
  // The first known member that an answer shows, added to what is sent; null when there is none.
  const contract::Member* change_something(Case& test) const;

  Context& context_;
  const names::Names& names_;
  std::string id_;
  names::Kind kind_;
  std::string noun_;
  const contract::Shape& input_;
  const Base* base_ = nullptr;
  std::vector<ReadBack> readers_;
  std::vector<Wanted> wanted_;
};

}  // namespace hallmark::plan
