#include "plan/values/nouns.h"

#include <algorithm>
#include <deque>

#include "core/text.h"
#include "plan/values/shapes.h"

namespace hallmark::plan {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;

namespace {

constexpr std::size_t max_search = 4;
// Whether a value of one is a value of the other, so far as types tell. Nothing said: a text.
bool alike(const Shape& shape, const Shape* target) {
  if (!target || is_text(target->type)) return is_text(shape.type) || (target && is_number(shape.type));
  return is_number(target->type) ? is_number(shape.type) : shape.type == target->type;
}

bool is_generic(const Shape& shape) {
  return !is_text(shape.type) || names::Knowledge::standard().says(names::MemberWord::nothing, shape.name());
}

// Where a value for a member is found after a resource was made: a pointer into the answer or, for names that
// the caller gives, into the request.
class SourceFinder {
 public:
  SourceFinder(const names::Names& names, const Operation& create, const std::string& noun,
               const Accepts& accepts)
      : words_(names.words()),
        model_(names.model()),
        output_(output_of(names.model(), create)),
        input_(input_of(names.model(), create)),
        noun_(noun),
        accepts_(accepts),
        lists_what_it_made_(words_.makes_new(create.name())) {}

  // `target`: the member's shape, where it says something; null otherwise.
  [[nodiscard]] std::optional<std::string> find(const std::string& member, const Shape* target) const {
    const auto names = answer_names(words_, member, noun_);
    for (const auto& name : names) {
      const auto named = [&](const Member& each, const Shape& shape) {
        return upper_first(each.name) == upper_first(name) && alike(shape, target);
      };
      // What the caller gives is surer than what stands in some other part of the answer.
      if (auto found = in_output(named, false)) return found;
      if (auto found = in_input(name, target)) return found;
      if (name != names.front()) continue;
      if (auto found = in_output(named, true)) return found;
    }
    if (!target || is_generic(*target)) return std::nullopt;
    return in_output([&](const Member&, const Shape& shape) { return &shape == target; }, true);
  }

 private:
  struct Stop {
    const Shape* shape;
    std::string pointer;
    std::size_t depth;
    bool own;           // at the root, or in the structure of the noun itself
    bool echo = false;  // settings as they were sent: of these only what must be given is surely answered
  };

  // Nearest to the root first, the noun's own structure before others (`anywhere`: those too). Inside lists
  // nothing is looked for, because which item it would be is not known; but what was just made is the first
  // of a list of its kind.
  [[nodiscard]] std::optional<std::string> in_output(
      const std::function<bool(const Member&, const Shape&)>& fits, bool anywhere) const {
    std::optional<std::string> elsewhere;
    std::deque<Stop> queue{{&output_, "", 0, true}};
    while (!queue.empty()) {
      const auto stop = queue.front();
      queue.pop_front();
      if (stop.depth >= max_search) continue;
      for (const auto& member : stop.shape->members) {
        if (echoes_an_option(member)) continue;
        const auto& inner = contract::target_of(model_, member);
        auto pointer = core::pointer_join(stop.pointer, member.name);
        const bool scalar = inner.type != ShapeType::structure && inner.type != ShapeType::list &&
                            inner.type != ShapeType::map && inner.type != ShapeType::union_shape;
        if (scalar && (!stop.echo || must_be_given(member)) && fits(member, inner) && accepted(pointer)) {
          if (stop.own) return pointer;
          if (!elsewhere) elsewhere = pointer;
        }
        const Shape* next = inner.type == ShapeType::structure ? &inner : nullptr;
        if (inner.type == ShapeType::list && stop.depth == 0 && lists_what_it_made_ &&
            inner.member("member")) {
          next = &contract::target_of(model_, *inner.member("member"));
          if (next->type != ShapeType::structure || !is_noun(member.name)) next = nullptr;
          pointer = core::pointer_join(pointer, std::size_t{0});
        }
        if (!next) continue;
        const bool same = is_noun(member.name) || is_noun(next->name()) || is_summary(member.name) ||
                          (stop.depth == 0 && output_.members.size() == 1);
        queue.push_back({next, pointer, stop.depth + 1, stop.own && same, stop.echo || is_sent(*next)});
      }
    }
    return anywhere ? elsewhere : std::nullopt;
  }

