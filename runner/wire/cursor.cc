#include "wire/cursor.h"

#include <fmt/format.h>

#include "core/json.h"
#include "core/text.h"

namespace hallmark::wire {

Cursor Cursor::part(std::string_view token, std::string where) const {
  return {.pointer = core::pointer_join(pointer, token),
          .location = std::move(where),
          .diagnostics = diagnostics};
}

Cursor Cursor::part(std::size_t index, std::string where) const {
  return {.pointer = core::pointer_join(pointer, index),
          .location = std::move(where),
          .diagnostics = diagnostics};
}

Cursor Cursor::on(std::string where) const {
  return {.pointer = pointer, .location = std::move(where), .diagnostics = diagnostics};
}

std::string Cursor::below(std::string_view token) const {
  return location == "body" ? fmt::format("body /{}", token) : fmt::format("{}/{}", location, token);
}

void Cursor::diagnose(DiagnosticKind kind, std::string expected, std::string actual) const {
  add_diagnostic(diagnostics, {.kind = kind,
                               .pointer = pointer,
                               .location = location,
                               .expected = std::move(expected),
                               .actual = std::move(actual)});
}

std::string clean_text(std::string_view text, const Cursor& at) {
  const auto fault = core::first_invalid_utf8(text);
  if (!fault) return std::string(text);
  at.diagnose(DiagnosticKind::invalid_utf8, "UTF-8",
              fmt::format("a byte that is not UTF-8 at offset {}", *fault));
  return core::to_utf8(core::to_utf32(text));
}

}  // namespace hallmark::wire
