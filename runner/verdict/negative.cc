#include "verdict/negative.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "names/exception_class.h"
#include "names/habits.h"
#include "names/knowledge.h"
#include "plan/cases/promise_ids.h"
#include "plan/context/validation_errors.h"

namespace hallmark::verdict {
namespace {

bool among(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A body or type that cannot even be parsed may be refused by the parser.
bool is_about_parsing(const plan::Case& test) {
  if (test.wire.body) return true;
  return std::any_of(test.promises.begin(), test.promises.end(), [](const std::string& promise) {
    const auto id = contract::PromiseId::read(promise);
    return id && (id->clause == "type" || id->side == contract::Side::protocol);
  });
}

bool is_about_the_operation(const plan::Case& test) {
  return test.constraint == "protocol.unknown-operation";
}

// A method and path that no operation has: which error says so is nobody's promise.
bool is_about_nothing_there(const Compiled& compiled, const plan::Case& test) {
  return is_about_the_operation(test) && compiled.protocol->facts().rest;
}

std::string_view top_of(std::string_view pointer) {
  if (pointer.empty()) return {};
  pointer.remove_prefix(1);
  return pointer.substr(0, pointer.find('/'));
}

// What an exception is about: "PolicyDocument" of MalformedPolicyDocumentException; empty where its name does
// not say that something of one kind is malformed.
std::string_view subject_of(std::string_view exception) {
  using names::Habits;
  const auto& habits = Habits::standard();
  return habits.behind(Habits::Says::malformed, habits.stem_of(exception)).value_or(std::string_view());
}

// "MalformedPolicyDocument" names the member Policy, "InvalidArn" the member RoleArn.
bool names_member(std::string_view subject, std::string_view member) {
  const auto lower_subject = core::to_lower(subject), lower_member = core::to_lower(member);
  return lower_subject.starts_with(lower_member) || lower_member.ends_with(lower_subject);
}

// The exception is about another member of the input than the one that was broken.
bool is_about_another(const Compiled& compiled, const plan::Case& test, std::string_view exception) {
  const auto subject = subject_of(exception);
  const contract::Shape* input = compiled.model->shape(compiled.operation->input);
  if (subject.empty() || !input || test.constraint_pointer.empty()) return false;
  for (const auto& token : core::split(test.constraint_pointer, '/')) {
    if (!token.empty() && names_member(subject, token)) return false;
  }
  return std::any_of(input->members.begin(), input->members.end(),
                     [&](const contract::Member& member) { return names_member(subject, member.name); });
}

// "QueueUrl" of "/QueueUrl", "InstanceIds" of "/InstanceIds/0": the member that was broken.
std::string broken_member(const plan::Case& test) {
  std::string name;
  for (const std::string& token : core::pointer_tokens(test.constraint_pointer)) {
    const bool index = !token.empty() && token.find_first_not_of("0123456789") == std::string::npos;
    if (!index) name = token;
  }
  return name;
}

// "Queue" of "QueueDoesNotExist" is of what "QueueUrl" names, "Cluster" of "ClusterNotFoundException" of
// nothing but what another member of the request names.
bool misses_another(const Compiled& compiled, const names::Knowledge& words, std::string_view exception,
                    const std::string& broken) {
  if (words.says_nothing_there(exception)) return false;
  const std::string subject = core::to_lower(names::Habits::standard().subject_of(exception));
  const contract::Shape* input = compiled.model->shape(compiled.operation->input);
  const auto is_of = [&](const std::string& member) {
    const auto named = words.identifier(member);
    const std::string noun = core::to_lower(named && !named->stem.empty() ? named->stem : member);
    return noun.ends_with(subject) || subject.ends_with(noun);
  };
  if (subject.empty() || !input || is_of(broken)) return false;
  return std::any_of(input->members.begin(), input->members.end(),
                     [&](const contract::Member& member) { return is_of(member.name); });
}

// An identifier that no thing can have names nothing, and an endpoint that looks it up before anything else
// says so: the listed exception that came, where it says that of what was broken; else null.
const Compiled::Error* said_not_there(const Compiled& compiled, const plan::Suite& suite,
                                      const plan::Case& test, const wire::DecodedError& error) {
  const auto& words = suite.words();
  const std::string member = broken_member(test);
  const contract::Shape* input = compiled.model->shape(compiled.operation->input);
  const contract::Member* top = input ? input->member(top_of(test.constraint_pointer)) : nullptr;
  const bool identifies = words.is_identifier(member) || words.names_any_resource(member) ||
                          (top && top->name == member && top->traits.has(contract::trait::http_label));
  const bool names_none = test.constraint.starts_with("pattern.") || test.constraint.starts_with("length.");
  if (!identifies || !names_none || test.wire.body) return nullptr;
  for (const contract::Shape* listed : contract::listed_errors(*compiled.model, *compiled.operation)) {
    const Compiled::Error* named = compiled.error_named(listed->name());
    if (!named || !error_is(error, named->info)) continue;
    const bool not_there = names::class_of(words, *listed) == names::ErrorClass::not_found;
    return not_there && !misses_another(compiled, words, listed->name(), member) ? named : nullptr;
  }
  return nullptr;
}

// The member whose unknown word stands in a header of the request; else null.
const contract::Member* word_in_header(const Compiled& compiled, const plan::Case& test) {
  const contract::Shape* input = compiled.model->shape(compiled.operation->input);
  const contract::Member* member = input ? input->member(top_of(test.constraint_pointer)) : nullptr;
  const bool in_header = member && member->traits.has(contract::trait::http_header);
  return in_header && test.constraint == "enum.unknown" ? member : nullptr;
}

// It only says how to answer, or who pays: services ignore such words.
bool is_setting(const Compiled& compiled, const plan::Suite& suite, const contract::Member& member) {
  const auto rules = suite.values ? suite.values : names::ValueRules::embedded();
  return rules->is_setting({.service = compiled.model->slug,
                            .operation = compiled.operation->name(),
                            .shape = contract::name_of(compiled.operation->input),
                            .member = member.name,
                            .target = contract::name_of(member.target)});
}

std::string such_as(const std::string& what, std::vector<std::string> names) {
  constexpr std::size_t most = 2;
  if (names.size() > most) names.resize(most);
  return names.empty() ? what : fmt::format("{} ({}, …)", what, core::join(names, ", "));
}

std::string allowed_text(const Compiled& compiled, const plan::Case& test) {
  if (is_about_nothing_there(compiled, test)) return "an answer that is no success";
  if (is_about_the_operation(test)) {
    std::vector<std::string> all;
    for (const plan::Outcome& outcome : test.expect) all.push_back(outcome.exception);
    return such_as("an error that says that there is no such operation", all);
  }
  std::vector<std::string> names = compiled.validation.declared;
  for (const plan::Outcome& outcome : test.expect) {
    // The common ones are many, and the same for every operation of a protocol.
    const bool own = !outcome.exception.empty() && compiled.error_named(outcome.exception) != nullptr;
    if (own && !among(names, outcome.exception)) names.push_back(outcome.exception);
  }
  const auto& common_names =
      test.wire.body ? names::Knowledge::standard().common(names::Common::unparsable, compiled.protocol->id())
                     : compiled.validation.common;
  const std::string common = such_as("a common validation error", common_names);
  const std::string declared = core::join(names, " or ");
  return declared.empty() ? common : declared + " or " + common;
}

}  // namespace

bool is_negative(const plan::Case& test) {
  if (!test.generated || test.constraint.empty()) return false;
  // A generated success at a constraint's edge names its operator too.
  if (test.group.is_success()) return false;
  return std::none_of(test.expect.begin(), test.expect.end(),
                      [](const plan::Outcome& outcome) { return outcome.exception.empty(); });
}

namespace {

// One answer to a request that breaks a constraint, held against what the contract lists for it.
class NegativeJudge {
 public:
  NegativeJudge(const Compiled& compiled, const plan::Suite& suite, const plan::Case& test,
                const Answer& answer, const std::string& promise)
      : compiled_(compiled),
        suite_(suite),
        test_(test),
        answer_(answer),
        promise_(promise),
        expected_(allowed_text(compiled, test)) {}

