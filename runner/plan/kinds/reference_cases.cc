#include "plan/kinds/reference_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "core/text.h"
#include "names/habits.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/arranged.h"
#include "plan/context/between_calls.h"
#include "plan/context/forms.h"
#include "plan/context/writing.h"
#include "plan/values/nouns.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;
using names::Kind;

// A text, or a list of texts.
bool is_of_texts(const contract::Model& model, const Member& member) {
  const Shape* shape = &contract::target_of(model, member);
  if (shape->type == ShapeType::list && !shape->members.empty())
    shape = &contract::target_of(model, shape->members.front());
  return is_text(shape->type) && contract::enum_values(*shape).empty();
}

// A value of a member that names a thing, and what makes the thing where the base request does not.
struct Referring {
  Json value;
  std::vector<Step> steps;
};

// What the base must give names something, or the endpoint would not take it.
std::optional<Referring> referring(const Context& context, const names::Names& names, const Json& base,
                                   const Member& member, const std::string& seed) {
  if (const auto given = base.find(member.name); given != base.end()) {
    const bool told = must_be_given(member) || names_something(*given);
    return told ? std::optional(Referring{.value = *given}) : std::nullopt;
  }
  const auto made = context.values.member(member, seed);
  if (made.value && names_something(*made.value)) return Referring{.value = *made.value};
  auto arranged = arranged_for(context, names, member.name);
  if (!arranged) return std::nullopt;
  const Json value = "${" + arranged->variable + "}";
  const bool list = contract::target_of(context.model, member).type == ShapeType::list;
  return Referring{.value = list ? Json::array({value}) : value, .steps = std::move(arranged->steps)};
}

// ---- what a making or a change is given ----

class ReferenceCases : public Writing {
 public:
  using Writing::Writing;

  std::vector<Wanted> all() {
    if (!ready()) return {};
    for (const Member& member : input_.members) {
      const bool secret = contract::effective(context_.model, member, contract::trait::sensitive) != nullptr;
      if (secret || !is_told_of(member) || location_of(member) == Location::label || is_its_own(member))
        continue;
      const bool texts = is_of_texts(context_.model, member);
      if (!shown(member).empty()) {
        if (is_open(member) && (texts || must_be_given(member))) comes_back(member, {});
      } else if (contract::target_of(context_.model, member).type == ShapeType::structure) {
        unwrapped(member);
      } else if (const auto forms = all_forms(member); texts && !forms.empty()) {
        comes_back(member, forms);
      }
    }
    return std::move(wanted_);
  }

 private:
  // What says which one is changed, and what the thing is called.
  [[nodiscard]] bool is_its_own(const Member& member) const {
    const auto identifier = names_.words().identifier(member.name);
    // "PoolName" of a UserPool.
    const bool own = identifier && (identifier->stem.empty() || is_end_of(identifier->stem, noun_) ||
                                    is_end_of(noun_, identifier->stem));
    return own || (kind_ == Kind::change && must_be_given(member));
  }

  // Of the rest value_cases.h tells.
  [[nodiscard]] bool is_open(const Member& member) const {
    const auto given = base_->document->find(member.name);
    if (given != base_->document->end()) return certainty_of(member, *given) == Certainty::open;
    return !value_for(member);
  }

  [[nodiscard]] bool is_list(const Member& member) const {
    return contract::target_of(context_.model, member).type == ShapeType::list;
  }

  [[nodiscard]] std::vector<Form> all_forms(const Member& member) const {
    auto found = forms_in(names_, output_of(context_.model, context_.operation), noun_, member);
    for (const ReadBack& reader : readers_) {
      for (Form& form : forms_in(names_, output_of(context_.model, *reader.operation), noun_, member)) {
        if (std::find(found.begin(), found.end(), form) == found.end()) found.push_back(std::move(form));
      }
    }
    return found;
  }

