#include "verdict/severities.h"

#include <stdexcept>

#include "core/text.h"

namespace hallmark::verdict {
namespace {

constexpr Severity dev = Severity::deviation;
constexpr Severity dri = Severity::drift;
constexpr Severity non = Severity::none;

// By the strength of the source that the promise rests on.
struct Weights {
  Severity page, model, newer_model, overlay;
};
constexpr Weights always{dev, dev, dev, dev};
constexpr Weights stated{dev, dev, dri, dev};  // what only a newer model states is drift
constexpr Weights drift{dri, dri, dri, dri};
constexpr Weights none{non, non, non, non};

struct Row {
  constexpr Row(Check of, Weights both) : check(of), success(both), error(both) {}
  constexpr Row(Check of, Weights in_success, Weights in_error)
      : check(of), success(in_success), error(in_error) {}
  Check check;
  Weights success, error;  // which kind of answer is judged
};

constexpr Row table[] = {
    {Check::unexpected_success, always},
    {Check::unexpected_error, always},
    {Check::ignored_header, drift},
    {Check::refused, drift},
    {Check::error_code, always, stated},
    {Check::error_code_places, always},
    {Check::error_envelope, always},
    {Check::control_refused, always},
    {Check::behaviour, always},
    {Check::behaviour_by_name, drift},
    {Check::undeclared_code, drift},
    {Check::status, stated},
    {Check::default_status, {dev, dri, dri, dev}, drift},
    {Check::content_family, always},
    {Check::content_type, drift},
    {Check::type, stated},
    {Check::timestamp, stated},
    {Check::union_members, stated},
    {Check::missing_promised, stated},
    {Check::missing_required, drift},
    {Check::constraint, drift},
    {Check::limit, drift},
    {Check::malformed, always},
    {Check::member_case, stated},
    {Check::unknown_member, none},
    {Check::null_member, none},
    {Check::null_item, drift},
    {Check::lexical, stated},
    {Check::misplaced, stated},
    {Check::wrong_root, stated},
    {Check::wrong_namespace, drift},
    {Check::empty_body, {dev, dri, dri, dri}, drift},
    {Check::unexpected_body, drift},
    {Check::incomplete_envelope, drift},
    {Check::unsupported, none},
    {Check::transport, always},
};

// One row for each check, in their order: none has a severity that nobody chose.
constexpr bool is_whole() {
  std::size_t next = 0;
  for (const Row& row : table) {
    if (row.check != static_cast<Check>(next++)) return false;
  }
  return next == static_cast<std::size_t>(Check::transport) + 1;
}
static_assert(is_whole());

}  // namespace

Severity severity(Check check, AnswerKind direction, contract::Source source) {
  const Row& row = table[static_cast<std::size_t>(check)];
  const Weights& weights = direction == AnswerKind::success ? row.success : row.error;
  switch (source) {
    case contract::Source::page:
      return weights.page;
    case contract::Source::model:
    case contract::Source::text:
      return weights.model;
    case contract::Source::newer_model:
      return weights.newer_model;
    case contract::Source::overlay:
      return weights.overlay;
  }
  throw std::logic_error("a source without a weight");
}

Check check_of_keyword(std::string_view keyword, const contract::Shape* shape) {
  const bool is_union = shape != nullptr && shape->type == contract::ShapeType::union_shape;
  const bool is_time = shape != nullptr && shape->type == contract::ShapeType::timestamp;
  const bool either = keyword == "oneOf" || keyword == "anyOf";
  if (is_union && (either || keyword == "minProperties" || keyword == "maxProperties"))
    return Check::union_members;
  if (keyword == "type" || either) return is_time ? Check::timestamp : Check::type;
  if (keyword == "format") return Check::timestamp;
  return keyword == "required" ? Check::missing_required : Check::constraint;
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
    case DiagnosticKind::incomplete_envelope:
      return Check::incomplete_envelope;
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
    case DiagnosticKind::incomplete_envelope:
      return "decode.incomplete-envelope";
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
