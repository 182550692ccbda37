#include "exchange/client.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <functional>
#include <mutex>

#include "core/text.h"

namespace hallmark::exchange {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::chrono::milliseconds poll_slice{100};
// Servers drop idle connections after a few seconds; a request sent into that moment is lost.
constexpr std::chrono::milliseconds idle_limit{2000};
// Of an answer to a removal, or a list that what is left behind is looked for in, no more is read.
constexpr std::size_t longest_when_cleaning = std::size_t{16} << 20;

void start_curl_once() {
  static std::once_flag once;
  std::call_once(once, [] {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to sockets that the peer has closed
  });
}

bool is_set(const std::atomic<bool>* flag) { return flag && flag->load(std::memory_order_relaxed); }

std::size_t discard(char*, std::size_t size, std::size_t count, void*) { return size * count; }

std::string wire_text(const wire::Request& request, const std::string& user_agent) {
  std::string text = fmt::format("{} {} HTTP/1.1\r\n", request.method, request.target);
  for (const wire::Header& header : request.headers) text += header.name + ": " + header.value + "\r\n";
  if (!user_agent.empty() && !request.headers.has("user-agent")) text += "User-Agent: " + user_agent + "\r\n";
  const bool wants_length = !request.body.empty() || request.method == "POST" || request.method == "PUT" ||
                            request.method == "PATCH";
  if (wants_length && !request.headers.has("content-length") && !request.headers.has("transfer-encoding")) {
    text += fmt::format("Content-Length: {}\r\n", request.body.size());
  }
  text += "\r\n";
  text += request.body;
  return text;
}

std::string host_of(const Address& address, const std::string& prefix) {
  return is_ip_address(address.host) || is_loopback(address) ? address.host : prefix + address.host;
}

std::string key_of(const Address& address, const std::string& host) {
  return fmt::format("{}://{}:{}", address.scheme, host, address.port);
}

}  // namespace

struct Client::Connection {
  CURL* easy = nullptr;
  curl_slist* resolve = nullptr;
  curl_socket_t socket = CURL_SOCKET_BAD;
  Steady::time_point last_used{};
  std::array<char, CURL_ERROR_SIZE> error{};
  bool fresh = true;

  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    if (easy) curl_easy_cleanup(easy);
    curl_slist_free_all(resolve);
  }

  // Nothing may wait to be read between two requests: a closed connection shows as readable, and so does
  // an answer that nobody asked for.
  [[nodiscard]] bool usable() const {
    if (Steady::now() - last_used > idle_limit) return false;
    pollfd entry{.fd = socket, .events = POLLIN, .revents = 0};
    return poll(&entry, 1, 0) == 0;
  }
};

// One sending over one connection.
struct Client::Attempt {
  HttpExchange result;
  Steady::time_point begun, deadline;
  bool stale = false;    // a kept connection was closed before a byte came back
  bool sending = false;  // a byte has left
  const Client* client = nullptr;
  [[nodiscard]] bool is_cancelled() const {
    if (client->cleaning_) return client->cleaning_over();
    return client->making_ && sending ? client->making_over() : is_set(client->options_.cancelled);
  }
  [[nodiscard]] bool late() const {
    const Steady::time_point now = Steady::now();
    const auto& end = client->options_.overall_deadline;  // behind which nothing begins
    return now >= deadline || is_set(client->gone_) || (!sending && !client->cleaning_ && end && now >= *end);
  }
};

namespace {

int stop_when(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return (*static_cast<const std::function<bool()>*>(user))() ? 1 : 0;
}

}  // namespace

Client::Client(ClientOptions options) : options_(std::move(options)) { start_curl_once(); }
Client::~Client() = default;

void Client::set_cleaning(bool cleaning) { cleaning_ = cleaning; }

bool Client::cleaning_over() const {
  const Steady::time_point now = Steady::now();
  if (is_set(options_.abandoned) || (options_.cleaning_deadline && now >= *options_.cleaning_deadline))
    return true;
  if (!is_set(options_.cancelled)) return false;
  if (!cancelled_at_) cancelled_at_ = now;
  return now >= *cancelled_at_ + options_.cleaning_grace;
}

bool Client::making_over() const {
  if (!is_set(options_.cancelled)) return false;
  const Steady::time_point now = Steady::now();
  if (!cancelled_at_) cancelled_at_ = now;
  return is_set(options_.abandoned) || now >= *cancelled_at_ + options_.cleaning_grace / 2;
}

std::optional<Steady::time_point> Client::making_deadline() const {
  if (!options_.overall_deadline || !options_.cleaning_deadline) return options_.overall_deadline;
  return *options_.overall_deadline + (*options_.cleaning_deadline - *options_.overall_deadline) / 2;
}

