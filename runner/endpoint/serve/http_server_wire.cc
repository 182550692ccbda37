#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

#include "core/error.h"
#include "core/text.h"
#include "endpoint/serve/http_server.h"

namespace hallmark::endpoint {

namespace {

constexpr std::size_t max_head = 64 << 10;
constexpr int idle_milliseconds = 10'000;

std::string_view reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Payload Too Large";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Status";
  }
}

// One accepted connection: reads requests, writes answers as their wire plan says.
class Connection {
 public:
  Connection(int socket, const Handler& handler, std::size_t max_body)
      : socket_(socket), handler_(handler), max_body_(max_body) {}

  void serve() {
    while (auto request = read_request()) {
      SentAnswer answer = handler_(*request);
      const bool keep = wants_keep_alive(*request) && !answer.wire.close;
      if (!send_answer(answer, request->method == "HEAD", keep) || !keep) return;
    }
    if (refuse_with_ != 0) {
      SentAnswer answer;
      answer.response.status = refuse_with_;
      answer.wire.close = true;
      send_answer(answer, false, false);
    }
  }

 private:
  [[nodiscard]] bool wants_keep_alive(const wire::Request& request) const {
    const std::string* connection = request.headers.find("Connection");
    return connection == nullptr || !core::equal_ignoring_case(core::trim(*connection), "close");
  }

