// What was sent and what came back. Plain data, made by exchange/, judged by verdict/,
// recorded to and read from files.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "plan/cases/case.h"
#include "wire/http.h"
#include "wire/protocol.h"

namespace hallmark::exchange {

// How a transport failed. Before a status line came: the case is an error. After: `http.*` findings.
enum class TransportFault {
  none,
  cannot_resolve,
  cannot_connect,
  tls,
  timeout_before_status,
  closed_before_status,
  reset_before_status,
  // from here on a status line had come
  malformed_head,
  truncated_body,
  reset_in_body,
  timeout_in_body,
  undecodable_body,
  limit_exceeded,
  conflicting_length,
  extra_data,
  cancelled
};
[[nodiscard]] std::string_view to_string(TransportFault fault);
[[nodiscard]] bool had_status(TransportFault fault);

// What an answer says, as its service's protocol reads it. One of the two is set.
struct ReadAnswer {
  std::optional<wire::Decoded> success;
  std::optional<wire::DecodedError> error;
};

struct HttpExchange {
  wire::Request request;                   // as sent, headers signed (sinks redact)
  std::string url;                         // scheme://host:port of the target
  std::optional<wire::Response> response;  // absent when no status line came
  // What it says, where somebody has read it: nobody need do so again. Whoever changes the response drops it.
  std::shared_ptr<const ReadAnswer> read{};
  TransportFault fault = TransportFault::none;
  std::string detail;    // libcurl's or our own words
  std::string raw_head;  // response head as it came, at most 64 KiB
  core::Time started{};
  std::chrono::microseconds duration{0};
  std::chrono::microseconds time_to_status{0};
  std::size_t bytes_sent =
      0;                    // of the last sending that left this machine; 0: the endpoint cannot have seen it
  int retries = 0;          // throttling or 503 that the case had not asked for
  bool redirected = false;  // the answer was a 3xx with Location: never followed
};

enum class Role { arrange, send, control, then, remove, base };
[[nodiscard]] std::string_view to_string(Role role);

// One call of a case.
struct Exchange {
  Role role = Role::send;
  std::size_t index = 0;  // within its role (repeat: the n-th sending)
  std::string operation;
  std::string identity = "default";
  bool fault_requested = false;  // sent with the target's fault switch
  Json input;                    // members document, variables replaced
  HttpExchange http;
  std::vector<std::string> inexpressible;  // from the encoder
};

// A copy for keeping: without the head as it came, what was read of the answer, and its body beyond
// `longest_body` bytes.
[[nodiscard]] Exchange without_ends(const Exchange& whole, std::size_t longest_body);

// A time that a case waited for a state.
struct Wait {
  std::string what;  // "GetThing to answer \"Ready\" at /Status"
  std::chrono::microseconds duration{0};
  std::chrono::milliseconds patience{0};
  bool reached = false;
  std::string why;  // not reached, and why it ended before the patience did; may be empty
};
// "waited 3.2 s for GetThing to answer …", "… in vain: 60 s is the patience".
[[nodiscard]] std::string to_string(const Wait& wait);

// Why a case was not sent, could not be arranged or could not be judged. Code asks the kind; people read the
// text.
struct Reason {
  enum class Kind {
    none,
    planned,            // known while planning: the fixture says so, the target offers or verifies it not
    cannot_be_sent,     // no such operation, no protocol, no credentials, no way to write the value
    interrupted,        // the run was
    base_not_accepted,  // the valid request behind the case was refused, so that it would say nothing
    needs_not_offered,  // it needs an operation that the endpoint does not have
    too_slow,           // the requests went out too slowly for what the case is about
    arrangement,        // a call that it needs did not do what it must
    endpoint,           // the endpoint was given up: no request of the case's had to do with it
    deadline,           // the run's deadline passed
    throttled,          // backed off from until patience was over
    transport,          // there was no answer: no connection, no name, TLS, silence
    contract,           // the contract does not say how it is judged
    recording           // a recording does not hold it, or holds what cannot be read
  };
  Kind kind = Kind::none;
  std::string text;
  [[nodiscard]] bool empty() const { return kind == Kind::none; }
  bool operator==(const Reason&) const = default;
};
[[nodiscard]] std::string_view to_string(Reason::Kind kind);       // "base-not-accepted"
[[nodiscard]] Reason::Kind reason_kind_of(std::string_view text);  // none: no such kind

// Everything that a case did. `blocked` and `skipped` exclude each other.
struct CaseRun {
  std::vector<Exchange> exchanges;   // in the order they were made
  std::map<std::string, Json> kept;  // variables: kept values
  Reason skipped;                    // why it was not sent
  Reason blocked;          // why it could not be arranged: "CreateDomain answered AccessDeniedException"
  std::string blocked_by;  // stable key: the same for every case that the same failure blocks
  // The operation that refused what the case needs ("base not accepted"; `blocked` by an answer).
  std::string refused_by;
  std::string not_offered;  // what says that the endpoint does not have the operation
  bool throttled = false;
  bool base_accepted = true;  // generated negatives: what the base request of the operation did
  std::string
      base_answer;  // cases of behaviour: how the base request was refused ("NotFound"); empty: it was not
  std::vector<Wait> waits;  // of an `until` that was not reached at once; not recorded
  std::chrono::microseconds duration{0};
};

}  // namespace hallmark::exchange

// Example:
//
//   const auto was_answered = [](const CaseRun& run) {
//     return std::any_of(run.exchanges.begin(), run.exchanges.end(), [](const Exchange& exchange) {
//       return exchange.role == Role::send && exchange.http.response.has_value();
//     });
//   };
