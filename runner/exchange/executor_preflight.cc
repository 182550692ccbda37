#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "exchange/executor_state.h"

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds first_patience{10000};
constexpr int first_redirect = 300, first_client_error = 400, first_server_error = 500;
constexpr int not_implemented = 501, unavailable = 503;

// Operations that change nothing and need no input.
std::vector<const contract::Operation*> questions(const ServiceContext& service) {
  std::vector<const contract::Operation*> found;
  for (const contract::Operation* operation : service.model->all_operations()) {
    const contract::Shape* input = service.model->shape(operation->input);
    const bool needs =
        input && std::any_of(input->members.begin(), input->members.end(),
                             [](const contract::Member& member) { return contract::is_required(member); });
    if (!needs && is_repeatable(*operation, {})) found.push_back(operation);
    if (found.size() == 2) break;
  }
  return found;
}

// Whether and how it answers shows long before.
constexpr std::size_t enough_of_a_body = std::size_t{1} << 20;

class Preflight {
 public:
  Preflight(Executor::State& state, const ServiceContext& service) : state_(state), service_(service) {
    client_.connect_timeout = std::min(client_.connect_timeout, client_.request_deadline);
    client_.request_deadline = std::min(client_.request_deadline, first_patience);
    client_.limits.body = std::min(client_.limits.body, enough_of_a_body);
  }

  // One sentence, or none when there is nothing to say.
  std::string run(std::chrono::milliseconds wait) {
    const auto over = [this] { return state_.caller.over(); };
    const std::chrono::microseconds end = state_.caller.clock().monotonic() + wait;
    const std::vector<const contract::Operation*> asked = questions(service_);
    HttpExchange http = ask(asked.empty() ? nullptr : asked.front());
    while (is_starting(http) && !over() && state_.caller.clock().monotonic() < end) {
      state_.caller.sleep(500ms, over);
      http = ask(asked.empty() ? nullptr : asked.front());
    }
    if (over()) return {};
    if (!http.response || http.fault == TransportFault::timeout_in_body) return unanswered(http);
    const int status = http.response->status;
    const std::string& body = http.response->body;
    if (status == 400 && service_.address.scheme == "http" && body.size() < 2000 &&
        body.find("HTTPS") != std::string::npos) {
      return lost("it speaks HTTPS, not HTTP");
    }
    if (status >= first_server_error && status != not_implemented) return server_error(asked, status);
    if (const std::string* there = http.response->headers.find("Location");
        there && status >= first_redirect && status < first_client_error) {
      return fmt::format("{} redirects to {} with status {}, which is not followed: is its address right?",
                         url(), core::shorten(*there, 200), status);
    }
    const std::string& path = service_.address.path;
    if ((status == 404 || status == 405) && !path.empty() && path != "/" && !code_of(http, asked)) {
      return fmt::format("{} answers status {} without an error code: is its path right?", url(), status);
    }
    return {};
  }

 private:
  [[nodiscard]] std::string url() const { return to_string(service_.address); }

  [[nodiscard]] static bool is_starting(const HttpExchange& http) {
    if (http.response) return http.response->status == unavailable;
    return http.fault != TransportFault::tls && http.fault != TransportFault::cancelled;
  }

  HttpExchange ask(const contract::Operation* operation) {
    Client client(client_);
    if (!operation) return state_.caller.plain(service_.address, client, {.method = "GET", .path = {}});
    OutgoingCall call;
    call.operation = operation;
    call.credentials = state_.credentials("default").credentials;
    call.patient = false;
    Called called = state_.caller.call(service_, client, call);
    if (!called.impossible.empty())
      return state_.caller.plain(service_.address, client, {.method = "GET", .path = {}});
    return called.exchange.http;
  }

  // It answers with the other scheme.
  bool answers_as(const std::string& scheme) {
    Address other = service_.address;
    other.scheme = scheme;
    ClientOptions options = client_;
    options.verify_tls = false;
    options.request_deadline = std::min<std::chrono::milliseconds>(options.request_deadline, 2s);
    Client client(options);
    const HttpExchange http = state_.caller.plain(other, client, {.method = "GET", .path = {}});
    return http.response.has_value() && http.fault == TransportFault::none;
  }

  std::string lost(const std::string& why) {
    service_.reach->give_up("the endpoint has answered no request so far: " + why);
    return fmt::format("{}: {}", url(), why);
  }

  std::string unanswered(const HttpExchange& http) {
    switch (http.fault) {
      case TransportFault::cannot_resolve:
      case TransportFault::cannot_connect:
        // Who waits for a request takes no notice of a handshake.
        if (service_.address.scheme == "https" && answers_as("http"))
          return lost("it speaks HTTP, not HTTPS");
        service_.reach->give_up("the endpoint has answered no request so far: " + http.detail);
        return fmt::format("nothing answers at {}: {}; --wait 60s waits for an endpoint that is starting",
                           url(), http.detail);
      case TransportFault::tls:
        return lost(answers_as("http") ? "it speaks HTTP, not HTTPS" : "tls: " + http.detail);
      case TransportFault::timeout_before_status:
      case TransportFault::timeout_in_body:
        return fmt::format("{} has not answered the first request for {} s; going on", url(),
                           std::chrono::duration<double>(client_.request_deadline).count());
      case TransportFault::cancelled:
        return {};
      default:
        if (service_.address.scheme == "http" && answers_as("https"))
          return lost("it speaks HTTPS, not HTTP");
        return fmt::format("{} does not answer the first request in HTTP: {} {}; going on", url(),
                           to_string(http.fault), http.detail);
    }
  }

  std::string server_error(const std::vector<const contract::Operation*>& asked, int status) {
    std::string what =
        fmt::format("{} to {}", status, asked.empty() ? std::string("GET /") : std::string(asked[0]->name()));
    std::vector<const contract::Operation*> more(asked.begin() + (asked.empty() ? 0 : 1), asked.end());
    if (!asked.empty()) more.push_back(nullptr);
    for (const contract::Operation* operation : more) {
      const HttpExchange http = ask(operation);
      if (!http.response || http.response->status < first_server_error) return {};
      what += fmt::format(", {} to {}", http.response->status,
                          operation ? std::string(operation->name()) : std::string("GET /"));
    }
    return fmt::format("{} answers everything with a server error ({}); going on", url(), what);
  }

  [[nodiscard]] bool code_of(const HttpExchange& http, const std::vector<const contract::Operation*>& asked) {
    if (asked.empty() || !service_.protocol || http.fault != TransportFault::none) return false;
    return !service_.protocol->decode_error(*service_.model, *asked.front(), *http.response, service_.limits)
                .code.empty();
  }

  Executor::State& state_;
  const ServiceContext& service_;
  ClientOptions client_ = state_.options.client;
};

}  // namespace

std::vector<std::string> Executor::preflight(std::chrono::milliseconds wait) {
  std::vector<std::string> sentences;
  std::set<const Reach*> asked;
  for (const auto& [slug, service] : state_->services) {
    if (!service.protocol || !asked.insert(service.reach.get()).second) continue;
    if (std::string sentence = Preflight(*state_, service).run(wait); !sentence.empty())
      sentences.push_back(std::move(sentence));
  }
  return sentences;
}

}  // namespace hallmark::exchange
