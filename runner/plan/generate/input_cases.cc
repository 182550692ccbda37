#include "plan/generate/input_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "contract/text_facts.h"
#include "core/text.h"
#include "names/habits.h"
#include "plan/generate/between_calls.h"
#include "plan/generate/promises.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
using names::ErrorClass;

constexpr std::size_t most_cases = 8;  // of one operation
constexpr std::string_view malformed_text =
    "[hall mark(\"'\\";  // no JSON, ARN, identifier, token, regular expression; nor a plain text
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
int fit(const std::string& subject, const std::string& name, bool nested) {
  const std::string a = core::to_lower(subject), b = core::to_lower(name);
  if (a.empty() || b.empty()) return 0;
  if (a == b) return 4;
  if (b.ends_with(a)) return 3;
  if (nested && a.ends_with(b)) return 2;
  return b.size() >= least_word && a.starts_with(b) ? 1 : 0;
}

// What the exception calls malformed: by its text, else by its name; "" where it calls nothing so.
std::string subject_of(const names::Knowledge& words, const Shape& error) {
  const auto& habits = names::Habits::standard();
  const auto kind = words.class_of(error.name());
  const bool says_so = std::any_of(habits.before_nouns.begin(), habits.before_nouns.end(),
                                   [&](const std::string& word) { return error.name().starts_with(word); });
  if (!says_so || (kind && kind != ErrorClass::invalid_input)) return {};
  if (const auto raised = contract::text_fact(error.traits, contract::text::raised);
      raised && !raised->drift && raised->value.contains("member"))
    return raised->value.at("member").get<std::string>();
  return habits.subject_of(error.name());
}

struct Place {
  const Member* member = nullptr;  // whose value is text, or a list of texts
  std::string path;                // "Filters[].Key"
  std::string pointer;             // in a document that has it
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
    const Place* best = nullptr;
    int most = 0;
    for (const Place& place : places_) {
      const bool nested = place.path.find('.') != std::string::npos;
      const int how = fit(subject, called(names_.words(), place.path), nested);
      if (how > most) {
        best = &place;
        most = how;
      }
    }
    if (!best) return;
    const std::string name(error.name()), promise = behaviour_promise(id_, "input", name);
    Listed errors;
    errors.exceptions = {name};
    errors.evidence = fmt::format("the operation lists {}", name);
    want(promise, Depth::quick, errors.exceptions,
         [this, promise, errors, place = *best]() -> Wanted::Result {
           return malformed(promise, errors, place);
         });
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
      if (outcome.exception != errors.exceptions.front()) test.expect.push_back(std::move(outcome));
    }
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
    if (fit(subject_of(words, *error), name, nested) > 0) found.emplace_back(error->name());
  }
  return found;
}

}  // namespace hallmark::plan
