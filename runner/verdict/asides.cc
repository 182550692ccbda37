#include "verdict/asides.h"

#include <fmt/format.h>

#include <algorithm>

#include "exchange/long_body.h"
#include "names/knowledge.h"
#include "plan/cases/promise_ids.h"
#include "verdict/checks.h"
#include "verdict/negative.h"

namespace hallmark::verdict {
namespace {

using exchange::Exchange;
using exchange::Role;

// A call that was not meant to be answered well, or whose answer is another operation's.
bool says_nothing(const plan::Case& test, const exchange::CaseRun& run, const Exchange& each) {
  if (each.fault_requested || each.http.fault == exchange::TransportFault::cancelled) return true;
  if (!each.http.response && each.http.fault != exchange::TransportFault::malformed_head) return true;
  if (each.role == Role::send && !test.wire.empty()) return true;
  if (each.http.response && !exchange::is_kept(*each.http.response)) return true;
  return run.throttled && each.http.response && each.http.response->status >= 400;
}

bool is_told(const Verdict& verdict, std::size_t at) {
  return std::any_of(verdict.findings.begin(), verdict.findings.end(), [&](const Finding& finding) {
    return finding.exchange == at && finding.severity == Severity::deviation;
  });
}

// The code of an error as the model states it, where the answer names the exception's shape instead.
const Compiled::Error* named_by_its_shape(const Compiled& compiled, const std::string& code) {
  const auto found = std::find_if(
      compiled.errors.begin(), compiled.errors.end(),
      [&](const Compiled::Error& each) { return each.info.name == code && each.info.code != code; });
  return found == compiled.errors.end() ? nullptr : &*found;
}

// A list that was sent empty may come back empty or not at all.
void let_empty_be_absent(const Json& input, Ledger& ledger) {
  std::erase_if(ledger.findings, [&](const Finding& finding) {
    if (finding.rule != "schema.required" || !input.is_object()) return false;
    const auto sent = input.find(finding.pointer.substr(finding.pointer.rfind('/') + 1));
    return sent != input.end() && sent->is_structured() && sent->empty();
  });
}

// What breaks a constraint was taken: later answers give it back as it was sent, which is told already.
bool may_give_back_what_is_wrong(const plan::Case& test, const Verdict& verdict, Role role) {
  return (role == Role::then || role == Role::remove) && is_negative(test) &&
         std::any_of(verdict.findings.begin(), verdict.findings.end(),
                     [](const Finding& finding) { return finding.rule == "contract.unexpected-success"; });
}

}  // namespace

void check_alone(const Compiled& compiled, const Answer& answer, std::string& exception, Ledger& ledger) {
  if (answer.success) {
    check_success(compiled, answer, nullptr, nullptr, nullptr, ledger);
    return;
  }
  ledger.direction = AnswerKind::error;
  const wire::DecodedError& error = *answer.error;
  for (const Compiled::Error& listed : compiled.errors) {
    if (!error_is(error, listed.info)) continue;
    check_error(compiled, answer, {.exception = listed.info.name}, ledger);
    if (ledger.deviations() == 0) exception = listed.info.name;
    return;
  }
  const int status = answer.response->status;
  const auto add = [&](std::string rule, std::string promise, std::string location, std::string expected) {
    ledger.add({.rule = std::move(rule),
                .promise = std::move(promise),
                .source = "protocol",
                .severity = severity(Check::error_code, AnswerKind::error, contract::Source::model),
                .location = std::move(location),
                .expected = std::move(expected),
                .actual = describe(answer)});
  };
  if (status >= 500) {
    // "I do not have this" is no failure of what is there, and a request too many is told apart.
    const auto& words = names::Knowledge::standard();
    if (status == 501 || words.is(names::ErrorClass::throttled, error.code)) return;
    add("contract.unexpected-error", compiled.promise(contract::Side::status), "status line",
        "no server error, or one that the operation lists");
    return;
  }
  if (const Compiled::Error* meant = named_by_its_shape(compiled, error.code)) {
    add("contract.error-code",
        plan::error_promise(*compiled.model, *compiled.operation, meant->info.name, "code"),
        error.code_location, "the code " + meant->info.code);
    return;
  }
  if (!check_envelope(compiled, answer, compiled.promise(contract::Side::status), ledger)) return;
  if (status >= 400 && error.code.empty() && !answer.nameless)
    add("contract.error-code", compiled.promise(contract::Side::status), "body", "an error code");
}

void add_asides(const plan::Case& test, const exchange::CaseRun& run, const JudgeOptions& options,
                const CompiledLookUp& look_up, Verdict& verdict) {
  const bool judged = verdict.status == Status::conforms || verdict.status == Status::deviates;
  std::size_t last_send = run.exchanges.size();
  for (std::size_t at = 0; at < run.exchanges.size(); ++at) {
    if (run.exchanges[at].role == Role::send) last_send = at;
  }
  for (std::size_t at = 0; at < run.exchanges.size(); ++at) {
    const Exchange& each = run.exchanges[at];
    if (says_nothing(test, run, each) || is_told(verdict, at)) continue;
    if (verdict.status == Status::not_offered && each.operation == test.operation) continue;
    const auto compiled = look_up(each.operation);
    if (!compiled || !compiled->problem.empty()) continue;
    Ledger ledger{.role = each.role, .exchange = at};
    std::string exception, answered;
    if (TransportJudgement transport = judge_transport(each.http, compiled->id()); transport.finding) {
      ledger.add(std::move(*transport.finding));
    } else if (each.http.response && transport.error.empty()) {
      const Answer answer = read_answer(*compiled, each.http);
      if (answer.success && at == last_send && judged) continue;  // judged already, and by more
      check_alone(*compiled, answer, exception, ledger);
      let_empty_be_absent(each.input, ledger);
      if (may_give_back_what_is_wrong(test, verdict, each.role))
        std::erase_if(ledger.findings,
                      [](const Finding& finding) { return finding.rule.starts_with("schema."); });
      answered = answer.success ? "success"
                                : fmt::format("{}{}{}", answer.response->status,
                                              answer.error->code.empty() ? "" : " ", answer.error->code);
    }
    if (!exception.empty() && (at != last_send || verdict.provoked != exception))
      verdict.brought_about.insert({each.operation, exception});
    if (at == last_send && judged) continue;  // the case's own judgement stands
    while (!ledger.evaluated.empty()) {
      auto first = ledger.evaluated.extract(ledger.evaluated.begin());
      if (first.mapped()) verdict.evaluated_aside.insert(std::move(first.key()));
    }
    for (Finding& finding : ledger.findings) {
      const bool weighs =
          finding.severity == Severity::deviation || (options.strict && finding.severity == Severity::drift);
      if (weighs) verdict.asides.push_back({each.operation, answered, std::move(finding)});
    }
  }
}

}  // namespace hallmark::verdict
