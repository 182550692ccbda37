// Mutants: deliberate breaches of a contract, each named after the promise that it breaks, so that
// every check of a judge can be shown to catch something. Variations (variations.h) are the
// opposite: freedoms that a conforming endpoint has.
//
// A mutant is given as "NAME", "NAME:ARGUMENT", or either with ",Operation" behind it. "rarely:" in
// front of it makes it show in one request of ten only, of each ten at another place.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "contract/model.h"
#include "endpoint/reference/active_mutants.h"
#include "endpoint/reference/plan.h"

namespace hallmark::endpoint {

// Where in the answering of a request a mutant acts.
enum class Stage { signature, request, validation, behaviour, output, error, response, wire };
[[nodiscard]] std::string_view to_string(Stage stage);

// One kind of mutant.
struct MutantKind {
  std::string_view name;  // "drop-member"
  Stage stage;
  std::string_view argument;  // what stands behind the colon: "pointer", "exception", …; empty: nothing
  std::string_view text;      // what the endpoint does, in plain words
};
[[nodiscard]] const std::vector<MutantKind>& mutant_kinds();

// The promise path of a JSON Pointer into a members document of `shape`: "/Items/3/Name" is
// "Items[].Name", the value "/Tags/x" of a map "Tags{}".
[[nodiscard]] std::string promise_path(const contract::Model& model, const contract::Shape& shape,
                                       std::string_view pointer);

// One mutant that an operation can have, and the promise that it breaks.
struct Mutant {
  std::string name;     // as Options::mutants takes it: "drop-member:/Domain/Name,UpdateDomain"
  std::string promise;  // id: "voice-id.UpdateDomain output.Domain.Name required"
  std::string operation;
  Stage stage = Stage::output;
  std::string text;
  // The contract alone does not show it: only a suite's promised member, a behaviour case or a read-back
  // can (an optional member missing, an update not stored, …).
  bool needs_suite = false;
  // Why no case can tell this mutant: it breaks no promise of the documents, or shows in no answer. Such
  // mutants stay in the list, so that whoever reads it knows that they were thought of. Empty: it can be
  // told.
  std::string equivalent{};
  // What must hold between calls, read off the contract: told by a case of that very promise, by nothing
  // else.
  bool by_case = false;
  // What it breaks weighs as drift: a finding of that severity tells it, and no case need fail.
  bool drift = false;
};
// Whether a finding's promise is the one that the mutant breaks. A mutant's promise may end in '*'; of one
// that is told by case this stands for the member or exception behind the kind, or for nothing.
[[nodiscard]] bool breaks(const Mutant& mutant, std::string_view promise);

// What a service's suite says of one operation: facts about the service, from which mutants follow.
struct SuiteWord {
  // Response members that are promised: pointer -> source. Members that nothing promises may be absent.
  std::map<std::string, std::string> promised;
  // What it promises between calls, by kind: "others-untouched" -> "behaviour.same-domain". A kind that is
  // not there is not promised, and has no mutants.
  std::map<std::string, std::string> behaviours;
  // Globs over pointers of response members that such a promise brings: -> "behaviour.stored".
  std::map<std::string, std::string> shows;
  // Members that no request can bring about, and why: pointers into the answer, or names of input members.
  std::map<std::string, std::string> unreachable;
  std::set<std::string> not_shown;  // input members that no answer shows: only what is refused tells of them

  // Members of the input that must name what is there: "AnycastIpListId",
  // "VoiceConnectorItems[].VoiceConnectorId".
  std::set<std::string> references;

  [[nodiscard]] std::string promise(const std::string& kind) const;  // "" when there is none
  [[nodiscard]] std::string why_unreachable(const std::string& pointer_or_path) const;
};

// Every mutant that this operation can have, one for each member, constraint and exception that it
// concerns. `suite`: null when there is none. `plan`: of the model; made here when it is null.
[[nodiscard]] std::vector<Mutant> mutants_for(const contract::Model& model,
                                              const contract::Operation& operation,
                                              const SuiteWord* suite = nullptr,
                                              const EndpointPlan* plan = nullptr);

// The mutants of a service, parsed once.
class Mutants {
 public:
  // Throws DocumentError ("endpoint.mutant") for a name that is not in mutant_kinds(), with the nearest one.
  explicit Mutants(const std::set<std::string>& names);
  // `number`: of the request, from 0. "" as operation: those that hold for every operation.
  [[nodiscard]] ActiveMutants active(std::string_view operation, std::uint64_t number) const;
  [[nodiscard]] bool empty() const { return parsed_.empty(); }

 private:
  struct Parsed {
    ActiveMutants::Entry entry;
    std::string operation;
    bool rarely = false;
  };
  std::vector<Parsed> parsed_;
};

}  // namespace hallmark::endpoint

// Example:
//
//   const auto names = [](const contract::Model& model, const contract::Operation& operation) {
//     std::vector<std::string> all;
//     for (const Mutant& mutant : mutants_for(model, operation)) all.push_back(mutant.name);
//     return all;  // each as Options::mutants takes it
//   };
