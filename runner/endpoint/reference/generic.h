// What operations do, for any contract: what was made is read, listed, changed, tagged and removed, what is
// unknown, there already, in use or gone is refused by the exceptions that the contract lists. Read off the
// contract (plan.h) and, where a suite states them, the service's facts (facts.h).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "contract/model.h"
#include "endpoint/reference/behaviour.h"
#include "endpoint/reference/facts.h"
#include "endpoint/reference/plan.h"
#include "endpoint/reference/synthesize.h"
#include "endpoint/reference/validate.h"

namespace hallmark::endpoint {

// The input list that an exception says something is twice in, where it is this one; else "".
[[nodiscard]] std::string twice_in(const contract::Shape& exception, const std::string& member);

class Generic {
 public:
  explicit Generic(const contract::Model& model, ServiceFacts facts = {});
  [[nodiscard]] Result run(const Call& call) const;
  // Likewise, without what knowledge has it say after other calls (sequences.h).
  [[nodiscard]] Result run_alone(const Call& call) const;
  [[nodiscard]] const OperationPlan& plan(const contract::Operation& operation) const {
    return plan_.of(operation);
  }
  // A body for an exception: every member that can be made, without the message. `kind`: what it is about.
  [[nodiscard]] Json error_members(const contract::Shape& error, const Call& call,
                                   const std::string& kind = {}) const;
  [[nodiscard]] Raised listed(const contract::Shape& error, const Call& call, std::string message,
                              const std::string& kind = {}) const;
  // A success that nothing is behind.
  [[nodiscard]] Result invent(const Call& call) const { return answer(call, nullptr); }

 private:
  struct Answering;
  [[nodiscard]] Synthesizer::Setting setting(const Call& call) const;
  [[nodiscard]] const KindFacts* facts_of(const std::string& kind) const;
  // A member that makers and changers of the kind take: nobody makes up its value.
  [[nodiscard]] bool is_setting(const std::string& kind, const std::string& member) const;

  // ---- generic_identifiers.cc ----
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

  // ---- generic_find.cc: what a request names ----
  // By its id, its name, or whatever else was told of it; of those that stand where the call says.
  [[nodiscard]] Resource* find(const Call& call, const std::string& kind, const std::string& text) const;
  [[nodiscard]] Resource* find_among(const Call& call, const std::vector<Resource*>& all,
                                     const std::string& kind, const std::string& text) const;
  // What the operation is about; null when nothing is known of it.
  [[nodiscard]] Resource* named(const Call& call, const OperationPlan& plan) const;
  // Likewise of what was removed.
  // What there is only one of where it stands; null where the kind stands in nothing.
  [[nodiscard]] Resource* only_of_place(const Call& call, const std::vector<Resource*>& all,
                                        const std::string& kind) const;
  [[nodiscard]] Resource* named_gone(const Call& call, const OperationPlan& plan) const;
  // The resources that a new one stands in or refers to; the exception when one of them is unknown.
  [[nodiscard]] std::optional<Result> refer(const Call& call, const OperationPlan& plan,
                                            std::vector<Resource*>& found) const;
  [[nodiscard]] std::optional<Result> refer_to_many(const Call& call, const Reference& reference) const;
  // An identifier that the operation takes and that nothing in the account was ever known by. `others`: only
  // of what the operation is not about itself.
  [[nodiscard]] std::optional<Result> refuse_unheard(const Call& call, const OperationPlan& plan,
                                                     bool others = false) const;
  [[nodiscard]] bool is_heard(const Call& call, const std::string& text) const;
  [[nodiscard]] bool surely_is_of_something(const contract::Member& member, bool made) const;
  [[nodiscard]] bool is_missed_by_name(const Call& call, const std::string& kind) const;
  // The exception that says that there is no such thing; nothing where the operation lists none.
  [[nodiscard]] std::optional<Result> unknown(const Call& call, const std::string& kind) const;
  // An ARN of another account.
  [[nodiscard]] std::optional<Result> foreign(const Call& call, const std::string& text) const;
  // What else stands where the call says: "function/orders" of an alias; "" for what stands nowhere.
  [[nodiscard]] std::string place_of(const Call& call, const std::string& kind) const;
  // Resources of other kinds that stand in this one.
  [[nodiscard]] std::vector<Resource*> children(const Call& call, const Resource& parent) const;

