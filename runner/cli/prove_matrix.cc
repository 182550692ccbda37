// What the cases said about a mutant, and what all of it amounts to.
#include <algorithm>

#include "cli/exit_code.h"
#include "cli/prove.h"

namespace hallmark::cli {

std::string_view to_string(Fate fate) {
  switch (fate) {
    case Fate::killed:
      return "killed";
    case Fate::killed_otherwise:
      return "killed-otherwise";
    case Fate::survived:
      return "survived";
    case Fate::equivalent:
      return "equivalent";
  }
  return "survived";
}

bool tells(const endpoint::Mutant& mutant, const verdict::Finding& finding) {
  if (finding.severity == verdict::Severity::deviation) return true;
  return finding.severity == verdict::Severity::drift &&
         (mutant.drift || (mutant.by_case && endpoint::breaks(mutant, finding.promise)));
}

namespace {

// Why a mutant that a suite could tell is not told by the contract alone.
std::string why_not_told(const endpoint::Mutant& mutant, const Hearing& hearing) {
  using endpoint::Stage;
  const bool counted =
      mutant.stage == Stage::output || mutant.stage == Stage::response || mutant.stage == Stage::error;
  if (counted && hearing.shown == 0) {
    return mutant.stage == Stage::error
               ? "no case that may fail was answered by this error: a suite can bring it about"
               : "no answer to a case that may fail held what this changes: a suite can arrange it";
  }
  if (mutant.stage == Stage::behaviour || mutant.stage == Stage::request) {
    return "the contract alone does not say what there is, what is stored and what is read back: a suite can";
  }
  if (mutant.stage == Stage::validation) {
    return "what it lets pass is refused all the same, for another reason: a suite can arrange what is "
           "missing";
  }
  return "the contract alone promises nothing that this breaks: a suite can";
}

}  // namespace

MutantResult weigh(const std::string& service, const endpoint::Mutant& mutant, const Hearing& hearing,
                   bool with_suite) {
  MutantResult result{.service = service, .mutant = mutant, .why = mutant.equivalent};
  result.rounds = hearing.rounds;
  result.requests = hearing.requests;
  bool first_is_right = false;
  for (const CaseWord& word : hearing.words) {
    if (word.verdict.status == verdict::Status::skipped) continue;
    if (word.verdict.status == verdict::Status::error) {
      ++result.errors;
      if (result.first_error.empty()) result.first_error = word.verdict.reason;
      continue;
    }
    ++result.judged;
    // What weighs no more than drift is told by its own promise alone.
    const auto& findings = word.verdict.findings;
    if (std::none_of(findings.begin(), findings.end(), [&](const verdict::Finding& finding) {
          const bool weighs = finding.severity == verdict::Severity::deviation && mutant.by_case;
          return tells(mutant, finding) &&
                 (!mutant.drift || weighs || endpoint::breaks(mutant, finding.promise));
        }))
      continue;
    result.killed_by.push_back(word.case_id);
    bool right = false;
    for (const verdict::Finding& finding : word.verdict.findings) {
      if (!tells(mutant, finding)) continue;
      const bool names_it = endpoint::breaks(mutant, finding.promise);
      right = right || names_it;
      if (!names_it) result.other_promises.insert(finding.promise);
      if (!result.first || (names_it && !first_is_right)) {
        result.first = finding;
        result.first_case = word.case_id;
        first_is_right = names_it;
      }
    }
    if (right) result.rightly.push_back(word.case_id);
  }
  if (!result.rightly.empty()) {
    result.fate = Fate::killed;
  } else if (!result.killed_by.empty()) {
    result.fate = Fate::killed_otherwise;
  } else if (!mutant.equivalent.empty()) {
    result.fate = Fate::equivalent;
  } else if (mutant.by_case && (!hearing.promised || hearing.shown == 0)) {
    result.fate = Fate::equivalent;
    result.why = hearing.promised ? "no case brought it about" : "no case is made of this promise";
  } else if (result.judged == 0 && result.errors > 0) {
    // The run does not pass either: its cases end in error.
    result.fate = Fate::equivalent;
    result.why = "no case can be judged: " + result.first_error;
  } else if (!with_suite && ((mutant.needs_suite && !mutant.by_case) ||
                             (mutant.stage == endpoint::Stage::output && hearing.shown == 0))) {
    result.fate = Fate::equivalent;
    result.why = why_not_told(mutant, hearing);
  } else {
    result.fate = Fate::survived;
  }
  return result;
}

MatrixCounts Matrix::counts(const ServiceMatrix& service) const {
  MatrixCounts counts;
  for (const MutantResult& result : service.mutants) {
    ++counts.mutants;
    counts.rightly += result.fate == Fate::killed ? 1 : 0;
    counts.killed += result.fate == Fate::killed || result.fate == Fate::killed_otherwise ? 1 : 0;
    counts.survived += result.fate == Fate::survived ? 1 : 0;
    counts.equivalent += result.fate == Fate::equivalent ? 1 : 0;
    counts.told += result.fate != Fate::equivalent && !result.mutant.equivalent.empty() ? 1 : 0;
  }
  return counts;
}

MatrixCounts Matrix::counts() const {
  MatrixCounts all;
  for (const ServiceMatrix& service : services) {
    const MatrixCounts own = counts(service);
    all.mutants += own.mutants;
    all.rightly += own.rightly;
    all.killed += own.killed;
    all.survived += own.survived;
    all.equivalent += own.equivalent;
    all.told += own.told;
  }
  return all;
}

int Matrix::exit_code() const {
  if (interrupted) return exit_interrupted;
  const MatrixCounts all = counts();
  if (all.mutants == 0) return exit_nothing_ran;
  const bool sound = std::all_of(services.begin(), services.end(),
                                 [](const ServiceMatrix& service) { return service.not_conforming.empty(); });
  return sound && all.survived == 0 && all.told == 0 ? exit_conforms : exit_deviations;
}

}  // namespace hallmark::cli