std::optional<std::string> Client::unsendable(const wire::Request& request) {
  const auto breaks = [](std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
  };
  if (request.method.empty() || breaks(request.method)) return "its method is empty or holds a line break";
  if (breaks(request.target)) return "its target holds a line break";
  for (const wire::Header& header : request.headers) {
    if (breaks(header.name) || breaks(header.value)) {
      return "the header " + core::printable(header.name) +
             " holds a line break or NUL, which HTTP cannot carry";
    }
  }
  return std::nullopt;
}

std::unique_ptr<Client::Connection> Client::connect(const Address& address, const std::string& host,
                                                    Attempt& attempt) {
  auto connection = std::make_unique<Connection>();
  const auto fail = [&](TransportFault fault, std::string detail) {
    attempt.result.fault = fault;
    attempt.result.detail = std::move(detail);
    return nullptr;
  };
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(attempt.deadline - Steady::now());
  if (left.count() <= 0)
    return fail(TransportFault::timeout_before_status, "the deadline passed before connecting");
  connection->easy = curl_easy_init();
  if (!connection->easy) return fail(TransportFault::cannot_connect, "libcurl gave no handle");
  CURL* easy = connection->easy;
  const std::string bracketed = host.find(':') == std::string::npos ? host : "[" + host + "]";
  const std::string url = fmt::format("{}://{}:{}/", address.scheme, bracketed, address.port);
  const std::function<bool()> ended = [&] { return attempt.is_cancelled() || attempt.late(); };
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_VERBOSE, 0L);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, connection->error.data());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, discard);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_SSL_ENABLE_ALPN, 0L);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(std::min(left, options_.connect_timeout).count()));
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, stop_when);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &ended);
  if (!options_.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, options_.ca_file.c_str());
  if (!options_.verify_tls) {
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
  }
  if (is_loopback(address)) {
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    if (!is_ip_address(host)) {  // names under .localhost never leave this machine, whatever a resolver says
      connection->resolve =
          curl_slist_append(nullptr, fmt::format("{}:{}:127.0.0.1,[::1]", host, address.port).c_str());
      curl_easy_setopt(easy, CURLOPT_RESOLVE, connection->resolve);
    }
  } else {
    curl_easy_setopt(easy, CURLOPT_HTTPPROXYTUNNEL, 1L);
  }
  const CURLcode code = curl_easy_perform(easy);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, nullptr);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 1L);
  if (code != CURLE_OK) {
    const std::string why = connection->error[0] ? connection->error.data() : curl_easy_strerror(code);
    switch (code) {
      case CURLE_COULDNT_RESOLVE_HOST:
      case CURLE_COULDNT_RESOLVE_PROXY:
        return fail(TransportFault::cannot_resolve, why);
      case CURLE_ABORTED_BY_CALLBACK:
        if (!attempt.is_cancelled())
          return fail(TransportFault::timeout_before_status, "the deadline passed before connecting");
        return fail(TransportFault::cancelled, "cancelled while connecting");
      case CURLE_SSL_CONNECT_ERROR:
      case CURLE_PEER_FAILED_VERIFICATION:
      case CURLE_SSL_CACERT_BADFILE:
      case CURLE_SSL_CERTPROBLEM:
      case CURLE_SSL_CIPHER:
      case CURLE_SSL_ISSUER_ERROR:
        return fail(TransportFault::tls, why);
      default:
        return fail(TransportFault::cannot_connect, why);
    }
  }
  if (curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &connection->socket) != CURLE_OK ||
      connection->socket == CURL_SOCKET_BAD) {
    return fail(TransportFault::cannot_connect, "libcurl gave no socket");
  }
  return connection;
}

