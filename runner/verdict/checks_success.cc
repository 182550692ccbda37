#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/text.h"
#include "names/habits.h"
#include "names/knowledge.h"
#include "plan/cases/promise_ids.h"
#include "verdict/checks.h"
#include "verdict/come_back.h"
#include "verdict/compare.h"
#include "verdict/places.h"

namespace hallmark::verdict {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
using contract::Source;
using wire::Diagnostic;
using wire::DiagnosticKind;

std::string output_promise(const Compiled& compiled, std::string_view pointer, std::string_view clause) {
  return plan::promise_id(*compiled.model, *compiled.operation, plan::Direction::output,
                          plan::path_of(*compiled.model, *compiled.output, pointer), clause);
}

constexpr std::size_t most_shown = 300;

// ---- status ----

bool is_alternative_status(const contract::Operation& operation, int status) {
  const Json* alternatives = operation.traits.find(contract::trait::alternatives);
  if (!alternatives || !alternatives->is_array()) return false;
  return std::any_of(alternatives->begin(), alternatives->end(), [&](const Json& alternative) {
    if (!alternative.is_object() || alternative.value("trait", "") != contract::trait::http) return false;
    const auto value = alternative.find("value");
    if (value == alternative.end()) return false;
    if (value->is_number_integer()) return *value == status;
    return value->is_object() && value->contains("code") && (*value)["code"] == status;
  });
}

// Every member of the output stands in a header, or there is none.
bool has_no_body(const Shape* output) {
  return !output || std::all_of(output->members.begin(), output->members.end(), [](const Member& member) {
    return member.traits.has(contract::trait::http_header) ||
           member.traits.has(contract::trait::http_prefix_headers);
  });
}

void check_status(const Compiled& compiled, const wire::Response& response, const plan::Outcome* outcome,
                  Ledger& ledger) {
  if (compiled.output) {
    const auto& members = compiled.output->members;
    if (std::any_of(members.begin(), members.end(), [](const Member& member) {
          return member.traits.has(contract::trait::http_response_code);
        })) {
      return;  // the status is data
    }
  }
  const bool fixed = outcome && outcome->status;
  const int expected = fixed ? *outcome->status : compiled.protocol->success_status(*compiled.operation);
  const contract::Traits& traits = compiled.operation->traits;
  const bool bound = traits.has(contract::trait::http);
  const Source source = bound ? contract::source_of(traits, contract::trait::http) : Source::model;
  const bool stated =
      fixed || (bound && (expected != 200 || source == Source::page || source == Source::overlay));
  const std::string promise = compiled.promise(contract::Side::status);
  ledger.evaluate(promise);
  if (response.status == expected || (!fixed && is_alternative_status(*compiled.operation, response.status)))
    return;
  if (!fixed && names::Habits::standard().answers_status_too(compiled.model->slug, compiled.operation->name(),
                                                             response.status))
    return;
  // Where there is nothing to answer, 204 says so, and is what S3 answers where its model says nothing.
  if (!fixed && !stated && response.status == 204 && has_no_body(compiled.output)) return;
  ledger.add({.rule = "contract.status",
              .promise = promise,
              .source = bound ? source_name(source) : "protocol",
              .severity = fixed ? Severity::deviation
                                : severity(stated ? Check::status : Check::default_status,
                                           AnswerKind::success, source),
              .location = "status line",
              .expected = std::to_string(expected),
              .actual = std::to_string(response.status)});
}

// ---- members ----

// What the operation or the structure is about: "FunctionArn" of GetFunctionConfiguration, "Arn".
bool is_of_its_own(const Compiled& compiled, const ContractPlace& place,
                   const names::Identifier& identifier) {
  const auto names = [&](std::string_view whole) {
    return core::to_lower(whole).find(core::to_lower(identifier.stem)) != std::string::npos;
  };
  return identifier.stem.empty() || names(compiled.operation->name()) ||
         (place.owner && place.owner != compiled.output && names(place.owner->name()));
}

// AWS answers "", [], {} and 0 where there is nothing to tell, whatever least size, pattern or enum the model
// states of what a caller gives. An identifier of what is told of is never empty; of another thing it says
// that there is none (the KernelId of a launch configuration).
bool is_as_good_as_absent(const Compiled& compiled, const std::optional<ContractPlace>& place,
                          const std::string& keyword, const Json& value) {
  if (keyword == "minItems" || keyword == "minProperties") return value.empty();
  if (keyword == "minimum") return value == 0;
  if ((keyword != "minLength" && keyword != "pattern" && keyword != "enum") || value != "") return false;
  if (!place || !place->member) return true;
  const auto& words = names::Knowledge::standard();
  const auto identifier = words.identifier(place->member->name);
  return !identifier || !words.is_reference(place->member->name) ||
         !is_of_its_own(compiled, *place, *identifier);
}

// A list that is left out says the same as one without items.
bool is_collection(ShapeType type) { return type == ShapeType::list || type == ShapeType::map; }

const Diagnostic* diagnose_at(const wire::Decoded& decoded, std::string_view pointer,
                              std::initializer_list<DiagnosticKind> kinds) {
  for (const Diagnostic& diagnostic : decoded.diagnostics) {
    if (diagnostic.pointer == pointer &&
        std::find(kinds.begin(), kinds.end(), diagnostic.kind) != kinds.end())
      return &diagnostic;
  }
  return nullptr;
}

bool has_diagnostic_below(const wire::Decoded& decoded, std::string_view pointer, DiagnosticKind kind) {
  const std::string prefix = std::string(pointer) + "/";
  return std::any_of(decoded.diagnostics.begin(), decoded.diagnostics.end(),
                     [&](const Diagnostic& diagnostic) {
                       return diagnostic.kind == kind &&
                              (diagnostic.pointer == pointer || diagnostic.pointer.starts_with(prefix));
                     });
}

// A promised member that is not there, once per pointer.
class Missing {
 public:
  // `bodiless`: the documented status leaves no room for a body (204), whatever the output lists.
  Missing(const Compiled& compiled, const wire::Decoded& decoded, bool bodiless, Ledger& ledger)
      : compiled_(compiled), decoded_(decoded), bodiless_(bodiless), ledger_(ledger) {}

