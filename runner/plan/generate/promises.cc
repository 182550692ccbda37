#include "plan/generate/promises.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "contract/text_facts.h"
#include "core/text.h"
#include "plan/cases/load.h"
#include "plan/context/context.h"
#include "plan/generate/behaviour.h"
#include "plan/values/shapes.h"

namespace hallmark::plan {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;
using contract::Side;
namespace trait = contract::trait;

namespace {

std::string weaker(const std::string& outer, const std::string& own) { return own == "model" ? outer : own; }

class Collector {
 public:
  Collector(const Model& model, const Operation& operation, const std::function<void(Promise)>& each)
      : model_(model), operation_(operation), each_(each) {}

  void structure(const Shape& shape, const std::string& path, Direction direction, const std::string& outer) {
    if (!open_.insert(shape.id).second) return;
    for (const auto& member : shape.members) {
      const auto at = path.empty() ? member.name : path + "." + member.name;
      const auto source = weaker(outer, source_text(member.traits));
      if (shape.type == ShapeType::structure && contract::is_required(member)) {
        add(direction, at, "required", fact(member, trait::required, source));
      }
      if (direction == Direction::input) sentences(member, at, shape.type == ShapeType::structure);
      value(member, at, direction, source);
    }
    open_.erase(shape.id);
  }

 private:
  std::string fact(const Member& member, std::string_view id, const std::string& fallback) const {
    const auto& traits = member.traits.has(id) ? member.traits : contract::target_of(model_, member).traits;
    return weaker(fallback, source_text(traits, id));
  }

  void add(Direction direction, const std::string& path, std::string_view clause, std::string source,
           std::string why_not = {}) {
    auto id = promise_id(model_, operation_, direction, path, clause);
    if (!seen_.insert(promise_key(id)).second) return;
    const bool observable = why_not.empty();
    each_({.id = std::move(id),
           .source = std::move(source),
           .observable = observable,
           .why_not = std::move(why_not)});
  }

  void value(const Member& member, const std::string& path, Direction direction, const std::string& source) {
    const Shape& target = contract::target_of(model_, member);
    const bool streams = contract::is_streaming(model_, member);
    add(direction, path, "type", source,
        target.type == ShapeType::document ? "a document may be any value"
        : direction == Direction::input && is_text_in_line(model_, member)
            ? "everything is text where this member travels"
            : "");
    bounds(member, path, direction, source, trait::length, "length", streams);
    bounds(member, path, direction, source, trait::range, "range", streams);
    if (contract::effective(model_, member, trait::pattern)) {
      add(direction, path, "pattern", fact(member, trait::pattern, source));
    }
    if (!contract::enum_values(target).empty())
      add(direction, path, "enum", fact(member, trait::enum_value, source));
    if (contract::effective(model_, member, trait::unique_items)) {
      add(direction, path, "uniqueItems", fact(member, trait::unique_items, source));
    }
    switch (target.type) {
      case ShapeType::union_shape:
        add(direction, path, "union", source);
        structure(target, path, direction, source);
        break;
      case ShapeType::structure:
        structure(target, path, direction, source);
        break;
      case ShapeType::list:
      case ShapeType::map:
        if (!open_.insert(target.id).second) return;
        for (const auto& inner : target.members) {
          value(inner,
                path + (target.type == ShapeType::list ? "[]"
                        : inner.name == "key"          ? "{key}"
                                                       : "{}"),
                direction, source);
        }
        open_.erase(target.id);
        break;
      default:
        break;
    }
  }

  // What sentences say of an input and no trait does.
  void sentences(const Member& member, const std::string& path, bool of_structure) {
    for (const contract::TextFact& said : contract::text_facts(member.traits)) {
      const std::string source(contract::to_string(contract::Source::text));
      const auto tell = [&](std::string_view clause) { add(Direction::input, path, clause, source); };
      if (said.trait == trait::required && of_structure) tell("required");
      if (said.trait == contract::text::characters) tell("pattern");
      if (said.trait == contract::text::values) tell("enum");
      if (said.trait == contract::text::excludes && of_structure) tell("excludes");
      for (const auto& [id, name] : {std::pair{trait::length, "length"}, {trait::range, "range"}}) {
        if (said.trait != id) continue;
        for (const char* bound : {"min", "max"}) {
          if (said.value.contains(bound)) tell(std::string(name) + "." + bound);
        }
      }
    }
  }

