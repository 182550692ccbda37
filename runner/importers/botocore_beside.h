// What botocore keeps beside a service-2.json: paginators-1.json, waiters-2.json, examples-1.json, and
// <any of them>.sdk-extras.json, which botocore's loader merges into the file of that name. All of it goes
// into the model's traits (contract/usage.h), each with the file's kind as its source.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "contract/model.h"

namespace hallmark::importers {

enum class BesideKind { paginators, waiters, examples, extras };
// "paginators-1", "waiters-2", "examples-1", "sdk-extras": the file's name without its ending.
[[nodiscard]] std::string_view to_string(BesideKind kind);

// By its content; nullopt for any other JSON.
[[nodiscard]] std::optional<BesideKind> beside_kind(const OrderedJson& value);

// As botocore's loader does: objects are merged member by member, anything else replaces what was there.
// `extras` is the whole file; its `merge` is taken. Throws DocumentError ("botocore.extras").
void merge_extras(OrderedJson& base, const OrderedJson& extras, const std::string& name);

// Adds what the file says. Operations that the model does not have are left out. `kind` is not extras.
// Throws DocumentError ("botocore.paginators", "botocore.waiters", "botocore.examples", "botocore.type").
void add_beside(contract::Model& model, BesideKind kind, const OrderedJson& value, const std::string& name);

}  // namespace hallmark::importers
