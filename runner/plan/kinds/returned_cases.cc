#include "plan/kinds/returned_cases.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "names/sequences.h"
#include "plan/cases/promise_ids.h"
#include "plan/context/arranged.h"
#include "plan/context/between_calls.h"
#include "plan/values/nouns.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;

constexpr int most_levels = 3;

class ReturnedCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    const auto& members = input_of(context_.model, context_.operation).members;
    const auto& knowledge = names::Sequences::standard();
    for (const Member& member : members) {
      const std::string what = knowledge.asked_for(member.name);
      if (what.empty() || must_be_given(member)) continue;
      const auto places = places_of(what);
      const Json value = turned_on(contract::target_of(context_.model, member));
      if (!places.empty() && !value.is_null()) offer(member, what, value, places);
    }
    return wanted_.empty() || !ready() ? std::vector<Wanted>() : take();
  }

 private:
  // On: true, or any that is not called nothing.
  static Json turned_on(const Shape& target) {
    if (target.type == ShapeType::boolean) return true;
    Json on;
    for (const Json& value : contract::enum_values(target)) {
      const std::string text = value.is_string() ? core::to_lower(value.get<std::string>()) : "none";
      if (text != "none" && text != "off") on = value;
    }
    return on;
  }

  // Where the answer shows it, the outermost first; '*': the items of a list.
  [[nodiscard]] std::vector<std::string> places_of(const std::string& what) const {
    std::vector<std::string> found;
    look(output_of(context_.model, context_.operation), what, "", 0, found);
    std::stable_sort(found.begin(), found.end(), [](const std::string& a, const std::string& b) {
      return std::count(a.begin(), a.end(), '/') < std::count(b.begin(), b.end(), '/');
    });
    return found;
  }

  void look(const Shape& shape, const std::string& what, const std::string& at, int level,
            std::vector<std::string>& found) const {
    for (const Member& member : shape.members) {
      const std::string pointer = core::pointer_join(at, member.name);
      const Shape& target = contract::target_of(context_.model, member);
      // "includeValues" of many: "value" of each.
      const bool same =
          core::equal_ignoring_case(member.name, what) || core::equal_ignoring_case(member.name + "s", what);
      // A list of a thing may have nothing in it, and then be absent.
      const bool nested = at.find("/*") != std::string::npos;
      const bool many = target.type == ShapeType::list || target.type == ShapeType::map;
      if (same && !(nested && many)) found.push_back(pointer);
      if (level == most_levels) continue;
      if (target.type == ShapeType::structure) look(target, what, pointer, level + 1, found);
      if (target.type != ShapeType::list || target.members.empty() || nested) continue;
      const Shape& item = contract::target_of(context_.model, target.members.front());
      if (item.type == ShapeType::structure) look(item, what, pointer + "/*", level + 1, found);
    }
  }

  void offer(const Member& member, const std::string& what, const Json& value,
             const std::vector<std::string>& places) {
    const std::string promise = behaviour_promise(id_, "returned", member.name);
    want(promise, Depth::quick, {}, [=, this, &member]() -> Wanted::Result {
      Listed none{.evidence = fmt::format("names: {} asks for {}", member.name, what)};
      Case test = about("returned-" + member.name, promise, none);
      test.title = fmt::format("{} {}", member.name, core::dump(value));
      test.provoke = Provocation::none;
      test.expect = {Outcome{}};
      test.send[member.name] = value;
      arrange_one(test);
      test.claims = {{.kind = Claim::Kind::shown, .promise = promise, .at = places, .weak = true}};
      test.control = {{.op = "replace", .path = "", .value = *base_->document}};
      check(test, none);
      context_.assess(test);
      return {.test = std::move(test), .problem = {}};
    });
  }

  // Something is there to be listed.
  void arrange_one(Case& test) const {
    const auto maker = names_.makers().find(noun_);
    if (kind_ != names::Kind::list || maker == names_.makers().end()) return;
    const ResourceRecipe* recipe = recipe_of(*maker->second);
    if (recipe && !recipe->remove.empty())
      join_steps(test.arrange, making_of(context_, *maker->second, *recipe));
  }
};

}  // namespace

std::vector<Wanted> returned_cases(Context& context, const names::Names& names) {
  return wanted_by<ReturnedCases>(context, names);
}

}  // namespace hallmark::plan