  [[nodiscard]] NegativeJudgement judge() {
    if (answer_.success) {
      judge_success();
    } else {
      judgement_.ledger.direction = AnswerKind::error;
      if (!is_about_nothing_there(compiled_, test_)) judge_refusal();
    }
    return std::move(judgement_);
  }

 private:
  void add(std::string rule, Check check, std::string location) {
    Ledger& ledger = judgement_.ledger;
    ledger.add({.rule = std::move(rule),
                .promise = promise_,
                .source = !test_.stated_by.empty()                                  ? test_.stated_by
                          : !contract::is_about(promise_, contract::Side::protocol) ? "model"
                                                                                    : "protocol",
                .severity = severity(check, ledger.direction, contract::Source::model),
                .pointer = test_.constraint_pointer,
                .location = std::move(location),
                .expected = expected_,
                .actual = describe(answer_)});
  }

  void settles_nothing(std::string reason) {
    judgement_.inconclusive = true;
    judgement_.reason = std::move(reason);
  }

  void judge_success() {
    // A batch is taken as a whole, and each bad entry refused by itself.
    if (!names::Habits::standard().partial_failure(answer_.success->members).empty()) return;
    const contract::Member* word = word_in_header(compiled_, test_);
    if (word && is_setting(compiled_, suite_, *word))
      return settles_nothing("a word that only says how to answer may be ignored");
    // No exception of the operation speaks of it.
    const bool unspoken = word && compiled_.validation.declared.empty();
    add("contract.unexpected-success", unspoken ? Check::ignored_header : Check::unexpected_success,
        "status line");
  }

