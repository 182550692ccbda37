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
  [[nodiscard]] Answer answer();

 private:
  // The stages, in the order of their calls. Each gives the answer that ends the request, or nothing.
  [[nodiscard]] std::optional<Answer> route();
  [[nodiscard]] std::optional<Answer> verify_signature();
  void decode();
  [[nodiscard]] std::optional<Answer> check_fault();
  [[nodiscard]] std::optional<Answer> check_permission();
  [[nodiscard]] std::optional<Answer> check_input();
  [[nodiscard]] Answer behave();

  // The behaviour, with what mutants do to it.
  [[nodiscard]] Result run();
  [[nodiscard]] Call call() const;
  // Refused by the exception that the operation lists for it, with all its members, or else by a common one.
  [[nodiscard]] Answer refused(Refusal refusal, std::string message);
  // How an endpoint that follows other habits of AWS refuses this input; nothing without such a variation.
  [[nodiscard]] std::optional<Answer> refuse_by_habit(const std::vector<Violation>& violations);
  [[nodiscard]] bool varies(const char* variation) const { return exchange_.variations.contains(variation); }

  ServiceState& state_;
  const contract::Model& model_;
  Exchange exchange_;
  Account caller_;
  std::shared_ptr<AccountState> owner_;  // whose resources the caller sees
  wire::Decoded decoded_;
};

}  // namespace hallmark::endpoint
