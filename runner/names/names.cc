#include "names/names.h"

#include <algorithm>

#include "contract/text_facts.h"
#include "core/text.h"
#include "names/exception_class.h"

namespace hallmark::names {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;

Names::Names(const Model& model, const Knowledge& knowledge) : model_(model), knowledge_(knowledge) {
  for (const auto& [id, resource] : model.resources) {
    const auto* create = resource.create.empty() ? nullptr : model.operation(resource.create);
    std::string noun = create == nullptr ? std::string() : knowledge.noun_of(create->name());
    if (noun.empty()) noun = std::string(contract::name_of(id));
    const auto bind = [&](const std::string& operation, Kind kind) {
      if (!operation.empty()) bound_.emplace(operation, Bound{kind, noun});
    };
    bind(resource.create, Kind::make);
    bind(resource.put, Kind::make);
    bind(resource.read, Kind::read);
    bind(resource.update, Kind::change);
    bind(resource.delete_operation, Kind::remove);
    bind(resource.list, Kind::list);
  }
  const auto operations = model.all_operations();
  for (const Verb& verb : knowledge.verbs()) {
    if (verb.kind != Kind::make) continue;
    for (const Operation* operation : operations) {
      if (knowledge.verb_of(operation->name()) == &verb)
        makers_.emplace(knowledge.noun_of(operation->name()), operation);
    }
  }
}

Kind Names::kind_of(const Operation& operation) const {
  const auto bound = bound_.find(operation.id);
  if (bound != bound_.end()) return bound->second.kind;
  const Kind kind = knowledge_.kind_of(operation.name());
  if (kind != Kind::read) return kind;
  // Where one of them can be made, it reads several, whatever makes several at once ("CopyVolumes").
  const auto singulars = knowledge_.singulars(knowledge_.noun_of(operation.name()));
  const bool many = std::any_of(singulars.begin(), singulars.end(),
                                [&](const std::string& each) { return makers_.contains(each); });
  return many ? Kind::list : kind;
}

std::string Names::noun_of(const Operation& operation) const {
  const auto bound = bound_.find(operation.id);
  if (bound != bound_.end()) return bound->second.noun;
  const auto noun = knowledge_.noun_of(operation.name());
  if (kind_of(operation) != Kind::list) return noun;
  for (const std::string& each : knowledge_.singulars(noun)) {
    if (makers_.contains(each)) return each;
  }
  return noun;
}

const Operation* Names::operation(Kind kind, std::string_view noun) const {
  for (const auto& [id, bound] : bound_) {
    if (bound.kind != kind || bound.noun != noun) continue;
    if (const Operation* found = model_.operation(id)) return found;
  }
  for (const std::string& name : knowledge_.operations(kind, noun)) {
    if (const Operation* found = model_.operation(name)) return found;
  }
  if (kind != Kind::list) return nullptr;
  // Under its plural: ListQueues, DescribeInstances.
  for (const Operation* each : model_.all_operations()) {
    if (kind_of(*each) == Kind::list && noun_of(*each) == noun) return each;
  }
  return nullptr;
}

std::optional<ErrorClass> Names::class_of(const Shape& exception) const {
  return names::class_of(knowledge_, exception);
}

std::vector<const Shape*> Names::exceptions(const Operation& operation, ErrorClass kind) const {
  std::vector<const Shape*> found;
  for (const Shape* error : contract::listed_errors(model_, operation)) {
    if (class_of(*error) == kind) found.push_back(error);
  }
  return found;
}

const Shape* Names::exception(const Operation& operation, ErrorClass kind, std::string_view noun) const {
  const auto found = exceptions(operation, kind);
  if (found.empty()) return nullptr;
  const std::string wanted = core::to_lower(noun);
  for (const Shape* error : found) {
    if (!wanted.empty() && core::to_lower(error->name()).find(wanted) != std::string::npos) return error;
  }
  return found.front();
}

template <typename Fits>
const Member* Names::input_member(const Operation& operation, const Fits& fits) const {
  const Shape* input = operation.input.empty() ? nullptr : model_.shape(operation.input);
  if (input == nullptr) return nullptr;
  const auto found = std::find_if(input->members.begin(), input->members.end(), fits);
  return found == input->members.end() ? nullptr : &*found;
}

const Member* Names::page_token(const Operation& operation) const {
  return input_member(operation, [&](const Member& member) { return knowledge_.is_page_token(member.name); });
}

const Member* Names::page_size(const Operation& operation) const {
  return input_member(operation, [&](const Member& member) { return knowledge_.is_page_size(member.name); });
}

const Member* Names::idempotency_token(const Operation& operation) const {
  const Member* marked = input_member(
      operation, [](const Member& member) { return member.traits.has(contract::trait::idempotency_token); });
  if (marked != nullptr) return marked;
  return input_member(operation,
                      [&](const Member& member) { return knowledge_.is_idempotency_token(member.name); });
}

}  // namespace hallmark::names