  void comes_back(const Member& member, const std::vector<Form>& forms) {
    const std::string kind = kind_ == Kind::make ? "read-back" : "update";
    if (kind_ == Kind::change && is_pending(member)) return;
    want(kind + " " + member.name, Depth::normal, [this, kind, forms, &member]() -> Result {
      auto found = referring(context_, names_, *base_->document, member, id_ + " written " + member.name);
      if (!found || excluded(*base_->document, member)) return {};
      Case test = about(kind + "-" + member.name, kind + " " + member.name);
      test.title = fmt::format("{} {} of what is there, then read",
                               kind_ == Kind::make ? "made with" : "changed in", member.name);
      join_steps(test.arrange, found->steps);
      test.send[member.name] = found->value;
      context_.values.suit(input_, test.send, member.name, test.id);
      claim(test, kind, member, forms);
      if (test.claims.empty()) return {};
      finish(test);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // ---- settings whose members the answer has by themselves: {"CORSConfiguration": {"CORSRules": …}} ----

  void unwrapped(const Member& member) {
    const Shape& settings = contract::target_of(context_.model, member);
    std::vector<const Member*> parts;
    for (const Member& part : settings.members) {
      if (!shown(part).empty()) parts.push_back(&part);
    }
    if (parts.empty()) return;
    const std::string kind = kind_ == Kind::make ? "read-back" : "update";
    want(kind + " " + member.name, Depth::quick, [this, kind, parts, &member]() -> Result {
      Case test = about(kind + "-" + member.name, kind + " " + member.name);
      test.title = fmt::format("{} {}, whose members are read",
                               kind_ == Kind::make ? "made with" : "changed in", member.name);
      if (!test.send.contains(member.name)) {
        auto value = value_for(member);
        if (!value || excluded(test.send, member)) return {};
        test.send[member.name] = *std::move(value);
        context_.values.suit(input_, test.send, member.name, test.id);
      }
      for (const Member* part : parts) claim_part(test, kind, member, *part);
      if (test.claims.empty()) return {};
      finish(test);
      return {.test = std::move(test), .problem = {}};
    });
  }

  void claim_part(Case& test, const std::string& kind, const Member& member, const Member& part) const {
    const Json& sent = test.send.at(member.name);
    const bool secret = contract::effective(context_.model, part, contract::trait::sensitive) != nullptr;
    if (secret || !sent.is_object() || !sent.contains(part.name)) return;
    for_places(
        test,
        {.kind = Claim::Kind::comes_back,
         .promise = behaviour_promise(id_, kind, member.name),
         .sent = core::pointer_join(core::pointer_join("", member.name), part.name),
         // Settings that the base must give were taken whole; of others some may go with what is not set.
         .awaited = must_be_given(member) && !sent.at(part.name).empty(),
         .weak = true},
        [&](const Shape& output) { return places_in(context_.model, output, noun_, part); });
  }

  void claim(Case& test, const std::string& kind, const Member& member,
             const std::vector<Form>& forms) const {
    Claim claim{.kind = Claim::Kind::comes_back,
                .promise = behaviour_promise(id_, kind, member.name),
                // One that may be left out may go with a setting that was left out ("KmsKeyId" of what is not
                // encrypted).
                .awaited = must_be_given(member) || is_list(member),
                .weak = true};
    if (forms.empty()) {
      claim.sent = core::pointer_join("", member.name);
      for_places(test, claim,
                 [&](const Shape& output) { return places_in(context_.model, output, noun_, member); });
      return;
    }
    for (const Form& form : forms) {
      claim.value = in_form(form, test.send.at(member.name));
      if (claim.value.is_null() || differs_each_time(claim.value)) continue;
      claim.awaited = true;
      for_places(test, claim,
                 [&](const Shape& output) { return places_of_form(names_, output, noun_, member, form); });
    }
  }
};

// ---- what is added to a thing ----

class AddedCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    if (kind_ == Kind::read || kind_ == Kind::list || kind_ == Kind::remove || kind_ == Kind::make ||
        !names::Habits::standard().does_once(context_.operation.name()) ||
        names::Habits::standard().tagging_act(context_.operation.name()) || !ready())
      return {};
    recipe_ = own_recipe();
    const Operation* maker = recipe_ ? context_.model.operation(recipe_->create_call) : nullptr;
    if (!maker) return {};
    parent_ = names_.noun_of(*maker);
    if (makes_something()) return {};
    find_readers(*maker);
    if (readers_.empty()) return {};
    for (const Member& member : input_of(context_.model, context_.operation).members) part(member);
    return take();
  }

 private:
  static constexpr std::size_t most_readers = 3;

  void find_readers(const Operation& maker) {
    const Values values(context_.model, context_.protocol, &maker, context_.suite.values);
    const Context making(context_.model, maker, context_.suite, context_.protocol, values);
    readers_ = readers_of(making, names_, most_readers);
  }

  // It lists that something which others make is there already ("RestoreDBClusterFromSnapshot").
  [[nodiscard]] bool makes_something() const {
    const auto exists = names_.exceptions(context_.operation, names::ErrorClass::exists);
    return std::any_of(exists.begin(), exists.end(), [&](const Shape* error) {
      return is_made(names::Habits::standard().subject_of(error->name()));
    });
  }

  [[nodiscard]] bool names_the_parent(const Member& member) const {
    const auto given = base_->document->find(member.name);
    if (given == base_->document->end()) return false;
    const auto used = variables_in(*given);
    return std::any_of(used.begin(), used.end(), [&](const std::string& name) {
      return recipe_->keep.contains(std::string(kept_name(name))) || is_end_of(made_by(name), parent_);
    });
  }

  [[nodiscard]] std::string made_by(const std::string& variable) const {
    const auto found = made_by_.find(std::string(kept_name(variable)));
    return found == made_by_.end() ? std::string() : found->second;
  }

  void part(const Member& member) {
    if (names_the_parent(member) || names_.words().says(names::MemberWord::own_tags, member.name)) return;
    const Shape& shape = contract::target_of(context_.model, member);
    if (shape.type == ShapeType::list && !shape.members.empty() &&
        contract::target_of(context_.model, shape.members.front()).type == ShapeType::structure) {
      entries(member, contract::target_of(context_.model, shape.members.front()));
    } else if (is_of_texts(context_.model, member) && must_be_given(member)) {
      reference(member);
    }
  }

  // ---- entries of the same shape ----

  // Of several lists of such entries the one whose name says so: "IpPermissionsEgress" of an operation that
  // ends with "Egress", and "IpPermissions" of any other.
  [[nodiscard]] std::string place_of(const Member& member, const Shape& item, const Shape& output) const {
    std::string found;
    std::size_t longest = 0;
    bool several = false;
    for (const std::string& at :
         places_in(context_.model, output, parent_, [&](const Member&, const Shape& shape) {
           return shape.type == ShapeType::list && !shape.members.empty() &&
                  &contract::target_of(context_.model, shape.members.front()) == &item;
         })) {
      const std::string name = at.substr(at.rfind('/') + 1);
      const bool extends = core::to_lower(name).starts_with(core::to_lower(member.name));
      const std::string more = extends ? name.substr(member.name.size()) : std::string();
      if (!more.empty() && !mentions(context_.operation.name(), more)) continue;
      if (!found.empty() && more.size() == longest) several = true;
      if (!found.empty() && more.size() <= longest) continue;
      found = at;
      longest = more.size();
      several = false;
    }
    return several ? std::string() : found;
  }

  void entries(const Member& member, const Shape& item) {
    const bool shown = std::any_of(readers_.begin(), readers_.end(), [&](const ReadBack& reader) {
      return !place_of(member, item, output_of(context_.model, *reader.operation)).empty();
    });
    if (!shown) return;
    entry(member, item, nullptr);
    for (const Member& part : item.members) {
      const ShapeType type = contract::target_of(context_.model, part).type;
      if (type == ShapeType::list || type == ShapeType::structure) entry(member, item, &part);
    }
  }

  // With one part of its own in place of the others of its kind that need not be given.
  void entry(const Member& member, const Shape& item, const Member* part) {
    const std::string name = "part-" + member.name + (part ? "-" + part->name : "");
    const std::string promise = behaviour_promise(id_, "update", member.name);
    want(promise, part ? Depth::normal : Depth::quick, {}, [=, this, &member, &item]() -> Wanted::Result {
      auto given = entry_of(member);
      if (!given) return {};
      if (part) {
        if (given->contains(part->name)) return {};
        auto value = context_.values.member(*part, id_ + " " + name);
        const bool told = value.value && (names_something(*value.value) || has_a_row(*part));
        if (!told || value.value->empty() || value.value == Json::array({Json::object()})) return {};
        for (const Member& other : item.members) {
          const bool alike = contract::target_of(context_.model, other).type ==
                             contract::target_of(context_.model, *part).type;
          if (alike && !must_be_given(other)) given->erase(other.name);
        }
        (*given)[part->name] = *std::move(value.value);
      }
      Case test = added(name, promise);
      test.send[member.name] = Json::array({*given});
      for (std::size_t i = 0; i < readers_.size(); ++i) {
        const std::string at = place_of(member, item, output_of(context_.model, *readers_[i].operation));
        if (at.empty()) continue;
        test.claims.push_back(claim(promise, readers_[i], i, {at}));
        test.claims.back().sent = core::pointer_join("", member.name);
      }
      return finished(std::move(test), member);
    });
  }

  // Knowledge has a value of its own for it: what the model alone gives may lack what makes it one.
  [[nodiscard]] bool has_a_row(const Member& part) const {
    const auto& certainties = context_.values.certainties();
    return certainties.rules().made(certainties.place(part), [](const Json&) { return true; }) != nullptr;
  }

  [[nodiscard]] std::optional<Json> entry_of(const Member& member) const {
    if (const auto given = base_->document->find(member.name);
        given != base_->document->end() && given->is_array() && !given->empty() && given->front().is_object())
      return given->front();
    const auto made = context_.values.member(member, id_ + " part " + member.name);
    if (!made.value || !made.value->is_array() || made.value->empty() || made.value->front().empty())
      return std::nullopt;
    return made.value->front();
  }

  // ---- what is named ----

  void reference(const Member& member) {
    const std::string promise = behaviour_promise(id_, "update", member.name);
    want(promise, Depth::quick, {}, [this, promise, &member]() -> Wanted::Result {
      const auto found = referring(context_, names_, *base_->document, member, id_ + " part " + member.name);
      if (!found) return {};
      Case test = added("part-" + member.name, promise);
      join_steps(test.arrange, found->steps);
      test.send[member.name] = found->value;
      for (std::size_t i = 0; i < readers_.size(); ++i) {
        const Shape& output = output_of(context_.model, *readers_[i].operation);
        if (auto at = places_in(context_.model, output, parent_, member); !at.empty()) {
          test.claims.push_back(claim(promise, readers_[i], i, std::move(at)));
          test.claims.back().sent = core::pointer_join("", member.name);
          continue;
        }
        for (const Form& form : forms_in(names_, output, parent_, member)) {
          auto at = places_of_form(names_, output, parent_, member, form);
          const Json value = in_form(form, found->value);
          if (at.empty() || value.is_null() || differs_each_time(value)) continue;
          test.claims.push_back(claim(promise, readers_[i], i, std::move(at)));
          test.claims.back().value = value;
        }
      }
      return finished(std::move(test), member);
    });
  }

  // ---- both ----

  // The base request, with the parent read after it.
  [[nodiscard]] Case added(const std::string& name, const std::string& promise) const {
    Case test = context_.blank({Group::Kind::behaviour, {}}, name);
    test.promises = {promise};
    test.provoke = Provocation::none;
    test.expect = {Outcome{}};
    test.send = *base_->document;
    for (const ReadBack& reader : readers_) {
      test.then.push_back(reader.step);
      for (Step& step : test.arrange) {
        if (step.call == recipe_->create_call) step.keep.insert(reader.keep.begin(), reader.keep.end());
      }
    }
    return test;
  }

  static Claim claim(const std::string& promise, const ReadBack& reader, std::size_t step,
                     std::vector<std::string> at) {
    return {.kind = Claim::Kind::comes_back,
            .promise = promise,
            .step = step,
            .at = std::move(at),
            .items = reader.items,
            .awaited = true,
            .weak = true};
  }

  [[nodiscard]] Wanted::Result finished(Case test, const Member& member) const {
    if (test.claims.empty()) return {};
    test.title = fmt::format("what is added as {} is part of the {}", member.name, parent_);
    std::vector<std::string> readers;
    for (const ReadBack& reader : readers_) readers.emplace_back(reader.operation->name());
    test.behaviour = {.kind = "update",
                      .evidence = fmt::format("names: {} shows what was added", core::join(readers, ", ")),
                      .stated = false};
    if (test.send != *base_->document) {
      test.control = {{.op = "replace", .path = "", .value = *base_->document}};
      test.base_key = context_.key_of(*base_->document);
    }
    context_.assess(test);
    return {.test = std::move(test), .problem = {}};
  }

  const ResourceRecipe* recipe_ = nullptr;
  std::string parent_;
  std::vector<ReadBack> readers_;
};

}  // namespace

std::vector<Wanted> reference_cases(Context& context, const names::Names& names) {
  return wanted_by<ReferenceCases>(context, names);
}

std::vector<Wanted> added_cases(Context& context, const names::Names& names) {
  return wanted_by<AddedCases>(context, names);
}

}  // namespace hallmark::plan
