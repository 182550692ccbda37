#include "plan/context/readers.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "names/habits.h"
#include "plan/cases/variables.h"
#include "plan/values/nouns.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;
using names::Kind;

bool contains(std::string_view text, std::string_view part) {
  return !part.empty() && core::to_lower(text).find(core::to_lower(part)) != std::string::npos;
}

class Readers {
 public:
  Readers(const Context& context, const names::Names& names)
      : context_(context), names_(names), noun_(names.noun_of(context.operation)) {}

  std::vector<ReadBack> find(std::size_t most) {
    if (noun_.empty()) return {};
    std::vector<std::pair<int, const Operation*>> candidates;
    for (const Operation* each : context_.model.all_operations()) {
      if (const int rank = rank_of(*each); rank >= 0) candidates.emplace_back(rank, each);
    }
    std::stable_sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
      return std::pair(a.first, a.second->name().size()) < std::pair(b.first, b.second->name().size());
    });
    std::vector<ReadBack> found;
    for (const auto& [rank, operation] : candidates) {
      if (found.size() == most) break;
      if (auto reader = bound(*operation)) found.push_back(*std::move(reader));
    }
    return found;
  }

 private:
  // It is deprecated, and another operation answers to the same call (S3: GetBucketLifecycle and
  // GetBucketLifecycleConfiguration): what was written may have no place in its answer. What a deprecated
  // writing has put is read by just that.
  [[nodiscard]] bool has_successor(const Operation& other) const {
    const Json* http = other.traits.find(contract::trait::http);
    const auto all = context_.model.all_operations();
    return http && other.traits.has(contract::trait::deprecated) &&
           !context_.operation.traits.has(contract::trait::deprecated) &&
           std::any_of(all.begin(), all.end(), [&](const Operation* each) {
             const Json* same = each->traits.find(contract::trait::http);
             return each != &other && same && !each->traits.has(contract::trait::deprecated) &&
                    same->value("method", "") == http->value("method", "") &&
                    same->value("uri", "") == http->value("uri", "");
           });
  }

  // Lower is likelier; negative: it reads something else.
  [[nodiscard]] int rank_of(const Operation& other) const {
    if (&other == &context_.operation || has_successor(other)) return -1;
    const std::string name(other.name());
    if (!contains(name, noun_.substr(0, std::min<std::size_t>(noun_.size(), 4)))) return -1;
    const Kind kind = names_.kind_of(other);
    if (kind != Kind::read && kind != Kind::list) return -1;
    if (names_.words().tag_act(name)) return -1;
    const std::string noun = names_.noun_of(other);
    if (core::equal_ignoring_case(noun, noun_)) return kind == Kind::list ? 2 : 0;
    // "QueueAttributes" of a queue, "FunctionConfiguration" beside "Function".
    return kind == Kind::read && names::Habits::standard().same_thing(noun, noun_) ? 1 : -1;
  }

  // The reading step, where everything that it needs is kept by what both arrange or by the writer's answer.
  [[nodiscard]] std::optional<ReadBack> bound(const Operation& other) const {
    ReadBack reader{.operation = &other, .lists = names_.kind_of(other) == Kind::list};
    const std::string name(other.name()), own(context_.operation.name());
    const auto said = context_.suite.base.find(name);
    const Values values(context_.model, context_.protocol, &other, context_.suite.values);
    ValueOptions options;
    options.unique = false;
    if (said != context_.suite.base.end()) options.given = &said->second;
    auto with = values.structure(input_of(context_.model, other), "read back " + own, options);
    if (!with.value) return std::nullopt;
    reader.step.call = name;
    reader.step.with = *std::move(with.value);
    if (const auto steps = context_.suite.arrange.find(own); steps != context_.suite.arrange.end())
      reader.arrange = steps->second;
    if (const auto steps = context_.suite.arrange.find(name);
        steps != context_.suite.arrange.end() && !join(steps->second, own, reader))
      return std::nullopt;
    keep_identifiers(own, reader);
    ask_for_it(other, reader);
    for (const auto& row : names::Habits::standard().asked_for) {
      if (row.service == context_.model.slug && row.operation == name)
        reader.step.with[row.member] = row.value;
    }
    if (!(is_about_it(reader) || is_told_the_same(other, reader)) || !invents_nothing(other, reader))
      return std::nullopt;
    return reader;
  }

  // What the reading arranges, but for the writing itself; false where it reads what something else makes of
  // what was written. To be read it need not have settled.
  static bool join(const std::vector<Step>& steps, const std::string& own, ReadBack& reader) {
    bool written = false;
    for (const Step& step : steps) {
      if (step.call == own) {
        reader.keep.insert(step.keep.begin(), step.keep.end());
        written = true;
        continue;
      }
      const auto used = variables_in(step.with);
      const bool of_it = written && std::any_of(used.begin(), used.end(), [&](const std::string& each) {
                           return reader.keep.contains(std::string(kept_name(each)));
                         });
      if (of_it && step.until) continue;
      if (of_it) return false;
      join_steps(reader.arrange, {step});
    }
    return true;
  }

  // What tells the thing apart: what its maker keeps, be it this operation or one that was called before.
  void keep_identifiers(const std::string& own, ReadBack& reader) const {
    for (const auto& [name, recipe] : context_.suite.resources) {
      if (recipe.create_call != own) continue;
      reader.keep.insert(recipe.keep.begin(), recipe.keep.end());
      for (const auto& [variable, pointer] : recipe.keep) reader.items.push_back(variable);
    }
    if (!reader.items.empty() || reader.arrange.empty()) return;
    for (auto step = reader.arrange.rbegin(); step != reader.arrange.rend(); ++step) {
      if (step->creates.empty()) continue;
      for (const auto& [variable, pointer] : step->keep) reader.items.push_back(variable);
      return;
    }
  }

  // Identifiers that are not required are given where their values are kept: without, something else is read.
  void ask_for_it(const Operation& other, ReadBack& reader) const {
    const auto own_base = context_.suite.base.find(std::string(context_.operation.name()));
    for (const Member& member : input_of(context_.model, other).members) {
      const auto identifier = names_.words().identifier(member.name);
      if (!identifier || reader.step.with.contains(member.name)) continue;
      if (!identifier->stem.empty() && !core::equal_ignoring_case(identifier->stem, noun_)) continue;
      const bool list = contract::target_of(context_.model, member).type == ShapeType::list;
      if (list != identifier->plural) continue;
      std::optional<std::string> variable;
      for (const std::string& name :
           answer_names(names_.words(), identifier->stem + identifier->ending, noun_)) {
        const auto meant = names_.words().identifier(name);
        if (variable || !meant || meant->meaning != identifier->meaning) continue;
        const std::string kept = variable_for(names_.words(), noun_, name);
        if (reader.keep.contains(kept)) variable = kept;
      }
      Json value;
      if (variable) {
        value = "${" + *variable + "}";
      } else if (own_base != context_.suite.base.end() && own_base->second.contains(member.name)) {
        value = own_base->second.at(member.name);
      }
      if (!value.is_string() || variables_in(value).empty()) continue;
      reader.step.with[member.name] = list ? Json::array({value}) : value;
      return;
    }
  }

  // Every variable of the reading is kept, and one of them, or of a list's items, is the thing's.
  [[nodiscard]] static bool is_about_it(const ReadBack& reader) {
    std::set<std::string> kept;
    for (const auto& [variable, pointer] : reader.keep) kept.insert(variable);
    for (const Step& step : reader.arrange) {
      for (const auto& [variable, pointer] : step.keep) kept.insert(variable);
    }
    const auto used = variables_in(reader.step.with);
    const bool known = std::all_of(used.begin(), used.end(), [&](const std::string& each) {
      return kept.contains(std::string(kept_name(each))) || is_of_the_caller(each);
    });
    if (!known) return false;
    if (reader.lists) return !reader.items.empty();
    return std::any_of(used.begin(), used.end(), [&](const std::string& each) {
      const std::string name(kept_name(each));
      return reader.keep.contains(name) ||
             std::find(reader.items.begin(), reader.items.end(), name) != reader.items.end();
    });
  }

  // A part of a thing ("FunctionUrlConfig") has no identifier of its own: it is read by what it was written
  // by.
  [[nodiscard]] bool is_told_the_same(const Operation& other, const ReadBack& reader) const {
    const auto own = context_.suite.base.find(std::string(context_.operation.name()));
    if (reader.lists || own == context_.suite.base.end() || variables_in(reader.step.with).empty() ||
        !core::equal_ignoring_case(names_.noun_of(other), noun_))
      return false;
    const auto& members = input_of(context_.model, other).members;
    return std::all_of(members.begin(), members.end(), [&](const Member& member) {
      const auto asked = reader.step.with.find(member.name);
      if (asked == reader.step.with.end()) return true;
      const auto written = own->second.find(member.name);
      return written != own->second.end() && *written == *asked;
    });
  }

  // An identifier that nothing made reads something else.
  [[nodiscard]] bool invents_nothing(const Operation& other, const ReadBack& reader) const {
    const auto& members = input_of(context_.model, other).members;
    return std::none_of(members.begin(), members.end(), [&](const Member& member) {
      const auto given = reader.step.with.find(member.name);
      return given != reader.step.with.end() && must_be_given(member) &&
             names_one(names_.words(), member.name) && variables_in(*given).empty();
    });
  }

  const Context& context_;
  const names::Names& names_;
  std::string noun_;
};

