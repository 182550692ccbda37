#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "core/text.h"
#include "plan/promises.h"
#include "verdict/checks.h"
#include "verdict/places.h"

namespace hallmark::verdict {
namespace {

using wire::Note;
using wire::NoteKind;

// Members of an error's envelope, in any case: never drift.
bool is_envelope_member(const Note& note) {
  static constexpr std::array names = {"__type", "code", "message", "requestid", "request_id", "type",
                                       "errortype", "errorcode", "errormessage", "statuscode", "hostid",
                                       "detail", "error", "errors", "_message", "x-amzn-requestid"};
  const std::vector<std::string> tokens = tokens_of(note.pointer);
  std::string name = tokens.empty() ? std::string() : core::to_lower(tokens.back());
  if (const std::size_t colon = name.rfind(':'); colon != std::string::npos) name.erase(0, colon + 1);
  return tokens.size() <= 1 &&
         std::any_of(names.begin(), names.end(), [&](std::string_view other) { return name == other; });
}

bool fits_alternative(const Compiled& compiled, const contract::Shape* root, const Note& note,
                      const Json& members) {
  const Json* value = core::pointer_find(members, note.pointer);
  const auto place = root ? place_of(*compiled.model, *root, note.pointer) : std::nullopt;
  return value && place && fits_alternative_format(*place, *value);
}

// The headers that say how to read a body: Content-Type, and in rpcv2Cbor also smithy-protocol.
void check_content_type(const Compiled& compiled, const wire::Response& response, const Note& note,
                        Ledger& ledger) {
  constexpr std::string_view prefix = "header ";
  const std::string name = note.location.starts_with(prefix) && !core::equal_ignoring_case(note.location, "header content-type")
                               ? note.location.substr(prefix.size())
                               : "Content-Type";
  const std::string* value = response.headers.find(name);
  const std::string wanted = note.expected.empty() ? std::string(compiled.protocol->content_type()) : note.expected;
  Check check = Check::content_family;  // whoever does not say the protocol is not understood
  if (name == "Content-Type") {
    // No media type, or one that says nothing, misleads no parser; another family does.
    const MediaFamily came = value ? media_family(*value) : MediaFamily::none;
    if (came == MediaFamily::none || came == media_family(wanted)) check = Check::content_type;
  }
  ledger.add({.rule = "contract.content-type",
              .promise = compiled.id() + " content-type",
              .source = "protocol",
              .severity = severity(check, ledger.direction, contract::Source::model),
              .location = "header " + name,
              .expected = wanted,
              .actual = value ? *value : "no " + name});
}

// REST-XML names its root after the shape unless a document says otherwise, and models that are not Smithy's
// leave that out: a root counts as stated by a page, an overlay or an xmlName.
bool is_unstated_root(const Compiled& compiled, const contract::Shape* root, const Note& note) {
  if (note.kind != NoteKind::wrong_root || !root || compiled.protocol->id() != contract::protocol::rest_xml) {
    return false;
  }
  const auto place = place_of(*compiled.model, *root, note.pointer);
  if (!place) return true;
  for (const contract::Traits* traits : {place->member ? &place->member->traits : nullptr, &place->shape->traits}) {
    if (!traits) continue;
    if (traits->has(contract::trait::xml_name)) return false;
    const contract::Source source = contract::source_of(*traits);
    if (source == contract::Source::page || source == contract::Source::overlay) return false;
  }
  return true;
}

bool speaks_of_members(NoteKind kind) {
  switch (kind) {
    case NoteKind::duplicate_key:
    case NoteKind::unknown_member:
    case NoteKind::member_case:
    case NoteKind::lexical:
    case NoteKind::timestamp_format:
    case NoteKind::misplaced: return true;
    default: return false;
  }
}

}  // namespace

std::string wire_location(const contract::Shape& root, std::string_view pointer) {
  const std::vector<std::string> tokens = tokens_of(pointer);
  const contract::Member* member = tokens.empty() ? nullptr : root.member(tokens.front());
  if (!member) return fmt::format("body {}", pointer);
  const auto text_of = [&](std::string_view trait) {
    const Json* value = member->traits.find(trait);
    return value && value->is_string() ? value->get<std::string>() : std::string();
  };
  if (member->traits.has(contract::trait::http_header)) return "header " + text_of(contract::trait::http_header);
  if (member->traits.has(contract::trait::http_prefix_headers)) {
    return fmt::format("header {}{}", text_of(contract::trait::http_prefix_headers),
                       tokens.size() > 1 ? tokens[1] : std::string("*"));
  }
  if (member->traits.has(contract::trait::http_response_code)) return "status line";
  if (member->traits.has(contract::trait::http_payload)) {
    return fmt::format("body {}", pointer.substr(std::min(pointer.size(), pointer.find('/', 1))));
  }
  return fmt::format("body {}", pointer);
}

void check_notes(const Compiled& compiled, const contract::Shape* root, const wire::Response& response,
                 const wire::Decoded& decoded, const std::string& promise_when_unknown, Ledger& ledger) {
  const bool is_error = ledger.direction == Direction::error;
  const auto reported = [&](std::string_view pointer) {
    return std::any_of(ledger.findings.begin(), ledger.findings.end(), [&](const Finding& finding) {
      return finding.exchange == ledger.exchange && finding.pointer == pointer &&
             (finding.rule == "schema.type" || finding.rule == "schema.format" ||
              finding.rule == "contract.error-shape");
    });
  };
  for (const Note& note : decoded.notes) {
    if (note.kind == NoteKind::missing_content_type || note.kind == NoteKind::wrong_content_type) {
      check_content_type(compiled, response, note, ledger);
      continue;
    }
    if (is_error && (note.kind == NoteKind::unknown_member || note.kind == NoteKind::member_case ||
                     note.kind == NoteKind::duplicate_key) &&
        is_envelope_member(note)) {
      continue;
    }
    // The schema says the same thing with more words.
    if ((note.kind == NoteKind::lexical || note.kind == NoteKind::timestamp_format) && reported(note.pointer)) {
      continue;
    }
    if ((note.kind == NoteKind::timestamp_format || note.kind == NoteKind::lexical) &&
        fits_alternative(compiled, root, note, decoded.members)) {
      continue;
    }
    const contract::Source strength = root && speaks_of_members(note.kind)
                                          ? strength_of(*compiled.model, *root, note.pointer)
                                          : contract::Source::model;
    std::string promise = promise_when_unknown;
    if (!is_error && root && speaks_of_members(note.kind) && note.kind != NoteKind::unknown_member) {
      promise = plan::promise_id(*compiled.model, *compiled.operation, plan::Direction::output,
                                 plan::path_of(*compiled.model, *root, note.pointer), "type");
    }
    const bool unstated_root = !is_error && is_unstated_root(compiled, root, note);
    const Severity weight =
        severity(unstated_root ? Check::unstated_root : check_of(note.kind), ledger.direction, strength);
    if (weight == Severity::none && note.kind == NoteKind::null_member) continue;
    ledger.add({.rule = std::string(rule_of(note.kind)),
                .promise = std::move(promise),
                .source = speaks_of_members(note.kind) ? source_name(strength) : "protocol",
                .severity = weight,
                .pointer = note.pointer,
                .location = note.location,
                .expected = note.expected,
                .actual = note.actual});
  }
}

}  // namespace hallmark::verdict
