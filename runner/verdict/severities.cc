#include "verdict/severities.h"

#include <array>

#include "core/text.h"

namespace hallmark::verdict {
namespace {

constexpr Severity dev = Severity::deviation;
constexpr Severity dri = Severity::drift;
constexpr Severity non = Severity::none;

struct Row {
  Check check;
  Direction direction;
  Severity page, model, newer_model, overlay;
};

constexpr Direction ok = Direction::success;
constexpr Direction err = Direction::error;

constexpr Row table[] = {
    // check                 answer  page model newer overlay
    {Check::unexpected_success, ok, dev, dev, dev, dev},
    {Check::unexpected_success, err, dev, dev, dev, dev},
    {Check::unexpected_error, ok, dev, dev, dev, dev},
    {Check::unexpected_error, err, dev, dev, dev, dev},
    {Check::ignored_header, ok, dri, dri, dri, dri},
    {Check::ignored_header, err, dri, dri, dri, dri},
    {Check::refused, ok, dri, dri, dri, dri},
    {Check::refused, err, dri, dri, dri, dri},
    {Check::error_code, ok, dev, dev, dev, dev},
    {Check::error_code, err, dev, dev, dri, dev},
    {Check::error_code_places, ok, dev, dev, dev, dev},
    {Check::error_code_places, err, dev, dev, dev, dev},
    {Check::error_envelope, ok, dev, dev, dev, dev},
    {Check::error_envelope, err, dev, dev, dev, dev},
    {Check::control_refused, ok, dev, dev, dev, dev},
    {Check::control_refused, err, dev, dev, dev, dev},
    {Check::behaviour, ok, dev, dev, dev, dev},
    {Check::behaviour, err, dev, dev, dev, dev},
    {Check::behaviour_by_name, ok, dri, dri, dri, dri},
    {Check::behaviour_by_name, err, dri, dri, dri, dri},
    {Check::undeclared_code, ok, dri, dri, dri, dri},
    {Check::undeclared_code, err, dri, dri, dri, dri},
    {Check::status, ok, dev, dev, dri, dev},
    {Check::status, err, dev, dev, dri, dev},
    {Check::default_status, ok, dev, dri, dri, dev},
    {Check::default_status, err, dri, dri, dri, dri},
    {Check::content_family, ok, dev, dev, dev, dev},
    {Check::content_family, err, dev, dev, dev, dev},
    {Check::content_type, ok, dri, dri, dri, dri},
    {Check::content_type, err, dri, dri, dri, dri},
    {Check::type, ok, dev, dev, dri, dev},
    {Check::type, err, dev, dev, dri, dev},
    {Check::timestamp, ok, dev, dev, dri, dev},
    {Check::timestamp, err, dev, dev, dri, dev},
    {Check::union_members, ok, dev, dev, dri, dev},
    {Check::union_members, err, dev, dev, dri, dev},
    {Check::missing_promised, ok, dev, dev, dri, dev},
    {Check::missing_promised, err, dev, dev, dri, dev},
    {Check::missing_required, ok, dri, dri, dri, dri},
    {Check::missing_required, err, dri, dri, dri, dri},
    {Check::constraint, ok, dri, dri, dri, dri},
    {Check::constraint, err, dri, dri, dri, dri},
    {Check::limit, ok, dri, dri, dri, dri},
    {Check::limit, err, dri, dri, dri, dri},
    {Check::malformed, ok, dev, dev, dev, dev},
    {Check::malformed, err, dev, dev, dev, dev},
    {Check::member_case, ok, dev, dev, dri, dev},
    {Check::member_case, err, dev, dev, dri, dev},
    {Check::unknown_member, ok, dri, dri, dri, dri},
    {Check::unknown_member, err, dri, dri, dri, dri},
    {Check::null_member, ok, non, non, non, non},
    {Check::null_member, err, non, non, non, non},
    {Check::lexical, ok, dev, dev, dri, dev},
    {Check::lexical, err, dev, dev, dri, dev},
    {Check::misplaced, ok, dev, dev, dri, dev},
    {Check::misplaced, err, dev, dev, dri, dev},
    {Check::wrong_root, ok, dev, dev, dri, dev},
    {Check::wrong_root, err, dev, dev, dri, dev},
    {Check::wrong_namespace, ok, dri, dri, dri, dri},
    {Check::wrong_namespace, err, dri, dri, dri, dri},
    {Check::empty_body, ok, dev, dri, dri, dri},
    {Check::empty_body, err, dri, dri, dri, dri},
    {Check::unexpected_body, ok, dri, dri, dri, dri},
    {Check::unexpected_body, err, dri, dri, dri, dri},
    {Check::unsupported, ok, non, non, non, non},
    {Check::unsupported, err, non, non, non, non},
    {Check::transport, ok, dev, dev, dev, dev},
    {Check::transport, err, dev, dev, dev, dev},
};

}  // namespace

Severity severity(Check check, Direction direction, contract::Source source) {
  for (const Row& row : table) {
    if (row.check != check || row.direction != direction) continue;
    switch (source) {
      case contract::Source::page:
        return row.page;
      case contract::Source::model:
      case contract::Source::text:
        return row.model;
      case contract::Source::newer_model:
        return row.newer_model;
      case contract::Source::overlay:
        return row.overlay;
    }
  }
  return Severity::deviation;
}

Check check_of(wire::DiagnosticKind kind) {
  using wire::DiagnosticKind;
  switch (kind) {
    case DiagnosticKind::malformed_body:
    case DiagnosticKind::invalid_utf8:
    case DiagnosticKind::trailing_data:
    case DiagnosticKind::duplicate_key:
      return Check::malformed;
    case DiagnosticKind::unknown_member:
      return Check::unknown_member;
    case DiagnosticKind::member_case:
      return Check::member_case;
    case DiagnosticKind::null_member:
      return Check::null_member;
    case DiagnosticKind::lexical:
      return Check::lexical;
    case DiagnosticKind::timestamp_format:
      return Check::timestamp;
    case DiagnosticKind::missing_content_type:
    case DiagnosticKind::wrong_content_type:
      return Check::content_type;
    case DiagnosticKind::wrong_root:
      return Check::wrong_root;
    case DiagnosticKind::wrong_namespace:
      return Check::wrong_namespace;
    case DiagnosticKind::misplaced:
      return Check::misplaced;
    case DiagnosticKind::empty_body:
      return Check::empty_body;
    case DiagnosticKind::unexpected_body:
      return Check::unexpected_body;
    case DiagnosticKind::unsupported:
      return Check::unsupported;
  }
  return Check::malformed;
}

std::string_view rule_of(wire::DiagnosticKind kind) {
  using wire::DiagnosticKind;
  switch (kind) {
    case DiagnosticKind::malformed_body:
      return "decode.malformed-body";
    case DiagnosticKind::invalid_utf8:
      return "decode.invalid-utf8";
    case DiagnosticKind::trailing_data:
      return "decode.trailing-data";
    case DiagnosticKind::duplicate_key:
      return "decode.duplicate-key";
    case DiagnosticKind::unknown_member:
      return "decode.unknown-member";
    case DiagnosticKind::member_case:
      return "decode.member-case";
    case DiagnosticKind::null_member:
      return "decode.null-member";
    case DiagnosticKind::lexical:
      return "decode.lexical";
    case DiagnosticKind::timestamp_format:
      return "decode.timestamp-format";
    case DiagnosticKind::missing_content_type:
    case DiagnosticKind::wrong_content_type:
      return "contract.content-type";
    case DiagnosticKind::wrong_root:
      return "decode.wrong-root";
    case DiagnosticKind::wrong_namespace:
      return "decode.wrong-namespace";
    case DiagnosticKind::misplaced:
      return "decode.misplaced";
    case DiagnosticKind::empty_body:
      return "decode.empty-body";
    case DiagnosticKind::unexpected_body:
      return "decode.unexpected-body";
    case DiagnosticKind::unsupported:
      return "decode.unsupported";
  }
  return "decode.malformed-body";
}

std::string_view rule_of(exchange::TransportFault fault) {
  using exchange::TransportFault;
  switch (fault) {
    case TransportFault::malformed_head:
      return "http.malformed-head";
    case TransportFault::truncated_body:
      return "http.truncated";
    case TransportFault::reset_in_body:
      return "http.reset";
    case TransportFault::timeout_in_body:
      return "http.timeout";
    case TransportFault::undecodable_body:
      return "http.undecodable";
    case TransportFault::limit_exceeded:
      return "http.limit";
    case TransportFault::conflicting_length:
      return "http.conflicting-length";
    case TransportFault::extra_data:
      return "http.extra-data";
    default:
      return "";
  }
}

MediaFamily media_family(std::string_view content_type) {
  const std::string type = wire::media_type_of(content_type);
  const auto ends_with = [&](std::string_view tail) { return type.ends_with(tail); };
  if (type.empty() || type == "application/octet-stream" || type == "binary/octet-stream") {
    return MediaFamily::none;
  }
  if (type == "application/json" || type == "text/json" || type.starts_with("application/x-amz-json") ||
      ends_with("+json")) {
    return MediaFamily::json;
  }
  if (type == "application/xml" || type == "text/xml" || ends_with("+xml")) return MediaFamily::xml;
  if (type == "application/cbor" || ends_with("+cbor")) return MediaFamily::cbor;
  return MediaFamily::other;
}

}  // namespace hallmark::verdict