  void judge_refusal() {
    const int status = answer_.response->status;
    if (status < 400 || status >= 500) return add("contract.status", Check::status, "status line");
    if (answer_.nameless)
      return settles_nothing(fmt::format("answered {} to a HEAD request, which cannot say why", status));
    if (answer_.error->code.empty()) {
      const bool told = !check_envelope(compiled_, answer_, promise_, judgement_.ledger);
      if (!told) add("contract.error-code", Check::error_code, "body");
      return;
    }
    if (const auto listed = listed_that_came()) return conforms_as(*listed);
    if (is_common()) {
      check_envelope(compiled_, answer_, promise_, judgement_.ledger);
      judgement_.tier = "common";
      return;
    }
    if (const Compiled::Error* missed = said_not_there(compiled_, suite_, test_, *answer_.error)) {
      conforms_as({.exception = missed->info.name, .tier = {}});
      judgement_.untested = true;
      judgement_.reason =
          fmt::format("answered {}: what breaks the constraint names nothing", answer_.error->code);
      return;
    }
    if (!check_envelope(compiled_, answer_, promise_, judgement_.ledger)) return;
    settles_nothing(fmt::format("answered {}, which {}", answer_.error->code, what_it_does_not_say()));
    judgement_.ledger.evaluated.clear();
  }

  [[nodiscard]] bool came(const std::string& exception) const {
    const Compiled::Error* listed = compiled_.error_named(exception);
    return (listed ? error_is(*answer_.error, listed->info) : error_has_code(*answer_.error, exception)) &&
           !is_about_another(compiled_, test_, exception);
  }

  struct Listed {
    std::string exception, tier;
  };
  // A validation error that the operation declares, or an exception that the case allows.
  [[nodiscard]] std::optional<Listed> listed_that_came() const {
    for (const std::string& exception : compiled_.validation.declared) {
      if (!is_about_the_operation(test_) && came(exception)) return Listed{exception, "declared"};
    }
    for (const plan::Outcome& outcome : test_.expect) {
      if (outcome.exception.empty() || !came(outcome.exception)) continue;
      return Listed{outcome.exception, compiled_.error_named(outcome.exception) ? "declared" : "common"};
    }
    return std::nullopt;
  }

