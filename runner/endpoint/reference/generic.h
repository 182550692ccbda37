// The behaviour of every operation that no file of its own describes, read off the model: which
// operations create, read, update, delete and list what, and which member says which one is meant.
// Resources come from Smithy's resource shapes where there are any, and else from names
// ("CreateQueue", "DeleteQueue", "ListQueues").
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contract/model.h"
#include "endpoint/reference/behaviour.h"
#include "endpoint/reference/synthesize.h"
#include "endpoint/reference/validate.h"

namespace hallmark::endpoint {

enum class Act { create, read, update, remove, list, other };

// What is known of one operation.
struct OperationPlan {
  Act act = Act::other;
  std::string kind;        // "Queue"; empty for `other` without one
  std::string identifier;  // input member that names the resource; empty when none does
  // What is not known is refused: the kind is made and removed here, and the identifier surely names it.
  // Otherwise the model does not show what exists, and every identifier stands for something.
  bool strict = false;
  // Further input members that name other kinds' resources, which must exist: member -> kind.
  std::map<std::string, std::string> references;
};

class Generic {
 public:
  explicit Generic(const contract::Model& model);
  [[nodiscard]] Result run(const Call& call) const;
  [[nodiscard]] const OperationPlan& plan(const contract::Operation& operation) const;
  // A body for an exception: every member that can be made, without the message.
  [[nodiscard]] Json error_members(const contract::Shape& error, const Call& call) const;
  [[nodiscard]] Raised listed(const contract::Shape& error, const Call& call, std::string message) const;
  // A success that nothing is behind.
  [[nodiscard]] Result invent(const Call& call) const { return answer(call, nullptr); }

 private:
  struct Answering;
  [[nodiscard]] Synthesizer::Setting setting(const Call& call) const;
  void find_takers();
  // A new identifier for a kind, as its operations take it.
  [[nodiscard]] std::string new_identifier(const Call& call, const OperationPlan& plan,
                                           const std::string& key) const;
  // A made-up identifier of which nothing is known, as the members of its name take it. Nothing: any will do.
  [[nodiscard]] std::optional<Json> identifier_as_taken(const contract::Member& member,
                                                        const contract::Shape& target,
                                                        const Synthesizer::Setting& setting,
                                                        const std::string& seed) const;
  // ARNs that a resource may have, the likeliest first.
  [[nodiscard]] std::vector<std::string> arns(const Call& call, const std::string& kind,
                                              const std::string& id) const;
  // Of the candidates, or of texts made for it, what most members of these names take.
  [[nodiscard]] std::string best_of(const Call& call, const std::string& kind,
                                    const std::vector<std::string>& names,
                                    const std::vector<std::string>& candidates) const;
  [[nodiscard]] Result create(const Call& call, const OperationPlan& plan) const;
  [[nodiscard]] Result list(const Call& call, const OperationPlan& plan) const;
  [[nodiscard]] Result answer(const Call& call, const Resource* resource) const;
  // Answers and remembers every text that was told: by any of them the resource is found again.
  [[nodiscard]] Result introduce(const Call& call, Resource& resource) const;

  const contract::Model& model_;
  Synthesizer synthesizer_;
  Validator validator_;
  std::string arn_service_;
  std::map<std::string, std::string>
      identifiers_;  // filled with plans_, so declared before it: kind -> the member that names it
  std::map<std::string, OperationPlan, std::less<>> plans_;  // by operation id
  // By lower-case name ("roomid"): the shapes of the members that carry what is so called.
  std::map<std::string, std::vector<const contract::Shape*>> takers_;
};

// The plans of a whole model, and the identifying member of each kind (generic_plan.cc).
[[nodiscard]] std::map<std::string, OperationPlan, std::less<>> plan_operations(
    const contract::Model& model, std::map<std::string, std::string>& identifiers);

}  // namespace hallmark::endpoint