  // What the caller gives: at the root, or in the one structure that says what the thing is to be.
  [[nodiscard]] std::optional<std::string> in_input(const std::string& name, const Shape* target) const {
    if (auto found = in_request(input_, "", name, target)) return found;
    for (const auto& member : input_.members) {
      const auto& inner = contract::target_of(model_, member);
      if (inner.type != ShapeType::structure || !must_be_given(member) || !is_noun(member.name)) continue;
      if (auto found = in_request(inner, core::pointer_join("", member.name), name, target)) return found;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<std::string> in_request(const Shape& shape, const std::string& above,
                                                      const std::string& name, const Shape* target) const {
    for (const auto& spelling : {name, lower_first(name)}) {
      const auto* member = shape.member(spelling);
      if (!member || !must_be_given(*member) || !alike(contract::target_of(model_, *member), target))
        continue;
      auto pointer = core::pointer_join(above, member->name);
      if (accepted(pointer)) return pointer;
    }
    return std::nullopt;
  }

  [[nodiscard]] bool accepted(const std::string& pointer) const { return !accepts_ || accepts_(pointer); }

  // A structure that the request carries, too.
  [[nodiscard]] bool is_sent(const Shape& shape) const {
    return std::any_of(input_.members.begin(), input_.members.end(),
                       [&](const Member& member) { return &contract::target_of(model_, member) == &shape; });
  }

  [[nodiscard]] bool is_summary(std::string_view name) const {
    return words_.says(names::MemberWord::about_it, name);
  }

  // Answered only when it was sent, and what is not required is not sent.
  [[nodiscard]] bool echoes_an_option(const Member& member) const {
    const auto* given = input_.member(member.name);
    return given && !must_be_given(*given) && !is_noun(member.name) && !contract::is_required(member);
  }

  [[nodiscard]] bool is_noun(std::string_view name) const {
    return !noun_.empty() && core::to_lower(name).find(core::to_lower(noun_)) != std::string::npos;
  }

  const names::Knowledge& words_;
  const Model& model_;
  const Shape& output_;
  const Shape& input_;
  const std::string& noun_;
  const Accepts& accepts_;
  bool lists_what_it_made_;
};

}  // namespace

std::string lower_first(std::string text) {
  if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z')
    text.front() = static_cast<char>(text.front() + 32);
  return text;
}

std::string upper_first(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
    text.front() = static_cast<char>(text.front() - 32);
  return text;
}

bool must_be_given(const Member& member) {
  return contract::is_required(member) || location_of(member) == Location::label;
}

// "Id" of "VoiceConnectorGroupId" stands inside the noun's own structure; If-Match takes an ETag; for an "Id"
// anything else will do that tells one from another.
std::vector<std::string> answer_names(const names::Knowledge& words, const std::string& member,
                                      const std::string& noun) {
  if (words.is_version_tag(member)) return {words.version_tag_source(member)};
  std::vector<std::string> names{member};
  const auto add = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  const auto upper = upper_first(member);
  add(upper);
  add(lower_first(member));
  const auto is = [&](const std::string& name) { return core::equal_ignoring_case(upper, name); };
  for (const std::string& word : words.identifier_words()) {
    if (is(noun + word)) add(word);
    if (upper == word) add(noun + word);
  }
  using names::Meaning;
  const auto identifier = words.identifier(member);
  const bool of_noun = identifier && identifier->meaning == Meaning::id && !identifier->plural &&
                       (identifier->stem.empty() || core::equal_ignoring_case(identifier->stem, noun));
  if (!of_noun && !is(noun)) return names;
  for (const Meaning meaning : {Meaning::id, Meaning::arn, Meaning::name}) {
    const auto all = words.identifier_words(meaning);
    for (const std::string& word : all) add(word);
    for (const std::string& word : all) add(noun + word);
  }
  // The pool's id is a "VideoStreamPool"'s.
  for (const auto& ending : endings_of(noun)) {
    for (const Meaning meaning : {Meaning::id, Meaning::arn}) {
      for (const std::string& word : words.identifier_words(meaning)) add(ending + word);
    }
  }
  return names;
}

bool names_one(const names::Knowledge& words, std::string_view member) {
  const auto identifier = words.identifier(member);
  return identifier && !identifier->plural;
}

bool is_name(const names::Knowledge& words, std::string_view member) {
  const auto identifier = words.identifier(member);
  return identifier && !identifier->plural && identifier->meaning == names::Meaning::name;
}

std::string noun_of_member(const names::Knowledge& words, const std::string& member) {
  const auto identifier = words.identifier(member);
  const bool stem = identifier && !identifier->plural && !identifier->stem.empty();
  return stem ? identifier->stem : upper_first(member);
}

std::string variable_for(const names::Knowledge& words, const std::string& noun, const std::string& member) {
  if (words.is_version_tag(member)) return lower_first(noun) + words.version_tag_source(member);
  const auto upper = upper_first(member);
  return lower_first(upper.starts_with(noun) ? upper : noun + upper);
}

std::vector<std::string> endings_of(const std::string& noun) {
  std::vector<std::string> endings{noun};
  for (std::size_t at = 1; at < noun.size(); ++at) {
    const bool begins = noun[at] >= 'A' && noun[at] <= 'Z' && !(noun[at - 1] >= 'A' && noun[at - 1] <= 'Z');
    if (begins && noun.size() - at > 2) endings.push_back(noun.substr(at));
  }
  return endings;
}

std::optional<std::string> find_source(const names::Names& names, const Operation& create,
                                       const std::string& noun, const std::string& member,
                                       const Shape* target, const Accepts& accepts) {
  return SourceFinder(names, create, noun, accepts).find(member, target);
}

}  // namespace hallmark::plan
