#include "plan/kinds/input_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "contract/text_facts.h"
#include "core/text.h"
#include "names/habits.h"
#include "names/spoken.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/between_calls.h"
#include "plan/context/validation_errors.h"
#include "plan/values/nouns.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
using names::ErrorClass;

constexpr std::size_t most_cases = 8;  // of one operation
constexpr std::string_view malformed_text =
    "[hall mark(\"'\\";  // no JSON, ARN, identifier, token, regular expression; nor a plain text
constexpr std::string_view constraint_traits[] = {contract::trait::length, contract::trait::pattern,
                                                  contract::trait::range};
constexpr std::size_t least_word = 5;  // letters of a member whose name may stand for the whole: "Policy"

// "Filters[].Key" -> "FilterKey", "GrantTokens[]" -> "GrantToken": what an exception calls it.
std::string called(const names::Knowledge& words, const std::string& path) {
  std::string text;
  auto parts = core::split(path, '.');
  if (parts.size() > 2) parts.erase(parts.begin(), parts.end() - 2);
  for (std::string part : parts) {
    const bool list = part.ends_with("[]");
    if (list) part.resize(part.size() - 2);
    const auto singulars = list ? words.singulars(part) : std::vector<std::string>();
    part = singulars.empty() ? part : singulars.front();
    if (!part.empty())
      part.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(part.front())));
    text += part;
  }
  return text;
}

// How well a subject names what is so called: 0 not at all, 4 exactly.
int fit_words(const std::string& subject, const std::string& name, bool nested) {
  const std::string a = core::to_lower(subject), b = core::to_lower(name);
  if (a.empty() || b.empty()) return 0;
  if (a == b) return 4;
  if (b.ends_with(a)) return 3;
  if (nested && a.ends_with(b)) return 2;
  return b.size() >= least_word && a.starts_with(b) ? 1 : 0;
}

// Likewise, where "PublicKeyBody" is a "PublicKey" and, less surely, "SubnetIds" name a "Subnet".
int fit(const names::Knowledge& words, const std::string& subject, const std::string& name, bool nested) {
  const int plain = fit_words(subject, name, nested);
  if (plain > 1 || subject.empty()) return plain;
  // "Input" and "Parameter" are of any member.
  const std::string bare_subject = names::without_content(subject);
  const auto called = names::Habits::standard().called_malformed(subject);
  const bool general = std::any_of(called.begin(), called.end(), [&](const std::string& each) {
    return words.is(ErrorClass::invalid_input, each);
  });
  if (general && bare_subject == subject) return plain;
  if (fit_words(bare_subject, names::without_content(name), false) > 2) return 2;
  const auto named = words.identifier(name);
  return !general && named && fit_words(subject, named->stem, false) > 2 ? 1 : plain;
}

// "InvalidTopicFault" of "SNSInvalidTopicFault": a service's name in capitals may stand before all.
std::string_view without_service(std::string_view exception) {
  const auto capitals = static_cast<std::size_t>(
      std::find_if(exception.begin(), exception.end(), [](char c) { return c < 'A' || c > 'Z'; }) -
      exception.begin());
  return capitals > 2 ? exception.substr(capitals - 1) : exception;
}

// What the exception calls malformed: by its text, else by its name; "" where it calls nothing so.
std::string subject_of(const names::Knowledge& words, const Shape& error) {
  if (std::string told = names::spoken_of(error.name()); !told.empty()) return told;
  const auto& habits = names::Habits::standard();
  const auto kind = words.class_of(error.name());
  const std::string_view own = without_service(error.name());
  // "UnsupportedTokenTypeException" is of another kind of token, and a text that is none need not be refused
  // (RFC 7009, 2.2).
  if (habits.behind(names::Habits::Says::other_kind, own)) return {};
  const bool says_so = std::any_of(habits.before_nouns.begin(), habits.before_nouns.end(),
                                   [&](const std::string& word) { return own.starts_with(word); });
  if (!says_so || (kind && kind != ErrorClass::invalid_input)) return {};
  if (const auto raised = contract::text_fact(error.traits, contract::text::raised);
      raised && !raised->drift && raised->value.contains("member"))
    return raised->value.at("member").get<std::string>();
  return habits.subject_of(own);
}

struct Place {
  const Member* member = nullptr;   // whose value is text, or a list of texts
  std::string path;                 // "Filters[].Key"
  std::string pointer;              // in a document that has it
  std::vector<std::string> missed;  // listed exceptions that say that it names nothing
  bool whole = false;               // of the thing that the request is about, and no exception speaks of it
};

class InputCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    if (!ready()) return {};
    find_places();
    for (const Shape* error : contract::listed_errors(context_.model, context_.operation)) {
      if (wanted_.size() < most_cases) about_one(*error);
    }
    if (wanted_.empty()) about_the_identifier();
    return take();
  }

 private:
  void find_places() {
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      if (describes_the_body(member)) continue;
      const Shape* shape = &contract::target_of(context_.model, member);
      std::string path = member.name, pointer = core::pointer_join("", member.name);
      if (shape->type == ShapeType::list && !shape->members.empty()) {
        shape = &contract::target_of(context_.model, shape->members.front());
        path += "[]";
        pointer += "/0";
      }
      if (is_plain_text(*shape) && !takes_any_text(member)) places_.push_back({&member, path, pointer});
      if (shape->type != ShapeType::structure) continue;
      for (const Member& inner : shape->members) {
        if (is_plain_text(contract::target_of(context_.model, inner)))
          places_.push_back({&member, path + "." + inner.name, core::pointer_join(pointer, inner.name)});
      }
    }
  }

  // A description, or a token that the caller invents.
  [[nodiscard]] bool takes_any_text(const Member& member) const {
    return names_.words().is_idempotency_token(member.name) ||
           member.traits.has(contract::trait::idempotency_token) ||
           context_.values.certainties().of(member, std::string(malformed_text)) == Certainty::known;
  }

  [[nodiscard]] static bool is_plain_text(const Shape& shape) {
    return is_text(shape.type) && contract::enum_values(shape).empty();
  }

  void about_one(const Shape& error) {
    const std::string subject = subject_of(names_.words(), error);
    const Place* best = subject == "*" ? identifier_place() : nullptr;
    int most = 0;
    for (const Place& place : places_) {
      const bool nested = place.path.find('.') != std::string::npos;
      const int how = fit(names_.words(), subject, called(names_.words(), place.path), nested);
      if (how > most) {
        best = &place;
        most = how;
      }
    }
    if (best) want_malformed({std::string(error.name())}, *best, subject == "*");
  }

  // The identifier of what the request is about; null where it has none that must be given.
  [[nodiscard]] const Place* identifier_place() const {
    const auto found = std::find_if(places_.begin(), places_.end(), [&](const Place& place) {
      const auto given = base_->document->find(place.member->name);
      if (place.path != place.member->name || given == base_->document->end()) return false;
      const bool made = made_by_.contains(std::string(kept_name(variable_of(*given))));
      return must_be_given(*place.member) &&
             (made || (kind_ != names::Kind::make && (location_of(*place.member) == Location::label ||
                                                      names_.words().is_identifier(place.path))));
    });
    return found == places_.end() ? nullptr : &*found;
  }

  // The operation lists errors of the input, and no trait states a constraint that could be broken.
  void about_the_identifier() {
    const auto declared =
        validation_errors(context_.model, context_.operation, context_.suite, context_.protocol).declared;
    const Place* place = identifier_place();
    const Shape& input = input_of(context_.model, context_.operation);
    if (!declared.empty() && place && !states_a_constraint(input, true))
      want_malformed(declared, *place, true);
  }

  // A trait says of some part of it what it must be; what a text says is told as drift at most.
  [[nodiscard]] bool states_a_constraint(const Shape& shape, bool top, int depth = 0) const {
    constexpr int deepest = 4;
    return depth < deepest &&
           std::any_of(shape.members.begin(), shape.members.end(), [&](const Member& each) {
             const Shape& target = contract::target_of(context_.model, each);
             const bool bound = std::any_of(
                 std::begin(constraint_traits), std::end(constraint_traits),
                 [&](std::string_view id) { return each.traits.has(id) || target.traits.has(id); });
             const bool label = top && location_of(each) == Location::label;
             return bound || (contract::is_required(each) && !label) ||
                    !contract::enum_values(target).empty() || states_a_constraint(target, false, depth + 1);
           });
  }

  void want_malformed(const std::vector<std::string>& exceptions, const Place& at, bool whole) {
    const std::string promise = behaviour_promise(id_, "input", exceptions.front());
    Listed errors;
    errors.exceptions = exceptions;
    errors.evidence = fmt::format("the operation lists {}", core::join(exceptions, ", "));
    Place place = at;
    place.missed = missed(at);
    place.whole = whole && !place.missed.empty();
    want(promise, Depth::quick, errors.exceptions,
         [this, promise, errors, place]() -> Wanted::Result { return malformed(promise, errors, place); });
  }

  // What looks an identifier up before it looks at its form says that there is no such thing.
  [[nodiscard]] std::vector<std::string> missed(const Place& place) const {
    const auto named = names_.words().identifier(place.member->name);
    const bool label = location_of(*place.member) == Location::label;
    if (!named && !label) return {};
    std::vector<std::string> nouns{named && !named->stem.empty() ? named->stem : noun_};
    const auto given = base_->document->find(place.member->name);
    if (given != base_->document->end()) {
      const auto maker = made_by_.find(std::string(kept_name(variable_of(*given))));
      if (maker != made_by_.end()) nouns.push_back(maker->second);
    }
    auto exceptions = listed(ErrorClass::not_found, nouns).exceptions;
    // Where only the form is wrong, what says so of such a thing elsewhere in the service will do.
    for (const auto& [id, shape] : context_.model.shapes) {
      if (shape.traits.has(contract::trait::error) && names_.class_of(shape) == ErrorClass::not_found &&
          is_about(shape, nouns) &&
          std::find(exceptions.begin(), exceptions.end(), shape.name()) == exceptions.end())
        exceptions.emplace_back(shape.name());
    }
    return exceptions;
  }

  // It identifies what the operation is about, and not what that hangs on.
  [[nodiscard]] bool is_of_the_thing(const Member& member) const {
    const auto named = names_.words().identifier(member.name);
    const std::string noun = named ? named->stem : std::string();
    return is_own(noun) || mentions(noun_, noun) || mentions(noun, noun_);
  }

  [[nodiscard]] Wanted::Result malformed(const std::string& promise, const Listed& errors,
                                         const Place& place) const {
    Case test = about("malformed-" + core::replace_all(place.path, "[]", ""), promise, errors);
    test.title = place.path + ": a text that is none of its kind";
    test.provoke = Provocation::request;
    const std::string& top = place.member->name;
    if (!core::pointer_find(test.send, place.pointer.substr(0, place.pointer.rfind('/')))) {
      auto value = context_.values.member(*place.member, id_ + " malformed " + place.path);
      if (!value.value) return {.test = {}, .problem = value.problem};
      test.send[top] = *std::move(value.value);
    }
    const Json::json_pointer pointer(place.pointer);
    try {
      test.send[pointer] = malformed_text;
    } catch (const Json::exception&) {
      return {};  // the value that was made has no such place: an empty list
    }
    for (Outcome& outcome : context_.validation_outcomes(false)) {
      const bool there = std::any_of(test.expect.begin(), test.expect.end(), [&](const Outcome& each) {
        return each.exception == outcome.exception;
      });
      if (!there) test.expect.push_back(std::move(outcome));
    }
    for (const std::string& exception : place.missed)
      test.expect.push_back({.exception = exception, .reason = "what is malformed names nothing"});
    if (names::Habits::standard().undoes(context_.operation.name()))
      test.expect.push_back({.reason = "what was never done need not be undone"});
    if (place.whole && kind_ == names::Kind::remove && is_of_the_thing(*place.member))
      test.expect.push_back({.reason = "what is not there need not be removed"});
    if (place.whole && (kind_ == names::Kind::read || kind_ == names::Kind::list))
      test.expect.push_back({.nothing = Nothing{.failures = failure_lists()},
                             .reason = "an answer with nothing in it says that there is none"});
    allow_failure_entry(test);
    test.control = {{.op = "replace", .path = "", .value = *base_->document}};
    test.base_key = context_.key_of(*base_->document);
    check(test, errors);
    return {.test = std::move(test), .problem = {}};
  }

  std::vector<Place> places_;
};

}  // namespace

std::vector<Wanted> input_cases(Context& context, const names::Names& names) {
  return wanted_by<InputCases>(context, names);
}

std::vector<std::string> exceptions_about(const Context& context, const std::string& path) {
  const auto& words = context.suite.words();
  const std::string name = called(words, path);
  const bool nested = path.find('.') != std::string::npos;
  std::vector<std::string> found;
  for (const Shape* error : contract::listed_errors(context.model, context.operation)) {
    if (fit(words, subject_of(words, *error), name, nested) > 0) found.emplace_back(error->name());
  }
  return found;
}

}  // namespace hallmark::plan
