#include "run/coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "contract/fingerprint.h"
#include "contract/promise_id.h"
#include "core/text.h"
#include "names/names.h"
#include "plan/cases/load.h"
#include "plan/context/validation_errors.h"
#include "plan/generate/promises.h"

namespace hallmark::run {
namespace {

using verdict::Status;

bool is_judged(const verdict::Verdict& verdict) {
  return verdict.status == Status::conforms || verdict.status == Status::deviates;
}

// The case is about this listed exception.
bool is_about(const plan::Case& test, std::string_view exception) {
  return test.group.exception == exception ||
         std::any_of(test.expect.begin(), test.expect.end(),
                     [&](const plan::Outcome& outcome) { return outcome.exception == exception; });
}

// The answer contradicts what the case is about: what it allows besides was not what came (a failure of the
// server's, say), or the exception came with another status, code or shape.
bool is_contradicted(const CaseResult& result) {
  const plan::Case& test = *result.test;
  return !test.promises.empty() &&
         std::any_of(
             result.verdict.findings.begin(), result.verdict.findings.end(),
             [&](const verdict::Finding& finding) {
               if (finding.promise == test.promises.front() &&
                   (finding.rule.starts_with("behaviour.") ||
                    (finding.rule == "contract.unexpected-error" && finding.role == exchange::Role::send)))
                 return true;
               const auto id = contract::PromiseId::read(finding.promise);
               return id && id->side == contract::Side::error && is_about(test, id->path);
             });
}

const std::string& text_of(const std::string& promise) { return promise; }
const std::string& text_of(const verdict::Evaluated& evaluated) { return evaluated.promise; }

bool allows_success(const plan::Case& test) {
  return std::any_of(test.expect.begin(), test.expect.end(),
                     [](const plan::Outcome& outcome) { return outcome.exception.empty(); });
}

// What this case says of its operation.
Reached reached_by(const CaseResult& result) {
  const verdict::Verdict& verdict = result.verdict;
  if (verdict.status == Status::not_offered) return Reached::not_offered;
  if (!verdict.waits_for.empty())
    return verdict.waits_for == result.test->operation ? Reached::refused : Reached::waiting;
  if (!result.test->group.is_success() || !is_judged(verdict)) return Reached::untried;
  // Also a case that may be refused can be refused in a wrong way.
  const bool refused = std::any_of(verdict.findings.begin(), verdict.findings.end(),
                                   [](const verdict::Finding& finding) {
                                     return finding.rule == "contract.unexpected-error" &&
                                            finding.role == exchange::Role::send;
                                   }) ||
                       (!result.run.exchanges.empty() &&
                        std::none_of(result.run.exchanges.begin(), result.run.exchanges.end(),
                                     [](const exchange::Exchange& each) {
                                       return each.role == exchange::Role::send && each.http.response &&
                                              each.http.response->status / 100 == 2;
                                     }));
  return refused ? Reached::refused : Reached::exercised;
}

// The higher says more.
int rank_of(Reached reached) {
  switch (reached) {
    case Reached::not_offered:
      return 4;
    case Reached::exercised:
      return 3;
    case Reached::refused:
      return 2;
    case Reached::waiting:
      return 1;
    case Reached::untried:
      break;
  }
  return 0;
}

}  // namespace

std::string_view to_string(Reached reached) {
  switch (reached) {
    case Reached::exercised:
      return "exercised";
    case Reached::not_offered:
      return "not offered";
    case Reached::refused:
      return "refused";
    case Reached::waiting:
      return "waiting";
    case Reached::untried:
      break;
  }
  return "untried";
}

Reached further(Reached one, Reached other) { return rank_of(other) > rank_of(one) ? other : one; }

namespace {

// What the plan says of a promise that it has no case for.
std::string why_not_made(const std::vector<const plan::ServicePlan*>& services, const std::string& slug,
                         const std::string& operation, const std::string& exception) {
  const std::string promise =
      contract::promise_text(contract::operation_text(slug, operation), contract::Side::error, exception);
  for (const plan::ServicePlan* service : services) {
    if (service->model->slug != slug) continue;
    if (const auto found = service->not_made.find(promise); found != service->not_made.end())
      return found->second;
  }
  return std::string(no_case);
}

}  // namespace

CoverageCount::CoverageCount(const std::vector<const plan::ServicePlan*>& services) : services_(services) {
  for (const plan::ServicePlan* service : services) {
    for (const std::string& name : service->suite.operations) {
      const contract::Operation* operation = service->model->operation(name);
      if (!operation) continue;
      Entry entry;
      entry.coverage.service = service->model->slug;
      entry.coverage.operation = name;
      for (const contract::Shape* error : contract::listed_errors(*service->model, *operation)) {
        entry.coverage.exceptions.push_back({.name = std::string(error->name()), .by = {}, .why_not = {}});
      }
      entry.invalid_input = plan::validation_errors(*service->model, *operation, service->suite,
                                                    plan::protocol_of(*service->model, service->suite))
                                .declared;
      entry.service = service;
      entry.operation = operation;
      index_[service->model->slug + "." + name] = entries_.size();
      entries_.push_back(std::move(entry));
    }
  }
}

namespace {

// Calls `each` with the promises in order, and the entry that each belongs to: nearly all that stand beside
// each other are one operation's.
template <typename Index, typename Promises, typename Each>
void for_owned(const Index& index, const Promises& promises, const Each& each) {
  std::string operation;
  auto owner = index.end();
  for (const auto& one : promises) {
    const std::string& promise = text_of(one);
    const std::string_view own = contract::operation_of_promise(promise);
    if (own != operation) owner = index.find(operation = own);
    if (owner != index.end()) each(owner->second, promise);
  }
}

}  // namespace

void CoverageCount::add_aside(const std::string& service, const verdict::Verdict& verdict) {
  for_owned(index_, verdict.evaluated_aside, [&](std::size_t owner, const std::string& promise) {
    entries_[owner].evaluated.insert(plan::promise_key(promise));
  });
  for (const auto& [operation, name] : verdict.brought_about) {
    const auto owner = index_.find(service + "." + operation);
    if (owner == index_.end()) continue;
    for (OperationCoverage::Exception& exception : entries_[owner->second].coverage.exceptions) {
      if (exception.name != name) continue;
      exception.by.insert(plan::Provocation::request);
      exception.put_to_test = true;
    }
  }
}

namespace {

void add_undocumented(const CaseResult& result, OperationCoverage& coverage) {
  constexpr std::size_t most = 200;
  for (const verdict::Finding& finding : result.verdict.findings) {
    if (finding.rule != "decode.unknown-member" || finding.exchange >= result.run.exchanges.size() ||
        result.run.exchanges[finding.exchange].operation != coverage.operation ||
        coverage.undocumented.size() >= most)
      continue;
    coverage.undocumented.insert(finding.pointer.empty() ? finding.location
                                                         : core::pointer_without_indexes(finding.pointer));
  }
}

}  // namespace

void CoverageCount::add(const CaseResult& result, bool asked) {
  const plan::Case& test = *result.test;
  const verdict::Verdict& verdict = result.verdict;
  const bool judged = is_judged(verdict);
  add_aside(test.service, verdict);
  if (judged && test.tier != plan::Tier::informative) {
    // "service.Operation clause": read-backs test promises of other operations.
    for_owned(index_, verdict.evaluated, [&](std::size_t owner, const std::string& promise) {
      entries_[owner].evaluated.insert(plan::promise_key(promise));
    });
  }
  const auto found = index_.find(test.service + "." + test.operation);
  if (found == index_.end()) return;
  Entry& entry = entries_[found->second];
  entry.met = entry.met || asked;
  add_undocumented(result, entry.coverage);
  entry.coverage.reached = further(entry.coverage.reached, reached_by(result));
  if (judged && test.provoke != plan::Provocation::none && test.provoke != plan::Provocation::fault) {
    const bool in_vain = allows_success(test) && verdict.provoked.empty() && !is_contradicted(result);
    for (OperationCoverage::Exception& exception : entry.coverage.exceptions) {
      if (is_about(test, exception.name)) (in_vain ? exception.attempted : exception.put_to_test) = true;
    }
  }
  if (verdict.status == verdict::Status::inconclusive) ++entry.coverage.inconclusive;
  if (!verdict.provoked.empty()) {
    for (OperationCoverage::Exception& exception : entry.coverage.exceptions) {
      if (exception.name == verdict.provoked) exception.by.insert(verdict.by);
    }
  }
  Reason reason;
  switch (verdict.status) {
    case verdict::Status::deviates:
      reason = {5, "its cases deviate"};
      break;
    case verdict::Status::error:
      reason = {4, verdict.reason};
      break;
    case verdict::Status::conforms:
      reason = {3, verdict.not_brought_about ? "not brought about"
                                             : "its cases were answered by another allowed outcome"};
      break;
    case verdict::Status::inconclusive:
    case verdict::Status::skipped:
    case verdict::Status::not_offered:
      // A switch that is not there is the least of reasons: it would have proved the wire alone.
      reason = {test.provoke == plan::Provocation::fault ? 1 : 2, verdict.reason};
      break;
  }
  const auto tell = [&](const std::string& exception) {
    Reason& best = entry.reasons[exception];
    if (reason.rank > best.rank) best = reason;
  };
  tell(to_string(test.group));
  // Generated negatives are filed under no exception: they wait for those that say so of an input.
  if (test.generated && !test.constraint.empty()) {
    for (const std::string& exception : entry.invalid_input) tell(exception);
  }
}

void CoverageCount::count_promises(Entry& entry, const names::Names& names, bool written) {
  OperationCoverage& coverage = entry.coverage;
  std::string unseen;  // the last that was met
  plan::for_promises(*entry.service->model, *entry.operation, entry.service->suite, &names,
                     [&](plan::Promise promise) {
                       const std::uint64_t key = plan::promise_key(promise.id);
                       const bool tested = entry.evaluated.contains(key);
                       ++coverage.promises_made;
                       if (!promise.observable) ++coverage.promises_unobservable;
                       if (tested) coverage.promises_tested.insert(key);
                       if (!tested && contract::is_about(promise.id, contract::Side::output)) {
                         auto id = contract::PromiseId::read(promise.id);
                         if (id && !id->path.empty() && id->clause == "type" && !is_below(id->path, unseen))
                           coverage.unseen.insert(unseen = std::move(id->path));
                       }
                       if (!written) return;
                       if (!promise.observable) coverage.written.unobservable.insert(promise.id);
                       if (tested) coverage.written.tested.insert(promise.id);
                       coverage.written.made.insert(std::move(promise.id));
                     });
}

bool is_below(std::string_view path, std::string_view ancestor) {
  return !ancestor.empty() && path.size() > ancestor.size() && path.starts_with(ancestor) &&
         std::string_view(".[{").find(path[ancestor.size()]) != std::string_view::npos;
}

std::vector<OperationCoverage> CoverageCount::take(bool all_of_them, bool written) {
  std::vector<OperationCoverage> all;
  std::optional<names::Names> names;
  std::optional<contract::Fingerprints> fingerprints;
  const plan::ServicePlan* named = nullptr;
  for (Entry& entry : entries_) {
    if (!entry.met && !all_of_them) continue;
    if (named != entry.service) {
      names.emplace(*entry.service->model, entry.service->suite.words());
      fingerprints.emplace(*entry.service->model);
    }
    named = entry.service;
    count_promises(entry, *names, written);
    entry.coverage.contract = fingerprints->of(*entry.operation);
    OperationCoverage coverage = std::move(entry.coverage);
    for (OperationCoverage::Exception& exception : coverage.exceptions) {
      if (!exception.by.empty()) continue;
      const auto reason = entry.reasons.find(exception.name);
      exception.why_not = reason != entry.reasons.end()
                              ? reason->second.text
                              : why_not_made(services_, coverage.service, coverage.operation, exception.name);
    }
    all.push_back(std::move(coverage));
  }
  return all;
}

std::vector<std::string> gate_problems(const std::vector<OperationCoverage>& coverage,
                                       const std::vector<std::string>& required, double min_tested) {
  std::vector<std::string> problems;
  for (const std::string& glob : required) {
    bool fits = false;
    for (const OperationCoverage& each : coverage) {
      const std::string name = each.service + "." + each.operation;
      if (!core::glob_match(glob, name) && !core::glob_match(glob, each.operation)) continue;
      fits = true;
      if (each.reached != Reached::exercised)
        problems.push_back(
            fmt::format("{} is required and was not exercised: {}", name, to_string(each.reached)));
    }
    if (!fits) problems.push_back(fmt::format("{} is required, and no operation of the run fits it", glob));
  }
  const Headline line = headline_of(coverage);
  const double share = line.promises == 0 ? 0
                                          : 100.0 * static_cast<double>(line.promises_tested) /
                                                static_cast<double>(line.promises);
  if (share < min_tested)
    problems.push_back(
        fmt::format("{:.1f} % of the promises were tested, {:g} % are required", share, min_tested));
  return problems;
}

std::vector<std::string> lost_reach(const std::vector<std::string>& exercised,
                                    const std::vector<OperationCoverage>& coverage, bool whole) {
  std::map<std::string, Reached> reached;
  for (const OperationCoverage& each : coverage) reached[each.service + "." + each.operation] = each.reached;
  std::vector<std::string> lost;
  for (const std::string& operation : exercised) {
    const auto found = reached.find(operation);
    if (found == reached.end() || found->second == Reached::exercised) continue;
    if (found->second == Reached::untried && !whole) continue;
    lost.push_back(
        fmt::format("{} was exercised before and is no longer: {}", operation, to_string(found->second)));
  }
  return lost;
}

Headline headline_of(const std::vector<OperationCoverage>& coverage) {
  Headline line;
  for (const OperationCoverage& each : coverage) {
    ++line.operations;
    line.exercised += each.reached == Reached::exercised ? 1 : 0;
    line.not_offered += each.reached == Reached::not_offered ? 1 : 0;
    line.refused += each.reached == Reached::refused ? 1 : 0;
    line.waiting += each.reached == Reached::waiting ? 1 : 0;
    line.untried += each.reached == Reached::untried ? 1 : 0;
    for (const OperationCoverage::Exception& exception : each.exceptions) {
      const bool by_fault = exception.by.contains(plan::Provocation::fault);
      const bool otherwise = exception.by.size() > (by_fault ? 1U : 0U);
      ++line.exceptions;
      line.put_to_test += exception.put_to_test ? 1 : 0;
      line.brought_about += otherwise ? 1 : 0;
      line.by_fault += by_fault && !otherwise ? 1 : 0;
      line.attempted += exception.attempted && !exception.put_to_test && exception.by.empty() ? 1 : 0;
    }
    line.promises += each.promises_made;
    line.promises_tested += each.promises_tested.size();
  }
  return line;
}

}  // namespace hallmark::run
