#include "exchange/caller.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "contract/foreign_protocols.h"
#include "core/digest.h"
#include "core/text.h"
#include "names/habits.h"
#include "names/knowledge.h"
#include "names/signs.h"

namespace hallmark::exchange {
namespace {

using namespace std::chrono_literals;

// Dummies by design: the key is of the right form and known to nobody.
const wire::Credentials unknown_credentials{"AKIAHALLMARKUNKNOWN0",
                                            "hallmark/unknown/secret/access/key+00000", ""};

// What a signature is scoped to that is good for no service.
constexpr const char* nobodys_service = "hallmark";

void apply_overlay(wire::Request& request, const plan::WireOverlay& overlay, const std::string& base_path) {
  if (!overlay.method.empty()) request.method = overlay.method;
  if (!overlay.path.empty()) request.target = base_path + overlay.path;
  if (overlay.body) {
    request.body = *overlay.body;
    if (request.headers.has("content-md5"))
      request.headers.set("Content-MD5", core::base64_encode(core::md5(request.body)));
  }
  for (const auto& [name, value] : overlay.headers) {
    if (value) {
      request.headers.set(name, *value);
    } else {
      request.headers.remove(name);
    }
  }
}

// Another last character, hexadecimal still: the signature is well formed and wrong.
void corrupt_signature(wire::Request& request) {
  const std::string* authorization = request.headers.find("authorization");
  if (!authorization || authorization->empty()) return;
  std::string changed = *authorization;
  changed.back() = changed.back() == '0' ? '1' : '0';
  request.headers.set("Authorization", changed);
}

std::optional<std::chrono::microseconds> retry_after(const wire::Response& response, core::Time now) {
  const std::string* value = response.headers.find("retry-after");
  if (!value) return std::nullopt;
  long seconds = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), seconds);
  if (error == std::errc() && end == value->data() + value->size() && seconds >= 0) {
    return std::chrono::seconds(std::min(seconds, 3600L));
  }
  if (const auto date = core::parse_time(*value, core::TimestampFormat::http_date)) {
    return std::max(std::chrono::microseconds{0}, *date - now);
  }
  return std::nullopt;
}

}  // namespace

bool is_throttling(int status, std::string_view code) {
  const bool said = names::Knowledge::standard().is(names::ErrorClass::throttled, code);
  return status == 429 || status == 503 || (status >= 400 && said);
}

bool is_repeatable(const contract::Operation& operation, std::string_view method) {
  if (method == "GET" || method == "HEAD" || operation.traits.has(contract::trait::readonly)) return true;
  const names::Kind kind = names::Knowledge::standard().kind_of(operation.name());
  return kind == names::Kind::read || kind == names::Kind::list;
}

void Pace::wait(const core::Clock& clock, const std::function<bool()>& cancelled) {
  if (max_rate_ <= 0) return;
  std::chrono::microseconds turn{0};
  {
    const std::lock_guard lock(mutex_);
    turn = std::max(next_, clock.monotonic());
    next_ = turn + std::chrono::microseconds(static_cast<long>(1e6 / max_rate_));
  }
  while (!cancelled()) {
    const std::chrono::microseconds left = turn - clock.monotonic();
    if (left.count() <= 0) return;
    clock.sleep(std::min<std::chrono::microseconds>(left, 50ms));
  }
}

std::string Called::answer() const {
  if (!impossible.empty()) return impossible;
  if (!code.empty()) return code;
  const HttpExchange& http = exchange.http;
  if (!http.response)
    return std::string(to_string(http.fault)) + (http.detail.empty() ? "" : ": " + http.detail);
  return fmt::format("status {}{}", http.response->status,
                     partial.empty() ? "" : " with entries in " + partial);
}

const Json& Called::output() const {
  static const Json none = Json::object();
  const std::shared_ptr<const ReadAnswer>& read = exchange.http.read;
  return read && read->success ? read->success->members : none;
}

Caller::Caller(const plan::Target& target, const ExecutorOptions& options, Pace& pace,
               std::atomic<std::size_t>& requests)
    : target_(target),
      options_(options),
      clock_(options.clock ? *options.clock : core::system_clock()),
      pace_(pace),
      requests_(requests) {}

bool Caller::cancelled() const {
  const std::atomic<bool>* flag = options_.client.cancelled;
  return flag && flag->load(std::memory_order_relaxed);
}

bool Caller::over() const {
  const auto& deadline = options_.client.overall_deadline;
  return cancelled() || (deadline && std::chrono::steady_clock::now() >= *deadline);
}

