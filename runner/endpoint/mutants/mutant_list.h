// The list of an operation's mutants while it is made: what its parts share. Private to mutant_list*.cc.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "endpoint/mutants/mutants.h"
#include "wire/protocol.h"

namespace hallmark::endpoint {

class MutantList {
 public:
  MutantList(const contract::Model& model, const contract::Operation& operation, const SuiteWord* suite,
             const EndpointPlan& plan);

  const contract::Model& model;
  const contract::Operation& operation;
  const SuiteWord* suite;  // null: there is none
  const EndpointPlan& plan;
  const wire::Protocol* protocol;          // null: none that Hallmark speaks
  const contract::Shape* input = nullptr;  // null when there is none
  const contract::Shape* output = nullptr;

  // See Mutant; `promise` without the operation's id in front. At most 20,000 are kept.
  void add(Stage stage, const std::string& name, const std::string& promise, std::string text,
           bool needs_suite = false, std::string equivalent = {});
  // One that a finding of drift tells.
  void add_drift(Stage stage, const std::string& name, const std::string& promise, std::string text,
                 bool needs_suite = false, std::string equivalent = {});
  // One that a case of its promise tells, and nothing else. `drift`: by a finding of that weight, too.
  void add_by_case(const std::string& name, const std::string& promise, std::string text, bool drift = false);
  [[nodiscard]] std::vector<Mutant> take() { return std::move(found_); }

  [[nodiscard]] const contract::ProtocolFacts& facts() const;  // in which nothing is, without a protocol
  [[nodiscard]] bool xml() const;
  [[nodiscard]] bool cbor() const;
  // Whether a success has a body: of its own accord, or for a member.
  [[nodiscard]] bool has_body() const;

 private:
  std::string id_;
  std::vector<Mutant> found_;
};

// The parts: what is sent, what is done, what is answered to it, and what is refused.
void list_input_mutants(MutantList& list);
void list_behaviour_mutants(MutantList& list);
void list_existence_mutants(MutantList& list);
void list_value_mutants(MutantList& list);
void list_output_mutants(MutantList& list);
void list_error_mutants(MutantList& list);

// Why no case can tell some mutants.
inline constexpr const char* only_newer = "only a newer model has it: what it does is drift";

[[nodiscard]] bool is_newer(const contract::Member& member);
// Documents disagree whether the trait holds.
[[nodiscard]] bool is_disputed(const contract::Member& member, std::string_view trait_id);

}  // namespace hallmark::endpoint
