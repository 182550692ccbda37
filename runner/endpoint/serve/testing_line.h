// For tests only: HTTP over a loopback socket, to the byte.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "wire/http.h"

namespace hallmark::endpoint::testing {

// Sends bytes to a loopback port and reads until the other side closes.
class Line {
 public:
  explicit Line(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval patience{.tv_sec = 20, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Line() { ::close(socket_); }
  [[nodiscard]] bool connected() const { return connected_; }
  void send(const std::string& bytes) const {
    ASSERT_EQ(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  }
  std::string read_all() const {
    std::string text;
    char block[4096];
    for (ssize_t got = 0; (got = ::recv(socket_, block, sizeof block, 0)) > 0;)
      text.append(block, static_cast<std::size_t>(got));
    return text;
  }

  // One answer that states its length.
  std::string read_one() {
    while (true) {
      const auto end = buffer_.find("\r\n\r\n");
      if (end != std::string::npos) {
        const auto stated = buffer_.find("Content-Length: ");
        const std::size_t size = end + 4 + (stated < end ? std::stoul(buffer_.substr(stated + 16)) : 0);
        if (buffer_.size() >= size) {
          std::string one = buffer_.substr(0, size);
          buffer_.erase(0, size);
          return one;
        }
      }
      char block[4096];
      const ssize_t got = ::recv(socket_, block, sizeof block, 0);
      if (got <= 0) return std::exchange(buffer_, {});
      buffer_.append(block, static_cast<std::size_t>(got));
    }
  }

 private:
  int socket_;
  bool connected_ = false;
  std::string buffer_;
};

inline std::string bytes_of(const wire::Request& request, bool close) {
  std::string text = request.method + " " + request.target + " HTTP/1.1\r\n";
  for (const auto& header : request.headers) {
    if (header.name != "Content-Length") text += header.name + ": " + header.value + "\r\n";
  }
  text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  if (close) text += "Connection: close\r\n";
  return text + "\r\n" + request.body;
}

inline wire::Response parse(const std::string& text) {
  wire::Response response;
  const auto end = text.find("\r\n\r\n");
  if (end == std::string::npos) return response;
  response.status = std::stoi(text.substr(9, 3));
  std::size_t at = text.find("\r\n") + 2;
  while (at < end) {
    const auto stop = text.find("\r\n", at);
    const auto colon = text.find(": ", at);
    response.headers.add(text.substr(at, colon - at), text.substr(colon + 2, stop - colon - 2));
    at = stop + 2;
  }
  response.body = text.substr(end + 4);
  return response;
}

[[nodiscard]] inline int port_of(const std::string& url) { return std::stoi(url.substr(url.rfind(':') + 1)); }

}  // namespace hallmark::endpoint::testing
