#include "run/coverage.h"

#include <algorithm>

#include "plan/promises.h"

namespace hallmark::run {

CoverageCount::CoverageCount(const std::vector<const plan::ServicePlan*>& services) {
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
      for (const plan::Promise& promise : plan::promises_of(*service->model, *operation, service->suite)) {
        entry.coverage.promises_made.insert(promise.id);
        if (!promise.observable) entry.coverage.promises_unobservable.insert(promise.id);
      }
      index_[service->model->slug + "." + name] = entries_.size();
      entries_.push_back(std::move(entry));
    }
  }
}

void CoverageCount::add(const CaseResult& result) {
  const plan::Case& test = *result.test;
  const verdict::Verdict& verdict = result.verdict;
  const bool judged =
      verdict.status == verdict::Status::conforms || verdict.status == verdict::Status::deviates;
  if (judged && test.tier != plan::Tier::informative) {
    for (const verdict::Evaluated& evaluated : verdict.evaluated) {
      // "service.Operation clause": read-backs test promises of other operations.
      const auto owner = index_.find(evaluated.promise.substr(0, evaluated.promise.find(' ')));
      if (owner == index_.end()) continue;
      OperationCoverage& coverage = entries_[owner->second].coverage;
      if (coverage.promises_made.contains(evaluated.promise))
        coverage.promises_tested.insert(evaluated.promise);
    }
  }
  const auto found = index_.find(test.service + "." + test.operation);
  if (found == index_.end()) return;
  Entry& entry = entries_[found->second];
  if (verdict.inconclusive) ++entry.coverage.inconclusive;
  if (!verdict.provoked.empty()) {
    for (OperationCoverage::Exception& exception : entry.coverage.exceptions) {
      if (exception.name == verdict.provoked) exception.by.insert(verdict.by);
    }
  }
  Reason reason;
  switch (verdict.status) {
    case verdict::Status::deviates:
      reason = {4, "its cases deviate"};
      break;
    case verdict::Status::error:
      reason = {3, verdict.reason};
      break;
    case verdict::Status::conforms:
      reason = {2, "its cases were answered by another allowed outcome"};
      break;
    case verdict::Status::skipped:
      reason = {1, verdict.reason};
      break;
  }
  Reason& best = entry.reasons[test.exception];
  if (reason.rank > best.rank) best = std::move(reason);
}

std::vector<OperationCoverage> CoverageCount::take() {
  std::vector<OperationCoverage> all;
  for (Entry& entry : entries_) {
    OperationCoverage coverage = std::move(entry.coverage);
    for (OperationCoverage::Exception& exception : coverage.exceptions) {
      if (!exception.by.empty()) continue;
      const auto reason = entry.reasons.find(exception.name);
      exception.why_not = reason == entry.reasons.end() ? "no case provokes it" : reason->second.text;
    }
    all.push_back(std::move(coverage));
  }
  return all;
}

}  // namespace hallmark::run