constexpr int most_levels = 3;

class Places {
 public:
  using Fits = std::function<bool(const Member&, const Shape&)>;
  Places(const Model& model, const std::string& noun, const Fits& fits)
      : model_(model), noun_(noun), fits_(fits) {}

  std::vector<std::string> in(const Shape& output) {
    look(output, "", 0, false, true);
    return std::move(found_);
  }

 private:
  // `named`: the structure says by its name that it is of the thing; in another one "Id" is its own.
  void look(const Shape& shape, const std::string& at, int level, bool in_list, bool named) {
    for (const Member& member : shape.members) {
      const auto identifier = names::Knowledge::standard().identifier(member.name);
      if (!named && identifier && identifier->stem.empty()) continue;
      if (fits_(member, contract::target_of(model_, member)))
        found_.push_back(core::pointer_join(at, member.name));
    }
    if (level == most_levels) return;
    // The only one of all that is more than a text or a number.
    const auto structures =
        std::count_if(shape.members.begin(), shape.members.end(), [&](const Member& each) {
          const ShapeType type = contract::target_of(model_, each).type;
          return contract::is_aggregate(type) && !(type == ShapeType::list && in_list);
        });
    for (const Member& member : shape.members) {
      const Shape& target = contract::target_of(model_, member);
      const std::string pointer = core::pointer_join(at, member.name);
      if (target.type == ShapeType::structure && is_own(member, target, structures)) {
        look(target, pointer, level + 1, in_list, is_named(member, target));
      } else if (target.type == ShapeType::list && !in_list && !target.members.empty()) {
        const Shape& item = contract::target_of(model_, target.members.front());
        if (item.type == ShapeType::structure && is_own(member, item, structures))
          look(item, pointer + "/*", level + 1, true, is_named(member, item));
      }
    }
  }

