#include "importers/text_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "contract/text_facts.h"
#include "contract/text_shown.h"
#include "core/text.h"
#include "importers/merge_marks.h"
#include "importers/sentence_rules.h"
#include "names/knowledge.h"

namespace hallmark::importers {
namespace {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;
namespace trait = contract::trait;
namespace text = contract::text;

std::string_view type_of(ShapeType type) {
  switch (type) {
    case ShapeType::byte:
    case ShapeType::short_integer:
    case ShapeType::int_enumeration:
      return "integer";
    case ShapeType::big_integer:
      return "long";
    case ShapeType::big_decimal:
      return "double";
    default:
      return contract::to_string(type);
  }
}

// Words of a limit on what one request carries.
constexpr std::string_view kRequest[] = {"batch",        "single ",        "per request",
                                         "per call",     "in one request", "in one call",
                                         "in a request", "in a call",      "api operation"};

class TextReading {
 public:
  TextReading(Model& model, const DocumentationOf& documentation_of)
      : model_(model), documentation_of_(documentation_of) {}

  void run() {
    for (const Operation* operation : model_.all_operations()) {
      if (!operation->input.empty())
        walk(operation->input, fmt::format("{}.{} input", model_.slug, operation->name()));
      if (!operation->output.empty()) read_answer(operation->output);
      if (const auto fact = SentenceRules::standard().of_operation(documentation_of_(operation->id, {})))
        contract::add_text_fact(model_.operations.at(operation->id).traits, *fact);
      if (const auto fact = SentenceRules::standard().of_removal(documentation_of_(operation->id, {})))
        contract::add_text_fact(model_.operations.at(operation->id).traits, *fact);
      for (const Shape* error : contract::listed_errors(model_, *operation))
        read_exception(*operation, *error);
    }
  }

 private:
  struct Place {
    std::string shape;
    std::string where;  // "sqs.CreateQueue input"
    std::string path;
  };

  void walk(const std::string& input, const std::string& where) {
    std::vector<Place> waiting = {{.shape = input, .where = where, .path = {}}};
    while (!waiting.empty()) {
      const Place place = std::move(waiting.back());
      waiting.pop_back();
      const auto found = model_.shapes.find(place.shape);
      if (found == model_.shapes.end() || !seen_.insert(place.shape).second) continue;
      Shape& shape = found->second;
      const bool named = shape.type == ShapeType::structure || shape.type == ShapeType::union_shape;
      std::vector<std::string> neighbours;
      for (const Member& member : shape.members) neighbours.push_back(member.name);
      for (Member& member : shape.members) {
        const std::string path = path_below(place.path, shape, member);
        if (named) read_member(shape, member, neighbours, place.where, path);
        waiting.push_back({.shape = member.target, .where = place.where, .path = path});
      }
    }
  }

  // Which answers have a member, for all structures below an output.
  void read_answer(const std::string& output) {
    std::vector<std::string> waiting = {output};
    while (!waiting.empty()) {
      const std::string id = std::move(waiting.back());
      waiting.pop_back();
      const auto found = model_.shapes.find(id);
      if (found == model_.shapes.end() || !answers_.insert(id).second) continue;
      for (Member& member : found->second.members) {
        waiting.push_back(member.target);
        if (found->second.type != ShapeType::structure) continue;
        if (const auto fact = SentenceRules::standard().of_answer(documentation_of_(id, member.name)))
          contract::add_text_fact(member.traits, *fact);
      }
    }
  }

  void read_member(const Shape& shape, Member& member, const std::vector<std::string>& neighbours,
                   const std::string& where, const std::string& path) {
    std::string documentation(documentation_of_(shape.id, member.name));
    if (const std::string_view more = documentation_of_(member.target, {}); !more.empty())
      documentation.append("\n\n<p></p>").append(more);
    if (documentation.empty()) return;
    const SentencePlace place{.type = type_of(contract::target_of(model_, member).type),
                              .member = member.name,
                              .neighbours = neighbours};
    if (is_filters(member)) {
      if (const auto fact = SentenceRules::standard().of_filters(documentation))
        contract::add_text_fact(member.traits, *fact);
    }
    const std::string promise = where + (path.starts_with('[') || path.starts_with('{') ? path : "." + path);
    for (const ReadFact& read : SentenceRules::standard().of_member(place, documentation))
      take(member, read, promise);
  }

  // "Filters": pairs of a name, which may be any text, and one or several values.
  [[nodiscard]] bool is_filters(const Member& member) const {
    const Shape& list = contract::target_of(model_, member);
    if (!names::Knowledge::standard().says(names::MemberWord::filter, member.name) ||
        list.type != ShapeType::list || list.members.empty())
      return false;
    const Shape& item = contract::target_of(model_, list.members.front());
    return item.type == ShapeType::structure && item.members.size() == 2 &&
           std::any_of(item.members.begin(), item.members.end(), [&](const Member& each) {
             return contract::target_of(model_, each).type == ShapeType::string;
           });
  }

  void take(Member& member, const ReadFact& read, const std::string& promise) {
    const contract::TextFact& fact = read.fact;
    if (fact.trait == trait::length || fact.trait == trait::range) {
      take_bounds(member, read, promise);
    } else if (fact.trait == trait::required) {
      if (!contract::is_required(member)) contract::add_text_fact(member.traits, fact);
    } else if (fact.trait == text::characters) {
      // A pattern says more than that; whether the two agree is not to be seen.
      if (!contract::effective(model_, member, trait::pattern)) contract::add_text_fact(member.traits, fact);
    } else if (fact.trait == text::values) {
      take_values(member, read, promise);
    } else {
      contract::add_text_fact(member.traits, fact);
    }
  }

