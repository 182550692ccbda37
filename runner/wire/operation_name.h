// Operations by what they are called on the wire.
#pragma once

#include <string>
#include <string_view>

#include "contract/model.h"

namespace hallmark::wire {

// The operation's name on the wire, which is not always its shape's.
[[nodiscard]] std::string wire_operation_name(const contract::Operation& operation);
// The service's operation that is called so; null when there is none. Looked up where the name is the
// shape's, as nearly always: services have hundreds of operations.
[[nodiscard]] const contract::Operation* operation_on_wire(const contract::Model& model,
                                                           std::string_view wire_name);

}  // namespace hallmark::wire
