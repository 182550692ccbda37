#include "exchange/connection.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <mutex>

namespace hallmark::exchange {
namespace {

using Steady = std::chrono::steady_clock;
using Ended = Connection::Options::Ended;
// Servers drop idle connections after a few seconds; a request sent into that moment is lost.
constexpr std::chrono::milliseconds idle_limit{2000};

void start_curl_once() {
  static std::once_flag once;
  std::call_once(once, [] {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to sockets that the peer has closed
  });
}

std::size_t discard(char*, std::size_t size, std::size_t count, void*) { return size * count; }

int stop_when(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return (*static_cast<const std::function<bool()>*>(user))() ? 1 : 0;
}

TransportFault fault_of(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return TransportFault::cannot_resolve;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
      return TransportFault::tls;
    default:
      return TransportFault::cannot_connect;
  }
}

}  // namespace

struct Connection::Handle {
  CURL* easy = nullptr;
  curl_slist* resolve = nullptr;
  curl_socket_t socket = CURL_SOCKET_BAD;
  bool tls = false, fresh = true;
  Steady::time_point last_used{};
  std::array<char, CURL_ERROR_SIZE> error{};

  Handle() = default;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (easy) curl_easy_cleanup(easy);
    curl_slist_free_all(resolve);
  }
};

Connection::Connection(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Connection::~Connection() = default;

Connection::Opened Connection::open(const Address& address, const std::string& host, const Options& options) {
  start_curl_once();
  const auto fail = [](TransportFault fault, std::string detail) {
    return Opened{.connection = nullptr, .fault = fault, .detail = std::move(detail)};
  };
  auto handle = std::make_unique<Handle>();
  handle->tls = address.scheme == "https";
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(options.deadline - Steady::now());
  if (left.count() <= 0)
    return fail(TransportFault::timeout_before_status, "the deadline passed before connecting");
  handle->easy = curl_easy_init();
  if (!handle->easy) return fail(TransportFault::cannot_connect, "libcurl gave no handle");
  CURL* easy = handle->easy;
  const std::string bracketed = host.find(':') == std::string::npos ? host : "[" + host + "]";
  const std::string url = fmt::format("{}://{}:{}/", address.scheme, bracketed, address.port);
  const auto ended = [&] {
    if (options.ended)
      if (const Ended answer = options.ended(); answer != Ended::no) return answer;
    return Steady::now() >= options.deadline ? Ended::late : Ended::no;
  };
  const std::function<bool()> stop = [&] { return ended() != Ended::no; };
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_VERBOSE, 0L);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, handle->error.data());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, discard);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_SSL_ENABLE_ALPN, 0L);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(std::min(left, options.connect_timeout).count()));
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, stop_when);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &stop);
  if (!options.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, options.ca_file.c_str());
  if (!options.verify_tls) {
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
  }
  if (is_loopback(address)) {
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    if (!is_ip_address(host)) {  // names under .localhost never leave this machine, whatever a resolver says
      handle->resolve =
          curl_slist_append(nullptr, fmt::format("{}:{}:127.0.0.1,[::1]", host, address.port).c_str());
      curl_easy_setopt(easy, CURLOPT_RESOLVE, handle->resolve);
    }
  } else {
    curl_easy_setopt(easy, CURLOPT_HTTPPROXYTUNNEL, 1L);
  }
  const CURLcode code = curl_easy_perform(easy);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, nullptr);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 1L);
  if (code == CURLE_ABORTED_BY_CALLBACK) {
    return ended() == Ended::cancelled
               ? fail(TransportFault::cancelled, "cancelled while connecting")
               : fail(TransportFault::timeout_before_status, "the deadline passed before connecting");
  }
  if (code != CURLE_OK)
    return fail(fault_of(code), handle->error[0] ? handle->error.data() : curl_easy_strerror(code));
  if (curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &handle->socket) != CURLE_OK ||
      handle->socket == CURL_SOCKET_BAD) {
    return fail(TransportFault::cannot_connect, "libcurl gave no socket");
  }
  handle->last_used = Steady::now();
  Opened opened;
  opened.connection.reset(new Connection(std::move(handle)));
  return opened;
}

Connection::Moved Connection::send(std::string_view bytes) {
  std::size_t count = 0;
  const CURLcode code = curl_easy_send(handle_->easy, bytes.data(), bytes.size(), &count);
  return {.state = code == CURLE_OK      ? State::open
                   : code == CURLE_AGAIN ? State::would_wait
                                         : State::failed,
          .bytes = count};
}

Connection::Moved Connection::receive(char* into, std::size_t size) {
  std::size_t count = 0;
  const CURLcode code = curl_easy_recv(handle_->easy, into, size, &count);
  if (code == CURLE_OK) return {.state = count > 0 ? State::open : State::closed, .bytes = count};
  if (code == CURLE_AGAIN) return {.state = State::would_wait};
  const bool cut_tls = handle_->tls && why().find("eof") != std::string_view::npos;
  return {.state = cut_tls ? State::closed : State::failed};
}

int Connection::socket() const { return handle_->socket; }

std::string_view Connection::why() const { return handle_->error.data(); }

bool Connection::usable() const {
  if (Steady::now() - handle_->last_used > idle_limit) return false;
  pollfd entry{.fd = handle_->socket, .events = POLLIN, .revents = 0};
  return poll(&entry, 1, 0) == 0;
}

void Connection::answered() {
  handle_->fresh = false;
  handle_->last_used = Steady::now();
}

bool Connection::fresh() const { return handle_->fresh; }

}  // namespace hallmark::exchange
