#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "names/habits.h"
#include "plan/cases/promise_ids.h"
#include "verdict/checks.h"
#include "verdict/compare.h"
#include "verdict/places.h"

namespace hallmark::verdict {
namespace {

using contract::Source;
using wire::DiagnosticKind;

bool is_unreadable(const wire::DecodedError& error) {
  return std::any_of(
      error.decoded.diagnostics.begin(), error.decoded.diagnostics.end(),
      [](const wire::Diagnostic& diagnostic) { return diagnostic.kind == DiagnosticKind::malformed_body; });
}

// What the documentation says of an exception, listed on the operation or not.
contract::ErrorInfo info_of(const Compiled& compiled, const std::string& exception) {
  if (const Compiled::Error* error = compiled.error_named(exception)) return error->info;
  for (const contract::Shape* shape : compiled.all_errors) {
    if (shape->name() == exception)
      return contract::error_info(*compiled.model, *shape, compiled.protocol->id());
  }
  return {.name = exception, .code = exception};
}

Source strength_of(const contract::ErrorInfo& info, std::string_view trait_id = {}) {
  return info.shape ? contract::source_of(info.shape->traits, trait_id) : Source::model;
}

std::string_view wire_name(const contract::Member& member) {
  const Json* renamed = member.traits.find(contract::trait::json_name);
  return renamed && renamed->is_string() ? std::string_view(renamed->get_ref<const std::string&>())
                                         : std::string_view(member.name);
}

// Places whose code may rightly be another: the older query name, and a modelled member called "code", or
// "__type".
bool is_other_name(const wire::DecodedError& error, std::string_view location) {
  if (location.find("query-error") != std::string_view::npos) return true;
  const std::size_t slash = location.rfind('/');
  if (slash == std::string_view::npos || !error.shape) return false;
  const std::string_view name = location.substr(slash + 1);
  return error.shape->type == contract::ShapeType::structure &&
         std::any_of(error.shape->members.begin(), error.shape->members.end(),
                     [&](const contract::Member& member) {
                       return member.name != "message" && core::equal_ignoring_case(wire_name(member), name);
                     });
}

bool is_an_exception(const contract::Model& model, const std::string& code) {
  return std::any_of(model.shapes.begin(), model.shapes.end(), [&](const auto& entry) {
    return entry.second.traits.has(contract::trait::error) && entry.second.name() == code;
  });
}

bool is_message(std::string_view pointer) { return core::to_lower(pointer) == "/message"; }

void check_status(const Compiled& compiled, const contract::ErrorInfo& info, const Answer& answer,
                  const ErrorExpectation& expectation, const std::string& promise, Ledger& ledger) {
  const int status = answer.response->status;
  const Source source = strength_of(info, contract::trait::http_error);
  std::vector<int> allowed;
  if (expectation.status) {
    allowed = {*expectation.status};
  } else if (info.status) {
    allowed = info.other_statuses;
    allowed.insert(allowed.begin(), *info.status);
  }
  std::string expected;
  bool held = false;
  if (!allowed.empty()) {
    ledger.evaluate(promise);
    held = std::find(allowed.begin(), allowed.end(), status) != allowed.end();
    for (const int each : allowed) expected += (expected.empty() ? "" : " or ") + std::to_string(each);
  } else if (info.fault == contract::Fault::client) {
    held = status >= 400 && status < 500;
    expected = "400 to 499: the client's fault";
  } else if (info.fault == contract::Fault::server) {
    held = status >= 500;
    expected = "500 to 599: the server's fault";
  } else {
    held = status >= 400;
    expected = "400 to 599";
  }
  if (held || (!expectation.status &&
               names::Habits::standard().answers_error_status_too(compiled.model->slug, info.name, status)))
    return;
  ledger.add({.rule = "contract.status",
              .promise = promise,
              .source = source_name(source),
              .severity = expectation.status ? Severity::deviation
                                             : severity(Check::status, AnswerKind::error, source),
              .location = "status line",
              .expected = std::move(expected),
              .actual = describe(answer)});
}

void check_shape(const Compiled& compiled, const Compiled::Error& error, const Answer& answer,
                 const std::string& promise, Ledger& ledger) {
  const wire::Decoded& decoded = answer.error->decoded;
  if (!error.schema || !error.info.shape) return;
  ledger.evaluate(promise);
  const jsonschema::Evaluation result = error.schema->validate(decoded.members);
  std::set<std::string> wrong_type;
  for (const jsonschema::SchemaFinding& finding : result.findings) {
    if (finding.keyword == "type") wrong_type.insert(finding.instance);
  }
  for (const jsonschema::SchemaFinding& finding : result.findings) {
    const auto place = place_of(*compiled.model, *error.info.shape, finding.instance);
    const Check check = check_of_keyword(finding.keyword, place ? place->shape : nullptr);
    if (check == Check::constraint && (wrong_type.contains(finding.instance) || is_message(finding.instance)))
      continue;
    const Json* value = core::pointer_find(decoded.members, finding.instance);
    // "code" is also where the protocol puts the exception's own name.
    if (check == Check::constraint && value && *value == answer.error->code &&
        core::to_lower(finding.instance) == "/code")
      continue;
    if (check == Check::timestamp && value && place && fits_alternative_format(*place, *value)) continue;
    if (check == Check::timestamp && value && !speaks_first_protocol(compiled) && read_time(*value)) continue;
    std::vector<std::string> pointers{finding.instance};
    if (check == Check::missing_required && place && value && value->is_object()) {
      pointers.clear();
      for (const contract::Member& member : place->shape->members) {
        const auto found = value->find(member.name);
        if (contract::is_required(member) && (found == value->end() || found->is_null())) {
          pointers.push_back(core::pointer_join(finding.instance, member.name));
        }
      }
    }
    for (const std::string& pointer : pointers) {
      if (check == Check::missing_required && is_message(pointer) && !answer.error->message.empty()) continue;
      const Source source = verdict::strength_of(*compiled.model, *error.info.shape, pointer);
      ledger.add({.rule = "contract.error-shape",
                  .promise = promise,
                  .source = source_name(source),
                  .severity = severity(check, AnswerKind::error, source),
                  .pointer = pointer,
                  .location = wire_location(*error.info.shape, pointer),
                  .expected = check == Check::missing_required ? "a value" : finding.expected,
                  .actual = check == Check::missing_required ? "absent" : finding.actual});
    }
  }
}

// A member whose enum has a word for this exception as well as for others ("Code": "Conflict") names no other
// exception of the service than the one that came.
void check_words(const Compiled& compiled, const contract::ErrorInfo& info, const Answer& answer,
                 const std::string& promise, Ledger& ledger) {
  const wire::Decoded& decoded = answer.error->decoded;
  if (!info.shape || info.shape->type != contract::ShapeType::structure) return;
  const auto& habits = names::Habits::standard();
  const std::string_view own = habits.stem_of(info.name);
  for (const contract::Member& member : info.shape->members) {
    const auto told = decoded.members.find(member.name);
    if (told == decoded.members.end() || !told->is_string() || *told == own) continue;
    const contract::Shape* target = compiled.model->shape(member.target);
    const auto words = target ? contract::enum_values(*target) : std::vector<Json>{};
    if (std::find(words.begin(), words.end(), own) == words.end()) continue;
    const bool another =
        std::any_of(compiled.all_errors.begin(), compiled.all_errors.end(), [&](const contract::Shape* each) {
          return *told == habits.stem_of(each->name()) && *told != each->name();
        });
    if (!another) continue;
    const std::string pointer = core::pointer_join("", member.name);
    const Source source = verdict::strength_of(*compiled.model, *info.shape, pointer);
    ledger.add({.rule = "contract.error-shape",
                .promise = promise,
                .source = source_name(source),
                .severity = severity(Check::constraint, AnswerKind::error, source),
                .pointer = pointer,
                .location = wire_location(*info.shape, pointer),
                .expected = fmt::format("\"{}\", the word for {}", own, info.name),
                .actual = core::dump(*told)});
  }
}

// A service that spoke query before gives its clients of old the code of then, in a header.
void check_query_code(const Compiled& compiled, const contract::ErrorInfo& info, const Answer& answer,
                      const std::string& promise, Ledger& ledger) {
  if (!answer.query_mode || !info.shape ||
      !compiled.model->service.traits.has(contract::trait::aws_query_compatible) ||
      answer.response->headers.has("x-amzn-query-error")) {
    return;
  }
  ledger.add({.rule = "contract.query-error",
              .promise = promise,
              .source = "protocol",
              // Where no document states that code the header is the service's promise alone.
              .severity = info.shape->traits.has(contract::trait::aws_query_error)
                              ? severity(Check::error_code, AnswerKind::error, Source::model)
                              : severity(Check::undeclared_code, AnswerKind::error, Source::model),
              .location = "header x-amzn-query-error",
              .expected = "the code of the query protocol and whose fault it is, \"Code;Sender\"",
              .actual = "no such header"});
}

}  // namespace

bool error_has_code(const wire::DecodedError& error, std::string_view code) {
  if (error.code == code) return !code.empty();
  for (const auto& [location, other] : error.all_codes) {
    if (location.find("query-error") == std::string::npos) return other == code;  // the first that counts
  }
  return false;
}

bool error_is(const wire::DecodedError& error, const contract::ErrorInfo& info) {
  return error_has_code(error, info.code) ||
         std::find(info.other_codes.begin(), info.other_codes.end(), error.code) != info.other_codes.end();
}

bool check_disguised_error(const Compiled& compiled, const Answer& answer, const std::string& exception,
                           Ledger& ledger) {
  const contract::ErrorInfo info = info_of(compiled, exception);
  const wire::DecodedError error = compiled.protocol->decode_error(*compiled.model, *compiled.operation,
                                                                   *answer.response, compiled.limits);
  if (!error_is(error, info)) return false;
  ledger.direction = AnswerKind::error;
  ledger.add({.rule = "contract.status",
              .promise = plan::error_promise(*compiled.model, *compiled.operation, info.name, "status"),
              .source = source_name(strength_of(info)),
              .severity = Severity::deviation,
              .location = "status line",
              .expected = info.status ? std::to_string(*info.status) : "an error's status",
              .actual = fmt::format("{} with the code {}", answer.response->status,
                                    core::shorten(error.code, 200))});
  return true;
}

bool check_envelope(const Compiled& compiled, const Answer& answer, const std::string& promise,
                    Ledger& ledger) {
  ledger.direction = AnswerKind::error;
  const std::size_t before = ledger.deviations();
  const wire::DecodedError& error = *answer.error;
  if (answer.nameless) return true;
  check_diagnostics(compiled, error.shape, *answer.response, error.decoded, promise, ledger);
  // An envelope without a code is told by the code, an unreadable one by its diagnostic.
  if (!error.well_formed && !error.code.empty() && ledger.deviations() == before) {
    ledger.add({.rule = "contract.error-envelope",
                .promise = promise,
                .source = "protocol",
                .severity = severity(Check::error_envelope, AnswerKind::error, Source::model),
                .location = "body",
                .expected = fmt::format("an error as {} has it", compiled.protocol->name()),
                .actual = describe(answer)});
  }
  std::string places, first;
  bool differ = false;
  for (const auto& [location, code] : error.all_codes) {
    if (is_other_name(error, location)) continue;
    // The header says the exception that is listed, and clients go by it; a word of nobody's in the body
    // (GuardDuty: InvalidInputException below BadRequestException) names no other.
    const bool beside = !first.empty() && compiled.error_coded(first) != nullptr;
    if (beside && location.starts_with("body") && !is_an_exception(*compiled.model, code)) continue;
    places += fmt::format("{}{} ({})", places.empty() ? "" : ", ", code, location);
    if (first.empty()) first = code;
    differ = differ || code != first;
  }
  if (differ) {
    ledger.add({.rule = "contract.error-code",
                .promise = promise,
                .source = "protocol",
                .severity = severity(Check::error_code_places, AnswerKind::error, Source::model),
                .location = error.code_location,
                .expected = "the same code in every place",
                .actual = std::move(places)});
  }
  return ledger.deviations() == before;
}

bool check_error(const Compiled& compiled, const Answer& answer, const ErrorExpectation& expectation,
                 Ledger& ledger) {
  ledger.direction = AnswerKind::error;
  const wire::DecodedError& error = *answer.error;
  const contract::ErrorInfo info = info_of(compiled, expectation.exception);
  const auto promise = [&](std::string_view clause) {
    return plan::error_promise(*compiled.model, *compiled.operation, info.name, clause);
  };
  if (answer.nameless) {  // only the status tells exceptions apart
    const std::size_t before = ledger.deviations();
    check_status(compiled, info, answer, expectation, promise("status"), ledger);
    return ledger.deviations() == before;
  }
  check_envelope(compiled, answer, promise("shape"), ledger);

  const bool matched = error_is(error, info);
  const bool unreadable = error.code.empty() && is_unreadable(error);
  ledger.evaluate(promise("code"), matched);
  if (!matched && !unreadable) {
    // Another exception, whole: what went wrong is what the case is about. Else only the code is.
    const Compiled::Error* other = error.code.empty() ? nullptr : compiled.error_coded(error.code);
    const bool whole = other != nullptr && other->info.status &&
                       other->info.status == answer.response->status && other->info.status != info.status;
    const bool about_code =
        !whole || expectation.promise.empty() ||
        expectation.promise.starts_with(plan::error_promise(*compiled.model, *compiled.operation, info.name));
    ledger.add({.rule = "contract.error-code",
                .promise = about_code ? promise("code") : expectation.promise,
                .source = source_name(strength_of(info)),
                .severity = Severity::deviation,
                .location = error.code.empty() ? "body" : error.code_location,
                .expected = expectation.expected_text,
                .actual = describe(answer)});
  }
  // Another exception has another status, which says nothing new; a nameless error still has to have this
  // one's.
  const bool other_exception = !matched && !error.code.empty() && compiled.error_coded(error.code) != nullptr;
  if (!other_exception) check_status(compiled, info, answer, expectation, promise("status"), ledger);
  if (matched) check_query_code(compiled, info, answer, promise("code"), ledger);
  if (matched) {
    if (const Compiled::Error* listed = compiled.error_named(info.name)) {
      check_shape(compiled, *listed, answer, promise("shape"), ledger);
    }
    check_words(compiled, info, answer, promise("shape"), ledger);
  }
  return matched;
}

}  // namespace hallmark::verdict
