#include "wire/notes.h"

#include <utility>

#include "core/text.h"

namespace hallmark::wire {

std::string_view to_string(NoteKind kind) {
  switch (kind) {
    case NoteKind::malformed_body:
      return "malformed-body";
    case NoteKind::invalid_utf8:
      return "invalid-utf8";
    case NoteKind::trailing_data:
      return "trailing-data";
    case NoteKind::duplicate_key:
      return "duplicate-key";
    case NoteKind::unknown_member:
      return "unknown-member";
    case NoteKind::member_case:
      return "member-case";
    case NoteKind::null_member:
      return "null-member";
    case NoteKind::lexical:
      return "lexical";
    case NoteKind::timestamp_format:
      return "timestamp-format";
    case NoteKind::missing_content_type:
      return "missing-content-type";
    case NoteKind::wrong_content_type:
      return "wrong-content-type";
    case NoteKind::wrong_root:
      return "wrong-root";
    case NoteKind::wrong_namespace:
      return "wrong-namespace";
    case NoteKind::misplaced:
      return "misplaced";
    case NoteKind::empty_body:
      return "empty-body";
    case NoteKind::unexpected_body:
      return "unexpected-body";
    case NoteKind::unsupported:
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

void add_note(std::vector<Note>& notes, Note note) {
  if (notes.size() >= max_notes) return;
  // A pointer must stay one: it is shortened only where it could not be followed by anyone.
  if (note.pointer.size() > max_pointer) tame(note.pointer, max_pointer);
  if (!core::valid_utf8(note.pointer)) note.pointer = core::to_utf8(core::to_utf32(note.pointer));
  tame(note.location, max_pointer);
  tame(note.expected, max_text);
  tame(note.actual, max_text);
  notes.push_back(std::move(note));
}

std::string brief(const Json& value) { return core::dump(value, max_text); }

std::string clean_text(std::string_view text, const std::string& pointer, const std::string& location,
                       std::vector<Note>& notes) {
  const auto fault = core::first_invalid_utf8(text);
  if (!fault) return std::string(text);
  add_note(notes, {.kind = NoteKind::invalid_utf8,
                   .pointer = pointer,
                   .location = location,
                   .expected = "UTF-8",
                   .actual = "a byte that is not UTF-8 at offset " + std::to_string(*fault)});
  return core::to_utf8(core::to_utf32(text));
}

}  // namespace hallmark::wire
