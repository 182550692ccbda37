#include "verdict/case_judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "names/habits.h"
#include "plan/cases/promise_ids.h"
#include "verdict/behaviour_check.h"
#include "verdict/checks.h"
#include "verdict/made.h"
#include "verdict/negative.h"
#include "verdict/value_check.h"
#include "verdict/walk_check.h"

namespace hallmark::verdict {
namespace {

using exchange::Role;
using plan::Case;
using plan::Outcome;

std::vector<Outcome> outcomes_of(const Case& test) {
  if (!test.expect.empty()) return test.expect;
  if (test.provoke == plan::Provocation::none || test.group.is_success()) return {Outcome{}};
  return {Outcome{.exception = to_string(test.group)}};
}

struct Attempt {
  Ledger ledger;
  const Outcome* outcome = nullptr;
  bool class_matched = false;  // success where success, error where error was allowed
  bool code_matched = false;
};

// Nearer first: the right class, the right code, fewer deviations, less drift; then the case's order.
bool nearer(const Attempt& a, const Attempt& b) {
  const auto key = [](const Attempt& attempt) {
    return std::tuple(attempt.ledger.deviations() != 0, !attempt.class_matched, !attempt.code_matched,
                      attempt.ledger.deviations(), attempt.ledger.drifts());
  };
  return key(a) < key(b);
}

// One case's judgement, step by step. Lives for one call of judge().
class CaseJudge {
 public:
  CaseJudge(const Case& test, const exchange::CaseRun& run, const Compiled& compiled,
            const plan::Suite& suite, const JudgeOptions& options, CompiledLookUp look_up)
      : test_(test),
        run_(run),
        compiled_(compiled),
        suite_(suite),
        options_(options),
        look_up_(std::move(look_up)) {}

  Verdict judge() {
    if (judge_send()) {
      judge_control();
      if (claims_of_a_success()) {
        if (accepted_) main_.merge(check_claims(test_, run_, look_up_).ledger);
      } else if (test_.claims.empty()) {
        judge_then();
      } else if (!inconclusive_ && refused_.empty()) {
        judge_claims();
      }
    }
    return finish();
  }

 private:
  // What is answered settles something by itself, and what is claimed is of a success, which is one of
  // several outcomes.
  [[nodiscard]] bool claims_of_a_success() const {
    return !test_.claims.empty() &&
           std::any_of(test_.expect.begin(), test_.expect.end(),
                       [](const auto& each) { return !plan::is_refusal(each) && !each.reason.empty(); });
  }

  // False when nothing further can be said: the send itself could not be judged.
  bool judge_send() {
    const std::vector<MadeExchange> sends = made(run_, Role::send);
    if (sends.empty()) {
      fail("nothing was sent");
      send_failed_ = true;
      return false;
    }
    const MadeExchange& last = sends.back();
    main_.role = Role::send;
    main_.exchange = last.at;
    sent_.push_back(&last.exchange->input);
    const TransportJudgement transport = judge_transport(last.exchange->http, compiled_.id());
    if (!transport.error.empty()) {
      fail(transport.error);
      send_failed_ = true;
      return false;
    }
    if (transport.finding) {
      main_.add(*transport.finding);
      mark_case(false);
      return true;
    }
    const Answer answer = read_answer(compiled_, last.exchange->http);
    if (test_.walk && !sends.empty()) {
      judge_walk(sends);
    } else if (!test_.claims.empty() && !claims_of_a_success()) {
      judge_written(answer);
    } else if (!test_.behaviour.kind.empty()) {
      judge_between_calls(answer);
    } else if (is_negative(test_)) {
      judge_generated(answer);
    } else {
      judge_outcomes(answer, last.exchange->input);
    }
    return true;
  }

