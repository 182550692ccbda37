// Mutants of statuses and errors: which answer comes, and how an exception says which it is.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "endpoint/mutants/hooks_document.h"
#include "endpoint/mutants/mutant_list.h"
#include "endpoint/mutants/places.h"
#include "endpoint/reference/errors.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;

namespace {

// Who is throttled, or told to come back, comes back.
bool is_come_back(const MutantList& list, const Shape& error) {
  const auto info =
      contract::error_info(list.model, error, list.protocol == nullptr ? "" : list.protocol->id());
  const int status = info.status.value_or(400);
  return listed_for(list.model, list.operation, Refusal::throttled) == &error || status == 503 ||
         status == 429;
}

void list_exception(MutantList& list, const Shape& error) {
  const std::string name(error.name());
  const auto info =
      contract::error_info(list.model, error, list.protocol == nullptr ? "" : list.protocol->id());
  const auto mutant = [&](const std::string& kind, const std::string& how, const char* clause,
                          const std::string& text) {
    list.add(Stage::error, fmt::format("{}:{}{}", kind, name, how), fmt::format("error.{} {}", name, clause),
             fmt::format("{} {}", name, text), true);
  };
  // Only what was asked for tells then.
  list.add(Stage::error, "always-error:" + name,
           list.suite == nullptr       ? "*"
           : is_come_back(list, error) ? "error.*"
                                       : "status",
           "every request is answered by " + name,
           // A request that nobody says must succeed may be refused with what is listed.
           list.suite == nullptr);
  for (const int status : {200, 418, info.status.value_or(400) == 500 ? 400 : 500}) {
    mutant("error-status", fmt::format("@{}", status), "status", fmt::format("has the status {}", status));
  }
  for (const char* how : {"missing", "misspelt", "case"}) {
    mutant("error-code", fmt::format("@{}", how), "code", fmt::format("has its code {}", how));
  }
  // Where the sibling is an outcome as well, it is the sibling that has a wrong status or shape.
  list.add(Stage::error, fmt::format("error-code:{}@sibling", name), "error.*",
           fmt::format("{} has its code sibling", name), true);
  mutant("error-code-misplaced", "", "code", "has its code in a place of its own");
  for (const char* how : {"other", "empty", "html", "text"}) {
    mutant("error-envelope", fmt::format("@{}", how), std::string_view(how) == "empty" ? "code" : "shape",
           fmt::format("comes in an envelope of its own ({})", how));
  }
  // XML has one place for the code alone.
  if (list.protocol != nullptr && speaks_json(*list.protocol))
    mutant("error-code", "@disagree", "shape", "has another code in its body than in its header");
  // Where no document states that code, the header is drift.
  if (list.protocol != nullptr && !list.xml() &&
      list.model.service.traits.has(contract::trait::aws_query_compatible)) {
    const std::string of = fmt::format("error-code:{}@query-missing", name);
    const std::string text = fmt::format("{} does not say the code of the query protocol", name);
    const std::string broken = fmt::format("error.{} code", name);
    if (error.traits.has(contract::trait::aws_query_error)) {
      list.add(Stage::error, of, broken, text, true);
    } else {
      list.add_drift(Stage::error, of, broken, text, true);
    }
  }
  if (list.protocol != nullptr) {
    for (const std::string_view how : envelope_parts(list.model, list.operation, *list.protocol)) {
      list.add_drift(Stage::error, fmt::format("error-envelope-part:{}@{}", name, how),
                     fmt::format("error.{} shape", name), fmt::format("{} has an envelope: {}", name, how),
                     true);
    }
  }
  for (const Member& member : error.members) {
    if (core::equal_ignoring_case(member.name, "message")) continue;
    if (contract::is_required(member)) {
      mutant("error-member-dropped", "@" + member.name, "shape", fmt::format("lacks {}", member.name));
    }
    mutant("error-member-wrong-type", "@" + member.name, "shape",
           fmt::format("has {} of another type", member.name));
    if (!contract::enum_values(contract::target_of(list.model, member)).empty()) {
      list.add_drift(Stage::error, fmt::format("error-member-outside:{}@{}", name, member.name),
                     fmt::format("error.{} shape", name),
                     fmt::format("{} has {} outside its values", name, member.name), true);
    }
  }
}

void list_statuses(MutantList& list) {
  list.add(Stage::response, "success-status:500", "status", "a success has the status 500");
  list.add(Stage::response, "success-status:404", "status", "a success has the status 404");
  list.add(Stage::response, "success-status:302", "status", "a success has the status 302");
  const int other =
      list.protocol != nullptr && list.protocol->success_status(list.operation) == 200 ? 202 : 200;
  const bool bound = list.operation.traits.has(contract::trait::http);
  const contract::Source source = contract::source_of(list.operation.traits, contract::trait::http);
  const bool stated =
      bound && (other == 200 || source == contract::Source::page || source == contract::Source::overlay);
  const std::string mutant = fmt::format("success-status:{}", other);
  const char* text = "a success has another success's status";
  // Of a status that no document states another 2xx is drift.
  if (stated) {
    list.add(Stage::response, mutant, "status", text, true);
  } else {
    list.add_drift(Stage::response, mutant, "status", text, true);
  }
}

// One request in ten only: whichever promise that one is about.
void list_rare_mutants(MutantList& list, const std::vector<const Shape*>& listed) {
  list.add(Stage::response, "rarely:success-status:500", "*", "one success in ten has the status 500");
  if (list.output != nullptr && !list.output->members.empty() && list.has_body()) {
    list.add(Stage::response, "rarely:body:html", "*", "one success in ten is a page of HTML");
  }
  const auto error = std::find_if(listed.begin(), listed.end(),
                                  [&](const Shape* each) { return !is_come_back(list, *each); });
  if (error == listed.end()) return;
  list.add(Stage::error, fmt::format("rarely:always-error:{}", (*error)->name()), "*",
           fmt::format("one request in ten is answered by {}", (*error)->name()), list.suite == nullptr);
}

}  // namespace

void list_error_mutants(MutantList& list) {
  list_statuses(list);
  list.add(Stage::error, "always-success", list.suite == nullptr ? "*" : "error.*",
           "every error is answered as a success", true);
  const auto listed = contract::listed_errors(list.model, list.operation);
  for (const Shape* error : listed) list_exception(list, *error);
  list_rare_mutants(list, listed);
}

}  // namespace hallmark::endpoint
