#include "endpoint/reference/generic.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace hallmark::endpoint {

using contract::Member;
using contract::Shape;
using contract::ShapeType;

namespace {

constexpr std::size_t most_told = 100;  // texts by which one resource is known

bool is_message(std::string_view name) { return core::equal_ignoring_case(name, "message"); }

bool contains(std::string_view text, std::string_view part) {
  return core::to_lower(text).find(core::to_lower(part)) != std::string::npos;
}

// A value given for one shape also fits another when they are the same shape or the same simple type.
bool fits(const Json& value, const Shape& target) {
  switch (target.type) {
    case ShapeType::string:
    case ShapeType::enumeration:
    case ShapeType::blob:
      return value.is_string();
    case ShapeType::boolean:
      return value.is_boolean();
    case ShapeType::timestamp:
      return value.is_number() || value.is_string();
    case ShapeType::list:
      return value.is_array();
    case ShapeType::map:
    case ShapeType::structure:
    case ShapeType::union_shape:
      return value.is_object();
    case ShapeType::document:
      return true;
    default:
      return value.is_number();
  }
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && core::equal_ignoring_case(text.substr(text.size() - end.size()), end);
}

// A text that identifies. What is known by name or ARN may have an id besides, which is another text.
bool names_resource(const std::string& member, const std::string& kind, const std::string& identifier) {
  if (core::equal_ignoring_case(member, identifier)) return true;
  if (!ends_with(identifier, "id") && !ends_with(identifier, "identifier")) return false;
  for (const std::string_view suffix : {"Id", "Identifier"}) {
    if (core::equal_ignoring_case(member, suffix) ||
        core::equal_ignoring_case(member, kind + std::string(suffix))) {
      return true;
    }
  }
  return false;
}

bool names_arn(const std::string& member, const std::string& kind) {
  return core::equal_ignoring_case(member, "arn") || core::equal_ignoring_case(member, kind + "Arn");
}

}  // namespace

// What one answer knows: the resource it is about, what was sent, the page of a list.
struct Generic::Answering {
  const Generic& generic;
  const Call& call;
  const OperationPlan& plan;
  const Resource* resource = nullptr;
  const std::vector<Json>* items = nullptr;  // of a list, ready to be shown
  std::optional<std::size_t> count;

  [[nodiscard]] std::optional<Json> operator()(const Member& member, const Shape& target,
                                               const std::string& pointer) const {
    auto known = find(member, target, pointer);
    // What is known of a resource need not be what this very member takes.
    if (known && (known->is_string() || known->is_structured()) &&
        !generic.validator_.check_value(target, *known).empty())
      return std::nullopt;
    return known;
  }

  [[nodiscard]] std::optional<Json> find(const Member& member, const Shape& target,
                                         const std::string& pointer) const {
    if (items != nullptr) {
      if (target.type == ShapeType::list && takes_items(member, target)) return Json(*items);
      if (count && (member.name == "Quantity" || member.name == "Count")) return Json(*count);
      if (member.name == "IsTruncated") return Json(false);
    }
    if (resource != nullptr) {
      if (auto known = of_resource(member, target)) return known;
    }
    if (auto one = list_of_one(member, target, pointer)) return one;
    // Nothing is known of it, but the request said what it should be.
    const auto sent = call.input.find(member.name);
    // At the root, and in the structure that shows what the request was about.
    const bool near = std::count(pointer.begin(), pointer.end(), '/') <= (resource == nullptr ? 2 : 1);
    if (sent != call.input.end() && !sent->is_null() && fits(*sent, target) && near)
      return with_identifiers(*sent, target);
    const bool in_body = !member.traits.has(contract::trait::http_header);
    if (target.type == ShapeType::string && in_body && std::count(pointer.begin(), pointer.end(), '/') <= 2)
      return generic.identifier_as_taken(member, target, generic.setting(call),
                                         resource == nullptr ? "" : resource->id);
    return std::nullopt;
  }

  // What was sent need not have the identifiers under which an answer shows it.
  [[nodiscard]] Json with_identifiers(Json shown, const Shape& target) const {
    if (target.type != ShapeType::structure) return shown;
    for (const Member& inner : target.members) {
      if (shown.contains(inner.name) || !(ends_with(inner.name, "id") || ends_with(inner.name, "arn")))
        continue;
      if (contract::target_of(generic.model_, inner).type != ShapeType::string) continue;
      auto made = generic.synthesizer_.value(inner, generic.setting(call), inner.name + shown.dump());
      if (made) shown[inner.name] = std::move(*made);
    }
    return shown;
  }

