// What the cases said about a flaw, and what all of it amounts to.
#include <algorithm>

#include "cli/exit_code.h"
#include "cli/prove.h"

namespace hallmark::cli {

std::string_view to_string(Fate fate) {
  switch (fate) {
    case Fate::caught: return "caught";
    case Fate::caught_otherwise: return "caught-otherwise";
    case Fate::missed: return "missed";
    case Fate::unobservable: return "unobservable";
  }
  return "missed";
}

namespace {

// Why a flaw that a suite could tell is not told by the contract alone.
std::string why_not_told(const endpoint::Flaw& flaw, const Hearing& hearing) {
  using endpoint::Stage;
  const bool counted = flaw.stage == Stage::output || flaw.stage == Stage::response || flaw.stage == Stage::error;
  if (counted && hearing.shown == 0) {
    return flaw.stage == Stage::error ? "no case that may fail was answered by this error: a suite can bring it about"
                                      : "no answer to a case that may fail held what this changes: a suite can arrange it";
  }
  if (flaw.stage == Stage::behaviour || flaw.stage == Stage::request) {
    return "the contract alone does not say what there is, what is stored and what is read back: a suite can";
  }
  if (flaw.stage == Stage::validation) {
    return "what it lets pass is refused all the same, for another reason: a suite can arrange what is missing";
  }
  return "the contract alone promises nothing that this breaks: a suite can";
}

}  // namespace

FlawResult weigh(const std::string& service, const endpoint::Flaw& flaw, const Hearing& hearing, bool with_suite) {
  FlawResult result{.service = service, .flaw = flaw, .why = flaw.unobservable};
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
    if (word.verdict.status != verdict::Status::deviates) continue;
    result.caught_by.push_back(word.case_id);
    bool right = false;
    for (const verdict::Finding& finding : word.verdict.findings) {
      if (finding.severity != verdict::Severity::deviation) continue;
      const bool names_it = endpoint::breaks(flaw, finding.promise);
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
    result.fate = Fate::caught;
  } else if (!result.caught_by.empty()) {
    result.fate = Fate::caught_otherwise;
  } else if (!flaw.unobservable.empty()) {
    result.fate = Fate::unobservable;
  } else if (result.judged == 0 && result.errors > 0) {
    // The run does not pass either: its cases end in error.
    result.fate = Fate::unobservable;
    result.why = "no case can be judged: " + result.first_error;
  } else if (!with_suite && (flaw.needs_suite || (flaw.stage == endpoint::Stage::output && hearing.shown == 0))) {
    result.fate = Fate::unobservable;
    result.why = why_not_told(flaw, hearing);
  } else {
    result.fate = Fate::missed;
  }
  return result;
}

MatrixCounts Matrix::counts(const ServiceMatrix& service) const {
  MatrixCounts counts;
  for (const FlawResult& result : service.flaws) {
    ++counts.flaws;
    counts.rightly += result.fate == Fate::caught ? 1 : 0;
    counts.caught += result.fate == Fate::caught || result.fate == Fate::caught_otherwise ? 1 : 0;
    counts.missed += result.fate == Fate::missed ? 1 : 0;
    counts.unobservable += result.fate == Fate::unobservable ? 1 : 0;
    counts.told += result.fate != Fate::unobservable && !result.flaw.unobservable.empty() ? 1 : 0;
  }
  return counts;
}

MatrixCounts Matrix::counts() const {
  MatrixCounts all;
  for (const ServiceMatrix& service : services) {
    const MatrixCounts own = counts(service);
    all.flaws += own.flaws;
    all.rightly += own.rightly;
    all.caught += own.caught;
    all.missed += own.missed;
    all.unobservable += own.unobservable;
    all.told += own.told;
  }
  return all;
}

int Matrix::exit_code() const {
  if (interrupted) return exit_interrupted;
  const MatrixCounts all = counts();
  if (all.flaws == 0) return exit_nothing_ran;
  const bool sound = std::all_of(services.begin(), services.end(),
                                 [](const ServiceMatrix& service) { return service.not_conforming.empty(); });
  return sound && all.missed == 0 && all.told == 0 ? exit_conforms : exit_deviations;
}

}  // namespace hallmark::cli
