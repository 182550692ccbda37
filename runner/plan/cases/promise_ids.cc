#include "plan/cases/promise_ids.h"

#include <utility>

#include "contract/usage.h"
#include "contract/view.h"
#include "core/json.h"

namespace hallmark::plan {

using contract::Member;
using contract::Model;
using contract::Operation;
using contract::Shape;
using contract::ShapeType;
using contract::Side;

std::string operation_id(const Model& model, const Operation& operation) {
  return contract::operation_text(model.slug, operation.name());
}

std::string promise_id(const Model& model, const Operation& operation, Direction direction,
                       std::string_view path, std::string_view clause) {
  return contract::promise_text(operation_id(model, operation),
                                direction == Direction::input ? Side::input : Side::output, path, clause);
}

std::string error_promise(const Model& model, const Operation& operation, std::string_view exception,
                          std::string_view clause) {
  return contract::promise_text(operation_id(model, operation), Side::error, exception, clause);
}

std::string behaviour_promise(std::string_view operation, std::string_view kind, std::string_view what) {
  return contract::promise_text(operation, Side::behaviour, kind, what);
}

std::string source_text(const contract::Traits& traits, std::string_view trait_id) {
  return std::string(contract::to_string(contract::source_of(traits, trait_id)));
}

std::string path_of(const Model& model, const Shape& root, std::string_view pointer) {
  std::string path;
  const Shape* here = &root;
  for (const std::string& token : core::pointer_tokens(pointer)) {
    const Member* next = nullptr;
    if (here && here->type == ShapeType::list) {
      next = here->member("member");
      path += "[]";
    } else if (here && here->type == ShapeType::map) {
      next = here->member("value");
      path += "{}";
    } else {
      if (here) next = here->member(token);
      if (!path.empty()) path += '.';
      path += token;
    }
    here = next ? &contract::target_of(model, *next) : nullptr;
  }
  return path;
}

std::string clause_of_keyword(std::string_view keyword) {
  static constexpr std::pair<std::string_view, std::string_view> clauses[] = {
      {"required", "required"},
      {"type", "type"},
      {"minLength", "length.min"},
      {"maxLength", "length.max"},
      {"minItems", "length.min"},
      {"maxItems", "length.max"},
      {"minProperties", "length.min"},
      {"maxProperties", "length.max"},
      {"minimum", "range.min"},
      {"maximum", "range.max"},
      {"exclusiveMinimum", "range.min"},
      {"exclusiveMaximum", "range.max"},
      {"pattern", "pattern"},
      {"enum", "enum"},
      {"const", "enum"},
      {"uniqueItems", "uniqueItems"},
      {"oneOf", "union"},
      {"format", "type"},
      {"contentEncoding", "type"},
      {"propertyNames", "pattern"},
  };
  for (const auto& [word, clause] : clauses) {
    if (word == keyword) return std::string(clause);
  }
  return "type";
}

std::string promise_of_finding(const Model& model, const Operation& operation, Direction direction,
                               std::string_view pointer, std::string_view keyword) {
  const Shape& root =
      direction == Direction::input ? input_of(model, operation) : output_of(model, operation);
  auto clause = clause_of_keyword(keyword);
  // A union is "one member": minProperties and maxProperties of a union are no lengths.
  if (keyword == "minProperties" || keyword == "maxProperties") {
    const auto place = spot_of(model, root, pointer);
    if (place.shape && place.shape->type == ShapeType::union_shape) clause = "union";
  }
  return promise_id(model, operation, direction, path_of(model, root, pointer), clause);
}

std::uint64_t promise_key(std::string_view id) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return hash;
}

}  // namespace hallmark::plan