  // "LoadBalancers" of CreateLoadBalancer: the one.
  [[nodiscard]] std::optional<Json> list_of_one(const Member& member, const Shape& target,
                                                const std::string& pointer) const {
    std::string_view kind = resource != nullptr ? std::string_view(resource->kind) : call.operation.name();
    if (resource == nullptr) kind.remove_prefix(kind.starts_with("Create") ? 6 : kind.size());
    if (target.type != ShapeType::list || pointer != core::pointer_join("", member.name)) return std::nullopt;
    const Member* item = target.member("member");
    if (item == nullptr || kind.empty() || !contains(member.name, kind)) return std::nullopt;
    const Shape& shape = contract::target_of(generic.model_, *item);
    if (shape.type != ShapeType::structure) return std::nullopt;
    const std::string seed = resource != nullptr ? resource->kind + resource->id : std::string(kind);
    return Json::array({generic.synthesizer_.structure(shape, generic.setting(call), *this, seed)});
  }

  [[nodiscard]] bool takes_items(const Member& member, const Shape& target) const {
    const Member* item = target.member("member");
    if (item == nullptr) return false;
    if (member.name == "Items" || contains(member.name, plan.kind)) return true;
    return contains(contract::target_of(generic.model_, *item).name(), plan.kind);
  }

  [[nodiscard]] std::optional<Json> of_resource(const Member& member, const Shape& target) const {
    const std::string& kind = resource->kind;
    const auto identifier = generic.identifiers_.find(kind);
    const std::string key = identifier == generic.identifiers_.end() ? "Id" : identifier->second;
    if (target.type == ShapeType::string) {
      if (names_arn(member.name, kind)) {
        if (const auto arn = resource->hidden.find("arn"); arn != resource->hidden.end()) return *arn;
      }
      if (names_resource(member.name, kind, key)) return Json(resource->id);
      if (core::equal_ignoring_case(member.name, "ETag"))
        return Json(fmt::format("E{:013}", resource->version));
    }
    if (target.type == ShapeType::timestamp) {
      const bool changed = contains(member.name, "updat") || contains(member.name, "modif");
      if (changed || contains(member.name, "creat")) {
        return Json(call.time(changed ? resource->updated : resource->created));
      }
    }
    const auto stored = resource->body.find(member.name);
    if (stored != resource->body.end() && fits(*stored, target)) {
      Json shown = project(generic.model_, target, *stored);
      if (target.type != ShapeType::structure) return shown;
      // Settings come without the identifiers and times that an answer shows among them, and without what the
      // request asked for besides ("LogScope").
      for (const Member& inner : target.members) {
        const Shape& shape = contract::target_of(generic.model_, inner);
        if (shown.contains(inner.name) || shape.type == ShapeType::structure) continue;
        if (auto known = (*this)(inner, shape, "/")) shown[inner.name] = std::move(*known);
      }
      return with_identifiers(std::move(shown), target);
    }
    // Settings that came inside a structure ("DistributionConfig").
    if (target.type == ShapeType::structure) return std::nullopt;
    for (const auto& [name, value] : resource->body.items()) {
      if (!value.is_object() || !contains(name, kind)) continue;
      const auto inner = value.find(member.name);
      if (inner != value.end() && fits(*inner, target)) return project(generic.model_, target, *inner);
    }
    return std::nullopt;
  }
};

Generic::Generic(const contract::Model& model)
    : model_(model), synthesizer_(model), validator_(model), plans_(plan_operations(model, identifiers_)) {
  const Json* service = model.service.traits.find(contract::trait::service);
  const Json* signing = model.service.traits.find(contract::trait::sigv4);
  arn_service_ = service != nullptr && service->is_object() ? service->value("arnNamespace", "") : "";
  if (arn_service_.empty() && signing != nullptr && signing->is_object())
    arn_service_ = signing->value("name", "");
  if (arn_service_.empty()) arn_service_ = model.slug;
  find_takers();
}

const OperationPlan& Generic::plan(const contract::Operation& operation) const {
  static const OperationPlan none;
  const auto it = plans_.find(operation.id);
  return it == plans_.end() ? none : it->second;
}

