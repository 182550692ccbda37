#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <set>

#include "core/text.h"
#include "endpoint/reference/generic.h"

namespace hallmark::endpoint {

namespace {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;

struct Verb {
  std::string_view prefix;
  Act act;
};
constexpr std::array<Verb, 19> verbs = {{{"Create", Act::create},
                                         {"Register", Act::create},
                                         {"Allocate", Act::create},
                                         {"Import", Act::create},
                                         {"Put", Act::create},
                                         {"Get", Act::read},
                                         {"Describe", Act::read},
                                         {"Head", Act::read},
                                         {"Update", Act::update},
                                         {"Modify", Act::update},
                                         {"Change", Act::update},
                                         {"Delete", Act::remove},
                                         {"Remove", Act::remove},
                                         {"Deregister", Act::remove},
                                         {"Release", Act::remove},
                                         {"Terminate", Act::remove},
                                         {"List", Act::list},
                                         {"Search", Act::list},
                                         {"Query", Act::list}}};

struct Split {
  Act act;
  std::string noun;
};

std::optional<Split> split(std::string_view name) {
  for (const Verb& verb : verbs) {
    if (name.size() > verb.prefix.size() && name.starts_with(verb.prefix) &&
        std::isupper(static_cast<unsigned char>(name[verb.prefix.size()])) != 0) {
      return Split{verb.act, std::string(name.substr(verb.prefix.size()))};
    }
  }
  return std::nullopt;
}

std::vector<std::string> singulars(std::string_view noun) {
  std::vector<std::string> found;
  if (noun.ends_with("ies")) found.push_back(std::string(noun.substr(0, noun.size() - 3)) + "y");
  if (noun.ends_with("es")) found.emplace_back(noun.substr(0, noun.size() - 2));
  if (noun.ends_with("s")) found.emplace_back(noun.substr(0, noun.size() - 1));
  return found;
}

const Shape* input_of(const Model& model, const Operation& operation) {
  return operation.input.empty() ? nullptr : model.shape(operation.input);
}

bool is_text(const Model& model, const Member& member) {
  const auto type = contract::target_of(model, member).type;
  return type == contract::ShapeType::string;
}

// The member that says which resource of a kind an operation means.
std::string identifier_of(const Model& model, const Operation& operation, const std::string& kind) {
  const Shape* input = input_of(model, operation);
  if (input == nullptr) return {};
  const std::array<std::string, 9> wanted = {kind + "Id", kind + "Identifier", kind + "Arn", kind + "Name",
                                             "Id",        "Identifier",        "Arn",        "Name",
                                             kind + "Url"};
  for (const bool required : {true, false}) {
    for (const std::string& name : wanted) {
      for (const Member& member : input->members) {
        if (core::equal_ignoring_case(member.name, name) && is_text(model, member) &&
            contract::is_required(member) == required) {
          return member.name;
        }
      }
    }
    // "QueueUrl" of GetQueueAttributes, "Bucket" of DeleteBucket; else the last required text.
    if (required) {
      std::string last;
      for (const Member& member : input->members) {
        if (!contract::is_required(member) || !is_text(model, member)) continue;
        if (core::equal_ignoring_case(member.name, kind)) return member.name;
        last = member.name;
      }
      if (!last.empty()) return last;
    }
  }
  return {};
}

void plan_smithy_resources(const Model& model, std::map<std::string, OperationPlan, std::less<>>& plans,
                           std::set<std::string>& kinds) {
  for (const auto& [id, resource] : model.resources) {
    std::string kind(contract::name_of(id));
    constexpr std::string_view ending = "Resource";  // "DomainResource" is what members call a domain
    if (kind.size() > ending.size() && kind.ends_with(ending)) kind.resize(kind.size() - ending.size());
    if (resource.create.empty() && resource.put.empty()) continue;
    kinds.insert(kind);
    const auto bind = [&](const std::string& operation, Act act) {
      if (operation.empty()) return;
      plans[operation] = {.act = act, .kind = kind, .identifier = {}, .strict = false, .references = {}};
    };
    bind(resource.create, Act::create);
    bind(resource.put, Act::create);
    bind(resource.read, Act::read);
    bind(resource.update, Act::update);
    bind(resource.delete_operation, Act::remove);
    bind(resource.list, Act::list);
  }
}

void plan_names(const Model& model, std::map<std::string, OperationPlan, std::less<>>& plans,
                std::set<std::string>& kinds) {
  const auto operations = model.all_operations();
  std::map<std::string, int> acts;  // noun -> 1: created, 2: read, changed or removed
  for (const Operation* operation : operations) {
    const auto parts = split(operation->name());
    if (!parts) continue;
    if (parts->act == Act::create) acts[parts->noun] |= 1;
    if (parts->act == Act::read || parts->act == Act::update || parts->act == Act::remove)
      acts[parts->noun] |= 2;
  }
  for (const auto& [noun, what] : acts) {
    if (what == 3) kinds.insert(noun);
  }
  for (const Operation* operation : operations) {
    if (plans.contains(operation->id)) continue;
    auto parts = split(operation->name());
    if (!parts) continue;
    // Imported is what was created before.
    if (operation->name().starts_with("Import") && model.operation("Create" + parts->noun) != nullptr)
      parts->act = Act::update;
    if (kinds.contains(parts->noun) && parts->act != Act::list) {
      plans[operation->id] = {
          .act = parts->act, .kind = parts->noun, .identifier = {}, .strict = false, .references = {}};
      continue;
    }
    if (parts->act != Act::list && parts->act != Act::read) continue;
    for (const std::string& noun : singulars(parts->noun)) {
      if (!kinds.contains(noun)) continue;
      plans[operation->id] = {
          .act = Act::list, .kind = noun, .identifier = {}, .strict = false, .references = {}};
      break;
    }
  }
}

// "Id", "DomainId", "domainArn", "Domain": a domain and nothing else.
bool surely_names(const std::string& member, const std::string& kind) {
  if (core::equal_ignoring_case(member, kind)) return true;
  for (const std::string_view word : {"Id", "Identifier", "Arn", "Name", "Url"}) {
    if (core::equal_ignoring_case(member, word) ||
        core::equal_ignoring_case(member, kind + std::string(word)))
      return true;
  }
  return false;
}

// Names, in lower case, of the texts by which a kind is known after it was made: in the answer, or given by
// the caller.
using Told = std::map<std::string, std::set<std::string>>;  // by kind

void tell(const Model& model, const Shape& shape, int depth, std::set<std::string>& names) {
  for (const Member& member : shape.members) {
    const Shape* target = &contract::target_of(model, member);
    if (target->type == contract::ShapeType::list && target->member("member") != nullptr)
      target = &contract::target_of(model, *target->member("member"));
    if (target->type == contract::ShapeType::string) names.insert(core::to_lower(member.name));
    if (target->type == contract::ShapeType::structure && depth < 3) tell(model, *target, depth + 1, names);
  }
}

Told told_by_creation(const Model& model, const std::map<std::string, OperationPlan, std::less<>>& plans) {
  Told told;
  for (const auto& [id, plan] : plans) {
    const Operation* operation = plan.act == Act::create ? model.operation(id) : nullptr;
    if (operation == nullptr) continue;
    for (const std::string* shape_id : {&operation->input, &operation->output}) {
      const Shape* shape = shape_id->empty() ? nullptr : model.shape(*shape_id);
      if (shape != nullptr) tell(model, *shape, 0, told[plan.kind]);
    }
  }
  return told;
}

// Whether a caller can know what to give in this member: a kind whose creation tells an ARN alone has ids
// that nobody can name.
bool can_be_known(const Told& told, const std::string& kind, const std::string& member) {
  const auto names = told.find(kind);
  if (names == told.end()) return false;
  const std::string lower = core::to_lower(member), stem = core::to_lower(kind);
  std::string word = lower.starts_with(stem) ? lower.substr(stem.size()) : lower;
  if (word.empty()) word = "name";
  std::vector<std::string> words{word};
  if (word == "identifier") words = {"identifier", "id", "arn", "name"};
  for (const std::string& each : words) {
    if (names->second.contains(each) || names->second.contains(stem + each)) return true;
  }
  return names->second.contains(lower);
}

// Kinds that come into being and go by operations which need nothing but one identifier: only of these is
// everything that exists known.
std::set<std::string> kept_kinds(const Model& model,
                                 const std::map<std::string, OperationPlan, std::less<>>& plans) {
  std::set<std::string> made, removed;
  for (const auto& [id, plan] : plans) {
    const Operation* operation = model.operation(id);
    if (operation == nullptr) continue;  // a resource may name operations that a partial contract lacks
    const Shape* input = input_of(model, *operation);
    if (plan.act == Act::create && !operation->name().starts_with("Put")) made.insert(plan.kind);
    if (plan.act != Act::remove || input == nullptr) continue;
    std::size_t needed = 0, naming = 0;
    for (const Member& member : input->members) {
      if (!contract::is_required(member)) continue;
      ++needed;
      if (is_text(model, member) && surely_names(member.name, plan.kind)) ++naming;
    }
    if (needed == 1 && naming == 1) removed.insert(plan.kind);
  }
  std::set<std::string> kept;
  std::set_intersection(made.begin(), made.end(), removed.begin(), removed.end(),
                        std::inserter(kept, kept.end()));
  return kept;
}

// "DomainId" in an operation on fraudsters names a domain.
void find_references(const Model& model, const std::set<std::string>& kinds, const Told& told,
                     const Operation& operation, OperationPlan& plan) {
  const Shape* input = input_of(model, operation);
  if (input == nullptr) return;
  for (const Member& member : input->members) {
    if (!contract::is_required(member) || member.name == plan.identifier || !is_text(model, member)) continue;
    for (const std::string& kind : kinds) {
      if (kind == plan.kind && plan.act == Act::create) continue;
      for (const std::string_view suffix : {"Id", "Identifier", "Arn"}) {
        if (core::equal_ignoring_case(member.name, kind + std::string(suffix)) &&
            can_be_known(told, kind, member.name)) {
          plan.references[member.name] = kind;
        }
      }
    }
  }
}

}  // namespace

std::map<std::string, OperationPlan, std::less<>> plan_operations(
    const Model& model, std::map<std::string, std::string>& identifiers) {
  std::map<std::string, OperationPlan, std::less<>> plans;
  std::set<std::string> kinds;
  plan_smithy_resources(model, plans, kinds);
  plan_names(model, plans, kinds);
  for (const Operation* operation : model.all_operations()) {
    OperationPlan& plan = plans[operation->id];
    if (plan.act == Act::read || plan.act == Act::update || plan.act == Act::remove) {
      plan.identifier = identifier_of(model, *operation, plan.kind);
      // Reading says best what a kind is known by.
      if (!plan.identifier.empty() && (plan.act == Act::read || !identifiers.contains(plan.kind))) {
        identifiers[plan.kind] = plan.identifier;
      }
    }
  }
  const std::set<std::string> kept = kept_kinds(model, plans);
  const Told told = told_by_creation(model, plans);
  for (const Operation* operation : model.all_operations()) {
    OperationPlan& plan = plans[operation->id];
    plan.strict = kept.contains(plan.kind) && surely_names(plan.identifier, plan.kind) &&
                  can_be_known(told, plan.kind, plan.identifier);
    find_references(model, kept, told, *operation, plan);
  }
  return plans;
}

}  // namespace hallmark::endpoint