  void judge_generated(const Answer& answer) {
    NegativeJudgement judgement = judge_negative(compiled_, suite_, test_, answer, case_promise());
    merge_send(std::move(judgement.ledger));
    if (judgement.inconclusive) {
      inconclusive_ = true;
      verdict_.reason = judgement.reason;
      return;
    }
    verdict_.reason = judgement.reason;
    verdict_.validation_tier = judgement.tier;
    provoked_ = judgement.provoked;
    if (!judgement.untested || main_.deviations() != 0) mark_case(main_.deviations() == 0);
  }

  void judge_walk(const std::vector<MadeExchange>& sends) {
    const Answer first = read_answer(compiled_, sends.front().exchange->http);
    if (!first.success) {
      main_.exchange = sends.front().at;
      judge_between_calls(first);
      return;
    }
    std::vector<WalkedPage> pages;
    for (const MadeExchange& each : sends) pages.push_back({each.exchange, each.at});
    Ledger ledger{.role = Role::send};
    bool unfinished = false;
    check_walk(compiled_, test_, pages, run_.kept, ledger, unfinished);
    const bool held = ledger.deviations() == 0;
    main_.merge(std::move(ledger));
    if (unfinished && held) {
      inconclusive_ = true;
      verdict_.reason = "the walk did not come to its end";
    } else {
      mark_case(held);
    }
  }

  // The last step before the question was a removal whose answer shows a last state.
  [[nodiscard]] bool is_going() const {
    if (test_.behaviour.kind != "gone") return false;
    const std::vector<MadeExchange> arranged = made(run_, Role::arrange);
    const auto nothing = std::find_if(test_.expect.begin(), test_.expect.end(),
                                      [](const Outcome& each) { return each.nothing.has_value(); });
    if (arranged.empty() || nothing == test_.expect.end()) return false;
    const exchange::Exchange& last = *arranged.back().exchange;
    const contract::Operation* removal = compiled_.model->operation(last.operation);
    return removal && last.http.response &&
           shows_last_state(*nothing->nothing, compiled_.protocol
                                                   ->decode_response(*compiled_.model, *removal,
                                                                     *last.http.response, compiled_.limits)
                                                   .members);
  }

  void judge_between_calls(const Answer& answer) {
    BehaviourJudgement judgement = judge_behaviour(compiled_, test_, answer, run_.base_answer, is_going(),
                                                   context(compiled_, sent_, case_promise()));
    verdict_.reason = judgement.reason;
    inconclusive_ = judgement.inconclusive;
    provoked_ = judgement.provoked;
    accepted_ = answer.success != nullptr && judgement.ledger.findings.empty();
    merge_send(std::move(judgement.ledger));
    if (!judgement.inconclusive) mark_case(main_.deviations() == 0);
  }

  // What claims are made about: it was done, or refused, as the case wants it. Its own cases tell what else
  // is wrong with the answer.
  void judge_written(const Answer& answer) {
    const bool wants_refusal = !is_success_case();
    if (answer.success && names::Habits::standard().partial_failure(answer.success->members).empty()) {
      if (wants_refusal) settles_nothing("it was accepted");
      return;
    }
    const int status = answer.response->status;
    if (wants_refusal && answer.error && status >= 400 && status < 500) return;
    if (!wants_refusal && answer.error && status >= 500) {
      judge_refused(answer);
      return;
    }
    settles_nothing("it was refused: " + describe(answer));
  }

  void settles_nothing(std::string why) {
    inconclusive_ = true;
    verdict_.reason = std::move(why);
  }

  void judge_claims() {
    ClaimsJudgement judgement = check_claims(test_, run_, look_up_);
    if (judgement.decided == 0)
      settles_nothing(judgement.silence.empty() ? "no answer shows it" : judgement.silence);
    main_.merge(std::move(judgement.ledger));
  }

  void judge_refused(const Answer& answer) {
    RefusalJudgement judgement =
        judge_refusal(compiled_, suite_, test_, answer, made(run_, Role::send).size() > 1, case_promise());
    refused_ = std::move(judgement.inconclusive);
    if (refused_.empty()) mark_case(false);
    merge_send(std::move(judgement.ledger));
  }