Synthesizer::Setting Generic::setting(const Call& call) const {
  return {.arn_service = arn_service_,
          .region = call.options.region,
          .account = call.account.number,
          .now = call.now};
}

Json Generic::error_members(const Shape& error, const Call& call) const {
  const Known known = [&](const Member& member, const Shape& target,
                          const std::string&) -> std::optional<Json> {
    if (is_message(member.name)) return Json();
    // Chime's "Code" is the exception's name in short.
    for (const Json& value : contract::enum_values(target)) {
      if (!value.is_string()) continue;
      const auto& text = value.get_ref<const std::string&>();
      if (error.name() == text || error.name() == text + "Exception") return value;
    }
    return std::nullopt;
  };
  return synthesizer_.structure(error, setting(call), known, std::string(error.name()));
}

Raised Generic::listed(const Shape& error, const Call& call, std::string message) const {
  return {.name = std::string(error.name()),
          .message = std::move(message),
          .members = error_members(error, call),
          .status = std::nullopt};
}

Result Generic::answer(const Call& call, const Resource* resource) const {
  const Shape* output = call.operation.output.empty() ? nullptr : model_.shape(call.operation.output);
  if (output == nullptr) return {};
  const std::string seed =
      resource != nullptr ? resource->kind + resource->id : std::string(call.operation.name());
  const Answering answering{*this, call, plan(call.operation), resource, nullptr, std::nullopt};
  return {.output = synthesizer_.structure(*output, setting(call), answering, seed)};
}

Result Generic::introduce(const Call& call, Resource& resource) const {
  Result result = answer(call, &resource);
  Json& told = resource.hidden["told"];
  if (!told.is_object()) told = Json::object();
  const auto tell = [&](const auto& self, const Json& value, int depth) -> void {
    if (told.size() >= most_told || depth > 4) return;
    if (value.is_string() && !value.get_ref<const std::string&>().empty()) {
      told[value.get_ref<const std::string&>()] = true;
    } else if (value.is_object()) {
      for (const auto& [name, inner] : value.items()) self(self, inner, depth + 1);
    } else if (value.is_array() && value.size() == 1) {
      self(self, value.front(), depth + 1);
    }
  };
  for (const auto& [name, value] : call.input.items()) {
    if (value.is_string()) tell(tell, value, 0);
  }
  tell(tell, result.output, 0);
  if (const auto arn = resource.hidden.find("arn"); arn != resource.hidden.end()) tell(tell, *arn, 0);
  return result;
}

Result Generic::create(const Call& call, const OperationPlan& plan) const {
  const auto identifier = identifiers_.find(plan.kind);
  const std::string key = identifier == identifiers_.end() ? "" : identifier->second;
  std::string id = call.text(key);
  // The name stands among the settings: "DatabaseInput.Name".
  for (auto it = call.input.begin(); id.empty() && it != call.input.end(); ++it) {
    if (it->is_object() && contains(it.key(), plan.kind)) id = text_of(*it, key.c_str());
  }
  const bool put = call.operation.name().starts_with("Put");
  if (id.empty()) {
    id = new_identifier(call, plan, key);
  } else if (Resource* existing = call.account.find(plan.kind, id)) {
    if (!put) {
      if (listed_for(call.model, call.operation, Refusal::already_exists, plan.kind) != nullptr) {
        return raise(call, Refusal::already_exists,
                     fmt::format("There is a {} of this name already.", plan.kind));
      }
      return answer(call, existing);
    }
    existing->body.update(call.input);
    call.touch(*existing);
    return introduce(call, *existing);
  }
  if (call.full(plan.kind, 3)) {
    return raise(call, Refusal::limit,
                 fmt::format("The account has as many of {} as it may have.", plan.kind));
  }
  Resource& resource = call.create(plan.kind, id);
  resource.body = call.input;
  resource.hidden["arn"] =
      resource.id.starts_with("arn:")
          ? resource.id
          : best_of(call, plan.kind, {plan.kind + "Arn", "ResourceArn"}, arns(call, plan.kind, resource.id));
  return introduce(call, resource);
}

