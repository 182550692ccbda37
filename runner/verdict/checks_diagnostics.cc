#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.h"
#include "plan/cases/promise_ids.h"
#include "verdict/checks.h"
#include "verdict/places.h"

namespace hallmark::verdict {
namespace {

using wire::Diagnostic;
using wire::DiagnosticKind;

// Members of an error's envelope, in any case: never drift.
bool is_envelope_member(const Diagnostic& diagnostic) {
  static constexpr std::array names = {"__type",       "code",       "message",   "requestid",
                                       "request_id",   "type",       "errortype", "errorcode",
                                       "errormessage", "statuscode", "hostid",    "detail",
                                       "error",        "errors",     "_message",  "x-amzn-requestid"};
  const std::vector<std::string> tokens = core::pointer_tokens(diagnostic.pointer);
  std::string name = tokens.empty() ? std::string() : core::to_lower(tokens.back());
  if (const std::size_t colon = name.rfind(':'); colon != std::string::npos) name.erase(0, colon + 1);
  return tokens.size() <= 1 &&
         std::any_of(names.begin(), names.end(), [&](std::string_view other) { return name == other; });
}

bool fits_alternative(const Compiled& compiled, const contract::Shape* root, const Diagnostic& diagnostic,
                      const Json& members) {
  const Json* value = core::pointer_find(members, diagnostic.pointer);
  const auto place = root ? place_of(*compiled.model, *root, diagnostic.pointer) : std::nullopt;
  return value && place && fits_alternative_format(*place, *value);
}

// The headers that say how to read a body: Content-Type, and in rpcv2Cbor also smithy-protocol.
void check_content_type(const Compiled& compiled, const wire::Response& response,
                        const Diagnostic& diagnostic, Ledger& ledger) {
  constexpr std::string_view prefix = "header ";
  const std::string name = diagnostic.location.starts_with(prefix) &&
                                   !core::equal_ignoring_case(diagnostic.location, "header content-type")
                               ? diagnostic.location.substr(prefix.size())
                               : "Content-Type";
  const std::string* value = response.headers.find(name);
  const std::string wanted =
      diagnostic.expected.empty() ? std::string(compiled.protocol->content_type()) : diagnostic.expected;
  Check check = Check::content_family;  // whoever does not say the protocol is not understood
  if (name == "Content-Type") {
    // No media type, or one that says nothing, misleads no parser; another family does.
    const MediaFamily came = value ? media_family(*value) : MediaFamily::none;
    if (came == MediaFamily::none || came == media_family(wanted)) check = Check::content_type;
  }
  ledger.add({.rule = "contract.content-type",
              .promise = contract::promise_text(compiled.id(), contract::Side::content_type),
              .source = "protocol",
              .severity = severity(check, ledger.direction, contract::Source::model),
              .location = "header " + name,
              .expected = wanted,
              .actual = value ? *value : "no " + name});
}

// REST-XML names its root after the shape unless a document says otherwise, and models that are not Smithy's
// leave that out: a root counts as stated by a page, an overlay or an xmlName, and another is nobody's
// broken promise.
bool is_unstated_root(const Compiled& compiled, const contract::Shape* root, const Diagnostic& diagnostic) {
  if (diagnostic.kind != DiagnosticKind::wrong_root || !root || !compiled.protocol->facts().names_root) {
    return false;
  }
  const auto place = place_of(*compiled.model, *root, diagnostic.pointer);
  if (!place) return true;
  for (const contract::Traits* traits :
       {place->member ? &place->member->traits : nullptr, &place->shape->traits}) {
    if (!traits) continue;
    if (traits->has(contract::trait::xml_name)) return false;
    const contract::Source source = contract::source_of(*traits);
    if (source == contract::Source::page || source == contract::Source::overlay) return false;
  }
  return true;
}

// "<ChangeTagsForResourceResponse/>": services of REST-XML answer so where the output has nothing for the
// body.
bool is_hollow_element(const Compiled& compiled, const Diagnostic& diagnostic,
                       const wire::Response& response) {
  if (diagnostic.kind != DiagnosticKind::unexpected_body || !compiled.protocol->facts().xml()) return false;
  std::string_view body = core::trim(response.body);
  if (body.starts_with("<?")) {
    const std::size_t end = body.find("?>");
    body = end == std::string_view::npos ? std::string_view() : core::trim(body.substr(end + 2));
  }
  if (!body.starts_with('<') || !body.ends_with('>')) return false;
  const std::size_t end = body.find('>');
  if (end + 1 == body.size()) return body.ends_with("/>");
  const std::string_view rest = core::trim(body.substr(end + 1));
  return rest.starts_with("</") && rest.find('>') + 1 == rest.size();
}

// A model of JSON alone does not state what the elements of flattened lists are called in XML.
bool is_unstated_name(const Compiled& compiled, const Diagnostic& diagnostic) {
  if (diagnostic.kind != DiagnosticKind::unknown_member || !compiled.protocol->facts().xml()) return false;
  return !compiled.model->protocols().empty() &&
         !contract::speaks(*compiled.model, &contract::ProtocolFacts::xml);
}

// A member that nobody documents and that is null says no more than one that is absent.
bool is_unknown_and_null(const Diagnostic& diagnostic) {
  return diagnostic.kind == DiagnosticKind::unknown_member && diagnostic.actual == "null";
}

// "Status": 200 in the body of a member that is the status itself: QuickSight's documents show it so.
bool repeats_the_status(const Compiled& compiled, const contract::Shape* root, const Diagnostic& diagnostic) {
  if (diagnostic.kind != DiagnosticKind::misplaced || !root) return false;
  const auto place = place_of(*compiled.model, *root, diagnostic.pointer);
  return place && place->member && place->member->traits.has(contract::trait::http_response_code);
}

// The same of another item: once is enough, and leaves room for what weighs.
bool is_told_already(const Diagnostic& diagnostic, const Ledger& ledger) {
  if (diagnostic.kind != DiagnosticKind::unknown_member) return false;
  const std::string at = core::pointer_without_indexes(diagnostic.pointer);
  return std::any_of(ledger.findings.begin(), ledger.findings.end(), [&](const Finding& finding) {
    return finding.rule == rule_of(diagnostic.kind) && finding.exchange == ledger.exchange &&
           core::pointer_without_indexes(finding.pointer) == at &&
           (!diagnostic.pointer.empty() || finding.location == diagnostic.location);
  });
}

bool is_of_the_same_request(const Compiled& compiled, const Diagnostic& diagnostic) {
  if (diagnostic.kind != DiagnosticKind::unknown_member) return false;
  const auto others = of_the_same_request(compiled);
  return std::any_of(others.begin(), others.end(), [&](const contract::Operation* each) {
    const contract::Shape* output = compiled.model->shape(each->output);
    return output && place_of(*compiled.model, *output, diagnostic.pointer);
  });
}

// A list that is not sparse has no room for null: whoever counts its items, or reads one, is misled. A member
// that is null is only as good as absent. AWS answers such lists, too (DMS:
// ReplicationInstancePublicIpAddresses of an instance without one), so that it is drift.
bool stands_in_a_list(const Compiled& compiled, const contract::Shape* root, const Diagnostic& diagnostic) {
  if (diagnostic.kind != DiagnosticKind::null_member || !root) return false;
  const auto parent =
      place_of(*compiled.model, *root, diagnostic.pointer.substr(0, diagnostic.pointer.rfind('/')));
  return parent && parent->shape->type == contract::ShapeType::list;
}

// Two fields that name different types: which one a client reads is chance.
void check_one_content_type(const Compiled& compiled, const wire::Response& response, Ledger& ledger) {
  const std::vector<std::string> all = response.headers.find_all("content-type");
  const auto other = std::find_if(all.begin(), all.end(), [&](const std::string& each) {
    return wire::media_type_of(each) != wire::media_type_of(all.front());
  });
  if (other == all.end()) return;
  const Check check =
      media_family(*other) == media_family(all.front()) ? Check::content_type : Check::content_family;
  ledger.add({.rule = "contract.content-type",
              .promise = contract::promise_text(compiled.id(), contract::Side::content_type),
              .source = "protocol",
              .severity = severity(check, ledger.direction, contract::Source::model),
              .location = "header Content-Type",
              .expected = "one media type",
              .actual = core::join(all, " and ")});
}

// The body of a document that could be read, in a content coding that no client of AWS decodes. What is
// stored as it came (S3) may be in any, and gzip and deflate were decoded.
void check_content_coding(const Compiled& compiled, const contract::Shape* root,
                          const wire::Response& response, Ledger& ledger) {
  if (response.body.empty()) return;
  if (root && std::any_of(root->members.begin(), root->members.end(), [&](const contract::Member& member) {
        const contract::Shape* target = compiled.model->shape(member.target);
        return member.traits.has(contract::trait::http_payload) && target &&
               target->type != contract::ShapeType::structure;
      }))
    return;
  for (const std::string& value : response.headers.find_all("content-encoding")) {
    for (const std::string& item : core::split(value, ',')) {
      const std::string coding = core::to_lower(core::trim(item));
      constexpr std::array<std::string_view, 6> decoded = {"",       "identity", "gzip",
                                                           "x-gzip", "deflate",  "aws-chunked"};
      if (std::find(decoded.begin(), decoded.end(), coding) != decoded.end()) continue;
      ledger.add({.rule = "contract.content-coding",
                  .promise = contract::promise_text(compiled.id(), contract::Side::content_type),
                  .source = "protocol",
                  .severity = severity(Check::content_family, ledger.direction, contract::Source::model),
                  .location = "header Content-Encoding",
                  .expected = "no content coding, since none was asked for",
                  .actual = coding});
    }
  }
}

bool speaks_of_members(DiagnosticKind kind) {
  switch (kind) {
    case DiagnosticKind::duplicate_key:
    case DiagnosticKind::unknown_member:
    case DiagnosticKind::member_case:
    case DiagnosticKind::lexical:
    case DiagnosticKind::timestamp_format:
    case DiagnosticKind::misplaced:
      return true;
    default:
      return false;
  }
}

// A body that cannot be read may stand under a coding that no request of ours asks for. What the client
// decodes by itself is not meant.
std::string under_coding(const wire::Response& response, const Diagnostic& diagnostic) {
  const std::string* coding = response.headers.find("Content-Encoding");
  if (!coding || diagnostic.kind != DiagnosticKind::malformed_body) return diagnostic.actual;
  static constexpr std::array decoded = {"gzip", "x-gzip", "deflate", "identity"};
  const std::string name = core::to_lower(core::trim(*coding));
  if (std::find(decoded.begin(), decoded.end(), name) != decoded.end()) return diagnostic.actual;
  return fmt::format("{} (Content-Encoding: {}, which was not asked for)", diagnostic.actual,
                     core::shorten(*coding, 100));
}

}  // namespace

std::string wire_location(const contract::Shape& root, std::string_view pointer) {
  const std::vector<std::string> tokens = core::pointer_tokens(pointer);
  const contract::Member* member = tokens.empty() ? nullptr : root.member(tokens.front());
  if (!member) return fmt::format("body {}", pointer);
  const auto text_of = [&](std::string_view trait) {
    const Json* value = member->traits.find(trait);
    return value && value->is_string() ? value->get<std::string>() : std::string();
  };
  if (member->traits.has(contract::trait::http_header))
    return "header " + text_of(contract::trait::http_header);
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

std::vector<const contract::Operation*> of_the_same_request(const Compiled& compiled) {
  std::vector<const contract::Operation*> found;
  const auto own = contract::http_binding(*compiled.operation);
  if (!own) return found;
  for (const contract::Operation* each : compiled.model->all_operations()) {
    const auto other = contract::http_binding(*each);
    if (each != compiled.operation && other && other->method == own->method && other->uri == own->uri)
      found.push_back(each);
  }
  return found;
}

void check_diagnostics(const Compiled& compiled, const contract::Shape* root, const wire::Response& response,
                       const wire::Decoded& decoded, const std::string& promise_when_unknown,
                       Ledger& ledger) {
  const bool is_error = ledger.direction == AnswerKind::error;
  const auto reported = [&](std::string_view pointer) {
    return std::any_of(ledger.findings.begin(), ledger.findings.end(), [&](const Finding& finding) {
      return finding.exchange == ledger.exchange && finding.pointer == pointer &&
             (finding.rule == "schema.type" || finding.rule == "schema.format" ||
              finding.rule == "contract.error-shape");
    });
  };
  check_one_content_type(compiled, response, ledger);
  const bool unread = std::any_of(
      decoded.diagnostics.begin(), decoded.diagnostics.end(),
      [](const Diagnostic& diagnostic) { return diagnostic.kind == DiagnosticKind::malformed_body; });
  if (!unread) check_content_coding(compiled, root, response, ledger);
  for (const Diagnostic& diagnostic : decoded.diagnostics) {
    if (diagnostic.kind == DiagnosticKind::missing_content_type ||
        diagnostic.kind == DiagnosticKind::wrong_content_type) {
      check_content_type(compiled, response, diagnostic, ledger);
      continue;
    }
    if (!is_error &&
        (is_unstated_root(compiled, root, diagnostic) || is_unstated_name(compiled, diagnostic) ||
         is_hollow_element(compiled, diagnostic, response) || is_unknown_and_null(diagnostic) ||
         is_of_the_same_request(compiled, diagnostic) || repeats_the_status(compiled, root, diagnostic)))
      continue;
    if (is_error &&
        (diagnostic.kind == DiagnosticKind::unknown_member ||
         diagnostic.kind == DiagnosticKind::member_case ||
         diagnostic.kind == DiagnosticKind::duplicate_key) &&
        is_envelope_member(diagnostic)) {
      continue;
    }
    // S3 tells what was asked for (UploadId, BucketName, ArgumentValue, …) beside code and message.
    if (is_error && diagnostic.kind == DiagnosticKind::unknown_member && compiled.protocol->facts().xml())
      continue;
    // The schema says the same thing with more words.
    if ((diagnostic.kind == DiagnosticKind::lexical || diagnostic.kind == DiagnosticKind::timestamp_format) &&
        reported(diagnostic.pointer)) {
      continue;
    }
    if ((diagnostic.kind == DiagnosticKind::timestamp_format || diagnostic.kind == DiagnosticKind::lexical) &&
        fits_alternative(compiled, root, diagnostic, decoded.members)) {
      continue;
    }
    const contract::Source strength = root && speaks_of_members(diagnostic.kind)
                                          ? strength_of(*compiled.model, *root, diagnostic.pointer)
                                          : contract::Source::model;
    std::string promise = promise_when_unknown;
    const bool null_item = stands_in_a_list(compiled, root, diagnostic);
    if (!is_error && root && (speaks_of_members(diagnostic.kind) || null_item) &&
        diagnostic.kind != DiagnosticKind::unknown_member) {
      promise = plan::promise_id(*compiled.model, *compiled.operation, plan::Direction::output,
                                 plan::path_of(*compiled.model, *root, diagnostic.pointer), "type");
    }
    const Check check = null_item ? Check::null_item : check_of(diagnostic.kind);
    const Severity weight = severity(check, ledger.direction, strength);
    if (weight == Severity::none && diagnostic.kind == DiagnosticKind::null_member) continue;
    if (is_told_already(diagnostic, ledger)) continue;
    ledger.add({.rule = std::string(rule_of(diagnostic.kind)),
                .promise = std::move(promise),
                .source = speaks_of_members(diagnostic.kind) ? source_name(strength) : "protocol",
                .severity = weight,
                .pointer = diagnostic.pointer,
                .location = diagnostic.location,
                .expected = diagnostic.expected,
                .actual = under_coding(response, diagnostic)});
  }
}

}  // namespace hallmark::verdict