  bool fill() {
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, idle_milliseconds) <= 0) return false;
    char block[16 << 10];
    const ssize_t got = ::recv(socket_, block, sizeof block, 0);
    if (got <= 0) return false;
    buffer_.append(block, static_cast<std::size_t>(got));
    return true;
  }

  std::optional<wire::Request> read_request() {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (buffer_.size() > max_head) return refuse(431);
      if (!fill()) return std::nullopt;
    }
    const std::string head = buffer_.substr(0, end);
    buffer_.erase(0, end + 4);
    const auto lines = core::split(head, '\n');
    const auto words = core::split(std::string(core::trim(lines.front())), ' ');
    if (words.size() != 3 || !words[2].starts_with("HTTP/1.")) return refuse(400);
    wire::Request request{
        .method = words[0], .target = words[1], .headers = {}, .body = {}, .host_prefix = {}};
    for (std::size_t i = 1; i < lines.size(); ++i) {
      const auto colon = lines[i].find(':');
      if (colon == std::string::npos || colon == 0) return refuse(400);
      request.headers.add(lines[i].substr(0, colon), std::string(core::trim(lines[i].substr(colon + 1))));
    }
    const std::string* expect = request.headers.find("Expect");
    if (expect != nullptr && core::equal_ignoring_case(*expect, "100-continue") &&
        !send_all("HTTP/1.1 100 Continue\r\n\r\n")) {
      return std::nullopt;
    }
    const std::string* coding = request.headers.find("Transfer-Encoding");
    if (coding != nullptr) {
      if (!core::equal_ignoring_case(core::trim(*coding), "chunked")) return refuse(400);
      return read_chunks(request) ? std::optional(std::move(request)) : std::nullopt;
    }
    std::size_t length = 0;
    if (const std::string* stated = request.headers.find("Content-Length")) {
      const auto [stop, error] = std::from_chars(stated->data(), stated->data() + stated->size(), length);
      if (error != std::errc() || stop != stated->data() + stated->size()) return refuse(400);
    }
    if (length > max_body_) return refuse(413);
    if (!take(length, request.body)) return std::nullopt;
    return request;
  }

  std::nullopt_t refuse(int status) {
    refuse_with_ = status;
    return std::nullopt;
  }

  bool take(std::size_t length, std::string& out) {
    while (buffer_.size() < length) {
      if (!fill()) return false;
    }
    out.append(buffer_, 0, length);
    buffer_.erase(0, length);
    return true;
  }

  bool take_line(std::string& line) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n")) == std::string::npos) {
      if (buffer_.size() > max_head || !fill()) return false;
    }
    line = buffer_.substr(0, end);
    buffer_.erase(0, end + 2);
    return true;
  }

  bool read_chunks(wire::Request& request) {
    std::string line;
    while (take_line(line)) {
      std::size_t size = 0;
      const auto [stop, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
      if (error != std::errc() || stop == line.data() || request.body.size() + size > max_body_ ||
          size > max_body_) {
        refuse_with_ = 400;
        return false;
      }
      if (size == 0) {
        while (take_line(line) && !line.empty()) {
        }
        return true;
      }
      if (!take(size, request.body) || !take_line(line)) return false;
    }
    return false;
  }

  bool send_all(std::string_view bytes, std::size_t segment = 0) {
    while (!bytes.empty()) {
      const std::size_t size = segment == 0 ? bytes.size() : std::min(segment, bytes.size());
      const ssize_t sent = ::send(socket_, bytes.data(), size, MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  static std::string head_of(const SentAnswer& answer, std::size_t body_size, bool keep) {
    const WirePlan& plan = answer.wire;
    const wire::Response& response = answer.response;
    std::string head = plan.status_line;
    if (head.empty()) {
      head = fmt::format(
          "HTTP/1.1 {} {}", response.status,
          response.reason.empty() ? reason_of(response.status) : std::string_view(response.reason));
    }
    head += "\r\n";
    for (const auto& header : response.headers) {
      if (core::equal_ignoring_case(header.name, "Content-Length")) continue;
      head += fmt::format("{}: {}\r\n", header.name, header.value);
    }
    const bool bodiless = response.status == 204 || response.status == 304;
    if (plan.chunked) {
      head += "Transfer-Encoding: chunked\r\n";
      if (!plan.trailers.empty()) {
        std::vector<std::string> names;
        for (const auto& trailer : plan.trailers) names.push_back(trailer.name);
        head += "Trailer: " + core::join(names, ", ") + "\r\n";
      }
    } else if (!plan.no_content_length && (!bodiless || plan.content_length)) {
      const auto length = plan.content_length.value_or(static_cast<long long>(body_size));
      head += fmt::format("Content-Length: {}\r\n", length);
      if (plan.conflicting_length) head += fmt::format("Content-Length: {}\r\n", length + 1);
    }
    if (!keep) head += "Connection: close\r\n";
    return head + "\r\n";
  }

  static std::string chunks_of(const SentAnswer& answer) {
    const std::string& body = answer.response.body;
    if (answer.wire.broken_chunk) return "xyz\r\n" + body + "\r\n0\r\n\r\n";
    std::string text;
    const std::size_t half = (body.size() + 1) / 2;
    for (std::size_t at = 0; at < body.size(); at += half) {
      const std::string part = body.substr(at, half);
      text += fmt::format("{:x}\r\n{}\r\n", part.size(), part);
    }
    text += "0\r\n";
    for (const auto& trailer : answer.wire.trailers)
      text += fmt::format("{}: {}\r\n", trailer.name, trailer.value);
    return text + "\r\n";
  }

  // False when the connection is over.
  bool send_answer(const SentAnswer& answer, bool head_only, bool keep) {
    const WirePlan& plan = answer.wire;
    if (plan.delay.count() > 0) std::this_thread::sleep_for(plan.delay);
    for (const std::string& interim : plan.interim) {
      if (!send_all(interim)) return false;
    }
    const bool bodiless = head_only || answer.response.status == 204 || answer.response.status == 304;
    const bool ends_with_connection = plan.no_content_length && !plan.chunked && !bodiless;
    std::string head = head_of(answer, answer.response.body.size(), keep && !ends_with_connection);
    std::string body = bodiless ? std::string() : plan.chunked ? chunks_of(answer) : answer.response.body;
    body += plan.behind;
    bool over = plan.reset || ends_with_connection;
    if (plan.cut_head_after) {
      head.resize(std::min(*plan.cut_head_after, head.size()));
      body.clear();
      over = true;
    } else if (plan.cut_after) {
      body.resize(std::min(*plan.cut_after, body.size()));
      over = true;
    }
    // In one write where nothing asks for several.
    const bool sent = plan.segment == 0 ? send_all(head + body)
                                        : send_all(head, plan.segment) && send_all(body, plan.segment);
    if (plan.reset) {
      const linger now{.l_onoff = 1, .l_linger = 0};
      ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    return sent && !over;
  }

  int socket_;
  const Handler& handler_;
  std::size_t max_body_;
  std::string buffer_;
  int refuse_with_ = 0;
};

class WireServer : public HttpServer {
 public:
  WireServer(const Listening& listening, Handler handler)
      : handler_(std::move(handler)), listening_(listening) {
    open();
    thread_ = std::thread([this] { accept_all(); });
  }

  ~WireServer() override { WireServer::stop(); }

  [[nodiscard]] int port() const override { return port_; }

  void stop() override {
    if (!thread_.joinable()) return;
    stopping_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
    std::unique_lock lock(mutex_);
    // Half closed: an answer under way still goes out.
    for (const int socket : open_) ::shutdown(socket, SHUT_RD);
    empty_.wait(lock, [this] { return running_ == 0; });
  }

 private:
  void open() {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE;
    addrinfo* found = nullptr;
    if (::getaddrinfo(listening_.host.c_str(), std::to_string(listening_.port).c_str(), &hints, &found) ==
        0) {
      for (const addrinfo* at = found; at != nullptr && listener_ < 0; at = at->ai_next) try_address(*at);
      ::freeaddrinfo(found);
    }
    if (listener_ < 0) {
      throw core::DocumentError(
          {.file = {},
           .line = 0,
           .pointer = {},
           .rule = "endpoint.bind",
           .message = fmt::format("cannot listen on {}:{}", listening_.host, listening_.port),
           .advice = "choose another port, or 0 for any free one"});
    }
  }

  void try_address(const addrinfo& address) {
    const int socket = ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, address.ai_protocol);
    if (socket < 0) return;
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    if (::bind(socket, address.ai_addr, address.ai_addrlen) != 0 || ::listen(socket, backlog) != 0 ||
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size) != 0) {
      ::close(socket);
      return;
    }
    listener_ = socket;
    port_ = bound.ss_family == AF_INET6 ? ntohs(reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port)
                                        : ntohs(reinterpret_cast<sockaddr_in*>(&bound)->sin_port);
  }

  void accept_all() {
    while (!stopping_) {
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) {
        if (stopping_ || (errno != EINTR && errno != ECONNABORTED && errno != EMFILE)) return;
        continue;
      }
      const int on = 1;
      ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      {
        const std::lock_guard lock(mutex_);
        if (running_ >= listening_.max_connections) {
          ::close(socket);
          continue;
        }
        ++running_;
        open_.push_back(socket);
      }
      std::thread([this, socket] { serve(socket); }).detach();
    }
  }

  void serve(int socket) {
    Connection(socket, handler_, listening_.max_body).serve();
    const std::lock_guard lock(mutex_);
    open_.remove(socket);
    ::close(socket);
    --running_;
    empty_.notify_all();
  }

  Handler handler_;
  Listening listening_;
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::condition_variable empty_;
  std::list<int> open_;
  std::size_t running_ = 0;
};

}  // namespace

std::unique_ptr<HttpServer> start_wire_server(const Listening& listening, Handler handler) {
  return std::make_unique<WireServer>(listening, std::move(handler));
}

}  // namespace hallmark::endpoint
