#include <fmt/format.h>
#include <httplib.h>

#include <thread>

#include "core/error.h"
#include "endpoint/serve/http_server.h"

namespace hallmark::endpoint {

namespace {

// Threads as they are needed, up to a limit. A kept-alive connection holds one, so that a pool of
// fixed size would starve the connection after the last.
class GrowingPool : public httplib::TaskQueue {
 public:
  explicit GrowingPool(std::size_t most) : most_(most) {}

  void enqueue(std::function<void()> task) override {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    if (idle_ < tasks_.size() && threads_.size() < most_) {
      threads_.emplace_back([this] { work(); });
    } else {
      ready_.notify_one();
    }
  }

  void shutdown() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    ready_.notify_all();
    for (auto& thread : threads_) thread.join();
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    while (true) {
      ++idle_;
      ready_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
      --idle_;
      if (tasks_.empty()) return;
      auto task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> tasks_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
};

bool is_ours(std::string_view name) {
  for (const std::string_view added : {"REMOTE_ADDR", "REMOTE_PORT", "LOCAL_ADDR", "LOCAL_PORT"}) {
    if (name == added) return true;  // httplib's own additions
  }
  return false;
}

// httplib would cut any answer to the range that was asked for; what a Range means is the service's matter.
void forget_ranges(const httplib::Request& request) { const_cast<httplib::Request&>(request).ranges.clear(); }

wire::Request to_request(const httplib::Request& request, std::string body) {
  wire::Request ours{.method = request.method,
                     .target = request.target,
                     .headers = {},
                     .body = std::move(body),
                     .host_prefix = {}};
  for (const auto& [name, value] : request.headers) {
    if (!is_ours(name)) ours.headers.add(name, value);
  }
  return ours;
}

void give(const SentAnswer& answer, httplib::Response& response) {
  response.status = answer.response.status;
  if (!answer.response.reason.empty()) response.reason = answer.response.reason;
  std::string type;
  for (const auto& header : answer.response.headers) {
    if (header.name == "Content-Length") continue;
    response.headers.emplace(header.name, header.value);
  }
  if (answer.wire.close) response.headers.emplace("Connection", "close");
  response.body = answer.response.body;
}

class HttplibServer : public HttpServer {
 public:
  HttplibServer(const Listening& listening, Handler handler) : handler_(std::move(handler)) {
    server_.set_tcp_nodelay(true);
    // httplib's default is SO_REUSEPORT, with which two servers share a port unawares.
    server_.set_socket_options([this](socket_t socket) {
      const int on = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
      listener_ = socket;
    });
    server_.set_keep_alive_max_count(1'000'000);
    server_.set_keep_alive_timeout(5);
    server_.set_payload_max_length(listening.max_body);
    const std::size_t most = listening.max_connections;
    server_.new_task_queue = [most] { return new GrowingPool(most); };
    const std::string any = "[^]*";
    const auto with_body = [this](const httplib::Request& request, httplib::Response& response,
                                  const httplib::ContentReader& reader) {
      std::string body;
      reader([&](const char* data, std::size_t size) {
        body.append(data, size);
        return true;
      });
      forget_ranges(request);
      give(handler_(to_request(request, std::move(body))), response);
    };
    const auto plain = [this](const httplib::Request& request, httplib::Response& response) {
      forget_ranges(request);
      give(handler_(to_request(request, request.body)), response);
    };
    server_.Get(any, plain);
    server_.Options(any, plain);
    server_.Post(any, with_body);
    server_.Put(any, with_body);
    server_.Patch(any, with_body);
    server_.Delete(any, with_body);
    // Methods that httplib reads and has no table for (TRACE).
    server_.set_pre_routing_handler([plain](const httplib::Request& request, httplib::Response& response) {
      constexpr std::string_view routed[] = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"};
      if (std::find(std::begin(routed), std::end(routed), request.method) != std::end(routed))
        return httplib::Server::HandlerResponse::Unhandled;
      plain(request, response);
      return httplib::Server::HandlerResponse::Handled;
    });
    port_ = listening.port;
    if (port_ == 0) {
      port_ = server_.bind_to_any_port(listening.host);
    } else if (!server_.bind_to_port(listening.host, port_)) {
      port_ = -1;
    }
    if (port_ <= 0) {
      throw core::DocumentError(
          {.file = {},
           .line = 0,
           .pointer = {},
           .rule = "endpoint.bind",
           .message = fmt::format("cannot listen on {}:{}", listening.host, listening.port),
           .advice = "choose another port, or 0 for any free one"});
    }
    // httplib lets five callers wait; the sixth sends its first packet again only after a second.
    ::listen(listener_, backlog);
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }

  ~HttplibServer() override { HttplibServer::stop(); }

  [[nodiscard]] int port() const override { return port_; }

  void stop() override {
    if (!thread_.joinable()) return;
    server_.stop();
    thread_.join();
  }

 private:
  Handler handler_;
  httplib::Server server_;
  socket_t listener_ = INVALID_SOCKET;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace

std::unique_ptr<HttpServer> start_httplib_server(const Listening& listening, Handler handler) {
  return std::make_unique<HttplibServer>(listening, std::move(handler));
}

}  // namespace hallmark::endpoint
