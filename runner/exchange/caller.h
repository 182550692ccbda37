// One call of an operation: encode, lay over, sign, send, back off. Used by the executor only.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "exchange/client.h"
#include "exchange/executor.h"
#include "exchange/reach.h"
#include "wire/protocol.h"

namespace hallmark::exchange {

// What calling one service needs.
struct ServiceContext {
  const plan::ServicePlan* plan = nullptr;
  const contract::Model* model = nullptr;
  const wire::Protocol* protocol = nullptr;  // null: the contract states none; nothing can be sent
  wire::BodyLimits limits{};                 // of the bodies that are decoded
  Address address;
  wire::SigningScope scope;
  wire::SigningOptions signing;
  std::map<std::string, const plan::ResourceRecipe*> creators;  // operation name -> what it makes
  std::shared_ptr<Reach> reach;                                 // of all services at this address
};

// Requests per second over all workers, and what the endpoint has said about being too fast.
class Pace {
 public:
  explicit Pace(double max_rate) : max_rate_(max_rate) {}
  void wait(const core::Clock& clock, const std::function<bool()>& cancelled);
  void throttled() { ++in_a_row_; }
  void answered() { in_a_row_ = 0; }
  // An endpoint that has throttled everything lately gets fewer second chances.
  [[nodiscard]] bool hopeless() const { return in_a_row_ >= 20; }

 private:
  std::mutex mutex_;
  double max_rate_;
  std::chrono::microseconds next_{0};
  std::atomic<int> in_a_row_{0};
};

struct OutgoingCall {
  Role role = Role::send;
  std::size_t index = 0;
  const contract::Operation* operation = nullptr;
  Json input = Json::object();
  std::string identity = "default";
  std::optional<wire::Credentials> credentials;  // absent: unsigned
  plan::WireOverlay overlay;                     // variables replaced; its `sign` holds
  std::string fault;              // exception asked for by the target's fault header; "" for none
  bool fault_requested = false;   // by header or by a call before
  std::string token;              // idempotency token
  std::set<std::string> awaited;  // exceptions that the case expects: not backed off from
  bool patient = true;            // backs off at all
  bool paced = true;              // keeps to max_rate
  std::string thing;              // what it makes, where other cases may make the same (turns.h); "" else
  std::optional<std::chrono::milliseconds> deadline;
};

struct Called {
  Exchange exchange;
  std::string impossible;  // the operation cannot be sent; nothing was
  bool success = false;    // a whole answer that the protocol calls a success
  std::string partial;     // of a success: the member that says that part of it was refused
  bool throttled = false;  // still, after the last attempt
  std::string code;        // of an error answer, as sanitised by the protocol
  std::string shape;       // the exception's shape name when the contract knows the code
  // Members document of a success; else an empty one.
  [[nodiscard]] const Json& output() const;
  bool body_taken = false;  // the body was long, and stands with what is recorded only
  [[nodiscard]] bool accepted() const { return success && partial.empty(); }
  [[nodiscard]] bool answered() const { return exchange.http.response.has_value(); }
  // "AccessDeniedException", "status 500", "timeout-before-status": what stands behind "answered".
  [[nodiscard]] std::string answer() const;
};

class Caller {
 public:
  Caller(const plan::Target& target, const ExecutorOptions& options, Pace& pace,
         std::atomic<std::size_t>& requests);
  [[nodiscard]] Called call(const ServiceContext& service, Client& client, const OutgoingCall& call) const;
  // A call of the target's own fault interface; unsigned.
  [[nodiscard]] HttpExchange plain(const Address& address, Client& client, const plan::HttpCall& call) const;
  [[nodiscard]] bool cancelled() const;
  // The run is over, by cancellation or by its deadline: nothing is waited for any more.
  [[nodiscard]] bool over() const;
  void sleep(std::chrono::microseconds duration, const std::function<bool()>& enough) const;
  [[nodiscard]] const core::Clock& clock() const { return clock_; }

 private:
  // The request as the case wants it, unsigned; nullopt: `called.impossible` says why there is none.
  [[nodiscard]] std::optional<wire::Request> request_of(const ServiceContext& service,
                                                        const OutgoingCall& call, Called& called) const;
  // Once. False: `called.impossible` says why it cannot be sent.
  bool send_signed(const ServiceContext& service, Client& client, const OutgoingCall& call,
                   const wire::Request& request, Called& called) const;
  void sign(wire::Request& request, const ServiceContext& service, const OutgoingCall& call) const;
  void remember_signature(const wire::Request& request) const;
  const plan::Target& target_;
  const ExecutorOptions& options_;
  const core::Clock& clock_;
  Pace& pace_;
  std::atomic<std::size_t>& requests_;
};

// True for the codes and statuses by which services say "too fast" or "not now".
[[nodiscard]] bool is_throttling(int status, std::string_view code);
// Sending it twice does no harm.
[[nodiscard]] bool is_repeatable(const contract::Operation& operation, std::string_view method);

}  // namespace hallmark::exchange