Result Generic::list(const Call& call, const OperationPlan& plan) const {
  const Shape* output = call.operation.output.empty() ? nullptr : model_.shape(call.operation.output);
  if (output == nullptr) return {};
  const auto resources = call.account.all(plan.kind);
  std::optional<std::size_t> size;
  std::string token, token_member;
  for (const auto& [name, value] : call.input.items()) {
    if (value.is_number_integer() &&
        (contains(name, "max") || contains(name, "limit") || contains(name, "size"))) {
      if (const auto asked = value.get<std::int64_t>(); asked > 0) size = static_cast<std::size_t>(asked);
    }
    if (value.is_string() && is_page_token(name)) token = value.get<std::string>();
  }
  const auto page = page_of(resources.size(), token, size);
  if (!page) return raise(call, Refusal::validation, "The token is none that was given out.");
  // The list's item structure, wherever in the output it stands.
  std::vector<Json> items;
  const Answering probe{*this, call, plan, nullptr, nullptr, std::nullopt};
  const Shape* item_shape = nullptr;
  const std::function<void(const Shape&, int)> search = [&](const Shape& shape, int depth) {
    for (const Member& member : shape.members) {
      const Shape& target = contract::target_of(model_, member);
      if (item_shape == nullptr && target.type == ShapeType::list && probe.takes_items(member, target)) {
        item_shape = &contract::target_of(model_, *target.member("member"));
      } else if (target.type == ShapeType::structure && depth < 2) {
        search(target, depth + 1);
      }
    }
  };
  search(*output, 0);
  for (std::size_t i = page->first; item_shape != nullptr && i < page->last; ++i) {
    const Resource* resource = resources[i];
    if (item_shape->type == ShapeType::structure) {
      const Answering answering{*this, call, plan, resource, nullptr, std::nullopt};
      items.push_back(
          synthesizer_.structure(*item_shape, setting(call), answering, resource->kind + resource->id));
    } else if (item_shape->type == ShapeType::string) {
      items.push_back(contains(item_shape->name(), "arn") ? resource->hidden.value("arn", Json(resource->id))
                                                          : Json(resource->id));
    }
  }
  const Answering answering{*this, call, plan, nullptr, &items, items.size()};
  Result result{.output = synthesizer_.structure(*output, setting(call), answering, plan.kind)};
  if (!page->next.empty()) {
    for (const Member& member : output->members) {
      if (is_page_token(member.name)) result.output[member.name] = page->next;
    }
  }
  return result;
}

Result Generic::run(const Call& call) const {
  const OperationPlan& plan = this->plan(call.operation);
  const auto missing = [&](const std::string& kind) -> std::optional<Result> {
    if (call.mutants.has("unknown-id-accepted")) return std::nullopt;
    const Shape* listed = listed_for(call.model, call.operation, Refusal::not_found, kind);
    if (listed == nullptr) return std::nullopt;
    Json members = error_members(*listed, call);
    return raise(std::string(listed->name()), fmt::format("There is no such {}.", kind), std::move(members));
  };
  const auto find = [&](const std::string& kind, const std::string& id) -> Resource* {
    if (Resource* resource = call.account.find(kind, id)) return resource;
    for (Resource* resource : call.account.all(kind)) {
      const auto told = resource->hidden.find("told");
      if (told != resource->hidden.end() && told->contains(id)) return resource;
    }
    return nullptr;
  };
  // Who does not say who it is has no account: what it names is somebody's.
  const bool anonymous = call.caller.credentials.access_key_id == "anonymous";
  for (const auto& [member, kind] : plan.references) {
    if (anonymous) break;
    if (find(kind, call.text(member)) == nullptr) {
      if (auto refused = missing(kind)) return *refused;
    }
  }
  switch (plan.act) {
    case Act::create:
      return create(call, plan);
    case Act::list:
      return list(call, plan);
    case Act::other:
      return answer(call, nullptr);
    default:
      break;
  }
  const std::string id = plan.identifier.empty() ? "" : call.text(plan.identifier);
  Resource* resource = id.empty() ? nullptr : find(plan.kind, id);
  if (resource == nullptr) {
    if (plan.strict && !id.empty() && !anonymous) {
      if (auto refused = missing(plan.kind)) return *refused;
    }
    return answer(call, nullptr);
  }
  if (plan.act == Act::update) {
    for (const auto& [name, value] : call.input.items()) {
      if (name != plan.identifier) resource->body[name] = value;
    }
    call.touch(*resource);
  }
  Result result = introduce(call, *resource);
  if (plan.act == Act::remove) call.erase(plan.kind, std::string(resource->id));
  return result;
}

}  // namespace hallmark::endpoint
