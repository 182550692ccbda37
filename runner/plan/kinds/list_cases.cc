#include "plan/kinds/list_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "contract/usage.h"
#include "core/text.h"
#include "names/calls.h"
#include "names/dangers.h"
#include "names/signs.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/paging.h"
#include "plan/values/nouns.h"
#include "plan/values/values.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;
using names::Kind;
using names::MemberWord;

constexpr std::size_t usual_page = 2;
constexpr std::size_t most_followed = 10;  // pages of what others have made
// Where the smallest page is larger than `most_made`, two things are listed, too; more than fit are made only
// of what is there at once and costs nothing.
constexpr std::size_t most_made = 6;
constexpr std::size_t most_cheap = 21;

std::string last_token(const std::string& pointer) { return pointer.substr(pointer.rfind('/') + 1); }

class ListCases {
 public:
  ListCases(Context& context, const names::Names& names)
      : context_(context), names_(names), id_(operation_id(context.model, context.operation)) {}

  std::vector<Wanted> all() {
    base_ = context_.base();
    if (!base_) return {};
    if (!lists_what_is_made()) {
      want_end();
      return std::move(wanted_);
    }
    find_tokens();
    const std::size_t size = page_size_ != nullptr && !walk_.input_tokens.empty() ? smallest_page() : 0;
    if (size == 0 || size >= most_made) want("listed", Depth::quick, [this] { return listed(); });
    if (size != 0 && size < (is_cheap() ? most_cheap : most_made))
      want("pages", Depth::quick, [this] { return pages(); });
    // What is asked for by its name may be shown as gone.
    const names::Verb* removal = names_.words().verb_of(recipe_->remove.back().call);
    if (!asked_.empty()) return std::move(wanted_);
    if (!removal || removal->sure) want("unlisted", Depth::normal, [this] { return unlisted(); });
    return std::move(wanted_);
  }

  bool lists_made() {
    base_ = context_.base();
    return base_ && lists_what_is_made();
  }

 private:
  using Result = Wanted::Result;

  // An operation makes what the list shows, and another removes it.
  bool lists_what_is_made() {
    if (names_.kind_of(context_.operation) != Kind::list) return false;
    const auto maker = names_.makers().find(names_.noun_of(context_.operation));
    if (maker == names_.makers().end()) return false;
    noun_ = maker->first;
    maker_ = maker->second;
    const auto recipe =
        std::find_if(context_.suite.resources.begin(), context_.suite.resources.end(),
                     [&](const auto& each) { return each.second.create_call == maker_->name(); });
    if (recipe == context_.suite.resources.end() || recipe->second.remove.empty()) return false;
    recipe_ = &recipe->second;
    return find_items() && find_identity() && find_asked();
  }

  // Whatever is there: the tokens that answers give are taken, and come to an end.
  void want_end() {
    walk_ = {};
    stated_ = false;
    const auto pages = contract::pagination(context_.model, context_.operation);
    const Kind kind = names_.kind_of(context_.operation);
    if (!pages || (kind != Kind::list && kind != Kind::read)) return;
    find_tokens();
    if (walk_.input_tokens.empty()) return;
    walk_.most_pages = most_followed;
    want("pages", Depth::quick, [this] {
      Case test = context_.blank({Group::Kind::behaviour, {}}, "pages-end");
      test.title = "page after page, of whatever is there";
      test.promises = {behaviour_promise(id_, "pages")};
      test.expect = {Outcome{}};
      test.send = *base_->document;
      test.walk = walk_;
      test.behaviour = {.kind = "pages", .evidence = "the paginator of the operation", .stated = false};
      // Where nothing is answered there is nothing to be followed.
      test.control = {{.op = "replace", .path = "", .value = test.send}};
      test.base_key = context_.key_of(test.send);
      context_.assess(test);
      return Result{.test = std::move(test), .problem = {}};
    });
  }

  void want(const std::string& kind, Depth depth, std::function<Result()> make) {
    wanted_.push_back({.key = behaviour_promise(id_, kind), .depth = depth, .make = std::move(make)});
  }

  // ---- what the list looks like ----

  // The list in the output that carries the things: by the paginator, by its name, or because it is the only
  // one.
  bool find_items() {
    const Shape& output = output_of(context_.model, context_.operation);
    if (const auto pages = contract::pagination(context_.model, context_.operation)) {
      stated_ = true;
      for (const std::string& path : pages->items) {
        const std::string pointer = pointer_of_path(path);
        if (pointer.empty() || !take_items(contract::spot_of(context_.model, output, pointer).member))
          continue;
        walk_.items = pointer;
        return true;
      }
    }
    const Member* found = nullptr;
    std::size_t lists = 0;
    for (const Member& member : output.members) {
      if (contract::target_of(context_.model, member).type != ShapeType::list) continue;
      ++lists;
      const bool named = core::to_lower(member.name).find(core::to_lower(noun_)) != std::string::npos;
      if (!found || named) found = &member;
    }
    if (!found || (lists > 1 && core::to_lower(found->name).find(core::to_lower(noun_)) == std::string::npos))
      return false;
    walk_.items = core::pointer_join("", found->name);
    return take_items(found);
  }

