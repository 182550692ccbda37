#include "plan/kinds/inner_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "core/text.h"
#include "names/habits.h"
#include "plan/cases/promise_ids.h"
#include "plan/cases/variables.h"
#include "plan/context/between_calls.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
using names::ErrorClass;
using names::Kind;

constexpr std::size_t most_cases = 8;  // of one operation
constexpr int deepest = 5;

struct Place {
  std::string path;      // "DefaultActions.TargetGroupArn"
  std::string pointer;   // of the value; of a key, of the map that has it
  std::string variable;  // what stands there
  bool key = false;
};

class InnerCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    if (!ready()) return {};
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      const auto given = base_->document->find(member.name);
      if (given == base_->document->end() || !given->is_structured()) continue;
      look(contract::target_of(context_.model, member), *given, core::pointer_join("", member.name),
           member.name, 0);
    }
    for (const Place& place : places_) unknown(place);
    return take();
  }

 private:
  void look(const Shape& shape, const Json& value, const std::string& pointer, const std::string& path,
            int level) {
    if (level == deepest || value.empty()) return;
    if (shape.type == ShapeType::list && value.is_array() && !shape.members.empty()) {
      // Texts at the top are identifiers of the request itself.
      if (level > 0 || value.front().is_structured())
        look_at(shape.members.front(), value.front(), core::pointer_join(pointer, std::size_t{0}), path,
                level);
    } else if (shape.type == ShapeType::map && value.is_object()) {
      found(Json(value.begin().key()), pointer, path + "{key}", true);
      if (const Member* item = shape.member("value"))
        look_at(*item, value.front(), core::pointer_join(pointer, value.begin().key()), path + "{}", level);
    } else if (value.is_object()) {
      for (const Member& member : shape.members) {
        const auto inner = value.find(member.name);
        if (inner != value.end())
          look_at(member, *inner, core::pointer_join(pointer, member.name), path + "." + member.name, level);
      }
    }
  }

  void look_at(const Member& member, const Json& value, const std::string& pointer, const std::string& path,
               int level) {
    if (value.is_structured()) {
      look(contract::target_of(context_.model, member), value, pointer, path, level + 1);
    } else if (!names::Habits::standard().renames(member.name)) {
      found(value, pointer, path, false);
    }
  }

  // What another part of the request says as well is no reference of its own.
  void found(const Json& value, const std::string& pointer, const std::string& path, bool key) {
    const std::string variable = variable_of(value);
    const auto maker = made_by_.find(variable);
    if (maker == made_by_.end() || places_.size() == most_cases) return;
    if (kind_ == Kind::make && is_own(maker->second)) return;
    const std::string text = base_->document->dump(), used = "${" + variable + "}";
    if (text.find(used, text.find(used) + used.size()) != std::string::npos) return;
    places_.push_back({.path = path, .pointer = pointer, .variable = variable, .key = key});
  }

  // The nouns of what else the request names.
  [[nodiscard]] std::vector<std::string> others_than(const std::string& noun) const {
    std::vector<std::string> others;
    for (const std::string& name : variables_in(*base_->document)) {
      const auto maker = made_by_.find(std::string(kept_name(name)));
      if (maker != made_by_.end() && maker->second != noun) others.push_back(maker->second);
    }
    return others;
  }

  void unknown(const Place& place) {
    const std::string& noun = made_by_.at(place.variable);
    Listed errors = listed(ErrorClass::not_found, {noun}, others_than(noun));
    if (!errors.stated) return;
    errors.stated = false;
    const std::string promise = behaviour_promise(id_, "unknown", place.path);
    want(promise, Depth::quick, errors.exceptions, [=, this]() -> Wanted::Result {
      Case test = about("unknown-" + place.path, promise, errors);
      test.title = fmt::format("{}: what is unlike the {} that was made", place.path, noun);
      const Json::json_pointer at(place.pointer);
      const Json before = test.send.at(at);
      test.send[at] = place.key ? with_other_key(before, place.variable) : Json(unlike_it(place.variable));
      test.control = {{.op = "replace", .path = place.pointer, .value = before}};
      test.base_key = context_.key_of(*base_->document);
      allow_nothing(test);
      check(test, errors);
      return {.test = std::move(test), .problem = {}};
    });
  }

  [[nodiscard]] static std::string unlike_it(const std::string& variable) {
    return "${unlike." + variable + "}";
  }

  [[nodiscard]] static Json with_other_key(const Json& map, const std::string& variable) {
    Json other = Json::object();
    for (const auto& [key, value] : map.items())
      other[variable_of(Json(key)) == variable ? unlike_it(variable) : key] = value;
    return other;
  }

  // Of a batch an entry may say it; what is not there need not be taken away.
  void allow_nothing(Case& test) const {
    const bool undoes = kind_ == Kind::remove || names::Habits::standard().undoes(context_.operation.name());
    if (undoes) test.expect.push_back({.reason = "what is not there need not be removed"});
    const auto failures = failure_lists();
    if (kind_ == Kind::read || kind_ == Kind::list || !failures.empty())
      test.expect.push_back({.nothing = Nothing{.failures = failures},
                             .reason = "an answer with nothing in it, or an entry among the failures, says "
                                       "the same"});
  }

  std::vector<Place> places_;
};

}  // namespace

std::vector<Wanted> inner_cases(Context& context, const names::Names& names) {
  return wanted_by<InnerCases>(context, names);
}

}  // namespace hallmark::plan
