// The checks of one answer against its contract and against what a case expects. Pure; each
// writes into a ledger. Private to verdict/.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "exchange/exchange.h"
#include "plan/cases/case.h"
#include "verdict/compiled.h"
#include "verdict/ledger.h"
#include "wire/protocol.h"

namespace hallmark::verdict {

// One answer, decoded once. Exactly one of `success` and `error` is set.
struct Answer {
  const wire::Response* response = nullptr;
  std::shared_ptr<const exchange::ReadAnswer> read{};  // holds them
  const wire::Decoded* success = nullptr;
  const wire::DecodedError* error = nullptr;
  bool query_mode = false;  // the request asked for the code that the query protocol would give
  bool nameless = false;    // an error that cannot say its code: the answer to a HEAD has no body
};
[[nodiscard]] Answer read_answer(const Compiled& compiled, const exchange::HttpExchange& http);
void look_at(Answer& answer);  // points `success` and `error` into `read`

// "404 NotFoundException: no such group", shortened.
[[nodiscard]] std::string describe(const Answer& answer);
// "BadRequestException (400)", "success (201)".
[[nodiscard]] std::string describe(const Compiled& compiled, const plan::Outcome& outcome);
// All of them, with their reasons: "… or …".
[[nodiscard]] std::string describe(const Compiled& compiled, const std::vector<plan::Outcome>& outcomes);

// How the transport went.
struct TransportJudgement {
  std::string error;               // could not be judged: why
  std::optional<Finding> finding;  // it broke HTTP once a status line had come; nothing else can be judged
};
[[nodiscard]] TransportJudgement judge_transport(const exchange::HttpExchange& http,
                                                 const std::string& operation_id);

// A success against the contract. `input`: what was sent, null when unknown. `test`, `outcome`: null without
// a case; then nothing is demanded back.
void check_success(const Compiled& compiled, const Answer& answer, const Json* input, const plan::Case* test,
                   const plan::Outcome* outcome, Ledger& ledger);

// Where the echo, equals and kept-value matchers take their values from.
struct MatchContext {
  const std::vector<const Json*>* sent = nullptr;  // looked through in order
  const std::map<std::string, Json>* kept = nullptr;
  const contract::Model* model = nullptr;
  const contract::Shape* output = nullptr;
  std::string promise;  // of findings; empty: the member's own
  std::string operation_id;
};
void check_matchers(const plan::Outcome& outcome, const Json& members, const MatchContext& context,
                    Ledger& ledger);

// An answer whose status says success and whose body or headers say this exception: adds the finding about
// its status. False when it is none.
bool check_disguised_error(const Compiled& compiled, const Answer& answer, const std::string& exception,
                           Ledger& ledger);

// An error answer against one exception. `exception` need not be listed: then code, status
// class and envelope are checked. True when the code is the exception's.
struct ErrorExpectation {
  std::string exception;
  std::optional<int> status;  // fixed by the case
  std::string expected_text;  // of code findings: all allowed outcomes
  std::string promise;        // of the exception itself
};
bool check_error(const Compiled& compiled, const Answer& answer, const ErrorExpectation& expectation,
                 Ledger& ledger);

// The answer identifies itself by this code, in the protocol's first place for it (a service with query
// compatibility names its errors twice).
[[nodiscard]] bool error_has_code(const wire::DecodedError& error, std::string_view code);
// The answer is this exception: by its code, or where it says no other, by a further name of it (a query
// compatible service gives the older code only to whoever asks for it).
[[nodiscard]] bool error_is(const wire::DecodedError& error, const contract::ErrorInfo& info);

// What every error answer must be, whichever it is: a well-formed envelope with a code, of a plausible
// media type. True when nothing deviates.
bool check_envelope(const Compiled& compiled, const Answer& answer, const std::string& promise,
                    Ledger& ledger);

// What an answer promises whatever was sent: of a success all but echoes; of an error its envelope, the code
// and shape of a listed exception (`exception` is set when it is one, and right), no server error, no missing
// code.
void check_alone(const Compiled& compiled, const Answer& answer, std::string& exception, Ledger& ledger);

// Recorded answers, judged by the contract alone.
void check_recorded(const Compiled& compiled, const exchange::HttpExchange& http, const RecordedParts& parts,
                    Ledger& ledger);
void check_parsed(const Compiled& compiled, const ParsedAnswer& parsed, Ledger& ledger);

// Diagnostics and content type, for both directions. `root` may be null (common errors).
// Operations that are one request with this one: GET /{Bucket}?lifecycle. Which was meant an endpoint cannot
// know.
[[nodiscard]] std::vector<const contract::Operation*> of_the_same_request(const Compiled& compiled);

void check_diagnostics(const Compiled& compiled, const contract::Shape* root, const wire::Response& response,
                       const wire::Decoded& decoded, const std::string& promise_when_unknown, Ledger& ledger);

// "header ETag", "status line", "body /Name": where the member at a pointer travels.
[[nodiscard]] std::string wire_location(const contract::Shape& root, std::string_view pointer);

}  // namespace hallmark::verdict
