#include "plan/kinds/relation_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "core/text.h"
#include "names/relations.h"
#include "plan/cases/promise_ids.h"
#include "plan/context/between_calls.h"
#include "plan/context/validation_errors.h"

namespace hallmark::plan {
namespace {

using contract::Member;
using contract::Shape;
using contract::ShapeType;
using names::Kind;

constexpr std::size_t most_orders = 6;           // of one operation
constexpr std::int64_t no_version_yet = 987654;  // of a thing that was just made

// The least and the most of one thing, and where they stand.
struct Order {
  const Member* top = nullptr;  // the structure that has both; null: the request
  const Shape* shape = nullptr;
  const Member *least = nullptr, *most = nullptr;
};

class RelationCases : public BetweenCalls {
 public:
  using BetweenCalls::BetweenCalls;

  std::vector<Wanted> all() {
    if (!ready()) return {};
    stale();
    // Where something is only looked for nothing need be refused: nothing is found.
    if (kind_ == Kind::read || kind_ == Kind::list) return take();
    const Shape& input = input_of(context_.model, context_.operation);
    orders_in(input, nullptr);
    for (const Member& member : input.members) {
      const Shape& inner = contract::target_of(context_.model, member);
      if (inner.type == ShapeType::structure) orders_in(inner, &member);
    }
    return take();
  }

 private:
  // ---- versions ----

  void stale() {
    for (const Member& member : input_of(context_.model, context_.operation).members) {
      Listed errors;
      for (const Shape* error : contract::listed_errors(context_.model, context_.operation)) {
        if (names::says_stale(error->name(), member.name)) errors.exceptions.emplace_back(error->name());
      }
      if (errors.exceptions.empty()) continue;
      errors.evidence = fmt::format("the operation lists {}", core::join(errors.exceptions, ", "));
      const std::string promise = behaviour_promise(id_, "stale", member.name);
      want(promise, Depth::quick, errors.exceptions, [=, this, &member]() -> Wanted::Result {
        auto other = other_version(member);
        if (!other) return {};
        Case test = about("stale-" + member.name, promise, errors);
        test.title = member.name + " of another version than the thing has";
        test.send[member.name] = *std::move(other);
        also_as_input(test);
        return finished(std::move(test), *base_->document, errors);
      });
    }
  }

  [[nodiscard]] std::optional<Json> other_version(const Member& member) const {
    const auto given = base_->document->find(member.name);
    if (given != base_->document->end()) {
      const std::string variable = variable_of(*given);
      return variable.empty() ? std::nullopt : std::optional<Json>("${unlike." + variable + "}");
    }
    if (contract::is_number(contract::target_of(context_.model, member).type))
      return context_.values.keeps(member, no_version_yet) ? std::optional<Json>(no_version_yet)
                                                           : std::nullopt;
    return context_.values.member(member, id_ + " stale " + member.name).value;
  }

  // ---- orders ----

  void orders_in(const Shape& shape, const Member* top) {
    for (const Member& least : shape.members) {
      const std::string name = names::refused_below(least.name);
      const Member* most = name.empty() ? nullptr : shape.member(name);
      if (most && is_number(least) && is_number(*most)) order({top, &shape, &least, most});
    }
  }

  [[nodiscard]] bool is_number(const Member& member) const {
    return contract::is_number(contract::target_of(context_.model, member).type);
  }

  void order(const Order& order) {
    if (orders_++ == most_orders) return;
    const std::string path = order.top ? order.top->name + "." + order.least->name : order.least->name;
    Listed errors;
    errors.exceptions =
        validation_errors(context_.model, context_.operation, context_.suite, context_.protocol).declared;
    errors.evidence = fmt::format("names: {} is not above {}", order.least->name, order.most->name);
    const std::string promise = behaviour_promise(id_, "input", path);
    want(promise, Depth::quick, {}, [=, this]() -> Wanted::Result {
      const auto right = in_order(order, id_ + " order " + path);
      if (!right) return {};
      auto wrong = out_of_order(order, *right);
      if (!wrong) return {};
      Case test = about("order-" + path, promise, errors);
      test.title = fmt::format("{} above {}", order.least->name, order.most->name);
      test.provoke = Provocation::request;
      test.send = *std::move(wrong);
      also_as_input(test);
      return finished(std::move(test), *right, errors);
    });
  }

  [[nodiscard]] static std::string pointer_to(const Order& order, const Member& member) {
    const std::string above = order.top ? core::pointer_join("", order.top->name) : std::string();
    return core::pointer_join(above, member.name);
  }

  // The request with both, as they should be.
  [[nodiscard]] std::optional<Json> in_order(const Order& order, const std::string& seed) const {
    Json document = *base_->document;
    if (order.top && !document.contains(order.top->name)) {
      ValueOptions options;
      options.full = true;
      auto made = context_.values.member(*order.top, seed, options);
      if (!made.value || !made.value->is_object()) return std::nullopt;
      document[order.top->name] = *std::move(made.value);
      context_.values.suit(input_of(context_.model, context_.operation), document, order.top->name, seed);
    }
    Json& where = order.top ? document[order.top->name] : document;
    for (const Member* member : {order.most, order.least}) {
      if (where.contains(member->name)) continue;
      auto made = context_.values.member(*member, seed);
      if (!made.value) return std::nullopt;
      where[member->name] = *std::move(made.value);
      context_.values.suit(*order.shape, where, member->name, seed);
    }
    return document;
  }

  // Changed about; of two that are equal the least is one more, or the most one less.
  [[nodiscard]] std::optional<Json> out_of_order(const Order& order, Json document) const {
    const Json::json_pointer low(pointer_to(order, *order.least)), high(pointer_to(order, *order.most));
    if (!document.contains(low) || !document.contains(high)) return std::nullopt;
    const Json least = document.at(low), most = document.at(high);
    if (!least.is_number_integer() || !most.is_number_integer() || least > most) return std::nullopt;
    Json more = most, less = least;
    if (least == most) {
      more = most.get<std::int64_t>() + 1;
      less = most;
      if (!context_.values.keeps(*order.least, more)) {
        more = least;
        less = least.get<std::int64_t>() - 1;
      }
    }
    if (!context_.values.keeps(*order.least, more) || !context_.values.keeps(*order.most, less))
      return std::nullopt;
    document[low] = more;
    document[high] = less;
    return document;
  }

  // ---- both ----

  // Who looks at the form first may say so by an error of the input.
  void also_as_input(Case& test) const {
    for (Outcome& outcome : context_.validation_outcomes(false)) {
      const bool there = std::any_of(test.expect.begin(), test.expect.end(), [&](const Outcome& each) {
        return each.exception == outcome.exception;
      });
      if (!there) test.expect.push_back(std::move(outcome));
    }
  }

  [[nodiscard]] Wanted::Result finished(Case test, const Json& right, const Listed& errors) const {
    test.control = {{.op = "replace", .path = "", .value = right}};
    test.base_key = context_.key_of(right);
    check(test, errors);
    return {.test = std::move(test), .problem = {}};
  }

  std::size_t orders_ = 0;
};

}  // namespace

std::vector<Wanted> relation_cases(Context& context, const names::Names& names) {
  return wanted_by<RelationCases>(context, names);
}

}  // namespace hallmark::plan
