// What a run tells its listeners. Reports subscribe; they never run anything again. What is told the same way
// in every report stands in rows, see told.h. Order: run_started, then case_finished for each case (from one
// thread at a time, in completion order), then run_finished, once, also after an interruption.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "exchange/exchange.h"
#include "plan/cases/case.h"
#include "verdict/verdict.h"

namespace hallmark::run {

// A contract that a run judged by.
struct JudgedBy {
  std::string service, version;
  std::vector<std::string> documents;  // file names, no folders
  bool operator==(const JudgedBy&) const = default;
};

// Which cases a run asked for: the shards of one run asked for the same.
struct Asked {
  std::vector<std::string> ids, exclude;  // as plan::Selection has them; no ids: all
  std::string depth;                      // "quick", "normal", "thorough"; empty: nobody knows
  std::vector<std::string> options;       // what else changes the cases: "--no-fixtures", "--max-cases 5"
  bool operator==(const Asked&) const = default;
};

struct RunInfo {
  std::string hallmark_version;
  std::string target;                            // its name
  std::map<std::string, std::string> endpoints;  // service -> URL (in JUnit never: ports change)
  std::string region;
  core::Time started{};
  std::size_t planned = 0;  // cases, known before the start (0 when streamed)
  bool strict = false;
  unsigned shard = 1, shards = 1;  // of several runs this one: what it says of coverage is a part
  Asked asked;
  std::vector<JudgedBy> contracts;
  std::vector<const plan::ServicePlan*> services;
};

struct CaseResult {
  const plan::Case* test = nullptr;
  const contract::Model* model = nullptr;
  exchange::CaseRun run;
  verdict::Verdict verdict;
  std::string reproduce;  // a curl command for the exchange of the first finding; empty when none
};

// The service of what is no case at all: a place of a recording that cannot be read.
inline constexpr std::string_view unreadable_service = "unreadable";

// How far a run came with an operation.
enum class Reached {
  exercised,    // a success case was judged on a success
  not_offered,  // the endpoint does not have it
  refused,      // its own valid requests were refused
  waiting,      // another operation refused what its cases need
  untried       // nothing was sent that could succeed
};
[[nodiscard]] std::string_view to_string(Reached reached);

// Coverage of one operation: exceptions provoked of listed, promises tested of made.
struct OperationCoverage {
  std::string service, operation;
  Reached reached = Reached::untried;
  std::string
      contract;  // contract::Fingerprints: another where the contract says something else; empty: unknown
  struct Exception {
    std::string name;
    std::set<plan::Provocation> by;  // how it was provoked; empty: not
    std::string why_not;             // when not
    bool put_to_test = false;        // a case without a fault switch was judged
    bool attempted = false;          // only by cases that allow a success, too
  };
  std::vector<Exception> exceptions;  // listed order
  // How many promises the contract makes about it, and of how many no request can tell.
  std::size_t promises_made = 0, promises_unobservable = 0;
  std::set<std::uint64_t> promises_tested;  // plan::promise_key of each: large services promise a million
  // Documented output members that no answer had: "Group.Items[].Name"; what lies below one of them is not
  // named. Nothing is wrong with them; whoever wonders what a run has not seen reads them.
  std::set<std::string> unseen;
  // Members of its answers that no document has: "/Order/Items/*/Colour". AWS answers such members, too (of
  // recorded answers 3.8 %), so that they are told once and weigh nothing.
  std::set<std::string> undocumented;
  // Their ids, where a run was asked to write them out.
  struct Written {
    std::set<std::string> made, tested, unobservable;
  };
  Written written;
  std::size_t inconclusive = 0;
};

struct Counts {
  // Each case is counted in exactly one of these; `deviates` leaves out the known ones.
  std::size_t total = 0;
  std::size_t conforms = 0, deviates = 0, known = 0, inconclusive = 0, skipped = 0, not_offered = 0,
              errors = 0;
  // And of those:
  std::size_t drift = 0, unexpected_passes = 0, informative = 0;
  std::size_t not_brought_about = 0;  // attempts: no document promises the exception, and it did not come
  // Cases that an answer could have failed.
  [[nodiscard]] std::size_t judged() const { return conforms + deviates + known; }
};

// The headline, summed over `coverage`.
struct Headline {
  std::size_t operations = 0, exercised = 0, not_offered = 0, refused = 0, waiting = 0, untried = 0;
  // Of (operation, listed exception): brought about without a fault switch, by it alone, attempted in vain.
  std::size_t exceptions = 0, put_to_test = 0, brought_about = 0, by_fault = 0, attempted = 0;
  std::size_t promises = 0, promises_tested = 0;
};

// What one fix in the endpoint would end: findings that say the same but for ids, members and values.
struct Cause {
  verdict::Severity severity = verdict::Severity::deviation;
  bool known = false;  // every case is covered by a known deviation
  std::string rule;
  std::string promise;           // whole where all share it, else what they share: "input … enum"
  std::string expected, actual;  // the example's
  std::size_t cases = 0;
  std::map<std::string, std::size_t> operations;  // "service.Operation" -> cases
  // One case that shows it, the first by id.
  std::string example, title, reproduce;
  verdict::Finding finding;
  exchange::Exchange exchange;  // of the finding, bodies cut
};

// A request that should have been accepted and was not, so that other cases could not be put to the test.
struct RefusedRequest {
  std::string service, operation;
  std::string answer;                // "400 ValidationException: …"
  std::size_t cases = 0;             // that wait for it
  std::set<std::string> operations;  // theirs
  exchange::Exchange exchange;       // whole, but for cut bodies
  bool shown = false;                // exchange is set
};

// What recorded traffic touched of an operation.
struct TouchedOperation {
  std::string service, operation;
  std::size_t exchanges = 0, accepted = 0;
  std::size_t broken = 0;                         // answered by nothing, or by what is no whole answer
  std::map<std::string, std::size_t> exceptions;  // that came, listed or not: name (or status) -> answers
  std::vector<std::string> never_seen;            // listed exceptions that did not come
  std::vector<std::string> never_sent;  // members of the input: "Tags[].Key"; nothing below one of these
};
struct TouchedService {
  std::string service;
  std::size_t operations = 0;  // of the contract
  std::vector<TouchedOperation> touched;
  std::vector<std::string> untouched;
};

struct RunSummary {
  bool part = false;  // of a shard: that it proves nothing by itself is no failure, gates are for the whole
  Counts counts;      // see count() in tally.h
  Headline headline;
  std::vector<Cause> causes;             // new before known, deviations before drift, then by cases
  std::vector<RefusedRequest> refusals;  // by cases that wait
  std::vector<std::string> next;         // what to do next, in sentences
  std::vector<OperationCoverage> coverage;
  std::vector<TouchedService> touched;              // by recorded traffic; empty in a run
  std::map<std::string, std::size_t> skip_reasons;  // reason -> cases
  std::map<std::string, std::size_t> inconclusive_reasons;
  // "service.Operation" -> requests that were sent again: throttled, or broken off before an answer came.
  std::map<std::string, std::size_t> sent_again;
  std::vector<contract::Contradiction> contradictions;
  std::vector<std::string> broken_since;    // services that gave nothing but server errors from some case on
  std::vector<std::string> left_behind;     // resources that could not be removed, with their journal
  std::vector<std::string> gate_problems;   // what was required and not reached, in sentences
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

// Example:
//
//   struct Deviations : Listener {
//     void case_finished(const CaseResult& result) override {
//       if (result.verdict.status == verdict::Status::deviates) ids.push_back(result.test->id);
//     }
//     std::vector<std::string> ids;
//   };