void Caller::sleep(std::chrono::microseconds duration, const std::function<bool()>& enough) const {
  const std::chrono::microseconds end = clock_.monotonic() + duration;
  while (!enough()) {
    const std::chrono::microseconds left = end - clock_.monotonic();
    if (left.count() <= 0) return;
    clock_.sleep(std::min<std::chrono::microseconds>(left, 50ms));
  }
}

void Caller::sign(wire::Request& request, const ServiceContext& service, const OutgoingCall& call) const {
  const plan::SignMode mode = call.overlay.sign;
  const Json* auth = call.operation->traits.find(contract::trait::auth);
  const bool no_auth = auth && auth->is_array() && auth->empty();
  if (mode == plan::SignMode::none || (!call.credentials && mode != plan::SignMode::unknown_key) ||
      (no_auth && mode == plan::SignMode::normal)) {
    return;
  }
  wire::SigningOptions options = service.signing;
  if (call.operation->traits.has(contract::trait::unsigned_payload)) options.unsigned_payload = true;
  core::Time now = clock_.now();
  if (mode == plan::SignMode::expired) now -= std::chrono::hours(2);
  const wire::Credentials& credentials =
      mode == plan::SignMode::unknown_key ? unknown_credentials : *call.credentials;
  wire::SigningScope scope = service.scope;
  if (mode == plan::SignMode::other_service) scope.service = nobodys_service;
  wire::sign(request, credentials, scope, now, options);
  if (mode == plan::SignMode::corrupt) corrupt_signature(request);
  // Signatures of keys whose secrets anyone can derive are none of anybody's.
  if (!(options_.known_key && options_.known_key(credentials.access_key_id))) remember_signature(request);
}

// An endpoint may say the signature back, and in another form than the sinks would know it by.
void Caller::remember_signature(const wire::Request& request) const {
  if (!options_.secrets) return;
  constexpr std::string_view mark = "Signature=";
  const std::string* authorization = request.headers.find("authorization");
  const std::string_view text =
      authorization != nullptr ? std::string_view(*authorization) : std::string_view(request.target);
  if (const std::size_t at = text.find(mark); at != std::string_view::npos) {
    const std::string_view signature = text.substr(at + mark.size());
    options_.secrets->add_passing(signature.substr(0, signature.find_first_of("&, ")));
  }
}

std::optional<wire::Request> Caller::request_of(const ServiceContext& service, const OutgoingCall& call,
                                                Called& called) const {
  if (!service.protocol) {
    called.impossible = contract::why_no_protocol(*service.model);
    return std::nullopt;
  }
  wire::EncodedRequest encoded = service.protocol->encode_request(*service.model, *call.operation, call.input,
                                                                  {.idempotency_token = call.token});
  called.exchange.inexpressible = encoded.inexpressible;
  if (!encoded.impossible.empty()) {
    called.impossible = encoded.impossible;
    return std::nullopt;
  }
  wire::Request request;
  request.method = encoded.request.method;
  request.target = service.address.path + encoded.request.target;
  request.host_prefix = encoded.request.host_prefix;
  request.body = std::move(encoded.request.body);
  request.headers.add("Host", host_header(service.address, request.host_prefix));
  for (const wire::Header& header : encoded.request.headers) {
    if (!core::equal_ignoring_case(header.name, "host")) request.headers.add(header.name, header.value);
  }
  if (!call.fault.empty() && !target_.fault_header.empty())
    request.headers.add(target_.fault_header, call.fault);
  apply_overlay(request, call.overlay, service.address.path);
  return request;
}

bool Caller::send_signed(const ServiceContext& service, Client& client, const OutgoingCall& call,
                         const wire::Request& request, Called& called) const {
  wire::Request sent = request;
  // The signature needs a host even where the case leaves the header out.
  const bool without_host = !request.headers.has("host");
  if (without_host) sent.headers.add("Host", host_header(service.address, request.host_prefix));
  sign(sent, service, call);
  if (without_host) sent.headers.remove("host");
  if (const auto why = Client::unsendable(sent)) {
    called.impossible = "not sendable: " + *why;
    return false;
  }
  if (call.paced) pace_.wait(clock_, [this] { return over(); });
  ++requests_;
  called.exchange.http = client.send(sent, service.address, call.deadline);
  return true;
}