  // What another judge found in the answer to the send.
  void merge_send(Ledger ledger) {
    ledger.role = main_.role;
    ledger.exchange = main_.exchange;
    for (Finding& finding : ledger.findings) finding.exchange = main_.exchange;
    main_.merge(std::move(ledger));
  }

  void judge_outcomes(const Answer& answer, const Json& input) {
    const std::vector<Outcome> outcomes = outcomes_of(test_);
    const bool refused =
        answer.error || !names::Habits::standard().partial_failure(answer.success->members).empty();
    if (refused && test_.generated && is_success_case()) {
      judge_refused(answer);
      return;
    }
    const std::string expected = describe(compiled_, outcomes);
    std::optional<Attempt> best;
    for (const Outcome& outcome : outcomes) {
      Attempt attempt = attempt_outcome(outcome, expected, answer, input);
      if (!best || nearer(attempt, *best)) best = std::move(attempt);
    }
    const bool held = best->ledger.deviations() == 0;
    if (held) provoked_ = best->outcome->exception;
    if (held && !best->outcome->reason.empty() && outcomes.size() > 1) {
      verdict_.reason = fmt::format("{}: {}", describe(compiled_, *best->outcome), best->outcome->reason);
    }
    const bool accepted = answer.success && best->class_matched && best->outcome->exception.empty();
    main_.merge(std::move(best->ledger));
    if (accepted && held && plan::is_attempt(test_)) {
      verdict_.not_brought_about = true;
      verdict_.reason =
          fmt::format("not brought about: {} did not come, and no document promises that it does",
                      to_string(test_.group));
    } else if (accepted) {
      mark_accepted(held);
    } else {
      mark_case(held);
    }
  }

  Attempt attempt_outcome(const Outcome& outcome, const std::string& expected, const Answer& answer,
                          const Json& input) const {
    Attempt attempt{.outcome = &outcome};
    Ledger& ledger = attempt.ledger;
    ledger.role = main_.role;
    ledger.exchange = main_.exchange;
    if (outcome.exception.empty() && answer.success) {
      attempt.class_matched = attempt.code_matched = true;
      check_success(compiled_, answer, &input, &test_, &outcome, ledger);
      // What cannot be read is only that: of its members nothing is known.
      if (!is_unreadable(*answer.success))
        check_matchers(outcome, answer.success->members, context(compiled_, sent_, effect_promise()), ledger);
    } else if (outcome.exception.empty()) {
      ledger.add(class_finding("contract.unexpected-error", Check::unexpected_error, expected, answer));
    } else if (answer.success && check_disguised_error(compiled_, answer, outcome.exception, ledger)) {
      attempt.class_matched = attempt.code_matched = true;
    } else if (answer.success) {
      ledger.add(class_finding("contract.unexpected-success", Check::unexpected_success, expected, answer));
    } else {
      attempt.class_matched = true;
      attempt.code_matched = check_error(compiled_, answer,
                                         {.exception = outcome.exception,
                                          .status = outcome.status,
                                          .expected_text = expected,
                                          .promise = case_promise()},
                                         ledger);
    }
    return attempt;
  }

  [[nodiscard]] Finding class_finding(std::string rule, Check check, const std::string& expected,
                                      const Answer& answer) const {
    return {.rule = std::move(rule),
            .promise = case_promise(),
            .source = "case",
            .severity = severity(check, answer.success ? AnswerKind::success : AnswerKind::error,
                                 contract::Source::model),
            .location = "status line",
            .expected = expected,
            .actual = describe(answer)};
  }

