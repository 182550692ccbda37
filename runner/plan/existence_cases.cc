#include "plan/existence_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/text.h"
#include "names/habits.h"
#include "plan/nouns.h"
#include "plan/promises.h"
#include "plan/variables.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Operation;
using contract::Shape;
using names::ErrorClass;
using names::Kind;
namespace trait = contract::trait;

constexpr std::size_t most_unknown = 6;   // identifiers of one operation that are asked for by themselves
constexpr std::size_t most_children = 2;  // kinds of children that a parent is removed under

bool mentions(std::string_view text, std::string_view word) {
  return !word.empty() && core::to_lower(text).find(core::to_lower(word)) != std::string::npos;
}

// The variable that a value is, whole: "${topicArn}" -> "topicArn". Empty for anything else.
std::string variable_of(const Json& value) {
  if (!value.is_string()) return {};
  const auto& text = value.get_ref<const std::string&>();
  const auto found = variables_in(value);
  return found.size() == 1 && text == "${" + found.front() + "}" ? found.front() : std::string();
}

// A member of the input that names something, what it names, and a value that names nothing.
struct Reference {
  const Member* member = nullptr;
  std::vector<std::string> nouns;  // the likeliest first
  Json unknown;
  bool added = false;     // the base request goes without it
  bool invented = false;  // the base request has it, and nothing made it
  bool list = false;
};

class ExistenceCases {
 public:
  ExistenceCases(Context& context, const names::Names& names)
      : context_(context),
        names_(names),
        id_(operation_id(context.model, context.operation)),
        kind_(names.kind_of(context.operation)),
        noun_(names.noun_of(context.operation)) {}

  std::vector<Wanted> all() {
    base_ = context_.base();
    if (!base_) return {};
    note_makers();
    find_references();
    for (const Reference& reference : references_) unknown(reference);
    gone();
    duplicate();
    in_use();
    return std::move(wanted_);
  }

 private:
  // ---- what there is ----

  // Which noun each kept variable is of: that of the last step that makes something and keeps it.
  void note_makers() {
    const auto steps = context_.suite.arrange.find(std::string(context_.operation.name()));
    if (steps == context_.suite.arrange.end()) return;
    for (const Step& step : steps->second) {
      const Operation* maker = context_.model.operation(step.call);
      if (!maker) continue;
      const std::string noun = names_.noun_of(*maker);
      for (const auto& [variable, pointer] : step.keep) made_by_[variable] = noun;
    }
  }

  [[nodiscard]] bool is_own(const std::string& noun) const {
    return noun.empty() || core::equal_ignoring_case(noun, noun_);
  }

