#include "exchange/client.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <array>

#include "core/text.h"

namespace hallmark::exchange {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::chrono::milliseconds poll_slice{100};
// Of an answer to a removal, or a list that what is left behind is looked for in, no more is read.
constexpr std::size_t longest_when_cleaning = std::size_t{16} << 20;

bool is_set(const std::atomic<bool>* flag) { return flag && flag->load(std::memory_order_relaxed); }

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

Client::Client(ClientOptions options) : options_(std::move(options)) {}
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
    return std::any_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
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

std::unique_ptr<Connection> Client::connect(const Address& address, const std::string& host,
                                            Attempt& attempt) {
  using Ended = Connection::Options::Ended;
  Connection::Opened opened = Connection::open(
      address, host,
      {.deadline = attempt.deadline,
       .connect_timeout = options_.connect_timeout,
       .ca_file = options_.ca_file,
       .verify_tls = options_.verify_tls,
       .ended = [&] {
         return attempt.is_cancelled() ? Ended::cancelled : attempt.late() ? Ended::late : Ended::no;
       }});
  if (!opened.connection) {
    attempt.result.fault = opened.fault;
    attempt.result.detail = std::move(opened.detail);
  }
  return std::move(opened.connection);
}

// A request that goes out while its answer comes in.
class Client::Passage {
 public:
  Passage(Connection& connection, std::string_view bytes, Attempt& attempt, ResponseReader& reader)
      : connection_(connection), bytes_(bytes), attempt_(attempt), reader_(reader) {}

  // Until the answer is whole or has ended.
  void run() {
    while (!reader_.done()) {
      if (attempt_.is_cancelled()) return reader_.end_of_stream(ResponseReader::End::cancelled);
      if (attempt_.late()) return reader_.end_of_stream(ResponseReader::End::timeout);
      const bool sent = send_some();
      const bool came = receive_some();
      if (!sent && !came && !reader_.done()) wait();
    }
  }

  // A second answer may stand right behind the first. False: the connection is of no more use.
  bool is_quiet() {
    const Connection::Moved came = receive();
    return came.state == Connection::State::would_wait;
  }

  [[nodiscard]] std::size_t sent() const { return sent_; }
  [[nodiscard]] bool is_sent() const { return sent_ == bytes_.size(); }
  [[nodiscard]] std::chrono::microseconds to_status() const {
    return to_status_.value_or(std::chrono::microseconds{0});
  }

 private:
  [[nodiscard]] bool wants_to_send() const { return !is_sent() && !sending_failed_; }

  bool send_some() {
    if (!wants_to_send()) return false;
    const Connection::Moved moved = connection_.send(bytes_.substr(sent_));
    sent_ += moved.bytes;
    attempt_.sending = sent_ > 0;
    // An answer may have been given before the peer closed: read it.
    sending_failed_ = moved.state == Connection::State::failed;
    return sending_failed_ || moved.state == Connection::State::open;
  }

  Connection::Moved receive() {
    static thread_local std::array<char, 64 * 1024> buffer;
    const Connection::Moved came = connection_.receive(buffer.data(), buffer.size());
    if (came.state == Connection::State::open) reader_.feed(std::string_view(buffer.data(), came.bytes));
    return came;
  }

  bool receive_some() {
    const Connection::Moved came = receive();
    switch (came.state) {
      case Connection::State::open:
        if (!to_status_ && reader_.has_status())
          to_status_ = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - attempt_.begun);
        return true;
      case Connection::State::closed:
        reader_.end_of_stream(ResponseReader::End::closed);
        return true;
      case Connection::State::failed:
        reader_.end_of_stream(ResponseReader::End::reset, connection_.why());
        return true;
      case Connection::State::would_wait:
        return false;
    }
    return false;
  }

  void wait() const {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(attempt_.deadline - Steady::now());
    const int most =
        static_cast<int>(std::clamp<long>(static_cast<long>(left.count()) + 1, 1, poll_slice.count()));
    pollfd entry{.fd = connection_.socket(),
                 .events = static_cast<short>(wants_to_send() ? POLLIN | POLLOUT : POLLIN),
                 .revents = 0};
    poll(&entry, 1, most);
  }

  Connection& connection_;
  std::string_view bytes_;
  Attempt& attempt_;
  ResponseReader& reader_;
  std::size_t sent_ = 0;
  bool sending_failed_ = false;
  std::optional<std::chrono::microseconds> to_status_;
};

std::unique_ptr<Connection> Client::take(const Address& address, const std::string& host, Attempt& attempt) {
  if (auto found = idle_.find(key_of(address, host)); found != idle_.end()) {
    std::unique_ptr<Connection> kept = std::move(found->second);
    idle_.erase(found);
    if (kept->usable()) return kept;
  }
  return connect(address, host, attempt);
}

void Client::attempt(const std::string& bytes, const wire::Request& request, const Address& address,
                     Attempt& attempt) {
  const std::string host = host_of(address, request.host_prefix);
  std::unique_ptr<Connection> connection = take(address, host, attempt);
  if (!connection) return;
  const bool fresh = connection->fresh();
  ResponseLimits limits = options_.limits;
  if (cleaning_) limits.body = std::min(limits.body, longest_when_cleaning);
  ResponseReader reader(request.method, limits);
  Passage passage(*connection, bytes, attempt, reader);
  passage.run();
  if (reader.done() && reader.keep_alive() && passage.is_sent() && passage.is_quiet()) {
    connection->answered();
    idle_[key_of(address, host)] = std::move(connection);
  }
  reader.decode_content();
  HttpExchange& result = attempt.result;
  result.bytes_sent = passage.sent();
  result.fault = reader.fault();
  result.detail = reader.detail();
  result.raw_head = reader.raw_head();
  attempt.stale = !fresh && !reader.any_byte() &&
                  (result.fault == TransportFault::closed_before_status ||
                   result.fault == TransportFault::reset_before_status);
  result.response = reader.take_response();
  if (result.response) {
    const int status = result.response->status;
    result.redirected = status >= 300 && status < 400 && result.response->headers.has("location");
    result.time_to_status = passage.to_status();
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