  // The nearest request that must succeed: what catches an endpoint that refuses everything.
  void judge_control() {
    std::vector<MadeExchange> controls = made(run_, Role::control);
    const std::vector<MadeExchange> sends = made(run_, Role::send);
    const bool burst = test_.repeat > 1 || !test_.limit.empty();
    if (controls.empty() && burst && !is_success_case())
      controls.push_back(sends.front());  // the first of the burst
    if (controls.empty()) {
      const bool wanted =
          test_.control && test_.behaviour.kind.empty() && !is_negative(test_) && !is_success_case();
      if (wanted && main_.deviations() == 0) fail("the control was not sent");
      return;
    }
    const MadeExchange& control = controls.back();
    if (made(run_, Role::control).size() > 0) sent_.insert(sent_.begin(), &control.exchange->input);
    Ledger ledger{.role = Role::control, .exchange = control.at};
    const TransportJudgement transport = judge_transport(control.exchange->http, compiled_.id());
    if (!transport.error.empty()) {
      fail("control: " + transport.error);
      return;
    }
    if (transport.finding) {
      ledger.add(*transport.finding);
    } else {
      judge_control_answer(control, ledger);
    }
    control_held_ = ledger.deviations() == 0;
    if (!control_held_) mark_case(false);
    main_.merge(std::move(ledger));
  }

  void judge_control_answer(const MadeExchange& control, Ledger& ledger) const {
    const Answer answer = read_answer(compiled_, control.exchange->http);
    const std::vector<Outcome> allowed =
        test_.control_expect.empty() ? std::vector<Outcome>{Outcome{}} : test_.control_expect;
    if (outcome_among(compiled_, allowed, answer, {&control.exchange->input})) return;
    ledger.add({.rule = "control.refused",
                .promise = case_promise(),
                .source = "case",
                .severity = severity(Check::control_refused, AnswerKind::error, contract::Source::model),
                .location = "status line",
                .expected = describe(compiled_, allowed),
                .actual = answer.success ? what_is_wrong(answer, allowed, {&control.exchange->input})
                                         : describe(answer)});
  }

  // A success that is not the one expected: what is wrong with it, not that it is one.
  [[nodiscard]] std::string what_is_wrong(const Answer& answer, const std::vector<Outcome>& allowed,
                                          const std::vector<const Json*>& sent) const {
    if (is_unreadable(*answer.success)) {
      for (const wire::Diagnostic& diagnostic : answer.success->diagnostics) {
        if (diagnostic.kind == wire::DiagnosticKind::malformed_body)
          return fmt::format("{} with a body that cannot be read: {}", describe(answer), diagnostic.actual);
      }
    }
    for (const Outcome& outcome : allowed) {
      if (!outcome.exception.empty()) continue;
      if (outcome.status && answer.response->status != *outcome.status) return describe(answer);
      Ledger trial;
      check_matchers(outcome, answer.success->members, context(compiled_, sent, {}), trial);
      for (const Finding& finding : trial.findings)
        return fmt::format("{} with {} {}", describe(answer), finding.pointer, finding.actual);
    }
    return describe(answer);
  }

  // Identity, status and matchers; the operation's own cases judge the rest of its answers.
  [[nodiscard]] bool outcome_among(const Compiled& compiled, const std::vector<Outcome>& allowed,
                                   const Answer& answer, std::vector<const Json*> sent) const {
    return std::any_of(allowed.begin(), allowed.end(), [&](const Outcome& outcome) {
      Ledger trial;
      if (outcome.exception.empty()) {
        if (!answer.success || is_unreadable(*answer.success)) return false;
        if (outcome.status && answer.response->status != *outcome.status) return false;
        check_matchers(outcome, answer.success->members, context(compiled, sent, {}), trial);
      } else {
        if (!answer.error) return false;
        check_error(compiled, answer, {.exception = outcome.exception, .status = outcome.status}, trial);
      }
      return trial.deviations() == 0;
    });
  }

  static bool is_unreadable(const wire::Decoded& decoded) {
    return std::any_of(decoded.diagnostics.begin(), decoded.diagnostics.end(),
                       [](const wire::Diagnostic& diagnostic) {
                         return diagnostic.kind == wire::DiagnosticKind::malformed_body;
                       });
  }

