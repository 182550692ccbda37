#include "plan/kinds/selected_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "contract/usage.h"
#include "core/text.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/arranged.h"
#include "plan/context/between_calls.h"
#include "plan/values/nouns.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;
using names::Kind;
using names::MemberWord;

constexpr const char* asked_for = "askedFor";  // the variable of what an item shows

class SelectedCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    if ((kind_ != Kind::list && kind_ != Kind::read) || !ready()) return {};
    if (find_items()) {
      for (const Member& member : input().members) selected(member);
    }
    grouped();
    return take();
  }

 private:
  [[nodiscard]] const Shape& input() const { return input_of(context_.model, context_.operation); }

  // The one list of structures in an answer that has nothing else to tell: where it tells of one thing, too,
  // the request's identifiers are of that.
  bool find_items() {
    for (const Member& member : output_of(context_.model, context_.operation).members) {
      const Shape& list = contract::target_of(context_.model, member);
      const bool tells = is_text(list.type) || list.type == ShapeType::structure;
      if (tells && !names_.words().is_about_paging(member.name)) return false;
      if (list.type != ShapeType::list || list.members.empty()) continue;
      const Shape& item = contract::target_of(context_.model, list.members.front());
      if (item.type != ShapeType::structure) continue;
      if (item_) return false;
      items_ = core::pointer_join("", member.name);
      item_ = &item;
    }
    return item_ != nullptr;
  }

  // An optional identifier that the items have under the same name, or a list of such. Where a list begins is
  // no such thing.
  [[nodiscard]] const Member* shown_as(const Member& member) const {
    const auto& words = names_.words();
    const auto identifier = words.identifier(member.name);
    if (must_be_given(member) || base_->document->contains(member.name) || !identifier ||
        words.is_about_paging(member.name) || is_list(member) != identifier->plural)
      return nullptr;
    const std::string one = identifier->plural ? identifier->stem + identifier->ending : member.name;
    for (const Member& shown : item_->members) {
      if (upper_first(shown.name) == upper_first(one) &&
          is_text(contract::target_of(context_.model, shown).type))
        return &shown;
    }
    return nullptr;
  }

  [[nodiscard]] bool is_list(const Member& member) const {
    return contract::target_of(context_.model, member).type == ShapeType::list;
  }

  void selected(const Member& member) {
    const Member* shown = shown_as(member);
    if (!shown) return;
    const std::string promise = behaviour_promise(id_, "filters", member.name);
    want(promise, Depth::normal, {}, [=, this, &member]() -> Wanted::Result {
      Case test = context_.blank({Group::Kind::behaviour, {}}, "selected-" + member.name);
      test.title = fmt::format("{} as one of all items shows it", member.name);
      test.promises = {promise};
      test.provoke = Provocation::none;
      test.expect = {Outcome{}};
      two_things(test);
      test.arrange.push_back({.call = test.operation,
                              .with = *base_->document,
                              .keep = {{asked_for, items_ + "/0" + core::pointer_join("", shown->name)}}});
      test.send = *base_->document;
      const Json asked = fmt::format("${{{}}}", asked_for);
      test.send[member.name] = is_list(member) ? Json::array({asked}) : asked;
      test.claims.push_back({.kind = Claim::Kind::everywhere,
                             .promise = promise,
                             .at = {items_ + "/*" + core::pointer_join("", shown->name)},
                             .value = asked,
                             .weak = true});
      test.behaviour = {
          .kind = "filters",
          .evidence = fmt::format("names: items have {}, which the request may give", shown->name),
          .stated = false};
      return {.test = std::move(test), .problem = {}};
    });
  }

  // Two of what is listed, where something makes it, so that there is something to be left out.
  void two_things(Case& test) const {
    const auto maker = names_.makers().find(noun_);
    const ResourceRecipe* recipe = maker == names_.makers().end() ? nullptr : recipe_of(*maker->second);
    if (!recipe || recipe->remove.empty() || maker->second == &context_.operation) return;
    std::vector<Step> steps = making_of(context_, *maker->second, *recipe);
    Step second = steps.back();
    second.keep.clear();
    for (const auto& [variable, pointer] : recipe->keep) second.keep[variable + ".2"] = pointer;
    join_steps(test.arrange, steps);
    test.arrange.push_back(std::move(second));
  }

  // ---- groups ----

  [[nodiscard]] const Member* member_that_says(MemberWord word, const Shape& shape) const {
    const auto found = std::find_if(shape.members.begin(), shape.members.end(), [&](const Member& member) {
      return names_.words().rest_of(word, member.name) == "";
    });
    return found == shape.members.end() ? nullptr : &*found;
  }

  // The list of structures of one text each: "CommonPrefixes": [{"Prefix": …}].
  [[nodiscard]] const Member* groups() const {
    for (const Member& member : output_of(context_.model, context_.operation).members) {
      const Shape& list = contract::target_of(context_.model, member);
      if (list.type != ShapeType::list || list.members.empty()) continue;
      const Shape& item = contract::target_of(context_.model, list.members.front());
      if (item.members.size() == 1 && member_that_says(MemberWord::beginning, item)) return &member;
    }
    return nullptr;
  }

  // "Key" of what is put, given by the caller: its maker, the recipe and the member.
  struct Named {
    const Operation* maker = nullptr;
    const ResourceRecipe* recipe = nullptr;
    const Member* name = nullptr;
    std::string variable;
  };

  // What is listed has a name of the caller's: the making's and the item's only identifier that is fresh.
  [[nodiscard]] std::optional<Named> named_things(const Shape& item) const {
    for (const auto& [noun, maker] : names_.makers()) {
      const ResourceRecipe* recipe = recipe_of(*maker);
      if (!recipe || recipe->remove.empty() || !core::equal_ignoring_case(item.name(), noun)) continue;
      for (const auto& [variable, pointer] : recipe->keep) {
        const std::string name = pointer.substr(pointer.rfind('/') + 1);
        const Member* given = input_of(context_.model, *maker).member(name);
        if (given && must_be_given(*given) && item.member(name))
          return Named{.maker = maker, .recipe = recipe, .name = given, .variable = variable};
      }
    }
    return std::nullopt;
  }

  void grouped() {
    const Member* delimiter = member_that_says(MemberWord::delimiter, input());
    const Member* groups = this->groups();
    const Member* size = names_.page_size(context_.operation);
    const auto pages = contract::pagination(context_.model, context_.operation);
    if (!delimiter || !groups || !size || !pages) return;
    std::optional<Named> things;
    for (const Member& member : output_of(context_.model, context_.operation).members) {
      const Shape& list = contract::target_of(context_.model, member);
      if (list.type == ShapeType::list && !list.members.empty() && !things)
        things = named_things(contract::target_of(context_.model, list.members.front()));
    }
    if (!things) return;
    Walk walk{.items = core::pointer_join("", groups->name), .page_size = 1};
    if (!add_tokens(*pages, walk)) return;
    const std::string promise = behaviour_promise(id_, "pages", delimiter->name);
    want(promise, Depth::quick, {},
         [=, this]() -> Wanted::Result { return groups_of(*delimiter, *size, *things, walk, promise); });
  }

  [[nodiscard]] static bool add_tokens(const contract::Pagination& pages, Walk& walk) {
    if (pages.input_tokens.size() != pages.output_tokens.size()) return false;
    for (const std::string& path : pages.output_tokens) {
      std::string pointer;
      for (const std::string& part : contract::plain_path(path)) pointer = core::pointer_join(pointer, part);
      if (pointer.empty()) return false;
      walk.output_tokens.push_back(pointer);
    }
    walk.input_tokens = pages.input_tokens;
    return true;
  }

  // Three groups of two names each, one group on a page; a name that ends with the delimiter is its group's.
  [[nodiscard]] Wanted::Result groups_of(const Member& delimiter, const Member& size, const Named& things,
                                         const Walk& walk, const std::string& promise) const {
    Case test = context_.blank({Group::Kind::behaviour, {}}, "grouped");
    test.title = "three groups of names, one on a page";
    test.promises = {promise};
    test.provoke = Provocation::none;
    test.expect = {Outcome{}};
    test.send = *base_->document;
    test.send[delimiter.name] = "/";
    test.send[size.name] = 1;
    test.walk = walk;
    std::vector<Step> steps = making_of(context_, *things.maker, *things.recipe);
    const Step each = steps.back();
    steps.pop_back();
    join_steps(test.arrange, steps);
    for (int group = 1; group <= 3; ++group) {
      for (const char* rest : {"", "more"}) {
        Step step = each;
        step.with[things.name->name] = fmt::format("${{unique.group{}}}/{}", group, rest);
        step.keep.clear();
        for (const auto& [variable, pointer] : each.keep)
          step.keep[fmt::format("{}.{}{}", variable, group, rest)] = pointer;
        test.arrange.push_back(std::move(step));
      }
      test.walk->once.push_back(fmt::format("{}.{}", things.variable, group));
    }
    test.behaviour = {
        .kind = "pages",
        .evidence = fmt::format("names: {} groups what {} lists", delimiter.name, context_.operation.name()),
        .stated = false};
    return {.test = std::move(test), .problem = {}};
  }

  std::string items_;
  const Shape* item_ = nullptr;
};

}  // namespace

std::vector<Wanted> selected_cases(Context& context, const names::Names& names) {
  return wanted_by<SelectedCases>(context, names);
}

}  // namespace hallmark::plan
