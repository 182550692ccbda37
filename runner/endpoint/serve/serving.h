// One request on its way through a service: found, its sender verified, read, permitted, checked, done.
// Private to service.cc.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "endpoint/mutants/hooks.h"
#include "endpoint/serve/service_state.h"

namespace hallmark::endpoint {

class Serving {
 public:
  Serving(ServiceState& state, const wire::Request& request);
  [[nodiscard]] SentAnswer answer();

 private:
  // The stages, in the order of their calls. Each gives the answer that ends the request, or nothing.
  [[nodiscard]] std::optional<SentAnswer> route();
  [[nodiscard]] std::optional<SentAnswer> verify_signature();
  void decode();
  [[nodiscard]] std::optional<SentAnswer> check_fault();
  [[nodiscard]] std::optional<SentAnswer> check_permission();
  [[nodiscard]] std::optional<SentAnswer> check_input();
  [[nodiscard]] SentAnswer behave();

  // The behaviour, with what mutants do to it.
  [[nodiscard]] Result run();
  [[nodiscard]] Call call() const;
  // Refused by the exception that the operation lists for it, with all its members, or else by a common one.
  [[nodiscard]] SentAnswer refused(Refusal refusal, std::string message);
  // How an endpoint that follows other habits of AWS refuses this input; nothing without such a variation.
  [[nodiscard]] std::optional<SentAnswer> refuse_by_habit(const std::vector<Violation>& violations);
  [[nodiscard]] bool varies(const char* variation) const { return exchange_.variations.contains(variation); }

  ServiceState& state_;
  const contract::Model& model_;
  ServedExchange exchange_;
  Account caller_;
  std::shared_ptr<AccountState> owner_;  // whose resources the caller sees
  wire::Decoded decoded_;
};

}  // namespace hallmark::endpoint