  void conforms_as(const Listed& listed) {
    check_error(compiled_, answer_,
                {.exception = listed.exception, .expected_text = expected_, .promise = promise_},
                judgement_.ledger);
    judgement_.tier = listed.tier;
    if (judgement_.ledger.deviations() == 0 && compiled_.error_named(listed.exception))
      judgement_.provoked = listed.exception;
  }

  [[nodiscard]] bool is_common() const {
    if (is_about_the_operation(test_)) return false;
    if (among(compiled_.validation.common, answer_.error->code)) return true;
    const auto& parsing =
        names::Knowledge::standard().common(names::Common::unparsable, compiled_.protocol->id());
    return suite_.validation_errors.empty() && is_about_parsing(test_) && among(parsing, answer_.error->code);
  }

  [[nodiscard]] std::string_view what_it_does_not_say() const {
    return is_about_the_operation(test_) ? "does not say that there is no such operation"
           : is_about_another(compiled_, test_, answer_.error->code) ? "is about another member"
                                                                     : "is no validation error";
  }

  const Compiled& compiled_;
  const plan::Suite& suite_;
  const plan::Case& test_;
  const Answer& answer_;
  const std::string& promise_;
  std::string expected_;
  NegativeJudgement judgement_;
};

}  // namespace

NegativeJudgement judge_negative(const Compiled& compiled, const plan::Suite& suite, const plan::Case& test,
                                 const Answer& answer, const std::string& promise) {
  return NegativeJudge(compiled, suite, test, answer, promise).judge();
}

namespace {

bool blames_the_input(const Compiled& compiled, const wire::DecodedError& error) {
  const auto named = [&](const std::string& exception) {
    const Compiled::Error* listed = compiled.error_named(exception);
    return listed ? error_is(error, listed->info) : error_has_code(error, exception);
  };
  return std::any_of(compiled.validation.declared.begin(), compiled.validation.declared.end(), named) ||
         among(compiled.validation.common, error.code);
}

// What rests on nothing that is there is in no wrong state for it. What was arranged may be, and many
// services say then that the request is invalid: a bucket without a lock, an instance without a provider.
bool needs_no_state(const plan::Suite& suite, const plan::Case& test) {
  const auto kind = suite.words().kind_of(test.operation);
  return test.arrange.empty() && (kind == names::Kind::make || kind == names::Kind::list);
}

}  // namespace

RefusalJudgement judge_refusal(const Compiled& compiled, const plan::Suite& suite, const plan::Case& test,
                               const Answer& answer, bool again, const std::string& promise) {
  RefusalJudgement judgement;
  Ledger& ledger = judgement.ledger;
  if (answer.success) {
    judgement.inconclusive = fmt::format("base not accepted: {} answered {} with entries in {}",
                                         test.operation, answer.response->status,
                                         names::Habits::standard().partial_failure(answer.success->members));
    return judgement;
  }
  const wire::DecodedError& error = *answer.error;
  const int status = answer.response->status;
  const auto listed_as =
      std::find_if(compiled.errors.begin(), compiled.errors.end(),
                   [&](const Compiled::Error& each) { return error_is(error, each.info); });
  const bool listed = listed_as != compiled.errors.end();
  const bool fails_as_listed = again && listed && status >= 500 && listed_as->info.status == status;
  // S3 says it of a header that it takes elsewhere: what more than the least brings about is the addition's
  // doing.
  const bool of_an_addition =
      status == 501 && names::Knowledge::standard().may_mean_a_part(error.code) && test.name != "minimal";
  const bool denies_itself =
      !listed && !of_an_addition &&
      names::Knowledge::standard().is(names::ErrorClass::unknown_operation, error.code);
  const bool settles_nothing = (status >= 400 && status < 500 && (answer.nameless || !error.code.empty())) ||
                               of_an_addition || fails_as_listed;
  const bool vouched = !suite.inferred.contains(test.operation);
  const bool counts = !of_an_addition && !fails_as_listed &&
                      (vouched || (needs_no_state(suite, test) && blames_the_input(compiled, error)));
  const auto refuse = [&](Check check, std::string rule, std::string expected) {
    ledger.add({.rule = std::move(rule),
                .promise = promise,
                .source = "case",
                .severity = severity(check, AnswerKind::error, contract::Source::model),
                .location = "status line",
                .expected = std::move(expected),
                .actual = describe(answer)});
  };
  const std::string success = describe(compiled, plan::Outcome{});
  if (!settles_nothing || denies_itself) {
    const bool known = test.certainty == plan::Certainty::known;
    refuse(Check::unexpected_error, "contract.unexpected-error",
           success + (denies_itself || (known && vouched) ? "" : ", or an error with a code"));
    return judgement;
  }
  if (counts && test.certainty == plan::Certainty::known) {
    refuse(Check::unexpected_error, "contract.unexpected-error", success);
    return judgement;
  }
  check_any_error(compiled, answer, ledger);
  if (ledger.deviations() != 0) return judgement;
  if (counts && vouched && test.certainty == plan::Certainty::plausible) {
    refuse(Check::refused, "contract.refused", success + ", so far as the documents tell");
  }
  const std::string said = error.code.empty() ? fmt::format("status {}", status) : error.code;
  judgement.inconclusive = fmt::format("base not accepted: {} answered {}", test.operation, said);
  ledger.evaluated.clear();
  return judgement;
}

namespace {

// "AWS.SimpleQueueService.BatchRequestTooLong": what a service that spoke query before calls its exceptions,
// also where the model states no older code.
bool is_older_code(const Compiled& compiled, const std::string& code) {
  return compiled.model->service.traits.has(contract::trait::aws_query_compatible) &&
         std::any_of(compiled.errors.begin(), compiled.errors.end(),
                     [&](const Compiled::Error& each) { return code.ends_with("." + each.info.name); });
}

// Operations list half of what they answer. What the service lists elsewhere, what every service may say, and
// what an operation says that lists nothing at all is no surprise.
bool is_of_the_service(const Compiled& compiled, const std::string& code) {
  if (code.empty()) return false;
  if (compiled.errors.empty() || among(compiled.validation.common, code)) return true;
  const auto& words = names::Knowledge::standard();
  for (const auto kind : {names::Common::unauthenticated, names::Common::denied, names::Common::throttled,
                          names::Common::unparsable}) {
    if (among(words.common(kind, compiled.protocol->id()), code)) return true;
  }
  return std::any_of(compiled.model->shapes.begin(), compiled.model->shapes.end(), [&](const auto& shape) {
    return shape.second.traits.has(contract::trait::error) &&
           (shape.second.name() == code ||
            contract::error_info(*compiled.model, shape.second, compiled.protocol->id()).code == code);
  });
}

}  // namespace

void check_any_error(const Compiled& compiled, const Answer& answer, Ledger& ledger) {
  ledger.direction = AnswerKind::error;
  const wire::DecodedError& error = *answer.error;
  const Compiled::Error* listed = nullptr;
  for (const Compiled::Error& each : compiled.errors) {
    if (!listed && error_is(error, each.info)) listed = &each;
  }
  if (listed) {
    check_error(compiled, answer, {.exception = listed->info.name}, ledger);
    return;
  }
  const bool well_formed = check_envelope(compiled, answer, compiled.promise(contract::Side::status), ledger);
  if (answer.response->status < 400 || answer.nameless) return;
  if (is_of_the_service(compiled, error.code) || is_older_code(compiled, error.code)) return;
  if (error.code.empty()) {
    if (!well_formed) return;
    ledger.add({.rule = "contract.error-code",
                .promise = compiled.promise(contract::Side::status),
                .source = "protocol",
                .severity = severity(Check::error_code, AnswerKind::error, contract::Source::model),
                .location = "body",
                .expected = "an error code",
                .actual = describe(answer)});
    return;
  }
  ledger.add({.rule = "contract.error-code",
              .promise = compiled.promise(contract::Side::error, error.code),
              .source = "model",
              .severity = severity(Check::undeclared_code, AnswerKind::error, contract::Source::model),
              .location = error.code_location,
              .expected = "an exception that the operation lists",
              .actual = describe(answer)});
}

}  // namespace hallmark::verdict
