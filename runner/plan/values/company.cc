#include "plan/values/company.h"

#include <algorithm>
#include <utility>

#include "plan/values/nouns.h"

namespace hallmark::plan {

using contract::Member;
using contract::Shape;

namespace {

// The members of a structure that a pattern names, in its order.
std::vector<std::string> named(const Shape& shape, const std::vector<std::string>& patterns) {
  std::vector<std::string> result;
  for (const auto& pattern : patterns) {
    for (const auto& member : shape.members) {
      if (names::names_match(pattern, member.name)) result.push_back(member.name);
    }
  }
  return result;
}

bool above(const Json& low, const Json& high) {
  return ((low.is_number() && high.is_number()) || (low.is_string() && high.is_string())) && high < low;
}

}  // namespace

Company::Company(const Certainties& certainties, const Shape& shape, const Json& given)
    : certainties_(certainties), shape_(shape) {
  for (const auto& [name, value] : given.items()) given_.insert(name);
  const auto place = certainties_.place(shape_);
  const auto& rules = certainties_.rules();
  rules.needed(place, [&](const names::Needed& row) {
    told_ = told_ || (!row.reach.operation.empty() && row.reach.operation.find('*') == std::string::npos);
    for (auto& name : named(shape_, row.all)) needed_.insert(std::move(name));
    const auto choice = named(shape_, row.any);
    if (choice.empty()) return;
    const auto one =
        std::find_if(choice.begin(), choice.end(), [&](const auto& name) { return stays(name); });
    const auto& chosen = one == choice.end() ? choice.front() : *one;
    needed_.insert(chosen);
    for (const auto& name : choice) {
      if (!stays(name)) excluded_.insert(name);
    }
  });
  rules.apart(place, [&](const names::Apart& row) {
    const auto others = named(shape_, row.others), first = named(shape_, row.first);
    const auto stay = [&](const std::vector<std::string>& members) {
      return std::any_of(members.begin(), members.end(), [&](const auto& name) { return stays(name); });
    };
    if (stay(others)) {
      excluded_.insert(first.begin(), first.end());
    } else if (stay(first)) {
      excluded_.insert(others.begin(), others.end());
    }
  });
}

bool Company::stays(std::string_view name) const {
  if (given_.contains(name) || needed_.contains(name)) return true;
  const auto* member = shape_.member(name);
  return member && must_be_given(*member);
}

void Company::settle(Json& document, const Make& make, const Keeps& keeps) const {
  complete(document, make);
  part(document);
  order(document, keeps);
}

void Company::complete(Json& document, const Make& make) const {
  certainties_.rules().together(certainties_.place(shape_), [&](const names::Together& row) {
    const auto all = named(shape_, row.members);
    const bool partly =
        std::any_of(all.begin(), all.end(), [&](const auto& n) { return document.contains(n); });
    if (!partly || all.size() < 2) return;
    const bool stay =
        std::any_of(all.begin(), all.end(), [&](const auto& n) { return document.contains(n) && stays(n); });
    bool complete = true;
    for (const auto& name : all) {
      if (document.contains(name)) continue;
      auto value = excludes(name) ? std::nullopt : make(*shape_.member(name));
      if (value) document[name] = *std::move(value);
      complete = complete && document.contains(name);
    }
    if (complete || stay) return;
    for (const auto& name : all) document.erase(name);
  });
}

void Company::part(Json& document) const {
  certainties_.rules().apart(certainties_.place(shape_), [&](const names::Apart& row) {
    const auto first = named(shape_, row.first);
    if (std::none_of(first.begin(), first.end(), [&](const auto& n) { return document.contains(n); })) return;
    for (const auto& name : named(shape_, row.others)) {
      if (!stays(name)) document.erase(name);
    }
  });
}

void Company::order(Json& document, const Keeps& keeps) const {
  for (const auto& member : shape_.members) {
    const auto upper = certainties_.rules().upper_of(member.name);
    if (upper.empty() || !document.contains(member.name)) continue;
    const auto* other = shape_.member(upper);
    if (!other) other = shape_.member(lower_first(upper));
    if (!other || !document.contains(other->name)) continue;
    Json& low = document[member.name];
    Json& high = document[other->name];
    if (!above(low, high)) continue;
    const bool low_given = given_.contains(member.name), high_given = given_.contains(other->name);
    if (!low_given && !high_given && keeps(member, high) && keeps(*other, low)) {
      std::swap(low, high);
    } else if (!low_given && keeps(member, high)) {
      low = high;
    } else if (!high_given && keeps(*other, low)) {
      high = low;
    }
  }
}

}  // namespace hallmark::plan