  // Read-backs. Of several exchanges of one step (until polls) the last counts.
  void judge_then() {
    const std::vector<MadeExchange> thens = made(run_, Role::then);
    for (std::size_t index = 0; index < test_.then.size(); ++index) {
      const MadeExchange* last = nullptr;
      for (const MadeExchange& each : thens) {
        if (each.exchange->index == index) last = &each;
      }
      if (!last) {
        if (main_.deviations() == 0) fail(fmt::format("step {} of then was not sent", index + 1));
        return;
      }
      Ledger ledger{.role = Role::then, .exchange = last->at};
      if (!judge_step(test_.then[index], *last, ledger)) return;
      for (Finding& finding : ledger.findings) finding.rule = "then." + finding.rule;
      if (ledger.deviations() != 0) mark_case(false);
      main_.merge(std::move(ledger));
    }
  }

  bool judge_step(const plan::Step& step, const MadeExchange& made, Ledger& ledger) {
    const auto compiled = look_up_(step.call);
    if (!compiled) {
      fail(fmt::format("then calls {}, which the contract does not have", step.call));
      return false;
    }
    const TransportJudgement transport = judge_transport(made.exchange->http, compiled->id());
    if (!transport.error.empty()) {
      fail(fmt::format("then {}: {}", step.call, transport.error));
      return false;
    }
    if (transport.finding) {
      ledger.add(*transport.finding);
      return true;
    }
    const Answer answer = read_answer(*compiled, made.exchange->http);
    const std::vector<Outcome> allowed = step.expect.empty() ? std::vector<Outcome>{Outcome{}} : step.expect;
    std::vector<const Json*> sent = sent_;
    sent.push_back(&made.exchange->input);
    if (outcome_among(*compiled, allowed, answer, sent)) return true;
    explain_step(*compiled, allowed, answer, sent, ledger);
    return true;
  }

  // Why no outcome of a step held: against the first of the same class, else the class itself.
  void explain_step(const Compiled& compiled, const std::vector<Outcome>& allowed, const Answer& answer,
                    const std::vector<const Json*>& sent, Ledger& ledger) const {
    const std::string expected = describe(compiled, allowed);
    for (const Outcome& outcome : allowed) {
      if (outcome.exception.empty() != (answer.success != nullptr)) continue;
      if (answer.error) {
        check_error(compiled, answer,
                    {.exception = outcome.exception, .status = outcome.status, .expected_text = expected},
                    ledger);
      } else {
        if (!is_unreadable(*answer.success))
          check_matchers(outcome, answer.success->members, context(compiled, sent, effect_promise()), ledger);
        if (outcome.status && answer.response->status != *outcome.status) {
          ledger.add({.rule = "contract.status",
                      .promise = effect_promise(),
                      .source = "case",
                      .location = "status line",
                      .expected = std::to_string(*outcome.status),
                      .actual = std::to_string(answer.response->status)});
        }
        if (is_unreadable(*answer.success)) {
          ledger.direction = AnswerKind::success;
          check_diagnostics(compiled, compiled.output, *answer.response, *answer.success, effect_promise(),
                            ledger);
        }
      }
      for (Finding& finding : ledger.findings) finding.promise = effect_promise();
      return;
    }
    ledger.add(class_finding(answer.success ? "contract.unexpected-success" : "contract.unexpected-error",
                             answer.success ? Check::unexpected_success : Check::unexpected_error, expected,
                             answer));
    ledger.findings.back().promise = effect_promise();
  }

  [[nodiscard]] MatchContext context(const Compiled& compiled, const std::vector<const Json*>& sent,
                                     std::string promise) const {
    return {.sent = &sent,
            .kept = &run_.kept,
            .model = compiled.model,
            .output = compiled.output,
            .promise = std::move(promise),
            .operation_id = compiled.id()};
  }

  [[nodiscard]] bool is_success_case() const {
    const std::vector<Outcome> outcomes = outcomes_of(test_);
    return std::all_of(outcomes.begin(), outcomes.end(),
                       [](const Outcome& outcome) { return !plan::is_refusal(outcome); });
  }

  [[nodiscard]] std::string case_promise() const {
    if (!test_.promises.empty()) return test_.promises.front();
    if (is_success_case()) return compiled_.promise(contract::Side::status);
    return plan::error_promise(*compiled_.model, *compiled_.operation, to_string(test_.group));
  }

