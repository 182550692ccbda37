// What a run tells its listeners. Reports subscribe; they never run anything again.
// Order: run_started, then case_finished for each case (from one thread at a time, in
// completion order), then run_finished, once, also after an interruption.
#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/clock.h"
#include "exchange/exchange.h"
#include "plan/case.h"
#include "verdict/verdict.h"

namespace hallmark::run {

struct RunInfo {
  std::string hallmark_version;
  std::string target;                            // its name
  std::map<std::string, std::string> endpoints;  // service -> URL (in JUnit never: ports change)
  std::string region;
  core::Time started{};
  std::size_t planned = 0;  // cases, known before the start (0 when streamed)
  bool strict = false;
  std::vector<const plan::ServicePlan*> services;
};

struct CaseResult {
  const plan::Case* test = nullptr;
  const contract::Model* model = nullptr;
  exchange::CaseRun run;
  verdict::Verdict verdict;
  std::string reproduce;  // a curl command for the exchange of the first finding; empty when none
};

// Coverage of one operation: exceptions provoked of listed, promises tested of made.
struct OperationCoverage {
  std::string service, operation;
  struct Exception {
    std::string name;
    std::set<plan::Provocation> by;  // how it was provoked; empty: not
    std::string why_not;             // when not
  };
  std::vector<Exception> exceptions;  // listed order
  std::set<std::string> promises_made, promises_tested, promises_unobservable;
  std::size_t inconclusive = 0;
};

struct Counts {
  std::size_t total = 0, conforms = 0, deviates = 0, skipped = 0, errors = 0;
  std::size_t drift = 0, inconclusive = 0, known = 0, unexpected_passes = 0, informative = 0;
};

struct RunSummary {
  Counts counts;
  std::vector<OperationCoverage> coverage;
  std::map<std::string, std::size_t> skip_reasons;  // reason -> cases
  std::map<std::string, std::size_t> inconclusive_reasons;
  std::vector<contract::Contradiction> contradictions;
  std::vector<std::string> broken_since;    // services that gave nothing but server errors from some case on
  std::vector<std::string> left_behind;     // resources that could not be removed, with their journal
  std::vector<std::string> known_problems;  // known deviations that are unused or expired
  bool interrupted = false;
  std::chrono::microseconds duration{0};
  std::size_t requests = 0;
  int exit_code = 0;
};

class Listener {
 public:
  virtual ~Listener() = default;
  virtual void run_started(const RunInfo&) {}
  virtual void case_finished(const CaseResult&) {}
  virtual void run_finished(const RunInfo&, const RunSummary&) {}
};

}  // namespace hallmark::run
