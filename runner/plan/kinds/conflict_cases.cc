#include "plan/kinds/conflict_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "names/habits.h"
#include "names/signs.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/between_calls.h"
#include "plan/context/readers.h"
#include "plan/values/nouns.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Operation;
using contract::Shape;
using names::ErrorClass;
using names::Kind;
using names::MemberWord;

constexpr std::size_t most_readers = 4;  // of what was made, among which a list is looked for

class ConflictCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    if (!ready()) return {};
    duplicate();
    while_it_goes_on();
    same_token();
    idempotent();
    return take();
  }

 private:
  // ---- made twice ----

  void duplicate() {
    if (kind_ == Kind::act || kind_ == Kind::other) {
      done_twice();
      return;
    }
    const names::Verb* verb = names_.words().verb_of(context_.operation.name());
    const ResourceRecipe* recipe = recipe_of(context_.operation);
    // Nothing is made that could not be removed again.
    if (kind_ != Kind::make || !verb || !recipe) return;
    const Member* name = own_name();
    Listed errors = listed(ErrorClass::exists, {noun_});
    // That a token came with another request says nothing of names.
    std::erase_if(errors.exceptions,
                  [](const std::string& each) { return names::Habits::standard().says_token_reused(each); });
    const bool of_this = errors.stated && !errors.exceptions.empty();
    // What is put is replaced, and what has no name is another, unless what is listed says that it is there.
    if ((verb->onto || !name) && !of_this) return;
    errors.stated = of_this && verb->sure && name;
    if (errors.exceptions.empty() && verb->sure && is_known_by(*name)) {
      errors = listed(ErrorClass::in_use, {noun_});
      if (errors.exceptions.empty()) errors = listed(ErrorClass::conflict, {noun_});
      errors.stated = false;
      errors.evidence += fmt::format("; one is known by its {}", name->name);
    }
    if (errors.exceptions.empty()) return;
    // A name that need not be given must be, or the second is another.
    const Member* given = name ? nullptr : text_name();
    made_twice("made-twice", "", errors, *recipe, given);
    if (const Member* other = another_setting(verb->onto); other && other != given)
      made_twice("made-twice-with-" + other->name, other->name, errors, *recipe, given);
  }

  // The member that names what is made, whether or not the base request has it.
  [[nodiscard]] const Member* text_name() const {
    const Member* name = nullptr;
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      const auto named = names_.words().identifier(member.name);
      const bool own = named && named->meaning == names::Meaning::name && is_own(named->stem);
      if (own && is_text(contract::target_of(context_.model, member).type)) name = &member;
    }
    return name;
  }

  // "PurgeQueueInProgress": the same while it goes on.
  void while_it_goes_on() {
    for (const Shape* error : contract::listed_errors(context_.model, context_.operation)) {
      std::string name(error->name());
      if (names_.words().rest_of(MemberWord::under_way, name) != context_.operation.name()) continue;
      Listed errors;
      errors.exceptions = {name};
      errors.evidence = "the operation lists " + name;
      const std::string promise = behaviour_promise(id_, "state", name);
      want(promise, Depth::quick, errors.exceptions, [=, this]() -> Wanted::Result {
        Case test = about("done-while-in-progress", promise, errors);
        test.title = "the same request while the first goes on";
        test.arrange.push_back({.call = test.operation, .with = test.send});
        check(test, errors);
        return {.test = std::move(test), .problem = {}};
      });
    }
  }

  // What reads one asks for it by just this member: there cannot be two.
  [[nodiscard]] bool is_known_by(const Member& name) const {
    const Operation* read = names_.operation(Kind::read, noun_);
    const Member* asked = read ? input_of(context_.model, *read).member(name.name) : nullptr;
    const bool by_others =
        asked && std::any_of(input_of(context_.model, *read).members.begin(),
                             input_of(context_.model, *read).members.end(), contract::is_required);
    return asked && (contract::is_required(*asked) || !by_others);
  }

  // "Associate", "Add", "Attach", …: the same a second time, which a listed exception is about.
  void done_twice() {
    Listed errors = listed(ErrorClass::exists, {noun_});
    if (errors.exceptions.empty() || base_->document->empty()) return;
    // A statement may be executed and a function invoked again, whatever else the exception is about.
    if (!names::Habits::standard().does_once(context_.operation.name())) return;
    errors.stated = false;
    const std::string promise = behaviour_promise(id_, "duplicate");
    want(promise, Depth::quick, errors.exceptions, [=, this]() -> Wanted::Result {
      Case test = about("done-twice", promise, errors);
      test.title = "the same request a second time";
      int count = 0;
      test.send = with_fixed_names(*base_->document, count);
      test.arrange.push_back({.call = test.operation, .with = test.send});
      check(test, errors);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // A member by which what is made again is another; with names alone where `put` is replaced, none.
  [[nodiscard]] const Member* another_setting(bool put = false) const {
    const auto& members = input_of(context_.model, context_.operation).members;
    for (const Member& member : members) {
      if (names::Habits::standard().other_setting(context_.model.slug, context_.operation.name(),
                                                  member.name))
        return &member;
    }
    for (const Member& member : members) {
      const auto type = contract::target_of(context_.model, member).type;
      const bool simple = is_text(type) || is_whole_number(type) || type == contract::ShapeType::boolean;
      if (!put && simple && !base_->document->contains(member.name) &&
          !names_.words().is_identifier(member.name) &&
          names_.words().says(MemberWord::description, member.name))
        return &member;
    }
    return nullptr;
  }

  // The request as it is sent first, and that first sending as a step that keeps what it makes.
  [[nodiscard]] Case after_the_same(const std::string& name, const std::string& promise, const Listed& errors,
                                    const ResourceRecipe& recipe) const {
    Case test = about(name, promise, errors);
    int count = 0;
    test.send = with_fixed_names(*base_->document, count);
    test.arrange.push_back(
        {.call = test.operation, .with = test.send, .keep = recipe.keep, .creates = recipe.name});
    return test;
  }

  // The first one is answered again, never another.
  [[nodiscard]] Outcome the_same(const ResourceRecipe& recipe, std::string reason) const {
    Outcome same{.reason = std::move(reason)};
    for (const auto& [variable, pointer] : recipe.keep) {
      const bool answered =
          contract::spot_of(context_.model, output_of(context_.model, context_.operation), pointer).shape;
      if (answered) same.success[pointer] = {.kind = Matcher::Kind::same_as, .variable = variable};
    }
    return same;
  }

  [[nodiscard]] std::string set_another(Case& test, const std::string& other) const {
    const auto* said =
        names::Habits::standard().other_setting(context_.model.slug, context_.operation.name(), other);
    if (said) {
      test.send[other] = *said;
      return {};
    }
    const auto* member = input_of(context_.model, context_.operation).member(other);
    auto value = context_.values.member(*member, id_ + " again " + other);
    if (value.value) test.send[other] = *std::move(value.value);
    return value.problem;
  }

  void made_twice(const std::string& name, const std::string& other, const Listed& errors,
                  const ResourceRecipe& recipe, const Member* given) {
    const std::string promise = behaviour_promise(id_, "duplicate", other);
    want(promise, Depth::quick, errors.exceptions, [=, this, &recipe]() -> Wanted::Result {
      Case test = after_the_same(name, promise, errors, recipe);
      if (given && !with_own(test, *given)) return {};
      test.title = other.empty() ? "the same request a second time"
                                 : "the same name a second time, with another " + other;
      if (other.empty()) {
        test.expect.push_back(
            the_same(recipe, "what is there already with equal settings may be answered again"));
        claim_once(test, promise);
      } else if (std::string problem = set_another(test, other); !problem.empty()) {
        return {.test = {}, .problem = std::move(problem)};
      }
      check(test, errors);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // The list shows the one that was made twice in one item.
  void claim_once(Case& test, const std::string& promise) const {
    for (const ReadBack& reader : readers_of(context_, names_, most_readers)) {
      const auto shown = list_showing(reader, reader.keep, noun_);
      if (!reader.lists || !shown) continue;
      test.then.push_back(reader.step);
      test.claims.push_back({.kind = Claim::Kind::once,
                             .promise = promise,
                             .step = test.then.size() - 1,
                             .at = {shown->first},
                             .value = Json::array({"${" + shown->second + "}"}),
                             .weak = true});
      return;
    }
  }

  // The output list whose items show a kept value that tells the things apart, and its variable.
  [[nodiscard]] std::optional<std::pair<std::string, std::string>> list_showing(
      const ReadBack& reader, const std::map<std::string, std::string>& keep, const std::string& noun) const {
    for (const Member& member : output_of(context_.model, *reader.operation).members) {
      const Shape& list = contract::target_of(context_.model, member);
      if (list.type != contract::ShapeType::list || list.members.empty()) continue;
      const Shape& item = contract::target_of(context_.model, list.members.front());
      for (const std::string& variable : reader.items) {
        const auto kept = keep.find(variable);
        if (kept == keep.end() || !is_fresh(*base_->document, kept->second)) continue;
        const auto names =
            answer_names(names_.words(), kept->second.substr(kept->second.rfind('/') + 1), noun);
        // "TableNames": the texts themselves.
        const auto listed = names_.words().identifier(member.name);
        const auto own = names_.words().identifier(kept->second.substr(kept->second.rfind('/') + 1));
        if (is_text(item.type) && listed && own && listed->meaning == own->meaning)
          return std::pair(core::pointer_join("", member.name), variable);
        const bool shows = std::any_of(names.begin(), names.end(),
                                       [&](const std::string& name) { return item.member(name) != nullptr; });
        if (shows) return std::pair(core::pointer_join("", member.name), variable);
      }
    }
    return std::nullopt;
  }

  // ---- one token twice ----

  void same_token() {
    const Member* token = names_.idempotency_token(context_.operation);
    const ResourceRecipe* recipe = recipe_of(context_.operation);
    if (kind_ != Kind::make || !token || !recipe || recipe->keep.empty()) return;
    if (the_same(*recipe, "").success.empty()) return;
    const std::string about_token = fmt::format("{} is an idempotency token", token->name);
    const std::string promise = behaviour_promise(id_, "same-again");
    Listed none;
    none.evidence = about_token;
    want(promise, Depth::quick, {}, [=, this]() -> Wanted::Result {
      Case test = after_the_same("same-token", promise, none, *recipe);
      if (!with_own(test, *token)) return {};
      test.title = "the same request with the same " + token->name;
      test.expect.push_back(the_same(*recipe, "the same token brings the same answer"));
      for (const Shape* error : names_.exceptions(context_.operation, ErrorClass::exists))
        test.expect.push_back(
            {.exception = std::string(error->name()), .reason = "it is there already, and made once"});
      check(test, none);
      return {.test = std::move(test), .problem = {}};
    });
    Listed mismatch = about_tokens();
    const Member* other = another_setting();
    if (mismatch.exceptions.empty() || !other) return;
    mismatch.evidence += "; " + about_token;
    const std::string other_promise = promise + " " + other->name;
    want(other_promise, Depth::quick, mismatch.exceptions, [=, this]() -> Wanted::Result {
      Case test = after_the_same("same-token-other-" + other->name, other_promise, mismatch, *recipe);
      if (!with_own(test, *token)) return {};
      test.title = fmt::format("the same {} with another {}", token->name, other->name);
      if (std::string problem = set_another(test, other->name); !problem.empty())
        return {.test = {}, .problem = std::move(problem)};
      check(test, mismatch);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // The trait says that a second sending has no effect of its own.
  void idempotent() {
    const ResourceRecipe* recipe = recipe_of(context_.operation);
    if (kind_ != Kind::make || !context_.operation.traits.has(contract::trait::idempotent) || !recipe ||
        names_.idempotency_token(context_.operation) || the_same(*recipe, "").success.empty())
      return;
    const Member* name = text_name();
    if (!name) return;
    Listed none;
    none.evidence = "the operation is idempotent";
    const std::string promise = behaviour_promise(id_, "same-again");
    want(promise, Depth::quick, {}, [=, this]() -> Wanted::Result {
      Case test = after_the_same("same-again", promise, none, *recipe);
      if (!with_own(test, *name)) return {};
      test.title = "the same request a second time";
      test.expect.push_back(the_same(*recipe, "what is sent again has no effect of its own"));
      if (names::makes_what_ends(context_.operation.name())) may_be_over(test);
      check(test, none);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // "If the execution is closed, it returns a 400 ExecutionAlreadyExists error."
  void may_be_over(Case& test) const {
    for (const Shape* error : names_.exceptions(context_.operation, ErrorClass::exists))
      test.expect.push_back(
          {.exception = std::string(error->name()), .reason = "what was made first may be over by now"});
  }

  // The listed exceptions that speak of a token that came with another request.
  [[nodiscard]] Listed about_tokens() const {
    Listed result;
    for (const Shape* error : contract::listed_errors(context_.model, context_.operation)) {
      if (names::Habits::standard().says_token_reused(error->name()))
        result.exceptions.emplace_back(error->name());
    }
    if (!result.exceptions.empty())
      result.evidence = "the operation lists " + core::join(result.exceptions, ", ");
    return result;
  }

  // A token or name of its own, the same for both sendings.
  [[nodiscard]] bool with_own(Case& test, const Member& token) const {
    Json& first = test.arrange.back().with;
    if (!first.contains(token.name)) {
      auto value = context_.values.member(token, id_ + " token");
      if (!value.value) return false;
      int count = 100;  // beyond those of the request
      first[token.name] = with_fixed_names(*value.value, count);
    }
    test.send[token.name] = first[token.name];
    return true;
  }
};

}  // namespace

std::vector<Wanted> conflict_cases(Context& context, const names::Names& names) {
  return wanted_by<ConflictCases>(context, names);
}

}  // namespace hallmark::plan
