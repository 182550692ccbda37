// One client connection: reads its requests, passes each on to the endpoint and the answer back, byte by
// byte as they come. Private to proxy.cc; relay.cc begins and refuses exchanges, relay_pump.cc moves bytes.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "exchange/connection.h"
#include "proxy/proxy.h"
#include "proxy/request_reader.h"

namespace hallmark::proxy {

// What all connections share.
struct RelayShared {
  const ProxyOptions& options;
  const core::Clock& clock;
  // Readable once stopping() / cut_at: what waits in poll() wakes up.
  int stopped_handle = -1, cut_handle = -1;
  std::function<bool()> stopping;  // no further request is read
  std::function<bool()> cutting;   // what is under way ends
  std::function<void(const std::string& why)> refused;
  std::function<void()> passed;
};

class Relay {
 public:
  Relay(int client, const RelayShared& common);
  void serve();  // until the connection is over; the caller closes the socket

 private:
  enum class Waited { ready, timeout, stopped };
  using Steady = std::chrono::steady_clock;

  static std::array<char, 64 * 1024>& buffer();  // of the thread
  [[nodiscard]] static int poll_time(std::chrono::milliseconds left);

  // Each answers whether the connection can go on.
  [[nodiscard]] bool read_head();
  [[nodiscard]] bool exchange();
  [[nodiscard]] bool sign();
  [[nodiscard]] bool collect_body();
  [[nodiscard]] bool connect();
  [[nodiscard]] bool pump();
  [[nodiscard]] bool finish();

  // The parts of pump(); each answers whether something moved.
  [[nodiscard]] bool from_client();
  [[nodiscard]] bool to_endpoint();
  [[nodiscard]] bool from_endpoint();
  [[nodiscard]] bool to_client();
  void wait();
  [[nodiscard]] bool retry();

  [[nodiscard]] bool fill();  // reads from the client what is there; false: it has gone
  [[nodiscard]] Waited wait_for_client(int handle);
  void refuse(int status, const std::string& why);
  bool write_all(std::string_view bytes);
  void drain();  // before closing, so that what was written arrives
  void reset_client();
  [[nodiscard]] std::string head_for_endpoint();
  void hand_on(std::string not_judged);
  [[nodiscard]] std::chrono::microseconds since_begin() const;
  void begin_answer();

  const int client_;
  const RelayShared& common_;
  const ProxyOptions& options_;
  std::string in_;  // read from the client and not yet taken
  std::unique_ptr<exchange::Connection> endpoint_;

  // Of the exchange under way.
  std::optional<RequestReader> request_;
  wire::Request as_sent_;
  std::optional<exchange::ResponseReader> answer_;
  std::string up_, down_;  // to be sent, from up_at_ and down_at_ on
  std::size_t up_at_ = 0, down_at_ = 0, bytes_up_ = 0, bytes_down_ = 0, bytes_came_ = 0;
  std::string replay_;  // everything sent so far, while it may have to be sent again
  bool can_replay_ = false, client_gone_ = false, up_failed_ = false, over_ = false, was_reset_ = false;
  std::string broken_;  // why the request cannot be passed on any further
  bool timed_out_ = false, cut_ = false;
  Steady::time_point begun_, moved_;
  std::optional<std::chrono::microseconds> to_status_;
  core::Time started_{};
  int retries_ = 0;
};

}  // namespace hallmark::proxy