  void promised(const std::string& pointer, const std::string& why) {
    report(pointer, Check::missing_promised, why);
  }
  void required(const std::string& pointer) { report(pointer, Check::missing_required, {}); }
  void taken(const std::string& pointer, const std::string& why) {
    report(pointer, Check::missing_required, why);
  }

 private:
  void report(const std::string& pointer, Check check, const std::string& why) {
    if (!seen_.insert(pointer).second || (bodiless_ && travels_in_body(pointer))) return;
    // It is there, under a wrong name or in a wrong place, which is a finding of its own.
    if (diagnose_at(decoded_, pointer, {DiagnosticKind::member_case, DiagnosticKind::misplaced})) return;
    const Source source = strength_of(*compiled_.model, *compiled_.output, pointer);
    const bool null = diagnose_at(decoded_, pointer, {DiagnosticKind::null_member}) != nullptr;
    const Json* value = core::pointer_find(decoded_.members, pointer);
    ledger_.add(
        {.rule = "schema.required",
         .promise = output_promise(compiled_, pointer, "required"),
         .source = why.empty() ? source_name(source) : fmt::format("{} ({})", source_name(source), why),
         .severity = severity(check, AnswerKind::success, source),
         .pointer = pointer,
         .location = wire_location(*compiled_.output, pointer),
         .expected = "a value",
         .actual = null                          ? "null"
                   : value && value->is_string() ? "an empty text"
                                                 : "absent"});
  }

  [[nodiscard]] bool travels_in_body(const std::string& pointer) const {
    const auto tokens = core::split(pointer, '/');
    const Member* top = tokens.size() > 1 ? compiled_.output->member(tokens[1]) : nullptr;
    return top && !top->traits.has(contract::trait::http_header) &&
           !top->traits.has(contract::trait::http_prefix_headers) &&
           !top->traits.has(contract::trait::http_response_code);
  }

