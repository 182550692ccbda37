#include "exchange/exchange.h"

#include <fmt/format.h>

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

std::string to_string(const Wait& wait) {
  const auto seconds = [](auto time) { return std::chrono::duration<double>(time).count(); };
  std::string text = fmt::format("waited {:.1f} s for {}", seconds(wait.duration), wait.what);
  if (wait.reached) return text;
  text += fmt::format(", in vain (its patience is {:g} s)", seconds(wait.patience));
  return wait.why.empty() ? text : text + ": " + wait.why;
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
