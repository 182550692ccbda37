#include "endpoint/reference/sequences.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "endpoint/reference/plan.h"

namespace hallmark::endpoint {

using contract::Shape;
using contract::ShapeType;
using names::Sequences;

namespace {

bool is_open(const std::string& text) { return text.find("${") != std::string::npos; }

// What was sent is what the row sends; a variable of the row is any text.
bool matches(const Json& row, const Json& sent) {
  if (row.is_string() && is_open(row.get_ref<const std::string&>())) return sent.is_string();
  if (row.is_object() && row.contains("$bytes")) return sent.is_string();
  if (row.is_object()) {
    return sent.is_object() && std::all_of(row.items().begin(), row.items().end(), [&](const auto& part) {
             const auto found =
                 is_open(part.key()) && sent.size() == 1 ? sent.begin() : sent.find(part.key());
             return part.value().is_null() ? found == sent.end()
                                           : found != sent.end() && matches(part.value(), *found);
           });
  }
  if (row.is_array()) {
    return sent.is_array() && std::equal(row.begin(), row.end(), sent.begin(), sent.end(), matches);
  }
  return row == sent;
}

// A call of a row: what it sends, and what is kept of it.
struct Step {
  const std::string& call;
  const Json& with;
  const std::map<std::string, std::string>& keep;
};

Step step_of(const Sequences::Row& row, std::size_t at) {
  if (at == row.before.size()) return {row.operation, row.send, row.keep};
  const Sequences::Step& step =
      at < row.before.size() ? row.before[at] : row.then[at - row.before.size() - 1];
  return {step.call, step.with, step.keep};
}

std::size_t steps_in(const Sequences::Row& row) { return row.before.size() + 1 + row.then.size(); }

void put(Json& root, const std::string& pointer, Json value) {
  Json* at = &root;
  for (const std::string& token : core::pointer_tokens(pointer)) {
    const bool index = !token.empty() && token.find_first_not_of("0123456789") == std::string::npos;
    if (!at->is_structured()) *at = index ? Json::array() : Json::object();
    if (at->is_array()) {
      const std::size_t number = index ? std::stoul(token) : 0;
      while (at->size() <= number) at->push_back(Json());
      at = &(*at)[number];
    } else {
      at = &(*at)[token];
    }
  }
  *at = std::move(value);
}

void take_away(Json& root, const std::string& pointer) {
  const auto tokens = core::pointer_tokens(pointer);
  Json* at = &root;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string& token = tokens[i];
    const bool last = i + 1 == tokens.size();
    if (at->is_object() && at->contains(token)) {
      if (last) at->erase(token);
      if (last) return;
      at = &(*at)[token];
    } else if (at->is_array() && token.find_first_not_of("0123456789") == std::string::npos &&
               std::stoul(token) < at->size()) {
      if (last) at->erase(at->begin(), at->end());
      if (last) return;
      at = &(*at)[std::stoul(token)];
    } else {
      return;
    }
  }
}

const Shape* shape_at(const contract::Model& model, const Shape* shape, const std::string& pointer) {
  for (const std::string& token : core::pointer_tokens(pointer)) {
    const contract::Member* member = shape->type == ShapeType::list  ? shape->member("member")
                                     : shape->type == ShapeType::map ? shape->member("value")
                                                                     : shape->member(token);
    if (member == nullptr) return nullptr;
    shape = &contract::target_of(model, *member);
  }
  return shape;
}

// Any value of the shape that is more than nothing.
Json something(const contract::Model& model, const Shape& shape, int depth = 0) {
  constexpr int deepest = 4;
  if (contract::is_number(shape.type)) return 7;
  if (shape.type == ShapeType::boolean) return true;
  if (shape.type == ShapeType::timestamp) return "2024-01-01T00:00:00Z";
  if (shape.type == ShapeType::blob) return core::base64_encode("something");
  if (!contract::is_aggregate(shape.type) || shape.members.empty()) return "something";
  if (depth == deepest) return Json();
  const contract::Member& first = shape.members.back();
  const Json inner = something(model, contract::target_of(model, first), depth + 1);
  if (shape.type == ShapeType::list) return Json::array({inner});
  if (shape.type == ShapeType::map) return {{"something", inner}};
  return {{shape.members.front().name,
           something(model, contract::target_of(model, shape.members.front()), depth + 1)}};
}

// Each of the texts in an item of its own, under the name by which the row has kept it.
Json items_of(const contract::Model& model, const Shape* list, const Json& texts) {
  Json items = Json::array();
  const contract::Member* member = list == nullptr ? nullptr : list->member("member");
  const Shape* item = member == nullptr ? nullptr : &contract::target_of(model, *member);
  for (const Json& text : texts) {
    Json made = Json::object();
    for (const contract::Member& part : item == nullptr ? std::vector<contract::Member>() : item->members) {
      const std::string name = core::to_lower(part.name);
      if (name != "versionid" && name != "key") continue;
      made[part.name] = text;
      break;
    }
    items.push_back(item != nullptr && item->type == ShapeType::string ? text : made);
  }
  return items;
}

}  // namespace

