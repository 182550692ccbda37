// The HTTP client. libcurl finds, connects and encrypts; the bytes of request and response
// are our own, so that exactly what was signed is sent and nothing that came is overlooked.
// HTTP/1.1 only; redirects are never followed; libcurl prints nothing.
//
// One Client per worker thread (not thread-safe): it keeps one connection per address alive.
// send() never throws for anything that an endpoint or a network does.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/clock.h"
#include "exchange/address.h"
#include "exchange/connection.h"
#include "exchange/exchange.h"
#include "exchange/response_reader.h"
#include "wire/http.h"

namespace hallmark::exchange {

struct ClientOptions {
  ResponseLimits limits;
  std::chrono::milliseconds connect_timeout{5000};
  std::chrono::milliseconds request_deadline{30000};  // connecting included
  // No request lasts beyond this point of std::chrono::steady_clock (the run's deadline).
  std::optional<std::chrono::steady_clock::time_point> overall_deadline;
  const std::atomic<bool>* cancelled = nullptr;  // looked at ten times a second
  // The same of requests that clean up. They may also go on for so long after `cancelled`.
  std::optional<std::chrono::steady_clock::time_point> cleaning_deadline;
  std::chrono::milliseconds cleaning_grace{5000};
  const std::atomic<bool>* abandoned = nullptr;  // ends them at once
  std::string ca_file;                           // empty: the system's
  bool verify_tls = true;
  std::string user_agent = "hallmark";  // sent where the request has none; empty: not sent
  const core::Clock* clock = nullptr;   // for `started`; null: system_clock()
};

class Client {
 public:
  explicit Client(ClientOptions options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Sends the request as it stands: method, target (which already begins with the address's path), headers in
  // their order. Added only where missing: User-Agent, and Content-Length when there is a body or the method
  // wants one. Host must be set. `deadline` replaces the request deadline for this one. A connection kept
  // alive that turns out to be closed before any byte came back is replaced once, as HTTP clients do: the
  // endpoint closed it between two requests and never saw this one. `retries` of the exchange is then 1.
  [[nodiscard]] HttpExchange send(const wire::Request& request, const Address& address,
                                  std::optional<std::chrono::milliseconds> deadline = std::nullopt);
  // Connects ahead of the next send(), when there is no connection yet: for bursts that are to begin
  // together.
  void open(const Address& address, const std::string& host_prefix = {});
  // With the bounds of cleaning up instead of the run's deadline and cancellation.
  void set_cleaning(bool cleaning);
  // The requests make what must be removed. One that has begun is not cut off by the run's end: its answer,
  // which names what was made, is waited for during the first half of the time for cleaning up.
  void set_making(bool making) { making_ = making; }
  // Nothing more may be removed: the time of cleaning up is over.
  [[nodiscard]] bool cleaning_over() const;
  // Ends requests as a time-out does, once it is set: others have found that the endpoint is gone. May be
  // null.
  void set_gone(const std::atomic<bool>* gone) { gone_ = gone; }

  // Null, or why these bytes cannot be sent as one HTTP request: a line break in the target or a header.
  [[nodiscard]] static std::optional<std::string> unsendable(const wire::Request& request);

 private:
  struct Attempt;
  class Passage;
  [[nodiscard]] Attempt begin(std::optional<std::chrono::milliseconds> deadline) const;
  // The connection that was kept, or a new one.
  [[nodiscard]] std::unique_ptr<Connection> take(const Address& address, const std::string& host,
                                                 Attempt& attempt);
  [[nodiscard]] std::unique_ptr<Connection> connect(const Address& address, const std::string& host,
                                                    Attempt& attempt);
  void attempt(const std::string& bytes, const wire::Request& request, const Address& address,
               Attempt& attempt);

  // What is under way and makes something is waited for no longer.
  [[nodiscard]] bool making_over() const;
  // When the time for cleaning up, less the part that is kept for the removal itself, is over.
  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> making_deadline() const;

  ClientOptions options_;
  bool cleaning_ = false, making_ = false;
  const std::atomic<bool>* gone_ = nullptr;
  mutable std::optional<std::chrono::steady_clock::time_point> cancelled_at_;  // when it was first seen
  std::map<std::string, std::unique_ptr<Connection>> idle_;
};

}  // namespace hallmark::exchange

// Example:
//
//   #include "exchange/address.h"
//   Client client(ClientOptions{});
//   const std::optional<Address> address = parse_address("http://127.0.0.1:4566");
//   const wire::Request request{
//       .method = "GET", .target = "/", .headers = {{"Host", host_header(*address)}}};
//   const HttpExchange exchange = client.send(request, *address);
//   std::string_view fault = to_string(exchange.fault);
