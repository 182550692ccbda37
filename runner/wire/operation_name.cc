#include "wire/operation_name.h"

#include <algorithm>

namespace hallmark::wire {

std::string wire_operation_name(const contract::Operation& operation) {
  const Json* stated = operation.traits.find(contract::trait::wire_operation_name);
  if (stated && stated->is_string()) return stated->get<std::string>();
  return std::string(operation.name());
}

const contract::Operation* operation_on_wire(const contract::Model& model, std::string_view wire_name) {
  const std::vector<std::string>& own = model.service.operations;
  const contract::Operation* named = model.operation(wire_name);
  if (named && named->name() == wire_name && wire_operation_name(*named) == wire_name &&
      std::find(own.begin(), own.end(), named->id) != own.end())
    return named;
  for (const contract::Operation* operation : model.all_operations()) {
    if (wire_operation_name(*operation) == wire_name) return operation;
  }
  return nullptr;
}

}  // namespace hallmark::wire