  void find_references() {
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      if (references_.size() >= most_unknown) return;
      if (auto found = reference(member)) references_.push_back(*std::move(found));
    }
  }

  [[nodiscard]] std::optional<Reference> reference(const Member& member) const {
    const auto& words = names_.words();
    if (words.is_page_token(member.name) || words.is_idempotency_token(member.name) ||
        !words.version_tag_source(member.name).empty() || describes_the_body(member))
      return std::nullopt;
    const Shape& target = contract::target_of(context_.model, member);
    if (!contract::enum_values(target).empty()) return std::nullopt;
    const auto identifier = words.identifier(member.name);
    Reference found{.member = &member};
    if (identifier && !identifier->stem.empty()) found.nouns.push_back(identifier->stem);
    const auto given = base_->document->find(member.name);
    found.added = given == base_->document->end();
    if (is_text(target.type)) {
      return text_reference(std::move(found), member, identifier.has_value(),
                            found.added ? nullptr : &*given);
    }
    if (target.type == contract::ShapeType::list && identifier && identifier->plural) {
      return list_reference(std::move(found), member, target, found.added ? nullptr : &*given);
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Reference> text_reference(Reference found, const Member& member,
                                                        bool identifies, const Json* given) const {
    const std::string variable = given ? variable_of(*given) : std::string();
    if (const auto maker = made_by_.find(std::string(kept_name(variable))); maker != made_by_.end()) {
      found.nouns.push_back(maker->second);
      found.unknown = "${unlike." + variable + "}";
      return found;
    }
    const bool label = location_of(member) == Location::label;
    if (!identifies && !(label && kind_ != Kind::make)) return std::nullopt;
    if (found.nouns.empty()) {
      if (kind_ == Kind::make) return std::nullopt;  // its own name
      found.nouns.push_back(label && !identifies ? upper_first(member.name) : noun_);
    }
    // "AttributeName" is the name of nothing that is made.
    if (identifier_meaning(member) == names::Meaning::name && !is_noun(found.nouns.front()) && !label)
      return std::nullopt;
    // What is made has no name before, and what is put may be there or not.
    if (kind_ == Kind::make &&
        (is_own(found.nouns.front()) || names_.words().head_of(noun_) == found.nouns.front()))
      return std::nullopt;
    if (given) {
      if (!given->is_string()) return std::nullopt;
      // Nobody made it: what the model's constraints gave names nothing as it stands, what the suite gives
      // does.
      found.invented = !is_given_by_suite(member.name);
      const auto changed = found.invented ? std::nullopt : unlike(*given);
      if (!found.invented && (!changed || !variables_in(*given).empty())) return std::nullopt;
      found.unknown = changed.value_or(*given);
      return found;
    }
    // Filters and settings are not asked for: only what some listed exception says may be missing.
    if (kind_ == Kind::make || !specific(found.nouns)) return std::nullopt;
    return made(std::move(found), member);
  }

  [[nodiscard]] std::optional<names::Meaning> identifier_meaning(const Member& member) const {
    const auto identifier = names_.words().identifier(member.name);
    return identifier ? std::optional(identifier->meaning) : std::nullopt;
  }

  // Something that an operation makes, that this one is about, or that a listed exception misses.
  [[nodiscard]] bool is_noun(const std::string& noun) const {
    return is_own(noun) || specific({noun}) ||
           std::any_of(names_.makers().begin(), names_.makers().end(),
                       [&](const auto& each) { return core::equal_ignoring_case(each.first, noun); });
  }

  [[nodiscard]] bool is_given_by_suite(const std::string& member) const {
    const auto base = context_.suite.base.find(std::string(context_.operation.name()));
    return base != context_.suite.base.end() && base->second.contains(member);
  }

  [[nodiscard]] std::optional<Reference> list_reference(Reference found, const Member& member,
                                                        const Shape& target, const Json* given) const {
    if (target.members.empty() || found.nouns.empty() || kind_ == Kind::make) return std::nullopt;
    const Member& item = target.members.front();
    if (!is_text(contract::target_of(context_.model, item).type) ||
        !contract::enum_values(contract::target_of(context_.model, item)).empty())
      return std::nullopt;
    if (identifier_meaning(member) == names::Meaning::name && !is_noun(found.nouns.front()))
      return std::nullopt;
    found.list = true;
    if (given) {
      if (!given->is_array() || given->empty()) return std::nullopt;
      const std::string variable = variable_of(given->front());
      found.unknown =
          Json::array({made_by_.contains(variable) ? Json("${unlike." + variable + "}") : given->front()});
      return found;
    }
    if (kind_ != Kind::read && kind_ != Kind::list) return std::nullopt;
    auto value = context_.values.member(item, id_ + " unknown " + member.name);
    if (!value.value) return std::nullopt;
    found.unknown = Json::array({*std::move(value.value)});
    return found;
  }

  [[nodiscard]] std::optional<Reference> made(Reference found, const Member& member) const {
    auto value = context_.values.member(member, id_ + " unknown " + member.name);
    if (!value.value) return std::nullopt;
    found.unknown = *std::move(value.value);
    return found;
  }

  // ---- which exceptions ----

  struct Listed {
    std::vector<std::string> exceptions;
    bool stated = false;  // they are of just this noun, or there are none of another
    std::string evidence;
  };

  [[nodiscard]] bool specific(const std::vector<std::string>& nouns) const {
    const auto all = names_.exceptions(context_.operation, ErrorClass::not_found);
    return std::any_of(all.begin(), all.end(), [&](const Shape* error) { return is_about(*error, nouns); });
  }

  static bool is_about(const Shape& error, const std::vector<std::string>& nouns) {
    return std::any_of(nouns.begin(), nouns.end(),
                       [&](const std::string& noun) { return mentions(error.name(), noun); });
  }

  // Of another noun that this request names.
  [[nodiscard]] bool is_about_another(const Shape& error, const std::vector<std::string>& nouns) const {
    return std::any_of(references_.begin(), references_.end(), [&](const Reference& other) {
      return other.nouns != nouns && is_about(error, other.nouns);
    });
  }

  [[nodiscard]] Listed listed(ErrorClass kind, const std::vector<std::string>& nouns) const {
    Listed result;
    const auto all = names_.exceptions(context_.operation, kind);
    const auto take = [&](const auto& fits) {
      for (const Shape* error : all) {
        if (fits(*error)) result.exceptions.emplace_back(error->name());
      }
    };
    take([&](const Shape& error) { return is_about(error, nouns); });
    result.stated = !result.exceptions.empty();
    if (result.exceptions.empty()) {
      take([&](const Shape& error) { return !is_about_another(error, nouns); });
      // "ResourceNotFoundException" alone is of everything; of several nobody says which.
      result.stated = result.exceptions.size() == 1 && all.size() == 1;
    }
    if (result.exceptions.empty()) {
      take([](const Shape&) { return true; });
    }
    result.evidence = result.exceptions.empty()
                          ? "names alone: the operation lists no exception for it"
                          : fmt::format("the operation lists {}", core::join(result.exceptions, ", "));
    return result;
  }

  // ---- cases ----

  void want(std::string promise, Depth depth, const std::vector<std::string>& exceptions,
            std::function<Wanted::Result()> make) {
    // A fixture that provokes the exception says more than a generated case can.
    wanted_.push_back({.key = std::move(promise),
                       .other_key = exceptions.empty() ? std::string() : id_ + " error." + exceptions.front(),
                       .depth = depth,
                       .make = std::move(make)});
  }

  [[nodiscard]] Case about(const std::string& name, const std::string& promise, const Listed& errors) const {
    Case test = context_.blank(errors.exceptions.empty() ? "behaviour" : errors.exceptions.front(), name);
    test.promises = {promise};
    test.provoke = Provocation::state;
    test.send = *base_->document;
    for (const std::string& exception : errors.exceptions) test.expect.push_back({.exception = exception});
    return test;
  }

  static std::string kind_of_promise(const std::string& promise) {
    const auto begin = promise.find(" behaviour.") + 11;
    return promise.substr(begin, promise.find(' ', begin) - begin);
  }

  void check(Case& test, const Listed& errors) const {
    test.behaviour = {
        .kind = kind_of_promise(test.promises.front()), .evidence = errors.evidence, .stated = errors.stated};
  }

  // Reads may answer that there is nothing, and removals of nothing may succeed.
  void allow_nothing(Case& test, bool gone) const {
    if (kind_ == Kind::remove || names::Habits::standard().undoes(context_.operation.name())) {
      test.expect.push_back({.reason = "what is not there need not be removed"});
    } else if (kind_ == Kind::read || kind_ == Kind::list) {
      Nothing nothing;
      const auto& habits = names::Habits::standard();
      for (const Member& member : output_of(context_.model, context_.operation).members) {
        if (habits.is_failure_list(member.name))
          nothing.failures.push_back(core::pointer_join("", member.name));
      }
      if (gone) {
        nothing.final_states = habits.final_states;
        nothing.final_members = habits.final_members;
      }
      std::string reason = nothing.failures.empty() ? "an answer with nothing in it says the same"
                                                    : "an entry among the failures says the same";
      if (gone) reason += ", and so does a last state";
      test.expect.push_back({.nothing = std::move(nothing), .reason = std::move(reason)});
    } else {
      allow_failure_entry(test);
    }
  }

  void allow_failure_entry(Case& test) const {
    Nothing nothing;
    for (const Member& member : output_of(context_.model, context_.operation).members) {
      if (names::Habits::standard().is_failure_list(member.name))
        nothing.failures.push_back(core::pointer_join("", member.name));
    }
    if (!nothing.failures.empty())
      test.expect.push_back(
          {.nothing = std::move(nothing), .reason = "an entry among the failures says the same"});
  }

  void unknown(const Reference& reference) {
    const std::string promise = id_ + " behaviour.unknown " + reference.member->name;
    const Listed errors = listed(ErrorClass::not_found, reference.nouns);
    want(promise, Depth::quick, errors.exceptions, [this, promise, errors, reference]() -> Wanted::Result {
      const std::string& name = reference.member->name;
      Case test = about("unknown-" + name, promise, errors);
      test.title =
          fmt::format("{} of the right form that {} nothing", name, reference.list ? "name" : "names");
      test.send[name] = reference.unknown;
      allow_nothing(test, false);
      const std::string path = core::pointer_join("", name);
      if (reference.added) {
        test.control = {{.op = "remove", .path = path, .value = {}}};
      } else if (test.send != *base_->document) {
        test.control = {{.op = "replace", .path = path, .value = base_->document->at(name)}};
      }
      if (reference.invented) test.control.reset();
      if (test.control) test.base_key = context_.key_of(*base_->document);
      check(test, errors);
      if (!test.arrange.empty()) test.behaviour.unarranged = unarranged(test.send);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // The request with an invented value wherever an arrangement would have given one.
  [[nodiscard]] std::optional<Json> unarranged(Json document) const {
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      const auto value = document.find(member.name);
      if (value == document.end()) continue;
      const auto used = variables_in(*value);
      const bool arranged = std::any_of(used.begin(), used.end(), [&](const std::string& name) {
        return made_by_.contains(std::string(kept_name(name)));
      });
      if (!arranged) continue;
      auto invented = context_.values.member(member, id_ + " unarranged " + member.name);
      if (!invented.value) return std::nullopt;
      *value = *std::move(invented.value);
    }
    return document;
  }

  // The last arranged thing that the request is about, and how it is removed.
  [[nodiscard]] const ResourceRecipe* own_recipe() const {
    const auto steps = context_.suite.arrange.find(std::string(context_.operation.name()));
    if (steps == context_.suite.arrange.end()) return nullptr;
    std::set<std::string> used;
    for (const std::string& name : variables_in(*base_->document)) used.insert(name);
    for (auto step = steps->second.rbegin(); step != steps->second.rend(); ++step) {
      const bool names_it = std::any_of(step->keep.begin(), step->keep.end(),
                                        [&](const auto& kept) { return used.contains(kept.first); });
      const auto recipe = context_.suite.resources.find(step->creates);
      if (!names_it || recipe == context_.suite.resources.end() || recipe->second.remove.empty()) continue;
      return &recipe->second;
    }
    return nullptr;
  }

  // The removal says when the thing will be gone.
  [[nodiscard]] bool is_marked_only(const ResourceRecipe& recipe) const {
    const auto& last = names::Habits::standard().final_members;
    const Operation* remove = context_.model.operation(recipe.remove.back().call);
    const auto& members = output_of(context_.model, remove ? *remove : context_.operation).members;
    return std::any_of(members.begin(), members.end(), [&](const Member& member) {
      return std::find(last.begin(), last.end(), member.name) != last.end();
    });
  }

  void gone() {
    if (kind_ == Kind::make) return;
    const ResourceRecipe* recipe = own_recipe();
    if (!recipe) return;
    const Operation* maker = context_.model.operation(recipe->create_call);
    const std::string noun = maker ? names_.noun_of(*maker) : recipe->name;
    const std::string promise = id_ + " behaviour.gone";
    Listed errors = listed(ErrorClass::not_found, {noun});
    // Others may go on for a while with what is only marked for removal.
    const bool own = core::equal_ignoring_case(noun, noun_) && (kind_ == Kind::read || kind_ == Kind::remove);
    errors.stated = errors.stated && own && !is_marked_only(*recipe);
    const bool cheap = kind_ == Kind::read || kind_ == Kind::remove;
    want(promise, cheap ? Depth::quick : Depth::normal, errors.exceptions,
         [this, promise, errors, recipe, noun]() -> Wanted::Result {
           Case test = about("gone", promise, errors);
           test.title = fmt::format("a {} that was made and removed", noun);
           test.arrange.insert(test.arrange.end(), recipe->remove.begin(), recipe->remove.end());
           allow_nothing(test, true);
           for (const ErrorClass kind : {ErrorClass::state, ErrorClass::conflict, ErrorClass::in_use}) {
             for (const Shape* error : names_.exceptions(context_.operation, kind)) {
               test.expect.push_back(
                   {.exception = std::string(error->name()), .reason = "it may be on its way out"});
             }
           }
           check(test, errors);
           return {.test = std::move(test), .problem = {}};
         });
  }

  // The base with each fresh name the same wherever this case sends it.
  [[nodiscard]] static Json with_fixed_names(const Json& value, int& count) {
    if (value.is_string()) {
      std::string text = value.get<std::string>();
      for (const char* kind : {"${unique}", "${uuid}"}) {
        const std::string plain = kind;
        for (auto at = text.find(plain); at != std::string::npos; at = text.find(plain, at)) {
          if (at > 0 && text[at - 1] == '$') {
            at += plain.size();
            continue;
          }
          const std::string fixed =
              plain.substr(0, plain.size() - 1) + ".again" + std::to_string(++count) + "}";
          text.replace(at, plain.size(), fixed);
          at += fixed.size();
        }
      }
      return text;
    }
    Json result = value;
    if (value.is_structured()) {
      for (Json& part : result) part = with_fixed_names(part, count);
    }
    return result;
  }

  // A name that the caller gives, of what the operation makes.
  [[nodiscard]] const Member* own_name() const {
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      const auto identifier = names_.words().identifier(member.name);
      const bool named = core::equal_ignoring_case(member.name, noun_) ||
                         (identifier && !identifier->plural && is_own(identifier->stem) &&
                          identifier->meaning != names::Meaning::arn);
      const auto given = base_->document->find(member.name);
      if (named && given != base_->document->end() && given->is_string() &&
          !made_by_.contains(variable_of(*given)))
        return &member;
    }
    return nullptr;
  }

  void duplicate() {
    const names::Verb* verb = names_.words().verb_of(context_.operation.name());
    if (kind_ != Kind::make || !verb || !verb->sure) return;
    const Listed errors = listed(ErrorClass::exists, {noun_});
    const auto recipe =
        std::find_if(context_.suite.resources.begin(), context_.suite.resources.end(),
                     [&](const auto& each) { return each.second.create_call == context_.operation.name(); });
    // Nothing is made that could not be removed again.
    if (errors.exceptions.empty() || recipe == context_.suite.resources.end() || !own_name()) return;
    made_twice("made-twice", "", errors, recipe->second);
    if (const Member* other = another_setting())
      made_twice("made-twice-with-" + other->name, other->name, errors, recipe->second);
  }

  [[nodiscard]] const Member* another_setting() const {
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      const auto type = contract::target_of(context_.model, member).type;
      const bool simple = is_text(type) || is_whole_number(type) || type == contract::ShapeType::boolean;
      if (simple && !base_->document->contains(member.name) && !names_.words().is_identifier(member.name) &&
          !names_.idempotency_token(context_.operation) && mentions(member.name, "Description"))
        return &member;
    }
    return nullptr;
  }

  void made_twice(const std::string& name, const std::string& other, const Listed& errors,
                  const ResourceRecipe& recipe) {
    const std::string promise = id_ + " behaviour.duplicate" + (other.empty() ? "" : " " + other);
    want(promise, Depth::quick, errors.exceptions, [=, this, &recipe]() -> Wanted::Result {
      Case test = about(name, promise, errors);
      test.title = other.empty() ? "the same request a second time"
                                 : "the same name a second time, with another " + other;
      int count = 0;
      test.send = with_fixed_names(*base_->document, count);
      Step first{.call = test.operation, .with = test.send, .keep = recipe.keep, .creates = recipe.name};
      test.arrange.push_back(std::move(first));
      if (other.empty()) {
        // Equal settings may bring the first one back, never another.
        Outcome same{.reason = "what is there already with equal settings may be answered again"};
        for (const auto& [variable, pointer] : recipe.keep) {
          const bool answered =
              contract::spot_of(context_.model, output_of(context_.model, context_.operation), pointer).shape;
          if (answered) same.success[pointer] = {.kind = Matcher::Kind::same_as, .variable = variable};
        }
        test.expect.push_back(std::move(same));
      } else {
        const auto* member = input_of(context_.model, context_.operation).member(other);
        auto value = context_.values.member(*member, id_ + " again " + other);
        if (!value.value) return {.test = {}, .problem = value.problem};
        test.send[other] = *std::move(value.value);
      }
      check(test, errors);
      return {.test = std::move(test), .problem = {}};
    });
  }

  void in_use() {
    if (kind_ != Kind::remove) return;
    const ResourceRecipe* parent = own_recipe();
    const Listed errors = listed(ErrorClass::in_use, {});
    if (!parent || errors.exceptions.empty()) return;
    std::set<std::string> needed;
    for (const std::string& name : variables_in(*base_->document)) needed.insert(name);
    std::size_t children = 0;
    for (const auto& [noun, maker] : names_.makers()) {
      if (children == most_children) return;
      const auto steps = context_.suite.arrange.find(std::string(maker->name()));
      const auto base = context_.suite.base.find(std::string(maker->name()));
      const auto recipe =
          std::find_if(context_.suite.resources.begin(), context_.suite.resources.end(),
                       [name = maker->name()](const auto& each) { return each.second.create_call == name; });
      if (steps == context_.suite.arrange.end() || base == context_.suite.base.end() ||
          recipe == context_.suite.resources.end() || !keeps_all(steps->second, *parent, needed))
        continue;
      ++children;
      child_of(noun, *maker, steps->second, base->second, recipe->second, errors);
    }
  }

  // The steps make the parent and keep what its removal needs.
  [[nodiscard]] static bool keeps_all(const std::vector<Step>& steps, const ResourceRecipe& parent,
                                      const std::set<std::string>& needed) {
    bool made = false;
    std::set<std::string> kept;
    for (const Step& step : steps) {
      made = made || step.creates == parent.name;
      for (const auto& [variable, pointer] : step.keep) kept.insert(variable);
    }
    return made && std::includes(kept.begin(), kept.end(), needed.begin(), needed.end());
  }

  void child_of(const std::string& noun, const Operation& maker, const std::vector<Step>& steps,
                const Json& base, const ResourceRecipe& recipe, const Listed& listed_errors) {
    const std::string promise = id_ + " behaviour.in-use " + noun;
    Listed errors = listed_errors;
    errors.stated = std::any_of(errors.exceptions.begin(), errors.exceptions.end(),
                                [&](const std::string& name) { return mentions(name, noun); });
    want(promise, Depth::quick, errors.exceptions, [=, this, &maker, &recipe]() -> Wanted::Result {
      auto with =
          context_.values.structure(input_of(context_.model, maker), "arrange " + std::string(maker.name()));
      if (!with.value) return {.test = {}, .problem = with.problem};
      Case test = about("in-use-by-" + noun, promise, errors);
      test.title = fmt::format("removed while a {} is there", noun);
      for (const auto& [member, value] : base.items()) (*with.value)[member] = value;
      test.arrange = steps;
      test.arrange.push_back({.call = std::string(maker.name()),
                              .with = *std::move(with.value),
                              .keep = recipe.keep,
                              .creates = recipe.name});
      test.expect.push_back({.reason = "what hangs on it may go with it"});
      check(test, errors);
      return {.test = std::move(test), .problem = {}};
    });
  }

  Context& context_;
  const names::Names& names_;
  std::string id_;
  Kind kind_;
  std::string noun_;
  const Base* base_ = nullptr;
  std::map<std::string, std::string> made_by_;  // variable -> noun
  std::vector<Reference> references_;
  std::vector<Wanted> wanted_;
};

}  // namespace

std::vector<Wanted> existence_cases(Context& context, const names::Names& names) {
  // The cases refer to their maker: it lives as long as they do.
  const auto maker = std::make_shared<ExistenceCases>(context, names);
  auto wanted = maker->all();
  for (Wanted& one : wanted) {
    one.make = [maker, make = std::move(one.make)] { return make(); };
  }
  return wanted;
}

}  // namespace hallmark::plan