  const Compiled& compiled_;
  const wire::Decoded& decoded_;
  bool bodiless_;
  Ledger& ledger_;
  std::set<std::string> seen_;
};

bool is_empty_value(const Json& value) {
  return value.is_null() || ((value.is_string() || value.is_array() || value.is_object()) && value.empty()) ||
         (value.is_string() && value.get_ref<const std::string&>().empty());
}

void check_promised(const Compiled& compiled, const wire::Decoded& decoded, const Json* input,
                    const plan::Case* test, const plan::Outcome* outcome, Missing& missing, Ledger& ledger) {
  // An empty text is no value of what names a thing, nor of what came as something else.
  const auto look = [&](const std::string& pattern, const std::string& why, bool blank_is_nothing) {
    for (const ReachedValue& at : reach(decoded.members, pattern)) {
      const bool blank = blank_is_nothing && at.value && at.value->is_string() &&
                         core::trim(at.value->get_ref<const std::string&>()).empty();
      if (at.value && !blank) {
        ledger.evaluate(output_promise(compiled, at.pointer, "required"));
      } else {
        missing.promised(at.pointer, why);
      }
    }
  };
  // A list that was sent empty may come back empty or not at all.
  const auto sent_empty = [&](const std::string& pattern) {
    if (!input || !input->is_object()) return false;
    const auto sent = input->find(pattern.substr(pattern.rfind('/') + 1));
    return sent != input->end() && sent->is_structured() && sent->empty();
  };
  // Where nothing is an answer, what is not there has no identifier.
  const auto is_nothing = [&](const std::string& pattern) {
    if (!outcome || !outcome->nothing) return false;
    const std::string top = pattern.substr(0, pattern.find('/', 1));
    const Json* whole = core::pointer_find(decoded.members, top);
    return top != pattern && (!whole || whole->is_null() || whole->empty());
  };
  for (const auto& [pattern, why] : compiled.promised) {
    if (!sent_empty(pattern) && !is_nothing(pattern))
      look(pattern, why, compiled.identifiers.contains(pattern));
  }
  for (const auto& [pattern, rule] : compiled.shown) {
    for (const ReachedValue& at : reach(decoded.members, pattern)) {
      if (!at.value) missing.taken(at.pointer, "the documentation says that it is there, " + rule);
    }
  }
  if (!input || !input->is_object() || !test) return;
  // What is asked for by name and was never set is shown as an empty structure.
  const bool reads = names::Knowledge::standard().kind_of(compiled.operation->name()) == names::Kind::read;
  const auto nothing_set = [&](const std::string& pattern) {
    const std::size_t end = pattern.rfind('/');
    if (!reads || end == 0 || end == std::string::npos) return false;
    const Json* whole = core::pointer_find(decoded.members, pattern.substr(0, end));
    return whole && whole->is_object() && whole->empty();
  };
  for (const Compiled::Echo& echo : compiled.echoes) {
    const auto sent = input->find(echo.input);
    if (echo.conditional || sent == input->end() || is_empty_value(*sent) || nothing_set(echo.output))
      continue;
    const auto doubt = test->doubts.find(echo.input);
    if (doubt == test->doubts.end()) {
      const bool text = sent->is_string() && !core::trim(sent->get_ref<const std::string&>()).empty();
      look(echo.output, "echo of " + core::pointer_join("", echo.input), text);
    } else if (doubt->second == plan::Certainty::plausible && sent->is_primitive()) {
      // It was taken: whatever came of it ("Tier") stands there.
      for (const ReachedValue& at : reach(decoded.members, echo.output)) {
        if (!at.value) missing.taken(at.pointer, core::pointer_join("", echo.input) + " was taken");
      }
    }
  }
}

// What was sent to a generated case comes back in the answer, if it is there at all.
void check_echoes(const Compiled& compiled, const wire::Decoded& decoded, const Json& input,
                  const plan::Case& test, Ledger& ledger) {
  for (const Compiled::Echo& echo : compiled.echoes) {
    const auto doubt = test.doubts.find(echo.input);
    const bool doubted = doubt != test.doubts.end();
    if (doubted && (echo.conditional || doubt->second == names::Certainty::open)) continue;
    const Json* came = core::pointer_find(decoded.members, echo.output);
    const auto sent = input.find(echo.input);
    if (sent == input.end() || !came || is_empty_value(*came)) continue;
    const auto place = place_of(*compiled.model, *compiled.output, echo.output);
    const auto other = contradiction(*compiled.model, place ? place->shape : nullptr, *sent, *came);
    if (!other) continue;
    ledger.add({.rule = "behaviour.echo",
                .promise = compiled.promise(contract::Side::behaviour, "echo", echo.input),
                .source = "names: the answer has what was sent",
                .severity = severity(Check::behaviour_by_name, AnswerKind::success, Source::model),
                .pointer = echo.output + other->pointer,
                .location = wire_location(*compiled.output, echo.output),
                .expected = core::dump(other->sent, most_shown),
                .actual = core::dump(other->came, most_shown)});
  }
}

std::string_view trait_of_keyword(const std::string& keyword) {
  if (keyword.ends_with("Length") || keyword.ends_with("Items") || keyword.ends_with("Properties")) {
    return keyword == "uniqueItems" ? contract::trait::unique_items : contract::trait::length;
  }
  if (keyword == "pattern") return contract::trait::pattern;
  if (keyword.ends_with("imum")) return contract::trait::range;
  if (keyword == "format") return contract::trait::timestamp_format;
  return {};
}

bool fixed_by_case(const plan::Outcome* outcome, const std::string& pointer) {
  if (!outcome) return false;
  const auto matcher = outcome->success.find(pointer);
  if (matcher == outcome->success.end()) return false;
  using Kind = plan::Matcher::Kind;
  return matcher->second.kind == Kind::equals || matcher->second.kind == Kind::echoes ||
         matcher->second.kind == Kind::matches;
}

void check_schema(const Compiled& compiled, const wire::Decoded& decoded, const plan::Outcome* outcome,
                  Missing& missing, Ledger& ledger) {
  const contract::Model& model = *compiled.model;
  const jsonschema::Evaluation result = compiled.response->validate(decoded.members);
  if (result.gave_up) {
    ledger.add({.rule = "schema.limit",
                .promise = compiled.promise(contract::Side::output, {}, "type"),
                .source = "protocol",
                .severity = severity(Check::limit, AnswerKind::success, Source::model),
                .expected = "a response that can be validated within the limits",
                .actual = result.limit});
  }
  std::set<std::string> wrong_type;
  for (const jsonschema::SchemaFinding& finding : result.findings) {
    if (finding.keyword == "type") wrong_type.insert(finding.instance);
  }
  const auto is_answered_too = [&](std::string_view pointer) {
    return names::Habits::standard().answers_member_too(model.slug, compiled.operation->name(), pointer);
  };
  for (const jsonschema::SchemaFinding& finding : result.findings) {
    const auto place = place_of(model, *compiled.output, finding.instance);
    const Shape* shape = place ? place->shape : nullptr;
    const Json* value = core::pointer_find(decoded.members, finding.instance);
    const Check check = check_of_keyword(finding.keyword, shape);
    if (check == Check::constraint && wrong_type.contains(finding.instance)) continue;
    const bool fixed = fixed_by_case(outcome, finding.instance);
    if (check == Check::constraint && !fixed && value &&
        (is_as_good_as_absent(compiled, place, finding.keyword, *value) || is_answered_too(finding.instance)))
      continue;
    if (check == Check::timestamp && value && place && fits_alternative_format(*place, *value)) continue;
    // Documents disagree, or the schema is of the contract's first protocol and another is spoken; and the
    // decoder found the format that is the protocol's own.
    const bool decoder_decides =
        place && (has_alternative_formats(*place) || !speaks_first_protocol(compiled));
    if (check == Check::timestamp && value && decoder_decides && read_time(*value) &&
        !diagnose_at(decoded, finding.instance,
                     {DiagnosticKind::timestamp_format, DiagnosticKind::lexical})) {
      continue;
    }
    // A variant that the model does not know is unknown, not absent.
    if (check == Check::union_members &&
        has_diagnostic_below(decoded, finding.instance, DiagnosticKind::unknown_member))
      continue;
    if (check == Check::missing_required && !of_the_same_request(compiled).empty()) continue;
    if (check == Check::missing_required && shape && value && value->is_object()) {
      for (const Member& member : shape->members) {
        const auto found = value->find(member.name);
        if (contract::is_required(member) && (found == value->end() || found->is_null()) &&
            !is_collection(contract::target_of(model, member).type) &&
            !is_answered_too(core::pointer_join(finding.instance, member.name))) {
          missing.required(core::pointer_join(finding.instance, member.name));
        }
      }
      continue;
    }
    const Source source =
        strength_of(model, *compiled.output, finding.instance, trait_of_keyword(finding.keyword));
    const Diagnostic* diagnostic =
        diagnose_at(decoded, finding.instance, {DiagnosticKind::lexical, DiagnosticKind::timestamp_format});
    ledger.add(
        {.rule = "schema." + (finding.keyword.empty() ? std::string("false") : finding.keyword),
         .promise = plan::promise_of_finding(model, *compiled.operation, plan::Direction::output,
                                             finding.instance, finding.keyword),
         .source = source_name(source),
         .severity = fixed ? Severity::deviation : severity(check, AnswerKind::success, source),
         .pointer = finding.instance,
         .location = diagnostic ? diagnostic->location : wire_location(*compiled.output, finding.instance),
         .expected = finding.expected,
         .actual = finding.actual});
  }
}

}  // namespace

