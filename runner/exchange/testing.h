// For tests only: a server on a free loopback port whose every connection is a script, so that it
// can misbehave at any byte.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace hallmark::exchange::testing {

// One accepted connection. Closed when the script returns.
class Peer {
 public:
  Peer(int socket, std::size_t number, const std::atomic<bool>& stop)
      : socket_(socket), number_(number), stop_(stop) {}
  ~Peer() { close(); }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  [[nodiscard]] std::size_t number() const { return number_; }  // 0 for the first connection

  // One request, head and Content-Length body; empty when the client closed or the server stops.
  std::string read_request() {
    std::string text = std::exchange(rest_, {});
    std::size_t wanted = std::string::npos;
    while (true) {
      if (const std::size_t end = text.find("\r\n\r\n");
          end != std::string::npos && wanted == std::string::npos) {
        std::size_t length = 0;
        if (const std::size_t at = text.find("Content-Length: "); at < end)
          length = std::stoul(text.substr(at + 16));
        wanted = end + 4 + length;
      }
      if (wanted != std::string::npos && text.size() >= wanted) {
        rest_ = text.substr(wanted);
        text.resize(wanted);
        return text;
      }
      pollfd entry{.fd = socket_, .events = POLLIN, .revents = 0};
      if (stop_) return {};
      if (poll(&entry, 1, 20) == 0) continue;
      char buffer[65536];
      const ssize_t count = recv(socket_, buffer, sizeof buffer, 0);
      if (count <= 0) return {};
      text.append(buffer, static_cast<std::size_t>(count));
    }
  }
  // False when the client has gone.
  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  void reset() {
    const linger now{.l_onoff = 1, .l_linger = 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
  }
  void close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }
  // Until the client closes or the server stops.
  void hang() {
    while (!stop_) {
      pollfd entry{.fd = socket_, .events = POLLIN, .revents = 0};
      if (poll(&entry, 1, 20) == 0) continue;
      char buffer[65536];
      if (recv(socket_, buffer, sizeof buffer, 0) <= 0) return;
    }
  }
  // Whether the client closes, or the server stops, within so many milliseconds; what it sends is dropped.
  bool gone_within(int milliseconds) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    while (!stop_ && std::chrono::steady_clock::now() < until) {
      pollfd entry{.fd = socket_, .events = POLLIN, .revents = 0};
      if (poll(&entry, 1, 20) == 0) continue;
      char buffer[65536];
      if (recv(socket_, buffer, sizeof buffer, 0) <= 0) return true;
    }
    return stop_;
  }
  [[nodiscard]] bool stopping() const { return stop_; }
  [[nodiscard]] int socket() const { return socket_; }

 private:
  int socket_;
  std::size_t number_;
  const std::atomic<bool>& stop_;
  std::string rest_;
};

class ScriptedServer {
 public:
  explicit ScriptedServer(std::function<void(Peer&)> script) : script_(std::move(script)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 64) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      return;
    }
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_loop(); });
  }
  ~ScriptedServer() {
    stop_ = true;
    if (acceptor_.joinable()) acceptor_.join();
    for (std::thread& thread : threads_) thread.join();
    ::close(listener_);
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::size_t connections() const { return connections_; }

 private:
  void accept_loop() {
    while (!stop_) {
      pollfd entry{.fd = listener_, .events = POLLIN, .revents = 0};
      if (poll(&entry, 1, 20) <= 0) continue;
      const int socket = accept(listener_, nullptr, nullptr);
      if (socket < 0) continue;
      const std::size_t number = connections_++;
      threads_.emplace_back([this, socket, number] {
        Peer peer(socket, number, stop_);
        script_(peer);
      });
    }
  }

  std::function<void(Peer&)> script_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stop_{false};
  std::atomic<std::size_t> connections_{0};
  std::thread acceptor_;
  std::vector<std::thread> threads_;
};

// A server that answers every request by a function from its text (head and body) to the response's text.
inline std::function<void(Peer&)> answering(std::function<std::string(const std::string&)> answer) {
  return [answer = std::move(answer)](Peer& peer) {
    while (true) {
      const std::string request = peer.read_request();
      if (request.empty() || !peer.write(answer(request))) return;
    }
  };
}

inline std::string response(int status, std::string_view body, std::string_view headers = {}) {
  return "HTTP/1.1 " + std::to_string(status) + " Status\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

}  // namespace hallmark::exchange::testing
