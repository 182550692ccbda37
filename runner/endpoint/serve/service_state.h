// What a service keeps between requests. Private to service.cc and serving.cc.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "endpoint/mutants/mutants.h"
#include "endpoint/reference/generic.h"
#include "endpoint/reference/store.h"
#include "endpoint/reference/validate.h"
#include "endpoint/serve/service.h"

namespace hallmark::endpoint {

// The mutants that are set, and how often each operation was asked for since.
struct Loaded {
  explicit Loaded(const std::set<std::string>& names) : mutants(names) {}
  [[nodiscard]] ActiveMutants next(std::string_view operation);

  Mutants mutants;
  std::mutex mutex;
  std::map<std::string, std::uint64_t> counts;
  std::atomic<std::uint64_t> mutated{0};  // answers that they changed
};

struct ServiceState {
  std::shared_ptr<const contract::Model> model;
  const wire::Protocol& protocol;
  Options options;
  const core::Clock& clock;
  Validator validator;
  Generic generic;
  std::mutex loading;
  std::shared_ptr<Loaded> loaded;
  Store store;
  Ids ids;
  std::optional<Promised> promised;  // by the service's suite
  wire::SigningScope scope;
  wire::SigningOptions signing;
  bool signed_v4 = true;

  ServiceState(std::shared_ptr<const contract::Model> contract, const wire::Protocol& spoken, Options given);
  [[nodiscard]] std::shared_ptr<Loaded> mutants_now();
  // Counts a request of this caller against the rate limit; true when it is one too many.
  [[nodiscard]] bool throttled(AccountState& account, const Account& caller) const;
};

}  // namespace hallmark::endpoint
