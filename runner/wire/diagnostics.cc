#include "wire/diagnostics.h"

#include <utility>

#include "core/text.h"

namespace hallmark::wire {

std::string_view to_string(DiagnosticKind kind) {
  switch (kind) {
    case DiagnosticKind::malformed_body:
      return "malformed-body";
    case DiagnosticKind::invalid_utf8:
      return "invalid-utf8";
    case DiagnosticKind::trailing_data:
      return "trailing-data";
    case DiagnosticKind::duplicate_key:
      return "duplicate-key";
    case DiagnosticKind::unknown_member:
      return "unknown-member";
    case DiagnosticKind::member_case:
      return "member-case";
    case DiagnosticKind::null_member:
      return "null-member";
    case DiagnosticKind::lexical:
      return "lexical";
    case DiagnosticKind::timestamp_format:
      return "timestamp-format";
    case DiagnosticKind::missing_content_type:
      return "missing-content-type";
    case DiagnosticKind::wrong_content_type:
      return "wrong-content-type";
    case DiagnosticKind::wrong_root:
      return "wrong-root";
    case DiagnosticKind::wrong_namespace:
      return "wrong-namespace";
    case DiagnosticKind::misplaced:
      return "misplaced";
    case DiagnosticKind::empty_body:
      return "empty-body";
    case DiagnosticKind::unexpected_body:
      return "unexpected-body";
    case DiagnosticKind::incomplete_envelope:
      return "incomplete-envelope";
    case DiagnosticKind::unsupported:
      return "unsupported";
  }
  return "unknown";
}

namespace {

constexpr std::size_t max_text = 300;
constexpr std::size_t max_pointer = 2000;

void tame(std::string& text, std::size_t max) {
  text = core::printable(text.size() > 2 * max ? core::shorten(text, max) : text);
  if (text.size() > max) text = core::shorten(text, max);
}

}  // namespace

void add_diagnostic(std::vector<Diagnostic>& diagnostics, Diagnostic diagnostic) {
  if (diagnostics.size() >= max_diagnostics) return;
  // A pointer must stay one: it is shortened only where it could not be followed by anyone.
  if (diagnostic.pointer.size() > max_pointer) tame(diagnostic.pointer, max_pointer);
  if (!core::valid_utf8(diagnostic.pointer))
    diagnostic.pointer = core::to_utf8(core::to_utf32(diagnostic.pointer));
  tame(diagnostic.location, max_pointer);
  tame(diagnostic.expected, max_text);
  tame(diagnostic.actual, max_text);
  diagnostics.push_back(std::move(diagnostic));
}

std::string brief(const Json& value) { return core::dump(value, max_text); }

}  // namespace hallmark::wire
