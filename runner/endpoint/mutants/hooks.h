// Where mutants and variations take hold of a request on its way: one function for each stage, called by
// Service and nothing else. Without mutants and variations every one of them does what a conforming
// endpoint does.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "endpoint/mutants/answer.h"
#include "endpoint/mutants/mutants.h"
#include "endpoint/reference/behaviour.h"
#include "endpoint/reference/facts.h"
#include "endpoint/reference/validate.h"

namespace hallmark::endpoint {

// One request, from its arrival to the bytes of its answer.
struct ServedExchange {
  const contract::Model& model;
  const wire::Protocol& protocol;
  const wire::Request& request;
  std::string request_id;
  core::Time now;
  const std::set<std::string>& variations;
  const Promised* promised = nullptr;  // what the service's suite promises; null: there is none
  const contract::Operation* operation = nullptr;
  Json input = Json::object();  // what was sent, once it was read
  ActiveMutants mutants{};
  // An answer that nothing is behind, for always-success; may be empty.
  std::function<Json()> invent{};

  // Encode, with the mutants and variations of the stages output, error, response and wire.
  [[nodiscard]] SentAnswer succeed(Json output) const;
  [[nodiscard]] SentAnswer fail(Raised raised) const;
};

// Stage signature.
[[nodiscard]] bool accepts_signature(const ActiveMutants& mutants, wire::SignatureProblem problem);
[[nodiscard]] bool ignores_permissions(const ActiveMutants& mutants);
[[nodiscard]] bool ignores_rates(const ActiveMutants& mutants);

// Stage request: what the endpoint believes it was sent.
void change_input(const ServedExchange& exchange, wire::Decoded& decoded);

// Stage validation: true when a mutant lets this pass.
[[nodiscard]] bool tolerates(const ServedExchange& exchange, const Violation& violation);
// Likewise: what a mutant refuses though it is valid.
[[nodiscard]] std::vector<Violation> refuses(const ServedExchange& exchange);
// The exception for what was found (a missing If-Match is not a validation error where it has its own).
[[nodiscard]] Refusal refusal_for(const contract::Model& model, const contract::Operation& operation,
                                  const std::vector<Violation>& violations);

// Stage behaviour: runs it, and spoils what it did. `invented`: an answer that nothing is behind.
[[nodiscard]] Result run_behaviour(const Call& call, const std::function<Result()>& behaviour,
                                   const std::function<Result()>& invented);

// Stages output, response and wire of a success, in place.
void spoil_success(const ServedExchange& exchange, const Json& output, SentAnswer& answer);

// Stage error: the exception that is answered instead; nothing is changed when none is.
void spoil_error(const ServedExchange& exchange, const Raised& raised, wire::ErrorAnswer& error);
void spoil_error_answer(const ServedExchange& exchange, const Raised& raised, const wire::ErrorAnswer& error,
                        SentAnswer& answer);

}  // namespace hallmark::endpoint
