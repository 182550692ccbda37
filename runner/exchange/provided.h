// What requests of one service need that another keeps (names/prerequisites.h), made on the target while a
// run goes on. Used by the executor only; thread-safe.
//
// Order of calls: value() from any number of threads, then release() once, when no case runs any more.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "exchange/makings.h"
#include "names/prerequisites.h"

namespace hallmark::exchange {

class Provided {
 public:
  explicit Provided(Executor::State& state) : state_(state) {}

  // What "${shared.role}" stands for: made when it is first asked for. Where it cannot be made (the endpoint
  // refuses it, has no such service, is not on this machine), the row's text that names nothing. Nullopt: no
  // row keeps such a variable.
  [[nodiscard]] std::optional<Json> value(const std::string& variable);
  // Removes all that was made, newest first; what stays is told in State::left_behind.
  void release();
  // To remove what a journal names; null when no row calls this service, or the target has no address for it.
  [[nodiscard]] const ServiceContext* service(const std::string& slug);

 private:
  struct Service {
    std::unique_ptr<plan::ServicePlan> plan;
    std::optional<ServiceContext> context;  // absent: the target has no address for it
  };
  struct Made {
    std::mutex mutex;
    bool done = false;
    std::shared_ptr<Executor::Worker> worker;
    std::unique_ptr<Conversation> talk;
    std::unique_ptr<Makings> makings;  // what must be removed
    std::map<std::string, Json> values;
  };
  void make(const names::Prerequisite& row, Made& made);

  Executor::State& state_;
  std::mutex mutex_;  // of all below
  std::map<std::string, Service> services_;
  std::map<const names::Prerequisite*, std::shared_ptr<Made>> made_;
  std::vector<std::shared_ptr<Made>> order_;  // as they were made
};

}  // namespace hallmark::exchange
