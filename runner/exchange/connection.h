// One connection to an endpoint: libcurl finds, connects and encrypts, the bytes are the caller's. Nothing
// waits but open(); send() and receive() answer at once, and the caller polls socket().
//
//   auto opened = Connection::open(address, address.host, {.deadline = …});
//   if (!opened.connection) … opened.fault, opened.detail
//   opened.connection->send(bytes);   // as many as go
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "exchange/address.h"
#include "exchange/exchange.h"

namespace hallmark::exchange {

class Connection {
 public:
  struct Options {
    std::chrono::steady_clock::time_point deadline;
    std::chrono::milliseconds connect_timeout{5000};
    std::string ca_file;  // empty: the system's
    bool verify_tls = true;
    // Asked several times a second; what it answers ends the attempt.
    enum class Ended { no, late, cancelled };
    std::function<Ended()> ended;
  };
  struct Opened {
    std::unique_ptr<Connection> connection;  // null: `fault` and `detail` say why
    TransportFault fault = TransportFault::none;
    std::string detail;
  };
  // `host` is the address's, perhaps with a prefix. Names under .localhost never leave this machine.
  [[nodiscard]] static Opened open(const Address& address, const std::string& host, const Options& options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  enum class State { open, would_wait, closed, failed };
  struct Moved {
    State state = State::open;
    std::size_t bytes = 0;
  };
  // Sends a part. Never `closed`: that the peer has closed shows when reading.
  [[nodiscard]] Moved send(std::string_view bytes);
  // Reads at most `size` bytes. What TLS has decoded already does not show when polling: poll only after
  // would_wait. `failed` when the peer reset; a TLS peer that closes without saying so has closed.
  [[nodiscard]] Moved receive(char* into, std::size_t size);
  [[nodiscard]] int socket() const;
  // Of send() or receive(): libcurl's words.
  [[nodiscard]] std::string_view why() const;

  // It can take another request: it has not been idle for long, and nothing waits to be read (a connection
  // that was closed shows as readable, and so does an answer that nobody asked for).
  [[nodiscard]] bool usable() const;
  // A request was answered over it.
  void answered();
  [[nodiscard]] bool fresh() const;  // answered() was never called

 private:
  struct Handle;
  explicit Connection(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

}  // namespace hallmark::exchange
