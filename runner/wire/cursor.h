// A place of a message that is being read, under both its names, and where to say what is wrong there.
// Whatever reads members is handed one, and hands one of a part on for each part that it reads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "wire/diagnostics.h"

namespace hallmark::wire {

struct Cursor {
  std::string pointer;   // into the members document
  std::string location;  // on the wire: "header ETag", "body /Domain/Name"
  std::vector<Diagnostic>& diagnostics;

  // A part of the value here: its name or index in the members document, and where it stands on the wire.
  [[nodiscard]] Cursor part(std::string_view token, std::string where) const;
  [[nodiscard]] Cursor part(std::size_t index, std::string where) const;
  // The same value, at another place on the wire; or what is beside it there.
  [[nodiscard]] Cursor on(std::string where) const;
  // Where `token`, escaped as the body's format wants it, stands below this place: "body /Domain/Name".
  [[nodiscard]] std::string below(std::string_view token) const;

  void diagnose(DiagnosticKind kind, std::string expected, std::string actual) const;
  // Nothing further is kept: what is costly to say need not be said.
  [[nodiscard]] bool full() const { return diagnostics.size() >= max_diagnostics; }
};

// Text that may be put into a Json string: bytes that are not UTF-8 become U+FFFD, and a diagnostic says so.
[[nodiscard]] std::string clean_text(std::string_view text, const Cursor& at);

}  // namespace hallmark::wire

// Example:
//
//   Decoded decoded;
//   const Cursor root{.pointer = "", .location = "body", .diagnostics = decoded.diagnostics};
//   const Cursor name = root.part("Name", root.below("Name"));  // "/Name", "body /Name"
//   decoded.members["Name"] = clean_text("b\xff", name);        // and a diagnostic of kind invalid_utf8
