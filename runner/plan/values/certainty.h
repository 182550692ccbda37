// How sure it is that a request is accepted as it stands: known, plausible or open, for each
// value and for the whole. Worked out from what is sent, whoever made it. Internal to plan/.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "contract/model.h"
#include "core/json.h"
#include "names/values.h"
#include "plan/cases/case.h"

namespace hallmark::plan {

class Certainties {
 public:
  // `operation`: whose request is meant; null where several are.
  Certainties(const contract::Model& model, const contract::Operation* operation,
              std::shared_ptr<const names::ValueRules> rules);

  // Where a member of the request stands. Members that no request of `operation` has stand nowhere.
  [[nodiscard]] names::MemberPlace place(const contract::Member& member) const;
  // Of a structure itself: for rules about its members.
  [[nodiscard]] names::MemberPlace place(const contract::Shape& shape) const;

  // Of one value, and of all that is inside it: the weakest. Variables that stand for something that is there
  // (kept, or the target's) are known.
  [[nodiscard]] Certainty of(const contract::Member& member, const Json& value) const;
  // Of a whole request: its top-level members that are not known. `vouched` are members that a suite or an
  // arrangement gives, as they are given.
  [[nodiscard]] std::map<std::string, Certainty> doubts(const contract::Shape& input, const Json& document,
                                                        const Json& vouched) const;

  [[nodiscard]] const names::ValueRules& rules() const { return *rules_; }

 private:
  [[nodiscard]] Certainty of_text(const contract::Member& member, const contract::Shape& target,
                                  const std::string& text) const;
  [[nodiscard]] Certainty of_members(const contract::Shape& shape, const Json& value) const;
  void index(const contract::Shape& shape);

  const contract::Model& model_;
  const contract::Operation* operation_;
  std::shared_ptr<const names::ValueRules> rules_;
  std::map<const contract::Member*, const contract::Shape*> owners_;
};

// A variable stands in it that names what exists: kept, or the target's.
[[nodiscard]] bool names_something(const Json& value);

}  // namespace hallmark::plan
