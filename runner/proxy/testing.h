// For tests only: a proxy in front of a scripted endpoint, what it hands on, and clients that misbehave at
// any byte.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "exchange/testing.h"
#include "proxy/proxy.h"

namespace hallmark::proxy::testing {

using exchange::testing::Peer;
using exchange::testing::ScriptedServer;

// A client's connection, of which every byte is the test's.
class RawClient {
 public:
  explicit RawClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { close(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  // What comes until it ends with `marker`, or the connection is over.
  std::string read_to(std::string_view marker) {
    std::string text = std::exchange(rest_, {});
    while (true) {
      if (const std::size_t at = text.find(marker); at != std::string::npos) {
        rest_ = text.substr(at + marker.size());
        text.resize(at + marker.size());
        return text;
      }
      char buffer[65536];
      const ssize_t count = recv(socket_, buffer, sizeof buffer, 0);
      if (count <= 0) {
        was_reset_ = count < 0;
        return text;
      }
      text.append(buffer, static_cast<std::size_t>(count));
    }
  }
  std::string read_to_end() { return read_to("\x01 never \x01"); }
  [[nodiscard]] bool was_reset() const { return was_reset_; }
  void close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }

 private:
  int socket_;
  bool connected_ = false, was_reset_ = false;
  std::string rest_;
};

// A proxy in front of `script`, and what went through it.
class Between {
 public:
  explicit Between(std::function<void(Peer&)> script, ProxyOptions options = {})
      : server_(std::move(script)) {
    start(std::move(options), server_.url());
  }
  // In front of an address.
  Between(const std::string& url, ProxyOptions options) : server_([](Peer&) {}) {
    start(std::move(options), url);
  }

  [[nodiscard]] int port() const { return proxy_->port(); }
  [[nodiscard]] Proxy& proxy() { return *proxy_; }
  [[nodiscard]] std::size_t endpoint_connections() const { return server_.connections(); }
  // The first `count` exchanges, once they are there.
  std::vector<exchange::HttpExchange> exchanges(std::size_t count) {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [&] { return exchanges_.size() >= count; });
    return exchanges_;
  }
  std::string not_judged(std::size_t number) {
    static_cast<void>(exchanges(number + 1));
    const std::lock_guard lock(mutex_);
    return not_judged_[number];
  }

 private:
  void start(ProxyOptions options, const std::string& url) {
    options.to = *exchange::parse_address(url);
    options.take = [this](Passed passed) {
      const std::lock_guard lock(mutex_);
      not_judged_.push_back(passed.not_judged);
      exchanges_.push_back(http_of(std::move(passed)));
      came_.notify_all();
    };
    proxy_ = Proxy::start(options);
  }

  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<exchange::HttpExchange> exchanges_;
  std::vector<std::string> not_judged_;
  ScriptedServer server_;
  std::unique_ptr<Proxy> proxy_;  // ends before what it hands on to
};

// Something that one side waits for until the other has done it.
class Signal {
 public:
  void give() {
    const std::lock_guard lock(mutex_);
    given_ = true;
    changed_.notify_all();
  }
  void await() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return given_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool given_ = false;
};

// Reads at the endpoint until what came ends with `marker`; empty when the connection ended before.
inline std::string read_to(Peer& peer, std::string_view marker) {
  std::string text;
  char byte = 0;
  while (!text.ends_with(marker)) {
    if (recv(peer.socket(), &byte, 1, 0) <= 0) return {};
    text += byte;
  }
  return text;
}

}  // namespace hallmark::proxy::testing
