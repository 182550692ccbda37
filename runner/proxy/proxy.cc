#include "proxy/proxy.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/error.h"
#include "proxy/relay.h"

namespace hallmark::proxy {
namespace {

constexpr std::size_t most_reasons = 100;

// Says once, to everyone who polls it, that something has happened.
class Bell {
 public:
  Bell() : handle_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~Bell() { close(handle_); }
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;
  void ring() {
    rung_ = true;
    const std::uint64_t one = 1;
    static_cast<void>(!write(handle_, &one, sizeof one));
  }
  [[nodiscard]] bool rung() const { return rung_; }
  [[nodiscard]] int handle() const { return handle_; }

 private:
  int handle_;
  std::atomic<bool> rung_{false};
};

int bound(const addrinfo& address, int& port) {
  const int socket = ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, address.ai_protocol);
  if (socket < 0) return -1;
  const int on = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_storage at{};
  socklen_t size = sizeof at;
  if (bind(socket, address.ai_addr, address.ai_addrlen) != 0 || listen(socket, 512) != 0 ||
      getsockname(socket, reinterpret_cast<sockaddr*>(&at), &size) != 0) {
    close(socket);
    return -1;
  }
  port = ntohs(at.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&at)->sin6_port
                                        : reinterpret_cast<sockaddr_in*>(&at)->sin_port);
  return socket;
}

}  // namespace

struct Proxy::State {
  ProxyOptions options;
  int listener = -1, port = 0;
  Bell stopped, cut;
  mutable std::mutex mutex;
  std::condition_variable none_left;
  std::size_t running = 0;
  Traffic traffic;
  RelayShared common;
  std::thread acceptor;
  std::mutex stopping;

  explicit State(const ProxyOptions& given)
      : options(given),
        common{.options = options,
               .clock = options.clock ? *options.clock : core::system_clock(),
               .stopped_handle = stopped.handle(),
               .cut_handle = cut.handle(),
               .stopping = [this] { return stopped.rung(); },
               .cutting = [this] { return cut.rung(); },
               .refused = [this](const std::string& why) { refused(why); },
               .passed =
                   [this] {
                     const std::lock_guard lock(mutex);
                     ++traffic.exchanges;
                   }} {}

  void refused(const std::string& why) {
    const std::lock_guard lock(mutex);
    const bool room = traffic.refused.size() < most_reasons || traffic.refused.contains(why);
    ++traffic.refused[room ? why : "another reason"];
  }

  void listen_on() {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE;
    addrinfo* found = nullptr;
    // Where "localhost" is both, clients try the older one, too.
    const std::string host = options.host == "localhost" ? "127.0.0.1" : options.host;
    if (getaddrinfo(host.c_str(), std::to_string(options.port).c_str(), &hints, &found) == 0) {
      for (const addrinfo* at = found; at != nullptr && listener < 0; at = at->ai_next)
        listener = bound(*at, port);
      freeaddrinfo(found);
    }
    if (listener >= 0) return;
    throw core::DocumentError({.file = {},
                               .line = 0,
                               .pointer = {},
                               .rule = "proxy.bind",
                               .message = fmt::format("cannot listen on {}:{}", options.host, options.port),
                               .advice = "Choose another port, or 0 for any free one."});
  }

  void accept_all() {
    while (!stopped.rung()) {
      std::array<pollfd, 2> entries{{{.fd = listener, .events = POLLIN, .revents = 0},
                                     {.fd = stopped.handle(), .events = POLLIN, .revents = 0}}};
      if (poll(entries.data(), entries.size(), -1) < 0 && errno != EINTR) return;
      if (entries[0].revents == 0 || stopped.rung()) continue;
      {  // More wait in the backlog until others have gone.
        std::unique_lock lock(mutex);
        none_left.wait(lock, [this] { return running < options.max_connections || stopped.rung(); });
      }
      const int socket = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) {  // perhaps there is no descriptor left: one comes back when a connection ends
        std::unique_lock lock(mutex);
        none_left.wait_for(lock, std::chrono::milliseconds(50));
        continue;
      }
      const int on = 1;
      setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      {
        const std::lock_guard lock(mutex);
        ++running;
        ++traffic.connections;
      }
      try {
        std::thread([this, socket] { serve(socket); }).detach();
      } catch (const std::system_error&) {
        over(socket);
      }
    }
  }

  void serve(int socket) {
    Relay(socket, common).serve();
    over(socket);
  }

  void over(int socket) {
    close(socket);
    const std::lock_guard lock(mutex);
    --running;
    none_left.notify_all();
  }

  void stop() {
    const std::lock_guard once(stopping);
    if (!acceptor.joinable()) return;
    {
      const std::lock_guard lock(mutex);
      stopped.ring();
    }
    none_left.notify_all();
    acceptor.join();
    close(listener);
    std::unique_lock lock(mutex);
    const auto all_over = [this] { return running == 0; };
    if (!none_left.wait_for(lock, options.grace, all_over)) {
      cut.ring();
      none_left.wait(lock, all_over);
    }
  }
};

std::unique_ptr<Proxy> Proxy::start(const ProxyOptions& options) {
  auto state = std::make_unique<State>(options);
  state->listen_on();
  state->acceptor = std::thread([raw = state.get()] { raw->accept_all(); });
  return std::unique_ptr<Proxy>(new Proxy(std::move(state)));
}

Proxy::Proxy(std::unique_ptr<State> state) : state_(std::move(state)) {}
Proxy::~Proxy() { stop(); }

int Proxy::port() const { return state_->port; }

std::string Proxy::url() const {
  exchange::Address address{.scheme = "http", .host = state_->options.host, .port = 0, .path = {}};
  address.port = static_cast<std::uint16_t>(state_->port);
  return exchange::to_string(address);
}

Traffic Proxy::traffic() const {
  const std::lock_guard lock(state_->mutex);
  return state_->traffic;
}

void Proxy::stop() { state_->stop(); }
void Proxy::cut() { state_->cut.ring(); }

}  // namespace hallmark::proxy