void Client::attempt(const std::string& bytes, const wire::Request& request, const Address& address,
                     Attempt& attempt) {
  const std::string host = host_of(address, request.host_prefix);
  const std::string key = key_of(address, host);
  std::unique_ptr<Connection> connection;
  if (auto found = idle_.find(key); found != idle_.end()) {
    connection = std::move(found->second);
    idle_.erase(found);
    if (!connection->usable()) connection.reset();
  }
  if (!connection) connection = connect(address, host, attempt);
  if (!connection) return;

  ResponseLimits limits = options_.limits;
  if (cleaning_) limits.body = std::min(limits.body, longest_when_cleaning);
  ResponseReader reader(request.method, limits);
  std::size_t sent = 0;
  bool sending_failed = false;
  std::optional<std::chrono::microseconds> to_status;
  static thread_local std::array<char, 64 * 1024> buffer;
  while (!reader.done()) {
    if (attempt.is_cancelled()) {
      reader.end_of_stream(ResponseReader::End::cancelled);
      break;
    }
    if (attempt.late()) {
      reader.end_of_stream(ResponseReader::End::timeout);
      break;
    }
    bool progress = false;
    if (sent < bytes.size() && !sending_failed) {
      std::size_t count = 0;
      const CURLcode code =
          curl_easy_send(connection->easy, bytes.data() + sent, bytes.size() - sent, &count);
      sent += count;
      attempt.sending = sent > 0;
      if (code == CURLE_OK) {
        progress = true;
      } else if (code != CURLE_AGAIN) {
        sending_failed = true;  // an answer may have been given before the peer closed: read it
        progress = true;
      }
    }
    std::size_t count = 0;
    const CURLcode code = curl_easy_recv(connection->easy, buffer.data(), buffer.size(), &count);
    if (code == CURLE_OK && count > 0) {
      reader.feed(std::string_view(buffer.data(), count));
      if (!to_status && reader.has_status()) {
        to_status = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - attempt.begun);
      }
      continue;
    }
    if (code == CURLE_OK) {
      reader.end_of_stream(ResponseReader::End::closed);
      break;
    }
    if (code != CURLE_AGAIN) {
      const std::string_view why = connection->error.data();
      // A TLS peer that closes without saying so (close_notify) has closed, not reset.
      const bool cut_tls = address.scheme == "https" && why.find("eof") != std::string_view::npos;
      reader.end_of_stream(cut_tls ? ResponseReader::End::closed : ResponseReader::End::reset, why);
      break;
    }
    if (progress) continue;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(attempt.deadline - Steady::now());
    const int wait =
        static_cast<int>(std::clamp<long>(static_cast<long>(left.count()) + 1, 1, poll_slice.count()));
    const bool unsent = sent < bytes.size() && !sending_failed;
    pollfd entry{.fd = connection->socket,
                 .events = static_cast<short>(unsent ? POLLIN | POLLOUT : POLLIN),
                 .revents = 0};
    poll(&entry, 1, wait);
  }
  if (reader.done() && reader.keep_alive() && sent == bytes.size()) {
    // A second answer may stand right behind the first.
    std::size_t count = 0;
    const CURLcode code = curl_easy_recv(connection->easy, buffer.data(), buffer.size(), &count);
    if (code == CURLE_OK && count > 0) reader.feed(std::string_view(buffer.data(), count));
    if (code == CURLE_AGAIN) {
      connection->fresh = false;
      connection->last_used = Steady::now();
    }
    if (code == CURLE_AGAIN) idle_[key] = std::move(connection);
  }
  reader.decode_content();
  HttpExchange& result = attempt.result;
  result.bytes_sent = sent;
  result.fault = reader.fault();
  result.detail = reader.detail();
  result.raw_head = reader.raw_head();
  attempt.stale = connection && !connection->fresh && !reader.any_byte() &&
                  (result.fault == TransportFault::closed_before_status ||
                   result.fault == TransportFault::reset_before_status);
  result.response = reader.take_response();
  if (result.response) {
    const int status = result.response->status;
    result.redirected = status >= 300 && status < 400 && result.response->headers.has("location");
    result.time_to_status = to_status.value_or(std::chrono::microseconds{0});
  }
}

Client::Attempt Client::begin(std::optional<std::chrono::milliseconds> deadline) const {
  Attempt attempt;
  attempt.begun = Steady::now();
  attempt.deadline = attempt.begun + deadline.value_or(options_.request_deadline);
  const auto overall = making_ ? making_deadline() : options_.overall_deadline;
  if (overall && !cleaning_) attempt.deadline = std::min(attempt.deadline, *overall);
  attempt.client = this;
  return attempt;
}

void Client::open(const Address& address, const std::string& host_prefix) {
  const std::string host = host_of(address, host_prefix);
  const std::string key = key_of(address, host);
  if (const auto found = idle_.find(key); found != idle_.end() && found->second->usable()) return;
  Attempt unused = begin(std::nullopt);
  std::unique_ptr<Connection> connection = connect(address, host, unused);
  if (!connection) return;  // send() will say why
  connection->last_used = Steady::now();
  idle_[key] = std::move(connection);
}

HttpExchange Client::send(const wire::Request& request, const Address& address,
                          std::optional<std::chrono::milliseconds> deadline) {
  const core::Clock& clock = options_.clock ? *options_.clock : core::system_clock();
  Attempt first = begin(deadline);
  first.result.request = request;
  Address origin = address;
  origin.path.clear();
  first.result.url = to_string(origin);
  first.result.started = clock.now();
  if (const std::optional<std::string> why = unsendable(request)) {
    first.result.fault = TransportFault::cannot_connect;
    first.result.detail = "not sent: " + *why;
    return std::move(first.result);
  }
  const std::string bytes = wire_text(request, options_.user_agent);
  attempt(bytes, request, address, first);
  if (first.stale) {
    Attempt second = first;
    second.stale = second.sending = false;
    second.result.fault = TransportFault::none;
    second.result.detail.clear();
    attempt(bytes, request, address, second);
    second.result.retries = 1;
    first = std::move(second);
  }
  first.result.duration = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - first.begun);
  return std::move(first.result);
}

}  // namespace hallmark::exchange
