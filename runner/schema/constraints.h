// The keywords that a shape's constraint traits become, documents that disagree included.
// Internal to schema/.
#pragma once

#include <string_view>
#include <vector>

#include "contract/model.h"
#include "core/json.h"

namespace hallmark::schema {

// A place where a shape is used: the member that targets it (null at a root), and the shape.
struct ConstrainedPlace {
  const contract::Model* model = nullptr;
  const contract::Member* member = nullptr;
  const contract::Shape* shape = nullptr;
};

// Every value that the documents give to a trait here, the model's own first. A null pointer
// stands for a document that states none.
[[nodiscard]] std::vector<const Json*> sayings(const ConstrainedPlace& place, std::string_view trait_id);

// Append keywords to `schema`.
void add_length(const ConstrainedPlace& place, std::string_view minimum, std::string_view maximum,
                OrderedJson& schema);
void add_blob_length(const ConstrainedPlace& place, OrderedJson& schema);
void add_range(const ConstrainedPlace& place, OrderedJson& schema);
void add_pattern(const ConstrainedPlace& place, OrderedJson& schema);
// Values of an enum, intEnum or string shape; whatever any document lists.
void add_enum(const ConstrainedPlace& place, OrderedJson& schema);
[[nodiscard]] bool requires_member(const contract::Member& member);
[[nodiscard]] bool requires_unique_items(const ConstrainedPlace& place);

// True when the member itself carries a trait that changes the schema of what it targets.
[[nodiscard]] bool narrows(const contract::Member& member);

}  // namespace hallmark::schema