Sequence::Sequence(const Call& call) : call_(call) {
  for (const Sequences::Row& row : Sequences::standard().rows) {
    if (row.service == call.model.slug) enter(row);
  }
}

void Sequence::enter(const Sequences::Row& row) {
  const std::string key = "sequence " + row.operation + "/" + row.name;
  auto& remembered = call_.account.remembered;
  const auto known = remembered.find(key);
  const std::size_t next = known == remembered.end() ? 0 : known->second.at("next").get<std::size_t>();
  const auto fits = [&](std::size_t at) {
    const Step step = step_of(row, at);
    return call_.operation.name() == step.call && matches(step.with, call_.input);
  };
  // What is read afterwards may be read again until it shows what is waited for.
  const bool on = next < steps_in(row) && fits(next);
  if (!on && (next <= row.before.size() + 1 || !fits(next - 1))) return;
  const std::size_t at = on ? next : next - 1;
  if (known == remembered.end()) remembered[key] = {{"kept", Json::object()}, {"broken", false}};
  remembered[key]["next"] = at + 1;
  if (at == row.before.size()) {
    const bool broken = call_.mutants.acts("sequence-broken", row.name);
    remembered[key]["broken"] = broken;
    if (row.refuses() && !broken) refusing_ = &row;
  }
  places_.push_back({&row, key, at});
}

Json Sequence::substituted(const Json& value, const Json& kept) const {
  if (value.is_structured()) {
    Json made = value;
    for (Json& part : made) part = substituted(part, kept);
    return made;
  }
  if (!value.is_string()) return value;
  std::string text = value.get<std::string>();
  for (const auto& [name, known] : kept.items()) {
    if (text == "${" + name + "}") return known;
    if (known.is_string()) text = core::replace_all(text, "${" + name + "}", known.get<std::string>());
  }
  return text;
}

void Sequence::claim(const Place& place, const Sequences::Claim& claim, Json& output) const {
  const Json& state = call_.account.remembered.at(place.key);
  const bool broken = state.at("broken").get<bool>();
  const Shape* root = output_shape(call_.model, call_.operation);
  const Shape* shape = root == nullptr ? nullptr : shape_at(call_.model, root, claim.at);
  const Json value = substituted(claim.value, state.at("kept"));
  switch (claim.kind) {
    case Sequences::Claim::Kind::is:
      if (broken) {
        take_away(output, claim.at);
      } else {
        put(output, claim.at, value);
      }
      return;
    case Sequences::Claim::Kind::shown:
      if (broken) take_away(output, claim.at);
      if (!broken && core::pointer_find(output, claim.at) == nullptr && shape != nullptr)
        put(output, claim.at, something(call_.model, *shape));
      return;
    case Sequences::Claim::Kind::hidden:
      if (!broken) take_away(output, claim.at);
      if (broken && shape != nullptr) put(output, claim.at, something(call_.model, *shape));
      return;
    case Sequences::Claim::Kind::once:
      put(output, claim.at, broken ? Json::array() : items_of(call_.model, shape, value));
      return;
    case Sequences::Claim::Kind::other_than: {
      const Json held = state.at("kept").value(claim.value.get<std::string>(), Json());
      const Json* before = core::pointer_find(held, claim.at);
      const Json* now = core::pointer_find(output, claim.at);
      if (before == nullptr || now == nullptr || !(now->is_number() || now->is_string()) ||
          broken != (*before != *now))
        return;
      Json other = broken             ? *before
                   : now->is_number() ? Json(now->get<std::int64_t>() + 1)
                                      : Json(now->get<std::string>() + "2");
      put(output, claim.at, std::move(other));
      return;
    }
  }
}

void Sequence::answer(Json& output) const {
  for (const Place& place : places_) {
    const Sequences::Row& row = *place.row;
    const std::size_t own = row.before.size();
    for (const Sequences::Claim& each : row.claims) {
      if (place.step == (each.of ? own + 1 + *each.of : own)) claim(place, each, output);
    }
    Json& kept = call_.account.remembered.at(place.key)["kept"];
    for (const auto& [name, pointer] : step_of(row, place.step).keep) {
      const Json* value = core::pointer_find(output, pointer);
      if (value == nullptr) value = core::pointer_find(call_.input, pointer);
      if (value != nullptr) kept[name] = *value;
    }
  }
}

}  // namespace hallmark::endpoint
