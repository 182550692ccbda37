// Proves the judge: the suites run against the embedded endpoint without mutants, which must conform, and
// then once for each mutant that a judged operation can have, which must not. What comes out is the kill
// matrix.
//
// A mutant is killed when a case of its operation deviates, and killed rightly when one of the findings names
// the promise that the mutant breaks. It is survived when every case conforms. Some mutants cannot be told by
// any case (Mutant::equivalent says why); they are tried all the same, and are a problem when something does
// tell them.
//
// Order of calls: plan the services for a target whose endpoints are "builtin", prove(), then write_text() or
// to_json().
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/sink.h"
#include "endpoint/mutants/mutants.h"
#include "plan/cases/case.h"
#include "verdict/verdict.h"

namespace hallmark::cli {

enum class Fate {
  killed,            // by a finding that names the promise
  killed_otherwise,  // by findings that name other promises only
  survived,
  equivalent
};
[[nodiscard]] std::string_view to_string(Fate fate);

// The finding counts against the mutant: a deviation or, of a mutant that only a case of its own promise can
// tell (by_case), drift that names it: what names alone show accuses nobody, and is told all the same.
[[nodiscard]] bool tells(const endpoint::Mutant& mutant, const verdict::Finding& finding);

// What one case said.
struct CaseWord {
  std::string case_id;
  verdict::Verdict verdict;
};

// What all cases of a mutant said, and how they were asked.
struct Hearing {
  std::vector<CaseWord> words;  // of the last round
  // A mutant that shows in one request of ten only is looked for in several runs of the cases, one after the
  // other.
  std::size_t rounds = 1;
  std::size_t requests = 0;  // that the cases of all rounds sent to the operation
  // Answers that the mutant changed, of cases that may fail; see Service::mutated_answers().
  std::uint64_t shown = 0;
  bool promised = false;  // a case that was asked names the promise that the mutant breaks
};

// One row of the matrix.
struct MutantResult {
  std::string service;
  endpoint::Mutant mutant;
  Fate fate = Fate::survived;
  std::string why;                     // equivalent: the reason
  std::size_t judged = 0, errors = 0;  // cases that were judged, and that could not be
  std::vector<std::string> killed_by;  // cases that deviated, in the plan's order
  std::vector<std::string> rightly;    // of these, with a finding that names the promise
  // The first finding that names the promise, else the first; and its case.
  std::optional<verdict::Finding> first;
  std::string first_case;
  std::set<std::string> other_promises;  // that findings named
  std::string first_error;               // of a case that could not be judged
  std::size_t rounds = 1, requests = 0;  // see Hearing
};

// The finding weighs what the mutant's promise weighs: a deviation, or where that is enough drift.
[[nodiscard]] bool tells(const endpoint::Mutant& mutant, const verdict::Finding& finding);

// Reads a row from what the cases said. `with_suite`: the service has a suite; without one, a mutant that
// only a suite can show and that nothing killed is equivalent.
[[nodiscard]] MutantResult weigh(const std::string& service, const endpoint::Mutant& mutant,
                                 const Hearing& hearing, bool with_suite);

struct ServiceMatrix {
  std::string service;
  std::size_t cases = 0, skipped = 0;    // of the run without mutants
  std::vector<CaseWord> not_conforming;  // of it: must be empty
  std::vector<MutantResult> mutants;     // in the operations' order
};

struct MatrixCounts {
  std::size_t mutants = 0, killed = 0, rightly = 0, survived = 0, equivalent = 0;
  std::size_t told = 0;  // equivalent mutants that a case told all the same
};

struct Matrix {
  std::vector<ServiceMatrix> services;
  bool interrupted = false;
  [[nodiscard]] MatrixCounts counts() const;
  [[nodiscard]] MatrixCounts counts(const ServiceMatrix& service) const;
  // 0: the endpoint without mutants conforms and every mutant that can be told was killed; 1: not so; 5:
  // there was no mutant; 130: interrupted.
  [[nodiscard]] int exit_code() const;
};

struct ProveOptions {
  // Globs over names; without a ",Operation" they match any operation's. None: all.
  std::vector<std::string> mutants;
  int jobs = 0;  // endpoints side by side; 0: one per processor
  // Stop at the first case that kills a mutant rightly: the cases that name its promise go first.
  bool first_only = false;
  // Take only every n-th mutant.
  std::size_t every = 1;
  const std::atomic<bool>* interrupted = nullptr;
  std::function<void(const MutantResult&)> progress;  // one thread at a time; may be empty
};

// `services`: planned for `target`; the mutants of the operations that have cases are tried.
[[nodiscard]] Matrix prove(std::vector<plan::ServicePlan> services, const plan::Target& target,
                           const ProveOptions& options);

// What a suite says of an operation; nothing when the suite has no file.
[[nodiscard]] std::optional<endpoint::SuiteWord> word_of(const plan::Suite& suite,
                                                         const std::string& operation);
// The mutants that prove() would try.
[[nodiscard]] std::vector<endpoint::Mutant> mutants_to_try(const plan::ServicePlan& service,
                                                           const ProveOptions& options);

void write_text(const Matrix& matrix, core::Sink& sink, bool verbose);
[[nodiscard]] Json to_json(const Matrix& matrix);
// "412 mutants, 400 killed, 398 by the right promise, 2 survived, 10 equivalent"
[[nodiscard]] std::string summary_line(const MatrixCounts& counts);

}  // namespace hallmark::cli