  bool take_items(const Member* list) {
    if (!list) return false;
    const Shape& shape = contract::target_of(context_.model, *list);
    if (shape.type != ShapeType::list || shape.members.empty()) return false;
    item_ = &contract::target_of(context_.model, shape.members.front());
    list_name_ = list->name;
    return true;
  }

  // The kept variable whose value an item shows, and that tells one thing from the next.
  bool find_identity() {
    keep_ = recipe_->keep;
    for (const auto& [variable, pointer] : keep_) {
      if (!is_its_own(last_token(pointer)) || !shows(last_token(pointer))) continue;
      identity_ = variable;
      return true;
    }
    return find_answered();
  }

  // What items show is in the maker's answer, though its removal needs it not: "clusterArns" of clusters that
  // are removed by name.
  bool find_answered() {
    // Asked for by one that was made like these ("LayerName" of its versions), it lists that one's alone.
    const auto arranged = context_.suite.arrange.find(std::string(context_.operation.name()));
    const bool of_one = arranged != context_.suite.arrange.end() &&
                        std::any_of(arranged->second.begin(), arranged->second.end(),
                                    [&](const Step& step) { return step.call == maker_->name(); });
    if (of_one) return false;
    std::vector<std::string> shown;
    if (item_->type == ShapeType::structure) {
      for (const Member& member : item_->members) {
        if (is_text(contract::target_of(context_.model, member).type)) shown.push_back(member.name);
      }
    } else if (is_text(item_->type)) {
      shown = names_.words().singulars(list_name_);
    }
    for (const std::string& name : shown) {
      const auto identifier = names_.words().identifier(name);
      const bool of_it = identifier && !identifier->plural &&
                         (identifier->stem.empty() || core::equal_ignoring_case(identifier->stem, noun_));
      if (!of_it) continue;
      const auto source = find_source(names_, *maker_, noun_, name, nullptr);
      if (!source || !is_its_own(last_token(*source)) || !shows(last_token(*source))) continue;
      identity_ = "listed" + upper_first(name);
      keep_[identity_] = *source;
      return true;
    }
    return false;
  }

  // Lists of what is asked for: only that comes, so all of it is named. False where one thing is asked for,
  // or things that nobody has made.
  bool find_asked() {
    for (const auto& [member, value] : base_->document->items()) {
      const auto used = variables_in(value);
      const auto identifier = names_.words().identifier(member);
      if (identifier && identifier->plural && value.is_array() && used.empty()) return false;
      if (narrows(member, value)) return false;
      const bool names_it = std::any_of(used.begin(), used.end(), [&](const std::string& name) {
        const auto kept = recipe_->keep.find(std::string(kept_name(name)));
        return kept != recipe_->keep.end() && is_its_own(last_token(kept->second));
      });
      if (!names_it) continue;
      if (!value.is_array() || value.size() != 1) return false;
      asked_.push_back(member);
    }
    return true;
  }

  // A value of our own invention that the things were not made with (a search's filter) leaves out whom it
  // likes.
  [[nodiscard]] bool narrows(const std::string& member, const Json& value) const {
    const Member* given = input_of(context_.model, context_.operation).member(member);
    const auto used = variables_in(value);
    const bool invented = std::all_of(used.begin(), used.end(), is_generated);
    if (!given || !invented || (value.is_structured() && value.empty())) return false;
    const Shape& shape = contract::target_of(context_.model, *given);
    const bool open = value.is_structured() || (is_text(shape.type) && contract::enum_values(shape).empty());
    if (!open || given == page_size_ || given == names_.page_size(context_.operation)) return false;
    const Json made_with = maker_input(nullptr).value_or(Json::object());
    const auto shared = made_with.find(member);
    return shared == made_with.end() || *shared != value;
  }

  // What the making was given is the thing's own only where it is fresh each time: the rest is its parent's.
  [[nodiscard]] bool is_its_own(const std::string& kept) const {
    const Json input = maker_input(nullptr).value_or(Json::object());
    const auto given = input.find(kept);
    if (given == input.end()) return true;
    const auto used = variables_in(*given);
    return std::any_of(used.begin(), used.end(), is_generated);
  }