  // The bounds that no trait states are facts, those that a trait states otherwise are contradictions.
  void take_bounds(Member& member, const ReadFact& read, const std::string& promise) {
    const Json* stated = contract::effective(model_, member, read.fact.trait);
    contract::TextFact fresh = read.fact;
    Json other = Json::object();
    for (const char* key : {"min", "max"}) {
      if (!fresh.value.contains(key) || !stated || !stated->contains(key)) continue;
      if ((*stated)[key] != fresh.value[key]) other[key] = fresh.value[key];
      fresh.value.erase(key);
    }
    // A length from none up is every length.
    const bool counts = read.fact.trait == trait::length;
    if (counts && fresh.value.contains("min") && fresh.value["min"] == 0) fresh.value.erase("min");
    if (!fresh.value.empty()) contract::add_text_fact(member.traits, fresh);
    if (other.empty() || !read.contradicts) return;
    Json whole = *stated;
    whole.update(other);
    if (same_promise(read.fact.trait, stated, &whole)) return;
    add_alternative(member.traits, read.fact.trait, other, "text");
    const std::string_view clause = counts ? "length" : "range";
    add_contradiction(model_,
                      {.promise = fmt::format("{} {}", promise, clause),
                       .what = fmt::format("The text and the trait state different values of {}.", clause),
                       .sayings = {{"text", shown(&other)}, {"model", shown(stated)}}});
  }

  void take_values(Member& member, const ReadFact& read, const std::string& promise) {
    const std::vector<Json> stated = contract::enum_values(contract::target_of(model_, member));
    if (stated.empty()) {
      contract::add_text_fact(member.traits, read.fact);
      return;
    }
    std::vector<std::string> strange;
    for (const Json& value : read.fact.value) {
      if (std::find(stated.begin(), stated.end(), value) == stated.end()) strange.push_back(shown(&value));
    }
    // Values that the text does not name are newer than the text.
    if (strange.empty() || !read.contradicts) return;
    add_contradiction(model_, {.promise = promise + " enum",
                               .what = "The text names values that the enum does not have.",
                               .sayings = {{"text", core::join(strange, ", ")}, {"model", "absent"}}});
  }

  void read_exception(const Operation& operation, const Shape& error) {
    if (const auto known = raised_.find(error.id); known != raised_.end()) {
      if (known->second) limit_list(operation, error, *known->second);
      return;
    }
    if (const auto unready = SentenceRules::standard().of_making(documentation_of_(error.id, {})))
      contract::add_text_fact(model_.shapes.at(error.id).traits, *unready);
    auto fact = SentenceRules::standard().of_exception(documentation_of_(error.id, {}));
    if (fact) {
      if (std::string member = member_named(operation, error.id); !member.empty())
        fact->value["member"] = std::move(member);
      contract::add_text_fact(model_.shapes.at(error.id).traits, *fact);
      limit_list(operation, error, *fact);
    }
    raised_.emplace(error.id, std::move(fact));
  }

  // The member of the first operation that lists it which the exception's text names in code.
  std::string member_named(const Operation& operation, const std::string& error) const {
    const Shape* input = operation.input.empty() ? nullptr : model_.shape(operation.input);
    if (!input) return {};
    const std::string_view prose = documentation_of_(error, {});
    std::vector<std::string> named;
    for (const Member& member : input->members) {
      const bool there = prose.find("<code>" + member.name + "</code>") != std::string_view::npos ||
                         prose.find("`" + member.name + "`") != std::string_view::npos;
      if (there) named.push_back(member.name);
    }
    return named.size() == 1 ? named.front() : std::string();
  }

  // "The maximum number of entries in a batch request is 10": a limit of the one list whose name the text
  // has, and this exception is what more of them bring about. What a resource may have in all ("up to 50
  // tags") may be refused before anybody counts: then the exception is one answer of several.
  void limit_list(const Operation& operation, const Shape& error, const contract::TextFact& fact) {
    const auto input = model_.shapes.find(operation.input);
    if (input == model_.shapes.end() || !fact.value.contains("max") || !fact.value.contains("of")) return;
    const std::string of = fact.value["of"].get<std::string>();
    const std::string text = core::to_lower(documentation_of_(error.id, {}));
    const std::string words = core::replace_all(text, " ", "");
    Member* list = nullptr;
    for (Member& member : input->second.members) {
      const ShapeType type = contract::target_of(model_, member).type;
      if (type != ShapeType::list && type != ShapeType::map) continue;
      const std::string name = core::to_lower(member.name);
      if (!name.ends_with(of) || words.find(name) == std::string::npos) continue;
      if (list) return;  // which of them is not said
      list = &member;
    }
    if (!list) return;
    const auto stated = contract::bounds(contract::effective(model_, *list, trait::length));
    // A bound in a trait is held by what reads the request, and another one is about something else.
    if (stated && stated->max) return;
    const bool of_request = std::any_of(std::begin(kRequest), std::end(kRequest), [&](std::string_view word) {
      return text.find(word) != std::string::npos;
    });
    contract::add_text_fact(list->traits, {.trait = std::string(trait::length),
                                           .value = {{"max", fact.value["max"]}},
                                           .rule = fact.rule,
                                           .drift = fact.drift || !of_request,
                                           .exception = std::string(error.name())});
  }

  Model& model_;
  const DocumentationOf& documentation_of_;
  std::set<std::string, std::less<>> seen_, answers_;
  std::map<std::string, std::optional<contract::TextFact>, std::less<>> raised_;  // by exception
};

}  // namespace

void read_text_facts(Model& model, const DocumentationOf& documentation_of) {
  TextReading(model, documentation_of).run();
}

}  // namespace hallmark::importers