void check_success(const Compiled& compiled, const Answer& answer, const Json* input, const plan::Case* test,
                   const plan::Outcome* outcome, Ledger& ledger) {
  ledger.direction = AnswerKind::success;
  check_status(compiled, *answer.response, outcome, ledger);
  const wire::Decoded& decoded = *answer.success;
  const bool readable =
      std::none_of(decoded.diagnostics.begin(), decoded.diagnostics.end(), [](const Diagnostic& diagnostic) {
        return diagnostic.kind == DiagnosticKind::malformed_body ||
               diagnostic.kind == DiagnosticKind::unsupported ||
               // Of a body, not of a member: nothing was decoded.
               (diagnostic.kind == DiagnosticKind::invalid_utf8 && diagnostic.pointer.empty());
      });
  const auto binding = contract::http_binding(*compiled.operation);
  const int status = answer.response->status;
  const bool bodiless = (status == 204 || status == 205) && binding && binding->code == status;
  if (readable && compiled.output) {
    compiled.tested->walk(decoded.members, ledger);
    Missing missing(compiled, decoded, bodiless, ledger);
    check_promised(compiled, decoded, input, test, outcome, missing, ledger);
    if (input && input->is_object() && test && test->generated && test->provoke != plan::Provocation::fault)
      check_echoes(compiled, decoded, *input, *test, ledger);
    if (compiled.response) check_schema(compiled, decoded, outcome, missing, ledger);
  }
  if (!bodiless) {
    check_diagnostics(compiled, compiled.output, *answer.response, decoded,
                      compiled.promise(contract::Side::output, {}, "type"), ledger);
    return;
  }
  wire::Decoded without = decoded;
  std::erase_if(without.diagnostics,
                [](const Diagnostic& diagnostic) { return diagnostic.kind == DiagnosticKind::empty_body; });
  check_diagnostics(compiled, compiled.output, *answer.response, without,
                    compiled.promise(contract::Side::output, {}, "type"), ledger);
}

}  // namespace hallmark::verdict