  [[nodiscard]] bool shows(const std::string& kept) const {
    const auto names = answer_names(names_.words(), kept, noun_);
    if (item_->type == ShapeType::structure) {
      return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        const Member* member = item_->member(name);
        return member && is_text(contract::target_of(context_.model, *member).type) &&
               same_meaning(kept, name);
      });
    }
    if (!is_text(item_->type)) return false;
    const auto wanted = names_.words().identifier(kept);
    const auto given = names_.words().identifier(list_name_);
    if (!given || !wanted) return true;
    // "PolicyNames" of a group's policies are no "GroupName".
    return wanted->meaning == given->meaning &&
           (wanted->stem.empty() || core::equal_ignoring_case(wanted->stem, given->stem) ||
            noun_.ends_with(wanted->stem));
  }

  // An ARN is no name, whatever else is alike.
  [[nodiscard]] bool same_meaning(const std::string& kept, const std::string& shown) const {
    const auto a = names_.words().identifier(kept), b = names_.words().identifier(shown);
    return !a || !b || a->meaning == b->meaning;
  }

  void find_tokens() {
    Paging paging = paging_of(context_, names_);
    walk_.input_tokens = std::move(paging.walk.input_tokens);
    walk_.output_tokens = std::move(paging.walk.output_tokens);
    walk_.more = std::move(paging.walk.more);
    page_size_ = paging.size;
    if (walk_.input_tokens.empty()) find_more(output_of(context_.model, context_.operation));
  }

  // A list that says that it goes on, and not how: nothing is missing there.
  void find_more(const Shape& output) {
    for (const Member& member : output.members) {
      if (contract::target_of(context_.model, member).type == ShapeType::boolean &&
          names::says_that_more_follows(member.name))
        walk_.more = core::pointer_join("", member.name);
    }
    if (!page_size_) page_size_ = names_.page_size(context_.operation);
  }

  // The things are there at once, as they have no state, and many of them cost nothing.
  [[nodiscard]] bool is_cheap() const {
    const std::string& service = context_.model.slug;
    const bool has_state = std::any_of(
        item_->members.begin(), item_->members.end(),
        [&](const Member& member) { return names_.words().says(MemberWord::state, member.name); });
    if (has_state) return false;
    return names::Dangers::standard().of(service, maker_->name()) == nullptr &&
           names::Calls::standard().settled(service, maker_->name()) == nullptr &&
           !context_.suite.arrange.contains(std::string(maker_->name()));
  }

  [[nodiscard]] std::size_t smallest_page() const {
    return std::max(usual_page, least_page(context_, *page_size_));
  }

  // ---- cases ----

  [[nodiscard]] Case about(const std::string& kind, const std::string& name) const {
    Case test = context_.blank({Group::Kind::behaviour, {}}, name);
    test.promises = {behaviour_promise(id_, kind)};
    test.expect = {Outcome{}};
    test.send = *base_->document;
    name_the_parent(test.send);
    test.walk = walk_;
    test.behaviour = {.kind = kind,
                      .evidence = stated_ ? "the paginator of the operation"
                                          : fmt::format("names: {} makes what it lists", maker_->name()),
                      .stated = stated_};
    return test;
  }

  // A list that may be asked of one parent is asked of the one that the things are made in: whoever is not
  // told may take another one (IAM: the caller's user).
  void name_the_parent(Json& send) const {
    const Json made_with = maker_input(nullptr).value_or(Json::object());
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      const auto parent = made_with.find(member.name);
      if (send.contains(member.name) || parent == made_with.end()) continue;
      const auto used = variables_in(*parent);
      const bool made = !used.empty() && std::none_of(used.begin(), used.end(), is_generated);
      if (made && names_.words().is_identifier(member.name)) send[member.name] = *parent;
    }
  }

  // What the maker is given each time; nullopt with the problem (may be null) where nobody knows.
  [[nodiscard]] std::optional<Json> maker_input(std::string* problem) const {
    const Values values(context_.model, context_.protocol, maker_, context_.suite.values);
    const auto base = context_.suite.base.find(std::string(maker_->name()));
    ValueOptions options;
    if (base != context_.suite.base.end()) options.given = &base->second;
    auto with = values.structure(input_of(context_.model, *maker_), "arrange " + std::string(maker_->name()),
                                 options);
    if (!with.value && base == context_.suite.base.end()) {
      if (problem) *problem = with.problem;
      return std::nullopt;
    }
    Json input = with.value.value_or(Json::object());
    if (base != context_.suite.base.end()) {
      for (const auto& [member, value] : base->second.items()) input[member] = value;
    }
    return input;
  }

  // A fresh name that the body repeats (S3: the Id of a configuration, in the query and in it) is one name,
  // and another for each thing.
  [[nodiscard]] static Json named_once(Json input, std::size_t i) {
    for (auto& [member, value] : input.items()) {
      const auto used = variables_in(value);
      const auto fresh = std::find_if(used.begin(), used.end(), is_generated);
      if (!value.is_string() || fresh == used.end()) continue;
      const std::size_t dot = fresh->find('.');
      const Json one = core::replace_all(value.get<std::string>(), "${" + *fresh + "}",
                                         fmt::format("${{{}.listed{}}}", fresh->substr(0, dot), i));
      bool repeated = dot != std::string::npos;
      for (auto& [other, part] : input.items()) {
        if (!part.is_object() || !part.contains(member) || !part.at(member).is_string()) continue;
        part[member] = one;
        repeated = true;
      }
      if (repeated) value = one;
    }
    return input;
  }

  // The steps that make `count` things, after whatever the list and the making need.
  [[nodiscard]] std::optional<std::vector<Step>> making(std::size_t count, std::string* problem) const {
    std::vector<Step> steps;
    for (const std::string_view call : {context_.operation.name(), maker_->name()}) {
      const auto arranged = context_.suite.arrange.find(std::string(call));
      if (arranged == context_.suite.arrange.end()) continue;
      for (const Step& step : arranged->second) {
        const auto there = std::find_if(steps.begin(), steps.end(),
                                        [&](const Step& each) { return each.call == step.call; });
        if (there == steps.end()) {
          steps.push_back(step);
        } else {
          there->keep.insert(step.keep.begin(), step.keep.end());
        }
      }
    }
    const auto input = maker_input(problem);
    if (!input) return std::nullopt;
    for (std::size_t i = 1; i <= count; ++i) {
      Step step{.call = std::string(maker_->name()), .with = named_once(*input, i), .creates = recipe_->name};
      for (const auto& [variable, pointer] : keep_) step.keep[numbered(variable, i)] = pointer;
      steps.push_back(std::move(step));
    }
    return steps;
  }

  static std::string numbered(const std::string& variable, std::size_t i) {
    return fmt::format("{}.{}", variable, i);
  }

  [[nodiscard]] Result with_things(Case test, std::size_t count) const {
    std::string problem;
    auto steps = making(count, &problem);
    if (!steps) return {.test = {}, .problem = problem};
    test.arrange = *std::move(steps);
    for (const std::string& member : asked_) {
      const Json one = test.send.at(member).front();
      test.send[member] = Json::array();
      for (std::size_t i = 1; i <= count; ++i) test.send[member].push_back(renumbered(one, i));
    }
    for (std::size_t i = 1; i <= count; ++i) test.walk->once.push_back(numbered(identity_, i));
    return {.test = std::move(test), .problem = {}};
  }

  [[nodiscard]] Result pages() const {
    const std::size_t size = smallest_page();
    Case test = about("pages", "pages");
    test.title = fmt::format("{} things on pages of {}", size + 1, size);
    test.send[page_size_->name] = size_as_taken(context_, *page_size_, size);
    test.walk->page_size = size;
    test.promises.push_back(behaviour_promise(id_, "listed"));
    return with_things(std::move(test), size + 1);
  }

  [[nodiscard]] Result listed() const {
    Case test = about("listed", "listed");
    test.title = "two things that were just made";
    return with_things(std::move(test), 2);
  }

  [[nodiscard]] Result unlisted() const {
    Case test = about("unlisted", "not-listed-when-gone");
    test.title = "a thing that was made and removed";
    test.behaviour.stated = false;  // many lists show what is gone for a while
    auto made = with_things(std::move(test), 1);
    if (!made.test) return made;
    made.test->walk->never = std::exchange(made.test->walk->once, {});
    for (Step step : recipe_->remove) {
      step.with = renumbered(step.with, 1);
      made.test->arrange.push_back(std::move(step));
    }
    return made;
  }

  // What is said of the thing, said of the i-th.
  [[nodiscard]] Json renumbered(const Json& value, std::size_t i) const {
    if (value.is_string()) {
      std::string text = value.get<std::string>();
      for (const auto& [variable, pointer] : recipe_->keep)
        text = core::replace_all(text, "${" + variable + "}", "${" + numbered(variable, i) + "}");
      return text;
    }
    Json result = value;
    if (value.is_structured()) {
      for (Json& part : result) part = renumbered(part, i);
    }
    return result;
  }

  Context& context_;
  const names::Names& names_;
  std::string id_, noun_, identity_, list_name_;
  std::vector<std::string> asked_;
  std::map<std::string, std::string> keep_;  // of each making: the recipe's, and what the items show
  const Operation* maker_ = nullptr;
  const ResourceRecipe* recipe_ = nullptr;
  const Base* base_ = nullptr;
  const Shape* item_ = nullptr;
  const Member* page_size_ = nullptr;
  bool stated_ = false;
  Walk walk_;
  std::vector<Wanted> wanted_;
};

}  // namespace

std::vector<Wanted> list_cases(Context& context, const names::Names& names) {
  return wanted_by<ListCases>(context, names);
}

bool lists_what_is_made(Context& context, const names::Names& names) {
  return ListCases(context, names).lists_made();
}

}  // namespace hallmark::plan
