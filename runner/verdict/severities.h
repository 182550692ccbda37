// How much a departure weighs: the one table, by check, direction and strength of the
// source that the promise rests on. Nothing else in the judge decides a severity, except
// that a value which the case itself fixes is a deviation whatever the table says.
#pragma once

#include <string_view>

#include "contract/model.h"
#include "verdict/verdict.h"
#include "wire/protocol.h"

namespace hallmark::verdict {

// What is checked. `rule` says which finding id it has.
enum class Check {
  // Outcome: what came at all.
  unexpected_success,
  unexpected_error,
  ignored_header,  // an unknown word in a header of the request, of which no exception speaks
  refused,         // a valid request of which not everything is known to be accepted
  error_code,
  error_code_places,
  error_envelope,
  control_refused,
  behaviour,          // contradicts what the contract states of behaviour between calls
  behaviour_by_name,  // contradicts what names alone show of it
  undeclared_code,    // an error that the operation does not list (judged without a case)
  // Status lines.
  status,          // another status than the one that a document (or the case) states
  default_status,  // another 2xx than the one that nobody states
  content_family,  // a media type of another family: HTML where JSON belongs
  content_type,    // another media type of the same family, or none
  // Members documents.
  type,              // wrong wire type
  timestamp,         // a time in another format
  union_members,     // a union with none or several members
  missing_promised,  // an echo of the input, an identifier, what a suite marks
  missing_required,  // required by the model only
  constraint,        // enum, length, pattern, range, uniqueness
  limit,             // the evaluator gave up: recorded
  // Decoders' diagnostics that no row above covers.
  malformed,
  member_case,
  unknown_member,
  null_member,
  null_item,  // in a list that is not sparse
  lexical,
  misplaced,
  wrong_root,
  wrong_namespace,
  empty_body,
  unexpected_body,
  incomplete_envelope,
  unsupported,
  // Transport, once a status line came. The last one.
  transport
};

enum class AnswerKind { success, error };  // which kind of answer is judged

[[nodiscard]] Severity severity(Check check, AnswerKind direction, contract::Source source);

// The check that a keyword of a schema stands for, of an answer's shape there; null: of no known one.
[[nodiscard]] Check check_of_keyword(std::string_view keyword, const contract::Shape* shape);
// The check that a decoder's diagnostic stands for.
[[nodiscard]] Check check_of(wire::DiagnosticKind kind);

// "decode.duplicate-key": ids of our own, so that reports stay the same whatever a decoder prints.
[[nodiscard]] std::string_view rule_of(wire::DiagnosticKind kind);
// "http.truncated"; empty for faults before a status line.
[[nodiscard]] std::string_view rule_of(exchange::TransportFault fault);

// Families of media types: two types of one family can be read by the same parser.
enum class MediaFamily { json, xml, cbor, none, other };  // none: octet-stream, says nothing
[[nodiscard]] MediaFamily media_family(std::string_view content_type);

}  // namespace hallmark::verdict
