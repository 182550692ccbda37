// Stands between clients and one endpoint, and passes bytes on: what a client sends reaches the endpoint as
// it was sent, and what the endpoint answers, well-formed or not, reaches the client as it came. Each
// exchange is handed on as it ends. Bodies stream; of each at most `max_body` bytes are kept.
//
//   auto proxy = Proxy::start({.to = address, .take = [](Passed passed) { … }});
//   proxy->url();      // "http://127.0.0.1:40123", for the client
//   …
//   proxy->stop();     // what is under way may end; then nothing is taken any more
//
// A thread for each client connection, and a connection to the endpoint for each of these.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "exchange/address.h"
#include "proxy/passed.h"
#include "proxy/signing.h"

namespace hallmark::proxy {

struct ProxyOptions {
  exchange::Address to;
  std::string ca_file;  // of an endpoint with TLS; empty: the system's
  bool verify_tls = true;
  std::string host = "127.0.0.1";  // address to listen on
  int port = 0;                    // 0: any free one
  std::size_t max_connections = 512;
  std::size_t max_body = std::size_t{16} << 20;  // of each body, kept for judging and for signing
  std::chrono::milliseconds connect_timeout{5000};
  std::chrono::milliseconds timeout{900'000};  // without a byte from either side
  std::chrono::milliseconds grace{2000};       // for what is under way when stop() is called
  const Signer* signer = nullptr;              // null: signatures pass as they are
  // Called from many threads, one exchange after the other on each connection; may wait, which slows that
  // client down.
  std::function<void(Passed)> take;
  const core::Clock* clock = nullptr;  // for `started` and signatures; null: system_clock()
};

// What went through. Reasons are few sentences.
struct Traffic {
  std::size_t connections = 0, exchanges = 0;
  std::map<std::string, std::size_t> refused;  // requests that the proxy answered itself, by why
};

class Proxy {
 public:
  // Throws DocumentError ("proxy.bind") when the address cannot be had.
  [[nodiscard]] static std::unique_ptr<Proxy> start(const ProxyOptions& options);
  ~Proxy();
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;

  [[nodiscard]] int port() const;
  [[nodiscard]] std::string url() const;
  [[nodiscard]] Traffic traffic() const;
  // No new connection is accepted and no new request read; what is under way has `grace` to end, but no
  // longer than until cut() is called, by another thread. Idempotent.
  void stop();
  void cut();

 private:
  struct State;
  explicit Proxy(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace hallmark::proxy

// Example:
//
//   #include "exchange/address.h"
//   std::atomic<int> passed{0};
//   const std::unique_ptr<Proxy> proxy = Proxy::start(
//       {.to = *exchange::parse_address("http://127.0.0.1:4566"), .take = [&](Passed) { ++passed; }});
//   std::string url = proxy->url();  // for the client
//   proxy->stop();                   // what is under way may end; then nothing is taken any more