  // The promise behind what an operation did: a behaviour where the case names one.
  [[nodiscard]] std::string effect_promise() const {
    for (const std::string& promise : test_.promises) {
      if (contract::is_about(promise, contract::Side::behaviour)) return promise;
    }
    return case_promise();
  }

  // The input was taken: what is promised of it held, whatever else is wrong with the answer, which findings
  // break by themselves.
  void mark_accepted(bool held) {
    if (test_.promises.empty()) main_.evaluate(case_promise());
    for (const std::string& promise : test_.promises) {
      main_.evaluate(promise, held || !contract::is_about(promise, contract::Side::behaviour));
    }
  }

  void mark_case(bool held) {
    if (test_.promises.empty()) main_.evaluate(case_promise(), held);
    for (const std::string& promise : test_.promises) main_.evaluate(promise, held);
  }

  void fail(std::string reason) {
    if (error_.empty()) error_ = std::move(reason);
  }

  Verdict finish() {
    if (!provoked_.empty() && control_held_) {
      verdict_.provoked = provoked_;
      verdict_.by = test_.provoke;
      main_.evaluate(plan::error_promise(*compiled_.model, *compiled_.operation, provoked_));
    }
    if (!refused_.empty()) {
      inconclusive_ = true;
      verdict_.reason = refused_;
      verdict_.waits_for = test_.operation;
    }
    const bool informative = test_.tier == plan::Tier::informative;
    if (informative) {
      for (Finding& finding : main_.findings) finding.severity = Severity::none;
      verdict_.reason =
          "informative: the documents do not settle it, so this is told and not held against the endpoint";
    }
    if (main_.dropped != 0) {
      const std::string more = fmt::format("{} more findings were left out", main_.dropped);
      verdict_.reason = verdict_.reason.empty() ? more : verdict_.reason + "; " + more;
    }
    const bool fails = main_.deviations() != 0 || (options_.strict && !informative && main_.drifts() != 0);
    if (send_failed_ || (!error_.empty() && !fails)) {
      verdict_.status = Status::error;
      verdict_.reason = error_;
      verdict_.reason_kind = exchange::Reason::Kind::transport;
      verdict_.provoked.clear();
      verdict_.by = plan::Provocation::none;
    } else if (fails) {
      verdict_.status = Status::deviates;
    } else {
      verdict_.status = inconclusive_ || informative ? Status::inconclusive : Status::conforms;
    }
    if (verdict_.status != Status::conforms) verdict_.not_brought_about = false;
    // What could not be judged, or was never meant to be held against anyone, tested nothing.
    if (verdict_.status != Status::error && !informative) {
      for (const auto& [promise, held] : main_.evaluated) verdict_.evaluated.push_back({promise, held});
    }
    verdict_.findings = std::move(main_.findings);
    std::stable_sort(verdict_.findings.begin(), verdict_.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
    return std::move(verdict_);
  }

  const Case& test_;
  const exchange::CaseRun& run_;
  const Compiled& compiled_;
  const plan::Suite& suite_;
  const JudgeOptions& options_;
  CompiledLookUp look_up_;

  Verdict verdict_;
  Ledger main_;
  std::vector<const Json*> sent_;  // the control's input first: what holds after it
  std::string error_;
  std::string refused_;  // a generated success that settles nothing: why
  std::string provoked_;
  bool inconclusive_ = false;  // the answer settles nothing: verdict_.reason says why
  bool send_failed_ = false;
  bool accepted_ = false;  // of several outcomes it was a success, and one of those allowed
  bool control_held_ = true;
};

}  // namespace

Verdict judge_case(const plan::Case& test, const exchange::CaseRun& run, const Compiled& compiled,
                   const plan::Suite& suite, const JudgeOptions& options, CompiledLookUp look_up) {
  return CaseJudge(test, run, compiled, suite, options, std::move(look_up)).judge();
}

}  // namespace hallmark::verdict
