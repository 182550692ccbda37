#include "proxy/relay.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "core/text.h"

namespace hallmark::proxy {
namespace {

using exchange::Connection;

constexpr std::chrono::milliseconds longest_drain{2000};
constexpr std::size_t most_drained = std::size_t{64} << 20;

// Headers by which a client would go over to another protocol on this connection; a proxy does not pass
// them on (RFC 9110, 7.6.1 and 7.8).
bool is_upgrade(std::string_view name) {
  return core::equal_ignoring_case(name, "upgrade") || core::equal_ignoring_case(name, "http2-settings");
}

std::string_view reason_of(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 413:
      return "Content Too Large";
    case 501:
      return "Not Implemented";
    case 504:
      return "Gateway Timeout";
    default:
      return "Bad Gateway";
  }
}

}  // namespace

std::array<char, 64 * 1024>& Relay::buffer() {
  static thread_local std::array<char, 64 * 1024> block;
  return block;
}

int Relay::poll_time(std::chrono::milliseconds left) {
  return static_cast<int>(std::clamp<std::int64_t>(left.count() + 1, 1, 3'600'000));
}

Relay::Relay(int client, const RelayShared& common)
    : client_(client), common_(common), options_(common.options) {}

void Relay::serve() {
  while (!common_.stopping() && read_head()) {
    if (!exchange()) return;
  }
}

bool Relay::fill() {
  const ssize_t count = recv(client_, buffer().data(), buffer().size(), MSG_DONTWAIT);
  if (count > 0) in_.append(buffer().data(), static_cast<std::size_t>(count));
  return count > 0 || (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR));
}

Relay::Waited Relay::wait_for_client(int handle) {
  std::array<pollfd, 2> entries{
      {{.fd = client_, .events = POLLIN, .revents = 0}, {.fd = handle, .events = POLLIN, .revents = 0}}};
  const int ready = poll(entries.data(), entries.size(), poll_time(options_.timeout));
  if (ready == 0) return Waited::timeout;
  return entries[1].revents != 0 ? Waited::stopped : Waited::ready;
}

bool Relay::read_head() {
  request_.emplace(RequestLimits{.body = options_.max_body});
  while (true) {
    while (!in_.empty() && !request_->head_complete() && request_->problem().empty())
      in_.erase(0, request_->feed(in_));
    if (!request_->problem().empty()) {
      refuse(400, request_->problem());
      return false;
    }
    if (request_->head_complete()) return true;
    if (common_.stopping() || wait_for_client(common_.stopped_handle) != Waited::ready) return false;
    if (fill()) continue;
    if (request_->begun()) common_.refused("the client went away in the head of its request");
    return false;
  }
}

bool Relay::exchange() {
  begun_ = moved_ = Steady::now();
  started_ = common_.clock.now();
  up_.clear();
  down_.clear();
  replay_.clear();
  broken_.clear();
  up_at_ = down_at_ = bytes_up_ = bytes_down_ = bytes_came_ = 0;
  client_gone_ = up_failed_ = over_ = was_reset_ = timed_out_ = cut_ = false;
  to_status_.reset();
  retries_ = 0;
  as_sent_ = request_->request();
  if (options_.signer != nullptr && !sign()) return false;
  up_ = head_for_endpoint();
  if (options_.signer != nullptr && !as_sent_.body.empty()) up_ += as_sent_.body;
  begin_answer();
  if (endpoint_ && !endpoint_->usable()) endpoint_.reset();
  if (!endpoint_ && !connect()) return false;
  can_replay_ = !endpoint_->fresh();
  return pump();
}

// Signed anew: with its body, where that must be known first.
bool Relay::sign() {
  const bool needs_body = request_->has_body() && options_.signer->needs_body(as_sent_);
  if (needs_body && !collect_body()) return false;
  const bool whole = request_->done() && !request_->dropped_body();
  wire::Request signed_request = as_sent_;
  if (needs_body && whole) signed_request.body = request_->request().body;
  if (const auto problem = options_.signer->sign(signed_request, whole)) {
    refuse(request_->dropped_body() ? 413 : 501, *problem);
    return false;
  }
  if (needs_body) {
    signed_request.headers.remove("Expect");
    if (request_->is_chunked()) {  // it goes out in one piece
      signed_request.headers.remove("Transfer-Encoding");
      signed_request.headers.set("Content-Length", std::to_string(signed_request.body.size()));
    }
  }
  as_sent_ = std::move(signed_request);
  return true;
}