  // ---- generic_change.cc ----
  [[nodiscard]] Result create(const Call& call, const OperationPlan& plan,
                              const std::vector<Resource*>& parents) const;
  [[nodiscard]] Result update(const Call& call, const OperationPlan& plan, Resource& resource) const;
  [[nodiscard]] Result remove(const Call& call, const OperationPlan& plan, Resource& resource) const;
  void remove_tree(const Call& call, const std::string& kind, const std::string& key) const;
  [[nodiscard]] Result tags(const Call& call, const OperationPlan& plan) const;
  void take_settings(const Call& call, const OperationPlan& plan, Resource& resource) const;
  // Why not: too many items, a name that is taken, a version that is none.
  [[nodiscard]] std::optional<Result> refuse_settings(const Call& call, const OperationPlan& plan,
                                                      const Resource* resource) const;
  // A header says a digest of other bytes than the body's.
  [[nodiscard]] std::optional<Result> refuse_digest(const Call& call) const;
  [[nodiscard]] std::optional<Result> refuse_while_changing(const Call& call, const KindFacts& facts,
                                                            const Resource* resource) const;
  // RFC 9110, 13: of what is read, a condition of the request does not hold.
  [[nodiscard]] std::optional<Result> refuse_condition(const Call& call, const Result& result) const;
  // Of a request that names a version of nothing: as some services refuse it first.
  [[nodiscard]] std::optional<Result> refuse_version_of_nothing(const Call& call) const;
  [[nodiscard]] std::optional<Result> refuse_version(const Call& call, const Resource& resource) const;
  [[nodiscard]] std::optional<Result> raise_as(const Call& call, Refusal refusal,
                                               const std::string& exception, const std::string& noun,
                                               std::string message) const;
  [[nodiscard]] std::string version_tag(const Resource& resource) const;
  // The state that a member of this name shows now.
  [[nodiscard]] std::optional<std::string> state_of(const Call& call, const Resource& resource,
                                                    const std::string& member) const;
  void settle(const Call& call, Resource& resource) const;

  // ---- generic_refuse.cc ----
  // The same item twice in a list that a listed exception speaks of ("DuplicateTagKeys").
  [[nodiscard]] std::optional<Result> refuse_twice(const Call& call) const;
  // A new name that is another's.
  [[nodiscard]] std::optional<Result> refuse_taken(const Call& call, const OperationPlan& plan,
                                                   const Resource& resource) const;
  // What was made with its identifier somewhere in the request; null when nothing was.
  [[nodiscard]] const Resource* referring_to(const Call& call, const Resource& resource) const;
  // Something refers to what is removed, and the removal's text says that it must not.
  [[nodiscard]] std::optional<Result> refuse_referred(const Call& call, const OperationPlan& plan,
                                                      const Resource& resource) const;

  // ---- generic_list.cc ----
  [[nodiscard]] Result list(const Call& call, const OperationPlan& plan) const;
  [[nodiscard]] std::vector<Resource*> chosen(const Call& call, const OperationPlan& plan) const;
  [[nodiscard]] bool passes(const Call& call, const Resource& resource) const;
  struct Paging;
  // `failed`: what was named and is not there, where the answer has a list for it.
  [[nodiscard]] std::optional<Result> keep_named(const Call& call, const OperationPlan& plan,
                                                 std::vector<Resource*>& resources,
                                                 std::vector<std::string>& failed) const;
  void tell_failures(const Call& call, const std::vector<std::string>& failed, Json& output) const;
  [[nodiscard]] Paging paging_of(const Call& call, const OperationPlan& plan,
                                 const contract::Shape& output) const;
  // Nothing: the token is none that was given out.
  [[nodiscard]] std::optional<Page> page_for(const Call& call, const std::vector<Resource*>& resources,
                                             const Paging& paging) const;
  [[nodiscard]] std::optional<Json> item_of(const Call& call, const OperationPlan& plan,
                                            Resource& resource) const;

  [[nodiscard]] Result tell(const Call& call, Result result) const;
  // Its states become such ones; false when it has none.
  [[nodiscard]] bool show_as(const contract::Shape& shape, Json& value,
                             bool (*wanted)(std::string_view)) const;
  [[nodiscard]] Result run_on_nothing(const Call& call, const OperationPlan& plan) const;
  [[nodiscard]] Result answer(const Call& call, const Resource* resource) const;
  // Answers and remembers every text that was told: by any of them the resource is found again.
  [[nodiscard]] Result introduce(const Call& call, Resource& resource) const;

  const contract::Model& model_;
  ServiceFacts facts_;
  Synthesizer synthesizer_;
  Validator validator_;
  std::string arn_service_;
  EndpointPlan plan_;
  std::map<std::string, std::set<std::string>, std::less<>> settings_;  // by kind, in lower case
  // By lower-case name ("roomid"): the shapes of the members that carry what is so called.
  std::map<std::string, std::vector<const contract::Shape*>> takers_;
};

}  // namespace hallmark::endpoint

// Example:
//
//   const auto answered = [](const contract::Model& model, const Call& call) {
//     const Result result = Generic(model).run(call);
//     return result.raised ? Json(result.raised->name) : result.output;
//   };