namespace {

// What the answer is, and what stands in it.
void read_answer(const ServiceContext& service, const OutgoingCall& call, Called& called) {
  HttpExchange& http = called.exchange.http;
  called.code.clear();
  called.shape.clear();
  called.throttled = false;
  if (!http.response) return;
  called.success = service.protocol->is_success(*call.operation, *http.response);
  const bool whole = http.fault == TransportFault::none || http.fault == TransportFault::extra_data ||
                     http.fault == TransportFault::malformed_head ||
                     http.fault == TransportFault::conflicting_length;
  if (whole && called.success) {
    http.read = std::make_shared<const ReadAnswer>(
        ReadAnswer{.success = service.protocol->decode_response(*service.model, *call.operation,
                                                                *http.response, service.limits),
                   .error = {}});
  } else if (whole) {
    http.read = std::make_shared<const ReadAnswer>(ReadAnswer{
        .success = {},
        .error =
            service.protocol->decode_error(*service.model, *call.operation, *http.response, service.limits)});
    const wire::DecodedError& error = *http.read->error;
    called.code = error.code;
    if (error.shape) called.shape = error.shape->name();
  }
  if (called.success) called.partial = names::Habits::standard().partial_failure(called.output());
}

// The endpoint may have done what it did not live to answer: what refuses the second sending may be the
// first's doing, where a success is expected.
void forget_answer(Called& called) {
  HttpExchange& http = called.exchange.http;
  called.code.clear();
  called.shape.clear();
  http.response.reset();
  http.read.reset();
  http.fault = TransportFault::closed_before_status;
  http.detail = "a kept connection died; sent again, it was refused, which settles nothing";
}

bool is_awaited(const OutgoingCall& call, const Called& called) {
  return (!called.code.empty() && call.awaited.contains(called.code)) ||
         (!called.shape.empty() && call.awaited.contains(called.shape));
}

// The pauses between sendings: each about twice as long as the one before, but for what the endpoint asks.
class Backoff {
 public:
  explicit Backoff(std::chrono::microseconds first) : delay_(first) {}

  std::chrono::microseconds next(const wire::Response& response, core::Time now,
                                 std::chrono::microseconds most) {
    if (!jitter_) jitter_.emplace(core::random_uuid());
    const auto some =
        static_cast<std::int64_t>(jitter_->below(static_cast<std::uint64_t>(delay_.count() / 2 + 1)));
    const std::chrono::microseconds pause =
        retry_after(response, now).value_or(delay_ / 2 + std::chrono::microseconds(some));
    delay_ = std::min(delay_ * 2, most);
    return pause;
  }

 private:
  std::chrono::microseconds delay_;
  std::optional<core::Random> jitter_;
};

}  // namespace

Called Caller::call(const ServiceContext& service, Client& client, const OutgoingCall& call) const {
  Called called;
  Exchange& exchange = called.exchange;
  exchange.role = call.role;
  exchange.index = call.index;
  exchange.operation = std::string(call.operation->name());
  exchange.identity = call.identity;
  exchange.fault_requested = call.fault_requested;
  exchange.input = call.input;
  const std::optional<wire::Request> request = request_of(service, call, called);
  if (!request) return called;
  const bool repeatable = is_repeatable(*call.operation, request->method);
  Backoff backoff(options_.backoff_first);
  for (int attempt = 0;; ++attempt) {
    if (!send_signed(service, client, call, *request, called)) return called;
    const bool resent = exchange.http.retries > 0;
    exchange.http.retries = attempt + (resent ? 1 : 0);
    read_answer(service, call, called);
    if (!called.answered()) return called;
    const int status = exchange.http.response->status;
    const bool crowded =
        !called.success && names::is_momentary_limit(called.code, exchange.http.response->body);
    const bool throttling = crowded || (!called.success && is_throttling(status, called.code));
    if (resent && !repeatable && call.awaited.empty() && !called.success && !throttling) {
      forget_answer(called);
      return called;
    }
    if (!throttling) pace_.answered();
    if (!throttling || !call.patient || is_awaited(call, called) || call.fault_requested) return called;
    called.throttled = true;
    pace_.throttled();
    // A 503 without a throttling code may come after the work was done.
    const bool certain =
        status != 503 || is_throttling(400, called.code) || repeatable || !call.token.empty();
    const int attempts =
        pace_.hopeless() ? std::min(1, options_.backoff_attempts) : options_.backoff_attempts;
    if (attempt >= attempts || !certain || over()) {
      called.throttled = !crowded;  // a limit is an answer, when it does not pass
      return called;
    }
    const auto pause = backoff.next(*exchange.http.response, clock_.now(), options_.backoff_most);
    if (pause > options_.backoff_most) return called;  // longer than we are ready to wait
    sleep(pause, [this] { return over(); });
    if (over()) return called;
  }
}

HttpExchange Caller::plain(const Address& address, Client& client, const plan::HttpCall& call) const {
  wire::Request request;
  request.method = call.method.empty() ? "POST" : call.method;
  request.target = address.path + (call.path.empty() ? "/" : call.path);
  request.headers.add("Host", host_header(address));
  for (const auto& [name, value] : call.headers) request.headers.set(name, value);
  request.body = call.body;
  ++requests_;
  return client.send(request, address);
}

}  // namespace hallmark::exchange