bool Relay::collect_body() {
  if (request_->expects_continue() && !write_all("HTTP/1.1 100 Continue\r\n\r\n")) return false;
  while (!request_->done() && !request_->dropped_body() && request_->problem().empty()) {
    if (in_.empty() && (wait_for_client(common_.cut_handle) != Waited::ready || !fill())) {
      common_.refused("the client went away in the body of its request");
      return false;
    }
    in_.erase(0, request_->feed(in_));
  }
  if (request_->problem().empty()) return true;
  refuse(400, request_->problem());
  return false;
}

std::string Relay::head_for_endpoint() {
  const bool upgrades = std::any_of(as_sent_.headers.begin(), as_sent_.headers.end(),
                                    [](const wire::Header& header) { return is_upgrade(header.name); });
  if (options_.signer == nullptr && !request_->was_absolute() && !upgrades) return request_->raw_head();
  if (upgrades) {
    as_sent_.headers.remove("Upgrade");
    as_sent_.headers.remove("HTTP2-Settings");
  }
  std::string head =
      fmt::format("{} {} HTTP/1.{}\r\n", as_sent_.method, as_sent_.target, request_->is_http_1_0() ? 0 : 1);
  for (const wire::Header& header : as_sent_.headers) head += header.name + ": " + header.value + "\r\n";
  return head + "\r\n";
}

void Relay::begin_answer() {
  exchange::ResponseLimits limits;
  limits.body = options_.max_body;
  limits.decoded = 2 * options_.max_body;
  limits.read_on = true;
  answer_.emplace(as_sent_.method, limits);
}

bool Relay::connect() {
  using Ended = Connection::Options::Ended;
  const exchange::Address& to = options_.to;
  Connection::Opened opened =
      Connection::open(to, to.host,
                       {.deadline = Steady::now() + options_.connect_timeout,
                        .connect_timeout = options_.connect_timeout,
                        .ca_file = options_.ca_file,
                        .verify_tls = options_.verify_tls,
                        .ended = [this] { return common_.cutting() ? Ended::cancelled : Ended::no; }});
  endpoint_ = std::move(opened.connection);
  if (endpoint_) return true;
  // The operation may stand in the body.
  if (!request_->expects_continue() && !request_->done() && !collect_body()) return false;
  if (as_sent_.body.empty()) as_sent_.body = std::move(request_->request().body);
  exchange::Address origin = to;
  origin.path.clear();
  common_.passed();
  options_.take({.request = as_sent_,
                 .url = exchange::to_string(origin),
                 .answer = std::move(*answer_),
                 .unsent = opened.fault,
                 .why = opened.detail,
                 .started = started_,
                 .duration = since_begin()});
  refuse(502, fmt::format("{} cannot be reached: {}", exchange::to_string(origin), opened.detail));
  return false;
}

std::chrono::microseconds Relay::since_begin() const {
  return std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - begun_);
}

void Relay::refuse(int status, const std::string& why) {
  if (status == 400 || status == 413 || status == 501) common_.refused(why);
  const std::string text = "hallmark proxy: " + why + "\n";
  const bool head = request_ && request_->head_complete() && request_->request().method == "HEAD";
  const bool sent = write_all(fmt::format(
      "HTTP/1.1 {} {}\r\nContent-Type: text/plain; charset=utf-8\r\nX-Hallmark-Proxy: {}\r\n"
      "Content-Length: {}\r\nConnection: close\r\n\r\n{}",
      status, reason_of(status), core::printable(core::shorten(why, 500)), text.size(), head ? "" : text));
  if (sent) drain();
}

bool Relay::write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = send(client_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

// A socket that is closed while bytes wait in it takes back what was written to it: they are read, for a
// while.
void Relay::drain() {
  shutdown(client_, SHUT_WR);
  const auto end = Steady::now() + longest_drain;
  std::size_t drained = 0;
  while (drained < most_drained && Steady::now() < end && !common_.cutting()) {
    std::array<pollfd, 2> entries{{{.fd = client_, .events = POLLIN, .revents = 0},
                                   {.fd = common_.cut_handle, .events = POLLIN, .revents = 0}}};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Steady::now());
    if (poll(entries.data(), entries.size(), static_cast<int>(left.count()) + 1) <= 0) return;
    const ssize_t count = recv(client_, buffer().data(), buffer().size(), MSG_DONTWAIT);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) return;
    drained += count > 0 ? static_cast<std::size_t>(count) : 0;
  }
}

void Relay::reset_client() {
  const linger now{.l_onoff = 1, .l_linger = 0};
  setsockopt(client_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

}  // namespace hallmark::proxy
