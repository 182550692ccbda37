#include "plan/nouns.h"

#include <algorithm>
#include <deque>

#include "core/text.h"
#include "plan/shapes.h"

namespace hallmark::plan {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;

namespace {

constexpr std::size_t max_search = 4;
constexpr std::string_view identifier_words[] = {"Identifier", "Arn", "ARN", "Id",
                                                 "Name",       "Url", "arn", "id"};

bool is_generic(const Shape& shape) {
  const auto name = core::to_lower(shape.name());
  return name == "string" || name == "__string" || name.ends_with("#string") || name == "arn" ||
         name == "id" || name == "resourcename" || name == "name" || !is_text(shape.type);
}

// Where a value for a member is found after a resource was made: a pointer into the answer or, for names that
// the caller gives, into the request.
class SourceFinder {
 public:
  SourceFinder(const Model& model, const Operation& create, const std::string& noun)
      : model_(model), output_(output_of(model, create)), input_(input_of(model, create)), noun_(noun) {}

  // `target`: the member's shape, where it says something; null otherwise.
  [[nodiscard]] std::optional<std::string> find(const std::string& member, const Shape* target) const {
    const auto names = answer_names(member, noun_);
    for (const auto& name : names) {
      const auto named = [&](const Member& each, const Shape&) {
        return upper_first(each.name) == upper_first(name);
      };
      // What the caller gives is surer than what stands in some other part of the answer.
      if (auto found = in_output(named, false)) return found;
      if (auto found = in_input(name)) return found;
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
    bool own;  // at the root, or in the structure of the noun itself
  };

  // Nearest to the root first, the noun's own structure before others (`anywhere`: those too). Inside lists
  // nothing is looked for: which item it would be is not known.
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
        const auto pointer = core::pointer_join(stop.pointer, member.name);
        const bool scalar = inner.type != ShapeType::structure && inner.type != ShapeType::list &&
                            inner.type != ShapeType::map && inner.type != ShapeType::union_shape;
        if (scalar && fits(member, inner)) {
          if (stop.own) return pointer;
          if (!elsewhere) elsewhere = pointer;
        }
        if (inner.type == ShapeType::structure) {
          const bool own = stop.own && (stop.depth == 0 || stop.pointer.empty()) &&
                           (is_noun(member.name) || is_noun(inner.name()) || output_.members.size() == 1);
          queue.push_back({&inner, pointer, stop.depth + 1, own});
        }
      }
    }
    return anywhere ? elsewhere : std::nullopt;
  }

  [[nodiscard]] std::optional<std::string> in_input(const std::string& name) const {
    const auto* member = input_.member(name);
    if (!member) member = input_.member(lower_first(name));
    if (!member || !must_be_given(*member) || !is_text(contract::target_of(model_, *member).type))
      return std::nullopt;
    return core::pointer_join("", member->name);
  }

  // Answered only when it was sent, and what is not required is not sent.
  [[nodiscard]] bool echoes_an_option(const Member& member) const {
    const auto* given = input_.member(member.name);
    return given && !must_be_given(*given) && !is_noun(member.name);
  }

  [[nodiscard]] bool is_noun(std::string_view name) const {
    return !noun_.empty() && core::to_lower(name).find(core::to_lower(noun_)) != std::string::npos;
  }

  const Model& model_;
  const Shape& output_;
  const Shape& input_;
  const std::string& noun_;
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

std::optional<std::string> noun_of(std::string_view operation, std::span<const std::string_view> verbs) {
  for (const auto verb : verbs) {
    if (operation.starts_with(verb) && operation.size() > verb.size())
      return std::string(operation.substr(verb.size()));
  }
  return std::nullopt;
}

bool must_be_given(const Member& member) {
  return contract::is_required(member) || location_of(member) == Location::label;
}

// "Id" of "VoiceConnectorGroupId" stands inside the noun's own structure; If-Match takes an ETag; for an "Id"
// anything else will do that tells one from another.
std::vector<std::string> answer_names(const std::string& member, const std::string& noun) {
  if (member == "IfMatch") return {"ETag"};
  std::vector<std::string> names{member};
  const auto add = [&](std::string name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  };
  const auto upper = upper_first(member);
  add(upper);
  add(lower_first(member));
  for (const auto word : identifier_words) {
    if (upper == noun + std::string(word)) add(std::string(word));
    if (upper == word) add(noun + std::string(word));
  }
  const bool any = upper == "Identifier" || upper == noun + "Identifier" || upper == noun + "Id" ||
                   upper == "Id" || upper == noun;
  if (any) {
    for (const std::string& each : {std::string("Id"), noun + "Id", std::string("Arn"), std::string("ARN"),
                                    noun + "Arn", std::string("Name"), noun + "Name"}) {
      add(each);
    }
  }
  return names;
}

bool ends_with_identifier_word(std::string_view upper) {
  return std::any_of(std::begin(identifier_words), std::end(identifier_words),
                     [&](std::string_view word) { return upper.ends_with(word); });
}

std::string noun_of_member(const std::string& member) {
  const auto upper = upper_first(member);
  for (const auto word : identifier_words) {
    if (upper.size() > word.size() && upper.ends_with(word))
      return upper.substr(0, upper.size() - word.size());
  }
  return upper;
}

std::vector<std::string> endings_of(const std::string& noun) {
  std::vector<std::string> endings{noun};
  for (std::size_t at = 1; at < noun.size(); ++at) {
    const bool begins = noun[at] >= 'A' && noun[at] <= 'Z' && !(noun[at - 1] >= 'A' && noun[at - 1] <= 'Z');
    if (begins && noun.size() - at > 2) endings.push_back(noun.substr(at));
  }
  return endings;
}

bool names_any_resource(const std::string& member) {
  const auto upper = upper_first(member);
  return upper == "ResourceArn" || upper == "ResourceARN";
}

std::optional<std::string> find_source(const Model& model, const Operation& create, const std::string& noun,
                                       const std::string& member, const Shape* target) {
  return SourceFinder(model, create, noun).find(member, target);
}

}  // namespace hallmark::plan
