// What recorded traffic touched of its services: which operations, which of their listed exceptions came,
// which of their input members were sent. One thread at a time.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "contract/model.h"
#include "exchange/exchange.h"
#include "run/events.h"
#include "wire/protocol.h"

namespace hallmark::run {

class TouchedCount {
 public:
  explicit TouchedCount(const wire::BodyLimits& limits = {}) : limits_(limits) {}
  // An exchange with an operation, as it was recognised. `has_request`: what was sent is known.
  void add(const std::shared_ptr<const contract::Model>& model, const contract::Operation& operation,
           const wire::Protocol& protocol, const exchange::HttpExchange& http, bool has_request);
  // By service, and by operation. Once, at the end.
  [[nodiscard]] std::vector<TouchedService> take();

 private:
  wire::BodyLimits limits_;
  struct Entry {
    const contract::Operation* operation = nullptr;
    TouchedOperation touched;
    std::set<std::string> sent;  // pointers: "/Tags/*/Key"
    bool told = false;           // a request was known
  };
  struct Service {
    std::shared_ptr<const contract::Model> model;
    std::map<std::string, Entry> operations;
  };
  std::map<std::string, Service> services_;  // by slug and version
};

}  // namespace hallmark::run
