#include "plan/values/sites.h"

#include <algorithm>

#include "core/json.h"

namespace hallmark::plan {

using contract::Member;
using contract::Model;
using contract::Shape;
using contract::ShapeType;

Carrier::Carrier(const Values& values, std::string seed, std::shared_ptr<const Json> base)
    : values_(values), seed_(std::move(seed)), made_(true), ready_(Ready{std::move(base), {}, {}}) {}

Carrier::Carrier(const Carrier& parent, Step step, const Shape& shape, const Member& member, std::string path)
    : values_(parent.values_),
      seed_(parent.seed_),
      parent_(&parent),
      step_(step),
      shape_(&shape),
      member_(&member),
      path_(std::move(path)) {}

const Carrier::Ready* Carrier::ready() const {
  if (!made_) {
    made_ = true;
    make();
  }
  return ready_ ? &*ready_ : nullptr;
}

void Carrier::make() const {
  const auto* parent = parent_->ready();
  if (!parent) {
    problem_ = parent_->problem();
    return;
  }
  descend(*parent);
}

void Carrier::descend(const Ready& parent) const {
  const Json* here = core::pointer_find(*parent.document, parent.pointer);
  if (!here) {
    problem_ = "the place in the base request was not found";
    return;
  }
  const auto with = [&](const std::string& pointer, Json value, std::string key = {}) {
    auto document = std::make_shared<Json>(*parent.document);
    if (pointer.empty()) {
      *document = std::move(value);
    } else {
      (*document)[Json::json_pointer(pointer)] = std::move(value);
    }
    ready_ = Ready{std::move(document), pointer, std::move(key)};
  };
  const auto made = [&]() -> std::optional<Json> {
    auto value = values_.member(*member_, seed_ + " " + path_);
    if (!value.value) problem_ = value.problem;
    return std::move(value.value);
  };
  switch (step_) {
    case Step::root:
      break;
    case Step::member: {
      const auto pointer = core::pointer_join(parent.pointer, member_->name);
      if (here->is_object() && here->contains(member_->name)) {
        ready_ = Ready{parent.document, pointer, {}};
      } else if (auto value = made()) {
        // With what only makes sense beside it ("Segment" and "TotalSegments"), and without what it excludes.
        Json suited = *here;
        suited[member_->name] = *std::move(value);
        values_.suit(*shape_, suited, member_->name, seed_ + " " + path_);
        with(parent.pointer, std::move(suited));
        ready_->pointer = pointer;
      }
      break;
    }
    case Step::union_member: {
      const auto pointer = core::pointer_join(parent.pointer, member_->name);
      if (here->is_object() && here->contains(member_->name)) {
        ready_ = Ready{parent.document, pointer, {}};
      } else if (auto value = made()) {
        with(parent.pointer, Json{{member_->name, *std::move(value)}});
        if (ready_) ready_->pointer = pointer;
      }
      break;
    }
    case Step::item: {
      const auto pointer = core::pointer_join(parent.pointer, std::size_t{0});
      if (here->is_array() && !here->empty()) {
        ready_ = Ready{parent.document, pointer, {}};
      } else if (auto value = made()) {
        with(parent.pointer, Json::array({*std::move(value)}));
        if (ready_) ready_->pointer = pointer;
      }
      break;
    }
    case Step::map_value:
    case Step::map_key:
      if (here->is_object() && !here->empty()) {
        const auto key = here->begin().key();
        ready_ =
            Ready{parent.document,
                  step_ == Step::map_key ? parent.pointer : core::pointer_join(parent.pointer, key), key};
      } else {
        problem_ = "the map in the base request is empty";
      }
      break;
  }
}

namespace {

class Walker {
 public:
  Walker(const Model& model, std::size_t level, const std::function<void(const Site&)>& each)
      : model_(model), level_(level), each_(each) {}

  void structure(const Shape& shape, const std::string& path, const Carrier& carrier, std::size_t level,
                 Location location) {
    if (std::find(open_.begin(), open_.end(), &shape) != open_.end()) return;
    open_.push_back(&shape);
    const auto step =
        shape.type == ShapeType::union_shape ? Carrier::Step::union_member : Carrier::Step::member;
    for (const auto& member : shape.members) {
      if (level == 0) location = location_of(member);
      const auto at = path.empty() ? member.name : path + "." + member.name;
      value(shape, member, at, Carrier(carrier, step, shape, member, at), step, level, location);
    }
    open_.pop_back();
  }

  bool found = false;

 private:
  void value(const Shape& parent, const Member& member, const std::string& path, const Carrier& carrier,
             Carrier::Step step, std::size_t level, Location location) {
    const Shape& target = contract::target_of(model_, member);
    if (level == level_) {
      found = true;
      each_(Site{.member = member,
                 .target = target,
                 .parent = parent,
                 .path = path,
                 .level = level,
                 .location = location,
                 .step = step,
                 .carrier = carrier});
    }
    switch (target.type) {
      case ShapeType::structure:
      case ShapeType::union_shape:
        if (level < level_) structure(target, path, carrier, level + 1, location);
        break;
      case ShapeType::list:
      case ShapeType::map: {
        if (std::find(open_.begin(), open_.end(), &target) != open_.end()) return;
        open_.push_back(&target);
        for (const auto& inner : target.members) {
          const bool list = target.type == ShapeType::list;
          const bool key = !list && inner.name == "key";
          const auto at = path + (list ? "[]" : key ? "{key}" : "{}");
          const auto down = list  ? Carrier::Step::item
                            : key ? Carrier::Step::map_key
                                  : Carrier::Step::map_value;
          value(target, inner, at, Carrier(carrier, down, target, inner, at), down, level, location);
        }
        open_.pop_back();
        break;
      }
      default:
        break;
    }
  }

  const Model& model_;
  std::size_t level_;
  const std::function<void(const Site&)>& each_;
  std::vector<const Shape*> open_;
};

}  // namespace

bool walk_sites(const Model& model, const Shape& input, const Carrier& root, std::size_t level,
                const std::function<void(const Site&)>& each) {
  Walker walker(model, level, each);
  walker.structure(input, {}, root, 0, Location::body);
  return walker.found;
}

}  // namespace hallmark::plan