  void bounds(const Member& member, const std::string& path, Direction direction, const std::string& source,
              std::string_view id, const std::string& name, bool streams) {
    const auto limits = contract::bounds(contract::effective(model_, member, id));
    if (!limits) return;
    const auto from = fact(member, id, source);
    const std::string streaming = streams ? "the length of a stream is not bounded in a test" : "";
    if (limits->min) {
      const bool trivial = id == trait::length && *limits->min <= 0;
      add(direction, path, name + ".min", from, trivial ? "nothing is shorter than nothing" : streaming);
    }
    if (limits->max) {
      const bool huge = id == trait::length && *limits->max > 1'000'000;
      add(direction, path, name + ".max", from,
          huge && direction == Direction::input ? "a value beyond a million is not sent" : streaming);
    }
  }

  const Model& model_;
  const Operation& operation_;
  const std::function<void(Promise)>& each_;
  std::unordered_set<std::uint64_t> seen_;
  std::set<std::string> open_;
};

}  // namespace

std::vector<Promise> promises_of(const Model& model, const Operation& operation, const Suite& suite,
                                 const names::Names* names) {
  std::vector<Promise> promises;
  for_promises(model, operation, suite, names,
               [&](Promise promise) { promises.push_back(std::move(promise)); });
  return promises;
}

void for_promises(const Model& model, const Operation& operation, const Suite& suite,
                  const names::Names* names, const std::function<void(Promise)>& each) {
  const auto id = operation_id(model, operation);
  const auto source = source_text(operation.traits);
  const auto add = [&](std::string promise, std::string from, std::string why_not = {}) {
    const bool observable = why_not.empty();
    each({.id = std::move(promise),
          .source = std::move(from),
          .observable = observable,
          .why_not = std::move(why_not)});
  };
  add(contract::promise_text(id, contract::Side::status),
      weaker(source, source_text(operation.traits, trait::http)));
  Collector(model, operation, each).structure(input_of(model, operation), {}, Direction::input, source);
  Collector(model, operation, each).structure(output_of(model, operation), {}, Direction::output, source);
  for (const auto* error : contract::listed_errors(model, operation)) {
    const auto from = weaker(source, source_text(error->traits));
    const auto name = error->name();
    const auto info =
        contract::error_info(model, *error, suite.protocol.empty() ? std::string_view() : suite.protocol);
    add(error_promise(model, operation, name), from);
    add(error_promise(model, operation, name, "status"),
        weaker(from, source_text(error->traits, trait::http_error)),
        info.status ? "" : "the documentation states no status");
    add(error_promise(model, operation, name, "code"), from);
    add(error_promise(model, operation, name, "shape"), from);
  }
  const auto& protocol = protocol_facts(protocol_of(model, suite));
  const bool no_body =
      protocol.rest && std::none_of(input_of(model, operation).members.begin(),
                                    input_of(model, operation).members.end(), [](const Member& m) {
                                      const auto where = location_of(m);
                                      return where == Location::body || where == Location::payload;
                                    });
  add(contract::promise_text(id, Side::protocol, "malformed"), "protocol",
      no_body           ? "the request has no body"
      : protocol.form() ? "any text is a form"
                        : "");
  if (asks_for_no_operation(model, operation, suite))
    add(contract::promise_text(id, Side::protocol, "unknown-operation"), "protocol");
  add(contract::promise_text(id, Side::auth, "signature"), "protocol");
  add(contract::promise_text(id, Side::auth, "expiry"), "protocol");
  for (const auto& behaviour : suite.behaviours) {
    if (contract::operation_of_promise(behaviour.id) == id) add(behaviour.id, behaviour.source);
  }
  const std::optional<names::Names> own =
      names ? std::nullopt : std::optional<names::Names>(std::in_place, model, suite.words());
  for (std::string& promise : behaviour_promises(model, operation, suite, names ? *names : *own))
    add(std::move(promise), source);
}

}  // namespace hallmark::plan
