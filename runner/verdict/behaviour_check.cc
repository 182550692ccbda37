#include "verdict/behaviour_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "names/knowledge.h"

namespace hallmark::verdict {
namespace {

constexpr int max_depth = 8;

bool is_sent(const Json& sent, const Json& value, int depth = 0) {
  if (depth > max_depth) return false;
  if (sent == value) return true;
  return sent.is_structured() && std::any_of(sent.begin(), sent.end(), [&](const Json& part) {
           return is_sent(part, value, depth + 1);
         });
}

// "100", "false": in headers and XML without a type they stand as texts. "{}": a policy of nothing.
bool is_plain(const std::string& text) {
  return text == "true" || text == "false" || text == "{}" || text == "[]" ||
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Numbers and truth values (counts, "IsTruncated") say nothing of a thing by themselves.
bool is_nothing(const Json& value, const Json& sent, int depth = 0) {
  if (depth > max_depth) return false;
  if (value.is_array()) return value.empty();
  if (value.is_object()) {
    return std::all_of(value.begin(), value.end(),
                       [&](const Json& part) { return is_nothing(part, sent, depth + 1); });
  }
  return !value.is_string() || is_plain(value.get_ref<const std::string&>()) || is_sent(sent, value);
}

// A switch that was turned on ("BlockPublicAcls": true) is on, wherever it stands. Off is what nothing is,
// too.
bool is_on(const Json& value, const std::string& member, int depth = 0) {
  if (depth > max_depth || !value.is_structured()) return false;
  const auto found = value.is_object() ? value.find(member) : value.end();
  if (found != value.end() && (*found == true || *found == "true")) return true;
  return std::any_of(value.begin(), value.end(),
                     [&](const Json& part) { return is_on(part, member, depth + 1); });
}

bool is_final(const plan::Nothing& nothing, const Json& value, int depth = 0) {
  if (depth > max_depth || !value.is_structured()) return false;
  for (const auto& [name, part] : value.items()) {
    const bool last_member = value.is_object() && !part.is_null() &&
                             std::find(nothing.final_members.begin(), nothing.final_members.end(), name) !=
                                 nothing.final_members.end();
    if (last_member) return true;
    if (part.is_string() &&
        std::find(nothing.final_states.begin(), nothing.final_states.end(),
                  core::letters_and_digits(part.get_ref<const std::string&>())) != nothing.final_states.end())
      return true;
    if (is_final(nothing, part, depth + 1)) return true;
  }
  return false;
}

class BehaviourJudge {
 public:
  BehaviourJudge(const Compiled& compiled, const plan::Case& test, const Answer& answer,
                 const std::string& refused, bool going, const MatchContext& context)
      : compiled_(compiled),
        test_(test),
        answer_(answer),
        refused_(refused),
        going_(going),
        context_(context) {}

  BehaviourJudgement judge() {
    expected_ = describe(compiled_, test_.expect);
    if (answer_.success) {
      judge_success();
    } else {
      judge_error();
    }
    return std::move(result_);
  }

 private:
  [[nodiscard]] const std::string& promise() const { return test_.promises.front(); }

  // Any error of a status that no listed exception has; 304 is one, too.
  static bool refuses(const plan::Outcome& outcome) {
    return outcome.exception.empty() && plan::is_refusal(outcome);
  }

  void contradict(std::string rule, const std::string& location) {
    result_.ledger.add(
        {.rule = std::move(rule),
         .promise = promise(),
         .source = test_.behaviour.evidence,
         .severity =
             severity(test_.behaviour.stated && answer_.success ? Check::behaviour : Check::behaviour_by_name,
                      answer_.success ? AnswerKind::success : AnswerKind::error, contract::Source::model),
         .location = location,
         .expected = expected_.empty() ? "a refusal" : expected_,
         .actual = describe(answer_)});
  }

  // Settings of truth values alone say nothing of a thing, but for what was turned on before the removal.
  [[nodiscard]] bool is_as_it_was(const plan::Nothing& nothing, const Json& members) const {
    return test_.behaviour.kind == "gone" && nothing.failures.empty() && !is_final(nothing, members) &&
           std::any_of(test_.arrange.begin(), test_.arrange.end(),
                       [&](const plan::Step& step) { return is_still_on(step.with, members); });
  }

  void settles_nothing(std::string why) {
    result_.inconclusive = true;
    result_.reason = std::move(why);
    result_.ledger.evaluated.clear();
  }

  void judge_success() {
    for (const plan::Outcome& outcome : test_.expect) {
      if (!outcome.exception.empty() || refuses(outcome)) continue;
      const Json& members = answer_.success->members;
      const Json nothing_sent = Json::object();
      const Json& sent = context_.sent->empty() ? nothing_sent : *context_.sent->back();
      if (outcome.nothing &&
          (!hands_out_nothing(*outcome.nothing, members, sent) || is_as_it_was(*outcome.nothing, members)))
        continue;
      Ledger trial;
      check_matchers(outcome, members, context_, trial);
      if (trial.deviations() != 0) {
        others_ = std::move(trial.findings);
        continue;
      }
      check_success(compiled_, answer_, nullptr, nullptr, &outcome, result_.ledger);
      result_.reason = outcome.reason;
      return;
    }
    // Others may be asked about it until it is gone; its own reading shows the state.
    if (going_ && !test_.behaviour.stated) {
      settles_nothing("the removal was answered by a state, and may have been under way");
      return;
    }
    // "success, and success came" is a riddle: what the success should have had is told; all of it, where a
    // place in the documentation says each.
    std::erase_if(others_, [](const Finding& each) { return each.severity != Severity::deviation; });
    if (others_.size() > 1 && test_.behaviour.kind != "documented") others_.resize(1);
    if (others_.empty()) contradict("behaviour." + test_.behaviour.kind, "status line");
    for (const Finding& other : others_) {
      contradict("behaviour." + test_.behaviour.kind, "status line");
      Finding& told = result_.ledger.findings.back();
      if (test_.behaviour.kind == "documented") told.pointer = other.pointer;
      told.expected = fmt::format("{}, with {} {}", told.expected, other.pointer, other.expected);
      told.actual = fmt::format("{}, with {} {}", told.actual, other.pointer, other.actual);
    }
  }

  void judge_error() {
    Ledger& ledger = result_.ledger;
    ledger.direction = AnswerKind::error;
    const int status = answer_.response->status;
    const wire::DecodedError& error = *answer_.error;
    for (const plan::Outcome& outcome : test_.expect) {
      if (!refuses(outcome) || *outcome.status != status) continue;
      result_.reason = outcome.reason;
      return;
    }
    for (const plan::Outcome& outcome : test_.expect) {
      if (outcome.exception.empty()) continue;
      const Compiled::Error* listed = compiled_.error_named(outcome.exception);
      if (!listed) {
        if (status < 400 || status >= 500 || !error_has_code(error, outcome.exception)) continue;
        judge_common(outcome);
        return;
      }
      const bool by_status = answer_.nameless && listed->info.status == status;
      // A code that is the shape's name where the contract gives another one is this exception, wrongly
      // named.
      const bool by_shape = error.code == listed->info.name;
      if (!error_is(error, listed->info) && !by_shape && !by_status) continue;
      if (refused_before()) {
        settles_nothing(fmt::format("answered {} to what is there as well", describe_code()));
        return;
      }
      check_error(compiled_, answer_,
                  {.exception = outcome.exception,
                   .status = outcome.status,
                   .expected_text = expected_,
                   .promise = promise()},
                  ledger);
      if (ledger.deviations() == 0) result_.provoked = outcome.exception;
      return;
    }
    if (status < 400 || status >= 500 || (error.code.empty() && !answer_.nameless)) {
      ledger.add({.rule = "contract.unexpected-error",
                  .promise = promise(),
                  .source = "case",
                  .severity = severity(Check::unexpected_error, AnswerKind::error, contract::Source::model),
                  .location = "status line",
                  .expected = expected_.empty() ? "an error with a code, 400 to 499" : expected_,
                  .actual = describe(answer_)});
      return;
    }
    if (says_it_otherwise(error)) {
      ledger.add({.rule = "contract.error-code",
                  .promise = compiled_.promise(contract::Side::error, test_.expect.front().exception),
                  .source = "model",
                  .severity = severity(Check::undeclared_code, AnswerKind::error, contract::Source::model),
                  .location = error.code_location,
                  .expected = expected_,
                  .actual = describe(answer_)});
      return;
    }
    if (is_about_something_else(error) || refuses_what_is_there(error) || contradicts_the_documentation()) {
      contradict("behaviour." + test_.behaviour.kind, "status line");
      return;
    }
    if (!answer_.nameless && !check_envelope(compiled_, answer_, promise(), ledger)) return;
    if (says_it_unlisted(error)) {
      result_.reason = fmt::format("answered {}, which the operation does not list", describe_code());
      return;
    }
    settles_nothing(fmt::format("answered {}, which says nothing of {}", describe_code(),
                                test_.behaviour.evidence.empty() ? "this" : "what the case asks"));
  }

  // One of the protocol's, which the operation does not list.
  void judge_common(const plan::Outcome& outcome) {
    if (refused_before()) {
      settles_nothing(fmt::format("answered {} to what is there as well", describe_code()));
      return;
    }
    check_envelope(compiled_, answer_, promise(), result_.ledger);
    result_.reason = outcome.reason;
  }

  // That it is not there, but not by the exception that the operation lists for just this.
  [[nodiscard]] bool says_it_otherwise(const wire::DecodedError& error) const {
    const auto& words = names::Knowledge::standard();
    const bool of_existence = test_.behaviour.kind == "unknown" || test_.behaviour.kind == "gone";
    if (!of_existence || error.code.empty() || test_.expect.empty() || refused_before()) return false;
    const Compiled::Error* wanted = compiled_.error_named(test_.expect.front().exception);
    if (!wanted || !(test_.behaviour.stated || is_of_everything(*wanted))) return false;
    const bool listed = std::any_of(compiled_.errors.begin(), compiled_.errors.end(),
                                    [&](const Compiled::Error& each) { return error_is(error, each.info); });
    return !listed && words.is(names::ErrorClass::not_found, error.code);
  }

  // "ResourceNotFoundException" where nothing else is listed for what is not there: whatever is missing.
  [[nodiscard]] bool is_of_everything(const Compiled::Error& wanted) const {
    const auto& words = names::Knowledge::standard();
    return words.says_nothing_there(wanted.info.name) &&
           std::none_of(compiled_.errors.begin(), compiled_.errors.end(), [&](const Compiled::Error& each) {
             return &each != &wanted && words.is(names::ErrorClass::not_found, each.info.name);
           });
  }

  // What is unknown or gone is refused as if it were there, or one too many: a listed exception, but
  // another's.
  [[nodiscard]] bool is_about_something_else(const wire::DecodedError& error) const {
    if (test_.behaviour.kind != "unknown" || !refused_.empty()) return false;
    const auto listed = std::find_if(compiled_.errors.begin(), compiled_.errors.end(),
                                     [&](const Compiled::Error& each) { return error_is(error, each.info); });
    if (listed == compiled_.errors.end()) return false;
    const auto kind = names::Knowledge::standard().class_of(listed->info.name);
    return kind == names::ErrorClass::exists || kind == names::ErrorClass::in_use ||
           kind == names::ErrorClass::limit;
  }

  // "NoSuchBucket", where the documents list nothing that would say so (S3 lists hardly any exception).
  [[nodiscard]] bool says_it_unlisted(const wire::DecodedError& error) const {
    const bool absence = test_.behaviour.kind == "unknown" || test_.behaviour.kind == "gone";
    const bool listed = std::any_of(test_.expect.begin(), test_.expect.end(),
                                    [](const plan::Outcome& each) { return !each.exception.empty(); });
    return absence && !listed && !refused_before() &&
           names::Knowledge::standard().is(names::ErrorClass::not_found, error.code);
  }

  [[nodiscard]] bool refuses_what_is_there(const wire::DecodedError& error) const {
    // RFC 9110, 15.5.17: of a part that is there some byte is.
    if (test_.behaviour.kind == "payload") return answer_.response->status == 416;
    // What was sent again is not refused because it is there.
    return test_.behaviour.kind == "same-again" &&
           names::Knowledge::standard().is(names::ErrorClass::exists, error.code);
  }

  // What a place in the documentation, or a trait, says to be taken is refused, or what it says to be refused
  // by a listed exception is refused by another error. What is near it is not.
  [[nodiscard]] bool contradicts_the_documentation() const {
    const std::string& kind = test_.behaviour.kind;
    if ((kind != "forms" && kind != "documented" && kind != "compressed") || !refused_.empty()) return false;
    const std::string& wanted = test_.expect.front().exception;
    return wanted.empty() || compiled_.error_named(wanted) != nullptr;
  }

  // The same refusal of what is there: it is about something else.
  [[nodiscard]] bool refused_before() const { return refused_ == describe_code(); }

  [[nodiscard]] std::string describe_code() const {
    return answer_.error->code.empty() ? fmt::format("status {}", answer_.response->status)
                                       : answer_.error->code;
  }

  const Compiled& compiled_;
  const plan::Case& test_;
  const Answer& answer_;
  const std::string& refused_;
  bool going_;
  const MatchContext& context_;
  std::string expected_;
  std::vector<Finding> others_;  // why a success was not the one that is allowed
  BehaviourJudgement result_;
};

}  // namespace

bool shows_last_state(const plan::Nothing& nothing, const Json& members) {
  return is_final(nothing, members);
}

bool is_still_on(const Json& made, const Json& members) {
  if (!made.is_structured()) return false;
  if (made.is_object()) {
    for (const auto& [name, part] : made.items()) {
      if (part == true && is_on(members, name)) return true;
    }
  }
  return std::any_of(made.begin(), made.end(), [&](const Json& part) { return is_still_on(part, members); });
}

bool hands_out_nothing(const plan::Nothing& nothing, const Json& members, const Json& sent) {
  bool has_list = false;
  for (const std::string& pointer : nothing.failures) {
    has_list = true;
    const Json* entries = core::pointer_find(members, pointer);
    if (entries && entries->is_structured() && !entries->empty()) return true;
  }
  if (is_final(nothing, members)) return true;
  return !has_list && is_nothing(members, sent);
}

BehaviourJudgement judge_behaviour(const Compiled& compiled, const plan::Case& test, const Answer& answer,
                                   const std::string& refused, bool going, const MatchContext& context) {
  return BehaviourJudge(compiled, test, answer, refused, going, context).judge();
}

}  // namespace hallmark::verdict
