// What an executor and all its workers share. Used within exchange only.
#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "exchange/additions.h"
#include "exchange/arrange.h"
#include "exchange/caller.h"
#include "exchange/executor.h"
#include "exchange/offers.h"
#include "exchange/patience.h"
#include "exchange/stand_in.h"
#include "exchange/turns.h"

namespace hallmark::exchange {

class Provided;

struct Executor::State {
  State(plan::Target a_target, ExecutorOptions an_options);
  ~State();

  plan::Target target;
  ExecutorOptions options;
  CredentialSource source;
  Pace pace;
  std::atomic<std::size_t> requests{0};
  Caller caller;
  std::map<std::string, ServiceContext> services;         // by slug
  std::map<std::string, std::shared_ptr<Reach>> reaches;  // by address
  // These lock by themselves.
  Turns turns;
  Offers offers;
  FailedArrangements failed;
  Additions additions;
  StandIns stand_ins;
  Patience patience;

  mutable std::mutex mutex;  // of everything below
  std::vector<std::string> left_behind;
  std::map<std::string, CredentialAnswer> identities;  // not derived: found once
  struct BaseSlot {
    std::mutex mutex;
    bool done = false;
    Base base;
  };
  std::map<std::string, std::shared_ptr<BaseSlot>> bases;
  std::deque<std::string> base_order;  // keys, the oldest first: those of operations long past are forgotten

  // What other services keep for these. Locks by itself. Last, so that it goes first: what it could not
  // remove lets go of its turns.
  std::unique_ptr<Provided> provided;

  [[nodiscard]] const ServiceContext* service(const std::string& slug) const;
  // What calling a service needs; throws DocumentError ("target.endpoint", "target.remote",
  // "suite.protocol").
  [[nodiscard]] ServiceContext context_for(const plan::ServicePlan& service);
  [[nodiscard]] CredentialAnswer credentials(const std::string& identity);
  void remember(const CredentialAnswer& answer) const;  // registers its secrets
  [[nodiscard]] bool accounts_are_apart() const;        // each case has one of its own
  [[nodiscard]] std::shared_ptr<BaseSlot> base_of(const plan::Case& test);
  // One sentence for who reads what the run has left on the target.
  void leave(std::string sentence);
  // Whether the endpoint still answers: what a call says about it, and a question where that leaves doubt.
  void note(const ServiceContext& service, const std::string& case_id, const Exchange& exchange);
};

class Executor::Worker {
 public:
  explicit Worker(ClientOptions options) : options_(std::move(options)), client_(options_) {}
  [[nodiscard]] Client& client() { return client_; }
  [[nodiscard]] Client& burst_client(std::size_t index);  // made when first asked for

 private:
  ClientOptions options_;
  Client client_;
  std::vector<std::unique_ptr<Client>> burst_;
};

}  // namespace hallmark::exchange
