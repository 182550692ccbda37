#include "exchange/exchange.h"

#include <fmt/format.h>

#include <utility>

#include "core/text.h"

namespace hallmark::exchange {

std::string_view to_string(TransportFault fault) {
  switch (fault) {
    case TransportFault::none:
      return "none";
    case TransportFault::cannot_resolve:
      return "cannot-resolve";
    case TransportFault::cannot_connect:
      return "cannot-connect";
    case TransportFault::tls:
      return "tls";
    case TransportFault::timeout_before_status:
      return "timeout-before-status";
    case TransportFault::closed_before_status:
      return "closed-before-status";
    case TransportFault::reset_before_status:
      return "reset-before-status";
    case TransportFault::malformed_head:
      return "malformed-head";
    case TransportFault::truncated_body:
      return "truncated-body";
    case TransportFault::reset_in_body:
      return "reset-in-body";
    case TransportFault::timeout_in_body:
      return "timeout-in-body";
    case TransportFault::undecodable_body:
      return "undecodable-body";
    case TransportFault::limit_exceeded:
      return "limit-exceeded";
    case TransportFault::conflicting_length:
      return "conflicting-length";
    case TransportFault::extra_data:
      return "extra-data";
    case TransportFault::cancelled:
      return "cancelled";
  }
  return "none";
}

bool had_status(TransportFault fault) {
  return fault >= TransportFault::malformed_head && fault <= TransportFault::extra_data;
}

Exchange without_ends(const Exchange& whole, std::size_t longest_body) {
  const HttpExchange& http = whole.http;
  Exchange made{.role = whole.role,
                .index = whole.index,
                .operation = whole.operation,
                .identity = whole.identity,
                .fault_requested = whole.fault_requested,
                .input = whole.input,
                .http = {.request = http.request,
                         .url = http.url,
                         .fault = http.fault,
                         .detail = http.detail,
                         .started = http.started,
                         .duration = http.duration,
                         .time_to_status = http.time_to_status,
                         .bytes_sent = http.bytes_sent,
                         .retries = http.retries,
                         .redirected = http.redirected},
                .inexpressible = whole.inexpressible};
  if (const auto& response = http.response)
    made.http.response = wire::Response{.status = response->status,
                                        .reason = response->reason,
                                        .version = response->version,
                                        .headers = response->headers,
                                        .trailers = response->trailers,
                                        .body = core::shorten(response->body, longest_body)};
  return made;
}

std::string to_string(const Wait& wait) {
  const auto seconds = [](auto time) { return std::chrono::duration<double>(time).count(); };
  std::string text = fmt::format("waited {:.1f} s for {}", seconds(wait.duration), wait.what);
  if (wait.reached) return text;
  text += fmt::format(", in vain (its patience is {:g} s)", seconds(wait.patience));
  return wait.why.empty() ? text : text + ": " + wait.why;
}

namespace {

using Kind = Reason::Kind;
constexpr std::pair<Kind, std::string_view> reason_words[] = {{Kind::planned, "planned"},
                                                              {Kind::cannot_be_sent, "cannot-be-sent"},
                                                              {Kind::interrupted, "interrupted"},
                                                              {Kind::base_not_accepted, "base-not-accepted"},
                                                              {Kind::needs_not_offered, "needs-not-offered"},
                                                              {Kind::too_slow, "too-slow"},
                                                              {Kind::arrangement, "arrangement"},
                                                              {Kind::endpoint, "endpoint"},
                                                              {Kind::deadline, "deadline"},
                                                              {Kind::throttled, "throttled"},
                                                              {Kind::transport, "transport"},
                                                              {Kind::contract, "contract"},
                                                              {Kind::recording, "recording"}};

}  // namespace

std::string_view to_string(Reason::Kind kind) {
  for (const auto& [each, word] : reason_words) {
    if (each == kind) return word;
  }
  return "";
}

Reason::Kind reason_kind_of(std::string_view text) {
  for (const auto& [kind, word] : reason_words) {
    if (word == text) return kind;
  }
  return Kind::none;
}

std::string_view to_string(Role role) {
  switch (role) {
    case Role::arrange:
      return "arrange";
    case Role::send:
      return "send";
    case Role::control:
      return "control";
    case Role::then:
      return "then";
    case Role::remove:
      return "remove";
    case Role::base:
      return "base";
  }
  return "send";
}

}  // namespace hallmark::exchange
