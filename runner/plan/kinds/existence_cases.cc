#include "plan/kinds/existence_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "names/habits.h"
#include "names/prerequisites.h"
#include "names/signs.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/between_calls.h"
#include "plan/context/shown_states.h"
#include "plan/values/nouns.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Operation;
using contract::Shape;
using names::ErrorClass;
using names::Kind;

constexpr std::size_t most_unknown = 16;  // identifiers of one operation that are asked for by themselves

bool is_document(const Json& value) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  return text.starts_with('<') || text.starts_with('[') || (text.starts_with('{') && !text.starts_with("${"));
}

// A member of the input that names something, what it names, and a value that names nothing.
struct Reference {
  const Member* member = nullptr;
  std::vector<std::string> nouns;  // the likeliest first
  Json unknown;
  bool added = false;     // the base request goes without it
  bool arranged = false;  // the base request has what an operation has made
  bool told = false;      // its own name, or its place in the path, says that it identifies
  bool called = false;    // it is called as what is made is, and must be given
  bool invented = false;  // the base request has it, and nothing made it
  bool foreign = false;   // another service has made it
  bool list = false;      // of several
};

class ExistenceCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    if (!ready()) return {};
    find_references();
    for (const Reference& reference : references_) unknown(reference);
    gone();
    return take();
  }

 private:
  void find_references() {
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      if (references_.size() >= most_unknown) return;
      if (auto found = reference(member); found && must_be_there(*found, member))
        references_.push_back(*std::move(found));
    }
  }

  // Whether a member names what must be there already. What the request brings into being need not (the name
  // of a policy that is put, the statement that is added, the table that is restored), nor what nobody looks
  // up (the source of an event that need not be given), nor what was written and is no name (a policy's
  // text).
  [[nodiscard]] bool must_be_there(const Reference& found, const Member& member) const {
    if (kind_ == Kind::read || kind_ == Kind::remove || kind_ == Kind::list)
      return !is_written(given_variable(member));
    const auto exists = names_.exceptions(context_.operation, ErrorClass::exists);
    const bool changes = kind_ == Kind::change;
    if (!changes && !is_beside_the_new(found, member) &&
        std::any_of(exists.begin(), exists.end(),
                    [&](const Shape* error) { return is_about(*error, found.nouns); }))
      return false;
    if (const std::string variable = given_variable(member); made_by_.contains(variable))
      return !is_written(variable);
    const auto meaning = identifier_meaning(member);
    const bool label = location_of(member) == Location::label && kind_ != Kind::make;
    if (label || names_.words().names_any_resource(member.name) || specific(found.nouns)) return true;
    return !found.list && meaning && *meaning != names::Meaning::name && must_be_given(member) &&
           !is_known_to_do(member);
  }

  // "SourceTableName" beside a "TargetTableName" that is new each time: the source must be there.
  [[nodiscard]] bool is_beside_the_new(const Reference& found, const Member& member) const {
    const auto given = base_->document->find(member.name);
    if (found.nouns.empty() || (given != base_->document->end() && is_new_each_time(*given))) return false;
    const auto& members = input_of(context_.model, context_.operation).members;
    return std::any_of(members.begin(), members.end(), [&](const Member& other) {
      const auto named = names_.words().identifier(other.name);
      const auto value = base_->document->find(other.name);
      if (&other == &member || !named || value == base_->document->end() || !is_new_each_time(*value))
        return false;
      return ends_alike(named->stem, found.nouns.front());
    });
  }

  // "SourceTable" and "TargetTable", "SourceDBSnapshot" and "DBSnapshot": other things of one kind.
  [[nodiscard]] bool ends_alike(const std::string& one, const std::string& other) const {
    if (core::equal_ignoring_case(one, other)) return false;
    return std::any_of(names_.makers().begin(), names_.makers().end(), [&](const auto& maker) {
      return is_end_of(maker.first, one) && is_end_of(maker.first, other);
    });
  }

  static bool is_new_each_time(const Json& value) {
    const auto used = variables_in(value);
    return value.is_string() && std::any_of(used.begin(), used.end(), is_generated);
  }

  // "hallmark-…" is known to be accepted: what is accepted whatever it is names nothing.
  [[nodiscard]] bool is_known_to_do(const Member& member) const {
    const auto given = base_->document->find(member.name);
    return given != base_->document->end() &&
           context_.values.certainties().of(member, *given) == Certainty::known;
  }

  // The variable stands for a document that was written: JSON or XML in a text.
  [[nodiscard]] bool is_written(const std::string& variable) const {
    const auto steps = context_.suite.arrange.find(std::string(context_.operation.name()));
    if (variable.empty() || steps == context_.suite.arrange.end()) return false;
    return std::any_of(steps->second.begin(), steps->second.end(), [&](const Step& step) {
      const auto kept = step.keep.find(variable);
      if (kept == step.keep.end()) return false;
      const auto given = step.with.find(kept->second.substr(kept->second.rfind('/') + 1));
      return given != step.with.end() && is_document(*given);
    });
  }

  [[nodiscard]] std::optional<Reference> reference(const Member& member) const {
    const auto& words = names_.words();
    if (names::Habits::standard().renames(member.name)) return std::nullopt;
    if (words.is_page_token(member.name) || words.is_idempotency_token(member.name) ||
        !words.version_tag_source(member.name).empty() || describes_the_body(member))
      return std::nullopt;
    const Shape& target = contract::target_of(context_.model, member);
    if (!contract::enum_values(target).empty()) return std::nullopt;
    const auto identifier = words.identifier(member.name);
    Reference found{.member = &member,
                    .told = identifier.has_value() || location_of(member) == Location::label};
    if (identifier && !identifier->stem.empty()) found.nouns.push_back(identifier->stem);
    const auto given = base_->document->find(member.name);
    found.added = given == base_->document->end();
    const Json* sent = found.added ? nullptr : &*given;
    const bool missed = !identifier && found.added && is_missed_by_name(member);
    if (missed) found.nouns.push_back(upper_first(member.name));
    if (is_text(target.type)) return text_reference(std::move(found), member, identifier || missed, sent);
    if (target.type == contract::ShapeType::list && missed) return missed_list(std::move(found), target);
    if (target.type == contract::ShapeType::list && identifier && identifier->plural) {
      return list_reference(std::move(found), member, target, sent);
    }
    return std::nullopt;
  }

  // "SslPolicy", "SecurityGroups": a listed exception says of just this word, or of one of them, that there
  // is none ("SSLPolicyNotFoundException").
  [[nodiscard]] bool is_missed_by_name(const Member& member) const {
    const auto all = names_.exceptions(context_.operation, ErrorClass::not_found);
    auto called = names_.words().singulars(member.name);
    called.push_back(member.name);
    return std::any_of(all.begin(), all.end(), [&](const Shape* error) {
      const std::string subject = names::Habits::standard().subject_of(error->name());
      return std::any_of(called.begin(), called.end(),
                         [&](const std::string& each) { return core::equal_ignoring_case(subject, each); });
    });
  }

  [[nodiscard]] std::optional<Reference> missed_list(Reference found, const Shape& list) const {
    if (list.members.empty()) return std::nullopt;
    const Member& item = list.members.front();
    const Shape& shape = contract::target_of(context_.model, item);
    if (!is_text(shape.type) || !contract::enum_values(shape).empty()) return std::nullopt;
    found.nouns = names_.words().singulars(found.member->name);
    if (found.nouns.empty()) return std::nullopt;
    auto value = context_.values.member(item, id_ + " unknown " + found.member->name);
    if (!value.value) return std::nullopt;
    found.list = true;
    found.unknown = Json::array({*std::move(value.value)});
    return found;
  }

  // "arn:…:workgroup/${workGroupName}": the text with another name in it, of what the same step made.
  [[nodiscard]] std::optional<Reference> unlike_inside(Reference found, const Member& member,
                                                       const Json& given) const {
    std::string last, noun;
    for (const std::string& name : variables_in(given)) {
      const auto maker = made_by_.find(std::string(kept_name(name)));
      if (maker == made_by_.end() || kept_name(name) != name) continue;
      last = name;
      noun = maker->second;
    }
    if (last.empty() || !variable_of(given).empty() || is_document(given)) return std::nullopt;
    found.arranged = must_be_given(member);
    found.nouns = {noun};
    found.unknown = core::replace_all(given.get<std::string>(), "${" + last + "}", "${unlike." + last + "}");
    return found;
  }

  [[nodiscard]] std::optional<Reference> text_reference(Reference found, const Member& member,
                                                        bool identifies, const Json* given) const {
    const std::string variable = given ? variable_of(*given) : std::string();
    if (const auto maker = made_by_.find(std::string(kept_name(variable))); maker != made_by_.end()) {
      found.arranged = identifies && must_be_given(member) &&
                       (found.nouns.empty() || is_of(found.nouns.front(), maker->second));
      found.called = must_be_given(member) && core::equal_ignoring_case(member.name, maker->second);
      if (is_missed_by_name(member)) found.nouns.insert(found.nouns.begin(), upper_first(member.name));
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
    if (is_new(member, found.nouns.front()) && !is_beside_the_new(found, member)) return std::nullopt;
    if (given) {
      // The caller's own account and region are there, and nothing makes them.
      if (!given->is_string() || is_of_the_caller(variable_of(*given))) return std::nullopt;
      if (auto inside = unlike_inside(found, member, *given)) return inside;
      if (is_made_elsewhere(*given)) return unlike_what_is_there(std::move(found), *given);
      if (auto named = named_alike(found, member, *given)) return named;
      // Nobody made it: what the model's constraints gave names nothing as it stands, what the suite gives or
      // knowledge has ("AWS-RunShellScript") does.
      const bool literal = variables_in(*given).empty();
      found.invented = !is_given_by_suite(member.name) && !(literal && is_known_to_do(member));
      const auto changed = found.invented ? std::nullopt : unlike(*given);
      if (!found.invented && (!changed || !literal)) return std::nullopt;
      found.unknown = changed.value_or(*given);
      return found;
    }
    // Filters and settings are not asked for: only what some listed exception says may be missing. The name
    // that a change may give to the thing itself is a new one.
    const bool renames = kind_ == Kind::change && identifier_meaning(member) == names::Meaning::name &&
                         is_end_of(found.nouns.front(), noun_);
    if (renames || !specific(found.nouns)) return std::nullopt;
    return made(std::move(found), member);
  }

  // "${unique.configuration}", under which a call before has put something: another such name names nothing.
  [[nodiscard]] std::optional<Reference> named_alike(Reference found, const Member& member,
                                                     const Json& given) const {
    const auto steps = context_.suite.arrange.find(std::string(context_.operation.name()));
    if (!variable_of(given).starts_with("unique.") || steps == context_.suite.arrange.end()) return {};
    for (const Step& step : steps->second) {
      const Operation* maker = context_.model.operation(step.call);
      if (!maker || step.with.value(member.name, Json()) != given) continue;
      found.arranged = must_be_given(member);
      found.nouns.push_back(names_.noun_of(*maker));
      found.unknown = "${unique.nothing}";
      return found;
    }
    return std::nullopt;
  }

  // The value is of a thing that is there, though no step of the arrangement is known to make it: another
  // service's, or one that a reading answered.
  [[nodiscard]] static bool is_made_elsewhere(const Json& value) { return names_something(value); }

  [[nodiscard]] static std::optional<Reference> unlike_what_is_there(Reference found, const Json& value) {
    const std::string variable = variable_of(value);
    if (variable.empty()) return std::nullopt;
    // Whether another service's thing is looked up, and how it is refused, this contract does not show.
    found.foreign = names::Prerequisites::standard().making(variable) != nullptr;
    if (found.foreign) found.told = false;
    found.unknown = "${unlike." + variable + "}";
    return found;
  }

  // "TargetKey" of a key; but what is restored or copied may be told by another's name what to be called.
  [[nodiscard]] bool is_of(const std::string& noun, const std::string& made) const {
    return core::equal_ignoring_case(noun, made) ||
           (kind_ != Kind::act && kind_ != Kind::other && is_end_of(made, noun));
  }

  // What is made has no name before, what is put may be there or not, and what a change is about by another
  // member takes the name as a setting.
  [[nodiscard]] bool is_new(const Member& member, const std::string& noun) const {
    const std::string head = names_.words().head_of(noun_);
    if (kind_ == Kind::make) {
      const bool named = identifier_meaning(member) == names::Meaning::name;
      return is_own(noun) || noun == head || (!head.empty() && noun.ends_with(head)) ||
             (named && noun_.ends_with(noun));
    }
    return kind_ == Kind::change && is_own(noun) && own_recipe() != nullptr;
  }

  [[nodiscard]] std::optional<names::Meaning> identifier_meaning(const Member& member) const {
    const auto identifier = names_.words().identifier(member.name);
    return identifier ? std::optional(identifier->meaning) : std::nullopt;
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
      found.arranged = made_by_.contains(variable);
      found.unknown = Json::array({found.arranged ? Json("${unlike." + variable + "}") : given->front()});
      if (found.arranged || !is_made_elsewhere(given->front())) return found;
      auto unlike_it = unlike_what_is_there(std::move(found), given->front());
      if (unlike_it) unlike_it->unknown = Json::array({unlike_it->unknown});
      return unlike_it;
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

  // What is removed is part of another thing, or hangs on it ("tags of a resource"), and that is what is not
  // there.
  [[nodiscard]] bool removes_from(const Reference& reference) const {
    const std::string& noun = reference.nouns.front();
    const bool untags =
        names::Habits::standard().tagging_act(context_.operation.name()) == names::TagAct::untag;
    return (kind_ == Kind::remove || untags) && !reference.list && must_be_given(*reference.member) &&
           (untags || !names::Habits::standard().undoes(context_.operation.name())) && !is_own(noun) &&
           !mentions(noun_, noun) && !mentions(noun, noun_);
  }

  // Of what need not be named, and is, an operation lists its own exception for nothing else.
  [[nodiscard]] bool asks_for_its_own(const Reference& reference) const {
    return (kind_ == Kind::read || kind_ == Kind::list) && !must_be_given(*reference.member) &&
           is_own(reference.nouns.front()) && specific(reference.nouns) && failure_lists(true).empty();
  }

  // Reads may answer that there is nothing, removals of nothing may succeed, and any may tell what failed.
  void allow_nothing(Case& test, bool gone) const {
    const auto& habits = names::Habits::standard();
    if (kind_ == Kind::remove || habits.undoes(context_.operation.name())) {
      test.expect.push_back({.reason = "what is not there need not be removed"});
      return;
    }
    if (kind_ == Kind::read || kind_ == Kind::list) {
      Nothing nothing{.failures = failure_lists()};
      std::string reason = nothing.failures.empty() ? "an answer with nothing in it says the same"
                                                    : "an entry among the failures says the same";
      if (gone) {
        nothing.final_states = habits.final_states;
        nothing.final_members = habits.final_members;
        reason += ", and so does a last state";
      }
      test.expect.push_back({.nothing = std::move(nothing), .reason = std::move(reason)});
    }
    allow_failure_entry(test);
  }

  // The nouns that the request names beside these: those of its other references, and what exceptions speak
  // of that another member is named after ("PlatformUnknownException" beside platformVersion).
  [[nodiscard]] std::vector<std::string> others_than(const std::vector<std::string>& nouns) const {
    std::vector<std::string> others;
    for (const Reference& other : references_) {
      if (other.nouns != nouns) others.insert(others.end(), other.nouns.begin(), other.nouns.end());
    }
    for (const Shape* error : names_.exceptions(context_.operation, ErrorClass::not_found)) {
      const std::string subject = names::Habits::standard().subject_of(error->name());
      if (!subject.empty() && !names_.words().says_nothing_there(error->name()) && !is_about(*error, nouns) &&
          names_a_member(subject, nouns, input_of(context_.model, context_.operation)))
        others.push_back(subject);
    }
    return others;
  }

  // A member of the request, at any depth, begins with the word, and is not what names one of these.
  [[nodiscard]] bool names_a_member(const std::string& word, const std::vector<std::string>& nouns,
                                    const Shape& shape, int depth = 0) const {
    constexpr int deepest = 4;
    return depth < deepest &&
           std::any_of(shape.members.begin(), shape.members.end(), [&](const Member& each) {
             const std::string name = core::to_lower(each.name);
             const bool own = std::any_of(nouns.begin(), nouns.end(), [&](const std::string& noun) {
               return name.starts_with(core::to_lower(noun));
             });
             if (!own && name.starts_with(core::to_lower(word))) return true;
             return names_a_member(word, nouns, contract::target_of(context_.model, each), depth + 1);
           });
  }

  // This operation lists errors, and none for it, and others of the service do: it is not looked up here. One
  // that lists no errors at all says nothing (S3).
  [[nodiscard]] bool is_listed_elsewhere(const std::vector<std::string>& nouns) const {
    if (!names_.exceptions(context_.operation, ErrorClass::not_found).empty()) return true;
    if (contract::listed_errors(context_.model, context_.operation).empty()) return false;
    const auto operations = context_.model.all_operations();
    return std::any_of(operations.begin(), operations.end(), [&](const Operation* each) {
      const auto errors = names_.exceptions(*each, ErrorClass::not_found);
      return std::any_of(errors.begin(), errors.end(), [&](const Shape* error) {
        return names_.words().says_nothing_there(error->name()) || is_about(*error, nouns);
      });
    });
  }

  // A setting that is looked up would be so when the thing is made, and the making lists nothing for it.
  [[nodiscard]] bool is_taken_unseen(const Member& member) const {
    if (kind_ != Kind::change) return false;
    const auto maker = names_.makers().find(noun_);
    return maker != names_.makers().end() && maker->second != &context_.operation &&
           input_of(context_.model, *maker->second).member(member.name) != nullptr &&
           names_.exceptions(*maker->second, ErrorClass::not_found).empty();
  }

  // Only where the contract shows how such a thing comes to be does the taking of an unknown one contradict
  // it.
  [[nodiscard]] bool shows(const Reference& reference) const {
    return !reference.added && must_be_given(*reference.member) &&
           (reference.arranged || (reference.told && is_made(reference.nouns.front())));
  }

  // What must be given and is known to be made, whatever the refusal is called. What only takes note of
  // something, and has it not in its path, may take note of anything (ECS: SubmitTaskStateChange).
  [[nodiscard]] bool is_looked_up(const Reference& reference) const {
    const bool notes = kind_ == Kind::make || kind_ == Kind::act || kind_ == Kind::other;
    return (!notes || location_of(*reference.member) == Location::label) &&
           (shows(reference) || reference.called);
  }

  void unknown(const Reference& reference) {
    const std::string promise = behaviour_promise(id_, "unknown", reference.member->name);
    Listed errors = listed(ErrorClass::not_found, reference.nouns, others_than(reference.nouns));
    errors.stated = errors.stated && shows(reference);
    // Whether another service's or account's thing is looked up no document says; where a list may begin is a
    // place; and what nothing makes is perhaps what the answer is to be called ("GetFederationToken").
    const bool place = kind_ == Kind::list && !must_be_given(*reference.member);
    const bool foreign = !reference.arranged && !is_made(reference.nouns.front());
    const bool unseen = !is_looked_up(reference) && is_listed_elsewhere(reference.nouns);
    if (errors.exceptions.empty() && (place || foreign || unseen)) return;
    if (reference.foreign && !specific(reference.nouns)) return;
    if (!must_be_given(*reference.member) && is_taken_unseen(*reference.member)) return;
    const bool must_say_so =
        (removes_from(reference) || asks_for_its_own(reference)) && !errors.exceptions.empty();
    errors.stated = errors.stated && !must_say_so;
    want(promise, Depth::quick, errors.exceptions, [=, this]() -> Wanted::Result {
      const std::string& name = reference.member->name;
      Case test = about("unknown-" + name, promise, errors);
      test.title =
          fmt::format("{} of the right form that {} nothing", name, reference.list ? "name" : "names");
      test.send[name] = reference.unknown;
      if (!must_say_so) allow_nothing(test, false);
      if (lets_in(*reference.member) || names_an_account(*reference.member))
        allow(test, {ErrorClass::unauthenticated, ErrorClass::denied},
              "who has no right to it is not told whether it is there");
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

  // Its value is the caller's own account, be it that a step has kept it.
  [[nodiscard]] bool names_an_account(const Member& member) const {
    const auto value = context_.values.member(member, id_ + " account " + member.name);
    return value.value && variable_of(*value.value) == account_variable;
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

  void gone() {
    if (kind_ == Kind::make) return;
    // What was stopped or cancelled is still shown; what it stands in may be gone all the same.
    const ResourceRecipe* recipe = own_recipe([&](const ResourceRecipe& each) {
      const names::Verb* removal = names_.words().verb_of(each.remove.back().call);
      return !removal || removal->sure;
    });
    if (!recipe) return;
    const Operation* maker = context_.model.operation(recipe->create_call);
    const std::string noun = maker ? names_.noun_of(*maker) : recipe->name;
    const std::string promise = behaviour_promise(id_, "gone");
    const auto nouns = also_called(noun, *recipe);
    Listed errors = listed(ErrorClass::not_found, nouns, others_than(nouns));
    const bool own = core::equal_ignoring_case(noun, noun_) && (kind_ == Kind::read || kind_ == Kind::remove);
    const bool marked_only = is_marked_only(*recipe);
    // Others go on with what is only marked for removal: the policy of such a key is read.
    if (marked_only && kind_ != Kind::read && kind_ != Kind::list) marked(*recipe, noun);
    if (marked_only && !own) return;
    errors.stated = errors.stated && own && !marked_only;
    if (errors.exceptions.empty() && !own && is_listed_elsewhere({noun})) return;
    if (names::Habits::standard().has_default(context_.model.slug, noun)) return;
    if (!is_taken_by(*recipe)) return;
    const bool cheap = kind_ == Kind::read || kind_ == Kind::remove;
    want(promise, cheap ? Depth::quick : Depth::normal, errors.exceptions,
         [this, promise, errors, recipe, noun]() -> Wanted::Result {
           Case test = about("gone", promise, errors);
           test.title = fmt::format("a {} that was made and removed", noun);
           test.arrange.insert(test.arrange.end(), recipe->remove.begin(), recipe->remove.end());
           allow_nothing(test, true);
           allow(test, {ErrorClass::state, ErrorClass::conflict, ErrorClass::in_use},
                 "it may be on its way out");
           if (is_shown_leaving(noun))
             test.expect.push_back({.reason = "what is on its way out may take it"});
           check(test, errors);
           return {.test = std::move(test), .problem = {}};
         });
  }

  // Another call than a reading or a removal, of a thing whose reading has states of leaving: until it is
  // gone it may be changed, and no document says otherwise.
  [[nodiscard]] bool is_shown_leaving(const std::string& noun) const {
    if (kind_ == Kind::read || kind_ == Kind::list || kind_ == Kind::remove) return false;
    const Operation* reader = names_.operation(Kind::read, noun);
    if (!reader) reader = names_.operation(Kind::list, noun);
    return reader &&
           !states_in(context_.model, output_of(context_.model, *reader), names::is_last_state, true).empty();
  }

  // The thing's noun, and before it the names of members that it is given by, where a listed exception calls
  // it so: an "Object" is missed as a "Key".
  [[nodiscard]] std::vector<std::string> also_called(const std::string& noun,
                                                     const ResourceRecipe& recipe) const {
    std::vector<std::string> nouns;
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      const auto maker = made_by_.find(given_variable(member));
      if (maker != made_by_.end() && recipe.keep.contains(maker->first) && is_missed_by_name(member))
        nouns.push_back(upper_first(member.name));
    }
    nouns.push_back(noun);
    return nouns;
  }

  // What is marked for removal is in a state of its own, which a listed exception is about. Which operations
  // still take it no document says in a form that is read: who takes it drifts at most.
  void marked(const ResourceRecipe& recipe, const std::string& noun) {
    Listed errors = listed(ErrorClass::state, {noun});
    if (errors.exceptions.empty()) return;
    if (names::Habits::standard().goes_on(context_.model.slug, context_.operation.name())) return;
    errors.stated = false;
    errors.evidence += fmt::format("; {} marks it for a later removal", recipe.remove.back().call);
    const std::string promise = behaviour_promise(id_, "state", errors.exceptions.front());
    want(promise, Depth::quick, errors.exceptions,
         [this, promise, errors, &recipe, noun]() -> Wanted::Result {
           Case test = about("state-marked-for-removal", promise, errors);
           test.title = fmt::format("a {} that is marked for removal", noun);
           test.arrange.insert(test.arrange.end(), recipe.remove.begin(), recipe.remove.end());
           allow(test, {ErrorClass::not_found, ErrorClass::conflict, ErrorClass::in_use},
                 "it may be gone by now");
           check(test, errors);
           return {.test = std::move(test), .problem = {}};
         });
  }

  std::vector<Reference> references_;
};

}  // namespace

std::vector<Wanted> existence_cases(Context& context, const names::Names& names) {
  return wanted_by<ExistenceCases>(context, names);
}

}  // namespace hallmark::plan
