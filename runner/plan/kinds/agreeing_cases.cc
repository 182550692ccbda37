#include "plan/kinds/agreeing_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "core/text.h"
#include "names/habits.h"
#include "plan/cases/promise_ids.h"
#include "plan/context/arranged.h"
#include "plan/context/between_calls.h"
#include "plan/context/readers.h"
#include "plan/context/tag_forms.h"
#include "plan/context/writing.h"
#include "plan/values/nouns.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;
using names::Kind;

constexpr std::size_t most_readers = 8;
constexpr std::size_t most_others = 2;  // readings that one is held against
constexpr std::size_t least_alike = 2;  // members that two structures must have in common

// A structure in an answer, or what is each item of a list in it.
struct Spot {
  std::string pointer;
  const Shape* shape = nullptr;
};

class AgreeingCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    if ((kind_ != Kind::read && kind_ != Kind::list) || names_.words().tag_act(context_.operation.name()))
      return {};
    if (!find_making()) return {};
    const Shape& made = output_of(context_.model, *maker_);
    if (!claims(made, *maker_).empty())
      want_agreement(*maker_, [this](Case& test) { test.arrange.back().keep[read_before] = ""; });
    std::size_t others = 0;
    for (const ReadBack& other : readers_) {
      if (other.operation == &context_.operation || other.lists || others == most_others) continue;
      if (claims(output_of(context_.model, *other.operation), *other.operation).empty()) continue;
      ++others;
      want_agreement(*other.operation, [other](Case& test) {
        Step first = other.step;
        first.keep[read_before] = "";
        test.arrange.push_back(std::move(first));
      });
    }
    if (!reader_->lists) steady();
    return take();
  }

 private:
  // Who makes what is read, and how the reading asks for it.
  bool find_making() {
    const auto maker = std::find_if(names_.makers().begin(), names_.makers().end(), [&](const auto& each) {
      return core::equal_ignoring_case(each.first, noun_) ||
             names::Habits::standard().same_thing(noun_, each.first);
    });
    recipe_ = maker == names_.makers().end() ? nullptr : recipe_of(*maker->second);
    if (!recipe_ || recipe_->remove.empty() || maker->second == &context_.operation) return false;
    maker_ = maker->second;
    const Values values(context_.model, context_.protocol, maker_, context_.suite.values);
    const Context making(context_.model, *maker_, context_.suite, context_.protocol, values);
    readers_ = readers_of(making, names_, most_readers);
    const auto own = std::find_if(readers_.begin(), readers_.end(), [&](const ReadBack& each) {
      return each.operation == &context_.operation;
    });
    if (own == readers_.end()) return false;
    reader_ = &*own;
    return true;
  }

  void want_agreement(const Operation& other, const std::function<void(Case&)>& read_first) {
    const std::string promise = behaviour_promise(id_, "agrees", other.name());
    want(promise, Depth::quick, {}, [this, promise, read_first, &other]() -> Wanted::Result {
      Case test = begun(fmt::format("agrees-{}", other.name()), promise);
      test.title = fmt::format("one thing, as {} tells of it and then {}", other.name(), test.operation);
      read_first(test);
      for (Claim& claim : claims(output_of(context_.model, other), other)) {
        claim.promise = promise;
        test.claims.push_back(std::move(claim));
      }
      test.behaviour = {.kind = "agrees",
                        .evidence = fmt::format("names: {} tells of the same thing", other.name()),
                        .stated = false};
      return {.test = std::move(test), .problem = {}};
    });
  }

  void steady() {
    const std::string promise = behaviour_promise(id_, "steady");
    want(promise, Depth::quick, {}, [this, promise]() -> Wanted::Result {
      Case test = begun("steady", promise);
      test.title = "read twice, with nothing done between";
      Step first = reader_->step;
      first.keep[read_before] = "";
      test.arrange.push_back(std::move(first));
      test.claims.push_back({.kind = Claim::Kind::stays,
                             .promise = promise,
                             .at = {""},
                             .before = read_before,
                             .but = may_move(output_of(context_.model, context_.operation))});
      test.behaviour = {.kind = "steady", .evidence = "it is a reading by its name", .stated = false};
      return {.test = std::move(test), .problem = {}};
    });
  }

  // The thing is made, and the operation asks for it. The making is the last step.
  [[nodiscard]] Case begun(const std::string& name, const std::string& promise) const {
    Case test = context_.blank({Group::Kind::behaviour, {}}, name);
    test.promises = {promise};
    test.provoke = Provocation::none;
    test.expect = {Outcome{}};
    test.send = reader_->step.with;
    test.arrange.clear();
    for (const ReadBack& reader : readers_) {
      for (const Step& step : reader.arrange) {
        if (step.call != maker_->name()) join_steps(test.arrange, {step});
      }
    }
    std::vector<Step> making = making_of(context_, *maker_, *recipe_);
    Step last = std::move(making.back());
    making.pop_back();
    join_steps(test.arrange, making);
    last.keep.insert(reader_->keep.begin(), reader_->keep.end());
    test.arrange.push_back(std::move(last));
    return test;
  }

  // ---- what both have a place for ----

  [[nodiscard]] std::vector<Claim> claims(const Shape& earlier, const Operation& other) const {
    const Shape& later = output_of(context_.model, context_.operation);
    for (const Spot& now : spots(later)) {
      for (const Spot& then : spots(earlier)) {
        if (now.shape != then.shape) continue;
        std::vector<std::string> but = may_move(*now.shape);
        for (std::string& name : left_out(now.pointer, *now.shape)) but.push_back(std::move(name));
        return {Claim{.kind = Claim::Kind::stays,
                      .at = in_order(now.pointer, then.pointer),
                      .items = reader_->items,
                      .before = read_before,
                      .but = std::move(but)}};
      }
    }
    return of_members(later, earlier, other);
  }

  // The two structures of the thing, where they are no one structure: each member by itself.
  [[nodiscard]] std::vector<Claim> of_members(const Shape& later, const Shape& earlier,
                                              const Operation& other) const {
    std::vector<Claim> found;
    if (&other == maker_) return found;  // what the making answers may be settled later
    for (const Spot& now : spots(later)) {
      for (const Spot& then : spots(earlier)) {
        // Answers as a whole have what belongs to the call, too.
        if (now.pointer.empty() || then.pointer.empty() || !is_of_thing(now) || !is_of_thing(then)) continue;
        const auto omitted = left_out(now.pointer, *now.shape);
        for (const Member& member : now.shape->members) {
          const Member* same = then.shape->member(member.name);
          if (!same || same->target != member.target || is_loose(member) ||
              std::find(omitted.begin(), omitted.end(), member.name) != omitted.end())
            continue;
          found.push_back({.kind = Claim::Kind::stays,
                           .at = in_order(core::pointer_join(now.pointer, member.name),
                                          core::pointer_join(then.pointer, member.name)),
                           .items = reader_->items,
                           .before = read_before});
        }
        if (found.size() >= least_alike) return found;
        found.clear();
      }
    }
    return found;
  }

  // The answer itself, what stands in it, and in the items of its lists. The outermost first.
  [[nodiscard]] std::vector<Spot> spots(const Shape& output) const {
    std::vector<Spot> found;
    look(output, "", false, 0, found);
    return found;
  }

  void look(const Shape& shape, const std::string& at, bool in_list, int level,
            std::vector<Spot>& found) const {
    constexpr int deepest = 2;
    if (shape.members.size() >= least_alike) found.push_back({at, &shape});
    if (level == deepest) return;
    for (const Member& member : shape.members) {
      const Shape& target = contract::target_of(context_.model, member);
      const std::string pointer = core::pointer_join(at, member.name);
      if (target.type == ShapeType::structure) look(target, pointer, in_list, level + 1, found);
      if (target.type != ShapeType::list || target.members.empty() || in_list) continue;
      const Shape& item = contract::target_of(context_.model, target.members.front());
      if (item.type == ShapeType::structure) look(item, pointer + "/*", true, level + 1, found);
    }
  }

  // Its name says so.
  [[nodiscard]] bool is_of_thing(const Spot& spot) const {
    const std::string part = spot.pointer.substr(0, spot.pointer.find("/*"));
    return mentions(spot.shape->name(), noun_) || mentions(part.substr(part.rfind('/') + 1), noun_);
  }

  // An empty pointer is there in any answer, so that the other one is asked for first.
  static std::vector<std::string> in_order(const std::string& now, const std::string& then) {
    if (now == then) return {now};
    return now.empty() ? std::vector<std::string>{then, now} : std::vector<std::string>{now, then};
  }

  // What changes by itself, is told once, or has a call of its own.
  [[nodiscard]] bool is_loose(const Member& member) const {
    const names::Habits& habits = names::Habits::standard();
    const Shape& target = contract::target_of(context_.model, member);
    const std::string lower = core::to_lower(member.name);
    return habits.moves(member.name) || about_tags(member) || names_.words().is_about_paging(member.name) ||
           names_.words().is_version_tag(member.name) || habits.is_pending_member(member.name) ||
           member.traits.has(contract::trait::deprecated) ||
           contract::effective(context_.model, member, contract::trait::sensitive) != nullptr ||
           (target.type == ShapeType::timestamp && !habits.is_creation_time(member.name)) ||
           target.type == ShapeType::blob || names_.words().says(names::MemberWord::token, member.name) ||
           lower.ends_with("location") || lower.ends_with("url");
  }

  [[nodiscard]] std::vector<std::string> may_move(const Shape& shape, int level = 0) const {
    constexpr int deepest = 3;
    std::vector<std::string> names;
    for (const Member& member : shape.members) {
      if (is_loose(member)) names.push_back(member.name);
      const Shape* inner = &contract::target_of(context_.model, member);
      if (inner->type == ShapeType::list && !inner->members.empty())
        inner = &contract::target_of(context_.model, inner->members.front());
      if (inner->type != ShapeType::structure || level == deepest) continue;
      for (std::string& name : may_move(*inner, level + 1)) names.push_back(std::move(name));
    }
    return names;
  }

  // What knowledge says that this operation's answer goes without.
  [[nodiscard]] std::vector<std::string> left_out(const std::string& pointer, const Shape& shape) const {
    std::vector<std::string> names;
    const std::string at = core::replace_all(pointer, "/*", "/0");
    for (const Member& member : shape.members) {
      if (names::Habits::standard().answers_member_too(context_.model.slug, context_.operation.name(),
                                                       core::pointer_join(at, member.name)))
        names.push_back(member.name);
    }
    return names;
  }

  const Operation* maker_ = nullptr;
  const ResourceRecipe* recipe_ = nullptr;
  std::vector<ReadBack> readers_;
  const ReadBack* reader_ = nullptr;
};

}  // namespace

std::vector<Wanted> agreeing_cases(Context& context, const names::Names& names) {
  return wanted_by<AgreeingCases>(context, names);
}

}  // namespace hallmark::plan
