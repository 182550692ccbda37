// The judge: a pure function of a case and its exchanges.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "contract/model.h"
#include "exchange/exchange.h"
#include "plan/cases/case.h"
#include "wire/protocol.h"

namespace hallmark::verdict {

enum class Severity { none, drift, deviation };  // none: recorded only
// Each case has exactly one. inconclusive: an answer that settles nothing, or one where the
// documents settle nothing themselves. not_offered: the endpoint does not have the operation.
enum class Status { conforms, deviates, inconclusive, skipped, not_offered, error };
[[nodiscard]] std::string_view to_string(Severity severity);
[[nodiscard]] std::string_view to_string(Status status);

// One departure from a promise.
struct Finding {
  std::string rule;     // "contract.status", "contract.error-code", "schema.type", "http.truncated", …
  std::string promise;  // promise id
  std::string source;   // "page", "model", "newer-model", "overlay", "protocol", or a suite's sentence
  Severity severity = Severity::deviation;
  exchange::Role role = exchange::Role::send;
  std::size_t exchange = 0;  // index into CaseRun::exchanges
  std::string pointer;       // members document
  std::string location;      // on the wire, where the decoder said so
  std::string expected, actual;
};

// A check that was evaluated and could have failed: what "tested" rests on.
struct Evaluated {
  std::string promise;
  bool held = true;
};

// What an answer of another call of the case breaks by itself: a finding of that call's operation.
struct Aside {
  std::string operation;
  std::string answered;  // "success", "500", "404 NotFound": told once for each
  Finding finding;
};

struct Verdict {
  Status status = Status::conforms;
  std::vector<Finding> findings;  // deviations first
  std::vector<Evaluated> evaluated;
  std::string reason;  // why there is no other verdict; conforms with a remark: the remark
  // Of what was skipped or is in error: what kind of reason that is.
  exchange::Reason::Kind reason_kind = exchange::Reason::Kind::none;
  std::string provoked;  // the exception that came as expected; empty when none did
  plan::Provocation by = plan::Provocation::none;
  bool not_brought_about = false;  // an attempt that succeeded: no document promises the exception
  std::string validation_tier;     // "declared" or "common", for generated negatives
  // Of a case that could not be put to the test because an operation refused what it needs: that operation,
  // and, where this case holds the answer, what it said and in which exchange.
  std::string waits_for, refusal;
  std::size_t refusal_exchange = 0;
  // Of the case's other calls: findings, listed exceptions that came unasked (operation,
  // exception), promises that their answers kept.
  std::vector<Aside> asides;
  std::set<std::pair<std::string, std::string>> brought_about;
  std::set<std::string> evaluated_aside;
  bool known = false;  // every deviation is covered by a known deviation
  std::string known_reason;
  bool unexpected_pass = false;  // known deviation that no longer deviates
};

struct JudgeOptions {
  bool strict = false;        // drift fails
  wire::BodyLimits limits{};  // of the bodies that it decodes
};

// What a recording kept of an exchange.
struct RecordedParts {
  bool headers = true;  // of the response; without them nothing is said about media types and header members
  // Some response headers were evidently left out: what is absent from them is not held against anyone.
  bool filtered = false;
};

// An answer as an SDK hands it on: members, and an error's code.
struct ParsedAnswer {
  wire::Decoded decoded;   // of the output, or of the error's shape
  std::string error_code;  // empty: a success
  std::string error_message;
  int status = 0;                  // of an error; 0: not recorded
  std::set<std::string> replaced;  // pointers of values that are not what the endpoint sent
};

// Compiled once per service: schemas, promised members, validation errors. Thread-safe.
class Judge {
 public:
  Judge(std::shared_ptr<const contract::Model> model, const plan::Suite& suite,
        const wire::Protocol& protocol, JudgeOptions options = {});
  ~Judge();
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;

  [[nodiscard]] Verdict judge(const plan::Case& test, const exchange::CaseRun& run) const;

  // Contract checks alone, without a case: for recorded exchanges. What the recording did not keep is
  // not held against anyone.
  [[nodiscard]] Verdict judge_exchange(const contract::Operation& operation,
                                       const exchange::HttpExchange& http,
                                       const RecordedParts& parts = {}) const;

  // Checks of members alone: for answers that an SDK parsed, of which the wire is gone.
  [[nodiscard]] Verdict judge_parsed(const contract::Operation& operation, const ParsedAnswer& answer) const;

 private:
  struct State;
  [[nodiscard]] Verdict judge_alone(const plan::Case& test, const exchange::CaseRun& run) const;
  std::unique_ptr<State> state_;
};

}  // namespace hallmark::verdict

// Example:
//
//   const auto says = [](const plan::ServicePlan& service, const plan::Case& test,
//                        const exchange::CaseRun& run) {
//     const Judge judge(service.model, service.suite, *wire::protocol_for(*service.model));
//     const Verdict verdict = judge.judge(test, run);
//     return verdict.status == Status::deviates ? verdict.findings.front().rule : verdict.reason;
//   };
