#include "plan/kinds/paged_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "contract/usage.h"
#include "core/text.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/walk_items.h"
#include "plan/context/between_calls.h"
#include "plan/context/feeding.h"
#include "plan/context/paging.h"
#include "plan/kinds/list_cases.h"
#include "plan/values/nouns.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::ShapeType;
using names::Kind;

constexpr std::size_t most_followed = 10;  // pages of what others have made
constexpr std::size_t most_fed = 6;        // things that are made without being known to cost nothing

class PagedCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    if ((kind_ != Kind::list && kind_ != Kind::read) || !ready()) return {};
    const auto pages = contract::pagination(context_.model, context_.operation);
    if (!pages) return {};
    paging_ = paging_of(context_, names_);
    if (paging_.walk.input_tokens.empty() || !paging_.size || !find_items(*pages)) return {};
    const std::string promise = behaviour_promise(id_, "pages");
    whole_ = without_what_is_listed();
    size_ = least_page(context_, *paging_.size);
    want(promise, Depth::quick, {}, [this, promise]() -> Wanted::Result {
      Case test = about_pages("pages-of-all", promise);
      test.title = fmt::format("whatever is there on pages of {}, and all at once", size_);
      return framed(std::move(test));
    });
    if (size_ < most_fed && (!lists_what_is_made(context_, names_) || are_few())) fed(promise);
    return take();
  }

 private:
  // The list that the paginator tells of.
  bool find_items(const contract::Pagination& pages) {
    const auto& output = output_of(context_.model, context_.operation);
    for (const std::string& path : pages.items) {
      const std::string pointer = pointer_of_path(path);
      const contract::Spot spot =
          pointer.empty() ? contract::Spot{} : spot_of(context_.model, output, pointer);
      if (!spot.shape || spot.shape->type != ShapeType::list || spot.shape->members.empty()) continue;
      paging_.walk.items = pointer;
      return true;
    }
    return false;
  }

  // So few may be made that three are too many (IAM: two access keys).
  [[nodiscard]] bool are_few() const {
    const auto maker = names_.makers().find(noun_);
    return maker != names_.makers().end() &&
           !names_.exceptions(*maker->second, names::ErrorClass::limit).empty();
  }

  // The base request, but for what it need not give and what names one of those that are listed.
  [[nodiscard]] Json without_what_is_listed() const {
    Json whole = *base_->document;
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      if (must_be_given(member) || !whole.contains(member.name)) continue;
      const auto made = made_by_.find(given_variable(member));
      const bool one_of_them =
          made != made_by_.end() && lists_things_called(context_, names_, paging_.walk.items, made->second);
      if (one_of_them || member.name == paging_.size->name) whole.erase(member.name);
    }
    return whole;
  }

  [[nodiscard]] Case about_pages(const std::string& name, const std::string& promise) const {
    Case test = context_.blank({Group::Kind::behaviour, {}}, name);
    test.promises = {promise};
    test.expect = {Outcome{}};
    test.walk = paging_.walk;
    test.walk->page_size = size_;
    test.walk->most_pages = most_followed;
    test.send = whole_;
    test.send[paging_.size->name] = size_as_taken(context_, *paging_.size, size_);
    test.behaviour = {.kind = "pages", .evidence = "the paginator of the operation", .stated = false};
    return test;
  }

  // All at once, before and after.
  [[nodiscard]] Wanted::Result framed(Case test) const {
    test.arrange.push_back({.call = test.operation, .with = whole_, .keep = {{at_once, ""}}});
    test.then.push_back({.call = test.operation, .with = whole_, .keep = {{at_once_again, ""}}});
    context_.assess(test);
    return {.test = std::move(test), .problem = {}};
  }

  // Things that another operation adds, one more than fits on a page.
  void fed(const std::string& promise) {
    auto steps = feeding(context_, names_, paging_.walk.items, whole_, size_ + 1);
    if (!steps) return;
    want(promise, Depth::quick, {}, [this, promise, steps = *std::move(steps)]() -> Wanted::Result {
      Case test = about_pages("pages-of-added", promise);
      test.title =
          fmt::format("{} times {} on pages of {}, and all at once", size_ + 1, steps.back().call, size_);
      test.behaviour.evidence += fmt::format("; names: {} adds to what it lists", steps.back().call);
      test.arrange = steps;
      return framed(std::move(test));
    });
  }

  Paging paging_;
  Json whole_;
  std::size_t size_ = 1;
};

}  // namespace

std::vector<Wanted> paged_cases(Context& context, const names::Names& names) {
  return wanted_by<PagedCases>(context, names);
}

}  // namespace hallmark::plan