  // Of the thing itself, and not of something beside it.
  [[nodiscard]] bool is_own(const Member& member, const Shape& shape, std::ptrdiff_t structures) const {
    if ((structures == 1 && !is_another(member)) || is_named(member, shape)) return true;
    const auto& aspects = names::Habits::standard().aspects;
    return std::any_of(aspects.begin(), aspects.end(),
                       [&](const std::string& word) { return core::equal_ignoring_case(member.name, word); });
  }

  [[nodiscard]] bool is_named(const Member& member, const Shape& shape) const {
    const auto endings = endings_of(noun_);
    return std::any_of(endings.begin(), endings.end(), [&](const std::string& ending) {
      return contains(member.name, ending) || contains(shape.name(), ending);
    });
  }

  // Something else that is made by itself: the user of a device.
  [[nodiscard]] bool is_another(const Member& member) const {
    if (core::equal_ignoring_case(member.name, noun_)) return false;
    const auto makers = names::Knowledge::standard().operations(names::Kind::make, upper_first(member.name));
    return std::any_of(makers.begin(), makers.end(),
                       [&](const std::string& name) { return model_.operation(name) != nullptr; });
  }

  const Model& model_;
  const std::string& noun_;
  const Fits& fits_;
  std::vector<std::string> found_;
};

// Structures without a member in common are of different things: what was asked for, and what came of it.
bool alike(const Model& model, const Shape& a, const Shape& b) {
  if (contract::is_text(a.type)) return contract::is_text(b.type);
  if (contract::is_number(a.type)) return contract::is_number(b.type);
  if (a.type == ShapeType::list && b.type == ShapeType::list && !a.members.empty() && !b.members.empty())
    return alike(model, contract::target_of(model, a.members.front()),
                 contract::target_of(model, b.members.front()));
  if (a.type == ShapeType::structure && b.type == ShapeType::structure && &a != &b)
    return std::any_of(a.members.begin(), a.members.end(),
                       [&](const Member& member) { return b.member(member.name) != nullptr; });
  return a.type == b.type;
}

}  // namespace

std::vector<ReadBack> readers_of(const Context& context, const names::Names& names, std::size_t most) {
  return Readers(context, names).find(most);
}

std::vector<std::string> places_in(const Model& model, const Shape& output, const std::string& noun,
                                   const std::function<bool(const Member&, const Shape&)>& fits) {
  return Places(model, noun, fits).in(output);
}

std::vector<std::string> places_in(const Model& model, const Shape& output, const std::string& noun,
                                   const Member& member) {
  const Shape& target = contract::target_of(model, member);
  const std::string name = upper_first(member.name);
  const auto of = [&](const std::string& wanted) {
    return places_in(model, output, noun, [&](const Member& other, const Shape& shape) {
      return upper_first(other.name) == wanted && alike(model, target, shape);
    });
  };
  auto found = of(name);
  // "Name" of a topic may come back as "TopicName", and the other way round.
  if (found.empty()) found = of(noun + name);
  if (found.empty() && name.size() > noun.size() && name.starts_with(noun))
    found = of(name.substr(noun.size()));
  return found;
}

bool may_be_pending(const Model& model, const Shape& output, std::string_view member, int depth) {
  constexpr int deepest = 3;
  const auto& habits = names::Habits::standard();
  return depth < deepest &&
         std::any_of(output.members.begin(), output.members.end(), [&](const Member& each) {
           const Shape* inner = &contract::target_of(model, each);
           if (inner->type == ShapeType::list && !inner->members.empty())
             inner = &contract::target_of(model, inner->members.front());
           if (inner->type != ShapeType::structure) return false;
           if (habits.is_pending_member(each.name) && inner->member(member)) return true;
           return may_be_pending(model, *inner, member, depth + 1);
         });
}

}  // namespace hallmark::plan
